//! Who wrote the papers and where they stand, as lists to browse: `authors/` and `journals/`.
//!
//! A name has a page of its own where it stands on two papers of the review, an author also with an ORCID iD. The list of
//! names is one page, or one a letter where it is long; names of one paper are listed with it while the review is small.

use super::*;
use crate::base::fold;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Names on one page of the list.
const LISTED: usize = 400;

/// Names and the papers that bear them.
#[derive(Debug, Default)]
pub struct Catalog {
    folder: &'static str,
    entries: Vec<Entry>,
    /// Entry of each paper's names in their order.
    of: HashMap<(ArticleId, usize), usize>,
    /// Every page: its address and what stands on it.
    sheets: Vec<(String, Sheet)>,
}

#[derive(Debug)]
struct Entry {
    label: String,
    sort: String,
    orcid: Option<String>,
    papers: Vec<ArticleId>,
    route: Option<String>,
}

#[derive(Clone, Debug)]
enum Sheet {
    /// The list of names, whole or with its letters only.
    List,
    Letter(String),
    One(usize),
}

/// One name on one paper.
struct Mention {
    paper: ArticleId,
    place: usize,
    /// Equal for names that are taken for one.
    identity: String,
    label: String,
    sort: String,
    orcid: Option<String>,
}

impl Catalog {
    /// Authors: equal family names and initials stand together unless first names or ORCID iDs tell them apart.
    pub fn authors(library: &Library) -> Self {
        let key = |name: &crate::base::Name| {
            let text = fold(&name.vancouver());
            text.chars()
                .filter(|c| c.is_alphanumeric() || *c == ' ')
                .collect::<String>()
        };
        // First names in full: of two, neither initials nor an iD tell whose the other papers are.
        let mut full: HashMap<String, BTreeSet<String>> = HashMap::new();
        let names = || {
            library.article_ids().flat_map(|id| {
                let authors = library.article(id).article.item.author.iter();
                authors.enumerate().map(move |(place, name)| (id, place, name))
            })
        };
        for (_, _, name) in names() {
            if let Some(first) = first_name(name) {
                full.entry(key(name)).or_default().insert(first);
            }
        }
        let mentions = names()
            .filter(|(_, _, name)| !name.main().is_empty())
            .map(|(paper, place, name)| {
                let key = key(name);
                let shared = full.get(&key).is_some_and(|all| all.len() > 1);
                // Only papers that state an iD stand under it: an equal name may be somebody else's.
                let orcid = name.orcid.as_deref();
                Mention {
                    paper,
                    place,
                    identity: match (orcid, first_name(name)) {
                        (Some(orcid), _) => format!("orcid {orcid}"),
                        (None, Some(first)) if shared => format!("{key}, {first}"),
                        _ => key.clone(),
                    },
                    label: name.display(),
                    sort: key,
                    orcid: orcid.map(str::to_owned),
                }
            });
        Self::of("authors", mentions.collect())
    }

    /// Journals, by the name that the journals' list gives them, else as captured.
    pub fn journals(library: &Library) -> Self {
        let mentions = library.article_ids().filter_map(|paper| {
            let label = journal(library, paper)?;
            Some(Mention {
                paper,
                place: 0,
                identity: fold(label),
                label: label.to_owned(),
                sort: fold(label).trim_start_matches("the ").to_owned(),
                orcid: None,
            })
        });
        Self::of("journals", mentions.collect())
    }

    fn of(folder: &'static str, mentions: Vec<Mention>) -> Self {
        let mut by_identity: BTreeMap<String, Vec<Mention>> = BTreeMap::new();
        for mention in mentions {
            by_identity.entry(mention.identity.clone()).or_default().push(mention);
        }
        let mut groups: Vec<Vec<Mention>> = by_identity.into_values().collect();
        groups.sort_by(|a, b| {
            a[0].sort
                .cmp(&b[0].sort)
                .then_with(|| a[0].identity.cmp(&b[0].identity))
        });
        let mut catalog = Self {
            folder,
            ..Self::default()
        };
        let mut names = address::Names::new(folder);
        for group in groups {
            // The fullest form of the name; of equally long ones the first.
            let label = group.iter().rev().max_by_key(|mention| mention.label.chars().count());
            let mut papers: Vec<ArticleId> = group.iter().map(|mention| mention.paper).collect();
            papers.dedup();
            let orcid = group.iter().find_map(|mention| mention.orcid.clone());
            let own = papers.len() > 1 || orcid.is_some();
            let entry = Entry {
                label: label.map(|mention| mention.label.clone()).unwrap_or_default(),
                sort: group.first().map(|mention| mention.sort.clone()).unwrap_or_default(),
                route: own.then(|| names.route(&group[0].sort)),
                orcid,
                papers,
            };
            for mention in &group {
                catalog.of.insert((mention.paper, mention.place), catalog.entries.len());
            }
            catalog.entries.push(entry);
        }
        catalog.lay_out(&mut names);
        catalog
    }

