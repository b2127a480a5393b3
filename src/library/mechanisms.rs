//! Mechanisms and entities of the articles, and what the review holds about each.

use super::{
    ArticleEntity, ArticleId, ArticleMechanism, EntityEntry, EntityId, EntityMechanism, Library, Located,
    MechanismEntry, MechanismId, PageEntry, Standing, WorkId,
};
use crate::article::{Article, Finding, FindingStatus, Level, LockedArticle};
use crate::base::codes::vocabulary::UNKNOWN_ID;
use crate::base::{Diagnostic, MappedText, Span, fold, nearest};
use crate::record::{Zone, ZoneKind};
use crate::vocabulary::{Tier, Vocabulary};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Fills mechanisms and entities of the library and of its articles.
pub(super) fn attach(
    library: &mut Library,
    vocabulary: &Vocabulary,
    overviews: Vec<PageEntry>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let ids = declare(library, vocabulary, overviews, diagnostics);
    declare_entities(library, vocabulary);
    let entity_ids: HashMap<String, EntityId> = library
        .entity_ids()
        .map(|id| (library.entity(id).id.clone(), id))
        .collect();
    let unknown: Vec<Vec<Diagnostic>> = library
        .articles
        .par_iter_mut()
        .map(|entry| {
            entry.mechanisms = mechanisms_of(entry, &ids);
            (entry.entities, entry.hits) = entities_of(entry, &entity_ids);
            unknown_names(&entry.article, vocabulary)
        })
        .collect();
    diagnostics.extend(unknown.into_iter().flatten());
    title_mechanisms(library, vocabulary, &ids);
    gather(library, vocabulary, &ids, &entity_ids);
}

fn declare(
    library: &mut Library,
    vocabulary: &Vocabulary,
    overviews: Vec<PageEntry>,
    diagnostics: &mut Vec<Diagnostic>,
) -> HashMap<String, MechanismId> {
    let ids: HashMap<String, MechanismId> = vocabulary
        .mechanisms
        .keys()
        .enumerate()
        .map(|(index, id)| (id.clone(), MechanismId(index as u32)))
        .collect();
    library.mechanisms = vocabulary
        .mechanisms
        .values()
        .map(|mechanism| MechanismEntry {
            id: mechanism.id.clone(),
            parent: mechanism.parent.as_ref().and_then(|parent| ids.get(parent).copied()),
            children: Vec::new(),
            overview: None,
            articles: Vec::new(),
            excluded_by: Vec::new(),
            findings: Vec::new(),
            title_works: Vec::new(),
            entities: Vec::new(),
        })
        .collect();
    for index in 0..library.mechanisms.len() {
        if let Some(parent) = library.mechanisms[index].parent {
            library.mechanisms[parent.0 as usize]
                .children
                .push(MechanismId(index as u32));
        }
    }
    for page in overviews {
        match ids.get(&page.name) {
            Some(id) => library.mechanisms[id.0 as usize].overview = Some(page),
            None => {
                let path = Arc::clone(&page.path);
                diagnostics.push(unknown(&page.name, "mechanism", &path, Span::default(), ids.keys()));
            }
        }
    }
    ids
}

fn declare_entities(library: &mut Library, vocabulary: &Vocabulary) {
    let articles = library.articles.par_iter();
    let named = articles.fold(HashSet::new, |mut named: HashSet<&str>, entry| {
        let taggings = entry.locked.iter().flat_map(|locked| &locked.taggings);
        named.extend(taggings.flat_map(|tagging| tagging.entities.iter().map(|hit| hit.id.as_str())));
        named.extend(entry.article.findings.iter().flat_map(finding_terms));
        named
    });
    let found = named.reduce(HashSet::new, |mut all, some| {
        all.extend(some);
        all
    });
    let mut terms: Vec<_> = found.into_iter().filter_map(|id| vocabulary.terms.get(id)).collect();
    terms.sort_by_cached_key(|term| (term.kind, fold(&term.label), term.id.clone()));
    library.entities = terms
        .into_iter()
        .map(|term| EntityEntry {
            id: term.id.clone(),
            articles: Vec::new(),
            mechanisms: Vec::new(),
            findings: Vec::new(),
        })
        .collect();
}

/// Ids and words in the places of a finding where a term may stand.
fn finding_terms(finding: &crate::article::Finding) -> impl Iterator<Item = &str> {
    [&finding.trigger, &finding.object, &finding.target, &finding.disease]
        .into_iter()
        .flatten()
        .chain(&finding.drugs)
        .chain(&finding.models)
        .chain(&finding.study_types)
        .chain(finding.way_round.iter().map(|way| &way.partner))
        .map(String::as_str)
}

