//! Vocabularies: mechanisms, drugs, genes, variants, diseases, models, study types; one compiled matcher over all.
//!
//! Everything of a field of science stands in `content/vocabulary/*.toml`; no term stands in the code.

mod compile;
mod document;
mod entities;
mod entry;
mod explain;
mod matcher;
mod pattern;
mod propose;
mod read;
mod score;
mod sentence;
mod table;
mod tagging;
mod text;
mod words;

pub use entry::{Facet, FacetValue, Mechanism, Review, Term};
pub use explain::{MechanismReport, Report, TermReport};
pub use propose::{FindingDraft, propose};
use tagging::Layer;
pub use tagging::{
    EntityHit, EntityKind, Evidence, FacetHit, Gate, MechanismHit, ParentHit, Polarity, SkippedHit, Tagging, Tier,
    TriggerHit,
};

use crate::base::{Diagnostic, Digest, Parsed, codes::vocabulary as codes};
use crate::record::Zone;
use indexmap::IndexMap;
use matcher::Target;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// All vocabularies of a review, compiled. Built once, read by all.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Mechanisms in the order of the files.
    pub mechanisms: IndexMap<String, Mechanism>,
    /// Terms in the order of the files.
    pub terms: IndexMap<String, Term>,
    /// Facets in the order of the files.
    pub facets: Vec<Facet>,
    /// Reviews in the order of the files.
    pub reviews: Vec<Review>,
    digest: Option<Digest>,
    by_name: HashMap<String, usize>,
    rules: compile::Rules,
}

impl Vocabulary {
    /// Reads and compiles vocabulary files: `(path, text)`, any number, each of any part.
    pub fn load(files: &[(Arc<str>, Arc<str>)]) -> Parsed<Self> {
        let mut sink = Vec::new();
        let mut draft = read::Draft::default();
        let mut bytes = Vec::new();
        for (file, text) in files {
            draft.read(file, text, &mut sink);
            bytes.extend_from_slice(text.as_bytes());
            bytes.push(0);
        }
        link(&mut draft, &mut sink);
        let rules = compile::compile(&draft, &mut sink);
        let by_name = compile::names_of(&draft)
            .into_iter()
            .filter_map(|(name, id)| Some((name, draft.terms.get_index_of(id)?)))
            .collect();
        let strip = |(id, draft): (String, read::MechanismDraft)| (id, draft.mechanism);
        let vocabulary = Self {
            mechanisms: draft.mechanisms.into_iter().map(strip).collect(),
            terms: draft.terms.into_iter().map(|(id, draft)| (id, draft.term)).collect(),
            facets: draft.facets.into_iter().map(|(facet, _)| facet).collect(),
            reviews: draft.reviews,
            digest: Some(Digest::of(&bytes)),
            by_name,
            rules,
        };
        Parsed::new(vocabulary, sink)
    }

    /// Tags the zones of one capture.
    pub fn tag(&self, zones: &[Zone]) -> Tagging {
        let texts = document::read(&self.rules, zones);
        let mentions = entities::mentions(&self.rules, &texts);
        let mut tagging = Tagging {
            entities: entities::hits(&self.rules, &texts, &mentions),
            facets: self.facet_hits(&texts),
            ..Tagging::default()
        };
        let parent = |index: usize| {
            let (_, mechanism) = self.mechanisms.get_index(index)?;
            self.mechanisms.get_index_of(mechanism.parent.as_ref()?)
        };
        score::score(&self.rules, &texts, &mentions, parent, &mut tagging);
        tagging
    }

