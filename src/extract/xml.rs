//! A walker over XML that keeps byte spans: one flat list of nodes in the order of the file, no recursion.
//!
//! References stand for one character (predefined, numeric, HTML's names); entities that the file declares are never
//! expanded. Elements deeper than the capture's limits are left out, their text stays with the last one above.

use super::flow::{Flow, resolve_reference};
use super::mathml;
use crate::base::codes::extract::{BROKEN_ENTRY, LIMIT_REACHED};
use crate::base::{Diagnostic, MappedText, Severity, Span};
use crate::capture::Capture;
use quick_xml::Reader;
use quick_xml::events::Event;

#[derive(Debug)]
enum Content {
    /// An element: its whole start tag.
    Element { tag: Span },
    /// Text as it stands.
    Text { span: Span },
    /// A reference, decoded.
    Reference { span: Span, decoded: Box<str> },
}

#[derive(Debug)]
struct Node {
    content: Content,
    /// One past the last node inside this one.
    end: u32,
    /// Where the element ends in the capture.
    close: u32,
}

/// A parsed XML capture.
#[derive(Debug)]
pub(super) struct Document<'t> {
    text: &'t str,
    nodes: Vec<Node>,
    /// Deepest nesting that is followed.
    depth: usize,
    /// What was wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// One element.
#[derive(Clone, Copy)]
pub(super) struct Element<'d> {
    document: &'d Document<'d>,
    index: usize,
}

impl<'t> Document<'t> {
    /// Reads the capture as far as it goes. End tags without start are passed over; open elements end with the file
    /// or with the end of the element around them.
    pub fn parse(capture: &'t Capture) -> Self {
        let text: &str = &capture.text;
        let mut document = Document {
            text,
            nodes: Vec::new(),
            depth: capture.limits.depth,
            diagnostics: Vec::new(),
        };
        let mut open: Vec<usize> = Vec::new();
        let mut too_deep = 0usize;
        let mut damages = 0;
        // The tokenizer drops a byte order mark without counting it.
        let mut from = text.len() - text.trim_start_matches('\u{feff}').len();
        while from < text.len() {
            match document.run(from, &mut open, &mut too_deep) {
                Ok(()) => break,
                Err((at, message)) => {
                    // Past the damaged piece of markup the next tag goes on.
                    damages += 1;
                    if damages <= 20 {
                        let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
                        let mut diagnostic =
                            Diagnostic::new(BROKEN_ENTRY, format!("the XML is damaged here: {message}"))
                                .at(&capture.path, Span::new(at, end))
                                .help("what could be read was kept; export the file again");
                        diagnostic.severity = Severity::Warning;
                        document.diagnostics.push(diagnostic);
                    }
                    let next = at.max(from) + 1;
                    // Each attempt may look at all that is left; so their number is bounded.
                    let most = capture.limits.faults;
                    if damages > most {
                        let message =
                            format!("the XML is damaged in more than {most} places, and is not read past here");
                        document.diagnostics.push(
                            Diagnostic::new(LIMIT_REACHED, message)
                                .at(&capture.path, Span::new(at, at))
                                .help("export the file again, or raise limits.faults in citeloom.toml"),
                        );
                        break;
                    }
                    from = match text.as_bytes().get(next..).and_then(|rest| memchr::memchr(b'<', rest)) {
                        Some(offset) => next + offset,
                        None => break,
                    };
                }
            }
        }
        while let Some(index) = open.pop() {
            document.close(index, text.len());
        }
        if too_deep > 0 {
            let message = format!("elements are nested deeper than {}", document.depth);
            document.diagnostics.push(
                Diagnostic::new(LIMIT_REACHED, message)
                    .at(&capture.path, Span::default())
                    .help("raise limits.depth in citeloom.toml if the file is meant to be so"),
            );
        }
        document
    }

