//! What a numeric run is made of: its extent, and its cutting into numbers, ranges, labels and brackets.

use crate::reference::parse::text::{Case, Kind, Text};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    None,
    Volume,
    Issue,
    Page,
    Supplement,
}

/// One number, range or bracketed piece of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// First token and one past the last.
    pub(super) a: usize,
    pub(super) b: usize,
    /// From the label on, where there is one.
    pub(super) from: usize,
    pub(super) label: Label,
    /// The mark before it; a blank where there is none.
    pub(super) before: u8,
    pub(super) range: bool,
    pub(super) bracket: bool,
    pub(super) month: bool,
    pub(super) day: bool,
    pub(super) used: bool,
}

/// Most parts a run is read for; later ones are passed over.
pub(super) const PARTS: usize = 16;

/// Whether the token is the name of a month or a season in English, or of a month in some other languages.
pub fn month(text: &Text, i: usize) -> bool {
    if !text.word(i) {
        return false;
    }
    const NAMES: [&str; 42] = [
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "januar",
        "februar",
        "märz",
        "mai",
        "juni",
        "juli",
        "oktober",
        "dezember",
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
        "okt",
        "dez",
        "febr",
        "avr",
        "juin",
    ];
    const LOWER: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let word = text.of(i);
    if LOWER.contains(&word) && text.year(i + 1).is_some() {
        return true;
    }
    text.case(i) != Case::Lower
        && (3..=9).contains(&text.chars(i))
        && lowered(word, &mut [0; 16]).is_some_and(|word| NAMES.contains(&word))
}

/// A short word in small ASCII letters, without a place on the heap.
fn lowered<'b>(word: &str, buffer: &'b mut [u8; 16]) -> Option<&'b str> {
    let own = buffer.get_mut(..word.len())?;
    own.copy_from_slice(word.as_bytes());
    own.make_ascii_lowercase();
    std::str::from_utf8(own).ok()
}

pub(super) fn label(text: &Text, i: usize) -> Option<Label> {
    if !text.word(i) || text.chars(i) > 11 {
        return None;
    }
    let dotted = text.mark(i + 1, b'.');
    let lower = text.case(i) == Case::Lower;
    Some(match lowered(text.of(i), &mut [0; 16])? {
        "vol" | "volume" | "vols" | "bd" | "band" | "tome" | "jg" => Label::Volume,
        "v" if dotted || lower => Label::Volume,
        "no" | "nos" | "num" | "nr" | "number" | "issue" | "iss" | "heft" | "núm" | "nº" | "n°" => Label::Issue,
        "n" if dotted || lower => Label::Issue,
        "p" | "pp" | "pgs" | "pg" | "page" | "pages" | "pag" | "págs" => Label::Page,
        "art" | "article" | "id" | "articleid" | "seiten" => Label::Page,
        "s" if lower && dotted => Label::Page,
        "suppl" | "supplement" | "supp" | "sup" | "suppls" | "supplements" => Label::Supplement,
        _ => return None,
    })
}

/// Whether a word may stand within a run beside numbers.
pub(super) fn filler(text: &Text, i: usize) -> bool {
    text.is_any(
        i,
        &[
            "pt", "part", "issue", "database", "e", "special", "spec", "web", "server", "print", "quiz", "r",
        ],
    )
}

/// A page of letters and digits: `e156`, `S12`, `143D`, `e1000123`, `CD004816`; a volume `12A`.
pub(super) fn page_like(text: &Text, i: usize) -> bool {
    let word = text.of(i);
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars(i) as usize - digits;
    word.is_ascii() && digits >= 1 && letters <= 4 && word.len() <= 14 && (letters <= digits || letters <= 2)
}

