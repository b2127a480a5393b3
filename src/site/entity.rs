//! `drugs/ID.html` and its sisters: one term and what the papers say of it.

use super::weight::Weight;
use super::*;
use crate::library::{EntityEntry, EntityId, EntityMechanism};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Papers whose sentences are shown; further ones are only named.
const SHOWN: usize = 40;
/// Sentences of one paper that are shown at once.
const SENTENCES: usize = 3;
/// Papers of each kind that are named beside a mechanism.
const NAMED: usize = 100;

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
    /// Mechanisms that findings join it with.
    pub joined: Vec<Connected>,
    /// Further mechanisms of its papers.
    pub mechanisms: Vec<Connected>,
    /// Rows of evidence that name it and count.
    pub findings: Vec<FindingRow>,
    /// Rows that name it and that nobody has judged.
    pub proposed_findings: Vec<FindingRow>,
    /// Papers that name it, with the sentences: those with a finding on it first, then those with a confirmed and with a
    /// proposed mechanism; of these those that name it in the most places, then the newest.
    pub papers: Vec<PaperQuotes>,
    /// Further papers: their sentences stand on their own pages.
    pub more_papers: Vec<Link>,
    /// The search for its papers, from the root.
    pub search: String,
}

/// A mechanism that has to do with a term, and the papers that connect the two.
#[derive(Clone, Debug, Serialize)]
pub struct Connected {
    /// The mechanism.
    pub mechanism: MechanismLink,
    /// Anchor of the papers.
    pub id: String,
    /// Number of the papers.
    pub count: u32,
    /// Papers with a finding that joins the two and that a reviewer stands behind.
    pub confirmed: Vec<Link>,
    /// Papers with such a finding that nobody has judged.
    pub proposed: Vec<Link>,
    /// Papers that name both, without such a finding.
    pub named: Vec<Link>,
    /// Further papers of any kind.
    pub more: usize,
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
    let folder = site.addresses.folder(id).unwrap_or(Folder::Genes);
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
        list.map(|of| connected(site, id, of)).collect::<Vec<_>>()
    };
    let order = order(site, id, entry);
    let (shown, more) = order.split_at(order.len().min(SHOWN));
    let papers = shown
        .iter()
        .map(|article| {
            let entry = library.article(*article);
            let found = entry.entities.iter().find(|found| found.entity == id);
            let mut quotes: Vec<Quote> = Vec::new();
            let mut seen: Vec<(usize, crate::base::Span)> = Vec::new();
            for place in found.into_iter().flat_map(|found| entry.evidence(found)) {
                let sentence = (place.capture, place.value.sentence_span);
                if !seen.contains(&sentence) {
                    seen.push(sentence);
                    quotes.push(site.naming(*article, &place));
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
        more_papers: more.iter().map(|article| site.brief_link(*article)).collect(),
        search: search(folder, term.map_or(&entry.id, |term| &term.label)),
    };
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

/// Where the page of a term has the papers that connect it with a mechanism.
pub(super) fn anchor(site: &Site<'_>, mechanism: MechanismId) -> String {
    format!("with-{}", site.library.mechanism(mechanism).id)
}

fn connected(site: &Site<'_>, id: EntityId, of: &EntityMechanism) -> Connected {
    let joint = site.joint(of.mechanism, id);
    let mut more = 0;
    let mut links = |papers: &[ArticleId], anchor: &str| -> Vec<Link> {
        more += papers.len().saturating_sub(NAMED);
        let shown = papers.iter().take(NAMED).map(|paper| site.brief_link(*paper));
        shown
            .map(|link| Link {
                href: [&link.href, anchor].concat(),
                ..link
            })
            .collect()
    };
    Connected {
        mechanism: site.mechanism_link(of.mechanism, judged(of.confirmed)),
        id: anchor(site, of.mechanism),
        count: of.articles,
        confirmed: joint
            .map(|joint| links(&joint.confirmed, "#findings"))
            .unwrap_or_default(),
        proposed: joint
            .map(|joint| links(&joint.proposed, "#findings"))
            .unwrap_or_default(),
        named: joint.map(|joint| links(&joint.named, "")).unwrap_or_default(),
        more,
    }
}

/// The papers that name a term, those with evidence first.
fn order(site: &Site<'_>, id: EntityId, entry: &EntityEntry) -> Vec<ArticleId> {
    let library = site.library;
    let mut findings: HashMap<ArticleId, Weight> = HashMap::new();
    for place in &entry.findings {
        if let Some(weight) = library.finding(*place).and_then(Weight::of_finding) {
            let slot = findings.entry(place.0).or_insert(weight);
            *slot = weight.min(*slot);
        }
    }
    let mut order = entry.articles.clone();
    order.sort_by_cached_key(|paper| {
        let entry = library.article(*paper);
        let found = entry.entities.iter().find(|found| found.entity == id);
        let places = found.map_or(0, |found| entry.evidence(found).count());
        let weight = findings.get(paper).copied();
        let weight = weight.unwrap_or_else(|| Weight::of_mechanisms(site, *paper));
        (weight, Reverse(places), Reverse(entry.article.item.year()), *paper)
    });
    order
}

/// The address of a search for the papers that name a term, from the root.
fn search(folder: Folder, label: &str) -> String {
    let field = match folder {
        Folder::Drugs => "drug",
        Folder::Genes => "gene",
        Folder::Diseases => "disease",
        Folder::Models => "model",
    };
    let mut address = "search.html?q=".to_owned();
    super::coins::encode(&format!("{field}:\"{}\"", label.replace('"', " ")), &mut address);
    address.push_str("&kind=paper");
    address
}
