//! Europe PMC: `Haematologica, 01 May 2018, 103(5):800-810` under the authors.

use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{claim_line, line_begins, recognised_by};

/// Pages of europepmc.org.
pub const LAYOUT: Layout = Layout {
    name: "europepmc",
    title: "Europe PMC pages (untested)",
    tested: false,
    recognise,
    read,
};

fn recognise(page: &Page<'_>) -> u8 {
    recognised_by(&[line_begins(page, "Europe PMC"), line_begins(page, "Author information")])
}

fn read(page: &Page<'_>, found: &mut Found) {
    let start = line_begins(page, "Author information").unwrap_or(0);
    for line in page.lines.iter().skip(start).take(60) {
        let words = line.of(page.text);
        if words.contains(", ")
            && words.contains(':')
            && words.len() < 200
            && words.ends_with(|c: char| c.is_alphanumeric())
        {
            let before = found.claims.claims.len();
            claim_line(page, line.span, None, "layout:europepmc", found);
            if found.claims.claims.len() > before {
                return;
            }
        }
    }
}
