//! Findings proposed from a tagging: a sentence of the capture with what stands in it and beside it.
//!
//! A proposal asserts nothing. Each part of it stands in the capture; what the sentence and its neighbours do not say
//! is left empty, for the reviewer. Level A and a reviewer's sentence are never proposed.

use super::{EntityHit, EntityKind, Evidence, MechanismHit, Polarity, Tagging, Tier, Vocabulary};
use crate::base::{Digest, Span, fold};
use crate::record::ZoneKind;
use serde::{Deserialize, Serialize};

/// A proposed finding; the fields are those of a `[[finding]]` block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FindingDraft {
    /// Id of the mechanism.
    pub mechanism: String,
    /// How sure the mechanism is meant: proposed or possible.
    pub tier: Tier,
    /// Its score.
    pub score: f64,
    /// The sentence, as the capture has it.
    pub quote: String,
    /// Where the sentence stands in the capture's text.
    pub quote_span: Span,
    /// Id of the variant, gene or family in the sentence, else the words that spoke for the mechanism.
    pub trigger: Option<String>,
    /// What the trigger does (`confers-resistance` …).
    pub relation: Option<String>,
    /// For or against the mechanism, by the words near the trigger.
    pub direction: Polarity,
    /// Ids of drugs or classes.
    pub drugs: Vec<String>,
    /// Id of what the drugs are against, if that is one thing.
    pub target: Option<String>,
    /// Id of the disease.
    pub disease: Option<String>,
    /// Values of the facet `timing`.
    pub timing: Vec<String>,
    /// Value of the facet `target-dependence`, if it is one.
    pub dependence: Option<String>,
    /// Values of the facet `locus`.
    pub locus: Vec<String>,
    /// Value of the facet `reversibility`, if it is one.
    pub reversible: Option<String>,
    /// Ids of models.
    pub models: Vec<String>,
    /// Ids of study types.
    pub study_types: Vec<String>,
    /// `B` to `E`, by the strongest study type; never `A`.
    pub level: Option<char>,
    /// k of n, a percentage or a number of patients, in the capture's words.
    pub n: Option<String>,
    /// Ids of drugs in the sentence that are not the resisted ones: perhaps a way round it.
    pub partners: Vec<String>,
}

impl FindingDraft {
    /// What a rejection is remembered by: the mechanism and the quote, blanks and dashes aside.
    pub fn key(&self) -> String {
        let words: Vec<String> = self.quote.split_whitespace().map(fold).collect();
        format!("{}-{}", self.mechanism, Digest::of(words.join(" ").as_bytes()).short())
    }
}

/// Proposes findings: for each proposed or possible mechanism its weightiest sentence, and where some of its sentences
/// speak against it the weightiest of these too. In the order of the tagging.
pub fn propose(vocabulary: &Vocabulary, tagging: &Tagging) -> Vec<FindingDraft> {
    let mut out = Vec::new();
    for hit in tagging.mechanisms.iter().filter(|hit| hit.tier != Tier::Excluded) {
        for (evidence, direction) in sentences(hit) {
            out.push(draft(vocabulary, tagging, hit, evidence, direction));
        }
    }
    out
}

/// The sentences to propose, with what they say.
fn sentences(hit: &MechanismHit) -> Vec<(&Evidence, Polarity)> {
    let mut out = Vec::new();
    for direction in [Polarity::Supports, Polarity::DoesNotSupport] {
        let counted = hit
            .triggers
            .iter()
            .filter(|trigger| trigger.polarity == direction && trigger.score > 0.0)
            .map(|trigger| &trigger.evidence);
        let weight = |sentence: Span| -> f64 {
            let of_it = hit
                .triggers
                .iter()
                .filter(|trigger| trigger.evidence.sentence_span == sentence);
            // A keyword is no statement.
            of_it
                .map(|trigger| {
                    if trigger.evidence.zone == ZoneKind::Keywords {
                        0.0
                    } else {
                        trigger.score
                    }
                })
                .sum()
        };
        let best = counted.reduce(|best, next| {
            if weight(next.sentence_span) > weight(best.sentence_span) {
                next
            } else {
                best
            }
        });
        let denied = (direction == Polarity::DoesNotSupport)
            .then(|| hit.refuted.last())
            .flatten();
        out.extend(best.or(denied).map(|evidence| (evidence, direction)));
    }
    out.dedup_by_key(|(evidence, _)| evidence.sentence_span);
    out
}

/// A sentence and the sentences beside it.
struct Place {
    sentence: Span,
    beside: Vec<Span>,
}

