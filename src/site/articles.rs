//! `articles/index.html`: every captured paper; further pages where there are many.

use super::*;
use serde::Serialize;

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

fn make(site: &Site<'_>, item: u32) -> (Head, View) {
    let words = &site.settings.words;
    let mut ids: Vec<_> = site.library.article_ids().collect();
    ids.sort_by_key(|id| {
        let item = &site.library.article(*id).article.item;
        (std::cmp::Reverse(item.issued), *id)
    });
    let (total, page) = (ids.len(), item as usize);
    let pages = total.div_ceil(PER_PAGE).max(1);
    let here = || ids.iter().skip(page * PER_PAGE).take(PER_PAGE);
    let items = here().map(|id| &site.library.article(*id).article.item);
    let step = |page: usize| Link {
        href: route(page),
        label: words.say("articles.page", &[("n", &(page + 1)), ("of", &pages)]),
    };
    let view = ArticlesView {
        coins: items
            .map(super::coins::coins)
            .filter(|coins| !coins.is_empty())
            .collect(),
        papers: here().map(|id| site.paper(*id)).collect(),
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
    /// Papers, newest first; those without a date last.
    pub papers: Vec<Paper>,
    /// Number of all papers.
    pub total: usize,
    /// Their records for reference managers.
    pub coins: Vec<String>,
    /// The page before.
    pub previous: Option<Link>,
    /// The page after.
    pub next: Option<Link>,
}
