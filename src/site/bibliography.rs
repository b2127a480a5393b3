//! `bibliography.html` and `bibliography/LETTER.html`: every work and who cites it.

use super::*;
use crate::library::WorkId;
use serde::Serialize;
use std::collections::HashMap;

/// The bibliography. Number 0 is `bibliography.html`; where that is split, its parts follow.
pub static PAGE: PageKind = PageKind {
    name: "bibliography",
    title: "every work, captured or cited, and who cites it",
    template: "bibliography.html",
    list: |site| {
        let shelves = &site.addresses.shelves;
        let mut pages = vec![(0, "bibliography.html".to_owned())];
        if split(site) {
            pages.extend((1u32..).zip(shelves.iter().map(|shelf| shelf.route.clone())));
        }
        pages
    },
    make,
};

/// A page of the bibliography.
#[derive(Clone, Debug, Serialize)]
pub struct BibliographyView {
    /// Letter of this page; empty for the whole.
    pub letter: String,
    /// The pages of a split bibliography.
    pub letters: Vec<Letter>,
    /// Works of this page.
    pub works: Vec<Entry>,
    /// Number of all works.
    pub total: usize,
    /// Works that several articles cite, most cited first.
    pub shared: Vec<WorkLine>,
    /// Files of all works.
    pub downloads: Vec<Link>,
    /// Page before.
    pub previous: Option<Link>,
    /// Page after.
    pub next: Option<Link>,
}

/// A page of a split bibliography.
#[derive(Clone, Debug, Serialize)]
pub struct Letter {
    /// Its address from the root.
    pub href: String,
    /// `A`, `B 2 (Bauer–Berg)` …
    pub label: String,
    /// It is this page.
    pub here: bool,
    /// Number of works.
    pub works: usize,
}

/// A work of the bibliography.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// Its anchor.
    pub id: String,
    /// The work.
    pub work: WorkLine,
    /// A page of its own, from the root.
    pub page: Option<String>,
    /// Who cites it: links to the citing references.
    pub citers: Vec<Citing>,
    /// Papers whose notes name it while their reference lists do not.
    pub noted_by: Vec<Link>,
    /// Publications about, before or after it: (what it is to them, where).
    pub related: Vec<(String, Link)>,
    /// The text of a reference whose parts could not be read.
    pub text: Option<String>,
    /// The record for reference managers; empty without a title.
    pub coins: String,
}

/// A citing reference.
#[derive(Clone, Debug, Serialize)]
pub struct Citing {
    /// The citing reference, from the root.
    pub href: String,
    /// The paper.
    pub label: String,
    /// The reference's number.
    pub number: u32,
    /// Length of its list.
    pub of: usize,
    /// Its line in the capture.
    pub line: Option<Source>,
}

/// Citing references that an entry names; the work's own page has the others.
const NAMED: usize = 6;

fn split(site: &Site<'_>) -> bool {
    site.addresses.shelves.len() != 1 || site.addresses.shelves.iter().any(|shelf| !shelf.letter.is_empty())
}

/// What the parts are called: each page names them all.
fn labels(site: &Site<'_>) -> Vec<String> {
    let shelves = &site.addresses.shelves;
    let words = &site.settings.words;
    let mut parts: HashMap<&str, usize> = HashMap::new();
    for shelf in shelves {
        *parts.entry(&shelf.letter).or_default() += 1;
    }
    let mut before: HashMap<&str, usize> = HashMap::new();
    let mut labels = Vec::with_capacity(shelves.len());
    for shelf in shelves {
        let letter = match shelf.letter.as_str() {
            "other" => words.get("bibliography.other"),
            letter => letter.to_uppercase(),
        };
        let part = before.entry(&shelf.letter).or_default();
        *part += 1;
        let letter = match *part {
            1 => letter,
            part => format!("{letter} {part}"),
        };
        if parts.get(shelf.letter.as_str()).is_none_or(|parts| *parts < 2) {
            labels.push(letter);
            continue;
        }
        // What the part holds: `B 2 (Bauer–Berg)`.
        let name = |id: Option<&WorkId>| id.map(|id| filed(site, *id)).unwrap_or_default();
        let (first, last) = (name(shelf.works.first()), name(shelf.works.last()));
        let names = match first == last {
            true => first,
            false => words.say("bibliography.names", &[("first", &first), ("last", &last)]),
        };
        labels.push(words.say("bibliography.part", &[("letter", &letter), ("names", &names)]));
    }
    labels
}

