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

/// A mark and what it is remembered by.
type Remembered = (u32, Vec<String>);

/// The marks of all articles' references, in their order.
pub(super) fn marks(articles: &[Article], lock: &Lock) -> Vec<Vec<u32>> {
    articles
        .par_iter()
        .map(|article| reference_marks(lock.articles.get(&article.key), &article.references))
        .collect()
}

/// Lets articles remember references that were captured anew or corrected and read otherwise now: year and numbers, which
/// their keys end with in every style, tell which they are.
pub(super) fn find_again(
    articles: &[Article],
    marks: &[Vec<u32>],
    read: &[Vec<Arc<ParsedReference>>],
    keys: &mut BTreeMap<String, KeptKeys>,
) {
    let of_all = articles.par_iter().zip(marks).zip(read);
    let found: Vec<(String, Vec<Remembered>)> = of_all
        .filter_map(|((article, marks), read)| {
            let (name, kept) = of(article, keys)?;
            let found = changed(kept, marks, read);
            (!found.is_empty()).then(|| (name.clone(), found))
        })
        .collect();
    for (name, found) in found {
        if let Some(kept) = keys.get_mut(&name) {
            kept.cites.extend(found);
        }
    }
}

/// What an article's references with a new mark are remembered by.
fn changed(kept: &KeptKeys, marks: &[u32], read: &[Arc<ParsedReference>]) -> Vec<Remembered> {
    let here: HashSet<u32> = marks.iter().copied().collect();
    let lost = kept.cites.iter().filter(|(mark, _)| !here.contains(*mark));
    let mut lost_tails: HashMap<&str, Option<&Vec<String>>> = HashMap::new();
    for (_, keys) in lost {
        if let Some(tail) = keys.iter().find(|key| !key.is_empty()).and_then(|key| tail(key)) {
            let entry = lost_tails.entry(tail).or_insert(Some(keys));
            if entry.is_some_and(|there| there.first() != keys.first()) {
                *entry = None;
            }
        }
    }
    if lost_tails.is_empty() {
        return Vec::new();
    }
    let new = marks
        .iter()
        .zip(read)
        .filter(|(mark, _)| !kept.cites.contains_key(mark));
    new.filter_map(|(mark, parsed)| {
        let keys = (*lost_tails.get(tail(&proposed_key(&parsed.item))?)?)?;
        Some((*mark, keys.clone()))
    })
    .collect()
}

/// For each article and then for each reference of each article, the keys it remembers.
pub(super) fn known<'l>(
    articles: &[Article],
    marks: &[Vec<u32>],
    keys: &'l BTreeMap<String, KeptKeys>,
) -> Vec<&'l [String]> {
    if keys.is_empty() {
        return Vec::new();
    }
    let kept: Vec<Option<&KeptKeys>> = articles
        .iter()
        .map(|article| of(article, keys).map(|(_, kept)| kept))
        .collect();
    let own = kept
        .iter()
        .map(|kept| kept.map_or(&[][..], |kept| kept.work.as_slice()));
    let cited = kept.iter().zip(marks).flat_map(|(kept, marks)| {
        let of_mark = |mark: &u32| {
            kept.and_then(|kept| kept.cites.get(mark))
                .map_or(&[][..], Vec::as_slice)
        };
        marks.iter().map(of_mark)
    });
    own.chain(cited).collect()
}

fn of<'l>(article: &Article, keys: &'l BTreeMap<String, KeptKeys>) -> Option<(&'l String, &'l KeptKeys)> {
    let mut names = std::iter::once(&article.key).chain(&article.aliases);
    names.find_map(|name| keys.get_key_value(name))
}

/// `2005-352-1779` of `kralovics2005-352-1779`: from the year on, where numbers follow it.
fn tail(key: &str) -> Option<&str> {
    let at = key.find('-').and_then(|dash| dash.checked_sub(4))?;
    let tail = key.get(at..)?;
    (tail.bytes().take(4).all(|b| b.is_ascii_digit()) && tail.matches('-').count() >= 2).then_some(tail)
}

/// What the lock shall remember of keys; `None` if that is `before`, what it remembers now. What it says of articles that
/// are not here stays as what was, so that they find their works again when they come back.
pub(super) fn keep(
    library: &Library,
    marks: &[Vec<u32>],
    before: BTreeMap<String, KeptKeys>,
) -> Option<BTreeMap<String, KeptKeys>> {
    let all = library.articles.par_iter().zip(marks);
    let as_before = before.len() == library.articles.len()
        && all.clone().all(|(entry, marks)| {
            before
                .get(&entry.article.key)
                .is_some_and(|kept| is_kept(library, entry, marks, kept))
        });
    if as_before {
        return None;
    }
    let keys = |id: WorkId, former: &[String]| keys_of(library, id, former).map(str::to_owned).collect();
    let made: Vec<(String, KeptKeys)> = all
        .map(|(entry, marks)| {
            let article = &entry.article;
            let old = of(article, &before).map(|(_, kept)| kept);
            let cites = entry.references.iter().zip(marks).map(|(reference, mark)| {
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

/// Whether an article is to remember what it remembers already.
fn is_kept(library: &Library, entry: &ArticleEntry, marks: &[u32], kept: &KeptKeys) -> bool {
    let same = |id: WorkId, keys: &[String]| keys_of(library, id, keys).eq(keys.iter().map(String::as_str));
    let mut cited = entry.references.iter().zip(marks);
    let all = same(entry.work, &kept.work)
        && cited.all(|(reference, mark)| kept.cites.get(mark).is_some_and(|keys| same(reference.work, keys)));
    // No two marks of one article are the same.
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
