//! One import under way: what records change in the articles that they go to, and which files moved or are gone.

use super::create::create;
use super::holdings::Holdings;
use super::import::{Captured, Existing, FileChange, Plan, Summary};
use super::keys;
use super::lock::{Lock, LockedArticle};
use super::merge::{Merge, settle_references};
use super::places::{Lines, remember};
use super::targets::Target;
use super::{Article, stub};
use crate::base::codes::article::{CAPTURE_CHANGED, CAPTURE_GONE, CAPTURE_RENAMED, ENTRY_GONE, KEY_CHANGED};
use crate::base::{Diagnostic, Digest, Parsed, Severity, Span};
use crate::record::{Field, Record};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;

/// Keys of deleted articles in their order, by path and entry of the captures that the lock knows of them.
type Deleted = HashMap<(String, Option<String>), VecDeque<String>>;

/// An import under way.
pub(super) struct Run<'a> {
    pub(super) existing: Existing<'a>,
    /// The entry of the lock of each article, by its place in `articles`.
    pub(super) locked: Vec<LockedArticle>,
    /// Entries of the lock without a readable stub.
    pub(super) orphans: BTreeMap<String, LockedArticle>,
    /// The text of each article as far as it was changed, with the article it reads as.
    current: Vec<Option<Article>>,
    /// New articles: their stub and lock.
    fresh: Vec<(Article, LockedArticle)>,
    summary: Summary,
    /// Captures of which it was said that they have changed.
    changed: HashSet<Arc<str>>,
    pub(super) out: Vec<Diagnostic>,
}

impl<'a> Run<'a> {
    pub fn new(existing: Existing<'a>) -> Self {
        let mut entries = existing.lock.articles.clone();
        let mut locked = Vec::with_capacity(existing.articles.len());
        for article in existing.articles {
            let names = std::iter::once(&article.key).chain(&article.aliases);
            let found = names.into_iter().find_map(|name| entries.remove(name));
            let mut entry = found.unwrap_or_default();
            entry.key.clone_from(&article.key);
            locked.push(entry);
        }
        // A key changed without an alias: the captures tell.
        let mut by_capture: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
        for (key, entry) in &entries {
            for capture in &entry.captures {
                by_capture.entry(&capture.path).or_default().push(key);
            }
        }
        let mut moved: Vec<(usize, String)> = Vec::new();
        for (index, article) in existing.articles.iter().enumerate() {
            if locked[index].captures.is_empty() {
                let keys = article.captures.iter().filter_map(|path| by_capture.get(path.as_str()));
                let keys: BTreeSet<&String> = keys.flatten().copied().collect();
                if let (1, Some(key)) = (keys.len(), keys.first()) {
                    moved.push((index, (*key).clone()));
                }
            }
        }
        let mut out = Vec::new();
        for (index, key) in moved {
            if let Some(mut entry) = entries.remove(&key) {
                let article = &existing.articles[index];
                out.push(
                    Diagnostic::new(KEY_CHANGED, format!("the key of this paper was `{key}`"))
                        .at(&article.path, article.key_span())
                        .help(format!(
                            "write aliases = [\"{key}\"], and links to the old key go on working"
                        )),
                );
                entry.key.clone_from(&article.key);
                locked[index] = entry;
            }
        }
        if existing.rebuild {
            locked.iter_mut().for_each(|entry| {
                *entry = LockedArticle {
                    key: std::mem::take(&mut entry.key),
                    ..LockedArticle::default()
                };
            });
        }
        Self {
            current: vec![None; existing.articles.len()],
            existing,
            locked,
            orphans: entries,
            fresh: Vec::new(),
            summary: Summary::default(),
            changed: HashSet::new(),
            out,
        }
    }

