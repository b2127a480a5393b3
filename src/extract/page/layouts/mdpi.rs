//! MDPI: `Metabolites 2014, 4(4), 932-945; doi:10.3390/…` over the title.

use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::claim_line;

/// Pages of mdpi.com.
pub const LAYOUT: Layout = Layout {
    name: "mdpi",
    title: "MDPI article pages",
    tested: true,
    recognise,
    read,
};

fn line(page: &Page<'_>) -> Option<usize> {
    page.lines.iter().take(400).position(|line| {
        let words = line.of(page.text);
        // Not the path to the issue over the title: "Journals Cancers Volume 13 Issue 8 10.3390/…".
        !line.bullet
            && words.len() < 160
            && words.contains("10.3390/")
            && words.starts_with(|c: char| c.is_uppercase())
            && !words.starts_with("Journals ")
    })
}

fn recognise(page: &Page<'_>) -> u8 {
    let house = page.lines.iter().any(|line| line.of(page.text).contains("MDPI"));
    if house && line(page).is_some() { 85 } else { 0 }
}

fn read(page: &Page<'_>, found: &mut Found) {
    if let Some(at) = line(page) {
        claim_line(page, page.lines[at].span, None, "layout:mdpi", found);
    }
}
