//! What the pages need to know beside the library.

use crate::record::Item;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Settings of the site, plain values.
#[derive(Clone, Debug, Default)]
pub struct SiteSettings {
    /// Title of the review.
    pub title: String,
    /// The question it asks, in one or two sentences; may be empty.
    pub description: String,
    /// Who writes it.
    pub authors: Vec<String>,
    /// Where the site will stand, without a final slash. Only the 404 page needs it.
    pub base_url: Option<String>,
    /// Language of the pages' own words, BCP 47.
    pub language: String,
    /// Address of the repository, for "suggest a change" links.
    pub repository: Option<String>,
    /// Captures by their paths relative to `content/`.
    pub captures: BTreeMap<String, CaptureText>,
    /// Name and version of the program, for the footer.
    pub generator: String,
    /// Formats in which a citation can be copied, beside the one that the pages themselves are written in.
    pub formats: Vec<CitationFormat>,
    /// Files of all works that stand in `downloads/`: (address from the root, title).
    pub downloads: Vec<(String, String)>,
}

/// A format in which a citation can be copied.
#[derive(Clone, Copy, Debug)]
pub struct CitationFormat {
    /// Its name, as shown.
    pub title: &'static str,
    /// Writes records: (key, item).
    pub write: fn(&[(&str, &Item)]) -> String,
}

/// The text of a capture, if it is at hand.
#[derive(Clone, Debug)]
pub struct CaptureText {
    /// Decoded text.
    pub text: Arc<str>,
    /// The whole text may become public; else only its quoted pieces do.
    pub publish: bool,
}
