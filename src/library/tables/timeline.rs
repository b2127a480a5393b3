//! The papers by year of publication, with the mechanisms they speak of.

use super::{Cell, Row, Rows, Source, Table, year};
use crate::library::Standing;

/// The table.
pub(super) const TABLE: Table = Table {
    name: "timeline",
    title: "Papers by year",
    pages: &["timeline"],
    columns: &[
        "year",
        "issued",
        "article",
        "title",
        "journal",
        "status",
        "confirmed",
        "proposed",
    ],
    rows: Rows::Review(rows),
    count: None,
};

fn rows<'a>(source: &Source<'a>) -> Vec<Row<'a>> {
    let mut ids: Vec<_> = source.library.article_ids().collect();
    // Newest first, as on the page; papers without a year last.
    ids.sort_by_key(|id| (std::cmp::Reverse(source.library.article(*id).article.item.year()), *id));
    let row = |id| {
        let entry = source.library.article(id);
        let mechanisms = |wanted: Standing| {
            let of = entry.mechanisms.iter().filter(|about| about.standing() == wanted);
            Cell::list(of.map(|about| source.mechanism(about.mechanism)))
        };
        vec![
            year(source, id),
            Cell::maybe(entry.article.item.issued.map(|date| date.to_string())),
            Cell::text(source.key(id)),
            Cell::maybe(entry.article.item.title()),
            Cell::maybe(entry.article.item.container()),
            Cell::text(entry.article.status.name()),
            mechanisms(Standing::Confirmed),
            mechanisms(Standing::Proposed),
        ]
    };
    ids.into_iter().map(row).collect()
}
