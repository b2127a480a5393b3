//! Refer and EndNote's tagged export (`.enw`): lines of `%`, a letter or sign, and a value.

use super::Format;
use super::endnote::kind_of;
use super::flow::{WEIGHT, claim, claim_keywords, claim_zone, pieces, place, without_markup};
use super::names::{inverted, natural};
use super::numbers::{SerialNumbers, claim_doi, claim_edition, claim_pages};
use super::tagged::{Fields, Step, Tagged, lines, steps};
use crate::base::{MappedText, Parsed, PartialDate, Pmcid, Pmid, Span};
use crate::capture::Capture;
use crate::record::{Claims, Field, ItemType, ZoneKind};
use std::ops::Range;

/// The format.
pub const FORMAT: Format = Format {
    name: "refer",
    title: "Refer and EndNote tagged",
    extensions: &["enw", "ref", "refer", "txt"],
    recognise,
    read,
};

const RULE: &str = "refer";

/// `%T value`.
fn tag_at(line: &str) -> Option<(Range<usize>, usize)> {
    let body = line.trim_start_matches('\u{feff}');
    let indent = line.len() - body.len();
    let bytes = body.as_bytes();
    let fits = bytes.first() == Some(&b'%')
        && bytes.get(1).is_some_and(|b| b.is_ascii_graphic() && *b != b'%')
        && bytes.get(2).is_none_or(|b| matches!(b, b' ' | b'\t'));
    fits.then_some((indent + 1..indent + 2, indent + 2))
}

fn recognise(text: &str) -> u8 {
    let (mut tags, mut other, mut title) = (0, 0, false);
    for line in lines(text).take(200) {
        let line = line.of(text);
        match tag_at(line) {
            Some((tag, value)) => match &line[tag] {
                "0" if kind_of(&line[value..]).is_some() => return 95,
                tag => {
                    tags += 1;
                    title |= tag == "T";
                }
            },
            None => other += usize::from(!line.trim().is_empty()),
        }
    }
    if tags >= 3 && title && tags >= other { 80 } else { 0 }
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let text: &str = &capture.text;
    let mut records = Vec::new();
    let mut entry: Vec<Tagged<'_>> = Vec::new();
    let mut finish = |entry: &mut Vec<Tagged<'_>>| {
        let fields = std::mem::take(entry);
        if fields.iter().any(|field| field.tag != "0" && !field.first.is_empty()) {
            records.push(
                Entry {
                    fields: Fields { text, list: fields },
                }
                .claims(),
            );
        }
    };
    let steps = steps(text, tag_at);
    // Where types open the records, a blank line is one of an abstract.
    let typed = matches!(steps.first(), Some(Step::Field(field)) if field.tag == "0");
    for step in steps {
        match step {
            Step::Blank if typed => {}
            Step::Blank => finish(&mut entry),
            Step::Field(field) => {
                if field.tag == "0" && entry.last().is_some_and(|known| known.tag != "0") {
                    finish(&mut entry);
                }
                entry.push(field);
            }
        }
    }
    finish(&mut entry);
    Parsed::clean(records)
}

struct Entry<'t> {
    fields: Fields<'t>,
}

