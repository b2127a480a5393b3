//! ScienceDirect: the journal over `Volume 88, January 2020, 106271`.

use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{claim_line, line_begins};

/// Pages of sciencedirect.com.
pub const LAYOUT: Layout = Layout {
    name: "sciencedirect",
    title: "ScienceDirect article pages",
    tested: true,
    recognise,
    read,
};

fn recognise(page: &Page<'_>) -> u8 {
    let house = line_begins(page, "ScienceDirect")
        .or(line_begins(page, "About ScienceDirect"))
        .or(line_begins(page, "Author links open overlay panel"));
    if house.is_some() && volume(page).is_some() {
        85
    } else {
        0
    }
}

/// The first volume line under a line that can be a journal's name, before any box of related articles.
fn volume(page: &Page<'_>) -> Option<usize> {
    let stop = line_begins(page, "Related Articles in").unwrap_or(usize::MAX);
    page.lines
        .iter()
        .take(stop.min(200))
        .position(|line| line.of(page.text).starts_with("Volume ") && !line.bullet)
        .filter(|at| *at > 0)
}

fn read(page: &Page<'_>, found: &mut Found) {
    let Some(at) = volume(page) else { return };
    let journal = page.lines[at - 1];
    let named = !journal.bullet && journal.span.len() <= 120;
    claim_line(
        page,
        page.lines[at].span,
        named.then_some(journal.span),
        "layout:sciencedirect",
        found,
    );
}
