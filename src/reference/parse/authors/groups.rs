//! Groups, family names alone, and editors.

use super::words::{et_al, family_word, is_and, separator};
use super::{Authors, Bounds, Person};
use crate::reference::parse::text::{Case, Kind, Text};

/// Words that only names of groups have.
pub(super) const GROUP_WORDS: [&str; 42] = [
    "group",
    "consortium",
    "network",
    "investigators",
    "collaborators",
    "committee",
    "organization",
    "organisation",
    "association",
    "society",
    "institute",
    "institutes",
    "centers",
    "centres",
    "ministry",
    "department",
    "foundation",
    "agency",
    "commission",
    "team",
    "initiative",
    "collaboration",
    "council",
    "university",
    "force",
    "federation",
    "academy",
    "office",
    "administration",
    "party",
    "trialists",
    "writers",
    "panel",
    "college",
    "center",
    "centre",
    "nations",
    "bureau",
    "authority",
    "union",
    "members",
    "workshop",
];

/// A group in place of, or behind, the persons.
pub(super) fn groups(text: &Text, bounds: &Bounds, found: &mut Authors) {
    let mut at = found.end;
    if !found.people.is_empty() {
        let marked = text.any_mark(at, b",;") || (found.et_al && at > 0 && text.mark(at - 1, b'.'));
        let on_behalf = |at: usize| {
            (text.is(at, "on") && text.is(at + 1, "behalf")) || (text.is(at, "for") && text.is(at + 1, "the"))
        };
        let mut start = at + usize::from(text.any_mark(at, b",;"));
        start += usize::from(is_and(text, start));
        let behalf = on_behalf(start);
        if !(marked || behalf || start > at) {
            return;
        }
        if behalf {
            while text.is_any(start, &["on", "behalf", "of", "for"]) {
                start += 1;
            }
        }
        at = start;
    }
    let journal_word = [
        "journal",
        "bulletin",
        "annals",
        "proceedings",
        "archives",
        "acta",
        "transactions",
        "reviews",
    ];
    if (bounds.journal)(at) || text.is_any(at, &journal_word) || text.is_any(at + 1, &journal_word) {
        return;
    }
    let mut end = at;
    let mut group = false;
    let mut words = 0;
    while end < bounds.hi && end - at < 24 {
        if text.any_mark(end, b".;:")
            && !(end > at && text.mark(end, b'.') && text.chars(end - 1) == 1 && !text.space(end + 1))
        {
            break;
        }
        if text.mark(end, b'(') && (text.year(end + 1).is_some() || is_editor(text, end + 1)) {
            break;
        }
        if text.mark(end, b',') && (found.people.is_empty() && text.year(end + 1).is_some() || !found.people.is_empty())
        {
            break;
        }
        if text.kind(end) == Kind::Quote
            || text.any_mark(end, b"?!")
            || text.kind(end) == Kind::Number && text.of(end).len() > 1
        {
            return;
        }
        group |= text.is_any(end, &GROUP_WORDS);
        words += usize::from(text.word(end));
        end += 1;
    }
    // A group's name is written with capitals; "the role of the study group" in a title is not one.
    let small = (at..end)
        .filter(|i| {
            text.word(*i)
                && text.case(*i) == Case::Lower
                && !text.is_any(
                    *i,
                    &[
                        "of", "the", "and", "for", "on", "in", "de", "study", "group", "et", "la", "des", "du",
                    ],
                )
        })
        .count();
    if group && words >= 2 && small == 0 && end < bounds.hi && end > at {
        found.people.push(Person {
            family: (at, end),
            group: true,
            ..Person::default()
        });
        found.end = end;
        if let Some(after) = et_al(text, end, bounds.hi) {
            found.et_al = true;
            found.end = after;
        }
    }
}

pub(super) fn is_editor(text: &Text, i: usize) -> bool {
    text.is_any(i, &["ed", "eds", "editor", "editors", "hrsg", "hg"])
}

/// "Yamada and Araki, J. Cell Sci.", "Morgentaler (Lancet": family names alone, before a journal or a year in brackets.
pub(super) fn surnames(text: &Text, bounds: &Bounds, found: &mut Authors) {
    if text.is_any(bounds.lo, &["anon", "anonymous"]) && text.any_mark(bounds.lo + 1, b".,:(") {
        found.people = vec![Person {
            family: (bounds.lo, bounds.lo + 1),
            group: true,
            ..Person::default()
        }];
        found.end = bounds.lo + 1;
        return;
    }
    let mut at = bounds.lo;
    let mut people = Vec::new();
    let mut closed = false;
    loop {
        let Some(end) = family_word(text, at, true) else { return };
        people.push(Person {
            family: (at, end),
            ..Person::default()
        });
        at = end;
        match separator(text, at) {
            _ if closed => break,
            Some((next, true)) if people.len() < 4 => {
                closed = true;
                at = next;
            }
            Some((next, false)) if people.len() < 4 && !(bounds.journal)(next) => at = next,
            _ => break,
        }
    }
    let next = at + usize::from(text.any_mark(at, b",:"));
    let abbreviated = closed
        && text.mark(next + 1, b'.')
        && ((bounds.abbreviation)(next) || text.is(next, "j"))
        && matches!(text.case(next), Case::Capital | Case::Upper);
    let year = text.mark(next, b'(') && text.year(next + 1).is_some() && text.mark(next + 2, b')')
        || next > at
            && text.year(next).is_some()
            && (text.mark(next + 1, b'.') || people.len() > 1 && text.mark(next + 1, b','));
    if next > at && ((bounds.journal)(next) || abbreviated) || year {
        found.people = people;
        found.end = at;
    }
}

/// "(Eds.)" behind the names.
pub(super) fn editors(text: &Text, bounds: &Bounds, found: &mut Authors) {
    if found.people.is_empty() {
        return;
    }
    let mut at = found.end;
    while at < bounds.hi && text.any_mark(at, b",([") {
        at += 1;
    }
    if is_editor(text, at) {
        at += 1;
        while at < bounds.hi && text.any_mark(at, b".)]") {
            at += 1;
        }
        found.editors = true;
        found.end = at;
    }
}
