//! What a stub holds.

use super::finding::words;
use super::front::{self, Node, Reader};
use super::markdown::unescape;
use super::{Direction, Finding, body, finding_read, names, values};
use crate::base::codes::article::{BAD_FRONT_MATTER, NO_KEY, UNKNOWN_FIELD, WRONG_TYPE};
use crate::base::{Diagnostic, Digest, Parsed, PartialDate, Span};
use crate::record::{Field, Item, ItemType};
use indexmap::IndexMap;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::de::DeValue;

words! {
    /// How far the review has come with an article.
    Status {
        /// Imported, not looked at.
        Stub = "stub",
        /// Title and abstract were read.
        Screened = "screened",
        /// It belongs to the review.
        Included = "included",
        /// It does not; `reason` says why.
        Excluded = "excluded",
        /// Its findings were checked by a second reader.
        Checked = "checked",
    }

    /// What the author thinks of a proposed mechanism.
    Judgement {
        /// The program proposed it; nobody has judged.
        Proposed = "proposed",
        /// The author agrees.
        Confirmed = "confirmed",
        /// The author disagrees; it is not proposed again.
        Rejected = "rejected",
    }
}

/// A piece of the body under one `##` heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's text; empty for what stands before the first heading.
    pub heading: String,
    /// The heading's line in the file; empty for what stands before the first heading.
    pub heading_span: Span,
    /// What stands under it, without outer blank lines.
    pub span: Span,
}

/// One item of the list under `## References`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StubReference {
    /// The number it bears in the list.
    pub number: u32,
    /// The reference as captured, or as the author corrected it; Markdown escapes undone.
    pub text: Arc<str>,
    /// Its text in the stub's file, without the number.
    pub span: Span,
}

/// A stub, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Path relative to `content/`: `articles/dumas2019.md`.
    pub path: Arc<str>,
    /// The whole file.
    pub source: Arc<str>,
    /// Stable key, the article's address and what `[@key]` names.
    pub key: String,
    /// Former keys.
    pub aliases: Vec<String>,
    /// The bibliographic fields: front matter, and the abstract of the body.
    pub item: Item,
    /// Where the value of each bibliographic field stands in the file.
    pub field_spans: BTreeMap<Field, Span>,
    /// How far the review has come with it.
    pub status: Status,
    /// Why it was excluded.
    pub reason: Option<String>,
    /// Who judged last.
    pub reviewed_by: Option<String>,
    /// When.
    pub reviewed_on: Option<PartialDate>,
    /// Paths of its captures, relative to `content/`.
    pub captures: Vec<String>,
    /// Where `captures` stands in the file.
    pub(super) captures_at: Option<Span>,
    /// Mechanisms and what the author thinks of them, in the order of the file.
    pub mechanisms: IndexMap<String, Judgement>,
    /// Where each mechanism's value stands in the file.
    pub mechanism_spans: IndexMap<String, Span>,
    /// The rows of evidence.
    pub findings: Vec<Finding>,
    /// First byte of the body in the file.
    pub body_offset: usize,
    /// The body's sections in order.
    pub sections: Vec<Section>,
    /// The text under `## Abstract`, Markdown escapes undone.
    pub abstract_text: Option<String>,
    /// What stands under `## References` and is no item of the list: words of the author's.
    pub beside_references: Vec<Section>,
    /// Markdown of the author: everything of the body but abstract and references; comments included.
    pub notes: String,
    /// The list under `## References`.
    pub references: Vec<StubReference>,
}

impl Article {
    /// What a person says of the paper and each mechanism: the stub's own word, or where it has none `confirmed`, if a
    /// finding that somebody stands for does not speak against it.
    pub fn judgements(&self) -> BTreeMap<&str, Judgement> {
        let findings = self.findings.iter();
        let findings = findings.filter(|finding| finding.counts() && finding.direction() != Direction::DoesNotSupport);
        let found = findings.filter_map(|finding| finding.mechanism.as_deref());
        let mut out: BTreeMap<&str, Judgement> = found.map(|id| (id, Judgement::Confirmed)).collect();
        out.extend(self.mechanisms.iter().map(|(id, judgement)| (id.as_str(), *judgement)));
        out
    }

    /// A stub of which nothing is known yet.
    fn empty(path: Arc<str>, source: Arc<str>, body_offset: usize) -> Self {
        Self {
            path,
            source,
            key: String::new(),
            aliases: Vec::new(),
            item: Item::default(),
            field_spans: BTreeMap::new(),
            status: Status::Stub,
            reason: None,
            reviewed_by: None,
            reviewed_on: None,
            captures: Vec::new(),
            captures_at: None,
            mechanisms: IndexMap::new(),
            mechanism_spans: IndexMap::new(),
            findings: Vec::new(),
            body_offset,
            sections: Vec::new(),
            abstract_text: None,
            beside_references: Vec::new(),
            notes: String::new(),
            references: Vec::new(),
        }
    }

    /// The abstract: the section of that name, or what the captures said.
    pub fn own_abstract(&self) -> Option<&str> {
        self.abstract_text.as_deref().or(self.item.get(Field::Abstract))
    }

