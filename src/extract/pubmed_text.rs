//! What PubMed saves as "Abstract (text)": a citation, title, authors, abstract and identifiers in paragraphs, one paper
//! after the other under rising numbers.

use super::Format;
use super::flow::{Flow, WEIGHT, claim, claim_zone, pieces, place, plain};
use super::names::family_initials;
use super::numbers::{claim_doi, claim_pages};
use super::tagged::lines;
use crate::base::{MappedText, Name, Parsed, PartialDate, Pmcid, Pmid, Span};
use crate::capture::Capture;
use crate::record::{Claims, Field, ItemType, ZoneKind};
use regex::Regex;
use std::sync::LazyLock;

/// The format.
pub const FORMAT: Format = Format {
    name: "pubmed-text",
    title: "PubMed's abstracts saved as text",
    extensions: &[],
    recognise,
    read,
};

const RULE: &str = "pubmed-text";

/// What paragraphs begin with that are neither authors nor abstract.
const ASIDE: [&str; 8] = [
    "(©",
    "Author information:",
    "Collaborators:",
    "Conflict of interest statement:",
    "Copyright ©",
    "Publisher:",
    "[Article in",
    "©",
];

/// First lines, alone in their lines, of paragraphs that name other publications.
const RELATED: [&str; 12] = [
    "Comment in",
    "Comment on",
    "Erratum for",
    "Erratum in",
    "Expression of concern in",
    "Republished from",
    "Republished in",
    "Retraction in",
    "Retraction of",
    "Update in",
    "Update of",
    "Summary for patients in",
];

/// Whether a file is one: a numbered citation between blank lines, and further down a line of its own for the PMID.
fn recognise(text: &str) -> u8 {
    let first = lines(text).find(|line| !line.of(text).trim().is_empty());
    let first = first.is_some_and(|line| begins(text, line));
    let identified = || text.lines().any(|line| identifier(line, "PMID:").is_some());
    if first && identified() { 92 } else { 0 }
}

/// What follows the number of a paper. Papers that somebody took out leave gaps, and files that were joined begin anew.
fn numbered(line: &str) -> Option<&str> {
    let line = line.trim_start_matches('\u{feff}');
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=6)
        .contains(&(line.len() - rest.len()))
        .then(|| rest.strip_prefix(". "))
        .flatten()
}

/// Where the date begins in a citation: behind the full stop after the journal's name. What closes it tells it from a year
/// that begins a sentence: `2022 update on diagnosis.`
pub(super) fn year_at(citation: &str) -> Option<usize> {
    static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"[.?!] ((?:1[89]|20)\d\d(?:[ -][A-Z][a-z]{2,5}(?:[-/][A-Z][a-z]{2,5})?(?: \d{1,2}(?:-\d{1,2})?)?)?(?:[;:.]|$))").ok()
    });
    DATE.as_ref()?.captures(citation)?.get(1).map(|date| date.start())
}

fn identifier<'l>(line: &'l str, label: &str) -> Option<&'l str> {
    line.trim().strip_prefix(label)?.split_whitespace().next()
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let text: &str = &capture.text;
    let mut records: Vec<Vec<Span>> = Vec::new();
    let (mut blank, mut closed) = (true, false);
    for line in lines(text) {
        let words = line.of(text);
        if words.trim().is_empty() {
            blank = true;
            continue;
        }
        // Files that were joined have no blank line behind the last identifier.
        let opens = (blank || closed) && numbered(words).is_some_and(|_| begins(text, line));
        closed = ["PMID:", "PMCID:", "DOI:"]
            .iter()
            .any(|label| identifier(words, label).is_some());
        if opens {
            records.push(vec![line]);
        } else if let Some(record) = records.last_mut() {
            match record.last_mut().filter(|_| !blank) {
                Some(paragraph) => paragraph.end = line.end,
                None => record.push(line),
            }
        }
        blank = false;
    }
    Parsed::clean(records.iter().map(|paragraphs| claims(text, paragraphs)).collect())
}

/// A paragraph as running text. PubMed breaks lines behind hyphens, too; there no blank stood.
pub(super) fn unwrapped(text: &str, span: Span) -> MappedText {
    let mut flow = Flow::default();
    unwrap(&mut flow, text, span);
    flow.finish()
}

fn unwrap(flow: &mut Flow, text: &str, span: Span) {
    let paragraph = span.of(text);
    let mut hyphen = false;
    for line in lines(paragraph) {
        let words = line.of(paragraph).trim();
        let at = span.start as usize + line.start as usize;
        // "pre- and post-treatment" has its blank.
        let joins = matches!(
            words.split(' ').next(),
            Some("and" | "or" | "to" | "nor" | "but" | "vs" | "vs." | "versus")
        );
        if !hyphen || joins {
            flow.gap(Span::new(at, at));
        }
        let lead = line.of(paragraph).len() - line.of(paragraph).trim_start().len();
        flow.piece(words, at + lead);
        let mut end = words.chars().rev();
        hyphen = end.next() == Some('-') && end.next().is_some_and(char::is_alphanumeric);
    }
}

