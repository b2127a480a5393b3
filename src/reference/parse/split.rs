//! Where the title ends and the journal begins.

use super::text::{Case, Kind, Text};
use crate::journals::Journals;
use crate::journals::{EMPTY, prepend};

/// Most tokens a journal's name has.
const LONGEST: usize = 40;

/// The keys of all endings of the text before the numeric run, for finding journals in it.
pub struct Endings<'j> {
    journals: &'j Journals,
    /// First token that has a key.
    lo: usize,
    /// One past the last token of the region.
    hi: usize,
    keys: Vec<u64>,
    /// Keys without a bracket at the end ("J Physiol (Lond)"), where there is one.
    bare: Vec<u64>,
}

impl<'j> Endings<'j> {
    /// Keys of the endings of the tokens before `hi`.
    pub fn new(text: &Text, hi: usize, journals: &'j Journals) -> Self {
        let lo = hi.saturating_sub(LONGEST);
        let keys_to = |end: usize| {
            let mut keys = vec![EMPTY; hi - lo + 1];
            let mut key = EMPTY;
            for i in (lo..end).rev() {
                if matches!(text.kind(i), Kind::Word | Kind::Number | Kind::Mixed) {
                    key = prepend(text.of(i), key);
                }
                if let Some(slot) = keys.get_mut(i - lo) {
                    *slot = key;
                }
            }
            keys
        };
        let mut end = hi;
        while end > lo && matches!(text.kind(end - 1), Kind::Mark(b'.' | b',' | b':' | b';')) {
            end -= 1;
        }
        let mut bare = Vec::new();
        if end > lo && text.any_mark(end - 1, b")]") {
            let open = (lo..end).rev().take(12).find(|i| text.any_mark(*i, b"(["));
            if let Some(open) = open.filter(|open| *open > lo) {
                bare = keys_to(open);
            }
        }
        Self {
            journals,
            lo,
            hi,
            keys: keys_to(hi),
            bare,
        }
    }

    /// Whether the text from token `i` to the numeric run is the name of a known journal.
    pub fn known(&self, i: usize) -> bool {
        if i < self.lo || i >= self.hi {
            return false;
        }
        let of = |keys: &[u64]| keys.get(i - self.lo).is_some_and(|key| self.journals.knows(*key));
        of(&self.keys) || of(&self.bare)
    }
}

/// How names of journals use a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    None,
    Word,
    Abbreviation,
}

/// How names of journals use the words of a region; each is looked up once.
struct Uses {
    lo: usize,
    uses: [Use; LONGEST],
}

impl Uses {
    fn new(text: &Text, lo: usize, hi: usize, journals: &Journals) -> Self {
        let mut uses = [Use::None; LONGEST];
        for (slot, i) in uses.iter_mut().zip(lo..hi) {
            if text.word(i)
                && let Some(used) = journals.word(text.of(i))
            {
                *slot = if used.is_abbreviation() {
                    Use::Abbreviation
                } else {
                    Use::Word
                };
            }
        }
        Self { lo, uses }
    }

    fn of(&self, i: usize) -> Use {
        let index = i.checked_sub(self.lo);
        index.and_then(|i| self.uses.get(i)).copied().unwrap_or(Use::None)
    }
}

/// Title and container by their tokens, empty where absent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Split {
    /// Title.
    pub title: (usize, usize),
    /// Journal.
    pub container: (usize, usize),
    /// The journal is a known one.
    pub known: bool,
    /// How sure the boundary is; under 3 it is doubtful.
    pub sure: f32,
}