    /// Reads from byte `from` to the end or to the first damage.
    fn run(&mut self, from: usize, open: &mut Vec<usize>, too_deep: &mut usize) -> Result<(), (usize, String)> {
        let text = self.text;
        let mut reader = Reader::from_str(&text[from..]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let mut skipped = 0usize;
        loop {
            let start = from + reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|error| (start, error.to_string()))?;
            let end = from + reader.buffer_position() as usize;
            let span = self.aligned(start, end);
            match event {
                Event::Eof => return Ok(()),
                Event::Start(_) if open.len() >= self.depth => {
                    skipped += 1;
                    *too_deep += 1;
                }
                Event::Start(_) => {
                    open.push(self.nodes.len());
                    self.push(Content::Element { tag: span }, end);
                }
                Event::Empty(_) => self.push(Content::Element { tag: span }, end),
                Event::End(_) if skipped > 0 => skipped -= 1,
                Event::End(_) => {
                    let name = local(span.of(text).trim_start_matches("</"));
                    let found = open
                        .iter()
                        .rev()
                        .take(64)
                        .position(|index| self.name(*index) == name)
                        .map(|back| open.len() - 1 - back);
                    if let Some(found) = found {
                        for index in open.drain(found..).rev() {
                            self.close(index, end);
                        }
                    }
                }
                Event::Text(_) => self.push(Content::Text { span }, end),
                Event::CData(_) => {
                    let inner = span.of(text);
                    let body = inner.strip_prefix("<![CDATA[").unwrap_or(inner);
                    let head = inner.len() - body.len();
                    let tail = if body.ends_with("]]>") { 3 } else { 0 };
                    let span = self.aligned(span.start as usize + head, span.end as usize - tail);
                    self.push(Content::Text { span }, end);
                }
                Event::GeneralRef(_) => {
                    let name = span.of(text).trim_start_matches('&').trim_end_matches(';');
                    match resolve_reference(name) {
                        Some(decoded) => self.push(
                            Content::Reference {
                                span,
                                decoded: decoded.into(),
                            },
                            end,
                        ),
                        None => self.push(Content::Text { span }, end),
                    }
                }
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => {}
            }
        }
    }

    /// A span that fits the text whatever the tokenizer says.
    fn aligned(&self, start: usize, end: usize) -> Span {
        let fit = |at: usize| {
            let mut at = at.min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = fit(start);
        Span::new(start, fit(end).max(start))
    }

    fn push(&mut self, content: Content, close: usize) {
        let end = self.nodes.len() as u32 + 1;
        self.nodes.push(Node {
            content,
            end,
            close: close as u32,
        });
    }

    fn close(&mut self, index: usize, at: usize) {
        let end = self.nodes.len() as u32;
        if let Some(node) = self.nodes.get_mut(index) {
            node.end = end;
            node.close = at as u32;
        }
    }

    fn name(&self, index: usize) -> &str {
        match self.nodes.get(index).map(|node| &node.content) {
            Some(Content::Element { tag }) => local(tag.of(self.text).trim_start_matches('<')),
            _ => "",
        }
    }

    /// Every element with one of the names, outermost ones only, in the order of the file.
    pub fn outermost<'d>(&'d self, names: &'d [&'d str]) -> impl Iterator<Item = Element<'d>> + 'd
    where
        't: 'd,
    {
        find(self, 0, self.nodes.len(), names, true)
    }
}

/// The name before blanks, `/` and `>`, without namespace prefix.
fn local(tag: &str) -> &str {
    let end = tag
        .find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'))
        .unwrap_or(tag.len());
    let name = &tag[..end];
    name.rsplit(':').next().unwrap_or(name)
}

fn find<'d>(
    document: &'d Document<'d>,
    from: usize,
    to: usize,
    names: &'d [&'d str],
    outermost: bool,
) -> impl Iterator<Item = Element<'d>> + 'd {
    let mut at = from;
    std::iter::from_fn(move || {
        while at < to {
            let index = at;
            at += 1;
            if names.contains(&document.name(index)) {
                if outermost {
                    at = document.nodes.get(index).map_or(at, |node| node.end as usize);
                }
                return Some(Element { document, index });
            }
        }
        None
    })
}

