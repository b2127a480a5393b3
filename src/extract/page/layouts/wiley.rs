//! Wiley Online Library: the journal over `Volume 190, Issue 4 p. 555-566`.

use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{claim_line, line_begins, recognised_by};

/// Pages of onlinelibrary.wiley.com.
pub const LAYOUT: Layout = Layout {
    name: "wiley",
    title: "Wiley Online Library article pages (untested)",
    tested: false,
    recognise,
    read,
};

fn recognise(page: &Page<'_>) -> u8 {
    recognised_by(&[
        line_begins(page, "Skip to Article Content"),
        line_begins(page, "First published:"),
    ])
}

fn read(page: &Page<'_>, found: &mut Found) {
    let Some(at) = line_begins(page, "Volume ").filter(|at| *at > 0) else {
        return;
    };
    let journal = page.lines[at - 1];
    claim_line(
        page,
        page.lines[at].span,
        (!journal.bullet).then_some(journal.span),
        "layout:wiley",
        found,
    );
}
