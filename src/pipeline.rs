//! The composition: from a review's files to stubs, library and pages. Nothing is read or written here.

mod downloads;
mod edit;

pub use downloads::download_formats;
pub use edit::{EditMemory, Edited, edit};

use crate::article::{self, Article, Captured, CapturedRecord, Existing, Lock, Plan};
use crate::base::{Code, Diagnostic, Digest, Parsed, Span};
use crate::capture::{Capture, DecodeLimits, decode};
use crate::export;
use crate::extract::{Extraction, extract};
use crate::journals::Journals;
use crate::library::{Images, Library, PageEntry, Parts, Renewed, link, missing_images};
use crate::record::Item;
use crate::reference::{Decisions, match_works};
use crate::render::{Renderer, Theme};
use crate::site::{self, SiteSettings};
use crate::vocabulary::Vocabulary;
use rayon::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;

/// A text file of the review, its path relative to the review's root.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// Path with `/`.
    pub path: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
}

/// A capture's bytes, or why they could not be read. The path is relative to `content/`.
#[derive(Clone, Debug)]
pub struct CaptureFile {
    /// Path with `/`: `sources/000.txt`.
    pub path: String,
    /// The bytes.
    pub bytes: Result<Vec<u8>, Unread>,
}

/// Why a capture's bytes could not be had.
#[derive(Clone, Debug)]
pub struct Unread {
    /// The code to report it under.
    pub code: Code,
    /// In words.
    pub why: String,
}

/// What the review knows of its field: vocabularies, journals, decisions.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// Mechanisms and terms, compiled.
    pub vocabulary: Vocabulary,
    /// Journal names.
    pub journals: Journals,
    /// Decisions about works.
    pub decisions: Decisions,
}

/// The vocabulary that is used where there is no review: the one of the first review.
pub fn built_in_vocabulary() -> Vec<TextFile> {
    [
        ("mechanisms.toml", include_str!("../content/vocabulary/mechanisms.toml")),
        ("lexicon.toml", include_str!("../content/vocabulary/lexicon.toml")),
        ("journals.toml", include_str!("../content/vocabulary/journals.toml")),
    ]
    .into_iter()
    .map(|(name, text)| TextFile {
        path: format!("content/vocabulary/{name}").into(),
        text: text.into(),
    })
    .collect()
}

impl Knowledge {
    /// Reads vocabulary files and `content/works.toml`.
    pub fn load(vocabulary: &[TextFile], works: Option<&TextFile>) -> Parsed<Self> {
        let mut diagnostics = Vec::new();
        let (journals, terms): (Vec<&TextFile>, Vec<&TextFile>) = vocabulary
            .iter()
            .partition(|file| file.path.ends_with("/journals.toml"));
        let terms: Vec<(Arc<str>, Arc<str>)> = terms
            .into_iter()
            .map(|file| (Arc::clone(&file.path), Arc::clone(&file.text)))
            .collect();
        let journals: Vec<(&str, &str)> = journals.iter().map(|file| (&*file.path, &*file.text)).collect();
        let knowledge = Self {
            vocabulary: Vocabulary::load(&terms).take(&mut diagnostics),
            journals: Journals::load(&journals).take(&mut diagnostics),
            decisions: works
                .map(|file| Decisions::load(&file.path, &file.text).take(&mut diagnostics))
                .unwrap_or_default(),
        };
        Parsed::new(knowledge, diagnostics)
    }

    /// For each item the number of its work.
    pub fn same_work(&self, items: &[(&str, &Item)]) -> Vec<usize> {
        let works = match_works(items, &self.decisions, &self.journals).value;
        let mut groups = vec![0; items.len()];
        for (index, work) in works.works.iter().enumerate() {
            for &member in &work.members {
                groups[member] = index;
            }
        }
        groups
    }
}

/// Decodes and reads one capture.
pub fn read_capture(path: &str, bytes: &[u8], limits: DecodeLimits) -> Parsed<(Capture, Extraction)> {
    let mut diagnostics = Vec::new();
    let capture = decode(path, bytes, limits).take(&mut diagnostics);
    let extraction = extract(&capture).take(&mut diagnostics);
    Parsed::new((capture, extraction), diagnostics)
}

