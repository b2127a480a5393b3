//! What the fields of a MARC record claim. Tags, codes and relators as the Library of Congress documents them.

use super::super::flow::{WEIGHT, claim, claim_keywords, claim_zone, place};
use super::super::names::{inverted, natural};
use super::super::numbers::{SerialNumbers, claim_doi, claim_pages};
use super::read::{Field as MarcField, Marc};
use crate::base::{MappedText, Name, PartialDate, Span};
use crate::record::{Claims, Field, ItemType, ZoneKind};

const RULE: &str = "marc";

/// The claims of one record.
pub fn claims(record: &Marc) -> Claims {
    let mut claims = Claims {
        span: record.span,
        ..Claims::default()
    };
    if let Some(title) = title(record) {
        claim_zone(&mut claims, Field::Title, ZoneKind::Title, title, RULE);
    }
    kind(&mut claims, record);
    names(&mut claims, record);
    imprint(&mut claims, record);
    numbers(&mut claims, record);
    host(&mut claims, record);
    for (tag, field) in [
        ("250", Field::Edition),
        ("111", Field::EventTitle),
        ("711", Field::EventTitle),
    ] {
        if let Some(value) = record.part(&[tag], 'a').map(bare) {
            claim(&mut claims, field, &value, RULE);
        }
    }
    let series = ["490", "830", "440"];
    let series = series.into_iter().flat_map(|tag| record.field(tag));
    if let Some(field) = series.into_iter().find(|field| field.part('a').is_some()) {
        for (code, own) in [('a', Field::CollectionTitle), ('v', Field::CollectionNumber)] {
            if let Some(value) = field.part(code).map(bare) {
                claim(&mut claims, own, &value, RULE);
            }
        }
    }
    let language = record.part(&["041"], 'a').cloned();
    let coded = || coded_language(record.control("008")?);
    if let Some(language) = language.or_else(coded).filter(|code| code.as_str().len() == 3) {
        claim(&mut claims, Field::Language, &language, RULE);
    }
    if let Some(summary) = record.part(&["520"], 'a') {
        claim_zone(&mut claims, Field::Abstract, ZoneKind::Abstract, summary.clone(), RULE);
    }
    let topics = record.all(&["650", "653"]).filter_map(topic);
    claim_keywords(&mut claims, topics.collect(), RULE);
    if let Some(field) = record.all(&["050", "090", "082"]).next()
        && let Some(number) = joined(field, &['a', 'b'], " ")
    {
        claim(&mut claims, Field::CallNumber, &number, RULE);
    }
    claims
}

/// The language in a record's fixed field: three letters, then two places of the cataloguer's. Blanks before them may have
/// been folded.
fn coded_language(fixed: &MappedText) -> Option<MappedText> {
    let text = fixed.as_str().trim_end();
    let text = match text.rsplit_once([' ', '|']) {
        Some((before, one)) if one.len() <= 1 => before.trim_end_matches([' ', '|']),
        _ => text,
    };
    let start = text.len().checked_sub(3)?;
    let letters = text.get(start..)?.bytes().all(|b| b.is_ascii_lowercase());
    let apart = !text.get(..start)?.ends_with(|c: char| c.is_ascii_lowercase());
    (letters && apart).then(|| fixed.slice(Span::new(start, text.len())))
}

/// The text without the punctuation that stands before the next subfield, and without a sentence's stop.
fn bare(text: &MappedText) -> MappedText {
    let words = text
        .as_str()
        .trim_end()
        .trim_end_matches(['/', ':', ';', ',', '=', ' '])
        .trim_end();
    let last = words.rsplit([' ', '-']).next().unwrap_or("");
    let stop = words.ends_with('.') && !words.ends_with("..") && last.trim_end_matches('.').chars().count() > 3;
    text.slice(Span::new(0, words.len() - usize::from(stop)))
}