/// Terms that a finding names: in its places, in the free words of its trigger or object (AXL in "inhibition of AXL"),
/// and the genes of the variants among them.
fn named_in(finding: &Finding, vocabulary: &Vocabulary, entity_ids: &HashMap<String, EntityId>) -> Vec<EntityId> {
    let words = [&finding.trigger, &finding.object].into_iter().flatten();
    let free = words.filter(|word| !vocabulary.terms.contains_key(word.as_str()));
    let zone = |word: &String| Zone {
        kind: ZoneKind::Abstract,
        text: MappedText::verbatim(word, Span::new(0, word.len())),
    };
    let zones: Vec<Zone> = free.map(zone).collect();
    let found = match zones.is_empty() {
        true => Vec::new(),
        false => vocabulary.tag(&zones).entities,
    };
    let terms = finding_terms(finding).chain(found.iter().map(|hit| hit.id.as_str()));
    let genes = |id: &str| vocabulary.terms.get(id).map_or(&[][..], |term| &term.gene).iter();
    let with_genes = terms.flat_map(|id| std::iter::once(id).chain(genes(id).map(String::as_str)));
    let mut named: Vec<EntityId> = with_genes.filter_map(|id| entity_ids.get(id).copied()).collect();
    named.sort_unstable();
    named.dedup();
    named
}

/// What an article names and the vocabulary has not.
fn unknown_names(article: &Article, vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for id in article
        .mechanisms
        .keys()
        .filter(|id| !vocabulary.mechanisms.contains_key(*id))
    {
        let span = article.mechanism_spans.get(id).copied().unwrap_or_default();
        diagnostics.push(unknown(
            id,
            "mechanism",
            &article.path,
            span,
            vocabulary.mechanisms.keys(),
        ));
    }
    for finding in &article.findings {
        let span_of = |key: &str| {
            finding
                .spans
                .iter()
                .find(|(k, _)| k == key)
                .map_or(finding.span, |(_, span)| *span)
        };
        if let Some(id) = finding
            .mechanism
            .as_ref()
            .filter(|id| !vocabulary.mechanisms.contains_key(*id))
        {
            let span = span_of("mechanism");
            diagnostics.push(unknown(
                id,
                "mechanism",
                &article.path,
                span,
                vocabulary.mechanisms.keys(),
            ));
        }
        // Triggers, objects, drugs and partners may be words; these must be ids.
        let strict = finding.disease.iter().map(|id| ("disease", id));
        let strict = strict.chain(finding.models.iter().map(|id| ("models", id)));
        let strict = strict.chain(finding.study_types.iter().map(|id| ("study-types", id)));
        for (key, id) in strict.filter(|(_, id)| !vocabulary.terms.contains_key(*id)) {
            diagnostics.push(unknown(
                id,
                "term",
                &article.path,
                span_of(key),
                vocabulary.terms.keys(),
            ));
        }
    }
    diagnostics
}

fn unknown<'i>(
    id: &str,
    what: &str,
    path: &Arc<str>,
    span: Span,
    known: impl Iterator<Item = &'i String>,
) -> Diagnostic {
    let mut known: Vec<&str> = known.map(String::as_str).collect();
    known.sort_unstable();
    let diagnostic = Diagnostic::new(UNKNOWN_ID, format!("the vocabulary has no {what} `{id}`")).at(path, span);
    match nearest(id, known) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("add it to a file in content/vocabulary/"),
    }
}

fn locate<T>(locked: &LockedArticle, capture: usize, span: Span, value: T) -> Located<T> {
    Located {
        capture,
        line: locked.line(capture, span.start),
        value,
    }
}

fn mechanisms_of(entry: &super::ArticleEntry, ids: &HashMap<String, MechanismId>) -> Vec<ArticleMechanism> {
    let mut found: BTreeMap<MechanismId, ArticleMechanism> = BTreeMap::new();
    let blank = |mechanism| ArticleMechanism {
        mechanism,
        judgement: None,
        tier: None,
        score: 0.0,
        triggers: Vec::new(),
        excluded: Vec::new(),
    };
    for (id, judgement) in entry.article.judgements() {
        if let Some(&mechanism) = ids.get(id) {
            found.entry(mechanism).or_insert_with(|| blank(mechanism)).judgement = Some(judgement);
        }
    }
    if let Some(locked) = &entry.locked {
        for (capture, tagging) in locked.taggings.iter().enumerate() {
            for hit in &tagging.mechanisms {
                let Some(&mechanism) = ids.get(&hit.id) else { continue };
                let slot = found.entry(mechanism).or_insert_with(|| blank(mechanism));
                // Several captures of one paper: the clearest word counts, and a proposal outweighs an exclusion.
                slot.tier = Some(slot.tier.map_or(hit.tier, |tier: Tier| tier.min(hit.tier)));
                slot.score = slot.score.max(hit.score);
                let triggers = hit.triggers.iter();
                slot.triggers
                    .extend(triggers.map(|t| locate(locked, capture, t.evidence.span, t.clone())));
                let vetoed = hit.vetoed.iter();
                slot.excluded
                    .extend(vetoed.map(|e| locate(locked, capture, e.span, e.clone())));
            }
        }
    }
    let mut list: Vec<ArticleMechanism> = found.into_values().collect();
    list.sort_by(|a, b| {
        let by_score = b.score.total_cmp(&a.score);
        a.standing()
            .cmp(&b.standing())
            .then(by_score)
            .then(a.mechanism.cmp(&b.mechanism))
    });
    list
}

