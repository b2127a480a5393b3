//! Mechanisms: triggers weighed by zone and context, vetoes, polarity, the target rule, tiers.

use super::compile::{MechanismRule, Rules};
use super::document::ZoneText;
use super::entities::{Mention, is_drug};
use super::matcher::{Found, Target};
use super::tagging::{
    EntityKind, Evidence, Gate, MechanismHit, ParentHit, Polarity, SkippedHit, Tagging, Tier, TriggerHit,
};
use crate::base::Span;
use crate::record::ZoneKind;
use std::collections::BTreeMap;

/// How many words may stand between a cue and the trigger it speaks of.
const CUE_REACH: usize = 8;
/// How many sentences are shown beside those that count: the text of a whole paper may have hundreds.
const FURTHER: usize = 40;
/// Sums of weights are compared with this much slack.
const SLACK: f64 = 1e-9;

/// A match of a rule of one mechanism: the zone and the match.
type Place = (usize, Found);

/// The matches of one mechanism.
#[derive(Default)]
struct Places {
    /// With the number of the trigger.
    triggers: Vec<(u32, Place)>,
    vetoes: Vec<Place>,
}

/// What the matches of one mechanism come to.
struct Tally {
    score: f64,
    triggers: Vec<TriggerHit>,
    vetoed: Vec<Evidence>,
    refuted: Vec<Evidence>,
    polarity: Polarity,
}

