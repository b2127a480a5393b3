//! What the lock remembers of one record: values with the lines and words they were taken from.

use super::create::numbered;
use super::fields::FieldValue;
use super::lock::{LockedArticle, LockedCapture, LockedClaim, LockedQuote, LockedReference, LockedRelation, Place};
use super::{Article, Captured, CapturedRecord, quotes};
use crate::base::{Digest, Span};
use crate::record::Field;
use crate::vocabulary::{Evidence, Tagging};
use std::collections::BTreeMap;

/// The lock is not a copy of the capture: of one term in one capture it keeps this many places, the first ones.
const PLACES: usize = 8;

/// The lines of a capture's text.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<u32>,
}

impl<'t> Lines<'t> {
    /// Finds every line once.
    pub fn of(text: &'t str) -> Self {
        let after = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1);
        let starts = std::iter::once(0).chain(after).collect();
        Self { text, starts }
    }

    /// Index, from 0, of the line that holds a byte.
    fn index(&self, at: u32) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// Number of lines; a line end at the very end begins no further one.
    fn count(&self) -> u32 {
        let open = self.text.ends_with('\n');
        (self.starts.len() - usize::from(open && self.starts.len() > 1)) as u32
    }
}

/// What one record of one capture says, ready for the lock. Indices of captures are all `capture`.
pub(super) struct Remembered {
    /// The quotes of the article's findings that stand in the capture.
    pub quotes: Vec<LockedQuote>,
    pub capture: LockedCapture,
    pub claims: BTreeMap<Field, LockedClaim>,
    pub references: Vec<LockedReference>,
    pub relations: Vec<LockedRelation>,
    pub tagging: Tagging,
}

/// Gathers what the lock keeps of a record; `index` is the capture's place in the article, which is not there yet for
/// the first capture of a new one.
pub(super) fn remember(
    captured: &Captured,
    record: &CapturedRecord,
    lines: &Lines<'_>,
    index: usize,
    article: Option<&Article>,
) -> Remembered {
    let data = &record.record;
    let mut quoted: Vec<u32> = Vec::new();
    let mut line = |at: u32| {
        let line = lines.index(at);
        quoted.push(line as u32);
        line as u32 + 1
    };
    let mut claims = BTreeMap::new();
    for field in Field::ALL.iter().copied().filter(|field| *field != Field::Id) {
        let Some(value) = FieldValue::of(&data.item, field) else {
            continue;
        };
        let places = data.provenance.get(&field).map(Vec::as_slice).unwrap_or_default();
        let places = places.iter().map(|place| Place {
            span: place.span,
            line: line(place.span.start),
            quote: place.span.of(&captured.text).to_owned(),
            rule: place.rule.to_owned(),
        });
        let places = places.collect();
        claims.insert(
            field,
            LockedClaim {
                capture: index,
                value,
                places,
            },
        );
    }
    let known = data
        .references
        .iter()
        .filter(|reference| !reference.text.trim().is_empty());
    let references = numbered(&data.references)
        .zip(known)
        .map(|((number, text), raw)| LockedReference {
            capture: index,
            number,
            span: raw.span,
            line: line(raw.span.start),
            digest: digest(&text),
            text: Some(text),
        })
        .collect();
    let relations = data
        .relations
        .iter()
        .map(|relation| LockedRelation {
            capture: index,
            kind: relation.kind,
            text: relation.text.clone(),
            span: relation.span,
            line: line(relation.span.start),
        })
        .collect();
    let mut tagging = record.tagging.clone();
    tagging
        .entities
        .iter_mut()
        .for_each(|hit| hit.evidence.truncate(PLACES));
    tagging.facets.iter_mut().for_each(|hit| hit.evidence.truncate(PLACES));
    each_evidence(&tagging, &mut |evidence| {
        line(evidence.sentence_span.start);
        line(evidence.span.start);
    });
    quoted.sort_unstable();
    quoted.dedup();
    let line_starts = quoted
        .iter()
        .filter_map(|line| Some((line + 1, *lines.starts.get(*line as usize)?)))
        .collect();
    Remembered {
        quotes: article.map_or_else(Vec::new, |article| quotes::keep(article, captured, record, index)),
        capture: LockedCapture {
            path: captured.path.to_string(),
            digest: captured.digest,
            format: captured.format.to_owned(),
            layout: data.layout.map(str::to_owned),
            encoding: captured.encoding.to_owned(),
            id: data.id.clone(),
            span: data.span,
            lines: lines.count(),
            line_starts,
            told: false,
        },
        claims,
        references,
        relations,
        tagging,
    }
}

fn each_evidence(tagging: &Tagging, visit: &mut dyn FnMut(&Evidence)) {
    for hit in &tagging.entities {
        hit.evidence.iter().for_each(&mut *visit);
    }
    for hit in &tagging.mechanisms {
        hit.triggers.iter().for_each(|trigger| visit(&trigger.evidence));
        hit.vetoed.iter().chain(&hit.refuted).for_each(&mut *visit);
    }
    for hit in &tagging.parents {
        hit.triggers.iter().for_each(|trigger| visit(&trigger.evidence));
    }
    for hit in &tagging.facets {
        hit.evidence.iter().for_each(&mut *visit);
    }
}

/// Hash of a reference's text.
pub(super) fn digest(text: &str) -> u64 {
    Digest::of(text.as_bytes()).first_eight()
}

impl LockedArticle {
    /// Takes over everything that the first capture of a new article says.
    pub(super) fn take(&mut self, mut news: Remembered) {
        self.fields = std::mem::take(&mut news.claims)
            .into_iter()
            .map(|(field, claim)| (field, vec![claim]))
            .collect();
        self.references = std::mem::take(&mut news.references);
        self.put(0, news);
    }

    /// Takes over everything but fields and references, which are merged: capture, quotes, relations, tagging. Quotes and
    /// relations must be in the order of their captures.
    pub(super) fn put(&mut self, index: usize, news: Remembered) {
        if index < self.captures.len() {
            self.captures[index] = news.capture;
        } else {
            self.captures.push(news.capture);
        }
        self.taggings.resize_with(self.captures.len(), Tagging::default);
        if let Some(slot) = self.taggings.get_mut(index) {
            *slot = news.tagging;
        }
        put_into(&mut self.quotes, index, news.quotes, |quote| {
            (quote.capture, quote.span)
        });
        put_into(&mut self.relations, index, news.relations, |relation| {
            (relation.capture, relation.span)
        });
    }
}

/// Puts what one capture says in the place of what it said before, in a list in the order of captures and their text.
fn put_into<T>(list: &mut Vec<T>, capture: usize, mut news: Vec<T>, place: impl Fn(&T) -> (usize, Span)) {
    let start = list.partition_point(|there| place(there).0 < capture);
    let end = list.partition_point(|there| place(there).0 <= capture);
    news.sort_by_key(&place);
    list.splice(start..end, news);
}
