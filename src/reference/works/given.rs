//! Keys that were given before and stay, whatever comes in later.
//!
//! What a reference proposes is a pure function of its text, but what a work is called is not: a fuller capture, one more
//! vote or a second work of the same name would change it. So each item remembers the key its work was given, and
//! matching is told. A work keeps the key that most of its members remember; where two works have become one, the other
//! key still leads there; where one has become two, the part with more of its members keeps it.

use super::naming::Proposed;
use super::{Work, Works};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// What speaks for a work's having a key: the smaller, the more.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Claim<'g> {
    /// Its place in the lists of the members: 0 for the key of today, others for former ones.
    place: usize,
    /// The key is not that of an article in the work.
    foreign: bool,
    /// How many members remember it.
    votes: Reverse<usize>,
    key: &'g str,
    /// Tells works apart by their content where all else is equal.
    content: (&'g str, u64),
    work: usize,
}

/// The works that have a key already, each with its key, none twice. `given` has for each item the keys it remembers, the
/// one of today first, or is empty; an empty key stands for none.
pub(super) fn settle<'g>(
    works: &Works,
    given: &[&'g [String]],
    ids: &[Vec<&str>],
    proposed: &'g [Proposed],
) -> Vec<(usize, &'g str)> {
    if given.is_empty() {
        return Vec::new();
    }
    let mut claims = Vec::new();
    for (number, work) in works.works.iter().enumerate() {
        let (Some(ids), Some(proposed)) = (ids.get(number), proposed.get(number)) else {
            continue;
        };
        let mut votes: HashMap<&str, (usize, usize)> = HashMap::new();
        for (place, key) in remembered(work, given) {
            let vote = votes.entry(key).or_insert((place, 0));
            *vote = (vote.0.min(place), vote.1 + usize::from(place == 0));
        }
        claims.extend(votes.into_iter().map(|(key, (place, count))| Claim {
            foreign: !ids.contains(&key),
            place,
            votes: Reverse(count),
            key,
            content: proposed.content(),
            work: number,
        }));
    }
    claims.sort_unstable();
    let (mut named, mut taken) = (HashSet::new(), HashSet::new());
    claims.retain(|claim| {
        let free = !named.contains(&claim.work) && !taken.contains(claim.key);
        if free {
            named.insert(claim.work);
            taken.insert(claim.key);
        }
        free
    });
    claims.into_iter().map(|claim| (claim.work, claim.key)).collect()
}

/// Every key that members of the work remember, with its place in their lists.
pub(super) fn remembered<'g>(work: &Work, given: &[&'g [String]]) -> impl Iterator<Item = (usize, &'g str)> {
    let lists = work.members.iter().filter_map(|member| given.get(*member));
    let keys = lists.flat_map(|list| list.iter().map(String::as_str).enumerate());
    keys.filter(|(_, key)| !key.is_empty())
}
