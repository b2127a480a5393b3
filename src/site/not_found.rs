//! `404.html`: shown at any address that is not there.

use super::*;
use serde::Serialize;

/// The page for addresses that are not there.
pub static PAGE: PageKind = PageKind {
    name: "not-found",
    title: "shown at an address that is not there",
    template: "404.html",
    list: |_| vec![(0, "404.html".into())],
    make: |site, _| {
        let head = Head {
            title: site.settings.words.get("not-found.title"),
            ..Head::default()
        };
        let view = NotFoundView {
            linked: site.settings.base_url.is_some(),
        };
        (head, View::NotFound(view))
    },
};

/// The page for addresses that are not there.
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView {
    /// The site's address is known, so that the page can lead home from any depth.
    pub linked: bool,
}
