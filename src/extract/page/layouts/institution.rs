//! Publication pages of university departments: "Original publication", then kind, journal and date.
//!
//! Copied without their labels, the values follow each other: the kind, then the journal.

use super::super::headings::section_of;
use super::super::lines::fold_blanks;
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use crate::base::fold;
use crate::record::{Field, ItemType};

/// Departments' publication pages.
pub const LAYOUT: Layout = Layout {
    name: "institution",
    title: "publication pages of university departments",
    tested: true,
    recognise,
    read,
};

/// Labels of such pages, folded; a value is none of them.
const LABELS: &[&str] = &[
    "doi",
    "type",
    "journal",
    "publication date",
    "volume",
    "issue",
    "pages",
    "keywords",
    "authors",
];

fn opening(page: &Page<'_>) -> Option<usize> {
    page.lines
        .iter()
        .position(|line| line.of(page.text) == "Original publication")
}

fn recognise(page: &Page<'_>) -> u8 {
    let dated = page.lines.iter().any(|line| line.of(page.text) == "Publication Date");
    if opening(page).is_some() && dated { 80 } else { 0 }
}

fn read(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    let Some(opening) = opening(page) else { return };
    let label = |words: &str| LABELS.contains(&fold(words).as_str()) || section_of(words).is_some();
    let lines = &page.lines[opening + 1..];
    for (index, line) in lines.iter().enumerate().take(30) {
        let kind = match fold(line.of(text)).as_str() {
            "journal article" | "article" => ItemType::ArticleJournal,
            "chapter" => ItemType::Chapter,
            "conference paper" => ItemType::PaperConference,
            "book" => ItemType::Book,
            "thesis / dissertation" | "thesis" => ItemType::Thesis,
            _ => continue,
        };
        found.claims.kind(kind, line.span, "layout:institution", 70);
        // The journal follows, with or without its label.
        let after = lines
            .iter()
            .skip(index + 1)
            .take(2)
            .map(|line| (line.span, line.of(text)));
        let mut after = after.skip_while(|(_, words)| fold(words) == "journal");
        if let Some((span, words)) = after.next().filter(|(_, words)| !label(words) && words.len() <= 120)
            && words.chars().any(char::is_alphabetic)
        {
            found.claims.text(
                Field::ContainerTitle,
                fold_blanks(words),
                span,
                "layout:institution",
                70,
            );
        }
        return;
    }
}
