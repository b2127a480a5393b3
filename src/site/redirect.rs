//! Pages at the addresses of former keys: they lead to the article's page of today, with and without scripts.

use super::*;
use crate::base::slug;
use serde::Serialize;
use std::collections::BTreeSet;

/// The page at the address of a former key.
pub static PAGE: PageKind = PageKind {
    name: "redirect",
    title: "at the address of a former key",
    template: "redirect.html",
    list: |site| {
        let routes = site.former.iter().map(|(route, _)| route.clone());
        (0..).zip(routes).collect()
    },
    make: |site, item| {
        let target = site.former.get(item as usize).map(|(_, id)| *id);
        let entry = target.map(|id| site.library.article(id));
        let head = Head {
            title: entry
                .and_then(|entry| entry.article.item.title())
                .map_or_else(|| site.settings.words.get("moved.title"), str::to_owned),
            ..Head::default()
        };
        let to = target
            .map(|id| site.addresses.article(id).to_owned())
            .unwrap_or_else(|| "index.html".into());
        (head, View::Redirect(RedirectView { to }))
    },
};

/// The page at the address of a former key.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectView {
    /// Address of the article from the site's root.
    pub to: String,
}

/// Addresses of former keys that nothing else has taken, with their articles.
pub(super) fn former(library: &Library, addresses: &Addresses) -> Vec<(String, ArticleId)> {
    let mut taken: BTreeSet<String> = library
        .article_ids()
        .map(|id| addresses.article(id).to_lowercase())
        .collect();
    let mut list = Vec::new();
    for id in library.article_ids() {
        for alias in &library.article(id).article.aliases {
            let route = format!("articles/{}.html", slug(alias, 80));
            if taken.insert(route.clone()) {
                list.push((route, id));
            }
        }
    }
    list
}
