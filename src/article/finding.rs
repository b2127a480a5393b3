//! Findings: one row of evidence each, written or judged by a reviewer.

use crate::base::{PartialDate, Span};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$var_doc:meta])* $variant:ident = $word:literal,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum $name {
                $($(#[$var_doc])* $variant,)*
            }

            impl $name {
                /// Every value, in order.
                pub const ALL: &'static [$name] = &[$($name::$variant,)*];

                /// Its word in files and JSON.
                pub const fn name(self) -> &'static str {
                    match self {
                        $($name::$variant => $word,)*
                    }
                }

                /// The value of that word.
                pub fn from_name(word: &str) -> Option<Self> {
                    Self::ALL.iter().copied().find(|value| value.name() == word)
                }
            }
        )*
    };
}
pub(super) use words;

words! {
    /// What the trigger does, in the finding, to the drug or to `object`.
    StudyRelation {
        /// Cells with it withstand the drug.
        ConfersResistance = "confers-resistance",
        /// Cells with it live on under the drug.
        ConfersPersistence = "confers-persistence",
        /// It goes with resistance; no cause is shown.
        AssociatedWithResistance = "associated-with-resistance",
        /// It goes with a weaker effect of the drug.
        ReducedSensitivity = "reduced-sensitivity",
        /// It makes the drug work, or work again.
        Sensitises = "sensitises",
        /// It and the drug do more together than each alone.
        Synergises = "synergises",
        /// It removes a resistance.
        Overcomes = "overcomes",
        /// It was looked for and not seen.
        NoEffect = "no-effect",
        /// It raises the amount of `object`.
        UpRegulates = "up-regulates",
        /// It lowers the amount of `object`.
        DownRegulates = "down-regulates",
        /// It switches `object` on again under the drug.
        Reactivates = "reactivates",
        /// More of it goes with less of `object`.
        InverselyCorrelated = "inversely-correlated",
        /// It goes with `object`; no direction of cause is claimed.
        Associated = "associated",
    }

    /// Whether the finding speaks for its mechanism.
    Direction {
        /// For it.
        Supports = "supports",
        /// Against it.
        DoesNotSupport = "does-not-support",
        /// Both.
        Mixed = "mixed",
    }

    /// CIViC's levels of evidence, for this finding; the strongest first.
    Level {
        /// Validated association. Never proposed by the program.
        A = "A",
        /// Clinical: patients.
        B = "B",
        /// Case study.
        C = "C",
        /// Preclinical: cells, animals, patients' cells ex vivo.
        D = "D",
        /// Inferred.
        E = "E",
    }

    /// What became of the finding.
    FindingStatus {
        /// Judged by no reviewer yet, whoever wrote it; never counted as evidence.
        Proposed = "proposed",
        /// Read and accepted as it stands.
        Confirmed = "confirmed",
        /// Written or changed by a reviewer.
        Edited = "edited",
        /// Read and refused; remembered so that it is not proposed again.
        Rejected = "rejected",
    }
}

/// What stands under `by` and `level-by` of a finding that the program drafted.
pub const DRAFTED: &str = "citeloom";

/// How far a way round the resistance has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WayRound {
    /// What is given beside or instead of the drug, in words or as a term's id.
    pub partner: String,
    /// `proposed`, `in-vitro`, `in-vivo` or `trial`.
    pub stage: Option<String>,
    /// The trial's number (`NCT…`).
    pub trial: Option<String>,
}

/// One row of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The reviewer's sentence.
    pub statement: Option<String>,
    /// Id of the mechanism.
    pub mechanism: Option<String>,
    /// Variant, gene, family, niche factor or state: a term's id or words.
    pub trigger: Option<String>,
    /// What the trigger does.
    pub relation: Option<StudyRelation>,
    /// What it does it to, where that is no drug: a term's id or words.
    pub object: Option<String>,
    /// For or against the mechanism; absent means for it.
    pub direction: Option<Direction>,
    /// Ids of drugs or drug classes, or words.
    pub drugs: Vec<String>,
    /// Id of the drug's target.
    pub target: Option<String>,
    /// Id of the disease.
    pub disease: Option<String>,
    /// Driver, line of therapy, setting: words.
    pub context: Option<String>,
    /// Values of the facet `timing`.
    pub timing: Vec<String>,
    /// Value of the facet `target-dependence`.
    pub dependence: Option<String>,
    /// Values of the facet `locus`.
    pub locus: Vec<String>,
    /// Value of the facet `reversibility`.
    pub reversible: Option<String>,
    /// Ids of models.
    pub models: Vec<String>,
    /// Ids of study types.
    pub study_types: Vec<String>,
    /// Level of evidence.
    pub level: Option<Level>,
    /// Who assigned the level; `citeloom` for a proposed one.
    pub level_by: Option<String>,
    /// `6/136`, or a percentage, as the paper has it.
    pub n: Option<String>,
    /// A way round the resistance.
    pub way_round: Option<WayRound>,
    /// The paper's own words.
    pub quote: Option<String>,
    /// What became of it; absent means written by a reviewer.
    pub status: FindingStatus,
    /// Who judged it.
    pub by: Option<String>,
    /// When.
    pub on: Option<PartialDate>,
    /// A remark of the reviewer.
    pub note: Option<String>,
    /// The whole block in the stub's file.
    pub span: Span,
    /// The quote's value in the stub's file, for diagnostics; empty without a quote.
    pub quote_span: Span,
    /// Where each key's value stands in the stub's file, in the order of the file.
    pub spans: Vec<(String, Span)>,
}

impl Default for Finding {
    fn default() -> Self {
        Self {
            statement: None,
            mechanism: None,
            trigger: None,
            relation: None,
            object: None,
            direction: None,
            drugs: Vec::new(),
            target: None,
            disease: None,
            context: None,
            timing: Vec::new(),
            dependence: None,
            locus: Vec::new(),
            reversible: None,
            models: Vec::new(),
            study_types: Vec::new(),
            level: None,
            level_by: None,
            n: None,
            way_round: None,
            quote: None,
            status: FindingStatus::Edited,
            by: None,
            on: None,
            note: None,
            span: Span::default(),
            quote_span: Span::default(),
            spans: Vec::new(),
        }
    }
}

impl Finding {
    /// Whether it counts as evidence: a reviewer confirmed or wrote it.
    pub fn counts(&self) -> bool {
        matches!(self.status, FindingStatus::Confirmed | FindingStatus::Edited)
    }

    /// Who judged it, or drafted it while nobody has: the program drafts and judges nothing.
    pub fn judge(&self) -> Option<&str> {
        let judged = self.status != FindingStatus::Proposed;
        self.by.as_deref().filter(|by| !judged || *by != DRAFTED)
    }

    /// For or against its mechanism.
    pub fn direction(&self) -> Direction {
        self.direction.unwrap_or(Direction::Supports)
    }
}
