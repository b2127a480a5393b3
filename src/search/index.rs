//! An inverted index that is ranked at build time and read by prefix in the browser.
//!
//! Each word of each document gets its part of the BM25F score (S. Robertson and H. Zaragoza, "The Probabilistic
//! Relevance Framework: BM25 and Beyond", 2009, section 3.4: fields are weighed before saturation), in one of `LEVELS`
//! steps; the browser multiplies it by the word's rarity. Words are sorted and cut into shards, so that a prefix needs
//! one or a few of them.
//!
//! A shard's text has one line a word: the word, a blank, its documents. A document is the distance to the one before,
//! less one, in base 26 with the digits `a`–`z` (none for 0), ended by one sign of base 36, `0`–`9` and `A`–`Z`: the level,
//! plus `LEVELS` where the word stands in the document's authors. Words that begin with `:` are filters (`:gene:flt3`),
//! or whole names (`:is:flt3`, which is what the question `FLT3` asks for first),
//! those that end with `*` the best documents of a prefix of one or two letters.

use super::postings::{IS_AUTHOR, Posting, Postings};
use crate::base::Digest;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Saturation.
const K: f64 = 1.2;
/// Share of a document's length.
const B: f64 = 0.4;
/// Steps of a word's score in a document.
const LEVELS: u8 = 18;
/// Bytes of a shard, if it has more than one line.
const SHARD: usize = 12 << 10;
/// Documents that a prefix of one or two letters shows.
const SHORT: usize = 30;
/// Words of fewer letters are not offered for a misspelt one.
const NEAR: usize = 3;

/// The index of one family of documents.
#[derive(Debug, Default)]
pub struct Index {
    /// Texts of the shards in order.
    pub shards: Vec<String>,
    /// The first word of each.
    pub first: Vec<String>,
    /// Words by their number of letters, sorted, for misspelt ones.
    pub near: BTreeMap<usize, Vec<String>>,
}

impl Index {
    /// Weighs the words and lays the index out.
    pub fn of(postings: Postings) -> Self {
        let Postings { words, lengths } = postings;
        let mut index = Self::default();
        let mut words: Vec<(String, Vec<Posting>)> = words.into_iter().collect();
        words.par_sort_unstable_by(|a, b| as_scripts_sort(&a.0, &b.0));
        let scorer = Scorer::of(lengths);
        let encoded: Vec<String> = words.par_iter().map(|(_, list)| scorer.encoded(list)).collect();
        let mut lines: Vec<(String, String)> = scorer.short(&words);
        for ((word, _), text) in words.into_iter().zip(encoded) {
            if let Some(letters) = letters(&word) {
                index.near.entry(letters).or_default().push(word.clone());
            }
            lines.push((word, text));
        }
        lines.par_sort_by(|a, b| as_scripts_sort(&a.0, &b.0));
        let mut rest = lines.as_slice();
        while let Some((first, _)) = rest.first() {
            let (shard, after) = rest.split_at(end_of_shard(rest));
            let shard: Vec<String> = shard.iter().map(|(word, text)| format!("{word} {text}")).collect();
            index.first.push(first.clone());
            index.shards.push(shard.join("\n"));
            rest = after;
        }
        index
    }
}

/// Number of lines in the first shard of `lines`: as many as it has room for, but for a few. Which of those begins the next
/// one is told by the words themselves, so that a word more or less moves the ends of few shards and not of all that follow.
fn end_of_shard(lines: &[(String, String)]) -> usize {
    let mut length = 0;
    let mut choice = None;
    for (at, (word, text)) in lines.iter().enumerate() {
        if at > 0 && length >= SHARD - SHARD / 8 {
            let mark = Digest::of(word.as_bytes()).first_eight();
            choice = Some(choice.map_or((mark, at), |least| (mark, at).min(least)));
        }
        let line = word.len() + 1 + text.len() + 1;
        if at > 0 && length + line > SHARD {
            return choice.map_or(at, |(_, at)| at);
        }
        length += line;
    }
    lines.len()
}

/// The order that scripts see: by UTF-16 units.
fn as_scripts_sort(a: &str, b: &str) -> Ordering {
    match a.is_ascii() && b.is_ascii() {
        true => a.cmp(b),
        false => a.encode_utf16().cmp(b.encode_utf16()),
    }
}

