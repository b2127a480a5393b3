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
mod linked;
mod mastheads;
mod name_marks;
mod name_words;
mod people;
mod reader;
mod references;
mod relations;
mod sections;
mod separator;
mod several;
mod title;
mod wrapped;
mod zones;

pub use layouts::{LAYOUTS, Layout};
pub(super) use name_words::{is_degree, is_group};
pub(super) use people::{name, people};
pub(super) use reader::{Found, citation_in, read_page};

use super::Format;
use crate::base::codes::extract::{SEVERAL_RECORDS, TAKEN_FOR_ABSTRACT};
use crate::base::{Diagnostic, MappedText, Parsed, Span};
use crate::capture::Capture;
use crate::record::{Claim, Claims, Field};

/// The format of copied page text; it takes what no other format does.
pub const FORMAT: Format = Format {
    name: "page-text",
    title: "copied text of a publisher's, library's or repository's page",
    extensions: &["txt", "text", "md"],
    recognise: |_| 5,
    read,
};

/// Whether the file's name says that it is a table.
pub(super) fn is_table(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["csv", "tsv", "tab"]
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    // Markup that no other reader knows is no page that somebody copied.
    let head = capture
        .text
        .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let tag = head.strip_prefix('<').filter(|rest| !rest.starts_with("http"));
    let tag = tag.and_then(|rest| rest.chars().next());
    // A table that is none of papers is no page either.
    if is_table(&capture.path) {
        return Parsed::clean(Vec::new());
    }
    let json = head.starts_with(['{', '[']) && head.contains("\":");
    if json || tag.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '?' | '!')) {
        return Parsed::clean(Vec::new());
    }
    if let Some((count, second)) = several::several(&capture.text) {
        let message = match count {
            1 => "this text of a database is not read".to_owned(),
            _ => format!("this text of a database holds {count} records, and none of them is read"),
        };
        let said = Diagnostic::new(SEVERAL_RECORDS, message)
            .at(&capture.path, second)
            .help("export the records as RIS, or from PubMed as nbib, and put that file in its place");
        return Parsed::new(Vec::new(), vec![said]);
    }
    let found = read_page(&capture.text, &[]);
    let Found { mut claims, zones } = found;
    claims.span = Span::new(0, capture.text.len());
    let substance = !claims.claims.is_empty() || !claims.references.is_empty();
    for (kind, span) in zones {
        claims.zone(kind, MappedText::verbatim(&capture.text, span));
    }
    let said = taken_for_abstract(&capture.text, &claims).map(|span| {
        Diagnostic::new(TAKEN_FOR_ABSTRACT, "this text was taken for the abstract of a paper")
            .at(&capture.path, span)
            .help("put the paper's title, authors or DOI above it, or take the file out of content/sources")
    });
    let records = if substance { vec![claims] } else { Vec::new() };
    Parsed::new(records, said.into_iter().collect())
}

/// The first line of a text that has no heading and beside which nothing says whose abstract it is.
fn taken_for_abstract(text: &str, claims: &Claims) -> Option<Span> {
    let known = |field| {
        use Field::{Author, ContainerTitle, Doi, Pmcid, Pmid};
        matches!(field, Author | ContainerTitle | Doi | Pmid | Pmcid)
    };
    let own = |claim: &&Claim| claim.field == Field::Abstract && claim.rule == abstracts::UNHEADED;
    let claim = claims.claims.iter().find(own)?;
    let alone = !claims.claims.iter().any(|claim| known(claim.field)) && claims.references.is_empty();
    let start = claim.span.start as usize;
    let line = claim.span.of(text).lines().next().map_or(0, str::len);
    alone.then(|| Span::new(start, start + line))
}
