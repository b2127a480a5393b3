//! `reading-list.html`: the papers that a reader has put aside, kept in the reader's own browser.

use super::*;
use serde::Serialize;

/// The reading list.
pub static PAGE: PageKind = PageKind {
    name: "reading-list",
    title: "the papers that a reader has put aside",
    template: "reading-list.html",
    list: |_| vec![(0, "reading-list.html".into())],
    make: |site, _| {
        let words = &site.settings.words;
        let head = Head {
            title: words.get("list.title"),
            description: words.get("list.lead"),
            section: "list",
            ..Head::default()
        };
        (head, View::ReadingList(ReadingListView {}))
    },
};

/// The list itself is with the reader; the page has nothing but its words.
#[derive(Clone, Debug, Serialize)]
pub struct ReadingListView {}
