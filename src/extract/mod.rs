//! Readers: from a capture's text to claims.
//!
//! A format is one file here and one line in [`FORMATS`]. A reader knows nothing of stubs, articles or pages of the
//! site; it makes claims whose spans point into the capture, and never fails.

mod bibtex;
mod cff;
mod cited;
mod crossref;
mod csl;
mod csl_json;
mod csl_yaml;
mod data;
mod datacite;
mod endnote;
mod flow;
mod html;
mod jats;
mod json;
mod kinds;
mod marc;
mod mathml;
mod medline;
mod mods;
mod names;
mod nbib;
mod numbers;
mod openalex;
pub mod output;
mod ovid;
mod page;
mod pubmed;
mod pubmed_summary;
mod pubmed_text;
mod refer;
mod refworks;
mod ris;
mod scripts;
mod table;
mod tagged;
mod wos;
mod xml;
mod zotero_rdf;

pub use page::{LAYOUTS, Layout};

use crate::base::codes::extract::{LIMIT_REACHED, NOTHING_RECOGNISED, SEVERAL_RECORDS};
use crate::base::{Diagnostic, Parsed, Span};
use crate::capture::Capture;
use crate::record::{Claims, Record, resolve};

/// A source format.
pub struct Format {
    /// Name in `extract`'s output and in documentation: `bibtex`, `ris`, `page-text` …
    pub name: &'static str,
    /// A few words for people.
    pub title: &'static str,
    /// Usual file extensions, lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// How sure the format is that the text is one of its own, 0 (not) to 100 (certain), from the content alone.
    pub recognise: fn(&str) -> u8,
    /// Reads every record of the capture.
    pub read: fn(&Capture) -> Parsed<Vec<Claims>>,
}

/// Every format. Of equal confidence the earlier one wins.
#[rustfmt::skip]
pub static FORMATS: &[&Format] = &[
    &bibtex::FORMAT,
    &ris::FORMAT,
    &nbib::FORMAT,
    &pubmed::FORMAT,
    &pubmed_text::FORMAT,
    &pubmed_summary::FORMAT,
    &endnote::FORMAT,
    &mods::FORMAT,
    &zotero_rdf::FORMAT,
    &jats::FORMAT,
    &marc::FORMAT,
    &refer::FORMAT,
    &refworks::FORMAT,
    &ovid::FORMAT,
    &wos::FORMAT,
    &crossref::FORMAT,
    &openalex::FORMAT,
    &datacite::FORMAT,
    &csl_json::FORMAT,
    &table::FORMAT,
    &html::FORMAT,
    &cff::FORMAT,
    &csl_yaml::FORMAT,
    &page::FORMAT,
];

/// What a capture holds.
#[derive(Debug)]
pub struct Extraction {
    /// The format that read it.
    pub format: &'static str,
    /// Its records, resolved, in the order of the file.
    pub records: Vec<Record>,
}

/// The format of a capture: by content first; a known extension decides between near equals.
pub fn format_of(capture: &Capture) -> Option<&'static Format> {
    let extension = capture
        .path
        .rsplit_once('.')
        .map(|(_, e)| e.to_ascii_lowercase())
        .unwrap_or_default();
    let score = |format: &Format| {
        let content = u32::from((format.recognise)(&capture.text));
        let named = format.extensions.contains(&extension.as_str());
        if content == 0 {
            0
        } else {
            content + if named { 20 } else { 0 }
        }
    };
    let mut best: Option<(&'static Format, u32)> = None;
    for format in FORMATS {
        let score = score(format);
        if score > best.map_or(0, |(_, s)| s) {
            best = Some((format, score));
        }
    }
    best.map(|(format, _)| format)
}

/// Reads every record of a capture.
pub fn extract(capture: &Capture) -> Parsed<Extraction> {
    let mut diagnostics = Vec::new();
    let Some(format) = format_of(capture).filter(|_| !capture.text.is_empty()) else {
        if !capture.text.is_empty() {
            diagnostics.push(nothing(capture));
        }
        return Parsed::new(
            Extraction {
                format: "unknown",
                records: Vec::new(),
            },
            diagnostics,
        );
    };
    let mut claims = (format.read)(capture).take(&mut diagnostics);
    hold_limits(&mut claims, capture, &mut diagnostics);
    let records: Vec<Record> = claims
        .into_iter()
        .map(|claims| resolve(claims, &capture.path).take(&mut diagnostics))
        .collect();
    let told = diagnostics.iter().any(|diagnostic| diagnostic.code == SEVERAL_RECORDS);
    if records.is_empty() && !told {
        diagnostics.push(nothing(capture));
    }
    Parsed::new(
        Extraction {
            format: format.name,
            records,
        },
        diagnostics,
    )
}

/// Leaves out, and reports, what is more than a capture may hold.
fn hold_limits(claims: &mut Vec<Claims>, capture: &Capture, diagnostics: &mut Vec<Diagnostic>) {
    let mut report = |message: String, setting: &str| {
        diagnostics.push(
            Diagnostic::new(LIMIT_REACHED, message)
                .at(&capture.path, Span::default())
                .help(format!(
                    "raise limits.{setting} in citeloom.toml if the file is meant to be so"
                )),
        );
    };
    let most = capture.limits.records;
    if claims.len() > most {
        report(
            format!(
                "the file has {} records, of which the first {most} are read",
                claims.len()
            ),
            "records",
        );
        claims.truncate(most);
    }
    let most = capture.limits.references;
    for one in claims.iter_mut().filter(|one| one.references.len() > most) {
        let there = one.references.len();
        report(
            format!("a record has {there} references, of which the first {most} are read"),
            "references",
        );
        one.references.truncate(most);
    }
}

fn nothing(capture: &Capture) -> Diagnostic {
    let first_line = capture.text.lines().next().map_or(0, str::len);
    let help = match page::is_table(&capture.path) {
        true => {
            "if it is a table of papers, call its columns Title, Authors, Journal, Year, Volume, Pages, DOI, PMID, Abstract"
        }
        false => "copy the page again with its title and citation, or export the citation as BibTeX or RIS",
    };
    Diagnostic::new(NOTHING_RECOGNISED, "no field of a paper was found in this capture")
        .at(&capture.path, Span::new(0, first_line))
        .help(help)
}
