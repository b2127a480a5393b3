//! What the citations say when they are taken together: what is cited often and not captured, what is cited with
//! what, which articles build on the same works, how old those are and where they were published.
//!
//! Only reference lists count here; a work that none but the reviewer's notes cite is not cited by the article.

use super::{ArticleId, Library, WorkId};
use crate::base::fold;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Entries that each list keeps.
const KEPT: usize = 25;
/// Works at either end of time that are kept.
const ENDS: usize = 10;
/// Of a longer list of shared references only the most cited are paired with one another.
const PAIRED: usize = 500;

/// The citations of a review, taken together. Lists are cut to their first entries; the counts beside them are whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CitationFacts {
    /// References of all articles.
    pub references: usize,
    /// Works that at least one article cites.
    pub cited: usize,
    /// How many works are cited by how many articles: (articles, works), the most cited first.
    pub spread: Vec<(usize, usize)>,
    /// Works that at least two articles cite and nobody has captured, the most cited first, with the number of articles.
    pub wanted: Vec<(WorkId, usize)>,
    /// Number of all such works.
    pub wanted_count: usize,
    /// Captured works that other articles cite, the most cited first, with the number of those.
    pub within: Vec<(WorkId, usize)>,
    /// Number of all such works.
    pub within_count: usize,
    /// Pairs of works that at least two articles cite together, the most frequent first.
    pub together: Vec<Together>,
    /// Pairs of articles with the most references in common.
    pub coupled: Vec<Coupled>,
    /// Articles that cite their own authors, those that do it most first.
    pub own: Vec<SelfCiting>,
    /// Number of all such articles.
    pub own_articles: usize,
    /// References that share an author with the article they stand in.
    pub own_references: usize,
    /// The oldest cited works, oldest first.
    pub oldest: Vec<WorkId>,
    /// The newest cited works, newest first.
    pub newest: Vec<WorkId>,
    /// By year of the cited work: (year, works, citations), oldest first. Years without a work are not listed.
    pub years: Vec<(u16, usize, usize)>,
    /// Cited works of no known year.
    pub undated: usize,
    /// By journal: (name, works, citations), the most cited first.
    pub journals: Vec<(String, usize, usize)>,
    /// Number of all journals.
    pub journal_count: usize,
    /// Cited works of no known journal.
    pub unplaced: usize,
}

/// Two works and how many articles cite both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Together {
    /// The one that more articles cite.
    pub a: WorkId,
    /// The other.
    pub b: WorkId,
    /// Articles that cite both.
    pub articles: usize,
}

/// Two articles and the works that both cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coupled {
    /// The earlier one by key.
    pub a: ArticleId,
    /// The other.
    pub b: ArticleId,
    /// The works, by key.
    pub works: Vec<WorkId>,
}

/// An article and those of its references that share an author with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelfCiting {
    /// The article.
    pub article: ArticleId,
    /// The numbers of the references.
    pub references: Vec<u32>,
}

impl CitationFacts {
    /// Takes the citations of the review together, in time linear in their number but for co-citation, which pairs the
    /// shared references of each article and stops as soon as no pair can enter the list any more.
    pub fn of(library: &Library) -> Self {
        let counts: Vec<usize> = library.works.iter().map(|work| work.citers.len()).collect();
        let count = |id: WorkId| counts[id.0 as usize];
        let cited: Vec<WorkId> = library.work_ids().filter(|id| count(*id) > 0).collect();
        let mut facts = Self {
            references: library.articles.iter().map(|entry| entry.references.len()).sum(),
            cited: cited.len(),
            ..Self::default()
        };
        let mut spread: BTreeMap<usize, usize> = BTreeMap::new();
        for id in &cited {
            *spread.entry(count(*id)).or_default() += 1;
        }
        facts.spread = spread.into_iter().rev().collect();

        let mut ranked: Vec<WorkId> = cited.iter().copied().filter(|id| count(*id) >= 2).collect();
        ranked.sort_by_key(|id| (Reverse(count(*id)), *id));
        let captured = |id: &&WorkId| library.work(**id).article.is_some();
        let wanted: Vec<WorkId> = ranked.iter().filter(|id| !captured(id)).copied().collect();
        facts.wanted_count = wanted.len();
        facts.wanted = wanted.into_iter().take(KEPT).map(|id| (id, count(id))).collect();
        let mut within: Vec<(WorkId, usize)> = cited.iter().filter(captured).map(|id| (*id, count(*id))).collect();
        within.sort_by_key(|(id, count)| (Reverse(*count), *id));
        facts.within_count = within.len();
        within.truncate(KEPT);
        facts.within = within;

        facts.together = together(library, &ranked, &counts);
        facts.coupled = coupled(library);
        facts.count_own(library);
        facts.count_years(library, &cited, &counts);
        facts.count_journals(library, &cited, &counts);
        facts
    }

    fn count_own(&mut self, library: &Library) {
        for id in library.article_ids() {
            let references = library.article(id).references.iter();
            let own: Vec<u32> = references.filter(|r| r.self_citation).map(|r| r.number).collect();
            if !own.is_empty() {
                self.own_references += own.len();
                self.own.push(SelfCiting {
                    article: id,
                    references: own,
                });
            }
        }
        self.own.sort_by_key(|own| (Reverse(own.references.len()), own.article));
        self.own_articles = self.own.len();
        self.own.truncate(KEPT);
    }