impl Place {
    fn new(tagging: &Tagging, at: &Evidence) -> Self {
        // Sentences are known by the terms in them; a neighbour begins where this one ends, but for a blank or two.
        const GAP: u32 = 4;
        let near = |other: &Span| {
            let (a, b) = (at.sentence_span, *other);
            let after = b.start >= a.end && b.start - a.end <= GAP;
            let before = a.start >= b.end && a.start - b.end <= GAP;
            after || before
        };
        let places = tagging.entities.iter().flat_map(|hit| &hit.evidence);
        let mut beside: Vec<Span> = places
            .filter(|place| place.zone == at.zone)
            .map(|place| place.sentence_span)
            .filter(near)
            .collect();
        beside.sort();
        beside.dedup();
        Self {
            sentence: at.sentence_span,
            beside,
        }
    }

    /// How near the words are: 0 in the sentence, 1 beside it, 2 elsewhere.
    fn distance(&self, evidence: &Evidence) -> u8 {
        if evidence.sentence_span == self.sentence {
            0
        } else if self.beside.contains(&evidence.sentence_span) {
            1
        } else {
            2
        }
    }

    /// Hits of a kind that stand nearest, none farther than `most`.
    fn nearest<'t>(&self, tagging: &'t Tagging, kinds: &[EntityKind], most: u8) -> Vec<&'t EntityHit> {
        let of_kind = tagging.entities.iter().filter(|hit| kinds.contains(&hit.kind));
        let with: Vec<(u8, &EntityHit)> = of_kind
            .filter_map(|hit| Some((hit.evidence.iter().map(|place| self.distance(place)).min()?, hit)))
            .collect();
        let nearest = with.iter().map(|(distance, _)| *distance).min().unwrap_or(u8::MAX);
        let near = with
            .into_iter()
            .filter(|(distance, _)| *distance == nearest && nearest <= most);
        near.map(|(_, hit)| hit).collect()
    }

    /// Values of a facet that stand in the sentence or beside it.
    fn facet(&self, tagging: &Tagging, facet: &str) -> Vec<String> {
        let of_facet = tagging.facets.iter().filter(|hit| hit.facet == facet);
        let near = of_facet.filter(|hit| hit.evidence.iter().any(|place| self.distance(place) < 2));
        near.map(|hit| hit.value.clone()).collect()
    }
}

fn draft(
    vocabulary: &Vocabulary,
    tagging: &Tagging,
    hit: &MechanismHit,
    at: &Evidence,
    direction: Polarity,
) -> FindingDraft {
    let place = Place::new(tagging, at);
    let (drugs, partners) = drugs(vocabulary, tagging, &place);
    let mut targets: Vec<&String> = drugs
        .iter()
        .filter_map(|id| vocabulary.terms.get(id))
        .flat_map(|drug| &drug.targets)
        .collect();
    // A target that the capture does not name is knowledge of the lexicon, not of the paper.
    targets.retain(|target| tagging.entities.iter().any(|hit| hit.id == **target));
    targets.sort();
    targets.dedup();
    let studies = place.nearest(tagging, &[EntityKind::StudyType], 2);
    let ids = |hits: Vec<&EntityHit>| -> Vec<String> { hits.into_iter().map(|hit| hit.id.clone()).collect() };
    let single = |mut values: Vec<String>| values.pop().filter(|_| values.is_empty());
    let relation = match direction {
        Polarity::DoesNotSupport => Some("no-effect".to_owned()),
        Polarity::Supports => vocabulary.relation_of(&at.sentence),
    };
    FindingDraft {
        mechanism: hit.id.clone(),
        tier: hit.tier,
        score: hit.score,
        quote: at.sentence.to_string(),
        quote_span: at.sentence_span,
        trigger: Some(trigger(vocabulary, tagging, at)),
        relation,
        direction,
        target: targets
            .first()
            .filter(|_| targets.len() == 1)
            .map(|target| (*target).clone()),
        drugs,
        disease: disease(tagging, &place),
        timing: place.facet(tagging, "timing"),
        dependence: single(place.facet(tagging, "target-dependence")),
        locus: place.facet(tagging, "locus"),
        reversible: single(place.facet(tagging, "reversibility")),
        models: ids(place.nearest(tagging, &[EntityKind::Model, EntityKind::CellLine], 2)),
        level: level(vocabulary, &studies),
        study_types: ids(studies),
        n: number(tagging, &place),
        partners,
    }
}

