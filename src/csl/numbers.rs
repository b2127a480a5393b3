//! Numbers: whether a value is one, Roman ones, ranges of pages.

use super::parse::PageRange;

/// Whether a value counts as a number: digits with a letter before or after, and lists and ranges of such.
pub(super) fn is_numeric(value: &str) -> bool {
    let parts = value.split(['-', '–', ',', '&']);
    let mut any = false;
    for part in parts {
        let part = part.trim();
        let letters_before = part.len() - part.trim_start_matches(|c: char| c.is_alphabetic()).len();
        let digits = part[letters_before..].trim_start_matches(|c: char| c.is_ascii_digit());
        let found = part.len() - letters_before - digits.len();
        if found == 0 || letters_before > 2 || digits.chars().count() > 2 || !digits.chars().all(char::is_alphabetic) {
            return false;
        }
        any = true;
    }
    any
}

/// Whether a value names several: `3-5`, `2, 7`.
pub(super) fn is_plural(value: &str) -> bool {
    // `EU-29702195U` is one number with a prefix.
    let ranged = |(from, to): (&str, &str)| {
        [from, to]
            .iter()
            .all(|part| part.contains(|c: char| c.is_ascii_digit()))
    };
    value.contains([',', '&']) || value.contains(" and ") || value.split_once(['-', '–']).is_some_and(ranged)
}

/// `xiv`.
pub(super) fn roman(number: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number > 3999 {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, letters) in STEPS {
        while rest >= value {
            out.push_str(letters);
            rest -= value;
        }
    }
    out
}

/// Pages in the style's way of writing ranges; what is no plain range keeps its form with a dash.
pub(super) fn pages(value: &str, format: PageRange, dash: &str) -> String {
    let mut out = String::new();
    for (index, part) in value.split(',').enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        out.push_str(&range(part.trim(), format, dash));
    }
    out
}

fn range(part: &str, format: PageRange, dash: &str) -> String {
    let dashes = ['-', '–', '\u{2010}', '\u{2011}', '\u{2012}', '—', '\u{2212}'];
    let mut ends = part.split(dashes).map(str::trim).filter(|end| !end.is_empty());
    let (first, last) = match (ends.next(), ends.next(), ends.next()) {
        (Some(first), Some(last), None) => (first, last),
        _ => {
            return part
                .replace('-', if part.contains("--") { "-" } else { dash })
                .replace("--", dash);
        }
    };
    let (letters, a) = split(first);
    let (other, b) = split(last);
    let numbers = !a.is_empty() && !b.is_empty() && a.len() <= 18 && b.len() <= a.len().max(18);
    if !numbers || !(other.is_empty() || other == letters) {
        return format!("{first}{dash}{last}");
    }
    // `1779-90` says 1790.
    let whole = if b.len() < a.len() {
        format!("{}{b}", &a[..a.len() - b.len()])
    } else {
        b.to_owned()
    };
    let kept = match format {
        PageRange::AsGiven => return format!("{first}{dash}{last}"),
        PageRange::Expanded => format!("{letters}{whole}"),
        PageRange::Minimal => shortened(a, &whole, 1).to_owned(),
        PageRange::MinimalTwo => shortened(a, &whole, 2).to_owned(),
        PageRange::Chicago | PageRange::Chicago16 => {
            let start: u64 = a.parse().unwrap_or(0);
            if whole.len() != a.len() || start < 100 || start.is_multiple_of(100) {
                whole.clone()
            } else if start % 100 < 10 {
                shortened(a, &whole, 1).to_owned()
            } else {
                let kept = shortened(a, &whole, 2);
                // Of a four-digit number three changed digits are written out by the older rule.
                if format == PageRange::Chicago && a.len() == 4 && kept.len() == 3 {
                    whole.clone()
                } else {
                    kept.to_owned()
                }
            }
        }
    };
    format!("{first}{dash}{kept}")
}

/// Letters before the digits, and the digits; no digits where it is not built so.
fn split(page: &str) -> (&str, &str) {
    let at = page.len() - page.trim_start_matches(|c: char| !c.is_ascii_digit()).len();
    let digits = &page[at..];
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        (&page[..at], digits)
    } else {
        (page, "")
    }
}

/// The last page without the digits that it shares with the first, but at least `least` digits.
fn shortened<'w>(first: &str, whole: &'w str, least: usize) -> &'w str {
    if first.len() != whole.len() {
        return whole;
    }
    let shared = first.bytes().zip(whole.bytes()).take_while(|(a, b)| a == b).count();
    let keep = (whole.len() - shared).max(least.min(whole.len()));
    &whole[whole.len() - keep..]
}