/// Splits the tokens from `a` up to `b`, behind which the numeric run begins.
pub fn split(text: &Text, a: usize, b: usize, endings: &Endings, journals: &Journals) -> Split {
    let mut a = a;
    while a < b
        && (matches!(
            text.kind(a),
            Kind::Mark(b'.' | b',' | b':' | b';' | b')' | b']' | b'*' | b'/')
        ) || text.kind(a) == Kind::Dash)
    {
        a += 1;
    }
    if text.mark(a, b'(') && text.closing(a, b, 40).is_none() {
        a += 1;
    }
    let mut b = b;
    while b > a
        && matches!(
            text.kind(b - 1),
            Kind::Mark(b',' | b':' | b';' | b'(' | b'[' | b'/' | b'*' | b'|')
        )
    {
        b -= 1;
    }
    if a >= b {
        return Split::default();
    }
    if endings.known(a) {
        return Split {
            title: (a, a),
            container: (a, b),
            known: true,
            sure: 9.0,
        };
    }
    if text.kind(a) == Kind::Quote
        && let Some(split) = quoted(text, a, b, endings)
    {
        return split;
    }
    let mut best: Option<(f32, usize, bool)> = None;
    let first = a.max(b.saturating_sub(LONGEST));
    let uses = Uses::new(text, first, b, journals);
    if first == a && b < text.len() && b - a <= 24 && text.kind(a) == Kind::Word {
        // No title at all: "Boswas, et al., J. Acquired Immune Deficiency Syndrome 1993".
        let score = 2.5 + shape(text, a, b, false, &uses);
        best = Some((score, a, false));
    }
    for i in first.max(a + 1)..b {
        if !matches!(text.kind(i), Kind::Word | Kind::Mixed | Kind::Number) {
            continue;
        }
        let known = endings.known(i);
        let Some(strength) = boundary(text, a, i, known) else {
            continue;
        };
        let score = strength + shape(text, i, b, known, &uses) - inside(text, a, i, &uses);
        // Of equal ones the later.
        if best.is_none_or(|(top, _, _)| score >= top) {
            best = Some((score, i, known));
        }
    }
    match best {
        Some((score, at, known)) if score >= -0.5 => {
            let at = whole_name(text, a, at, known, endings);
            let mut end = at;
            if end > a && text.year(end - 1).is_some() {
                end -= 1;
            }
            if end > a + 1 && text.mark(end - 1, b':') && text.is(end - 2, "in") {
                end -= 2;
            } else if end > a && text.is(end - 1, "in") && text.case(end - 1) == Case::Capital {
                end -= 1;
            }
            while end > a
                && !matches!(
                    text.kind(end - 1),
                    Kind::Word | Kind::Mixed | Kind::Number | Kind::Mark(b'?' | b'!' | b')' | b']' | b'%' | b'+')
                )
            {
                end -= 1;
            }
            let end = closing_quote(text, a, end, at);
            Split {
                title: (a, end),
                container: (at, b),
                known,
                sure: score,
            }
        }
        _ => whole(text, a, b, &uses),
    }
}

/// A known journal may be the end of a longer known one: "Cell. Mol. Life Sci.", "Mol. Life Sci.".
fn whole_name(text: &Text, a: usize, at: usize, known: bool, endings: &Endings) -> usize {
    let mut best = at;
    let mut i = at;
    while known && i > a && at - i < 8 {
        i -= 1;
        if !(text.word(i) && text.case(i) != Case::Lower || text.mark(i, b'.')) {
            break;
        }
        let opened = i == a || matches!(text.kind(i - 1), Kind::Mark(b'.' | b',' | b'?' | b'!') | Kind::Quote);
        if text.word(i) && opened && endings.known(i) {
            best = i;
        }
    }
    best
}

/// A closing quotation mark or bracket belongs to the title it closes.
fn closing_quote(text: &Text, a: usize, end: usize, at: usize) -> usize {
    let mut end = end;
    if end < at && text.kind(end) == Kind::Dash && !text.space(end) && end + 1 == at {
        return end;
    }
    if end < at
        && text.kind(end) == Kind::Quote
        && (a..end).any(|i| text.kind(i) == Kind::Quote)
        && text.kind(a) != Kind::Quote
    {
        end += 1;
    }
    end
}

/// Nothing tells title from journal: all of it is one or the other.
fn whole(text: &Text, a: usize, b: usize, uses: &Uses) -> Split {
    let words = (a..b).filter(|i| text.word(*i)).count();
    let small = (a..b)
        .filter(|i| text.word(*i) && text.case(*i) == Case::Lower && text.chars(*i) > 3)
        .count();
    let journal = words <= 10 && small == 0 && shape(text, a, b, false, uses) >= 1.0;
    if journal {
        Split {
            title: (a, a),
            container: (a, b),
            known: false,
            sure: 2.0,
        }
    } else {
        Split {
            title: (a, b),
            container: (b, b),
            known: false,
            sure: 1.0,
        }
    }
}

