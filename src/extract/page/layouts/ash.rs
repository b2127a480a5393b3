//! ASH Publications (Blood, Blood Advances): `Blood (2019) 133 (10): 1051–1059.`

use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{claim_line, line_begins};

/// Pages of ashpublications.org.
pub const LAYOUT: Layout = Layout {
    name: "ash",
    title: "ASH Publications article pages (untested)",
    tested: false,
    recognise,
    read,
};

fn line(page: &Page<'_>) -> Option<usize> {
    line_begins(page, "Blood (")
        .or_else(|| line_begins(page, "Blood Adv (").or_else(|| line_begins(page, "Hematology ASH Educ Program (")))
}

fn recognise(page: &Page<'_>) -> u8 {
    let house = page
        .lines
        .iter()
        .any(|line| line.of(page.text).contains("American Society of Hematology"));
    if house && line(page).is_some() { 85 } else { 0 }
}

fn read(page: &Page<'_>, found: &mut Found) {
    if let Some(at) = line(page) {
        claim_line(page, page.lines[at].span, None, "layout:ash", found);
    }
}
