//! The graph: articles, works, mechanisms and entities, and every link between them. Frozen once made.

use crate::article::{Article, Finding, Judgement, KeptKeys, LockedArticle};
use crate::base::{Doi, Pmcid, Pmid, Span};
use crate::record::{Field, Item, RelationKind};
use crate::reference::{Certainty, Doubt, ParsedReference, Reason};
use crate::vocabulary::{Evidence, Tier, TriggerHit};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// Index of an article in [`Library::articles`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub u32);

/// Index of a work in [`Library::works`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkId(pub u32);

/// Index of a mechanism in [`Library::mechanisms`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MechanismId(pub u32);

/// Index of an entity in [`Library::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// The whole review, linked.
#[derive(Debug, Default)]
pub struct Library {
    /// Articles by key.
    pub articles: Vec<ArticleEntry>,
    /// Works by key: every article's own work, every cited one.
    pub works: Vec<WorkEntry>,
    /// All mechanisms of the vocabulary in its order (top-level ones before their children).
    pub mechanisms: Vec<MechanismEntry>,
    /// Terms of the lexicon that occur in at least one article, by kind, then label.
    pub entities: Vec<EntityEntry>,
    /// Author's pages (`content/pages/*.md`) by name.
    pub pages: Vec<PageEntry>,
    /// Pairs of works for a person to settle.
    pub doubts: Vec<(WorkId, WorkId, Doubt)>,
    /// Pairs of different works of which one is about, before or after the other, and what the first is to the second.
    pub related: Vec<(WorkId, WorkId, RelationKind)>,
    /// The keys that the lock shall remember, so that no work's key ever changes; `None` if it remembers them already.
    pub keys: Option<BTreeMap<String, KeptKeys>>,
}

/// One captured paper.
#[derive(Debug)]
pub struct ArticleEntry {
    /// The stub, without its references.
    pub article: Article,
    /// What the lock remembers of its captures; `None` for a stub written by hand.
    pub locked: Option<LockedArticle>,
    /// The work it is.
    pub work: WorkId,
    /// Its references in order.
    pub references: Vec<ReferenceEntry>,
    /// Works cited in its notes or findings with `[@key]`, in order of appearance.
    pub noted: Vec<WorkId>,
    /// Fields that a paper of its type should have and this one lacks.
    pub missing: Vec<Field>,
    /// Its mechanisms: confirmed, proposed, possible, excluded, rejected.
    pub mechanisms: Vec<ArticleMechanism>,
    /// Entities found in it.
    pub entities: Vec<ArticleEntity>,
    /// Where the lock has them: index of the capture, and of the term in what was found there.
    pub(super) hits: Vec<(u32, u32)>,
    /// Articles that share references, drugs, genes or mechanisms, strongest first.
    pub neighbours: Vec<Neighbour>,
    /// Comments, corrections, retractions: (kind, text as captured, the work if known).
    pub relations: Vec<(RelationKind, String, Option<WorkId>)>,
}

/// One reference of an article.
#[derive(Debug)]
pub struct ReferenceEntry {
    /// Its number in the list, from 1.
    pub number: u32,
    /// Its text as it stands in the stub; references of equal text share it.
    pub text: Arc<str>,
    /// What was read from it, once for all references of equal text.
    pub read: Arc<ReadReference>,
    /// The work it is.
    pub work: WorkId,
    /// The capture that it was imported from, by its number among the article's, and its line there.
    pub captured: Option<(u32, u32)>,
    /// Its place in the stub.
    pub span: Span,
    /// A name of the article's own authors is among the reference's authors.
    pub self_citation: bool,
}

/// What was read from a reference, as far as it is wanted once its work is known: names and title are the work's.
#[derive(Debug, Default)]
pub struct ReadReference {
    /// Nothing could be read from it.
    pub nothing: bool,
    /// The DOI that it states.
    pub doi: Option<Doi>,
    /// The PubMed identifier that it states.
    pub pmid: Option<Pmid>,
    /// The PubMed Central identifier that it states.
    pub pmcid: Option<Pmcid>,
    /// What could not be told, as keys of words.
    pub doubts: Vec<&'static str>,
}

