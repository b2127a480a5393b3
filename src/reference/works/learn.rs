//! Names of journals learned from works whose identity is certain.
//!
//! Where an identifier, the volume and the first page of two records are equal, their journal is one journal, whatever
//! the two lists call it. A name that no list knows is then another name of the one that is known. What is learned is a
//! function of the records alone, not of their order.

use super::Records;
use super::compare::Link;
use super::{Reason, Works};
use crate::journals::Journals;
use crate::record::{Field, Item};
use std::collections::BTreeMap;

/// Learns from links: for each unknown name the title of its journal. A name that would stand for two journals is not
/// learned.
pub(super) fn names(
    links: &[(u32, u32, Link)],
    records: &Records,
    items: &[(&str, &Item)],
    journals: &Journals,
) -> BTreeMap<String, String> {
    let identifiers = [Reason::Doi, Reason::Pmid, Reason::Pmcid];
    let identifiers = identifiers.iter().fold(0u8, |bits, reason| bits | 1 << *reason as u8);
    let mut learned: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (a, b, link) in links {
        let numbers = link.reasons >> Reason::VolumePage as u8 & 1 == 1;
        if link.reasons & identifiers == 0 || !numbers {
            continue;
        }
        let name = |profile: u32| {
            items
                .get(records.first(profile))
                .and_then(|(_, item)| item.get(Field::ContainerTitle))
        };
        let (Some(a), Some(b)) = (name(*a), name(*b)) else {
            continue;
        };
        let (unknown, known) = match (journals.canonical(a), journals.canonical(b)) {
            (None, Some(title)) => (a, title),
            (Some(title), None) => (b, title),
            _ => continue,
        };
        // One letter is no name, and a sentence is not one either.
        if Journals::written_alike(a, b) || !(3..=120).contains(&unknown.chars().count()) {
            continue;
        }
        let entry = learned
            .entry(unknown.to_owned())
            .or_insert_with(|| Some(known.to_owned()));
        if entry.as_deref() != Some(known) {
            *entry = None;
        }
    }
    learned
        .into_iter()
        .filter_map(|(name, title)| Some((name, title?)))
        .collect()
}

impl Works {
    /// The title of a journal by a name that was learned from these works.
    pub fn learned_title(&self, name: &str) -> Option<&str> {
        self.learned.get(name).map(String::as_str)
    }
}
