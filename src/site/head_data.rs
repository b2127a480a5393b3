//! An article for other programs and for citing: metadata of the head, JSON-LD, citations to copy.

use super::reference::{Reference, authors, numbers};
use super::{CitationMeta, Site};
use crate::library::ArticleId;
use crate::record::{Field, Item};
use serde_json::{Map, Value, json};

/// Citations of an article, ready to copy: (style, text). Nothing where nothing is known of it.
pub(super) fn citations(site: &Site<'_>, key: &str, item: &Item) -> Vec<(String, String)> {
    let text = site.reference_text(item);
    if text.is_empty() {
        return Vec::new();
    }
    // What a reader copies into a reference manager need not carry the abstract along.
    let mut short = item.clone();
    short.take(Field::Abstract);
    let formats = site.settings.formats.iter();
    std::iter::once((site.style_title(), text))
        .chain(formats.map(|format| {
            (
                format.title.to_owned(),
                (format.write)(&[(key, &short)]).trim().to_owned(),
            )
        }))
        .collect()
}

/// One line for search engines.
pub(super) fn description(item: &Item) -> String {
    let mut parts = vec![authors(item), item.container().unwrap_or("").to_owned(), numbers(item)];
    parts.retain(|part| !part.is_empty());
    parts.join(". ")
}

/// Metadata of the paper in the sets that the review asks for.
pub(super) fn meta(wanted: CitationMeta, item: &Item) -> Vec<(&'static str, String)> {
    let mut meta: Vec<(&'static str, String)> = Vec::new();
    let Some(title) = item.title() else {
        return meta;
    };
    let mut put = |name: &'static str, value: Option<&str>| meta.extend(value.map(|value| (name, value.to_owned())));
    let authors: Vec<String> = item.author.iter().map(|name| name.display()).collect();
    if wanted.highwire {
        put("citation_title", Some(title));
        for author in &authors {
            put("citation_author", Some(author));
        }
        let date = item.issued.map(|issued| issued.to_string().replace('-', "/"));
        put("citation_publication_date", date.as_deref());
        put("citation_journal_title", item.container());
        put("citation_volume", item.get(Field::Volume));
        put("citation_issue", item.get(Field::Issue));
        put("citation_firstpage", item.first_page());
        put("citation_doi", item.get(Field::Doi));
        put("citation_pmid", item.get(Field::Pmid));
    }
    if wanted.dublin_core {
        put("DC.title", Some(title));
        for author in &authors {
            put("DC.creator", Some(author));
        }
        put("DC.date", item.issued.map(|issued| issued.to_string()).as_deref());
        put("DC.source", item.container());
        put("DC.publisher", item.get(Field::Publisher));
        put("DC.language", item.get(Field::Language));
        put("DC.identifier", item.doi().map(|doi| format!("doi:{doi}")).as_deref());
        put("DC.type", Some("Text"));
    }
    meta
}

/// The article as JSON-LD, safe to stand in a script element; `None` without a title.
pub(super) fn json_ld(site: &Site<'_>, route: &str, item: &Item, references: &[Reference]) -> Option<String> {
    let mut data = Map::new();
    data.insert("@context".into(), "https://schema.org".into());
    data.insert("@type".into(), "ScholarlyArticle".into());
    data.insert("headline".into(), item.title()?.into());
    if !item.author.is_empty() {
        let authors: Vec<Value> = item
            .author
            .iter()
            .map(|name| json!({"@type": if name.literal.is_some() { "Organization" } else { "Person" }, "name": name.display()}))
            .collect();
        data.insert("author".into(), authors.into());
    }
    if let Some(issued) = item.issued {
        data.insert("datePublished".into(), issued.to_string().into());
    }
    if let Some(journal) = item.container() {
        data.insert("isPartOf".into(), json!({"@type": "Periodical", "name": journal}));
    }
    if let Some(doi) = item.doi() {
        data.insert("sameAs".into(), doi.url().into());
    }
    // Works are named by their durable addresses; what has none stands in the page's list.
    let cited: Vec<Value> = references
        .iter()
        .filter_map(|reference| Some(reference.address()?.into()))
        .collect();
    if !cited.is_empty() {
        data.insert("citation".into(), cited.into());
    }
    if let Some(base) = &site.settings.base_url {
        data.insert("mainEntityOfPage".into(), format!("{base}/{route}").into());
    }
    script(data)
}

/// A page of the review as JSON-LD: a text of its own that is based on the papers it tells of.
pub(super) fn review_json_ld(site: &Site<'_>, title: &str, route: &str, papers: &[ArticleId]) -> Option<String> {
    /// Papers that are named; a page of thousands would be longer than what it shows.
    const NAMED: usize = 200;
    let mut data = Map::new();
    data.insert("@context".into(), "https://schema.org".into());
    data.insert("@type".into(), "ScholarlyArticle".into());
    data.insert("headline".into(), title.into());
    let authors: Vec<Value> = site
        .settings
        .authors
        .iter()
        .map(|name| json!({"@type": "Person", "name": name}))
        .collect();
    if !authors.is_empty() {
        data.insert("author".into(), authors.into());
    }
    if let Some(base) = &site.settings.base_url {
        let route = if route == "index.html" { "" } else { route };
        data.insert("url".into(), format!("{base}/{route}").into());
    }
    let based: Vec<Value> = papers
        .iter()
        .take(NAMED)
        .map(|id| {
            let mut paper = Map::new();
            paper.insert("@type".into(), "ScholarlyArticle".into());
            paper.insert("name".into(), site.title(*id).0.into());
            let ids = super::reference::identifiers(&site.library.article(*id).article.item);
            if let Some(first) = ids.first() {
                paper.insert("sameAs".into(), first.url.as_str().into());
            }
            Value::Object(paper)
        })
        .collect();
    if based.is_empty() {
        return None;
    }
    data.insert("isBasedOn".into(), based.into());
    script(data)
}

/// A script element ends at the first `</`: no `<` may stand in it.
fn script(data: Map<String, Value>) -> Option<String> {
    let text = serde_json::to_string(&data).ok()?;
    Some(text.replace('<', "\\u003c"))
}
