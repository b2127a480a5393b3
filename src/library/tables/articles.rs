//! The articles with their state in the review.

use super::{Cell, Row, Rows, Source, Table, year};
use crate::article::FindingStatus;
use crate::library::Standing;

/// The table.
pub(super) const TABLE: Table = Table {
    name: "articles",
    title: "Articles and their state",
    pages: &["articles", "home"],
    columns: &[
        "key",
        "title",
        "year",
        "journal",
        "doi",
        "pmid",
        "status",
        "reason",
        "reviewed-by",
        "reviewed-on",
        "mechanisms-confirmed",
        "mechanisms-proposed",
        "mechanisms-possible",
        "mechanisms-excluded",
        "mechanisms-rejected",
        "findings-counted",
        "findings-proposed",
        "findings-rejected",
        "references",
        "missing",
        "captures",
    ],
    rows: Rows::Review(rows),
    count: None,
};

fn rows<'a>(source: &Source<'a>) -> Vec<Row<'a>> {
    let row = |id| {
        let entry = source.library.article(id);
        let article = &entry.article;
        let mechanisms = |wanted: Standing| {
            let of = entry.mechanisms.iter().filter(|about| about.standing() == wanted);
            Cell::list(of.map(|about| source.mechanism(about.mechanism)))
        };
        let findings = |keep: fn(FindingStatus) -> bool| {
            Cell::count(article.findings.iter().filter(|finding| keep(finding.status)).count())
        };
        vec![
            Cell::text(&*article.key),
            Cell::maybe(article.item.title()),
            year(source, id),
            Cell::maybe(article.item.container()),
            Cell::maybe(article.item.doi().map(|doi| doi.to_string())),
            Cell::maybe(article.item.pmid().map(|pmid| pmid.to_string())),
            Cell::text(article.status.name()),
            Cell::maybe(article.reason.as_deref()),
            Cell::maybe(article.reviewed_by.as_deref()),
            Cell::maybe(article.reviewed_on.map(|date| date.to_string())),
            mechanisms(Standing::Confirmed),
            mechanisms(Standing::Proposed),
            mechanisms(Standing::Possible),
            mechanisms(Standing::Excluded),
            mechanisms(Standing::Rejected),
            findings(|status| matches!(status, FindingStatus::Confirmed | FindingStatus::Edited)),
            findings(|status| status == FindingStatus::Proposed),
            findings(|status| status == FindingStatus::Rejected),
            Cell::count(entry.references.len()),
            Cell::list(entry.missing.iter().map(|field| field.csl())),
            Cell::list(article.captures.iter().map(String::as_str)),
        ]
    };
    source.library.article_ids().map(row).collect()
}
