//! Articles near one another, by what they share.

use super::{ArticleId, EntityId, Library, MechanismId, Neighbour, Standing, WorkId};
use crate::article::Judgement;
use crate::vocabulary::{EntityKind, Vocabulary};
use rayon::prelude::*;

/// How many neighbours an article keeps.
const KEPT: usize = 5;
/// What more articles than this share says nothing about any two of them.
const TOO_COMMON: usize = 200;

/// Fills the neighbours of every article.
///
/// The score of a pair is the sum over what they share of a weight (work 3, mechanism 2, term 1) divided by the
/// logarithm of how many articles share it: rare things bind closer than common ones. That two papers are of one kind of
/// study, or both say how many cases they had, is no topic that they share.
pub(super) fn attach(library: &mut Library, vocabulary: &Vocabulary) {
    let frozen: &Library = library;
    let topics: Vec<bool> = frozen
        .entities
        .iter()
        .map(|entity| is_topic(vocabulary, &entity.id))
        .collect();
    let neighbours: Vec<Vec<Neighbour>> = frozen
        .article_ids()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map_init(
            || vec![0.0; frozen.articles.len()],
            |scores, id| of(frozen, &topics, id, scores),
        )
        .collect();
    for (entry, neighbours) in library.articles.iter_mut().zip(neighbours) {
        entry.neighbours = neighbours;
    }
}

fn is_topic(vocabulary: &Vocabulary, id: &str) -> bool {
    let kind = vocabulary.terms.get(id).map(|term| term.kind);
    !matches!(
        kind,
        None | Some(EntityKind::StudyType | EntityKind::Pattern | EntityKind::VariantPattern)
    )
}

/// Something that articles share.
#[derive(Clone, Copy)]
enum Thing {
    Work(WorkId),
    Mechanism(MechanismId),
    Entity(EntityId),
}

/// Visits every other article that shares something with `id`, once for each thing: the article, the thing, its weight.
fn sharers(library: &Library, topics: &[bool], id: ArticleId, visit: &mut dyn FnMut(ArticleId, Thing, f64)) {
    let entry = library.article(id);
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
        let work_of = library.work(work);
        let count = work_of.citers.len() + work_of.noted_by.len();
        if rare(count) {
            let weight = weight(3.0, count);
            let noting = work_of.noted_by.iter().map(|noted| noted.article);
            let by = work_of.citers.iter().map(|citer| citer.article).chain(noting);
            for other in by.filter(|&other| other != id) {
                visit(other, Thing::Work(work), weight);
            }
        }
    }
    for mechanism in entry
        .mechanisms
        .iter()
        .filter(|m| matches!(m.standing(), Standing::Confirmed | Standing::Proposed))
    {
        let articles = &library.mechanism(mechanism.mechanism).articles;
        if rare(articles.len()) {
            let weight = weight(2.0, articles.len());
            for &other in articles.iter().filter(|&&other| other != id) {
                if is_stated(library, other, mechanism.mechanism) {
                    visit(other, Thing::Mechanism(mechanism.mechanism), weight);
                }
            }
        }
    }
    let is_topic = |id: EntityId| topics.get(id.0 as usize).copied().unwrap_or_default();
    for entity in entry.entities.iter().filter(|entity| is_topic(entity.entity)) {
        let articles = &library.entity(entity.entity).articles;
        if rare(articles.len()) {
            let weight = weight(1.0, articles.len());
            for &other in articles.iter().filter(|&&other| other != id) {
                visit(other, Thing::Entity(entity.entity), weight);
            }
        }
    }
}

/// The neighbours of one article. `scores` has a zero for every article, before and after.
fn of(library: &Library, topics: &[bool], id: ArticleId, scores: &mut [f64]) -> Vec<Neighbour> {
    let mut met: Vec<ArticleId> = Vec::new();
    sharers(library, topics, id, &mut |other, _, weight| {
        let score = &mut scores[other.0 as usize];
        if *score == 0.0 {
            met.push(other);
        }
        *score += weight;
    });
    let mut ranked: Vec<(f64, ArticleId)> = met.iter().map(|other| (scores[other.0 as usize], *other)).collect();
    for other in met {
        scores[other.0 as usize] = 0.0;
    }
    let nearer = |(a, x): &(f64, ArticleId), (b, y): &(f64, ArticleId)| b.total_cmp(a).then(x.cmp(y));
    if ranked.len() > KEPT {
        ranked.select_nth_unstable_by(KEPT, nearer);
        ranked.truncate(KEPT);
    }
    ranked.sort_unstable_by(nearer);
    let mut near: Vec<Neighbour> = ranked
        .into_iter()
        .map(|(_, article)| Neighbour {
            article,
            shared_works: Vec::new(),
            shared_mechanisms: Vec::new(),
            shared_entities: Vec::new(),
        })
        .collect();
    sharers(library, topics, id, &mut |other, thing, _| {
        if let Some(near) = near.iter_mut().find(|near| near.article == other) {
            match thing {
                Thing::Work(id) => near.shared_works.push(id),
                Thing::Mechanism(id) => near.shared_mechanisms.push(id),
                Thing::Entity(id) => near.shared_entities.push(id),
            }
        }
    });
    near
}

fn is_stated(library: &Library, article: ArticleId, mechanism: MechanismId) -> bool {
    let of = &library.article(article).mechanisms;
    let about = of.iter().find(|about| about.mechanism == mechanism);
    let judgement = about.and_then(|about| about.judgement);
    matches!(judgement, Some(Judgement::Confirmed | Judgement::Proposed))
}
