//! Which items are the same work.
//!
//! Items are told apart by identifiers, then numbers, then names and titles; never by journal names alone, for captures
//! damage those more often than numbers. Pairs are found by blocking, never by comparing everything with everything.
//!
//! The way: records that are equal letter for letter become one [`profile`]; profiles that share a key ([`blocking`]) are
//! judged in pairs ([`compare`]); links are made from the surest to the weakest, and refused where members of the two
//! groups contradict one another ([`cluster`]), so that a bare record never chains two works together. Profiles are
//! ordered by their content, never by their place in the input.

mod agree;
mod blocking;
mod cluster;
mod compare;
mod decide;
mod decisions;
mod dedupe;
mod given;
mod key;
mod learn;
mod merge;
mod naming;
mod profile;
mod title;

use crate::base::Parsed;
use crate::journals::Journals;
use crate::record::{Item, RelationKind};
use agree::shared_identifiers;
use blocking::ROUNDS;
use cluster::Clusters;
use compare::{Comparer, Link, first_reason};
pub use decisions::Decisions;
pub use dedupe::{Deduped, Merged, dedupe};
use profile::Profile;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Why two items were taken for one work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Equal DOI.
    Doi,
    /// Equal PubMed identifier.
    Pmid,
    /// Equal PubMed Central identifier.
    Pmcid,
    /// Equal ISBN of a book.
    Isbn,
    /// Equal volume and first page, and a compatible year, author, journal or title.
    VolumePage,
    /// A long, nearly equal title, and a compatible year and author.
    Title,
    /// The author decided so.
    Decision,
}

impl Reason {
    /// All of them, the strongest first.
    pub const ALL: [Reason; 7] = [
        Reason::Doi,
        Reason::Pmid,
        Reason::Pmcid,
        Reason::Isbn,
        Reason::VolumePage,
        Reason::Title,
        Reason::Decision,
    ];

    /// Its name in JSON: `doi`, `pmid`, `pmcid`, `isbn`, `volume+page`, `title`, `decision`.
    pub const fn name(self) -> &'static str {
        match self {
            Reason::Doi => "doi",
            Reason::Pmid => "pmid",
            Reason::Pmcid => "pmcid",
            Reason::Isbn => "isbn",
            Reason::VolumePage => "volume+page",
            Reason::Title => "title",
            Reason::Decision => "decision",
        }
    }
}

/// How sure a match is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// An identifier or all numbers agree.
    Certain,
    /// Enough agrees to link; worth a look.
    Probable,
    /// Not linked; listed for a person.
    Doubtful,
}

/// Two items taken for one work, by their indices in the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The earlier item.
    pub a: usize,
    /// The later item.
    pub b: usize,
    /// Why.
    pub because: Reason,
    /// How sure.
    pub certainty: Certainty,
}

/// Two items that may be one work and were kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The earlier item.
    pub a: usize,
    /// The later item.
    pub b: usize,
    /// What agrees and what does not, in plain words.
    pub why: String,
}

/// One work and the items that are it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Stable readable key: an adopted one, else the one it was given before, else the article's own, else first family name, year, volume and first page
    /// of its references (`kralovics2005-352-1779`); see the module `key` for why.
    pub key: String,
    /// Other keys that lead here: of further articles, the one it would have without an article or adoption, and those of
    /// its references that say less or other than most (`nengljmed2005-352-1779` where authors were not captured). So a
    /// key that was right before a fuller capture came in still leads here.
    pub aliases: Vec<String>,
    /// Indices of its items in the input, ascending; never empty.
    pub members: Vec<usize>,
    /// The reasons of its links, without repetition, in order.
    pub because: Vec<Reason>,
    /// The best of its members' values.
    pub item: Item,
}

/// Every input item in exactly one work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Works {
    /// The works in the order of their first members.
    pub works: Vec<Work>,
    /// The links that made them.
    pub matches: Vec<Match>,
    /// Pairs for a person to settle.
    pub doubts: Vec<Doubt>,
    /// Pairs that are different publications of one another (preprint, erratum, comment), the earlier item first, and what
    /// the first is to the second.
    pub related: Vec<(usize, usize, RelationKind)>,
    /// Names of journals that no list has and that works of certain identity explain, with the journals' titles.
    pub learned: BTreeMap<String, String>,
}

