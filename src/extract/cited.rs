//! Lists of references in one field, as Scopus has them: a semicolon and a blank between two.

use super::flow::place;
use crate::base::{MappedText, Span};
use crate::record::RawReference;

/// The references of a list; what has no blank in it is a number of some database, unless it is a DOI.
pub(super) fn references(list: &MappedText) -> Vec<RawReference> {
    pieces(list.as_str())
        .into_iter()
        .map(|span| list.slice(span))
        .filter(|piece| piece.as_str().contains(' ') || piece.as_str().starts_with("10."))
        .map(|piece| RawReference {
            span: place(&piece),
            text: piece.into_string(),
            label: None,
            item: None,
        })
        .collect()
}

/// Where each reference stands. Semicolons in brackets belong to a reference, and so do those of titles: what goes on in
/// small letters, or what begins like no reference after something that has not come to its year.
fn pieces(list: &str) -> Vec<Span> {
    let bytes = list.as_bytes();
    let mut out: Vec<Span> = Vec::new();
    let mut from = 0usize;
    let mut add = |from: usize, to: usize| {
        let piece = &list[from..to];
        let start = from + piece.len() - piece.trim_start().len();
        let end = from + piece.trim_end_matches([' ', ';', '\n', '\r', '\t']).len();
        if start >= end {
            return;
        }
        let piece = &list[start..end];
        match out.last_mut() {
            Some(last) if goes_on(last.of(list), piece) => last.end = end as u32,
            _ => out.push(Span::new(start, end)),
        }
    };
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'(' => at = closing(bytes, at).unwrap_or(at),
            b';' if bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace) => {
                add(from, at);
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    add(from, list.len());
    out
}

/// Where the bracket at `open` is closed; one that is not closed soon is none.
fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (offset, byte) in bytes[open..].iter().take(160).enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return Some(open + offset),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether the piece belongs to the reference before it.
fn goes_on(before: &str, piece: &str) -> bool {
    if piece.starts_with(char::is_lowercase) && !piece.contains("://") {
        let particle = [
            "van ", "von ", "de ", "den ", "der ", "di ", "da ", "del ", "el ", "la ", "le ", "al-", "ter ", "ten ",
        ];
        return !particle.iter().any(|word| piece.starts_with(word));
    }
    let ended = has_year(before) || before.contains("pp. ") || before.contains("://");
    // One that begins without an author has begun with a title before the semicolon.
    !ended && authored(before) && !authored(piece) && has_year(piece)
}

/// `(2016)`
fn has_year(text: &str) -> bool {
    text.as_bytes()
        .windows(6)
        .any(|w| w[0] == b'(' && w[5] == b')' && matches!(w[1], b'1' | b'2') && w[1..5].iter().all(u8::is_ascii_digit))
}

/// Whether a name with initials begins the text: `Cox, R.S.,`, `Cox R.S.,`.
fn authored(text: &str) -> bool {
    let head = text.split('.').next().unwrap_or("");
    let family = head.trim_end_matches(|c: char| c.is_uppercase());
    let initials = head.len() - family.len();
    text.len() > head.len()
        && (1..=6).contains(&initials)
        && family.ends_with(' ')
        && family.len() > 2
        && family.split_whitespace().count() <= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_parted_but_not_inside_of_brackets() {
        let list = "Doe J., A title (one; two), J Test, 1, (2001); Roe M., Other, (2002);  12345; \
            Quist, A., Persistence; is it one? A report (2012) J Test, 73, pp. 469-472; Song Y., Detection (ICM, pp. 5-9, \
            (2017); van Roe, M., Pain; Burden and cost (2004) J Test, 49; A report of nobody (2011)";
        let text = MappedText::verbatim(list, Span::new(0, list.len()));
        let shown: Vec<String> = references(&text).into_iter().map(|reference| reference.text).collect();
        assert_eq!(
            shown,
            [
                "Doe J., A title (one; two), J Test, 1, (2001)",
                "Roe M., Other, (2002)",
                "Quist, A., Persistence; is it one? A report (2012) J Test, 73, pp. 469-472",
                "Song Y., Detection (ICM, pp. 5-9, (2017)",
                "van Roe, M., Pain; Burden and cost (2004) J Test, 49",
                "A report of nobody (2011)",
            ]
        );
    }
}
