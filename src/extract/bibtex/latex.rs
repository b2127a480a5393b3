//! LaTeX and HTML in values, decoded to plain Unicode text that still knows where it stands.
//!
//! Accents, letters, symbols and Greek become characters; math signs and commands that change looks vanish, digits
//! raised or lowered become Unicode ones; braces vanish; blanks fold into one. An unknown command keeps its argument,
//! or where it has none, its own name.

use super::html;
use super::symbols::{Word, mark, word};
use crate::base::{MappedText, Span};
use crate::extract::scripts::{subscript, superscript};
use memchr::memchr2;
use std::borrow::Cow;
use unicode_normalization::char::compose;

/// Where a raw value stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// Byte for byte from this position of the capture.
    At(usize),
    /// It was put together from pieces or macros; the whole stands here.
    Whole(Span),
}

impl Place {
    /// The place of the bytes from `start` to `end` of the raw value.
    pub fn span(self, start: usize, end: usize) -> Span {
        match self {
            Place::At(base) => Span::new(base + start, base + end),
            Place::Whole(span) => span,
        }
    }
}

/// A value before decoding.
#[derive(Clone, Debug)]
pub(super) struct Raw<'t> {
    /// As written, without its delimiters.
    pub text: Cow<'t, str>,
    /// Where it stands.
    pub place: Place,
}

impl Raw<'_> {
    /// The place of the value without the blanks around it.
    pub fn span(&self) -> Span {
        let trimmed = self.text.trim();
        let lead = self.text.len() - self.text.trim_start().len();
        self.place.span(lead, lead + trimmed.len())
    }
}

/// The decoded text of a value.
pub(super) fn text(raw: &str) -> Cow<'_, str> {
    let trimmed = raw.trim();
    if is_plain(trimmed) {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(mapped(trimmed, Place::At(0)).into_string())
}

/// The decoded text of a value with its map.
pub(super) fn mapped(raw: &str, place: Place) -> MappedText {
    let mut out = MappedText::new();
    decode(raw, place, &mut out);
    out
}

/// Appends the decoded text of a value.
pub(super) fn decode(raw: &str, place: Place, out: &mut MappedText) {
    let trimmed = raw.trim();
    let lead = raw.len() - raw.trim_start().len();
    if is_plain(trimmed) {
        match place {
            Place::At(base) => out.push(trimmed, Span::new(base + lead, base + lead + trimmed.len())),
            Place::Whole(span) => out.push_whole(trimmed, span),
        }
        return;
    }
    out.reserve(raw.len());
    Decoder {
        raw,
        bytes: raw.as_bytes(),
        at: 0,
        place,
        started: false,
        out,
        blank: None,
        math: false,
        dollars: true,
        groups: true,
    }
    .run();
}

/// Whether the decoder must look at `byte`, which `next` follows: signs with a meaning always, some when doubled.
/// Written so that the compiler tests many bytes at once.
const fn is_special(byte: u8, next: u8) -> bool {
    let always = (byte < 0x20)
        | (byte == b'\\')
        | (byte == b'{')
        | (byte == b'}')
        | (byte == b'$')
        | (byte == b'~')
        | (byte == b'&')
        | (byte == b'<')
        | (byte == b'_')
        | (byte == b'^');
    let doubled = (byte == b' ') | (byte == b'-') | (byte == b'`') | (byte == b'\'');
    always | (doubled & (byte == next))
}

/// The end of the plain run that begins at `from`: the position of the next special byte, or the end.
fn plain_end(bytes: &[u8], from: usize) -> usize {
    const BLOCK: usize = 32;
    let mut at = from;
    while let Some(block) = bytes.get(at..at + BLOCK + 1) {
        let hit = (0..BLOCK).fold(false, |hit, i| hit | is_special(block[i], block[i + 1]));
        if hit {
            break;
        }
        at += BLOCK;
    }
    while let Some(&byte) = bytes.get(at) {
        let class = CLASSES[usize::from(byte)];
        if class != 0 && (class == ALWAYS || bytes.get(at + 1) == Some(&byte)) {
            break;
        }
        at += 1;
    }
    at
}

const ALWAYS: u8 = 1;
const DOUBLED: u8 = 2;

/// [`is_special`] for one byte at a time.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0u8;
    loop {
        if is_special(byte, !byte) {
            classes[byte as usize] = ALWAYS;
        } else if is_special(byte, byte) {
            classes[byte as usize] = DOUBLED;
        }
        if byte == u8::MAX {
            break classes;
        }
        byte += 1;
    }
};

