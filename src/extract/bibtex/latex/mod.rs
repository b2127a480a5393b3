//! LaTeX and HTML in values, decoded to plain Unicode text that still knows where it stands.
//!
//! Accents, letters, symbols and Greek become characters; math signs and commands that change looks vanish, digits
//! raised or lowered become Unicode ones; braces vanish; blanks fold into one. An unknown command keeps its argument,
//! or where it has none, its own name.

mod commands;
mod plain;

pub(super) use plain::is_plain;

use super::html;
use crate::base::{MappedText, Span};
use memchr::memchr2;
use plain::plain_end;
use std::borrow::Cow;

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