impl ReadReference {
    pub(super) fn of(parsed: &ParsedReference) -> Self {
        Self {
            nothing: parsed.item.is_empty(),
            doi: parsed.item.doi(),
            pmid: parsed.item.pmid(),
            pmcid: parsed.item.pmcid(),
            doubts: parsed.doubts.clone(),
        }
    }
}

/// One work, captured or only cited.
#[derive(Debug)]
pub struct WorkEntry {
    /// Stable key.
    pub key: String,
    /// Other keys that lead here: those it would have, or had, with less in the captures.
    pub aliases: Vec<String>,
    /// The best of what its references and captures say.
    pub item: Item,
    /// The article that is this work, if captured.
    pub article: Option<ArticleId>,
    /// Who cites it, in order of articles.
    pub citers: Vec<Citer>,
    /// Whose notes name it while their reference lists do not, in order of articles. It is no citation of theirs.
    pub noted_by: Vec<Noted>,
    /// Why its references were taken for one work.
    pub because: Vec<Reason>,
    /// The weakest of its links.
    pub certainty: Certainty,
    /// A display name of its journal, when the journals' list knows one.
    pub journal: Option<String>,
    /// Mechanisms whose triggers stand in its title: a pointer for readers, never evidence.
    pub title_mechanisms: Vec<MechanismId>,
}

/// One citation of a work.
#[derive(Debug)]
pub struct Citer {
    /// The citing article.
    pub article: ArticleId,
    /// The number of the first reference there that is the work.
    pub number: u32,
    /// Sentences of the notes that cite it, as Markdown.
    pub contexts: Vec<String>,
}

/// A work in the notes on an article.
#[derive(Debug)]
pub struct Noted {
    /// The article.
    pub article: ArticleId,
    /// Sentences of the notes that name it, as Markdown.
    pub contexts: Vec<String>,
}

/// What an article has to do with a mechanism.
#[derive(Debug)]
pub struct ArticleMechanism {
    /// The mechanism.
    pub mechanism: MechanismId,
    /// The author's word, if the stub has one.
    pub judgement: Option<Judgement>,
    /// The program's opinion, if the capture speaks of it.
    pub tier: Option<Tier>,
    /// The program's score.
    pub score: f64,
    /// The words that speak for it, heaviest first.
    pub triggers: Vec<Located<TriggerHit>>,
    /// The words that set it aside, or look beyond it.
    pub excluded: Vec<Located<Evidence>>,
}

/// How an article stands to a mechanism, the author's word before the program's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// The author agrees.
    Confirmed,
    /// The program proposes it; nobody has judged.
    Proposed,
    /// Some words speak for it, too few to propose it.
    Possible,
    /// The capture’s words set it aside, or look beyond it; a proposal that nobody has judged.
    Excluded,
    /// The author disagrees.
    Rejected,
}

impl ArticleMechanism {
    /// How the article stands to the mechanism.
    pub fn standing(&self) -> Standing {
        match (self.judgement, self.tier) {
            (Some(Judgement::Confirmed), _) => Standing::Confirmed,
            (Some(Judgement::Rejected), _) => Standing::Rejected,
            (_, Some(Tier::Excluded)) => Standing::Excluded,
            (Some(Judgement::Proposed), _) => Standing::Proposed,
            // Proposed by the program but struck from the stub: the author did not want it proposed.
            (None, _) => Standing::Possible,
        }
    }
}

/// Something found in one of an article's captures.
#[derive(Clone, Debug, PartialEq)]
pub struct Located<T> {
    /// Index into the locked article's captures.
    pub capture: usize,
    /// Line of the capture, from 1, if the lock knows it.
    pub line: Option<u32>,
    /// What was found.
    pub value: T,
}

/// What an article says of an entity.
#[derive(Debug)]
pub struct ArticleEntity {
    /// The entity.
    pub entity: EntityId,
    /// Number of places that name it.
    pub places: u32,
    /// Which of the article's `hits` are its own.
    pub(super) hits: (u32, u32),
}

