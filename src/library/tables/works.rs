//! All works, captured or cited, with who cites them.

use super::{Cell, Row, Rows, Source, Table};
use crate::reference::Certainty;
use std::collections::BTreeSet;

/// The table.
pub(super) const TABLE: Table = Table {
    name: "works",
    title: "Works and who cites them",
    pages: &["bibliography", "citations"],
    columns: &[
        "work",
        "type",
        "title",
        "journal",
        "year",
        "volume",
        "pages",
        "doi",
        "pmid",
        "captured-as",
        "citing-papers",
        "cited-by",
        "certainty",
        "other-keys",
    ],
    rows: Rows::Review(rows),
    count: Some(|source| source.library.works.len()),
};

fn rows<'a>(source: &Source<'a>) -> Vec<Row<'a>> {
    use crate::record::Field;
    let row = |id| {
        let work = source.library.work(id);
        let item = &work.item;
        let citers: BTreeSet<&str> = work.citers.iter().map(|citer| source.key(citer.article)).collect();
        vec![
            Cell::text(&*work.key),
            Cell::text(item.kind.csl()),
            Cell::maybe(item.title()),
            Cell::maybe(work.journal.as_deref().or(item.container())),
            item.year().map_or(Cell::Empty, |year| Cell::Number(year.into())),
            Cell::maybe(item.get(Field::Volume)),
            Cell::maybe(item.get(Field::Page)),
            Cell::maybe(item.doi().map(|doi| doi.to_string())),
            Cell::maybe(item.pmid().map(|pmid| pmid.to_string())),
            Cell::maybe(work.article.map(|article| source.key(article))),
            Cell::count(citers.len()),
            Cell::list(citers),
            Cell::text(certainty(work.certainty)),
            Cell::list(work.aliases.iter().map(String::as_str)),
        ]
    };
    source.library.work_ids().map(row).collect()
}

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Probable => "probable",
        Certainty::Doubtful => "doubtful",
    }
}
