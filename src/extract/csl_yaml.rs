//! CSL-YAML, as pandoc and Better BibTeX write it, through a reader of our own for the part of YAML that they use:
//! mappings and lists by indentation or in brackets, plain, quoted and block scalars, comments.
//! Anchors, tags and merge keys are not followed.

use super::Format;
use super::csl;
use super::data::{Kind, Tree};
use super::flow::Flow;
use super::json;
use super::tagged::lines;
use crate::base::{MappedText, Parsed, Span};
use crate::capture::Capture;
use crate::record::Claims;

/// The format.
pub const FORMAT: Format = Format {
    name: "csl-yaml",
    title: "CSL-YAML",
    extensions: &["yaml", "yml"],
    recognise,
    read,
};

fn recognise(text: &str) -> u8 {
    let mut found = 0u32;
    for (index, line) in lines(text).take(200).enumerate() {
        let line = line.of(text);
        let body = line.trim_start_matches(['\u{feff}', ' ', '-']);
        if index == 0 && body.starts_with(['{', '[', '<', '@', '%']) {
            return 0;
        }
        let Some((key, _)) = body.split_once(':') else { continue };
        let keys = [
            "id",
            "type",
            "title",
            "author",
            "issued",
            "container-title",
            "references",
            "DOI",
            "family",
            "URL",
        ];
        if let Some(at) = keys.iter().position(|known| *known == key.trim_matches('"')) {
            found |= 1 << at;
        }
    }
    let specific = found & 0b01_0111_0001 != 0;
    match found.count_ones() {
        4.. if specific => 82,
        3 if specific => 60,
        _ => 0,
    }
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let tree = tree(capture);
    let items = csl::items(tree.roots());
    let claims = items.into_iter().filter_map(|item| csl::claims(item, "csl-yaml"));
    Parsed::new(claims.collect(), tree.limit_reached(capture).into_iter().collect())
}

/// The data of a capture.
pub(super) fn tree(capture: &Capture) -> Tree {
    Reader::new(&capture.text, capture.limits.depth).tree()
}

