//! Pieces that several kinds of page share.

use super::Site;
use super::brief::Brief;
use super::reference::WorkLine;
use crate::article::{Article, Status};
use crate::library::{ArticleId, EntityId, MechanismId, Standing};
use crate::record::Field;
use crate::vocabulary::EntityKind;
use serde::Serialize;

/// A link from the site's root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Address from the root.
    pub href: String,
    /// Its words.
    pub label: String,
}

/// How an article stands to a mechanism, as a word.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Confirmed => "confirmed",
        Standing::Proposed => "proposed",
        Standing::Possible => "possible",
        Standing::Excluded => "excluded",
        Standing::Rejected => "rejected",
    }
}

/// How many papers stand how to a mechanism.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Confirmed by a reviewer.
    pub confirmed: usize,
    /// Proposed by the program, not judged.
    pub proposed: usize,
    /// Some words speak for it.
    pub possible: usize,
    /// The paper’s words set it aside.
    pub excluded: usize,
    /// Papers in the first three.
    pub papers: usize,
    /// Findings filed under it, refused ones aside.
    pub findings: usize,
    /// Those of them that nobody has judged.
    pub open_findings: usize,
    /// Captured papers that the reviewers' words on it cite.
    pub cited: usize,
    /// Nothing of the review speaks of it: no paper, no finding, no words that cite one.
    pub nothing: bool,
}

/// How something stands that a person either confirmed or has not judged.
pub const fn judged(confirmed: bool) -> &'static str {
    if confirmed { "confirmed" } else { "proposed" }
}

impl Tally {
    pub(super) fn add(&mut self, standing: Standing) {
        match standing {
            Standing::Confirmed => self.confirmed += 1,
            Standing::Proposed => self.proposed += 1,
            Standing::Possible => self.possible += 1,
            Standing::Excluded => self.excluded += 1,
            Standing::Rejected => return,
        }
        self.papers = self.confirmed + self.proposed + self.possible;
    }
}

/// A mechanism, linked.
#[derive(Clone, Debug, Serialize)]
pub struct MechanismLink {
    /// Id.
    pub id: String,
    /// Address from the root.
    pub href: String,
    /// Name.
    pub label: String,
    /// Number of its top-level mechanism's colour, 1 to 8.
    pub hue: usize,
    /// `confirmed`, `proposed`, `possible`, `excluded`, `rejected`, or nothing where no paper is meant.
    pub tier: &'static str,
    /// It is told of a paper, and no reviewer stands behind it: lists draw it hollow.
    pub hollow: bool,
}

/// A drug, gene, disease or model, linked where it has a page.
#[derive(Clone, Debug, Serialize)]
pub struct EntityLink {
    /// Address from the root.
    pub href: Option<String>,
    /// Name.
    pub label: String,
    /// `drug`, `gene`, `variant` …
    pub kind: &'static str,
    /// It is a gene symbol, set in italics.
    pub gene: bool,
    /// How many papers.
    pub count: usize,
}

/// A paper that is named, with what tells it from others.
#[derive(Clone, Debug, Serialize)]
pub struct PaperName {
    /// Address from the root.
    pub href: String,
    /// Title, or `Untitled record (Br J Haematol)`.
    pub title: String,
    /// `Dumas et al.`; may be empty.
    pub authors: String,
    /// Journal; may be unknown.
    pub journal: Option<String>,
    /// Year; may be unknown.
    pub year: Option<u16>,
}

/// A paper in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Paper {
    /// Key.
    pub key: String,
    /// Address from the root.
    pub href: String,
    /// Title, or `Untitled record (Br J Haematol)`.
    pub title: String,
    /// It has no title in the capture.
    pub untitled: bool,
    /// `Dumas et al.`; may be empty.
    pub authors: String,
    /// Journal; may be unknown.
    pub journal: Option<String>,
    /// Year; may be unknown.
    pub year: Option<u16>,
    /// Status, as a word.
    pub status: &'static str,
    /// Fields that are missing.
    pub missing: usize,
    /// Confirmed and proposed mechanisms.
    pub mechanisms: Vec<MechanismLink>,
}

