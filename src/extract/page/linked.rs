//! Authors of whom each has a block of lines: the name, affiliations, and links of the site to what else it knows of them.

use super::front::{is_affiliation, is_journal, one_name};
use super::people::{People, people};
use super::sections::Page;
use crate::base::Span;

/// What closes the block of an author.
const CLOSINGS: [&str; 5] = [
    // Silverchair
    "Search for other works by this author",
    // HighWire
    "Search for this author on this site",
    // Wiley
    "Search for more papers by this author",
    // HAL
    "Fonction : Auteur",
    "Function : Author",
];
/// What may stand before the name in a block: the rest of the links of the one before.
const LINKS: [&str; 13] = [
    "Authors",
    "Author",
    "Find this author on Google Scholar",
    "Find this author on PubMed",
    "Google Scholar",
    "IdHAL",
    "IdRef",
    "Oxford Academic",
    "ORCID",
    "PersonId",
    "PubMed",
    "This Site",
    "ResearcherId",
];
/// The most lines of a block.
const BLOCK: usize = 60;

/// Whether the line closes the block of an author.
pub fn closes(text: &str) -> bool {
    CLOSINGS.iter().any(|closing| text.starts_with(closing))
}

/// The authors of such blocks from line `from` on, before line `stop`.
pub fn linked(page: &Page<'_>, from: usize, stop: usize) -> Option<People> {
    let mut all = People::default();
    let mut start = from;
    for end in from..stop.min(page.lines.len()) {
        if !closes(page.line(end)) {
            if end - start > BLOCK {
                break;
            }
            continue;
        }
        let is_link = |line: &usize| {
            let words = page.line(*line);
            let link = LINKS.iter().find_map(|link| words.strip_prefix(link));
            link.is_some_and(|rest| !rest.starts_with(char::is_alphabetic)) || !words.contains(char::is_alphabetic)
        };
        let mut lines = (start..end).skip_while(is_link);
        let first = if all.names.is_empty() {
            // Above the first name other things may stand, and it may be printed twice.
            let twice = |line: &usize| same(page.line(*line), page.line(line + 1));
            let placed = |line: &usize| is_affiliation(page.line(line + 1));
            let block: Vec<usize> = lines.filter(|line| named(page, *line).is_some()).collect();
            let last = |fits: &dyn Fn(&usize) -> bool| block.iter().rev().copied().find(|line| fits(line));
            block.iter().copied().find(twice).or(last(&placed)).or(last(&|_| true))
        } else {
            lines.next()
        };
        match first.and_then(|line| named(page, line)) {
            Some(found) => all.names.extend(found.names),
            None if all.names.is_empty() => {}
            // The block of one who is no author, or of one whose name the page writes in a way unknown here.
            None => all.rejected += 1,
        }
        start = end + 1;
    }
    (all.names.len() >= 2 || all.names.len() == 1 && all.rejected == 0).then_some(all)
}

/// Whether both lines have the same letters.
fn same(a: &str, b: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let a = letters(a);
    !a.is_empty() && a == letters(b)
}

/// The one name that a line consists of, whether it has a bullet or not.
fn named(page: &Page<'_>, index: usize) -> Option<People> {
    one_name(page, index).or_else(|| {
        let line = page.lines.get(index).filter(|line| line.span.len() <= 80)?;
        let found = people(page.text, Span::new(line.span.start as usize, line.span.end as usize));
        (found.names.len() == 1 && found.rejected == 0 && !is_journal(line.of(page.text))).then_some(found)
    })
}
