//! Values: braced, quoted or bare pieces, and where a value ends whose own end is missing.

use super::{FaultKind, Lexer, Piece, RawField, assignment, floor_boundary, skip_blank, trim_end};
use crate::base::Span;
use memchr::{memchr, memchr3};

impl Lexer<'_> {
    /// Reads a value; gives the position after it.
    pub(super) fn value(
        &mut self,
        name: Span,
        from: usize,
        close: u8,
        limit: usize,
        head: Span,
        by_lines: &mut bool,
    ) -> usize {
        let first = self.out.pieces.len();
        let mut at = from;
        loop {
            at = skip_blank(self.bytes, at).min(limit);
            let room = if *by_lines {
                self.next_field_line(at, limit)
            } else {
                limit
            };
            let Some(&byte) = self.bytes.get(at).filter(|_| at < room) else {
                break;
            };
            match byte {
                b'{' | b'"' => {
                    let end = if byte == b'{' {
                        self.braced(at, room)
                    } else {
                        self.quoted(at, room)
                    };
                    let Some(end) = end.filter(|end| !self.swallows_entry(at, *end, limit)) else {
                        at = self.open_value(at, limit, head, by_lines);
                        break;
                    };
                    self.piece(at + 1, end, false);
                    at = end + 1;
                }
                b',' => break,
                b if b == close => break,
                b'#' => {
                    at += 1;
                    continue;
                }
                _ => {
                    let end = self.bare(at, close, room);
                    self.piece(at, end, true);
                    at = end.max(at + 1);
                }
            }
            at = skip_blank(self.bytes, at).min(limit);
            if at >= limit || self.bytes[at] != b'#' {
                break;
            }
            at += 1;
        }
        if !name.is_empty() {
            let pieces = first..self.out.pieces.len();
            self.out.fields.push(RawField { name, pieces });
        }
        at
    }

    /// Whether a value ends with the brace that should close its entry, and holds lines that begin with a field.
    fn swallows_entry(&mut self, open: usize, end: usize, limit: usize) -> bool {
        skip_blank(self.bytes, end + 1) >= limit && self.next_field_line(open, limit) < end
    }

    /// A value that is never closed ends before the next line that begins with a field.
    fn open_value(&mut self, open: usize, limit: usize, head: Span, by_lines: &mut bool) -> usize {
        if !*by_lines {
            self.fault(FaultKind::OpenValue, head, Span::new(open, open + 1));
        }
        *by_lines = true;
        let end = self.next_field_line(open, limit);
        let mut stop = trim_end(self.bytes, open + 1, end);
        let mut open_inside = balance(&self.bytes[open + 1..stop]);
        while stop > open + 1 {
            match self.bytes[stop - 1] {
                // A brace that is opened inside the value belongs to it.
                b'}' if open_inside >= 0 => break,
                b'}' => open_inside += 1,
                b',' | b')' | b'"' => {}
                b if b.is_ascii_whitespace() => {}
                _ => break,
            }
            stop -= 1;
        }
        self.piece(open + 1, stop, false);
        end
    }

    /// The end of the line before the next line that begins with `word =`.
    fn next_field_line(&mut self, from: usize, limit: usize) -> usize {
        if let Some(line) = self.field_line
            && line >= from
        {
            return line.min(limit);
        }
        let mut at = from;
        let line = loop {
            let Some(offset) = memchr(b'\n', &self.bytes[at..limit]) else {
                return limit;
            };
            at += offset + 1;
            if assignment(&self.bytes[..limit], at) {
                break at - 1;
            }
        };
        self.field_line = Some(line);
        line
    }

    fn piece(&mut self, start: usize, end: usize, bare: bool) {
        let start = floor_boundary(self.text, start.min(self.bytes.len()));
        let end = floor_boundary(self.text, end).max(start);
        self.out.pieces.push(Piece {
            span: Span::new(start, end),
            bare,
        });
    }

    /// The end of a value without delimiters: one word, or where more words follow on the line, all of them.
    fn bare(&self, from: usize, close: u8, limit: usize) -> usize {
        let stops = |b: u8| matches!(b, b',' | b'#' | b'\n' | b'\r' | b'{' | b'}' | b'"') || b == close;
        let mut at = from;
        while at < limit && !stops(self.bytes[at]) && !self.bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let word = at;
        while at < limit && matches!(self.bytes[at], b' ' | b'\t') {
            at += 1;
        }
        if at >= limit || stops(self.bytes[at]) || assignment(&self.bytes[..limit], at) {
            return word;
        }
        while at < limit && !stops(self.bytes[at]) {
            at += 1;
        }
        trim_end(self.bytes, word, at)
    }

    /// The brace that closes the one at `open`; escaped braces do not count.
    pub(super) fn braced(&self, open: usize, limit: usize) -> Option<usize> {
        let mut depth = 1usize;
        let mut at = open + 1;
        while at < limit {
            let found = at + memchr3(b'{', b'}', b'\\', &self.bytes[at..limit])?;
            at = found + 1;
            match self.bytes[found] {
                b'{' => depth += 1,
                b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(found);
                    }
                }
                _ => {
                    // `C:\papers\},` is a Windows path and ends here.
                    if depth == 1 && self.bytes.get(at) == Some(&b'}') && at < limit && self.ends_field(at + 1, limit) {
                        return Some(at);
                    }
                    at += 1;
                }
            }
        }
        None
    }

    /// Whether what follows a closing delimiter is the next field, or the end of the entry.
    fn ends_field(&self, at: usize, limit: usize) -> bool {
        let next = skip_blank(self.bytes, at).min(limit);
        match self.bytes.get(next) {
            _ if next >= limit => false,
            Some(b',') => assignment(&self.bytes[..limit], next + 1),
            Some(b'}') => skip_blank(self.bytes, next + 1) >= limit,
            _ => false,
        }
    }

    /// The quote that closes the one at `open`: outside braces, and not the accent of a letter.
    pub(super) fn quoted(&self, open: usize, limit: usize) -> Option<usize> {
        let mut depth = 0usize;
        let mut at = open + 1;
        while at < limit {
            let found = at + memchr3(b'{', b'}', b'"', &self.bytes[at..limit])?;
            at = found + 1;
            let escaped = self.bytes[open + 1..found]
                .iter()
                .rev()
                .take_while(|b| **b == b'\\')
                .count()
                % 2
                == 1;
            match self.bytes[found] {
                b'"' if depth == 0 => {
                    let accent = escaped
                        && self
                            .bytes
                            .get(at)
                            .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'\\');
                    if !accent {
                        return Some(found);
                    }
                }
                b'{' if !escaped => depth += 1,
                b'}' if !escaped => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        None
    }
}

/// Opening less closing braces.
fn balance(bytes: &[u8]) -> isize {
    bytes.iter().fold(0, |sum, b| match b {
        b'{' => sum + 1,
        b'}' => sum - 1,
        _ => sum,
    })
}