/// Fills in the mechanisms of `tagging`. `parent` gives the index of a mechanism's parent.
pub(super) fn score(
    rules: &Rules,
    zones: &[ZoneText<'_>],
    mentions: &[Mention],
    parent: impl Fn(usize) -> Option<usize>,
    tagging: &mut Tagging,
) {
    tagging.gate = gate(rules, zones, mentions);
    tagging.in_scope = in_scope(rules, zones, mentions);
    tagging.targets = targets(rules, zones, mentions);
    if !tagging.gate.open {
        return;
    }
    let mut own: BTreeMap<usize, Tally> = BTreeMap::new();
    for (index, places) in places(zones) {
        let Some(rule) = rules.mechanisms.get(index) else {
            continue;
        };
        let tally = tally(rules, rule, zones, places);
        let barred = rule.skip_if_target.iter().min().filter(|_| !tally.triggers.is_empty());
        let barred = barred.and_then(|_| {
            tagging
                .targets
                .iter()
                .find(|target| rule.skip_if_target.contains(*target))
        });
        match barred {
            Some(target) => {
                if tally.score + SLACK >= rules.scoring.possible {
                    tagging.skipped.push(SkippedHit {
                        id: rule.id.clone(),
                        score: tally.score,
                        target: target.clone(),
                    });
                }
            }
            None => {
                own.insert(index, tally);
            }
        }
    }
    tiers(rules, own, parent, tagging);
}

/// The rules' matches by mechanism: triggers and vetoes.
fn places(zones: &[ZoneText<'_>]) -> BTreeMap<usize, Places> {
    let mut out: BTreeMap<usize, Places> = BTreeMap::new();
    for (zone, text) in zones.iter().enumerate() {
        for found in &text.found {
            match found.target {
                Target::Trigger(mechanism, trigger) => {
                    out.entry(mechanism as usize)
                        .or_default()
                        .triggers
                        .push((trigger, (zone, *found)));
                }
                Target::Veto(mechanism) => out.entry(mechanism as usize).or_default().vetoes.push((zone, *found)),
                _ => {}
            }
        }
    }
    out
}

/// Counts each trigger once, at its best place, and no stretch of text twice.
fn tally(rules: &Rules, rule: &MechanismRule, zones: &[ZoneText<'_>], places: Places) -> Tally {
    let Places { triggers, mut vetoes } = places;
    vetoes.sort_by_key(|(zone, found)| (*zone, found.span));
    vetoes.dedup_by_key(|(zone, found)| (*zone, found.span));
    // Vetoes that overlap are one, so that a search by place finds them.
    let mut merged: Vec<(usize, Span)> = Vec::new();
    for (zone, found) in &vetoes {
        match merged.last_mut() {
            Some((last, span)) if last == zone && span.overlaps(found.span) => *span = span.join(found.span),
            _ => merged.push((*zone, found.span)),
        }
    }
    let mut used = vec![false; merged.len()];
    let mut by_trigger: BTreeMap<u32, Vec<Place>> = BTreeMap::new();
    for (trigger, (zone, found)) in &triggers {
        let after = merged.partition_point(|(other, span)| (*other, span.start) < (*zone, found.span.end));
        let veto = after.checked_sub(1).filter(|at| {
            let (other, span) = merged.get(*at).copied().unwrap_or_default();
            other == *zone && span.overlaps(found.span)
        });
        match veto.and_then(|at| used.get_mut(at)) {
            Some(used) => *used = true,
            None => by_trigger.entry(*trigger).or_default().push((*zone, *found)),
        }
    }
    let weight = |trigger: u32| rule.triggers.get(trigger as usize).map_or(0.0, |rule| rule.weight);
    let mut order: Vec<(u32, Vec<Place>)> = by_trigger.into_iter().collect();
    order.sort_by(|(a, _), (b, _)| weight(*b).total_cmp(&weight(*a)).then(a.cmp(b)));
    let stand = Stand::of(rules, rule, zones, &order);
    let mut taken: Vec<(usize, Span)> = Vec::new();
    let mut hits = Vec::new();
    for (trigger, places) in &mut order {
        let Some(trigger) = rule.triggers.get(*trigger as usize) else {
            continue;
        };
        let factor = |zone: usize| zones.get(zone).map_or(0.0, |zone| zone.factor);
        places.sort_by(|(a, _), (b, _)| factor(*b).total_cmp(&factor(*a)));
        let best = places.iter().find(|(zone, found)| {
            let free = !taken
                .iter()
                .any(|(other, span)| other == zone && span.overlaps(found.span));
            free && (!trigger.in_context
                || zones
                    .get(*zone)
                    .is_some_and(|text| text.in_context(rules, found.sentence)))
        });
        let Some((zone, found)) = best.copied() else { continue };
        let Some(text) = zones.get(zone) else { continue };
        taken.push((zone, found.span));
        hits.push(TriggerHit {
            trigger: trigger.text.clone(),
            score: trigger.weight * text.factor,
            polarity: polarity(rules, text, found),
            evidence: text.evidence(found.span, found.sentence),
        });
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score));
    if !hits.is_empty() {
        hits.extend(further(rules, rule, zones, &order, &hits));
    }
    let ruled_out = merged.iter().zip(&used).filter(|(_, used)| **used);
    Tally {
        score: hits.iter().map(|hit| hit.score).fold(0.0, |sum, score| sum + score),
        triggers: hits,
        vetoed: ruled_out
            .filter_map(|((zone, span), _)| {
                let text = zones.get(*zone)?;
                Some(text.evidence(*span, text.sentence_at(span.start)))
            })
            .collect(),
        refuted: stand.refuted,
        polarity: stand.polarity,
    }
}

/// Sentences that hold a trigger and in which none has counted yet: readers see them all, and they add nothing to the score.
fn further(
    rules: &Rules,
    rule: &MechanismRule,
    zones: &[ZoneText<'_>],
    places: &[(u32, Vec<Place>)],
    hits: &[TriggerHit],
) -> Vec<TriggerHit> {
    let mut found: Vec<(usize, Found, u32)> = Vec::new();
    for (trigger, places) in places {
        let in_context = rule.triggers.get(*trigger as usize).is_none_or(|rule| rule.in_context);
        found.extend(places.iter().filter_map(|(zone, found)| {
            let text = zones.get(*zone)?;
            // A keyword is no statement.
            let told = text.factor > 0.0 && text.kind() != ZoneKind::Keywords;
            (told && (!in_context || text.in_context(rules, found.sentence))).then_some((*zone, *found, *trigger))
        }));
    }
    found.sort_by_key(|(zone, found, trigger)| (*zone, found.span.start, *trigger));
    found.dedup_by_key(|(zone, found, _)| (*zone, found.sentence));
    let more = found.into_iter().filter_map(|(zone, found, trigger)| {
        let text = zones.get(zone)?;
        let hit = TriggerHit {
            trigger: rule.triggers.get(trigger as usize)?.text.clone(),
            score: 0.0,
            polarity: polarity(rules, text, found),
            evidence: text.evidence(found.span, found.sentence),
        };
        let known = |other: &TriggerHit| *other.evidence.sentence == *hit.evidence.sentence;
        (!hits.iter().any(known)).then_some(hit)
    });
    more.take(FURTHER).collect()
}

/// What all places of a mechanism's triggers say together.
struct Stand {
    refuted: Vec<Evidence>,
    polarity: Polarity,
}

impl Stand {
    fn of(rules: &Rules, rule: &MechanismRule, zones: &[ZoneText<'_>], places: &[(u32, Vec<Place>)]) -> Self {
        let mut all: Vec<Place> = Vec::new();
        for (trigger, places) in places {
            let in_context = rule
                .triggers
                .get(*trigger as usize)
                .is_some_and(|trigger| trigger.in_context);
            all.extend(places.iter().filter(|(zone, found)| {
                !in_context
                    || zones
                        .get(*zone)
                        .is_some_and(|text| text.in_context(rules, found.sentence))
            }));
        }
        all.sort_by_key(|(zone, found)| (*zone, found.span));
        // One sentence is one statement, however many triggers it holds.
        all.dedup_by_key(|(zone, found)| (*zone, found.sentence));
        let refuted: Vec<Evidence> = all
            .iter()
            .filter_map(|(zone, found)| Some((zones.get(*zone)?, *found)))
            .filter(|(text, found)| polarity(rules, text, *found) == Polarity::DoesNotSupport)
            .map(|(text, found)| text.evidence(found.span, found.sentence))
            .collect();
        let against = !refuted.is_empty() && refuted.len() * 2 >= all.len();
        Self {
            refuted,
            polarity: if against {
                Polarity::DoesNotSupport
            } else {
                Polarity::Supports
            },
        }
    }
}

/// What the words near a trigger say of it.
fn polarity(rules: &Rules, zone: &ZoneText<'_>, found: Found) -> Polarity {
    let text = &zone.folded.text;
    let refuted = zone.denies(rules, found.sentence, |cue| {
        let between = if cue.end <= found.span.start {
            Span::new(cue.end as usize, found.span.start as usize)
        } else {
            Span::new(found.span.end as usize, cue.start.max(found.span.end) as usize)
        };
        between.of(text).split_ascii_whitespace().count() <= CUE_REACH
    });
    if refuted {
        Polarity::DoesNotSupport
    } else {
        Polarity::Supports
    }
}

/// Whether the capture speaks of therapy failure and of a treatment, where it says what it is about.
fn gate(rules: &Rules, zones: &[ZoneText<'_>], mentions: &[Mention]) -> Gate {
    let leading = |kind| matches!(kind, ZoneKind::Title | ZoneKind::Abstract | ZoneKind::Keywords);
    let any_leading = zones.iter().any(|zone| leading(zone.kind()));
    let asked: Vec<&ZoneText<'_>> = zones
        .iter()
        .filter(|zone| !any_leading || leading(zone.kind()))
        .collect();
    let first = |pattern: &Option<super::pattern::Pattern>| {
        asked.iter().find_map(|zone| {
            let span = pattern.as_ref()?.find_in(&zone.folded.text, zone.whole()).next()?;
            Some(zone.evidence(span, zone.sentence_at(span.start)))
        })
    };
    // A drug of the lexicon is a treatment, too.
    let drug = || {
        mentions.iter().find_map(|mention| {
            let zone = zones
                .get(mention.zone)
                .filter(|zone| !any_leading || leading(zone.kind()))?;
            let rule = rules.terms.get(mention.term as usize)?;
            is_drug(rule.kind).then(|| zone.evidence(mention.span, mention.sentence))
        })
    };
    let context = first(&rules.context);
    let treatment = first(&rules.gate).or_else(drug);
    let open = (context.is_some() || rules.context.is_none()) && (treatment.is_some() || rules.gate.is_none());
    Gate {
        context,
        treatment,
        open,
    }
}

/// Whether the capture is about the vocabulary's field: a term of its scope, or a drug whose target it knows.
fn in_scope(rules: &Rules, zones: &[ZoneText<'_>], mentions: &[Mention]) -> bool {
    let Some(scope) = &rules.scope else { return true };
    let known = |mention: &Mention| {
        let rule = rules.terms.get(mention.term as usize);
        rule.is_some_and(|rule| rule.kind == EntityKind::Drug && !rule.targets.is_empty())
    };
    mentions.iter().any(known) || zones.iter().any(|zone| scope.is_in(&zone.folded.text, zone.whole()))
}

/// Ids of what the cells resist: targets of drugs that stand beside a word of failure.
fn targets(rules: &Rules, zones: &[ZoneText<'_>], mentions: &[Mention]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for mention in mentions {
        let (Some(rule), Some(zone)) = (rules.terms.get(mention.term as usize), zones.get(mention.zone)) else {
            continue;
        };
        if !is_drug(rule.kind) || rule.targets.iter().all(|target| out.contains(target)) {
            continue;
        }
        let (text, sentence) = (&zone.folded.text, zone.sentence(mention.sentence));
        let rest = Span::new(mention.span.end as usize, sentence.end.max(mention.span.end) as usize);
        let head = Span::new(
            sentence.start.min(mention.span.start) as usize,
            mention.span.start as usize,
        )
        .of(text);
        let fails = rules
            .after
            .as_ref()
            .is_some_and(|after| after.starts(text, rest).is_some())
            || rules
                .before
                .as_ref()
                .is_some_and(|before| before.is_in(head, Span::new(0, head.len())));
        if fails {
            for target in &rule.targets {
                if !out.contains(target) {
                    out.push(target.clone());
                }
            }
        }
    }
    if out.is_empty() {
        common_targets(rules, mentions)
    } else {
        out
    }
}

/// What all drugs that the text names are against: where nothing says which of them failed, it was one of these.
fn common_targets(rules: &Rules, mentions: &[Mention]) -> Vec<String> {
    let mut drugs = mentions
        .iter()
        .filter_map(|mention| rules.terms.get(mention.term as usize))
        .filter(|rule| is_drug(rule.kind) && !rule.targets.is_empty());
    let Some(first) = drugs.next() else {
        return Vec::new();
    };
    let mut common = first.targets.clone();
    for drug in drugs {
        common.retain(|target| drug.targets.contains(target));
    }
    common
}

/// Sorts the tallies into tiers; those of narrower mechanisms are handed up.
fn tiers(rules: &Rules, own: BTreeMap<usize, Tally>, parent: impl Fn(usize) -> Option<usize>, tagging: &mut Tagging) {
    let trusted = tagging.in_scope || !rules.scoring.demote;
    let tier = |score: f64| {
        if score + SLACK >= rules.scoring.propose {
            Some(if trusted { Tier::Proposed } else { Tier::Possible })
        } else if trusted && score + SLACK >= rules.scoring.possible {
            Some(Tier::Possible)
        } else {
            None
        }
    };
    let mut leaves: Vec<(usize, MechanismHit)> = Vec::new();
    let mut parents: BTreeMap<usize, ParentHit> = BTreeMap::new();
    for (index, tally) in own {
        let Some(rule) = rules.mechanisms.get(index) else {
            continue;
        };
        let found = tier(tally.score).or_else(|| (!tally.vetoed.is_empty()).then_some(Tier::Excluded));
        let Some(tier) = found else { continue };
        if rule.is_parent {
            parents.insert(
                index,
                ParentHit {
                    id: rule.id.clone(),
                    tier,
                    from: Vec::new(),
                    score: tally.score,
                    triggers: tally.triggers,
                },
            );
        } else {
            leaves.push((
                index,
                MechanismHit {
                    id: rule.id.clone(),
                    tier,
                    score: tally.score,
                    triggers: tally.triggers,
                    vetoed: tally.vetoed,
                    refuted: tally.refuted,
                    polarity: tally.polarity,
                },
            ));
        }
    }
    leaves.sort_by(|(a, left), (b, right)| {
        left.tier
            .cmp(&right.tier)
            .then(right.score.total_cmp(&left.score))
            .then(a.cmp(b))
    });
    let over = leaves
        .iter_mut()
        .filter(|(_, hit)| hit.tier == Tier::Proposed)
        .skip(rules.scoring.max_per_doc);
    over.for_each(|(_, hit)| hit.tier = Tier::Possible);
    for (index, hit) in &leaves {
        if hit.tier == Tier::Excluded {
            continue;
        }
        let mut at = parent(*index);
        // No longer than there are mechanisms, even where the files make a ring of parents.
        for _ in 0..rules.mechanisms.len() {
            let Some(above) = at else { break };
            let Some(rule) = rules.mechanisms.get(above) else { break };
            let entry = parents.entry(above).or_insert_with(|| ParentHit {
                id: rule.id.clone(),
                tier: hit.tier,
                from: Vec::new(),
                score: 0.0,
                triggers: Vec::new(),
            });
            entry.tier = entry.tier.min(hit.tier);
            if !entry.from.contains(&hit.id) {
                entry.from.push(hit.id.clone());
            }
            at = parent(above);
        }
    }
    tagging.mechanisms = leaves.into_iter().map(|(_, hit)| hit).collect();
    tagging.parents = parents.into_values().collect();
}
