//! Articles near one another, by what they share.

use super::{ArticleId, EntityId, Library, MechanismId, Neighbour, Standing, WorkId};
use crate::article::Judgement;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How many neighbours an article keeps.
const KEPT: usize = 8;
/// What more articles than this share says nothing about any two of them.
const TOO_COMMON: usize = 200;

/// Fills the neighbours of every article.
///
/// The score of a pair is the sum over what they share of a weight (work 3, mechanism 2, term 1) divided by the
/// logarithm of how many articles share it: rare things bind closer than common ones.
pub(super) fn attach(library: &mut Library) {
    let frozen: &Library = library;
    let neighbours: Vec<Vec<Neighbour>> = frozen
        .article_ids()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|id| of(frozen, id))
        .collect();
    for (entry, neighbours) in library.articles.iter_mut().zip(neighbours) {
        entry.neighbours = neighbours;
    }
}

#[derive(Default)]
struct Shared {
    score: f64,
    works: Vec<WorkId>,
    mechanisms: Vec<MechanismId>,
    entities: Vec<EntityId>,
}

fn of(library: &Library, id: ArticleId) -> Vec<Neighbour> {
    let entry = library.article(id);
    let mut shared: BTreeMap<ArticleId, Shared> = BTreeMap::new();
    let weight = |weight: f64, sharers: usize| weight / (1.0 + sharers as f64).ln();
    let rare = |sharers: usize| (2..=TOO_COMMON).contains(&sharers);
    let mut works: Vec<WorkId> = entry
        .references
        .iter()
        .map(|r| r.work)
        .chain(entry.noted.iter().copied())
        .collect();
    works.sort_unstable();
    works.dedup();
    for work in works {
        let citers = &library.work(work).citers;
        for other in citers
            .iter()
            .filter(|_| rare(citers.len()))
            .map(|c| c.article)
            .filter(|&o| o != id)
        {
            let shared = shared.entry(other).or_default();
            shared.score += weight(3.0, citers.len());
            shared.works.push(work);
        }
    }
    for mechanism in entry
        .mechanisms
        .iter()
        .filter(|m| matches!(m.standing(), Standing::Confirmed | Standing::Proposed))
    {
        let articles = &library.mechanism(mechanism.mechanism).articles;
        for &other in articles.iter().filter(|&&o| o != id && rare(articles.len())) {
            if is_stated(library, other, mechanism.mechanism) {
                let shared = shared.entry(other).or_default();
                shared.score += weight(2.0, articles.len());
                shared.mechanisms.push(mechanism.mechanism);
            }
        }
    }
    for entity in &entry.entities {
        let articles = &library.entity(entity.entity).articles;
        for &other in articles.iter().filter(|&&o| o != id && rare(articles.len())) {
            let shared = shared.entry(other).or_default();
            shared.score += weight(1.0, articles.len());
            shared.entities.push(entity.entity);
        }
    }
    let mut ranked: Vec<(ArticleId, Shared)> = shared.into_iter().collect();
    ranked.sort_by(|(a, x), (b, y)| y.score.total_cmp(&x.score).then(a.cmp(b)));
    ranked.truncate(KEPT);
    ranked
        .into_iter()
        .map(|(article, shared)| Neighbour {
            article,
            shared_works: shared.works,
            shared_mechanisms: shared.mechanisms,
            shared_entities: shared.entities,
        })
        .collect()
}

fn is_stated(library: &Library, article: ArticleId, mechanism: MechanismId) -> bool {
    let id = &library.mechanism(mechanism).id;
    let judgement = library.article(article).article.mechanisms.get(id);
    matches!(judgement, Some(Judgement::Confirmed | Judgement::Proposed))
}
