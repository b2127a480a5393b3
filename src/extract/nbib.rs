//! MEDLINE's tagged format (`.nbib`), as PubMed, ERIC and PubMed Central give it.

use super::Format;
use super::flow::{Flow, WEIGHT, claim, claim_keywords, claim_zone, place, plain};
use super::medline::{article_title, claim_journal, no_title, relation};
use super::names::{family_initials, inverted};
use super::numbers::{SerialNumbers, claim_doi, claim_pages};
use super::tagged::{Step, Tagged, lines, steps};
use crate::base::codes::extract::MALFORMED_VALUE;
use crate::base::{Diagnostic, MappedText, Name, Parsed, PartialDate, Pmcid, Pmid, Span};
use crate::capture::Capture;
use crate::record::{Claims, Field, ItemType, Relation, Value, ZoneKind};
use std::ops::Range;

/// The format.
pub const FORMAT: Format = Format {
    name: "nbib",
    title: "MEDLINE tagged format",
    extensions: &["nbib", "medline", "txt"],
    recognise,
    read,
};

/// Tags that may stand without their padding.
const TAGS: [&str; 37] = [
    "PMID", "OWN", "STAT", "TI", "BTI", "CTI", "TT", "AB", "OAB", "FAU", "AU", "CN", "FED", "ED", "AID", "LID", "IS",
    "ISBN", "ISSN", "VI", "IP", "PG", "DP", "DEP", "JT", "TA", "MH", "OT", "LA", "PT", "PL", "PB", "PMC", "SO", "CIN",
    "CON", "OID",
];

/// `TI  - value`: two to four capitals, padded to four columns, a hyphen. The padding may be missing with known tags.
fn tag_at(line: &str) -> Option<(Range<usize>, usize)> {
    let body = line.trim_start_matches('\u{feff}');
    let indent = line.len() - body.len();
    let line = body;
    let hyphen = line.bytes().take(6).position(|b| b == b'-')?;
    let tag = line[..hyphen].trim_end_matches(' ');
    let fits = (2..=4).contains(&tag.len())
        && tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && tag.starts_with(|c: char| c.is_ascii_uppercase());
    let spaced = hyphen == 4 && (line.len() == 5 || line[5..].starts_with([' ', '\t']));
    (fits && (spaced || TAGS.contains(&tag))).then_some((indent..indent + tag.len(), indent + hyphen + 1))
}

fn recognise(text: &str) -> u8 {
    let (mut tags, mut medline) = (0, false);
    for line in lines(text).take(300) {
        let line = line.of(text);
        let Some((tag, value)) = tag_at(line) else { continue };
        match &line[tag] {
            // RIS has a type, MEDLINE has none.
            "TY" | "ER" => return 0,
            "PMID" | "OWN" | "STAT" if value == 5 => medline = true,
            "PMID" => medline = true,
            tag if TAGS.contains(&tag) => tags += 1,
            _ => {}
        }
    }
    match (medline, tags) {
        (true, 1..) => 95,
        (true, 0) => 30,
        (false, 6..) => 50,
        (false, 3..) => 30,
        _ => 0,
    }
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let text: &str = &capture.text;
    let mut records = Vec::new();
    let mut diagnostics = Vec::new();
    let mut entry: Vec<Tagged<'_>> = Vec::new();
    let mut finish = |entry: &mut Vec<Tagged<'_>>| {
        let fields = std::mem::take(entry);
        let number = fields.iter().find(|field| field.tag == "PMID").map(|field| field.first);
        if let Some(span) = number.filter(|span| !span.is_empty() && pmid(span.of(text)).is_none()) {
            let message = format!("`{}` is no PubMed identifier", span.of(text));
            diagnostics.push(Diagnostic::new(MALFORMED_VALUE, message).at(&capture.path, span));
        }
        if fields.iter().any(|field| !field.first.is_empty()) {
            records.push(Entry { text, fields }.claims());
        }
    };
    for step in steps(text, tag_at) {
        match step {
            Step::Blank => finish(&mut entry),
            Step::Field(field) => {
                if field.tag == "PMID" && entry.iter().any(|known| known.tag == "PMID") {
                    finish(&mut entry);
                }
                entry.push(field);
            }
        }
    }
    finish(&mut entry);
    Parsed::new(records, diagnostics)
}