/// Whether a paper begins at a line: its citation, which may take two lines, has a year; or it is a chapter of NCBI's bookshelf,
/// whose title stands there and the book in a paragraph of its own.
fn begins(text: &str, line: Span) -> bool {
    let rest = text.get(line.start as usize..).unwrap_or("");
    let near = rest.get(..rest.floor_char_boundary(4_000)).unwrap_or(rest);
    let mut paragraphs = Vec::new();
    let mut blank = true;
    for line in lines(near) {
        let words = line.of(near).trim();
        match (words.is_empty(), blank) {
            (true, _) => blank = true,
            (false, true) => {
                paragraphs.push(words.to_owned());
                blank = false;
            }
            (false, false) => {
                if let Some(last) = paragraphs.last_mut() {
                    last.push(' ');
                    last.push_str(words);
                }
            }
        }
        if paragraphs.len() > 5 {
            break;
        }
    }
    let Some(citation) = paragraphs.first().and_then(|first| numbered(first)) else {
        return false;
    };
    year_at(citation).is_some() || paragraphs.iter().skip(1).take(3).any(|words| words.starts_with("In: "))
}

fn claims(text: &str, paragraphs: &[Span]) -> Claims {
    let mut claims = Claims::within(paragraphs.iter().copied());
    let mut rest = paragraphs.iter().map(|span| unwrapped(text, *span)).enumerate();
    let mut chapter = false;
    let mut title = None;
    if let Some((_, first)) = rest.next() {
        let from = first.as_str().find(". ").map_or(0, |at| at + 2);
        chapter = year_at(first.as_str()).is_none();
        match chapter {
            true => title = Some(first.slice(Span::new(from, first.as_str().len()))),
            false => citation(&mut claims, &first, from, RULE),
        }
    }
    // The title comes second, whatever it begins with: "Comment on …" and "Update of …" are titles, too.
    if let Some(title) = title.or_else(|| rest.next().map(|(_, second)| second)) {
        let words = title.as_str();
        // "[A title in translation]." has its full stop outside.
        let end = words.len() - usize::from(words.ends_with('.') && !words.ends_with(".."));
        let title = title.slice(Span::new(0, end));
        claim_zone(&mut claims, Field::Title, ZoneKind::Title, title, RULE);
    }
    let mut summary: Option<Flow> = None;
    let mut authors = false;
    for (at, paragraph) in rest.filter(|(at, _)| !is_aside(paragraphs[*at].of(text))) {
        if identifiers(&mut claims, text, paragraphs[at]) {
            break;
        }
        if chapter && book(&mut claims, &paragraph, RULE) {
            continue;
        }
        let first = !authors && summary.is_none();
        if first && paragraph.as_str().starts_with("[No authors listed]") {
            authors = true;
            continue;
        }
        if first && names(&mut claims, &paragraph, RULE) {
            authors = true;
            continue;
        }
        let flow = summary.get_or_insert_with(Flow::default);
        flow.gap(paragraphs[at]);
        unwrap(flow, text, paragraphs[at]);
    }
    if let Some(flow) = summary {
        claim_zone(&mut claims, Field::Abstract, ZoneKind::Abstract, flow.finish(), RULE);
    }
    claims
}

/// `In: StatPearls [Internet]. Treasure Island (FL): StatPearls Publishing; 2025 Jan–. 2023 Aug 8.`: the book that a chapter is
/// of, and the day of the chapter.
pub(super) fn book(claims: &mut Claims, paragraph: &MappedText, rule: &'static str) -> bool {
    static DAY: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?:–|-)?\. ((?:1[89]|20)\d\d [A-Z][a-z]{2}(?: \d{1,2})?)\.").ok());
    let words = paragraph.as_str();
    if !words.starts_with("In: ") {
        return false;
    }
    let end = words[4..].find(". ").map_or(words.len(), |end| 4 + end);
    let title = paragraph.slice(Span::new(4, end));
    claims.kind(ItemType::Chapter, place(&title), rule, WEIGHT);
    claim(claims, Field::ContainerTitle, &title, rule);
    if let Some(day) = DAY.as_ref().and_then(|form| form.captures(words)?.get(1)) {
        let day = paragraph.slice(Span::new(day.start(), day.end()));
        if let Some(date) = PartialDate::parse(day.as_str()) {
            claims.date(Field::Issued, date, place(&day), rule, WEIGHT);
        }
    }
    true
}

fn is_aside(paragraph: &str) -> bool {
    let first = paragraph.lines().next().unwrap_or("").trim();
    ASIDE.iter().any(|words| first.starts_with(words)) || RELATED.contains(&first)
}

