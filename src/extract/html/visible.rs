//! The text a reader of the page sees, in lines, with a map back into the HTML.
//!
//! Lists look as copied text does (`  • one`, `  1. one`), cells of a row are parted by tabulators.

use super::tokens::{Piece, Token, Tokens, attribute, pieces};
use crate::base::{MappedText, Span};

/// The page's visible text.
pub struct Visible {
    /// Text and map.
    pub text: MappedText,
    /// Headings: where in the text, and their level.
    pub levels: Vec<(usize, u8)>,
}

/// What stands between the last word and the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Blank,
    Cell,
    Line,
    Paragraph,
}

/// Elements of which nothing is seen.
const HIDDEN: &[&str] = &[
    "head", "nav", "noscript", "select", "object", "iframe", "svg", "canvas", "datalist", "audio", "video",
];
/// Elements that begin and end a line.
const LINES: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "hr",
    "legend",
    "li",
    "main",
    "menu",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];
/// Those of them that stand apart.
const APART: &[&str] = &[
    "p",
    "ul",
    "ol",
    "dl",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "figure",
    "table",
    "section",
    "article",
];

struct Writer<'t> {
    source: &'t str,
    out: MappedText,
    gap: Gap,
    gap_at: Span,
    levels: Vec<(usize, u8)>,
    heading: u8,
    /// Open lists: the number of the next item, or none for bullets.
    lists: Vec<Option<u32>>,
    /// A list item waits for its first word: what marks it.
    item: Option<Option<u32>>,
    /// Letters of a superscript are gathered here until it ends.
    superscript: Option<(usize, Vec<Span>)>,
}

/// The visible text of `source`.
pub fn visible(source: &str) -> Visible {
    let mut writer = Writer {
        source,
        out: MappedText::new(),
        gap: Gap::None,
        gap_at: Span::default(),
        levels: Vec::new(),
        heading: 0,
        lists: Vec::new(),
        item: None,
        superscript: None,
    };
    let mut hidden: Option<(&str, u32)> = None;
    for token in Tokens::new(source) {
        if let Some((name, depth)) = hidden {
            let same = |span: Span| span.of(source).eq_ignore_ascii_case(name);
            match token {
                Token::Start { name: at, tag } if same(at) && !tag.of(source).ends_with("/>") => {
                    hidden = Some((name, depth + 1))
                }
                Token::End { name: at } if same(at) => hidden = (depth > 1).then_some((name, depth - 1)),
                // A head that is never closed ends where the body begins.
                Token::Start { name: at, .. } if name == "head" && at.of(source).eq_ignore_ascii_case("body") => {
                    hidden = None
                }
                _ => {}
            }
            continue;
        }
        match token {
            Token::Text(span) => writer.text(span),
            Token::Raw { .. } => {}
            Token::Start { name, tag } => {
                let lower = name.of(source).to_ascii_lowercase();
                let closed = tag.of(source).ends_with("/>");
                if let Some(found) = HIDDEN.iter().find(|hidden| **hidden == lower) {
                    if !closed {
                        hidden = Some((found, 1));
                    }
                } else {
                    writer.open(&lower, tag);
                }
            }
            Token::End { name } => {
                let lower = name.of(source).to_ascii_lowercase();
                writer.close(&lower, name);
            }
        }
    }
    writer.end_superscript();
    Visible {
        text: writer.out,
        levels: writer.levels,
    }
}

