//! Copied page text: a generic reader of blocks and labels, and layouts that add what they know of one kind of page.
//!
//! The generic reader always runs: lines and blocks by their shape, the abstract, the title with its authors, citation
//! lines, labels and their values, keywords, the reference list. What stands in other people's boxes (reference list,
//! similar articles, adverts) claims nothing for the page. A layout is one file in `layouts/` and one line in
//! [`LAYOUTS`]; it claims with more weight what it knows of its kind of page.

mod abstracts;
mod bare;
mod citation;
mod front;
mod heading_words;
mod headings;

mod journal;
mod kinds;
mod labels;
mod layouts;
mod lines;
mod name_words;
mod people;
mod reader;
mod references;
mod relations;
mod sections;
mod title;
mod wrapped;
mod zones;

pub(super) use journal::abbreviates;
pub use layouts::{LAYOUTS, Layout};
pub(super) use name_words::is_degree;
pub(super) use people::{name, people};
pub(super) use reader::{Found, citation_in, read_page};

use super::Format;
use crate::base::{MappedText, Parsed, Span};
use crate::capture::Capture;
use crate::record::Claims;

/// The format of copied page text; it takes what no other format does.
pub const FORMAT: Format = Format {
    name: "page-text",
    title: "copied text of a publisher's, library's or repository's page",
    extensions: &["txt", "text", "md"],
    recognise: |_| 5,
    read,
};

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let found = read_page(&capture.text, &[]);
    let Found { mut claims, zones } = found;
    claims.span = Span::new(0, capture.text.len());
    let substance = !claims.claims.is_empty() || !claims.references.is_empty();
    for (kind, span) in zones {
        claims.zone(kind, MappedText::verbatim(&capture.text, span));
    }
    Parsed::clean(if substance { vec![claims] } else { Vec::new() })
}
