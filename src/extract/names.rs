//! Names as exports write them.

use crate::base::Name;

/// Reads `Family, Given` and `Family, Given, Suffix`; `Family, Jr., Given` too. A name without a comma is kept whole.
pub(super) fn inverted(text: &str) -> Name {
    let text = text.trim().trim_end_matches([',', ';']).trim();
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    match parts.as_slice() {
        [_] | [] => Name::group(text),
        [whole, suffix] if is_suffix(suffix) && whole.contains(' ') => Name {
            suffix: Some((*suffix).to_owned().into()),
            ..natural(whole)
        },
        [family, given] => with_suffix(family, given),
        [family, first, second, ..] => {
            let (given, suffix) = if is_suffix(first) {
                (second, first)
            } else {
                (first, second)
            };
            if is_suffix(suffix) || parts.len() == 3 {
                let mut name = Name::person(*family, *given);
                name.suffix = (!suffix.is_empty()).then(|| (*suffix).to_owned()).map(Into::into);
                name
            } else {
                Name::person(*family, parts[1..].join(", "))
            }
        }
    }
}

/// Reads `Family, Given`, and what Embase writes without a comma: `Hart S.`, `Novotny-Diermayr V.A.`. What has no dots behind
/// its capitals may be a group as well (`Cancer Research UK`) and is kept whole.
pub(super) fn person_or_group(text: &str) -> Name {
    let (family, initials) = text.trim().rsplit_once(' ').unwrap_or(("", text));
    let dotted = initials.ends_with('.') && initials.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-'));
    let joined = |word: &str| matches!(word.to_lowercase().as_str(), "and" | "for" | "of" | "the");
    match text.contains(',') || !dotted || family.is_empty() || text.split(' ').any(joined) {
        true => inverted(text),
        false => Name::person(family, initials),
    }
}

/// Reads MEDLINE's `Family GM`, `van Raaij MJ`, `Smith JA Jr`. A name without initials is kept whole.
pub(super) fn family_initials(text: &str) -> Name {
    let text = text.trim();
    if text.contains(',') {
        return inverted(text);
    }
    let initials =
        |word: &str| word.chars().count() <= 5 && word.chars().all(|c| c.is_uppercase() || c == '-' || c == '.');
    // "Vest JR" has two initials, "Vest AB JR" a suffix.
    let (body, suffix) = match text.rsplit_once(' ') {
        Some((body, last)) if is_suffix(last) => match body.trim_end().rsplit_once(' ') {
            // All in capitals, a short family looks like initials: "VAN DIJK JR".
            Some((_, before)) if initials(before) && before.chars().count() < 4 => {
                (body.trim_end(), Some(last.to_owned()))
            }
            _ if initials(last) => (text, None),
            _ => (body.trim_end(), Some(last.to_owned())),
        },
        _ => (text, None),
    };
    match body.rsplit_once(' ') {
        Some((family, given)) if initials(given) && !matches!(given, "GROUP" | "PARTY" | "STUDY" | "TEAM") => {
            let mut name = Name::person(family.trim_end(), given);
            name.suffix = suffix.map(Into::into);
            name
        }
        _ => Name::group(text),
    }
}

/// Reads `Donald E. Knuth` and `Vincent van Gogh`. What looks like a group, or is one word, is kept whole.
pub(super) fn natural(text: &str) -> Name {
    const GROUP: [&str; 26] = [
        "group",
        "committee",
        "consortium",
        "university",
        "institute",
        "association",
        "society",
        "organization",
        "organisation",
        "team",
        "network",
        "collaboration",
        "ministry",
        "department",
        "agency",
        "college",
        "council",
        "commission",
        "foundation",
        "center",
        "centre",
        "the",
        "of",
        "for",
        "and",
        "&",
    ];
    let text = text.trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    let group = |word: &&str| GROUP.contains(&word.to_lowercase().trim_end_matches('.'));
    if words.len() < 2 || words.len() > 5 || words.iter().any(group) || text.contains(|c: char| c.is_ascii_digit()) {
        return Name::group(text);
    }
    let suffix = words
        .last()
        .filter(|word| words.len() > 2 && is_suffix(word))
        .map(|word| (*word).to_owned());
    let end = words.len() - usize::from(suffix.is_some());
    let mut start = end - 1;
    while start > 1 && words[start - 1].starts_with(char::is_lowercase) {
        start -= 1;
    }
    let mut name = Name::person(words[start..end].join(" "), words[..start].join(" "));
    name.suffix = suffix.map(Into::into);
    name
}

