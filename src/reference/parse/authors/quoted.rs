//! Names before a title in quotation marks: there the marks tell where the names end, whatever they look like.

use super::words::{et_al, family_word, is_and, particle, separator};
use super::{Authors, Bounds, Person};
use crate::reference::parse::text::{Case, Kind, Text};

/// Most tokens that stand before the quotation.
const LONGEST: usize = 160;

/// Reads all before the title's opening mark as full names, where the list read so far breaks off earlier:
/// "Mark D Robinson, Davis J McCarthy, and Gordon K Smyth. “edgeR: …”", "Sunil, and Amit Mahajan. 2009. “…”".
pub(super) fn before(text: &Text, bounds: &Bounds, found: &mut Authors) {
    let limit = bounds.hi.min(bounds.lo + LONGEST);
    let Some(quote) = (bounds.lo + 1..limit).find(|i| text.kind(*i) == Kind::Quote) else {
        return;
    };
    let opens = |i: usize| matches!(text.of(i), "“" | "\"" | "„" | "«" | "‘");
    if !opens(quote) || !text.word(quote + 1) && text.kind(quote + 1) != Kind::Mixed {
        return;
    }
    let mut end = quote;
    let trim = |end: &mut usize| {
        while *end > bounds.lo && text.any_mark(*end - 1, b".,:()") {
            *end -= 1;
        }
    };
    trim(&mut end);
    if end == quote {
        return;
    }
    if end > bounds.lo && text.year(end - 1).is_some() {
        end -= 1;
        trim(&mut end);
    }
    if end <= found.end || !(found.end..end).any(|i| text.word(i)) {
        return;
    }
    if let Some((people, more)) = names(text, bounds.lo, end) {
        found.people = people;
        found.et_al = more;
        found.closed = true;
        found.end = end + usize::from(text.mark(end, b'.') && !text.space(end));
    }
}

/// Full names from `at` up to `end`, and whether there are more than are named.
pub(super) fn names(text: &Text, mut at: usize, end: usize) -> Option<(Vec<Person>, bool)> {
    let mut people = Vec::new();
    loop {
        let mut after = at;
        let mut family = at;
        while after < end && !text.any_mark(after, b",;&") && !is_and(text, after) {
            if et_al(text, after, end).is_some() {
                break;
            }
            let name = matches!(text.case(after), Case::Capital | Case::Upper) || particle(text, after);
            if text.mark(after, b'.') {
                after += 1;
            } else if name && text.word(after) {
                let joined = family > at && particle(text, after - 1) && text.case(after - 1) == Case::Lower;
                family = if joined { family } else { after };
                let initial = text.chars(after) == 1;
                after = if initial {
                    after + 1
                } else {
                    family_word(text, after, true)?
                };
            } else {
                return None;
            }
        }
        if after == at || after - at > 12 {
            return None;
        }
        people.push(Person {
            given: if family > at { (at, family) } else { (0, 0) },
            family: (family, after),
            ..Person::default()
        });
        if after >= end {
            return Some((people, false));
        }
        if et_al(text, after, end).is_some_and(|stop| stop >= end) {
            return Some((people, true));
        }
        at = separator(text, after)?.0;
        if at >= end || people.len() >= 100 {
            return None;
        }
    }
}
