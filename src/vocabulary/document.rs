//! The zones of a capture made ready: folded, split into sentences, scanned once.

use super::compile::Rules;
use super::matcher::Found;
use super::sentence::{LONGEST, sentences};
use super::tagging::Evidence;
use super::text::Folded;
use crate::base::Span;
use crate::record::{Zone, ZoneKind};
use std::cell::RefCell;

/// How many sentences may stand between a trigger and the words that tell its context, with the one that holds them: an
/// abstract says once that cells resist, and tells in the sentences around it why.
const NEAR: u32 = 2;

/// One zone.
pub(super) struct ZoneText<'z> {
    zone: &'z Zone,
    /// What the zone's words weigh.
    pub factor: f64,
    /// Its folded text.
    pub folded: Folded,
    /// Its sentences in the folded text; a title or a keyword list is one.
    pub sentences: Vec<Span>,
    /// All matches in it.
    pub found: Vec<Found>,
    /// For each sentence whether it speaks of therapy failure, once it was asked.
    context: RefCell<Vec<Option<bool>>>,
    /// For each sentence where it denies something, once it was asked.
    denials: RefCell<Vec<Option<Vec<Span>>>>,
}

/// The zones whose words count, in the order of the capture.
pub(super) fn read<'z>(rules: &Rules, zones: &'z [Zone]) -> Vec<ZoneText<'z>> {
    zones
        .iter()
        .filter_map(|zone| {
            let factor = rules.scoring.zones.get(zone.kind.name()).copied().unwrap_or(0.0);
            (factor > 0.0).then(|| ZoneText::new(rules, zone, factor))
        })
        .collect()
}

impl<'z> ZoneText<'z> {
    fn new(rules: &Rules, zone: &'z Zone, factor: f64) -> Self {
        let folded = Folded::new(zone.text.as_str());
        let sentences = match zone.kind {
            ZoneKind::Title | ZoneKind::Keywords if folded.text.len() <= LONGEST => {
                vec![Span::new(0, folded.text.len())]
            }
            _ => sentences(&folded.text, &folded.breaks),
        };
        let found = rules.matcher.scan(&folded, &sentences);
        Self {
            zone,
            factor,
            context: RefCell::new(vec![None; sentences.len()]),
            denials: RefCell::new(vec![None; sentences.len()]),
            folded,
            sentences,
            found,
        }
    }

    /// What the zone is.
    pub fn kind(&self) -> ZoneKind {
        self.zone.kind
    }

    /// The whole zone, in the folded text.
    pub fn whole(&self) -> Span {
        Span::new(0, self.folded.text.len())
    }

    /// The sentence of that number.
    pub fn sentence(&self, index: u32) -> Span {
        self.sentences.get(index as usize).copied().unwrap_or_default()
    }

    /// The number of the sentence at a place of the folded text.
    pub fn sentence_at(&self, place: u32) -> u32 {
        self.sentences
            .partition_point(|sentence| sentence.start <= place)
            .saturating_sub(1) as u32
    }

    /// Whether therapy failure is spoken of in the sentence or within [`NEAR`] of it.
    pub fn in_context(&self, rules: &Rules, sentence: u32) -> bool {
        let Some(pattern) = &rules.context else { return true };
        let mut known = self.context.borrow_mut();
        let last = self.sentences.len().saturating_sub(1) as u32;
        (sentence.saturating_sub(NEAR)..=(sentence + NEAR).min(last)).any(|index| {
            let Some(slot) = known.get_mut(index as usize) else {
                return false;
            };
            *slot.get_or_insert_with(|| pattern.is_in(&self.folded.text, self.sentence(index)))
        })
    }

    /// Whether some denying words of the sentence, which are found once, are as `wanted`.
    pub fn denies(&self, rules: &Rules, sentence: u32, wanted: impl Fn(Span) -> bool) -> bool {
        let Some(refutes) = &rules.refutes else { return false };
        let mut known = self.denials.borrow_mut();
        let Some(slot) = known.get_mut(sentence as usize) else {
            return false;
        };
        let found = slot.get_or_insert_with(|| refutes.find_in(&self.folded.text, self.sentence(sentence)).collect());
        found.iter().any(|cue| wanted(*cue))
    }

    /// The words of a match, as evidence in the capture.
    pub fn evidence(&self, span: Span, sentence: u32) -> Evidence {
        let decoded = self.zone.text.as_str();
        let words = self.folded.source(span);
        let around = self.folded.source(self.sentence(sentence).join(span));
        Evidence {
            span: self.zone.text.source(words),
            text: words.of(decoded).into(),
            sentence: around.of(decoded).into(),
            sentence_span: self.zone.text.source(around),
            zone: self.kind(),
        }
    }
}