    /// Decides which pages there are.
    fn lay_out(&mut self, names: &mut address::Names) {
        self.sheets.push((format!("{}/index.html", self.folder), Sheet::List));
        if self.listed().count() > LISTED {
            let letters: BTreeSet<String> = self.listed().map(|entry| letter(&entry.sort)).collect();
            for letter in letters {
                self.sheets
                    .push((names.route(&format!("letter-{letter}")), Sheet::Letter(letter)));
            }
        }
        for (number, entry) in self.entries.iter().enumerate() {
            if let Some(route) = &entry.route {
                self.sheets.push((route.clone(), Sheet::One(number)));
            }
        }
    }

    /// Names that are listed: all of a small review, else those that have a page.
    fn listed(&self) -> impl Iterator<Item = &Entry> {
        let all = self.entries.len() <= LISTED;
        self.entries.iter().filter(move |entry| all || entry.route.is_some())
    }

    /// How many of the wanted names are not listed.
    fn unlisted(&self, wanted: impl Fn(&Entry) -> bool) -> usize {
        let all = self.entries.iter().filter(|entry| wanted(entry)).count();
        all - self.listed().filter(|entry| wanted(entry)).count()
    }

    /// Every page with its number.
    pub fn list(&self) -> Vec<(u32, String)> {
        (0u32..)
            .zip(self.sheets.iter().map(|(route, _)| route.clone()))
            .collect()
    }

    /// The page of the name at a place of a paper, if it has one.
    pub fn page_of(&self, paper: ArticleId, place: usize) -> Option<&str> {
        self.entries[*self.of.get(&(paper, place))?].route.as_deref()
    }

    /// The data of a page.
    pub fn page(&self, site: &Site<'_>, number: u32) -> (Head, View) {
        let words = &site.settings.words;
        let title = words.get(self.pick("nav.authors", "nav.journals"));
        let sheet = self
            .sheets
            .get(number as usize)
            .map_or(&Sheet::List, |(_, sheet)| sheet);
        let mut view = CatalogView {
            title: title.clone(),
            lead: words.get(self.pick("catalog.authors", "catalog.journals")),
            letters: Vec::new(),
            names: Vec::new(),
            least: None,
            shown: 0,
            listed: 0,
            unlisted: 0,
            orcid: None,
            papers: Vec::new(),
            mechanisms: Vec::new(),
        };
        let mut head = Head {
            title: title.clone(),
            description: words.say("catalog.description", &[("kind", &title)]),
            section: self.folder,
            ..Head::default()
        };
        let letters: Vec<Link> = self.letters().collect();
        match sheet {
            Sheet::List => {
                view.names = match letters.is_empty() {
                    true => self.names(site, |_| true),
                    // The names of most papers, in the order of the names.
                    false => {
                        let mut counts: Vec<usize> = self.listed().map(|entry| entry.papers.len()).collect();
                        counts.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
                        let below = counts.get(LISTED / 4).copied().unwrap_or(0);
                        view.least = Some(below + 1);
                        view.shown = counts.partition_point(|count| *count > below);
                        view.listed = counts.len();
                        self.names(site, |entry| entry.papers.len() > below)
                    }
                };
                view.unlisted = self.unlisted(|_| true);
                view.letters = letters;
            }
            Sheet::Letter(of) => {
                view.names = self.names(site, |entry| letter(&entry.sort) == *of);
                view.unlisted = self.unlisted(|entry| letter(&entry.sort) == *of);
                view.letters = letters;
                view.title = format!("{title}: {}", of.to_uppercase());
                head.crumbs = vec![Crumb::new(format!("{}/index.html", self.folder), title)];
                head.title = view.title.clone();
            }
            Sheet::One(number) => {
                let entry = &self.entries[*number];
                view.title = entry.label.clone();
                view.lead = words.get(self.pick("catalog.authors-one", "catalog.journals-one"));
                view.orcid = entry.orcid.clone();
                view.papers = entry.papers.iter().map(|id| site.paper(*id)).collect();
                view.papers.sort_by_key(|paper| std::cmp::Reverse(paper.year));
                view.mechanisms = mechanisms(&view.papers);
                head.title = entry.label.clone();
                head.description = words.say("catalog.one-description", &[("name", &entry.label)]);
                head.crumbs = vec![Crumb::new(format!("{}/index.html", self.folder), title)];
            }
        }
        (head, View::Catalog(Box::new(view)))
    }