/// Subfields of a field, each bare, one after the other.
fn joined(field: &MarcField, codes: &[char], separator: &str) -> Option<MappedText> {
    let mut out = MappedText::new();
    for part in codes
        .iter()
        .flat_map(|code| field.all(*code))
        .map(bare)
        .filter(|part| !part.is_empty())
    {
        if !out.is_empty() {
            let gap = Span::new(
                place(&out).end as usize,
                place(&out).end.max(place(&part).start) as usize,
            );
            out.push(separator, gap);
        }
        out.append(&part);
    }
    (!out.is_empty()).then_some(out)
}

/// `$a`, number and name of a part, and `$b`: the last part of a title in another language is left out.
fn title(record: &Marc) -> Option<MappedText> {
    let field = record.all(&["245"]).next()?;
    let mut out = joined(field, &['a', 'n', 'p'], ". ")?;
    // `=` stands before the title in another language.
    let own = ['a', 'n', 'p'].into_iter().flat_map(|code| field.all(code)).last();
    let parallel = own.is_some_and(|own| own.as_str().trim_end().ends_with('='));
    if let Some(rest) = field.part('b').map(bare).filter(|rest| !rest.is_empty() && !parallel) {
        let gap = Span::new(
            place(&out).end as usize,
            place(&out).end.max(place(&rest).start) as usize,
        );
        out.push(": ", gap);
        out.append(&rest);
    }
    Some(out)
}

/// The type, after the leader: what the record describes, and whether it is a whole or a part.
fn kind(claims: &mut Claims, record: &Marc) {
    if let Some(note) = record.all(&["502"]).find_map(|field| field.parts_place()) {
        claims.kind(ItemType::Thesis, note, RULE, WEIGHT);
        return;
    }
    let letters = record.leader.as_str().get(6..8).unwrap_or("");
    let kind = match letters {
        "am" | "tm" => ItemType::Book,
        "ab" => ItemType::ArticleJournal,
        // What has an ISSN is a journal, whatever the cataloguer made of its parts.
        "aa" if record.part(&["773"], 'x').is_some() => ItemType::ArticleJournal,
        "aa" => ItemType::Chapter,
        _ => return,
    };
    claims.kind(kind, place(&record.leader), RULE, WEIGHT);
}

/// What somebody was to the work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Author,
    Editor,
    Translator,
    Other,
    Unsaid,
}

fn role(field: &MarcField) -> Role {
    let mut role = Role::Unsaid;
    for word in field.all('e').chain(field.all('4')) {
        let word = word
            .as_str()
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        role = match word.as_str() {
            "author" | "aut" | "cre" | "creator" | "verfasser" | "verfasserin" | "verfasser/in" | "auteur"
            | "dissertant" => {
                return Role::Author;
            }
            "editor"
            | "edt"
            | "ed"
            | "herausgeber"
            | "herausgeberin"
            | "hrsg"
            | "editeur"
            | "éditeur intellectuel"
            | "editor of compilation"
            | "edc" => return Role::Editor,
            "translator" | "trl" | "übersetzer" | "traducteur" => return Role::Translator,
            _ => Role::Other,
        };
    }
    role
}

/// Whether the statement of responsibility names editors.
fn names_editors(record: &Marc) -> bool {
    let said = record
        .part(&["245"], 'c')
        .map(|said| said.as_str().to_lowercase())
        .unwrap_or_default();
    [
        "edited by",
        "editor",
        "editors",
        "hrsg",
        "herausgegeben",
        "éd. par",
        "sous la direction",
    ]
    .iter()
    .any(|words| said.contains(words))
}

