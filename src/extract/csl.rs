//! Items in CSL's terms, from data that JSON or YAML gave.

use super::data::Value;
use super::flow::{WEIGHT, claim, claim_keywords, claim_zone, pieces, place, without_markup};
use super::names::orcid;
use super::numbers::{SerialNumbers, claim_doi, claim_pages};
use crate::base::{MappedText, Name, PartialDate, Pmcid, Pmid, Season, Span};
use crate::record::{AUTHORS_CUT, Claims, Field, ItemType, ZoneKind};

/// The items of a file: an object, a list of objects, or an object with the list under `items` or `references`.
pub(super) fn items<'d>(roots: impl Iterator<Item = Value<'d>>) -> Vec<Value<'d>> {
    let mut items = Vec::new();
    for root in roots {
        let list = ["items", "references"]
            .iter()
            .find_map(|key| root.get(key).filter(|list| list.is_list()));
        if root.is_list() {
            items.extend(root.members().filter(|item| item.is_object()));
        } else if let Some(list) = list.filter(|_| root.get("type").is_none()) {
            items.extend(list.members().filter(|item| item.is_object()));
        } else if root.is_object() {
            items.push(root);
        }
    }
    items
}

/// The claims of one item; `None` where it has nothing of a work.
pub(super) fn claims(item: Value<'_>, rule: &'static str) -> Option<Claims> {
    let mut claims = Claims {
        span: item.span(),
        ..Claims::default()
    };
    let mut numbers = SerialNumbers::default();
    let mut keywords = Vec::new();
    for member in item.members() {
        let field = match member.key() {
            "journalAbbreviation" | "container-title-abbrev" => Field::ContainerTitleShort,
            "shortTitle" => Field::TitleShort,
            "event" => Field::EventTitle,
            "categories" | "keywords" | "tags" => Field::Keyword,
            "doi" => Field::Doi,
            "pmid" => Field::Pmid,
            "pmcid" => Field::Pmcid,
            "url" => Field::Url,
            "citation-key" if item.get("id").is_none() => Field::Id,
            key => match Field::from_csl(key) {
                Some(field) => field,
                None => continue,
            },
        };
        match field {
            Field::Type => {
                if let Some(text) = member.text()
                    && let Some(kind) = ItemType::from_csl(text.as_str())
                {
                    claims.kind(kind, place(text), rule, WEIGHT);
                }
            }
            Field::Keyword => keywords.extend(keyword_list(member)),
            _ if field.is_names() => names(&mut claims, member, field, rule),
            _ if field.is_date() => {
                if let Some(date) = date(member) {
                    claims.date(field, date, member.span(), rule, WEIGHT);
                }
            }
            _ => {
                if let Some(text) = member.first_text() {
                    text_field(&mut claims, field, text, rule);
                }
                if matches!(field, Field::Issn | Field::Isbn) {
                    let list = member.is_list().then(|| member.members()).into_iter().flatten();
                    list.chain([member])
                        .filter_map(Value::text)
                        .for_each(|text| numbers.read(text));
                }
            }
        }
    }
    numbers.claim(&mut claims, rule);
    claim_keywords(&mut claims, keywords, rule);
    (!claims.claims.is_empty()).then_some(claims)
}

pub(super) fn text_field(claims: &mut Claims, field: Field, text: &MappedText, rule: &'static str) {
    match field {
        Field::Title => claim_zone(claims, field, ZoneKind::Title, without_markup(text), rule),
        Field::Abstract => claim_zone(claims, field, ZoneKind::Abstract, without_markup(text), rule),
        Field::ContainerTitle | Field::CollectionTitle | Field::TitleShort => {
            claim(claims, field, &without_markup(text), rule);
        }
        Field::Page => claim_pages(claims, text, rule),
        Field::Doi => {
            claim_doi(claims, text, rule, WEIGHT);
        }
        Field::Pmid => {
            if let Some(pmid) = Pmid::parse(text.as_str()) {
                claims.text(field, pmid.as_str(), place(text), rule, WEIGHT);
            }
        }
        Field::Pmcid => {
            if let Some(pmcid) = Pmcid::parse(text.as_str()) {
                claims.text(field, pmcid.as_str(), place(text), rule, WEIGHT);
            }
        }
        Field::Issn | Field::Isbn => {}
        Field::Note => {
            noted_identifiers(claims, text, rule);
            // So our own exports say that a list of authors is not whole.
            let Some(before) = text.as_str().strip_suffix(AUTHORS_CUT) else {
                return claim(claims, field, text, rule);
            };
            let (end, whole) = (before.len(), text.as_str().len());
            claims.et_al = Some(text.source(Span::new(end, whole)));
            let note = text.slice(Span::new(0, before.trim_end().len()));
            if !note.as_str().is_empty() {
                claim(claims, field, &note, rule);
            }
        }
        _ => claim(claims, field, text, rule),
    }
}