impl Entry<'_> {
    fn claims(&self) -> Claims {
        let mut claims = Claims::within(self.fields.spans());
        let named = self
            .fields
            .all("0")
            .filter_map(|name| Some((kind_of(name.as_str())?, place(&name))))
            .next();
        let (kind, kind_span) = named.unwrap_or_default();
        if kind != ItemType::Document {
            claims.kind(kind, kind_span, RULE, WEIGHT);
        }
        if let Some(title) = self.fields.first("T") {
            claim_zone(&mut claims, Field::Title, ZoneKind::Title, without_markup(&title), RULE);
        }
        let edited = self
            .fields
            .first("0")
            .is_some_and(|name| name.as_str().eq_ignore_ascii_case("edited book"));
        self.names(&mut claims, "A", if edited { Field::Editor } else { Field::Author });
        self.names(&mut claims, "E", Field::Editor);
        self.names(&mut claims, "Y", Field::Translator);
        self.containers(&mut claims, kind);
        self.date(&mut claims);
        let serial = kind == ItemType::ArticleJournal || self.fields.first("J").is_some();
        if let Some(value) = self.fields.first("7") {
            claim_edition(&mut claims, &value, RULE);
        }
        for (tag, field) in [
            ("F", Field::Id),
            ("V", Field::Volume),
            ("N", if serial { Field::Issue } else { Field::Number }),
            ("I", Field::Publisher),
            ("C", Field::PublisherPlace),
            ("!", Field::TitleShort),
            ("L", Field::CallNumber),
            ("~", Field::Source),
        ] {
            if let Some(value) = self.fields.first(tag) {
                claim(&mut claims, field, &value, RULE);
            }
        }
        self.list(&mut claims, "G", Field::Language, ", ");
        self.list(&mut claims, "Z", Field::Note, "\n");
        if let Some(genre) = self.fields.first("9").filter(|_| !serial) {
            claim(&mut claims, Field::Genre, &genre, RULE);
        }
        match self.fields.first("P") {
            Some(pages) if kind == ItemType::Book => {
                let digits = pages.as_str().bytes().take_while(u8::is_ascii_digit).count();
                claim(
                    &mut claims,
                    Field::NumberOfPages,
                    &pages.slice(Span::new(0, digits)),
                    RULE,
                );
            }
            Some(pages) => claim_pages(&mut claims, &pages, RULE),
            None => {}
        }
        self.identifiers(&mut claims);
        if let Some(summary) = self.fields.first("X") {
            claim_zone(
                &mut claims,
                Field::Abstract,
                ZoneKind::Abstract,
                without_markup(&summary),
                RULE,
            );
        }
        let keywords = self.fields.tagged("K");
        let keywords = keywords
            .flat_map(|field| field.pieces(self.fields.text, &[';']))
            .collect();
        claim_keywords(&mut claims, keywords, RULE);
        claims
    }

    fn names(&self, claims: &mut Claims, tag: &str, field: Field) {
        for tagged in self.fields.tagged(tag) {
            for piece in tagged.pieces(self.fields.text, &[';']) {
                let text = piece.as_str();
                // Refer has names in natural order, EndNote inverted ones; a comma at the end marks a group.
                let name = if text.contains(',') {
                    inverted(text)
                } else {
                    natural(text)
                };
                claims.name(field, name, place(&piece), RULE, WEIGHT);
            }
        }
    }

    fn containers(&self, claims: &mut Claims, kind: ItemType) {
        let mut journals: Vec<MappedText> = self.fields.all("J").collect();
        let book = self.fields.first("B");
        let own = matches!(
            kind,
            ItemType::Book | ItemType::Thesis | ItemType::Report | ItemType::Patent
        );
        if let Some(value) = &book {
            claim(
                claims,
                if own {
                    Field::CollectionTitle
                } else {
                    Field::ContainerTitle
                },
                value,
                RULE,
            );
        }
        // Where a journal has two names, the last one is the one for abroad.
        if let Some(journal) = journals.pop() {
            let field = if book.is_some() && !own {
                Field::ContainerTitleShort
            } else {
                Field::ContainerTitle
            };
            claim(claims, field, &journal, RULE);
        }
        if let Some(series) = self.fields.first("S").filter(|_| !(own && book.is_some())) {
            claim(claims, Field::CollectionTitle, &series, RULE);
        }
    }

    fn date(&self, claims: &mut Claims) {
        let (year, day) = (self.fields.first("D"), self.fields.first("8"));
        let of = |text: &Option<MappedText>| text.as_ref().and_then(|text| PartialDate::parse(text.as_str()));
        let date = match (of(&year), of(&day)) {
            (Some(short), Some(long)) if short.year == long.year && short.month.is_none() => Some(long),
            (Some(short), None) if short.month.is_none() && day.is_some() => {
                let month = day.as_ref().map_or("", MappedText::as_str);
                PartialDate::parse(&format!("{} {month}", short.year)).or(Some(short))
            }
            (short, long) => short.or(long),
        };
        let months = date.is_some_and(|date| date.month.is_some());
        let spans = [&year, &day]
            .into_iter()
            .enumerate()
            .filter(|(index, _)| *index == 0 || months || year.is_none());
        let places: Vec<Span> = spans.filter_map(|(_, text)| text.as_ref().map(place)).collect();
        if let Some(date) = date {
            claims.date_of(Field::Issued, date, &places, RULE, WEIGHT);
        }
        if let Some(seen) = self.fields.first("[")
            && let Some(date) = PartialDate::parse(seen.as_str())
        {
            claims.date(Field::Accessed, date, place(&seen), RULE, WEIGHT);
        }
    }

    fn identifiers(&self, claims: &mut Claims) {
        let mut numbers = SerialNumbers::default();
        self.fields.all("@").for_each(|number| numbers.read(&number));
        numbers.claim(claims, RULE);
        let mut doi = false;
        for value in self.fields.all("R") {
            doi = doi || claim_doi(claims, &value, RULE, WEIGHT);
        }
        for value in self.fields.all("M").chain(self.fields.all("2")) {
            let medline = self
                .fields
                .first("~")
                .is_some_and(|source| source.as_str().to_ascii_lowercase().contains("med"));
            if let Some(pmcid) = Pmcid::parse(value.as_str()) {
                claims.text(Field::Pmcid, pmcid.as_str(), place(&value), RULE, WEIGHT);
            } else if let Some(pmid) = Pmid::parse(value.as_str()).filter(|_| medline) {
                claims.text(Field::Pmid, pmid.as_str(), place(&value), RULE, WEIGHT);
            }
        }
        if let Some(value) = self.fields.first("U") {
            if !doi && value.as_str().contains("doi.org/") {
                claim_doi(claims, &value, RULE, WEIGHT - 20);
            }
            if let Some(url) = pieces(&value, &[' ']).first() {
                claim(claims, Field::Url, url, RULE);
            }
        }
    }

    /// Claims all values of a tag together.
    fn list(&self, claims: &mut Claims, tag: &str, field: Field, separator: &str) {
        let values: Vec<MappedText> = self.fields.all(tag).collect();
        if let Some(span) = values.iter().map(place).reduce(Span::join) {
            let texts: Vec<&str> = values.iter().map(MappedText::as_str).collect();
            claims.text(field, texts.join(separator), span, RULE, WEIGHT);
        }
    }
}