fn names(claims: &mut Claims, record: &Marc) {
    let own = ["100", "110"];
    let has_main = record.all(&own).next().is_some();
    let unsaid = if !has_main && names_editors(record) {
        Field::Editor
    } else {
        Field::Author
    };
    for field in record.all(&["100", "110", "700", "710"]) {
        // Works that are contained, or that this one is about, have authors of their own. For bodies, 2 says how the name
        // is written.
        let other = field.part('t').is_some() || field.tag() == "700" && field.is_marked('2');
        let Some(value) = field.part('a').filter(|_| !other) else {
            continue;
        };
        let group = field.tag().ends_with("10");
        let target = match (role(field), field.tag()) {
            (Role::Author, _) => Field::Author,
            (Role::Editor, _) => Field::Editor,
            (Role::Translator, _) => Field::Translator,
            // Bodies beside a work are publishers, hosts and funders.
            (Role::Other, _) | (Role::Unsaid, "710") => continue,
            (Role::Unsaid, "700") => unsaid,
            (Role::Unsaid, _) => Field::Author,
        };
        let name = if group {
            Name::group(bare(value).as_str())
        } else {
            person(value)
        };
        claims.name(target, name, place(value), RULE, WEIGHT);
    }
}

/// `Campo, Elías,`: without the comma before the years, and the stop that ends the field.
fn person(value: &MappedText) -> Name {
    let value = bare(value);
    // "Tim." ends the field, "Jr." and "H." are short for something.
    let words = value.as_str();
    let last = words.rsplit([' ', ',']).next().unwrap_or("").trim_end_matches('.');
    let whole = last.chars().count() == 3 && last.chars().skip(1).all(char::is_lowercase) && !Name::is_suffix(last);
    let value = value.slice(Span::new(0, words.len() - usize::from(whole && words.ends_with('.'))));
    // Some catalogues write what somebody did behind the name.
    let mut parts = value.as_str().splitn(3, ", ");
    match (parts.next(), parts.next(), parts.next()) {
        (Some(family), Some(given), Some(more)) if !Name::is_suffix(more) => Name::person(family, given),
        (_, Some(_), _) => inverted(value.as_str()),
        _ => natural(value.as_str()),
    }
}

/// Place, publisher and year: 264 of a publication, 260, and what is a copyright only where nothing else is.
fn imprint(claims: &mut Claims, record: &Marc) {
    let published = |field: &&MarcField| field.tag() == "260" || field.is_marked('1');
    let fields = || record.all(&["264", "260"]);
    let own = fields().find(published).or_else(|| fields().next());
    if let Some(field) = own {
        for (code, target) in [('a', Field::PublisherPlace), ('b', Field::Publisher)] {
            let known = |value: &MappedText| !value.as_str().to_lowercase().contains("not identified");
            if let Some(value) = field.part(code).map(bare).filter(known) {
                claim(claims, target, &unbracketed(&value), RULE);
            }
        }
    }
    let dated = own.into_iter().chain(fields()).find_map(|field| year(field.part('c')?));
    let thesis = || year(record.part(&["502"], 'd')?);
    if let Some((date, at)) = dated.or_else(thesis) {
        claims.date(Field::Issued, date, at, RULE, WEIGHT);
    }
    if let Some(extent) = record.part(&["300"], 'a') {
        let text = extent.as_str();
        let unit = [" p.", " p ", " pages", " S.", " Seiten"]
            .iter()
            .filter_map(|unit| text.find(unit))
            .min();
        let head = &text[..unit.unwrap_or(0)];
        let start = head.len() - head.bytes().rev().take_while(u8::is_ascii_digit).count();
        claim(
            claims,
            Field::NumberOfPages,
            &extent.slice(Span::new(start, head.len())),
            RULE,
        );
    }
    let published = claims.claims.iter().any(|claim| claim.field == Field::Publisher);
    if let Some(school) = record.part(&["502"], 'c').map(bare).filter(|_| !published) {
        claim(claims, Field::Publisher, &school, RULE);
    }
}

/// A value that the cataloguer supplied, without its brackets.
fn unbracketed(value: &MappedText) -> MappedText {
    let text = value.as_str();
    let from = text.len() - text.trim_start_matches('[').len();
    value.slice(Span::new(from, text.trim_end_matches(']').len().max(from)))
}

