//! What stands at the ends of a name and is no part of it: marks of affiliations, links, titles and degrees.

use super::lines::{trim, trim_by};
use super::name_words::{is_degree, is_initials, is_particle};
use crate::base::Span;

/// One letter, figure or sign, or several signs and letters of those with which lists of affiliations begin: `a`, `*ac`.
fn is_mark(mark: &str) -> bool {
    let sign = |c: char| c.is_ascii_digit() || "*∗†‡§¶#".contains(c);
    let single = mark.chars().count() == 1 && mark.chars().all(|c| c.is_ascii_lowercase() || sign(c));
    let several = (2..=4).contains(&mark.chars().count()) && mark.chars().all(|c| ('a'..='h').contains(&c) || sign(c));
    single || several && !is_particle(mark)
}

/// `Karin Nilsson a`, `Nilsson K 1`: the length without a mark that stands apart after the name.
fn without_mark(name: &str) -> usize {
    let trimmed = name.trim_end();
    match trimmed.rsplit_once([' ', '\u{a0}']) {
        Some((head, mark)) if is_mark(mark) && (mark.chars().count() == 1 || head.trim().contains(' ')) => {
            head.trim_end().trim_end_matches(',').len()
        }
        _ => trimmed.len(),
    }
}

/// The name without affiliation marks, brackets and zero-width characters at its ends.
pub(super) fn clean(text: &str, piece: Span) -> Span {
    let mut piece = piece;
    if let Some(open) = piece.of(text).find(['(', '[', '<']) {
        piece = Span::new(piece.start as usize, piece.start as usize + open);
    }
    // A zero-width space parts a name from its affiliation marks.
    let lead = piece.of(text).len() - piece.of(text).trim_start_matches(['\u{200b}', ' ', '\u{a0}']).len();
    if let Some(mark) = piece.of(text)[lead..].find('\u{200b}') {
        piece = Span::new(piece.start as usize, piece.start as usize + lead + mark);
    }
    // An address of mail stands behind its name.
    if let Some(at) = piece.of(text).find('@') {
        let before = piece.of(text)[..at].rfind(char::is_whitespace).unwrap_or(0);
        piece = Span::new(piece.start as usize, piece.start as usize + before);
    }
    for phrase in ["View ORCID Profile", "View ORCID profile"] {
        // On some servers the link stands before its name.
        let words = piece.of(text);
        let visible = words.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'));
        if let Some(rest) = visible.strip_prefix(phrase) {
            piece = Span::new(piece.end as usize - rest.len(), piece.end as usize);
        }
    }
    for phrase in [
        " Author Notes",
        " EMAIL logo",
        " ...",
        " …",
        " Show more",
        " View Profile",
        " Search for other works",
        " Show footnotes",
        " orcid",
        " View ORCID",
        " http",
    ] {
        if let Some(at) = piece.of(text).find(phrase) {
            piece = Span::new(piece.start as usize, piece.start as usize + at);
        }
    }
    // BMJ sets the address of an ORCID iD right before its name.
    for prefix in ["http://orcid.org/", "https://orcid.org/"] {
        let words = piece.of(text);
        let trimmed = words.trim_start();
        let name = trimmed.strip_prefix(prefix).and_then(|rest| rest.get(19..));
        if let Some(name) = name {
            piece = Span::new(piece.end as usize - name.len(), piece.end as usize);
        }
    }
    // MDPI glues it to the marks of an affiliation.
    let words = piece.of(text);
    if let Some(at) = words
        .find("ORCID")
        .filter(|at| !words[..*at].ends_with(char::is_alphabetic))
    {
        piece = Span::new(piece.start as usize, piece.start as usize + at);
    }
    if let Some(caret) = piece.of(text).find('^') {
        piece = Span::new(piece.start as usize, piece.start as usize + caret);
    }
    loop {
        let kept = without_mark(piece.of(text));
        if kept == piece.len() {
            break;
        }
        piece = Span::new(piece.start as usize, piece.start as usize + kept);
    }
    // "‡a Lien-Chi Hwang": after the comma the marks of the one before.
    let words = piece.of(text).trim_start();
    if let Some((mark, rest)) = words.split_once(' ')
        && is_mark(mark)
        && !mark.starts_with(|c: char| c.is_alphanumeric())
        && rest.trim_start().starts_with(char::is_uppercase)
    {
        piece = trim(text, Span::new(piece.end as usize - rest.len(), piece.end as usize));
    }
    piece = untitled(text, piece);
    trim_by(text, piece, |c| {
        c.is_whitespace()
            || c.is_numeric()
            || matches!(
                c,
                '*' | '_'
                    | '–'
                    | '-'
                    | '∗'
                    | '†'
                    | '‡'
                    | '§'
                    | '¶'
                    | '#'
                    | '‖'
                    | '|'
                    | ','
                    | ':'
                    | '✉'
                    | '^'
                    | '~'
                    | '…'
                    | '\u{200b}'..='\u{200f}' | '\u{feff}' | '+' | '⁎' | '•'
            )
    })
}

/// The name without titles before and degrees behind it: `Prof. Dr. med. Ada Quist`, `Bo Orell MD PhD`.
fn untitled(text: &str, piece: Span) -> Span {
    const TITLES: [&str; 17] = [
        "Prof",
        "Prof.",
        "Professor",
        "Dr.",
        "Dr",
        "med.",
        "rer.",
        "nat.",
        "habil.",
        "Univ.-Prof.",
        "PD",
        "Priv.-Doz.",
        "Mr.",
        "Mrs.",
        "Ms.",
        "h.c.",
        "Dra.",
    ];
    let mut piece = trim(text, piece);
    while let Some((first, rest)) = piece.of(text).split_once(char::is_whitespace) {
        if !TITLES.contains(&first) || rest.split_whitespace().count() < 2 {
            break;
        }
        piece = trim(text, Span::new(piece.end as usize - rest.len(), piece.end as usize));
    }
    let mut behind = false;
    while let Some((rest, last)) = piece.of(text).rsplit_once(char::is_whitespace) {
        // "van Dijk MD" may be a family name and initials; "MD PhD" is not.
        let sure = behind || !is_initials(last);
        if last.len() < 2 || last == "Ma" || !is_degree(last) || !sure || rest.split_whitespace().count() < 2 {
            break;
        }
        behind = true;
        piece = trim(text, Span::new(piece.start as usize, piece.start as usize + rest.len()));
    }
    piece
}
