//! Place and publisher.

use crate::record::Field;
use crate::reference::parse::item::{Draft, Reading, trim_end};
use crate::reference::parse::run;
use crate::reference::parse::text::{Case, Kind, Text};

/// Words that only names of publishers have.
pub(super) const PUBLISHERS: [&str; 44] = [
    "press",
    "verlag",
    "springer",
    "wiley",
    "elsevier",
    "publishers",
    "publishing",
    "publications",
    "publisher",
    "saunders",
    "mosby",
    "lippincott",
    "mcgraw",
    "blackwell",
    "karger",
    "humana",
    "routledge",
    "kluwer",
    "plenum",
    "pergamon",
    "dekker",
    "churchill",
    "livingstone",
    "raven",
    "norton",
    "erlbaum",
    "penguin",
    "macmillan",
    "thieme",
    "masson",
    "garland",
    "freeman",
    "birkhauser",
    "benjamins",
    "guilford",
    "presses",
    "editions",
    "éditions",
    "editorial",
    "libraries",
    "hall",
    "sinauer",
    "longman",
    "interscience",
];

/// Place and publisher.
#[derive(Clone, Copy, Default)]
pub(super) struct Imprint {
    /// The first token of the two.
    pub(super) start: usize,
    pub(super) place: (usize, usize),
    pub(super) publisher: (usize, usize),
}

pub(super) fn imprint(text: &Text, reading: &Reading, from: usize, numbered: bool) -> Option<Imprint> {
    let end = text.len();
    colon_imprint(text, from, end, reading).or_else(|| if numbered { None } else { named_imprint(text, from, end) })
}

/// "New York, NY: Springer", before a year or at the end.
pub(super) fn colon_imprint(text: &Text, from: usize, end: usize, reading: &Reading) -> Option<Imprint> {
    let dated = reading.early.is_some();
    for colon in (from + 1..end).rev() {
        if !text.mark(colon, b':') || !matches!(text.case(colon + 1), Case::Capital | Case::Upper) {
            continue;
        }
        let mut start = colon;
        let mut words = 0;
        while start > from {
            let before = start - 1;
            let state = words == 1 && text.chars(start) <= 12;
            let joined = text.mark(before, b'.') && before + 1 == colon
                || text.kind(before) == Kind::Dash && !text.space(before)
                || text.mark(before, b',') && state && region(text, before + 1);
            let word = text.word(before)
                && (matches!(text.case(before), Case::Capital | Case::Upper)
                    || text.is_any(before, &["and", "of", "am"]));
            if !(joined || word || text.mark(before, b'&')) || words > 4 {
                break;
            }
            words += usize::from(word);
            start = before;
        }
        let opened = start > from
            && (text.any_mark(start - 1, b".,(?!;)")
                || text.kind(start - 1) == Kind::Quote
                || text.is_any(start - 1, &["ed", "edn"]));
        if !opened || words == 0 {
            continue;
        }
        let mut stop = colon + 1;
        while stop < end && stop < colon + 14 && !text.any_mark(stop, b".;)(") && text.year(stop).is_none() {
            if text.mark(stop, b',')
                && !text.is_any(stop + 1, &["inc", "ltd", "co", "llc"])
                && !publisher_ahead(text, stop + 1, end)
            {
                break;
            }
            stop += 1;
        }
        // "J. Wiley", "W.B. Saunders", "& Co."
        while text.mark(stop, b'.')
            && (text.chars(stop - 1) == 1 || text.is_any(stop - 1, &["co", "inc", "ltd"]))
            && stop + 1 < end
        {
            stop += 1;
            while stop < end && !text.any_mark(stop, b".,;)(") && text.year(stop).is_none() {
                stop += 1;
            }
        }
        let year = (stop..stop + 3).any(|i| text.year(i).is_some()) || run::month(text, stop + 1);
        let known = (colon + 1..stop).any(|i| text.is_any(i, &PUBLISHERS));
        if year || known || dated && stop + 2 >= end {
            return Some(Imprint {
                start,
                place: (start, colon),
                publisher: (colon + 1, stop),
            });
        }
    }
    None
}

pub(super) fn publisher_ahead(text: &Text, from: usize, end: usize) -> bool {
    (from..end.min(from + 4))
        .take_while(|i| text.word(*i))
        .any(|i| text.is_any(i, &PUBLISHERS))
}

/// A state or country behind a comma: `NY`, `Mass`, `USA`.
pub(super) fn region(text: &Text, i: usize) -> bool {
    text.chars(i) <= 4
        || text.is_any(
            i,
            &[
                "california",
                "england",
                "germany",
                "netherlands",
                "france",
                "switzerland",
                "illinois",
                "texas",
                "maryland",
                "massachusetts",
                "pennsylvania",
                "canada",
                "australia",
                "italy",
                "japan",
                "china",
                "india",
            ],
        )
}

/// A publisher told by its name: ", Cambridge University Press, 2002", "Springer, Berlin".
pub(super) fn named_imprint(text: &Text, from: usize, end: usize) -> Option<Imprint> {
    let at = (from + 2..end)
        .rev()
        .find(|i| text.is_any(*i, &PUBLISHERS) && text.case(*i) != Case::Lower)?;
    let mark = |i: usize| {
        text.any_mark(i, b".,;()[]?!:") && !(text.mark(i, b'.') && i > 0 && text.chars(i - 1) == 1)
            || text.kind(i) == Kind::Quote
    };
    let mut a = at;
    while a > from && !mark(a - 1) {
        a -= 1;
    }
    if a <= from + 1 {
        return None;
    }
    let mut b = at + 1;
    while b < end && !mark(b) && text.year(b).is_none() {
        b += 1;
    }
    // A publisher's name is short; a sentence with "press" in it is none.
    if b - a > 9 || (a..b).any(|i| text.word(i) && text.case(i) == Case::Lower && text.chars(i) > 3) {
        return None;
    }
    let mut place = (0, 0);
    if text.mark(b, b',') && matches!(text.case(b + 1), Case::Capital | Case::Upper) {
        let mut stop = b + 1;
        while stop < end && stop < b + 7 && (text.word(stop) || text.mark(stop, b',') && region(text, stop + 1)) {
            stop += 1;
        }
        place = (b + 1, stop);
    }
    Some(Imprint {
        start: a,
        place,
        publisher: (a, b),
    })
}

pub(super) fn set_imprint(draft: &mut Draft, text: &Text, imprint: Imprint) {
    let (a, b) = imprint.place;
    draft.set(
        Field::PublisherPlace,
        text.span(
            a,
            if text.mark(b.wrapping_sub(1), b'.') && b > a {
                b
            } else {
                trim_end(text, a, b)
            },
        ),
    );
    let (a, b) = imprint.publisher;
    draft.set(Field::Publisher, text.span(a, trim_end(text, a, b)));
}