/// Whether decoding leaves the trimmed text as it is.
pub(super) fn is_plain(text: &str) -> bool {
    plain_end(text.as_bytes(), 0) == text.len()
}

struct Decoder<'r, 'o> {
    raw: &'r str,
    bytes: &'r [u8],
    at: usize,
    place: Place,
    /// Something was written for this value.
    started: bool,
    out: &'o mut MappedText,
    /// A blank to write before the next text.
    blank: Option<usize>,
    math: bool,
    /// There may be a further `$` after the present position.
    dollars: bool,
    /// No group was met yet that is never closed.
    groups: bool,
}

impl Decoder<'_, '_> {
    fn run(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            let start = self.at;
            if byte == b' ' {
                self.at += 1;
                self.space(start);
                continue;
            }
            let mut end = plain_end(self.bytes, start);
            if end == start {
                self.special(byte);
                continue;
            }
            self.at = end;
            let blank = self.bytes[end - 1] == b' ';
            end -= usize::from(blank);
            self.emit(start, end);
            if blank {
                self.space(end);
            }
        }
    }

    /// Writes a piece of the raw value unchanged.
    fn emit(&mut self, start: usize, end: usize) {
        let piece = &self.raw[start..end];
        self.write(piece, start, end);
    }

    /// Writes `text`, which stands for the raw bytes from `start` to `end`.
    fn write(&mut self, text: &str, start: usize, end: usize) {
        if text.is_empty() {
            return;
        }
        if let Some(blank) = self.blank.take() {
            match self.place {
                Place::At(base) => self.out.push(" ", Span::new(base + blank, base + blank + 1)),
                Place::Whole(span) => self.out.push_whole(" ", span),
            }
        }
        self.started = true;
        let span = self.place.span(start, end);
        let same = self.raw.get(start..end) == Some(text);
        match self.place {
            Place::At(_) if same || text.chars().nth(1).is_none() => self.out.push(text, span),
            _ => self.out.push_whole(text, span),
        }
    }

    fn write_char(&mut self, c: char, start: usize, end: usize) {
        self.write(c.encode_utf8(&mut [0; 4]), start, end);
    }

    /// Notes a blank at `at`; at the beginning and after another it counts for nothing.
    fn space(&mut self, at: usize) {
        if self.started && self.blank.is_none() && !self.out.as_str().ends_with(' ') {
            self.blank = Some(at);
        }
    }

    fn special(&mut self, byte: u8) {
        let start = self.at;
        match byte {
            b'\\' => self.command(),
            b'{' | b'}' => self.at += 1,
            b'$' => self.dollar(),
            b'&' => self.entity(start),
            b'<' => match html::tag(self.raw, start, start + 1) {
                Some(tag) => {
                    self.at = tag.end;
                    if tag.block {
                        self.space(start);
                    }
                }
                None => self.verbatim(1),
            },
            b'-' => {
                let run = self.run_of(b'-');
                self.at += run;
                match run {
                    2 if !self.math => self.write("–", start, start + 2),
                    3 if !self.math => self.write("—", start, start + 3),
                    _ => self.emit(start, start + run),
                }
            }
            b'`' => self.quotes("“"),
            b'\'' => self.quotes("”"),
            b'_' | b'^' if self.math => {
                self.at += 1;
                self.script(byte == b'^');
            }
            b'~' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => {
                self.at += 1;
                self.space(start);
            }
            _ => self.verbatim(1),
        }
    }

    fn run_of(&self, byte: u8) -> usize {
        self.bytes[self.at..].iter().take_while(|b| **b == byte).count()
    }

    fn verbatim(&mut self, len: usize) {
        let start = self.at;
        self.at += len;
        self.emit(start, self.at);
    }

    fn quotes(&mut self, quote: &str) {
        if self.math {
            return self.verbatim(2);
        }
        let start = self.at;
        self.at += 2;
        self.write(quote, start, self.at);
    }

    /// A dollar sign opens math where another one closes it, unless both are prices.
    fn dollar(&mut self) {
        let start = self.at;
        if self.math {
            self.math = false;
            self.at += 1;
            return;
        }
        let close = if self.dollars {
            self.closing_dollar(start + 1)
        } else {
            None
        };
        let Some(close) = close else {
            self.dollars = false;
            return self.verbatim(1);
        };
        let digit = |at: usize| self.bytes.get(at).is_some_and(u8::is_ascii_digit);
        if digit(start + 1) && digit(close + 1) && self.raw[start..close].contains(' ') {
            return self.verbatim(1);
        }
        self.math = true;
        self.at += 1;
        // `$$` opens and closes displayed math.
        if self.bytes.get(self.at) == Some(&b'$') {
            self.at += 1;
            self.math = false;
        }
    }

    fn closing_dollar(&self, from: usize) -> Option<usize> {
        let mut at = from;
        while let Some(offset) = memchr2(b'$', b'\\', self.bytes.get(at..)?) {
            if self.bytes[at + offset] == b'$' {
                return Some(at + offset);
            }
            at += offset + 2;
        }
        None
    }

    /// Reads an HTML entity at the ampersand; `start` is where its decoding begins in the raw value.
    fn entity(&mut self, start: usize) {
        match html::entity(self.raw, self.at) {
            Some(('<', end)) => {
                self.at = end;
                match html::tag(self.raw, start, end) {
                    Some(tag) => {
                        self.at = tag.end;
                        if tag.block {
                            self.space(start);
                        }
                    }
                    None => self.write("<", start, end),
                }
            }
            Some((c, end)) => {
                self.at = end;
                if c == ' ' {
                    self.space(start)
                } else {
                    self.write_char(c, start, end)
                }
            }
            None => {
                self.at += 1;
                self.write("&", start, self.at);
            }
        }
    }

    fn command(&mut self) {
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
    fn script(&mut self, raised: bool) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_letters_and_symbols_become_unicode() {
        for (raw, expected) in [
            (r#"P\"{a}ckert, {\"O}nnud{\'o}ttir"#, "Päckert, Önnudóttir"),
            (r"Ji{\v{r}}{\'{\i}} Matou{\v s}ek, \'\i", "Jiří Matoušek, í"),
            (r"{\th}{\'a}tttaka jafnr{\ae}{\dh}i, \O re", "þátttaka jafnræði, Øre"),
            (
                r"Erd{\H o}s, \c{C}a\u{g}lar, \k{a}, \r a, {\L}{\'o}d{\'z}",
                "Erdős, Çağlar, ą, å, Łódź",
            ),
            (r"Nguy\~{\^{e}}n \d{a} o\t{oo}", "Nguyễn ạ oo͡o"),
            (
                r"10\,mg \& 5\%; a~b; -- and ---; ``q''",
                "10 mg & 5%; a b; – and —; “q”",
            ),
            (
                r"$\Sigma^{0}$, DNA$_{\textrm{2}}$, $4^{\textrm{th}}$, 10$^{-9}$",
                "Σ⁰, DNA₂, 4th, 10⁻⁹",
            ),
            (
                r"37\textdegree C, $37^\circ$C, $p<0.05$, $\beta$-catenin",
                "37°C, 37°C, p<0.05, β-catenin",
            ),
            (
                r"\textit{Natrix} \textbf{do not} {\em x}, \emph{y}",
                "Natrix do not x, y",
            ),
            (
                r"costs $5 or $10; \$7 \href{http://x}{here} \foo{bar} \baz",
                r"costs $5 or $10; $7 here bar \baz",
            ),
            ("  two\n\t lines {{kept}} ", "two lines kept"),
            (r"A\\B, \~{} \^{}, D\\'e", r"A B, ~ ^, D\é"),
            (
                "Oil & Gas &amp; &lt;i&gt;x&lt;/i&gt; <i>y</i> 3 < 5",
                "Oil & Gas & x y 3 < 5",
            ),
            (
                "&amp;lt;p&amp;gt;One.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Two &amp;gt; 1&amp;lt;/p&amp;gt;",
                "One. Two > 1",
            ),
        ] {
            assert_eq!(text(raw), expected, "{raw}");
        }
    }

    #[test]
    fn decoded_text_leads_back_to_what_it_came_from() {
        let raw = r#"The M{\"u}ller  sign"#;
        let decoded = mapped(raw, Place::At(100));
        assert_eq!(decoded.as_str(), "The Müller sign");
        let at = decoded.as_str().find("Müller").unwrap();
        let span = decoded.source(Span::new(at, at + "Müller".len()));
        assert_eq!(span.of(&(" ".repeat(100) + raw)), r#"M{\"u}ller"#);
    }
}
