//! A reference as tokens: words, numbers and marks with their places in the text.

use crate::base::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with apostrophes between them.
    Word,
    /// ASCII digits.
    Number,
    /// Letters and digits: `e156`, `S12`, `143D`, `CD34`.
    Mixed,
    /// Any hyphen, dash or minus.
    Dash,
    /// A mark of quotation; straight ones both open and close.
    Quote,
    /// Any other mark; the ellipsis is `~`, marks outside ASCII are `*`.
    Mark(u8),
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Begins with a small letter.
    Lower,
    /// Begins with a capital, and has small letters.
    Capital,
    /// Capitals only.
    Upper,
    /// Not a word.
    None,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte in the text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// Its kind.
    pub kind: Kind,
    /// How it is written.
    pub case: Case,
    /// Whether a blank or a removed piece stands before it.
    pub space: bool,
    /// Number of its characters, at most 255.
    pub chars: u8,
}

/// The tokens of one reference that are still to be explained.
pub struct Text<'a> {
    /// The reference as given.
    pub source: &'a str,
    /// Its tokens, without those already taken.
    pub tokens: Vec<Token>,
}

impl<'a> Text<'a> {
    /// Cuts `source` into tokens.
    pub fn new(source: &'a str) -> Self {
        let mut text = Text {
            source,
            tokens: Vec::with_capacity(source.len() / 3),
        };
        let mut chars = source.char_indices().peekable();
        let mut space = false;
        while let Some((start, c)) = chars.next() {
            if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' {
                space = true;
                continue;
            }
            // "32(15_suppl)" is "32(15 suppl)", and a dot that was put behind a dot says nothing: "M.A.. Goher".
            let joint =
                c == '_' && text.ends_with(Kind::Number, start) && chars.peek().is_some_and(|&(_, c)| letter(c));
            if joint || c == '.' && text.dotted_once(start) && chars.peek().is_none_or(|&(_, c)| c != '.') {
                space = joint;
                continue;
            }
            let mut token = Token {
                start: start as u32,
                end: (start + c.len_utf8()) as u32,
                kind: Kind::Word,
                case: Case::None,
                space,
                chars: 1,
            };
            space = false;
            if letter(c) || c.is_ascii_digit() {
                let (mut letters, mut digits) = (usize::from(letter(c)), usize::from(c.is_ascii_digit()));
                let (mut upper, mut lower) = (c.is_uppercase(), c.is_lowercase());
                let first_upper = upper;
                while let Some(&(at, next)) = chars.peek() {
                    if next.is_ascii_digit() {
                        // "Nature248": a journal and its volume run together.
                        let volume = letters == 3
                            && digits == 0
                            && source
                                .get(start..at)
                                .is_some_and(|word| word.eq_ignore_ascii_case("vol"));
                        if volume || letters >= 4 && digits == 0 {
                            break;
                        }
                        digits += 1;
                    } else if letter(next) {
                        // "1Bulletin": a label run together with what it labels.
                        if letters == 0 && text.tokens.is_empty() && next.is_uppercase() {
                            break;
                        }
                        letters += 1;
                        upper |= next.is_uppercase();
                        lower |= next.is_lowercase();
                    } else if apostrophe(next) && digits == 0 && letters > 0 {
                        let mut ahead = chars.clone();
                        ahead.next();
                        if !ahead.next().is_some_and(|(_, c)| letter(c)) {
                            break;
                        }
                    } else {
                        break;
                    }
                    token.end = (at + next.len_utf8()) as u32;
                    token.chars = token.chars.saturating_add(1);
                    chars.next();
                }
                token.kind = match (letters, digits) {
                    (0, _) => Kind::Number,
                    (_, 0) => Kind::Word,
                    _ => Kind::Mixed,
                };
                token.case = match (first_upper, upper, lower) {
                    (_, false, false) => Case::None,
                    (true, _, true) => Case::Capital,
                    (true, _, false) => Case::Upper,
                    _ => Case::Lower,
                };
                // Letters of scripts without case begin names as capitals do.
                if letters > 0 && token.case == Case::None {
                    token.case = Case::Capital;
                }
            } else {
                token.kind = match c {
                    '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}' => Kind::Dash,
                    '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '`' | '″' | '‟' => {
                        Kind::Quote
                    }
                    '…' => Kind::Mark(b'~'),
                    '：' => Kind::Mark(b':'),
                    '；' => Kind::Mark(b';'),
                    '，' | '、' => Kind::Mark(b','),
                    '。' | '．' => Kind::Mark(b'.'),
                    '（' => Kind::Mark(b'('),
                    '）' => Kind::Mark(b')'),
                    '∕' | '⁄' => Kind::Mark(b'/'),
                    _ if c.is_ascii() => Kind::Mark(c as u8),
                    _ => Kind::Mark(b'*'),
                };
            }
            text.tokens.push(token);
        }
        text
    }

    /// Whether the last token is of that kind and ends at `at`.
    fn ends_with(&self, kind: Kind, at: usize) -> bool {
        let last = self.tokens.last();
        last.is_some_and(|token| token.kind == kind && token.end as usize == at)
    }

    /// Whether one dot, and no other before it, ends at `at`.
    fn dotted_once(&self, at: usize) -> bool {
        self.ends_with(Kind::Mark(b'.'), at)
            && self.tokens.len().checked_sub(2).is_some_and(|i| {
                let before = self.tokens.get(i);
                before.is_some_and(|token| token.kind == Kind::Word && token.chars == 1 && token.case == Case::Upper)
            })
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The token's characters; empty past the end.
    pub fn of(&self, i: usize) -> &'a str {
        match self.tokens.get(i) {
            Some(token) => self.source.get(token.start as usize..token.end as usize).unwrap_or(""),
            None => "",
        }
    }

    /// The token's kind; past the end `Mark(0)`.
    pub fn kind(&self, i: usize) -> Kind {
        self.tokens.get(i).map_or(Kind::Mark(0), |token| token.kind)
    }

    /// How the token is written.
    pub fn case(&self, i: usize) -> Case {
        self.tokens.get(i).map_or(Case::None, |token| token.case)
    }

    /// Number of its characters.
    pub fn chars(&self, i: usize) -> u8 {
        self.tokens.get(i).map_or(0, |token| token.chars)
    }

    /// Whether a blank stands before the token.
    pub fn space(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|token| token.space)
    }

    /// Whether the token is that mark.
    pub fn mark(&self, i: usize, mark: u8) -> bool {
        self.kind(i) == Kind::Mark(mark)
    }

    /// Whether the token is one of those marks.
    pub fn any_mark(&self, i: usize, marks: &[u8]) -> bool {
        matches!(self.kind(i), Kind::Mark(mark) if marks.contains(&mark))
    }

    /// Whether the token is a word.
    pub fn word(&self, i: usize) -> bool {
        self.kind(i) == Kind::Word
    }

    /// Whether the token is that ASCII word in any case.
    pub fn is(&self, i: usize, word: &str) -> bool {
        self.word(i) && self.of(i).eq_ignore_ascii_case(word)
    }

    /// Whether the token is one of those ASCII words in any case.
    pub fn is_any(&self, i: usize, words: &[&str]) -> bool {
        self.word(i) && {
            let own = self.of(i);
            // The lengths are compared here: most words are told apart without a call.
            let equal = |word: &&str| word.len() == own.len() && own.eq_ignore_ascii_case(word);
            words.iter().any(equal)
        }
    }

    /// Whether the token has digits.
    pub fn numeric(&self, i: usize) -> bool {
        matches!(self.kind(i), Kind::Number | Kind::Mixed)
    }

    /// A year of publication: four digits, perhaps with a letter that tells works of one year apart.
    pub fn year(&self, i: usize) -> Option<u16> {
        let text = self.of(i);
        let digits = match (self.kind(i), text.len()) {
            (Kind::Number, 4) => text,
            (Kind::Mixed, 5) if text.ends_with(|c: char| c.is_ascii_lowercase()) => text.get(..4)?,
            _ => return None,
        };
        let year: u16 = digits.parse().ok()?;
        (1660..=2035).contains(&year).then_some(year)
    }

    /// The place of the tokens from `a` up to `b`.
    pub fn span(&self, a: usize, b: usize) -> Span {
        match (
            self.tokens.get(a),
            b.checked_sub(1).and_then(|last| self.tokens.get(last)),
        ) {
            (Some(first), Some(last)) if a < b => Span {
                start: first.start,
                end: last.end,
            },
            _ => Span::default(),
        }
    }

    /// The first byte of a token; past the end the length of the text.
    pub fn start(&self, i: usize) -> usize {
        self.tokens
            .get(i)
            .map_or(self.source.len(), |token| token.start as usize)
    }

    /// Drops the tokens that lie in one of `holes`, sorted ranges of bytes.
    pub fn drop_holes(&mut self, holes: &[Span]) {
        if holes.is_empty() {
            return;
        }
        let mut after_hole = false;
        self.tokens.retain_mut(|token| {
            let inside = holes
                .iter()
                .any(|hole| token.start < hole.end && hole.start < token.end);
            if !inside && after_hole {
                token.space = true;
            }
            after_hole = inside;
            !inside
        });
    }

    /// Drops brackets that hold nothing, which taken pieces leave behind.
    pub fn drop_empty_brackets(&mut self) {
        let mut kept: Vec<Token> = Vec::new();
        let empty = |pair: &[Token]| {
            matches!(
                (pair[0].kind, pair[1].kind),
                (Kind::Mark(b'('), Kind::Mark(b')')) | (Kind::Mark(b'['), Kind::Mark(b']'))
            )
        };
        if !self.tokens.windows(2).any(empty) {
            return;
        }
        for token in self.tokens.drain(..) {
            match kept.last() {
                Some(open) if empty(&[*open, token]) => {
                    kept.pop();
                }
                _ => kept.push(token),
            }
        }
        self.tokens = kept;
    }

    /// The index after the bracket that closes the one at `open`, if it does so before `limit` and within `within`.
    pub fn closing(&self, open: usize, limit: usize, within: usize) -> Option<usize> {
        let (left, right) = match self.kind(open) {
            Kind::Mark(b'(') => (b'(', b')'),
            Kind::Mark(b'[') => (b'[', b']'),
            _ => return None,
        };
        let mut depth = 0usize;
        for i in open..limit.min(open + within) {
            if self.mark(i, left) {
                depth += 1;
            } else if self.mark(i, right) {
                depth -= 1;
                if depth == 0 {
                    return Some(i + 1);
                }
            }
        }
        None
    }
}

fn letter(c: char) -> bool {
    // Signs of Latin-1 stand within words where accents were decoded wrongly ("SchÃ¼hlen").
    c.is_alphabetic()
        || ('\u{300}'..='\u{36f}').contains(&c)
        || matches!(c, '\u{a1}'..='\u{bf}') && !matches!(c, '«' | '»' | '±' | '·' | '°' | '§' | '®' | '©' | '\u{ad}')
}

fn apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | 'ʼ' | '´' | '`' | '‘' | '±' | '·' | '°' | '§' | '®' | '©'
    )
}