    fn facet_hits(&self, zones: &[document::ZoneText<'_>]) -> Vec<FacetHit> {
        let mut by_value: BTreeMap<u32, Vec<Evidence>> = BTreeMap::new();
        for zone in zones {
            let mut found: Vec<_> = zone.found.iter().collect();
            found.sort_by_key(|found| found.span);
            for found in found {
                if let Target::Facet(value) = found.target {
                    by_value
                        .entry(value)
                        .or_default()
                        .push(zone.evidence(found.span, found.sentence));
                }
            }
        }
        let hit = |(value, evidence)| {
            let (facet, value) = self.rules.facets.get(value as usize)?;
            Some(FacetHit {
                facet: facet.clone(),
                value: value.clone(),
                evidence,
            })
        };
        by_value.into_iter().filter_map(hit).collect()
    }

    /// The mechanisms whose parent is `id`, in the order of the files.
    pub fn children<'v>(&'v self, id: &str) -> impl Iterator<Item = &'v Mechanism> + 'v {
        let children = self.mechanisms.get(id).map_or(&[][..], |mechanism| &mechanism.children);
        children.iter().filter_map(|child| self.mechanisms.get(child))
    }

    /// The mechanisms without a parent, in the order of the files.
    pub fn top_level(&self) -> impl Iterator<Item = &Mechanism> {
        self.mechanisms.values().filter(|mechanism| mechanism.parent.is_none())
    }

    /// The term of that id or label; case does not matter.
    pub fn lookup(&self, name: &str) -> Option<&Term> {
        let index = self.by_name.get(&name.to_lowercase())?;
        self.terms.get_index(*index).map(|(_, term)| term)
    }

    /// The scores at which a mechanism is proposed, and possible.
    pub fn thresholds(&self) -> (f64, f64) {
        (self.rules.scoring.propose, self.rules.scoring.possible)
    }

    /// The relation that a sentence's words express, by the first rule of the vocabulary that fits.
    pub fn relation_of(&self, sentence: &str) -> Option<String> {
        let folded = text::Folded::new(sentence);
        let whole = crate::base::Span::new(0, folded.text.len());
        let mut relations = self.rules.relations.iter();
        relations
            .find(|(_, pattern)| pattern.is_in(&folded.text, whole))
            .map(|(relation, _)| relation.clone())
    }

    /// The digest of the files it was made from.
    pub fn digest(&self) -> Digest {
        self.digest.unwrap_or_else(|| Digest::of(b""))
    }
}

/// Ties mechanisms to their parents and reports names that lead nowhere.
fn link(draft: &mut read::Draft, sink: &mut Vec<Diagnostic>) {
    let mut children: Vec<(String, String)> = Vec::new();
    let mut orphans: Vec<String> = Vec::new();
    for (id, mechanism) in &draft.mechanisms {
        let Some(parent) = &mechanism.parent else { continue };
        let mut above = Some(parent.text.as_str());
        let mut ring = false;
        for step in 0..=draft.mechanisms.len() {
            let Some(name) = above else { break };
            ring = name == id || step == draft.mechanisms.len();
            if ring {
                break;
            }
            above = draft
                .mechanisms
                .get(name)
                .and_then(|next| next.mechanism.parent.as_deref());
        }
        if ring || !draft.mechanisms.contains_key(&parent.text) {
            let what = if ring { "leads back to itself" } else { "is not defined" };
            let message = format!("the parent `{}` of `{id}` {what}", parent.text);
            let help = "name a mechanism of any vocabulary file, or leave `parent` out for a top-level one";
            sink.push(parent.says(codes::UNKNOWN_PARENT, message).help(help));
            orphans.push(id.clone());
        } else {
            children.push((parent.text.clone(), id.clone()));
        }
    }
    for id in orphans {
        if let Some(mechanism) = draft.mechanisms.get_mut(&id) {
            mechanism.mechanism.parent = None;
        }
    }
    for (parent, child) in children {
        if let Some(mechanism) = draft.mechanisms.get_mut(&parent) {
            mechanism.mechanism.children.push(child);
        }
    }
    for entry in draft.terms.values() {
        let named = entry
            .term
            .gene
            .iter()
            .chain(&entry.term.targets)
            .chain(&entry.term.members);
        for name in named
            .chain(&entry.term.parent)
            .filter(|name| !draft.terms.contains_key(*name))
        {
            let message = format!("`{}` names `{name}`, which is no entry", entry.term.id);
            let mut diagnostic = entry.id.says(codes::UNKNOWN_ID, message);
            diagnostic.severity = crate::base::Severity::Warning;
            sink.push(diagnostic);
        }
    }
}
