//! Theses and pages of the web.

use super::title;
use crate::record::{Field, ItemType};
use crate::reference::parse::item::{Draft, Reading, trim_end};
use crate::reference::parse::text::Kind;

/// "Ph.D. thesis", "Doctoral dissertation".
pub(super) fn thesis(draft: &mut Draft, reading: &Reading) -> bool {
    let text = reading.text;
    let Some(at) = (reading.body + 2..text.len())
        .rev()
        .find(|i| text.is_any(*i, &["thesis", "dissertation", "thèse", "dissertationsschrift"]))
    else {
        return false;
    };
    let run = reading.run.unwrap_or_default();
    if !run.volume.is_empty() && reading.split.known {
        return false;
    }
    let mut a = at;
    while a > reading.body
        && (text.is_any(
            a - 1,
            &[
                "phd",
                "ph",
                "d",
                "doctoral",
                "master",
                "masters",
                "master's",
                "master’s",
                "unpublished",
                "msc",
                "ma",
                "md",
                "m",
                "s",
                "sc",
                "bachelor",
                "bachelor's",
                "mphil",
                "a",
            ],
        ) || text.mark(a - 1, b'.') && text.chars(a.saturating_sub(2)) <= 2 && a >= 2 && text.word(a - 2))
    {
        a -= 1;
    }
    if a > reading.body && !text.any_mark(a - 1, b".,([;:") && text.kind(a - 1) != Kind::Quote && a == at {
        return false;
    }
    title(draft, text, reading.body, a);
    draft.set(Field::Genre, text.span(a, at + 1));
    let school = (at + 1..text.len()).find(|i| {
        text.is_any(
            *i,
            &[
                "university",
                "college",
                "institute",
                "universität",
                "université",
                "school",
                "eth",
                "universidad",
                "university's",
            ],
        )
    });
    if let Some(school) = school {
        let mark = |i: usize| text.any_mark(i, b".,;()[]:");
        let mut lo = school;
        while lo > at + 1 && !mark(lo - 1) {
            lo -= 1;
        }
        let mut hi = school + 1;
        while hi < text.len() && !mark(hi) && text.year(hi).is_none() {
            hi += 1;
        }
        draft.set(Field::Publisher, text.span(lo, hi));
        if lo > at + 2 && text.mark(lo - 1, b':') {
            let mut place = lo - 1;
            while place > at + 1 && !text.any_mark(place - 1, b".;()[]") {
                place -= 1;
            }
            draft.set(Field::PublisherPlace, text.span(place, lo - 1));
        }
    }
    draft.item.kind = ItemType::Thesis;
    true
}

/// A page of the web: title, then whoever put it there.
pub(super) fn page(draft: &mut Draft, reading: &Reading) -> bool {
    let text = reading.text;
    let limit = match reading.run {
        Some(run) if run.lo > reading.body => run.lo,
        _ => text.len(),
    };
    let mut end = reading.body;
    while end < limit {
        let sentence = text.any_mark(end, b".?!")
            && (end + 1 >= limit || text.space(end + 1))
            && text.chars(end.saturating_sub(1)) > 1;
        if sentence && end > reading.body + 1 || text.mark(end, b'[') && text.is_any(end + 1, &["internet", "online"]) {
            break;
        }
        end += 1;
    }
    title(draft, text, reading.body, end);
    let mut a = end;
    while a < limit && (text.any_mark(a, b".,:;[]?!") || text.is_any(a, &["internet", "online"])) {
        a += 1;
    }
    let mut b = a;
    while b < limit && !(text.any_mark(b, b".;([") && (b + 1 >= limit || text.space(b + 1))) {
        b += 1;
    }
    let b = trim_end(text, a, b);
    if (a..b).any(|i| text.word(i)) && b - a <= 14 {
        draft.set(Field::Publisher, text.span(a, b));
    }
    draft.item.kind = ItemType::Webpage;
    draft.item.title().is_some()
}
