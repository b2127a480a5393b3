//! Cuts a file into entries, fields and pieces of values, without decoding anything.
//!
//! One pass, no recursion. An entry never runs past the next line that begins with `@word{`, so a missing brace costs
//! its own entry at most; there the fields are told apart by their lines.

mod values;

use crate::base::Span;
use memchr::{memchr, memchr2, memrchr};

/// An entry as it stands in the file.
#[derive(Debug)]
pub(super) struct Entry<'t> {
    /// From `@` to the closing delimiter.
    pub span: Span,
    /// The word after `@`, as written.
    pub kind: &'t str,
    /// Where that word stands.
    pub kind_span: Span,
    /// The key, trimmed; empty where there is none.
    pub key: &'t str,
    /// Where the key stands.
    pub key_span: Span,
    /// Its fields, as indices into [`Lexed::fields`].
    pub fields: std::ops::Range<usize>,
}

/// A field: its name and the pieces of its value.
#[derive(Clone, Debug)]
pub(super) struct RawField {
    /// The name, trimmed.
    pub name: Span,
    /// The pieces that `#` joins, as indices into [`Lexed::pieces`].
    pub pieces: std::ops::Range<usize>,
}

/// A piece of a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// What stands inside the delimiters.
    pub span: Span,
    /// It had no delimiters: a number or the name of a macro.
    pub bare: bool,
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// The delimiter that opens a value is never closed.
    OpenValue,
    /// The entry itself is never closed.
    OpenEntry,
    /// A closing brace too many ends the entry before its last field.
    EarlyClose,
}

/// A fault and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The entry's head line.
    pub head: Span,
    /// The delimiter that is one too many or too few.
    pub at: Span,
}

/// A file cut into pieces.
#[derive(Debug, Default)]
pub(super) struct Lexed<'t> {
    /// Entries and `@string`s in order; comments and preambles are left out.
    pub entries: Vec<Entry<'t>>,
    /// Fields of all entries.
    pub fields: Vec<RawField>,
    /// Pieces of all fields.
    pub pieces: Vec<Piece>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// Cuts `text`.
pub(super) fn lex(text: &str) -> Lexed<'_> {
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        out: Lexed::default(),
        head: None,
        field_line: None,
        comment_budget: text.len().saturating_mul(2),
    };
    lexer.run();
    lexer.out
}

/// The position after `@` where an entry's word begins and its end, and where its opening delimiter stands.
pub(super) fn entry_head(bytes: &[u8], at: usize) -> Result<(usize, usize, usize), usize> {
    let start = skip_blank_and_comments(bytes, at + 1);
    let end = word_end(bytes, start);
    if end == start || !bytes[start].is_ascii_alphabetic() {
        return Err(start.max(at + 1));
    }
    let open = skip_blank_and_comments(bytes, end);
    match bytes.get(open) {
        Some(b'{' | b'(') => Ok((start, end, open)),
        _ => Err(open),
    }
}

fn skip_blank(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at].is_ascii_whitespace() {
        at += 1;
    }
    at
}

fn skip_blank_and_comments(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = skip_blank(bytes, at);
        if bytes.get(at) != Some(&b'%') {
            return at;
        }
        at = line_end(bytes, at);
    }
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |offset| at + offset)
}

fn word_end(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len()
        && (bytes[at].is_ascii_alphanumeric() || matches!(bytes[at], b'_' | b'-' | b'+' | b'.' | b':'))
    {
        at += 1;
    }
    at
}

/// Whether `word =` stands at `at`, after blanks.
fn assignment(bytes: &[u8], at: usize) -> bool {
    let start = skip_blank(bytes, at);
    let end = word_end(bytes, start);
    end > start && bytes[start].is_ascii_alphabetic() && bytes.get(skip_blank(bytes, end)) == Some(&b'=')
}

struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    out: Lexed<'t>,
    /// The next line-start entry head, as far as looked for.
    head: Option<usize>,
    /// The next line that begins with `word =`, as far as looked for.
    field_line: Option<usize>,
    /// How many bytes comments may still be searched for their end past the next head.
    comment_budget: usize,
}

