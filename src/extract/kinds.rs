//! Types of works as databases name them in words: `Book Chapter`, `Conference Abstract`, `Proceedings Paper`.

use super::flow::place;
use crate::base::{MappedText, Span};
use crate::record::ItemType;

/// The first that fits: what is both a book and a chapter is a chapter, and abstracts of conferences stand in journals.
const KINDS: [(&[&str], ItemType); 15] = [
    (
        &["journal article", "journalarticle", "article-journal"],
        ItemType::ArticleJournal,
    ),
    (&["chapter", "book section", "booksection"], ItemType::Chapter),
    (&["dissertation", "thesis"], ItemType::Thesis),
    (&["patent"], ItemType::Patent),
    (&["book review"], ItemType::ReviewBook),
    (&["preprint", "posted content"], ItemType::Article),
    (&["newspaper"], ItemType::ArticleNewspaper),
    (&["magazine"], ItemType::ArticleMagazine),
    (
        &["conference abstract", "conference review", "meeting abstract"],
        ItemType::ArticleJournal,
    ),
    (&["conference", "proceeding", "meeting"], ItemType::PaperConference),
    (
        &[
            "journal",
            "article",
            "editorial",
            "letter",
            "review",
            "short survey",
            "erratum",
            "case report",
            "clinical trial",
        ],
        ItemType::ArticleJournal,
    ),
    (&["book", "monograph", "text/reference"], ItemType::Book),
    (&["report"], ItemType::Report),
    (&["data set", "dataset"], ItemType::Dataset),
    (&["web page", "webpage"], ItemType::Webpage),
];

/// The type that some of the names say, and the place of the name.
pub(super) fn kind_named(names: &[MappedText]) -> Option<(ItemType, Span)> {
    KINDS.iter().find_map(|(words, kind)| {
        let says = |name: &&MappedText| {
            let name = name.as_str().to_lowercase();
            words.iter().any(|word| name.contains(word))
        };
        Some((*kind, place(names.iter().find(says)?)))
    })
}
