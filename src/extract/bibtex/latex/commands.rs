//! Commands: control words and symbols, accents, digits raised and lowered.

use super::super::symbols::{Word, mark, word};
use super::Decoder;
use crate::extract::scripts::{subscript, superscript};
use unicode_normalization::char::compose;

impl Decoder<'_, '_> {
    pub(super) fn command(&mut self) {
        let start = self.at;
        let Some(&next) = self.bytes.get(start + 1) else {
            return self.verbatim(1);
        };
        if next.is_ascii_alphabetic() {
            return self.control_word(start);
        }
        if let Some(combining) = mark(next) {
            self.at = start + 2;
            return self.accent(combining, start);
        }
        self.at = start + 2;
        match next {
            b'&' => {
                self.at = start + 1;
                self.entity(start);
            }
            b'%' | b'$' | b'#' | b'_' | b'{' | b'}' => self.write_char(next as char, start, start + 2),
            b'\\' => self.double_backslash(start),
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b';' | b':' => self.space(start),
            b'!' | b'/' | b'-' | b'@' | b'(' | b')' | b'[' | b']' | b'+' => {}
            _ => {
                self.at = start + 1;
                self.emit(start, start + 1);
            }
        }
    }

    /// `\\` breaks a line; before an accent it is a backslash written twice by a careless program, and both it and
    /// the accent are kept.
    fn double_backslash(&mut self, start: usize) {
        let accent = match self.bytes.get(start + 2) {
            Some(b) if mark(*b).is_some() => self
                .bytes
                .get(start + 3)
                .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'{'),
            Some(b'i' | b'j') => !self.bytes.get(start + 3).is_some_and(u8::is_ascii_alphabetic),
            _ => false,
        };
        if accent {
            self.at = start + 1;
            self.emit(start, start + 1);
        } else {
            self.space(start);
        }
    }

    fn letters_end(&self, from: usize) -> usize {
        let letters = self.bytes[from..]
            .iter()
            .take_while(|b| b.is_ascii_alphabetic())
            .count();
        from + letters
    }

    fn control_word(&mut self, start: usize) {
        let end = self.letters_end(start + 1);
        self.at = end;
        match word(&self.raw[start + 1..end]) {
            Some(Word::Symbol(symbol)) => {
                let past = self.past_word(end);
                if symbol == " " {
                    self.space(start);
                } else {
                    self.write(symbol, start, end);
                }
                self.at = past;
            }
            Some(Word::Accent(combining)) => {
                self.skip_blanks();
                self.accent(combining, start);
            }
            Some(Word::Nothing) => self.skip_blanks(),
            Some(Word::DropArgument) => {
                self.skip_blanks();
                if self.bytes.get(self.at) == Some(&b'{') {
                    self.at = self.group_end(self.at);
                }
            }
            Some(Word::Raise) => self.script(true),
            Some(Word::Lower) => self.script(false),
            None => {
                let past = self.past_word(end);
                if self.bytes.get(past) != Some(&b'{') {
                    self.emit(start, end);
                }
            }
        }
    }

    fn skip_blanks(&mut self) {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    /// The position after a control word: blanks belong to it, and so does `{}`.
    fn past_word(&self, end: usize) -> usize {
        if self.bytes[end..].starts_with(b"{}") {
            return end + 2;
        }
        let blanks = self.bytes[end..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        end + blanks
    }

    /// The position after the group that opens at `open`.
    fn group_end(&mut self, open: usize) -> usize {
        if !self.groups {
            return open + 1;
        }
        let mut depth = 0usize;
        let mut at = open;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'{' => depth += 1,
                b'}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return at + 1;
                    }
                }
                b'\\' => at += 1,
                _ => {}
            }
            at += 1;
        }
        // An argument that never ends is text after all, and so are those inside it.
        self.groups = false;
        open + 1
    }

    /// Puts `combining` over the letter that follows; accents may be stacked.
    fn accent(&mut self, combining: char, start: usize) {
        let mut marks = [combining, '\0', '\0', '\0'];
        let mut count = 1;
        let mut at = self.at;
        let mut group = false;
        loop {
            while self.bytes.get(at).is_some_and(|b| *b == b' ') {
                at += 1;
            }
            match self.bytes.get(at) {
                Some(b'{') => {
                    group = true;
                    at += 1;
                    if self.bytes.get(at) == Some(&b'}') {
                        self.at = at + 1;
                        return self.write(standalone(combining), start, at + 1);
                    }
                }
                Some(b'\\') if count < marks.len() => {
                    let Some(&next) = self.bytes.get(at + 1) else { break };
                    if let Some(inner) = mark(next) {
                        marks[count] = inner;
                        count += 1;
                        at += 2;
                        continue;
                    }
                    let end = self.letters_end(at + 1);
                    match word(&self.raw[at + 1..end]) {
                        Some(Word::Accent(inner)) => {
                            marks[count] = inner;
                            count += 1;
                            at = end;
                        }
                        Some(Word::Symbol(symbol)) => {
                            let base = symbol.chars().next().unwrap_or(' ');
                            let past = self.past_word(end);
                            return self.compose(base, &marks[..count], start, past, group);
                        }
                        // `\'\e` by programs that escape the letter too.
                        _ if end == at + 2 => at += 1,
                        _ => break,
                    }
                }
                _ => break,
            }
        }
        match self.raw.get(at..).and_then(|rest| rest.chars().next()) {
            Some(base) if base.is_alphanumeric() => {
                self.compose(base, &marks[..count], start, at + base.len_utf8(), group);
            }
            // A tilde over nothing is the operator.
            _ if combining == '\u{303}' => self.write("∼", start, self.at),
            _ => self.write(standalone(combining), start, self.at),
        }
    }

    /// Writes a letter and its marks; the innermost mark is the last of `marks`.
    fn compose(&mut self, base: char, marks: &[char], start: usize, end: usize, group: bool) {
        let mut base = match base {
            'ı' => 'i',
            'ȷ' => 'j',
            other => other,
        };
        let mut rest = String::new();
        for &combining in marks.iter().rev() {
            match compose(base, combining).filter(|_| rest.is_empty()) {
                Some(composed) => base = composed,
                None => rest.push(combining),
            }
        }
        let closes = group && self.bytes.get(end) == Some(&b'}');
        self.at = end + usize::from(closes);
        let end = self.at;
        if rest.is_empty() {
            self.write_char(base, start, end);
        } else {
            rest.insert(0, base);
            self.write(&rest, start, end);
        }
    }

    /// What follows is raised or lowered: digits and signs become Unicode's own, all else is written as it is.
    pub(super) fn script(&mut self, raised: bool) {
        let start = self.at;
        let mut at = start;
        let mut depth = 0usize;
        loop {
            match self.bytes.get(at) {
                Some(b'{') => {
                    depth += 1;
                    at += 1;
                }
                Some(b' ') if depth > 0 => at += 1,
                Some(b'\\') => {
                    let end = self.letters_end(at + 1);
                    match word(&self.raw[at + 1..end]) {
                        Some(Word::Nothing) => at = end,
                        Some(Word::Symbol("∘")) if raised => {
                            self.write("°", start, end);
                            self.at = end;
                            return;
                        }
                        _ => return,
                    }
                }
                _ => break,
            }
        }
        let map = if raised { superscript } else { subscript };
        let mut text = String::new();
        for c in self.raw.get(at..).unwrap_or("").chars() {
            if c == '}' && depth > 0 {
                break;
            }
            let Some(small) = map(c) else { return };
            text.push(small);
            at += c.len_utf8();
            if depth == 0 || text.len() > 64 {
                break;
            }
        }
        if text.is_empty() {
            return;
        }
        self.at = at;
        self.write(&text, start, at);
    }
}

/// An accent over nothing.
fn standalone(combining: char) -> &'static str {
    match combining {
        '\u{301}' => "'",
        '\u{300}' => "`",
        '\u{308}' => "\"",
        '\u{302}' => "^",
        '\u{303}' => "~",
        '\u{304}' => "=",
        '\u{307}' => ".",
        '\u{327}' => "¸",
        _ => "",
    }
}