impl<'t> Lexer<'t> {
    fn run(&mut self) {
        let mut at = 0;
        let mut line_start = 0;
        let mut seen = 0;
        while let Some(offset) = memchr(b'@', &self.bytes[at..]) {
            let found = at + offset;
            if let Some(newline) = memrchr(b'\n', &self.bytes[seen..found]) {
                line_start = seen + newline + 1;
            }
            seen = found;
            let commented = self.bytes[line_start..found].iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'%');
            if commented {
                at = line_end(self.bytes, found);
                continue;
            }
            at = match entry_head(self.bytes, found) {
                Err(next) => next.max(found + 1),
                Ok((start, end, open)) => self.entry(found, start, end, open),
            };
        }
    }

    /// The position of the next line-start entry head at or after `from`, or the end of the text.
    fn limit(&mut self, from: usize) -> usize {
        if let Some(head) = self.head
            && head >= from
        {
            return head;
        }
        let mut at = from;
        let head = loop {
            let Some(offset) = memchr(b'@', &self.bytes[at..]) else {
                break self.bytes.len();
            };
            let found = at + offset;
            if self.is_head(found) {
                break found;
            }
            at = found + 1;
        };
        self.head = Some(head);
        head
    }

    fn is_head(&self, at: usize) -> bool {
        let mut line = at;
        while line > 0 && matches!(self.bytes[line - 1], b' ' | b'\t') {
            line -= 1;
        }
        if line > 0 && !matches!(self.bytes[line - 1], b'\n' | b'\r') {
            return false;
        }
        let end = word_end(self.bytes, at + 1);
        let mut open = end;
        while matches!(self.bytes.get(open), Some(b' ' | b'\t')) {
            open += 1;
        }
        let opens = end > at + 1 && matches!(self.bytes.get(open), Some(b'{' | b'('));
        // An indented `@word{` may be prose unless the word is one of BibTeX's.
        opens && (line == at || super::kinds::is_known(&self.text[at + 1..end]))
    }

    /// Reads an entry whose `@` is at `at`; gives the position to go on from.
    fn entry(&mut self, at: usize, start: usize, end: usize, open: usize) -> usize {
        let kind = &self.text[start..end];
        if kind.eq_ignore_ascii_case("comment") {
            return self.comment(open);
        }
        let limit = self.limit(open + 1);
        let close = if self.bytes[open] == b'(' { b')' } else { b'}' };
        if kind.eq_ignore_ascii_case("preamble") {
            return self.preamble(open, close, limit);
        }
        let first_field = self.out.fields.len();
        let mut entry = Entry {
            span: Span::new(at, end),
            kind,
            kind_span: Span::new(start, end),
            key: "",
            key_span: Span::new(open + 1, open + 1),
            fields: first_field..first_field,
        };
        let mut next = open + 1;
        if !kind.eq_ignore_ascii_case("string") {
            next = self.key(open + 1, close, limit, &mut entry);
        }
        let head = Span::new(at, entry.key_span.end as usize);
        let past = self.fields(next, close, limit, head);
        entry.span = Span::new(at, trim_end(self.bytes, end, past));
        entry.fields = first_field..self.out.fields.len();
        self.out.entries.push(entry);
        past
    }

    /// The position after a comment: past its balanced braces, or where it has none, past its line.
    fn comment(&mut self, open: usize) -> usize {
        let room = open.saturating_add(self.comment_budget).min(self.bytes.len());
        let closed = if self.bytes[open] == b'{' {
            self.braced(open, room)
        } else {
            None
        };
        let end = closed.map_or(room, |close| close + 1);
        self.comment_budget = self.comment_budget.saturating_sub(end - open);
        closed.map_or_else(|| line_end(self.bytes, open), |close| close + 1)
    }

    fn preamble(&mut self, open: usize, close: u8, limit: usize) -> usize {
        if close == b'}' {
            return self.braced(open, limit).map_or(limit, |close| close + 1);
        }
        let mut at = open + 1;
        while at < limit {
            match self.bytes[at] {
                b')' => return at + 1,
                b'{' => at = self.braced(at, limit).map_or(limit, |close| close + 1),
                b'"' => at = self.quoted(at, limit).map_or(limit, |close| close + 1),
                _ => at += 1,
            }
        }
        limit
    }

    /// Reads the key; gives the position where the fields begin.
    ///
    /// The key is the text up to the first comma. Where a `word = {` comes sooner, the comma is missing, and the key
    /// is what stands before the word.
    fn key(&mut self, from: usize, close: u8, limit: usize, entry: &mut Entry<'t>) -> usize {
        let first = skip_blank(self.bytes, from).min(limit);
        let (mut at, mut word, mut blank, mut lines) = (first, first, false, false);
        let end = loop {
            let Some(&byte) = self.bytes.get(at).filter(|_| at < limit) else {
                break line_end(self.bytes, first).min(limit);
            };
            if byte == b',' || byte == close {
                break at;
            }
            if byte.is_ascii_whitespace() {
                blank = true;
                lines |= matches!(byte, b'\n' | b'\r');
            } else if byte != b'=' {
                if blank {
                    word = at;
                }
                blank = false;
            } else {
                let name = trim_end(self.bytes, word, at);
                let delimited = matches!(self.bytes.get(skip_blank(self.bytes, at + 1)), Some(b'{' | b'"'));
                let named = (1..64).contains(&(name - word)) && word_end(self.bytes, word) == name;
                if named && (delimited || (lines && word > first)) {
                    break word;
                }
                blank = false;
            }
            at += 1;
        };
        let end = floor_boundary(self.text, end);
        let key = &self.text[from..end];
        let lead = key.len() - key.trim_start().len();
        entry.key = key.trim();
        entry.key_span = Span::new(from + lead, from + lead + entry.key.len());
        end
    }

    /// Reads fields up to the closing delimiter; gives the position after it.
    fn fields(&mut self, from: usize, close: u8, limit: usize, head: Span) -> usize {
        let mut at = from;
        let mut by_lines = false;
        // A brace between fields that is not closed was met; searching for the end of each further one is no use.
        let mut stray = false;
        loop {
            while at < limit && (self.bytes[at].is_ascii_whitespace() || self.bytes[at] == b',') {
                at += 1;
            }
            if at >= limit {
                if !by_lines {
                    self.fault(FaultKind::OpenEntry, head, head);
                }
                return limit;
            }
            match self.bytes[at] {
                b if b == close => {
                    let next = skip_blank(self.bytes, at + 1).min(limit);
                    let comma = self.bytes.get(next) == Some(&b',') && next < limit;
                    if next < limit && assignment(&self.bytes[..limit], next + usize::from(comma)) {
                        if !by_lines {
                            self.fault(FaultKind::EarlyClose, head, Span::new(at, at + 1));
                        }
                        at = next;
                        continue;
                    }
                    return at + 1;
                }
                b'%' => at = line_end(self.bytes, at).min(limit),
                b'{' if !stray => match self.braced(at, limit) {
                    Some(end) => at = end + 1,
                    None => stray = true,
                },
                b'{' | b'}' | b'(' | b')' | b'"' | b'#' | b'=' => at += 1,
                _ => {
                    let start = at;
                    while at < limit && !matches!(self.bytes[at], b'=' | b',' | b'{' | b'}' | b'(' | b')' | b'"' | b'#')
                    {
                        at += 1;
                    }
                    if at < limit && self.bytes[at] == b'=' {
                        let name = self.name(start, at);
                        at = self.value(name, at + 1, close, limit, head, &mut by_lines);
                    }
                }
            }
        }
    }

    /// The name before an equals sign: of several lines the last.
    fn name(&self, start: usize, end: usize) -> Span {
        let raw = self.text.get(start..end).unwrap_or("");
        let trimmed = raw.trim_end();
        let line = trimmed.rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
        let name = trimmed[line..].trim_start();
        let from = start + trimmed.len() - name.len();
        Span::new(from, from + name.len())
    }

    fn fault(&mut self, kind: FaultKind, head: Span, at: Span) {
        self.out.faults.push(Fault { kind, head, at });
    }
}

fn trim_end(bytes: &[u8], from: usize, mut end: usize) -> usize {
    while end > from && bytes[end - 1].is_ascii_whitespace() {
        end -= 1;
    }
    end
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
