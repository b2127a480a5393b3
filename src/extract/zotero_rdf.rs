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
use crate::base::codes::extract::BROKEN_ENTRY;
use crate::base::{Diagnostic, MappedText, Name, Parsed, PartialDate, Severity, Span};
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

/// How many elements are looked at in what an item is part of: thousands of items may point at one journal.
const ELEMENTS: usize = 64;

/// How long a name is that several items may take from one journal, in bytes: each has it again.
const SHARED_NAME: usize = 1000;

/// The elements that are pointed at, by what they are about, and how many are part of each.
#[derive(Default)]
struct Resources<'d> {
    about: HashMap<String, Element<'d>>,
    parts: HashMap<String, usize>,
}

impl Resources<'_> {
    /// What is not taken over, as nobody can tell whose it is.
    fn unclear(&self, entry: Element<'_>, capture: &Capture) -> Option<Diagnostic> {
        let parts = *self.parts.get(entry.attribute("rdf:about")?.as_str())?;
        let told = |child: &Element<'_>| match child.name() {
            "volume" | "number" => true,
            "identifier" => child.span().len() <= SHARED_NAME && child.text().as_str().starts_with("DOI "),
            _ => false,
        };
        if parts < 2 || !entry.children().take(ELEMENTS).any(|child| told(&child)) {
            return None;
        }
        let message =
            format!("{parts} items share one journal, so whose volume, issue and DOI these are cannot be told");
        let mut diagnostic = Diagnostic::new(BROKEN_ENTRY, message)
            .at(&capture.path, entry.span())
            .help("its name and ISSN were taken; export the items again, or as BibTeX or RIS");
        diagnostic.severity = Severity::Warning;
        Some(diagnostic)
    }
}

/// What an item is part of.
#[derive(Clone, Copy)]
struct Whole<'d> {
    element: Element<'d>,
    /// Other items are part of it, too: nothing in it is of one of them alone.
    shared: bool,
}

impl<'d> Whole<'d> {
    /// Its children of that name; of several items, those that are not long.
    fn all(self, name: &'static str) -> impl Iterator<Item = Element<'d>> {
        let children = self.element.children().take(ELEMENTS);
        let short = move |child: &Element<'d>| !self.shared || child.span().len() <= SHARED_NAME;
        children.filter(move |child| child.name() == name && short(child))
    }

    fn value(self, name: &'static str) -> Option<MappedText> {
        let mut texts = self.all(name).map(Element::text);
        texts.find(|text| !text.as_str().is_empty())
    }
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let mut document = Document::parse(capture);
    let mut diagnostics = std::mem::take(&mut document.diagnostics);
    let entries = || document.outermost(&["RDF"]).flat_map(Element::children);
    let mut resources = Resources::default();
    for entry in entries() {
        if let Some(about) = entry.attribute("rdf:about") {
            resources.about.entry(about.into_string()).or_insert(entry);
        }
        for link in entry.inside(&["isPartOf"]) {
            if let Some(name) = link.attribute("rdf:resource") {
                *resources.parts.entry(name.into_string()).or_default() += 1;
            }
        }
    }
    diagnostics.extend(entries().filter_map(|entry| resources.unclear(entry, capture)));
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
        let texts = item.all(name).map(Element::text);
        if let Some(text) = { texts }.find(|text| !text.as_str().is_empty()) {
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
            if let Some(text) = container.value(name) {
                claim(&mut claims, field, &text, RULE);
            }
        }
    }
    let own_whole = container.filter(|container| !container.shared);
    // Reports, patents and cases have a number, articles an issue.
    let number = match kind.as_str().ends_with("Article") || kind.as_str() == "conferencePaper" {
        true => Field::Issue,
        false => Field::Number,
    };
    for (name, field) in [("volume", Field::Volume), ("number", number)] {
        let text = own_whole
            .and_then(|whole| whole.value(name))
            .or_else(|| item.value(&[name]));
        if let Some(text) = text {
            claim(&mut claims, field, &text, RULE);
        }
    }
    if let Some(series) = series {
        for (name, field) in [
            ("title", Field::CollectionTitle),
            ("identifier", Field::CollectionNumber),
        ] {
            if let Some(text) = series.value(name) {
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
    identifiers(&mut claims, container, item);
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
        "standard" => ItemType::Standard,
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
fn parts<'d>(item: Element<'d>, resources: &Resources<'d>) -> (Option<Whole<'d>>, Option<Whole<'d>>) {
    let (mut container, mut series) = (None, None);
    let mut links: Vec<Element<'d>> = item.all("isPartOf").take(PARTS).collect();
    for _ in 0..PARTS {
        let mut found = Vec::new();
        for link in links {
            let inside = link.children().next().map(|element| Whole { element, shared: false });
            let named = || {
                let name = link.attribute("rdf:resource")?;
                let element = *resources.about.get(name.as_str())?;
                let shared = resources.parts.get(name.as_str()).is_some_and(|parts| *parts > 1);
                Some(Whole { element, shared })
            };
            found.extend(inside.or_else(named));
        }
        for part in &found {
            match part.element.name() {
                "Series" => series = series.or(Some(*part)),
                "Part" => {}
                _ => container = container.or(Some(*part)),
            }
        }
        links = found.iter().flat_map(|part| part.all("isPartOf")).take(PARTS).collect();
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
    "performers",
    "composers",
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

/// `DOI 10.…`, `ISSN …`, `ISBN …`, and addresses. Of what several items are part of, only the serial numbers are theirs.
fn identifiers(claims: &mut Claims, container: Option<Whole<'_>>, item: Element<'_>) {
    let mut numbers = SerialNumbers::default();
    let (mut doi, mut url) = (false, false);
    let own = item.all("identifier").map(|id| (id, false));
    let of_container = container
        .into_iter()
        .flat_map(|whole| whole.all("identifier").map(move |id| (id, whole.shared)));
    for (id, shared) in own.chain(of_container) {
        if let Some(address) = id.value(&["URI", "value"]).filter(|_| !shared) {
            if !url {
                url = true;
                claim(claims, Field::Url, &address, RULE);
            }
            continue;
        }
        let text = id.text();
        let whole = text.as_str();
        let Some((label, rest)) = whole.split_once(' ') else {
            continue;
        };
        let value = text.slice(Span::new(whole.len() - rest.len(), whole.len()));
        match label {
            "DOI" if !doi && !shared => doi = claim_doi(claims, &value, RULE, WEIGHT),
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
