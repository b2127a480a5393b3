//! The headings and labels that pages use, and the part of a page that each opens.

use super::heading_words::{ABSTRACT_LABELS, HEADINGS, OPENING_LABELS};
use crate::base::fold;

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Before the first known heading: navigation, title, authors.
    Front,
    /// The abstract.
    Abstract,
    /// Keywords, subject or index terms.
    Keywords,
    /// Introduction, methods, results …
    Body,
    /// Figures and tables.
    Captions,
    /// The reference list.
    References,
    /// How to cite the page.
    Cite,
    /// Funding, grants.
    Funding,
    /// Accession and registry numbers.
    Accession,
    /// Comments and corrections, in MEDLINE's words.
    Comments,
    /// Dates, copyright and identifiers of the page.
    About,
    /// Other people's papers.
    Foreign,
    /// What says nothing of the paper.
    Boilerplate,
}

/// A heading's text for looking up: folded, without section number, colon, count and full stop.
pub fn plain(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace());
    // "Abstract | Top |": a link of the site stands beside it.
    let link = text
        .split_once(" | ")
        .filter(|(_, link)| link.trim_end().ends_with('|') && link.len() <= 12);
    let text = link.map_or(text, |(heading, _)| heading);
    let mut text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.'));
    if let Some(open) = text.rfind('(')
        && text[open..].trim_end_matches(')')[1..]
            .bytes()
            .all(|b| b.is_ascii_digit())
    {
        text = text[..open].trim_end();
    }
    let folded = fold(text).replace('\u{a0}', " ");
    // "A B S T R A C T"
    let spaced = folded.len() >= 9 && folded.split(' ').all(|letter| letter.len() <= 1);
    if spaced { folded.replace(' ', "") } else { folded }
}

/// The part that a heading of these words opens.
pub fn section_of(text: &str) -> Option<Section> {
    if text.len() > 60 {
        return None;
    }
    let plain = plain(text);
    let index = HEADINGS
        .binary_search_by(|(name, _)| (*name).cmp(plain.as_str()))
        .ok()?;
    HEADINGS.get(index).map(|(_, section)| *section)
}

/// Whether the words label a part of a structured abstract.
pub fn is_abstract_label(text: &str) -> bool {
    text.len() <= 60 && ABSTRACT_LABELS.binary_search(&plain(text).as_str()).is_ok()
}

/// Whether the words are a label that an abstract begins with.
pub fn is_opening_label(text: &str) -> bool {
    text.len() <= 60 && OPENING_LABELS.binary_search(&plain(text).as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::Section::{Body, Boilerplate, References};
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_found() {
        assert!(HEADINGS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(ABSTRACT_LABELS.is_sorted_by(|a, b| a < b));
        assert!(OPENING_LABELS.is_sorted_by(|a, b| a < b));
        assert_eq!(section_of("References (60):"), Some(References));
        assert_eq!(section_of("2. Materials and Methods"), Some(Body));
        assert_eq!(section_of("Authors’ contributions"), Some(Boilerplate));
        assert_eq!(section_of("A B S T R A C T"), Some(Section::Abstract));
        assert_eq!(section_of("The references of this section"), None);
    }
}
