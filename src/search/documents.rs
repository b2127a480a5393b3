//! The documents of the search: what of a review is found, by which words, and what a result says.

use super::index::list;
use super::postings::{AUTHOR, Document, ENTITY, REST, TITLE};
use super::tokens::{joined, tokens};
use crate::library::{ArticleId, EntityId, MechanismId, WorkId};
use crate::record::{Field, Item};
use crate::site::{Site, WorkLine, kind_name, standing};
use crate::vocabulary::EntityKind;
use foldhash::HashMap;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Names of authors that count; a collaboration's hundreds do not.
const AUTHORS: usize = 60;

/// Mechanisms, then terms by kind, then papers, the newest first.
pub struct Papers {
    mechanisms: usize,
    entities: Vec<(EntityId, &'static str)>,
    articles: Vec<ArticleId>,
    /// How many of each kind stand in a row.
    pub runs: Vec<(&'static str, usize)>,
    /// How many papers of each year stand in a row; the documents before them have none.
    pub years: Vec<(Option<u16>, usize)>,
}

impl Papers {
    /// Puts the documents in order.
    pub fn of(site: &Site<'_>) -> Self {
        let library = site.library;
        let mut entities: Vec<(EntityId, &'static str)> = library
            .entity_ids()
            .filter(|id| site.addresses.entity(*id).is_some())
            .filter_map(|id| Some((id, kind(site.vocabulary.terms.get(&library.entity(id).id)?.kind))))
            .collect();
        entities.sort_by_key(|(id, kind)| (*kind, *id));
        let mut articles: Vec<ArticleId> = library.article_ids().collect();
        let year = |id: &ArticleId| library.article(*id).article.item.year();
        articles.sort_by_key(|id| (Reverse(year(id)), *id));
        let mechanisms = library.mechanisms.len();
        let mut kinds = vec![("mechanism", mechanisms)];
        kinds.extend(runs(entities.iter().map(|(_, kind)| *kind)));
        kinds.push(("paper", articles.len()));
        Self {
            years: runs(articles.iter().map(year)),
            mechanisms,
            entities,
            articles,
            runs: kinds,
        }
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.mechanisms + self.entities.len() + self.articles.len()
    }

    /// The number of each paper's document, by article.
    pub fn numbers(&self) -> Vec<u32> {
        let first = (self.mechanisms + self.entities.len()) as u32;
        let mut numbers = vec![0; self.articles.len()];
        for (number, id) in (first..).zip(&self.articles) {
            if let Some(place) = numbers.get_mut(id.0 as usize) {
                *place = number;
            }
        }
        numbers
    }

    /// The document of that number.
    pub fn document(&self, site: &Site<'_>, number: usize) -> Document {
        if number < self.mechanisms {
            return mechanism(site, MechanismId(number as u32));
        }
        let number = number - self.mechanisms;
        match self.entities.get(number) {
            Some((id, kind)) => entity(site, *id, kind),
            None => paper(site, self.articles[number - self.entities.len()]),
        }
    }

    /// Papers by mechanism (those of a mechanism below count, too) and by journal: (name, documents).
    pub fn facets(&self, site: &Site<'_>) -> Value {
        let mut mechanisms: Vec<Vec<u32>> = (0..self.mechanisms as u32).map(|number| vec![number]).collect();
        let mut journals: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let first = (self.mechanisms + self.entities.len()) as u32;
        for (number, id) in (first..).zip(&self.articles) {
            for of in spoken_of(site, *id, &["confirmed", "proposed"]) {
                let mut of = Some(of);
                // The vocabulary is a tree of few levels; a circle in it must not hang.
                for _ in 0..16 {
                    let Some(id) = of else { break };
                    let papers = &mut mechanisms[id.0 as usize];
                    if papers.last() != Some(&number) {
                        papers.push(number);
                    }
                    of = site.library.mechanism(id).parent;
                }
            }
            if let Some(journal) = site.journal(*id) {
                journals.entry(journal.to_owned()).or_default().push(number);
            }
        }
        let mechanisms: Vec<Value> = mechanisms
            .into_iter()
            .zip(site.library.mechanism_ids())
            .map(|(papers, id)| json!([site.mechanism_label(id), list(papers), site.library.mechanism(id).id]))
            .collect();
        let journals: Vec<Value> = journals
            .into_iter()
            .map(|(journal, papers)| json!([journal, list(papers)]))
            .collect();
        json!({ "mechanism": mechanisms, "journal": journals })
    }
}

/// Cited works that are not captured themselves, the newest first.
pub struct Works {
    works: Vec<WorkId>,
    /// How many of each year stand in a row.
    pub years: Vec<(Option<u16>, usize)>,
    /// Names of drugs that are one word, and other such names of the same drug: a title may give its code only.
    codes: HashMap<String, String>,
}

impl Works {
    /// Puts the documents in order.
    pub fn of(site: &Site<'_>) -> Self {
        let library = site.library;
        let mut works: Vec<WorkId> = library
            .work_ids()
            .filter(|id| library.work(*id).article.is_none())
            .collect();
        let year = |id: &WorkId| library.work(*id).item.year();
        // Among those of a year the most cited come first, and stand in the same scripts.
        works.sort_by_key(|id| (Reverse(year(id)), Reverse(library.work(*id).citers.len()), *id));
        Self {
            years: runs(works.iter().map(year)),
            works,
            codes: codes(site),
        }
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.works.len()
    }

    /// The document of that number.
    pub fn document(&self, site: &Site<'_>, number: usize) -> Document {
        let id = self.works[number];
        let work = site.library.work(id);
        let item = &work.item;
        let title = item.title().unwrap_or_default();
        let year = item.year().map(|year| year.to_string()).unwrap_or_default();
        // What has no title is called as where it is cited, with authors and year.
        let (name, detail) = match title {
            "" => {
                let journal = work.journal.as_deref().or(item.container()).unwrap_or_default();
                (
                    WorkLine::short(&site.settings.words, item),
                    [journal.to_owned(), String::new()],
                )
            }
            title => (title.to_owned(), [site.brief_authors(item), year.clone()]),
        };
        let mut fields = vec![(TITLE, title.to_owned()), (REST, year), (REST, identifiers(item))];
        fields.extend(journals(item, work.journal.as_deref()));
        fields.extend(authors(item));
        tokens(title, |word| {
            fields.extend(self.codes.get(word).map(|names| (ENTITY, names.clone())));
        });
        Document {
            row: row(&name, site.addresses.work(site.library, id), &detail),
            fields,
            filters: names_of(item),
        }
    }
}

/// Other names of drugs by each of their names that are one word.
fn codes(site: &Site<'_>) -> HashMap<String, String> {
    let mut out: HashMap<String, String> = HashMap::default();
    for term in site
        .vocabulary
        .terms
        .values()
        .filter(|term| term.kind == EntityKind::Drug)
    {
        let mut names: Vec<String> = Vec::new();
        for name in std::iter::once(&term.label).chain(&term.synonyms) {
            let mut words = Vec::new();
            tokens(name, |word| words.push(word.to_owned()));
            names.extend(words.pop().filter(|word| words.is_empty() && !names.contains(word)));
        }
        for name in &names {
            let others: Vec<&str> = names
                .iter()
                .filter(|other| *other != name)
                .map(String::as_str)
                .collect();
            if !others.is_empty() {
                out.entry(name.clone()).or_insert_with(|| others.join(" "));
            }
        }
    }
    out
}

/// The journal as captured, and under the name that the journals' list knows it by.
fn journals<'t>(item: &'t Item, listed: Option<&'t str>) -> impl Iterator<Item = (u16, String)> + 't {
    let captured = item.container();
    let listed = listed.filter(|listed| captured != Some(*listed));
    captured.into_iter().chain(listed).map(|name| (REST, name.to_owned()))
}

/// Equal values that follow each other, counted.
fn runs<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut out: Vec<(T, usize)> = Vec::new();
    for value in values {
        match out.last_mut().filter(|(last, _)| *last == value) {
            Some((_, count)) => *count += 1,
            None => out.push((value, 1)),
        }
    }
    out
}

fn row(title: &str, address: &str, detail: &[String]) -> String {
    let detail: Vec<&str> = detail
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    json!([title, address, detail.join(", ")]).to_string()
}

/// What a term is called in the search, after the page it stands on.
fn kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Drugclass => "drug",
        EntityKind::Family | EntityKind::Variant => "gene",
        EntityKind::CellLine => "model",
        kind => kind_name(kind),
    }
}