    /// Whether the author wrote any notes; comments are none.
    pub fn has_notes(&self) -> bool {
        body::says_something(&self.notes)
    }

    /// Where `captures` stands in the file, or its first line.
    pub(super) fn captures_span(&self) -> Span {
        self.captures_at.unwrap_or_else(|| front::line_at(&self.source, 0))
    }

    /// The line with the stub's key, or its first.
    pub(super) fn key_span(&self) -> Span {
        let front = self.source.get(..self.body_offset).unwrap_or("");
        let mut at = 0;
        for line in front.split_inclusive('\n') {
            if line.starts_with("key") {
                return front::line_at(&self.source, at);
            }
            at += line.len();
        }
        front::line_at(&self.source, 0)
    }

    /// The author list is known to be incomplete ("et al.").
    pub fn authors_incomplete(&self) -> bool {
        self.item.et_al
    }

    /// Hash of all that the stub says but for its author's notes. Two stubs of the same outline are read alike, notes and
    /// places in the body apart. `references` are its own, which a linked library holds elsewhere.
    pub fn outline<'r>(&self, references: impl ExactSizeIterator<Item = (u32, &'r str)>) -> Digest {
        let number = |n: usize| (n as u64).to_le_bytes();
        let front = self.source.get(..self.body_offset).unwrap_or("").as_bytes();
        let abstract_text = self.abstract_text.as_deref().map(str::as_bytes);
        // Their lengths tell the parts from each other.
        let mut lengths = vec![
            number(references.len()),
            number(front.len()),
            number(abstract_text.map_or(usize::MAX, <[u8]>::len)),
        ];
        let mut parts = vec![front, abstract_text.unwrap_or_default()];
        for (at, text) in references {
            lengths.extend([number(at as usize), number(text.len())]);
            parts.push(text.as_bytes());
        }
        Digest::of_parts(lengths.iter().map(<[u8; 8]>::as_slice).chain(parts))
    }

    /// The whole body, Markdown.
    pub fn body(&self) -> &str {
        self.source.get(self.body_offset..).unwrap_or("")
    }

    /// The first section of that name, without regard to case.
    pub(super) fn section(&self, name: &str) -> Option<&Section> {
        self.sections
            .iter()
            .find(|section| section.heading.eq_ignore_ascii_case(name))
    }

    /// Sections that are the author's: neither the abstract nor the references, but also what stands beside their list,
    /// and a second section of either name.
    pub fn note_sections(&self) -> impl Iterator<Item = &Section> {
        let read = ["abstract", "references"].map(|name| self.section(name).map(|section| section.heading_span));
        self.sections
            .iter()
            .filter(move |section| !read.contains(&Some(section.heading_span)))
            .chain(&self.beside_references)
    }
}

/// Reads a stub. `path` is relative to `content/`. `None` where the front matter cannot be read.
pub fn parse(path: &str, text: &str) -> Parsed<Option<Article>> {
    parse_shared(&path.into(), &text.into())
}

/// As [`parse`], of a text that others hold too.
pub fn parse_shared(file: &Arc<str>, text: &Arc<str>) -> Parsed<Option<Article>> {
    let mut out = Vec::new();
    let fences = match front::fences(text) {
        Ok(fences) => fences,
        Err((span, what)) => {
            let fault = Diagnostic::new(BAD_FRONT_MATTER, what)
                .at(file, span)
                .help("a stub begins with a line +++, its fields as TOML, and a second line +++");
            return Parsed::new(None, vec![fault]);
        }
    };
    let Some(table) = front::table(text, fences, file, &mut out) else {
        return Parsed::new(None, out);
    };
    let mut article = Article::empty(Arc::clone(file), Arc::clone(text), fences.body);
    let mut reader = Reader {
        file,
        offset: fences.inner.start as usize,
        out: &mut out,
    };
    for (key, node) in &table {
        let range = key.span();
        let key_span = Span::new(range.start, range.end).shift(reader.offset);
        entry(&mut article, &mut reader, key.get_ref(), key_span, node);
    }
    if article.key.is_empty() {
        article.key = stem(file).to_owned();
        let fault = Diagnostic::new(NO_KEY, "the stub has no key, so the file's name is taken")
            .at(file, front::line_at(text, 0))
            .help(format!("write key = {}", values::string(&article.key)));
        out.push(fault);
    }
    read_body(&mut article);
    Parsed::new(Some(article), out)
}

/// The file's name without folder and extension.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.strip_suffix(".md").unwrap_or(name)
}

