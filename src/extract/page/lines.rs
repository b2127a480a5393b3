//! A page's text as lines, with what their shape says: indent, bullet, number, gap.

use crate::base::Span;

/// One line that is not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The text without indent, bullet, number and closing blanks.
    pub span: Span,
    /// The whole line without indent and closing blanks: bullet and number belong to it.
    pub whole: Span,
    /// Columns before the first visible character.
    pub indent: u16,
    /// Whether a list bullet opens the line.
    pub bullet: bool,
    /// The list number that opens the line: the digits of `12.`.
    pub number: Option<Span>,
    /// Whether a blank line stands before it (or the text begins).
    pub gap: bool,
    /// Heading level 1 to 6 where the source marks it (HTML); 0 where only the shape can tell.
    pub level: u8,
}

impl Line {
    /// The line's text in `text`.
    pub fn of(self, text: &str) -> &str {
        self.span.of(text)
    }
}

/// Whether the character opens a list item in copied text.
fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '◦' | '▪' | '‣' | '●' | '○' | '■' | '▸' | '·')
}

/// Every line of `text` that is not blank. `levels` gives the source's own headings: position and level, ascending.
pub fn lines(text: &str, levels: &[(usize, u8)]) -> Vec<Line> {
    let mut out = Vec::new();
    let mut gap = true;
    let mut at = 0;
    let mut levels = levels.iter().peekable();
    for raw in text.split('\n') {
        let start = at;
        at += raw.len() + 1;
        let body = raw.trim_end();
        let visible = body.trim_start();
        if visible.is_empty() {
            gap = true;
            continue;
        }
        let opening = start + body.len() - visible.len();
        let end = start + body.len();
        let indent = text[start..opening]
            .chars()
            .map(|c| if c == '\t' { 4 } else { 1 })
            .sum::<usize>();
        let mut line = Line {
            span: Span::new(opening, end),
            whole: Span::new(opening, end),
            indent: u16::try_from(indent).unwrap_or(u16::MAX),
            bullet: false,
            number: None,
            gap,
            level: 0,
        };
        gap = false;
        while let Some((_, level)) = levels.next_if(|(position, _)| *position < end) {
            line.level = *level;
        }
        let mut rest = visible;
        if let Some(c) = rest.chars().next().filter(|c| is_bullet(*c)) {
            line.bullet = true;
            // Two of them mark what is of major importance.
            rest = rest[c.len_utf8()..].trim_start_matches('•').trim_start();
        }
        if let Some((digits, after)) = list_number(rest) {
            let number = end - rest.len();
            line.number = Some(Span::new(number, number + digits));
            rest = after;
        }
        line.span = Span::new(end - rest.len(), end);
        out.push(line);
    }
    out
}

/// The length of the digits and what follows, where `text` begins with `12. ` (or is `12.`).
fn list_number(text: &str) -> Option<(usize, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&digits) {
        return None;
    }
    let after = text[digits..].strip_prefix('.')?;
    (after.is_empty() || after.starts_with(char::is_whitespace)).then(|| (digits, after.trim_start()))
}

/// `text` with runs of blanks as single spaces, without those at the ends, zero-width spaces and soft hyphens.
pub fn fold_blanks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.split(['\u{200b}', '\u{ad}', '\u{feff}']));
    }
    out
}

/// `span` without blanks at its ends.
pub fn trim(text: &str, span: Span) -> Span {
    trim_by(text, span, char::is_whitespace)
}

/// `span` without characters at its ends that `unwanted` names.
pub fn trim_by(text: &str, span: Span, unwanted: impl Fn(char) -> bool) -> Span {
    let piece = span.of(text);
    let left = piece.trim_start_matches(&unwanted);
    let start = span.start as usize + piece.len() - left.len();
    Span::new(start, start + left.trim_end_matches(&unwanted).len())
}

/// The number of words with a letter or digit in them.
pub fn words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

/// Whether the line reads like running text: long, with a sentence's end and many lower-case words.
pub fn is_prose(text: &str) -> bool {
    if text.len() < 120 || words(text) < 15 {
        return false;
    }
    let lower = text
        .split_whitespace()
        .filter(|word| word.chars().next().is_some_and(char::is_lowercase))
        .count();
    lower * 2 >= words(text) && text.contains(". ") | text.ends_with(['.', '?', '!', ')', '…', ']', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_is_read_from_bullets_numbers_and_gaps() {
        let text = "Title\n\n  • One\n    12. Two\n3.5 mm\n";
        let lines = lines(text, &[]);
        let seen: Vec<_> = lines
            .iter()
            .map(|l| (l.of(text), l.indent, l.bullet, l.number.map(|n| n.of(text)), l.gap))
            .collect();
        assert_eq!(
            seen,
            [
                ("Title", 0, false, None, true),
                ("One", 2, true, None, true),
                ("Two", 4, false, Some("12"), false),
                ("3.5 mm", 0, false, None, false),
            ]
        );
    }
}
