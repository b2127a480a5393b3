//! PubMed Central: `Journal List > Name > v.56(1); Jan 2008` over the article.

use super::super::lines::{fold_blanks, trim};
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{line_begins, recognised_by};
use crate::base::Span;
use crate::record::Field;

/// Pages of PubMed Central.
pub const LAYOUT: Layout = Layout {
    name: "pmc",
    title: "PubMed Central article pages",
    tested: true,
    recognise,
    read,
};

fn recognise(page: &Page<'_>) -> u8 {
    recognised_by(&[line_begins(page, "Journal List"), line_begins(page, "PMCID:")])
}

fn read(page: &Page<'_>, found: &mut Found) {
    let Some(line) = line_begins(page, "Journal List").and_then(|at| page.lines.get(at)) else {
        return;
    };
    let mut start = 0;
    for (index, step) in line.of(page.text).split('>').enumerate() {
        if index == 1 {
            let at = trim(
                page.text,
                Span::new(start, start + step.len()).shift(line.span.start as usize),
            );
            found.claims.text(
                Field::ContainerTitle,
                fold_blanks(at.of(page.text)),
                at,
                "layout:pmc",
                65,
            );
        }
        start += step.len() + 1;
    }
}
