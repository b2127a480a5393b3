//! Where everything stands: addresses from the site's root, each ending in a file name, unique without regard to case.

use crate::base::{fold, slug};
use crate::library::{ArticleId, EntityId, Library, MechanismId, WorkId};
use crate::record::Item;
use crate::vocabulary::{EntityKind, Vocabulary};
use std::collections::HashSet;

/// Works on one page of the bibliography; more are split by letter.
pub const WORKS_PER_PAGE: usize = 400;
/// Works of one page of a bibliography that is split: with the citers of each, a hundred kilobytes are not exceeded.
const WORKS_PER_PART: usize = 300;

/// A folder of entity pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Folder {
    /// Drugs and classes of drugs.
    Drugs,
    /// Genes, families and variants.
    Genes,
    /// Diseases.
    Diseases,
    /// Models and cell lines.
    Models,
}

impl Folder {
    /// Every folder, in the order of the navigation.
    pub const ALL: [Folder; 4] = [Folder::Drugs, Folder::Genes, Folder::Diseases, Folder::Models];

    /// Its name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Folder::Drugs => "drugs",
            Folder::Genes => "genes",
            Folder::Diseases => "diseases",
            Folder::Models => "models",
        }
    }

    /// Where terms of that kind stand; `None` for kinds without pages.
    pub const fn of(kind: EntityKind) -> Option<Folder> {
        match kind {
            EntityKind::Drug | EntityKind::Drugclass => Some(Folder::Drugs),
            EntityKind::Gene | EntityKind::Family | EntityKind::Variant => Some(Folder::Genes),
            EntityKind::Disease => Some(Folder::Diseases),
            EntityKind::CellLine | EntityKind::Model => Some(Folder::Models),
            EntityKind::StudyType | EntityKind::Pattern | EntityKind::VariantPattern => None,
        }
    }
}

/// One page of the bibliography.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// Its address.
    pub route: String,
    /// The letter, or nothing for a bibliography of one page.
    pub letter: String,
    /// Its works in order.
    pub works: Vec<WorkId>,
}

/// All addresses of a site.
#[derive(Debug, Default)]
pub struct Addresses {
    articles: Vec<String>,
    provenance: Vec<String>,
    works: Vec<Option<String>>,
    /// For each work its entry in the bibliography, with the anchor.
    entries: Vec<String>,
    mechanisms: Vec<String>,
    entities: Vec<Option<(Folder, String)>>,
    /// Pages of the bibliography.
    pub shelves: Vec<Shelf>,
}

/// Gives each name an address of its own in one folder.
pub(super) struct Names {
    folder: &'static str,
    taken: HashSet<String>,
}

impl Names {
    pub(super) fn new(folder: &'static str) -> Self {
        let taken = HashSet::from(["index".to_owned()]);
        Self { folder, taken }
    }

    pub(super) fn route(&mut self, name: &str) -> String {
        let base = slug(name, 80);
        let mut name = base.clone();
        let mut number = 2u32;
        while !self.taken.insert(name.clone()) {
            name = format!("{base}-{number}");
            number += 1;
        }
        format!("{}/{name}.html", self.folder)
    }
}

impl Addresses {
    /// Gives everything its address.
    pub fn new(library: &Library, vocabulary: &Vocabulary) -> Self {
        let mut names = Names::new("articles");
        let pages = library.articles.len().div_ceil(super::articles::PER_PAGE);
        names.taken.extend((2..=pages).map(|page| format!("index-{page}")));
        let articles: Vec<String> = library
            .articles
            .iter()
            .map(|entry| names.route(&entry.article.key))
            .collect();
        let provenance = articles
            .iter()
            .map(|route| route.replacen("articles/", "provenance/", 1))
            .collect();
        let mut names = Names::new("works");
        let works: Vec<Option<String>> = library
            .works
            .iter()
            .map(|work| {
                (work.article.is_some() || work.citers.len() + work.noted_by.len() >= 2).then(|| names.route(&work.key))
            })
            .collect();
        let mut names = Names::new("mechanisms");
        let mechanisms = library.mechanisms.iter().map(|entry| names.route(&entry.id)).collect();
        let mut folders: Vec<Names> = Folder::ALL.iter().map(|folder| Names::new(folder.name())).collect();
        let entities = library
            .entities
            .iter()
            .map(|entry| {
                let folder = Folder::of(vocabulary.terms.get(&entry.id)?.kind)?;
                Some((folder, folders[folder as usize].route(&entry.id)))
            })
            .collect();
        let (shelves, entries) = shelve(library);
        Self {
            articles,
            provenance,
            works,
            entries,
            mechanisms,
            entities,
            shelves,
        }
    }