/// The word that a work is filed by: its first author's family name, else the beginning of its title or journal.
fn filed(site: &Site<'_>, id: WorkId) -> String {
    let work = site.library.work(id);
    let item = &work.item;
    let author = item
        .author
        .first()
        .map(|name| name.main())
        .filter(|name| !name.is_empty());
    let words = author.or_else(|| item.title().or(item.container())?.split_whitespace().next());
    super::ego::cut(words.unwrap_or(&work.key), 16)
}

fn make(site: &Site<'_>, item: u32) -> (Head, View) {
    let shelves = &site.addresses.shelves;
    let labels = site.shelf_labels.get_or_init(|| labels(site));
    let label = |at: usize| labels.get(at).cloned().unwrap_or_default();
    let whole = !split(site);
    let here = if whole { Some(0) } else { (item as usize).checked_sub(1) };
    let letters = if whole { 0..0 } else { 0..shelves.len() };
    let step = |at: Option<usize>| {
        let at = at.filter(|at| !whole && *at < shelves.len())?;
        Some(Link {
            href: shelves[at].route.clone(),
            label: label(at),
        })
    };
    let shared = if here.is_none_or(|_| whole) {
        shared(site, 25)
    } else {
        Vec::new()
    };
    let view = BibliographyView {
        letter: here.filter(|_| !whole).map(label).unwrap_or_default(),
        letters: letters
            .map(|at| Letter {
                href: shelves[at].route.clone(),
                label: label(at),
                here: here == Some(at),
                works: shelves[at].works.len(),
            })
            .collect(),
        works: here
            .and_then(|at| shelves.get(at))
            .map(|shelf| shelf.works.iter().map(|id| entry(site, *id)).collect())
            .unwrap_or_default(),
        total: site.library.works.len(),
        shared,
        downloads: site
            .settings
            .downloads
            .iter()
            .filter(|format| format.works)
            .map(|format| Link {
                href: format.all_works(),
                label: site.format_title(format),
            })
            .collect(),
        previous: step(here.and_then(|at| at.checked_sub(1))),
        next: step(here.map(|at| at + 1)),
    };
    let mut crumbs = Vec::new();
    let mut title = site.settings.words.get("nav.bibliography");
    if !view.letter.is_empty() {
        crumbs.push(Crumb::new("bibliography.html", title));
        title = site
            .settings
            .words
            .say("bibliography.title-part", &[("letter", &view.letter)]);
    }
    let head = Head {
        title,
        description: site
            .settings
            .words
            .say("bibliography.description", &[("n", &view.total)]),
        section: "bibliography",
        crumbs,
        ..Head::default()
    };
    (head, View::Bibliography(view))
}

/// Works that at least two articles cite, most cited first.
pub(super) fn shared(site: &Site<'_>, most: usize) -> Vec<WorkLine> {
    let mut ids: Vec<WorkId> = site
        .library
        .work_ids()
        .filter(|id| site.library.work(*id).citers.len() >= 2)
        .collect();
    ids.sort_by_key(|id| (std::cmp::Reverse(site.library.work(*id).citers.len()), *id));
    ids.truncate(most);
    ids.into_iter().map(|id| WorkLine::new(site, id)).collect()
}

fn entry(site: &Site<'_>, id: WorkId) -> Entry {
    let work = site.library.work(id);
    let anchor = site.addresses.entry(id);
    let line = WorkLine::new(site, id);
    let text = if line.authors.is_empty() && line.title.is_none() && line.journal.is_none() {
        work.citers.iter().find_map(|citer| {
            let reference = site.library.article(citer.article).reference(citer.number);
            reference.map(|reference| reference.text.to_string())
        })
    } else {
        None
    };
    Entry {
        id: anchor.rsplit('#').next().unwrap_or("").to_owned(),
        page: site.addresses.work_page(id).map(str::to_owned),
        citers: work
            .citers
            .iter()
            .take(NAMED)
            .map(|citer| Citing {
                number: citer.number,
                of: site.library.article(citer.article).references.len(),
                line: super::article::reference_line(site, citer.article, citer.number),
                href: site.addresses.reference(citer.article, citer.number),
                label: site.short(citer.article),
            })
            .collect(),
        noted_by: work
            .noted_by
            .iter()
            .take(NAMED)
            .map(|noted| Link {
                href: format!("{}#notes", site.addresses.article(noted.article)),
                label: site.short(noted.article),
            })
            .collect(),
        related: site.publication_links(id),
        work: line,
        text,
        coins: super::coins::coins(&work.item),
    }
}
