//! RefWorks' tagged format: `RT Journal Article`, then lines of two capitals or figures, a blank and a value.
//!
//! Tags are those of RefWorks' own legend, which its exports carry at their head.

use super::Format;
use super::flow::{WEIGHT, claim, claim_keywords, claim_zone, pieces, place, without_markup};
use super::names::person_or_group;
use super::numbers::{SerialNumbers, claim_doi, claim_edition, claim_page_range, claim_pages};
use super::tagged::{Fields, Step, Tagged, lines, steps};
use crate::base::{MappedText, Parsed, PartialDate, Pmcid, Pmid, Span};
use crate::capture::Capture;
use crate::record::{Claims, Field, ItemType, ZoneKind};
use std::ops::Range;

/// The format.
pub const FORMAT: Format = Format {
    name: "refworks",
    title: "RefWorks tagged",
    extensions: &["txt", "refworks"],
    recognise,
    read,
};

const RULE: &str = "refworks";

/// The tags of two signs, but for `CR`, which begins lines of abstracts ("CR was reached"); `U1` to `U15` and `PMID`, `PMCID` are told by their shape.
const TAGS: &[&str] = &[
    "RT", "SR", "ID", "A1", "A2", "A3", "A4", "A5", "A6", "T1", "T2", "T3", "JF", "JO", "YR", "FD", "VO", "IS", "SP",
    "OP", "K1", "AB", "NO", "ED", "PB", "PP", "SN", "AV", "AD", "AN", "LA", "CL", "SF", "OT", "LK", "DO", "CN", "DB",
    "DS", "IP", "RD", "ST", "UL", "SL", "LL", "WT", "WV", "WP", "OL",
];

/// `T1 value`: a tag at the very beginning of the line and a blank.
fn tag_at(line: &str) -> Option<(Range<usize>, usize)> {
    let body = line.trim_start_matches('\u{feff}');
    let indent = line.len() - body.len();
    let end = body.find(' ').unwrap_or(body.trim_end().len());
    let tag = body.get(..end)?;
    let user = tag
        .strip_prefix('U')
        .is_some_and(|number| (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()));
    let known = TAGS.contains(&tag) || user || matches!(tag, "PMID" | "PMCID");
    known.then_some((indent..indent + end, indent + end))
}

fn recognise(text: &str) -> u8 {
    let near = text.get(..text.floor_char_boundary(16_000)).unwrap_or(text);
    let body = near.trim_start_matches('\u{feff}');
    if !(body.starts_with("RT ") || near.contains("\nRT ") || near.contains("\rRT ")) {
        return 0;
    }
    let (mut kind, mut tags) = (0, 0);
    for line in lines(text).take(400) {
        let line = line.of(text);
        let Some((tag, value)) = tag_at(line) else { continue };
        match &line[tag] {
            "RT" => kind = kind.max(if kind_of(&line[value..]).is_some() { 92 } else { 70 }),
            "T1" | "A1" | "JF" | "JO" | "YR" | "FD" | "SR" | "VO" | "SP" => tags += 1,
            _ => {}
        }
        // An unknown type wants more beside it: tables of pages have such letters, too.
        if kind > 80 && tags >= 2 || kind > 0 && tags >= 4 {
            return kind;
        }
    }
    0
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let text: &str = &capture.text;
    let mut records = Vec::new();
    let mut entry: Vec<Tagged<'_>> = Vec::new();
    let mut finish = |entry: &mut Vec<Tagged<'_>>| {
        let fields = std::mem::take(entry);
        let begun = fields.first().is_some_and(|field| field.tag == "RT");
        if begun
            && fields
                .iter()
                .any(|field| matches!(field.tag, "T1" | "T2" | "A1" | "JF" | "DO"))
        {
            records.push(
                Entry {
                    fields: Fields { text, list: fields },
                }
                .claims(),
            );
        }
    };
    for step in steps(text, tag_at) {
        let Step::Field(field) = step else { continue };
        if field.tag == "RT" {
            finish(&mut entry);
        }
        entry.push(field);
    }
    finish(&mut entry);
    Parsed::clean(records)
}

