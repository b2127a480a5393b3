//! RIS in the flavours of Zotero, EndNote, Mendeley, Reference Manager, Scopus, Web of Science, Ovid and publishers.
//!
//! Tags after the RIS specification of 2011 and the older one of Reference Manager; where the two differ, what the
//! type of the entry allows decides.

mod notes;
mod tags;

use super::Format;
use super::flow::{WEIGHT, claim, claim_keywords, claim_zone, place, without_markup};
use super::medline::{article_title, without_kind};
use super::names::person_or_group;
use super::numbers::{SerialNumbers, claim_doi, claim_edition, claim_page_range, claim_pages};
use super::table::People;
use super::tagged::{Step, Tagged, steps};
use super::{cited, table};
use crate::base::codes::extract::{BROKEN_ENTRY, MALFORMED_VALUE};
use crate::base::{Diagnostic, MappedText, Parsed, PartialDate, Pmcid, Pmid, Severity, Span};
use crate::capture::Capture;
use crate::record::{AUTHORS_CUT, Claims, Field, ItemType, ZoneKind};
use std::ops::Range;
use tags::{TYPES, contributor, known, rule, volume_field};

/// The format.
pub const FORMAT: Format = Format {
    name: "ris",
    title: "RIS",
    extensions: &["ris", "txt"],
    recognise,
    read,
};

/// `TY  - value`: two capitals or digits, blanks, a hyphen. Fewer than two blanks and indentation are borne with
/// tags of the specification.
fn tag_at(line: &str) -> Option<(Range<usize>, usize)> {
    let body = line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let indent = line.len() - body.len();
    let tag = body.get(..2)?;
    let bytes = tag.as_bytes();
    if !bytes[0].is_ascii_uppercase() || !(bytes[1].is_ascii_uppercase() || bytes[1].is_ascii_digit()) {
        return None;
    }
    let after = &body[2..];
    let hyphen = after.trim_start_matches([' ', '\t', '\u{a0}']);
    let blanks = after.len() - hyphen.len();
    let rest = hyphen.strip_prefix('-')?;
    if !(rest.is_empty() || rest.starts_with(char::is_whitespace)) || blanks == 0 || blanks > 4 {
        return None;
    }
    // Continuation lines are often indented, and may begin with "II - ".
    if !known(tag) && (blanks != 2 || indent > 3) || (blanks == 1 && indent > 3) {
        return None;
    }
    Some((indent..indent + 2, line.len() - rest.len()))
}

fn recognise(text: &str) -> u8 {
    let (mut tags, mut end, mut medline) = (0, false, false);
    for line in super::tagged::lines(text).take(400) {
        let line = line.of(text);
        medline |= line.starts_with("PMID- ") || line.starts_with("OWN - ");
        let Some((tag, value)) = tag_at(line) else { continue };
        match &line[tag] {
            "TY" if TYPES
                .iter()
                .any(|(name, _)| line[value..].trim().eq_ignore_ascii_case(name)) =>
            {
                return 95;
            }
            "TY" => return 85,
            "ER" => end = true,
            tag if known(tag) => tags += 1,
            _ => {}
        }
    }
    match tags {
        _ if medline => 0,
        4.. if end => 75,
        6.. => 40,
        _ => 0,
    }
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let text: &str = &capture.text;
    let mut records = Vec::new();
    let mut diagnostics = Vec::new();
    let mut entry: Vec<Tagged<'_>> = Vec::new();
    let mut finish = |entry: &mut Vec<Tagged<'_>>, ended: bool, diagnostics: &mut Vec<Diagnostic>| {
        let fields = std::mem::take(entry);
        let (Some(first), Some(last)) = (fields.first(), fields.last()) else {
            return;
        };
        // Ovid writes tags of its own behind the end of an entry.
        let says = |field: &Tagged<'_>| {
            matches!(
                field.tag,
                "TI" | "T1" | "CT" | "BT" | "AU" | "A1" | "JO" | "JF" | "T2" | "DO" | "PY" | "Y1" | "AB" | "N2" | "UR"
            )
        };
        if first.tag != "TY" && !fields.iter().any(says) {
            return;
        }
        let span = first.span.join(last.span);
        if !ended {
            let mut diagnostic = Diagnostic::new(BROKEN_ENTRY, "the entry does not end with an ER line")
                .at(&capture.path, first.span)
                .help("its fields were read; add a line `ER  - ` after its last one");
            diagnostic.severity = Severity::Warning;
            diagnostics.push(diagnostic);
        }
        records.push(Entry { text, fields }.claims(span, capture, diagnostics));
    };
    for step in steps(text, tag_at) {
        let Step::Field(field) = step else { continue };
        for field in unglued(text, field) {
            match field.tag {
                "ER" => finish(&mut entry, true, &mut diagnostics),
                // A type alone is no entry.
                "TY" if entry.iter().all(|known| known.tag == "TY") => {
                    entry.clear();
                    entry.push(field);
                }
                "TY" => {
                    finish(&mut entry, false, &mut diagnostics);
                    entry.push(field);
                }
                _ => entry.push(field),
            }
        }
    }
    // A lone tag after the last entry is a footer of the export, no entry.
    if entry.len() > 1 || entry.first().is_some_and(|field| field.tag == "TY") {
        finish(&mut entry, false, &mut diagnostics);
    }
    Parsed::new(records, diagnostics)
}

