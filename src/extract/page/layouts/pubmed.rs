//! PubMed abstracts: the journal on a line of its own, then `. 2019 Nov;33(11):2628-2639.`

use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{claim_line, line_begins, line_is, recognised_by};
use crate::base::Span;

/// Pages of pubmed.ncbi.nlm.nih.gov.
pub const LAYOUT: Layout = Layout {
    name: "pubmed",
    title: "PubMed abstract pages (untested)",
    tested: false,
    recognise,
    read,
};

fn recognise(page: &Page<'_>) -> u8 {
    let disclaimer = line_is(page, "PubMed Disclaimer").or(line_begins(page, "Search PubMed"));
    recognised_by(&[disclaimer, line_begins(page, "PMID:")])
}

fn read(page: &Page<'_>, found: &mut Found) {
    for (index, line) in page.lines.iter().enumerate().take(200).skip(1) {
        let words = line.of(page.text);
        let Some(rest) = words
            .strip_prefix(". ")
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        else {
            continue;
        };
        let span = Span::new(line.span.end as usize - rest.len(), line.span.end as usize);
        claim_line(page, span, Some(page.lines[index - 1].span), "layout:pubmed", found);
        return;
    }
}
