//! Why a capture was tagged as it was, for people: what matched, what it counted, what was vetoed, which gates it passed.

use super::{EntityKind, Evidence, Gate, Polarity, Tagging, Tier, TriggerHit, Vocabulary};
use std::fmt;

/// The reasons behind a [`Tagging`], ready to be printed ([`fmt::Display`]) or shown as data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// What let the capture through, or did not.
    pub gate: Gate,
    /// Whether it is about the vocabulary's field.
    pub in_scope: bool,
    /// Labels of what the capture's cells resist.
    pub targets: Vec<String>,
    /// Scores at which a mechanism is proposed, and possible.
    pub thresholds: (f64, f64),
    /// Mechanisms in the order of the tagging, wider ones last.
    pub mechanisms: Vec<MechanismReport>,
    /// Mechanisms that the target rule dropped: label and reason.
    pub skipped: Vec<(String, String)>,
    /// Terms found, by kind.
    pub terms: Vec<TermReport>,
    /// Facets: label of facet, label of value, words.
    pub facets: Vec<(String, String, Vec<String>)>,
}

/// Why a mechanism has its tier.
#[derive(Clone, Debug, PartialEq)]
pub struct MechanismReport {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// How sure.
    pub tier: Tier,
    /// Sum of the scores.
    pub score: f64,
    /// What the words say together.
    pub polarity: Polarity,
    /// What counted, heaviest first.
    pub triggers: Vec<TriggerHit>,
    /// Where the capture’s words set it aside.
    pub vetoed: Vec<Evidence>,
    /// Where the words deny it.
    pub refuted: Vec<Evidence>,
    /// Of a wider mechanism: labels of those it inherits from.
    pub from: Vec<String>,
}

/// A term and the forms in which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermReport {
    /// Its kind.
    pub kind: EntityKind,
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Every form with how often it stands there, in the order of the capture.
    pub forms: Vec<(String, usize)>,
}

impl Report {
    /// Gathers the reasons behind `tagging`, which `vocabulary` made.
    pub fn new(vocabulary: &Vocabulary, tagging: &Tagging) -> Self {
        let mechanism = |id: &str| {
            vocabulary
                .mechanisms
                .get(id)
                .map_or(id, |mechanism| &mechanism.label)
                .to_owned()
        };
        let term = |id: &str| vocabulary.terms.get(id).map_or(id, |term| &term.label).to_owned();
        let leaves = tagging.mechanisms.iter().map(|hit| MechanismReport {
            id: hit.id.clone(),
            label: mechanism(&hit.id),
            tier: hit.tier,
            score: hit.score,
            polarity: hit.polarity,
            triggers: hit.triggers.clone(),
            vetoed: hit.vetoed.clone(),
            refuted: hit.refuted.clone(),
            from: Vec::new(),
        });
        let parents = tagging.parents.iter().map(|hit| MechanismReport {
            id: hit.id.clone(),
            label: mechanism(&hit.id),
            tier: hit.tier,
            score: hit.score,
            polarity: Polarity::Supports,
            triggers: hit.triggers.clone(),
            vetoed: Vec::new(),
            refuted: Vec::new(),
            from: hit.from.iter().map(|id| mechanism(id)).collect(),
        });
        let skipped = tagging.skipped.iter().map(|hit| {
            let reason = format!(
                "scored {:.1}, but the cells resist a drug against {}: the same axis",
                hit.score,
                term(&hit.target)
            );
            (mechanism(&hit.id), reason)
        });
        let terms = tagging.entities.iter().map(|hit| TermReport {
            kind: hit.kind,
            id: hit.id.clone(),
            label: term(&hit.id),
            forms: forms(&hit.evidence),
        });
        let facets = tagging.facets.iter().map(|hit| {
            let facet = vocabulary.facets.iter().find(|facet| facet.id == hit.facet);
            let value = facet.and_then(|facet| facet.values.iter().find(|value| value.id == hit.value));
            let words = forms(&hit.evidence).into_iter().map(|(words, _)| words).collect();
            (
                facet.map_or(&hit.facet, |facet| &facet.label).clone(),
                value.map_or(&hit.value, |value| &value.label).clone(),
                words,
            )
        });
        Self {
            gate: tagging.gate.clone(),
            in_scope: tagging.in_scope,
            targets: tagging.targets.iter().map(|id| term(id)).collect(),
            thresholds: vocabulary.thresholds(),
            mechanisms: leaves.chain(parents).collect(),
            skipped: skipped.collect(),
            terms: terms.collect(),
            facets: facets.collect(),
        }
    }
}

