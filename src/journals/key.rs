//! Keys of journal names: one number for all spellings that differ in case, accents, dots, blanks, "the" and "and".
//!
//! Blanks do not count, for text taken from pages loses and gains them ("Nature Pho -tonics"). Keys are built from
//! the end of a name to its beginning, so that all endings of a text get theirs in one pass.

use crate::base::fold_char;
use unicode_normalization::UnicodeNormalization;

/// Factor of the polynomial hash; odd, with well-spread bits.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// The key of no letters at all.
pub const EMPTY: u64 = 0;

/// Puts one word in front of the name whose key is `rest`.
pub fn prepend(word: &str, rest: u64) -> u64 {
    if word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("the") {
        return rest;
    }
    let mut key = rest;
    if word.is_ascii() {
        for byte in word.bytes().rev() {
            if byte.is_ascii_alphanumeric() {
                key = push(key, u64::from(byte.to_ascii_lowercase()));
            }
        }
        return key;
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.nfkd() {
        fold_char(c, &mut folded);
    }
    for c in folded.chars().rev() {
        if c.is_alphanumeric() {
            key = push(key, u64::from(u32::from(c)));
        }
    }
    key
}

fn push(key: u64, c: u64) -> u64 {
    (key ^ (key >> 29)).wrapping_add(c).wrapping_add(1).wrapping_mul(FACTOR)
}

/// The key of a whole name.
pub fn key(name: &str) -> u64 {
    let mut key = EMPTY;
    for word in words(name).rev() {
        key = prepend(word, key);
    }
    key
}

/// The words of a name: maximal runs of letters and digits.
pub fn words(name: &str) -> Words<'_> {
    Words(name)
}

/// See [`words`].
pub struct Words<'n>(&'n str);

impl<'n> Iterator for Words<'n> {
    type Item = &'n str;

    fn next(&mut self) -> Option<&'n str> {
        let rest = self.0.get(run(self.0, false)..)?;
        let (word, rest) = rest.split_at_checked(run(rest, true))?;
        self.0 = rest;
        (!word.is_empty()).then_some(word)
    }
}

impl DoubleEndedIterator for Words<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let rest = self.0.get(..run_back(self.0, false))?;
        let (rest, word) = rest.split_at_checked(run_back(rest, true))?;
        self.0 = rest;
        (!word.is_empty()).then_some(word)
    }
}

/// Where the letters and digits, or what is neither, end that a text begins with.
fn run(text: &str, letters: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        // Names are in ASCII nearly all of them.
        let (letter, length) = match byte.is_ascii() {
            true => (byte.is_ascii_alphanumeric(), 1),
            false => match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some(c) => (c.is_alphanumeric(), c.len_utf8()),
                None => break,
            },
        };
        if letter != letters {
            break;
        }
        at += length;
    }
    at
}

/// Where the letters and digits, or what is neither, begin that a text ends with.
fn run_back(text: &str, letters: bool) -> usize {
    let bytes = text.as_bytes();
    let mut end = text.len();
    while let Some(byte) = end.checked_sub(1).and_then(|at| bytes.get(at)) {
        let (letter, length) = match byte.is_ascii() {
            true => (byte.is_ascii_alphanumeric(), 1),
            false => match text.get(..end).and_then(|rest| rest.chars().next_back()) {
                Some(c) => (c.is_alphanumeric(), c.len_utf8()),
                None => break,
            },
        };
        if letter != letters {
            break;
        }
        end -= length;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits_from_either_end() {
        for name in ["", " ", "a", "Ann. Bot.", "– Zürich (Ä1) ", "日本 の", "x–y", "é", "--"] {
            let split = name.split(|c: char| !c.is_alphanumeric());
            let mut expected: Vec<&str> = split.filter(|word| !word.is_empty()).collect();
            assert_eq!(words(name).collect::<Vec<_>>(), expected, "{name:?}");
            expected.reverse();
            assert_eq!(words(name).rev().collect::<Vec<_>>(), expected, "{name:?}");
        }
    }
}
