//! arXiv: `Title:` and `Authors:` glued to their values, or without labels, and the abstract over `Comments:` or `Subjects:`.

use super::super::labels::date_in;
use super::super::lines::{fold_blanks, is_prose, trim};
use super::super::people::people;
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::WEIGHT;
use crate::base::Span;
use crate::record::{Field, ItemType, ZoneKind};

/// Abstract pages of arxiv.org.
pub const LAYOUT: Layout = Layout {
    name: "arxiv",
    title: "arXiv abstract pages (untested)",
    tested: false,
    recognise,
    read,
};

const RULE: &str = "layout:arxiv";

/// The line of the first that begins with `words`.
fn begins(page: &Page<'_>, words: &str) -> Option<usize> {
    page.lines
        .iter()
        .take(80)
        .position(|line| line.of(page.text).starts_with(words))
}

/// What stands after a label that is glued to it.
fn after(page: &Page<'_>, line: usize, label: &str) -> Option<Span> {
    let span = page.lines.get(line)?.span;
    let rest = span.of(page.text).strip_prefix(label)?;
    let value = trim(page.text, Span::new(span.end as usize - rest.len(), span.end as usize));
    (!value.is_empty()).then_some(value)
}

/// The line with the number and the archive: `arXiv:2305.12345 (q-bio)`.
fn number(page: &Page<'_>) -> Option<Span> {
    let lines = page.lines.iter().take(80).map(|line| line.span);
    lines.into_iter().find(|span| {
        let rest = span.of(page.text).strip_prefix("arXiv:").unwrap_or("");
        rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && rest.contains(['(', '['])
    })
}

fn recognise(page: &Page<'_>) -> u8 {
    let labelled = begins(page, "Title:").is_some() && begins(page, "[Submitted on ").is_some();
    if labelled && number(page).is_some() { 90 } else { 0 }
}

fn read(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    let Some(title) = begins(page, "Title:") else { return };
    if let Some(span) = after(page, title, "Title:") {
        found.title(text, span, RULE, WEIGHT);
        found.claims.kind(ItemType::Article, span, RULE, 60);
    }
    if let Some(line) = number(page) {
        let archive = Span::new(line.start as usize, line.start as usize + "arXiv".len());
        found
            .claims
            .text(Field::ContainerTitle, archive.of(text), archive, RULE, 60);
    }
    if let Some(line) = begins(page, "[Submitted on ").and_then(|at| page.lines.get(at))
        && let Some((date, at)) = date_in(text, line.span)
    {
        found.claims.date(Field::Issued, date, at, RULE, WEIGHT);
    }
    let authors = begins(page, "Authors:").unwrap_or(title + 1);
    if let Some(line) = page.lines.get(authors)
        && !found.has(Field::Author)
    {
        for (name, at) in people(text, line.span).names {
            found.claims.name(Field::Author, name, at, RULE, WEIGHT);
        }
    }
    let labelled = begins(page, "Abstract:").and_then(|at| after(page, at, "Abstract:"));
    let stop = ["Comments:", "Subjects:", "Cite as:"];
    let plain = || {
        let below = page.lines.get(authors + 1..)?.iter();
        let mut below = below.take_while(|line| !stop.iter().any(|label| line.of(text).starts_with(label)));
        below.find(|line| is_prose(line.of(text))).map(|line| line.span)
    };
    if let Some(span) = labelled.or_else(plain).filter(|_| !found.has(Field::Abstract)) {
        found
            .claims
            .text(Field::Abstract, fold_blanks(span.of(text)), span, RULE, WEIGHT);
        found.zone(ZoneKind::Abstract, span);
    }
}
