//! DataCite's JSON, as Zenodo, other repositories and DataCite's own service give it.

use super::Format;
use super::data::Value;
use super::flow::{WEIGHT, claim, claim_keywords, claim_zone, place, without_markup};
use super::json;
use super::names::{inverted, natural, orcid};
use super::numbers::{SerialNumbers, claim_doi, claim_page_range, claim_pages};
use crate::base::{Doi, MappedText, Name, Parsed, PartialDate, Span};
use crate::capture::Capture;
use crate::record::{Claims, Field, Item, ItemType, RawReference, ZoneKind};

/// The format.
pub const FORMAT: Format = Format {
    name: "datacite-json",
    title: "DataCite JSON",
    extensions: &["json"],
    recognise,
    read,
};

const RULE: &str = "datacite-json";

fn recognise(text: &str) -> u8 {
    let head = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if !head.starts_with(['{', '[']) {
        return 0;
    }
    let own = [
        "\"titles\"",
        "\"creators\"",
        "\"publicationYear\"",
        "\"resourceTypeGeneral\"",
        "\"schemaVersion\"",
    ];
    match own.iter().filter(|name| text.contains(**name)).count() {
        0..=2 => 0,
        _ => 96,
    }
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let parsed = json::parse(capture);
    let mut works = Vec::new();
    for root in parsed.value.roots() {
        // The service wraps each: `{"data": {"attributes": {…}}}`.
        let data = root.get("data").unwrap_or(root);
        let list: Vec<Value<'_>> = if data.is_list() {
            data.members().collect()
        } else {
            vec![data]
        };
        works.extend(list.into_iter().map(|work| work.get("attributes").unwrap_or(work)));
    }
    let records = works.into_iter().filter(|work| work.is_object()).map(work);
    Parsed::new(
        records.filter(|claims| !claims.claims.is_empty()).collect(),
        parsed.diagnostics,
    )
}

/// The type: in CSL's terms where the record says it so.
fn kind<'d>(types: Value<'d>) -> Option<(ItemType, &'d MappedText)> {
    let general = types.text_of("resourceTypeGeneral");
    let told = general.and_then(|text| {
        let kind = match text.as_str() {
            "JournalArticle" | "DataPaper" => ItemType::ArticleJournal,
            "Preprint" => ItemType::Article,
            "Book" => ItemType::Book,
            "BookChapter" => ItemType::Chapter,
            "ConferencePaper" => ItemType::PaperConference,
            "Dissertation" => ItemType::Thesis,
            "Report" => ItemType::Report,
            "Standard" => ItemType::Standard,
            "PeerReview" => ItemType::Review,
            "Dataset" => ItemType::Dataset,
            "Software" | "ComputationalNotebook" => ItemType::Software,
            _ => return None,
        };
        Some((kind, text))
    });
    // `article` of "Text" is all that DataCite knows of a paper; it says nothing.
    let csl = types.text_of("citeproc").filter(|text| text.as_str() != "article");
    told.or_else(|| csl.and_then(|text| Some((ItemType::from_csl(text.as_str())?, text))))
}

