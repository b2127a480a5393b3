//! Pages: from the library to plain data and addresses. All that templates see is declared here.
//!
//! [`plan`] lists every page of the site, cheaply; [`Plan::page`] makes the data of one, so that pages can be made,
//! rendered and forgotten one at a time and in parallel. A page kind is one file and one line in [`PAGES`].

mod about;
mod address;
mod article;
mod articles;
mod authors;
mod bibliography;
mod brief;
mod captured_lines;
mod catalog;
mod citations;
mod cited_by;
mod coins;
mod conflicts;
mod cover;
mod defined;
mod ego;
mod entities;
mod entity;
mod gaps;
mod graph;
mod head_data;
mod home;
mod journals;
mod matrix;
mod mechanism;
mod mechanisms;
mod not_found;
mod noted;
mod parts;
mod print;
mod prose;
mod provenance;
mod quotes;
mod reading_list;
mod redirect;
mod reference;
mod repository;
mod search;
mod settings;
mod shared_works;
mod style;
mod tables;
mod timeline;
mod turn;
mod view;
mod weight;
mod words;
mod work;

pub use address::{Addresses, Folder};
pub use article::ArticleView;
pub use captured_lines::{Line, Segment};
pub use catalog::{Catalog, CatalogName, CatalogView};
pub use noted::{Noted, Renoted};
pub use parts::*;
pub use prose::{Cited, CitedWork, Prose, Replaced};
pub use provenance::ProvenanceView;
pub use quotes::*;
pub use reference::{Identifier, Reference, WorkLine};
pub use repository::Repository;
pub use settings::{CitationFormat, CitationMeta, DownloadFormat, SiteCapture, SiteSettings};
pub use tables::{TableFile, table_files};
pub use view::{Crumb, Head, PageJob, SiteInfo, Toc, View};
pub use words::{CATEGORIES, ENGLISH, Text, Words, fill};

use crate::base::Parsed;
use crate::library::{ArticleId, EntityId, Joint, Library, LinkNames, MechanismId, Renewed, WorkId, WorkNames};
use crate::record::RelationKind;
use crate::vocabulary::Vocabulary;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

/// A kind of page.
pub struct PageKind {
    /// Name in documentation and tests.
    pub name: &'static str,
    /// What such a page shows, for theme authors.
    pub title: &'static str,
    /// The template that draws it.
    pub template: &'static str,
    /// How many pages of the kind there are, with their addresses.
    pub list: fn(&Site<'_>) -> Vec<(u32, String)>,
    /// The data of one of them, by the number that `list` gave it.
    pub make: fn(&Site<'_>, u32) -> (Head, View),
}

/// Every kind of page.
pub static PAGES: &[&PageKind] = &[
    &home::PAGE,
    &articles::PAGE,
    &article::PAGE,
    &mechanisms::PAGE,
    &mechanism::PAGE,
    &bibliography::PAGE,
    &citations::PAGE,
    &work::PAGE,
    &entities::PAGE,
    &entity::PAGE,
    &authors::PAGE,
    &journals::PAGE,
    &matrix::PAGE,
    &timeline::PAGE,
    &graph::PAGE,
    &print::PAGE,
    &reading_list::PAGE,
    &gaps::PAGE,
    &conflicts::PAGE,
    &provenance::PAGE,
    &about::PAGE,
    &search::PAGE,
    &not_found::PAGE,
    &redirect::PAGE,
];

/// Kinds of pages of a site that has nothing but authors' pages.
const OF_PAGES: [&str; 3] = ["home", "about", "not-found"];

/// All that page kinds read.
pub struct Site<'l> {
    /// The review.
    pub library: &'l Library,
    /// Its vocabularies.
    pub vocabulary: &'l Vocabulary,
    /// Its settings.
    pub settings: &'l SiteSettings,
    /// Where everything stands.
    pub addresses: Addresses,
    /// Authors of the papers.
    pub authors: Catalog,
    /// Journals of the papers.
    pub journals: Catalog,
    /// What each article is called in brief: it stands on many pages.
    briefs: Vec<brief::Brief>,
    /// Mechanisms by id.
    pub mechanism_ids: HashMap<String, MechanismId>,
    /// Entities by id.
    pub entity_ids: HashMap<String, EntityId>,
    /// Top-level mechanisms in order.
    pub tops: Vec<MechanismId>,
    /// Other publications of the same research as a work, and what the work is to them.
    pub relatives: foldhash::HashMap<WorkId, Vec<(WorkId, RelationKind)>>,
    /// Where papers stand among those of their mechanisms.
    places: turn::Places,
    /// What connects each mechanism, by its index, with the terms; made when it is first asked for.
    joints: OnceLock<Vec<BTreeMap<EntityId, Joint>>>,
    /// What the parts of the bibliography are called; made when they are first asked for.
    shelf_labels: OnceLock<Vec<String>>,
    /// Addresses of former keys, with their articles.
    former: Vec<(String, ArticleId)>,
    /// What `[@key]` means.
    pub works_by_name: WorkNames,
    /// What `[[name]]` means.
    pub links_by_name: LinkNames,
    /// What every page shows of the review.
    pub info: Arc<SiteInfo>,
    styled: style::Styled,
}

/// One page to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its address from the site's root: `articles/dumas2019.html`.
    pub route: String,
    kind: usize,
    item: u32,
}

