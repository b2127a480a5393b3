//! `drugs/ID.html` and its sisters: one term and what the papers say of it.

use super::*;
use crate::library::EntityId;
use crate::vocabulary::Polarity;
use serde::Serialize;

/// Papers whose sentences are shown; further ones are only named.
const SHOWN: usize = 60;
/// Sentences of one paper that are shown at once.
const SENTENCES: usize = 3;

/// Drugs, genes, diseases, models.
pub static PAGE: PageKind = PageKind {
    name: "entity",
    title: "a drug, gene, disease or model and the papers that name it",
    template: "entity.html",
    list: |site| {
        site.library
            .entity_ids()
            .filter_map(|id| Some((id.0, site.addresses.entity(id)?.to_owned())))
            .collect()
    },
    make: |site, item| make(site, EntityId(item)),
};

/// One term.
#[derive(Clone, Debug, Serialize)]
pub struct EntityView {
    /// Its kind, in words.
    pub kind: String,
    /// The term; its count is the number of papers.
    pub entity: EntityLink,
    /// Other names.
    pub synonyms: Vec<String>,
    /// Identifiers elsewhere.
    pub xref: Vec<String>,
    /// A note of the vocabulary.
    pub note: Option<String>,
    /// Mechanisms that findings join it with: (mechanism, number of papers).
    pub joined: Vec<(MechanismLink, u32)>,
    /// Further mechanisms of its papers: (mechanism, number of papers).
    pub mechanisms: Vec<(MechanismLink, u32)>,
    /// Rows of evidence that name it and count.
    pub findings: Vec<FindingRow>,
    /// Rows that name it and that nobody has judged.
    pub proposed_findings: Vec<FindingRow>,
    /// Papers that name it, with the sentences.
    pub papers: Vec<PaperQuotes>,
    /// Further papers: their sentences stand on their own pages.
    pub more_papers: Vec<Link>,
}

/// A paper and the sentences that name a term.
#[derive(Clone, Debug, Serialize)]
pub struct PaperQuotes {
    /// The paper.
    pub paper: PaperName,
    /// The first sentences.
    pub quotes: Vec<Quote>,
    /// The others.
    pub more: Vec<Quote>,
}

fn make(site: &Site<'_>, id: EntityId) -> (Head, View) {
    let library = site.library;
    let entry = library.entity(id);
    let term = site.vocabulary.terms.get(&entry.id);
    let rows = |counts: bool| {
        entry
            .findings
            .iter()
            .filter_map(|place| Some((place.0, library.finding(*place)?)))
            .filter(|(_, finding)| Site::shown(finding) && finding.counts() == counts)
            .map(|(article, finding)| site.finding(article, finding))
            .collect::<Vec<_>>()
    };
    let mechanisms = |joined: bool| {
        let list = entry.mechanisms.iter().filter(|of| of.joined == joined);
        list.map(|of| (site.mechanism_link(of.mechanism, judged(of.confirmed)), of.articles))
            .collect::<Vec<_>>()
    };
    let papers = entry
        .articles
        .iter()
        .take(SHOWN)
        .map(|article| {
            let entry = library.article(*article);
            let found = entry.entities.iter().find(|found| found.entity == id);
            let mut quotes: Vec<Quote> = Vec::new();
            let mut seen: Vec<(usize, crate::base::Span)> = Vec::new();
            for place in found.into_iter().flat_map(|found| entry.evidence(found)) {
                let sentence = (place.capture, place.value.sentence_span);
                if !seen.contains(&sentence) {
                    seen.push(sentence);
                    quotes.push(site.quote(*article, &place, Polarity::Supports));
                }
            }
            let more = quotes.split_off(quotes.len().min(SENTENCES));
            PaperQuotes {
                paper: site.paper_name(*article),
                quotes,
                more,
            }
        })
        .collect();
    let kind = term.map_or("term", |term| kind_name(term.kind));
    let view = EntityView {
        kind: site.settings.words.name("kind", kind),
        entity: site.entity_link(id, entry.articles.len()),
        synonyms: term.map(|term| term.synonyms.clone()).unwrap_or_default(),
        xref: term.map(|term| term.xref.clone()).unwrap_or_default(),
        note: term.and_then(|term| term.note.clone()),
        joined: mechanisms(true),
        mechanisms: mechanisms(false),
        findings: rows(true),
        proposed_findings: rows(false),
        papers,
        more_papers: entry
            .articles
            .iter()
            .skip(SHOWN)
            .map(|article| site.brief_link(*article))
            .collect(),
    };
    let folder = site.addresses.folder(id).unwrap_or(Folder::Genes);
    let head = Head {
        title: view.entity.label.clone(),
        description: site
            .settings
            .words
            .say("entity.description", &[("name", &view.entity.label)]),
        section: folder.name(),
        crumbs: vec![Crumb::new(
            format!("{}/index.html", folder.name()),
            site.folder_title(folder),
        )],
        ..Head::default()
    };
    (head, View::Entity(Box::new(view)))
}