impl Writer<'_> {
    fn raise(&mut self, gap: Gap, at: Span) {
        if gap > self.gap {
            self.gap = gap;
            self.gap_at = Span::new(at.start as usize, at.start as usize);
        }
    }

    fn open(&mut self, name: &str, tag: Span) {
        if name != "sup" {
            self.end_superscript();
        }
        match name {
            "br" => self.raise(Gap::Line, tag),
            "td" | "th" => self.raise(Gap::Cell, tag),
            "sup" => self.superscript = Some((self.out.as_str().len(), Vec::new())),
            "ul" | "menu" | "dir" => self.lists.push(None),
            "ol" => {
                let start = attribute(self.source, tag, "start").and_then(|at| at.of(self.source).trim().parse().ok());
                self.lists.push(Some(start.unwrap_or(1)));
            }
            "li" => {
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let own =
                            attribute(self.source, tag, "value").and_then(|at| at.of(self.source).trim().parse().ok());
                        let this = own.unwrap_or(*number);
                        *number = this.saturating_add(1);
                        Some(this)
                    }
                    _ => None,
                };
                self.item = Some(mark);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = name.as_bytes()[1] - b'0',
            // Style sheets part given and family names that the markup leaves together.
            "span" => {
                let class = attribute(self.source, tag, "class").map_or("", |class| class.of(self.source));
                if class.contains("surname") || class.contains("family-name") || class.contains("last-name") {
                    self.raise(Gap::Blank, tag);
                }
            }
            _ => {}
        }
        self.edge(name, tag);
    }

    fn close(&mut self, name: &str, at: Span) {
        self.end_superscript();
        match name {
            "ul" | "ol" | "menu" | "dir" => {
                self.lists.pop();
                self.item = None;
            }
            "li" => self.item = None,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = 0,
            _ => {}
        }
        self.edge(name, at);
    }

    fn edge(&mut self, name: &str, at: Span) {
        if APART.contains(&name) {
            // Lists inside lists stay close.
            let nested = matches!(name, "ul" | "ol") && self.lists.len() > 1;
            self.raise(if nested { Gap::Line } else { Gap::Paragraph }, at);
        } else if LINES.contains(&name) {
            self.raise(Gap::Line, at);
        }
    }

    fn text(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        if let Some((_, held)) = &mut self.superscript {
            held.push(span);
            return;
        }
        self.write(span);
    }

    fn write(&mut self, span: Span) {
        let source = self.source;
        let mut runs: Vec<Piece> = Vec::new();
        pieces(source, span, |piece| runs.push(piece));
        for piece in runs {
            match piece {
                Piece::Verbatim(span) => self.words(span),
                Piece::Reference(text, span) if text.chars().all(|c| c.is_whitespace() && c != '\u{a0}') => {
                    self.raise(Gap::Blank, span);
                }
                Piece::Reference(text, span) => {
                    if !matches!(text.as_str(), "\u{ad}" | "\u{200b}") {
                        self.flush();
                        self.out.push(&text, span);
                    }
                }
            }
        }
    }

    fn words(&mut self, span: Span) {
        let piece = span.of(self.source);
        let base = span.start as usize;
        let mut start: Option<usize> = None;
        for (at, byte) in piece.bytes().enumerate() {
            if byte.is_ascii_whitespace() {
                if let Some(from) = start.take() {
                    self.word(Span::new(base + from, base + at));
                }
                self.raise(Gap::Blank, Span::new(base + at, base + at + 1));
            } else if start.is_none() {
                start = Some(at);
            }
        }
        if let Some(from) = start {
            self.word(Span::new(base + from, base + piece.len()));
        }
    }

    fn word(&mut self, span: Span) {
        self.flush();
        self.out.push(span.of(self.source), span);
    }

    /// Writes the gap, the item's mark and notes a heading: the next word follows.
    fn flush(&mut self) {
        let begun = !self.out.is_empty();
        let at = self.gap_at;
        match self.gap {
            Gap::None => {}
            Gap::Blank if begun && self.item.is_none() => self.out.push(" ", at),
            Gap::Cell if begun => self.out.push("\t\t", at),
            Gap::Line if begun => self.out.push("\n", at),
            Gap::Paragraph if begun => self.out.push("\n\n", at),
            _ => {}
        }
        let fresh = self.gap >= Gap::Line || !begun || self.item.is_some();
        if self.item.is_some() && begun && self.gap < Gap::Line {
            self.out.push("\n", at);
        }
        self.gap = Gap::None;
        if fresh {
            let depth = self.lists.len();
            let indent = if self.item.is_some() {
                depth * 2
            } else {
                depth * 2 + 2 * usize::from(depth > 0)
            };
            if indent > 0 {
                self.out.push(&" ".repeat(indent.min(40)), at);
            }
            match self.item.take() {
                Some(Some(number)) => self.out.push(&format!("{number}. "), at),
                Some(None) => self.out.push("• ", at),
                None => {}
            }
            if self.heading > 0 {
                self.levels.push((self.out.as_str().len(), self.heading));
            }
        }
    }

    /// A superscript of single letters after a name (`Smith<sup>a,b</sup>`) is parted from it by a zero-width space,
    /// so that it can be told from the name; any other is text as it stands.
    fn end_superscript(&mut self) {
        let Some((from, held)) = self.superscript.take() else {
            return;
        };
        let letters = held
            .iter()
            .flat_map(|span| span.of(self.source).chars())
            .filter(|c| !c.is_whitespace() && *c != ',');
        let mark = letters.clone().count() <= 4
            && letters
                .clone()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '*' | '†' | '#'));
        let single = held.iter().all(|span| {
            span.of(self.source)
                .split(|c: char| c == ',' || c.is_whitespace())
                .all(|word| word.chars().count() <= 2)
        });
        let after_letter = self.gap == Gap::None
            && from == self.out.as_str().len()
            && self.out.as_str().ends_with(|c: char| c.is_alphabetic() || c == '.');
        if mark && single && after_letter && letters.count() > 0 {
            let at = held.first().map_or(Span::default(), |span| {
                Span::new(span.start as usize, span.start as usize)
            });
            self.out.push("\u{200b}", at);
        }
        for span in held {
            self.write(span);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_look_like_copied_text_and_map_back() {
        let html = "<head><title>T</title></head><body><h1>A &amp; B</h1><p>One\n two<br>three</p><ul><li>x<li>y\
                    <ol><li>z</ol></ul><table><tr><td>1<td>S.</table><script>no</script></body>";
        let page = visible(html);
        assert_eq!(
            page.text.as_str(),
            "A & B\n\nOne two\nthree\n\n  • x\n  • y\n    1. z\n\n1\t\tS."
        );
        assert_eq!(page.levels, [(0, 1)]);
        let at = page.text.as_str().find("two").unwrap();
        assert_eq!(page.text.source(Span::new(at, at + 3)).of(html), "two");
        assert_eq!(page.text.source(Span::new(0, 5)).of(html), "A &amp; B");
    }

    #[test]
    fn affiliation_letters_are_parted_from_names() {
        let page = visible("<p>A. Smith<sup>a,*</sup>, m<sup>2</sup> 10<sup>th</sup></p>");
        assert_eq!(page.text.as_str(), "A. Smith\u{200b}a,*, m\u{200b}2 10th");
    }
}
