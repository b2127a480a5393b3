//! `drugs/index.html` and its sisters: what the papers name.

use super::*;
use crate::library::EntityId;
use crate::vocabulary::EntityKind;
use serde::Serialize;

/// The lists of drugs, genes, diseases, models.
pub static PAGE: PageKind = PageKind {
    name: "entities",
    title: "the drugs, genes, diseases or models that the papers name",
    template: "entities.html",
    list: |_| {
        (0u32..)
            .zip(Folder::ALL)
            .map(|(number, folder)| (number, format!("{}/index.html", folder.name())))
            .collect()
    },
    make: |site, item| {
        let folder = Folder::ALL[(item as usize).min(Folder::ALL.len() - 1)];
        let view = EntitiesView {
            title: folder.title(),
            groups: groups(site, folder),
        };
        let head = Head {
            title: folder.title().into(),
            description: format!("{} that the papers of this review name.", folder.title()),
            section: folder.name(),
            ..Head::default()
        };
        (head, View::Entities(view))
    },
};

/// A list of terms.
#[derive(Clone, Debug, Serialize)]
pub struct EntitiesView {
    /// `Drugs`, `Genes` …
    pub title: &'static str,
    /// Terms by kind: (title of the kind, terms).
    pub groups: Vec<(&'static str, Vec<EntityLine>)>,
}

/// A term and who names it.
#[derive(Clone, Debug, Serialize)]
pub struct EntityLine {
    /// The term; its count is the number of papers.
    pub entity: EntityLink,
    /// Other names.
    pub synonyms: Vec<String>,
    /// Mechanisms of its papers, confirmed or proposed, most common first.
    pub mechanisms: Vec<MechanismLink>,
}

fn groups(site: &Site<'_>, folder: Folder) -> Vec<(&'static str, Vec<EntityLine>)> {
    let kinds: &[(EntityKind, &'static str)] = match folder {
        Folder::Drugs => &[(EntityKind::Drug, "Drugs"), (EntityKind::Drugclass, "Classes of drugs")],
        Folder::Genes => &[
            (EntityKind::Gene, "Genes"),
            (EntityKind::Family, "Families"),
            (EntityKind::Variant, "Variants"),
        ],
        Folder::Diseases => &[(EntityKind::Disease, "Diseases")],
        Folder::Models => &[(EntityKind::Model, "Models"), (EntityKind::CellLine, "Cell lines")],
    };
    kinds
        .iter()
        .filter_map(|(kind, title)| {
            let mut lines: Vec<EntityLine> = site
                .library
                .entity_ids()
                .filter(|id| {
                    let term = site.vocabulary.terms.get(&site.library.entity(*id).id);
                    term.is_some_and(|term| term.kind == *kind)
                })
                .map(|id| line(site, id))
                .collect();
            lines.sort_by_key(|line| (std::cmp::Reverse(line.entity.count), line.entity.label.to_lowercase()));
            (!lines.is_empty()).then_some((*title, lines))
        })
        .collect()
}

fn line(site: &Site<'_>, id: EntityId) -> EntityLine {
    let entry = site.library.entity(id);
    EntityLine {
        entity: site.entity_link(id, entry.articles.len()),
        synonyms: site
            .vocabulary
            .terms
            .get(&entry.id)
            .map(|term| term.synonyms.iter().take(4).cloned().collect())
            .unwrap_or_default(),
        mechanisms: entry
            .mechanisms
            .iter()
            .take(4)
            .map(|(mechanism, _)| site.mechanism_link(*mechanism, ""))
            .collect(),
    }
}
