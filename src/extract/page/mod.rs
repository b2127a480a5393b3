//! Copied page text: a generic reader of blocks and labels, and layouts that add what they know of one kind of page.
//!
//! A layout is one file here and one line in [`LAYOUTS`].

use super::Format;
use crate::base::Parsed;
use crate::capture::Capture;
use crate::record::Claims;

/// A kind of page.
pub struct Layout {
    /// Name in `extract`'s output: `nature`, `pure`, `ebsco` …
    pub name: &'static str,
    /// Where such pages come from, for people.
    pub title: &'static str,
}

/// Every layout.
pub static LAYOUTS: &[&Layout] = &[];

/// The format of copied page text; it takes what no other format does.
pub const FORMAT: Format = Format {
    name: "page-text",
    title: "copied text of a publisher's, library's or repository's page",
    extensions: &["txt", "text", "md"],
    recognise: |_| 5,
    read,
};

fn read(_capture: &Capture) -> Parsed<Vec<Claims>> {
    Parsed::clean(Vec::new())
}
