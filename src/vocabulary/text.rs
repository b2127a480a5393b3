//! Text as the matcher reads it: plain ASCII where possible, with a map back to the text it was made from.
//!
//! Dashes become `-`, quotes straight, runs of blanks one blank; accents and compatibility forms are dissolved and
//! Greek letters spelled out, so that `NF-κB`, `naïve` and `FLT3‑ITD` need only one spelling in a vocabulary.
//! Upper and lower case are kept.

use crate::base::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A run of folded text. A verbatim run maps byte for byte, any other as a whole.
#[derive(Clone, Copy, Debug)]
struct Run {
    out: u32,
    source: Span,
    verbatim: bool,
}

/// Folded text with its way back.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// The text to match in.
    pub text: String,
    /// Places of `text` where a paragraph begins (a blank line stood before).
    pub breaks: Vec<u32>,
    runs: Vec<Run>,
}

impl Folded {
    /// Folds `source`.
    pub fn new(source: &str) -> Self {
        let mut folded = Folded {
            text: String::with_capacity(source.len() + 16),
            ..Folded::default()
        };
        let bytes = source.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            // The common case: a stretch of ASCII with single blanks only.
            while at < bytes.len() && is_plain(bytes, at) {
                at += 1;
            }
            if at > start {
                folded.push(source.get(start..at).unwrap_or(""), Span::new(start, at), true);
                continue;
            }
            at = folded.special(source, start);
        }
        folded
    }

    /// Folds the character or run of blanks at `start` and gives the place after it.
    fn special(&mut self, source: &str, start: usize) -> usize {
        let rest = source.get(start..).unwrap_or("");
        let blanks: usize = rest.chars().take_while(|c| is_blank(*c)).map(char::len_utf8).sum();
        if blanks > 0 {
            let run = rest.get(..blanks).unwrap_or("");
            if run.matches('\n').count() > 1 {
                self.breaks.push(self.len() + 1);
            }
            self.push(" ", Span::new(start, start + blanks), blanks == 1);
            return start + blanks;
        }
        let Some(c) = rest.chars().next() else {
            return source.len();
        };
        let end = start + c.len_utf8();
        let mut out = String::new();
        fold_into(c, &mut out);
        self.push(&out, Span::new(start, end), false);
        end
    }

    fn len(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    fn push(&mut self, text: &str, source: Span, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        let joins = verbatim
            && self
                .runs
                .last()
                .is_some_and(|last| last.verbatim && last.source.end == source.start);
        if let Some(last) = self.runs.last_mut().filter(|_| joins) {
            last.source.end = source.end;
        } else {
            let out = self.len();
            self.runs.push(Run { out, source, verbatim });
        }
        self.text.push_str(text);
    }

    /// The place in the source of a span of the folded text.
    pub fn source(&self, span: Span) -> Span {
        let start = self.locate(span.start, true);
        let end = self.locate(span.end, false).max(start);
        Span { start, end }
    }

    fn locate(&self, at: u32, opening: bool) -> u32 {
        let probe = if opening { at } else { at.saturating_sub(1) };
        let index = self.runs.partition_point(|run| run.out <= probe).saturating_sub(1);
        match self.runs.get(index) {
            None => 0,
            Some(run) if run.verbatim => (run.source.start + at.saturating_sub(run.out)).min(run.source.end),
            Some(run) if opening => run.source.start,
            Some(run) => run.source.end,
        }
    }
}

/// Whether the byte at `at` stands for itself: printable ASCII, a blank only before a non-blank.
fn is_plain(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(b' ') => bytes.get(at + 1).is_some_and(u8::is_ascii_graphic),
        Some(byte) => byte.is_ascii_graphic(),
        None => false,
    }
}

/// Blanks of any width, line ends and the zero-width space.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{200b}'
}

/// A pattern of a vocabulary folded as the text it will meet.
pub(super) fn fold_pattern(pattern: &str) -> String {
    if pattern.is_ascii() {
        return pattern.to_owned();
    }
    let mut out = String::with_capacity(pattern.len());
    for c in pattern.chars() {
        if c.is_ascii() {
            out.push(c);
        } else if is_blank(c) {
            out.push(' ');
        } else {
            fold_into(c, &mut out);
        }
    }
    out
}

/// Folds one character.
fn fold_into(c: char, out: &mut String) {
    match c {
        _ if c.is_ascii_graphic() => out.push(c),
        _ if c.is_ascii() => {}
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => out.push('-'),
        '‘' | '’' | 'ʼ' | '′' | '‛' => out.push('\''),
        '“' | '”' | '″' | '„' | '«' | '»' => out.push('"'),
        // Trade marks would glue letters to a name; a soft hyphen and joiners are no text.
        '®' | '™' | '©' | '℠' | '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
        // A raised figure is a note or an exponent, not a part of the name before it.
        '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' => {
            out.push('^');
            out.extend(c.nfkc());
        }
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'Æ' => out.push_str("Ae"),
        'œ' => out.push_str("oe"),
        'Œ' => out.push_str("Oe"),
        'ø' => out.push('o'),
        'Ø' => out.push('O'),
        'ł' => out.push('l'),
        'Ł' => out.push('L'),
        'ı' => out.push('i'),
        _ => {
            for part in c.nfkd().filter(|part| !is_combining_mark(*part)) {
                match greek(part) {
                    _ if part.is_ascii() => out.push(if part.is_ascii_graphic() { part } else { ' ' }),
                    Some(name) => out.push_str(&name),
                    None => match part {
                        '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
                        _ => out.push(part),
                    },
                }
            }
        }
    }
}

/// The name of a Greek letter, capitalised for a capital.
fn greek(c: char) -> Option<String> {
    const NAMES: [&str; 25] = [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
        "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    ];
    let name = |first: char| {
        let index = (c as u32).checked_sub(first as u32)?;
        NAMES.get(index as usize).copied()
    };
    if let Some(small) = name('α') {
        return Some(small.to_owned());
    }
    let capital = name('Α')?;
    let (head, tail) = capital.split_at_checked(1)?;
    Some(format!("{}{tail}", head.to_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(source: &str, needle: &str) -> String {
        let folded = Folded::new(source);
        let at = folded.text.find(needle).expect("the needle is in the folded text");
        folded.source(Span::new(at, at + needle.len())).of(source).to_owned()
    }

    #[test]
    fn folded_text_leads_back_to_its_source() {
        assert_eq!(round("the CSF2RB–STAT5 pathway", "CSF2RB-STAT5"), "CSF2RB–STAT5");
        assert_eq!(
            round("NF-κB\u{a0}\u{2009} is on", "NF-kappaB is"),
            "NF-κB\u{a0}\u{2009} is"
        );
        assert_eq!(round("drug-naïve cells", "naive"), "naïve");
        assert_eq!(round("seen in JAK2¹ and", "JAK2"), "JAK2");
        assert_eq!(round("Gleevec® (imatinib)", "Gleevec ("), "Gleevec® (");
        assert_eq!(Folded::new("a\n\nb  c\u{200b}d").text, "a b c d");
        assert_eq!(Folded::new("a\n\nb  c").breaks, [2]);
    }

    #[test]
    fn patterns_fold_as_text_does() {
        assert_eq!(fold_pattern("PDGFRβ"), "PDGFRbeta");
        assert_eq!(fold_pattern(r"NPM–ALK\b"), r"NPM-ALK\b");
    }
}
