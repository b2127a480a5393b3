//! The words and marks of names: family words, initials, particles, what stands between names and behind them.

use crate::reference::parse::text::{Case, Kind, Text};

pub(super) fn trim_marks(text: &Text, a: usize, mut b: usize) -> usize {
    while b > a && text.mark(b - 1, b',') {
        b -= 1;
    }
    b
}

/// After initials: an optional suffix, then something that may follow a name. Gives the suffix and the end.
pub(super) fn name_ends(text: &Text, at: usize) -> Option<((usize, usize), usize)> {
    let suffix = at + usize::from(text.mark(at, b',') && generation(text, at + 1));
    if generation(text, suffix) {
        let end = suffix + 1;
        let dot = usize::from(text.mark(end, b'.') && text.any_mark(end + 1, b",;"));
        return Some(((suffix, end), end + dot));
    }
    name_mark(text, at).then_some(((0, 0), at))
}

/// Whether the token may follow a name.
pub(super) fn name_mark(text: &Text, at: usize) -> bool {
    at >= text.len()
        || text.any_mark(at, b",;.:&(/[~")
        || text.kind(at) == Kind::Quote
        || is_and(text, at)
        || text.is_any(at, &["et", "for", "on", "eds", "ed", "editors", "editor"])
        || text.year(at).is_some()
        || (text.mark(at.wrapping_sub(1), b'.') && text.space(at))
}

/// `Jr`, `Sr`, `II`, `III`, `IV`, `2nd`, `3rd`.
pub(super) fn generation(text: &Text, i: usize) -> bool {
    match text.kind(i) {
        Kind::Word => {
            matches!(text.of(i), "II" | "III" | "IV" | "Jr" | "Sr" | "jr" | "sr")
        }
        Kind::Mixed => matches!(text.of(i), "2nd" | "3rd" | "4th" | "2d" | "3d"),
        _ => false,
    }
}

/// Particles of family names.
pub fn particle(text: &Text, i: usize) -> bool {
    text.chars(i) <= 6
        && text.is_any(
            i,
            &[
                "de", "van", "von", "der", "den", "ten", "ter", "te", "la", "le", "du", "da", "dos", "das", "do",
                "del", "della", "dello", "di", "el", "al", "bin", "ibn", "af", "av", "zu", "zur", "zum", "vom", "het",
                "t", "y", "e", "des", "san", "st", "mc", "mac", "des", "lo", "los", "las", "abu", "ben", "d", "op",
                "in", "'t", "vander", "vanden", "vande", "ver", "dal", "dalla", "degli", "dei", "ul", "ur", "ould",
            ],
        )
        && !(text.is_any(i, &["in", "e", "t", "d", "op", "do"]) && text.case(i) != Case::Lower)
}

/// One word of a family name with what is joined to it by hyphens; gives the index after it.
pub(super) fn family_word(text: &Text, i: usize, first: bool) -> Option<usize> {
    let mut at = i;
    if first && text.is_any(at, &["the", "a", "an", "in", "on", "for", "of", "and", "from"]) {
        return None;
    }
    // "'t Hooft"
    if text.kind(at) == Kind::Quote && text.is(at + 1, "t") {
        at += 1;
    }
    let joined = text.kind(at + 1) == Kind::Dash && !text.space(at + 1) && text.word(at + 2);
    let capital = matches!(text.case(at), Case::Capital | Case::Upper) && text.word(at);
    // "deKemp", "ffrench-Constant".
    let inner = text.case(at) == Case::Lower && text.of(at).chars().any(char::is_uppercase) || text.is(at, "ffrench");
    let apostrophe = inner || text.word(at) && text.of(at).contains(['\'', '’', 'ʼ']);
    if !(capital || particle(text, at) || (text.word(at) && joined && text.chars(at) <= 3) || apostrophe) {
        return None;
    }
    // A single letter is an initial, but for particles such as "y" within a name.
    if text.chars(at) < 2 && (first || !particle(text, at)) && !joined && !text.is(at, "t") {
        return None;
    }
    let saint = text.is_any(at, &["st", "ste"]) && text.mark(at + 1, b'.');
    at += 1 + usize::from(saint);
    // "Martin- Facklam", "Quintás-Cardama", "Vokrouhlick´y".
    while text.kind(at) == Kind::Dash
        && (!text.space(at) || !text.space(at + 1))
        && text.word(at + 1)
        && text.chars(at + 1) >= 2
        || text.kind(at) == Kind::Quote
            && !text.space(at)
            && !text.space(at + 1)
            && text.word(at + 1)
            && text.case(at + 1) == Case::Lower
    {
        at += 2;
    }
    Some(at)
}

