//! `gaps.html`: what is missing, doubtful or not studied.

use super::*;
use crate::record::Field;
use serde::Serialize;
use std::collections::BTreeMap;

/// The gaps.
pub static PAGE: PageKind = PageKind {
    name: "gaps",
    title: "what is missing, doubtful or not studied",
    template: "gaps.html",
    list: |_| vec![(0, "gaps.html".into())],
    make: |site, _| {
        let view = make(site);
        let head = Head {
            title: site.settings.words.get("nav.gaps"),
            description: site.settings.words.get("gaps.lead"),
            section: "gaps",
            toc: toc(site, &view),
            ..Head::default()
        };
        (head, View::Gaps(view))
    },
};

/// What is missing.
#[derive(Clone, Debug, Serialize)]
pub struct GapsView {
    /// Drugs in diseases with nothing above level D.
    pub unstudied: Vec<UnstudiedPair>,
    /// Further such pairs that are not listed here, but in the table beside the page.
    pub more_unstudied: usize,
    /// Number of findings that point in opposite directions, or contradict the record.
    pub conflicts: usize,
    /// Fields that papers lack, the commonest first: (field, papers).
    pub fields: Vec<(String, Vec<Link>)>,
    /// Papers with no mechanism confirmed or proposed.
    pub without_mechanism: Vec<Link>,
    /// Papers without a reference list.
    pub without_references: Vec<Link>,
    /// Mechanisms of which nothing of the review speaks.
    pub empty_mechanisms: Vec<MechanismLink>,
    /// Mechanisms of which something speaks, and no words of the reviewers.
    pub unsummarised: Vec<MechanismLink>,
    /// References that could not be read in full: (paper's reference, text, what).
    pub references: Vec<(Link, String, String)>,
    /// Number of them.
    pub reference_count: usize,
    /// Pairs of works that may be one: (one, other, why).
    pub doubts: Vec<(Link, Link, String)>,
    /// Number of papers.
    pub papers: usize,
}

/// A drug in a disease with nothing above level D.
#[derive(Clone, Debug, Serialize)]
pub struct UnstudiedPair {
    /// The drug.
    pub drug: EntityLink,
    /// The disease; `None` where the findings name none.
    pub disease: Option<EntityLink>,
    /// The best level of the counted findings.
    pub best: Option<&'static str>,
    /// Findings that a reviewer stands behind.
    pub counted: usize,
    /// Findings that nobody has judged.
    pub proposed: usize,
    /// The best level of those.
    pub proposed_best: Option<&'static str>,
    /// The mechanisms that the findings are about.
    pub mechanisms: Vec<MechanismLink>,
}

/// Pairs of drug and disease that are listed.
const PAIRS: usize = 60;
/// References that are listed; the rest is in the table beside the page.
const LISTED: usize = 200;