/// A bracket that holds part of a place: an issue, a supplement, a date. Gives the index after it.
pub(super) fn bracket(text: &Text, i: usize) -> Option<usize> {
    let close = text.closing(i, text.len(), 12)?;
    let inner = i + 1..close - 1;
    if inner.is_empty() {
        return None;
    }
    let mut numbers = 0;
    let mut words = 0;
    for at in inner.clone() {
        match text.kind(at) {
            Kind::Number => numbers += 1,
            Kind::Mixed if page_like(text, at) => numbers += 1,
            Kind::Word if month(text, at) || label(text, at).is_some() || filler(text, at) => numbers += 1,
            Kind::Word if text.is_any(at, &["in", "of", "and", "issue"]) => {}
            Kind::Word if inner.len() == 1 && roman(text.of(at)) => numbers += 1,
            Kind::Word if roman(text.of(at)) || text.chars(at) == 1 => {}
            Kind::Word | Kind::Mixed => words += 1,
            _ => {}
        }
    }
    let glued = i > 0 && text.kind(i - 1) == Kind::Number && !text.space(i) && inner.len() == 1;
    (numbers > 0 && words == 0 || glued).then_some(close)
}

pub(super) fn roman(word: &str) -> bool {
    word.len() <= 6 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'))
}

/// One past the last token of the run that begins at `start`.
pub(super) fn extent(text: &Text, start: usize) -> usize {
    let mut i = start;
    let mut end = start;
    while i < text.len() {
        match text.kind(i) {
            Kind::Number => i += 1,
            Kind::Mixed if page_like(text, i) => i += 1,
            Kind::Mark(b'(') | Kind::Mark(b'[') => match bracket(text, i) {
                Some(after) => i = after,
                None if text.any_mark(i + 1, b")]") => {
                    i += 2;
                    continue;
                }
                None => break,
            },
            Kind::Mark(b'.' | b',' | b':' | b';' | b'/' | b'&' | b'+' | b'=' | b'*' | b'|') | Kind::Dash => {
                i += 1;
                continue;
            }
            Kind::Word if month(text, i) || label(text, i).is_some() || filler(text, i) => {
                let next = i + 1 + usize::from(text.any_mark(i + 1, b".:*"));
                let beside = text.numeric(next)
                    || text.mark(next, b'(')
                    || month(text, i)
                    || text.kind(next) == Kind::Dash
                    || text.word(next) && roman(text.of(next)) && label(text, i) == Some(Label::Volume)
                    || i > start && (text.numeric(i - 1) || filler(text, i - 1) || label(text, i - 1).is_some())
                    || label(text, next).is_some();
                if !beside {
                    break;
                }
                i += 1;
            }
            Kind::Word if numeral(text, i) || i > start && roman(text.of(i)) && volume_label(text, i) => i += 1,
            // Roman pages and single letters between a dash: "pp. xii–xv", "C3–197".
            Kind::Word
                if i > start && text.chars(i) <= 5 && roman_lower(text.of(i)) && text.any_mark(i - 1, b":.,") =>
            {
                i += 1
            }
            _ => break,
        }
        end = i;
    }
    end
}

/// Whether a label of volumes stands before the token.
fn volume_label(text: &Text, i: usize) -> bool {
    let before = i.saturating_sub(1 + usize::from(i > 1 && text.mark(i - 1, b'.')));
    label(text, before) == Some(Label::Volume)
}

/// A volume in Roman figures without a label: "XII:757", "XLI (July 1963)". Short ones may be parts of names.
fn numeral(text: &Text, i: usize) -> bool {
    text.word(i)
        && text.chars(i) >= 3
        && roman(text.of(i))
        && text.of(i).contains(['X', 'V', 'L'])
        && (text.any_mark(i + 1, b":,") && text.numeric(i + 2)
            || text.mark(i + 1, b'(')
            || text.mark(i + 1, b',') && text.mark(i + 3, b'.'))
}

pub(super) fn roman_lower(word: &str) -> bool {
    word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'l'))
}

pub(super) fn begins(text: &Text, i: usize) -> bool {
    match text.kind(i) {
        Kind::Number => true,
        Kind::Mixed => page_like(text, i),
        Kind::Mark(b'(') => bracket(text, i).is_some(),
        Kind::Word => {
            let next = i + 1 + usize::from(text.any_mark(i + 1, b".:*"));
            // What is cheap to ask comes first: this is asked of nearly every word.
            numeral(text, i)
                || text.word(next) && roman(text.of(next)) && label(text, i) == Some(Label::Volume)
                || (text.numeric(next) || text.mark(next, b'(')) && label(text, i).is_some()
                || month(text, i) && (text.numeric(next) || month(text, next + 1))
        }
        _ => false,
    }
}

