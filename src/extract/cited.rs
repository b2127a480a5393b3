//! Lists of references in one field, as Scopus has them: a semicolon and a blank between two.

use super::flow::place;
use crate::base::{MappedText, Span};
use crate::record::RawReference;

/// The references of a list; what has no blank in it is a number of some database.
pub(super) fn references(list: &MappedText) -> Vec<RawReference> {
    pieces(list.as_str())
        .into_iter()
        .map(|span| list.slice(span))
        .filter(|piece| piece.as_str().contains(' '))
        .map(|piece| RawReference {
            span: place(&piece),
            text: piece.into_string(),
            label: None,
            item: None,
        })
        .collect()
}

/// Where each piece between semicolons stands. Semicolons in brackets belong to a reference.
pub(super) fn pieces(list: &str) -> Vec<Span> {
    let bytes = list.as_bytes();
    let mut out = Vec::new();
    let (mut from, mut depth) = (0usize, 0usize);
    let mut add = |from: usize, to: usize| {
        let piece = &list[from..to];
        let start = from + piece.len() - piece.trim_start().len();
        let end = from + piece.trim_end_matches([' ', ';', '\n', '\r', '\t']).len();
        if start < end {
            out.push(Span::new(start, end));
        }
    };
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            // A bracket that is not closed soon is none.
            b'(' if memchr::memchr(b')', &bytes[at..bytes.len().min(at + 120)]).is_some() => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b';' if depth == 0 && bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace) => {
                add(from, at);
                from = at + 1;
            }
            _ => {}
        }
    }
    add(from, list.len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_parted_but_not_inside_of_brackets() {
        let list = "Doe J., A title (one; two), J Test, 1, (2001); Roe M., Other, (2002);  12345; ";
        let text = MappedText::verbatim(list, Span::new(0, list.len()));
        let shown: Vec<String> = references(&text).into_iter().map(|reference| reference.text).collect();
        assert_eq!(
            shown,
            ["Doe J., A title (one; two), J Test, 1, (2001)", "Roe M., Other, (2002)"]
        );
    }
}
