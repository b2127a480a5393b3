//! OpenAlex' JSON: one work, or a list of results.

use super::Format;
use super::crossref;
use super::data::Value;
use super::flow::{Flow, WEIGHT, claim, claim_zone, place, without_markup};
use super::json;
use super::names::{natural, orcid};
use super::numbers::{SerialNumbers, claim_doi, claim_page_range};
use crate::base::{MappedText, Parsed, PartialDate, Pmcid, Pmid};
use crate::capture::Capture;
use crate::record::{Claims, Field, ItemType, ZoneKind};

/// The format.
pub const FORMAT: Format = Format {
    name: "openalex-json",
    title: "OpenAlex JSON",
    extensions: &["json"],
    recognise,
    read,
};

const RULE: &str = "openalex-json";

fn recognise(text: &str) -> u8 {
    let head = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if !head.starts_with(['{', '[']) || !text.contains("openalex.org/") {
        return 0;
    }
    let own = [
        "\"authorships\"",
        "\"primary_location\"",
        "\"host_venue\"",
        "\"referenced_works\"",
        "\"abstract_inverted_index\"",
        "\"biblio\"",
    ];
    match own.iter().filter(|name| text.contains(**name)).count() {
        0 | 1 => 0,
        _ => 97,
    }
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let parsed = json::parse(capture);
    let mut works = Vec::new();
    for root in parsed.value.roots() {
        match root.get("results") {
            Some(results) => works.extend(results.members()),
            None if root.is_list() => works.extend(root.members()),
            None => works.push(root),
        }
    }
    let records = works.into_iter().filter(|work| work.is_object()).map(work);
    Parsed::new(
        records.filter(|claims| !claims.claims.is_empty()).collect(),
        parsed.diagnostics,
    )
}

/// OpenAlex' own types; `article` may be a preprint or a paper of a conference, which the source tells.
fn kind(name: &str, source: &str) -> Option<ItemType> {
    Some(match (name, source) {
        ("article" | "review" | "letter" | "editorial" | "erratum" | "retraction", "journal") => {
            ItemType::ArticleJournal
        }
        ("article", "conference") => ItemType::PaperConference,
        ("preprint", _) | ("article", "repository") => ItemType::Article,
        ("book-chapter", _) => ItemType::Chapter,
        ("peer-review", _) => ItemType::Review,
        ("reference-entry", _) => ItemType::EntryEncyclopedia,
        ("book" | "report" | "dataset" | "standard" | "dissertation", _) => return crossref::kind(name),
        _ => return None,
    })
}

fn work(work: Value<'_>) -> Claims {
    let mut claims = Claims {
        span: work.span(),
        ..Claims::default()
    };
    let location = work.get("primary_location");
    let source = location
        .and_then(|place| place.get("source"))
        .or_else(|| work.get("host_venue"))
        .filter(|source| source.is_object());
    let of_source = source.and_then(|source| source.text_of("type"));
    let depot = of_source.is_some_and(|text| text.as_str() == "repository");
    let own = work.text_of("type");
    let preprint = own.filter(|text| text.as_str() == "preprint");
    let types = [preprint, work.text_of("type_crossref"), own];
    let known = types.into_iter().flatten().find_map(|text| {
        let source = of_source.map_or("", MappedText::as_str);
        // Crossref's names have hyphens, OpenAlex' own the source to tell what they mean.
        let kind = kind(text.as_str(), source).or_else(|| crossref::kind(text.as_str()))?;
        Some((kind, place(text)))
    });
    if let Some((kind, span)) = known {
        claims.kind(kind, span, RULE, WEIGHT);
    }
    if let Some(title) = work.text_of("title").or_else(|| work.text_of("display_name")) {
        claim_zone(&mut claims, Field::Title, ZoneKind::Title, without_markup(title), RULE);
    }
    for author in work.get("authorships").into_iter().flat_map(Value::members) {
        let person = author.get("author");
        let text = person
            .and_then(|person| person.text_of("display_name"))
            .or_else(|| author.text_of("raw_author_name"));
        let Some(text) = text else { continue };
        let mut name = natural(text.as_str());
        name.orcid = person
            .and_then(|person| person.text_of("orcid"))
            .and_then(|text| orcid(text.as_str()))
            .map(Into::into);
        claims.name(Field::Author, name, place(text), RULE, WEIGHT);
    }
    if let Some(source) = source {
        if let Some(name) = source.text_of("display_name") {
            let book = matches!(known, Some((ItemType::Book | ItemType::Thesis, _)));
            let field = match () {
                () if depot => Field::Source,
                () if book => Field::CollectionTitle,
                () => Field::ContainerTitle,
            };
            claim(&mut claims, field, &without_markup(name), RULE);
        }
        let house = source
            .text_of("host_organization_name")
            .or_else(|| source.text_of("publisher"));
        if let Some(house) = house.filter(|_| !depot) {
            claim(&mut claims, Field::Publisher, house, RULE);
        }
        let mut numbers = SerialNumbers::default();
        let list = source.get("issn").into_iter().flat_map(Value::members);
        list.filter_map(Value::text).for_each(|number| numbers.read(number));
        if let Some(number) = source.text_of("issn_l") {
            numbers.read(number);
        }
        numbers.claim(&mut claims, RULE);
    }
    if let Some(biblio) = work.get("biblio") {
        for (key, field) in [("volume", Field::Volume), ("issue", Field::Issue)] {
            if let Some(text) = biblio.text_of(key) {
                claim(&mut claims, field, text, RULE);
            }
        }
        if let Some(first) = biblio.text_of("first_page") {
            claim_page_range(&mut claims, first, biblio.text_of("last_page"), RULE);
        }
    }
    date(&mut claims, work);
    identifiers(&mut claims, work);
    if let Some(language) = work.text_of("language") {
        claim(&mut claims, Field::Language, language, RULE);
    }
    if let Some(text) = work.get("abstract_inverted_index").map(inverted_index)
        && !text.is_empty()
    {
        claim_zone(&mut claims, Field::Abstract, ZoneKind::Abstract, text, RULE);
    }
    claims
}

