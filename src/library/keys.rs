//! Keys that works keep: what the lock remembers of them, and what it shall remember.
//!
//! Each article remembers the key of its own work and of every work it cites, reference by reference. So a key stays with
//! its work whatever captures come in or go, as long as one reference to the work is left, and two authors' locks merge
//! line by line.

use super::{ArticleEntry, Library, WorkId};
use crate::article::{Article, KeptKeys, Lock, reference_marks};
use crate::reference::{ParsedReference, proposed_key};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// For each article and then for each reference of each article, the keys it remembers.
pub(super) fn known<'l>(articles: &[Article], read: &[Vec<Arc<ParsedReference>>], lock: &'l Lock) -> Vec<&'l [String]> {
    if lock.keys.is_empty() {
        return Vec::new();
    }
    let kept: Vec<Option<&KeptKeys>> = articles.iter().map(|article| of(article, &lock.keys)).collect();
    let own = kept
        .iter()
        .map(|kept| kept.map_or(&[][..], |kept| kept.work.as_slice()));
    let cited: Vec<Vec<&[String]>> = articles
        .par_iter()
        .zip(&kept)
        .zip(read)
        .map(|((article, kept), read)| match kept {
            Some(kept) => cited(article, kept, read, lock),
            None => vec![&[][..]; read.len()],
        })
        .collect();
    own.chain(cited.into_iter().flatten()).collect()
}

fn of<'l>(article: &Article, keys: &'l BTreeMap<String, KeptKeys>) -> Option<&'l KeptKeys> {
    let mut names = std::iter::once(&article.key).chain(&article.aliases);
    names.find_map(|name| keys.get(name))
}

/// What one article's references remember. Where the list was captured anew and a reference reads otherwise, its key is
/// known by year and numbers, which it ends with in every style.
fn cited<'l>(article: &Article, kept: &'l KeptKeys, read: &[Arc<ParsedReference>], lock: &Lock) -> Vec<&'l [String]> {
    let marks = reference_marks(lock.articles.get(&article.key), &article.references);
    let mut cited: Vec<&[String]> = marks
        .iter()
        .map(|mark| kept.cites.get(mark).map_or(&[][..], Vec::as_slice))
        .collect();
    let here: HashSet<u32> = marks.iter().copied().collect();
    let lost = kept.cites.iter().filter(|(mark, _)| !here.contains(*mark));
    let mut lost_tails: HashMap<&str, Option<&'l [String]>> = HashMap::new();
    for (_, keys) in lost {
        if let Some(tail) = keys.iter().find(|key| !key.is_empty()).and_then(|key| tail(key)) {
            let entry = lost_tails.entry(tail).or_insert(Some(keys));
            if entry.is_some_and(|there| there.first() != keys.first()) {
                *entry = None;
            }
        }
    }
    if lost_tails.is_empty() {
        return cited;
    }
    for (keys, parsed) in cited.iter_mut().zip(read).filter(|(keys, _)| keys.is_empty()) {
        let proposed = proposed_key(&parsed.item);
        if let Some(Some(found)) = tail(&proposed).and_then(|tail| lost_tails.get(tail)) {
            *keys = found;
        }
    }
    cited
}

/// `2005-352-1779` of `kralovics2005-352-1779`: from the year on, where numbers follow it.
fn tail(key: &str) -> Option<&str> {
    let at = key.find('-').and_then(|dash| dash.checked_sub(4))?;
    let tail = key.get(at..)?;
    (tail.bytes().take(4).all(|b| b.is_ascii_digit()) && tail.matches('-').count() >= 2).then_some(tail)
}

/// What the lock shall remember of keys; `None` if that is `before`, what it remembers now. What it says of articles that
/// are not here stays as what was, so that they find their works again when they come back.
pub(super) fn keep(library: &Library, before: BTreeMap<String, KeptKeys>) -> Option<BTreeMap<String, KeptKeys>> {
    let as_before = before.len() == library.articles.len()
        && library.articles.par_iter().all(|entry| {
            before
                .get(&entry.article.key)
                .is_some_and(|kept| is_kept(library, entry, kept))
        });
    if as_before {
        return None;
    }
    let keys = |id: WorkId, former: &[String]| keys_of(library, id, former).map(str::to_owned).collect();
    let made: Vec<(String, KeptKeys)> = library
        .articles
        .par_iter()
        .map(|entry| {
            let article = &entry.article;
            let old = of(article, &before);
            let marks = reference_marks(entry.locked.as_ref(), &article.references);
            let cites = entry.references.iter().zip(&marks).map(|(reference, mark)| {
                let former = old.and_then(|old| old.cites.get(mark)).map_or(&[][..], Vec::as_slice);
                (*mark, keys(reference.work, former))
            });
            let kept = KeptKeys {
                work: keys(entry.work, old.map_or(&[][..], |old| &old.work)),
                cites: cites.collect(),
            };
            (article.key.clone(), kept)
        })
        .collect();
    let mut all = before;
    all.values_mut().for_each(KeptKeys::leave);
    for entry in &library.articles {
        for alias in &entry.article.aliases {
            all.remove(alias);
        }
    }
    all.extend(made);
    Some(all)
}

/// A work's key, and the former ones that go on leading there.
fn keys_of<'l>(library: &'l Library, id: WorkId, former: &'l [String]) -> impl Iterator<Item = &'l str> {
    let key = library.work(id).key.as_str();
    let former = former.iter().map(String::as_str);
    std::iter::once(key).chain(former.filter(move |former| *former != key && !former.is_empty()))
}

/// Whether an article is to remember what it remembers already. Where two references share a mark but no work it may say
/// no without need.
fn is_kept(library: &Library, entry: &ArticleEntry, kept: &KeptKeys) -> bool {
    let same = |id: WorkId, keys: &[String]| keys_of(library, id, keys).eq(keys.iter().map(String::as_str));
    let mut marks = reference_marks(entry.locked.as_ref(), &entry.article.references);
    let cited = entry.references.iter().zip(&marks);
    let all = same(entry.work, &kept.work)
        && cited
            .map(|(reference, mark)| (reference.work, kept.cites.get(mark)))
            .all(|(work, keys)| keys.is_some_and(|keys| same(work, keys)));
    marks.sort_unstable();
    marks.dedup();
    all && marks.len() == kept.cites.len()
}

#[cfg(test)]
mod tests {
    use super::tail;

    #[test]
    fn the_tail_of_a_key_is_its_year_and_numbers() {
        assert_eq!(tail("kralovics2005-352-1779"), Some("2005-352-1779"));
        assert_eq!(tail("nengljmed2005-352-1779"), Some("2005-352-1779"));
        assert_eq!(
            tail("bishop2006-pattern-recognition-machine"),
            Some("2006-pattern-recognition-machine")
        );
        for none in ["dumas2019", "dumas2019b", "unread", "smith2005-abcde", "wong-2005-3-4"] {
            assert_eq!(tail(none), None, "{none}");
        }
    }
}
