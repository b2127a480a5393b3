//! Frontiers: keywords and the page's citation follow the references.

use super::super::citation::citation;
use super::super::lines::trim;
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{WEIGHT, claim_article, line_begins, recognised_by};
use crate::base::Span;
use crate::record::Field;

/// Pages of frontiersin.org.
pub const LAYOUT: Layout = Layout {
    name: "frontiers",
    title: "Frontiers article pages (untested)",
    tested: false,
    recognise,
    read,
};

fn recognise(page: &Page<'_>) -> u8 {
    recognised_by(&[line_begins(page, "Front. "), line_begins(page, "Edited by:")])
}

fn read(page: &Page<'_>, found: &mut Found) {
    let Some(line) = line_begins(page, "Citation:").and_then(|at| page.lines.get(at)) else {
        return;
    };
    let value = trim(
        page.text,
        Span::new(line.span.start as usize + "Citation:".len(), line.span.end as usize),
    );
    let cited = citation(page.text, value, &[]);
    if let Some(journal) = cited.journal {
        found.claims.text(
            Field::ContainerTitleShort,
            journal.of(page.text),
            journal,
            "layout:frontiers",
            WEIGHT,
        );
        claim_article(journal, "layout:frontiers", found);
    }
}
