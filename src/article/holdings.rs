//! What the lock holds of one article while records are merged into it, found without going through all of it: one file may
//! hold the same paper thousands of times.

use super::fields::FieldValue;
use super::lock::{LockedArticle, LockedClaim};
use crate::record::Field;
use crate::vocabulary::{Tagging, Tier};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

/// What captures say of one field, in the lock's order: the claim that the stub's value was taken from first.
#[derive(Debug, Default)]
pub(super) struct Claims {
    /// By a number that rises; what comes to the front gets one below all others.
    list: BTreeMap<i64, LockedClaim>,
    /// The number of each capture's claim.
    numbers: HashMap<usize, i64>,
}

impl Claims {
    fn of(list: Vec<LockedClaim>) -> Self {
        let mut claims = Self::default();
        list.into_iter().for_each(|claim| claims.push(claim));
        claims
    }

    fn push(&mut self, claim: LockedClaim) {
        let next = self.list.last_key_value().map_or(0, |(last, _)| last + 1);
        self.numbers.entry(claim.capture).or_insert(next);
        self.list.insert(next, claim);
    }

    fn push_front(&mut self, claim: LockedClaim) {
        let next = self.list.first_key_value().map_or(0, |(first, _)| first - 1);
        self.numbers.insert(claim.capture, next);
        self.list.insert(next, claim);
    }

    /// The claim that the stub's value was taken from.
    pub fn first(&self) -> Option<&LockedClaim> {
        self.list.first_key_value().map(|(_, claim)| claim)
    }

    /// What a capture says.
    pub fn said_by(&self, capture: usize) -> Option<&FieldValue> {
        let claim = self.list.get(self.numbers.get(&capture)?)?;
        Some(&claim.value)
    }

    /// What is said first by any other capture.
    pub fn said_beside(&self, capture: usize) -> Option<&FieldValue> {
        let claim = self.list.values().find(|claim| claim.capture != capture)?;
        Some(&claim.value)
    }

    /// Puts first what another capture than `own` says in the same words, in exchange for what was first.
    pub fn lead(&mut self, value: &FieldValue, own: usize) {
        let same = |(_, claim): &(&i64, &LockedClaim)| claim.capture != own && claim.value == *value;
        let (Some(first), Some(other)) = (
            self.list.first_key_value().map(|(number, _)| *number),
            self.list.iter().find(same).map(|(number, _)| *number),
        ) else {
            return;
        };
        if first == other {
            return;
        }
        if let (Some(was), Some(leads)) = (self.list.remove(&first), self.list.remove(&other)) {
            self.numbers.insert(was.capture, other);
            self.numbers.insert(leads.capture, first);
            self.list.insert(other, was);
            self.list.insert(first, leads);
        }
    }

    /// Takes in what a capture says now, at the front or in its own place.
    pub fn remember(&mut self, capture: usize, theirs: Option<LockedClaim>, first: bool) {
        let Some(claim) = theirs else {
            if let Some(number) = self.numbers.remove(&capture) {
                self.list.remove(&number);
            }
            return;
        };
        let own = self.numbers.get(&capture).copied();
        match own {
            Some(number) if !first => {
                self.list.insert(number, claim);
            }
            None if !first => self.push(claim),
            _ => {
                own.map(|number| self.list.remove(&number));
                self.push_front(claim);
            }
        }
    }
}

/// What is held of one article.
#[derive(Debug)]
pub(super) struct Holdings {
    claims: BTreeMap<Field, Claims>,
    /// Paths of its captures.
    paths: HashSet<String>,
    /// Number of its captures whose words propose a mechanism, by its id.
    proposed: HashMap<String, usize>,
    /// Places of its captures, by path, that have not been given away here; made when it is asked for first.
    free: Option<HashMap<String, VecDeque<usize>>>,
}

impl Holdings {
    /// Takes the claims out of a lock's entry, until [`Self::give_back`].
    pub fn of(locked: &mut LockedArticle) -> Self {
        locked
            .relations
            .sort_by_key(|relation| (relation.capture, relation.span));
        locked.quotes.sort_by_key(|quote| (quote.capture, quote.span));
        let fields = std::mem::take(&mut locked.fields).into_iter();
        let mut holdings = Self {
            claims: fields.map(|(field, list)| (field, Claims::of(list))).collect(),
            paths: locked.captures.iter().map(|capture| capture.path.clone()).collect(),
            proposed: HashMap::new(),
            free: None,
        };
        locked.taggings.iter().for_each(|tagging| holdings.count(tagging));
        holdings
    }

    /// Puts the claims back into the lock's entry.
    pub fn give_back(self, locked: &mut LockedArticle) {
        let fields = self.claims.into_iter().filter(|(_, claims)| !claims.list.is_empty());
        locked.fields = fields
            .map(|(field, claims)| (field, claims.list.into_values().collect()))
            .collect();
    }

    /// What captures say of a field.
    pub fn claims(&mut self, field: Field) -> &mut Claims {
        self.claims.entry(field).or_default()
    }

    /// Whether a file is among the captures.
    pub fn has_path(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Number of captures whose words propose a mechanism.
    pub fn proposing(&self, id: &str) -> usize {
        self.proposed.get(id).copied().unwrap_or(0)
    }

    /// Learns that a capture at this path is tagged so, and was tagged otherwise before.
    pub fn put(&mut self, path: &str, before: Option<&Tagging>, tagging: &Tagging) {
        if !self.paths.contains(path) {
            self.paths.insert(path.to_owned());
        }
        for id in before.into_iter().flat_map(proposals) {
            if let Some(count) = self.proposed.get_mut(id) {
                *count -= 1;
            }
        }
        self.count(tagging);
    }

    fn count(&mut self, tagging: &Tagging) {
        for id in proposals(tagging) {
            *self.proposed.entry(id.to_owned()).or_default() += 1;
        }
    }

    /// The first place of a capture of this path that no record of the file has claimed: the file has changed so far that
    /// its entries are known by their works alone.
    pub fn free_place(&mut self, locked: &LockedArticle, path: &str, claimed: impl Fn(usize) -> bool) -> Option<usize> {
        let free = self.free.get_or_insert_with(|| {
            let mut free: HashMap<String, VecDeque<usize>> = HashMap::new();
            for (place, capture) in locked.captures.iter().enumerate() {
                free.entry(capture.path.clone()).or_default().push_back(place);
            }
            free
        });
        let places = free.get_mut(path)?;
        while let Some(place) = places.pop_front() {
            if !claimed(place) {
                return Some(place);
            }
        }
        None
    }
}

/// The mechanisms that a tagging proposes, each once.
fn proposals(tagging: &Tagging) -> BTreeSet<&str> {
    let proposed = tagging.mechanisms.iter().filter(|hit| hit.tier == Tier::Proposed);
    proposed.map(|hit| hit.id.as_str()).collect()
}
