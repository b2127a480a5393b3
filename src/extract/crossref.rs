//! Crossref's JSON: one work, a message around it, or a list of works.

use super::Format;
use super::csl::{date, names};
use super::data::Value;
use super::flow::{WEIGHT, claim, claim_keywords, claim_zone, place, without_markup};
use super::json;
use super::numbers::{SerialNumbers, claim_doi, claim_pages};
use crate::base::{Doi, MappedText, Name, Parsed, PartialDate, Span, expand_pages};
use crate::capture::Capture;
use crate::record::{Claims, Field, Item, ItemType, RawReference, Relation, RelationKind, ZoneKind};

/// The format.
pub const FORMAT: Format = Format {
    name: "crossref-json",
    title: "Crossref JSON",
    extensions: &["json"],
    recognise,
    read,
};

const RULE: &str = "crossref-json";

fn recognise(text: &str) -> u8 {
    let head = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if !head.starts_with(['{', '[']) {
        return 0;
    }
    let own = [
        "\"message-type\"",
        "\"reference-count\"",
        "\"references-count\"",
        "\"is-referenced-by-count\"",
        "\"indexed\"",
        "\"deposited\"",
        "\"content-domain\"",
        "\"doi-asserted-by\"",
        "\"short-container-title\"",
    ];
    match own.iter().filter(|name| text.contains(**name)).count() {
        0 => 0,
        1 if !text.contains("\"message\"") => 80,
        _ => 95,
    }
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let parsed = json::parse(capture);
    let mut works = Vec::new();
    for root in parsed.value.roots() {
        let list = if root.is_list() {
            root.members().collect()
        } else {
            vec![root]
        };
        for value in list {
            let message = value.get("message").unwrap_or(value);
            match message.get("items").filter(|items| items.is_list()) {
                Some(items) => works.extend(items.members()),
                None => works.push(message),
            }
        }
    }
    let records = works.into_iter().filter(|work| work.is_object()).map(work);
    Parsed::new(
        records.filter(|claims| !claims.claims.is_empty()).collect(),
        parsed.diagnostics,
    )
}

/// The type of Crossref's name for it.
pub(super) fn kind(name: &str) -> Option<ItemType> {
    Some(match name {
        "journal-article" => ItemType::ArticleJournal,
        "posted-content" => ItemType::Article,
        "book" | "monograph" | "edited-book" | "reference-book" | "book-set" => ItemType::Book,
        "book-chapter" | "book-section" | "book-part" | "book-track" => ItemType::Chapter,
        "reference-entry" => ItemType::EntryEncyclopedia,
        "proceedings-article" => ItemType::PaperConference,
        "proceedings" => ItemType::Book,
        "dissertation" => ItemType::Thesis,
        "report" | "report-component" | "report-series" => ItemType::Report,
        "dataset" | "database" => ItemType::Dataset,
        "standard" => ItemType::Standard,
        "peer-review" => ItemType::Review,
        "journal" | "journal-issue" | "journal-volume" => ItemType::Periodical,
        _ => return ItemType::from_csl(name),
    })
}

