//! Whose capture a file is: what lock and stubs say of it, before any comparing of works.

use super::lock::{LockedArticle, LockedCapture};
use super::{Article, Captured, stub};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// To whom a record of a capture belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// An article, by its place, and the capture's place in its lock, if the lock knows it.
    Article(usize, Option<usize>),
    /// An article whose stub is there and cannot be read.
    Unreadable,
    /// An article of this key that the lock remembers and whose stub is gone.
    Deleted(String),
    /// Nobody yet.
    Unknown,
}

/// A record of a capture that somebody owns.
struct Claim<'a> {
    owner: Owner,
    /// What the lock remembers of the record; `None` where only the stub names the capture.
    locked: Option<&'a LockedCapture>,
}

/// Who owns what, by the capture's path.
pub(super) struct Owners<'a> {
    by_path: HashMap<&'a str, Vec<Claim<'a>>>,
}

impl<'a> Owners<'a> {
    /// Gathers the claims of lock and stubs.
    pub fn of(
        articles: &'a [Article],
        locked: &'a [LockedArticle],
        orphans: &'a BTreeMap<String, LockedArticle>,
        unreadable: &[Arc<str>],
    ) -> Self {
        let mut by_path: HashMap<&'a str, Vec<Claim<'a>>> = HashMap::new();
        for (index, entry) in locked.iter().enumerate() {
            for (place, capture) in entry.captures.iter().enumerate() {
                by_path.entry(&capture.path).or_default().push(Claim {
                    owner: Owner::Article(index, Some(place)),
                    locked: Some(capture),
                });
            }
        }
        let unreadable: HashSet<&str> = unreadable.iter().map(|path| stub::stem(path)).collect();
        for (key, entry) in orphans {
            let broken = unreadable.contains(key.as_str());
            for capture in &entry.captures {
                by_path.entry(&capture.path).or_default().push(Claim {
                    owner: if broken {
                        Owner::Unreadable
                    } else {
                        Owner::Deleted(key.clone())
                    },
                    locked: Some(capture),
                });
            }
        }
        for (index, article) in articles.iter().enumerate() {
            let known = locked
                .get(index)
                .map(|entry| entry.captures.as_slice())
                .unwrap_or_default();
            let mut known: HashSet<&str> = known.iter().map(|capture| capture.path.as_str()).collect();
            for path in article.captures.iter().filter(|path| known.insert(path)) {
                by_path.entry(path).or_default().push(Claim {
                    owner: Owner::Article(index, None),
                    locked: None,
                });
            }
        }
        Self { by_path }
    }

    /// The owner of each record of a capture.
    pub fn of_records(&self, capture: &Captured) -> Vec<Owner> {
        let count = capture.records.len();
        let Some(claims) = self.by_path.get(&*capture.path) else {
            return vec![Owner::Unknown; count];
        };
        if let ([claim], 1) = (claims.as_slice(), count) {
            return vec![claim.owner.clone()];
        }
        let mut by_id: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut by_start: HashMap<u32, Vec<usize>> = HashMap::new();
        for (index, claim) in claims.iter().enumerate() {
            if let Some(locked) = claim.locked {
                if let Some(id) = &locked.id {
                    by_id.entry(id).or_default().push(index);
                }
                if locked.digest == capture.digest {
                    by_start.entry(locked.span.start).or_default().push(index);
                }
            }
        }
        let one = |list: Option<&Vec<usize>>| {
            list.filter(|list| list.len() == 1)
                .and_then(|list| list.first().copied())
        };
        let found = capture.records.iter().map(|captured| {
            let record = &captured.record;
            // The same bytes: the same place. Other bytes: the same key of the entry.
            let place = one(by_start.get(&record.span.start));
            let place = place.or_else(|| one(by_id.get(record.id.as_deref()?)));
            place.map_or(Owner::Unknown, |index| claims[index].owner.clone())
        });
        found.collect()
    }
}
