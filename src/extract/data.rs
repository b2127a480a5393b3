//! Data of objects, lists and scalars with byte spans, as JSON and YAML give it: one flat list, no recursion.

use crate::base::codes::extract::LIMIT_REACHED;
use crate::base::{Diagnostic, MappedText, Span};
use crate::capture::Capture;

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind {
    /// Members with keys.
    Object,
    /// Members without keys.
    List,
    /// A string, number or other word, decoded.
    Scalar(MappedText),
}

#[derive(Debug)]
struct Node {
    key: Option<MappedText>,
    kind: Kind,
    span: Span,
    /// One past the last node inside this one.
    end: u32,
}

/// Data in the making, and made.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    open: Vec<usize>,
    /// Deepest nesting that is followed.
    depth: usize,
    too_deep: bool,
}

impl Tree {
    /// An empty one, which is followed `depth` levels down.
    pub fn new(depth: usize) -> Self {
        Self {
            nodes: Vec::new(),
            open: Vec::new(),
            depth,
            too_deep: false,
        }
    }

    /// Says it, if the data went deeper than is followed.
    pub fn limit_reached(&self, capture: &Capture) -> Option<Diagnostic> {
        self.too_deep.then(|| {
            let depth = self.depth;
            Diagnostic::new(LIMIT_REACHED, format!("values are nested deeper than {depth}"))
                .at(&capture.path, Span::default())
                .help("raise limits.depth in citeloom.toml if the file is meant to be so")
        })
    }

    /// Opens an object or a list at byte `at`; false where that would be too deep.
    pub fn open(&mut self, key: Option<MappedText>, kind: Kind, at: usize) -> bool {
        if self.open.len() >= self.depth {
            self.too_deep = true;
            return false;
        }
        self.open.push(self.nodes.len());
        self.add(key, kind, Span::new(at, at));
        true
    }

    /// Adds a scalar.
    pub fn scalar(&mut self, key: Option<MappedText>, text: MappedText, span: Span) {
        self.add(key, Kind::Scalar(text), span);
    }

    /// Closes what was opened last, at byte `at`.
    pub fn close(&mut self, at: usize) {
        let end = self.nodes.len() as u32;
        if let Some(node) = self.open.pop().and_then(|index| self.nodes.get_mut(index)) {
            node.end = end;
            node.span.end = (at as u32).max(node.span.start);
        }
    }

    /// How many are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether the innermost open one is an object; `None` where none is open.
    pub fn in_object(&self) -> Option<bool> {
        let index = *self.open.last()?;
        Some(matches!(self.nodes.get(index)?.kind, Kind::Object))
    }

    fn add(&mut self, key: Option<MappedText>, kind: Kind, span: Span) {
        let end = self.nodes.len() as u32 + 1;
        self.nodes.push(Node { key, kind, span, end });
    }

    /// The outermost values.
    pub fn roots(&self) -> impl Iterator<Item = Value<'_>> {
        members(self, 0, self.nodes.len())
    }
}

/// One value.
#[derive(Clone, Copy)]
pub(super) struct Value<'d> {
    tree: &'d Tree,
    index: usize,
}

fn members<'d>(tree: &'d Tree, from: usize, to: usize) -> impl Iterator<Item = Value<'d>> + 'd {
    let mut at = from;
    std::iter::from_fn(move || {
        if at >= to {
            return None;
        }
        let index = at;
        at = (tree.nodes.get(index)?.end as usize).max(index + 1);
        Some(Value { tree, index })
    })
}

impl<'d> Value<'d> {
    fn node(self) -> Option<&'d Node> {
        self.tree.nodes.get(self.index)
    }

    /// Where it stands.
    pub fn span(self) -> Span {
        self.node().map_or(Span::default(), |node| node.span)
    }

    /// Its key, in an object.
    pub fn key(self) -> &'d str {
        self.node()
            .and_then(|node| node.key.as_ref())
            .map_or("", MappedText::as_str)
    }

    /// Its key with its place, in an object.
    pub fn key_text(self) -> Option<&'d MappedText> {
        self.node().and_then(|node| node.key.as_ref())
    }

    /// The members of an object or list.
    pub fn members(self) -> impl Iterator<Item = Value<'d>> + 'd {
        let end = self.node().map_or(0, |node| node.end as usize);
        members(self.tree, self.index + 1, end)
    }

    /// The member of an object.
    pub fn get(self, key: &str) -> Option<Value<'d>> {
        self.is_object()
            .then(|| self.members().find(|member| member.key() == key))
            .flatten()
    }

    /// The text of a scalar that is not empty.
    pub fn text(self) -> Option<&'d MappedText> {
        match &self.node()?.kind {
            Kind::Scalar(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The text of the scalar, or of the first scalar of a list.
    pub fn first_text(self) -> Option<&'d MappedText> {
        self.text()
            .or_else(|| self.is_list().then(|| self.members().find_map(Value::text)).flatten())
    }

    /// The text of a member.
    pub fn text_of(self, key: &str) -> Option<&'d MappedText> {
        self.get(key).and_then(Value::first_text)
    }

    /// Whether it is an object.
    pub fn is_object(self) -> bool {
        self.node().is_some_and(|node| matches!(node.kind, Kind::Object))
    }

    /// Whether it is a list.
    pub fn is_list(self) -> bool {
        self.node().is_some_and(|node| matches!(node.kind, Kind::List))
    }
}