/// The year in `[2017]`, `©2011.`, `c1998`; nothing where more than a year is unclear (`[between 1990 and 1995]`).
fn year(value: &MappedText) -> Option<(PartialDate, Span)> {
    let text = value.as_str();
    let years: Vec<(usize, &str)> = text
        .match_indices(|c: char| c.is_ascii_digit())
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_ascii_digit()))
        .filter_map(|(at, _)| Some((at, text.get(at..at + 4)?)))
        .filter(|(_, four)| four.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    let unclear = text.contains("between") || text.contains('?') || text.contains("not before");
    let (at, first) = *years.first().filter(|_| !unclear)?;
    let date = PartialDate::parse(first)?;
    Some((date, value.source(Span::new(at, at + 4))))
}

fn numbers(claims: &mut Claims, record: &Marc) {
    let mut serial = SerialNumbers::default();
    for field in record.all(&["020", "022"]) {
        if let Some(value) = field.part('a') {
            serial.read(value);
        }
    }
    for field in record.all(&["773"]) {
        for code in ['x', 'z'] {
            if let Some(value) = field.part(code) {
                serial.read(value);
            }
        }
    }
    serial.claim(claims, RULE);
    let mut doi = false;
    for field in record.all(&["024"]) {
        if let Some(value) = field.part('a').filter(|_| !doi) {
            doi = claim_doi(claims, value, RULE, WEIGHT);
        }
    }
    if let Some(url) = record.part(&["856"], 'u') {
        claim(claims, Field::Url, url, RULE);
    }
}

/// The journal or book that the work is in.
fn host(claims: &mut Claims, record: &Marc) {
    // One of several may hold nothing but pages.
    let named = record.all(&["773"]).find(|field| field.part('t').is_some());
    let Some(field) = named.or_else(|| record.all(&["773"]).next()) else {
        return;
    };
    if let Some(title) = field.part('t').map(bare) {
        claim(claims, Field::ContainerTitle, &title, RULE);
    }
    let Some(part) = field.part('g') else { return };
    let text = part.as_str();
    let mut at = 0;
    for piece in text.split_inclusive([',', ';', '(', ':']) {
        let from = at + piece.len() - piece.trim_start().len();
        at += piece.len();
        let words = piece.trim().trim_end_matches([',', ';', '(', ')', ':', ' ']);
        let lower = words.to_ascii_lowercase();
        let value = |labels: &[&str]| {
            let label = labels.iter().find(|label| lower.starts_with(**label))?;
            let value = words.get(label.len()..)?.trim_start();
            let start = from + words.len() - value.len();
            let numbered =
                value.starts_with(|c: char| c.is_alphanumeric()) && value.bytes().any(|b| b.is_ascii_digit());
            numbered.then(|| part.slice(Span::new(start, start + value.len())))
        };
        if let Some(volume) = value(&["vol.", "volume", "bd.", "band", "jg.", "t."]) {
            claim(claims, Field::Volume, &volume, RULE);
        } else if let Some(issue) = value(&["no.", "nr.", "issue", "heft", "h.", "n°"]) {
            claim(claims, Field::Issue, &issue, RULE);
        } else if let Some(pages) = value(&["pp.", "p.", "pages", "page", "seite", "s."]) {
            claim_pages(claims, &pages, RULE);
        }
    }
    let dated = claims.claims.iter().any(|claim| claim.field == Field::Issued);
    if let Some((date, place)) = year_in_brackets(part).filter(|_| !dated) {
        claims.date(Field::Issued, date, place, RULE, WEIGHT);
    }
}

/// The year in `Vol. 12, no. 3 (2010), p. 5-9`, of which other numbers may have four digits.
fn year_in_brackets(part: &MappedText) -> Option<(PartialDate, Span)> {
    let text = part.as_str();
    let close = text.find(')')?;
    let open = text[..close].rfind('(')?;
    year(&part.slice(Span::new(open, close)))
}

/// A heading with what divides it: `Hematopoietic system -- Cancer`.
fn topic(field: &MarcField) -> Option<MappedText> {
    joined(field, &['a', 'x'], " -- ")
}
