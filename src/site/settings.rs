//! What the pages need to know beside the library.

use super::{Repository, Words};
use crate::base::Digest;
use crate::capture::CaptureText;
use crate::library::Reviewers;
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
    /// The pages' own words, in the language of the review.
    pub words: Words,
    /// The repository, for "suggest a change" links.
    pub repository: Option<Repository>,
    /// A domain of the review's own.
    pub domain: Option<String>,
    /// Who reviews what.
    pub reviewers: Reviewers,
    /// Captures by their paths relative to `content/`.
    pub captures: BTreeMap<String, SiteCapture>,
    /// Name and version of the program, for the footer.
    pub generator: String,
    /// Formats in which a citation can be copied, beside the one that the pages themselves are written in.
    pub formats: Vec<CitationFormat>,
    /// Formats of the files of references that stand in `downloads/`; none means that there are no such files.
    pub downloads: Vec<DownloadFormat>,
    /// Abstracts are left out, but for the sentences that speak of a mechanism.
    pub without_abstracts: bool,
    /// Metadata in the heads of papers' pages, beside COinS and JSON-LD.
    pub citation_meta: CitationMeta,
    /// The citation style that the review has chosen; none where it is content with the built-in one.
    pub style: Option<Arc<crate::csl::Processor>>,
    /// The authors' pictures: (path below `content/`, bytes). They have the same path in the site.
    pub images: Vec<(String, Arc<[u8]>)>,
    /// The review itself, to be cited; none where nothing but its title is known.
    pub citation: Option<Item>,
    /// The authors say themselves how it is to be cited, in `CITATION.cff`.
    pub own_citation: bool,
    /// `CITATION.cff`, as the site offers it.
    pub citation_file: Option<String>,
}

/// A format in which a citation can be copied.
#[derive(Clone, Copy, Debug)]
pub struct CitationFormat {
    /// Its name, as shown.
    pub title: &'static str,
    /// Writes records: (key, item).
    pub write: fn(&[(&str, &Item)]) -> String,
}

/// A format of files of references.
#[derive(Clone, Copy, Debug)]
pub struct DownloadFormat {
    /// Its name, as shown.
    pub title: &'static str,
    /// What its files end with, without the dot.
    pub ending: &'static str,
    /// Writes records: (key, item).
    pub write: fn(&[(&str, &Item)]) -> String,
    /// There is a file of all works.
    pub works: bool,
    /// One of each mechanism's papers.
    pub mechanisms: bool,
    /// One of each single paper.
    pub papers: bool,
}

impl DownloadFormat {
    /// Where all works stand, from the root.
    pub fn all_works(&self) -> String {
        format!("downloads/works.{}", self.ending)
    }

    /// Where the references of a paper or mechanism stand, from the root, by the address of its page.
    pub fn beside(&self, page: &str) -> String {
        format!("downloads/{}.{}", page.trim_end_matches(".html"), self.ending)
    }
}

/// Metadata that reference managers and search engines read in the head of a page. Pages about other people's papers
/// should not pass for those papers, so a review has to ask for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CitationMeta {
    /// `citation_*`, as Highwire Press introduced it.
    pub highwire: bool,
    /// `DC.*` (Dublin Core).
    pub dublin_core: bool,
}

/// The text of a capture, if it is at hand.
#[derive(Clone, Debug)]
pub struct SiteCapture {
    /// Decoded text.
    pub text: CaptureText,
    /// Hash of the bytes that it was decoded from.
    pub digest: Digest,
    /// The whole text may become public; else only its quoted pieces do.
    pub publish: bool,
}
