//! Where the review's tables stand as files, and which pages lead to them.

use super::Site;
use crate::library::MechanismId;
use crate::library::tables::{Row, Rows, Source, TABLES, Table};
use rayon::prelude::*;
use serde::Serialize;

/// A table that stands as files beside the pages.
#[derive(Clone, Debug)]
pub struct TableFile<'a> {
    /// Its address from the root, without the extension.
    pub stem: String,
    /// Names of its columns.
    pub columns: &'static [&'static str],
    /// Its rows.
    pub rows: Vec<Row<'a>>,
}

impl TableFile<'_> {
    /// Its address from the root in the format of that extension.
    pub fn path(&self, extension: &str) -> String {
        format!("{}.{extension}", self.stem)
    }
}

/// A link to the files of a table.
#[derive(Clone, Debug, Serialize)]
pub struct TableLink {
    /// What the table holds.
    pub title: String,
    /// Its address from the root, without the extension.
    pub stem: String,
    /// Number of its rows.
    pub rows: usize,
}

/// Every table of the review that has rows, made one at a time.
pub fn table_files<'a>(site: &Site<'a>) -> impl Iterator<Item = TableFile<'a>> {
    let source = source(site);
    wanted(site)
        .into_iter()
        .filter_map(move |(table, mechanism)| file(site, &source, table, mechanism))
}

/// The tables that have rows, each with the page that shows it.
#[derive(Default)]
pub(super) struct TableIndex(Vec<(&'static Table, Option<MechanismId>, TableLink)>);

impl TableIndex {
    /// Finds out which tables have rows.
    pub(super) fn of(site: &Site<'_>) -> Self {
        let source = source(site);
        let files = wanted(site).into_par_iter().filter_map(|(table, mechanism)| {
            let rows = match table.count {
                Some(count) => count(&source),
                None => file(site, &source, table, mechanism)?.rows.len(),
            };
            let link = TableLink {
                title: site.settings.words.get(&format!("tables.{}", table.name)),
                stem: stem(site, table, mechanism)?,
                rows,
            };
            (rows > 0).then_some((table, mechanism, link))
        });
        Self(files.collect())
    }

    /// The tables that a page shows, by the name of its kind and its number in it.
    pub(super) fn links(&self, page: &str, item: u32) -> Vec<TableLink> {
        let shows = |(table, mechanism, _): &&(&Table, Option<MechanismId>, TableLink)| {
            table.pages.contains(&page) && mechanism.is_none_or(|id| id.0 == item)
        };
        self.0.iter().filter(shows).map(|(_, _, link)| link.clone()).collect()
    }
}

/// Every table, those of mechanisms once for each.
fn wanted(site: &Site<'_>) -> Vec<(&'static Table, Option<MechanismId>)> {
    let mut out = Vec::new();
    for table in TABLES.iter().copied() {
        match table.rows {
            Rows::Review(_) => out.push((table, None)),
            Rows::Mechanism(_) => out.extend(site.library.mechanism_ids().map(|id| (table, Some(id)))),
        }
    }
    out
}

fn source<'a>(site: &Site<'a>) -> Source<'a> {
    Source {
        library: site.library,
        vocabulary: site.vocabulary,
    }
}

/// Where a table stands, without its ending; `None` for one of mechanisms where none is named.
fn stem(site: &Site<'_>, table: &Table, mechanism: Option<MechanismId>) -> Option<String> {
    let Rows::Mechanism(_) = table.rows else {
        return Some(format!("downloads/tables/{}", table.name));
    };
    let page = site.addresses.mechanism(mechanism?);
    let name = page.strip_prefix("mechanisms/").unwrap_or(page);
    Some(format!(
        "downloads/tables/{}/{}",
        table.name,
        name.trim_end_matches(".html")
    ))
}

/// The file of a table, of one mechanism where it is one for each; `None` without rows.
fn file<'a>(
    site: &Site<'_>,
    source: &Source<'a>,
    table: &Table,
    mechanism: Option<MechanismId>,
) -> Option<TableFile<'a>> {
    let rows = match (table.rows, mechanism) {
        (Rows::Review(rows), _) => rows(source),
        (Rows::Mechanism(rows), Some(id)) => rows(source, id),
        (Rows::Mechanism(_), None) => return None,
    };
    (!rows.is_empty()).then_some(TableFile {
        stem: stem(site, table, mechanism)?,
        columns: table.columns,
        rows,
    })
}
