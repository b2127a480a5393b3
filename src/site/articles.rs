//! `articles/index.html`: every captured paper.

use super::*;
use serde::Serialize;

/// The list of papers.
pub static PAGE: PageKind = PageKind {
    name: "articles",
    title: "every captured paper",
    template: "articles.html",
    list: |_| vec![(0, "articles/index.html".into())],
    make: |site, _| {
        let mut ids: Vec<_> = site.library.article_ids().collect();
        ids.sort_by_key(|id| {
            let item = &site.library.article(*id).article.item;
            (std::cmp::Reverse(item.issued), *id)
        });
        let items = ids.iter().map(|id| &site.library.article(*id).article.item);
        let view = ArticlesView {
            coins: items
                .map(super::coins::coins)
                .filter(|coins| !coins.is_empty())
                .collect(),
            papers: ids.into_iter().map(|id| site.paper(id)).collect(),
        };
        let head = Head {
            title: site.settings.words.get("nav.articles"),
            description: site
                .settings
                .words
                .say("articles.description", &[("n", &view.papers.len())]),
            section: "articles",
            ..Head::default()
        };
        (head, View::Articles(view))
    },
};

/// Every captured paper.
#[derive(Clone, Debug, Serialize)]
pub struct ArticlesView {
    /// Papers, newest first; those without a date last.
    pub papers: Vec<Paper>,
    /// Their records for reference managers.
    pub coins: Vec<String>,
}