/// A title between quotation marks.
fn quoted(text: &Text, a: usize, b: usize, endings: &Endings) -> Option<Split> {
    // The mark that closes is followed by a blank or a mark; the last one before a journal counts, for titles quote.
    let mut close = None;
    for i in a + 2..b {
        if text.kind(i) != Kind::Quote {
            continue;
        }
        let ends = i + 1 >= b || text.space(i + 1) || !text.word(i + 1) || text.any_mark(i - 1, b",.");
        let apostrophe = matches!(text.of(i), "'" | "’" | "‘") && !matches!(text.of(a), "'" | "‘" | "`" | "’");
        let opens = text.space(i) && !text.space(i + 1);
        if ends && !apostrophe && !opens {
            close = Some(i);
            let next = (i + 1..b).find(|at| text.word(*at) || text.numeric(*at)).unwrap_or(b);
            let after = if text.is(next, "in") { next + 1 } else { next };
            if text.any_mark(i - 1, b",.?!") || text.any_mark(i + 1, b",.") || endings.known(after) {
                break;
            }
        }
    }
    let close = close?;
    let mut end = close;
    while end > a + 1 && text.any_mark(end - 1, b".,") {
        end -= 1;
    }
    let mut start = close + 1;
    // "… humans”. eng. In: Nature 501": a language may stand between.
    if let Some(colon) = (start + 1..(start + 6).min(b)).find(|i| text.mark(*i, b':') && text.is(*i - 1, "in")) {
        start = colon + 1;
    }
    while start < b && (text.any_mark(start, b".,:;") || text.kind(start) == Kind::Quote) {
        start += 1;
    }
    if text.is(start, "in") && start + 1 < b {
        start += 1 + usize::from(text.mark(start + 1, b':'));
    }
    Some(Split {
        title: (a + 1, end),
        container: (start.min(b), b),
        known: endings.known(start),
        sure: 8.0,
    })
}

/// The tokens of a title without marks at its ends and quotation marks around it.
pub fn unquoted(text: &Text, a: usize, b: usize) -> (usize, usize) {
    let (mut a, mut b) = (a, b);
    while a < b && text.any_mark(a, b".,:;") {
        a += 1;
    }
    while a < b && text.any_mark(b - 1, b".,:;(") {
        b -= 1;
    }
    if a < b && text.kind(a) == Kind::Quote && text.kind(b - 1) == Kind::Quote && b - a > 2 {
        a += 1;
        b -= 1;
        while a < b && text.any_mark(b - 1, b".,") {
            b -= 1;
        }
    }
    (a, b)
}

/// How well the text can be cut before token `i`; `None` where it cannot.
fn boundary(text: &Text, a: usize, i: usize, known: bool) -> Option<f32> {
    let strength = match text.kind(i - 1) {
        Kind::Mark(b'.') => 3.0,
        Kind::Mark(b'?' | b'!') => 3.5,
        Kind::Quote if i >= a + 2 && text.space(i) => 3.5,
        Kind::Mark(b',') => 1.0,
        Kind::Mark(b';') => 1.0,
        Kind::Mark(b':') if i >= a + 2 && text.is(i - 2, "in") => 4.0,
        Kind::Mark(b':') => 0.0,
        Kind::Number if text.year(i - 1).is_some() && i >= a + 3 => 2.5,
        Kind::Word
            if text.is_any(i - 1, &["of", "for", "in", "the", "des", "de", "du", "der", "to"])
                || text.of(i - 1) == "and" =>
        {
            return None;
        }
        Kind::Mark(b']' | b')') => {
            if !known {
                return None;
            }
            0.0
        }
        Kind::Dash if text.space(i) && text.space(i - 1) => 0.0,
        // No mark at all. A journal that follows a capital is likely the end of a longer name.
        Kind::Word | Kind::Mixed | Kind::Number if known && text.space(i) => {
            let short = if i < a + 4 { -2.0 } else { 0.0 };
            let capital = matches!(text.case(i - 1), Case::Capital | Case::Upper);
            short - if capital { 4.0 } else { 2.5 }
        }
        Kind::Word
            if i >= a + 4
                && text.case(i - 1) == Case::Lower
                && text.chars(i - 1) > 2
                && matches!(text.case(i), Case::Capital | Case::Upper) =>
        {
            -2.5
        }
        _ => return None,
    };
    let strength = match text.kind(i - 1) {
        // "…cells. .Nature": a mark doubled says no less.
        Kind::Mark(b'.') if !text.space(i) && !text.space(i - 1) && text.chars(i) <= 2 && !known => 0.5,
        _ => strength,
    };
    Some(strength)
}

