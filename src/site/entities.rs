//! `drugs/index.html` and its sisters: what the papers name.

use super::*;
use crate::library::EntityId;
use crate::vocabulary::EntityKind;
use serde::Serialize;

/// Mechanisms of a term that are listed.
const MECHANISMS: usize = 6;
/// Other names of a term that are listed.
const SYNONYMS: usize = 4;

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
            title: site.folder_title(folder),
            groups: groups(site, folder),
        };
        let head = Head {
            title: site.folder_title(folder),
            description: site
                .settings
                .words
                .say("entities.description", &[("kind", &site.folder_title(folder))]),
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
    pub title: String,
    /// Terms by kind: (title of the kind, terms).
    pub groups: Vec<(String, Vec<EntityLine>)>,
}

/// A term and who names it.
#[derive(Clone, Debug, Serialize)]
pub struct EntityLine {
    /// The term; its count is the number of papers.
    pub entity: EntityLink,
    /// Other names.
    pub synonyms: Vec<String>,
    /// Further ones, which stand on the term's own page.
    pub more_synonyms: usize,
    /// Mechanisms that findings join it with, most papers first.
    pub joined: Vec<MechanismLink>,
    /// Further mechanisms of its papers, confirmed or proposed, most papers first.
    pub mechanisms: Vec<MechanismLink>,
    /// Further ones of either kind, which stand on the term's own page.
    pub more: usize,
}

fn groups(site: &Site<'_>, folder: Folder) -> Vec<(String, Vec<EntityLine>)> {
    let kinds: &[(EntityKind, &'static str)] = match folder {
        Folder::Drugs => &[
            (EntityKind::Drug, "entities.drugs"),
            (EntityKind::Drugclass, "entities.drug-classes"),
        ],
        Folder::Genes => &[
            (EntityKind::Gene, "entities.genes"),
            (EntityKind::Family, "entities.families"),
            (EntityKind::Variant, "entities.variants"),
        ],
        Folder::Diseases => &[(EntityKind::Disease, "entities.diseases")],
        Folder::Models => &[
            (EntityKind::Model, "entities.models"),
            (EntityKind::CellLine, "entities.cell-lines"),
        ],
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
            (!lines.is_empty()).then(|| (site.settings.words.get(title), lines))
        })
        .collect()
}

fn line(site: &Site<'_>, id: EntityId) -> EntityLine {
    let entry = site.library.entity(id);
    let term = site.vocabulary.terms.get(&entry.id);
    let synonyms = term.map_or(&[][..], |term| &term.synonyms);
    let mechanisms = |joined: bool| {
        let shown = entry
            .mechanisms
            .iter()
            .take(MECHANISMS)
            .filter(|of| of.joined == joined);
        shown
            .map(|of| site.mechanism_link(of.mechanism, judged(of.confirmed)))
            .collect()
    };
    EntityLine {
        entity: site.entity_link(id, entry.articles.len()),
        synonyms: synonyms.iter().take(SYNONYMS).cloned().collect(),
        more_synonyms: synonyms.len().saturating_sub(SYNONYMS),
        joined: mechanisms(true),
        mechanisms: mechanisms(false),
        more: entry.mechanisms.len().saturating_sub(MECHANISMS),
    }
}