/// Where a tagging has a term: number of places, capture, number in the capture's list.
type TaggedTerm = (u32, u32, u32);

fn entities_of(entry: &super::ArticleEntry, ids: &HashMap<String, EntityId>) -> (Vec<ArticleEntity>, Vec<(u32, u32)>) {
    // Each term once a capture; those of findings are in none.
    let mut found: Vec<(EntityId, Option<TaggedTerm>)> = Vec::new();
    if let Some(locked) = &entry.locked {
        for (capture, tagging) in locked.taggings.iter().enumerate() {
            for (index, hit) in tagging.entities.iter().enumerate() {
                if let Some(&id) = ids.get(&hit.id) {
                    found.push((id, Some((hit.evidence.len() as u32, capture as u32, index as u32))));
                }
            }
        }
    }
    for term in entry
        .article
        .findings
        .iter()
        .filter(|f| f.counts())
        .flat_map(finding_terms)
    {
        if let Some(&id) = ids.get(term) {
            found.push((id, None));
        }
    }
    found.sort_by_key(|(id, _)| *id);
    let mut hits: Vec<(u32, u32)> = Vec::with_capacity(found.len());
    let entities = found.chunk_by(|a, b| a.0 == b.0).filter_map(|places| {
        let first = hits.len() as u32;
        let here = places.iter().filter_map(|(_, hit)| *hit);
        hits.extend(here.clone().map(|(_, capture, index)| (capture, index)));
        Some(ArticleEntity {
            entity: places.first()?.0,
            places: here.map(|(places, ..)| places).sum(),
            hits: (first, hits.len() as u32),
        })
    });
    let mut entities: Vec<ArticleEntity> = entities.collect();
    entities.shrink_to_fit();
    (entities, hits)
}

/// Mechanisms that the titles of cited works speak of. A pointer for readers; it counts nowhere.
fn title_mechanisms(library: &mut Library, vocabulary: &Vocabulary, ids: &HashMap<String, MechanismId>) {
    library.works.par_iter_mut().for_each(|work| {
        let Some(title) = work.item.title().filter(|_| work.article.is_none()) else {
            return;
        };
        let zone = Zone {
            kind: ZoneKind::Title,
            text: MappedText::verbatim(title, Span::new(0, title.len())),
        };
        let tagging = vocabulary.tag(&[zone]);
        let spoken = tagging.mechanisms.iter().filter(|hit| hit.tier != Tier::Excluded);
        work.title_mechanisms = spoken.filter_map(|hit| ids.get(&hit.id).copied()).collect();
    });
}

/// Fills what mechanisms and entities know of articles, findings and works.
fn gather(
    library: &mut Library,
    vocabulary: &Vocabulary,
    ids: &HashMap<String, MechanismId>,
    entity_ids: &HashMap<String, EntityId>,
) {
    let mut standing: Vec<Vec<(Standing, f64, ArticleId)>> = vec![Vec::new(); library.mechanisms.len()];
    for id in library.article_ids() {
        let entry = &library.articles[id.0 as usize];
        for about in &entry.mechanisms {
            let slot = about.mechanism.0 as usize;
            match about.standing() {
                Standing::Rejected => {}
                Standing::Excluded => library.mechanisms[slot].excluded_by.push(id),
                kind => standing[slot].push((kind, about.score, id)),
            }
        }
        for entity in &entry.entities {
            library.entities[entity.entity.0 as usize].articles.push(id);
        }
        for (index, finding) in entry.article.findings.iter().enumerate() {
            if let Some(mechanism) = finding.mechanism.as_ref().and_then(|m| ids.get(m)) {
                library.mechanisms[mechanism.0 as usize].findings.push((id, index));
            }
            let named = named_in(finding, vocabulary, entity_ids);
            for entity in named {
                library.entities[entity.0 as usize].findings.push((id, index));
            }
        }
    }
    let mut title_works: Vec<Vec<WorkId>> = vec![Vec::new(); library.mechanisms.len()];
    for id in library.work_ids() {
        for mechanism in &library.work(id).title_mechanisms {
            title_works[mechanism.0 as usize].push(id);
        }
    }
    for (index, mut list) in standing.into_iter().enumerate() {
        list.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        let firm: Vec<ArticleId> = list.iter().filter(|l| l.0 <= Standing::Proposed).map(|l| l.2).collect();
        let mut findings = std::mem::take(&mut library.mechanisms[index].findings);
        findings.sort_by_cached_key(|&place| finding_order(library, place));
        let entities = entity_counts(library, &firm);
        let mechanism = &mut library.mechanisms[index];
        mechanism.articles = list.into_iter().map(|(_, _, id)| id).collect();
        mechanism.findings = findings;
        mechanism.entities = entities;
        mechanism.title_works = std::mem::take(&mut title_works[index]);
    }
    for index in 0..library.entities.len() {
        let mechanisms = mechanisms_beside(library, ids, index);
        let mut findings = std::mem::take(&mut library.entities[index].findings);
        findings.sort_by_cached_key(|&place| finding_order(library, place));
        library.entities[index].mechanisms = mechanisms;
        library.entities[index].findings = findings;
    }
}

