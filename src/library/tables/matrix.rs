//! Mechanisms against terms: one row for each pair that a finding joins, or that some paper names together.

use super::{Cell, Row, Rows, Source, Table};
use crate::library::{ArticleId, joints};

/// The table.
pub(super) const TABLE: Table = Table {
    name: "matrix",
    title: "Mechanisms and terms",
    pages: &["matrix"],
    columns: &[
        "mechanism",
        "mechanism-name",
        "kind",
        "term",
        "term-name",
        "finding-confirmed",
        "finding-proposed",
        "only-named-together",
        "finding-confirmed-in",
        "finding-proposed-in",
        "only-named-together-in",
    ],
    rows: Rows::Review(rows),
    count: None,
};

fn rows<'a>(source: &Source<'a>) -> Vec<Row<'a>> {
    let mut out = Vec::new();
    for (id, cells) in source.library.mechanism_ids().zip(joints(source.library)) {
        for (entity, joint) in cells {
            let (kind, term, name) = source.entity(entity);
            let keys = |articles: &[ArticleId]| {
                let mut keys: Vec<&str> = articles.iter().map(|article| source.key(*article)).collect();
                keys.sort_unstable();
                Cell::list(keys)
            };
            out.push(vec![
                Cell::text(source.mechanism(id)),
                Cell::text(source.mechanism_label(id)),
                Cell::text(kind.name()),
                Cell::text(term),
                Cell::text(name),
                Cell::count(joint.confirmed.len()),
                Cell::count(joint.proposed.len()),
                Cell::count(joint.named.len()),
                keys(&joint.confirmed),
                keys(&joint.proposed),
                keys(&joint.named),
            ]);
        }
    }
    out
}
