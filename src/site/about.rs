//! `about.html` and the authors' own pages.

use super::article::uncommented;
use super::repository::edit;
use super::*;
use crate::library::{Library, PageEntry};
use serde::Serialize;

/// Names of author's pages that are shown elsewhere than at an address of their own.
const PLACED: [&str; 2] = ["index", "home"];
/// Names that belong to pages of the site.
const TAKEN: [&str; 11] = [
    "404",
    "bibliography",
    "conflicts",
    "gaps",
    "graph",
    "matrix",
    "print",
    "reading-list",
    "search",
    "timeline",
    "index",
];

/// Author's pages. Number 0 is `about.html`, which is there even when nobody wrote it.
pub static PAGE: PageKind = PageKind {
    name: "about",
    title: "a page that the authors wrote; about.html also says how the review is made",
    template: "about.html",
    list: |site| {
        let unwritten = site.info.only_pages && find(site.library, "about").is_none();
        let mut pages = Vec::new();
        if !unwritten {
            pages.push((0, "about.html".to_owned()));
        }
        for (number, page) in (1u32..).zip(&site.library.pages) {
            if page.name != "about" && !PLACED.contains(&page.name.as_str()) {
                pages.push((number, route(&page.name)));
            }
        }
        pages
    },
    make: |site, item| {
        let page = match item {
            0 => find(site.library, "about"),
            number => site.library.pages.get(number as usize - 1),
        };
        make(site, page, item == 0)
    },
};

/// An author's page.
#[derive(Clone, Debug, Serialize)]
pub struct AboutView {
    /// Its title.
    pub title: String,
    /// Its words; may be empty.
    pub body: Prose,
    /// Works it cites.
    pub cited: Vec<CitedWork>,
    /// It is `about.html`, which tells how the review is made.
    pub method: bool,
    /// Terms of the vocabulary by kind: `12 genes`.
    pub vocabulary: Vec<String>,
    /// Address of the page in the repository.
    pub edit: Option<String>,
}

/// The address of an author's page.
pub(super) fn route(name: &str) -> String {
    let name = crate::base::slug(name, 80);
    if TAKEN.contains(&name.as_str()) {
        return format!("page-{name}.html");
    }
    format!("{name}.html")
}

/// The author's page of that name.
pub(super) fn find<'l>(library: &'l Library, name: &str) -> Option<&'l PageEntry> {
    library.pages.iter().find(|page| page.name == name)
}

/// Links to the authors' pages, but for those that are shown elsewhere.
pub(super) fn links(library: &Library) -> Vec<Link> {
    let mut pages: Vec<&PageEntry> = library
        .pages
        .iter()
        .filter(|page| page.name != "about" && !PLACED.contains(&page.name.as_str()))
        .collect();
    // Those that say their place come first, in their order; the others by their names.
    let place = |page: &PageEntry| {
        page.front
            .get("order")
            .and_then(|order| order.trim().parse::<i64>().ok())
    };
    pages.sort_by_key(|page| place(page).unwrap_or(i64::MAX));
    let link = |page: &PageEntry| Link {
        href: route(&page.name),
        label: page.title.clone().unwrap_or_else(|| page.name.clone()),
    };
    pages.into_iter().map(link).collect()
}

fn make(site: &Site<'_>, page: Option<&PageEntry>, method: bool) -> (Head, View) {
    let mut cited = Cited::default();
    let title = page
        .map(|page| page.title.clone().unwrap_or_else(|| page.name.clone()))
        .unwrap_or_else(|| site.settings.words.get("nav.about"));
    let words = page.map(|page| uncommented(&page.body)).unwrap_or_default();
    let words = words.trim_start();
    // A heading that only repeats the title is left out.
    let words = match words.strip_prefix("# ").and_then(|rest| rest.split_once('\n')) {
        Some((heading, rest)) if heading.trim() == title => rest,
        _ => words,
    };
    let body = cited.prose(site, words);
    let mut kinds: Vec<(&'static str, usize)> = vec![("mechanism", site.vocabulary.mechanisms.len())];
    for term in site.vocabulary.terms.values() {
        let name = match kind_name(term.kind) {
            "variant (by pattern)" => "pattern",
            name => name,
        };
        match kinds.iter_mut().find(|(other, _)| *other == name) {
            Some((_, count)) => *count += 1,
            None => kinds.push((name, 1)),
        }
    }
    let head = Head {
        title: title.clone(),
        description: match method {
            true => site.settings.words.get("about.description"),
            false => String::new(),
        },
        section: if method { "about" } else { "" },
        ..Head::default()
    };
    let view = AboutView {
        title,
        cited: cited.list(site),
        body,
        method: method && !site.info.only_pages,
        vocabulary: kinds
            .into_iter()
            .map(|(kind, count)| {
                let key = format!("vocabulary.{}", crate::base::slug(kind, 40));
                site.settings.words.say(&key, &[("n", &count)])
            })
            .collect(),
        edit: page.and_then(|page| edit(site, &format!("content/{}", page.path))),
    };
    (head, View::About(view))
}