impl<'d> Element<'d> {
    fn node(self) -> Option<&'d Node> {
        self.document.nodes.get(self.index)
    }

    /// Its name without prefix.
    pub fn name(self) -> &'d str {
        self.document.name(self.index)
    }

    /// From the start of its start tag to the end of its end tag.
    pub fn span(self) -> Span {
        match self.node() {
            Some(Node {
                content: Content::Element { tag },
                close,
                ..
            }) => Span {
                start: tag.start,
                end: (*close).max(tag.end),
            },
            _ => Span::default(),
        }
    }

    /// Its child elements.
    pub fn children(self) -> impl Iterator<Item = Element<'d>> + 'd {
        let document = self.document;
        let end = self.node().map_or(0, |node| node.end as usize);
        let mut at = self.index + 1;
        std::iter::from_fn(move || {
            while at < end {
                let index = at;
                let node = document.nodes.get(index)?;
                at = (node.end as usize).max(index + 1);
                if matches!(node.content, Content::Element { .. }) {
                    return Some(Element { document, index });
                }
            }
            None
        })
    }

    /// Its children of that name.
    pub fn all(self, name: &'d str) -> impl Iterator<Item = Element<'d>> + 'd {
        self.children().filter(move |child| child.name() == name)
    }

    /// Its first child of that name.
    pub fn child(self, name: &'d str) -> Option<Element<'d>> {
        self.children().find(|child| child.name() == name)
    }

    /// The first element down the path of child names.
    pub fn at(self, path: &'d [&'d str]) -> Option<Element<'d>> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// Every element inside it with one of the names, also inside each other.
    pub fn inside(self, names: &'d [&'d str]) -> impl Iterator<Item = Element<'d>> + 'd {
        let end = self.node().map_or(0, |node| node.end as usize);
        find(self.document, self.index + 1, end, names, false)
    }

    /// The value of an attribute, with its place.
    pub fn attribute(self, name: &str) -> Option<MappedText> {
        let Some(Node {
            content: Content::Element { tag },
            ..
        }) = self.node()
        else {
            return None;
        };
        let source = tag.of(self.document.text);
        let mut rest = source;
        while let Some(equals) = rest.find('=') {
            let key = rest[..equals].trim_end();
            let key = key.rsplit(|c: char| c.is_whitespace() || c == '<').next().unwrap_or("");
            let value = rest[equals + 1..].trim_start();
            let quote = value.chars().next()?;
            let (value, after) = if matches!(quote, '"' | '\'') {
                let body = &value[1..];
                let end = body.find(quote)?;
                (&body[..end], &body[end + 1..])
            } else {
                let end = value
                    .find(|c: char| c.is_whitespace() || c == '>')
                    .unwrap_or(value.len());
                value.split_at(end)
            };
            if key == name || key.rsplit(':').next() == Some(name) {
                let start = tag.start as usize + (value.as_ptr() as usize - source.as_ptr() as usize);
                return Some(decoded(value, start));
            }
            rest = after;
        }
        None
    }

    /// Whether the attribute has the value.
    pub fn is(self, attribute: &str, value: &str) -> bool {
        self.attribute(attribute)
            .is_some_and(|found| found.as_str().eq_ignore_ascii_case(value))
    }

    /// All text inside it as running text. Elements that are no part of a sentence are set apart by a blank; such of
    /// the names in `without` are left out with all they hold.
    pub fn text_without(self, without: &[&str]) -> MappedText {
        self.flow(without, true)
    }

    /// The same, where every element is part of the sentence.
    pub fn running_text(self, without: &[&str]) -> MappedText {
        self.flow(without, false)
    }

    fn flow(self, without: &[&str], blocks_part: bool) -> MappedText {
        const INLINE: [&str; 28] = [
            "i",
            "b",
            "u",
            "em",
            "strong",
            "sub",
            "sup",
            "italic",
            "bold",
            "underline",
            "sc",
            "monospace",
            "roman",
            "sans-serif",
            "xref",
            "ext-link",
            "uri",
            "email",
            "named-content",
            "styled-content",
            "style",
            "font",
            "span",
            "a",
            "strike",
            "overline",
            "inline-formula",
            "alternatives",
        ];
        let mut flow = Flow::default();
        let nodes = &self.document.nodes;
        let end = self.node().map_or(0, |node| node.end as usize);
        let mut at = self.index + 1;
        // Ends of block elements, after which a blank stands.
        let mut blocks: Vec<usize> = Vec::new();
        while at < end {
            let Some(node) = nodes.get(at) else { break };
            while blocks.last().is_some_and(|block| *block <= at) {
                blocks.pop();
                let start = content_start(node);
                flow.gap(Span { start, end: start });
            }
            at += 1;
            match &node.content {
                Content::Text { span } => flow.verbatim(self.document.text, *span),
                Content::Reference { span, decoded } => flow.decoded(decoded, *span),
                Content::Element { tag } => {
                    let name = self.document.name(at - 1);
                    let element = Element {
                        document: self.document,
                        index: at - 1,
                    };
                    if without.contains(&name) {
                        at = (node.end as usize).max(at);
                    } else if let Some(formula) = element.formula() {
                        at = (node.end as usize).max(at);
                        if !formula.is_empty() {
                            flow.decoded(&formula, element.span());
                        }
                    } else if blocks_part && !INLINE.contains(&name) {
                        flow.gap(Span {
                            start: tag.start,
                            end: tag.start,
                        });
                        blocks.push(node.end as usize);
                    }
                }
            }
        }
        flow.finish()
    }

    /// What stands for a formula, if it is one. Of `alternatives` the MathML is taken.
    fn formula(self) -> Option<String> {
        match self.name() {
            "math" => Some(mathml::text(self)),
            "tex-math" => Some(mathml::from_tex(self.text().as_str())),
            "alternatives" => self.child("math").map(mathml::text),
            _ => None,
        }
    }

    /// All text inside it.
    pub fn text(self) -> MappedText {
        self.text_without(&[])
    }

    /// The text of the first element down the path, if it is not empty.
    pub fn value(self, path: &'d [&'d str]) -> Option<MappedText> {
        self.at(path).map(Element::text).filter(|text| !text.is_empty())
    }
}