/// The identifier that the value of PMID begins with.
fn pmid(value: &str) -> Option<Pmid> {
    value.split_whitespace().next().and_then(Pmid::parse)
}

struct Entry<'t> {
    text: &'t str,
    fields: Vec<Tagged<'t>>,
}

impl<'t> Entry<'t> {
    fn all<'a>(&'a self, tag: &'a str) -> impl Iterator<Item = MappedText> + 'a {
        self.fields
            .iter()
            .filter(move |field| field.tag == tag)
            .map(|field| field.value(self.text))
            .filter(|value| !value.is_empty())
    }

    fn first(&self, tag: &str) -> Option<MappedText> {
        self.all(tag).next()
    }

    /// Every value of a tag, one after the other.
    fn joined(&self, tag: &str) -> MappedText {
        let mut values = self.all(tag);
        let Some(mut text) = values.next() else {
            return MappedText::new();
        };
        for value in values {
            let (end, start) = (place(&text).end, place(&value).start);
            text.push(
                " ",
                Span {
                    start: end,
                    end: start.max(end),
                },
            );
            text.append(&value);
        }
        text
    }

    fn claims(&self) -> Claims {
        let mut claims = Claims::within(self.fields.iter().map(|field| field.span));
        let (kind, kind_span) = self.kind();
        if kind != ItemType::Document {
            claims.kind(kind, kind_span, "nbib:PT", WEIGHT);
        }
        self.titles(&mut claims, kind);
        self.names(&mut claims, &["FAU", "AU", "CN"], Field::Author);
        self.names(&mut claims, &["FED", "ED"], Field::Editor);
        if let Some(value) = self.first("DP")
            && let Some(date) = publication_date(value.as_str())
        {
            claims.date(Field::Issued, date, place(&value), "nbib:DP", WEIGHT);
        }
        if let Some(value) = self.first("DEP")
            && let Some(date) = PartialDate::parse(value.as_str())
        {
            claims.date(Field::AvailableDate, date, place(&value), "nbib:DEP", WEIGHT);
        }
        self.identifiers(&mut claims);
        for (tag, field, rule) in [
            ("VI", Field::Volume, "nbib:VI"),
            ("IP", Field::Issue, "nbib:IP"),
            ("LA", Field::Language, "nbib:LA"),
            ("EN", Field::Edition, "nbib:EN"),
        ] {
            if let Some(value) = self.first(tag) {
                claim(&mut claims, field, &value, rule);
            }
        }
        // Of a journal PL is the country, of a book the place of its publisher.
        if matches!(kind, ItemType::Book | ItemType::Chapter)
            && let Some(value) = self.first("PL")
        {
            claim(&mut claims, Field::PublisherPlace, &value, "nbib:PL");
        }
        let own = if self.first("AB").is_some() { "AB" } else { "OAB" };
        claim_zone(
            &mut claims,
            Field::Abstract,
            ZoneKind::Abstract,
            self.joined(own),
            "nbib:AB",
        );
        let keywords = self.all("MH").chain(self.all("OT")).collect();
        claim_keywords(&mut claims, keywords, "nbib");
        for field in &self.fields {
            let value = field.value(self.text);
            if let Some(kind) = relation(field.tag).filter(|_| !value.is_empty()) {
                claims.relations.push(Relation {
                    kind,
                    span: place(&value),
                    text: value.into_string(),
                });
            }
        }
        claims
    }

