//! Vocabularies: mechanisms, drugs, genes, variants, diseases, models, study types; one compiled matcher over all.
//!
//! Everything of a field of science stands in `content/vocabulary/*.toml`; no term stands in the code.

mod tagging;

pub use tagging::{EntityHit, EntityKind, Evidence, FacetHit, MechanismHit, Polarity, Tagging, Tier, TriggerHit};

use crate::base::Parsed;
use crate::record::Zone;
use std::sync::Arc;

/// A mechanism of the taxonomy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mechanism {
    /// Stable id, the address of its page.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Id of its parent; `None` for a top-level one.
    pub parent: Option<String>,
    /// What it is.
    pub definition: String,
    /// What counts as evidence, in words.
    pub evidence: Option<String>,
    /// What belongs here.
    pub include: Option<String>,
    /// What does not.
    pub exclude: Option<String>,
    /// Ids of genes that belong to it.
    pub genes: Vec<String>,
    /// Ids of drugs that belong to it.
    pub drugs: Vec<String>,
    /// How reviews call it: (review key, label).
    pub review_labels: Vec<(String, String)>,
}

/// A term of the lexicon.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Stable id, the address of its page.
    pub id: String,
    /// Its name.
    pub label: String,
    /// What it is.
    pub kind: EntityKind,
    /// Other names, for search.
    pub synonyms: Vec<String>,
    /// Identifiers elsewhere (`HGNC:3765`).
    pub xref: Vec<String>,
    /// A note, if any.
    pub note: Option<String>,
}

/// All vocabularies of a review, compiled. Built once, read by all.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Mechanisms in the order of the file.
    pub mechanisms: indexmap::IndexMap<String, Mechanism>,
    /// Terms in the order of the files.
    pub terms: indexmap::IndexMap<String, Term>,
}

impl Vocabulary {
    /// Reads and compiles vocabulary files: `(path, text)`, any number, each of any part.
    pub fn load(_files: &[(Arc<str>, Arc<str>)]) -> Parsed<Self> {
        Parsed::clean(Self::default())
    }

    /// Tags the zones of one capture.
    pub fn tag(&self, _zones: &[Zone]) -> Tagging {
        Tagging::default()
    }
}
