//! Gaps: one row for each thing that is missing, doubtful or not studied.

use super::{Cell, Row, Rows, Source, Table};
use crate::library::{Standing, unstudied};

/// The table.
pub(super) const TABLE: Table = Table {
    name: "gaps",
    title: "Gaps",
    pages: &["gaps"],
    columns: &["gap", "article", "mechanism", "drug", "disease", "detail"],
    rows: Rows::Review(rows),
    count: None,
};

/// A row: kind of gap, article, mechanism, drug, disease, detail.
fn row<'a>(gap: &'a str, at: [Cell<'a>; 4], detail: String) -> Row<'a> {
    let [article, mechanism, drug, disease] = at;
    vec![Cell::text(gap), article, mechanism, drug, disease, Cell::text(detail)]
}

fn rows<'a>(source: &Source<'a>) -> Vec<Row<'a>> {
    use Cell::Empty;
    let library = source.library;
    let mut out = Vec::new();
    for pair in unstudied(library) {
        let level = |level: Option<crate::article::Level>| level.map_or("none", |level| level.name());
        let detail = format!(
            "{} counted, best level {}; {} proposed, best level {}",
            pair.counted,
            level(pair.best),
            pair.proposed,
            level(pair.proposed_best)
        );
        let mechanisms = pair.mechanisms.iter().map(|(id, _)| source.mechanism(*id));
        let at = [
            Empty,
            Cell::list(mechanisms),
            Cell::text(source.label(&pair.drug).to_owned()),
            Cell::maybe(pair.disease.as_deref().map(|id| source.label(id).to_owned())),
        ];
        out.push(row("nothing above level D", at, detail));
    }
    for id in library.article_ids() {
        let entry = library.article(id);
        let article = || [Cell::text(source.key(id)), Empty, Empty, Empty];
        for field in &entry.missing {
            out.push(row("missing field", article(), field.csl().to_owned()));
        }
        if !entry.mechanisms.iter().any(|of| of.standing() <= Standing::Proposed) {
            out.push(row("paper without a mechanism", article(), String::new()));
        }
        if entry.references.is_empty() {
            out.push(row("no reference list", article(), String::new()));
        }
        for reference in &entry.references {
            if reference.read.nothing || !reference.read.doubts.is_empty() {
                let why = if reference.read.nothing {
                    "could not be read".to_owned()
                } else {
                    reference.read.doubts.join("; ")
                };
                let detail = format!("{}: {why}: {}", reference.number, reference.text);
                out.push(row("reference not read in full", article(), detail));
            }
        }
    }
    let at = |id| [Empty, Cell::text(source.mechanism(id)), Empty, Empty];
    for id in library.uncovered() {
        out.push(row("mechanism without a paper", at(id), String::new()));
    }
    for id in library.unsummarised() {
        out.push(row("mechanism not summarised", at(id), String::new()));
    }
    for (a, b, doubt) in &library.doubts {
        let detail = format!("{} and {}: {}", library.work(*a).key, library.work(*b).key, doubt.why);
        out.push(row("works that may be one", [Empty, Empty, Empty, Empty], detail));
    }
    out
}
