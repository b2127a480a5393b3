//! What tagging gives: entities, mechanisms and facets with the words that stand for them.

use crate::base::Span;
use crate::record::ZoneKind;
use serde::{Deserialize, Serialize};

/// What a term of the lexicon is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // the names are the vocabulary's own
pub enum EntityKind {
    Drug,
    Drugclass,
    Gene,
    Family,
    Variant,
    Disease,
    CellLine,
    Model,
    StudyType,
    Pattern,
}

/// Words of the capture that stand for something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where they stand in the capture's text.
    pub span: Span,
    /// The words, decoded.
    pub text: String,
    /// The sentence around them, decoded; a title or keyword list as a whole.
    pub sentence: String,
    /// Where the sentence stands.
    pub sentence_span: Span,
    /// The zone.
    pub zone: ZoneName,
}

/// A [`ZoneKind`] as written in files.
pub type ZoneName = String;

impl Evidence {
    /// The zone's kind.
    pub fn zone_kind(&self) -> ZoneKind {
        ZoneKind::from_name(&self.zone).unwrap_or(ZoneKind::Body)
    }
}

/// A term found in a capture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityHit {
    /// Id of the term; for a pattern its id with the matched words in the evidence.
    pub id: String,
    /// What it is.
    pub kind: EntityKind,
    /// Every place, in the order of the capture.
    pub evidence: Vec<Evidence>,
}

/// How sure a mechanism is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// Score at or over `propose`.
    Proposed,
    /// Score at or over `possible`.
    Possible,
    /// The capture rules it out.
    Excluded,
}

/// What the words say of the mechanism.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// They support it.
    #[default]
    Supports,
    /// They speak against it.
    DoesNotSupport,
}

/// One trigger that counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TriggerHit {
    /// The phrase or pattern as the vocabulary has it.
    pub trigger: String,
    /// Weight times zone factor.
    pub score: f64,
    /// What the words say.
    pub polarity: Polarity,
    /// The best place.
    pub evidence: Evidence,
}

/// A mechanism that the capture may speak of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MechanismHit {
    /// Its id.
    pub id: String,
    /// How sure.
    pub tier: Tier,
    /// Sum of its triggers' scores.
    pub score: f64,
    /// The triggers that counted, heaviest first.
    pub triggers: Vec<TriggerHit>,
    /// Places where the capture rules the mechanism out.
    pub vetoed: Vec<Evidence>,
}

/// A facet's value that the capture's words suggest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetHit {
    /// The facet's id (`timing`).
    pub facet: String,
    /// The value's id (`acquired`).
    pub value: String,
    /// Where.
    pub evidence: Vec<Evidence>,
}

/// All that tagging found in one capture.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tagging {
    /// Terms, in order of kind and first place.
    pub entities: Vec<EntityHit>,
    /// Mechanisms: proposed by falling score, then possible, then excluded.
    pub mechanisms: Vec<MechanismHit>,
    /// Facets.
    pub facets: Vec<FacetHit>,
    /// Ids of what the capture's cells resist: drug targets derived from its words.
    pub targets: Vec<String>,
    /// A term of the vocabulary's scope was found (`false`: proposals are badged).
    pub in_scope: bool,
}