/// The name of an entity's kind in files and classes.
pub const fn kind_name(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Drug => "drug",
        EntityKind::Drugclass => "drug class",
        EntityKind::Gene => "gene",
        EntityKind::Family => "family",
        EntityKind::Variant => "variant",
        EntityKind::Disease => "disease",
        EntityKind::CellLine => "cell line",
        EntityKind::Model => "model",
        EntityKind::StudyType => "study type",
        EntityKind::Pattern => "pattern",
        EntityKind::VariantPattern => "variant (by pattern)",
    }
}

/// A status as a word.
pub const fn status_name(status: Status) -> &'static str {
    status.name()
}

impl<'l> Site<'l> {
    /// What people call a folder of terms: `Drugs`.
    pub fn folder_title(&self, folder: super::Folder) -> String {
        self.settings.words.get(&format!("entities.{}", folder.name()))
    }

    /// What people call a field.
    pub fn field_label(&self, field: Field) -> String {
        let label = self.settings.words.name("field", field.csl());
        let mut chars = label.chars();
        match chars.next() {
            Some(first) => first.to_uppercase().chain(chars).collect(),
            None => label,
        }
    }

    /// `Dumas et al., 2019`, as far as known; never empty.
    pub fn short_item(&self, item: &crate::record::Item) -> String {
        WorkLine::short(&self.settings.words, item)
    }

    /// The index of a mechanism's id.
    pub fn mechanism_by_id(&self, id: &str) -> Option<MechanismId> {
        self.mechanism_ids.get(id).copied()
    }

    /// The index of an entity's id.
    pub fn entity_by_id(&self, id: &str) -> Option<EntityId> {
        self.entity_ids.get(id).copied()
    }

    /// The colour of a mechanism: the place of its top-level one, 1 to 8, over and over.
    pub fn hue(&self, id: MechanismId) -> usize {
        let mut top = id;
        // The vocabulary is a tree of few levels; a circle in it must not hang.
        for _ in 0..16 {
            match self.library.mechanism(top).parent {
                Some(parent) => top = parent,
                None => break,
            }
        }
        self.tops.iter().position(|other| *other == top).map_or(0, |at| at % 8) + 1
    }

