//! Finding the pairs worth comparing: profiles that share a key, never everything with everything.

use super::compare::{Comparer, Link, Verdict};
use super::profile::Profile;
use super::title::mix;
use rayon::prelude::*;

/// Profiles that share a key are all compared up to this number; more are sorted and compared with their neighbours.
const WHOLE_BLOCK: usize = 40;
/// Neighbours compared in a larger block.
const NEIGHBOURS: usize = 10;

/// What one round of comparing found. Profile numbers, the smaller first.
#[derive(Default)]
pub(super) struct Found {
    pub(super) links: Vec<(u32, u32, Link)>,
    pub(super) related: Vec<(u32, u32, &'static str)>,
    pub(super) doubts: Vec<(u32, u32, &'static str)>,
}

/// The rounds in the order of what their keys are worth: a round need not look at what an earlier one joined.
pub(super) const ROUNDS: [fn(&Profile, &mut Vec<u64>); 3] = [identifiers, numbers, words];

fn key(kind: u64, parts: &[u64]) -> u64 {
    parts
        .iter()
        .fold(mix(kind), |hash, part| mix(hash.rotate_left(5) ^ part))
}

fn identifiers(p: &Profile, keys: &mut Vec<u64>) {
    for (kind, value) in [
        (1, p.doi),
        (2, u64::from(p.pmid)),
        (3, u64::from(p.pmcid)),
        (4, u64::from(p.isbn)),
    ] {
        if value != 0 && (kind != 4 || p.bookish) {
            keys.push(key(kind, &[value]));
        }
    }
}

fn numbers(p: &Profile, keys: &mut Vec<u64>) {
    if p.volume == 0 || p.page == 0 {
        return;
    }
    let (volume, page) = (u64::from(p.volume), u64::from(p.page));
    if p.year != 0 {
        keys.push(key(5, &[volume, page, u64::from(p.year)]));
        keys.push(key(5, &[volume, page, u64::from(p.year) + 1]));
    }
    if let Some(first) = p.authors.first() {
        keys.push(key(6, &[volume, page, u64::from(*first)]));
    }
    if p.container != 0 {
        keys.push(key(7, &[volume, page, p.container]));
    }
}

fn words(p: &Profile, keys: &mut Vec<u64>) {
    let first = p.authors.first().copied().map_or(0, u64::from);
    let year = u64::from(p.year);
    let title = &p.title;
    if !title.is_empty() {
        keys.push(key(8, &[title.letters]));
        if title.words.len() >= 3 {
            keys.push(key(9, &[title.longest]));
        }
        let fold = |words: &[u32]| words.iter().fold(0, |hash, word| mix(hash ^ u64::from(*word)));
        if let Some(head) = title.words.get(..5) {
            keys.push(key(10, &[fold(head)]));
        }
        if title.words.len() >= 6 {
            let tail = title.words.get(title.words.len() - 5..).unwrap_or_default();
            keys.push(key(11, &[fold(tail)]));
        }
        if p.page != 0 {
            keys.push(key(
                12,
                &[u64::from(p.page), p.title.words.first().copied().map_or(0, u64::from)],
            ));
        }
    }
    if first != 0 && year != 0 {
        if p.page != 0 {
            keys.push(key(13, &[first, year, u64::from(p.page)]));
        }
        if p.volume != 0 {
            keys.push(key(14, &[first, year, u64::from(p.volume)]));
        }
    }
}

/// Compares within the blocks of one round. `joined` says whether two profiles are one work already.
pub(super) fn round(
    keys_of: fn(&Profile, &mut Vec<u64>),
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
    let judge = |found: &mut Found, a: u32, b: u32| {
        let (a, b) = (a.min(b), a.max(b));
        if a == b || joined(a, b) {
            return;
        }
        match comparer.judge(&profiles[a as usize], &profiles[b as usize]) {
            Verdict::Same(link) => found.links.push((a, b, link)),
            Verdict::Related(how) => found.related.push((a, b, how)),
            Verdict::Doubt(why) => found.doubts.push((a, b, why)),
            Verdict::Different => {}
        }
    };
    let mut found = blocks
        .par_iter()
        .with_min_len(64)
        .fold(Found::default, |mut found, block| {
            if block.len() <= WHOLE_BLOCK {
                for (at, (_, a)) in block.iter().enumerate() {
                    for (_, b) in block.iter().skip(at + 1) {
                        judge(&mut found, *a, *b);
                    }
                }
                return found;
            }
            let mut sorted: Vec<u32> = block.iter().map(|(_, index)| *index).collect();
            sorted.sort_unstable_by_key(|index| {
                let p = &profiles[*index as usize];
                (
                    p.authors.first().copied(),
                    p.year,
                    p.volume,
                    p.page,
                    p.title.letters,
                    *index,
                )
            });
            for (at, a) in sorted.iter().enumerate() {
                for b in sorted.iter().skip(at + 1).take(NEIGHBOURS) {
                    judge(&mut found, *a, *b);
                }
            }
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