    fn pick(&self, authors: &'static str, journals: &'static str) -> &'static str {
        if self.folder == "authors" { authors } else { journals }
    }

    fn letters(&self) -> impl Iterator<Item = Link> {
        self.sheets.iter().filter_map(|(route, sheet)| match sheet {
            Sheet::Letter(letter) => Some(Link {
                href: route.clone(),
                label: letter.to_uppercase(),
            }),
            _ => None,
        })
    }

    /// Listed names by letter.
    fn names(&self, site: &Site<'_>, wanted: impl Fn(&Entry) -> bool) -> Vec<(String, Vec<CatalogName>)> {
        let mut out: Vec<(String, Vec<CatalogName>)> = Vec::new();
        for entry in self.listed().filter(|entry| wanted(entry)) {
            let letter = letter(&entry.sort).to_uppercase();
            let name = CatalogName {
                label: entry.label.clone(),
                // Its only paper stands for a name that has no page.
                href: entry
                    .route
                    .clone()
                    .or_else(|| Some(site.addresses.article(*entry.papers.first()?).to_owned())),
                count: entry.papers.len(),
            };
            match out.last_mut().filter(|(last, _)| *last == letter) {
                Some((_, names)) => names.push(name),
                None => out.push((letter, vec![name])),
            }
        }
        out
    }
}

/// The first of the given names, where it is more than an initial.
fn first_name(name: &crate::base::Name) -> Option<String> {
    let first = name
        .given
        .as_deref()?
        .split([' ', '-', '.'])
        .find(|part| !part.is_empty())?;
    let initials = first.chars().all(char::is_uppercase) && first.chars().count() < 4;
    (!initials).then(|| fold(first))
}

/// The name of a paper's journal: of the journals' list, else as captured.
pub(super) fn journal(library: &Library, id: ArticleId) -> Option<&str> {
    let entry = library.article(id);
    let listed = library.work(entry.work).journal.as_deref();
    listed.or_else(|| entry.article.item.container())
}

/// The letter under which a name is listed.
fn letter(sort: &str) -> String {
    let first = sort.chars().find(|c| c.is_alphanumeric()).filter(|c| c.is_alphabetic());
    first.map_or_else(|| "0-9".to_owned(), String::from)
}

/// Mechanisms of papers with the number of papers, the most common first.
fn mechanisms(papers: &[Paper]) -> Vec<(MechanismLink, usize)> {
    let mut out: Vec<(MechanismLink, usize)> = Vec::new();
    for link in papers.iter().flat_map(|paper| &paper.mechanisms) {
        match out.iter_mut().find(|(known, _)| known.id == link.id) {
            Some((known, count)) => {
                *count += 1;
                if !link.hollow {
                    *known = link.clone();
                }
            }
            None => out.push((link.clone(), 1)),
        }
    }
    out.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    out
}

/// A list of names, or one name and its papers.
#[derive(Clone, Debug, Serialize)]
pub struct CatalogView {
    /// `Authors`, or the name.
    pub title: String,
    /// What the page shows, in a sentence.
    pub lead: String,
    /// Pages of single letters, where the list is long.
    pub letters: Vec<Link>,
    /// Names by letter; of a long list those of most papers.
    pub names: Vec<(String, Vec<CatalogName>)>,
    /// The fewest papers of a name that stands here, where only the names of most papers do.
    pub least: Option<usize>,
    /// How many names of so many papers there are.
    pub shown: usize,
    /// How many names the pages of the letters list.
    pub listed: usize,
    /// Names of a single paper that are not listed, of this letter or of all.
    pub unlisted: usize,
    /// ORCID iD of the author.
    pub orcid: Option<String>,
    /// Papers of the one name, the newest first.
    pub papers: Vec<Paper>,
    /// Mechanisms of these papers: (mechanism, number of papers).
    pub mechanisms: Vec<(MechanismLink, usize)>,
}

/// A name of a list.
#[derive(Clone, Debug, Serialize)]
pub struct CatalogName {
    /// The name.
    pub label: String,
    /// Its page, or its only paper.
    pub href: Option<String>,
    /// Number of papers.
    pub count: usize,
}
