//! The findings, one row each: those of the whole review, and those of each mechanism.

use super::{Cell, Row, Rows, Source, Table, year};
use crate::library::{ArticleId, MechanismId};
use std::collections::BTreeSet;

const COLUMNS: &[&str] = &[
    "article",
    "finding",
    "year",
    "doi",
    "mechanism",
    "statement",
    "trigger",
    "relation",
    "object",
    "direction",
    "drugs",
    "target",
    "disease",
    "context",
    "timing",
    "dependence",
    "locus",
    "reversible",
    "models",
    "study-types",
    "level",
    "level-by",
    "n",
    "way-round",
    "way-round-stage",
    "way-round-trial",
    "quote",
    "capture",
    "line",
    "status",
    "by",
    "on",
    "note",
];

/// All findings, by article.
pub(super) const REVIEW: Table = Table {
    name: "evidence",
    title: "All findings",
    pages: &["home", "mechanisms"],
    columns: COLUMNS,
    rows: Rows::Review(|source| {
        let articles = source.library.article_ids();
        let places = articles.flat_map(|id| {
            let findings = &source.library.article(id).article.findings;
            (0..findings.len()).map(move |index| (id, index))
        });
        places.filter_map(|place| row(source, place)).collect()
    }),
    count: None,
};

/// The findings of a mechanism and of those under it.
pub(super) const MECHANISM: Table = Table {
    name: "mechanism-evidence",
    title: "Findings",
    pages: &["mechanism"],
    columns: COLUMNS,
    rows: Rows::Mechanism(of_mechanism),
    count: None,
};

fn of_mechanism<'a>(source: &Source<'a>, id: MechanismId) -> Vec<Row<'a>> {
    let family = source.library.family(id);
    let places: BTreeSet<(ArticleId, usize)> = family
        .iter()
        .flat_map(|id| &source.library.mechanism(*id).findings)
        .copied()
        .collect();
    places.into_iter().filter_map(|place| row(source, place)).collect()
}

fn row<'a>(source: &Source<'a>, place: (ArticleId, usize)) -> Option<Row<'a>> {
    let finding = source.library.finding(place)?;
    let entry = source.library.article(place.0);
    let label = |word: &'a Option<String>| Cell::maybe(word.as_deref().map(|word| source.label(word)));
    let labels = |words: &'a [String]| Cell::list(words.iter().map(|word| source.label(word)));
    // Where the quote stands, as far as the lock remembers it.
    let quoted = finding.quote.as_ref().and_then(|quote| {
        let locked = entry.locked.as_ref()?;
        let kept = locked.quotes.iter().find(|kept| kept.text == *quote)?;
        Some((locked.captures.get(kept.capture)?.path.as_str(), kept.line))
    });
    let way = finding.way_round.as_ref();
    Some(vec![
        Cell::text(source.key(place.0)),
        Cell::count(place.1 + 1),
        year(source, place.0),
        Cell::maybe(entry.article.item.doi().map(|doi| doi.to_string())),
        Cell::maybe(finding.mechanism.as_deref()),
        Cell::maybe(finding.statement.as_deref()),
        label(&finding.trigger),
        Cell::maybe(finding.relation.map(|relation| relation.name())),
        label(&finding.object),
        Cell::text(finding.direction().name()),
        labels(&finding.drugs),
        label(&finding.target),
        label(&finding.disease),
        Cell::maybe(finding.context.as_deref()),
        Cell::list(finding.timing.iter().map(String::as_str)),
        Cell::maybe(finding.dependence.as_deref()),
        Cell::list(finding.locus.iter().map(String::as_str)),
        Cell::maybe(finding.reversible.as_deref()),
        labels(&finding.models),
        labels(&finding.study_types),
        Cell::maybe(finding.level.map(|level| level.name())),
        Cell::maybe(finding.level_by.as_deref()),
        Cell::maybe(finding.n.as_deref()),
        Cell::maybe(way.map(|way| source.label(&way.partner))),
        Cell::maybe(way.and_then(|way| way.stage.as_deref())),
        Cell::maybe(way.and_then(|way| way.trial.as_deref())),
        Cell::maybe(finding.quote.as_deref()),
        Cell::maybe(quoted.map(|(capture, _)| capture)),
        quoted.map_or(Cell::Empty, |(_, line)| Cell::Number(line.into())),
        Cell::text(finding.status.name()),
        Cell::maybe(finding.by.as_deref()),
        Cell::maybe(finding.on.map(|date| date.to_string())),
        Cell::maybe(finding.note.as_deref()),
    ])
}
