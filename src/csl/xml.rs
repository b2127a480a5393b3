//! CSL files as a tree of elements. Comments, instructions and foreign text are left out.

use crate::base::Span;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Deepest nesting that is read; no style in use comes near.
const MAX_DEPTH: usize = 60;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name without a prefix.
    pub name: String,
    /// Its attributes, in order.
    pub attributes: Vec<(String, String)>,
    /// Elements in it.
    pub children: Vec<Element>,
    /// Text directly in it.
    pub text: String,
    /// Its start tag in the file.
    pub span: Span,
}

impl Element {
    /// An attribute's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }
}

/// Reads a file; the error says what is wrong and where.
pub(super) fn parse(text: &str) -> Result<Element, (String, Span)> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let start = reader.buffer_position() as usize;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return Err((error.to_string(), place(start, reader.error_position() as usize, text))),
        };
        let span = place(start, reader.buffer_position() as usize, text);
        match event {
            Event::Start(tag) => {
                if open.len() == MAX_DEPTH {
                    return Err((format!("elements are nested deeper than {MAX_DEPTH}"), span));
                }
                open.push(element(&tag, span)?);
            }
            Event::Empty(tag) => close(element(&tag, span)?, &mut open, &mut root),
            Event::End(_) => {
                if let Some(done) = open.pop() {
                    close(done, &mut open, &mut root);
                }
            }
            Event::Text(piece) => {
                if let Some(last) = open.last_mut() {
                    last.text.push_str(&piece);
                }
            }
            Event::CData(piece) => {
                if let Some(last) = open.last_mut() {
                    last.text.push_str(&piece);
                }
            }
            Event::GeneralRef(name) => {
                if let Some(last) = open.last_mut() {
                    let reference = format!("&{};", &*name);
                    let known = quick_xml::escape::unescape(&reference).map(|text| text.into_owned());
                    last.text.push_str(&known.unwrap_or_default());
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !open.is_empty() {
        return Err(("the file ends before its last element does".into(), Span::default()));
    }
    root.ok_or_else(|| ("there is no XML element in it".into(), Span::default()))
}

fn close(done: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(done),
        None => {
            root.get_or_insert(done);
        }
    }
}

fn place(start: usize, end: usize, text: &str) -> Span {
    let end = end.min(text.len());
    Span::new(start.min(end), end)
}

fn element(tag: &BytesStart<'_>, span: Span) -> Result<Element, (String, Span)> {
    let local = |name: &str| name.rsplit(':').next().unwrap_or("").to_owned();
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| (error.to_string(), span))?;
        let raw = attribute.value.into_owned();
        let value = quick_xml::escape::unescape(&raw).map_or(raw.clone(), |value| value.into_owned());
        attributes.push((local(attribute.key.as_ref()), value));
    }
    Ok(Element {
        name: local(tag.name().as_ref()),
        attributes,
        span,
        ..Element::default()
    })
}
