//! Tagging in the lock. Its evidence repeats the same sentences many times; here each is written once.

use crate::base::Span;
use crate::record::ZoneKind;
use crate::vocabulary::{
    EntityHit, EntityKind, Evidence, FacetHit, Gate, MechanismHit, ParentHit, Polarity, SkippedHit, Tagging, Tier,
    TriggerHit,
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// A sentence: start, end, zone, text.
type SentenceRow<'t> = (u32, u32, ZoneKind, Cow<'t, str>);
/// Words: index of the sentence, start, end, and the words where they are not just that piece of the sentence.
type WordsRow<'t> = (usize, u32, u32, Option<Cow<'t, str>>);

#[derive(Default, Serialize, Deserialize)]
pub(super) struct TaggingRow<'t> {
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    sentences: Vec<SentenceRow<'t>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    entities: Vec<(Cow<'t, str>, EntityKind, Vec<WordsRow<'t>>)>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    mechanisms: Vec<MechanismRow<'t>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    facets: Vec<(Cow<'t, str>, Cow<'t, str>, Vec<WordsRow<'t>>)>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    targets: Vec<Cow<'t, str>>,
    #[serde(default)]
    scope: bool,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    parents: Vec<ParentRow<'t>>,
    /// Id, score, target.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    skipped: Vec<(Cow<'t, str>, f64, Cow<'t, str>)>,
    /// Word of failure, word of treatment, whether the gate is open.
    #[serde(borrow, default)]
    gate: (Option<WordsRow<'t>>, Option<WordsRow<'t>>, bool),
}

#[derive(Serialize, Deserialize)]
struct MechanismRow<'t> {
    #[serde(borrow)]
    id: Cow<'t, str>,
    tier: Tier,
    score: f64,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    triggers: Vec<TriggerRow<'t>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    vetoed: Vec<WordsRow<'t>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    refuted: Vec<WordsRow<'t>>,
    #[serde(default)]
    polarity: Polarity,
}

/// Trigger, score, polarity, words.
type TriggerRow<'t> = (Cow<'t, str>, f64, Polarity, WordsRow<'t>);

#[derive(Serialize, Deserialize)]
struct ParentRow<'t> {
    #[serde(borrow)]
    id: Cow<'t, str>,
    tier: Tier,
    score: f64,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    from: Vec<Cow<'t, str>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    triggers: Vec<TriggerRow<'t>>,
}

/// Sentences already written, with their index.
#[derive(Default)]
struct Sentences<'t> {
    list: Vec<SentenceRow<'t>>,
    index: HashMap<(Span, &'t str), usize>,
}

impl<'t> Sentences<'t> {
    fn words(&mut self, evidence: &'t Evidence) -> WordsRow<'t> {
        let key = (evidence.sentence_span, &*evidence.sentence);
        let sentence = *self.index.entry(key).or_insert_with(|| {
            let at = evidence.sentence_span;
            self.list
                .push((at.start, at.end, evidence.zone, Cow::Borrowed(&*evidence.sentence)));
            self.list.len() - 1
        });
        let piece = piece(&evidence.sentence, evidence.sentence_span, evidence.span);
        let text = (piece != Some(&*evidence.text)).then_some(Cow::Borrowed(&*evidence.text));
        (sentence, evidence.span.start, evidence.span.end, text)
    }

    fn triggers(&mut self, list: &'t [TriggerHit]) -> Vec<TriggerRow<'t>> {
        let row = |hit: &'t TriggerHit| {
            let words = self.words(&hit.evidence);
            (Cow::Borrowed(hit.trigger.as_str()), hit.score, hit.polarity, words)
        };
        list.iter().map(row).collect()
    }

    fn all(&mut self, list: &'t [Evidence]) -> Vec<WordsRow<'t>> {
        list.iter().map(|evidence| self.words(evidence)).collect()
    }
}

/// The piece of a sentence under a span of the capture, if the sentence stands there byte for byte.
fn piece(sentence: &str, at: Span, span: Span) -> Option<&str> {
    if sentence.len() != at.len() {
        return None;
    }
    let start = span.start.checked_sub(at.start)? as usize;
    let end = span.end.checked_sub(at.start)? as usize;
    sentence.get(start..end)
}

/// A list without room to grow: a review holds hundreds of thousands of lists of one place.
pub(super) fn exact<T>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = items.collect();
    list.shrink_to_fit();
    list
}

impl<'t> TaggingRow<'t> {
    pub(super) fn of(tagging: &'t Tagging) -> Self {
        let mut sentences = Sentences::default();
        let mechanisms = tagging
            .mechanisms
            .iter()
            .map(|hit| MechanismRow {
                id: Cow::Borrowed(&hit.id),
                tier: hit.tier,
                score: hit.score,
                triggers: sentences.triggers(&hit.triggers),
                vetoed: sentences.all(&hit.vetoed),
                refuted: sentences.all(&hit.refuted),
                polarity: hit.polarity,
            })
            .collect();
        let entities = tagging
            .entities
            .iter()
            .map(|hit| (Cow::Borrowed(hit.id.as_str()), hit.kind, sentences.all(&hit.evidence)))
            .collect();
        let facets = tagging
            .facets
            .iter()
            .map(|hit| {
                (
                    Cow::Borrowed(hit.facet.as_str()),
                    Cow::Borrowed(hit.value.as_str()),
                    sentences.all(&hit.evidence),
                )
            })
            .collect();
        let parents = tagging
            .parents
            .iter()
            .map(|hit| ParentRow {
                id: Cow::Borrowed(&hit.id),
                tier: hit.tier,
                score: hit.score,
                from: hit.from.iter().map(|id| Cow::Borrowed(id.as_str())).collect(),
                triggers: sentences.triggers(&hit.triggers),
            })
            .collect();
        let skipped = tagging.skipped.iter().map(|hit| {
            let (id, target) = (hit.id.as_str(), hit.target.as_str());
            (Cow::Borrowed(id), hit.score, Cow::Borrowed(target))
        });
        let gate = &tagging.gate;
        let mut word = |evidence: &'t Option<Evidence>| evidence.as_ref().map(|evidence| sentences.words(evidence));
        let gate = (word(&gate.context), word(&gate.treatment), gate.open);
        Self {
            parents,
            skipped: skipped.collect(),
            gate,
            sentences: sentences.list,
            entities,
            mechanisms,
            facets,
            targets: tagging.targets.iter().map(|id| Cow::Borrowed(id.as_str())).collect(),
            scope: tagging.in_scope,
        }
    }

