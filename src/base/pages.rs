//! Page ranges as bibliographies shorten them.

/// A page range in full, with a hyphen: `512–23` is `512-523`, `e156-8` is `e156-e158`, `S12–5` is `S12-S15`.
/// Single pages and article numbers are given back as they are, without blanks around dashes; what does not look
/// like a range is only trimmed.
pub fn expand_pages(text: &str) -> String {
    let text = text.trim();
    let dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}');
    let mut parts = text.split(dash).map(str::trim).filter(|part| !part.is_empty());
    let (Some(first), Some(last), None) = (parts.next(), parts.next(), parts.next()) else {
        return text.to_owned();
    };
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '.');
    if !plain(first) || !plain(last) {
        return text.to_owned();
    }
    let digits_at = |part: &str| part.find(|c: char| c.is_ascii_digit()).unwrap_or(part.len());
    let (prefix, number) = first.split_at(digits_at(first));
    let (last_prefix, last_number) = last.split_at(digits_at(last));
    let count = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    let (long, short) = (count(number), count(last_number));
    let same_prefix = last_prefix.is_empty() || last_prefix == prefix;
    if !same_prefix || short == 0 || short > long || short != last_number.trim_end_matches(char::is_alphabetic).len() {
        return format!("{first}-{last}");
    }
    let kept = &number[..long - short];
    let whole = format!("{kept}{last_number}");
    // "1300-20" goes on to 1320, but "199-12" goes nowhere.
    if whole.get(..long) < number.get(..long) {
        return format!("{first}-{last}");
    }
    format!("{first}-{prefix}{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortened_ranges_are_given_in_full() {
        for (text, expected) in [
            ("512–23", "512-523"),
            ("512-523", "512-523"),
            ("e156–8", "e156-e158"),
            ("S12–5", "S12-S15"),
            ("S12-S15", "S12-S15"),
            ("2477–87", "2477-2487"),
            ("7008–7008", "7008-7008"),
            ("143D- 150D", "143D-150D"),
            ("1117 - 27", "1117-1127"),
            ("046002", "046002"),
            ("e17", "e17"),
            ("100-99", "100-199"),
            ("199-12", "199-12"),
            ("i-xii", "i-xii"),
            ("iv–12", "iv-12"),
            ("98-102", "98-102"),
            ("1235-8.e1", "1235-8.e1"),
            ("C3–197–C3–197", "C3–197–C3–197"),
            ("", ""),
        ] {
            assert_eq!(expand_pages(text), expected, "{text}");
        }
    }
}
