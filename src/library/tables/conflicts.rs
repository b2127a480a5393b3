//! Conflicts: one row for each finding or paper on either side.

use super::{Cell, Row, Rows, Source, Table};
use crate::library::{conflicts, disagreements};

/// The table.
pub(super) const TABLE: Table = Table {
    name: "conflicts",
    title: "Conflicts",
    pages: &["conflicts", "gaps"],
    columns: &[
        "mechanism",
        "mechanism-name",
        "drug",
        "side",
        "article",
        "finding",
        "direction",
        "level",
        "status",
        "statement",
        "quote",
    ],
    rows: Rows::Review(rows),
    count: None,
};

fn rows<'a>(source: &Source<'a>) -> Vec<Row<'a>> {
    let mut out = Vec::new();
    for conflict in conflicts(source.library) {
        let sides = [("for", &conflict.supports), ("against", &conflict.against)];
        for (side, places) in sides {
            for place in places {
                let Some(finding) = source.library.finding(*place) else {
                    continue;
                };
                out.push(vec![
                    Cell::text(source.mechanism(conflict.mechanism)),
                    Cell::text(source.mechanism_label(conflict.mechanism)),
                    Cell::maybe(conflict.drug.as_deref().map(|drug| source.label(drug).to_owned())),
                    Cell::text(side),
                    Cell::text(source.key(place.0)),
                    Cell::count(place.1 + 1),
                    Cell::text(finding.direction().name()),
                    Cell::maybe(finding.level.map(|level| level.name())),
                    Cell::text(finding.status.name()),
                    Cell::maybe(finding.statement.as_deref()),
                    Cell::maybe(finding.quote.as_deref()),
                ]);
            }
        }
    }
    for disagreement in disagreements(source.library) {
        let sides = [("for", &disagreement.supports), ("excludes", &disagreement.excludes)];
        for (side, articles) in sides {
            for article in articles {
                let mut row = vec![
                    Cell::text(source.mechanism(disagreement.mechanism)),
                    Cell::text(source.mechanism_label(disagreement.mechanism)),
                    Cell::Empty,
                    Cell::text(side),
                    Cell::text(source.key(*article)),
                ];
                row.resize(TABLE.columns.len(), Cell::Empty);
                out.push(row);
            }
        }
    }
    out
}
