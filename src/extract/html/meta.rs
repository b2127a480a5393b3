//! The page's own metadata in its head: Highwire (`citation_…`), Dublin Core, PRISM and Open Graph.

use super::super::flow::{place, without_markup};
use super::super::names::inverted;
use super::super::numbers::claim_doi;
use super::super::page::{citation_in, is_degree, name, people};
use super::tokens::{Token, Tokens, attributes, decoded};
use crate::base::{Issn, MappedText, Name, PartialDate, Pmcid, Pmid, Span};
use crate::record::{Claims, Field, Item, ItemType, RawReference, Value};
use std::collections::BTreeMap;

/// How a meta element's content is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text(Field),
    Person,
    People,
    Date(Field),
    First,
    Last,
    Doi,
    Identifier,
    Pmid,
    Pmcid,
    Issn,
    Keywords,
    Abstract,
    Source,
    /// A description that may be the abstract.
    Advert,
    Reference,
    Thesis,
    Conference,
    Book,
}

/// Names (lower case, sorted), how each is read, its rule and weight.
const NAMES: &[(&str, Kind, &str, u8)] = &[
    ("citation_abstract", Kind::Abstract, "meta:citation", 90),
    (
        "citation_abstract_html_url",
        Kind::Text(Field::Url),
        "meta:citation_abstract_html_url",
        60,
    ),
    (
        "citation_article_number",
        Kind::First,
        "meta:citation_article_number",
        70,
    ),
    (
        "citation_arxiv_id",
        Kind::Text(Field::ArchiveLocation),
        "meta:citation",
        90,
    ),
    ("citation_author", Kind::Person, "meta:citation_author", 90),
    ("citation_authors", Kind::People, "meta:citation_authors", 85),
    ("citation_conference", Kind::Conference, "meta:citation", 90),
    ("citation_conference_title", Kind::Conference, "meta:citation", 90),
    (
        "citation_cover_date",
        Kind::Date(Field::Issued),
        "meta:citation_cover_date",
        85,
    ),
    ("citation_date", Kind::Date(Field::Issued), "meta:citation_date", 85),
    ("citation_dissertation_institution", Kind::Thesis, "meta:citation", 90),
    ("citation_doi", Kind::Doi, "meta:citation", 90),
    ("citation_editor", Kind::Text(Field::Editor), "meta:citation", 90),
    ("citation_firstpage", Kind::First, "meta:citation", 90),
    ("citation_inbook_title", Kind::Book, "meta:citation", 90),
    ("citation_isbn", Kind::Text(Field::Isbn), "meta:citation", 90),
    ("citation_issn", Kind::Issn, "meta:citation", 90),
    ("citation_issue", Kind::Text(Field::Issue), "meta:citation", 90),
    (
        "citation_journal_abbrev",
        Kind::Text(Field::ContainerTitleShort),
        "meta:citation",
        90,
    ),
    (
        "citation_journal_title",
        Kind::Text(Field::ContainerTitle),
        "meta:citation",
        90,
    ),
    ("citation_keyword", Kind::Keywords, "meta:citation_keyword", 85),
    ("citation_keywords", Kind::Keywords, "meta:citation_keywords", 85),
    ("citation_language", Kind::Text(Field::Language), "meta:citation", 80),
    ("citation_lastpage", Kind::Last, "meta:citation", 90),
    (
        "citation_online_date",
        Kind::Date(Field::AvailableDate),
        "meta:citation",
        90,
    ),
    ("citation_pmcid", Kind::Pmcid, "meta:citation", 90),
    ("citation_pmid", Kind::Pmid, "meta:citation", 90),
    (
        "citation_publication_date",
        Kind::Date(Field::Issued),
        "meta:citation_publication_date",
        90,
    ),
    ("citation_publisher", Kind::Text(Field::Publisher), "meta:citation", 90),
    ("citation_reference", Kind::Reference, "meta:citation", 90),
    ("citation_title", Kind::Text(Field::Title), "meta:citation", 90),
    ("citation_volume", Kind::Text(Field::Volume), "meta:citation", 90),
    ("citation_year", Kind::Date(Field::Issued), "meta:citation_year", 70),
    ("dc.contributor", Kind::Person, "meta:dc.contributor", 30),
    ("dc.creator", Kind::Person, "meta:dc.creator", 75),
    ("dc.creator.personalname", Kind::Person, "meta:dc.creator", 75),
    ("dc.date", Kind::Date(Field::Issued), "meta:dc.date", 45),
    ("dc.date.issued", Kind::Date(Field::Issued), "meta:dc.date.issued", 75),
    ("dc.description", Kind::Abstract, "meta:dc.description", 40),
    ("dc.identifier", Kind::Identifier, "meta:dc.identifier", 75),
    ("dc.identifier.doi", Kind::Doi, "meta:dc.identifier", 75),
    (
        "dc.identifier.pagenumber",
        Kind::First,
        "meta:dc.identifier.pagenumber",
        75,
    ),
    ("dc.language", Kind::Text(Field::Language), "meta:dc", 60),
    ("dc.publisher", Kind::Text(Field::Publisher), "meta:dc", 60),
    (
        "dc.relation.ispartof",
        Kind::Text(Field::ContainerTitle),
        "meta:dc.relation.ispartof",
        45,
    ),
    ("dc.source", Kind::Source, "meta:dc.source", 40),
    ("dc.source.issn", Kind::Issn, "meta:dc.source", 75),
    ("dc.source.issue", Kind::Text(Field::Issue), "meta:dc.source", 75),
    ("dc.source.volume", Kind::Text(Field::Volume), "meta:dc.source", 75),
    ("dc.subject", Kind::Keywords, "meta:dc.subject", 75),
    ("dc.title", Kind::Text(Field::Title), "meta:dc", 75),
    ("dcterms.abstract", Kind::Abstract, "meta:dcterms.abstract", 75),
    ("dcterms.issued", Kind::Date(Field::Issued), "meta:dcterms.issued", 75),
    ("description", Kind::Advert, "meta:description", 20),
    ("doi", Kind::Doi, "meta:doi", 75),
    ("eprints.abstract", Kind::Abstract, "meta:eprints", 85),
    ("eprints.creators_name", Kind::Person, "meta:eprints.creators_name", 85),
    ("eprints.date", Kind::Date(Field::Issued), "meta:eprints.date", 85),
    ("eprints.id_number", Kind::Identifier, "meta:eprints", 80),
    ("eprints.issn", Kind::Issn, "meta:eprints", 85),
    ("eprints.number", Kind::Text(Field::Issue), "meta:eprints", 85),
    ("eprints.pagerange", Kind::First, "meta:eprints", 85),
    (
        "eprints.publication",
        Kind::Text(Field::ContainerTitle),
        "meta:eprints",
        85,
    ),
    ("eprints.publisher", Kind::Text(Field::Publisher), "meta:eprints", 85),
    ("eprints.title", Kind::Text(Field::Title), "meta:eprints", 85),
    ("eprints.volume", Kind::Text(Field::Volume), "meta:eprints", 85),
    ("keywords", Kind::Keywords, "meta:keywords", 30),
    ("ncbi_pmid", Kind::Pmid, "meta:ncbi", 85),
    ("og:description", Kind::Advert, "meta:og:description", 20),
    ("og:title", Kind::Text(Field::Title), "meta:og", 30),
    ("prism.doi", Kind::Doi, "meta:prism", 75),
    ("prism.endingpage", Kind::Last, "meta:prism", 75),
    ("prism.issn", Kind::Issn, "meta:prism.issn", 70),
    ("prism.keyword", Kind::Keywords, "meta:prism.keyword", 70),
    ("prism.number", Kind::Text(Field::Issue), "meta:prism", 75),
    ("prism.publicationdate", Kind::Date(Field::Issued), "meta:prism", 65),
    (
        "prism.publicationname",
        Kind::Text(Field::ContainerTitle),
        "meta:prism",
        75,
    ),
    ("prism.startingpage", Kind::First, "meta:prism", 75),
    ("prism.volume", Kind::Text(Field::Volume), "meta:prism", 75),
    ("rft_atitle", Kind::Text(Field::Title), "meta:rft", 60),
];

