//! Drugs, genes, diseases and models with the papers and findings that name them.

use super::{Cell, Row, Rows, Source, Table};
use crate::article::FindingStatus;

/// The table.
pub(super) const TABLE: Table = Table {
    name: "entities",
    title: "Drugs, genes, diseases and models",
    pages: &["entities"],
    columns: &[
        "kind",
        "term",
        "name",
        "other-names",
        "identifiers",
        "papers",
        "findings-counted",
        "findings-proposed",
        "articles",
        "mechanisms-joined-by-findings",
        "mechanisms-of-the-same-articles",
    ],
    rows: Rows::Review(rows),
    count: None,
};

fn rows<'a>(source: &Source<'a>) -> Vec<Row<'a>> {
    let library = source.library;
    let row = |id| {
        let entry = library.entity(id);
        let (kind, term, name) = source.entity(id);
        let word = source.vocabulary.terms.get(term);
        let findings = |keep: fn(FindingStatus) -> bool| {
            let places = entry.findings.iter().filter_map(|place| library.finding(*place));
            Cell::count(places.filter(|finding| keep(finding.status)).count())
        };
        let mechanisms = |joined: bool| {
            let list = entry.mechanisms.iter().filter(|of| of.joined == joined);
            Cell::list(list.map(|of| source.mechanism(of.mechanism)))
        };
        vec![
            Cell::text(kind.name()),
            Cell::text(term),
            Cell::text(name),
            Cell::list(word.into_iter().flat_map(|word| &word.synonyms).map(String::as_str)),
            Cell::list(word.into_iter().flat_map(|word| &word.xref).map(String::as_str)),
            Cell::count(entry.articles.len()),
            findings(|status| matches!(status, FindingStatus::Confirmed | FindingStatus::Edited)),
            findings(|status| status == FindingStatus::Proposed),
            Cell::list(entry.articles.iter().map(|article| source.key(*article))),
            mechanisms(true),
            mechanisms(false),
        ]
    };
    library.entity_ids().map(row).collect()
}
