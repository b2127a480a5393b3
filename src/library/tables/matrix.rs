//! Mechanisms against terms: one row for each pair that some paper connects.

use super::{Cell, Row, Rows, Source, Table};
use crate::library::{ArticleId, EntityId, Standing};
use std::collections::BTreeMap;

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
        "confirmed",
        "proposed",
        "confirmed-in",
        "proposed-in",
    ],
    rows: Rows::Review(rows),
    count: None,
};

fn rows<'a>(source: &Source<'a>) -> Vec<Row<'a>> {
    let library = source.library;
    let mut out = Vec::new();
    for id in library.mechanism_ids() {
        let mut cells: BTreeMap<EntityId, (Vec<ArticleId>, Vec<ArticleId>)> = BTreeMap::new();
        for article in &library.mechanism(id).articles {
            let paper = library.article(*article);
            let about = paper.mechanisms.iter().find(|about| about.mechanism == id);
            let standing = about.map(|about| about.standing());
            for entity in &paper.entities {
                let cell = cells.entry(entity.entity).or_default();
                match standing {
                    Some(Standing::Confirmed) => cell.0.push(*article),
                    Some(Standing::Proposed) => cell.1.push(*article),
                    _ => {}
                }
            }
        }
        for (entity, (confirmed, proposed)) in cells {
            if confirmed.is_empty() && proposed.is_empty() {
                continue;
            }
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
                Cell::count(confirmed.len()),
                Cell::count(proposed.len()),
                keys(&confirmed),
                keys(&proposed),
            ]);
        }
    }
    out
}
