//! Journal names: abbreviations, acronyms and titles of the same periodical.

use crate::base::Parsed;

/// Known journals, compiled for lookup. Built once, read by all.
#[derive(Clone, Debug, Default)]
pub struct Journals {}

impl Journals {
    /// Reads journal files of the vocabulary: `(path, text)` of TOML files.
    pub fn load(_files: &[(&str, &str)]) -> Parsed<Self> {
        Parsed::clean(Self::default())
    }

    /// Whether the two names can be the same journal: equal after folding, a known alias, or one an ISO 4
    /// abbreviation of the other (word prefixes in order).
    pub fn compatible(&self, a: &str, b: &str) -> bool {
        crate::base::fold(a) == crate::base::fold(b)
    }

    /// The name to show for a journal as captured, if it is a known one.
    pub fn canonical(&self, _name: &str) -> Option<&str> {
        None
    }
}