impl Works {
    /// The work that `name` means: a key or alias, a key up to its year while only one work has it (`kralovics2005`), or
    /// a DOI, PMID or PMCID. An index into `works`.
    pub fn find(&self, name: &str) -> Option<usize> {
        let name = name.trim();
        let only = |matching: &dyn Fn(&Work) -> bool| {
            let mut found = self
                .works
                .iter()
                .enumerate()
                .filter(|(_, work)| matching(work))
                .map(|(index, _)| index);
            found.next().filter(|_| found.next().is_none())
        };
        only(&|work| work.key == name)
            .or_else(|| only(&|work| work.aliases.iter().any(|alias| alias == name)))
            .or_else(|| only(&|work| work.key.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'))))
            .or_else(|| {
                crate::base::Doi::parse(name).and_then(|id| only(&|work| work.item.doi().as_ref() == Some(&id)))
            })
            .or_else(|| {
                crate::base::Pmcid::parse(name).and_then(|id| only(&|work| work.item.pmcid().as_ref() == Some(&id)))
            })
            .or_else(|| {
                crate::base::Pmid::parse(name).and_then(|id| only(&|work| work.item.pmid().as_ref() == Some(&id)))
            })
    }
}

/// The key that an item proposes for its work: what the work is called while nothing else is known of it.
pub fn proposed_key(item: &Item) -> String {
    key::propose(item).key
}

/// Doubts kept for one record; a person settles the first and the others follow.
const DOUBTS_EACH: usize = 4;

/// Decides which items are the same work. `items` are `(id, item)`: the id is an article's key, or empty for a reference.
/// The result does not depend on the order of the items, but for the order of the works.
pub fn match_works(items: &[(&str, &Item)], decisions: &Decisions, journals: &Journals) -> Parsed<Works> {
    match_works_known(items, &[], decisions, journals)
}

/// As [`match_works`], where works keep the keys they were given before. `given` has for each item the keys that were
/// remembered of it: the one of its work, then others that must lead there; it may be empty.
pub fn match_works_known(
    items: &[(&str, &Item)],
    given: &[&[String]],
    decisions: &Decisions,
    journals: &Journals,
) -> Parsed<Works> {
    let records = Records::new(items);
    let comparer = Comparer { items, journals };
    let mut clusters = Clusters::new(records.profiles.len());
    let mut diagnostics = Vec::new();
    let rulings = decide::rulings(decisions, items, given, &records, journals, &mut diagnostics);
    rulings.keep_apart(&mut clusters);

    let (mut links, mut related, mut doubts) = (Vec::new(), Vec::new(), Vec::new());
    let mut round = |keys, comparer: &Comparer<'_>, clusters: &mut Clusters, links: &mut Vec<(u32, u32, Link)>| {
        let found = {
            let clusters: &Clusters = clusters;
            let joined = |a, b| clusters.root(a) == clusters.root(b);
            blocking::round(keys, &records.profiles, comparer, &joined)
        };
        for (a, b, link) in found.links {
            if clusters.find(a) == clusters.find(b) {
                continue;
            }
            if clusters.join(a, b, &records.profiles, comparer) {
                links.push((a, b, link));
            } else if !clusters.decided_apart(a, b) {
                doubts.push((a, b, "each fits, but others of the two works contradict one another"));
            }
        }
        related.extend(found.related);
        doubts.extend(found.doubts);
    };
    for keys in ROUNDS {
        round(keys, &comparer, &mut clusters, &mut links);
    }
    let learned = learn::names(&links, &records, items, journals);
    if !learned.is_empty() {
        // Names that were learned may tell the journal of records that have nothing else in common but numbers.
        let journals = journals.with_names(learned.iter().map(|(name, title)| (name.as_str(), title.as_str())));
        let comparer = Comparer {
            items,
            journals: &journals,
        };
        for keys in ROUNDS.into_iter().skip(1).take(2) {
            round(keys, &comparer, &mut clusters, &mut links);
        }
    }
    rulings.join(&mut clusters, &mut links, decisions, &mut diagnostics);

    let mut works = Works {
        learned,
        ..Works::default()
    };
    let mut work_of = vec![u32::MAX; records.profiles.len()];
    gather(&records, &clusters, &mut works, &mut work_of);
    report_links(&records, &links, &work_of, &mut works);
    report_pairs(&records, &clusters, related, doubts, &work_of, &mut works);
    works.works.par_iter_mut().for_each(|work| {
        let members: Vec<(bool, &Item)> = distinct(&work.members, &records)
            .map(|index| (!items[index].0.is_empty(), items[index].1))
            .collect();
        work.item = merge::merge(&members);
    });
    let adopted = rulings.adopted(&work_of, decisions);
    naming::name_works(
        &mut works,
        &records,
        items,
        given,
        (&adopted, decisions),
        &mut diagnostics,
    );
    rulings.correct(&mut works, &work_of, decisions);
    Parsed::new(works, diagnostics)
}

/// The distinct records of the input, in an order of their content.
struct Records {
    profiles: Vec<Profile>,
    /// Items in the order of their profiles; equal ones stand together.
    order: Vec<u32>,
    /// Where the items of a profile begin in `order`; one more than there are profiles.
    starts: Vec<u32>,
    /// The profile of each item.
    profile_of: Vec<u32>,
}

impl Records {
    fn new(items: &[(&str, &Item)]) -> Self {
        // Items that several references share are hashed once.
        let mut numbers: foldhash::HashMap<*const Item, u32> =
            foldhash::HashMap::with_capacity_and_hasher(items.len(), Default::default());
        let mut different: Vec<&Item> = Vec::new();
        let number_of: Vec<u32> = items
            .iter()
            .map(|(_, item)| {
                *numbers.entry(*item).or_insert_with(|| {
                    different.push(item);
                    different.len() as u32 - 1
                })
            })
            .collect();
        let hashes: Vec<u64> = different.par_iter().map(|item| profile::raw_hash(item)).collect();
        let mut hashed: Vec<(u64, u32)> = items
            .iter()
            .zip(&number_of)
            .enumerate()
            .map(|(index, ((id, _), number))| {
                let own = if id.is_empty() { 0 } else { title::hash64(id.as_bytes()) };
                (hashes[*number as usize] ^ own, index as u32)
            })
            .collect();
        hashed.par_sort_unstable();
        let groups: Vec<&[(u64, u32)]> = hashed.chunk_by(|a, b| a.0 == b.0).collect();
        let made: Vec<(Profile, u32)> = groups
            .par_iter()
            .flat_map_iter(|group| {
                let profile = |index: u32| Profile::new(index, items[index as usize].1);
                let first = group.first().map(|(_, index)| profile(*index)).unwrap_or_default();
                let one = first.tells_enough() || group.len() == 1;
                let count = if one { 1 } else { group.len() };
                let each = if one { group.len() as u32 } else { 1 };
                (0..count).map(move |at| {
                    let mut profile = first.clone();
                    profile.item = group.get(at).map_or(0, |(_, index)| *index);
                    (profile, each)
                })
            })
            .collect();
        let mut starts = vec![0];
        let mut end = 0;
        let mut profiles = Vec::with_capacity(made.len());
        for (profile, count) in made {
            end += count;
            starts.push(end);
            profiles.push(profile);
        }
        let order: Vec<u32> = hashed.into_iter().map(|(_, index)| index).collect();
        let mut profile_of = vec![0; items.len()];
        for profile in 0..profiles.len() {
            for index in &order[starts[profile] as usize..starts[profile + 1] as usize] {
                profile_of[*index as usize] = profile as u32;
            }
        }
        Self {
            profiles,
            order,
            starts,
            profile_of,
        }
    }

