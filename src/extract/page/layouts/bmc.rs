//! BioMed Central before its move to Springer: `Trials 2014, 15:511` under the dates.

use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{claim_line, line_begins, recognised_by};

/// Older pages of BioMed Central.
pub const LAYOUT: Layout = Layout {
    name: "bmc",
    title: "BioMed Central article pages",
    tested: true,
    recognise,
    read,
};

fn recognise(page: &Page<'_>) -> u8 {
    recognised_by(&[
        line_begins(page, "BioMed Central"),
        line_begins(page, "The electronic version of this article"),
    ])
}

fn read(page: &Page<'_>, found: &mut Found) {
    let electronic = line_begins(page, "The electronic version of this article").unwrap_or(0);
    for line in page.lines[electronic.saturating_sub(4)..electronic].iter() {
        claim_line(page, line.span, None, "layout:bmc", found);
    }
}
