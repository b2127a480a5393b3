//! `conflicts.html`: where findings, papers and judgements disagree.

use super::*;
use crate::library::{FindingPlace, conflicts, conflicts_of, contradictions, disagreements};
use serde::Serialize;

/// Open conflicts.
pub static PAGE: PageKind = PageKind {
    name: "conflicts",
    title: "where findings, papers and judgements disagree",
    template: "conflicts.html",
    list: |_| vec![(0, "conflicts.html".into())],
    make: |site, _| {
        let view = make(site);
        let head = Head {
            title: site.settings.words.get("conflicts.title"),
            description: site.settings.words.get("conflicts.lead"),
            section: "gaps",
            ..Head::default()
        };
        (head, View::Conflicts(view))
    },
};

/// Everything that disagrees.
#[derive(Clone, Debug, Serialize)]
pub struct ConflictsView {
    /// Findings that reviewers stand behind, on both sides.
    pub judged: Vec<Conflict>,
    /// Findings one side of which nobody has judged.
    pub proposed: Vec<Conflict>,
    /// Papers for a mechanism and papers that set it aside.
    pub papers: Vec<PaperConflict>,
    /// Findings that contradict the capture, the stub or the vocabulary: (finding, what).
    pub contradictions: Vec<(FindingRow, String)>,
}

/// Findings about one mechanism and one drug that point in opposite directions.
#[derive(Clone, Debug, Serialize)]
pub struct Conflict {
    /// The mechanism.
    pub mechanism: MechanismLink,
    /// The drug; `None` where none is named.
    pub drug: Option<EntityLink>,
    /// Findings for the mechanism.
    pub supports: Vec<FindingRow>,
    /// Findings against it, or of both kinds.
    pub against: Vec<FindingRow>,
    /// Reviewers stand behind both sides.
    pub judged: bool,
}

/// Papers that disagree on a mechanism.
#[derive(Clone, Debug, Serialize)]
pub struct PaperConflict {
    /// The mechanism.
    pub mechanism: MechanismLink,
    /// Papers that speak for it.
    pub supports: Vec<Link>,
    /// Papers whose words set it aside.
    pub excludes: Vec<Link>,
}

fn make(site: &Site<'_>) -> ConflictsView {
    let library = site.library;
    let (judged, proposed) = conflicts(library)
        .into_iter()
        .map(|conflict| drawn(site, conflict))
        .partition(|conflict| conflict.judged);
    let link = |id: &crate::library::ArticleId| Link {
        href: site.addresses.article(*id).to_owned(),
        label: site.short(*id),
    };
    let papers = disagreements(library).into_iter().map(|of| PaperConflict {
        mechanism: site.mechanism_link(of.mechanism, ""),
        supports: of
            .supports
            .iter()
            .map(|id| {
                let mut link = link(id);
                let stands = site.stands(*id, of.mechanism);
                if stands != "confirmed" {
                    link.label = format!("{} ({})", link.label, site.settings.words.name("tier", stands));
                }
                link
            })
            .collect(),
        excludes: of.excludes.iter().map(link).collect(),
    });
    // The pages of a review without its captures are those of the review with them: only lock and stubs are asked.
    let contradicted = contradictions(library, site.vocabulary, &|_| None);
    let rows = contradicted
        .into_iter()
        .filter_map(|of| Some((row(site, of.place)?, of.message)));
    ConflictsView {
        judged,
        proposed,
        papers: papers.collect(),
        contradictions: rows.collect(),
    }
}

/// The conflicts of some mechanisms.
pub(super) fn of(site: &Site<'_>, members: &[MechanismId]) -> Vec<Conflict> {
    let all = members.iter().flat_map(|id| conflicts_of(site.library, *id));
    all.map(|conflict| drawn(site, conflict)).collect()
}

fn row(site: &Site<'_>, place: FindingPlace) -> Option<FindingRow> {
    Some(site.finding(place.0, site.library.finding(place)?))
}

fn drawn(site: &Site<'_>, conflict: crate::library::Conflict) -> Conflict {
    let rows = |places: &[FindingPlace]| places.iter().filter_map(|place| row(site, *place)).collect();
    Conflict {
        mechanism: site.mechanism_link(conflict.mechanism, ""),
        drug: conflict.drug.as_deref().map(|drug| site.term_link(drug)),
        supports: rows(&conflict.supports),
        against: rows(&conflict.against),
        judged: conflict.judged,
    }
}