/// How much the tokens from `i` up to `b` look like the name of a journal.
fn shape(text: &Text, i: usize, b: usize, known: bool, uses: &Uses) -> f32 {
    let mut words = 0.0f32;
    let mut vocabulary = 0.0f32;
    let mut abbreviations = 0.0f32;
    let mut strange = 0.0f32;
    let mut penalty = 0.0f32;
    let mut at = i;
    while at < b {
        match text.kind(at) {
            Kind::Word => {
                let small = text.is_any(
                    at,
                    &[
                        "of", "the", "and", "in", "for", "de", "la", "et", "und", "der", "des", "on", "di", "e", "y",
                        "to", "fur", "für", "du", "del", "a",
                    ],
                );
                let lower = text.case(at) == Case::Lower;
                if small && lower {
                    at += 1;
                    continue;
                }
                words += 1.0;
                match uses.of(at) {
                    Use::Word => vocabulary += 1.0,
                    Use::Abbreviation => {
                        vocabulary += 1.0;
                        abbreviations += f32::from(u8::from(!lower));
                    }
                    Use::None => strange += 1.0,
                }
                if lower {
                    penalty += 0.8;
                }
            }
            Kind::Number | Kind::Mixed => penalty += 1.0,
            Kind::Mark(b'?' | b'!' | b'%' | b'=') => penalty += 3.0,
            Kind::Mark(b'(') => {
                // A place or country in brackets.
                if let Some(close) = text.closing(at, b, 10) {
                    at = close;
                    continue;
                }
            }
            Kind::Mark(b':') => penalty += 0.5,
            Kind::Quote => penalty += 2.0,
            _ => {}
        }
        at += 1;
    }
    if words == 0.0 {
        return -9.0;
    }
    let mut score = 0.0;
    if known {
        score += 6.0 + 0.35 * words.min(6.0);
    } else {
        score += 2.0 * (vocabulary / words) + 1.5 * (abbreviations / words) - 1.2 * strange;
        score += if words > 8.0 { -0.6 * (words - 8.0) } else { 0.0 };
        score -= penalty;
        // "of Cell Science", "Sciences": the rest of a name, not its beginning.
        if text.case(i) == Case::Lower && text.word(i) {
            score -= 1.5;
        }
        if text.is_any(
            i,
            &[
                "of", "and", "in", "for", "the", "a", "an", "to", "with", "usa", "by", "on", "from",
            ],
        ) && text.case(i) == Case::Lower
        {
            score -= 4.0;
        }
        if text.chars(i) == 1 && !text.mark(i + 1, b'.') && !text.is_any(i, &["j", "z", "n"]) {
            score -= 1.0;
        }
    }
    score
}

/// What speaks against a cut before `i`: that it lies within a dotted name, as in `J. Biol.|Chem.`
fn inside(text: &Text, a: usize, i: usize, uses: &Uses) -> f32 {
    if i < a + 2 || !text.mark(i - 1, b'.') {
        return 0.0;
    }
    let before = i - 2;
    if !text.word(before) || text.case(before) == Case::Lower {
        return 0.0;
    }
    // "Mol. Bio. Int.": a short word between dots that no journal has whole.
    let chain = before >= a + 2
        && text.mark(before - 1, b'.')
        && text.chars(before) <= 5
        && uses.of(before - 2) == Use::Abbreviation;
    let one = text.chars(before) == 1 || chain;
    let abbreviation = uses.of(before) == Use::Abbreviation;
    if one || abbreviation { 4.5 } else { 0.0 }
}