fn entry(article: &mut Article, reader: &mut Reader<'_>, name: &str, key_span: Span, node: &Node<'_>) {
    if let Some(field) = names::field_of(name) {
        let span = reader.span(node);
        if article.field_spans.insert(field, span).is_some() {
            reader.report(
                WRONG_TYPE,
                key_span,
                format!("`{name}` says again what another field has said"),
                Some("`journal` and `book` are the same field; keep one".to_owned()),
            );
        }
        return bibliographic(&mut article.item, reader, name, field, node);
    }
    match name {
        "key" => {
            let key = reader.text(name, node).unwrap_or_default();
            if is_key(&key) {
                article.key = key;
            } else if !key.is_empty() {
                let span = reader.span(node);
                reader.report(
                    WRONG_TYPE,
                    span,
                    "`key` becomes a file name and an address, and this cannot".to_owned(),
                    Some("use letters without accents, digits, and - . _ between them".to_owned()),
                );
            }
        }
        "aliases" => article.aliases = reader.texts(name, node),
        names::AUTHORS_INCOMPLETE => article.item.et_al = reader.truth(name, node),
        "status" => {
            if let Some(status) = reader.word(name, node, Status::ALL, Status::name) {
                article.status = status;
            }
        }
        "reason" => article.reason = reader.text(name, node),
        "reviewed-by" => article.reviewed_by = reader.text(name, node),
        "reviewed-on" => article.reviewed_on = reader.date(name, node),
        "captures" => {
            article.captures = reader.texts(name, node);
            article.captures_at = Some(reader.span(node));
        }
        "mechanisms" => mechanisms(article, reader, node),
        "finding" => findings(article, reader, node),
        _ => match names::foreign(name) {
            Some(meant) => reader.report(
                UNKNOWN_FIELD,
                key_span,
                format!("`{name}` is not a field of a stub"),
                Some(format!("did you mean `{meant}`?")),
            ),
            None => reader.unknown(name, name, key_span, &mut names::all()),
        },
    }
}

/// A key can be a file's name everywhere: no separators, no blanks, no device of Windows.
fn is_key(key: &str) -> bool {
    let inner = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
    let ends = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = key.as_bytes();
    bytes.len() <= 120 && ends(bytes.first()) && ends(bytes.last()) && bytes.iter().all(|b| inner(*b))
}

fn bibliographic(item: &mut Item, reader: &mut Reader<'_>, name: &str, field: Field, node: &Node<'_>) {
    match field {
        Field::Type => {
            if let Some(kind) = reader.word(name, node, ItemType::ALL, ItemType::csl) {
                item.kind = kind;
            }
        }
        Field::Keyword => item.keyword = reader.texts(name, node),
        _ if field.is_date() => item.set_date(field, reader.date(name, node)),
        _ if field.is_names() => {
            let names = reader.names(name, node);
            if let Some(slot) = item.names_mut(field) {
                *slot = names;
            }
        }
        _ => {
            if let Some(value) = reader.text(name, node) {
                reader.identifier(name, field, &value, node);
                item.set(field, value);
            }
        }
    }
}

fn mechanisms(article: &mut Article, reader: &mut Reader<'_>, node: &Node<'_>) {
    let DeValue::Table(table) = node.get_ref() else {
        let span = reader.span(node);
        let help = "write a line [mechanisms] and under it lines such as rtk-bypass = \"proposed\"";
        reader.report(
            WRONG_TYPE,
            span,
            "`mechanisms` must be a table".to_owned(),
            Some(help.to_owned()),
        );
        return;
    };
    for (id, value) in table {
        let id = id.get_ref().as_ref();
        if let Some(judgement) = reader.word(&format!("mechanisms.{id}"), value, Judgement::ALL, Judgement::name) {
            article.mechanisms.insert(id.to_owned(), judgement);
        }
        article.mechanism_spans.insert(id.to_owned(), reader.span(value));
    }
}

fn findings(article: &mut Article, reader: &mut Reader<'_>, node: &Node<'_>) {
    let span = reader.span(node);
    let tables = match node.get_ref() {
        DeValue::Array(list) => list.iter().collect(),
        _ => vec![node],
    };
    for node in tables {
        match node.get_ref() {
            DeValue::Table(table) => {
                let at = reader.span(node);
                article.findings.push(finding_read::read(reader, table, at));
            }
            _ => reader.report(
                WRONG_TYPE,
                span,
                "a finding must be a block".to_owned(),
                Some("write a line [[finding]] and its fields in the lines under it".to_owned()),
            ),
        }
    }
}

fn read_body(article: &mut Article) {
    let source = Arc::clone(&article.source);
    article.sections = body::sections(&source, article.body_offset);
    if let Some(span) = article.section("abstract").map(|section| section.span) {
        let text = unescape(span.of(&source));
        if !text.is_empty() {
            article.item.set(Field::Abstract, text.clone());
            article.field_spans.insert(Field::Abstract, span);
            article.abstract_text = Some(text);
        }
    }
    if let Some(span) = article.section("references").map(|section| section.span) {
        (article.references, article.beside_references) = body::references(&source, span);
    }
    let mut notes = String::new();
    for section in article.note_sections() {
        if !notes.is_empty() {
            notes.push_str("\n\n");
        }
        if !matches!(section.heading.to_lowercase().as_str(), "" | "notes") {
            notes.push_str(&format!("## {}\n\n", section.heading));
        }
        notes.push_str(section.span.of(&source));
    }
    article.notes = notes;
}
