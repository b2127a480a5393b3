//! Journal names: abbreviations, acronyms and titles of the same periodical.

mod abbreviation;
mod key;
mod table;

pub use abbreviation::Likeness;
pub(crate) use key::{EMPTY, prepend};

use crate::base::codes::vocabulary::BAD_VOCABULARY;
use crate::base::{Diagnostic, Parsed, Span};
use serde::Deserialize;
use std::sync::Arc;
use table::{Table, WordUse};

/// Known journals, compiled for lookup. Built once, read by all. The default holds the compiled list alone.
#[derive(Clone, Debug, Default)]
pub struct Journals {
    /// Journals of the author's own files; they go before the compiled list.
    own: Table,
}

/// One `[[journal]]` of a vocabulary file.
#[derive(Deserialize)]
struct Entry {
    title: String,
    #[serde(default)]
    abbreviation: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    journal: Vec<toml::Spanned<toml::Value>>,
}

impl Journals {
    /// Reads journal files of the vocabulary: `(path, text)` of TOML files with tables `[[journal]]` that have a
    /// `title` and may have an `abbreviation` and `aliases`. Other tables are passed over.
    pub fn load(files: &[(&str, &str)]) -> Parsed<Self> {
        let mut journals = Self::default();
        let mut diagnostics = Vec::new();
        for (path, text) in files {
            let path: Arc<str> = Arc::from(*path);
            let file: File = match toml::from_str(text) {
                Ok(file) => file,
                Err(error) => {
                    let mut diagnostic = Diagnostic::new(BAD_VOCABULARY, error.message().to_owned());
                    if let Some(range) = error.span() {
                        diagnostic = diagnostic.at(&path, Span::new(range.start, range.end));
                    }
                    diagnostics.push(diagnostic);
                    continue;
                }
            };
            for entry in file.journal {
                let range = entry.span();
                match entry.into_inner().try_into::<Entry>() {
                    Ok(entry) if !entry.title.trim().is_empty() => {
                        let names = entry.abbreviation.iter().chain(&entry.aliases).map(String::as_str);
                        journals.own.add(entry.title.trim(), names);
                    }
                    _ => diagnostics.push(
                        Diagnostic::new(
                            BAD_VOCABULARY,
                            "a journal needs a title; abbreviation and aliases are text",
                        )
                        .at(&path, Span::new(range.start, range.end)),
                    ),
                }
            }
        }
        Parsed::new(journals, diagnostics)
    }

    /// Compiles the list that is part of the program, if that is not done yet: whoever asks first must wait for it.
    pub fn prepare(&self) {
        Table::compiled();
    }

    /// Whether the two names can be the same journal: equal after folding, two names of one known journal, or one
    /// an ISO 4 abbreviation of the other (word prefixes in order).
    pub fn compatible(&self, a: &str, b: &str) -> bool {
        self.likeness(a, b) >= Likeness::Compatible
    }

    /// How far two names agree.
    pub fn likeness(&self, a: &str, b: &str) -> Likeness {
        let (key_a, key_b) = (key::key(a), key::key(b));
        if key_a == key_b {
            return Likeness::Same;
        }
        let compiled = Table::compiled();
        if let (Some(a), Some(b)) = (compiled.index(key_a), compiled.index(key_b))
            && a == b
        {
            return Likeness::Same;
        }
        // The author's file may add names to a journal of the list.
        if (self.own.has(key_a) || self.own.has(key_b))
            && let (Some(a), Some(b)) = (self.canonical(a), self.canonical(b))
            && key::key(a) == key::key(b)
        {
            return Likeness::Same;
        }
        abbreviation::likeness(a, b)
    }

    /// With further names of journals: `(name, title)`.
    pub fn with_names<'n>(&self, names: impl IntoIterator<Item = (&'n str, &'n str)>) -> Self {
        let mut journals = self.clone();
        for (name, title) in names {
            journals.own.add(title, [name]);
        }
        journals
    }

    /// Whether the compiled list has the name, whole or abbreviated.
    pub fn is_listed(name: &str) -> bool {
        let key = key::key(name);
        key != EMPTY && Table::compiled().has(key)
    }

    /// Whether both are names of one journal of the compiled list, or the same name.
    pub fn same(a: &str, b: &str) -> bool {
        let (a, b) = (key::key(a), key::key(b));
        let index = |key| Table::compiled().index(key);
        a == b || index(a).is_some_and(|of_a| index(b) == Some(of_a))
    }

    /// Whether two names are written alike: equal but for case, marks and small words.
    pub(crate) fn written_alike(a: &str, b: &str) -> bool {
        key::key(a) == key::key(b)
    }

    /// The name to show for a journal as captured, if it is a known one: its full title.
    pub fn canonical(&self, name: &str) -> Option<&str> {
        let key = key::key(name);
        self.own.title(key).or_else(|| Table::compiled().title(key))
    }

    /// Whether the key is that of a known name.
    pub(crate) fn knows(&self, key: u64) -> bool {
        key != EMPTY && (Table::compiled().has(key) || self.own.has(key))
    }

    /// How names of journals use a word; `None` for words that no name has.
    pub(crate) fn word(&self, word: &str) -> Option<WordUse> {
        let key = prepend(word, EMPTY);
        Table::compiled().word(key).or_else(|| self.own.word(key))
    }
}