    /// The page of an article.
    pub fn article(&self, id: ArticleId) -> &str {
        &self.articles[id.0 as usize]
    }

    /// A reference in the list of an article.
    pub fn reference(&self, id: ArticleId, number: u32) -> String {
        [self.article(id), "#ref-", &number.to_string()].concat()
    }

    /// The page that shows where an article's values come from.
    pub fn provenance(&self, id: ArticleId) -> &str {
        &self.provenance[id.0 as usize]
    }

    /// The page of a work: only works cited at least twice, and those of articles, have one.
    pub fn work_page(&self, id: WorkId) -> Option<&str> {
        self.works[id.0 as usize].as_deref()
    }

    /// Where a reader of the work is sent: its article, its page, or its entry in the bibliography.
    pub fn work(&self, library: &Library, id: WorkId) -> &str {
        match library.work(id).article {
            Some(article) => self.article(article),
            None => self.work_page(id).unwrap_or_else(|| self.entry(id)),
        }
    }

    /// The work's entry in the bibliography.
    pub fn entry(&self, id: WorkId) -> &str {
        &self.entries[id.0 as usize]
    }

    /// The page of a mechanism.
    pub fn mechanism(&self, id: MechanismId) -> &str {
        &self.mechanisms[id.0 as usize]
    }

    /// The page of an entity, if its kind has pages.
    pub fn entity(&self, id: EntityId) -> Option<&str> {
        self.entities[id.0 as usize].as_ref().map(|(_, route)| route.as_str())
    }

    /// The folder of an entity.
    pub fn folder(&self, id: EntityId) -> Option<Folder> {
        self.entities[id.0 as usize].as_ref().map(|(folder, _)| *folder)
    }
}

/// What a work is sorted by: first author, year, title.
fn sort_key(item: &Item) -> (String, u16, String) {
    let name = item.author.first().map(|name| fold(name.main())).unwrap_or_default();
    let title = fold(item.title().or(item.container()).unwrap_or(""));
    let name = if name.is_empty() { title.clone() } else { name };
    (name, item.year().unwrap_or(0), title)
}

fn shelve(library: &Library) -> (Vec<Shelf>, Vec<String>) {
    let mut order: Vec<((String, u16, String), WorkId)> = library
        .work_ids()
        .map(|id| (sort_key(&library.work(id).item), id))
        .collect();
    order.sort_by(|a, b| {
        a.0.cmp(&b.0)
            .then_with(|| library.work(a.1).key.cmp(&library.work(b.1).key))
    });
    let mut shelves: Vec<Shelf> = Vec::new();
    if order.len() <= WORKS_PER_PAGE {
        shelves.push(Shelf {
            route: "bibliography.html".into(),
            letter: String::new(),
            works: order.iter().map(|(_, id)| *id).collect(),
        });
    } else {
        let mut parts = 0;
        for ((name, ..), id) in &order {
            let letter = name.chars().next().filter(char::is_ascii_alphabetic);
            let letter = letter.map_or("other".to_owned(), String::from);
            match shelves.last_mut().filter(|shelf| shelf.letter == letter) {
                Some(shelf) if shelf.works.len() < WORKS_PER_PART => shelf.works.push(*id),
                last => {
                    parts = if last.is_some() { parts + 1 } else { 1 };
                    // Letters that are not Latin stand both before and after A to Z in the order: one page name each.
                    while shelves.iter().any(|shelf| shelf.route == shelf_route(&letter, parts)) {
                        parts += 1;
                    }
                    shelves.push(Shelf {
                        route: shelf_route(&letter, parts),
                        letter,
                        works: vec![*id],
                    });
                }
            }
        }
    }
    let mut entries = vec![String::new(); library.works.len()];
    for shelf in &shelves {
        let mut taken: HashSet<String> = HashSet::new();
        for id in &shelf.works {
            let base = slug(&library.work(*id).key, 60);
            let mut name = base.clone();
            let mut number = 2u32;
            while !taken.insert(name.clone()) {
                name = format!("{base}-{number}");
                number += 1;
            }
            entries[id.0 as usize] = format!("{}#w-{name}", shelf.route);
        }
    }
    (shelves, entries)
}

fn shelf_route(letter: &str, part: usize) -> String {
    match part {
        1 => format!("bibliography/{letter}.html"),
        _ => format!("bibliography/{letter}-{part}.html"),
    }
}
