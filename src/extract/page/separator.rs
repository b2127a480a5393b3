//! What parts the names of a list.

use super::name_words::is_initials;
use super::people::name;
use crate::base::Span;
use std::borrow::Cow;

/// Dots in the middle of the line between names.
const DOTS: [&str; 3] = [" ∙ ", " · ", " • "];

/// What stands between two names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    /// A comma.
    Comma,
    /// A semicolon, or a dot in the middle.
    Semicolon,
    /// Two blanks or more, or a tabulator.
    Gap,
    /// Nothing but the turn from capitals or figures to a given name: `Kiku NAKAOKeiji ITO`, as J-STAGE's lists are copied.
    Turn,
}

impl Separator {
    /// What parts the names of the line; what stands in brackets tells nothing.
    pub fn of(line: &str) -> Self {
        let line: &str = &unbracketed(line);
        if line.contains(';') || line.contains(DOTS[0]) || is_dotted(line) {
            return Self::Semicolon;
        }
        if line.contains("View ORCID") {
            // The link leaves wide blanks before names that commas part.
            return Self::Comma;
        }
        let gaps = wide_blanks(line.trim()) + 1;
        let commas = line.matches(',').count();
        let mut ends: Vec<usize> = line
            .char_indices()
            .map(|(at, _)| at)
            .filter(|at| turns(line, *at))
            .collect();
        ends.push(line.len());
        let mut start = 0;
        let mut whole = |end: &usize| {
            let piece = line[start..*end].trim_end_matches(|c: char| c.is_ascii_digit() || "*†‡ ".contains(c));
            start = *end;
            name(piece).is_some()
        };
        if commas == 0 && ends.len() > 1 && !line.contains(" and ") && ends.iter().all(&mut whole) {
            return Self::Turn;
        }
        if gaps >= 2 && commas <= gaps {
            return Self::Gap;
        }
        Self::Comma
    }

    /// The pieces between separators.
    pub fn split(self, text: &str, span: Span) -> Vec<Span> {
        let line = span.of(text);
        let mut out = Vec::new();
        let mut start = 0;
        let mut at = 0;
        while at < line.len() {
            let rest = &line[at..];
            if self == Self::Turn && at > start && turns(line, at) {
                out.push(Span::new(start, at).shift(span.start as usize));
                start = at;
            }
            // "Doe, Jane (Haematology & Oncology, University of Nowhere)": what stands in brackets parts no names.
            let inside = bracketed(rest);
            if inside > 0 {
                at += inside;
                continue;
            }
            let cut = match self {
                _ if rest.starts_with('\n') => 1,
                Self::Comma if rest.starts_with(',') => 1,
                Self::Semicolon if rest.starts_with(';') => 1,
                Self::Semicolon if DOTS.iter().any(|dot| rest.starts_with(dot)) => DOTS
                    .iter()
                    .find(|dot| rest.starts_with(**dot))
                    .map_or(0, |dot| dot.len()),
                _ if rest.starts_with('&') || rest.starts_with('|') => 1,
                _ if rest.starts_with(" and ") || rest.starts_with(" und ") => 5,
                // MDPI glues it to the name that follows.
                _ if rest.starts_with(" and") && rest[4..].starts_with(char::is_uppercase) => 4,
                _ if at == 0 && rest.starts_with("and ") => 4,
                Self::Gap if rest.starts_with(char::is_whitespace) => wide_blank(rest),
                _ => 0,
            };
            if cut > 0 {
                out.push(Span::new(start, at).shift(span.start as usize));
                at += cut;
                start = at;
                // "Smith, J., and Doe": the blank before "and" was consumed with the comma.
                let again = line[at..].trim_start();
                if let Some(after) = again.strip_prefix("and ") {
                    at = line.len() - after.len();
                    start = at;
                }
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        out.push(Span::new(start, line.len()).shift(span.start as usize));
        out
    }
}

/// Whether dots part names: one of them has the mark of an affiliation or initials. Else it may be any list.
fn is_dotted(line: &str) -> bool {
    let marked = |piece: &str| {
        let piece = piece.trim();
        let last = piece.rsplit(' ').next().unwrap_or("");
        let letter = last.len() == 1 && last.bytes().all(|b| b.is_ascii_lowercase());
        letter || piece.ends_with(|c: char| c.is_ascii_digit() || c == '*') || piece.split(' ').any(is_initials)
    };
    DOTS[1..]
        .iter()
        .any(|dot| line.contains(dot) && line.split(dot).any(marked))
}

/// Whether two capitals, or the figure of an affiliation, stand before `at` and a capital with a small letter there.
fn turns(line: &str, at: usize) -> bool {
    let mut before = line[..at].chars().rev();
    let mut after = line[at..].chars();
    let capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
    let last = before.next();
    let figure = last.is_some_and(|c| c.is_ascii_digit());
    (figure || capital(last) && capital(before.next()))
        && capital(after.next())
        && after.next().is_some_and(char::is_lowercase)
}

/// Bytes of the longest piece in brackets within a list of names: an affiliation.
const BRACKETED: usize = 400;

/// The length of what stands in round or square brackets at the front, with them; 0 where none opens or closes there.
fn bracketed(text: &str) -> usize {
    let close = match text.as_bytes().first() {
        Some(b'(') => b')',
        Some(b'[') => b']',
        _ => return 0,
    };
    let open = text.as_bytes()[0];
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().take(BRACKETED) {
        match byte {
            b'\n' => return 0,
            _ if byte == open => depth += 1,
            _ if byte == close => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    0
}

/// The line without what stands in brackets.
fn unbracketed(line: &str) -> Cow<'_, str> {
    if !line.contains(['(', '[']) {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['(', '[']) {
        out.push_str(&rest[..at]);
        let inside = bracketed(&rest[at..]).max(1);
        rest = &rest[at + inside..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The length of two blanks or more at the front.
fn wide_blank(text: &str) -> usize {
    let length = text.len() - text.trim_start().len();
    if text[..length].chars().nth(1).is_some() {
        length
    } else {
        0
    }
}

/// How many runs of two blanks or more the line has.
fn wide_blanks(line: &str) -> usize {
    let mut runs = 0;
    let mut length = 0;
    for c in line.chars() {
        length = if c.is_whitespace() { length + 1 } else { 0 };
        runs += usize::from(length == 2);
    }
    runs
}
