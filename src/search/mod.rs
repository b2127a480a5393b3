//! What the reader's search reads: plain data in classic scripts, which work from a disk as well as from a server.
//!
//! The core (papers, terms, mechanisms) is loaded when somebody searches, in parts of `ARTICLES` papers; cited works
//! and abstracts are further parts, loaded by the search page. The browser makes the index; nothing is ranked here.

use crate::record::Item;
use crate::site::{Site, kind_name};
use crate::vocabulary::EntityKind;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Papers in one part of the core.
const ARTICLES: usize = 2_000;
/// Cited works in one part.
const WORKS: usize = 5_000;
/// Abstracts in one part.
const ABSTRACTS: usize = 500;

/// The scripts: (address from the root, bytes).
pub fn scripts(site: &Site<'_>) -> Vec<(String, Vec<u8>)> {
    let library = site.library;
    let articles: Vec<_> = library.article_ids().collect();
    let works: Vec<_> = library
        .work_ids()
        .filter(|id| library.work(*id).article.is_none() && library.work(*id).item.title().is_some())
        .collect();
    let abstracts: Vec<_> = articles
        .iter()
        .copied()
        .filter(|id| library.article(*id).article.abstract_text.is_some())
        .collect();
    let (terms, numbers) = terms(site);
    let mut files = Vec::new();
    let parts = articles.len().div_ceil(ARTICLES).max(1);
    for part in 0..parts {
        let rows: Vec<Value> = articles
            .iter()
            .skip(part * ARTICLES)
            .take(ARTICLES)
            .map(|id| article(site, *id, &numbers))
            .collect();
        let data = if part == 0 {
            json!({
                "parts": parts,
                "works": works.len().div_ceil(WORKS),
                "abstracts": abstracts.len().div_ceil(ABSTRACTS),
                "entities": terms,
                "mechanisms": mechanisms(site),
                "kinds": kinds(site),
                "more": site.settings.words.get("name.more"),
                "articles": rows,
            })
        } else {
            json!({ "articles": rows })
        };
        files.push(script(&format!("core-{part}"), &data));
    }
    for (part, ids) in works.chunks(WORKS).enumerate() {
        let rows: Vec<Value> = ids
            .iter()
            .map(|id| {
                let item = &library.work(*id).item;
                json!([
                    item.title(),
                    site.addresses.work(library, *id),
                    families(item),
                    item.year()
                ])
            })
            .collect();
        files.push(script(&format!("works-{part}"), &json!({ "works": rows })));
    }
    for (part, ids) in abstracts.chunks(ABSTRACTS).enumerate() {
        let rows: Vec<Value> = ids
            .iter()
            .map(|id| json!([site.addresses.article(*id), library.article(*id).article.abstract_text]))
            .collect();
        files.push(script(&format!("abstracts-{part}"), &json!({ "abstracts": rows })));
    }
    files
}

fn script(name: &str, data: &Value) -> (String, Vec<u8>) {
    let text = format!("citeloomSearch({},{data});\n", Value::from(name));
    // Two characters end a line in older scripts, though not in JSON.
    let text = text.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    (format!("assets/search-{name}.js"), text.into_bytes())
}

/// What kinds of results are called.
fn kinds(site: &Site<'_>) -> Value {
    let kinds = ["paper", "mechanism", "drug", "gene", "disease", "model", "cited work"];
    let names = kinds.map(|kind| (kind.to_owned(), site.settings.words.name("kind", kind).into()));
    Value::Object(names.into_iter().collect())
}

/// Terms with pages: (kind, name, address, other names, detail), and the number of each by its place in the library.
fn terms(site: &Site<'_>) -> (Vec<Value>, HashMap<u32, usize>) {
    let mut rows = Vec::new();
    let mut numbers = HashMap::new();
    for id in site.library.entity_ids() {
        let entry = site.library.entity(id);
        let (Some(route), Some(term)) = (site.addresses.entity(id), site.vocabulary.terms.get(&entry.id)) else {
            continue;
        };
        let kind = match term.kind {
            EntityKind::Drugclass => "drug",
            EntityKind::Family | EntityKind::Variant => "gene",
            EntityKind::CellLine => "model",
            kind => kind_name(kind),
        };
        numbers.insert(id.0, rows.len());
        let papers = entry.articles.len();
        let detail = site.settings.words.say("count.papers", &[("n", &papers)]);
        rows.push(json!([kind, term.label, route, term.synonyms, detail]));
    }
    (rows, numbers)
}

/// Mechanisms: (name, address, number of the top-level one, detail).
fn mechanisms(site: &Site<'_>) -> Vec<Value> {
    site.library
        .mechanism_ids()
        .map(|id| {
            let papers = site.library.mechanism(id).articles.len();
            let detail = match papers {
                0 => String::new(),
                n => site.settings.words.say("count.papers", &[("n", &n)]),
            };
            json!([
                site.mechanism_label(id),
                site.addresses.mechanism(id),
                site.hue(id),
                detail
            ])
        })
        .collect()
}

/// A paper: (title, address, authors, journal, year, terms, mechanisms).
fn article(site: &Site<'_>, id: crate::library::ArticleId, numbers: &HashMap<u32, usize>) -> Value {
    let entry = site.library.article(id);
    let item = &entry.article.item;
    let terms: Vec<usize> = entry
        .entities
        .iter()
        .filter_map(|found| numbers.get(&found.entity.0).copied())
        .collect();
    let mechanisms: Vec<u32> = entry
        .mechanisms
        .iter()
        .filter(|of| {
            matches!(
                crate::site::standing(of.standing()),
                "confirmed" | "proposed" | "possible"
            )
        })
        .map(|of| of.mechanism.0)
        .collect();
    json!([
        site.title(id).0,
        site.addresses.article(id),
        families(item),
        item.container(),
        item.year(),
        terms,
        mechanisms
    ])
}

fn families(item: &Item) -> String {
    let names: Vec<&str> = item.author.iter().map(|name| name.main()).collect();
    names.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_holds_nothing_that_ends_its_line() {
        let (path, bytes) = script("core-0", &json!({ "x": "a\u{2028}b" }));
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(path, "assets/search-core-0.js");
        assert_eq!(text, "citeloomSearch(\"core-0\",{\"x\":\"a\\u2028b\"});\n");
    }
}
