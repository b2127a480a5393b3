//! Taylor & Francis Online: the journal over `Volume 61, 2020 - Issue 3`, and `Pages 600-612 | Received …` under the authors.

use super::super::lines::fold_blanks;
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{WEIGHT, claim_article};
use crate::base::{PartialDate, Span};
use crate::record::Field;

/// Pages of tandfonline.com.
pub const LAYOUT: Layout = Layout {
    name: "tandf",
    title: "Taylor & Francis Online (untested)",
    tested: false,
    recognise,
    read,
};

const RULE: &str = "layout:tandf";

/// The line with volume, year and issue, and the places of the three.
fn numbers(page: &Page<'_>) -> Option<(usize, [Span; 3])> {
    let lines = page.lines.iter().take(200).enumerate();
    lines.into_iter().find_map(|(index, line)| {
        let words = line.of(page.text);
        let (volume, rest) = words.strip_prefix("Volume ")?.split_once(", ")?;
        let (year, issue) = rest.split_once(" - Issue ")?;
        let digits =
            |text: &str| !text.is_empty() && text.len() <= 12 && text.starts_with(|c: char| c.is_ascii_digit());
        let fits = index > 0 && digits(volume) && year.len() == 4 && digits(year) && digits(issue);
        let at = |piece: &str| {
            let start = line.span.start as usize + (piece.as_ptr() as usize - words.as_ptr() as usize);
            Span::new(start, start + piece.len())
        };
        fits.then(|| (index, [at(volume), at(year), at(issue)]))
    })
}

fn recognise(page: &Page<'_>) -> u8 {
    let house = page.lines.iter().any(|line| {
        let words = line.of(page.text);
        words.contains("Taylor & Francis Online")
            || words.contains("Taylor and Francis Online")
            || words.contains("10.1080/")
    });
    if house && numbers(page).is_some() { 80 } else { 0 }
}

fn read(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    let Some((index, [volume, year, issue])) = numbers(page) else {
        return;
    };
    let journal = page.lines[index - 1].span;
    if journal.len() <= 120 {
        found.claims.text(
            Field::ContainerTitle,
            fold_blanks(journal.of(text)),
            journal,
            RULE,
            WEIGHT,
        );
        claim_article(journal, RULE, found);
    }
    found.claims.text(Field::Volume, volume.of(text), volume, RULE, WEIGHT);
    found.claims.text(Field::Issue, issue.of(text), issue, RULE, WEIGHT);
    if let Some(date) = PartialDate::parse(year.of(text)) {
        // The issue's year; the day is that of the first appearance.
        found
            .claims
            .claims
            .retain(|claim| claim.field != Field::Issued || claim.rule == "cite-this-article");
        found.claims.date(Field::Issued, date, year, RULE, WEIGHT);
    }
    let paged = page.lines.iter().skip(index).take(200).find(|line| {
        let words = line.of(text);
        words.starts_with("Pages ") && words.contains(" | ")
    });
    if let Some(line) = paged {
        let end = line.of(text).find(" | ").unwrap_or(0);
        let start = line.span.start as usize;
        found.pages(
            text,
            Span::new(start + "Pages ".len(), (start + end).max(start + "Pages ".len())),
            RULE,
            WEIGHT,
        );
    }
}
