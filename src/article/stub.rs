//! What a stub holds.

use super::Finding;
use super::finding::words;
use crate::base::{Parsed, PartialDate, Span};
use crate::record::{Field, Item};
use indexmap::IndexMap;
use std::collections::BTreeMap;
use std::sync::Arc;

words! {
    /// How far the review has come with an article.
    Status {
        /// Imported, not looked at.
        Stub = "stub",
        /// Title and abstract were read.
        Screened = "screened",
        /// It belongs to the review.
        Included = "included",
        /// It does not; `reason` says why.
        Excluded = "excluded",
        /// Its findings were checked by a second reader.
        Checked = "checked",
    }

    /// What the author thinks of a proposed mechanism.
    Judgement {
        /// The program proposed it; nobody has judged.
        Proposed = "proposed",
        /// The author agrees.
        Confirmed = "confirmed",
        /// The author disagrees; it is not proposed again.
        Rejected = "rejected",
    }
}

/// A piece of the body under one `##` heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's text; empty for what stands before the first heading.
    pub heading: String,
    /// The heading's line in the file; empty for what stands before the first heading.
    pub heading_span: Span,
    /// What stands under it, without outer blank lines.
    pub span: Span,
}

/// One item of the list under `## References`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StubReference {
    /// The number it bears in the list.
    pub number: u32,
    /// The reference as captured, or as the author corrected it; Markdown escapes undone.
    pub text: String,
    /// Its text in the stub's file, without the number.
    pub span: Span,
}

/// A stub, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Path relative to `content/`: `articles/dumas2019.md`.
    pub path: Arc<str>,
    /// The whole file.
    pub source: Arc<str>,
    /// Stable key, the article's address and what `[@key]` names.
    pub key: String,
    /// Former keys.
    pub aliases: Vec<String>,
    /// The bibliographic fields: front matter, and the abstract of the body.
    pub item: Item,
    /// Where the value of each bibliographic field stands in the file.
    pub field_spans: BTreeMap<Field, Span>,
    /// How far the review has come with it.
    pub status: Status,
    /// Why it was excluded.
    pub reason: Option<String>,
    /// Who judged last.
    pub reviewed_by: Option<String>,
    /// When.
    pub reviewed_on: Option<PartialDate>,
    /// Paths of its captures, relative to `content/`.
    pub captures: Vec<String>,
    /// Mechanisms and what the author thinks of them, in the order of the file.
    pub mechanisms: IndexMap<String, Judgement>,
    /// Where each mechanism's value stands in the file.
    pub mechanism_spans: IndexMap<String, Span>,
    /// The rows of evidence.
    pub findings: Vec<Finding>,
    /// First byte of the body in the file.
    pub body_offset: usize,
    /// The body's sections in order.
    pub sections: Vec<Section>,
    /// The text under `## Abstract`, Markdown escapes undone.
    pub abstract_text: Option<String>,
    /// Markdown of the author: everything of the body but abstract and references; comments included.
    pub notes: String,
    /// The list under `## References`.
    pub references: Vec<StubReference>,
}

impl Article {
    /// The author list is known to be incomplete ("et al.").
    pub fn authors_incomplete(&self) -> bool {
        self.item.et_al
    }

    /// The whole body, Markdown.
    pub fn body(&self) -> &str {
        self.source.get(self.body_offset..).unwrap_or("")
    }

    /// Sections that are the author's: neither abstract nor references.
    pub fn note_sections(&self) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(|section| {
            !section.heading.eq_ignore_ascii_case("abstract") && !section.heading.eq_ignore_ascii_case("references")
        })
    }
}

/// Reads a stub. `path` is relative to `content/`. `None` where the front matter cannot be read.
pub fn parse(_path: &str, _text: &str) -> Parsed<Option<Article>> {
    Parsed::clean(None)
}
