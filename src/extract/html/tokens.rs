//! HTML as a flat run of tags and texts with byte places: linear, no tree, nothing refused.

use super::super::flow::{Flow, resolve_reference};
use crate::base::{MappedText, Span};

/// A piece of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// A start tag: its name and all of it.
    Start {
        /// The name as written.
        name: Span,
        /// From `<` to `>`.
        tag: Span,
    },
    /// An end tag's name.
    End {
        /// The name as written.
        name: Span,
    },
    /// Text between tags, entities as written.
    Text(Span),
    /// What stands in a script, style or another element whose content is not markup.
    Raw {
        /// Its start tag.
        tag: Span,
        /// The content.
        content: Span,
    },
}

/// Elements whose content is not markup.
const RAW: &[&str] = &["script", "style", "textarea", "xmp", "noframes", "template", "title"];

/// Walks a page.
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// Per quote (double, single): no such quote stands at or after this byte.
    unquoted: [usize; 2],
    /// Index into [`RAW`] of elements that are never closed from here on.
    unclosed: Vec<&'static str>,
    raw: Option<Span>,
}

impl<'t> Tokens<'t> {
    /// The tokens of `text`.
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            unquoted: [usize::MAX; 2],
            unclosed: Vec::new(),
            raw: None,
        }
    }

    /// The byte after the `>` that closes the tag at `start`; quoted values are passed over.
    fn tag_end(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'>' => return at + 1,
                b'"' | b'\''
                    if bytes.get(at - 1) == Some(&b'=') || bytes.get(at - 1).is_some_and(u8::is_ascii_whitespace) =>
                {
                    let kind = usize::from(byte == b'\'');
                    let close = (at + 1 < self.unquoted[kind])
                        .then(|| memchr::memchr(byte, &bytes[at + 1..]))
                        .flatten();
                    match close {
                        Some(offset) => at += offset + 2,
                        None => {
                            self.unquoted[kind] = self.unquoted[kind].min(at + 1);
                            at += 1;
                        }
                    }
                }
                _ => at += 1,
            }
        }
        bytes.len()
    }

    /// The content of a raw element that begins at `from`: up to its end tag.
    fn raw_content(&mut self, from: usize, name: &'static str) -> Option<Span> {
        if self.unclosed.contains(&name) {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut at = from;
        while let Some(offset) = memchr::memmem::find(&bytes[at..], b"</") {
            let open = at + offset;
            let word = self.text.get(open + 2..open + 2 + name.len());
            if word.is_some_and(|word| word.eq_ignore_ascii_case(name)) {
                return Some(Span::new(from, open));
            }
            at = open + 2;
        }
        self.unclosed.push(name);
        None
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        if let Some(tag) = self.raw.take() {
            let content = Span::new(tag.end as usize, self.at);
            return Some(Token::Raw { tag, content });
        }
        let start = self.at;
        if start >= bytes.len() {
            return None;
        }
        let mut from = start;
        loop {
            let Some(open) = memchr::memchr(b'<', &bytes[from..]).map(|offset| from + offset) else {
                self.at = bytes.len();
                return Some(Token::Text(Span::new(start, bytes.len())));
            };
            let markup = bytes
                .get(open + 1)
                .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'));
            if !markup {
                from = open + 1;
                continue;
            }
            if open > start {
                self.at = open;
                return Some(Token::Text(Span::new(start, open)));
            }
            break;
        }
        let rest = &self.text[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("-->").map_or(bytes.len(), |at| start + 4 + at + 3);
            self.at = end;
            return self.next_after_skip();
        }
        if rest.starts_with("<![CDATA[") {
            self.at = rest.find("]]>").map_or(bytes.len(), |at| start + at + 3);
            return self.next_after_skip();
        }
        let end = self.tag_end(start);
        self.at = end;
        let closing = rest.starts_with("</");
        let name_from = start + 1 + usize::from(closing);
        let length = bytes[name_from..end]
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'_'))
            .count();
        let name = Span::new(name_from, name_from + length);
        if length == 0 {
            return self.next_after_skip();
        }
        if closing {
            return Some(Token::End { name });
        }
        let tag = Span::new(start, end);
        let raw = RAW.iter().find(|raw| name.of(self.text).eq_ignore_ascii_case(raw));
        if let Some(raw) = raw
            && let Some(content) = self.raw_content(end, raw)
        {
            self.at = content.end as usize;
            self.raw = Some(tag);
        }
        Some(Token::Start { name, tag })
    }
}

impl Tokens<'_> {
    /// The next token after a comment or declaration, without recursion over a run of them.
    fn next_after_skip(&mut self) -> Option<Token> {
        // An empty text stands for what was passed over; readers ignore it.
        Some(Token::Text(Span::new(self.at, self.at)))
    }
}

