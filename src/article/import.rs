//! What an import changes: from captures, stubs and lock to new stubs and a new lock. Nothing is written here.

use super::Article;
use super::lock::Lock;
use super::run::Run;
use crate::base::{Digest, Parsed};
use crate::record::{Item, Record};
use crate::vocabulary::Tagging;
use std::collections::HashSet;
use std::sync::Arc;

/// A capture that was read.
#[derive(Clone, Debug)]
pub struct Captured {
    /// Path relative to `content/`: `sources/000_….txt`.
    pub path: Arc<str>,
    /// Hash of the file's bytes.
    pub digest: Digest,
    /// Decoded text.
    pub text: Arc<str>,
    /// Encoding it was decoded from.
    pub encoding: &'static str,
    /// The format that read it.
    pub format: &'static str,
    /// Its records in order.
    pub records: Vec<CapturedRecord>,
}

/// A record of a capture and what tagging found in its zones.
#[derive(Clone, Debug, Default)]
pub struct CapturedRecord {
    /// The record.
    pub record: Record,
    /// The tagging.
    pub tagging: Tagging,
}

/// What is there already.
#[derive(Clone, Copy, Debug)]
pub struct Existing<'a> {
    /// Every stub that could be read.
    pub articles: &'a [Article],
    /// Paths, relative to `content/`, of stubs that could not: never written to, their keys never given away.
    pub unreadable: &'a [Arc<str>],
    /// The lock.
    pub lock: &'a Lock,
    /// `captured` is everything in `content/sources/`, so that a locked capture that is not among it is gone.
    pub complete: bool,
    /// Forget the lock's values and take stubs as they are: what `lock --rebuild` does. No stub changes.
    pub rebuild: bool,
    /// Write stubs again that were deleted: what `import PATH` does and `build` does not.
    pub restore: bool,
    /// Paths of captures that are there and need no reading: nothing of theirs, of their articles' stubs or of the rules
    /// has changed since they were imported.
    pub settled: Option<&'a HashSet<String>>,
}

impl Plan {
    /// What an import of nothing makes of a review that is [`Existing::untouched`], with this many articles.
    pub fn of_untouched(lock: Lock, articles: usize) -> Self {
        Plan {
            lock,
            summary: Summary {
                unchanged: articles,
                ..Summary::default()
            },
            ..Plan::default()
        }
    }
}

impl Existing<'_> {
    /// Whether stubs and lock belong together and no capture is gone, so that where nothing is read nothing changes.
    pub fn untouched(&self) -> bool {
        let Some(settled) = self.settled.filter(|_| self.complete && !self.rebuild) else {
            return false;
        };
        let locked = self.lock.articles.values().flat_map(|entry| &entry.captures);
        let named = self.articles.iter().flat_map(|article| &article.captures);
        let keys: HashSet<&String> = self.articles.iter().map(|article| &article.key).collect();
        self.unreadable.is_empty()
            && keys.len() == self.articles.len()
            && self.lock.articles.keys().all(|key| keys.contains(key))
            && locked
                .map(|capture| &capture.path)
                .chain(named)
                .all(|path| settled.contains(path))
    }
}

/// Groups items that are the same work: for each item the number of its group. The first `&str` of an item is its
/// article's key, or empty for a record that has no article yet.
pub type Identity<'f> = &'f dyn Fn(&[(&str, &Item)]) -> Vec<usize>;

/// One file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Path relative to `content/`.
    pub path: Arc<str>,
    /// What it holds now; `None` for a new file.
    pub old: Option<Arc<str>>,
    /// What it shall hold.
    pub new: String,
}

/// What an import did, in numbers and keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Keys of new articles.
    pub created: Vec<String>,
    /// Keys of articles whose stubs change.
    pub updated: Vec<String>,
    /// Number of articles whose stubs stay as they are.
    pub unchanged: usize,
    /// Captures that made no article, by path.
    pub empty: Vec<Arc<str>>,
    /// Captures that moved: (old path, new path).
    pub renamed: Vec<(String, String)>,
    /// Captures whose bytes differ from those the lock remembers, by path.
    pub changed: Vec<Arc<str>>,
    /// Captures that the lock knows and the folder has not, by path.
    pub gone: Vec<String>,
    /// Number of entries that the lock knows and their files, which are there, have not.
    pub entries_gone: usize,
}

/// The outcome of an import.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Stubs to write, by path.
    pub changes: Vec<FileChange>,
    /// The new lock. Not to be written when `newer` is set.
    pub lock: Lock,
    /// What was done.
    pub summary: Summary,
}

/// Plans an import of `captured`. The order of the captures does not matter.
pub fn plan(existing: Existing<'_>, captured: &[Captured], same: Identity<'_>) -> Parsed<Plan> {
    if existing.lock.newer {
        let lock = existing.lock.clone();
        return Parsed::clean(Plan {
            lock,
            ..Plan::default()
        });
    }
    let mut order: Vec<usize> = (0..captured.len()).collect();
    order.sort_by(|a, b| captured[*a].path.cmp(&captured[*b].path));
    let captured: Vec<&Captured> = order.into_iter().map(|index| &captured[index]).collect();
    let mut run = Run::new(existing);
    run.follow_renames(&captured);
    let targets = run.targets(&captured, same);
    run.apply(&captured, &targets);
    run.report_gone(&captured);
    run.finish()
}