/// Initials at `i`: `C`, `RF`, `R.F.`, `R. F.`, `A-M`, `J.-P.`, `Yu.`; the index after them and whether they bear dots.
pub(super) fn initials(text: &Text, i: usize, hi: usize) -> Option<(usize, bool)> {
    let mut at = i;
    let mut dotted = false;
    let mut count = 0;
    while at < hi && count < 6 {
        if !text.word(at) {
            break;
        }
        let chars = text.chars(at);
        let upper = text.case(at) == Case::Upper || (chars == 1 && text.case(at) == Case::Capital);
        let dot = text.mark(at + 1, b'.');
        // "E. coli" begins a title.
        let title = count > 0
            && dot
            && text.word(at + 2)
            && text.case(at + 2) == Case::Lower
            && !particle(text, at + 2)
            && !is_and(text, at + 2)
            && !text.is(at + 2, "et");
        if upper && chars == 1 && !title {
            if dotted
                && !dot
                && !(at + 1 >= hi
                    || name_mark(text, at + 1)
                    || text.kind(at + 1) == Kind::Dash && text.chars(at + 2) == 1 && text.word(at + 2))
            {
                break;
            }
            at += 1;
        } else if upper && count == 0 && (2..=4).contains(&chars) {
            at += 1;
        } else if text.case(at) == Case::Capital
            && (2..=3).contains(&chars)
            && dot
            && !text.space(at + 1)
            && text.of(at).is_ascii()
            && (text.any_mark(at + 2, b",;")
                || text.chars(at + 2) == 1 && text.word(at + 2)
                || text.kind(at + 2) == Kind::Dash)
        {
            // "Yu.", "Ch.", "Th."
            at += 1;
        } else {
            break;
        }
        count += 1;
        if text.mark(at, b'.') {
            // The dot after undotted initials ends the list.
            let single = text.chars(at - 1) == 1 || text.case(at - 1) == Case::Capital;
            if single || (count == 1 && !text.space(at) && text.any_mark(at + 1, b",;&")) {
                if single && count > 1 && !dotted && !text.any_mark(at + 1, b",;") {
                    break;
                }
                dotted = true;
                at += 1;
            } else {
                break;
            }
        }
        // "J.-P.", "A-M", "C-j"
        if text.kind(at) == Kind::Dash && text.word(at + 1) && text.chars(at + 1) <= 2 && !text.space(at + 1) {
            at += 2;
            if text.mark(at, b'.') && dotted {
                at += 1;
            }
            count += 1;
        }
    }
    (at > i).then_some((at, dotted))
}

pub(super) fn is_and(text: &Text, i: usize) -> bool {
    text.mark(i, b'&')
        || text.is_any(i, &["and", "und", "y"]) && text.case(i) == Case::Lower
        || (text.is(i, "et") && !text.is(i + 1, "al") && !text.mark(i + 1, b'.'))
}

/// "et al" and its like, with the mark before it; the index after it, its dot included.
pub(super) fn et_al(text: &Text, i: usize, hi: usize) -> Option<usize> {
    let mut at = i;
    while at < hi && (text.any_mark(at, b",;~.[(&") && at < i + 3 || at < i + 3 && at > i && text.is(at, "and")) {
        at += 1;
    }
    let end = if text.is(at, "et") && (text.is(at + 1, "al") || text.is(at + 1, "coll") || text.is(at + 1, "alii")) {
        at + 2
    } else if text.is(at, "et") && text.mark(at + 1, b'.') && text.is(at + 2, "al") {
        at + 3
    } else if text.is(at, "etal") {
        at + 1
    } else if text.is_any(at, &["and", "und"]) && text.is_any(at + 1, &["others", "colleagues", "coworkers"]) {
        at + 2
    } else if at > i && text.is_any(at, &["others", "colleagues"]) && text.is(at - 1, "and") {
        at + 1
    } else {
        return None;
    };
    let end = end + usize::from(text.mark(end, b'.'));
    Some(end + usize::from(text.any_mark(end, b"])")))
}

/// What stands between two names: the index of the next name, and whether it is the last one.
pub(super) fn separator(text: &Text, i: usize) -> Option<(usize, bool)> {
    let mut at = i;
    // A dot slips in between names where initials bear none: "Yorke H. W. ,".
    if text.mark(at, b'.') && text.any_mark(at + 1, b",;") {
        at += 1;
    }
    let marked = text.any_mark(at, b",;/");
    while marked && text.any_mark(at, b",;/") {
        at += 1;
    }
    while text.mark(at, b'~') || text.mark(at, b'.') && text.mark(at + 1, b'.') {
        at += 1;
        if !text.mark(at, b'.') {
            continue;
        }
    }
    while at > i && text.mark(at, b'.') && text.mark(at - 1, b'.') {
        at += 1;
    }
    if is_and(text, at) {
        return Some((at + 1, true));
    }
    (marked || at > i).then_some((at, false))
}
