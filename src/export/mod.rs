//! Writers of bibliographic files: items in, one text out.
//!
//! A format is one file here and one line in [`EXPORTS`]. Writers escape what their format gives a meaning to, keep
//! the order they are given, and write nothing that an item does not have. What BibTeX, RIS and CSL-JSON files say is
//! read back as the same item by `extract`; RIS has no place for some fields and leaves them out. The review's other
//! tables are written in the [`TABLE_FORMATS`].

mod bibtex;
mod cff;
mod csl_json;
mod csv;
mod latex;
mod medline;
mod ris;
mod table;

pub use cff::citation_file;
pub use table::{TABLE_FORMATS, TableFormat};

use crate::record::Item;
use std::borrow::Cow;

/// A format to export to.
pub struct Export {
    /// Name in commands and addresses.
    pub name: &'static str,
    /// A few words for people.
    pub title: &'static str,
    /// File extension without the dot.
    pub extension: &'static str,
    /// Media type as registered, or as in use.
    pub media_type: &'static str,
    /// Writes items under their keys, in the order given. Keys are written as they are.
    pub write: fn(&[(&str, &Item)]) -> String,
}

/// Every format.
pub static EXPORTS: &[&Export] = &[
    &bibtex::BIBTEX,
    &bibtex::BIBLATEX,
    &ris::EXPORT,
    &csl_json::EXPORT,
    &medline::EXPORT,
    &csv::EXPORT,
];

/// The format of that name.
pub fn export(name: &str) -> Option<&'static Export> {
    EXPORTS.iter().copied().find(|export| export.name == name)
}

/// Room for the text of so many records. A text that grows by doubling holds up to three times its length for a moment.
fn text_for(records: usize) -> String {
    String::with_capacity(records * 1000)
}

/// An indented array and a line end. Values are made one at a time: a bibliography of them would be many times as large as
/// its text.
fn json_list(values: impl Iterator<Item: serde::Serialize>) -> String {
    use serde::Serializer;
    // Indented and with every name written out, a record takes twice the room.
    let mut out = text_for(2 * values.size_hint().0).into_bytes();
    let written = serde_json::Serializer::pretty(&mut out).collect_seq(values);
    let mut out = match written {
        Ok(()) => String::from_utf8(out).unwrap_or_default(),
        Err(_) => String::new(),
    };
    out.push('\n');
    out
}

/// A value on one line: every run of blanks is one space. Most values are so already.
fn one_line(text: &str) -> Cow<'_, str> {
    if is_one_line(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// Whether the only blanks are single spaces between words.
fn is_one_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ([first, rest @ ..], Some(last)) = (bytes, bytes.last()) else {
        return true;
    };
    // Without branches many bytes are looked at in a step.
    let control = bytes.iter().fold(false, |found, byte| found | (*byte < b' '));
    let pairs = bytes.iter().zip(rest);
    let double = pairs.fold(false, |found, (one, next)| found | (*one == b' ') & (*next == b' '));
    let wide = || {
        // The first bytes of all blanks beyond ASCII.
        let mut starts = memchr::memchr3_iter(0xc2, 0xe2, 0xe3, bytes).chain(memchr::memchr_iter(0xe1, bytes));
        starts.any(|at| text.get(at..).is_some_and(|rest| rest.starts_with(char::is_whitespace)))
    };
    !control && !double && *first != b' ' && *last != b' ' && (text.is_ascii() || !wide())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_single_spaces() {
        for text in [
            "",
            " ",
            "a",
            "a b",
            " a",
            "a ",
            "a  b",
            "a\tb",
            "a\u{a0}b",
            "é à",
            "é  à",
            "é ",
            "– a\u{2028}b",
            "– a  b",
            "日 本\u{3000}",
            "a\u{7f}b",
        ] {
            let words: Vec<&str> = text.split_whitespace().collect();
            assert_eq!(one_line(text), words.join(" "), "{text:?}");
        }
    }
}
