//! Ovid's own exports: records under `<1. >`, each field under its short tag (`TI  - value`) or under its name, with
//! the value in indented lines below.

mod names;
mod source;

use super::Format;
use super::flow::{WEIGHT, claim, claim_keywords, claim_zone, pieces, place, plain, without_markup};
use super::kinds::kind_named;
use super::medline::{article_title, without_kind};
use super::numbers::{SerialNumbers, claim_doi, claim_edition, claim_pages};
use super::tagged::{Fields, Step, Tagged, lines, steps, trimmed};
use crate::base::{MappedText, Parsed, PartialDate, Pmid, Span};
use crate::capture::Capture;
use crate::record::{Claims, Field, ItemType, RawReference, ZoneKind};
use std::ops::Range;

/// The format.
pub const FORMAT: Format = Format {
    name: "ovid-export",
    title: "Ovid's tagged and labelled exports",
    extensions: &["txt", "ovd", "cgi"],
    recognise,
    read,
};

const RULE: &str = "ovid";

/// The names of fields that say something of the paper, and their short tags. What is not here ends the field before it.
const LABELS: &[(&str, &str)] = &[
    ("Abstract", "AB"),
    ("Accession Number", "AN"),
    ("Author", "AU"),
    ("Authors", "AU"),
    ("Author Full Name", "FA"),
    ("Author Keywords", "KW"),
    ("Authors Full Name", "FA"),
    ("Date of Publication", "DP"),
    ("Digital Object Identifier", "DO"),
    ("Document Type", "DT"),
    ("DOI", "DO"),
    ("DOI Number", "DO"),
    ("Edition", "ET"),
    ("Editor", "ED"),
    ("Editors", "ED"),
    ("ISBN", "IB"),
    ("ISSN", "IS"),
    ("ISSN Electronic", "IS"),
    ("ISSN Linking", "IS"),
    ("ISSN Print", "IS"),
    ("Issue", "IP"),
    ("Issue/Part", "IP"),
    ("Journal Name", "JN"),
    ("Key Concepts", "KW"),
    ("Keyword Heading", "KW"),
    ("Keywords", "KW"),
    ("Language", "LG"),
    ("NLM Journal Name", "JN"),
    ("Page", "PG"),
    ("Publication Type", "PT"),
    ("Publisher", "PU"),
    ("PMID", "PM"),
    ("PubMed ID", "PM"),
    ("References", "RF"),
    ("Source", "SO"),
    ("Title", "TI"),
    ("Unique Identifier", "UI"),
    ("Volume", "VO"),
    ("Year", "YR"),
    ("Year of Publication", "YR"),
];

/// Whether a line heads a record: `<12>`, `<12. >`, `Result <12>`.
fn heads(line: &str) -> bool {
    let line = line.trim().trim_start_matches("Result ");
    let inner = line.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let number = inner.map(|inner| inner.trim_end().trim_end_matches('.'));
    number.is_some_and(|number| !number.is_empty() && number.len() < 9 && number.bytes().all(|b| b.is_ascii_digit()))
}

/// `TI  - value`, at most one blank before it; and the head of a record.
fn short_tag(line: &str) -> Option<(Range<usize>, usize)> {
    if heads(line) {
        return Some((0..0, line.len()));
    }
    let body = line.trim_start_matches('\u{feff}');
    let body = body.strip_prefix(' ').unwrap_or(body);
    let indent = line.len() - body.len();
    let end = body.find([' ', '-'])?;
    let tag = body.get(..end)?;
    let own = tag.len() == 2 && tag.starts_with(|c: char| c.is_ascii_uppercase()) || tag == "SCORE";
    let fits = own && tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let rest = body.get(end..)?;
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    let value = rest.trim_start_matches(' ').strip_prefix('-')?;
    let open = value.is_empty() || value.starts_with([' ', '\t']);
    (fits && blanks <= 3 && open).then_some((indent..indent + end, line.len() - value.len()))
}

/// A line that is not indented names a field, or heads a record.
fn label(line: &str) -> Option<(Range<usize>, usize)> {
    if heads(line) {
        return Some((0..0, line.len()));
    }
    let body = line.trim_start_matches('\u{feff}');
    let indent = line.len() - body.len();
    let name = body.trim_end();
    (!body.starts_with([' ', '\t'])).then_some((indent..indent + name.len(), line.len()))
}