/// The length (as scripts count) of a word that can be meant by a misspelt one: numbers and filters cannot.
fn letters(word: &str) -> Option<usize> {
    let digits = word.chars().filter(|c| c.is_numeric()).count();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    (!word.starts_with(':') && letters > digits && letters + digits >= NEAR).then(|| word.encode_utf16().count())
}

/// Weighs words. A few more words in one document must not change the levels of others, nor its own in most words: lengths
/// are [`coarse`] (as those of Lucene's index, one byte each), and so is their average.
struct Scorer {
    lengths: Vec<u32>,
    average: f64,
}

/// A number's four highest bits: within an eighth below it.
fn coarse(number: u32) -> u32 {
    let low = (u32::BITS - number.leading_zeros()).saturating_sub(4);
    number >> low << low
}

impl Scorer {
    fn of(mut lengths: Vec<u32>) -> Self {
        let sum: u64 = lengths.iter().map(|length| u64::from(*length)).sum();
        let average = sum / (lengths.len() as u64).max(1);
        lengths.iter_mut().for_each(|length| *length = coarse(*length));
        Self {
            lengths,
            average: f64::from(coarse(u32::try_from(average).unwrap_or(u32::MAX))),
        }
    }

    fn level(&self, posting: &Posting) -> u8 {
        let weight = f64::from(posting.weight & !IS_AUTHOR);
        let length = f64::from(self.lengths[posting.document as usize]) / self.average.max(1.0);
        let score = weight / (weight + K * (1.0 - B + B * length));
        ((score * f64::from(LEVELS)) as u8).min(LEVELS - 1)
    }

    fn encoded(&self, list: &[Posting]) -> String {
        let mut out = String::with_capacity(list.len() * 2);
        let mut next = 0;
        for posting in list {
            let author = if posting.weight & IS_AUTHOR != 0 { LEVELS } else { 0 };
            one(&mut out, posting.document - next, self.level(posting) + author);
            next = posting.document + 1;
        }
        out
    }

