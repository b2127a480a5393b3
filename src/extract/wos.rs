//! Web of Science's tagged export.

use super::Format;
use super::flow::{WEIGHT, claim, claim_keywords, claim_zone, pieces, place, plain, without_markup};
use super::names::{family_initials, inverted};
use super::numbers::{SerialNumbers, claim_doi, claim_page_range, claim_pages};
use super::tagged::{Step, Tagged, lines, steps};
use crate::base::{MappedText, Name, Parsed, PartialDate, Pmid, Span};
use crate::capture::Capture;
use crate::record::{Claims, Field, ItemType, RawReference, ZoneKind};
use std::ops::Range;

/// The format.
pub const FORMAT: Format = Format {
    name: "wos",
    title: "Web of Science tagged",
    extensions: &["ciw", "isi", "txt"],
    recognise,
    read,
};

const RULE: &str = "wos";

/// `TI value`: two capitals or digits at the very beginning of the line, one blank.
fn tag_at(line: &str) -> Option<(Range<usize>, usize)> {
    let body = line.trim_start_matches('\u{feff}');
    let indent = line.len() - body.len();
    let bytes = body.as_bytes();
    let fits = bytes.first().is_some_and(u8::is_ascii_uppercase)
        && bytes
            .get(1)
            .is_some_and(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && bytes.get(2).is_none_or(|b| *b == b' ')
        && bytes.get(3).is_none_or(|b| *b != b'-');
    fits.then_some((indent..indent + 2, indent + 2))
}

fn recognise(text: &str) -> u8 {
    let (mut begin, mut tags) = (false, 0);
    for line in lines(text).take(200) {
        let line = line.of(text);
        let Some((tag, value)) = tag_at(line) else { continue };
        match &line[tag] {
            "FN" if tags == 0 => return 92,
            "PT" if matches!(line[value..].trim(), "J" | "B" | "S" | "P" | "C") => begin = true,
            "AU" | "TI" | "SO" | "PY" | "UT" | "ER" | "VL" | "AF" | "BP" => tags += 1,
            _ => {}
        }
    }
    if begin && tags >= 2 { 90 } else { 0 }
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let text: &str = &capture.text;
    let mut records = Vec::new();
    let mut entry: Vec<Tagged<'_>> = Vec::new();
    let mut finish = |entry: &mut Vec<Tagged<'_>>| {
        let fields = std::mem::take(entry);
        if fields
            .iter()
            .any(|field| matches!(field.tag, "TI" | "AU" | "SO" | "UT" | "DI"))
        {
            records.push(Entry { text, fields }.claims());
        }
    };
    for step in steps(text, tag_at) {
        let Step::Field(field) = step else { continue };
        match field.tag {
            "FN" | "VR" | "EF" => finish(&mut entry),
            "ER" => finish(&mut entry),
            "PT" => {
                finish(&mut entry);
                entry.push(field);
            }
            _ => entry.push(field),
        }
    }
    finish(&mut entry);
    Parsed::clean(records)
}

struct Entry<'t> {
    text: &'t str,
    fields: Vec<Tagged<'t>>,
}

impl<'t> Entry<'t> {
    fn first(&self, tag: &str) -> Option<MappedText> {
        self.field(tag)
            .map(|field| field.value(self.text))
            .filter(|value| !value.is_empty())
    }

