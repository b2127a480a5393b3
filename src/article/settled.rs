//! Which captures need no reading: what the lock remembers of them is what reading them again would give.
//!
//! An import takes nothing from a capture whose bytes are those that the lock knows, if it is read by the same program with
//! the same vocabulary, for then what the capture says is what the lock says. What an import makes of the stub beside, the
//! lock's texts of references that the author has changed and the places of quotes, is looked at here.

use super::lock::{Lock, LockedArticle};
use super::places::digest;
use super::stub::Article;
use crate::base::{Diagnostic, Digest, Severity};
use std::collections::{HashMap, HashSet};

/// Paths of captures that need no reading. `read_with` stands for the program and the vocabulary of today, `captures` are
/// those that are there with the hashes of their bytes.
pub fn settled<'c>(
    articles: &[Article],
    lock: &Lock,
    read_with: &str,
    captures: impl Iterator<Item = (&'c str, Digest)>,
) -> HashSet<String> {
    if lock.read_with.as_deref() != Some(read_with) || lock.newer {
        return HashSet::new();
    }
    let by_key: HashMap<&str, &Article> = articles.iter().map(|article| (article.key.as_str(), article)).collect();
    let mut owned: HashMap<&str, Digest> = HashMap::new();
    let mut wanted: HashSet<&str> = HashSet::new();
    for (key, entry) in &lock.articles {
        let fits = by_key.get(key.as_str()).is_some_and(|article| fits(entry, article));
        for capture in &entry.captures {
            let one = *owned.entry(&capture.path).or_insert(capture.digest);
            if !fits || capture.told || one != capture.digest {
                wanted.insert(&capture.path);
            }
        }
    }
    // What the stubs name must be what the lock knows.
    for article in articles {
        let known = lock.articles.get(&article.key);
        for path in &article.captures {
            if !known.is_some_and(|entry| entry.captures.iter().any(|capture| capture.path == *path)) {
                wanted.insert(path);
            }
        }
    }
    captures
        .filter(|(path, digest)| owned.get(path) == Some(digest) && !wanted.contains(path))
        .map(|(path, _)| path.to_owned())
        .collect()
}

/// Whether the lock's entry is what an import would make of it beside the stub as it stands.
fn fits(entry: &LockedArticle, article: &Article) -> bool {
    // Quotes are looked for in the capture's zones, which only reading gives.
    if !entry.quotes.is_empty() || article.findings.iter().any(|finding| finding.quote.is_some()) {
        return false;
    }
    let there: HashMap<u32, &str> = article.references.iter().map(|r| (r.number, &*r.text)).collect();
    entry.references.iter().all(|reference| {
        let written = there.get(&reference.number);
        match &reference.text {
            Some(text) => written != Some(&text.as_str()),
            None => written.is_some_and(|text| digest(text) == reference.digest),
        }
    })
}

/// Marks the captures of which reading and importing said something that a person must go on hearing. `told` is what it
/// said; of captures outside of `read`, which were not read now, nothing changes.
pub fn mark_told(lock: &mut Lock, articles: &[Article], read: &HashSet<&str>, told: &[Diagnostic]) {
    // Notes on what a capture lacks are `check`'s, which reads everything; a build does not draw them.
    let said = |diagnostic: &&Diagnostic| diagnostic.severity > Severity::Note || diagnostic.code.0.starts_with("CL01");
    let named: HashSet<&str> = told
        .iter()
        .filter(said)
        .flat_map(|diagnostic| &diagnostic.labels)
        .map(|label| &*label.file)
        .collect();
    let named_stubs: HashSet<&str> = articles
        .iter()
        .filter(|article| named.contains(&*article.path))
        .map(|article| article.key.as_str())
        .collect();
    for (key, entry) in &mut lock.articles {
        let stub = named_stubs.contains(key.as_str());
        for capture in entry
            .captures
            .iter_mut()
            .filter(|capture| read.contains(capture.path.as_str()))
        {
            capture.told = stub || named.contains(capture.path.as_str());
        }
    }
}

/// Marks the captures outside of `read`, so that they are read when they can be: the others were read with another program
/// or vocabulary than these.
pub fn mark_unread(lock: &mut Lock, read: &HashSet<&str>) {
    let captures = lock.articles.values_mut().flat_map(|entry| &mut entry.captures);
    for capture in captures.filter(|capture| !read.contains(capture.path.as_str())) {
        capture.told = true;
    }
}