/// First and last page under one rule.
#[derive(Default)]
struct Range {
    first: Option<MappedText>,
    last: Option<MappedText>,
    weight: u8,
}

/// What the head says.
#[derive(Default)]
pub struct Head {
    /// References, each with its fields apart.
    pub references: Vec<RawReference>,
    /// The text of `<title>`.
    pub title: Option<MappedText>,
}

/// Claims what the meta elements say.
pub fn read(source: &str, claims: &mut Claims) -> Head {
    let mut head = Head::default();
    let mut ranges: BTreeMap<&'static str, Range> = BTreeMap::new();
    for token in Tokens::new(source) {
        let tag = match token {
            Token::Start { name, tag } if name.of(source).eq_ignore_ascii_case("meta") => tag,
            Token::Raw { tag, content }
                if head.title.is_none() && tag.of(source)[1..].to_ascii_lowercase().starts_with("title") =>
            {
                head.title = Some(decoded(source, content));
                continue;
            }
            _ => continue,
        };
        let Some((kind, rule, weight, content)) = element(source, tag) else {
            continue;
        };
        let text = without_markup(&decoded(source, content));
        if text.is_empty() {
            continue;
        }
        match kind {
            Kind::First | Kind::Last => {
                let range = ranges.entry(rule).or_default();
                range.weight = weight;
                let slot = if kind == Kind::First {
                    &mut range.first
                } else {
                    &mut range.last
                };
                slot.get_or_insert(text);
            }
            Kind::Reference => head.references.extend(reference(&text)),
            _ => claim(claims, kind, &text, rule, weight),
        }
    }
    for (rule, range) in ranges {
        let Some(first) = range.first else { continue };
        // A first page alone yields to a range that the page shows.
        let weight = if range.last.is_none() {
            range.weight.min(55)
        } else {
            range.weight
        };
        pages(claims, &first, range.last, rule, weight);
    }
    head
}

