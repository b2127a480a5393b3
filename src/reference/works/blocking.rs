//! Finding the pairs worth comparing: profiles that share a key, never everything with everything.

use super::Certainty;
use super::compare::{Comparer, Link, Verdict};
use super::profile::Profile;
use super::title::mix;
use crate::record::RelationKind;
use rayon::prelude::*;

/// Profiles that share a key are all compared up to this number; more are sorted and compared with their neighbours.
const WHOLE_BLOCK: usize = 40;
/// Neighbours compared in a larger block.
const NEIGHBOURS: usize = 10;

/// What one round of comparing found. Profile numbers, the smaller first.
#[derive(Default)]
pub(super) struct Found {
    pub(super) links: Vec<(u32, u32, Link)>,
    pub(super) related: Vec<(u32, u32, RelationKind)>,
    pub(super) doubts: Vec<(u32, u32, &'static str)>,
}

/// Writes the keys of one round for a profile.
pub(super) type Keys = fn(&Profile, &mut Vec<u64>);

/// The rounds in the order of what their keys are worth: a round need not look at what an earlier one joined, so the
/// later, wider ones have little left to do.
pub(super) const ROUNDS: [Keys; 7] = [
    |p, keys| {
        for (kind, value) in [
            (1, p.doi),
            (2, u64::from(p.pmid)),
            (3, u64::from(p.pmcid)),
            (4, if p.bookish { u64::from(p.isbn) } else { 0 }),
        ] {
            if value != 0 {
                keys.push(key(kind, &[value]));
            }
        }
    },
    |p, keys| {
        if let Some([volume, page]) = volume_and_page(p)
            && p.year != 0
        {
            keys.push(key(5, &[volume, page, u64::from(p.year)]));
            keys.push(key(5, &[volume, page, u64::from(p.year) + 1]));
        }
    },
    |p, keys| {
        let Some([volume, page]) = volume_and_page(p) else {
            return;
        };
        if let Some(first) = p.authors.first() {
            keys.push(key(6, &[volume, page, u64::from(*first)]));
        }
        if p.container != 0 {
            keys.push(key(7, &[volume, page, p.container]));
        }
    },
    |p, keys| {
        if !p.title.is_empty() {
            keys.push(key(8, &[p.title.letters]));
        }
    },
    |p, keys| {
        if p.title.words.len() >= 3 {
            keys.push(key(9, &[p.title.longest]));
        }
        if let Some(head) = p.title.words.get(..5) {
            keys.push(key(10, &[words(head)]));
        }
    },
    |p, keys| {
        if let Some((_, tail)) = p
            .title
            .words
            .len()
            .checked_sub(5)
            .and_then(|at| p.title.words.split_at_checked(at))
        {
            keys.push(key(11, &[words(tail)]));
        }
        if let Some(first) = p.title.words.first().filter(|_| p.page != 0) {
            keys.push(key(12, &[u64::from(p.page), u64::from(*first)]));
        }
    },
    |p, keys| {
        let Some(first) = p.authors.first().filter(|_| p.year != 0) else {
            return;
        };
        let (first, year) = (u64::from(*first), u64::from(p.year));
        for (kind, number) in [(13, p.page), (14, p.volume)] {
            if number != 0 {
                keys.push(key(kind, &[first, year, u64::from(number)]));
            }
        }
    },
];

fn key(kind: u64, parts: &[u64]) -> u64 {
    parts
        .iter()
        .fold(mix(kind), |hash, part| mix(hash.rotate_left(5) ^ part))
}

fn volume_and_page(p: &Profile) -> Option<[u64; 2]> {
    (p.volume != 0 && p.page != 0).then_some([u64::from(p.volume), u64::from(p.page)])
}

fn words(words: &[u32]) -> u64 {
    words.iter().fold(0, |hash, word| mix(hash ^ u64::from(*word)))
}

/// Compares within the blocks of one round. `joined` says whether two profiles are one work already.
pub(super) fn round(
    keys_of: Keys,
    profiles: &[Profile],
    comparer: &Comparer<'_>,
    joined: &(impl Fn(u32, u32) -> bool + Sync),
) -> Found {
    let mut entries: Vec<(u64, u32)> = profiles
        .par_iter()
        .enumerate()
        .fold(Vec::new, |mut all, (index, profile)| {
            let mut keys = Vec::with_capacity(8);
            keys_of(profile, &mut keys);
            all.extend(keys.into_iter().map(|key| (key, index as u32)));
            all
        })
        .reduce(Vec::new, |mut a, b| {
            a.extend(b);
            a
        });
    entries.par_sort_unstable();
    entries.dedup();
    let mut blocks: Vec<&[(u64, u32)]> = entries
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|block| block.len() > 1)
        .collect();
    blocks.shrink_to_fit();
    let mut found = blocks
        .par_iter()
        .with_min_len(64)
        .fold(Found::default, |mut found, block| {
            let mut members: Vec<u32> = block.iter().map(|(_, index)| *index).collect();
            let mut reach = members.len();
            if members.len() > WHOLE_BLOCK {
                reach = NEIGHBOURS;
                members.sort_unstable_by_key(|index| {
                    let p = &profiles[*index as usize];
                    let first = p.authors.first().copied();
                    (first, p.year, p.volume, p.page, p.title.letters, *index)
                });
            }
            compare_block(&members, reach, profiles, comparer, joined, &mut found);
            found
        })
        .reduce(Found::default, |mut a, b| {
            a.links.extend(b.links);
            a.related.extend(b.related);
            a.doubts.extend(b.doubts);
            a
        });
    found
        .links
        .sort_unstable_by_key(|(a, b, link)| (std::cmp::Reverse(link.weight), *a, *b));
    found.links.dedup_by_key(|(a, b, _)| (*a, *b));
    found.related.sort_unstable();
    found.related.dedup();
    found.doubts.sort_unstable();
    found.doubts.dedup();
    found
}

/// Judges each member with the `reach` members after it. What a certain link has joined within the block is not judged
/// again, so that a block of one work costs little more than its length.
fn compare_block(
    members: &[u32],
    reach: usize,
    profiles: &[Profile],
    comparer: &Comparer<'_>,
    joined: &impl Fn(u32, u32) -> bool,
    found: &mut Found,
) {
    let mut parent: Vec<usize> = (0..members.len()).collect();
    let root = |parent: &[usize], mut at: usize| {
        while parent[at] != at {
            at = parent[at];
        }
        at
    };
    for at in 0..members.len() {
        for other in (at + 1)..members.len().min(at + 1 + reach) {
            let (x, y) = (root(&parent, at), root(&parent, other));
            let (a, b) = (members[at].min(members[other]), members[at].max(members[other]));
            if x == y || a == b {
                continue;
            }
            if joined(a, b) {
                parent[y] = x;
                continue;
            }
            match comparer.judge(&profiles[a as usize], &profiles[b as usize]) {
                Verdict::Same(link) => {
                    if link.certainty == Certainty::Certain {
                        parent[y] = x;
                    }
                    found.links.push((a, b, link));
                }
                Verdict::Related(how) => found.related.push((a, b, how)),
                Verdict::Doubt(why) => found.doubts.push((a, b, why)),
                Verdict::Different => {}
            }
        }
    }
}
