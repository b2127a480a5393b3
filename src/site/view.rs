//! What a template is given: one frame for all pages, and one view for each kind.

use super::catalog;
use super::{
    SiteSettings, about, article, articles, bibliography, citations, conflicts, entities, entity, gaps, home, matrix,
};
use super::{graph, print, reading_list};
use super::{mechanism, mechanisms, not_found, provenance, redirect, search, timeline, work};
use crate::library::Library;
use serde::Serialize;
use std::sync::Arc;

/// One page: everything its template sees.
#[derive(Clone, Debug, Serialize)]
pub struct PageJob {
    /// Its address from the site's root.
    pub route: String,
    /// What leads from the page to the site's root: `../` as often as it stands deep, or nothing.
    pub root: String,
    /// Name of the template.
    #[serde(skip)]
    pub template: &'static str,
    /// The review. Templates know it as `site`; it is the same on every page.
    #[serde(serialize_with = "shared")]
    pub site: Arc<SiteInfo>,
    /// What every page has.
    pub head: Head,
    /// What the page shows, as files for programs.
    pub tables: Vec<super::tables::TableLink>,
    /// What pages of its kind have.
    pub view: View,
}

impl PageJob {
    /// The page for a 404 is shown at any depth: its addresses are absolute where the site's own is known.
    pub(super) fn settled(mut self, settings: &SiteSettings) -> Self {
        if let (View::NotFound(view), Some(base)) = (&self.view, &settings.base_url)
            && view.linked
        {
            self.root = format!("{}/", base_path(base));
        }
        self
    }
}

fn shared<S: serde::Serializer>(info: &Arc<SiteInfo>, serializer: S) -> Result<S::Ok, S::Error> {
    info.as_ref().serialize(serializer)
}

/// The path of an address: `/review` of `https://group.github.io/review/`.
pub(super) fn base_path(base: &str) -> &str {
    let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
    let path = if base.contains("://") {
        rest.find('/').map_or("", |at| &rest[at..])
    } else {
        rest
    };
    path.trim_end_matches('/')
}

/// What every page shows of the review.
#[derive(Clone, Debug, Serialize)]
pub struct SiteInfo {
    /// Title of the review.
    pub title: String,
    /// The question it asks; may be empty.
    pub description: String,
    /// Who writes it.
    pub authors: Vec<String>,
    /// BCP 47.
    pub language: String,
    /// `rtl` for languages written from right to left, else `ltr`.
    pub direction: &'static str,
    /// Name and version of the program.
    pub generator: String,
    /// Short name of the review for keys in the reader's storage.
    pub id: String,
    /// Address of the repository.
    pub repository: Option<String>,
    /// Where the site stands, without a slash at its end.
    pub base_url: Option<String>,
    /// The site has a feed.
    pub feed: bool,
    /// Number of captured articles.
    pub articles: usize,
    /// Number of works.
    pub works: usize,
    /// Author's pages: (address from the root, title).
    pub pages: Vec<super::Link>,
    /// Nothing but authors' pages is there: no paper and no mechanism, such as in a handbook.
    pub only_pages: bool,
}

impl SiteInfo {
    pub(super) fn new(library: &Library, settings: &SiteSettings) -> Self {
        let rtl = ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];
        let language = settings.words.language();
        let primary = language.split('-').next().unwrap_or("");
        Self {
            title: settings.title.clone(),
            description: settings.description.clone(),
            authors: settings.authors.clone(),
            language: language.to_owned(),
            direction: if rtl.contains(&primary) { "rtl" } else { "ltr" },
            generator: settings.generator.clone(),
            id: crate::base::slug(&settings.title, 40),
            repository: settings
                .repository
                .as_ref()
                .map(|repository| repository.address.clone()),
            base_url: settings.base_url.clone(),
            feed: settings.base_url.is_some()
                && library
                    .articles
                    .iter()
                    .any(|entry| entry.article.reviewed_on.or(entry.article.item.issued).is_some()),
            articles: library.articles.len(),
            works: library.works.len(),
            pages: about::links(library),
            only_pages: !library.pages.is_empty() && library.articles.is_empty() && library.mechanisms.is_empty(),
        }
    }
}

/// What every page has.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Head {
    /// Title of the page, plain text.
    pub title: String,
    /// One sentence for search engines; may be empty.
    pub description: String,
    /// The entry of the navigation it belongs to: `articles`, `mechanisms` …
    pub section: &'static str,
    /// The way from home, without home and without the page itself.
    pub crumbs: Vec<Crumb>,
    /// Metadata for reference managers, if the review asks for it: (name, content).
    pub meta: Vec<(&'static str, String)>,
    /// The page's own feed, from the root.
    pub feed: Option<String>,
    /// JSON-LD, safe to stand in a script element.
    pub json_ld: Option<String>,
    /// Headings for "On this page"; empty for pages without.
    pub toc: Vec<Toc>,
}

/// A step of the way from home.
#[derive(Clone, Debug, Serialize)]
pub struct Crumb {
    /// Address from the root.
    pub href: String,
    /// Its name.
    pub label: String,
}

impl Crumb {
    /// A step.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
        }
    }
}

impl Toc {
    /// The headings that the page has, out of (it has it, id, key of its words).
    pub fn list(words: &super::Words, entries: &[(bool, &'static str, &str)]) -> Vec<Toc> {
        let entries = entries.iter().filter(|(shown, ..)| *shown);
        entries
            .map(|(_, id, key)| Toc {
                id,
                label: words.get(key),
            })
            .collect()
    }
}

/// A heading of the page.
#[derive(Clone, Debug, Serialize)]
pub struct Toc {
    /// Its id.
    pub id: &'static str,
    /// Its words.
    pub label: String,
}

/// What pages of a kind have; what a template knows as `view`.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)] // each holds the view of its kind
pub enum View {
    Home(home::HomeView),
    Articles(articles::ArticlesView),
    Article(Box<article::ArticleView>),
    Mechanisms(mechanisms::MechanismsView),
    Mechanism(Box<mechanism::MechanismView>),
    Bibliography(bibliography::BibliographyView),
    Citations(citations::CitationsView),
    Work(Box<work::WorkView>),
    Entities(entities::EntitiesView),
    Entity(Box<entity::EntityView>),
    Catalog(Box<catalog::CatalogView>),
    Matrix(matrix::MatrixView),
    Timeline(timeline::TimelineView),
    Graph(graph::GraphView),
    Print(Box<print::PrintView>),
    ReadingList(reading_list::ReadingListView),
    Gaps(gaps::GapsView),
    Conflicts(conflicts::ConflictsView),
    Provenance(Box<provenance::ProvenanceView>),
    About(about::AboutView),
    Search(search::SearchView),
    NotFound(not_found::NotFoundView),
    /// At the address of a former key.
    Redirect(redirect::RedirectView),
}
