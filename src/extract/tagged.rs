//! The shared reader of tagged lines: RIS, MEDLINE, Refer and Web of Science.

use super::flow::{Flow, plain};
use crate::base::{MappedText, Span};

/// One tag with its lines.
#[derive(Debug)]
pub(super) struct Tagged<'t> {
    /// The tag, without padding.
    pub tag: &'t str,
    /// From the tag's first letter to the end of its last line.
    pub span: Span,
    /// The value on the tag's own line, blanks trimmed.
    pub first: Span,
    /// The lines that go on, blanks trimmed; none is empty.
    pub more: Vec<Span>,
}

impl Tagged<'_> {
    /// The whole value as running text.
    pub fn value(&self, text: &str) -> MappedText {
        let mut flow = Flow::default();
        let mut end = self.first.end;
        flow.verbatim(text, self.first);
        for line in &self.more {
            flow.gap(Span {
                start: end,
                end: line.start,
            });
            flow.verbatim(text, *line);
            end = line.end;
        }
        flow.finish()
    }

    /// Each line of the value by itself.
    pub fn lines<'a>(&'a self, text: &'a str) -> impl Iterator<Item = MappedText> + 'a {
        std::iter::once(self.first)
            .chain(self.more.iter().copied())
            .map(|span| plain(text, span))
            .filter(|line| !line.is_empty())
    }

    /// Each piece of the value between line ends and any of `separators`.
    pub fn pieces(&self, text: &str, separators: &[char]) -> Vec<MappedText> {
        let mut pieces = Vec::new();
        for line in std::iter::once(self.first).chain(self.more.iter().copied()) {
            let mut at = line.start as usize;
            for piece in line.of(text).split(separators) {
                let piece_text = plain(text, Span::new(at, at + piece.len()));
                at += piece.len() + 1;
                if !piece_text.is_empty() {
                    pieces.push(piece_text);
                }
            }
        }
        pieces
    }
}

/// The fields of one entry, in the order of the file.
#[derive(Debug)]
pub(super) struct Fields<'t> {
    /// The text of the capture.
    pub text: &'t str,
    /// Every tag with its lines.
    pub list: Vec<Tagged<'t>>,
}

impl<'t> Fields<'t> {
    /// The fields with the tag.
    pub fn tagged<'a>(&'a self, tag: &'a str) -> impl Iterator<Item = &'a Tagged<'t>> + 'a {
        self.list.iter().filter(move |field| field.tag == tag)
    }

    /// The values of the tag that are not empty.
    pub fn all<'a>(&'a self, tag: &'a str) -> impl Iterator<Item = MappedText> + 'a {
        let values = self.tagged(tag).map(|field| field.value(self.text));
        values.filter(|value| !value.is_empty())
    }

    /// The first value of the tag that is not empty.
    pub fn first(&self, tag: &str) -> Option<MappedText> {
        self.all(tag).next()
    }

    /// From the first field to the last.
    pub fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.list.iter().map(|field| field.span)
    }
}

/// What a line is to a format: its tag as a byte range of the line and where the value begins.
pub(super) type TagAt = fn(&str) -> Option<(std::ops::Range<usize>, usize)>;

/// What a line does.
pub(super) enum Step<'t> {
    /// A tag with its value, continuation lines included.
    Field(Tagged<'t>),
    /// An empty line that a tag or the end follows.
    Blank,
}

/// Reads the lines of a capture. A line without tag goes on with the tag before it; before the first tag it is
/// passed over. Line ends are `\n`, `\r\n` or `\r`, also mixed.
pub(super) fn steps<'t>(text: &'t str, tag_at: TagAt) -> Vec<Step<'t>> {
    let mut steps: Vec<Step<'t>> = Vec::new();
    let mut blank = false;
    for line in lines(text) {
        let content = line.of(text);
        if content.trim().is_empty() {
            blank = true;
            continue;
        }
        if let Some((tag, value)) = tag_at(content) {
            if blank && !steps.is_empty() {
                steps.push(Step::Blank);
            }
            blank = false;
            let start = line.start as usize;
            let first = trimmed(text, Span::new(start + value.min(content.len()), start + content.len()));
            steps.push(Step::Field(Tagged {
                tag: &content[tag.clone()],
                span: Span::new(start + tag.start, start + content.trim_end().len().max(tag.end)),
                first,
                more: Vec::new(),
            }));
        } else if let Some(Step::Field(field)) = steps.last_mut() {
            let more = trimmed(text, line);
            field.span.end = more.end;
            field.more.push(more);
        }
    }
    steps
}

/// The lines of a text, without their ends.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let start = at;
        let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |offset| start + offset);
        at = match bytes.get(end..end + 2) {
            Some(b"\r\n") => end + 2,
            _ => end + 1,
        };
        Some(Span::new(start, end))
    })
}

/// The span without blanks, byte order marks and stray control characters at its ends.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let content = span.of(text);
    let blank = |c: char| c.is_whitespace() || c == '\u{feff}' || c.is_control();
    let start = span.start as usize + (content.len() - content.trim_start_matches(blank).len());
    let end = start + content.trim_matches(blank).len();
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_every_system_ends_them() {
        let text = "a\r\nb\rc\n\nd";
        let found: Vec<&str> = lines(text).map(|line| line.of(text)).collect();
        assert_eq!(found, ["a", "b", "c", "", "d"]);
    }
}
