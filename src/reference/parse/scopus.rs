//! Scopus' two forms of a reference, of which the newer is read like any other but for what stands here.

use super::EarlyYear;
use super::run::Run;
use super::split::Split;
use super::text::{Kind, Text};

/// Scopus' older form, a year in brackets between title and journal without a mark before it: `A title (2015) Am. Behav.
/// Sci., 59 (2), pp. 220-237`, `A book (2012), A Publisher`. The end of the title, and the year.
pub fn older(text: &Text, from: usize, run: Option<&Run>) -> Option<(usize, EarlyYear)> {
    if run.is_some_and(|run| run.year.is_some() && run.lo > from && !run.volume.is_empty()) {
        return None;
    }
    let at = (from + 3..text.len())
        .find(|at| text.mark(*at, b'(') && text.year(at + 1).is_some() && text.mark(at + 2, b')'))?;
    let year = text.year(at + 1)?;
    let after = at + 3;
    // "Ecol. Soc.", "mSystems", "F1000Research", "9th Int. Conf.", "2009 3rd Annual".
    let capital = |i: usize| text.of(i).contains(char::is_uppercase);
    let named = |i: usize| {
        let lettered = text.of(i).chars().filter(|c| c.is_alphabetic()).count();
        text.word(i) && capital(i) || text.kind(i) == Kind::Mixed && lettered > 3 && capital(i)
    };
    let counted = |i: usize| text.numeric(i) && (named(i + 1) || text.numeric(i + 1) && named(i + 2));
    let paged = |i: usize| text.is_any(i, &["pp", "p"]) && text.mark(i + 1, b'.');
    let alone = run.is_none_or(|run| run.lo >= at || run.volume.is_empty());
    let follows = match () {
        () if after >= text.len() => alone && !(from + 1..at).any(|i| text.mark(i, b',')),
        () if text.mark(after, b',') => alone && (named(after + 1) || paged(after + 1) || after + 1 >= text.len()),
        () => named(after) || counted(after) || text.mark(after, b'(') && named(after + 1),
    };
    let worded = !text.any_mark(at - 1, b".,;:");
    (follows && worded).then_some((
        at,
        EarlyYear {
            year,
            date: (at + 1, at + 2),
            end: after,
        },
    ))
}

/// The newer form closes with the year in brackets behind a comma. What is alone between authors and year is the title of a
/// book, not a journal: `Keeling L.J., Gonyou H., Social behavior, (2001)`.
pub fn lone_title(text: &Text, run: Option<&Run>, split: &mut Split) {
    let end = text.len() - usize::from(text.mark(text.len().saturating_sub(1), b'.'));
    let closes = end > 4
        && text.mark(end - 1, b')')
        && text.year(end - 2).is_some()
        && text.mark(end - 3, b'(')
        && text.mark(end - 4, b',');
    let placed = run.is_some_and(|run| !run.page.is_empty() || !run.issue.is_empty());
    let empty = |(a, b): (usize, usize)| a >= b;
    if closes && !placed && !split.known && empty(split.title) && !empty(split.container) {
        split.title = split.container;
        split.container = (split.title.1, split.title.1);
    }
}