/// The resisted drugs and the other ones of the sentence.
fn drugs(vocabulary: &Vocabulary, tagging: &Tagging, place: &Place) -> (Vec<String>, Vec<String>) {
    let resisted = |hit: &&EntityHit| {
        let targets = vocabulary.terms.get(&hit.id).map_or(&[][..], |term| &term.targets[..]);
        tagging.targets.is_empty()
            || targets.is_empty()
            || targets.iter().any(|target| tagging.targets.contains(target))
    };
    let named = |kinds: &[EntityKind], most: u8| place.nearest(tagging, kinds, most);
    let (own, other): (Vec<_>, Vec<_>) = named(&[EntityKind::Drug, EntityKind::Drugclass], 0)
        .into_iter()
        .partition(resisted);
    let has_drug = own.iter().any(|hit| hit.kind == EntityKind::Drug);
    let mut drugs: Vec<&EntityHit> = own
        .into_iter()
        .filter(|hit| !has_drug || hit.kind == EntityKind::Drug)
        .collect();
    if drugs.is_empty() {
        drugs = named(&[EntityKind::Drug], 1).into_iter().filter(resisted).collect();
    }
    if drugs.is_empty() {
        drugs = named(&[EntityKind::Drugclass], 1)
            .into_iter()
            .filter(resisted)
            .collect();
    }
    if drugs.is_empty() {
        // The only drug of the whole capture is meant wherever it stands.
        let all = tagging.entities.iter().filter(|hit| hit.kind == EntityKind::Drug);
        drugs = all.collect();
        drugs.truncate(if drugs.len() == 1 { 1 } else { 0 });
    }
    let ids = |hits: Vec<&EntityHit>| hits.into_iter().map(|hit| hit.id.clone()).collect();
    (ids(drugs), ids(other))
}

/// The disease of the sentence or its neighbours, else the one the capture names most.
fn disease(tagging: &Tagging, place: &Place) -> Option<String> {
    let near = place.nearest(tagging, &[EntityKind::Disease], 1);
    let all = tagging.entities.iter().filter(|hit| hit.kind == EntityKind::Disease);
    let most = |hits: Vec<&EntityHit>| {
        let mut hits = hits;
        // The first of those named equally often.
        hits.sort_by_key(|hit| std::cmp::Reverse(hit.evidence.len()));
        hits.first().map(|hit| hit.id.clone())
    };
    most(near).or_else(|| most(all.collect()))
}

/// The variant, gene or family in the trigger's words, else in its sentence, else the words themselves.
fn trigger(vocabulary: &Vocabulary, tagging: &Tagging, at: &Evidence) -> String {
    const KINDS: [EntityKind; 3] = [EntityKind::Variant, EntityKind::Gene, EntityKind::Family];
    let driver = |hit: &EntityHit| {
        let genes = vocabulary.terms.get(&hit.id).map_or(&[][..], |term| &term.gene[..]);
        tagging.targets.contains(&hit.id) || genes.iter().any(|gene| tagging.targets.contains(gene))
    };
    let inside = |place: &Evidence| place.span.overlaps(at.span);
    let around = |place: &Evidence| place.sentence_span == at.sentence_span;
    for kind in KINDS {
        let found = tagging
            .entities
            .iter()
            .find(|hit| hit.kind == kind && hit.evidence.iter().any(inside));
        if let Some(hit) = found {
            return hit.id.clone();
        }
    }
    for kind in KINDS {
        let mut near = tagging
            .entities
            .iter()
            .filter(|hit| hit.kind == kind && hit.evidence.iter().any(around));
        if let Some(hit) = near.find(|hit| !driver(hit)) {
            return hit.id.clone();
        }
    }
    at.text.to_string()
}

/// The strongest level that a study type gives; what could be A is proposed as B.
fn level(vocabulary: &Vocabulary, studies: &[&EntityHit]) -> Option<char> {
    let levels = studies.iter().filter_map(|hit| vocabulary.terms.get(&hit.id)?.level);
    levels.min().map(|level| level.max('B'))
}

/// A number of the sentence or its neighbours: a ratio before a percentage before a size.
fn number(tagging: &Tagging, place: &Place) -> Option<String> {
    let quantities = ["q-ratio", "q-percent", "q-n"];
    for distance in [0, 1] {
        for id in quantities {
            let hit = tagging.entities.iter().find(|hit| hit.id == id);
            let found = hit.and_then(|hit| hit.evidence.iter().find(|words| place.distance(words) == distance));
            if let Some(words) = found {
                return Some(words.text.to_string());
            }
        }
    }
    None
}