fn work(work: Value<'_>) -> Claims {
    let mut claims = Claims {
        span: work.span(),
        ..Claims::default()
    };
    if let Some(text) = work.text_of("type")
        && let Some(kind) = kind(text.as_str())
    {
        claims.kind(kind, place(text), RULE, WEIGHT);
    }
    if let Some(title) = work.text_of("title") {
        let mut whole = without_markup(title);
        let subtitle = work.text_of("subtitle").map(without_markup);
        if let Some(subtitle) = subtitle.filter(|subtitle| !whole.as_str().contains(subtitle.as_str())) {
            let (end, start) = (place(&whole).end, place(&subtitle).start);
            if start >= end {
                whole.push(": ", Span { start: end, end: start });
                whole.append(&subtitle);
            }
        }
        claim_zone(&mut claims, Field::Title, ZoneKind::Title, whole, RULE);
    }
    for (key, field) in [
        ("author", Field::Author),
        ("editor", Field::Editor),
        ("translator", Field::Translator),
    ] {
        if let Some(list) = work.get(key) {
            names(&mut claims, list, field, RULE);
        }
    }
    for (key, field) in [
        ("container-title", Field::ContainerTitle),
        ("short-container-title", Field::ContainerTitleShort),
        ("volume", Field::Volume),
        ("issue", Field::Issue),
        ("publisher", Field::Publisher),
        ("publisher-location", Field::PublisherPlace),
        ("language", Field::Language),
        ("edition-number", Field::Edition),
    ] {
        if let Some(text) = work.text_of(key) {
            claim(&mut claims, field, &without_markup(text), RULE);
        }
    }
    dates(&mut claims, work);
    if let Some(pages) = work.text_of("page") {
        claim_pages(&mut claims, pages, RULE);
    } else if let Some(number) = work.text_of("article-number") {
        claim(&mut claims, Field::Page, number, RULE);
    }
    if let Some(doi) = work.text_of("DOI") {
        claim_doi(&mut claims, doi, RULE, WEIGHT);
    }
    if let Some(url) = work.text_of("URL") {
        claim(&mut claims, Field::Url, url, RULE);
    }
    let mut numbers = SerialNumbers::default();
    for key in ["ISSN", "ISBN"] {
        let list = work.get(key).into_iter().flat_map(Value::members);
        list.filter_map(Value::text).for_each(|number| numbers.read(number));
    }
    numbers.claim(&mut claims, RULE);
    if let Some(text) = work.text_of("abstract") {
        claim_zone(
            &mut claims,
            Field::Abstract,
            ZoneKind::Abstract,
            abstract_text(text),
            RULE,
        );
    }
    let subjects = work.get("subject").into_iter().flat_map(Value::members);
    claim_keywords(&mut claims, subjects.filter_map(Value::text).cloned().collect(), RULE);
    if let Some(event) = work.get("event") {
        for (key, field) in [("name", Field::EventTitle), ("location", Field::EventPlace)] {
            if let Some(text) = event.text_of(key) {
                claim(&mut claims, field, text, RULE);
            }
        }
    }
    relations(&mut claims, work);
    let list = work.get("reference").filter(|list| list.is_list());
    claims.references = list
        .into_iter()
        .flat_map(Value::members)
        .filter_map(reference)
        .collect();
    claims
}

/// Abstracts are JATS; their own heading "Abstract" is none of their words.
fn abstract_text(text: &MappedText) -> MappedText {
    let plain = without_markup(text);
    let cut = ["Abstract ", "ABSTRACT ", "Summary ", "SUMMARY "]
        .iter()
        .find(|head| plain.as_str().starts_with(**head));
    match cut.filter(|_| text.as_str().contains("title>")) {
        Some(head) => plain.slice(Span::new(head.len(), plain.as_str().len())),
        None => plain,
    }
}

/// The date in print before the one online, unless only the year of it is known and the other says more of the same.
fn dates(claims: &mut Claims, work: Value<'_>) {
    let of = |key: &str| work.get(key).and_then(|value| Some((date(value)?, value.span())));
    let online = of("published-online");
    let found = ["published-print", "issued", "published", "published-online", "posted"]
        .into_iter()
        .find_map(of);
    if let Some((mut date, mut span)) = found {
        if let Some((other, place)) = online
            && date.year == other.year
            && date.month.is_none()
        {
            (date, span) = (other, place);
        }
        claims.date(Field::Issued, date, span, RULE, WEIGHT);
    }
    if let Some((date, span)) = online {
        claims.date(Field::AvailableDate, date, span, RULE, WEIGHT);
    }
}

fn relations(claims: &mut Claims, work: Value<'_>) {
    let mut add = |kind: RelationKind, value: Value<'_>, text: Option<&MappedText>| {
        if let Some(text) = text {
            claims.relations.push(Relation {
                kind,
                text: text.as_str().to_owned(),
                span: value.span(),
            });
        }
    };
    for update in work.get("update-to").into_iter().flat_map(Value::members) {
        let kind = match update.text_of("type").map_or("", MappedText::as_str) {
            "retraction" | "withdrawal" | "removal" | "partial_retraction" => RelationKind::RetractionOf,
            "correction" | "corrigendum" | "erratum" => RelationKind::ErratumFor,
            _ => RelationKind::UpdateOf,
        };
        add(kind, update, update.text_of("DOI"));
    }
    for update in work.get("updated-by").into_iter().flat_map(Value::members) {
        let kind = match update.text_of("type").map_or("", MappedText::as_str) {
            "retraction" | "withdrawal" | "removal" | "partial_retraction" => RelationKind::RetractionIn,
            "correction" | "corrigendum" | "erratum" => RelationKind::ErratumIn,
            "expression_of_concern" => RelationKind::ConcernIn,
            _ => RelationKind::UpdateIn,
        };
        add(kind, update, update.text_of("DOI"));
    }
    for list in work.get("relation").into_iter().flat_map(Value::members) {
        let kind = match list.key() {
            "is-preprint-of" => RelationKind::PublishedAs,
            "has-preprint" => RelationKind::PreprintOf,
            "is-comment-on" => RelationKind::CommentOn,
            "has-comment" => RelationKind::CommentIn,
            "is-version-of" | "replaces" => RelationKind::UpdateOf,
            "is-replaced-by" | "has-version" => RelationKind::UpdateIn,
            _ => continue,
        };
        for member in list.members() {
            add(kind, member, member.text_of("id"));
        }
    }
}