struct Reader<'t> {
    text: &'t str,
    lines: Vec<Span>,
    at: usize,
    tree: Tree,
    /// Indentation of what is open, and whether it is a mapping.
    open: Vec<(usize, bool)>,
    pending: Option<MappedText>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, depth: usize) -> Self {
        Self {
            text,
            lines: lines(text).collect(),
            at: 0,
            tree: Tree::new(depth),
            open: Vec::new(),
            pending: None,
        }
    }

    fn tree(mut self) -> Tree {
        while let Some(line) = self.lines.get(self.at).copied() {
            self.at += 1;
            self.line(line);
        }
        while self.open.pop().is_some() {
            self.tree.close(self.text.len());
        }
        self.tree
    }

    fn line(&mut self, line: Span) {
        let content = line.of(self.text);
        let body = content.trim_start_matches(['\u{feff}', ' ']);
        let mut start = line.start as usize + (content.len() - body.len());
        let mut indent = content.len() - content.trim_start_matches(' ').len();
        let body = body.trim_end();
        if body.is_empty() || body.starts_with('#') || body.starts_with("---") || body == "..." || body.starts_with('%')
        {
            if body.starts_with("---") || body == "..." {
                self.close_to(0, line.start as usize);
            }
            return;
        }
        let mut rest = body;
        // `- - a`, `- key: value`
        while rest == "-" || rest.starts_with("- ") {
            self.close_deeper(indent, start, true);
            if self.open.last() != Some(&(indent, false)) && !self.open_one(Kind::List, indent, start) {
                return;
            }
            self.pending = None;
            let after = rest[1..].trim_start_matches(' ');
            let step = rest.len() - after.len();
            indent += step.max(2);
            start += step;
            rest = after;
            if rest.is_empty() {
                return;
            }
        }
        match key_end(rest) {
            Some(colon) if !rest.starts_with(['[', '{']) => {
                self.close_deeper(indent, start, false);
                if self.open.last() != Some(&(indent, true)) && !self.open_one(Kind::Object, indent, start) {
                    return;
                }
                let key = self.scalar_text(&rest[..colon], start);
                let value = rest[colon + 1..].trim_start();
                let at = start + (rest.len() - value.len());
                if value.is_empty() || value.starts_with('#') {
                    self.pending = Some(key);
                } else {
                    self.pending = None;
                    self.value(Some(key), value, at, indent);
                }
            }
            _ => {
                let key = self.pending.take();
                if self.open.last().is_some_and(|(_, mapping)| !mapping) || key.is_some() {
                    self.value(key, rest, start, indent.saturating_sub(1));
                }
            }
        }
    }

    /// Closes what ends before something at `indent`.
    fn close_deeper(&mut self, indent: usize, at: usize, item: bool) {
        while let Some((open, mapping)) = self.open.last().copied() {
            let ends = open > indent || (open == indent && !item && !mapping);
            if !ends {
                break;
            }
            self.open.pop();
            self.tree.close(at);
            self.pending = None;
        }
    }

    fn close_to(&mut self, depth: usize, at: usize) {
        while self.open.len() > depth {
            self.open.pop();
            self.tree.close(at);
        }
        self.pending = None;
    }

    fn open_one(&mut self, kind: Kind, indent: usize, at: usize) -> bool {
        let mapping = matches!(kind, Kind::Object);
        // In a mapping only a key without value can hold more.
        if self.open.last().is_some_and(|(_, mapping)| *mapping) && self.pending.is_none() {
            return false;
        }
        let opened = self.tree.open(self.pending.take(), kind, at);
        if opened {
            self.open.push((indent, mapping));
        }
        opened
    }

    /// Reads a value that begins at byte `at`; `indent` is that of its key, which lines that go on exceed.
    fn value(&mut self, key: Option<MappedText>, value: &str, at: usize, indent: usize) {
        match value.as_bytes().first() {
            Some(b'|' | b'>') => {
                let (text, span) = self.block(indent);
                self.tree.scalar(key, text, span);
            }
            Some(quote @ (b'"' | b'\'')) => {
                let end = self.quoted_end(at + 1, *quote);
                let span = Span::new(at + 1, end);
                let text = if *quote == b'"' {
                    json::string(self.text, span)
                } else {
                    self.single(span)
                };
                self.skip_to(end);
                self.tree.scalar(key, text, span);
            }
            Some(b'[' | b'{') => self.brackets(key, at),
            _ => {
                let mut flow = Flow::default();
                let first = without_comment(value);
                flow.piece(first, at);
                let mut end = at + first.len();
                while let Some(line) = self.lines.get(self.at).copied() {
                    let content = line.of(self.text);
                    let body = content.trim_start_matches(' ');
                    let deeper = content.len() - body.len() > indent && !body.trim().is_empty();
                    if !deeper || body.starts_with('#') || body.starts_with("- ") || key_end(body).is_some() {
                        break;
                    }
                    let start = line.start as usize + (content.len() - body.len());
                    let body = without_comment(body);
                    flow.gap(Span::new(end, start));
                    flow.piece(body, start);
                    end = start + body.len();
                    self.at += 1;
                }
                let text = flow.finish();
                if !matches!(text.as_str(), "null" | "~" | "true" | "false") {
                    self.tree.scalar(key, text, Span::new(at, end));
                }
            }
        }
    }

    /// The lines of a block scalar.
    fn block(&mut self, indent: usize) -> (MappedText, Span) {
        let mut flow = Flow::default();
        let mut span: Option<Span> = None;
        while let Some(line) = self.lines.get(self.at).copied() {
            let content = line.of(self.text);
            let depth = content.len() - content.trim_start_matches(' ').len();
            if !content.trim().is_empty() && depth <= indent {
                break;
            }
            flow.gap(Span {
                start: line.start,
                end: line.start,
            });
            flow.verbatim(self.text, line);
            span = Some(span.map_or(line, |span| span.join(line)));
            self.at += 1;
        }
        (flow.finish(), span.unwrap_or_default())
    }

    /// Where a quoted scalar ends: its closing quote, or the end of the text.
    fn quoted_end(&self, from: usize, quote: u8) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while let Some(&byte) = bytes.get(at) {
            let escaped = quote == b'"' && byte == b'\\';
            let doubled = quote == b'\'' && byte == quote && bytes.get(at + 1) == Some(&quote);
            if escaped || doubled {
                at += 2;
            } else if byte == quote {
                return at;
            } else {
                at += 1;
            }
        }
        bytes.len()
    }

    /// A scalar in single quotes, where two of them stand for one.
    fn single(&self, span: Span) -> MappedText {
        let mut flow = Flow::default();
        let source = span.of(self.text);
        let start = span.start as usize;
        let mut from = 0;
        for (index, _) in source.match_indices("''") {
            flow.piece(&source[from..index], start + from);
            flow.decoded("'", Span::new(start + index, start + index + 2));
            from = index + 2;
        }
        flow.piece(&source[from..], start + from);
        flow.finish()
    }

    fn scalar_text(&self, key: &str, at: usize) -> MappedText {
        let trimmed = key.trim().trim_matches(['"', '\'']);
        let offset = key.find(trimmed).unwrap_or(0);
        super::flow::plain(self.text, Span::new(at + offset, at + offset + trimmed.len()))
    }

    /// Goes on with the line after the one that holds byte `end`.
    fn skip_to(&mut self, end: usize) {
        while self.lines.get(self.at).is_some_and(|line| (line.start as usize) <= end) {
            self.at += 1;
        }
    }

    /// A list or mapping in brackets, over as many lines as it takes.
    fn brackets(&mut self, key: Option<MappedText>, from: usize) {
        let bytes = self.text.as_bytes();
        let before = self.tree.depth();
        let mut key = key;
        let mut at = from;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'[' | b'{' => {
                    let kind = if byte == b'[' { Kind::List } else { Kind::Object };
                    if !self.tree.open(key.take(), kind, at) {
                        break;
                    }
                    at += 1;
                }
                b']' | b'}' => {
                    at += 1;
                    key = None;
                    self.tree.close(at);
                    if self.tree.depth() <= before {
                        break;
                    }
                }
                b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => at += 1,
                _ => {
                    let (text, span, next) = self.flow_scalar(at);
                    at = next;
                    let colon = self.text[at..].trim_start_matches([' ', '\t']).starts_with(':');
                    if key.is_none() && self.tree.in_object() == Some(true) && colon {
                        key = Some(text);
                    } else {
                        self.tree.scalar(key.take(), text, span);
                    }
                }
            }
        }
        while self.tree.depth() > before {
            self.tree.close(at);
        }
        self.skip_to(at.saturating_sub(1));
    }

    /// A scalar inside brackets, its place, and where to go on.
    fn flow_scalar(&self, at: usize) -> (MappedText, Span, usize) {
        let bytes = self.text.as_bytes();
        if let Some(quote @ (b'"' | b'\'')) = bytes.get(at) {
            let end = self.quoted_end(at + 1, *quote);
            let span = Span::new(at + 1, end);
            let text = if *quote == b'"' {
                json::string(self.text, span)
            } else {
                self.single(span)
            };
            return (text, span, (end + 1).min(bytes.len()));
        }
        let mut end = at;
        while let Some(&byte) = bytes.get(end) {
            let colon = byte == b':' && bytes.get(end + 1).is_none_or(u8::is_ascii_whitespace);
            if colon || matches!(byte, b',' | b']' | b'}' | b'[' | b'{') {
                break;
            }
            end += 1;
        }
        let span = Span::new(at, end.max(at));
        (super::flow::plain(self.text, span), span, end.max(at + 1))
    }
}