    /// The items of a profile, ascending.
    fn items(&self, profile: u32) -> &[u32] {
        let at = profile as usize;
        &self.order[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    fn first(&self, profile: u32) -> usize {
        self.items(profile).first().map_or(0, |index| *index as usize)
    }
}

/// One item of each profile among the members.
fn distinct<'m>(members: &'m [usize], records: &'m Records) -> impl Iterator<Item = usize> + 'm {
    members
        .iter()
        .copied()
        .filter(|index| records.first(records.profile_of[*index]) == *index)
}

/// Makes the works in the order of their first members.
fn gather(records: &Records, clusters: &Clusters, works: &mut Works, work_of: &mut [u32]) {
    for profile in &records.profile_of {
        if work_of[*profile as usize] != u32::MAX {
            continue;
        }
        let number = works.works.len() as u32;
        let mut members = Vec::new();
        for member in clusters.ring(*profile) {
            work_of[member as usize] = number;
            members.extend(records.items(member).iter().map(|index| *index as usize));
        }
        members.sort_unstable();
        works.works.push(Work {
            members,
            ..Work::default()
        });
    }
}

/// Writes down every link: between equal records, and between profiles.
fn report_links(records: &Records, links: &[(u32, u32, Link)], work_of: &[u32], works: &mut Works) {
    let mut reasons = vec![0u8; works.works.len()];
    for (number, profile) in records.profiles.iter().enumerate() {
        let items = records.items(number as u32);
        let Some((first, others)) = items.split_first() else {
            continue;
        };
        if others.is_empty() {
            continue;
        }
        let numbers = u8::from(profile.volume != 0 && profile.page != 0) << Reason::VolumePage as u8;
        let titles = u8::from(!profile.title.is_empty()) << Reason::Title as u8;
        let mut shared = shared_identifiers(profile, profile) | numbers | titles;
        if shared == 0 {
            shared = 1 << Reason::VolumePage as u8;
        }
        reasons[work_of[number] as usize] |= shared;
        works.matches.extend(others.iter().map(|other| Match {
            a: *first as usize,
            b: *other as usize,
            because: first_reason(shared),
            certainty: Certainty::Certain,
        }));
    }
    for (a, b, link) in links {
        reasons[work_of[*a as usize] as usize] |= link.reasons;
        let (a, b) = (records.first(*a), records.first(*b));
        works.matches.push(Match {
            a: a.min(b),
            b: a.max(b),
            because: link.because,
            certainty: link.certainty,
        });
    }
    works.matches.sort_unstable_by_key(|link| (link.a, link.b));
    for (work, reasons) in works.works.iter_mut().zip(reasons) {
        work.because = Reason::ALL
            .into_iter()
            .filter(|reason| reasons >> *reason as u8 & 1 == 1)
            .collect();
    }
}

/// Writes down related works and doubtful pairs, each pair of works once.
fn report_pairs(
    records: &Records,
    clusters: &Clusters,
    related: Vec<(u32, u32, RelationKind)>,
    doubts: Vec<(u32, u32, &'static str)>,
    work_of: &[u32],
    works: &mut Works,
) {
    let mut seen = std::collections::HashSet::new();
    let mut pair = |a: u32, b: u32| {
        let (x, y) = (work_of[a as usize], work_of[b as usize]);
        x != y && seen.insert((x.min(y), x.max(y)))
    };
    for (a, b, how) in related {
        if pair(a, b) {
            let (a, b) = (records.first(a), records.first(b));
            let (a, b, how) = if a <= b { (a, b, how) } else { (b, a, how.inverse()) };
            works.related.push((a, b, how));
        }
    }
    let mut count: HashMap<u32, usize> = HashMap::new();
    for (a, b, why) in doubts {
        let many = [a, b]
            .iter()
            .any(|at| count.get(&work_of[*at as usize]).is_some_and(|n| *n >= DOUBTS_EACH));
        if many || clusters.decided_apart(a, b) || !pair(a, b) {
            continue;
        }
        for at in [a, b] {
            *count.entry(work_of[at as usize]).or_default() += 1;
        }
        let (a, b) = (records.first(a), records.first(b));
        works.doubts.push(Doubt {
            a: a.min(b),
            b: a.max(b),
            why: why.to_owned(),
        });
    }
    works.related.sort_unstable();
    works.doubts.sort_unstable_by_key(|doubt| (doubt.a, doubt.b));
}