fn work(work: Value<'_>) -> Claims {
    let mut claims = Claims {
        span: work.span(),
        ..Claims::default()
    };
    let members = |key: &str| work.get(key).into_iter().flat_map(Value::members);
    let kind = work.get("types").and_then(kind);
    if let Some((kind, text)) = kind {
        claims.kind(kind, place(text), RULE, WEIGHT);
    }
    titles(&mut claims, work);
    for creator in members("creators") {
        name(&mut claims, creator, Field::Author);
    }
    for contributor in members("contributors") {
        if contributor
            .text_of("contributorType")
            .is_some_and(|role| role.as_str() == "Editor")
        {
            name(&mut claims, contributor, Field::Editor);
        }
    }
    if let Some(doi) = work.text_of("doi").or_else(|| work.text_of("id")) {
        claim_doi(&mut claims, doi, RULE, WEIGHT);
    }
    for (key, field) in [
        ("url", Field::Url),
        ("language", Field::Language),
        ("version", Field::Edition),
    ] {
        if let Some(text) = work.text_of(key) {
            claim(&mut claims, field, text, RULE);
        }
    }
    let house = work.get("publisher");
    if let Some(text) = house.and_then(|house| house.text().or_else(|| house.text_of("name"))) {
        claim(&mut claims, Field::Publisher, text, RULE);
    }
    dates(&mut claims, work);
    container(&mut claims, work);
    for description in members("descriptions") {
        let abstracted = description
            .text_of("descriptionType")
            .is_some_and(|kind| kind.as_str() == "Abstract");
        if let Some(text) = description.text_of("description").filter(|_| abstracted) {
            claim_zone(
                &mut claims,
                Field::Abstract,
                ZoneKind::Abstract,
                without_markup(text),
                RULE,
            );
            break;
        }
    }
    let subjects = members("subjects").filter_map(|subject| subject.text_of("subject").cloned());
    claim_keywords(&mut claims, subjects.collect(), RULE);
    claims.references = members("relatedIdentifiers").filter_map(reference).collect();
    claims
}

/// The first title that is no subtitle and no translation, with the subtitle that follows it.
fn titles(claims: &mut Claims, work: Value<'_>) {
    let titles = || work.get("titles").into_iter().flat_map(Value::members);
    let of = |kind: Option<&str>| {
        titles()
            .find(|title| title.text_of("titleType").map(MappedText::as_str) == kind)
            .and_then(|title| title.text_of("title"))
    };
    let Some(title) = of(None).or_else(|| titles().find_map(|title| title.text_of("title"))) else {
        return;
    };
    let mut whole = without_markup(title);
    if let Some(subtitle) = of(Some("Subtitle")).map(without_markup) {
        let (end, start) = (place(&whole).end, place(&subtitle).start);
        if start >= end {
            whole.push(": ", Span { start: end, end: start });
            whole.append(&subtitle);
        }
    }
    claim_zone(claims, Field::Title, ZoneKind::Title, whole, RULE);
}

fn name(claims: &mut Claims, person: Value<'_>, field: Field) {
    let part = |key: &str| person.text_of(key).map(|text| text.as_str().to_owned());
    let body = person
        .text_of("nameType")
        .is_some_and(|kind| kind.as_str() == "Organizational");
    let mut value = match (part("familyName"), part("givenName"), part("name")) {
        (Some(family), given, _) if !body => Name::person(family, given.unwrap_or_default()),
        (_, _, Some(whole)) if body => Name::group(whole),
        (_, _, Some(whole)) if whole.contains(',') => inverted(&whole),
        (_, _, Some(whole)) => natural(&whole),
        (Some(family), ..) => Name::group(family),
        _ => return,
    };
    let identifiers = person.get("nameIdentifiers").into_iter().flat_map(Value::members);
    value.orcid = identifiers
        .filter_map(|identifier| identifier.text_of("nameIdentifier"))
        .find_map(|text| orcid(text.as_str()))
        .map(Into::into);
    claims.name(field, value, person.span(), RULE, WEIGHT);
}

/// The day of issue, or else the year of publication.
fn dates(claims: &mut Claims, work: Value<'_>) {
    let of = |kind: &str| {
        let mut dates = work.get("dates").into_iter().flat_map(Value::members);
        let text = dates
            .find(|date| date.text_of("dateType").is_some_and(|name| name.as_str() == kind))?
            .text_of("date")?;
        let first = text.as_str().split(['/', 'T']).next().unwrap_or("");
        Some((PartialDate::parse(first)?, place(text)))
    };
    let year = work
        .text_of("publicationYear")
        .and_then(|text| Some((PartialDate::parse(text.as_str())?, place(text))));
    // The year of publication is that of the repository.
    if let Some((date, span)) = of("Issued").or(year) {
        claims.date(Field::Issued, date, span, RULE, WEIGHT);
    }
    if let Some((date, span)) = of("Available") {
        claims.date(Field::AvailableDate, date, span, RULE, WEIGHT);
    }
}