/// The kind of a meta element, its rule and weight, and the place of its content.
fn element(source: &str, tag: Span) -> Option<(Kind, &'static str, u8, Span)> {
    let mut key = None;
    let mut content = None;
    for (name, value) in attributes(source, tag) {
        if name.eq_ignore_ascii_case("name") || name.eq_ignore_ascii_case("property") {
            key = key.or(Some(value.of(source)));
        } else if name.eq_ignore_ascii_case("content") {
            content = Some(value);
        }
    }
    let mut key = key?.trim().to_ascii_lowercase();
    if let Some(rest) = key.strip_prefix("dcterms.") {
        if !matches!(rest, "abstract" | "issued") {
            key = format!("dc.{rest}");
        }
    } else if let Some(rest) = key.strip_prefix("dc:") {
        key = format!("dc.{rest}");
    } else if let Some(rest) = key.strip_prefix("prism:") {
        key = format!("prism.{rest}");
    } else if let Some(rest) = key.strip_prefix("bepress_citation_") {
        key = format!("citation_{rest}");
    }
    let index = NAMES.binary_search_by(|(name, ..)| (*name).cmp(key.as_str())).ok()?;
    let (_, kind, rule, weight) = *NAMES.get(index)?;
    Some((kind, rule, weight, content?))
}