/// A reference: its fields, and as text the unstructured form or else the fields in their usual order.
fn reference(value: Value<'_>) -> Option<RawReference> {
    let mut item = Item::default();
    for (key, field) in [
        ("article-title", Field::Title),
        ("volume", Field::Volume),
        ("issue", Field::Issue),
        ("edition", Field::Edition),
        ("publisher", Field::Publisher),
    ] {
        if let Some(text) = value.text_of(key) {
            item.set(field, without_markup(text).into_string());
        }
    }
    for key in ["journal-title", "volume-title", "series-title"] {
        let Some(text) = value.text_of(key) else { continue };
        let field = if item.title().is_none() && key == "volume-title" {
            Field::Title
        } else {
            Field::ContainerTitle
        };
        if item.get(field).is_none() {
            item.set(field, without_markup(text).into_string());
        }
    }
    if value.get("journal-title").is_some() {
        item.kind = ItemType::ArticleJournal;
    }
    if let Some(page) = value.text_of("first-page") {
        let text = match value.text_of("last-page") {
            Some(last) => format!("{}-{}", page.as_str(), last.as_str()),
            None => page.as_str().to_owned(),
        };
        item.set(Field::Page, expand_pages(&text));
    }
    if let Some(author) = value.text_of("author") {
        let text = author.as_str();
        let name = if text.contains(',') {
            super::names::inverted(text)
        } else {
            super::names::family_initials(text)
        };
        // Often the family name alone.
        let lone = name.literal.is_some() && !text.contains(' ');
        item.author.push(if lone { Name::person(text, "") } else { name });
        item.et_al = true;
    }
    item.issued = value.text_of("year").and_then(|year| PartialDate::parse(year.as_str()));
    if let Some(doi) = value.text_of("DOI").and_then(|doi| Doi::parse(doi.as_str())) {
        item.set(Field::Doi, doi.as_str());
    }
    let unstructured = value.text_of("unstructured").map(without_markup);
    let (text, span) = match unstructured.filter(|text| !text.is_empty()) {
        Some(text) => (text.as_str().to_owned(), place(&text)),
        None => (composed(value), value.span()),
    };
    let label = value.text_of("key").map(MappedText::as_str).and_then(|key| {
        let digits = key.rsplit(|c: char| !c.is_ascii_digit()).next()?;
        (!digits.is_empty() && digits.len() <= 4).then(|| digits.to_owned())
    });
    (!text.is_empty()).then(|| RawReference {
        text,
        span,
        label,
        item: (!item.is_empty()).then_some(item),
    })
}

/// The fields of a reference in their usual order.
fn composed(value: Value<'_>) -> String {
    let of = |key: &str| value.text_of(key).map(|text| without_markup(text).into_string());
    let mut parts: Vec<String> = Vec::new();
    parts.extend(of("author"));
    parts.extend(of("article-title"));
    parts.extend(
        of("journal-title")
            .or_else(|| of("volume-title"))
            .or_else(|| of("series-title")),
    );
    let mut place = of("year").unwrap_or_default();
    if let Some(volume) = of("volume") {
        place.push_str(if place.is_empty() { "" } else { ";" });
        place.push_str(&volume);
    }
    if let Some(page) = of("first-page") {
        place.push_str(if place.is_empty() { "" } else { ":" });
        place.push_str(&page);
    }
    parts.extend((!place.is_empty()).then_some(place));
    parts.extend(of("DOI").map(|doi| format!("doi:{doi}")));
    let parts: Vec<&str> = parts.iter().map(|part| part.trim_end_matches('.')).collect();
    parts.join(". ")
}