/// Whether fields stand under their names. `None`: this is no export of Ovid.
fn is_labelled(text: &str) -> Option<bool> {
    // Cheap first: most captures have none of this near their beginning.
    let near = text.get(..text.floor_char_boundary(6_000)).unwrap_or(text);
    let own = |text: &str| {
        ["Unique Identifier", "Accession Number", "- Ovid Technologies"]
            .iter()
            .any(|words| text.contains(words))
            || text.starts_with('<') && heads(text.lines().next().unwrap_or(""))
            || text
                .match_indices("\n<")
                .any(|(at, _)| heads(text[at + 1..].lines().next().unwrap_or("")))
            || text.match_indices("\nResult <").next().is_some()
            || text
                .match_indices("\n <")
                .any(|(at, _)| heads(text[at + 1..].lines().next().unwrap_or("")))
    };
    if !own(near) {
        return None;
    }
    let mut head = false;
    let (mut tags, mut labels, mut inner) = (0, 0, 0);
    let mut known = false;
    for line in lines(text).take(400) {
        let line = line.of(text);
        if line.trim().is_empty() {
            continue;
        }
        head |= heads(line);
        let indented = line.starts_with([' ', '\t']);
        if known && indented {
            inner += 1;
        }
        known = !indented
            && LABELS
                .iter()
                .any(|(name, _)| *name == line.trim_end().trim_start_matches('\u{feff}'));
        labels += usize::from(known);
        match short_tag(line) {
            Some((tag, value)) if &line[tag.clone()] == "VN" && line[value..].trim().starts_with("Ovid") => {
                return Some(false);
            }
            Some((tag, _)) if !tag.is_empty() => {
                tags += usize::from(matches!(&line[tag], "UI" | "AN" | "TI" | "AU" | "SO" | "DB"));
            }
            _ => {}
        }
    }
    let own = lines(text)
        .take(400)
        .any(|line| matches!(line.of(text).trim_end(), "Unique Identifier" | "Accession Number"));
    match () {
        () if head && tags >= 2 => Some(false),
        () if (head || own) && labels >= 3 && inner >= 3 => Some(true),
        () => None,
    }
}

fn recognise(text: &str) -> u8 {
    is_labelled(text).map_or(0, |_| 94)
}

/// The short tag of a field.
fn canonical(tag: &str) -> &str {
    let label = LABELS.iter().find(|(name, _)| *name == tag);
    label.map_or(tag, |(_, short)| short)
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let text: &str = &capture.text;
    let labelled = is_labelled(text).unwrap_or(false);
    // The database is often named once, above all records.
    let medline = lines(text)
        .map(|line| line.of(text).trim_start_matches('\u{feff}').trim())
        .find(|line| line.starts_with("Database:"))
        .is_some_and(|line| line.to_ascii_uppercase().contains("MEDLINE"));
    let mut records = Vec::new();
    let mut entry: Vec<Tagged<'_>> = Vec::new();
    let mut finish = |entry: &mut Vec<Tagged<'_>>| {
        let fields = std::mem::take(entry);
        if fields
            .iter()
            .any(|field| matches!(field.tag, "TI" | "AU" | "SO" | "BT" | "DO"))
        {
            records.push(
                Entry {
                    fields: Fields { text, list: fields },
                    medline,
                }
                .claims(),
            );
        }
    };
    for step in steps(text, if labelled { label } else { short_tag }) {
        let Step::Field(mut field) = step else { continue };
        field.tag = canonical(field.tag);
        let again = matches!(field.tag, "UI" | "AN" | "VN") && entry.iter().any(|known| known.tag == field.tag);
        if field.tag.is_empty() || again {
            finish(&mut entry);
        }
        if !field.tag.is_empty() {
            entry.push(field);
        }
    }
    finish(&mut entry);
    Parsed::clean(records)
}

struct Entry<'t> {
    fields: Fields<'t>,
    medline: bool,
}