/// The distinct words of evidence, counted, in the order they appear.
fn forms(evidence: &[Evidence]) -> Vec<(String, usize)> {
    let mut out: indexmap::IndexMap<&str, usize> = indexmap::IndexMap::new();
    for place in evidence {
        *out.entry(&*place.text).or_default() += 1;
    }
    out.into_iter()
        .map(|(words, count)| (words.to_owned(), count))
        .collect()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |evidence: &Option<Evidence>| {
            evidence.as_ref().map_or("not found".to_owned(), |evidence| {
                format!("\"{}\" ({})", evidence.text, evidence.zone.name())
            })
        };
        writeln!(
            f,
            "gate       {}",
            if self.gate.open {
                "open"
            } else {
                "shut: nothing is proposed"
            }
        )?;
        writeln!(f, "           failure of a therapy: {}", word(&self.gate.context))?;
        writeln!(f, "           a treatment: {}", word(&self.gate.treatment))?;
        writeln!(f, "scope      {}", if self.in_scope { "inside" } else { "outside" })?;
        if !self.targets.is_empty() {
            writeln!(f, "resisted   drugs against {}", self.targets.join(", "))?;
        }
        let (propose, possible) = self.thresholds;
        writeln!(f, "thresholds proposed from {propose}, possible from {possible}")?;
        for mechanism in &self.mechanisms {
            writeln!(f, "\n{mechanism}")?;
        }
        for (label, reason) in &self.skipped {
            writeln!(f, "\ndropped    {label}: {reason}")?;
        }
        let mut kind = None;
        for term in &self.terms {
            if kind != Some(term.kind) {
                kind = Some(term.kind);
                writeln!(f, "\n{}", term.kind.name())?;
            }
            let forms: Vec<String> = term
                .forms
                .iter()
                .map(|(words, count)| {
                    if *count > 1 {
                        format!("\"{words}\" x{count}")
                    } else {
                        format!("\"{words}\"")
                    }
                })
                .collect();
            writeln!(f, "  {} ({}): {}", term.label, term.id, forms.join(", "))?;
        }
        for (facet, value, words) in &self.facets {
            writeln!(f, "\n{facet}\n  {value}: \"{}\"", words.join("\", \""))?;
        }
        Ok(())
    }
}

impl fmt::Display for MechanismReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tier = match self.tier {
            Tier::Proposed => "proposed",
            Tier::Possible => "possible",
            Tier::Excluded => "excluded",
        };
        write!(f, "{tier:<10} {} ({}), score {:.1}", self.label, self.id, self.score)?;
        if self.polarity == Polarity::DoesNotSupport {
            write!(f, ", the words speak against it")?;
        }
        if !self.from.is_empty() {
            write!(f, ", inherited from {}", self.from.join(", "))?;
        }
        for trigger in &self.triggers {
            let against = match trigger.polarity {
                Polarity::Supports => "",
                Polarity::DoesNotSupport => ", denied",
            };
            let (score, place) = (trigger.score, &trigger.evidence);
            write!(
                f,
                "\n  {score:>5.2}  \"{}\" ({}{against})",
                place.text,
                place.zone.name()
            )?;
            let elsewhere = if score > 0.0 { "" } else { ", counted elsewhere" };
            write!(f, "\n         by {}{elsewhere}", trigger.trigger)?;
        }
        for (what, places) in [("vetoed", &self.vetoed), ("denied", &self.refuted)] {
            for place in places {
                write!(f, "\n  {what}  \"{}\" ({})", place.text, place.zone.name())?;
            }
        }
        Ok(())
    }
}