/// Cuts a run into its parts.
pub(super) fn parts(text: &Text, lo: usize, hi: usize, parts: &mut [Part; PARTS]) -> usize {
    let mut count = 0;
    let mut pending = Label::None;
    let mut pending_from = 0;
    let mut before = b' ';
    let mut i = lo;
    while i < hi && count < PARTS {
        let mut part = Part {
            a: i,
            b: i + 1,
            from: i,
            label: Label::None,
            before,
            range: false,
            bracket: false,
            month: false,
            day: false,
            used: false,
        };
        match text.kind(i) {
            Kind::Number | Kind::Mixed => {
                let mut end = i + 1;
                // "2021.03.04.433921", the number of a preprint.
                let dotted = |at: usize| {
                    text.mark(at, b'.') && !text.space(at) && text.kind(at + 1) == Kind::Number && !text.space(at + 1)
                };
                if dotted(end) && dotted(end + 2) {
                    while dotted(end) && end + 1 < hi {
                        end += 2;
                    }
                }
                loop {
                    // "58.8" is two parts; "1122.e1" is one.
                    if text.mark(end, b'.')
                        && text.kind(end + 1) == Kind::Mixed
                        && !text.space(end)
                        && !text.space(end + 1)
                        && text.of(end + 1).starts_with('e')
                    {
                        end += 2;
                    } else if text.kind(end) == Kind::Dash
                        && end + 1 < hi
                        && text.numeric(end + 1)
                        && (!month(text, end + 2) || text.mark(end + 2, b':'))
                    {
                        part.range = true;
                        end += 2;
                    } else if text.kind(end) == Kind::Dash && text.kind(end + 1) == Kind::Dash && text.numeric(end + 2)
                    {
                        part.range = true;
                        end += 3;
                    } else if text.mark(end, b'/')
                        && text.kind(end + 1) == Kind::Number
                        && !text.space(end + 1)
                        && end + 1 < hi
                    {
                        end += 2;
                    } else {
                        break;
                    }
                }
                part.b = end;
                part.label = pending;
                part.from = if pending == Label::None { i } else { pending_from };
                pending = Label::None;
                before = b' ';
                i = end;
            }
            Kind::Mark(b'(' | b'[') => {
                let close = text.closing(i, hi, 12).unwrap_or(i + 1);
                part.a = i + 1;
                part.b = close.saturating_sub(1).max(i + 1);
                part.bracket = true;
                before = b' ';
                i = close.max(i + 1);
                if part.a >= part.b {
                    continue;
                }
            }
            Kind::Word if month(text, i) => {
                part.month = true;
                before = b' ';
                i += 1;
            }
            Kind::Word => {
                match label(text, i) {
                    // "3 Suppl", "2 Suppl 1": the number before it is the issue.
                    Some(found) => {
                        let next = i + 1 + usize::from(text.any_mark(i + 1, b"._"));
                        if found == Label::Supplement && (!text.numeric(next) || text.mark(next, b':')) {
                            part.label = Label::Supplement;
                            i += 1;
                            before = b' ';
                            parts[count] = part;
                            count += 1;
                            continue;
                        }
                        if pending == Label::None {
                            pending_from = i;
                        }
                        pending = found;
                    }
                    None if roman(text.of(i)) && (pending == Label::Volume || numeral(text, i)) => {
                        part.label = Label::Volume;
                        pending = Label::None;
                        before = b' ';
                        i += 1;
                        parts[count] = part;
                        count += 1;
                        continue;
                    }
                    None if roman_lower(text.of(i)) && text.chars(i) > 1 => {
                        part.label = pending;
                        pending = Label::None;
                        if text.kind(i + 1) == Kind::Dash && i + 2 < hi {
                            part.b = i + 3;
                            part.range = true;
                        }
                        i = part.b;
                        parts[count] = part;
                        count += 1;
                        continue;
                    }
                    None => {}
                }
                i += 1;
                continue;
            }
            Kind::Mark(mark) => {
                // A dot after a label or month says nothing.
                if !(mark == b'.' && before != b' ') {
                    before = mark;
                }
                i += 1;
                continue;
            }
            _ => {
                i += 1;
                continue;
            }
        }
        parts[count] = part;
        count += 1;
    }
    count
}