/// Takes apart fields whose line ends the exporter forgot: `…, USAAD  - Kansas State University`.
fn unglued<'t>(text: &'t str, field: Tagged<'t>) -> Vec<Tagged<'t>> {
    let content = field.span.of(text);
    let start = field.span.start as usize;
    let mut cuts = Vec::new();
    for at in memchr::memmem::find_iter(content.as_bytes(), b"  - ") {
        let Some(tag) = at.checked_sub(2).and_then(|from| content.get(from..at)) else {
            continue;
        };
        let before = content
            .get(..at.saturating_sub(2))
            .and_then(|head| head.chars().next_back());
        if known(tag) && before.is_some_and(|c| !c.is_whitespace()) {
            cuts.push(at - 2);
        }
    }
    if cuts.is_empty() {
        return vec![field];
    }
    let mut parts = Vec::new();
    let end = field.span.end as usize;
    let value_start = field.first.start as usize;
    for (index, cut) in std::iter::once(None)
        .chain(cuts.iter().map(|cut| Some(*cut)))
        .enumerate()
    {
        let to = cuts.get(index).map_or(end, |cut| start + cut);
        let (tag, from) = match cut {
            None => (field.tag, value_start),
            Some(cut) => (&content[cut..cut + 2], start + cut + 6),
        };
        let whole = super::tagged::trimmed(text, Span::new(from.min(to), to));
        let mut lines = super::tagged::lines(whole.of(text))
            .map(|line| super::tagged::trimmed(text, line.shift(whole.start as usize)));
        let first = lines.next().unwrap_or(whole);
        parts.push(Tagged {
            tag,
            span: Span::new(cut.map_or(start, |cut| start + cut), to),
            first,
            more: lines.filter(|line| !line.is_empty()).collect(),
        });
    }
    parts
}

struct Entry<'t> {
    text: &'t str,
    fields: Vec<Tagged<'t>>,
}

impl<'t> Entry<'t> {
    /// The first non-empty value of the first of `tags` that has one.
    fn first(&self, tags: &[&str]) -> Option<(&'static str, MappedText)> {
        tags.iter().find_map(|tag| {
            self.fields
                .iter()
                .filter(|field| field.tag == *tag)
                .map(|field| field.value(self.text))
                .find(|value| !value.is_empty())
                .map(|value| (rule(tag), value))
        })
    }