fn content_start(node: &Node) -> u32 {
    match &node.content {
        Content::Element { tag } => tag.start,
        Content::Text { span } | Content::Reference { span, .. } => span.start,
    }
}

/// An attribute's value, references decoded.
fn decoded(value: &str, at: usize) -> MappedText {
    let mut flow = Flow::default();
    let mut from = 0;
    for (index, _) in value.match_indices('&') {
        if index < from {
            continue;
        }
        let rest = &value[index + 1..];
        let Some(end) = rest.bytes().take(40).position(|b| b == b';') else {
            continue;
        };
        if let Some(decoded) = rest.get(..end).and_then(resolve_reference) {
            flow.piece(&value[from..index], at + from);
            from = index + end + 2;
            flow.decoded(&decoded, Span::new(at + index, at + from));
        }
    }
    flow.piece(&value[from..], at + from);
    flow.finish()
}

/// Whether the text is XML whose first element, or one of the first few, has one of the names. Looks at the first
/// 64 KiB.
pub(super) fn begins_with(text: &str, names: &[&str]) -> bool {
    let mut end = text.len().min(64 << 10);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text[..end].trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if !head.starts_with('<') {
        return false;
    }
    let mut seen = 0;
    for (index, _) in head.match_indices('<') {
        let tag = &head[index + 1..];
        if tag.starts_with(['?', '!', '/']) {
            continue;
        }
        if names.contains(&local(tag)) {
            return true;
        }
        seen += 1;
        if seen > 6 {
            break;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_decoded_and_leads_back_to_the_file() {
        let source = "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY big 'x'>]><r><p:t a=\"1 &amp; 2\">K&#246;hler <i>in</i>\n  vivo &big; CO<sub>2</sub></p:t><t><![CDATA[<b>]]></t></r>";
        let capture = Capture::from_text("x.xml", source);
        let document = Document::parse(&capture);
        let root = document.outermost(&["r"]).next().unwrap();
        let texts: Vec<MappedText> = root.all("t").map(Element::text).collect();
        assert_eq!(texts[0].as_str(), "Köhler in vivo &big; CO2");
        assert_eq!(texts[1].as_str(), "<b>");
        assert_eq!(texts[0].source(Span::new(1, 3)).of(source), "&#246;");
        assert_eq!(root.child("t").unwrap().attribute("a").unwrap().as_str(), "1 & 2");
        assert!(document.diagnostics.is_empty());
    }

    #[test]
    fn damage_and_depth_end_nothing() {
        let source = format!("{}<a><b>one</c></b><b>two", "<d>".repeat(100_000));
        let capture = Capture::from_text("x.xml", &source);
        let document = Document::parse(&capture);
        assert_eq!(document.diagnostics.len(), 1);
        let capture = Capture::from_text("x.xml", "<a><b>one</c></b><b>two");
        let document = Document::parse(&capture);
        let texts: Vec<String> = document.outermost(&["b"]).map(|b| b.text().into_string()).collect();
        assert_eq!(texts, ["one", "two"]);
    }
}