/// A person of whom the parts are known; a suffix at the end of the given names is set apart.
pub(super) fn with_suffix(family: &str, given: &str) -> Name {
    match given.rsplit_once([' ', ',']) {
        Some((given, last)) if is_suffix(last) => {
            let mut name = Name::person(family, given.trim_end_matches([' ', ',']));
            name.suffix = Some(last.to_owned().into());
            name
        }
        _ => Name::person(family, given),
    }
}

/// Whether the word is a generational suffix.
pub(super) fn is_suffix(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.').to_ascii_lowercase().as_str(),
        "jr" | "sr" | "ii" | "iii" | "iv" | "2nd" | "3rd" | "4th" | "filho" | "neto"
    )
}

/// The ORCID iD in `text`, in its usual form, if its check digit is right.
pub(super) fn orcid(text: &str) -> Option<String> {
    let digits: Vec<u8> = text
        .rsplit(|c: char| c == '/' || c == ':' || c.is_whitespace())
        .find(|part| !part.is_empty())?
        .bytes()
        .filter(|b| *b != b'-')
        .map(|b| b.to_ascii_uppercase())
        .collect();
    if digits.len() != 16 || !digits[..15].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let total = digits[..15]
        .iter()
        .fold(0u32, |total, b| (total + u32::from(b - b'0')) * 2 % 11);
    let check = match (12 - total) % 11 {
        10 => b'X',
        digit => b'0' + digit as u8,
    };
    let text = String::from_utf8(digits).ok()?;
    (text.as_bytes()[15] == check).then(|| format!("{}-{}-{}-{}", &text[..4], &text[4..8], &text[8..12], &text[12..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_orcid_is_checked() {
        let expected = Some("0000-0002-1825-0097".to_owned());
        assert_eq!(orcid("ORCID: 0000-0002-1825-0097"), expected);
        assert_eq!(orcid("https://orcid.org/0000000218250097"), expected);
        assert_eq!(orcid("0000-0002-1825-0098"), None);
    }

    #[test]
    fn names_are_taken_apart_where_the_export_says_how() {
        let parts = |name: Name| (name.family, name.given, name.suffix, name.literal);
        let some = |text: &str| Some(Box::from(text));
        assert_eq!(
            parts(inverted("Baldwin,S.A.")),
            (some("Baldwin"), some("S.A."), None, None)
        );
        assert_eq!(
            parts(inverted("King, Martin Luther, Jr.")),
            (some("King"), some("Martin Luther"), some("Jr."), None)
        );
        assert_eq!(
            parts(inverted("The FLT3 Group")),
            (None, None, None, some("The FLT3 Group"))
        );
        assert_eq!(
            parts(family_initials("van Raaij MJ")),
            (some("van Raaij"), some("MJ"), None, None)
        );
        assert_eq!(
            parts(family_initials("Smith JA 3rd")),
            (some("Smith"), some("JA"), some("3rd"), None)
        );
        for (text, family, given, suffix) in [
            ("Vest JR", "Vest", "JR", None),
            ("van Lier ALHMW", "van Lier", "ALHMW", None),
            ("Vest AB Jr", "Vest", "AB", some("Jr")),
            ("Vest AB JR", "Vest", "AB", some("JR")),
        ] {
            assert_eq!(
                parts(family_initials(text)),
                (some(family), some(given), suffix, None),
                "{text}"
            );
        }
        for (text, family, given) in [
            ("Hart S.", "Hart", "S."),
            ("van der Berg Z.-M.", "van der Berg", "Z.-M."),
            ("Hart, Sue", "Hart", "Sue"),
        ] {
            let expected = (some(family), some(given), None, None);
            assert_eq!(parts(person_or_group(text)), expected, "{text}");
        }
        for group in [
            "Cancer Research UK",
            "WHO",
            "COMFORT I",
            "Department of Health U.K.",
            "Study Group",
        ] {
            assert_eq!(parts(person_or_group(group)), (None, None, None, some(group)));
        }
        assert_eq!(
            parts(family_initials("SPRINT Research")),
            (None, None, None, some("SPRINT Research"))
        );
    }
}