    pub(super) fn into_tagging(self) -> Tagging {
        let rows = self.sentences.into_iter();
        let sentences: Vec<(u32, u32, ZoneKind, Arc<str>)> = rows
            .map(|(start, end, zone, text)| (start, end, zone, text.into()))
            .collect();
        // The words of the place before, which are most often those of the next too.
        let last: RefCell<Arc<str>> = RefCell::default();
        let words = |(index, start, end, text): WordsRow<'_>| -> Option<Evidence> {
            let (from, to, zone, sentence) = sentences.get(index)?;
            let sentence_span = Span {
                start: *from,
                end: (*to).max(*from),
            };
            let span = Span {
                start,
                end: end.max(start),
            };
            let text = match &text {
                Some(text) => text,
                None => piece(sentence, sentence_span, span)?,
            };
            let mut last = last.borrow_mut();
            if **last != *text {
                *last = text.into();
            }
            Some(Evidence {
                span,
                text: Arc::clone(&last),
                sentence: Arc::clone(sentence),
                sentence_span,
                zone: *zone,
            })
        };
        let triggers = |rows: Vec<TriggerRow<'_>>| -> Vec<TriggerHit> {
            let hit = |(trigger, score, polarity, evidence): TriggerRow<'_>| {
                Some(TriggerHit {
                    trigger: trigger.into_owned(),
                    score,
                    polarity,
                    evidence: words(evidence)?,
                })
            };
            exact(rows.into_iter().filter_map(hit))
        };
        let all = |list: Vec<WordsRow<'_>>| exact(list.into_iter().filter_map(words));
        Tagging {
            entities: exact(self.entities.into_iter().map(|(id, kind, list)| EntityHit {
                id: id.into_owned(),
                kind,
                evidence: all(list),
            })),
            mechanisms: exact(self.mechanisms.into_iter().map(|row| MechanismHit {
                id: row.id.into_owned(),
                tier: row.tier,
                score: row.score,
                triggers: triggers(row.triggers),
                vetoed: all(row.vetoed),
                refuted: all(row.refuted),
                polarity: row.polarity,
            })),
            facets: exact(self.facets.into_iter().map(|(facet, value, list)| FacetHit {
                facet: facet.into_owned(),
                value: value.into_owned(),
                evidence: all(list),
            })),
            targets: self.targets.into_iter().map(Cow::into_owned).collect(),
            in_scope: self.scope,
            parents: exact(self.parents.into_iter().map(|row| ParentHit {
                id: row.id.into_owned(),
                tier: row.tier,
                from: row.from.into_iter().map(Cow::into_owned).collect(),
                score: row.score,
                triggers: triggers(row.triggers),
            })),
            skipped: self
                .skipped
                .into_iter()
                .map(|(id, score, target)| SkippedHit {
                    id: id.into_owned(),
                    score,
                    target: target.into_owned(),
                })
                .collect(),
            gate: Gate {
                context: self.gate.0.and_then(words),
                treatment: self.gate.1.and_then(words),
                open: self.gate.2,
            },
        }
    }
}
