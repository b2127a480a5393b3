//! What PubMed saves as "Summary (text)": one paragraph a paper, under rising numbers:
//! `1: Doe J, Roe M. A title. J Test. 2020 Nov 6;10(1):19-23. doi: 10.… PMID: 33159126; PMCID: PMC7648834.`

use super::Format;
use super::flow::{WEIGHT, claim_zone, place};
use super::page::is_group;
use super::pubmed_text::{book, citation, names, unwrapped, year_at};
use super::tagged::lines;
use crate::base::{MappedText, Name, Parsed, PartialDate, Pmcid, Pmid, Span};
use crate::capture::Capture;
use crate::record::{Claims, Field, ZoneKind};

/// The format.
pub const FORMAT: Format = Format {
    name: "pubmed-summary",
    title: "PubMed's summaries saved as text",
    extensions: &[],
    recognise,
    read,
};

const RULE: &str = "pubmed-summary";

/// Whether the first paragraph is the first summary, and says PubMed's number of the paper.
fn recognise(text: &str) -> u8 {
    let Some(first) = paragraphs(text).next() else { return 0 };
    let words: Vec<&str> = first.of(text).split_whitespace().take(2_000).collect();
    let whole = words.join(" ");
    let own = numbered(&whole).is_some_and(|rest| year_at(rest).is_some());
    match own && (whole.contains(" PMID: ") || whole.contains(" doi: ")) {
        true => 93,
        false => 0,
    }
}

/// What follows the number of a paper. Papers that somebody took out leave gaps, and files that were joined begin anew.
fn numbered(paragraph: &str) -> Option<&str> {
    let paragraph = paragraph.trim_start_matches('\u{feff}').trim_start();
    let rest = paragraph.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=6)
        .contains(&(paragraph.len() - rest.len()))
        .then(|| rest.strip_prefix(": "))
        .flatten()
}

/// The lines between empty ones.
fn paragraphs(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut all = lines(text).peekable();
    std::iter::from_fn(move || {
        let blank = |line: &Span| line.of(text).trim_matches(['\u{feff}', ' ', '\t']).is_empty();
        while all.next_if(blank).is_some() {}
        let mut whole = all.next()?;
        while let Some(line) = all.next_if(|line| !blank(line)) {
            whole.end = line.end;
        }
        Some(whole)
    })
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let text: &str = &capture.text;
    let mut records: Vec<Span> = Vec::new();
    for paragraph in paragraphs(text) {
        if numbered(paragraph.of(text)).is_some() {
            records.push(paragraph);
        } else if let Some(last) = records.last_mut() {
            last.end = paragraph.end;
        }
    }
    Parsed::clean(records.into_iter().map(|span| claims(text, span)).collect())
}

fn claims(text: &str, span: Span) -> Claims {
    let mut claims = Claims::within([span]);
    let whole = unwrapped(text, span);
    let start = whole.as_str().find(": ").map_or(0, |at| at + 2);
    let summary = whole.slice(Span::new(start, whole.as_str().len()));
    let words = summary.as_str();
    let year = year_at(words);
    // Journals are abbreviated without dots; a title may close with any mark.
    let head = year.map_or(words.len(), |at| at - 2);
    let journal = [". ", "? ", "! ", ".] ", "?] "]
        .iter()
        .filter_map(|mark| words[..head].rfind(mark).map(|at| at + mark.len()))
        .max()
        .filter(|_| year.is_some());
    // A chapter has no journal, and says its book behind the date.
    let book = year.and_then(|at| words[at..].find(" In: ").map(|offset| (at + offset + 1, offset)));
    let book = book.filter(|(_, offset)| *offset < 20).map(|(at, _)| at);
    let journal = journal.filter(|_| book.is_none());
    if let Some(journal) = journal {
        citation(&mut claims, &summary, journal, RULE);
    } else if let Some(at) = book {
        book_of(&mut claims, &summary, year.unwrap_or(at), at);
    }
    let end = journal.unwrap_or(head);
    let mut title = 0;
    if let Some(stop) = words[..end].find(". ").filter(|stop| stop + 2 < end) {
        let list = summary.slice(Span::new(0, stop));
        let nobody = list.as_str().starts_with("[No authors listed]");
        if is_group(list.as_str()) && !list.as_str().contains([',', ';']) {
            claims.name(Field::Author, Name::group(list.as_str()), place(&list), RULE, WEIGHT);
            title = stop + 2;
        } else if nobody || names(&mut claims, &list, RULE) {
            title = stop + 2;
        }
    }
    let words_of_title = words[title..end].trim_end();
    let cut = match words_of_title.strip_suffix('.') {
        Some(head) if !head.ends_with('.') => head.len(),
        _ => words_of_title.len(),
    };
    let title = summary.slice(Span::new(title, title + cut));
    claim_zone(&mut claims, Field::Title, ZoneKind::Title, title, RULE);
    identifiers(&mut claims, &summary);
    claims
}

/// The book of a chapter, which stands from `at` on, and the day, which stands at `day`.
fn book_of(claims: &mut Claims, summary: &MappedText, day: usize, at: usize) {
    let words = summary.as_str();
    book(claims, &summary.slice(Span::new(at, words.len())), RULE);
    let end = words[day..].find('.').map_or(words.len(), |end| day + end);
    let day = summary.slice(Span::new(day, end));
    if let Some(date) = PartialDate::parse(day.as_str()) {
        claims.date(Field::Issued, date, place(&day), RULE, WEIGHT + 1);
    }
}

fn identifiers(claims: &mut Claims, summary: &MappedText) {
    let words = summary.as_str();
    let after = |label: &str| {
        let at = words.rfind(label)? + label.len();
        let end = words[at..].find([';', ' ', '.']).map_or(words.len(), |end| at + end);
        Some(summary.slice(Span::new(at, end)))
    };
    if let Some(value) = after("PMID: ")
        && let Some(pmid) = Pmid::parse(value.as_str())
    {
        claims.text(Field::Pmid, pmid.as_str(), place(&value), RULE, WEIGHT);
    }
    if let Some(value) = after("PMCID: ")
        && let Some(pmcid) = Pmcid::parse(value.as_str())
    {
        claims.text(Field::Pmcid, pmcid.as_str(), place(&value), RULE, WEIGHT);
    }
}
