//! Which of the names found are terms: noise, bans, needs, abbreviations, and the longest within a layer.

use super::compile::{Rules, TermRule};
use super::document::ZoneText;
use super::matcher::{Found, Target};
use super::tagging::{EntityHit, EntityKind, Layer};
use crate::base::Span;
use foldhash::{HashMap, HashSet};
use std::collections::BTreeMap;

/// How far, in bytes, the words that a term needs may stand from it.
const NEAR: u32 = 60;

/// A term that stands in a zone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    /// Index of the zone.
    pub zone: usize,
    /// Index of the term's rule.
    pub term: u32,
    /// Place in the folded text.
    pub span: Span,
    /// Its sentence.
    pub sentence: u32,
}

/// The terms of a document, in the order of the capture; of those in one place the one found first comes first.
pub(super) fn mentions(rules: &Rules, zones: &[ZoneText<'_>]) -> Vec<Mention> {
    let candidates: Vec<Vec<(u32, Found)>> = zones.iter().map(|zone| candidates(rules, zone)).collect();
    let spelled: HashSet<u32> = candidates
        .iter()
        .flatten()
        .filter(|(_, found)| !found.abbr)
        .map(|(term, _)| *term)
        .collect();
    let mut out = Vec::new();
    for (index, (zone, candidates)) in zones.iter().zip(candidates).enumerate() {
        let trusted = candidates.into_iter().filter(|(term, found)| {
            let letters = found.span.of(&zone.folded.text);
            let plain = letters.len() >= 3 && !rules.stop_abbr.contains(letters);
            !found.abbr || plain || spelled.contains(term)
        });
        let mut kept = longest(rules, trusted.collect());
        kept.sort_by_key(|(term, found)| (found.span.start, found.span.end, *term));
        out.extend(kept.into_iter().map(|(term, found)| Mention {
            zone: index,
            term,
            span: found.span,
            sentence: found.sentence,
        }));
    }
    salient(rules, &mut out);
    out
}

/// Drops terms named too seldom, and general ones beside a special one of their kind.
fn salient(rules: &Rules, mentions: &mut Vec<Mention>) {
    let mut count: HashMap<u32, usize> = HashMap::default();
    let mut special: HashSet<EntityKind> = HashSet::default();
    for mention in mentions.iter() {
        *count.entry(mention.term).or_default() += 1;
    }
    for term in count.keys() {
        special.extend(
            rules
                .terms
                .get(*term as usize)
                .filter(|rule| !rule.fallback)
                .map(|rule| rule.kind),
        );
    }
    mentions.retain(|mention| {
        let often = count.get(&mention.term).copied().unwrap_or(0);
        let rule = rules.terms.get(mention.term as usize);
        rule.is_some_and(|rule| often >= rule.least && !(rule.fallback && special.contains(&rule.kind)))
    });
}

/// The term hits of a zone that noise, bans and needs allow.
fn candidates(rules: &Rules, zone: &ZoneText<'_>) -> Vec<(u32, Found)> {
    let text = &zone.folded.text;
    let noise = noise(zone);
    let allowed = |rule: &TermRule, span: Span| {
        let around = Span::new(
            floor(text, span.start.saturating_sub(NEAR)),
            floor(text, span.end.saturating_add(NEAR)),
        );
        !noise
            .get(noise.partition_point(|noise| noise.end <= span.start))
            .is_some_and(|noise| noise.overlaps(span))
            && !rule
                .ban
                .as_ref()
                .is_some_and(|ban| ban.find_in(text, around).any(|banned| banned.overlaps(span)))
            && rule.needs.as_ref().is_none_or(|needs| needs.is_in(text, around))
    };
    zone.found
        .iter()
        .filter_map(|found| match found.target {
            Target::Term(term) => Some((term, *found)),
            _ => None,
        })
        .filter(|(term, found)| {
            rules
                .terms
                .get(*term as usize)
                .is_some_and(|rule| allowed(rule, found.span))
        })
        .collect()
}

/// The stretches of noise, in order, joined where they touch.
fn noise(zone: &ZoneText<'_>) -> Vec<Span> {
    let of_noise = zone.found.iter().filter(|found| found.target == Target::Noise);
    let mut spans: Vec<Span> = of_noise.map(|found| found.span).collect();
    spans.sort();
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if last.end >= span.start => *last = last.join(span),
            _ => out.push(span),
        }
    }
    out
}

/// The nearest place at or before `at` that may be a border.
fn floor(text: &str, at: u32) -> usize {
    let mut at = (at as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Of hits that overlap within a layer the longest; equally placed ones of different terms all stay.
fn longest(rules: &Rules, mut hits: Vec<(u32, Found)>) -> Vec<(u32, Found)> {
    hits.sort_by_key(|(term, found)| (std::cmp::Reverse(found.span.len()), found.span.start, *term));
    hits.dedup_by_key(|(term, found)| (*term, found.span));
    let mut taken: BTreeMap<(Layer, u32), u32> = BTreeMap::new();
    hits.retain(|(term, found)| {
        let Some(rule) = rules.terms.get(*term as usize) else {
            return false;
        };
        let (layer, span) = (rule.kind.layer(), found.span);
        let before = taken.range(..(layer, span.end)).next_back();
        let clash = before.filter(|((other, _), end)| *other == layer && **end > span.start);
        match clash {
            Some(((_, start), end)) => *start == span.start && *end == span.end,
            None => {
                taken.insert((layer, span.start), span.end);
                true
            }
        }
    });
    hits
}

/// The terms as results: by kind, then by first place; a variant's genes are there too.
pub(super) fn hits(rules: &Rules, zones: &[ZoneText<'_>], mentions: &[Mention]) -> Vec<EntityHit> {
    let mut by_term: indexmap::IndexMap<u32, Vec<(usize, Span, u32)>, foldhash::fast::RandomState> =
        indexmap::IndexMap::default();
    for mention in mentions {
        let yields = rules
            .terms
            .get(mention.term as usize)
            .map_or(&[][..], |rule| &rule.yields);
        for term in std::iter::once(&mention.term).chain(yields) {
            let places = by_term.entry(*term).or_default();
            places.push((mention.zone, mention.span, mention.sentence));
        }
    }
    let mut out: Vec<EntityHit> = by_term
        .into_iter()
        .filter_map(|(term, places)| {
            let rule = rules.terms.get(term as usize)?;
            let evidence = places
                .into_iter()
                .filter_map(|(zone, span, sentence)| Some(zones.get(zone)?.evidence(span, sentence)));
            Some(EntityHit {
                id: rule.id.clone(),
                kind: rule.kind,
                evidence: evidence.collect(),
            })
        })
        .collect();
    out.sort_by_key(|hit| hit.kind);
    out
}

/// Whether a term of this kind is a drug or a class of drugs.
pub(super) fn is_drug(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Drug | EntityKind::Drugclass)
}
