//! Giving every work its key, all of them different, and the other keys that lead to it.

use super::{Decisions, Records, Work, Works, distinct, given, key, profile};
use crate::base::Diagnostic;
use crate::base::codes::works::CONFLICTING_DECISIONS;
use crate::record::Item;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// What the records of a work propose.
#[derive(Default)]
pub(super) struct Proposed {
    /// The key of the fullest records; among those of the most, then of the first in the alphabet.
    key: String,
    /// Hash of a record that proposes it.
    hash: u64,
    /// What the others propose, sorted.
    others: Vec<String>,
}

impl Proposed {
    /// Tells it from what the records of other works propose.
    pub(super) fn content(&self) -> (&str, u64) {
        (&self.key, self.hash)
    }
}

/// Names all works: by adoption (work and number of the decision), else by the key that its members were given before,
/// else by an article's key, else by their records. `given` has for each item the keys it was given, or is empty.
pub(super) fn name_works(
    works: &mut Works,
    records: &Records,
    items: &[(&str, &Item)],
    given_before: &[&[String]],
    (adopted, decisions): (&[(u32, usize)], &Decisions),
    diagnostics: &mut Vec<Diagnostic>,
) {
    let proposed: Vec<Proposed> = works
        .works
        .par_iter()
        .map(|work| proposals(&work.members, records, items))
        .collect();
    let ids: Vec<Vec<&str>> = works.works.par_iter().map(|work| own_ids(work, items)).collect();
    let mut taken: HashMap<String, u32> = HashMap::new();
    for (work, key) in given::settle(works, given_before, &ids, &proposed) {
        taken.insert(key.to_owned(), 1);
        works.works[work].key = key.to_owned();
    }
    for (work, ids) in works.works.iter_mut().zip(&ids) {
        if let Some(id) = ids.first().filter(|_| work.key.is_empty()) {
            work.key = unused((*id).to_owned(), &mut taken);
        }
        work.aliases = ids
            .iter()
            .filter(|id| **id != work.key)
            .map(|id| (*id).to_owned())
            .collect();
    }
    for (number, decision) in adopted {
        let (Some(work), Some(adoption)) = (works.works.get_mut(*number as usize), decisions.adopt.get(*decision))
        else {
            continue;
        };
        if work.key == adoption.key {
            continue;
        }
        if taken.insert(adoption.key.clone(), 1).is_some() {
            let message = format!("the key `{}` belongs to another work already", adoption.key);
            diagnostics.push(Diagnostic::new(CONFLICTING_DECISIONS, message).at(&decisions.file, adoption.span));
            continue;
        }
        let former = std::mem::replace(&mut work.key, adoption.key.clone());
        work.aliases.extend(Some(former).filter(|key| !key.is_empty()));
    }
    let mut wanted: HashMap<&str, u32> = HashMap::new();
    for (work, proposed) in works.works.iter().zip(&proposed) {
        if work.key.is_empty() {
            *wanted.entry(&proposed.key).or_default() += 1;
        }
    }
    for (work, proposed) in works.works.iter_mut().zip(&proposed) {
        work.aliases
            .extend(proposed.others.iter().filter(|other| **other != work.key).cloned());
        if work.key.is_empty() {
            let hash = key::short_hash(proposed.hash);
            let shared = proposed.key != key::UNREAD
                && !proposed.key.ends_with(&hash)
                && (taken.contains_key(&proposed.key)
                    || wanted.get(proposed.key.as_str()).is_some_and(|count| *count > 1));
            work.key = match shared {
                // Two works that claim one key both get a piece of their content's hash: neither depends on its place.
                true => unused(format!("{}-{hash}", proposed.key), &mut taken),
                false => unused(proposed.key.clone(), &mut taken),
            };
        }
        if proposed.key != work.key {
            work.aliases.push(proposed.key.clone());
        }
        let former = given::remembered(work, given_before).map(|(_, key)| key);
        let mut former: Vec<String> = former.filter(|key| *key != work.key).map(str::to_owned).collect();
        former.retain(|key| !work.aliases.contains(key));
        former.sort_unstable();
        former.dedup();
        work.aliases.extend(former);
    }
    keep_apart(works, &ids);
}

/// Leaves out of each work's other keys what leads elsewhere: the key of one work is never that of another, unless an
/// article in it bears it.
fn keep_apart(works: &mut Works, ids: &[Vec<&str>]) {
    let aliases: Vec<Vec<String>> = works
        .works
        .iter_mut()
        .map(|work| std::mem::take(&mut work.aliases))
        .collect();
    let keys: HashSet<&str> = works.works.iter().map(|work| work.key.as_str()).collect();
    let kept: Vec<Vec<String>> = aliases
        .into_iter()
        .zip(ids)
        .map(|(mut aliases, ids)| {
            aliases.retain(|alias| {
                let alias = alias.as_str();
                ids.contains(&alias) || alias != key::UNREAD && !keys.contains(alias)
            });
            aliases
        })
        .collect();
    for (work, aliases) in works.works.iter_mut().zip(kept) {
        work.aliases = aliases;
    }
}

/// The keys of the articles in a work, sorted.
fn own_ids<'i>(work: &Work, items: &[(&'i str, &Item)]) -> Vec<&'i str> {
    let ids = work
        .members
        .iter()
        .filter_map(|index| items.get(*index))
        .map(|(id, _)| *id);
    let mut ids: Vec<&str> = ids.filter(|id| !id.is_empty()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn proposals(members: &[usize], records: &Records, items: &[(&str, &Item)]) -> Proposed {
    let mut votes: Vec<(key::Proposal, u64, usize)> = distinct(members, records)
        .map(|index| {
            let item = items[index].1;
            let count = records.items(records.profile_of[index]).len();
            (key::propose(item), profile::raw_hash(item), count)
        })
        .collect();
    votes.sort_unstable();
    let best = votes
        .chunk_by(|a, b| a.0.key == b.0.key)
        .filter_map(|same| {
            let (proposal, hash, _) = same.first()?;
            let count: usize = same.iter().map(|(.., count)| count).sum();
            Some(((proposal.lack, Reverse(count), proposal.key.as_str()), *hash))
        })
        .min();
    let Some(((.., key), hash)) = best else {
        return Proposed::default();
    };
    let mut others: Vec<String> = votes
        .iter()
        .map(|(proposal, ..)| &proposal.key)
        .filter(|other| *other != key)
        .cloned()
        .collect();
    others.sort_unstable();
    others.dedup();
    Proposed {
        key: key.to_owned(),
        hash,
        others,
    }
}

/// The key itself, or with the first number that makes it unused. `taken` remembers the number each key has come to.
fn unused(key: String, taken: &mut HashMap<String, u32>) -> String {
    let mut number = *taken.entry(key.clone()).and_modify(|number| *number += 1).or_insert(1);
    if number == 1 {
        return key;
    }
    loop {
        let numbered = format!("{key}-{number}");
        if !taken.contains_key(&numbered) {
            taken.insert(numbered.clone(), 1);
            taken.insert(key, number);
            return numbered;
        }
        number += 1;
    }
}