/// Where the colon after a key stands, if the line begins with a key.
fn key_end(line: &str) -> Option<usize> {
    let quoted = line
        .strip_prefix('"')
        .and_then(|rest| rest.find('"'))
        .map(|end| end + 2);
    if let Some(end) = quoted {
        return line[end..].starts_with(':').then_some(end);
    }
    let colon = line.match_indices(':').map(|(at, _)| at).find(|at| {
        let after = &line[at + 1..];
        after.is_empty() || after.starts_with([' ', '\t'])
    })?;
    let key = &line[..colon];
    let fits = !key.is_empty()
        && key.len() <= 60
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@' | '\''));
    fits.then_some(colon)
}

/// A plain scalar without the comment behind it.
fn without_comment(text: &str) -> &str {
    let end = text.find(" #").unwrap_or(text.len());
    text[..end].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::data::Value;

    #[test]
    fn the_yaml_of_bibliographies_is_read() {
        let source = "---\nreferences:\n- id: a\n  title: 'It''s: a test'\n  abstract: >\n    One\n    two.\n\n    Three\n  author:\n  - family: Straße\n    given: \"J\\u00f6rg\"\n  - {family: Doe, given: J.}\n  issued:\n    date-parts: [[2019, 9]]\n  title-short: goes\n    on # not this\n- id: b\n  keyword:\n    - x\n    - y: z\n...\n";
        let tree = Reader::new(source, 128).tree();
        let items = csl::items(tree.roots());
        assert_eq!(items.len(), 2);
        let text = |key: &str| items[0].text_of(key).map(MappedText::as_str);
        assert_eq!(text("title"), Some("It's: a test"));
        assert_eq!(text("abstract"), Some("One two. Three"));
        assert_eq!(text("title-short"), Some("goes on"));
        let given: Vec<&str> = items[0]
            .get("author")
            .into_iter()
            .flat_map(Value::members)
            .filter_map(|name| name.text_of("given").map(MappedText::as_str))
            .collect();
        assert_eq!(given, ["Jörg", "J."]);
        assert_eq!(
            csl::date(items[0].get("issued").unwrap())
                .map(|d| d.to_string())
                .as_deref(),
            Some("2019-09")
        );
        assert_eq!(items[1].get("keyword").unwrap().members().count(), 2);
    }
}