/// The first reference of a number. Most lists are numbered from 1 without a gap.
fn numbered(references: &[ReferenceEntry], number: u32) -> Option<&ReferenceEntry> {
    let place = |back: usize| references.get((number as usize).checked_sub(back)?);
    place(1)
        .filter(|there| there.number == number && place(2).is_none_or(|before| before.number < number))
        .or_else(|| references.iter().find(|reference| reference.number == number))
}

impl ArticleEntry {
    /// The reference of that number.
    pub fn reference(&self, number: u32) -> Option<&ReferenceEntry> {
        numbered(&self.references, number)
    }

    /// The places of its captures that name an entity, in the order of the captures.
    pub fn evidence<'l>(&'l self, of: &'l ArticleEntity) -> impl Iterator<Item = Located<&'l Evidence>> {
        let locked = self.locked.as_ref();
        let hits = self.hits.get(of.hits.0 as usize..of.hits.1 as usize);
        hits.unwrap_or_default().iter().flat_map(move |(capture, hit)| {
            let capture = *capture as usize;
            let found = locked.and_then(|locked| locked.taggings.get(capture)?.entities.get(*hit as usize));
            let places = found.map_or(&[][..], |hit| &hit.evidence).iter();
            places.map(move |evidence| Located {
                capture,
                line: locked.and_then(|locked| locked.line(capture, evidence.span.start)),
                value: evidence,
            })
        })
    }
}

/// An article near another one, and why.
#[derive(Debug)]
pub struct Neighbour {
    /// The other article.
    pub article: ArticleId,
    /// Works both cite.
    pub shared_works: Vec<WorkId>,
    /// Mechanisms of both.
    pub shared_mechanisms: Vec<MechanismId>,
    /// Drugs, genes, variants of both.
    pub shared_entities: Vec<EntityId>,
}

/// A mechanism with all that the review holds about it.
#[derive(Debug)]
pub struct MechanismEntry {
    /// Its entry in the vocabulary.
    pub id: String,
    /// Its parent.
    pub parent: Option<MechanismId>,
    /// Its children.
    pub children: Vec<MechanismId>,
    /// The reviewers' words (`content/mechanisms/ID.md`), if written.
    pub overview: Option<PageEntry>,
    /// Articles that speak of it: confirmed first, then proposed, then possible. Those of children are not repeated.
    pub articles: Vec<ArticleId>,
    /// Articles whose words set it aside.
    pub excluded_by: Vec<ArticleId>,
    /// Findings about it: (article, index in its findings), sorted by level, then year.
    pub findings: Vec<(ArticleId, usize)>,
    /// Cited works whose title speaks of it.
    pub title_works: Vec<WorkId>,
    /// Entities of its articles with the number of articles, by falling number.
    pub entities: Vec<(EntityId, u32)>,
}

/// A term and the articles that name it.
#[derive(Debug)]
pub struct EntityEntry {
    /// Its id in the vocabulary.
    pub id: String,
    /// Articles that name it.
    pub articles: Vec<ArticleId>,
    /// Mechanisms that findings join it with, then those that its articles have besides, of most articles first.
    pub mechanisms: Vec<EntityMechanism>,
    /// Findings that name it: (article, index).
    pub findings: Vec<(ArticleId, usize)>,
}

/// A mechanism that has to do with a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntityMechanism {
    /// The mechanism.
    pub mechanism: MechanismId,
    /// Articles that name the term and have the mechanism, confirmed or proposed, or a finding that joins the two.
    pub articles: u32,
    /// A finding joins the two; else they only stand in the same articles.
    pub joined: bool,
    /// A reviewer stands behind it: behind such a finding, else behind the mechanism of one of the articles.
    pub confirmed: bool,
}

