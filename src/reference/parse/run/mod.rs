//! The numeric run of a reference: year, volume, issue, supplement and pages, in whatever order a style has them.
//!
//! A run is a maximal piece of a reference that holds nothing but numbers, months, their labels and marks. Titles hold
//! runs too ("in 979 patients"); each run is read, and the one that reads best as a place in a journal is taken.

mod assign;
mod parts;

use super::text::Text;
use assign::{brackets, days, find_year, labelled, supplement_volume, unlabelled};
use parts::{Label, PARTS, Part, begins, extent, parts};

use crate::base::Span;
pub use parts::month;

/// The parts of a run, by their places in the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Run {
    /// First token.
    pub lo: usize,
    /// One past the last token.
    pub hi: usize,
    /// The year.
    pub year: Option<u16>,
    /// The words of the date.
    pub date: Span,
    /// Volume.
    pub volume: Span,
    /// Issue.
    pub issue: Span,
    /// Supplement with its label.
    pub supplement: Span,
    /// Pages, without label.
    pub page: Span,
    /// The pages bear a label (`pp.`).
    pub page_labelled: bool,
    /// How well it reads.
    pub score: i32,
}

/// The run from token `from` on that reads best; of equal ones the last.
pub fn best(text: &Text, from: usize, known_year: Option<u16>) -> Option<Run> {
    let end = text.len();
    let mut best: Option<Run> = None;
    let mut i = from;
    while i < end {
        let start = i;
        if !begins(text, i) {
            i += 1;
            continue;
        }
        let stop = extent(text, start);
        let run = read(text, start, stop, known_year);
        if best.is_none_or(|known| run.score >= known.score) && run.score > 0 {
            best = Some(run);
        }
        i = stop.max(start + 1);
    }
    best
}

/// Reads the run from `lo` to `hi`. `known_year` is a year found elsewhere, after the authors.
fn read(text: &Text, lo: usize, hi: usize, known_year: Option<u16>) -> Run {
    let blank = Part {
        a: 0,
        b: 0,
        from: 0,
        label: Label::None,
        before: b' ',
        range: false,
        bracket: false,
        month: false,
        day: false,
        used: false,
    };
    let mut buffer = [blank; PARTS];
    let count = parts(text, lo, hi, &mut buffer);
    let parts = &mut buffer[..count];
    let mut run = Run {
        lo,
        hi,
        ..Run::default()
    };
    let span = |part: &Part| text.span(part.a, part.b);
    days(text, parts);
    if let Some(index) = find_year(text, parts, known_year) {
        let part = &mut parts[index];
        part.used = true;
        for at in part.a..part.b {
            run.year = run.year.or(text.year(at));
        }
        run.date = text.span(part.a, part.b);
        // The months and days beside it.
        for other in (0..index).rev() {
            if !(parts[other].month || parts[other].day) {
                break;
            }
            run.date = run.date.join(span(&parts[other]));
        }
        for part in &parts[index + 1..] {
            if !(part.month || part.day) {
                break;
            }
            run.date = run.date.join(span(part));
        }
    }
    for part in parts.iter_mut() {
        part.used |= part.month || part.day;
    }
    labelled(text, parts, &mut run);
    brackets(text, parts, &mut run);
    supplement_volume(text, &mut run);
    unlabelled(text, parts, &mut run);
    run.score = score(text, &run, parts);
    run
}

fn score(text: &Text, run: &Run, parts: &[Part]) -> i32 {
    let mut score = 0;
    if !run.page.is_empty() {
        score += 2;
        let page = run.page.of(text.source);
        score += 2 * i32::from(page.contains(|c: char| !c.is_alphanumeric()));
        score += 2 * i32::from(run.page_labelled);
        score += 2 * i32::from(!run.volume.is_empty());
    }
    score += i32::from(!run.volume.is_empty());
    score += 2 * i32::from(parts.iter().any(|part| part.label == Label::Volume));
    score += 2 * i32::from(run.year.is_some());
    score += 2 * i32::from(!run.issue.is_empty() && !run.volume.is_empty());
    score += i32::from(parts.iter().any(|part| part.before == b':' || part.before == b';'));
    score += i32::from(parts.iter().any(|part| part.month));
    score += i32::from(run.hi + 1 >= text.len());
    // A year alone is a place only where nothing better is; a number alone is none.
    if run.year.is_none()
        && (run.page.is_empty() || run.volume.is_empty())
        && !run.page_labelled
        && run.hi + 1 < text.len()
    {
        score -= 3;
    }
    score
}