/// Decodes, reads and tags captures, in their order. One file's trouble never stops the others. A file becomes its
/// bytes when its turn comes, and they are forgotten as soon as it is read.
pub fn read_captures<F: Into<CaptureFile> + Send>(
    files: Vec<F>,
    vocabulary: &Vocabulary,
    limits: DecodeLimits,
) -> Parsed<Vec<Captured>> {
    let read: Vec<(Option<Captured>, Vec<Diagnostic>)> = files
        .into_par_iter()
        .map(|file| {
            let file: CaptureFile = file.into();
            let mut diagnostics = Vec::new();
            let bytes = match &file.bytes {
                Ok(bytes) => bytes,
                Err(unread) => {
                    let path: Arc<str> = file.path.as_str().into();
                    diagnostics.push(Diagnostic::new(unread.code, unread.why.clone()).at(&path, Span::default()));
                    return (None, diagnostics);
                }
            };
            let (capture, extraction) = read_capture(&file.path, bytes, limits).take(&mut diagnostics);
            let records = extraction.records.into_iter().map(|record| CapturedRecord {
                tagging: vocabulary.tag(&record.zones),
                record,
            });
            let captured = Captured {
                records: records.collect(),
                path: capture.path,
                digest: capture.digest,
                text: capture.text,
                encoding: capture.encoding,
                format: extraction.format,
            };
            (Some(captured), diagnostics)
        })
        .collect();
    let mut diagnostics = Vec::new();
    let mut captured = Vec::with_capacity(read.len());
    for (one, found) in read {
        captured.extend(one);
        diagnostics.extend(found);
    }
    Parsed::new(captured, diagnostics)
}

/// The stubs of a review, as far as they can be read.
#[derive(Debug, Default)]
pub struct Stubs {
    /// Those that can be read.
    pub articles: Vec<Article>,
    /// Paths, relative to `content/`, of those that cannot.
    pub unreadable: Vec<Arc<str>>,
}

/// Reads stubs. Paths are relative to `content/`.
pub fn read_stubs(files: &[TextFile]) -> Parsed<Stubs> {
    let read: Vec<Parsed<Option<Article>>> = files
        .par_iter()
        .map(|file| article::parse_shared(&file.path, &file.text))
        .collect();
    let mut diagnostics = Vec::new();
    let mut stubs = Stubs::default();
    for (file, parsed) in files.iter().zip(read) {
        match parsed.take(&mut diagnostics) {
            Some(article) => stubs.articles.push(article),
            None => stubs.unreadable.push(Arc::clone(&file.path)),
        }
    }
    Parsed::new(stubs, diagnostics)
}

/// What an import is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Captures that a person named: a stub that was deleted is written again.
    Named,
    /// Everything in `content/sources/`: what the lock knows and is not among it is gone.
    Whole,
    /// Everything, the lock's values forgotten: the stubs stay and the lock is made anew.
    Rebuild,
}

/// What importing `captured` changes.
pub fn import(stubs: &Stubs, lock: &Lock, captured: &[Captured], knowledge: &Knowledge, scope: Scope) -> Parsed<Plan> {
    import_beside(stubs, lock, captured, None, knowledge, scope)
}

/// As [`import`], with captures beside that are there and need no reading, by path.
pub fn import_beside(
    stubs: &Stubs,
    lock: &Lock,
    captured: &[Captured],
    settled: Option<&HashSet<String>>,
    knowledge: &Knowledge,
    scope: Scope,
) -> Parsed<Plan> {
    let existing = existing(stubs, lock, settled, scope);
    article::plan(existing, captured, &|items| knowledge.same_work(items))
}

/// Whether nothing has to be imported where all captures are `settled`: stubs and lock belong together.
pub fn untouched(stubs: &Stubs, lock: &Lock, settled: &HashSet<String>) -> bool {
    existing(stubs, lock, Some(settled), Scope::Whole).untouched()
}

