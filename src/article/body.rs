//! The body of a stub: its sections, and the list under `## References`.

use super::front::{line_at, next_line};
use super::markdown::unescape;
use super::{Section, StubReference};
use crate::base::Span;
use std::sync::Arc;

/// Cuts the body, which begins at `from`, at its `##` headings. Headings inside code blocks and comments are text.
pub(super) fn sections(source: &str, from: usize) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut heading = (String::new(), Span::new(from, from));
    let mut start = from;
    let mut hidden = Hidden::default();
    let mut at = from;
    while at < source.len() {
        let line = line_at(source, at);
        let next = next_line(source, line);
        if !hidden.inside(line.of(source))
            && let Some(title) = heading_of(line.of(source))
        {
            close(source, std::mem::take(&mut heading), start, at, &mut sections);
            heading = (title.to_owned(), Span::new(at, at + line.of(source).trim_end().len()));
            start = next;
        }
        at = next;
    }
    close(source, heading, start, source.len(), &mut sections);
    sections
}

fn close(source: &str, heading: (String, Span), start: usize, end: usize, sections: &mut Vec<Section>) {
    let text = &source[start..end];
    let lead = text.len() - text.trim_start_matches(['\n', '\r']).len();
    // A first line keeps its indentation, blank lines before it do not count.
    let lead = match text.trim_start().len() {
        0 => 0,
        rest => text[..text.len() - rest]
            .rfind('\n')
            .map_or(lead, |newline| newline + 1),
    };
    let span = Span::new(start + lead, start + lead.max(text.trim_end().len()));
    if !heading.0.is_empty() || !heading.1.is_empty() || !span.of(source).trim().is_empty() {
        sections.push(Section {
            heading: heading.0,
            heading_span: heading.1,
            span,
        });
    }
}

/// The text of a level-two heading line.
fn heading_of(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(' ');
    if line.len() - text.len() > 3 {
        return None;
    }
    let rest = text.strip_prefix("##")?;
    if rest.starts_with('#') || !(rest.is_empty() || rest.starts_with([' ', '\t', '\r'])) {
        return None;
    }
    let rest = rest.trim();
    let bare = rest.trim_end_matches('#');
    Some(if bare.is_empty() || bare.ends_with([' ', '\t']) {
        bare.trim_end()
    } else {
        rest
    })
}

/// Whether a line stands inside fenced code or a comment.
#[derive(Default)]
struct Hidden {
    fence: Option<(char, usize)>,
    comment: bool,
}

impl Hidden {
    /// Takes the next line; `true` when it is not to be read as Markdown.
    fn inside(&mut self, line: &str) -> bool {
        let text = line.trim_start_matches(' ');
        let indent = line.len() - text.len();
        if self.comment {
            self.comment = !line.contains("-->");
            return true;
        }
        let run = |mark: char| text.len() - text.trim_start_matches(mark).len();
        if let Some((mark, length)) = self.fence {
            if indent < 4 && run(mark) >= length && text.trim_start_matches(mark).trim().is_empty() {
                self.fence = None;
            }
            return true;
        }
        if indent > 3 {
            return false;
        }
        for mark in ['`', '~'] {
            if run(mark) >= 3 && !(mark == '`' && text.trim_start_matches('`').contains('`')) {
                self.fence = Some((mark, run(mark)));
                return true;
            }
        }
        if let Some(rest) = text.strip_prefix("<!--") {
            self.comment = !rest.contains("-->");
            return true;
        }
        false
    }
}

/// Reads the list of references in `section`: numbered items, or items with a bullet, which are numbered on. A number
/// that does not rise is one more than the one before it. Beside it: what is no part of an item, if it
/// is more than comments.
pub(super) fn references(source: &str, section: Span) -> (Vec<StubReference>, Vec<Section>) {
    let end = section.end as usize;
    let mut list: Vec<StubReference> = Vec::new();
    let mut beside: Vec<Section> = Vec::new();
    // Lines without an item between them are one piece.
    let mut of_author = |span: Span, items: usize, last: &mut Option<usize>| {
        match beside.last_mut().filter(|_| *last == Some(items)) {
            Some(piece) => piece.span.end = span.end,
            None => beside.push(Section {
                heading: String::new(),
                heading_span: Span::new(span.start as usize, span.start as usize),
                span,
            }),
        }
        *last = Some(items);
    };
    let mut last_piece = None;
    let mut hidden = Hidden::default();
    let mut open = false;
    let mut blank = false;
    let mut at = section.start as usize;
    while at < end {
        let mut line = line_at(source, at);
        line.end = line.end.min(section.end);
        let text = line.of(source);
        let next = next_line(source, line).max(at + 1);
        let whole = Span::new(at, at + text.trim_end().len());
        if hidden.inside(text) {
            open = false;
            of_author(whole, list.len(), &mut last_piece);
        } else if let Some((number, offset)) = marker(text) {
            let before = list.last().map_or(0, |item| item.number);
            let start = at + offset;
            list.push(StubReference {
                number: number.filter(|n| *n > before).unwrap_or(before.saturating_add(1)),
                text: Arc::default(),
                span: Span::new(start, start + source[start..line.end as usize].trim_end().len()),
            });
            open = true;
        } else if !text.trim().is_empty() {
            let indented = text.starts_with([' ', '\t']);
            if open && (!blank || indented) {
                if let Some(item) = list.last_mut() {
                    item.span.end = whole.end;
                }
            } else {
                open = false;
                of_author(whole, list.len(), &mut last_piece);
            }
        }
        blank = text.trim().is_empty();
        at = next;
    }
    for item in &mut list {
        item.text = one_line(&unescape(item.span.of(source))).into();
    }
    list.retain(|item| !item.text.is_empty());
    beside.retain(|piece| says_something(piece.span.of(source)));
    (list, beside)
}

/// Whether Markdown has anything beside comments.
pub(super) fn says_something(markdown: &str) -> bool {
    let mut rest = markdown;
    while let Some((before, comment)) = rest.split_once("<!--") {
        if !before.trim().is_empty() {
            return true;
        }
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    !rest.trim().is_empty()
}

/// The number of a list item, if it has one, and where its text begins in the line.
fn marker(line: &str) -> Option<(Option<u32>, usize)> {
    let text = line.trim_start_matches(' ');
    let indent = line.len() - text.len();
    if indent > 3 {
        return None;
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, mark) = if (1..10).contains(&digits) && text[digits..].starts_with(['.', ')']) {
        (text[..digits].parse().ok(), digits + 1)
    } else if text.starts_with(['-', '*', '+']) {
        (None, 1)
    } else {
        return None;
    };
    let rest = &text[mark..];
    let body = rest.trim_start();
    (body.is_empty() || body.len() < rest.len()).then(|| (number, indent + mark + (rest.len() - body.len())))
}

/// Line breaks and the blanks around them as one blank.
pub(super) fn one_line(text: &str) -> String {
    if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none() {
        return text.trim().to_owned();
    }
    let lines: Vec<&str> = text
        .split(['\n', '\r'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(" ")
}
