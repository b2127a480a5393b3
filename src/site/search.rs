//! `search.html`: the search, and lists to browse where no scripts run.

use super::mechanisms::{Branch, map};
use super::*;
use serde::Serialize;

/// Terms of one kind that are listed.
const LISTED: usize = 60;

/// The search page.
pub static PAGE: PageKind = PageKind {
    name: "search",
    title: "search with facets; without scripts, lists to browse",
    template: "search.html",
    list: |_| vec![(0, "search.html".into())],
    make: |site, _| {
        let view = SearchView {
            map: map(site),
            terms: Folder::ALL
                .iter()
                .filter_map(|folder| {
                    let mut ids: Vec<EntityId> = site
                        .library
                        .entity_ids()
                        .filter(|id| site.addresses.folder(*id) == Some(*folder))
                        .collect();
                    ids.sort_by_key(|id| (std::cmp::Reverse(site.library.entity(*id).articles.len()), *id));
                    let more = ids.len().saturating_sub(LISTED);
                    ids.truncate(LISTED);
                    let links: Vec<EntityLink> = ids
                        .into_iter()
                        .map(|id| site.entity_link(id, site.library.entity(id).articles.len()))
                        .collect();
                    (!links.is_empty()).then(|| Terms {
                        title: site.folder_title(*folder),
                        links,
                        more,
                        href: format!("{}/index.html", folder.name()),
                    })
                })
                .collect(),
        };
        let head = Head {
            title: site.settings.words.get("nav.search"),
            description: site.settings.words.get("search.description"),
            section: "search",
            ..Head::default()
        };
        (head, View::Search(view))
    },
};

/// The search page.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// The map of mechanisms.
    pub map: Vec<Branch>,
    /// Terms by kind, those of most papers first.
    pub terms: Vec<Terms>,
}

/// Terms of a kind.
#[derive(Clone, Debug, Serialize)]
pub struct Terms {
    /// `Drugs` …
    pub title: String,
    /// The terms.
    pub links: Vec<EntityLink>,
    /// Further ones.
    pub more: usize,
    /// Where all of them stand, from the root.
    pub href: String,
}

impl Site<'_> {
    /// `Dumas et al.`, or nothing.
    pub fn brief_authors(&self, item: &crate::record::Item) -> String {
        super::reference::short_authors(&self.settings.words, item)
    }

    /// What the reviewers wrote about a paper, as Markdown.
    pub fn notes(&self, id: ArticleId) -> String {
        super::article::notes(&self.library.article(id).article)
    }

    /// The name of a paper's journal: of the journals' list, else as captured.
    pub fn journal(&self, id: ArticleId) -> Option<&str> {
        super::catalog::journal(self.library, id)
    }
}
