//! Rows and cells of a table in text, each with its place: RFC 4180, with other separators and line ends in cells.
//!
//! Our own, for no library says where in the file an unquoted cell stands.

use super::super::flow::Flow;
use crate::base::{MappedText, Span};

/// One row.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Its cells, with their quotes.
    pub cells: Vec<Span>,
    /// From the first cell to the last.
    pub span: Span,
    /// A quoted cell never ended.
    pub open: bool,
}

/// The rows of a text; empty lines are none.
pub(super) fn rows(text: &str, separator: u8) -> impl Iterator<Item = Row> + '_ {
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    std::iter::from_fn(move || {
        while at < text.len() {
            let row = row(text, at, separator);
            at = row.span.end as usize;
            at += match text.as_bytes().get(at..) {
                Some([b'\r', b'\n', ..]) => 2,
                Some([_, ..]) => 1,
                _ => 0,
            };
            if row.cells.iter().any(|cell| !cell.of(text).trim().is_empty()) {
                return Some(row);
            }
        }
        None
    })
}

fn row(text: &str, start: usize, separator: u8) -> Row {
    let bytes = text.as_bytes();
    let mut row = Row::default();
    let mut at = start;
    loop {
        let begin = at;
        // A quote opens a cell only at its beginning; elsewhere it is a sign like others.
        let opening = bytes[at..].iter().take_while(|b| **b == b' ').count();
        if bytes.get(at + opening) == Some(&b'"') {
            at += opening + 1;
            loop {
                match memchr::memchr(b'"', &bytes[at..]) {
                    // Never closed: the cell ends with its line, so that the rows below stay what they are.
                    None => {
                        row.open = true;
                        at = begin;
                        break;
                    }
                    Some(offset) if bytes.get(at + offset + 1) == Some(&b'"') => at += offset + 2,
                    // R escapes quotes so, unless it is told not to.
                    Some(offset) if escaped(bytes, at + offset, separator) => at += offset + 1,
                    Some(offset) => {
                        at += offset + 1;
                        let ends = bytes
                            .get(at)
                            .is_none_or(|b| *b == separator || matches!(b, b'\n' | b'\r' | b' '));
                        // Closed in a row below, in the middle of a cell: it was none that opened.
                        if !ends && memchr::memchr(b'\n', &bytes[begin..at]).is_some() {
                            row.open = true;
                            at = begin;
                        }
                        break;
                    }
                }
            }
        }
        let rest = memchr::memchr3(separator, b'\n', b'\r', &bytes[at..]);
        let end = rest.map_or(bytes.len(), |offset| at + offset);
        row.cells.push(Span::new(begin, end));
        if bytes.get(end) != Some(&separator) {
            row.span = Span::new(start, end);
            return row;
        }
        at = end + 1;
    }
}

/// Whether a backslash stands before the quote at `at`, and no end of a cell behind it.
fn escaped(bytes: &[u8], at: usize, separator: u8) -> bool {
    let before = at.checked_sub(1).and_then(|at| bytes.get(at));
    let ends = bytes
        .get(at + 1)
        .is_none_or(|b| *b == separator || matches!(b, b'\n' | b'\r'));
    before == Some(&b'\\') && !ends
}

/// The text of a cell, without its quotes, blanks folded. A quote that does not enclose the cell is a sign like others.
pub(super) fn cell(text: &str, span: Span) -> MappedText {
    let raw = span.of(text);
    let lead = raw.len() - raw.trim_start().len();
    let mut flow = Flow::default();
    let start = span.start as usize + lead;
    let inner = raw.trim().strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
    let Some(inner) = inner else {
        flow.verbatim(text, span);
        return flow.finish();
    };
    // Two quotes stand for one, and so does one behind a backslash.
    let base = start + 1;
    let mut from = 0;
    let mut at = 0;
    let bytes = inner.as_bytes();
    while let Some(offset) = memchr::memchr2(b'"', b'\\', &bytes[at..]) {
        at += offset;
        if bytes.get(at + 1) != Some(&b'"') {
            at += 1;
            continue;
        }
        flow.piece(&inner[from..at], base + from);
        flow.decoded("\"", Span::new(base + at, base + at + 2));
        at += 2;
        from = at;
    }
    flow.piece(&inner[from..], base + from);
    flow.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_taken_apart_as_spreadsheets_do() {
        let text = "\u{feff}a,\"b, \"\"c\"\"\n\\\"d\",\r\n\r\n\"\",e \"f\" g\n\"open,h\ni";
        let shown: Vec<Vec<String>> = rows(text, b',')
            .map(|row| row.cells.iter().map(|span| cell(text, *span).into_string()).collect())
            .collect();
        assert_eq!(
            shown,
            [
                vec!["a", "b, \"c\" \"d", ""],
                vec!["", "e \"f\" g"],
                vec!["\"open", "h"],
                vec!["i"]
            ]
        );
        assert_eq!(rows(text, b',').filter(|row| row.open).count(), 1);
    }
}
