//! Applying the author's decisions: which records they name, what they join, keep apart, correct and rename.

use super::cluster::Clusters;
use super::compare::Link;
use super::decisions::Decisions;
use super::{Certainty, Reason, Records, Works, key, profile};
use crate::base::codes::works::{CONFLICTING_DECISIONS, UNKNOWN_WORK};
use crate::base::{Diagnostic, Doi, Isbn, Pmcid, Pmid};
use crate::journals::Journals;
use crate::record::{Field, Item};
use crate::reference::parse;
use std::collections::HashMap;

/// The profiles that each decision names, in the order of the decisions.
#[derive(Default)]
pub(super) struct Rulings {
    /// For each `same`, the profiles of each work it names.
    same: Vec<Vec<Vec<u32>>>,
    different: Vec<Vec<Vec<u32>>>,
    correct: Vec<Vec<u32>>,
    /// For each `adopt`, the profiles of its work.
    adopt: Vec<Vec<u32>>,
    /// Groups that `same` makes, by any member.
    closure: Vec<Vec<u32>>,
}

/// Finds the records that the decisions name; unknown names are reported.
pub(super) fn rulings(
    decisions: &Decisions,
    items: &[(&str, &Item)],
    given: &[&[String]],
    records: &Records,
    journals: &Journals,
    diagnostics: &mut Vec<Diagnostic>,
) -> Rulings {
    if decisions.is_empty() {
        return Rulings::default();
    }
    let index = Names::new(items, given, records);
    let mut adopted_names: HashMap<&str, &str> = HashMap::new();
    for adoption in &decisions.adopt {
        adopted_names.insert(&adoption.key, &adoption.work);
    }
    let mut find = |name: &str, span| {
        let mut found = index.find(name, journals);
        if found.is_empty()
            && let Some(work) = adopted_names.get(name)
        {
            found = index.find(work, journals);
        }
        if found.is_empty() {
            diagnostics.push(
                Diagnostic::new(UNKNOWN_WORK, format!("no article and no reference is `{name}`"))
                    .at(&decisions.file, span)
                    .help("name it by its key, its DOI, PMID or PMCID, or by the text of a reference to it"),
            );
        }
        found
    };
    let mut rulings = Rulings::default();
    for decision in &decisions.same {
        rulings
            .same
            .push(decision.works.iter().map(|name| find(name, decision.span)).collect());
    }
    for decision in &decisions.different {
        rulings
            .different
            .push(decision.works.iter().map(|name| find(name, decision.span)).collect());
    }
    for correction in &decisions.correct {
        rulings.correct.push(find(&correction.work, correction.span));
    }
    for adoption in &decisions.adopt {
        rulings.adopt.push(find(&adoption.work, adoption.span));
    }
    rulings.close(records.profiles.len());
    rulings
}

impl Rulings {
    /// Groups what `same` makes one, also over several decisions.
    fn close(&mut self, count: usize) {
        if self.same.is_empty() {
            return;
        }
        let mut groups = Clusters::new(count);
        let mut named = Vec::new();
        for decision in &self.same {
            let all: Vec<u32> = decision.iter().flatten().copied().collect();
            for pair in all.windows(2) {
                if let [a, b] = pair {
                    groups.force(*a, *b);
                }
            }
            named.extend(all);
        }
        named.sort_unstable();
        named.dedup();
        let mut by_root: std::collections::BTreeMap<u32, Vec<u32>> = std::collections::BTreeMap::new();
        for profile in named {
            by_root.entry(groups.find(profile)).or_default().push(profile);
        }
        self.closure = by_root.into_values().collect();
    }

    /// Marks what `different` keeps apart, with all that `same` makes one with it.
    pub(super) fn keep_apart(&self, clusters: &mut Clusters) {
        for (decision, works) in self.different.iter().enumerate() {
            for (side, profiles) in works.iter().enumerate() {
                for profile in profiles {
                    let group = self.closure.iter().find(|group| group.contains(profile));
                    for member in group.map_or(std::slice::from_ref(profile), Vec::as_slice) {
                        clusters.set_side(*member, decision as u32, side as u32);
                    }
                }
            }
        }
    }

    /// Joins what `same` says, whatever the records say; where `different` says otherwise, that is reported.
    pub(super) fn join(
        &self,
        clusters: &mut Clusters,
        links: &mut Vec<(u32, u32, Link)>,
        decisions: &Decisions,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let link = Link {
            because: Reason::Decision,
            certainty: Certainty::Certain,
            reasons: 1 << Reason::Decision as u8,
            weight: 255,
        };
        for works in &self.same {
            let all: Vec<u32> = works.iter().flatten().copied().collect();
            let Some((first, others)) = all.split_first() else {
                continue;
            };
            for other in others {
                if clusters.find(*first) != clusters.find(*other) {
                    clusters.force(*first, *other);
                    links.push((*first, *other, link));
                }
            }
        }
        for (works, decision) in self.different.iter().zip(&decisions.different) {
            for (at, side) in works.iter().enumerate() {
                let roots: Vec<u32> = side.iter().map(|profile| clusters.find(*profile)).collect();
                let clash = works
                    .iter()
                    .skip(at + 1)
                    .flatten()
                    .find(|other| roots.contains(&clusters.root(**other)));
                if clash.is_none() {
                    continue;
                }
                let mut diagnostic = Diagnostic::new(
                    CONFLICTING_DECISIONS,
                    format!(
                        "`{}` is decided to be another work and the same one",
                        decision.works.get(at).map_or("", String::as_str)
                    ),
                )
                .label(&decisions.file, decision.span, "kept apart here");
                let joined = self.same.iter().zip(&decisions.same).find(|(works, _)| {
                    works
                        .iter()
                        .flatten()
                        .any(|profile| roots.contains(&clusters.root(*profile)))
                });
                if let Some((_, same)) = joined {
                    diagnostic = diagnostic.label(&decisions.file, same.span, "joined here");
                }
                diagnostics.push(diagnostic.help("remove one of the two; until then they are one work"));
            }
        }
    }

