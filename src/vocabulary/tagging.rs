//! What tagging gives: entities, mechanisms and facets with the words that stand for them.

use crate::base::Span;
use crate::record::ZoneKind;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

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
    VariantPattern,
}

/// Terms of different layers may overlap; within a layer the longest wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Layer {
    Entity,
    Model,
    StudyType,
    Pattern,
}

impl EntityKind {
    /// All kinds.
    pub const ALL: [EntityKind; 11] = [
        EntityKind::Drug,
        EntityKind::Drugclass,
        EntityKind::Gene,
        EntityKind::Family,
        EntityKind::Variant,
        EntityKind::Disease,
        EntityKind::CellLine,
        EntityKind::Model,
        EntityKind::StudyType,
        EntityKind::Pattern,
        EntityKind::VariantPattern,
    ];

    /// Its name in vocabularies, files and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            EntityKind::Drug => "drug",
            EntityKind::Drugclass => "drugclass",
            EntityKind::Gene => "gene",
            EntityKind::Family => "family",
            EntityKind::Variant => "variant",
            EntityKind::Disease => "disease",
            EntityKind::CellLine => "cell-line",
            EntityKind::Model => "model",
            EntityKind::StudyType => "study-type",
            EntityKind::Pattern => "pattern",
            EntityKind::VariantPattern => "variant-pattern",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether its label is a name that papers use.
    pub(super) const fn is_named(self) -> bool {
        !matches!(
            self,
            EntityKind::Model | EntityKind::StudyType | EntityKind::Pattern | EntityKind::VariantPattern
        )
    }

    pub(super) const fn layer(self) -> Layer {
        match self {
            EntityKind::Model => Layer::Model,
            EntityKind::StudyType => Layer::StudyType,
            EntityKind::Pattern => Layer::Pattern,
            _ => Layer::Entity,
        }
    }
}

/// Words of the capture that stand for something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where they stand in the capture's text.
    pub span: Span,
    /// The words, decoded.
    #[serde(with = "shared_text")]
    pub text: Arc<str>,
    /// The sentence around them, decoded; a title or keyword list as a whole. Evidence of one sentence may share it.
    #[serde(with = "shared_text")]
    pub sentence: Arc<str>,
    /// Where the sentence stands.
    pub sentence_span: Span,
    /// The zone.
    pub zone: ZoneKind,
}

/// Text that many may share, as plain text in files.
mod shared_text {
    use serde::{Deserialize, Deserializer, Serializer};
    use std::sync::Arc;

    pub fn serialize<S: Serializer>(text: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Arc<str>, D::Error> {
        Ok(String::deserialize(deserializer)?.into())
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
    /// The capture’s words set it aside, or look beyond it.
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

/// One trigger that counted, or that stands in a sentence in which none has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TriggerHit {
    /// The phrase or pattern as the vocabulary has it.
    pub trigger: String,
    /// Weight times zone factor; nothing where it counts elsewhere already.
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
    /// The triggers that counted, heaviest first, then further sentences in the order of the capture.
    pub triggers: Vec<TriggerHit>,
    /// Places where the capture rules the mechanism out.
    pub vetoed: Vec<Evidence>,
    /// Places where its triggers stand beside a word that denies them ("not major drivers").
    #[serde(default)]
    pub refuted: Vec<Evidence>,
    /// What the triggers' places say together: against it when at least half of them are refuted.
    #[serde(default)]
    pub polarity: Polarity,
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
    /// Wider mechanisms that inherit a proposal from a narrower one, or whose own triggers count.
    #[serde(default)]
    pub parents: Vec<ParentHit>,
    /// Mechanisms that scored and were dropped since the capture's cells resist a drug against the same target.
    #[serde(default)]
    pub skipped: Vec<SkippedHit>,
    /// Words of therapy failure and of a treatment were found; without both nothing is proposed.
    #[serde(default)]
    pub gate: Gate,
}

/// A mechanism with narrower ones, of which the capture may speak.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParentHit {
    /// Its id.
    pub id: String,
    /// The best tier of those it inherits from and its own triggers.
    pub tier: Tier,
    /// Ids of the narrower mechanisms it inherits from, in the order of [`Tagging::mechanisms`].
    pub from: Vec<String>,
    /// The sum of its own triggers' scores.
    pub score: f64,
    /// Its own triggers.
    pub triggers: Vec<TriggerHit>,
}

/// A mechanism dropped by the target rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkippedHit {
    /// Its id.
    pub id: String,
    /// The score it would have had.
    pub score: f64,
    /// The target that dropped it.
    pub target: String,
}

/// What let the capture through, or did not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// The first word of therapy failure.
    pub context: Option<Evidence>,
    /// The first word of a treatment.
    pub treatment: Option<Evidence>,
    /// Both were found, or the vocabulary asks for none.
    pub open: bool,
}
