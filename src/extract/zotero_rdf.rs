//! Zotero RDF, the form that Zotero's export offers first: items, and beside or inside them their journals, series and
//! publishers.
//!
//! A journal that has an ISSN stands on its own and is pointed at (`rdf:resource`), any other one stands inside its item.
//! Volume, issue and identifiers of an article stand with the journal, which is therefore written once for each article.

use super::Format;
use super::csl::text_field;
use super::flow::{WEIGHT, claim, claim_keywords, place};
use super::numbers::{SerialNumbers, claim_doi, claim_edition};
use super::xml::{Document, Element, begins_with};
use crate::base::{MappedText, Name, Parsed, PartialDate, Span};
use crate::capture::Capture;
use crate::record::{Claims, Field, ItemType};
use std::collections::HashMap;

/// The format.
pub const FORMAT: Format = Format {
    name: "zotero-rdf",
    title: "Zotero RDF",
    extensions: &["rdf"],
    recognise: |text| {
        let own = || text.contains("zotero.org/namespaces/export");
        if begins_with(text, &["RDF"]) && own() { 96 } else { 0 }
    },
    read,
};

const RULE: &str = "zotero-rdf";

/// How many parts of parts are followed: an item is part of a section, that of a journal, that of a series.
const PARTS: usize = 4;

/// The elements that are pointed at, by what they are about.
type Resources<'d> = HashMap<String, Element<'d>>;

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let mut document = Document::parse(capture);
    let diagnostics = std::mem::take(&mut document.diagnostics);
    let entries = || document.outermost(&["RDF"]).flat_map(Element::children);
    let mut resources = Resources::new();
    for entry in entries() {
        if let Some(about) = entry.attribute("rdf:about") {
            resources.entry(about.into_string()).or_insert(entry);
        }
    }
    let records = entries()
        .filter(|entry| {
            entry
                .child("itemType")
                .is_some_and(|kind| !matches!(kind.text().as_str(), "attachment" | "note"))
        })
        .map(|entry| record(entry, &resources))
        .filter(|claims| claims.claims.iter().any(|claim| claim.field != Field::Type))
        .collect();
    Parsed::new(records, diagnostics)
}

fn record(item: Element<'_>, resources: &Resources<'_>) -> Claims {
    let mut claims = Claims {
        span: item.span(),
        ..Claims::default()
    };
    let kind = item.child("itemType").map(Element::text).unwrap_or_default();
    claims.kind(type_of(kind.as_str()), place(&kind), RULE, WEIGHT);
    let (container, series) = parts(item, resources);
    for (names, field) in ROLES {
        people(&mut claims, item, names, field);
    }
    if !claims.claims.iter().any(|claim| claim.field == Field::Author) {
        people(&mut claims, item, OTHER_AUTHORS, Field::Author);
    }
    let own = [
        ("title", Field::Title),
        ("shortTitle", Field::TitleShort),
        ("abstract", Field::Abstract),
        ("language", Field::Language),
        ("pages", Field::Page),
        ("numPages", Field::NumberOfPages),
        ("description", Field::Note),
        ("type", Field::Genre),
    ];
    for (name, field) in own {
        if let Some(text) = item.value(&[name]) {
            text_field(&mut claims, field, &text, RULE);
        }
    }
    if let Some(edition) = item.value(&["edition"]) {
        claim_edition(&mut claims, &edition, RULE);
    }
    if let Some(event) = item.value(&["presentedAt", "Conference", "title"]) {
        claim(&mut claims, Field::EventTitle, &event, RULE);
    }
    if let Some(container) = container {
        for (name, field) in [
            ("title", Field::ContainerTitle),
            ("alternative", Field::ContainerTitleShort),
        ] {
            if let Some(text) = container.value(&[name]) {
                claim(&mut claims, field, &text, RULE);
            }
        }
    }
    let places = || container.into_iter().chain([item]);
    // Reports and patents have a number, articles an issue.
    let number = if container.is_some() {
        Field::Issue
    } else {
        Field::Number
    };
    for (name, field) in [("volume", Field::Volume), ("number", number)] {
        if let Some(text) = places().find_map(|place| place.value(&[name])) {
            claim(&mut claims, field, &text, RULE);
        }
    }
    if let Some(series) = series {
        for (name, field) in [
            ("title", Field::CollectionTitle),
            ("identifier", Field::CollectionNumber),
        ] {
            if let Some(text) = series.value(&[name]) {
                claim(&mut claims, field, &text, RULE);
            }
        }
    }
    for (name, field) in [("date", Field::Issued), ("dateSubmitted", Field::Accessed)] {
        let text = item.value(&[name]);
        if let Some((date, text)) = text.and_then(|text| Some((PartialDate::parse(text.as_str())?, text))) {
            claims.date(field, date, place(&text), RULE, WEIGHT);
        }
    }
    if let Some(publisher) = item.at(&["publisher", "Organization"]) {
        for (path, field) in [
            (&["name"][..], Field::Publisher),
            (&["adr", "Address", "locality"], Field::PublisherPlace),
        ] {
            if let Some(text) = publisher.value(path) {
                claim(&mut claims, field, &text, RULE);
            }
        }
    }
    identifiers(&mut claims, places());
    subjects(&mut claims, item);
    claims
}