fn existing<'a>(stubs: &'a Stubs, lock: &'a Lock, settled: Option<&'a HashSet<String>>, scope: Scope) -> Existing<'a> {
    Existing {
        articles: &stubs.articles,
        unreadable: &stubs.unreadable,
        lock,
        complete: scope != Scope::Named,
        rebuild: scope == Scope::Rebuild,
        // An import of named files brings deleted stubs back; a build does not.
        restore: scope == Scope::Named,
        settled,
    }
}

/// Links stubs and lock with what authors wrote beside them. `pages` and `overviews` have paths relative to `content/`.
pub fn library(
    stubs: Stubs,
    lock: Lock,
    pages: &[TextFile],
    overviews: &[TextFile],
    knowledge: &Knowledge,
) -> Parsed<Library> {
    let mut diagnostics = Vec::new();
    let mut read = |files: &[TextFile]| -> Vec<PageEntry> {
        files
            .iter()
            .map(|file| PageEntry::parse(&file.path, &file.text).take(&mut diagnostics))
            .collect()
    };
    let parts = Parts {
        pages: read(pages),
        overviews: read(overviews),
        articles: stubs.articles,
        lock,
    };
    let library = link(parts, &knowledge.vocabulary, &knowledge.journals, &knowledge.decisions).take(&mut diagnostics);
    Parsed::new(library, diagnostics)
}

/// Digest of all that a page is made of: its data, and the captured text that they leave out.
fn digest_of(page: &site::PageJob) -> Digest {
    let sources: Vec<Digest> = match &page.view {
        site::View::Provenance(view) => {
            let sources = view.captures.iter().filter_map(|capture| capture.source.as_ref());
            sources.map(|source| source.digest).collect()
        }
        _ => Vec::new(),
    };
    Digest::of_value(&(page.template, sources, page))
}

/// What was made before: pages and files whose data are the same need not be made again.
pub trait Kept: Sync {
    /// Whether the file made of data with this digest is there, whole and untouched; it stays then.
    fn keep(&self, route: &str, of: Digest) -> bool;
    /// Told of every file that was made without a fault.
    fn made(&self, route: &str, of: Digest);
}

/// Where finished files of the site go: an address below the site's root, and the bytes.
pub type Sink<'s> = &'s (dyn Fn(&str, &[u8]) -> Result<(), String> + Sync);

/// A site about to be rendered.
pub struct Rendering<'a> {
    renderer: Renderer,
    plan: site::Plan<'a>,
}

impl<'a> Rendering<'a> {
    /// Loads the theme and plans the pages.
    pub fn begin(
        library: &'a Library,
        vocabulary: &'a Vocabulary,
        settings: &'a SiteSettings,
        theme: &[(String, Vec<u8>)],
    ) -> Parsed<Self> {
        let mut diagnostics = Vec::new();
        let images = Images::of(settings.images.iter().map(|(path, bytes)| (path.as_str(), &**bytes)));
        diagnostics.extend(missing_images(library, &images));
        let theme = Theme {
            images,
            title: settings.title.clone(),
            words: settings.words.clone(),
            ..Theme::load(theme).take(&mut diagnostics)
        };
        let (renderer, plan) = rayon::join(|| Renderer::new(&theme), || site::plan(library, vocabulary, settings));
        let rendering = Self {
            renderer: renderer.take(&mut diagnostics),
            plan: plan.take(&mut diagnostics),
        };
        Parsed::new(rendering, diagnostics)
    }

    /// Number of pages.
    pub fn jobs(&self) -> usize {
        self.plan.jobs.len()
    }

    /// Makes every page of the site that is not `kept`, one at a time on each thread, and hands it to `sink`.
    pub fn pages(&self, kept: Option<&dyn Kept>, sink: Sink<'_>) -> Parsed<Result<(), String>> {
        let made: Vec<(Vec<Diagnostic>, Result<(), String>)> = self
            .plan
            .jobs
            .par_iter()
            .map_init(Vec::new, |buffer, job| {
                buffer.clear();
                let page = self.plan.page(job);
                let of = kept.map(|kept| (kept, digest_of(&page)));
                if of.is_some_and(|(kept, of)| kept.keep(&page.route, of)) {
                    return (Vec::new(), Ok(()));
                }
                let found = self.renderer.page_into(&page, buffer);
                let written = sink(&page.route, buffer);
                if let Some((kept, of)) = of.filter(|_| found.is_empty() && written.is_ok()) {
                    kept.made(&page.route, of);
                }
                (found, written)
            })
            .collect();
        let mut diagnostics = Vec::new();
        let mut outcome = Ok(());
        for (found, written) in made {
            diagnostics.extend(found);
            if written.is_err() {
                outcome = written;
            }
        }
        Parsed::new(outcome, diagnostics)
    }

