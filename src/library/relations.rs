//! Publications that a capture names beside its references (retracted by, comment in, preprint of), found among the works.

use super::{Library, WorkId};
use crate::journals::Journals;
use crate::record::{Field, Item, RelatedItem, RelationKind};
use crate::reference::parse;
use std::collections::HashMap;

/// Names by which a work is found: identifiers, or year, volume and first page.
fn names(item: &Item) -> impl Iterator<Item = String> {
    let page = item.get(Field::Page).map(|pages| {
        let first = pages.split(['-', '–', ',', ' ']).next().unwrap_or(pages);
        first.to_lowercase()
    });
    let numbers = item.year().zip(item.get(Field::Volume)).zip(page);
    let numbers = numbers.map(|((year, volume), page)| format!("{year}/{volume}/{page}"));
    let ids = [
        item.doi().map(|id| id.to_string()),
        item.pmid().map(|id| format!("pmid:{id}")),
        item.pmcid().map(|id| id.to_string()),
    ];
    ids.into_iter().chain([numbers]).flatten()
}

/// Leads each related publication to its work, where it is one of the library, and notes the relation at both works. What
/// a capture says outweighs what titles say.
pub(super) fn attach(library: &mut Library, journals: &Journals) {
    if library.articles.iter().any(|entry| !entry.relations.is_empty()) {
        lead(library, journals);
    }
    describe(library);
}

/// Finds the works that captures name as related.
fn lead(library: &mut Library, journals: &Journals) {
    let mut works: HashMap<String, Option<WorkId>> = HashMap::new();
    for id in library.work_ids() {
        for name in names(&library.work(id).item) {
            let known = works.entry(name).or_insert(Some(id));
            if *known != Some(id) {
                *known = None;
            }
        }
    }
    let mut told: HashMap<(WorkId, WorkId), RelationKind> = HashMap::new();
    for (a, b, kind) in &library.related {
        told.insert((*a, *b), *kind);
    }
    for entry in &mut library.articles {
        for (kind, text, work) in &mut entry.relations {
            let named = parse(text, journals).item;
            let found = names(&named).find_map(|name| works.get(&name).copied().flatten());
            let Some(found) = found.filter(|found| *found != entry.work) else {
                continue;
            };
            *work = Some(found);
            let (pair, kind) = match entry.work <= found {
                true => ((entry.work, found), *kind),
                false => ((found, entry.work), kind.inverse()),
            };
            told.insert(pair, kind);
        }
    }
    library.related = told.into_iter().map(|((a, b), kind)| (a, b, kind)).collect();
    library.related.sort_unstable_by_key(|(a, b, _)| (*a, *b));
}

/// Writes the relations into the works' records, for export.
fn describe(library: &mut Library) {
    let mut all: Vec<(WorkId, RelatedItem)> = Vec::new();
    for (a, b, kind) in &library.related {
        for (work, other, kind) in [(*a, *b, *kind), (*b, *a, kind.inverse())] {
            let other = library.work(other);
            let (text, key) = (citation(&other.item), Some(other.key.clone()));
            all.push((work, RelatedItem { kind, text, key }));
        }
    }
    for entry in &library.articles {
        let named = entry.relations.iter().filter(|(_, _, work)| work.is_none());
        all.extend(named.map(|(kind, text, _)| {
            let (kind, text) = (*kind, text.clone());
            (entry.work, RelatedItem { kind, text, key: None })
        }));
    }
    for (work, related) in all {
        let work = &mut library.works[work.0 as usize];
        if let Some(article) = work.article {
            let item = &mut library.articles[article.0 as usize].article.item;
            item.relations.push(related.clone());
        }
        work.item.relations.push(related);
    }
}

/// `Blood. 2014;123(13):1974-1976. doi: 10.1182/…`: a publication as MEDLINE cites one.
fn citation(item: &Item) -> String {
    let get = |field, before: &str, after: &str| {
        let value = item.get(field).filter(|value| !value.is_empty());
        value.map_or(String::new(), |value| format!("{before}{value}{after}"))
    };
    let year = item.year().map_or(String::new(), |year| year.to_string());
    let parts = [
        item.container()
            .map_or(String::new(), |name| format!("{}. ", name.trim_end_matches('.'))),
        year,
        get(Field::Volume, ";", ""),
        get(Field::Issue, "(", ")"),
        get(Field::Page, ":", ""),
        ".".to_owned(),
        get(Field::Doi, " doi: ", "."),
        get(Field::Pmid, " PMID: ", ""),
    ];
    parts.concat()
}