    /// Paths of all captures that are there.
    fn here<'c>(&self, captured: &[&'c Captured]) -> HashSet<&'c str>
    where
        'a: 'c,
    {
        let settled = self.existing.settled.into_iter().flatten().map(String::as_str);
        captured.iter().map(|capture| &*capture.path).chain(settled).collect()
    }

    /// A capture that is gone, and one with the same bytes that has come: the same file under a new name.
    pub fn follow_renames(&mut self, captured: &[&Captured]) {
        let here = self.here(captured);
        let mut known: HashSet<&str> = HashSet::new();
        for entry in self.locked.iter().chain(self.orphans.values()) {
            known.extend(entry.captures.iter().map(|capture| capture.path.as_str()));
        }
        let mut arrived: BTreeMap<Digest, Vec<&str>> = BTreeMap::new();
        for capture in captured.iter().filter(|capture| !known.contains(&*capture.path)) {
            arrived.entry(capture.digest).or_default().push(&capture.path);
        }
        if arrived.is_empty() || !self.existing.complete {
            return;
        }
        let mut renames: BTreeMap<String, String> = BTreeMap::new();
        for entry in self.locked.iter().chain(self.orphans.values()) {
            for capture in entry
                .captures
                .iter()
                .filter(|capture| !here.contains(capture.path.as_str()))
            {
                if let Some(paths) = arrived.get(&capture.digest)
                    && let Some(new) = paths.first()
                {
                    renames.insert(capture.path.clone(), (*new).to_owned());
                }
            }
        }
        for index in 0..self.locked.len() {
            for capture in &mut self.locked[index].captures {
                let Some(new) = renames.get(&capture.path) else {
                    continue;
                };
                let old = std::mem::replace(&mut capture.path, new.clone());
                let article = self.current[index].as_ref().unwrap_or(&self.existing.articles[index]);
                self.current[index] = renamed(article, &old, new).or(self.current[index].take());
            }
        }
        for entry in self.orphans.values_mut() {
            for capture in &mut entry.captures {
                if let Some(new) = renames.get(&capture.path) {
                    capture.path.clone_from(new);
                }
            }
        }
        for (old, new) in renames {
            let file: Arc<str> = new.as_str().into();
            self.out
                .push(Diagnostic::new(CAPTURE_RENAMED, format!("{old} is now {new}")).at(&file, Span::default()));
            self.summary.renamed.push((old, new));
        }
    }

    pub fn apply(&mut self, captured: &[&Captured], targets: &[Vec<Target>]) {
        let mut groups: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        let mut lines: Vec<Option<Lines<'_>>> = captured.iter().map(|_| None).collect();
        let known = targets.iter().flatten().filter_map(|target| match target {
            Target::Article(index, Some(place)) => Some((*index, *place)),
            _ => None,
        });
        let mut claimed: HashSet<(usize, usize)> = known.collect();
        let orphaned = self.orphans.values().flat_map(|entry| &entry.captures);
        let orphaned: HashSet<String> = orphaned.map(|capture| capture.path.clone()).collect();
        let mut merges: Vec<(usize, usize, usize, usize, Option<usize>)> = Vec::new();
        for (c, row) in targets.iter().enumerate() {
            let path = &captured[c].path;
            if row.iter().all(|target| *target == Target::None) && !orphaned.contains(&**path) {
                self.summary.empty.push(Arc::clone(path));
            }
            for (r, target) in row.iter().enumerate() {
                match target {
                    Target::Article(index, place) => {
                        // The stub's own order of its captures says which one made it.
                        let listed = &self.existing.articles[*index].captures;
                        let order = listed.iter().position(|there| **there == **path);
                        merges.push((*index, order.unwrap_or(usize::MAX), c, r, *place));
                    }
                    Target::New(group) => groups.entry(*group).or_default().push((c, r)),
                    Target::None => {}
                }
            }
        }
        merges.sort_unstable();
        for merges in merges.chunk_by(|one, next| one.0 == next.0) {
            let index = merges.first().map_or(0, |merge| merge.0);
            let mut holdings = Holdings::of(&mut self.locked[index]);
            for (_, _, c, r, place) in merges.iter().copied() {
                let place = place.or_else(|| {
                    let is_claimed = |place| claimed.contains(&(index, place));
                    holdings.free_place(&self.locked[index], &captured[c].path, is_claimed)
                });
                let place = place.unwrap_or(self.locked[index].captures.len());
                claimed.insert((index, place));
                let lines = lines[c].get_or_insert_with(|| Lines::of(&captured[c].text));
                self.merge(index, &mut holdings, place, captured[c], r, lines);
            }
            holdings.give_back(&mut self.locked[index]);
        }
        self.report_entries_gone(captured, &claimed);
        let mut taken = self.taken();
        let mut deleted = self.deleted();
        for mut members in groups.into_values() {
            // The richest capture makes the stub, so that it does not matter which came first.
            members.sort_by_key(|(c, r)| (std::cmp::Reverse(richness(&captured[*c].records[*r].record)), *c, *r));
            let mut made: Option<(Article, LockedArticle, Holdings)> = None;
            for (c, r) in members {
                let lines = lines[c].get_or_insert_with(|| Lines::of(&captured[c].text));
                made = match made {
                    None => self
                        .make(captured[c], r, lines, &mut taken, &mut deleted)
                        .map(|(article, mut locked)| {
                            let holdings = Holdings::of(&mut locked);
                            (article, locked, holdings)
                        }),
                    Some((article, mut locked, mut holdings)) => {
                        let index = locked.captures.len();
                        let news = remember(captured[c], &captured[c].records[r], lines, index, Some(&article));
                        let merge = Merge {
                            article: &article,
                            locked: &mut locked,
                            holdings: &mut holdings,
                            index,
                            news,
                            relock: false,
                            out: &mut self.out,
                        };
                        let new = merge.run().and_then(|text| stub::parse(&article.path, &text).value);
                        Some((new.unwrap_or(article), locked, holdings))
                    }
                };
            }
            self.fresh.extend(made.map(|(article, mut locked, holdings)| {
                holdings.give_back(&mut locked);
                (article, locked)
            }));
        }
    }

    /// Every key that is not free.
    fn taken(&self) -> BTreeSet<String> {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for article in self.existing.articles {
            taken.insert(article.key.clone());
            taken.extend(article.aliases.iter().cloned());
            taken.insert(stub::stem(&article.path).to_owned());
        }
        taken.extend(self.existing.unreadable.iter().map(|path| stub::stem(path).to_owned()));
        taken.extend(self.orphans.keys().cloned());
        taken
    }

    /// Keys of the articles whose stubs were deleted and come back, by capture and entry.
    fn deleted(&self) -> Deleted {
        let mut deleted = Deleted::new();
        if !self.existing.restore {
            return deleted;
        }
        let unreadable: HashSet<&str> = self.existing.unreadable.iter().map(|path| stub::stem(path)).collect();
        for (key, entry) in self
            .orphans
            .iter()
            .filter(|(key, _)| !unreadable.contains(key.as_str()))
        {
            for capture in &entry.captures {
                let keys = deleted.entry((capture.path.clone(), capture.id.clone())).or_default();
                keys.push_back(key.clone());
            }
        }
        deleted
    }

    fn make(
        &mut self,
        captured: &Captured,
        r: usize,
        lines: &Lines<'_>,
        taken: &mut BTreeSet<String>,
        deleted: &mut Deleted,
    ) -> Option<(Article, LockedArticle)> {
        let record = captured.records.get(r)?;
        // An article whose stub was deleted comes back under its old key.
        let owned = (captured.path.to_string(), record.record.id.clone());
        let keys = deleted.get_mut(&owned);
        let mut old = keys
            .into_iter()
            .flat_map(|keys| std::iter::from_fn(|| keys.pop_front()));
        let key = match old.find(|key| self.orphans.remove(key).is_some()) {
            Some(key) => key,
            None => keys::assign(&record.record.item, taken),
        };
        let text = create(&key, &record.record, &record.tagging, &[captured.path.to_string()]);
        let path = format!("articles/{key}.md");
        let article = stub::parse(&path, &text).value?;
        let mut locked = LockedArticle {
            key,
            ..LockedArticle::default()
        };
        let news = remember(captured, record, lines, 0, None);
        locked.take(news);
        settle_references(&mut locked, &article);
        Some((article, locked))
    }

    fn merge(
        &mut self,
        index: usize,
        holdings: &mut Holdings,
        place: usize,
        captured: &Captured,
        r: usize,
        lines: &Lines<'_>,
    ) {
        let Some(record) = captured.records.get(r) else { return };
        let was = self.locked[index].captures.get(place).map(|capture| capture.digest);
        if was.is_some_and(|digest| digest != captured.digest) && self.changed.insert(Arc::clone(&captured.path)) {
            let mut note = Diagnostic::new(CAPTURE_CHANGED, "the capture has changed and was read again")
                .at(&captured.path, Span::default());
            note.severity = Severity::Note;
            self.out.push(note);
            self.summary.changed.push(Arc::clone(&captured.path));
        }
        let article = self.current[index].as_ref().unwrap_or(&self.existing.articles[index]);
        let listed = article.captures.iter().any(|path| **path == *captured.path);
        let locked = holdings.has_path(&captured.path);
        let news = remember(captured, record, lines, place, Some(article));
        let merge = Merge {
            article,
            locked: &mut self.locked[index],
            holdings,
            index: place,
            news,
            // The stub names the capture and the lock does not know it: the lock was lost, not the stub.
            relock: self.existing.rebuild || (listed && !locked),
            out: &mut self.out,
        };
        if let Some(text) = merge.run() {
            self.current[index] = stub::parse(&article.path, &text).value.or(self.current[index].take());
        }
    }

    /// Says which entries the lock remembers and their files, which are there and were read, have no more.
    fn report_entries_gone(&mut self, captured: &[&Captured], claimed: &HashSet<(usize, usize)>) {
        let read = captured.iter().filter(|capture| !capture.records.is_empty());
        let read: HashSet<&str> = read.map(|capture| &*capture.path).collect();
        for (index, entry) in self.locked.iter().enumerate() {
            for (place, capture) in entry.captures.iter().enumerate() {
                if !read.contains(capture.path.as_str()) || claimed.contains(&(index, place)) {
                    continue;
                }
                let article = self.current[index].as_ref().unwrap_or(&self.existing.articles[index]);
                let id = capture.id.as_ref().map_or(String::new(), |id| format!(" `{id}`"));
                let what = format!("{} has the entry{id} of `{}` no more", capture.path, article.key);
                self.out.push(
                    Diagnostic::new(ENTRY_GONE, what)
                        .at(&article.path, article.captures_span())
                        .note("the article is kept, and built from its stub and the lock"),
                );
                self.summary.entries_gone += 1;
            }
        }
    }

    pub fn report_gone(&mut self, captured: &[&Captured]) {
        if !self.existing.complete {
            return;
        }
        let here = self.here(captured);
        let mut gone: BTreeSet<String> = BTreeSet::new();
        for index in 0..self.locked.len() {
            let article = self.current[index].as_ref().unwrap_or(&self.existing.articles[index]);
            let locked = self.locked[index].captures.iter().map(|capture| &capture.path);
            for path in locked.chain(&article.captures) {
                if !here.contains(path.as_str()) && gone.insert(path.clone()) {
                    let span = article.captures_span();
                    self.out.push(
                        Diagnostic::new(CAPTURE_GONE, format!("{path} is not there"))
                            .at(&article.path, span)
                            .note("the article is kept, and built from its stub and the lock"),
                    );
                }
            }
        }
        self.summary.gone = gone.into_iter().collect();
    }

    pub fn finish(mut self) -> Parsed<Plan> {
        let mut lock = Lock {
            keys: self.existing.lock.keys.clone(),
            ..Lock::default()
        };
        if self.existing.rebuild {
            // Keys of works cannot be made anew, so they stay; but what is said of articles that are no more goes.
            let articles = self.existing.articles.iter();
            let names: HashSet<&String> = articles
                .flat_map(|a| std::iter::once(&a.key).chain(&a.aliases))
                .collect();
            lock.keys.retain(|article, _| names.contains(article));
        }
        let mut changes = Vec::new();
        for (index, entry) in self.locked.into_iter().enumerate() {
            let old = &self.existing.articles[index];
            match self.current[index].take().filter(|new| new.source != old.source) {
                Some(new) => {
                    self.summary.updated.push(old.key.clone());
                    changes.push(FileChange {
                        path: Arc::clone(&old.path),
                        old: Some(Arc::clone(&old.source)),
                        new: new.source.to_string(),
                    });
                }
                None => self.summary.unchanged += 1,
            }
            if !entry.captures.is_empty() {
                lock.articles.insert(entry.key.clone(), entry);
            }
        }
        for (article, entry) in self.fresh {
            self.summary.created.push(article.key.clone());
            changes.push(FileChange {
                path: Arc::clone(&article.path),
                old: None,
                new: article.source.to_string(),
            });
            lock.articles.insert(entry.key.clone(), entry);
        }
        for (key, entry) in self.orphans {
            lock.articles.entry(key).or_insert(entry);
        }
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        self.summary.created.sort();
        self.summary.updated.sort();
        let plan = Plan {
            changes,
            lock,
            summary: self.summary,
        };
        Parsed::new(plan, self.out)
    }
}

/// The stub with a capture's new path.
fn renamed(article: &Article, old: &str, new: &str) -> Option<Article> {
    let mut editor = super::edit::Editor::new(&article.source)?;
    editor.rename_capture(old, new);
    let text = editor.finish()?;
    stub::parse(&article.path, &text).value
}

/// How much a record says.
fn richness(record: &Record) -> usize {
    let fields = Field::ALL.iter().filter(|field| record.item.has(**field)).count();
    let complete = usize::from(!record.item.author.is_empty() && !record.item.et_al);
    2 * fields + 4 * complete + usize::from(!record.references.is_empty())
}