/// Zotero writes what CSL has no variable for into the note: `PMID: 22820254 PMCID: PMC3991463`.
fn noted_identifiers(claims: &mut Claims, note: &MappedText, rule: &'static str) {
    let text = note.as_str();
    for (label, field) in [("PMID:", Field::Pmid), ("PMCID:", Field::Pmcid)] {
        let Some(at) = text.find(label) else { continue };
        let start = at + label.len();
        let rest = &text[start..];
        let blanks = rest.len() - rest.trim_start().len();
        let word = rest.split_whitespace().next().unwrap_or("");
        let span = note.source(Span::new(start + blanks, start + blanks + word.len()));
        let value = match field {
            Field::Pmid => Pmid::parse(word).map(|id| id.as_str().to_owned()),
            _ => Pmcid::parse(word).map(|id| id.as_str().to_owned()),
        };
        if let Some(value) = value {
            claims.text(field, value, span, rule, WEIGHT - 10);
        }
    }
}

fn keyword_list(member: Value<'_>) -> Vec<MappedText> {
    if member.is_list() {
        return member
            .members()
            .filter_map(|keyword| keyword.text().or_else(|| keyword.text_of("tag")))
            .cloned()
            .collect();
    }
    let Some(text) = member.text() else { return Vec::new() };
    let whole = text.as_str();
    let separator = if whole.contains(';') { ';' } else { ',' };
    pieces(text, &[separator])
}

/// Names as CSL has them, and as Crossref does (`name` for groups).
pub(super) fn names(claims: &mut Claims, list: Value<'_>, field: Field, rule: &'static str) {
    let one = list.is_object().then_some(list);
    for entry in list.members().filter(|_| list.is_list()).chain(one) {
        let part = |key: &str| entry.text_of(key).map(|text| text.as_str().to_owned());
        let name = Name {
            family: part("family").map(Into::into),
            given: part("given").map(Into::into),
            suffix: part("suffix").map(Into::into),
            dropping_particle: part("dropping-particle").map(Into::into),
            non_dropping_particle: part("non-dropping-particle").map(Into::into),
            literal: None,
            orcid: part("ORCID")
                .or_else(|| part("orcid"))
                .and_then(|text| orcid(&text))
                .map(Into::into),
        };
        let name = if name.family.is_some() {
            name
        } else if let Some(whole) = part("literal").or_else(|| part("name")).or(name.given.map(Into::into)) {
            Name {
                orcid: name.orcid,
                ..Name::group(whole)
            }
        } else if let Some(text) = entry.text() {
            super::names::inverted(text.as_str())
        } else {
            continue;
        };
        claims.name(field, name, entry.span(), rule, WEIGHT);
    }
}

/// A date: `date-parts`, `raw`, `literal`, `year` and `month`, or a bare word; of a range the first.
pub(super) fn date(value: Value<'_>) -> Option<PartialDate> {
    if let Some(text) = value.text() {
        return PartialDate::parse(text.as_str());
    }
    let value = if value.is_list() {
        value.members().next()?
    } else {
        value
    };
    let number = |text: &MappedText| text.as_str().trim().parse::<u16>().ok();
    let small = |n: Option<u16>| n.and_then(|n| u8::try_from(n).ok());
    if let Some(parts) = value.get("date-parts") {
        let first = parts.members().next()?;
        let list = if first.is_list() { first } else { parts };
        let numbers: Vec<Option<u16>> = list.members().map(|part| part.text().and_then(number)).collect();
        let at = |index: usize| numbers.get(index).copied().flatten();
        let mut date = PartialDate::new(at(0)?, small(at(1)), small(at(2)))?;
        if date.month.is_none() {
            date.season = value.text_of("season").and_then(|text| season(text.as_str()));
        }
        return Some(date);
    }
    if let Some(year) = value.text_of("year") {
        let mut text = year.as_str().to_owned();
        for key in ["month", "day"] {
            if let Some(part) = value.text_of(key) {
                text.push('-');
                text.push_str(part.as_str());
            }
        }
        return PartialDate::parse(&text);
    }
    let text = value.text_of("raw").or_else(|| value.text_of("literal"))?;
    PartialDate::parse(text.as_str())
}

fn season(text: &str) -> Option<Season> {
    match text {
        "1" => Some(Season::Spring),
        "2" => Some(Season::Summer),
        "3" => Some(Season::Autumn),
        "4" => Some(Season::Winter),
        _ => None,
    }
}