/// The attributes of a start tag: names and values as written, without quotes.
pub fn attributes(text: &str, tag: Span) -> impl Iterator<Item = (&str, Span)> {
    let bytes = text.as_bytes();
    let end = tag.end as usize - usize::from(tag.of(text).ends_with('>'));
    let mut at = tag.start as usize + 1;
    while at < end && !bytes[at].is_ascii_whitespace() && bytes[at] != b'/' {
        at += 1;
    }
    std::iter::from_fn(move || {
        while at < end && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
            at += 1;
        }
        if at >= end {
            return None;
        }
        let from = at;
        while at < end && !bytes[at].is_ascii_whitespace() && bytes[at] != b'=' && !(bytes[at] == b'/' && at + 1 == end)
        {
            at += 1;
        }
        let name = text.get(from..at).unwrap_or("");
        let mut next = at;
        while next < end && bytes[next].is_ascii_whitespace() {
            next += 1;
        }
        if next >= end || bytes[next] != b'=' {
            at = at.max(from + 1);
            return Some((name, Span::new(at.min(end), at.min(end))));
        }
        at = next + 1;
        while at < end && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let value = match bytes.get(at).filter(|b| at < end && matches!(b, b'"' | b'\'')) {
            Some(&quote) => {
                let from = at + 1;
                let close = memchr::memchr(quote, &bytes[from.min(end)..end]).map_or(end, |offset| from + offset);
                at = (close + 1).min(end);
                Span::new(from.min(close), close)
            }
            None => {
                let from = at;
                while at < end && !bytes[at].is_ascii_whitespace() {
                    at += 1;
                }
                Span::new(from, at)
            }
        };
        Some((name, value))
    })
}

/// The value of an attribute.
pub fn attribute(text: &str, tag: Span, name: &str) -> Option<Span> {
    attributes(text, tag)
        .find(|(n, _)| n.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

/// The text under `span` with character references decoded and blanks folded.
pub fn decoded(text: &str, span: Span) -> MappedText {
    let mut flow = Flow::default();
    pieces(text, span, |piece| match piece {
        Piece::Verbatim(span) => flow.verbatim(text, span),
        Piece::Reference(decoded, span) => flow.decoded(&decoded, span),
    });
    flow.finish()
}

/// A run of text, or a character reference.
pub enum Piece {
    /// As it stands.
    Verbatim(Span),
    /// Decoded, and where it stands.
    Reference(String, Span),
}

/// Parts text at its character references.
pub fn pieces(text: &str, span: Span, mut take: impl FnMut(Piece)) {
    let whole = span.of(text);
    let base = span.start as usize;
    let mut from = 0;
    let mut at = 0;
    while let Some(offset) = memchr::memchr(b'&', &whole.as_bytes()[at..]) {
        let start = at + offset;
        at = start + 1;
        let window = &whole.as_bytes()[at..whole.len().min(at + 34)];
        let Some(length) = window.iter().position(|b| *b == b';') else {
            continue;
        };
        let Some(decoded) = whole.get(at..at + length).and_then(resolve_reference) else {
            continue;
        };
        if from < start {
            take(Piece::Verbatim(Span::new(base + from, base + start)));
        }
        at += length + 1;
        take(Piece::Reference(decoded, Span::new(base + start, base + at)));
        from = at;
    }
    if from < whole.len() {
        take(Piece::Verbatim(Span::new(base + from, base + whole.len())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_attributes_and_raw_content_keep_their_places() {
        let text = r#"a < b<!-- <p> --><META name=x content="1 > 0 &amp; y"/><script>if (a<b) "</p>"</script>z"#;
        let tokens: Vec<Token> = Tokens::new(text).collect();
        let tag = tokens
            .iter()
            .find_map(|t| match t {
                Token::Start { name, tag } if name.of(text) == "META" => Some(*tag),
                _ => None,
            })
            .unwrap();
        let seen: Vec<_> = attributes(text, tag).map(|(n, v)| (n, v.of(text))).collect();
        assert_eq!(seen, [("name", "x"), ("content", "1 > 0 &amp; y")]);
        let value = decoded(text, attribute(text, tag, "Content").unwrap());
        assert_eq!(value.as_str(), "1 > 0 & y");
        let raw = tokens.iter().find_map(|t| match t {
            Token::Raw { content, .. } => Some(content.of(text)),
            _ => None,
        });
        assert_eq!(raw, Some(r#"if (a<b) "</p>""#));
        assert!(matches!(tokens.last(), Some(Token::Text(span)) if span.of(text) == "z"));
    }

    #[test]
    fn damaged_tags_end_somewhere() {
        for text in [
            "<",
            "<a",
            "<a href=\"",
            "<a href='x>y",
            "</",
            "<!--",
            "<script>",
            "<a =\"\" \" '>",
            "<a b= >",
        ] {
            for token in Tokens::new(text) {
                if let Token::Start { tag, .. } = token {
                    let _ = attributes(text, tag).count();
                }
            }
        }
    }
}