    /// The type that the publication types tell, and where they do.
    fn kind(&self) -> (ItemType, Span) {
        let types: Vec<MappedText> = self.all("PT").collect();
        let find = |wanted: &[&str]| {
            types
                .iter()
                .find(|value| wanted.iter().any(|wanted| value.as_str().eq_ignore_ascii_case(wanted)))
                .map(place)
        };
        let begins = |wanted: &str| types.iter().find(|value| value.as_str().starts_with(wanted)).map(place);
        let journal = || find(&["Journal Article", "Journal Articles"]);
        if let Some(span) = find(&["Preprint"]) {
            return (ItemType::Article, span);
        }
        if let Some(span) = find(&["Book Chapter"]).or_else(|| {
            self.first("BTI")
                .filter(|_| self.first("TI").is_some())
                .map(|v| place(&v))
        }) {
            return (ItemType::Chapter, span);
        }
        if let Some(span) = find(&["Book", "Books", "Monograph"]) {
            return (ItemType::Book, span);
        }
        if let Some(span) = begins("Dissertations/Theses").or_else(|| find(&["Academic Dissertation", "Thesis"])) {
            return (ItemType::Thesis, span);
        }
        if let Some(span) = journal() {
            return (ItemType::ArticleJournal, span);
        }
        if let Some(value) = self.first("OID").filter(|id| id.as_str().starts_with("EJ")) {
            return (ItemType::ArticleJournal, place(&value)); // ERIC's journal articles
        }
        if let Some(span) = begins("Reports - ").or_else(|| find(&["Technical Report"])) {
            return (ItemType::Report, span);
        }
        if let Some(span) = find(&["Newspaper Article"]) {
            return (ItemType::ArticleNewspaper, span);
        }
        if let Some(span) = find(&["Dataset"]).filter(|_| types.len() == 1) {
            return (ItemType::Dataset, span);
        }
        // What PubMed indexes and is none of these stands in a journal, or has at least a PubMed identifier.
        let journal = self
            .first("JT")
            .or_else(|| self.first("TA"))
            .or_else(|| self.first("PMID"));
        journal.map_or((ItemType::Document, Span::default()), |value| {
            (ItemType::ArticleJournal, place(&value))
        })
    }

    fn titles(&self, claims: &mut Claims, kind: ItemType) {
        let book = self.first("BTI");
        let own = self.joined("TI");
        let (title, rule) = if !no_title(&own) {
            (own, "nbib:TI")
        } else if let Some(vernacular) = self.first("TT") {
            (vernacular, "nbib:TT")
        } else if let Some(book) = &book {
            (book.clone(), "nbib:BTI")
        } else {
            (MappedText::new(), "nbib:TI")
        };
        claim_zone(claims, Field::Title, ZoneKind::Title, article_title(&title), rule);
        if let (Some(book), "nbib:TI" | "nbib:TT") = (&book, rule) {
            claim(claims, Field::ContainerTitle, book, "nbib:BTI");
        }
        if let Some(value) = self.first("CTI") {
            claim(claims, Field::CollectionTitle, &value, "nbib:CTI");
        }
        let (full, short) = (self.first("JT"), self.first("TA"));
        if matches!(
            kind,
            ItemType::Report | ItemType::Book | ItemType::Chapter | ItemType::Thesis
        ) {
            // ERIC gives the publisher as the journal, and the university of a thesis in the source.
            let university = self
                .first("SO")
                .filter(|_| kind == ItemType::Thesis)
                .and_then(|source| {
                    let at = source.as_str().rfind(", ")? + 2;
                    Some(source.slice(Span::new(at, source.as_str().len())))
                });
            let publisher = university.or_else(|| self.first("PB")).or(full);
            if let Some(value) = publisher {
                claim(claims, Field::Publisher, &value, "nbib:PB");
            }
            return;
        }
        if let Some(value) = self.first("PB") {
            claim(claims, Field::Publisher, &value, "nbib:PB");
        }
        if let Some(value) = full.as_ref().or(short.as_ref()).filter(|_| book.is_none()) {
            claim_journal(claims, value, if full.is_some() { "nbib:JT" } else { "nbib:TA" });
        }
        if let Some(value) = short {
            claim(claims, Field::ContainerTitleShort, &value, "nbib:TA");
        }
    }