/// The type of RefWorks' name for it; `None` where the name says nothing (`Generic`).
fn kind_of(name: &str) -> Option<ItemType> {
    Some(match name.trim().to_ascii_lowercase().as_str() {
        "journal article" | "journal, electronic" | "journal" | "abstract" => ItemType::ArticleJournal,
        "magazine article" => ItemType::ArticleMagazine,
        "newspaper article" => ItemType::ArticleNewspaper,
        "book, whole" | "book, edited" | "book" | "monograph" => ItemType::Book,
        "book, section" | "book, chapter" => ItemType::Chapter,
        "conference proceedings" => ItemType::PaperConference,
        "dissertation"
        | "dissertation, unpublished"
        | "dissertation/thesis"
        | "dissertation/thesis, unpublished"
        | "thesis"
        | "thesis, unpublished" => ItemType::Thesis,
        "report" | "grant" => ItemType::Report,
        "patent" => ItemType::Patent,
        "web page" => ItemType::Webpage,
        "computer program" => ItemType::Software,
        "unpublished material" => ItemType::Manuscript,
        "personal communication" => ItemType::PersonalCommunication,
        "artwork" => ItemType::Graphic,
        "map" => ItemType::Map,
        "motion picture" | "video" | "video/dvd" | "dvd" => ItemType::MotionPicture,
        "music score" => ItemType::MusicalScore,
        "sound recording" => ItemType::Song,
        "hearing" => ItemType::Hearing,
        "bills" | "bills/resolutions" | "resolutions" => ItemType::Bill,
        "case" | "case/court decisions" | "court decisions" => ItemType::LegalCase,
        "laws" | "laws/statutes" | "statutes" => ItemType::Legislation,
        "online discussion forum" => ItemType::Post,
        _ => return None,
    })
}

struct Entry<'t> {
    fields: Fields<'t>,
}