fn make(site: &Site<'_>) -> GapsView {
    let library = site.library;
    let link = |id| Link {
        href: site.addresses.article(id).to_owned(),
        label: site.short(id),
    };
    let order = articles::order(site);
    let newest = || order.iter().copied();
    let mut fields: BTreeMap<Field, Vec<Link>> = BTreeMap::new();
    let mut references = Vec::new();
    let mut reference_count = 0;
    for id in library.article_ids() {
        for field in &library.article(id).missing {
            fields.entry(*field).or_default().push(link(id));
        }
        for reference in &library.article(id).references {
            if reference.read.doubts.is_empty() && !reference.read.nothing {
                continue;
            }
            reference_count += 1;
            if references.len() < LISTED {
                let what = if reference.read.nothing {
                    site.settings.words.get("reference.unreadable")
                } else {
                    let doubts = reference.read.doubts.iter();
                    let doubts: Vec<String> = doubts.map(|doubt| site.settings.words.name("doubt", doubt)).collect();
                    doubts.join("; ")
                };
                let place = Link {
                    href: site.addresses.reference(id, reference.number),
                    label: site.settings.words.say(
                        "reference.place",
                        &[("paper", &site.short(id)), ("n", &reference.number)],
                    ),
                };
                references.push((place, reference.text.to_string(), what));
            }
        }
    }
    let mut fields: Vec<(String, Vec<Link>)> = fields
        .into_iter()
        .map(|(field, papers)| (site.field_label(field), papers))
        .collect();
    fields.sort_by_key(|(_, papers)| std::cmp::Reverse(papers.len()));
    let work = |id| Link {
        href: site.addresses.entry(id).to_owned(),
        label: site.short_work(id),
    };
    let mut unstudied = pairs(site);
    let more_unstudied = unstudied.len().saturating_sub(PAIRS);
    unstudied.truncate(PAIRS);
    GapsView {
        unstudied,
        more_unstudied,
        conflicts: crate::library::conflicts(library).len(),
        fields,
        without_mechanism: newest()
            .filter(|id| {
                let mechanisms = &library.article(*id).mechanisms;
                !mechanisms
                    .iter()
                    .any(|of| standing(of.standing()) == "confirmed" || standing(of.standing()) == "proposed")
            })
            .map(link)
            .collect(),
        without_references: newest()
            .filter(|id| library.article(*id).references.is_empty())
            .map(link)
            .collect(),
        empty_mechanisms: library.uncovered().map(|id| site.mechanism_link(id, "")).collect(),
        unsummarised: library.unsummarised().map(|id| site.mechanism_link(id, "")).collect(),
        references,
        reference_count,
        doubts: library
            .doubts
            .iter()
            .map(|(a, b, doubt)| (work(*a), work(*b), site.settings.words.name("doubt", &doubt.why)))
            .collect(),
        papers: library.articles.len(),
    }
}

fn toc(site: &Site<'_>, view: &GapsView) -> Vec<Toc> {
    let entries = [
        (true, "unstudied", "gaps.unstudied"),
        (true, "fields", "gaps.fields"),
        (!view.without_mechanism.is_empty(), "no-mechanism", "gaps.no-mechanism"),
        (
            !view.without_references.is_empty(),
            "no-references",
            "gaps.no-references",
        ),
        (!view.unsummarised.is_empty(), "unsummarised", "gaps.unsummarised"),
        (!view.empty_mechanisms.is_empty(), "empty", "gaps.empty"),
        (!view.references.is_empty(), "references", "gaps.references"),
        (!view.doubts.is_empty(), "doubts", "gaps.doubts"),
    ];
    let counts = [
        ("unstudied", view.unstudied.len() + view.more_unstudied),
        ("no-mechanism", view.without_mechanism.len()),
        ("no-references", view.without_references.len()),
        ("unsummarised", view.unsummarised.len()),
        ("empty", view.empty_mechanisms.len()),
        ("references", view.reference_count),
        ("doubts", view.doubts.len()),
    ];
    let mut toc = Toc::list(&site.settings.words, &entries);
    for entry in &mut toc {
        if let Some((_, count)) = counts.iter().find(|(id, count)| *id == entry.id && *count > 0) {
            entry.label.push_str(&format!(" ({count})"));
        }
    }
    toc
}

/// Drugs in diseases with nothing above level D, those with the most findings first.
fn pairs(site: &Site<'_>) -> Vec<UnstudiedPair> {
    let mut pairs = crate::library::unstudied(site.library);
    pairs.sort_by_key(|pair| std::cmp::Reverse((pair.counted, pair.proposed)));
    let drawn = pairs.into_iter().map(|pair| UnstudiedPair {
        drug: site.term_link(&pair.drug),
        disease: pair.disease.as_deref().map(|disease| site.term_link(disease)),
        best: pair.best.map(|level| level.name()),
        counted: pair.counted,
        proposed: pair.proposed,
        proposed_best: pair.proposed_best.map(|level| level.name()),
        mechanisms: pair
            .mechanisms
            .iter()
            .map(|(id, counted)| site.mechanism_link(*id, judged(*counted)))
            .collect(),
    });
    drawn.collect()
}
