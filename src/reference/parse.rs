//! One free-text reference into an item.

use super::Journals;
use crate::base::Span;
use crate::record::{Field, Item};

/// A reference read from text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedReference {
    /// What was found; empty where nothing was.
    pub item: Item,
    /// Where each value stands in the text; names and keywords one entry each, in order.
    pub spans: Vec<(Field, Span)>,
    /// What could not be told, in plain words.
    pub doubts: Vec<&'static str>,
}

/// Reads one reference. Labels (`12.`) and link residue ("CAS PubMed Google Scholar") are passed over.
pub fn parse(_text: &str, _journals: &Journals) -> ParsedReference {
    ParsedReference::default()
}
