//! JSON with byte spans, lenient: trailing commas, missing closing brackets and a damaged end lose nothing before them.

use super::data::{Kind, Tree};
use super::flow::Flow;
use crate::base::codes::extract::BROKEN_ENTRY;
use crate::base::{Diagnostic, MappedText, Parsed, Span};
use crate::capture::Capture;

/// Reads a capture as JSON, or as JSON Lines.
pub(super) fn parse(capture: &Capture) -> Parsed<Tree> {
    let text: &str = &capture.text;
    let bytes = text.as_bytes();
    let mut tree = Tree::new(capture.limits.depth);
    let mut diagnostics = Vec::new();
    let mut key: Option<MappedText> = None;
    let mut skipped = 0usize;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => {
                let kind = if byte == b'{' { Kind::Object } else { Kind::List };
                if skipped > 0 || !tree.open(key.take(), kind, at) {
                    skipped += 1;
                }
                at += 1;
            }
            b'}' | b']' => {
                at += 1;
                key = None;
                if skipped > 0 {
                    skipped -= 1;
                } else {
                    tree.close(at);
                }
            }
            b'"' => {
                let end = string_end(bytes, at + 1);
                let value = string(text, Span::new(at + 1, end));
                let span = Span::new(at, (end + 1).min(text.len()));
                at = span.end as usize;
                let is_key = key.is_none() && tree.in_object() == Some(true) && next(bytes, at) == Some(b':');
                if skipped > 0 {
                } else if is_key {
                    key = Some(value);
                } else {
                    tree.scalar(key.take(), value, span);
                }
            }
            b if b.is_ascii_whitespace() || matches!(b, b',' | b':') => at += 1,
            _ => {
                let start = at;
                while bytes.get(at).is_some_and(|b| {
                    !b.is_ascii_whitespace() && !matches!(b, b',' | b'}' | b']' | b':' | b'{' | b'[' | b'"')
                }) {
                    at += 1;
                }
                let word = text.get(start..at).unwrap_or("");
                if !matches!(word, "null" | "true" | "false") && skipped == 0 {
                    let span = Span::new(start, at);
                    tree.scalar(key.take(), MappedText::verbatim(text, span), span);
                }
                key = None;
            }
        }
    }
    if tree.depth() > 0 {
        diagnostics.push(
            Diagnostic::new(BROKEN_ENTRY, "the JSON ends in the middle")
                .at(&capture.path, Span::new(text.len(), text.len()))
                .help("what could be read was kept; export the file again"),
        );
    }
    while tree.depth() > 0 {
        tree.close(text.len());
    }
    diagnostics.extend(tree.limit_reached(capture));
    Parsed::new(tree, diagnostics)
}

/// The next byte that is no blank.
fn next(bytes: &[u8], from: usize) -> Option<u8> {
    bytes[from.min(bytes.len())..]
        .iter()
        .copied()
        .find(|b| !b.is_ascii_whitespace())
}

/// Where the string that begins at `from` ends: its closing quote, or the end of the text.
fn string_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(offset) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += offset;
        if bytes[at] == b'"' {
            return at;
        }
        at += 2;
    }
    bytes.len()
}

/// Decodes the inside of a string; blanks and line ends are folded.
pub(super) fn string(text: &str, span: Span) -> MappedText {
    let source = span.of(text);
    let mut flow = Flow::default();
    let start = span.start as usize;
    let bytes = source.as_bytes();
    let mut from = 0;
    while let Some(offset) = bytes.get(from..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        let at = from + offset;
        flow.piece(&source[from..at], start + from);
        let (len, decoded) = escape(&source[at..]);
        let piece = Span::new(start + at, start + at + len);
        match decoded {
            Some(c) => flow.decoded(c.encode_utf8(&mut [0; 4]), piece),
            None => flow.piece(&source[at..at + len], start + at),
        }
        from = at + len;
    }
    flow.piece(&source[from..], start + from);
    flow.finish()
}

/// Length and meaning of the escape at the start of `text`; one that means nothing stays as it is.
fn escape(text: &str) -> (usize, Option<char>) {
    let Some(c) = text[1..].chars().next() else {
        return (1, None);
    };
    let plain = match c {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' | 'f' => ' ',
        '"' | '\\' | '/' => c,
        'u' => {
            let unit = |at: usize| text.get(at..at + 4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
            let Some(first) = unit(2) else { return (2, None) };
            if (0xd800..0xdc00).contains(&first)
                && text.get(6..8) == Some("\\u")
                && let Some(second @ 0xdc00..=0xdfff) = unit(8)
            {
                return (
                    12,
                    char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)),
                );
            }
            return (6, char::from_u32(first).or(Some(char::REPLACEMENT_CHARACTER)));
        }
        _ => return (1 + c.len_utf8(), None),
    };
    (1 + c.len_utf8(), Some(plain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::data::Value;

    #[test]
    fn strings_lead_back_to_the_file() {
        let source = r#"[{"title": "K\u00f6hler \ud83d\ude00 \"x\"\n y", "volume": 12, "list": ["a", null, "b"],},"#;
        let capture = Capture::from_text("x.json", source);
        let parsed = parse(&capture);
        assert_eq!(parsed.diagnostics.len(), 1);
        let tree = parsed.value;
        let item = tree.roots().next().unwrap().members().next().unwrap();
        let title = item.text_of("title").unwrap();
        assert_eq!(title.as_str(), "Köhler 😀 \"x\" y");
        assert_eq!(title.source(Span::new(1, 3)).of(source), "\\u00f6");
        assert_eq!(item.text_of("volume").unwrap().as_str(), "12");
        let list: Vec<&str> = item
            .get("list")
            .unwrap()
            .members()
            .filter_map(Value::text)
            .map(MappedText::as_str)
            .collect();
        assert_eq!(list, ["a", "b"]);
    }
}