/// Every page of a site.
pub struct Plan<'l> {
    site: Site<'l>,
    tables: tables::TableIndex,
    /// The pages, in the order of their kinds.
    pub jobs: Vec<Job>,
}

/// Lists the pages of the site.
pub fn plan<'l>(library: &'l Library, vocabulary: &'l Vocabulary, settings: &'l SiteSettings) -> Parsed<Plan<'l>> {
    let addresses = Addresses::new(library, vocabulary);
    let info = Arc::new(SiteInfo::new(library, settings));
    let former = redirect::former(library, &addresses);
    let site = Site {
        library,
        vocabulary,
        settings,
        addresses,
        authors: Catalog::authors(library),
        journals: Catalog::journals(library),
        relatives: relatives(library),
        places: turn::places(library),
        joints: OnceLock::new(),
        shelf_labels: OnceLock::new(),
        former,
        works_by_name: WorkNames::of(library),
        links_by_name: LinkNames::of(library, vocabulary),
        briefs: brief::of(library, &settings.words),
        mechanism_ids: library
            .mechanism_ids()
            .map(|id| (library.mechanism(id).id.clone(), id))
            .collect(),
        entity_ids: library
            .entity_ids()
            .map(|id| (library.entity(id).id.clone(), id))
            .collect(),
        tops: library
            .mechanism_ids()
            .filter(|id| library.mechanism(*id).parent.is_none())
            .collect(),
        info,
        styled: style::Styled::of(library, settings.style.as_deref(), settings.words.language()),
    };
    let jobs = PAGES
        .iter()
        .enumerate()
        .filter(|(_, page)| !site.info.only_pages || OF_PAGES.contains(&page.name))
        .flat_map(|(kind, page)| {
            (page.list)(&site)
                .into_iter()
                .map(move |(item, route)| Job { route, kind, item })
        })
        .collect();
    let tables = tables::TableIndex::of(&site);
    Parsed::clean(Plan { site, tables, jobs })
}

/// Where the feed of a mechanism stands, by the address of its page.
pub fn feed_route(page: &str) -> String {
    format!("{}.xml", page.trim_end_matches(".html"))
}

impl Site<'_> {
    /// Papers that speak of a mechanism or of one below it, each once.
    pub fn papers_under(&self, id: MechanismId) -> Vec<ArticleId> {
        self.library.papers_under(id)
    }

    /// The papers that connect a mechanism with a term.
    pub(crate) fn joint(&self, mechanism: MechanismId, entity: EntityId) -> Option<&Joint> {
        let joints = self.joints.get_or_init(|| crate::library::joints(self.library));
        joints.get(mechanism.0 as usize)?.get(&entity)
    }

    /// What a format is called: by its own name in every language, but for those that the words know.
    pub(crate) fn format_title(&self, format: &DownloadFormat) -> String {
        let words = &self.settings.words;
        let text = words.text(&format!("export.{}", crate::base::slug(format.ending, 40)));
        text.map_or(format.title, |text| text.form(5)).to_owned()
    }

    /// Files of references beside a page that stands at `route`: that of a `single` paper, or of a mechanism.
    pub(crate) fn files_beside(&self, route: &str, single: bool) -> Vec<Link> {
        let wanted = |format: &&DownloadFormat| if single { format.papers } else { format.mechanisms };
        let formats = self.settings.downloads.iter().filter(wanted);
        formats
            .map(|format| Link {
                href: format.beside(route),
                label: self.format_title(format),
            })
            .collect()
    }
}

fn relatives(library: &Library) -> foldhash::HashMap<WorkId, Vec<(WorkId, RelationKind)>> {
    let mut relatives: foldhash::HashMap<WorkId, Vec<(WorkId, RelationKind)>> = Default::default();
    for (a, b, kind) in &library.related {
        relatives.entry(*a).or_default().push((*b, *kind));
        relatives.entry(*b).or_default().push((*a, kind.inverse()));
    }
    relatives
}

impl Plan<'_> {
    /// Makes the data of one page. Pure, and independent of every other page.
    pub fn page(&self, job: &Job) -> PageJob {
        let kind = PAGES[job.kind];
        let (head, view) = (kind.make)(&self.site, job.item);
        PageJob {
            root: "../".repeat(job.route.matches('/').count()),
            route: job.route.clone(),
            template: kind.template,
            site: Arc::clone(&self.site.info),
            tables: self.tables.links(kind.name, job.item),
            head,
            view,
        }
        .settled(self.site.settings)
    }

    /// Where the page of a renewed text stands.
    pub fn route_of(&self, renewed: Renewed) -> Option<String> {
        match renewed {
            Renewed::Article(id) => Some(self.site.addresses.article(id).to_owned()),
            Renewed::Mechanism(id) => Some(self.site.addresses.mechanism(id).to_owned()),
            Renewed::Page(index) => Some(about::route(&self.site.library.pages.get(index)?.name)),
        }
    }

    /// The kind of a page.
    pub fn kind(&self, job: &Job) -> &'static PageKind {
        PAGES[job.kind]
    }

    /// What pages are made from.
    pub fn site(&self) -> &Site<'_> {
        &self.site
    }
}