/// A page written by the author: Markdown with TOML front matter.
#[derive(Clone, Debug, Default)]
pub struct PageEntry {
    /// Path relative to `content/`.
    pub path: Arc<str>,
    /// Name: the file's name without `.md`.
    pub name: String,
    /// Title from the front matter, or the first heading.
    pub title: Option<String>,
    /// Markdown.
    pub body: String,
    /// Where the body begins in the file.
    pub body_offset: usize,
    /// All other front matter, as TOML values in text.
    pub front: BTreeMap<String, String>,
    /// Works it cites with `[@key]`.
    pub noted: Vec<WorkId>,
}

impl Library {
    /// The article of that index.
    pub fn article(&self, id: ArticleId) -> &ArticleEntry {
        &self.articles[id.0 as usize]
    }

    /// The work of that index.
    pub fn work(&self, id: WorkId) -> &WorkEntry {
        &self.works[id.0 as usize]
    }

    /// The mechanism of that index.
    pub fn mechanism(&self, id: MechanismId) -> &MechanismEntry {
        &self.mechanisms[id.0 as usize]
    }

    /// Papers of a mechanism and of those below it, each once.
    pub fn papers_under(&self, id: MechanismId) -> Vec<ArticleId> {
        let mut papers: Vec<ArticleId> = Vec::new();
        let mut seen = HashSet::new();
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            let entry = self.mechanism(id);
            papers.extend(entry.articles.iter().filter(|paper| seen.insert(**paper)));
            waiting.extend(entry.children.iter().rev());
        }
        papers
    }

    /// The entity of that index.
    pub fn entity(&self, id: EntityId) -> &EntityEntry {
        &self.entities[id.0 as usize]
    }

    /// A finding by its place.
    pub fn finding(&self, (article, index): (ArticleId, usize)) -> Option<&Finding> {
        self.article(article).article.findings.get(index)
    }

    /// The article of that key or alias.
    pub fn article_by_key(&self, key: &str) -> Option<ArticleId> {
        let index = self
            .articles
            .binary_search_by(|entry| entry.article.key.as_str().cmp(key))
            .ok()
            .or_else(|| {
                self.articles
                    .iter()
                    .position(|entry| entry.article.aliases.iter().any(|alias| alias == key))
            })?;
        Some(ArticleId(index as u32))
    }

    /// The work of that key.
    pub fn work_by_key(&self, key: &str) -> Option<WorkId> {
        let index = self.works.binary_search_by(|entry| entry.key.as_str().cmp(key)).ok()?;
        Some(WorkId(index as u32))
    }

    /// Every index of an article, in order.
    pub fn article_ids(&self) -> impl Iterator<Item = ArticleId> + use<> {
        (0..self.articles.len() as u32).map(ArticleId)
    }

    /// Every index of a work, in order.
    pub fn work_ids(&self) -> impl Iterator<Item = WorkId> + use<> {
        (0..self.works.len() as u32).map(WorkId)
    }

    /// Every index of a mechanism, in order.
    pub fn mechanism_ids(&self) -> impl Iterator<Item = MechanismId> + use<> {
        (0..self.mechanisms.len() as u32).map(MechanismId)
    }

    /// Every index of an entity, in order.
    pub fn entity_ids(&self) -> impl Iterator<Item = EntityId> + use<> {
        (0..self.entities.len() as u32).map(EntityId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_found_by_its_number_in_any_list() {
        let find = |numbers: &[u32], wanted: u32| {
            let references = numbers.iter().enumerate().map(|(at, number)| ReferenceEntry {
                number: *number,
                text: at.to_string().into(),
                read: Arc::default(),
                work: WorkId(0),
                captured: None,
                span: Span::default(),
                self_citation: false,
            });
            let references: Vec<ReferenceEntry> = references.collect();
            numbered(&references, wanted).and_then(|found| found.text.parse::<usize>().ok())
        };
        assert_eq!(find(&[1, 2, 3], 2), Some(1));
        assert_eq!(find(&[0, 1, 2], 0), Some(0));
        assert_eq!(find(&[4, 9], 9), Some(1));
        assert_eq!(find(&[2, 2], 2), Some(0));
        assert_eq!(find(&[1, 2], 3), None);
    }
}
