//! PLOS: authors as a list with affiliations, repeated under the title; the page's citation after the abstract.

use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{claim_article, line_begins};

/// Pages of journals.plos.org.
pub const LAYOUT: Layout = Layout {
    name: "plos",
    title: "PLOS article pages (untested)",
    tested: false,
    recognise,
    read,
};

fn recognise(page: &Page<'_>) -> u8 {
    let doi = page.text.contains("10.1371/journal.");
    if doi
        && line_begins(page, "PLOS").or(line_begins(page, "PLoS")).is_some()
        && line_begins(page, "Citation:").is_some()
    {
        85
    } else {
        0
    }
}

fn read(page: &Page<'_>, found: &mut Found) {
    if let Some(line) = line_begins(page, "Research Article").and_then(|at| page.lines.get(at)) {
        claim_article(line.span, "layout:plos", found);
    }
}