impl Entry<'_> {
    fn claims(&self) -> Claims {
        let mut claims = Claims::within(self.fields.spans());
        let kind = self.kind(&mut claims);
        if let Some(title) = self.fields.first("TI") {
            let title = article_title(&without_kind(&without_markup(&title)));
            claim_zone(&mut claims, Field::Title, ZoneKind::Title, title, RULE);
        }
        self.authors(&mut claims);
        for list in self.fields.all("ED") {
            names::claim(&mut claims, &list, Field::Editor);
        }
        self.place_of_publication(&mut claims, kind);
        for (tag, field) in [
            ("AN", Field::ArchiveLocation),
            ("DB", Field::Source),
            ("PU", Field::Publisher),
            ("PB", Field::Publisher),
            ("LC", Field::PublisherPlace),
            ("LG", Field::Language),
        ] {
            if let Some(value) = self.fields.first(tag) {
                let end = value.as_str().trim_end_matches(['.', ' ']).len();
                claim(&mut claims, field, &value.slice(Span::new(0, end)), RULE);
            }
        }
        if let Some(edition) = self.fields.first("ET") {
            claim_edition(&mut claims, &edition, RULE);
        }
        self.identifiers(&mut claims);
        if let Some(summary) = self.fields.first("AB") {
            let summary = without_markup(&summary);
            claim_zone(&mut claims, Field::Abstract, ZoneKind::Abstract, summary, RULE);
        }
        let keywords = self.fields.all("KW").flat_map(|list| pieces(&list, &[';']));
        let keywords = keywords.map(|word| word.slice(Span::new(0, word.as_str().trim_end_matches('.').len())));
        claim_keywords(&mut claims, keywords.collect(), RULE);
        claims.references = self.references();
        claims
    }

    fn kind(&self, claims: &mut Claims) -> ItemType {
        let named: Vec<MappedText> = self.fields.all("PT").chain(self.fields.all("DT")).collect();
        let Some((kind, span)) = kind_named(&named) else {
            return ItemType::Document;
        };
        claims.kind(kind, span, RULE, WEIGHT);
        kind
    }

    /// The whole names where they are as many as the short ones.
    fn authors(&self, claims: &mut Claims) {
        let list =
            |tag: &str| -> Vec<names::Person> { self.fields.all(tag).flat_map(|list| names::persons(&list)).collect() };
        let (short, full) = (list("AU"), list("FA"));
        let people = if !full.is_empty() && full.len() >= short.len() {
            full
        } else {
            short
        };
        for person in people {
            let field = if person.editor { Field::Editor } else { Field::Author };
            claims.name(field, person.name, person.span, RULE, WEIGHT);
        }
    }

    /// What the fields of their own say, and else the source line.
    fn place_of_publication(&self, claims: &mut Claims, kind: ItemType) {
        let line = self.fields.first("SO");
        let source = line.as_ref().map(source::source).unwrap_or_default();
        let whole = kind == ItemType::Book;
        for (own, told, field) in [
            ("JN", &source.container, Field::ContainerTitle),
            ("VO", &source.volume, Field::Volume),
            ("IP", &source.issue, Field::Issue),
        ] {
            let own = self.fields.first(own);
            if let Some(value) = own.as_ref().or(told.as_ref()).filter(|_| !whole) {
                claim(claims, field, value, RULE);
            }
        }
        let own = self.fields.first("PG").filter(|pages| {
            pages
                .as_str()
                .starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())
        });
        let own = own.filter(|pages| pages.as_str().bytes().any(|b| b.is_ascii_digit()));
        if let Some(pages) = own.as_ref().or(source.pages.as_ref()) {
            claim_pages(claims, pages, RULE);
        }
        if let Some(editors) = source.editors.as_ref().filter(|_| self.fields.first("ED").is_none()) {
            names::claim(claims, editors, Field::Editor);
        }
        let mut dates: Vec<(PartialDate, Span)> = Vec::new();
        dates.extend(source.issued.map(|(date, text)| (date, place(&text))));
        for tag in ["DP", "DG", "YR"] {
            let value = self.fields.first(tag);
            dates.extend(value.and_then(|value| Some((source::date_of(value.as_str())?, place(&value)))));
        }
        let Some((first, _)) = dates.first().copied() else {
            return;
        };
        let fuller = dates
            .iter()
            .find(|(date, _)| date.year == first.year && (date.month.is_some() || date.season.is_some()));
        if let Some((date, span)) = fuller.or(dates.first()) {
            claims.date(Field::Issued, *date, *span, RULE, WEIGHT);
        }
    }

    fn identifiers(&self, claims: &mut Claims) {
        let mut numbers = SerialNumbers::default();
        for tag in ["IS", "IT", "EI", "IB"] {
            self.fields.all(tag).for_each(|value| numbers.read(&value));
        }
        numbers.claim(claims, RULE);
        let _ = self
            .fields
            .all("DO")
            .chain(self.fields.all("DI"))
            .any(|value| claim_doi(claims, &value, RULE, WEIGHT));
        let medline = self.medline
            || self
                .fields
                .first("DB")
                .is_some_and(|name| name.as_str().to_ascii_uppercase().contains("MEDLINE"));
        // Embase: `12345678 [http://…]`. MEDLINE's own number is that of PubMed.
        let number = self
            .fields
            .first("PM")
            .or_else(|| self.fields.first("UI").filter(|_| medline));
        if let Some(number) = number {
            let digits = number.as_str().bytes().take_while(u8::is_ascii_digit).count();
            let number = number.slice(Span::new(0, digits));
            if let Some(pmid) = Pmid::parse(number.as_str()) {
                claims.text(Field::Pmid, pmid.as_str(), place(&number), RULE, WEIGHT);
            }
        }
    }

    /// The references, one a paragraph.
    fn references(&self) -> Vec<RawReference> {
        let mut places: Vec<Span> = Vec::new();
        for field in self.fields.tagged("RF") {
            let mut end = None;
            for line in std::iter::once(field.first).chain(field.more.iter().copied()) {
                let line = trimmed(self.fields.text, line);
                if line.is_empty() {
                    continue;
                }
                let between = end.and_then(|end: u32| self.fields.text.get(end as usize..line.start as usize));
                let next = between.is_some_and(|between| lines(between).count() <= 2);
                match places.last_mut().filter(|_| next) {
                    Some(last) => last.end = line.end,
                    None => places.push(line),
                }
                end = Some(line.end);
            }
        }
        let one = |span| RawReference {
            text: plain(self.fields.text, span).into_string(),
            span,
            label: None,
            item: None,
        };
        places.into_iter().map(one).collect()
    }
}