    fn count_years(&mut self, library: &Library, cited: &[WorkId], counts: &[usize]) {
        let mut dated: Vec<(u16, WorkId)> = cited
            .iter()
            .filter_map(|id| Some((library.work(*id).item.year()?, *id)))
            .collect();
        dated.sort_unstable();
        self.undated = cited.len() - dated.len();
        self.oldest = dated.iter().take(ENDS).map(|(_, id)| *id).collect();
        let mut newest = dated.clone();
        newest.sort_by_key(|(year, id)| (Reverse(*year), *id));
        self.newest = newest.into_iter().take(ENDS).map(|(_, id)| id).collect();
        for (year, id) in dated {
            let citations = counts[id.0 as usize];
            match self.years.last_mut().filter(|last| last.0 == year) {
                Some(last) => {
                    last.1 += 1;
                    last.2 += citations;
                }
                None => self.years.push((year, 1, citations)),
            }
        }
    }

    fn count_journals(&mut self, library: &Library, cited: &[WorkId], counts: &[usize]) {
        // One journal in two spellings is one journal where the journals' list knows it; else its letters tell.
        let mut journals: BTreeMap<String, (&str, usize, usize)> = BTreeMap::new();
        for id in cited {
            let work = library.work(*id);
            let Some(name) = work.journal.as_deref().or(work.item.container()) else {
                self.unplaced += 1;
                continue;
            };
            let letters: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
            let journal = journals.entry(letters).or_insert((name, 0, 0));
            journal.1 += 1;
            journal.2 += counts[id.0 as usize];
        }
        self.journal_count = journals.len();
        let mut list: Vec<(&str, usize, usize)> = journals.into_values().collect();
        list.sort_by_key(|(name, works, citations)| (Reverse(*citations), Reverse(*works), *name));
        let kept = list.into_iter().take(KEPT);
        self.journals = kept
            .map(|(name, works, citations)| (name.to_owned(), works, citations))
            .collect();
    }
}

/// The pairs of works that most articles cite together. A pair can be no more frequent than its rarer work: works are
/// taken by falling number of citers, and the rest is left alone once it cannot reach the last pair that is kept.
fn together(library: &Library, ranked: &[WorkId], counts: &[usize]) -> Vec<Together> {
    let mut rank = vec![u32::MAX; library.works.len()];
    for (at, id) in ranked.iter().enumerate() {
        rank[id.0 as usize] = at as u32;
    }
    // The shared references of each article by rank, so that those before a given work stand first.
    let lists: Vec<Vec<u32>> = library
        .articles
        .iter()
        .map(|entry| {
            let ranks: BTreeSet<u32> = entry.references.iter().map(|r| rank[r.work.0 as usize]).collect();
            ranks
                .into_iter()
                .filter(|rank| *rank != u32::MAX)
                .take(PAIRED)
                .collect()
        })
        .collect();
    // Kept pairs by falling frequency, then by the ranks of their works.
    let mut kept: BTreeSet<(Reverse<u32>, u32, u32)> = BTreeSet::new();
    let mut with = vec![0u32; ranked.len()];
    let mut seen = Vec::new();
    for (at, id) in ranked.iter().enumerate() {
        let worst = kept.last().filter(|_| kept.len() == KEPT).map_or(1, |pair| pair.0.0);
        if counts[id.0 as usize] as u32 <= worst {
            break;
        }
        for citer in &library.work(*id).citers {
            for other in &lists[citer.article.0 as usize] {
                if *other as usize >= at {
                    break;
                }
                let count = &mut with[*other as usize];
                if *count == 0 {
                    seen.push(*other);
                }
                *count += 1;
            }
        }
        for other in seen.drain(..) {
            let count = std::mem::take(&mut with[other as usize]);
            if count >= 2 {
                kept.insert((Reverse(count), at as u32, other));
                if kept.len() > KEPT {
                    kept.pop_last();
                }
            }
        }
    }
    kept.into_iter()
        .map(|(Reverse(articles), b, a)| Together {
            a: ranked[a as usize],
            b: ranked[b as usize],
            articles: articles as usize,
        })
        .collect()
}

/// The pairs of neighbours with the most works in common. What is cited almost everywhere binds no two articles and is
/// not among those works.
fn coupled(library: &Library) -> Vec<Coupled> {
    let mut pairs: BTreeMap<(ArticleId, ArticleId), &[WorkId]> = BTreeMap::new();
    for id in library.article_ids() {
        for near in &library.article(id).neighbours {
            if !near.shared_works.is_empty() {
                let pair = (id.min(near.article), id.max(near.article));
                pairs.insert(pair, &near.shared_works);
            }
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_by_key(|(pair, works)| (Reverse(works.len()), *pair));
    let kept = pairs.into_iter().take(KEPT);
    kept.map(|((a, b), works)| Coupled {
        a,
        b,
        works: works.to_vec(),
    })
    .collect()
}
