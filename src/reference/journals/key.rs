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
pub fn words(name: &str) -> impl DoubleEndedIterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}