/// The mechanisms that have to do with a term.
fn mechanisms_beside(library: &Library, ids: &HashMap<String, MechanismId>, index: usize) -> Vec<EntityMechanism> {
    #[derive(Default)]
    struct Seen {
        articles: u32,
        confirmed: bool,
        joined: Vec<ArticleId>,
        counted: bool,
    }
    let entity = &library.entities[index];
    let mut seen: BTreeMap<MechanismId, Seen> = BTreeMap::new();
    for place in &entity.findings {
        let Some(finding) = library.finding(*place).filter(|f| f.status != FindingStatus::Rejected) else {
            continue;
        };
        if let Some(mechanism) = finding.mechanism.as_ref().and_then(|id| ids.get(id)) {
            let slot = seen.entry(*mechanism).or_default();
            slot.counted |= finding.counts();
            if slot.joined.last() != Some(&place.0) {
                slot.joined.push(place.0);
            }
        }
    }
    for article in &entity.articles {
        for about in &library.article(*article).mechanisms {
            if about.standing() <= Standing::Proposed {
                let slot = seen.entry(about.mechanism).or_default();
                slot.confirmed |= about.standing() == Standing::Confirmed;
                if slot.joined.binary_search(article).is_err() {
                    slot.articles += 1;
                }
            }
        }
    }
    let mut list: Vec<EntityMechanism> = seen
        .into_iter()
        .map(|(mechanism, seen)| EntityMechanism {
            mechanism,
            articles: seen.articles + seen.joined.len() as u32,
            joined: !seen.joined.is_empty(),
            confirmed: if seen.joined.is_empty() {
                seen.confirmed
            } else {
                seen.counted
            },
        })
        .collect();
    list.sort_by_key(|of| (!of.joined, std::cmp::Reverse(of.articles), of.mechanism));
    list
}

/// By level, then by year, then by article: the strongest and oldest first.
fn finding_order(library: &Library, place: (ArticleId, usize)) -> (Option<Level>, bool, u16, ArticleId, usize) {
    let level = library.finding(place).and_then(|finding| finding.level);
    let year = library.article(place.0).article.item.year().unwrap_or(u16::MAX);
    // `None` sorts before `Some`, so unlevelled findings are told apart first.
    (level.or(Some(Level::E)), level.is_none(), year, place.0, place.1)
}

impl Library {
    /// Works that at least two of these articles cite, each with how many of them do, by falling number.
    pub fn shared_works(&self, articles: &[ArticleId]) -> Vec<(WorkId, usize)> {
        let mut counts: BTreeMap<WorkId, usize> = BTreeMap::new();
        for &article in articles {
            let references = self.article(article).references.iter();
            let mut works: Vec<WorkId> = references.map(|reference| reference.work).collect();
            works.sort_unstable();
            works.dedup();
            for work in works {
                *counts.entry(work).or_default() += 1;
            }
        }
        let mut shared: Vec<(WorkId, usize)> = counts.into_iter().filter(|&(_, count)| count >= 2).collect();
        shared.sort_by_key(|&(work, count)| (std::cmp::Reverse(count), work));
        shared
    }
}

fn entity_counts(library: &Library, articles: &[ArticleId]) -> Vec<(EntityId, u32)> {
    let mut counts: BTreeMap<EntityId, u32> = BTreeMap::new();
    for &article in articles {
        for entity in &library.article(article).entities {
            *counts.entry(entity.entity).or_default() += 1;
        }
    }
    let mut counts: Vec<(EntityId, u32)> = counts.into_iter().collect();
    counts.sort_by_key(|&(id, count)| (std::cmp::Reverse(count), id));
    counts
}