    /// Names in their order. `FAU` has the whole name, the `AU` after it the same one shortened.
    fn names(&self, claims: &mut Claims, tags: &[&str], field: Field) {
        let mut full_before = false;
        for tagged in &self.fields {
            if tagged.tag == "AUID" && field == Field::Author {
                self.identifier_of_author(claims, tagged);
            }
            if !tags.contains(&tagged.tag) {
                continue;
            }
            let value = tagged.value(self.text);
            if value.is_empty() {
                continue;
            }
            let name = match tagged.tag {
                "FAU" | "FED" => inverted(value.as_str()),
                "CN" => Name::group(value.as_str().trim_end_matches('.')),
                _ if full_before => {
                    full_before = false;
                    continue;
                }
                _ => family_initials(value.as_str()),
            };
            full_before = matches!(tagged.tag, "FAU" | "FED");
            if matches!(value.as_str(), "et al" | "et al.") {
                claims.et_al = Some(place(&value));
                continue;
            }
            claims.name(field, name, place(&value), "nbib", WEIGHT);
        }
    }

    /// `AUID- ORCID: 0000-0002-2504-0338` belongs to the author before it.
    fn identifier_of_author(&self, claims: &mut Claims, tagged: &Tagged<'_>) {
        let value = tagged.value(self.text);
        let orcid = super::names::orcid(value.as_str());
        let last = claims
            .claims
            .iter_mut()
            .rev()
            .find(|claim| claim.field == Field::Author);
        if let (Some(orcid), Some(claim)) = (orcid, last)
            && let Value::Name(name) = &mut claim.value
        {
            name.orcid = Some(orcid.into());
        }
    }

    fn identifiers(&self, claims: &mut Claims) {
        if let Some(value) = self
            .fields
            .iter()
            .find(|field| field.tag == "PMID")
            .map(|field| plain(self.text, field.first))
            && let Some(pmid) = pmid(value.as_str())
        {
            claims.text(Field::Pmid, pmid.as_str(), place(&value), "nbib:PMID", WEIGHT);
        }
        if let Some(value) = self.first("PMC")
            && let Some(pmcid) = Pmcid::parse(value.as_str())
        {
            claims.text(Field::Pmcid, pmcid.as_str(), place(&value), "nbib:PMC", WEIGHT);
        }
        let mut pii = None;
        let mut doi = false;
        for (tag, rule) in [("LID", "nbib:LID"), ("AID", "nbib:AID")] {
            for value in self.all(tag) {
                let text = value.as_str();
                if text.ends_with("[pii]") && tag == "LID" && pii.is_none() {
                    let end = text.trim_end_matches("[pii]").trim_end().len();
                    pii = Some(value.slice(Span::new(0, end)));
                } else if !doi && (text.ends_with("[doi]") || crate::base::Doi::parse(text).is_some()) {
                    doi = claim_doi(claims, &value, rule, WEIGHT);
                } else if text.starts_with("http") && tag == "LID" {
                    claim(claims, Field::Url, &value, rule);
                }
            }
        }
        // Records ahead of print, and articles with numbers, have their place here.
        match (self.first("PG"), pii) {
            (Some(value), _) => claim_pages(claims, &value, "nbib:PG"),
            (None, Some(value)) => claim(claims, Field::Page, &value, "nbib:LID"),
            (None, None) => {}
        }
        let mut numbers = SerialNumbers::default();
        for tag in ["IS", "ISSN", "ISBN"] {
            for value in self.all(tag) {
                numbers.read(&value);
            }
        }
        numbers.claim(claims, "nbib:IS");
        if let Some(value) = self
            .first("OID")
            .filter(|_| self.first("OWN").is_some_and(|own| own.as_str() == "ERIC"))
        {
            claim(claims, Field::ArchiveLocation, &value, "nbib:OID");
        }
        let mut source = Flow::default();
        if let Some(field) = self
            .fields
            .iter()
            .find(|field| field.tag == "OWN" && field.first.of(self.text) == "ERIC")
        {
            source.verbatim(self.text, field.first);
        }
        claim(claims, Field::Source, &source.finish(), "nbib:OWN");
    }
}

/// `1996 Jul 9`, `2010 Sep-Oct`, `Spring 2019`; ERIC's `Article 10 2019` is a year with an article number.
fn publication_date(text: &str) -> Option<PartialDate> {
    let date = PartialDate::parse(text)?;
    if text.to_ascii_lowercase().contains("article") {
        return PartialDate::year(date.year);
    }
    Some(date)
}
