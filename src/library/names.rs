//! What a citation key or a link's name means.

use super::{Library, WorkId};
use crate::base::{Doi, Pmcid, Pmid, fold, nearest};
use crate::vocabulary::Vocabulary;
use std::collections::{HashMap, HashSet};

/// Looks works up by every name that authors may cite them by.
#[derive(Debug, Default)]
pub struct WorkNames {
    names: HashMap<String, WorkId>,
}

impl WorkNames {
    /// The names of all works: keys, former keys, keys up to the year, aliases of articles, DOIs, PMIDs, PMCIDs. A
    /// former or shortened key that two works share is no name.
    pub fn of(library: &Library) -> Self {
        let mut names = HashMap::with_capacity(library.works.len() * 3);
        let mut former: HashMap<&str, Option<WorkId>> = HashMap::new();
        for id in library.work_ids() {
            let work = library.work(id);
            let short = work.key.split_once('-').map(|(short, _)| short);
            let short = short.filter(|short| short.ends_with(|c: char| c.is_ascii_digit()));
            for name in work.aliases.iter().map(String::as_str).chain(short) {
                let known = former.entry(name).or_insert(Some(id));
                if *known != Some(id) {
                    *known = None;
                }
            }
        }
        names.extend(former.into_iter().filter_map(|(name, id)| Some((name.to_owned(), id?))));
        for id in library.work_ids() {
            let work = library.work(id);
            if let Some(doi) = work.item.doi() {
                names.entry(doi.to_string()).or_insert(id);
            }
            if let Some(pmid) = work.item.pmid() {
                names.entry(format!("pmid:{pmid}")).or_insert(id);
            }
            if let Some(pmcid) = work.item.pmcid() {
                names.entry(pmcid.as_str().to_ascii_lowercase()).or_insert(id);
            }
        }
        for entry in &library.articles {
            for alias in &entry.article.aliases {
                names.insert(alias.clone(), entry.work);
            }
        }
        for id in library.work_ids() {
            names.insert(library.work(id).key.clone(), id);
        }
        for entry in &library.articles {
            names.insert(entry.article.key.clone(), entry.work);
        }
        Self { names }
    }

    /// The work that `key` names: a key, an alias, a DOI, `pmid:…` or `PMC…`, in any case of letters.
    pub fn get(&self, key: &str) -> Option<WorkId> {
        if let Some(id) = self.names.get(key) {
            return Some(*id);
        }
        let lower = key.to_lowercase();
        if let Some(id) = self.names.get(&lower) {
            return Some(*id);
        }
        let normal = if let Some(doi) = Doi::parse(&lower) {
            doi.to_string()
        } else if let Some(pmcid) = Pmcid::parse(&lower) {
            pmcid.as_str().to_ascii_lowercase()
        } else {
            format!("pmid:{}", Pmid::parse(&lower).filter(|_| lower.contains("pmid"))?)
        };
        self.names.get(&normal).copied()
    }

    /// The key most like `key`.
    pub fn nearest(&self, key: &str) -> Option<String> {
        let mut names: Vec<&str> = self.names.keys().map(String::as_str).collect();
        names.sort_unstable();
        nearest(key, names).map(str::to_owned)
    }
}

/// What a `[[name]]` links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A work or article.
    Work(WorkId),
    /// A mechanism, by its id.
    Mechanism(String),
    /// A term, by its id.
    Term(String),
    /// A term of the vocabulary that no paper names yet, by its id: it has no page.
    Unnamed(String),
    /// An author's page, by its name.
    Page(String),
}

/// Finds the targets of `[[name]]` links.
#[derive(Debug, Default)]
pub struct LinkNames {
    names: HashMap<String, LinkTarget>,
}

impl LinkNames {
    /// The names of all pages, terms and mechanisms, by id, label and synonym; ids win over labels, labels over synonyms.
    pub fn of(library: &Library, vocabulary: &Vocabulary) -> Self {
        let mut names = HashMap::new();
        let mut add = |name: &str, target: LinkTarget| {
            names.entry(fold(name)).or_insert(target);
        };
        let term_target = |id: &str| LinkTarget::Term(id.to_owned());
        let named: HashSet<&str> = library.entities.iter().map(|entity| entity.id.as_str()).collect();
        let (terms, unnamed): (Vec<_>, Vec<_>) = vocabulary
            .terms
            .values()
            .partition(|term| named.contains(term.id.as_str()));
        for page in &library.pages {
            add(&page.name, LinkTarget::Page(page.name.clone()));
        }
        for id in vocabulary.mechanisms.keys() {
            add(id, LinkTarget::Mechanism(id.clone()));
        }
        for term in &terms {
            add(&term.id, term_target(&term.id));
        }
        for mechanism in vocabulary.mechanisms.values() {
            add(&mechanism.label, LinkTarget::Mechanism(mechanism.id.clone()));
        }
        for term in &terms {
            add(&term.label, term_target(&term.id));
        }
        for term in &terms {
            for synonym in &term.synonyms {
                add(synonym, term_target(&term.id));
            }
        }
        for page in &library.pages {
            if let Some(title) = &page.title {
                add(title, LinkTarget::Page(page.name.clone()));
            }
        }
        for term in unnamed {
            let own = [&term.id, &term.label];
            own.into_iter()
                .chain(&term.synonyms)
                .for_each(|name| add(name, LinkTarget::Unnamed(term.id.clone())));
        }
        Self { names }
    }

    /// The target of a name.
    pub fn get(&self, name: &str, works: &WorkNames) -> Option<LinkTarget> {
        match self.names.get(&fold(name)) {
            Some(target @ LinkTarget::Unnamed(_)) => {
                Some(works.get(name).map_or_else(|| target.clone(), LinkTarget::Work))
            }
            Some(target) => Some(target.clone()),
            None => works.get(name).map(LinkTarget::Work),
        }
    }

    /// The name most like `name`.
    pub fn nearest(&self, name: &str) -> Option<String> {
        let mut names: Vec<&str> = self.names.keys().map(String::as_str).collect();
        names.sort_unstable();
        nearest(name, names).map(str::to_owned)
    }
}
