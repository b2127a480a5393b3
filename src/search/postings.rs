//! Which documents hold a word, and how often: what an index is made of, and what a build remembers of it, so that the
//! words of one document can be changed without reading the others.

use super::tokens::{joined, tokens};
use foldhash::HashMap;
use rayon::prelude::*;

/// Weight of a title, of names of entities and mechanisms, of authors, of everything else.
pub const TITLE: u16 = 5;
/// See [`TITLE`].
pub const ENTITY: u16 = 4;
/// See [`TITLE`].
pub const AUTHOR: u16 = 3;
/// See [`TITLE`].
pub const REST: u16 = 1;
/// Documents at once on one thread.
const CHUNK: usize = 256;
/// Such pieces that are held at once.
const PARTS: usize = 16;
/// What is searched of a document, and what a reader is shown.
#[derive(Debug, Default)]
pub struct Document {
    /// Its row as JSON: `["title","address","detail"]`.
    pub row: String,
    /// Text and its weight.
    pub fields: Vec<(u16, String)>,
    /// Filters that it passes: `:gene:flt3`.
    pub filters: Vec<String>,
}

/// One document that holds a word: the weighed number of times, the highest bit for "as an author".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    /// Number of the document.
    pub document: u32,
    /// How often it holds the word, each time with the weight of the field.
    pub weight: u16,
}

/// The bit of a weight that says that the word stands among the authors.
pub const IS_AUTHOR: u16 = 1 << 15;

#[derive(Default)]
struct Part {
    words: HashMap<String, Vec<Posting>>,
    lengths: Vec<u32>,
    rows: Vec<String>,
}

impl Part {
    fn put(&mut self, word: &str, document: u32, weight: u16, author: u16) {
        let add = |list: &mut Vec<Posting>| match list.last_mut().filter(|last| last.document == document) {
            Some(last) => {
                let sum = (last.weight & !IS_AUTHOR).saturating_add(weight).min(IS_AUTHOR - 1);
                last.weight = sum | (last.weight & IS_AUTHOR) | author;
            }
            None => list.push(Posting {
                document,
                weight: weight | author,
            }),
        };
        match self.words.get_mut(word) {
            Some(list) => add(list),
            None => add(self.words.entry(word.to_owned()).or_default()),
        }
    }

    fn read(&mut self, number: u32, document: Document) {
        let mut length = 0u32;
        for (weight, text) in &document.fields {
            let author = if *weight == AUTHOR { IS_AUTHOR } else { 0 };
            let mut put = |word: &str| {
                self.put(word, number, *weight, author);
                length = length.saturating_add(u32::from(*weight));
            };
            tokens(text, &mut put);
            // `PKC-412` is also asked for as `pkc412`.
            if *weight == TITLE || *weight == ENTITY {
                let parts = 1 + text.bytes().filter(|byte| b" -/:".contains(byte)).count();
                if (2..5).contains(&parts) {
                    put(&joined(text));
                }
            }
        }
        // Blanks part words from documents, and the first words of shards from each other.
        for filter in document
            .filters
            .iter()
            .filter(|filter| !filter.contains(char::is_whitespace))
        {
            self.put(filter, number, 0, 0);
        }
        self.lengths.push(length);
        self.rows.push(document.row);
    }
}

/// Words and the documents that hold them, not yet weighed.
#[derive(Debug, Default)]
pub struct Postings {
    /// By word.
    pub words: HashMap<String, Vec<Posting>>,
    /// The weighed number of words of each document.
    pub lengths: Vec<u32>,
}

impl Postings {
    /// Reads `count` documents. The rows come apart: they are not searched.
    pub fn of(count: usize, document: impl Fn(usize) -> Document + Sync) -> (Self, Vec<String>) {
        let part_of = |chunk: usize| {
            let mut part = Part::default();
            for number in chunk * CHUNK..count.min((chunk + 1) * CHUNK) {
                part.read(number as u32, document(number));
            }
            part
        };
        let mut all = Self {
            words: HashMap::default(),
            lengths: Vec::with_capacity(count),
        };
        let mut rows = Vec::with_capacity(count);
        let chunks: Vec<usize> = (0..count.div_ceil(CHUNK)).collect();
        // A part has a list for each of its words: all parts together would be many times the size of the index.
        for chunks in chunks.chunks(PARTS) {
            let parts: Vec<Part> = chunks.par_iter().map(|chunk| part_of(*chunk)).collect();
            for part in parts {
                for (word, list) in part.words {
                    all.words.entry(word).or_default().extend(list);
                }
                all.lengths.extend(part.lengths);
                rows.extend(part.rows);
            }
        }
        all.words.remove("");
        (all, rows)
    }