    fn field(&self, tag: &str) -> Option<&Tagged<'t>> {
        self.fields.iter().find(|field| field.tag == tag)
    }

    fn claims(&self) -> Claims {
        let mut claims = Claims::within(self.fields.iter().map(|field| field.span));
        let kind = self.kind(&mut claims);
        if let Some(value) = self.first("UT") {
            claim(&mut claims, Field::ArchiveLocation, &value, RULE);
        }
        if let Some(title) = self.first("TI") {
            claim_zone(&mut claims, Field::Title, ZoneKind::Title, without_markup(&title), RULE);
        }
        self.names(&mut claims, "AU", "AF", Field::Author);
        let groups = self.field("CA").map(|field| field.pieces(self.text, &[';']));
        for group in groups.into_iter().flatten() {
            claims.name(Field::Author, Name::group(group.as_str()), place(&group), RULE, WEIGHT);
        }
        self.names(
            &mut claims,
            if self.field("BE").is_some() { "BE" } else { "ED" },
            "",
            Field::Editor,
        );
        for (tag, field) in [
            ("SO", Field::ContainerTitle),
            ("SE", Field::CollectionTitle),
            ("JI", Field::ContainerTitleShort),
            ("VL", Field::Volume),
            ("IS", Field::Issue),
            ("LA", Field::Language),
            ("CT", Field::EventTitle),
            ("CL", Field::EventPlace),
            ("PU", Field::Publisher),
            ("PI", Field::PublisherPlace),
            (
                "PN",
                if kind == ItemType::Patent {
                    Field::Number
                } else {
                    Field::ChapterNumber
                },
            ),
        ] {
            let book = kind == ItemType::Book && tag == "SO";
            if let Some(value) = self
                .first(tag)
                .filter(|_| !book && (tag != "PN" || kind == ItemType::Patent))
            {
                claim(&mut claims, field, &value, RULE);
            }
        }
        if self.field("JI").is_none()
            && let Some(value) = self.first("J9")
        {
            claim(&mut claims, Field::ContainerTitleShort, &value, RULE);
        }
        self.date(&mut claims);
        self.pages(&mut claims);
        let mut numbers = SerialNumbers::default();
        for tag in ["SN", "EI", "BN"] {
            if let Some(field) = self.field(tag) {
                field.lines(self.text).for_each(|line| numbers.read(&line));
            }
        }
        numbers.claim(&mut claims, RULE);
        if let Some(value) = self.first("DI") {
            claim_doi(&mut claims, &value, RULE, WEIGHT);
        }
        let pmid = self.first("PM").or_else(|| {
            let number = self.first("UT")?;
            let start = number.as_str().strip_prefix("MEDLINE:").map(|_| "MEDLINE:".len())?;
            Some(number.slice(Span::new(start, number.as_str().len())))
        });
        if let Some(value) = pmid
            && let Some(pmid) = Pmid::parse(value.as_str())
        {
            claims.text(Field::Pmid, pmid.as_str(), place(&value), RULE, WEIGHT);
        }
        if let Some(value) = self.first("AB") {
            claim_zone(
                &mut claims,
                Field::Abstract,
                ZoneKind::Abstract,
                without_markup(&value),
                RULE,
            );
        }
        let keywords = ["DE", "ID", "OR", "BD"].into_iter().filter_map(|tag| self.first(tag));
        claim_keywords(
            &mut claims,
            keywords.flat_map(|list| pieces(&list, &[';'])).collect(),
            RULE,
        );
        if let Some(field) = self.field("CR") {
            let all = std::iter::once(field.first).chain(field.more.iter().copied());
            claims.references = all
                .filter(|line| !line.is_empty())
                .map(|line| reference(&plain(self.text, line)))
                .collect();
        }
        claims
    }

    fn kind(&self, claims: &mut Claims) -> ItemType {
        let Some(code) = self.first("PT") else {
            return ItemType::Document;
        };
        let document = self
            .first("DT")
            .map(|text| text.as_str().to_ascii_lowercase())
            .unwrap_or_default();
        let meeting = document.contains("proceedings paper") || document.contains("meeting");
        let kind = match code.as_str() {
            "J" => ItemType::ArticleJournal,
            "P" => ItemType::Patent,
            "C" => ItemType::PaperConference,
            "S" | "B" if meeting || (self.field("CT").is_some() && !document.contains("chapter")) => {
                ItemType::PaperConference
            }
            "B" if !document.contains("chapter") => ItemType::Book,
            "S" | "B" => ItemType::Chapter,
            _ => return ItemType::Document,
        };
        claims.kind(kind, place(&code), RULE, WEIGHT);
        kind
    }

    /// Names, one a line or between semicolons; the whole ones where they are as many as the short ones.
    fn names(&self, claims: &mut Claims, short: &str, full: &str, field: Field) {
        let list = |tag: &str| {
            self.field(tag)
                .map(|field| field.pieces(self.text, &[';']))
                .unwrap_or_default()
        };
        let (short, full) = (list(short), list(full));
        let names = if full.len() >= short.len() && !full.is_empty() {
            full
        } else {
            short
        };
        for name in names {
            let text = name.as_str();
            if text.eq_ignore_ascii_case("[Anonymous]") || text.eq_ignore_ascii_case("et al.") {
                continue;
            }
            // BIOSIS adds the address: `Medvedeff, Cassandra A. (name@example.org)`.
            let text = match text.split_once(" (") {
                Some((name, address)) if address.contains('@') => name,
                _ => text,
            };
            let value = if text.contains(',') {
                inverted(text)
            } else {
                family_initials(text)
            };
            claims.name(field, value, place(&name), RULE, WEIGHT);
        }
    }

    /// `PY 2011` and `PD FEB 15`, `SPR`, `2006 May-Jun`.
    fn date(&self, claims: &mut Claims) {
        let (year, day) = (self.first("PY"), self.first("PD"));
        let known = year.as_ref().and_then(|year| PartialDate::parse(year.as_str()));
        let date = match (known, &day) {
            (Some(known), Some(day)) => {
                let season = match day.as_str().to_ascii_uppercase().as_str() {
                    "SPR" => "spring",
                    "SUM" => "summer",
                    "FAL" => "fall",
                    "WIN" => "winter",
                    _ => day.as_str(),
                };
                let own = PartialDate::parse(season);
                let whole = own.or_else(|| PartialDate::parse(&format!("{} {season}", known.year)));
                whole.filter(|whole| whole.year == known.year).or(Some(known))
            }
            (Some(known), None) => Some(known),
            (None, day) => day.as_ref().and_then(|day| PartialDate::parse(day.as_str())),
        };
        // The day counts for nothing where it cannot be read.
        let told = date.is_some_and(|date| date.month.is_some() || date.season.is_some());
        let day = day.filter(|_| told || year.is_none());
        let places: Vec<Span> = [&year, &day].into_iter().flatten().map(place).collect();
        if let Some(date) = date {
            claims.date_of(Field::Issued, date, &places, RULE, WEIGHT);
        }
    }

    fn pages(&self, claims: &mut Claims) {
        if let Some(first) = self.first("BP") {
            claim_page_range(claims, &first, self.first("EP").as_ref(), RULE);
        } else if let Some(pages) = self.first("PS").or_else(|| self.first("AR")) {
            claim_pages(claims, &pages, RULE);
        }
    }
}

/// A cited reference, which is taken apart where references are.
pub(super) fn reference(text: &MappedText) -> RawReference {
    RawReference {
        text: text.as_str().to_owned(),
        span: place(text),
        label: None,
        item: None,
    }
}