/// Journal or book, from the item that the work says it was published in, or else from the short form of it.
fn container(claims: &mut Claims, work: Value<'_>) {
    let members = |key: &str| work.get(key).into_iter().flat_map(Value::members);
    let whole = members("relatedItems").find(|item| {
        item.text_of("relationType")
            .is_some_and(|kind| kind.as_str() == "IsPublishedIn")
    });
    let short = work.get("container");
    let host = whole.or(short);
    let title = whole
        .and_then(|item| item.get("titles")?.members().next()?.text_of("title"))
        .or_else(|| short.and_then(|short| short.text_of("title")));
    if let Some(title) = title {
        claim(claims, Field::ContainerTitle, &without_markup(title), RULE);
    }
    for (key, field) in [("volume", Field::Volume), ("issue", Field::Issue)] {
        // Repositories write whole names of series there.
        let number = host
            .and_then(|host| host.text_of(key))
            .filter(|text| text.as_str().bytes().any(|b| b.is_ascii_digit()));
        if let Some(text) = number {
            claim(claims, field, text, RULE);
        }
    }
    let page = |text: &&MappedText| {
        let text = text.as_str();
        !text.contains(' ') && text.bytes().any(|b| b.is_ascii_digit())
    };
    let first = host.and_then(|host| host.text_of("firstPage")).filter(page);
    if let Some(first) = first {
        claim_page_range(
            claims,
            first,
            host.and_then(|host| host.text_of("lastPage")).filter(page),
            RULE,
        );
    } else if let Some(pages) = members("sizes").filter_map(Value::text).find_map(range) {
        claim_pages(claims, &pages, RULE);
    }
    let mut numbers = SerialNumbers::default();
    let own = [whole.and_then(|item| item.get("relatedItemIdentifier")), short];
    for holder in own.into_iter().flatten() {
        let kind = holder
            .text_of("identifierType")
            .or_else(|| holder.text_of("relatedItemIdentifierType"));
        let number = holder
            .text_of("identifier")
            .or_else(|| holder.text_of("relatedItemIdentifier"));
        if let Some(number) = number.filter(|_| kind.is_some_and(|kind| matches!(kind.as_str(), "ISSN" | "ISBN"))) {
            numbers.read(number);
        }
    }
    for identifier in members("identifiers").chain(members("alternateIdentifiers")) {
        let kind = identifier
            .text_of("identifierType")
            .or_else(|| identifier.text_of("alternateIdentifierType"));
        let number = identifier
            .text_of("identifier")
            .or_else(|| identifier.text_of("alternateIdentifier"));
        if let Some(number) = number.filter(|_| kind.is_some_and(|kind| kind.as_str() == "ISBN")) {
            numbers.read(number);
        }
    }
    numbers.claim(claims, RULE);
}

/// A range of pages among the sizes: `42-79 Seiten`.
fn range(size: &MappedText) -> Option<MappedText> {
    let text = size.as_str();
    let (pages, unit) = text.split_once(' ')?;
    let (from, to) = pages.split_once(['-', '–'])?;
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let counted = unit.chars().all(char::is_alphabetic);
    (number(from) && number(to) && counted).then(|| size.slice(Span::new(0, pages.len())))
}

/// What the work says that it cites, by DOI.
fn reference(related: Value<'_>) -> Option<RawReference> {
    let cites = related.text_of("relationType")?;
    let text = related
        .text_of("relatedIdentifier")
        .filter(|_| matches!(cites.as_str(), "Cites" | "References"))?;
    let doi = Doi::parse(text.as_str()).or_else(|| {
        let found = Doi::find(text.as_str())?;
        Doi::parse(&text.as_str()[found])
    })?;
    let mut item = Item::default();
    item.set(Field::Doi, doi.as_str());
    Some(RawReference {
        text: format!("doi:{}", doi.as_str()),
        span: place(text),
        label: None,
        item: Some(item),
    })
}