fn claim(claims: &mut Claims, kind: Kind, text: &MappedText, rule: &'static str, weight: u8) {
    let words = text.as_str();
    let whole = place(text);
    match kind {
        Kind::Text(Field::Editor) => claims.name(Field::Editor, person(words), whole, rule, weight),
        Kind::Text(Field::Url) => {
            if words.starts_with("http") {
                claims.text(Field::Url, words, whole, rule, weight);
            }
        }
        Kind::Text(field) => {
            if !matches!(words, "null" | "undefined" | "N/A" | "-") {
                claims.text(field, words, whole, rule, weight);
            }
        }
        Kind::Person => {
            // Some pages print their head twice.
            let name = person(words);
            let known = claims
                .claims
                .iter()
                .any(|claim| claim.rule == rule && claim.value == Value::Name(Box::new(name.clone())));
            if !known {
                claims.name(Field::Author, name, whole, rule, weight);
            }
        }
        Kind::People => {
            let list = people(words, Span::new(0, words.len()));
            for (name, at) in list.names {
                claims.name(Field::Author, name, text.source(at), rule, weight);
            }
        }
        Kind::Date(field) => {
            if let Some(date) = PartialDate::parse(words) {
                claims.date(field, date, whole, rule, weight);
                if field == Field::AvailableDate {
                    claims.date(Field::Issued, date, whole, "meta:online", 40);
                }
            }
        }
        Kind::Doi | Kind::Identifier => {
            claim_doi(claims, text, rule, weight);
        }
        Kind::Pmid => {
            if let Some(pmid) = Pmid::parse(words) {
                claims.text(Field::Pmid, pmid.as_str(), whole, rule, weight);
            }
        }
        Kind::Pmcid => {
            if let Some(pmcid) = Pmcid::parse(words) {
                claims.text(Field::Pmcid, pmcid.as_str(), whole, rule, weight);
            }
        }
        Kind::Issn => {
            if let Some(issn) = Issn::parse(words) {
                claims.text(Field::Issn, issn.as_str(), whole, rule, weight);
            }
        }
        Kind::Keywords if rule == "meta:keywords" && for_search_engines(words) => {}
        Kind::Keywords => keywords(claims, text, rule, weight),
        Kind::Abstract => {
            // Descriptions of one sentence advertise the page; they are no abstract.
            if words.len() >= 200 || weight > 60 {
                let from = ["Abstract", "Summary"]
                    .iter()
                    .find_map(|label| words.strip_prefix(label))
                    .map_or(0, |rest| words.len() - rest.trim_start_matches([':', '.', ' ']).len());
                let part = text.slice(Span::new(from, words.len()));
                claims.text(Field::Abstract, part.as_str(), place(&part), rule, weight);
            }
        }
        Kind::Advert => {
            let cut = words.ends_with('…') || words.ends_with("...");
            if words.len() >= 400 && words.matches(". ").count() >= 2 && !cut {
                claims.text(Field::Abstract, words, whole, rule, weight);
            }
        }
        Kind::Source => citation_in(text, rule, weight, claims),
        Kind::Thesis => {
            claims.text(Field::Publisher, words, whole, rule, weight);
            claims.kind(ItemType::Thesis, whole, rule, weight);
        }
        Kind::Conference => {
            claims.text(Field::EventTitle, words, whole, rule, weight);
            claims.text(Field::ContainerTitle, words, whole, rule, 60);
            claims.kind(ItemType::PaperConference, whole, rule, 70);
        }
        Kind::Book => {
            claims.text(Field::ContainerTitle, words, whole, rule, weight);
            claims.kind(ItemType::Chapter, whole, rule, weight);
        }
        Kind::First | Kind::Last | Kind::Reference => {}
    }
}

/// Whether keywords are written for search engines: too many, or about the site.
fn for_search_engines(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    let about = [
        "pmid", "pubmed", "ncbi", "journal", "article", "publish", "research", "doi", "science",
    ];
    words.matches([',', ';']).count() > 11 || about.iter().any(|word| lower.contains(word))
}

/// `Family, Given` or `Given Family`, without degrees.
pub fn person(words: &str) -> Name {
    let mut words = words.trim().trim_end_matches([',', ';']);
    while let Some((head, last)) = words.rsplit_once(',') {
        if !is_degree(last.trim()) {
            break;
        }
        words = head.trim_end();
    }
    if words.contains(',') {
        inverted(words)
    } else {
        name(words).unwrap_or_else(|| Name::group(words))
    }
}

/// Claims keywords that stand in one element: parted by semicolons, else by commas.
pub fn keywords(claims: &mut Claims, text: &MappedText, rule: &'static str, weight: u8) {
    let words = text.as_str();
    let separator = if words.contains(';') { ';' } else { ',' };
    let mut start = 0;
    for piece in words.split(separator) {
        let left = piece.len() - piece.trim_start().len();
        let value = piece.trim();
        if !value.is_empty() && value.len() <= 120 {
            let at = Span::new(start + left, start + left + value.len());
            let known = claims.claims.iter().any(|claim| {
                claim.rule == rule && claim.field == Field::Keyword && claim.value == Value::Text(value.to_owned())
            });
            if known {
                start += piece.len() + 1;
                continue;
            }
            claims.text(Field::Keyword, value, text.source(at), rule, weight);
        }
        start += piece.len() + 1;
    }
}

