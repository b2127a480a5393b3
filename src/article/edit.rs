//! Changing a stub in place: only the bytes of a changed value are replaced, and new lines are put between the others.
//!
//! The file is not written anew from a parsed tree, for that would normalise line ends and lose the author's layout.

use super::front::{self, Fences, line_at, next_line};
use super::names;
use super::values::{key as toml_key, string};
use crate::base::Span;
use std::sync::Arc;
use toml::de::DeValue;

/// A key at the top of the front matter.
struct Entry {
    name: String,
    /// Its key; of a table or a block the one in the header.
    key: Span,
    value: Span,
    /// It stands in a `[header]`.
    header: bool,
}

/// How `mechanisms` is written.
enum Mechanisms {
    Absent,
    /// Under a header; what is inserted at this byte becomes the table's next line.
    Lines(usize),
    /// `mechanisms.x = …` lines; the byte after the last of them.
    Dotted(usize),
    /// `mechanisms = { … }`: the byte after the last value or the brace, and whether it is empty.
    Inline(usize, bool),
}

/// A stub being changed. Positions are of the text before any change.
pub(super) struct Editor<'s> {
    source: &'s str,
    fences: Fences,
    /// The file's own line end.
    pub newline: &'static str,
    entries: Vec<Entry>,
    mechanisms: Mechanisms,
    captures: Captures,
    edits: Vec<(Span, String)>,
}

/// The elements of `captures`, when it is a list of texts.
#[derive(Default)]
struct Captures {
    elements: Vec<(String, Span)>,
    list: Option<Span>,
}