impl Entry<'_> {
    fn claims(&self) -> Claims {
        let mut claims = Claims::within(self.fields.spans());
        let name = self.fields.first("RT");
        let kind = name
            .as_ref()
            .and_then(|name| kind_of(name.as_str()))
            .unwrap_or_default();
        if let Some(name) = name.filter(|_| kind != ItemType::Document) {
            claims.kind(kind, place(&name), RULE, WEIGHT);
        }
        if let Some(title) = self.fields.first("T1") {
            claim_zone(&mut claims, Field::Title, ZoneKind::Title, without_markup(&title), RULE);
        }
        let edited = self
            .fields
            .first("RT")
            .is_some_and(|name| name.as_str().eq_ignore_ascii_case("book, edited"));
        self.names(&mut claims, "A1", if edited { Field::Editor } else { Field::Author });
        self.names(&mut claims, "A2", Field::Editor);
        self.names(&mut claims, "A3", Field::CollectionEditor);
        self.names(&mut claims, "A4", Field::Translator);
        let whole = kind == ItemType::Book;
        let second = if whole {
            Field::CollectionTitle
        } else {
            Field::ContainerTitle
        };
        let journal = self.fields.first("JF");
        let containers = [
            ("JF", Field::ContainerTitle),
            (
                "JO",
                if journal.is_some() {
                    Field::ContainerTitleShort
                } else {
                    Field::ContainerTitle
                },
            ),
            ("T2", second),
            ("T3", Field::CollectionTitle),
            ("WT", Field::ContainerTitle),
        ];
        let mut taken: Vec<Field> = Vec::new();
        for (tag, field) in containers {
            if let Some(value) = self.fields.first(tag).filter(|_| !taken.contains(&field)) {
                claim(&mut claims, field, &without_markup(&value), RULE);
                taken.push(field);
            }
        }
        let serial = journal.is_some() || self.fields.first("JO").is_some() || kind == ItemType::ArticleJournal;
        for (tag, field) in [
            ("ID", Field::Id),
            ("VO", Field::Volume),
            ("IS", if serial { Field::Issue } else { Field::Number }),
            ("PB", Field::Publisher),
            ("PP", Field::PublisherPlace),
            ("LA", Field::Language),
            ("ST", Field::TitleShort),
            ("CN", Field::CallNumber),
            ("DB", Field::Source),
        ] {
            if let Some(value) = self.fields.first(tag) {
                claim(&mut claims, field, &value, RULE);
            }
        }
        if let Some(edition) = self.fields.first("ED") {
            claim_edition(&mut claims, &edition, RULE);
        }
        self.dates(&mut claims);
        self.pages(&mut claims, kind);
        self.identifiers(&mut claims);
        if let Some(summary) = self.fields.first("AB") {
            claim_zone(
                &mut claims,
                Field::Abstract,
                ZoneKind::Abstract,
                without_markup(&summary),
                RULE,
            );
        }
        let keywords = self.fields.tagged("K1");
        let keywords = keywords
            .flat_map(|field| field.pieces(self.fields.text, &[';']))
            .collect();
        claim_keywords(&mut claims, keywords, RULE);
        claims
    }

    fn names(&self, claims: &mut Claims, tag: &str, field: Field) {
        for tagged in self.fields.tagged(tag) {
            for piece in tagged.pieces(self.fields.text, &[';']) {
                claims.name(field, person_or_group(piece.as_str()), place(&piece), RULE, WEIGHT);
            }
        }
    }

    /// The year, and the free date where it says more of that year; some sites give the publisher there.
    fn dates(&self, claims: &mut Claims) {
        let (year, free) = (self.fields.first("YR"), self.fields.first("FD"));
        let of = |text: &str| PartialDate::parse(text);
        let known = year.as_ref().and_then(|year| of(year.as_str()));
        let told = free.as_ref().and_then(|free| {
            let text = free.as_str();
            let own = of(text);
            match known {
                None => own,
                Some(known) => own
                    .or_else(|| of(&format!("{} {text}", known.year)))
                    .or_else(|| of(&format!("{}/{text}", known.year)))
                    .filter(|date| date.year == known.year && (date.month.is_some() || date.season.is_some())),
            }
        });
        let places: Vec<Span> = [
            year.as_ref().filter(|_| known.is_some()),
            free.as_ref().filter(|_| told.is_some()),
        ]
        .into_iter()
        .flatten()
        .map(place)
        .collect();
        if let Some(date) = told.or(known) {
            claims.date_of(Field::Issued, date, &places, RULE, WEIGHT);
        }
        for (tag, field) in [("WP", Field::AvailableDate), ("RD", Field::Accessed)] {
            if let Some(value) = self.fields.first(tag)
                && let Some(date) = of(value.as_str())
            {
                claims.date(field, date, place(&value), RULE, WEIGHT);
            }
        }
    }

    /// First and last page; of a whole work the lone number is how many there are.
    fn pages(&self, claims: &mut Claims, kind: ItemType) {
        let (first, last) = (self.fields.first("SP"), self.fields.first("OP"));
        let counted = matches!(kind, ItemType::Book | ItemType::Thesis | ItemType::Report);
        match (first, last) {
            (Some(count), None) if counted => {
                let digits = count.as_str().bytes().take_while(u8::is_ascii_digit).count();
                claim(claims, Field::NumberOfPages, &count.slice(Span::new(0, digits)), RULE);
            }
            (Some(first), last) => claim_page_range(claims, &first, last.as_ref(), RULE),
            (None, Some(pages)) => claim_pages(claims, &pages, RULE),
            (None, None) => {}
        }
    }

    fn identifiers(&self, claims: &mut Claims) {
        let mut numbers = SerialNumbers::default();
        self.fields.all("SN").for_each(|number| numbers.read(&number));
        numbers.claim(claims, RULE);
        let own = self
            .fields
            .all("DO")
            .any(|value| claim_doi(claims, &value, RULE, WEIGHT));
        // Exports from before the tag `DO` have it among notes and links.
        if !own {
            let noted = |value: &MappedText| value.as_str().to_ascii_lowercase().starts_with("doi");
            let _ = self
                .fields
                .all("NO")
                .filter(noted)
                .chain(self.fields.all("UL"))
                .chain(self.fields.all("LK"))
                .any(|value| claim_doi(claims, &value, RULE, WEIGHT - 20));
        }
        for (tag, pmc) in [("PMID", false), ("PMCID", true)] {
            let Some(value) = self.fields.first(tag) else { continue };
            if let Some(id) = Pmcid::parse(value.as_str()).filter(|_| pmc) {
                claims.text(Field::Pmcid, id.as_str(), place(&value), RULE, WEIGHT);
            } else if let Some(id) = Pmid::parse(value.as_str()).filter(|_| !pmc) {
                claims.text(Field::Pmid, id.as_str(), place(&value), RULE, WEIGHT);
            }
        }
        if let Some(value) = self.fields.first("UL").or_else(|| self.fields.first("LK"))
            && let Some(url) = pieces(&value, &[' ']).first()
        {
            claim(claims, Field::Url, url, RULE);
        }
    }
}
