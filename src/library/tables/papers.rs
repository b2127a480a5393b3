//! The papers of a mechanism with every sentence that speaks for or against it.

use super::{Cell, Row, Rows, Source, Table, year};
use crate::library::{ArticleMechanism, MechanismId, Standing};
use crate::vocabulary::Polarity;

/// The table.
pub(super) const TABLE: Table = Table {
    name: "mechanism-papers",
    title: "Papers and their sentences",
    pages: &["mechanism"],
    columns: &[
        "article",
        "year",
        "title",
        "doi",
        "mechanism",
        "standing",
        "score",
        "direction",
        "sentence",
        "words",
        "zone",
        "capture",
        "line",
    ],
    rows: Rows::Mechanism(rows),
    count: None,
};

fn rows<'a>(source: &Source<'a>, id: MechanismId) -> Vec<Row<'a>> {
    let mut out = Vec::new();
    for member in source.library.family(id) {
        let entry = source.library.mechanism(member);
        for article in entry.articles.iter().chain(&entry.excluded_by) {
            let paper = source.library.article(*article);
            let Some(about) = paper.mechanisms.iter().find(|about| about.mechanism == member) else {
                continue;
            };
            let captures = paper.locked.as_ref().map_or(&[][..], |locked| &locked.captures[..]);
            let head = || {
                vec![
                    Cell::text(source.key(*article)),
                    year(source, *article),
                    Cell::maybe(paper.article.item.title()),
                    Cell::maybe(paper.article.item.doi().map(|doi| doi.to_string())),
                    Cell::text(source.mechanism(member)),
                    Cell::text(standing(about)),
                    Cell::text(format!("{:.2}", about.score)),
                ]
            };
            let for_or_against = about.triggers.iter().map(|hit| {
                let against = hit.value.polarity == Polarity::DoesNotSupport;
                let direction = if against { "does-not-support" } else { "supports" };
                (direction, hit.capture, hit.line, &hit.value.evidence)
            });
            let excluded = about
                .excluded
                .iter()
                .map(|hit| ("excludes", hit.capture, hit.line, &hit.value));
            let before = out.len();
            for (direction, capture, line, evidence) in for_or_against.chain(excluded) {
                let mut row = head();
                row.extend([
                    Cell::text(direction),
                    Cell::text(&*evidence.sentence),
                    Cell::text(&*evidence.text),
                    Cell::text(evidence.zone.name()),
                    Cell::maybe(captures.get(capture).map(|capture| capture.path.as_str())),
                    line.map_or(Cell::Empty, |line| Cell::Number(line.into())),
                ]);
                out.push(row);
            }
            // A mechanism that only the author named has no sentence.
            if out.len() == before {
                let mut row = head();
                row.resize(TABLE.columns.len(), Cell::Empty);
                out.push(row);
            }
        }
    }
    out
}

fn standing(about: &ArticleMechanism) -> &'static str {
    match about.standing() {
        Standing::Confirmed => "confirmed",
        Standing::Proposed => "proposed",
        Standing::Possible => "possible",
        Standing::Excluded => "excluded",
        Standing::Rejected => "rejected",
    }
}
