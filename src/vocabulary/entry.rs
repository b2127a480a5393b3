//! What a vocabulary says of mechanisms, terms, facets and reviews: all that pages show.

use super::EntityKind;

/// A mechanism of the taxonomy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mechanism {
    /// Stable id, the address of its page.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Id of its parent; `None` for a top-level one.
    pub parent: Option<String>,
    /// Ids of its children, in the order of the files.
    pub children: Vec<String>,
    /// What it is.
    pub definition: String,
    /// What counts as evidence, in words.
    pub evidence: Option<String>,
    /// What belongs here.
    pub include: Option<String>,
    /// What does not.
    pub exclude: Option<String>,
    /// Genes that belong to it, as the vocabulary writes them; [`Vocabulary::lookup`](super::Vocabulary::lookup)
    /// finds their terms.
    pub genes: Vec<String>,
    /// Drugs that belong to it, as the vocabulary writes them.
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
    /// Abbreviations, trusted only beside a long form where they are ambiguous.
    pub abbr: Vec<String>,
    /// Identifiers elsewhere (`HGNC:3765`).
    pub xref: Vec<String>,
    /// A note, if any.
    pub note: Option<String>,
    /// Of a drug: its class, in words.
    pub class: Option<String>,
    /// Of a drug or class: ids of what it inhibits.
    pub targets: Vec<String>,
    /// Of a variant: ids of its genes.
    pub gene: Vec<String>,
    /// Of a family: ids of its members.
    pub members: Vec<String>,
    /// Of a disease: id of the wider one.
    pub parent: Option<String>,
    /// Of a study type: the level of evidence it can give, `A` to `E` as CIViC has them.
    pub level: Option<char>,
}

/// A way to sort findings that is no place in the tree: when resistance appears, whether it reverts …
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facet {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// How to use it.
    pub note: Option<String>,
    /// Its values in order.
    pub values: Vec<FacetValue>,
}

/// A value of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetValue {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub label: String,
}

/// A published review whose division of the field the taxonomy is mapped to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// The key that `review_labels` use.
    pub key: String,
    /// Its citation.
    pub cite: String,
    /// How it divides the field.
    pub division: String,
}
