//! The compiled list of journals: names by key, and what is known of single words.

use super::key::{self, prepend};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

const NAMES: &str = include_str!("names.txt");
const ACRONYMS: &str = include_str!("acronyms.txt");

/// Keys are hashes already.
#[derive(Default)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A map by key.
pub type KeyMap<V> = HashMap<u64, V, BuildHasherDefault<KeyHasher>>;

/// How often a word stands in titles whole, and as an abbreviation.
#[derive(Clone, Copy, Debug, Default)]
pub struct WordUse {
    title: u16,
    abbreviation: u16,
}

impl WordUse {
    /// Whether the word is an abbreviation rather than a word: `Biochem`, but not `Cell`.
    pub fn is_abbreviation(self) -> bool {
        self.abbreviation >= 2 && self.abbreviation > self.title.saturating_mul(3)
    }
}

/// 2^20 bits.
const FILTER_WORDS: usize = 1 << 14;

/// The place of a key in the filter.
fn filter_place(key: u64) -> (usize, u64) {
    let place = key >> 44;
    ((place >> 6) as usize, 1 << (place & 63))
}

/// Journals and the words of their names.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// All titles, one behind the other.
    arena: String,
    titles: Vec<(u32, u32)>,
    keys: KeyMap<u32>,
    /// One bit for each twenty bits of a key: most endings of a text are no name, and this tells so from the cache.
    filter: Vec<u64>,
    words: KeyMap<WordUse>,
}

impl Table {
    /// The list that is part of the program.
    pub fn compiled() -> &'static Table {
        static TABLE: LazyLock<Table> = LazyLock::new(|| {
            let mut table = Table::default();
            table.arena.reserve(NAMES.len());
            table.titles.reserve(34_000);
            table.keys.reserve(70_000);
            table.words.reserve(40_000);
            for list in [ACRONYMS, NAMES] {
                for line in list.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
                    table.line(line);
                }
            }
            table
        });
        &TABLE
    }

    /// Adds `title` with other `names`; a name that is taken already keeps its journal.
    pub fn add<'n>(&mut self, title: &str, names: impl IntoIterator<Item = &'n str>) {
        let own = key::key(title);
        let index = match self.keys.get(&own) {
            Some(index) => *index,
            None => {
                let start = self.arena.len() as u32;
                self.arena.push_str(title);
                self.push(start)
            }
        };
        self.name(own, index);
        for word in key::words(title) {
            let usage = self.words.entry(prepend(word, key::EMPTY)).or_default();
            usage.title = usage.title.saturating_add(1);
        }
        for name in names {
            self.name(key::key(name), index);
            self.count(name);
        }
    }

    /// The title of the journal with that key.
    pub fn title(&self, key: u64) -> Option<&str> {
        let (start, end) = *self.titles.get(*self.keys.get(&key)? as usize)?;
        self.arena.get(start as usize..end as usize)
    }

    /// A number that all names of one journal share.
    pub fn index(&self, key: u64) -> Option<u32> {
        self.keys.get(&key).copied()
    }

    /// Whether the key is that of a name.
    pub fn has(&self, key: u64) -> bool {
        let (word, bit) = filter_place(key);
        self.filter.get(word).is_some_and(|bits| bits & bit != 0) && self.keys.contains_key(&key)
    }

    /// Gives a key to a journal, unless it has one.
    fn name(&mut self, key: u64, journal: u32) {
        let (word, bit) = filter_place(key);
        if self.filter.is_empty() {
            self.filter = vec![0; FILTER_WORDS];
        }
        if let Some(bits) = self.filter.get_mut(word) {
            *bits |= bit;
        }
        self.keys.entry(key).or_insert(journal);
    }

    /// How names use a word; `None` for words that no name has.
    pub fn word(&self, key: u64) -> Option<WordUse> {
        self.words.get(&key).copied()
    }

    fn push(&mut self, start: u32) -> u32 {
        self.titles.push((start, self.arena.len() as u32));
        (self.titles.len() - 1) as u32
    }

    /// Reads one line of the list.
    fn line(&mut self, line: &'static str) {
        let mut fields = line.split('\t');
        let Some(marked) = fields.next() else { return };
        let start = self.arena.len();
        self.arena.extend(marked.split('~'));
        let long = self.arena.get(start..).map_or(key::EMPTY, key::key);
        let mut short = key::EMPTY;
        let mut abbreviated = false;
        for word in marked.rsplit(' ') {
            let (kept, cut) = word.split_once('~').unwrap_or((word, ""));
            abbreviated |= !cut.is_empty();
            for part in key::words(kept).rev() {
                short = prepend(part, short);
                let cut_here = !cut.is_empty() && kept.ends_with(part);
                let usage = self.words.entry(prepend(part, key::EMPTY)).or_default();
                if cut_here {
                    usage.abbreviation = usage.abbreviation.saturating_add(1);
                } else {
                    usage.title = usage.title.saturating_add(1);
                }
            }
        }
        // Whole words of which only the beginnings were counted.
        let words = self.arena.get(start..).filter(|_| abbreviated).unwrap_or("");
        for word in key::words(words) {
            self.words.entry(prepend(word, key::EMPTY)).or_default();
        }
        let index = match self.keys.get(&long) {
            Some(index) => {
                self.arena.truncate(start);
                *index
            }
            None => self.push(start as u32),
        };
        self.name(long, index);
        if abbreviated {
            self.name(short, index);
        }
        for name in fields {
            self.name(key::key(name), index);
            self.count(name);
        }
    }

    /// Counts the words of an abbreviation that its journal's title does not hold whole.
    fn count(&mut self, name: &str) {
        for word in key::words(name) {
            let usage = self.words.entry(prepend(word, key::EMPTY)).or_default();
            usage.abbreviation = usage.abbreviation.saturating_add(1);
        }
    }
}
