//! `mechanisms/index.html`: the map of the tree.

use super::*;
use crate::library::Standing;
use serde::Serialize;

/// The map of mechanisms.
pub static PAGE: PageKind = PageKind {
    name: "mechanisms",
    title: "the tree of mechanisms with the number of papers",
    template: "mechanisms.html",
    list: |_| vec![(0, "mechanisms/index.html".into())],
    make: |site, _| {
        let head = Head {
            title: site.settings.words.get("nav.mechanisms"),
            description: site.settings.words.get("mechanisms.description"),
            section: "mechanisms",
            ..Head::default()
        };
        (head, View::Mechanisms(MechanismsView { map: map(site) }))
    },
};

/// The tree.
#[derive(Clone, Debug, Serialize)]
pub struct MechanismsView {
    /// Top-level mechanisms in order.
    pub map: Vec<Branch>,
}

/// A mechanism of the tree.
#[derive(Clone, Debug, Serialize)]
pub struct Branch {
    /// The mechanism.
    pub mechanism: MechanismLink,
    /// What it is.
    pub definition: String,
    /// Papers of it and, for a branch, of its leaves, each counted once at its best.
    pub tally: Tally,
    /// Its children.
    pub leaves: Vec<Branch>,
}

/// The whole tree, two levels deep; deeper ones are gathered under their second level.
pub(super) fn map(site: &Site<'_>) -> Vec<Branch> {
    site.tops.iter().map(|id| branch(site, *id, true)).collect()
}

pub(super) fn branch(site: &Site<'_>, id: MechanismId, deep: bool) -> Branch {
    let entry = site.library.mechanism(id);
    Branch {
        mechanism: site.mechanism_link(id, ""),
        definition: site
            .vocabulary
            .mechanisms
            .get(&entry.id)
            .map(|mechanism| mechanism.definition.clone())
            .unwrap_or_default(),
        tally: tally(site, id),
        leaves: if deep {
            entry.children.iter().map(|child| branch(site, *child, false)).collect()
        } else {
            Vec::new()
        },
    }
}

/// How the papers stand to a mechanism or its children, each paper at its best.
pub(super) fn tally(site: &Site<'_>, id: MechanismId) -> Tally {
    let mut best: std::collections::BTreeMap<crate::library::ArticleId, Standing> = Default::default();
    for member in site.library.family(id) {
        let entry = site.library.mechanism(member);
        for article in entry.articles.iter().chain(&entry.excluded_by) {
            let of = site
                .library
                .article(*article)
                .mechanisms
                .iter()
                .find(|of| of.mechanism == member);
            let Some(standing) = of.map(|of| of.standing()) else {
                continue;
            };
            if member != id && standing == Standing::Excluded {
                continue; // excluding one leaf does not exclude the branch
            }
            best.entry(*article)
                .and_modify(|best| *best = (*best).min(standing))
                .or_insert(standing);
        }
    }
    let coverage = site.library.coverage(id);
    let mut tally = Tally {
        findings: coverage.findings,
        open_findings: coverage.findings - coverage.counted,
        cited: coverage.cited,
        nothing: coverage.is_empty(),
        ..Tally::default()
    };
    for standing in best.into_values() {
        tally.add(standing);
    }
    tally
}
