//! A text that is nothing but an abstract: pasted without a heading, in paragraphs, a sentence a line, or under the labels
//! of its parts; a few lines with title, authors and source may stand above it.

use super::abstracts::{Abstract, is_site_notice};
use super::citation::citation;
use super::headings::{Section, is_abstract_label};
use super::lines::{is_prose, words};
use super::sections::Page;
use std::ops::RangeInclusive;

/// Bytes of the longest page that can be nothing but an abstract.
const MOST: usize = 8_000;
/// Bytes of the abstract.
const LENGTH: RangeInclusive<usize> = 250..=6_000;
/// Lines that may stand above it, and below.
const BESIDE: usize = 12;

/// What a line is to the abstract.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Sentences.
    Text,
    /// "Methods": the label of a part.
    Label,
    /// Title, authors, source, keywords, identifiers.
    Other,
}

/// The abstract, if the page has nothing else.
pub(super) fn find(page: &Page<'_>) -> Option<Abstract> {
    if page.text.len() > MOST || page.lines.iter().any(|line| line.level > 0) {
        return None;
    }
    let mut kinds: Vec<Kind> = (0..page.lines.len()).map(|index| kind(page, index)).collect();
    if is_title(page, &kinds) {
        kinds[0] = Kind::Other;
    }
    // A label without text under it is something else.
    for index in 0..kinds.len() {
        if kinds[index] == Kind::Label && kinds.get(index + 1) != Some(&Kind::Text) {
            kinds[index] = Kind::Other;
        }
    }
    let (first, last) = longest(page, &kinds)?;
    // Parts are labelled from the first one on: below text without a label, headings are those of the paper.
    let labelled = kinds[first] == Kind::Label;
    if !labelled && kinds[first..=last].contains(&Kind::Label) {
        return None;
    }
    let outside = |index: usize| {
        matches!(page.section(index), Section::Front | Section::Abstract | Section::Body)
            .then(|| kinds[index] == Kind::Text || is_prose(page.line(index)))
    };
    let above: Vec<bool> = (0..first).filter_map(outside).collect();
    let below: Vec<bool> = (last + 1..kinds.len()).filter_map(outside).collect();
    let few = |beside: &[bool]| beside.len() <= BESIDE && !beside.contains(&true);
    if !few(&above) || !few(&below) {
        return None;
    }
    let span = page.lines[first].span.join(page.lines[last].span);
    let lines = first..=last;
    let sentences: usize = lines.clone().map(|index| sentences(page.line(index))).sum();
    // A list of references has as many full stops.
    let cited = lines
        .filter(|&index| cites(page.line(index)) || citation(page.text, page.lines[index].span, &[]).strength() >= 2);
    let cited = cited.count() * 4 > last - first;
    (LENGTH.contains(&span.len()) && sentences >= 3 && !cited).then_some(Abstract {
        span,
        line: first,
        head: None,
    })
}

fn kind(page: &Page<'_>, index: usize) -> Kind {
    let (line, text) = (&page.lines[index], page.line(index));
    let apart = matches!(
        page.section(index),
        Section::Front | Section::About | Section::Abstract | Section::Body
    );
    if !apart && !is_abstract_label(text) || line.bullet || line.number.is_some() || is_site_notice(text) {
        return Kind::Other;
    }
    match () {
        () if is_abstract_label(text) => Kind::Label,
        () if is_sentence(text) => Kind::Text,
        () => Kind::Other,
    }
}

/// Whether a line of text is whole sentences: words that are mostly small, a full stop at its end.
pub(super) fn is_sentence(text: &str) -> bool {
    let said = match text.split_once(':') {
        Some((label, said)) if is_abstract_label(label) => said,
        _ => text,
    };
    let first = |word: &str| word.chars().find(|c| c.is_alphanumeric()).filter(|c| c.is_alphabetic());
    let all = said.split_whitespace().filter_map(first).count();
    let small = said.split_whitespace().filter_map(first).filter(|c| c.is_lowercase());
    let closed = text.ends_with(['.', '?', '!', ';', ')', ']', '”', '"']);
    words(text) >= 3 && closed && small.count() * 2 >= all || is_prose(text)
}

/// Whether the text has a year and, apart from it, a range of pages.
fn cites(text: &str) -> bool {
    let numbers = || text.split(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '–'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let year = numbers().any(|number| number.len() == 4 && is_number(number) && number.starts_with(['1', '2']));
    let pages = numbers().any(|range| {
        let ends = range.split_once(['-', '–']);
        ends.is_some_and(|(from, to)| is_number(from) && is_number(to) && from.len() + to.len() >= 3)
    });
    year && pages
}

fn sentences(text: &str) -> usize {
    text.matches(". ").count() + usize::from(text.ends_with(['.', '?', '!']))
}

/// Whether the first line, which reads like a sentence, stands apart from those that follow: titles have full stops, too.
fn is_title(page: &Page<'_>, kinds: &[Kind]) -> bool {
    let [first, second, rest @ ..] = &page.lines[..] else {
        return false;
    };
    let alone = first.span.len() <= 250 && sentences(page.line(0)) <= 1 && second.gap;
    let mut rest = rest
        .iter()
        .zip(kinds.iter().skip(2))
        .filter(|(_, kind)| **kind == Kind::Text);
    let apart = rest.clone().count() >= 2 && rest.all(|(line, _)| !line.gap);
    alone && (kinds[1] == Kind::Label || sentences(page.line(1)) >= 2 || apart)
}

/// The longest run of lines of text and labels, in bytes.
fn longest(page: &Page<'_>, kinds: &[Kind]) -> Option<(usize, usize)> {
    let mut best: Option<(usize, (usize, usize))> = None;
    let mut at = 0;
    for run in kinds.chunk_by(|a, b| (*a == Kind::Other) == (*b == Kind::Other)) {
        let (first, last) = (at, at + run.len() - 1);
        at += run.len();
        let length = page.lines[first].span.join(page.lines[last].span).len();
        if run[0] != Kind::Other && best.is_none_or(|(most, _)| length > most) {
            best = Some((length, (first, last)));
        }
    }
    best.map(|(_, run)| run)
}