/// The type that Zotero calls so.
fn type_of(name: &str) -> ItemType {
    match name {
        "journalArticle" => ItemType::ArticleJournal,
        "magazineArticle" => ItemType::ArticleMagazine,
        "newspaperArticle" => ItemType::ArticleNewspaper,
        "book" => ItemType::Book,
        "bookSection" => ItemType::Chapter,
        "conferencePaper" => ItemType::PaperConference,
        "thesis" => ItemType::Thesis,
        "report" => ItemType::Report,
        "preprint" => ItemType::Article,
        "dataset" => ItemType::Dataset,
        "computerProgram" => ItemType::Software,
        "encyclopediaArticle" => ItemType::EntryEncyclopedia,
        "dictionaryEntry" => ItemType::EntryDictionary,
        "webpage" => ItemType::Webpage,
        "blogPost" => ItemType::PostWeblog,
        "forumPost" => ItemType::Post,
        "patent" => ItemType::Patent,
        "manuscript" => ItemType::Manuscript,
        "letter" | "email" | "instantMessage" => ItemType::PersonalCommunication,
        "interview" => ItemType::Interview,
        "presentation" => ItemType::Speech,
        "hearing" => ItemType::Hearing,
        "case" => ItemType::LegalCase,
        "statute" => ItemType::Legislation,
        "bill" => ItemType::Bill,
        "map" => ItemType::Map,
        "artwork" => ItemType::Graphic,
        "film" | "videoRecording" => ItemType::MotionPicture,
        "audioRecording" | "podcast" => ItemType::Song,
        "tvBroadcast" | "radioBroadcast" => ItemType::Broadcast,
        _ => ItemType::Document,
    }
}

/// What the item is part of: where it appeared, and the series of that.
fn parts<'d>(item: Element<'d>, resources: &Resources<'d>) -> (Option<Element<'d>>, Option<Element<'d>>) {
    let (mut container, mut series) = (None, None);
    let mut from = vec![item];
    for _ in 0..PARTS {
        let mut found = Vec::new();
        for link in from.iter().flat_map(|part| part.all("isPartOf")) {
            let named = link
                .attribute("rdf:resource")
                .and_then(|name| resources.get(name.as_str()).copied());
            found.extend(link.children().next().or(named));
        }
        for part in &found {
            match part.name() {
                "Series" => series = series.or(Some(*part)),
                "Part" => {}
                _ => container = container.or(Some(*part)),
            }
        }
        found.truncate(PARTS);
        from = found;
    }
    (container, series)
}

/// Lists of people, and what those in them are.
const ROLES: [(&[&str], Field); 4] = [
    (&["authors"], Field::Author),
    (&["editors"], Field::Editor),
    (&["translators"], Field::Translator),
    (&["seriesEditors"], Field::CollectionEditor),
];

/// Who made what has no authors.
const OTHER_AUTHORS: &[&str] = &[
    "inventors",
    "programmers",
    "presenters",
    "artists",
    "cartographers",
    "directors",
    "podcasters",
    "interviewees",
    "sponsors",
    "contributors",
];

fn people(claims: &mut Claims, item: Element<'_>, lists: &[&str], field: Field) {
    let lists = item.children().filter(|child| lists.contains(&child.name()));
    for person in lists.flat_map(|list| list.inside(&["Person"])) {
        let family = person.value(&["surname"]).map(MappedText::into_string);
        let given = person.value(&["givenName"]).or_else(|| person.value(&["givenname"]));
        let name = match (family, given.map(MappedText::into_string)) {
            (Some(family), Some(given)) => super::names::with_suffix(&family, &given),
            // Zotero has bodies in one field.
            (Some(one), None) | (None, Some(one)) => Name::group(one),
            (None, None) => continue,
        };
        claims.name(field, name, person.span(), RULE, WEIGHT);
    }
}

/// `DOI 10.…`, `ISSN …`, `ISBN …`, and addresses.
fn identifiers<'d>(claims: &mut Claims, places: impl Iterator<Item = Element<'d>>) {
    let mut numbers = SerialNumbers::default();
    let (mut doi, mut url) = (false, false);
    for id in places.flat_map(|place| place.all("identifier")) {
        if let Some(address) = id.value(&["URI", "value"]) {
            if !url {
                url = true;
                claim(claims, Field::Url, &address, RULE);
            }
            continue;
        }
        let text = id.text();
        let Some((label, rest)) = text.as_str().split_once(' ') else {
            continue;
        };
        let value = text.slice(Span::new(text.as_str().len() - rest.len(), text.as_str().len()));
        match label {
            "DOI" if !doi => doi = claim_doi(claims, &value, RULE, WEIGHT),
            "ISSN" | "ISBN" => numbers.read(&value),
            _ => {}
        }
    }
    numbers.claim(claims, RULE);
}

/// Tags, and the shelf mark, which stands among them.
fn subjects(claims: &mut Claims, item: Element<'_>) {
    let mut tags = Vec::new();
    for subject in item.all("subject") {
        if let Some(mark) = subject.value(&["LCC", "value"]) {
            claim(claims, Field::CallNumber, &mark, RULE);
        } else if let Some(tag) = subject.value(&["AutomaticTag", "value"]) {
            tags.push(tag);
        } else {
            tags.push(subject.text());
        }
    }
    tags.retain(|tag| !tag.as_str().is_empty());
    claim_keywords(claims, tags, RULE);
}
