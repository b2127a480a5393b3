//! An article for other programs and for citing: metadata of the head, JSON-LD, citations to copy.

use super::Site;
use super::reference::{authors, numbers, vancouver};
use crate::record::{Field, Item};

/// Citations of an article, ready to copy: (style, text). Nothing where nothing is known of it.
pub(super) fn citations(site: &Site<'_>, key: &str, item: &Item) -> Vec<(&'static str, String)> {
    let text = vancouver(item, None);
    if text.is_empty() {
        return Vec::new();
    }
    // What a reader copies into a reference manager need not carry the abstract along.
    let mut short = item.clone();
    short.take(Field::Abstract);
    let formats = site.settings.formats.iter();
    std::iter::once(("Vancouver", text))
        .chain(formats.map(|format| (format.title, (format.write)(&[(key, &short)]).trim().to_owned())))
        .collect()
}

/// One line for search engines.
pub(super) fn description(item: &Item) -> String {
    let mut parts = vec![authors(item), item.container().unwrap_or("").to_owned(), numbers(item)];
    parts.retain(|part| !part.is_empty());
    parts.join(". ")
}

/// `citation_*` metadata, as reference managers read it.
pub(super) fn meta(item: &Item) -> Vec<(&'static str, String)> {
    let mut meta: Vec<(&'static str, String)> = Vec::new();
    let Some(title) = item.title() else {
        return meta;
    };
    meta.push(("citation_title", title.to_owned()));
    meta.extend(item.author.iter().map(|name| ("citation_author", name.display())));
    if let Some(issued) = item.issued {
        meta.push(("citation_publication_date", issued.to_string().replace('-', "/")));
    }
    let fields = [
        ("citation_journal_title", item.container()),
        ("citation_volume", item.get(Field::Volume)),
        ("citation_issue", item.get(Field::Issue)),
        ("citation_firstpage", item.first_page()),
        ("citation_doi", item.get(Field::Doi)),
        ("citation_pmid", item.get(Field::Pmid)),
    ];
    meta.extend(
        fields
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?.to_owned()))),
    );
    meta
}

/// The article as JSON-LD, safe to stand in a script element; `None` without a title.
pub(super) fn json_ld(item: &Item) -> Option<String> {
    use serde_json::{Map, Value, json};
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
    // A script element ends at the first "</": no "<" may stand in it.
    serde_json::to_string(&data)
        .ok()
        .map(|text| text.replace('<', "\\u003c"))
}
