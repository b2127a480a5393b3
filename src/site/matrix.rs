//! `matrix.html`: mechanisms against drugs, genes, diseases and models.

use super::*;
use crate::library::{ArticleId, EntityId, Standing};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Columns of one table; the terms of most papers come first.
const COLUMNS: usize = 16;

/// The matrix.
pub static PAGE: PageKind = PageKind {
    name: "matrix",
    title: "mechanisms against drugs, genes, diseases and models",
    template: "matrix.html",
    list: |_| vec![(0, "matrix.html".into())],
    make: |site, _| {
        let view = MatrixView {
            tables: Folder::ALL.iter().filter_map(|folder| table(site, *folder)).collect(),
        };
        let head = Head {
            title: site.settings.words.get("matrix.title"),
            description: site.settings.words.get("matrix.description"),
            section: "matrix",
            ..Head::default()
        };
        (head, View::Matrix(view))
    },
};

/// The matrix, a table for each kind of term.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixView {
    /// The tables.
    pub tables: Vec<Table>,
}

/// One table.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// Its anchor.
    pub id: &'static str,
    /// `Drugs` …
    pub title: String,
    /// Terms of the columns.
    pub columns: Vec<EntityLink>,
    /// Terms that found no column.
    pub left_out: usize,
    /// Groups of rows.
    pub groups: Vec<Group>,
}

/// The rows of a top-level mechanism.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// The top-level mechanism.
    pub mechanism: MechanismLink,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// The row of a mechanism.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The mechanism.
    pub mechanism: MechanismLink,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// Papers of one mechanism that name one term.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    /// Papers with the mechanism confirmed.
    pub confirmed: usize,
    /// Papers with it proposed.
    pub proposed: usize,
    /// Where they stand, from the root: the only paper, or the list of papers.
    pub href: String,
}

fn table(site: &Site<'_>, folder: Folder) -> Option<Table> {
    let library = site.library;
    let mut columns: Vec<EntityId> = library
        .entity_ids()
        .filter(|id| site.addresses.folder(*id) == Some(folder))
        .collect();
    columns.sort_by_key(|id| (std::cmp::Reverse(library.entity(*id).articles.len()), *id));
    let left_out = columns.len().saturating_sub(COLUMNS);
    columns.truncate(COLUMNS);
    if columns.is_empty() {
        return None;
    }
    let place: BTreeMap<EntityId, usize> = columns.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut groups = Vec::new();
    for top in &site.tops {
        let mut rows = Vec::new();
        for member in super::mechanisms::family(site, *top) {
            let entry = library.mechanism(member);
            let mut found: Vec<(BTreeSet<ArticleId>, BTreeSet<ArticleId>)> = vec![Default::default(); columns.len()];
            let mut any = false;
            for article in &entry.articles {
                let paper = library.article(*article);
                let standing = paper
                    .mechanisms
                    .iter()
                    .find(|of| of.mechanism == member)
                    .map(|of| of.standing());
                for entity in &paper.entities {
                    let Some(at) = place.get(&entity.entity) else {
                        continue;
                    };
                    match standing {
                        Some(Standing::Confirmed) => found[*at].0.insert(*article),
                        Some(Standing::Proposed) => found[*at].1.insert(*article),
                        _ => continue,
                    };
                    any = true;
                }
            }
            if any {
                rows.push(Row {
                    mechanism: site.mechanism_link(member, ""),
                    cells: found
                        .into_iter()
                        .map(|(confirmed, proposed)| {
                            let mut all = confirmed.iter().chain(&proposed);
                            let href = match (all.next(), all.next()) {
                                (Some(only), None) => format!("{}#mechanisms", site.addresses.article(*only)),
                                (None, _) => String::new(),
                                _ => format!("{}#papers", site.addresses.mechanism(member)),
                            };
                            Cell {
                                confirmed: confirmed.len(),
                                proposed: proposed.len(),
                                href,
                            }
                        })
                        .collect(),
                });
            }
        }
        if !rows.is_empty() {
            groups.push(Group {
                mechanism: site.mechanism_link(*top, ""),
                rows,
            });
        }
    }
    (!groups.is_empty()).then(|| Table {
        id: folder.name(),
        title: site.folder_title(folder),
        columns: columns
            .into_iter()
            .map(|id| site.entity_link(id, library.entity(id).articles.len()))
            .collect(),
        left_out,
        groups,
    })
}