/// Claims first and last page as a range; a last page that is the first or none leaves the first alone.
pub fn pages(claims: &mut Claims, first: &MappedText, last: Option<MappedText>, rule: &'static str, weight: u8) {
    let dashes = |text: &str| -> String {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| if matches!(c, '\u{2010}'..='\u{2015}') { '-' } else { c })
            .collect()
    };
    let from = dashes(first.as_str());
    if !from.chars().any(|c| c.is_ascii_digit() || c.is_ascii_uppercase()) || from.len() > 40 {
        return;
    }
    match last.filter(|last| {
        !from.contains('-') && dashes(last.as_str()) != from && !last.as_str().eq_ignore_ascii_case("null")
    }) {
        Some(last) => {
            let value = format!("{from}-{}", dashes(last.as_str()));
            claims.text(Field::Page, value, place(first).join(place(&last)), rule, weight);
        }
        None => claims.text(Field::Page, from, place(first), rule, weight),
    }
}

/// A `citation_reference`: fields apart (`citation_title=…;citation_year=…`), or the reference as text.
fn reference(text: &MappedText) -> Option<RawReference> {
    let words = text.as_str();
    let span = place(text);
    if !words.contains("citation_") {
        return (words.len() >= 10).then(|| RawReference {
            text: words.to_owned(),
            span,
            label: None,
            item: None,
        });
    }
    let mut item = Item {
        kind: ItemType::Document,
        ..Item::default()
    };
    let mut parts: [String; 8] = Default::default();
    // A semicolon parts fields only before the next `citation_…=`.
    for field in words.split("citation_").skip(1) {
        let Some((key, value)) = field.split_once('=') else {
            continue;
        };
        let value = value.trim().trim_end_matches(';').trim();
        if value.is_empty() {
            continue;
        }
        let (slot, own) = match key {
            "author" => (0, None),
            "title" => (1, Some(Field::Title)),
            "journal_title" => (2, Some(Field::ContainerTitle)),
            "publication_date" | "year" | "date" => (3, None),
            "volume" => (4, Some(Field::Volume)),
            "issue" => (5, Some(Field::Issue)),
            "pages" | "firstpage" => (6, Some(Field::Page)),
            "doi" => (7, Some(Field::Doi)),
            "pmid" => (usize::MAX, Some(Field::Pmid)),
            "publisher" => (usize::MAX, Some(Field::Publisher)),
            _ => continue,
        };
        if let Some(own) = own {
            item.set(own, value);
        }
        if slot == 0 {
            let list = people(value, Span::new(0, value.len()));
            item.author.extend(list.names.into_iter().map(|(name, _)| name));
        } else if slot == 3 {
            item.issued = PartialDate::parse(value);
        }
        if let Some(part) = parts.get_mut(slot) {
            if !part.is_empty() {
                part.push_str(", ");
            }
            part.push_str(value);
        }
    }
    if item.get(Field::ContainerTitle).is_some() {
        item.kind = ItemType::ArticleJournal;
    }
    let [authors, title, journal, year, volume, issue, pages, doi] = parts;
    let mut out = String::new();
    for sentence in [authors, title, journal] {
        if !sentence.is_empty() {
            out.push_str(sentence.trim_end_matches('.'));
            out.push_str(". ");
        }
    }
    out.push_str(&year);
    if !volume.is_empty() {
        out.push_str(&format!(";{volume}"));
    }
    if !issue.is_empty() {
        out.push_str(&format!("({issue})"));
    }
    if !pages.is_empty() {
        out.push_str(&format!(":{pages}"));
    }
    if !doi.is_empty() {
        out.push_str(&format!(". doi:{doi}"));
    }
    (!out.trim().is_empty()).then(|| RawReference {
        text: out.trim().to_owned(),
        span,
        label: None,
        item: Some(item),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn references_in_the_head_come_with_their_fields() {
        let source = "citation_journal_title=Cell; citation_author=KV Doe, G Roe; citation_title=A title; citation_volume=42; citation_publication_date=1985; citation_pages=779-789";
        let text = MappedText::verbatim(source, Span::new(0, source.len()));
        let found = reference(&text).unwrap();
        assert_eq!(found.text, "KV Doe, G Roe. A title. Cell. 1985;42:779-789");
        let item = found.item.unwrap();
        assert_eq!(item.author.len(), 2);
        assert_eq!(item.year(), Some(1985));
    }
}