fn mechanism(site: &Site<'_>, id: MechanismId) -> Document {
    let label = site.mechanism_label(id);
    let papers = site.standings(id);
    let [confirmed, proposed, possible] = papers;
    let detail = match papers {
        [0, 0, 0] => String::new(),
        _ => site.settings.words.say(
            "search.papers-of",
            &[
                ("confirmed", &confirmed),
                ("proposed", &proposed),
                ("possible", &possible),
            ],
        ),
    };
    let entry = &site.library.mechanism(id).id;
    let mut fields = vec![(TITLE, label.to_owned()), (ENTITY, entry.clone())];
    if let Some(mechanism) = site.vocabulary.mechanisms.get(entry) {
        let texts = [
            Some(&mechanism.definition),
            mechanism.evidence.as_ref(),
            mechanism.include.as_ref(),
        ];
        fields.extend(texts.into_iter().flatten().map(|text| (REST, text.clone())));
        let named = mechanism.genes.iter().chain(&mechanism.drugs);
        fields.extend(named.map(|name| (REST, name.clone())));
    }
    Document {
        row: row(label, site.addresses.mechanism(id), &[detail]),
        fields,
        filters: filters("is", &[label.to_owned()]),
    }
}

fn entity(site: &Site<'_>, id: EntityId, kind: &str) -> Document {
    let entry = site.library.entity(id);
    let names = names(site, id);
    let papers = site.settings.words.say("count.papers", &[("n", &entry.articles.len())]);
    let mut fields: Vec<(u16, String)> = names.iter().skip(1).map(|name| (ENTITY, name.clone())).collect();
    fields.extend(names.first().map(|label| (TITLE, label.clone())));
    let title = names.first().map_or(entry.id.as_str(), String::as_str);
    Document {
        row: row(title, site.addresses.entity(id).unwrap_or_default(), &[papers]),
        fields,
        filters: [filters(kind, &names), filters("is", &names)].concat(),
    }
}

