//! Cell Press, The Lancet and other journals of Elsevier on their own sites: `ARTICLES| VOLUME 4, ISSUE 3, E105-E116, MARCH
//! 2017` over the title.

use super::super::labels::date_in;
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{WEIGHT, claim_article};
use crate::base::Span;
use crate::record::Field;

/// Pages of cell.com, thelancet.com and their like, before 2024.
pub const LAYOUT: Layout = Layout {
    name: "jbs",
    title: "cell.com, thelancet.com and their like (untested)",
    tested: false,
    recognise,
    read,
};

const RULE: &str = "layout:jbs";

/// The places behind the bar: volume, issue, pages, date.
fn parts(page: &Page<'_>) -> Option<[Span; 4]> {
    page.lines.iter().take(200).find_map(|line| {
        let words = line.of(page.text);
        let (_, rest) = words.split_once('|')?;
        let mut pieces = rest.splitn(4, ',').map(str::trim);
        let volume = pieces.next()?.strip_prefix("VOLUME ")?;
        let issue = pieces.next()?.strip_prefix("ISSUE ")?;
        let pages = pieces.next()?;
        let pages = pages.strip_prefix('P').unwrap_or(pages);
        let date = pieces.next()?;
        let at = |piece: &str| {
            let start = line.span.start as usize + (piece.as_ptr() as usize - words.as_ptr() as usize);
            Span::new(start, start + piece.len())
        };
        Some([at(volume), at(issue), at(pages), at(date)])
    })
}

fn recognise(page: &Page<'_>) -> u8 {
    if parts(page).is_some() { 80 } else { 0 }
}

fn read(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    let Some([volume, issue, pages, date]) = parts(page) else {
        return;
    };
    for (field, span) in [(Field::Volume, volume), (Field::Issue, issue)] {
        if span.len() <= 12 {
            found.claims.text(field, span.of(text), span, RULE, WEIGHT);
        }
    }
    found.pages(text, pages, RULE, WEIGHT);
    if let Some((date, at)) = date_in(text, date) {
        found
            .claims
            .claims
            .retain(|claim| claim.field != Field::Issued || claim.rule == "cite-this-article");
        found.claims.date(Field::Issued, date, at, RULE, WEIGHT);
    }
    claim_article(volume, RULE, found);
}
