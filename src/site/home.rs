//! `index.html`: what the review is about, at once.

use super::article::uncommented;
use super::mechanisms::{Branch, map};
use super::*;
use crate::article::FindingStatus;
use crate::library::Progress;
use crate::record::Field;
use crate::vocabulary::EntityKind;
use serde::Serialize;

/// Papers and works that are listed.
const LISTED: usize = 6;

/// The home page.
pub static PAGE: PageKind = PageKind {
    name: "home",
    title: "what the review is about",
    template: "home.html",
    list: |_| vec![(0, "index.html".into())],
    make: |site, _| {
        let head = Head {
            title: site.settings.title.clone(),
            description: site.settings.description.clone(),
            section: "home",
            json_ld: super::head_data::review_json_ld(
                site,
                &site.settings.title,
                "index.html",
                &site.library.article_ids().collect::<Vec<_>>(),
            ),
            ..Head::default()
        };
        (head, View::Home(make(site)))
    },
};

/// The home page.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// Words of the authors, from `content/pages/index.md`.
    pub intro: Prose,
    /// Works that they cite.
    pub cited: Vec<CitedWork>,
    /// Figures: (number, what, address from the root).
    pub figures: Vec<(usize, String, &'static str)>,
    /// The map of mechanisms.
    pub map: Vec<Branch>,
    /// The newest papers.
    pub newest: Vec<Paper>,
    /// The works that most papers cite.
    pub shared: Vec<WorkLine>,
    /// How far the reviewing has come: (status, papers), without zeros.
    pub progress: Vec<(&'static str, usize)>,
    /// Findings that somebody judged, and those that nobody did.
    pub judged_findings: usize,
    /// Findings that are only proposed.
    pub open_findings: usize,
    /// Who reviewed.
    pub people: Vec<Person>,
    /// Mechanisms that the program proposed and nobody has judged.
    pub unjudged: usize,
    /// Mechanisms that reviewers confirmed.
    pub confirmed: usize,
    /// Fields that most papers lack: (field, papers).
    pub missing: Vec<(String, usize)>,
    /// Mechanisms of which nothing of the review speaks.
    pub empty_mechanisms: usize,
    /// How to cite the review.
    pub citation: String,
    /// The same for reference managers: (format, text).
    pub citations: Vec<(String, String)>,
    /// Address of `CITATION.cff`.
    pub citation_file: Option<&'static str>,
}

/// What a reviewer has done.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// Name as written in the stubs.
    pub name: String,
    /// Articles.
    pub articles: usize,
    /// Findings.
    pub findings: usize,
    /// The last day of it, ISO 8601.
    pub last: Option<String>,
}

fn make(site: &Site<'_>) -> HomeView {
    let library = site.library;
    let progress = Progress::of(library.articles.iter().map(|entry| &entry.article));
    let mut cited = Cited::default();
    let page = super::about::find(library, "index").or_else(|| super::about::find(library, "home"));
    let intro = page
        .map(|page| cited.prose(site, &uncommented(&page.body)))
        .unwrap_or_default();
    let map = map(site);
    let empty_mechanisms = library.uncovered().count();
    let leaves = library.mechanisms.iter().filter(|entry| entry.children.is_empty());
    let with_papers = leaves.count() - empty_mechanisms;
    let references: usize = library.articles.iter().map(|entry| entry.references.len()).sum();
    let mut newest: Vec<_> = library
        .article_ids()
        .filter(|id| library.article(*id).article.item.issued.is_some())
        .collect();
    newest.sort_by_key(|id| (std::cmp::Reverse(library.article(*id).article.item.issued), *id));
    newest.truncate(LISTED);
    let mut missing: std::collections::BTreeMap<Field, usize> = Default::default();
    for field in library.articles.iter().flat_map(|entry| &entry.missing) {
        *missing.entry(*field).or_default() += 1;
    }
    let mut missing: Vec<(String, usize)> = missing
        .into_iter()
        .map(|(field, n)| (site.field_label(field), n))
        .collect();
    missing.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    missing.truncate(4);
    let count = |name: &str| {
        let all = library.articles.iter().flat_map(|entry| &entry.mechanisms);
        all.filter(|of| standing(of.standing()) == name).count()
    };
    let named = |kinds: &[EntityKind]| {
        let kind = |id: &str| site.vocabulary.terms.get(id).map(|term| term.kind);
        let entities = library.entities.iter();
        entities
            .filter(|entity| kind(&entity.id).is_some_and(|kind| kinds.contains(&kind)))
            .count()
    };
    let drugs = named(&[EntityKind::Drug]);
    let classes = named(&[EntityKind::Drugclass]);
    let genes = named(&[EntityKind::Gene]);
    let count_of = |key: &str, n: usize| site.settings.words.say(key, &[("n", &n)]);
    HomeView {
        cited: cited.list(site),
        intro,
        figures: vec![
            (
                library.articles.len(),
                count_of("home.papers", library.articles.len()),
                "articles/index.html",
            ),
            (
                with_papers,
                count_of("home.mechanisms", with_papers),
                "mechanisms/index.html",
            ),
            (drugs, count_of("home.drugs", drugs), "drugs/index.html"),
            (classes, count_of("home.drug-classes", classes), "drugs/index.html"),
            (genes, count_of("home.genes", genes), "genes/index.html"),
            (references, count_of("home.references", references), "bibliography.html"),
            (
                library.works.len(),
                count_of("home.works", library.works.len()),
                "bibliography.html",
            ),
        ],
        empty_mechanisms,
        map,
        newest: newest.into_iter().map(|id| site.paper(id)).collect(),
        shared: super::bibliography::shared(site, LISTED),
        judged_findings: progress.judged(),
        open_findings: progress.findings(FindingStatus::Proposed),
        progress: progress
            .articles
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(status, count)| (status.name(), *count))
            .collect(),
        people: progress
            .people
            .into_iter()
            .map(|person| Person {
                name: person.name,
                articles: person.articles,
                findings: person.findings,
                last: person.last.map(|date| date.to_string()),
            })
            .collect(),
        unjudged: count("proposed"),
        confirmed: count("confirmed"),
        missing,
        citation: citation(site),
        citations: citations(site),
        citation_file: site.settings.citation_file.as_ref().map(|_| "CITATION.cff"),
    }
}

/// The review in the formats that reference managers take.
fn citations(site: &Site<'_>) -> Vec<(String, String)> {
    let Some(item) = &site.settings.citation else {
        return Vec::new();
    };
    let formats = site.settings.formats.iter();
    formats
        .map(|format| {
            let text = (format.write)(&[("review", item)]);
            (format.title.to_owned(), text.trim().to_owned())
        })
        .collect()
}

pub(super) fn citation(site: &Site<'_>) -> String {
    if let Some(item) = site.settings.citation.as_ref().filter(|_| site.settings.own_citation) {
        return site.reference_text(item);
    }
    let mut out = site.settings.authors.join(", ");
    if !out.is_empty() {
        out.push_str(". ");
    }
    out.push_str(&site.settings.title);
    if !out.ends_with(['.', '?', '!']) {
        out.push('.');
    }
    out.push(' ');
    out.push_str(&site.settings.words.get("home.citation"));
    if let Some(base) = &site.settings.base_url {
        out.push(' ');
        out.push_str(base);
    }
    out
}
