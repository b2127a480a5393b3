//! Open Journal Systems: `Vol. 12 No. 3 (2021): September` and "How to Cite".

use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{line_begins, line_is, recognised_by};
use crate::base::{PartialDate, Span};
use crate::record::Field;

/// Article pages of OJS journals.
pub const LAYOUT: Layout = Layout {
    name: "ojs",
    title: "Open Journal Systems article pages (untested)",
    tested: false,
    recognise,
    read,
};

fn recognise(page: &Page<'_>) -> u8 {
    let cite = line_is(page, "How to Cite");
    let issue = line_begins(page, "Vol. ");
    let portal = line_begins(page, "Skip to main navigation menu")
        .or(line_is(page, "More Citation Formats"))
        .or(issue);
    recognised_by(&[cite, portal])
}

/// `Vol. 12 No. 3 (2021)`: the words under each mark.
fn read(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    let Some(line) = line_begins(page, "Vol. ").and_then(|at| page.lines.get(at)) else {
        return;
    };
    let words = line.of(text);
    let number = |mark: &str| {
        let from = words.find(mark)? + mark.len();
        let length = words[from..]
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(words.len() - from);
        (length > 0).then(|| Span::new(from, from + length).shift(line.span.start as usize))
    };
    for (mark, field) in [("Vol. ", Field::Volume), ("No. ", Field::Issue)] {
        if let Some(at) = number(mark) {
            found.claims.text(field, at.of(text), at, "layout:ojs", 60);
        }
    }
    if let Some(at) = number("(")
        && let Some(date) = PartialDate::parse(at.of(text))
    {
        found.claims.date(Field::Issued, date, at, "layout:ojs", 60);
    }
}