    /// The works whose keys are decided, with the number of the decision.
    pub(super) fn adopted(&self, work_of: &[u32], decisions: &Decisions) -> Vec<(u32, usize)> {
        let works = self
            .adopt
            .iter()
            .map(|profiles| work_of.get(*profiles.first()? as usize).copied());
        works
            .zip(0..decisions.adopt.len())
            .filter_map(|(work, decision)| Some((work?, decision)))
            .collect()
    }

    /// Puts the corrections into the records of their works.
    pub(super) fn correct(&self, works: &mut Works, work_of: &[u32], decisions: &Decisions) {
        for (profiles, correction) in self.correct.iter().zip(&decisions.correct) {
            let mut numbers: Vec<u32> = profiles
                .iter()
                .filter_map(|profile| work_of.get(*profile as usize).copied())
                .collect();
            numbers.sort_unstable();
            numbers.dedup();
            for number in numbers {
                if let Some(work) = works.works.get_mut(number as usize) {
                    correction.apply(&mut work.item);
                }
            }
        }
    }
}

/// All names by which a record can be meant.
struct Names {
    names: HashMap<String, Vec<u32>>,
    /// The one full key that begins so, if there is but one, and its records.
    stems: HashMap<String, (Option<String>, Vec<u32>)>,
    raw: HashMap<u64, Vec<u32>>,
    /// Keys that the records' works were given before.
    given: HashMap<String, Vec<u32>>,
}

impl Names {
    fn new(items: &[(&str, &Item)], given: &[&[String]], records: &Records) -> Self {
        let mut names = Names {
            names: HashMap::new(),
            stems: HashMap::new(),
            raw: HashMap::new(),
            given: HashMap::new(),
        };
        let mut hashes: HashMap<u64, Vec<u32>> = HashMap::new();
        for number in 0..records.profiles.len() as u32 {
            let (id, item) = items[records.first(number)];
            let proposal = key::propose(item);
            let mut add = |name: String| names.names.entry(name).or_default().push(number);
            if !id.is_empty() {
                add(id.to_owned());
            }
            let hash = profile::raw_hash(item);
            add(format!("{}-{}", proposal.key, key::short_hash(hash)));
            add(proposal.key.clone());
            for identifier in [
                item.doi().map(|id| id.to_string()),
                item.pmid().map(|id| format!("pmid:{id}")),
                item.pmcid().map(|id| id.to_string()),
                item.get(Field::Isbn).and_then(Isbn::parse).map(|id| id.to_string()),
            ]
            .into_iter()
            .flatten()
            {
                add(identifier);
            }
            let stem = names
                .stems
                .entry(proposal.stem)
                .or_insert_with(|| (Some(proposal.key.clone()), Vec::new()));
            stem.0 = stem.0.take().filter(|key| *key == proposal.key);
            stem.1.push(number);
            hashes.entry(hash).or_default().push(number);
            for index in records.items(number) {
                for key in given.get(*index as usize).into_iter().copied().flatten() {
                    let named = names.given.entry(key.clone()).or_default();
                    if named.last() != Some(&number) {
                        named.push(number);
                    }
                }
            }
        }
        names.raw = hashes;
        names
    }

    /// The profiles that `name` means; none where nothing has the name.
    fn find(&self, name: &str, journals: &Journals) -> Vec<u32> {
        let get = |name: &str| self.names.get(name).cloned().unwrap_or_default();
        let exact = get(name);
        if let Some(given) = self.given.get(name) {
            // Of the records that have the key, those that say so themselves: a decision may part the others from them.
            let mut own = exact.clone();
            own.retain(|record| given.contains(record));
            return if own.is_empty() { given.clone() } else { own };
        }
        if !exact.is_empty() {
            return exact;
        }
        let identifier = Doi::parse(name)
            .map(|id| id.to_string())
            .or_else(|| Pmcid::parse(name).map(|id| id.to_string()))
            .or_else(|| Pmid::parse(name).map(|id| format!("pmid:{id}")))
            .or_else(|| Isbn::parse(name).map(|id| id.to_string()));
        if let Some(identifier) = identifier {
            return get(&identifier);
        }
        if !name.contains(char::is_whitespace) {
            // `kralovics2005` names a work only while there is one such.
            return match self.stems.get(name) {
                Some((Some(_), profiles)) => profiles.clone(),
                _ => Vec::new(),
            };
        }
        let item = parse(name, journals).item;
        if item.is_empty() {
            return Vec::new();
        }
        self.raw.get(&profile::raw_hash(&item)).cloned().unwrap_or_default()
    }
}