impl<'s> Editor<'s> {
    /// Prepares a stub. `None` where its front matter cannot be read.
    pub fn new(source: &'s str) -> Option<Self> {
        let fences = front::fences(source).ok()?;
        let file: Arc<str> = "".into();
        let table = front::table(source, fences, &file, &mut Vec::new())?;
        let offset = fences.inner.start as usize;
        let newline = if source[..offset].ends_with("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let mut editor = Self {
            source,
            fences,
            newline,
            entries: Vec::new(),
            mechanisms: Mechanisms::Absent,
            captures: Captures::default(),
            edits: Vec::new(),
        };
        let place = |range: std::ops::Range<usize>| Span::new(range.start, range.end).shift(offset);
        for (key, node) in &table {
            let (key_span, value) = (place(key.span()), place(node.span()));
            let header = editor.line_start(key_span.start as usize);
            let header = source[header..].trim_start_matches([' ', '\t']).starts_with('[');
            match (key.get_ref().as_ref(), node.get_ref()) {
                ("mechanisms", DeValue::Table(inner)) => {
                    let last = inner.iter().map(|(_, value)| place(value.span()).end as usize).max();
                    let inline = source[value.start as usize..].starts_with('{');
                    editor.mechanisms = match last {
                        _ if header => Mechanisms::Lines(editor.after_line(last.unwrap_or(value.end as usize))),
                        Some(last) if inline => Mechanisms::Inline(last, false),
                        None if inline => Mechanisms::Inline(value.start as usize + 1, true),
                        last => Mechanisms::Dotted(editor.after_line(last.unwrap_or(value.end as usize))),
                    };
                }
                ("captures", DeValue::Array(list)) => {
                    let texts = list
                        .iter()
                        .filter_map(|item| Some((item.get_ref().as_str()?.to_owned(), place(item.span()))));
                    editor.captures = Captures {
                        elements: texts.collect(),
                        list: Some(value),
                    };
                }
                _ => {}
            }
            editor.entries.push(Entry {
                name: key.get_ref().to_string(),
                key: key_span,
                value,
                header,
            });
        }
        Some(editor)
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    fn line_start(&self, at: usize) -> usize {
        self.source[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    fn after_line(&self, at: usize) -> usize {
        next_line(self.source, line_at(self.source, at))
    }

    /// Whether the stub has the key, readable or not.
    pub fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// Whether the value could be replaced without losing anything but itself: no comment stands within it.
    pub fn is_plain(&self, name: &str) -> bool {
        self.entry(name)
            .is_some_and(|entry| !entry.header && !has_comment(entry.value.of(self.source)))
    }

    /// Writes the value of a key: in place of its value, or as a new line where a new stub would have it.
    pub fn set(&mut self, name: &str, value: &str) {
        match self.entry(name) {
            Some(entry) => {
                let span = entry.value;
                self.edits.push((span, value.to_owned()));
            }
            None => {
                let at = self.place_for(name);
                let line = format!("{name} = {value}{}", self.newline);
                self.insert(at, line);
            }
        }
    }

    /// Where a new line for `name` goes: after the last of the keys that come before it in a new stub.
    fn place_for(&self, name: &str) -> usize {
        let rank = names::rank(name);
        let before = |entry: &&Entry| !entry.header && names::rank(&entry.name).is_some_and(|r| Some(r) < rank);
        self.entries
            .iter()
            .filter(before)
            .max_by_key(|entry| names::rank(&entry.name))
            .map_or(self.fences.inner.start as usize, |entry| {
                self.after_line(entry.value.end.max(entry.key.end) as usize)
            })
    }

    /// Removes a key with its line. `false`, and nothing is done, where a comment or anything else shares the line.
    pub fn remove(&mut self, name: &str) -> bool {
        let Some(entry) = self.entry(name) else { return true };
        let start = self.line_start(entry.key.start as usize);
        let end = self.after_line(entry.value.end as usize);
        let lead = &self.source[start..entry.key.start as usize];
        let rest = &self.source[entry.value.end as usize..end];
        let alone = lead.trim().is_empty() && rest.trim().is_empty() && self.is_plain(name);
        if alone {
            self.edits.push((Span::new(start, end), String::new()));
        }
        alone
    }

    /// Adds a capture's path to `captures`.
    pub fn add_capture(&mut self, path: &str) {
        let text = string(path);
        match (self.captures.list, self.captures.elements.last()) {
            (Some(_), Some((_, last))) => {
                let last = *last;
                let start = self.line_start(last.start as usize);
                let lead = &self.source[start..last.start as usize];
                // A list with one element a line goes on like that.
                let between = if lead.trim().is_empty() {
                    format!(",{}{lead}", self.newline)
                } else {
                    ", ".to_owned()
                };
                self.insert(last.end as usize, between + &text);
            }
            (Some(list), None) => self.insert(list.start as usize + 1, text),
            (None, _) if self.has("captures") => {} // one text, or something unreadable: the author's
            (None, _) => self.set("captures", &format!("[{text}]")),
        }
    }

    /// Writes the new path of a capture over the old one. `false` where the stub does not name the old one.
    pub fn rename_capture(&mut self, old: &str, new: &str) -> bool {
        let found = self.captures.elements.iter().find(|(path, _)| path == old);
        let Some((_, span)) = found else { return false };
        let span = *span;
        self.edits.push((span, string(new)));
        true
    }

    /// Adds proposed mechanisms: ids, each with a comment.
    pub fn propose(&mut self, list: &[(String, String)]) {
        let newline = self.newline;
        let (at, text) = match self.mechanisms {
            Mechanisms::Inline(at, empty) => {
                let pairs: Vec<String> = list
                    .iter()
                    .map(|(id, _)| format!("{} = \"proposed\"", toml_key(id)))
                    .collect();
                let text = pairs.join(", ");
                (
                    at,
                    if empty {
                        format!(" {text} ")
                    } else {
                        format!(", {text}")
                    },
                )
            }
            Mechanisms::Lines(at) | Mechanisms::Dotted(at) => {
                let dotted = matches!(self.mechanisms, Mechanisms::Dotted(_));
                let prefix = if dotted { "mechanisms." } else { "" };
                let line = |(id, comment): &(String, String)| {
                    format!("{prefix}{} = \"proposed\"{comment}{newline}", toml_key(id))
                };
                (at, list.iter().map(line).collect())
            }
            Mechanisms::Absent => {
                let line =
                    |(id, comment): &(String, String)| format!("{} = \"proposed\"{comment}{newline}", toml_key(id));
                let lines: String = list.iter().map(line).collect();
                (self.tables_start(), format!("{newline}[mechanisms]{newline}{lines}"))
            }
        };
        self.insert(at, text);
    }

    /// Where a first table can begin: before the first header of the front matter and the comments over it, or at its end.
    fn tables_start(&self) -> usize {
        let first = self
            .entries
            .iter()
            .filter(|entry| entry.header)
            .map(|entry| entry.key.start as usize)
            .min();
        let Some(first) = first else {
            return self.fences.inner.end as usize;
        };
        let mut at = self.line_start(first);
        while at > self.fences.inner.start as usize {
            let above = self.line_start(at - 1);
            if !self.source[above..at].trim_start().starts_with('#') {
                break;
            }
            at = above;
        }
        at
    }

    /// Appends blocks at the end of the front matter.
    pub fn append_blocks(&mut self, blocks: &[String]) {
        let at = self.fences.inner.end as usize;
        let mut text = String::new();
        for block in blocks {
            text.push_str(self.newline);
            text.push_str(block);
        }
        self.insert(at, text);
    }

    /// Puts a section of the body in, under `heading`, at byte `at`, with blank lines around it.
    pub fn insert_section(&mut self, at: usize, heading: &str, text: &str) {
        let n = self.newline;
        let before = &self.source[..at];
        let gap = match (
            before.ends_with('\n'),
            before.trim_end_matches([' ', '\t', '\r']).ends_with("\n"),
        ) {
            (true, true)
                if self.source[..before.len() - 1]
                    .trim_end_matches([' ', '\t', '\r'])
                    .ends_with('\n') =>
            {
                String::new()
            }
            (true, _) => n.to_owned(),
            (false, _) => format!("{n}{n}"),
        };
        let after = if self.source[at..].trim().is_empty() {
            String::new()
        } else {
            n.to_owned()
        };
        let text = self.lines(text);
        self.insert(at, format!("{gap}## {heading}{n}{n}{text}{n}{after}"));
    }

    /// Writes `text` over a piece of the body.
    pub fn replace(&mut self, span: Span, text: &str) {
        let text = self.lines(text);
        self.edits.push((span, text));
    }

    /// The text with the file's own line ends.
    fn lines(&self, text: &str) -> String {
        if self.newline == "\n" {
            text.to_owned()
        } else {
            text.replace('\n', self.newline)
        }
    }

    fn insert(&mut self, at: usize, text: String) {
        self.edits.push((Span::new(at, at), text));
    }

    /// The changed file; `None` where nothing was changed. Changes that would overlap are not made at all.
    pub fn finish(mut self) -> Option<String> {
        if self.edits.is_empty() {
            return None;
        }
        // Stable, so that lines put in at one place keep their order; before what is taken out there.
        self.edits.sort_by_key(|(span, _)| (span.start, span.end));
        let mut out = String::with_capacity(self.source.len() + 256);
        let mut at = 0usize;
        for (span, text) in &self.edits {
            let Some(kept) = self.source.get(at..span.start as usize) else {
                return Some(self.source.to_owned());
            };
            out.push_str(kept);
            out.push_str(text);
            at = span.end as usize;
        }
        out.push_str(self.source.get(at..).unwrap_or_default());
        Some(out)
    }
}

/// Whether TOML has a comment in this piece: `#` outside text.
fn has_comment(value: &str) -> bool {
    let mut rest = value;
    while let Some(at) = rest.find(['"', '\'', '#']) {
        let sign = &rest[at..at + 1];
        if sign == "#" {
            return true;
        }
        let triple = sign.repeat(3);
        let (quote, from) = if rest[at..].starts_with(&triple) {
            (triple.as_str(), at + 3)
        } else {
            (sign, at + 1)
        };
        rest = &rest[from..];
        // The end of the text; in a basic one a backslash takes the next character with it.
        loop {
            let Some(stop) = rest.find(['\\', sign.as_bytes()[0] as char]) else {
                return false;
            };
            if rest[stop..].starts_with('\\') {
                let skip = usize::from(sign == "\"");
                let next = rest[stop + 1..].chars().next().map_or(0, char::len_utf8);
                rest = &rest[stop + 1 + skip * next..];
            } else if rest[stop..].starts_with(quote) {
                rest = &rest[stop + quote.len()..];
                break;
            } else {
                rest = &rest[stop + 1..];
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_told_from_text() {
        for (value, expected) in [
            (r#""a # b""#, false),
            (r#"["a", # why"#, true),
            (r#"'it\' # yes"#, true),
            (r#""quote \" # no""#, false),
            (r#""""a "quoted" # no""""#, false),
            ("[1, 2]", false),
            (r##"["x#", 'y"#']"##, false),
        ] {
            assert_eq!(has_comment(value), expected, "{value}");
        }
    }

    fn edited(source: &str, change: impl FnOnce(&mut Editor<'_>)) -> String {
        let mut editor = Editor::new(source).unwrap();
        change(&mut editor);
        editor.finish().unwrap()
    }

    #[test]
    fn new_lines_stand_where_a_new_stub_has_them() {
        let source = "+++\r\n# mine\r\nkey = \"k\"\r\n\r\ntitle = \"T\" # checked\r\ndoi = \"10.1234/x\"\r\n\r\n# table\r\n[other]\r\na = 1\r\n+++\r\n";
        let new = edited(source, |editor| {
            editor.set("journal", "\"J\"");
            editor.set("title", "\"U\"");
            editor.set("type", "\"book\"");
            editor.propose(&[("a-b".into(), String::new())]);
        });
        assert_eq!(
            new,
            "+++\r\n# mine\r\nkey = \"k\"\r\ntype = \"book\"\r\n\r\ntitle = \"U\" # checked\r\njournal = \"J\"\r\ndoi = \"10.1234/x\"\r\n\r\n\r\n[mechanisms]\r\na-b = \"proposed\"\r\n# table\r\n[other]\r\na = 1\r\n+++\r\n"
        );
    }

    #[test]
    fn captures_are_added_as_the_list_is_written() {
        let add = |list: &str| edited(&format!("+++\ncaptures = {list}\n+++\n"), |e| e.add_capture("b"));
        assert_eq!(add("[\"a\"]"), "+++\ncaptures = [\"a\", \"b\"]\n+++\n");
        assert_eq!(add("[]"), "+++\ncaptures = [\"b\"]\n+++\n");
        assert_eq!(
            add("[\n  \"a\", # first\n]"),
            "+++\ncaptures = [\n  \"a\",\n  \"b\", # first\n]\n+++\n"
        );
        assert_eq!(
            edited("+++\nkey = \"k\"\n+++\n", |e| e.add_capture("b")),
            "+++\nkey = \"k\"\ncaptures = [\"b\"]\n+++\n"
        );
    }

    #[test]
    fn mechanisms_are_added_however_they_are_written() {
        let add = |text: &str| {
            edited(&format!("+++\n{text}\n+++\n"), |e| {
                e.propose(&[("m".into(), "  # x".into())])
            })
        };
        assert_eq!(add("mechanisms = {}"), "+++\nmechanisms = { m = \"proposed\" }\n+++\n");
        assert_eq!(
            add("mechanisms = { a = \"confirmed\" }"),
            "+++\nmechanisms = { a = \"confirmed\", m = \"proposed\" }\n+++\n"
        );
        assert_eq!(
            add("mechanisms.a = \"confirmed\"\nkey = \"k\""),
            "+++\nmechanisms.a = \"confirmed\"\nmechanisms.m = \"proposed\"  # x\nkey = \"k\"\n+++\n"
        );
        assert_eq!(
            add("[mechanisms]\na = \"confirmed\"\n[[finding]]\nn = \"1\""),
            "+++\n[mechanisms]\na = \"confirmed\"\nm = \"proposed\"  # x\n[[finding]]\nn = \"1\"\n+++\n"
        );
    }

    #[test]
    fn a_line_with_a_comment_is_not_removed() {
        let source = "+++\nvolume = \"1\"\nissue = \"2\" # look\n+++\n";
        let mut editor = Editor::new(source).unwrap();
        assert!(editor.remove("volume"));
        assert!(!editor.remove("issue"));
        assert_eq!(editor.finish().unwrap(), "+++\nissue = \"2\" # look\n+++\n");
    }
}