    /// Puts the words of `new` in the place of those of `old` in a document that holds `old`, both of weight [`REST`].
    /// `None`, and nothing can be said of what is left, where the document does not hold them or a count has reached its limit.
    pub fn reword(&mut self, document: u32, old: &str, new: &str) -> Option<()> {
        let mut change: std::collections::HashMap<String, i64> = Default::default();
        for (text, sign) in [(old, -1), (new, 1)] {
            tokens(text, |word| {
                *change.entry(word.to_owned()).or_default() += sign * i64::from(REST)
            });
        }
        let length = self.lengths.get_mut(document as usize)?;
        *length = u32::try_from(i64::from(*length) + change.values().sum::<i64>()).ok()?;
        for (word, change) in change.into_iter().filter(|(_, change)| *change != 0) {
            let list = self.words.entry(word.clone()).or_default();
            let at = list.binary_search_by_key(&document, |posting| posting.document);
            let posting = at.ok().map(|at| list[at]);
            let (before, author) = posting.map_or((0, 0), |posting| {
                (posting.weight & !IS_AUTHOR, posting.weight & IS_AUTHOR)
            });
            let weight = u16::try_from(i64::from(before) + change).ok()?;
            if before >= IS_AUTHOR - 1 || weight >= IS_AUTHOR - 1 {
                return None;
            }
            match (at, weight) {
                (Ok(at), 0) => drop(list.remove(at)),
                (Ok(at), _) => list[at].weight = weight | author,
                (Err(_), 0) => {}
                (Err(at), _) => list.insert(at, Posting { document, weight }),
            }
            if list.is_empty() {
                self.words.remove(&word);
            }
        }
        Some(())
    }

    /// All of it as bytes, for [`Self::from_bytes`]: numbers as LEB128, words by their letters.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut words: Vec<(&String, &Vec<Posting>)> = self.words.iter().collect();
        words.par_sort_unstable();
        let parts: Vec<Vec<u8>> = words
            .par_chunks(CHUNK)
            .map(|words| {
                let mut out = Vec::new();
                for (word, list) in words {
                    number(&mut out, word.len() as u32);
                    out.extend_from_slice(word.as_bytes());
                    number(&mut out, list.len() as u32);
                    let mut next = 0;
                    for posting in *list {
                        number(&mut out, posting.document - next);
                        number(&mut out, u32::from(posting.weight.rotate_left(1)));
                        next = posting.document;
                    }
                }
                out
            })
            .collect();
        let mut out = Vec::new();
        number(&mut out, self.lengths.len() as u32);
        self.lengths.iter().for_each(|length| number(&mut out, *length));
        number(&mut out, words.len() as u32);
        parts.iter().for_each(|part| out.extend_from_slice(part));
        out
    }

    /// What [`Self::to_bytes`] wrote; `None` for other bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let count = numbered(&mut rest)?;
        // Bytes that are damaged must not ask for memory: no list is longer than what is left of them.
        let room = |count: u32, rest: &[u8]| (count as usize).min(rest.len());
        let mut lengths = Vec::with_capacity(room(count, rest));
        for _ in 0..count {
            lengths.push(numbered(&mut rest)?);
        }
        let count = numbered(&mut rest)?;
        let mut words = HashMap::default();
        words.reserve(room(count, rest));
        for _ in 0..count {
            let letters = numbered(&mut rest)? as usize;
            let (word, after) = rest.split_at_checked(letters)?;
            rest = after;
            let count = numbered(&mut rest)?;
            let mut list = Vec::with_capacity(room(count, rest));
            let mut document = 0u32;
            for _ in 0..count {
                document = document.checked_add(numbered(&mut rest)?)?;
                let weight = u16::try_from(numbered(&mut rest)?).ok()?.rotate_right(1);
                if document as usize >= lengths.len() {
                    return None;
                }
                list.push(Posting { document, weight });
            }
            words.insert(std::str::from_utf8(word).ok()?.to_owned(), list);
        }
        rest.is_empty().then_some(Self { words, lengths })
    }
}

fn number(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn numbered(rest: &mut &[u8]) -> Option<u32> {
    let mut value = 0;
    for shift in (0..35).step_by(7) {
        let (first, after) = rest.split_first()?;
        *rest = after;
        value |= u32::from(first & 0x7f).checked_shl(shift)?;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(notes: &[&str]) -> Postings {
        let document = |at: usize| Document {
            row: String::new(),
            fields: vec![
                (TITLE, "FLT3-ITD in relapse".to_owned()),
                (AUTHOR, "Łoś".into()),
                (REST, notes[at].to_owned()),
            ],
            filters: vec![format!(":id:{at}")],
        };
        Postings::of(notes.len(), document).0
    }

    #[test]
    fn a_document_that_is_reworded_is_as_if_it_had_been_read_so() {
        let texts = ["", "relapse of Łoś", "FLT3, FLT3 and more", "more and more"];
        for old in texts {
            for new in texts {
                let mut postings = of(&["one", old, "two more"]);
                postings.reword(1, old, new).expect("it holds them");
                assert_eq!(
                    postings.to_bytes(),
                    of(&["one", new, "two more"]).to_bytes(),
                    "{old:?} {new:?}"
                );
            }
        }
        assert!(
            of(&["one"]).reword(0, "another", "").is_none(),
            "it does not hold the word"
        );
        assert!(
            of(&["one"]).reword(7, "", "word").is_none(),
            "there is no such document"
        );
    }

    #[test]
    fn what_is_remembered_is_read_back_and_what_is_damaged_is_not() {
        let bytes = of(&["one", "relapse of Łoś", ""]).to_bytes();
        let back = Postings::from_bytes(&bytes).expect("its own bytes");
        assert_eq!(back.to_bytes(), bytes);
        assert_eq!(back.lengths.len(), 3);
        for end in 0..bytes.len() {
            assert!(Postings::from_bytes(&bytes[..end]).is_none(), "cut off at {end}");
        }
        for at in 0..bytes.len() {
            // Whatever comes out, nothing breaks.
            for bit in 0..8 {
                let mut damaged = bytes.clone();
                damaged[at] ^= 1 << bit;
                let _ = Postings::from_bytes(&damaged);
            }
        }
    }
}
