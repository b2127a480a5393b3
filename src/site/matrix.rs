//! `matrix.html`: mechanisms against drugs, genes, diseases and models.

use super::*;
use crate::library::{EntityId, Joint};
use serde::Serialize;

/// Columns of one table; terms that findings join with mechanisms come first, then those of most papers, then by name.
const COLUMNS: usize = 16;

/// The matrix.
pub static PAGE: PageKind = PageKind {
    name: "matrix",
    title: "mechanisms against drugs, genes, diseases and models",
    template: "matrix.html",
    list: |_| vec![(0, "matrix.html".into())],
    make: |site, _| {
        let tables = Folder::ALL.iter().filter_map(|folder| table(site, *folder));
        let view = MatrixView {
            tables: tables.collect(),
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
    /// Address of the list of all its terms, from the root.
    pub index: String,
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

/// Papers that connect one mechanism with one term.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    /// Papers with a finding that joins the two and that a reviewer stands behind.
    pub confirmed: usize,
    /// Papers with such a finding that nobody has judged.
    pub proposed: usize,
    /// Papers that name both, without such a finding.
    pub named: usize,
    /// Where they stand, from the root: the only paper, or the list of just these papers.
    pub href: String,
}

fn table(site: &Site<'_>, folder: Folder) -> Option<Table> {
    let library = site.library;
    let mut columns: Vec<EntityLink> = Vec::new();
    let mut ids: Vec<EntityId> = library
        .entity_ids()
        .filter(|id| site.addresses.folder(*id) == Some(folder))
        .collect();
    let members: Vec<MechanismId> = site.tops.iter().flat_map(|top| library.family(*top)).collect();
    ids.sort_by_cached_key(|id| {
        let link = site.entity_link(*id, library.entity(*id).articles.len());
        let joined = members
            .iter()
            .filter_map(|member| site.joint(*member, *id))
            .map(|joint| joint.confirmed.len() + joint.proposed.len());
        let joined: usize = joined.sum();
        (
            std::cmp::Reverse((joined > 0, link.count, joined)),
            link.label.to_lowercase(),
            *id,
        )
    });
    let left_out = ids.len().saturating_sub(COLUMNS);
    ids.truncate(COLUMNS);
    columns.extend(
        ids.iter()
            .map(|id| site.entity_link(*id, library.entity(*id).articles.len())),
    );
    let mut groups = Vec::new();
    for top in &site.tops {
        let mut rows = Vec::new();
        for member in library.family(*top) {
            let cells: Vec<Cell> = ids
                .iter()
                .map(|id| site.joint(member, *id).map(|joint| cell(site, member, *id, joint)))
                .map(Option::unwrap_or_default)
                .collect();
            if cells.iter().any(|cell| !cell.href.is_empty()) {
                rows.push(Row {
                    mechanism: site.mechanism_link(member, ""),
                    cells,
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
        index: format!("{}/index.html", folder.name()),
        columns,
        left_out,
        groups,
    })
}

fn cell(site: &Site<'_>, mechanism: MechanismId, entity: EntityId, joint: &Joint) -> Cell {
    let joined = joint.confirmed.len() + joint.proposed.len();
    let mut all = joint.confirmed.iter().chain(&joint.proposed).chain(&joint.named);
    let href = match (all.next(), all.next()) {
        (None, _) => String::new(),
        (Some(only), None) if joined == 1 => format!("{}#findings", site.addresses.article(*only)),
        (Some(only), None) => format!("{}#mechanisms", site.addresses.article(*only)),
        // The page of the term lists the papers that connect it with each mechanism.
        _ => {
            let anchor = super::entity::anchor(site, mechanism);
            let page = site.addresses.entity(entity);
            page.map_or_else(String::new, |page| format!("{page}#{anchor}"))
        }
    };
    Cell {
        confirmed: joint.confirmed.len(),
        proposed: joint.proposed.len(),
        named: joint.named.len(),
        href,
    }
}