    fn all<'a>(&'a self, tags: &'a [&'a str]) -> impl Iterator<Item = &'a Tagged<'t>> + 'a {
        self.fields.iter().filter(|field| tags.contains(&field.tag))
    }

    fn claims(&self, span: Span, capture: &Capture, diagnostics: &mut Vec<Diagnostic>) -> Claims {
        let mut claims = Claims {
            span,
            ..Claims::default()
        };
        let code = self.first(&["TY"]);
        let code_text = code
            .as_ref()
            .map_or(String::new(), |(_, value)| value.as_str().to_ascii_uppercase());
        let kind = TYPES
            .iter()
            .find(|(name, _)| *name == code_text)
            .map_or(ItemType::Document, |(_, kind)| *kind);
        if let Some((rule, value)) = &code
            && kind != ItemType::Document
        {
            claims.kind(kind, place(value), rule, WEIGHT);
        }
        if let Some((rule, value)) = self.first(&["ID", "LB"]) {
            claim(&mut claims, Field::Id, &value, rule);
        }
        self.titles(&mut claims, kind);
        self.names(&mut claims, kind, &code_text);
        self.dates(&mut claims, kind);
        self.place_in_container(&mut claims, kind);
        self.identifiers(&mut claims, capture, diagnostics);
        self.rest(&mut claims, kind);
        self.labelled_notes(&mut claims, kind);
        claims
    }

    fn titles(&self, claims: &mut Claims, kind: ItemType) {
        let part = is_part(kind);
        let title_tags: &[&str] = if part {
            &["TI", "T1", "CT"]
        } else {
            &["TI", "T1", "CT", "BT"]
        };
        if let Some((rule, value)) = self.first(title_tags) {
            let mut title = without_markup(&value);
            let of_ovid = |(_, value): (&str, MappedText)| value.as_str().to_ascii_lowercase().contains("ovid");
            if ["DB", "UR", "L2"]
                .iter()
                .any(|tag| self.first(&[tag]).is_some_and(of_ovid))
            {
                title = article_title(&without_kind(&title));
            }
            claim_zone(claims, Field::Title, ZoneKind::Title, title, rule);
        }
        if let Some((rule, value)) = self.first(&["ST"]) {
            claim(claims, Field::TitleShort, &value, rule);
        }
        // C3 are the proceedings; T2 beside them is the conference.
        let proceedings = self.first(&["C3"]).filter(|_| kind == ItemType::PaperConference);
        if proceedings.is_some()
            && let Some((rule, value)) = self.first(&["T2"])
        {
            claim(claims, Field::EventTitle, &without_markup(&value), rule);
        }
        let full = if part {
            proceedings.or_else(|| self.first(&["JF", "T2", "BT"]))
        } else {
            None
        };
        // Of registered trials the Cochrane Library gives an address in place of the journal.
        let named = |(_, value): &(&str, MappedText)| !value.as_str().starts_with("http");
        let full = full.filter(named);
        let short = self.first(&["J2", "JA", "JI"]).filter(named);
        let either = self.first(&["JO", "J1", "J9"]).filter(named);
        if part {
            match (&full, &either, &short) {
                (Some((rule, value)), ..) => claim(claims, Field::ContainerTitle, &without_markup(value), rule),
                (None, Some((rule, value)), _) | (None, None, Some((rule, value))) => {
                    claim(claims, Field::ContainerTitle, &without_markup(value), rule);
                }
                _ => {}
            }
        }
        // JO holds the full title or the abbreviation; beside a full title, or with dots, it is the abbreviation.
        let differs = |value: &MappedText| full.as_ref().is_none_or(|(_, full)| full.as_str() != value.as_str());
        let short = short.or_else(|| either.filter(|(_, value)| full.is_some() || value.as_str().contains('.')));
        if let Some((rule, value)) = short.filter(|(_, value)| differs(value)) {
            claim(claims, Field::ContainerTitleShort, &value, rule);
        }
        let series: &[&str] = if part { &["T3"] } else { &["T2", "T3"] };
        if let Some((rule, value)) = self.first(series) {
            claim(claims, Field::CollectionTitle, &value, rule);
        }
    }

    fn names(&self, claims: &mut Claims, kind: ItemType, code: &str) {
        let author = if code == "EDBOOK" { Field::Editor } else { Field::Author };
        let series = self.first(&["T2", "T3"]).is_some();
        let roles = [("AU", Some(author)), ("A1", Some(author)), ("ED", Some(Field::Editor))];
        let others = ["A2", "A3", "A4"].map(|tag| (tag, contributor(tag, code, kind, series)));
        for field in [Field::Author, Field::Editor, Field::CollectionEditor, Field::Translator] {
            let tags: Vec<&str> = roles
                .iter()
                .chain(&others)
                .filter(|(_, role)| *role == Some(field))
                .map(|(tag, _)| *tag)
                .collect();
            let tags = &tags[..];
            for tagged in self.all(tags) {
                for piece in tagged.pieces(self.text, &[';']) {
                    let lower = piece.as_str().to_ascii_lowercase();
                    if matches!(lower.trim_end_matches('.'), "et al" | "others" | "and others") {
                        if field == Field::Author {
                            claims.et_al = Some(place(&piece));
                        }
                        continue;
                    }
                    // Some put all names in one line, with initials behind each.
                    let commas = piece.as_str().matches(',').count();
                    let several = (commas >= 3)
                        .then(|| table::people(&piece))
                        .filter(People::have_initials);
                    if let Some(several) = several {
                        several.claim(claims, field, "ris");
                        continue;
                    }
                    // PsycINFO's lists of cited families are no editors.
                    if commas >= 5 && field != Field::Author {
                        continue;
                    }
                    claims.name(field, person_or_group(piece.as_str()), place(&piece), "ris", WEIGHT);
                }
            }
        }
    }

    fn dates(&self, claims: &mut Claims, kind: ItemType) {
        let year = self
            .first(&["PY", "Y1", "YR"])
            .and_then(|(_, value)| PartialDate::parse(value.as_str()).map(|date| (date.year, place(&value))));
        let mut best: Option<(PartialDate, Span, &'static str)> = None;
        for tag in ["DA", "PY", "Y1", "YR"] {
            let Some((rule, value)) = self.first(&[tag]) else {
                continue;
            };
            let mut span = place(&value);
            let mut date = PartialDate::parse(value.as_str());
            // Web of Science dates by month alone; the year stands in PY.
            if date.is_none()
                && tag == "DA"
                && let Some((year, year_span)) = year
            {
                date = PartialDate::parse(&format!("{year} {}", value.as_str()));
                span = if date.is_some_and(|date| date.month.is_some()) {
                    span
                } else {
                    year_span
                };
            }
            let Some(date) = date else { continue };
            let precision = |date: &PartialDate| date.parts().len() + usize::from(date.season.is_some());
            // The year of the issue is the one that is cited; DA may be the day it went online.
            let contradicts = tag == "DA" && self.first(&["PY"]).is_some() && year.is_some_and(|(y, _)| y != date.year);
            if !contradicts
                && best
                    .as_ref()
                    .is_none_or(|(known, ..)| precision(&date) > precision(known))
            {
                best = Some((date, span, rule));
            }
            if tag == "DA" && best.is_some() && self.first(&["PY"]).is_none() {
                break; // Y1 is the older form of DA
            }
        }
        if let Some((date, span, rule)) = best {
            claims.date(Field::Issued, date, span, rule, WEIGHT);
        }
        if !matches!(kind, ItemType::Patent | ItemType::PaperConference)
            && let Some((rule, value)) = self.first(&["Y2"])
            && let Some(date) = PartialDate::parse(value.as_str())
        {
            claims.date(Field::Accessed, date, place(&value), rule, WEIGHT);
        }
    }

    fn place_in_container(&self, claims: &mut Claims, kind: ItemType) {
        let own_volume = self.procite_volume(kind);
        if let Some((rule, value)) = &own_volume {
            claim(claims, Field::Volume, value, rule);
            if let Some((rule, value)) = self.first(&["VL"]) {
                claim(claims, Field::Edition, &value, rule);
            }
        } else if let Some((rule, value)) = self.first(&["VL", "VO"])
            && let Some(field) = volume_field(kind, value.as_str())
            && (field == Field::Volume || self.first(&["ET", "M3"]).is_none())
        {
            claim(claims, field, &value, rule);
        }
        // What has no type of its own, but a journal, is numbered as in journals.
        let journal = || self.first(&["JF", "JO", "JA", "J1", "J2", "T2"]).is_some();
        let serial = is_serial(kind) || (kind == ItemType::Document && journal());
        // Ovid keeps numbers of its own in M1: `7603509, a8g`.
        let number = |value: &MappedText| value.as_str().len() <= 12 && !value.as_str().contains([',', ' ']);
        let issue = self
            .first(&["IS", "CP"])
            .or_else(|| self.first(&["M1"]).filter(|(_, value)| !serial || number(value)));
        let taken = |rule: &str| own_volume.as_ref().is_some_and(|(known, _)| *known == rule);
        if let Some((rule, value)) = issue.filter(|(rule, _)| !taken(rule)) {
            let field = match kind {
                _ if serial => Field::Issue,
                ItemType::Book if rule == "ris:M1" => Field::CollectionNumber,
                _ => Field::Number,
            };
            claim(claims, field, &value, rule);
        }
        if let Some((rule, value)) = self.first(&["SV"]) {
            claim(claims, Field::CollectionNumber, &value, rule);
        }
        let (first, last) = (self.first(&["SP"]), self.first(&["EP"]));
        match (first, last) {
            (Some((rule, first)), None)
                if matches!(kind, ItemType::Book | ItemType::Thesis)
                    && first.as_str().bytes().all(|b| b.is_ascii_digit()) =>
            {
                claim(claims, Field::NumberOfPages, &first, rule);
            }
            // Of images, films and programs SP is a description or the running time.
            (Some((_, first)), None)
                if matches!(
                    kind,
                    ItemType::Graphic | ItemType::Figure | ItemType::MotionPicture | ItemType::Software
                ) && !first.as_str().starts_with(|c: char| c.is_ascii_digit()) => {}
            (Some((rule, first)), last) => {
                claim_page_range(claims, &first, last.as_ref().map(|(_, last)| last), rule);
            }
            (None, Some((rule, last))) => claim_pages(claims, &last, rule),
            // The article number of journals without pages.
            (None, None) if serial => {
                if let Some((rule, value)) = self.first(&["C7"]) {
                    claim(claims, Field::Page, &value, rule);
                }
            }
            (None, None) => {}
        }
    }

    fn identifiers(&self, claims: &mut Claims, capture: &Capture, diagnostics: &mut Vec<Diagnostic>) {
        let mut numbers = SerialNumbers::default();
        for field in self.all(&["SN"]) {
            for line in field.lines(self.text) {
                numbers.read(&line);
            }
        }
        numbers.claim(claims, "ris:SN");
        let url = self
            .all(&["UR", "LK"])
            .flat_map(|field| {
                field
                    .pieces(self.text, &[';'])
                    .into_iter()
                    .map(|piece| (field.tag, piece))
            })
            .next();
        let mut doi = false;
        for field in self.all(&["DO", "DI"]) {
            let value = field.value(self.text);
            doi = doi || claim_doi(claims, &value, rule(field.tag), WEIGHT);
            if !doi && !value.is_empty() {
                diagnostics.push(
                    Diagnostic::new(MALFORMED_VALUE, format!("`{}` is no DOI", value.as_str()))
                        .at(&capture.path, place(&value)),
                );
            }
        }
        // Publishers repeat the DOI in a note, as the kind of work, and in the address.
        for field in self.all(&["M3", "N1", "L3", "UR"]) {
            let value = field.value(self.text);
            let lower = value.as_str().to_ascii_lowercase();
            let whole = crate::base::Doi::parse(value.as_str()).is_some();
            let inside = ["doi.org/", "doi=10.", "doi:10."]
                .iter()
                .any(|mark| lower.contains(mark));
            if !doi && (whole || (field.tag != "N1" && inside)) {
                doi = claim_doi(claims, &value, rule(field.tag), WEIGHT - 20);
            }
        }
        // Ovid's addresses name the record: `…&id=pmid:22820254`.
        if let Some((tag, value)) = &url
            && let Some(at) = value.as_str().find("id=pmid:").map(|at| at + "id=pmid:".len())
        {
            let digits = value.as_str()[at..].bytes().take_while(u8::is_ascii_digit).count();
            let number = value.slice(Span::new(at, at + digits));
            if let Some(pmid) = Pmid::parse(number.as_str()) {
                claims.text(Field::Pmid, pmid.as_str(), place(&number), rule(tag), WEIGHT - 20);
            }
        }
        if let Some((tag, value)) = url {
            claim(claims, Field::Url, &value, rule(tag));
        }
        let source = self.first(&["DB"]).or_else(|| self.first(&["DP"]));
        let medline = source.as_ref().is_some_and(|(_, value)| {
            let source = value.as_str().to_ascii_lowercase();
            source.contains("pubmed")
                || source.contains("medline")
                || matches!(source.as_str(), "nlm" | "mnh" | "mdc" | "cmedm")
        });
        let scopus = source
            .as_ref()
            .is_some_and(|(_, value)| matches!(value.as_str(), "Scopus" | "Embase"));
        for field in self.all(&["AN", "C2", "N1", "U1", "U2"]) {
            let value = field.value(self.text);
            // PubMed Central: `23690738[pmid]`, `PMC4756000[pmcid]`.
            let text = value.as_str().trim_end_matches(']');
            let (text, mark) = text.rsplit_once('[').unwrap_or((text, ""));
            let labelled = mark == "pmid" || text.to_ascii_uppercase().starts_with("PMID");
            let own = medline && field.tag == "AN" || scopus && field.tag == "C2";
            if let Some(pmcid) = Pmcid::parse(text) {
                claims.text(Field::Pmcid, pmcid.as_str(), place(&value), rule(field.tag), WEIGHT);
            } else if let Some(pmid) = Pmid::parse(text).filter(|_| labelled || own) {
                claims.text(Field::Pmid, pmid.as_str(), place(&value), rule(field.tag), WEIGHT);
            } else if field.tag == "AN" {
                claim(claims, Field::ArchiveLocation, &value, rule("AN"));
            }
        }
        if let Some((rule, value)) = source {
            claim(claims, Field::Source, &value, rule);
        }
    }

    fn rest(&self, claims: &mut Claims, kind: ItemType) {
        if let Some((rule, value)) = self.first(&["ET"]) {
            claim_edition(claims, &value, rule);
        }
        for (tags, field) in [
            (&["PB", "PU"][..], Field::Publisher),
            (&["CY", "PP", "PI"], Field::PublisherPlace),
            (&["LA"], Field::Language),
            (&["CN"], Field::CallNumber),
        ] {
            if let Some((rule, value)) = self.first(tags) {
                claim(claims, field, &value, rule);
            }
        }
        let genre = self
            .first(&["M3"])
            .filter(|(_, value)| crate::base::Doi::find(value.as_str()).is_none());
        if let Some((rule, value)) = genre.filter(|_| !is_serial(kind)) {
            claim(claims, Field::Genre, &value, rule);
        }
        if let Some((rule, value)) = self.first(&["AB", "N2"]) {
            claim_zone(
                claims,
                Field::Abstract,
                ZoneKind::Abstract,
                without_markup(&value),
                rule,
            );
        }
        let keywords = self
            .all(&["KW"])
            .flat_map(|field| field.pieces(self.text, &[';']))
            .collect();
        claim_keywords(claims, keywords, "ris");
        let (cut, notes): (Vec<MappedText>, Vec<MappedText>) = self
            .all(&["N1"])
            .map(|field| without_markup(&field.value(self.text)))
            .partition(|note| note.as_str() == AUTHORS_CUT);
        claims.et_al = claims.et_al.or(cut.first().map(place));
        let (lists, notes): (Vec<MappedText>, Vec<MappedText>) = notes
            .into_iter()
            .partition(|note| note.as_str().starts_with(REFERENCES));
        claims.references.extend(
            lists
                .iter()
                .flat_map(|list| cited::references(&list.slice(Span::new(REFERENCES.len(), list.as_str().len())))),
        );
        let notes: Vec<MappedText> = notes
            .into_iter()
            .filter(|note| {
                let text = note.as_str();
                !text.is_empty() && crate::base::Doi::parse(text).is_none() && !text.starts_with("PMID")
            })
            .collect();
        let place_of_all = notes.iter().map(place).reduce(Span::join);
        if let Some(span) = place_of_all {
            let texts: Vec<&str> = notes.iter().map(MappedText::as_str).collect();
            claims.text(Field::Note, texts.join("\n"), span, "ris:N1", WEIGHT);
        }
    }
}

/// How Scopus begins the note that lists what the work cites.
const REFERENCES: &str = "References: ";

/// Whether works of that type stand in a container whose title T2 and JF give; of others T2 is the series.
fn is_part(kind: ItemType) -> bool {
    is_serial(kind)
        || matches!(
            kind,
            ItemType::Chapter
                | ItemType::Document
                | ItemType::EntryDictionary
                | ItemType::EntryEncyclopedia
                | ItemType::PaperConference
                | ItemType::Patent
                | ItemType::Post
                | ItemType::PostWeblog
                | ItemType::Webpage
        )
}

fn is_serial(kind: ItemType) -> bool {
    matches!(
        kind,
        ItemType::ArticleJournal | ItemType::ArticleMagazine | ItemType::ArticleNewspaper | ItemType::Periodical
    )
}
