//! Oxford Academic: `Bioinformatics, Volume 36, Issue 5, 1 March 2020, Pages 1500–1507, https://doi.org/…`

use super::super::abstracts::term_line;
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{claim_line, line_begins};
use crate::record::Field;

/// Pages of academic.oup.com.
pub const LAYOUT: Layout = Layout {
    name: "oxford",
    title: "Oxford Academic article pages (untested)",
    tested: false,
    recognise,
    read,
};

fn line(page: &Page<'_>) -> Option<usize> {
    page.lines.iter().take(300).position(|line| {
        let words = line.of(page.text);
        words.contains(", Volume ") && words.contains(", Issue ") && words.contains("https://doi.org/")
    })
}

fn recognise(page: &Page<'_>) -> u8 {
    let house = line_begins(page, "Issue Section:").is_some()
        || page
            .lines
            .iter()
            .any(|line| line.of(page.text).contains("Oxford University Press"));
    if house && line(page).is_some() { 85 } else { 0 }
}

fn read(page: &Page<'_>, found: &mut Found) {
    if let Some(at) = line(page) {
        claim_line(page, page.lines[at].span, None, "layout:oxford", found);
    }
    // Keywords stand without a label between the abstract and the article's topics.
    let below = line_begins(page, "Topic:").or(line_begins(page, "Issue Section:"));
    if let Some(line) = below.and_then(|at| page.lines.get(at.checked_sub(1)?))
        && !found.has(Field::Keyword)
    {
        term_line(page.text, line.span, "layout:oxford", 60, found);
    }
}