    /// Makes the page that a renewed text stands on.
    pub fn page_of(&self, renewed: Renewed, sink: Sink<'_>) -> Result<(), String> {
        let route = self.plan.route_of(renewed);
        let mut buffer = Vec::new();
        for job in self.plan.jobs.iter().filter(|job| Some(&job.route) == route.as_ref()) {
            self.renderer.page_into(&self.plan.page(job), &mut buffer);
            sink(&job.route, &buffer)?;
        }
        Ok(())
    }

    /// Makes what is no page: the search index, downloads, the theme's files. Where files may be `kept`, what an edit of notes
    /// needs is given back.
    pub fn data(&self, kept: Option<&dyn Kept>, sink: Sink<'_>) -> Result<Option<EditMemory>, String> {
        // Each is handed on before the next is made: together they would be larger than all the rest.
        self.offer(sink)?;
        hand_on(crate::feeds::files(&self.plan), sink)?;
        if self.plan.site().info.only_pages {
            // There is nothing to be searched, listed or exported.
            return Ok(None);
        }
        let noted = match kept {
            Some(_) if self.renderer.takes_notes() => self.plan.noted(&crate::search::numbers(self.plan.site())),
            _ => Vec::new(),
        };
        let (scripts, search) = crate::search::scripts(self.plan.site(), !noted.is_empty());
        hand_on(scripts, sink)?;
        for file in site::table_files(self.plan.site()) {
            for format in export::TABLE_FORMATS {
                let of = || Digest::of_value(&(format.title, file.columns, &file.rows));
                let write = || (format.write)(file.columns, &file.rows);
                unless_kept(kept, &file.path(format.extension), of, write, sink)?;
            }
        }
        downloads::write(&self.plan, kept, sink)?;
        Ok(search.map(|search| EditMemory::of(&noted, search)))
    }

    /// Hands the authors' pictures and the theme's files to `sink`.
    fn offer(&self, sink: Sink<'_>) -> Result<(), String> {
        for (path, bytes) in &self.plan.site().settings.images {
            sink(path, bytes)?;
        }
        hand_on(self.renderer.assets(), sink)
    }
}

/// Makes a file of text and hands it to `sink`, unless the one made of the same data is kept.
fn unless_kept(
    kept: Option<&dyn Kept>,
    path: &str,
    of: impl FnOnce() -> Digest,
    write: impl FnOnce() -> String,
    sink: Sink<'_>,
) -> Result<(), String> {
    let Some(kept) = kept else {
        return sink(path, write().as_bytes());
    };
    let of = of();
    if !kept.keep(path, of) {
        sink(path, write().as_bytes())?;
        kept.made(path, of);
    }
    Ok(())
}

fn hand_on(files: Vec<(String, Vec<u8>)>, sink: Sink<'_>) -> Result<(), String> {
    files.into_iter().try_for_each(|(path, bytes)| sink(&path, &bytes))
}

/// Makes every file of the site and hands it to `sink`. Gives the number of pages.
pub fn render(
    library: &Library,
    vocabulary: &Vocabulary,
    settings: &SiteSettings,
    theme: &[(String, Vec<u8>)],
    sink: Sink<'_>,
) -> Parsed<Result<usize, String>> {
    let mut diagnostics = Vec::new();
    let rendering = Rendering::begin(library, vocabulary, settings, theme).take(&mut diagnostics);
    let pages = rendering.pages(None, sink).take(&mut diagnostics);
    let outcome = pages
        .and_then(|()| rendering.data(None, sink))
        .map(|_| rendering.jobs());
    Parsed::new(outcome, diagnostics)
}