/// `Cancer Cell. 2015 Jul 13;28(1):15-28. doi: 10.1016/j.ccell.2015.06.006. Epub 2015 Jul 1.`
/// `from` is where the journal begins; what stands before it is not looked at.
pub(super) fn citation(claims: &mut Claims, paragraph: &MappedText, from: usize, rule: &'static str) {
    let whole = paragraph.as_str();
    let rest = paragraph.slice(Span::new(from, whole.len()));
    claim_doi(claims, &rest, rule, WEIGHT);
    let Some(at) = year_at(&whole[from..]).map(|at| from + at) else {
        return;
    };
    let journal = paragraph.slice(Span::new(from, at - 2));
    // A chapter of NCBI's bookshelf names its book here.
    if journal.as_str().starts_with("In:") {
        return;
    }
    claims.kind(ItemType::ArticleJournal, place(&journal), rule, WEIGHT);
    claim(claims, Field::ContainerTitle, &journal, rule);
    let end = whole[at..].find(". ").map_or(whole.len(), |end| at + end);
    let piece = |from: usize, to: usize| paragraph.slice(Span::new(from, to.max(from)));
    let dated = whole[at..end].find(';').map_or(end, |end| at + end);
    let date = piece(at, dated);
    if let Some(issued) = PartialDate::parse(date.as_str().trim_end_matches('.')) {
        claims.date(Field::Issued, issued, place(&date), rule, WEIGHT);
    }
    if let Some(epub) = whole[end..].find("Epub ").map(|at| end + at + 5) {
        let day = piece(epub, whole[epub..].find('.').map_or(whole.len(), |end| epub + end));
        if let Some(date) = PartialDate::parse(day.as_str()) {
            claims.date(Field::AvailableDate, date, place(&day), rule, WEIGHT);
        }
    }
    if dated == end {
        return;
    }
    let numbers = dated + 1;
    let pages = whole[numbers..end].find(':').map_or(end, |at| numbers + at);
    let issue = whole[numbers..pages].find('(').map_or(pages, |at| numbers + at);
    claim(claims, Field::Volume, &piece(numbers, issue), rule);
    if let Some(close) = whole[issue..pages].rfind(')') {
        claim(claims, Field::Issue, &piece(issue + 1, issue + close), rule);
    }
    if pages < end {
        let stop = end - usize::from(whole[..end].ends_with('.'));
        claim_pages(claims, &piece(pages + 1, stop), rule);
    }
}

/// `Meyer SC(1), Al-Ali HK(2)(3); COMFORT-II Investigators.`; `false` where the paragraph is no such list.
pub(super) fn names(claims: &mut Claims, paragraph: &MappedText, rule: &'static str) -> bool {
    let mut found: Vec<(Name, Span)> = Vec::new();
    let mut cut = None;
    let (mut people, mut strange) = (0, 0);
    for (at, part) in pieces(paragraph, &[';']).into_iter().enumerate() {
        for piece in pieces(&part, &[',']) {
            let words = piece.as_str();
            let bare = words
                .find("(")
                .map_or(words, |at| &words[..at])
                .trim()
                .trim_end_matches('.');
            if bare == "et al" {
                cut = Some(place(&piece));
                continue;
            }
            let span = place(&piece.slice(Span::new(0, bare.len())));
            match family_initials(bare) {
                name if name.family.is_some() => {
                    people += 1;
                    found.push((name, span));
                }
                _ => {
                    strange += usize::from(at == 0);
                    found.push((Name::group(bare), span));
                }
            }
        }
    }
    // Prose has commas, too, but no initials before each of them.
    if people == 0 || strange * 4 > people || paragraph.as_str().len() > 60_000 {
        return false;
    }
    for (name, span) in found {
        claims.name(Field::Author, name, span, rule, WEIGHT);
    }
    claims.et_al = cut;
    true
}

/// The lines `DOI:`, `PMCID:` and `PMID:`; `false` where the paragraph has none.
fn identifiers(claims: &mut Claims, text: &str, paragraph: Span) -> bool {
    let mut any = false;
    for line in lines(paragraph.of(text)) {
        let line = line.shift(paragraph.start as usize);
        let words = line.of(text);
        let value = |label: &str| {
            let value = identifier(words, label)?;
            let at = line.start as usize + words.find(value)?;
            Some((value, Span::new(at, at + value.len())))
        };
        if let Some((pmid, at)) = value("PMID:") {
            any = true;
            if let Some(pmid) = Pmid::parse(pmid) {
                claims.text(Field::Pmid, pmid.as_str(), at, RULE, WEIGHT);
            }
        } else if let Some((pmcid, at)) = value("PMCID:") {
            any = true;
            if let Some(pmcid) = Pmcid::parse(pmcid) {
                claims.text(Field::Pmcid, pmcid.as_str(), at, RULE, WEIGHT);
            }
        } else if value("DOI:").is_some() {
            any = true;
            claim_doi(claims, &plain(text, line), RULE, WEIGHT);
        }
    }
    any
}