/// Label, other names and abbreviations of a term.
fn names(site: &Site<'_>, id: EntityId) -> Vec<String> {
    match site.vocabulary.terms.get(&site.library.entity(id).id) {
        Some(term) => {
            let others = term.synonyms.iter().chain(&term.abbr);
            std::iter::once(&term.label).chain(others).cloned().collect()
        }
        None => Vec::new(),
    }
}

fn filters(kind: &str, names: &[String]) -> Vec<String> {
    let names = names.iter().map(|name| joined(name)).filter(|name| !name.is_empty());
    names.map(|name| format!(":{kind}:{name}")).collect()
}

fn paper(site: &Site<'_>, id: ArticleId) -> Document {
    let entry = site.library.article(id);
    let item = &entry.article.item;
    let (title, _) = site.title(id);
    let year = item.year().map(|year| year.to_string()).unwrap_or_default();
    let container = item.container().unwrap_or_default().to_owned();
    let mut document = Document {
        row: row(
            &title,
            site.addresses.article(id),
            &[site.brief_authors(item), container.clone(), year.clone()],
        ),
        fields: vec![
            (TITLE, title),
            (REST, year),
            (REST, identifiers(item)),
            (REST, item.keyword.join(" ")),
            (REST, entry.article.abstract_text.clone().unwrap_or_default()),
            (REST, site.notes(id)),
        ],
        filters: vec![format!(":id:{}", joined(&entry.article.key))],
    };
    document.filters.extend(names_of(item));
    document
        .fields
        .extend(journals(item, site.library.work(entry.work).journal.as_deref()));
    document.fields.extend(authors(item));
    for found in &entry.entities {
        let Some(term) = site.vocabulary.terms.get(&site.library.entity(found.entity).id) else {
            continue;
        };
        // How many cases there were is nothing that a paper is looked for by.
        if term.kind == EntityKind::Pattern {
            continue;
        }
        let names = names(site, found.entity);
        document.filters.extend(filters(kind(term.kind), &names));
        document.fields.extend(names.into_iter().map(|name| (ENTITY, name)));
    }
    for of in spoken_of(site, id, &["confirmed", "proposed", "possible"]) {
        document.fields.push((ENTITY, site.mechanism_label(of).to_owned()));
    }
    document
}

/// Mechanisms that a paper stands to in one of these ways.
fn spoken_of<'s>(
    site: &'s Site<'_>,
    id: ArticleId,
    ways: &'s [&'static str],
) -> impl Iterator<Item = MechanismId> + 's {
    let mechanisms = site.library.article(id).mechanisms.iter();
    mechanisms
        .filter(|of| ways.contains(&standing(of.standing())))
        .map(|of| of.mechanism)
}

/// Family names, and given names that are written out.
fn authors(item: &Item) -> impl Iterator<Item = (u16, String)> {
    item.author.iter().take(AUTHORS).map(|name| {
        let mut text = name.main().to_owned();
        let given = name.given.as_deref().unwrap_or_default();
        for part in given.split(|c: char| c.is_whitespace() || c == '-' || c == '.') {
            if part.chars().count() > 2 && part.chars().any(char::is_lowercase) {
                text.push(' ');
                text.push_str(part);
            }
        }
        (AUTHOR, text)
    })
}

/// `:author:nelson:a` for each author whose initials are known.
fn names_of(item: &Item) -> Vec<String> {
    let people = item.author.iter().take(AUTHORS);
    let mut names: Vec<String> = people
        .map(|name| (joined(name.main()), joined(&name.initials())))
        .filter(|(family, initials)| !family.is_empty() && !initials.is_empty())
        .map(|(family, initials)| format!(":author:{family}:{initials}"))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// DOI as one word, PMID, PMCID.
fn identifiers(item: &Item) -> String {
    let mut out = item.get(Field::Doi).map(joined).unwrap_or_default();
    for field in [Field::Pmid, Field::Pmcid] {
        if let Some(value) = item.get(field) {
            out.push(' ');
            out.push_str(value);
        }
    }
    out
}