    /// For every prefix of one or two letters its best documents.
    fn short(&self, words: &[(String, Vec<Posting>)]) -> Vec<(String, String)> {
        let mut lines = Vec::new();
        let mut best = vec![0f32; self.lengths.len()];
        for letters in [1, 2] {
            for group in
                words.chunk_by(|a, b| head(&a.0, letters).is_some() && head(&a.0, letters) == head(&b.0, letters))
            {
                let Some(prefix) = group.first().and_then(|(word, _)| head(word, letters)) else {
                    continue;
                };
                let mut touched: Vec<u32> = Vec::new();
                for (_, list) in group {
                    let rarity = (1.0 + self.lengths.len() as f32 / (list.len() as f32 + 0.5)).ln();
                    for posting in list {
                        let place = &mut best[posting.document as usize];
                        if *place == 0.0 {
                            touched.push(posting.document);
                        }
                        *place = place.max(rarity * (1.0 + f32::from(self.level(posting))));
                    }
                }
                let mut scored: Vec<(u32, f32)> = touched.iter().map(|at| (*at, best[*at as usize])).collect();
                for document in touched {
                    best[document as usize] = 0.0;
                }
                if scored.len() > SHORT {
                    scored.select_nth_unstable_by(SHORT, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
                    scored.truncate(SHORT);
                }
                scored.sort_unstable_by_key(|(document, _)| *document);
                let most = scored.iter().map(|(_, score)| *score).fold(f32::MIN_POSITIVE, f32::max);
                let mut text = String::new();
                let mut next = 0;
                for (document, score) in scored {
                    one(&mut text, document - next, (score / most * f32::from(LEVELS - 1)) as u8);
                    next = document + 1;
                }
                lines.push((format!("{prefix}*"), text));
            }
        }
        lines
    }
}

/// The first letters of a word that has more; filters have none.
fn head(word: &str, letters: usize) -> Option<&str> {
    let (end, _) = word.char_indices().nth(letters)?;
    (!word.starts_with(':')).then(|| &word[..end])
}

/// Writes one document: `skipped` documents lie between it and the one before.
fn one(out: &mut String, skipped: u32, value: u8) {
    let mut digits = [0u8; 8];
    let mut at = digits.len();
    let mut rest = skipped;
    while rest > 0 {
        at -= 1;
        digits[at] = b'a' + (rest % 26) as u8;
        rest /= 26;
    }
    out.extend(digits[at..].iter().map(|digit| char::from(*digit)));
    out.push(char::from(match value {
        0..=9 => b'0' + value,
        _ => b'A' + (value - 10),
    }));
}

/// Documents in rising order, without levels.
pub fn list(documents: impl IntoIterator<Item = u32>) -> String {
    let mut out = String::new();
    let mut next = 0;
    for document in documents {
        one(&mut out, document - next, 0);
        next = document + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::postings::{AUTHOR, Document, TITLE};
    use super::*;

    fn made(count: usize, document: impl Fn(usize) -> Document + Sync) -> Index {
        Index::of(Postings::of(count, document).0)
    }

    fn index(titles: &[&str]) -> Index {
        made(titles.len(), |at| Document {
            row: format!("[{at}]"),
            fields: vec![(TITLE, titles[at].to_owned()), (AUTHOR, "Łoś".into())],
            filters: vec![format!(":id:{at}")],
        })
    }

    #[test]
    fn no_blank_comes_into_a_word() {
        let index = made(1, |_| Document {
            row: "[]".into(),
            fields: vec![(TITLE, "one".into())],
            filters: vec![":study type:trial".into(), ":is:one".into()],
        });
        let lines: Vec<&str> = index.shards[0].lines().collect();
        assert!(lines.iter().all(|line| line.split(' ').count() == 2), "{lines:?}");
        assert!(lines[0].starts_with(":is:one "), "{lines:?}");
    }

    #[test]
    fn a_line_says_who_holds_a_word() {
        let index = index(&["FLT3-ITD in relapse", "relapse", "flt"]);
        let lines: Vec<&str> = index.shards[0].lines().collect();
        let of = |word: &str| {
            let found = lines.iter().find(|line| line.split(' ').next() == Some(word));
            found.map(|line| line.split(' ').nth(1).unwrap().to_owned())
        };
        assert_eq!(of("flt3").map(|text| text.len()), Some(1), "only the first document");
        assert!(of("flt").unwrap().starts_with('c'), "two documents are skipped");
        assert_eq!(of(":id:1").as_deref(), Some("b0"));
        // An author's word is told apart.
        assert!(
            of("los").unwrap().chars().all(|c| ('I'..='Z').contains(&c)),
            "{:?}",
            of("los")
        );
        let level = |text: String| text.chars().last().unwrap();
        assert!(
            of("relapse").unwrap().len() == 2
                && level(of("relapse").unwrap()) > of("relapse").unwrap().chars().next().unwrap()
        );
        // The best of a short prefix, and the words for misspelt ones.
        assert!(of("re*").is_some() && of("f*").is_some() && of("flt3*").is_none());
        assert_eq!(index.near[&4], ["flt3"]);
        assert!(lines.is_sorted_by(|a, b| a.split(' ').next() <= b.split(' ').next()));
    }

    #[test]
    fn distances_are_written_in_base_26() {
        assert_eq!(list([0, 1, 28, 28 + 27]), "00ba0ba0");
        assert_eq!(list([26 * 26]), "baa0");
    }

    #[test]
    fn many_documents_make_many_shards_in_order() {
        let index = made(3000, |at| Document {
            row: String::new(),
            fields: vec![(TITLE, format!("w{at:04} common"))],
            filters: Vec::new(),
        });
        assert!(index.shards.len() > 2 && index.shards.len() == index.first.len());
        for (shard, first) in index.shards.iter().zip(&index.first) {
            assert!(shard.starts_with(&format!("{first} ")));
            assert!(shard.len() <= SHARD || shard.lines().count() == 1);
        }
        let words = index.shards.join("\n");
        let words: Vec<&str> = words.lines().map(|line| line.split(' ').next().unwrap()).collect();
        assert!(words.is_sorted() && words.contains(&"common") && words.contains(&"w2999"));
    }
}
