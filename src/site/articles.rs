//! `articles/index.html`: every captured paper; further pages where there are many.

use super::*;
use serde::Serialize;
use std::collections::HashMap;

/// Papers on one page.
pub const PER_PAGE: usize = 200;

/// The list of papers; page 0 is the newest.
pub static PAGE: PageKind = PageKind {
    name: "articles",
    title: "every captured paper",
    template: "articles.html",
    list: |site| {
        let pages = site.library.articles.len().div_ceil(PER_PAGE).max(1);
        (0u32..).zip((0..pages).map(route)).collect()
    },
    make,
};

/// The address of a page of the list.
pub(super) fn route(page: usize) -> String {
    match page {
        0 => "articles/index.html".to_owned(),
        page => format!("articles/index-{}.html", page + 1),
    }
}

/// All papers, the newest first; those without a date last.
pub(super) fn order(site: &Site<'_>) -> Vec<ArticleId> {
    let mut ids: Vec<_> = site.library.article_ids().collect();
    ids.sort_by_key(|id| {
        let item = &site.library.article(*id).article.item;
        (std::cmp::Reverse(item.issued), *id)
    });
    ids
}

/// The anchor of a year's papers in the list.
pub(super) fn anchor(year: Option<u16>) -> String {
    year.map_or_else(|| "undated".to_owned(), |year| format!("y{year}"))
}

fn make(site: &Site<'_>, item: u32) -> (Head, View) {
    let words = &site.settings.words;
    let ids = order(site);
    let year = |id: &ArticleId| site.library.article(*id).article.item.year();
    let (total, page) = (ids.len(), item as usize);
    let pages = total.div_ceil(PER_PAGE).max(1);
    let here = || ids.iter().skip(page * PER_PAGE).take(PER_PAGE);
    let items = here().map(|id| &site.library.article(*id).article.item);
    // What a page holds: `2021–2019`.
    let span = |page: usize| {
        let on = ids.chunks(PER_PAGE).nth(page).unwrap_or_default();
        let name = |id: Option<&ArticleId>| match id.and_then(year) {
            Some(year) => year.to_string(),
            None => words.get("articles.undated"),
        };
        let (first, last) = (name(on.first()), name(on.last()));
        match first == last {
            true => first,
            false => words.say("articles.years", &[("first", &first), ("last", &last)]),
        }
    };
    let step = |page: usize| Link {
        href: route(page),
        label: words.say(
            "articles.page",
            &[("n", &(page + 1)), ("of", &pages), ("years", &span(page))],
        ),
    };
    let mut totals: HashMap<Option<u16>, usize> = HashMap::new();
    for id in &ids {
        *totals.entry(year(id)).or_default() += 1;
    }
    let on: Vec<ArticleId> = here().copied().collect();
    let years = on.chunk_by(|a, b| year(a) == year(b)).map(|papers| {
        let of = papers.first().and_then(year);
        ListedYear {
            id: anchor(of),
            year: of,
            total: totals.get(&of).copied().unwrap_or_default(),
            papers: papers.iter().map(|id| site.paper(*id)).collect(),
        }
    });
    let view = ArticlesView {
        coins: items
            .map(super::coins::coins)
            .filter(|coins| !coins.is_empty())
            .collect(),
        years: years.collect(),
        parts: match pages {
            1 => Vec::new(),
            _ => (0..pages)
                .map(|at| Part {
                    href: route(at),
                    number: at + 1,
                    years: span(at),
                    here: at == page,
                })
                .collect(),
        },
        total,
        previous: page.checked_sub(1).map(step),
        next: (page + 1 < pages).then(|| step(page + 1)),
    };
    let title = words.get("nav.articles");
    let mut head = Head {
        description: words.say("articles.description", &[("n", &total)]),
        section: "articles",
        ..Head::default()
    };
    head.title = match page {
        0 => title,
        _ => {
            head.crumbs = vec![Crumb::new(route(0), title)];
            step(page).label
        }
    };
    (head, View::Articles(view))
}

/// The captured papers of one page.
#[derive(Clone, Debug, Serialize)]
pub struct ArticlesView {
    /// Papers of this page by year, newest first; those without a date last.
    pub years: Vec<ListedYear>,
    /// The pages of a list of several.
    pub parts: Vec<Part>,
    /// Number of all papers.
    pub total: usize,
    /// Their records for reference managers.
    pub coins: Vec<String>,
    /// The page before.
    pub previous: Option<Link>,
    /// The page after.
    pub next: Option<Link>,
}

/// The papers of a year that one page lists.
#[derive(Clone, Debug, Serialize)]
pub struct ListedYear {
    /// Its anchor.
    pub id: String,
    /// The year; `None` where the capture names none.
    pub year: Option<u16>,
    /// The year's papers in the whole list.
    pub total: usize,
    /// Those of this page.
    pub papers: Vec<Paper>,
}

/// A page of the list.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// Its address from the root.
    pub href: String,
    /// Its number.
    pub number: usize,
    /// The years of its papers: `2021–2019`.
    pub years: String,
    /// It is this page.
    pub here: bool,
}