    /// The name of a mechanism.
    pub fn mechanism_label(&self, id: MechanismId) -> &'l str {
        let entry = self.library.mechanism(id);
        self.vocabulary
            .mechanisms
            .get(&entry.id)
            .map_or(entry.id.as_str(), |mechanism| mechanism.label.as_str())
    }

    /// A mechanism, linked.
    pub fn mechanism_link(&self, id: MechanismId, tier: &'static str) -> MechanismLink {
        MechanismLink {
            id: self.library.mechanism(id).id.clone(),
            href: self.addresses.mechanism(id).to_owned(),
            label: self.mechanism_label(id).to_owned(),
            hue: self.hue(id),
            tier,
            hollow: !matches!(tier, "" | "confirmed"),
        }
    }

    /// An entity, linked; `count` as given.
    pub fn entity_link(&self, id: EntityId, count: usize) -> EntityLink {
        let entry = self.library.entity(id);
        let term = self.vocabulary.terms.get(&entry.id);
        EntityLink {
            href: self.addresses.entity(id).map(str::to_owned),
            label: term.map_or_else(|| entry.id.clone(), |term| term.label.clone()),
            kind: term.map_or("term", |term| kind_name(term.kind)),
            gene: term.is_some_and(|term| term.kind == EntityKind::Gene),
            count,
        }
    }

    /// A term's id or free words, linked where it is a term of a paper.
    pub fn term_link(&self, word: &str) -> EntityLink {
        match self.entity_by_id(word) {
            Some(id) => self.entity_link(id, 0),
            None => {
                let term = self.vocabulary.terms.get(word);
                EntityLink {
                    href: None,
                    label: term.map_or(word, |term| term.label.as_str()).to_owned(),
                    kind: term.map_or("term", |term| kind_name(term.kind)),
                    gene: term.is_some_and(|term| term.kind == EntityKind::Gene),
                    count: 0,
                }
            }
        }
    }

    fn brief(&self, id: ArticleId) -> &Brief {
        static NOTHING: Brief = Brief {
            authors: String::new(),
            year: String::new(),
        };
        self.briefs.get(id.0 as usize).unwrap_or(&NOTHING)
    }

    /// Whether authors and year of an article are known.
    pub(super) fn has_brief(&self, id: ArticleId) -> bool {
        let Brief { authors, year } = self.brief(id);
        !authors.is_empty() && !year.is_empty()
    }

    /// `Dumas et al.`; empty where no author is known.
    pub fn short_authors(&self, id: ArticleId) -> &str {
        &self.brief(id).authors
    }

    /// The abstract of a paper, unless the review leaves abstracts out of its site.
    pub fn abstract_of<'a>(&self, article: &'a Article) -> Option<&'a str> {
        article.own_abstract().filter(|_| !self.settings.without_abstracts)
    }

    /// The title of an article, or what stands in for one.
    pub fn title(&self, id: ArticleId) -> (String, bool) {
        let item = &self.library.article(id).article.item;
        match item.title() {
            Some(title) => (title.to_owned(), false),
            None => (
                match item.container() {
                    Some(journal) => self.settings.words.say("paper.untitled", &[("name", &journal)]),
                    None => {
                        let key = &self.library.article(id).article.key;
                        self.settings.words.say("paper.untitled", &[("name", key)])
                    }
                },
                true,
            ),
        }
    }

    /// `Dumas et al., 2019`, or the title's stand-in.
    pub fn short(&self, id: ArticleId) -> String {
        let Brief { authors, year } = self.brief(id);
        match (authors.is_empty(), year.is_empty()) {
            (false, false) => [authors, ", ", year].concat(),
            (false, true) => authors.clone(),
            (true, _) => {
                let (title, untitled) = self.title(id);
                if untitled {
                    return title;
                }
                super::reference::short_title(&title)
            }
        }
    }

    /// An article in a long list: `Dumas et al., 2019`, or its whole title.
    pub fn brief_link(&self, id: ArticleId) -> Link {
        let named = !self.brief(id).authors.is_empty();
        Link {
            href: self.addresses.article(id).to_owned(),
            label: if named { self.short(id) } else { self.title(id).0 },
        }
    }

    /// An article, named.
    pub fn paper_name(&self, id: ArticleId) -> PaperName {
        let item = &self.library.article(id).article.item;
        PaperName {
            href: self.addresses.article(id).to_owned(),
            title: self.title(id).0,
            authors: self.short_authors(id).to_owned(),
            journal: item.container().map(str::to_owned),
            year: item.year(),
        }
    }

    /// An article in a list.
    pub fn paper(&self, id: ArticleId) -> Paper {
        let entry = self.library.article(id);
        let item = &entry.article.item;
        let (title, untitled) = self.title(id);
        let mut mechanisms: Vec<(Standing, MechanismLink)> = entry
            .mechanisms
            .iter()
            .map(|m| (m.standing(), m.mechanism))
            .filter(|(s, _)| matches!(s, Standing::Confirmed | Standing::Proposed))
            .map(|(s, id)| (s, self.mechanism_link(id, standing(s))))
            .collect();
        mechanisms.sort_by_key(|(standing, _)| *standing);
        Paper {
            key: entry.article.key.clone(),
            href: self.addresses.article(id).to_owned(),
            title,
            untitled,
            authors: self.short_authors(id).to_owned(),
            journal: item.container().map(str::to_owned),
            year: item.year(),
            status: status_name(entry.article.status),
            missing: entry.missing.len(),
            mechanisms: mechanisms.into_iter().map(|(_, link)| link).collect(),
        }
    }
}
