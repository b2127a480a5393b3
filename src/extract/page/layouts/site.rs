//! What layouts share: finding a site's own lines, and claiming a line that cites the page.

use super::super::citation::{Citation, citation};
use super::super::front::claim_citation;
use super::super::lines::trim_by;
use super::super::reader::Found;
use super::super::sections::Page;
use crate::base::Span;
use crate::record::{Field, ItemType};

/// Weight of what a layout reads: over a label, under the page's own citation.
pub const WEIGHT: u8 = 75;

/// The first line that is `words`.
pub fn line_is(page: &Page<'_>, words: &str) -> Option<usize> {
    page.lines.iter().position(|line| line.of(page.text) == words)
}

/// The first line that begins with `words`.
pub fn line_begins(page: &Page<'_>, words: &str) -> Option<usize> {
    page.lines.iter().position(|line| line.of(page.text).starts_with(words))
}

/// 90 where every one of the lines is there, 0 else.
pub fn recognised_by(found: &[Option<usize>]) -> u8 {
    if found.iter().all(Option::is_some) { 90 } else { 0 }
}

/// Claims the citation under `span`; `journal` stands apart from it, or is in it.
pub fn claim_line(page: &Page<'_>, span: Span, journal: Option<Span>, rule: &'static str, found: &mut Found) {
    let cited = citation(page.text, span, &[]);
    if cited.strength() < 2 {
        return;
    }
    let cited = Citation {
        title: None,
        journal: journal.or(cited.journal),
        ..cited
    };
    claim_citation(page.text, &cited, rule, WEIGHT, found);
}

/// Claims that the page is an article of a journal, for the words under `span` say so.
pub fn claim_article(span: Span, rule: &'static str, found: &mut Found) {
    if !found.has(Field::Type) {
        found.claims.kind(ItemType::ArticleJournal, span, rule, 50);
    }
}

/// The labels of a page with their values, each value a line: behind the label, after a tabulator or a colon, or under it.
pub fn entries<L>(page: &Page<'_>, label_of: fn(&str) -> Option<L>) -> Vec<(L, Vec<Span>)> {
    let text = page.text;
    let labelled = |line: Span| {
        let words = line.of(text);
        if let Some(label) = label_of(words) {
            return Some((label, None));
        }
        let at = words.find(['\t', ':'])?;
        let label = label_of(&words[..at])?;
        let value = Span::new(line.start as usize + at, line.end as usize);
        let value = trim_by(text, value, |c| c.is_whitespace() || c == ':');
        Some((label, (!value.is_empty()).then_some(value)))
    };
    let mut found: Vec<(L, Vec<Span>)> = Vec::new();
    let mut open = false;
    for line in page.lines.iter().take(1_000) {
        if let Some((label, value)) = labelled(line.span) {
            found.push((label, value.into_iter().collect()));
            open = true;
            continue;
        }
        // A blank line ends the values, but not before the first.
        match found.last_mut() {
            Some((_, values))
                if open && values.len() < 300 && (values.is_empty() || !line.gap && line.span.len() < 200) =>
            {
                values.push(line.span);
            }
            _ => open = false,
        }
    }
    found.retain(|(_, values)| !values.is_empty());
    found
}
