//! bioRxiv and medRxiv: preprints; the server stands where journals have their name.

use super::super::labels::date_in;
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{line_begins, line_is};
use crate::record::{Field, ItemType};

/// Pages of biorxiv.org and medrxiv.org.
pub const LAYOUT: Layout = Layout {
    name: "biorxiv",
    title: "bioRxiv and medRxiv preprints (untested)",
    tested: false,
    recognise,
    read,
};

fn server(page: &Page<'_>) -> Option<usize> {
    line_is(page, "bioRxiv").or_else(|| line_is(page, "medRxiv"))
}

fn recognise(page: &Page<'_>) -> u8 {
    let preprint = line_begins(page, "This article is a preprint").or(line_begins(page, "Posted "));
    if server(page).is_some() && preprint.is_some() {
        90
    } else {
        0
    }
}

fn read(page: &Page<'_>, found: &mut Found) {
    let Some(line) = server(page).and_then(|at| page.lines.get(at)) else {
        return;
    };
    found.claims.text(
        Field::ContainerTitle,
        line.of(page.text),
        line.span,
        "layout:biorxiv",
        60,
    );
    found.claims.kind(ItemType::Article, line.span, "layout:biorxiv", 60);
    if let Some(line) = line_begins(page, "Posted ").and_then(|at| page.lines.get(at))
        && line.span.len() <= 60
        && let Some((date, at)) = date_in(page.text, line.span)
    {
        found.claims.date(Field::Issued, date, at, "layout:biorxiv", 60);
    }
}