/// The day; the first of January stands for a year of which no more is known.
fn date(claims: &mut Claims, work: Value<'_>) {
    let (day, year) = (work.text_of("publication_date"), work.text_of("publication_year"));
    let whole = day.filter(|day| !day.as_str().ends_with("-01-01"));
    for text in [whole, year, day].into_iter().flatten() {
        if let Some(date) = PartialDate::parse(text.as_str()) {
            claims.date(Field::Issued, date, place(text), RULE, WEIGHT);
            return;
        }
    }
}

fn identifiers(claims: &mut Claims, work: Value<'_>) {
    let ids = work.get("ids");
    let of = |key: &str| work.text_of(key).or_else(|| ids.and_then(|ids| ids.text_of(key)));
    if let Some(doi) = of("doi") {
        claim_doi(claims, doi, RULE, WEIGHT);
    }
    let last = |text: &MappedText| {
        text.as_str()
            .rsplit('/')
            .find(|part| !part.is_empty())
            .unwrap_or("")
            .to_owned()
    };
    if let Some(text) = of("pmid")
        && let Some(pmid) = Pmid::parse(&last(text))
    {
        claims.text(Field::Pmid, pmid.as_str(), place(text), RULE, WEIGHT);
    }
    if let Some(text) = of("pmcid") {
        let number = last(text);
        let number = if number.starts_with(|c: char| c.is_ascii_digit()) {
            format!("PMC{number}")
        } else {
            number
        };
        if let Some(pmcid) = Pmcid::parse(&number) {
            claims.text(Field::Pmcid, pmcid.as_str(), place(text), RULE, WEIGHT);
        }
    }
    let landing = work
        .get("primary_location")
        .and_then(|place| place.text_of("landing_page_url"));
    if let Some(url) = landing {
        claim(claims, Field::Url, url, RULE);
    }
    if let Some(id) = work.text_of("id") {
        claim(claims, Field::ArchiveLocation, id, RULE);
    }
}

/// The text of which the places of each word are given: `{"We": [0], "found": [1, 7]}`.
fn inverted_index(index: Value<'_>) -> MappedText {
    let mut words = Vec::new();
    for list in index.members() {
        let Some(word) = list.key_text() else { continue };
        for at in list.members().filter_map(Value::text) {
            if let Ok(at) = at.as_str().parse::<usize>() {
                words.push((at, word));
            }
        }
    }
    words.sort_by_key(|(at, ..)| *at);
    let mut flow = Flow::default();
    for (_, word) in words {
        let span = place(word);
        flow.gap(span);
        flow.decoded(word.as_str(), span);
    }
    without_markup(&flow.finish())
}
