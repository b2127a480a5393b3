//! eLife: `Cite as eLife 2014;3:e04407`, often glued to the DOI and the date before it.

use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::claim_line;
use crate::base::Span;

/// Pages of elifesciences.org.
pub const LAYOUT: Layout = Layout {
    name: "elife",
    title: "eLife article pages",
    tested: true,
    recognise,
    read,
};

/// The place of the citation, after "Cite as".
fn cited(page: &Page<'_>) -> Option<Span> {
    page.lines.iter().take(400).find_map(|line| {
        let words = line.of(page.text);
        let at = words.find("eLife 20")?;
        (words.len() < 300 && words[at..].contains(";"))
            .then(|| Span::new(line.span.start as usize + at, line.span.end as usize))
    })
}

fn recognise(page: &Page<'_>) -> u8 {
    if page.text.contains("10.7554/") && cited(page).is_some() {
        85
    } else {
        0
    }
}

fn read(page: &Page<'_>, found: &mut Found) {
    if let Some(span) = cited(page) {
        claim_line(page, span, None, "layout:elife", found);
    }
}
