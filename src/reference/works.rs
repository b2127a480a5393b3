//! Which items are the same work.
//!
//! Items are told apart by identifiers, then numbers, then names and titles; never by journal names alone, for captures
//! damage those more often than numbers. Pairs are found by blocking, never by comparing everything with everything.

use super::Journals;
use crate::base::{Diagnostic, Parsed};
use crate::record::Item;

/// Why two items were taken for one work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Equal DOI.
    Doi,
    /// Equal PubMed identifier.
    Pmid,
    /// Equal PubMed Central identifier.
    Pmcid,
    /// Equal ISBN of a book.
    Isbn,
    /// Equal volume and first page, and a compatible year, author, journal or title.
    VolumePage,
    /// A long, nearly equal title, and a compatible year and author.
    Title,
    /// The author decided so.
    Decision,
}

impl Reason {
    /// Its name in JSON: `doi`, `pmid`, `pmcid`, `isbn`, `volume+page`, `title`, `decision`.
    pub const fn name(self) -> &'static str {
        match self {
            Reason::Doi => "doi",
            Reason::Pmid => "pmid",
            Reason::Pmcid => "pmcid",
            Reason::Isbn => "isbn",
            Reason::VolumePage => "volume+page",
            Reason::Title => "title",
            Reason::Decision => "decision",
        }
    }
}

/// How sure a match is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// An identifier or all numbers agree.
    Certain,
    /// Enough agrees to link; worth a look.
    Probable,
    /// Not linked; listed for a person.
    Doubtful,
}

/// Two items taken for one work, by their indices in the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The earlier item.
    pub a: usize,
    /// The later item.
    pub b: usize,
    /// Why.
    pub because: Reason,
    /// How sure.
    pub certainty: Certainty,
}

/// Two items that may be one work and were kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The earlier item.
    pub a: usize,
    /// The later item.
    pub b: usize,
    /// What agrees and what does not, in plain words.
    pub why: String,
}

/// One work and the items that are it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Stable readable key: first family name, year, suffix on collision (`kralovics2005`).
    pub key: String,
    /// Indices of its items in the input, ascending; never empty.
    pub members: Vec<usize>,
    /// The reasons of its links, without repetition, in order.
    pub because: Vec<Reason>,
    /// The best of its members' values.
    pub item: Item,
}

/// Every input item in exactly one work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Works {
    /// The works in the order of their first members.
    pub works: Vec<Work>,
    /// The links that made them.
    pub matches: Vec<Match>,
    /// Pairs for a person to settle.
    pub doubts: Vec<Doubt>,
    /// Pairs that are different publications of one another (preprint, erratum, comment).
    pub related: Vec<(usize, usize, &'static str)>,
}

/// The author's decisions, from `content/works.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {}

impl Decisions {
    /// Reads `content/works.toml`.
    pub fn load(_path: &str, _text: &str) -> Parsed<Self> {
        Parsed::clean(Self::default())
    }
}

/// Decides which items are the same work. `items` are `(id, item)`: the id is an article's key, or empty for a reference.
/// The result does not depend on the order of the items, but for the order of the works.
pub fn match_works(_items: &[(&str, &Item)], _decisions: &Decisions, _journals: &Journals) -> Parsed<Works> {
    let none: Vec<Diagnostic> = Vec::new();
    Parsed::new(Works::default(), none)
}
