//! A review's folder: finding it, reading it, and the texts that diagnostics point into.

use super::citation::CITATION;
use super::sources::{SettledSource, Source};
use super::{Failure, named};
use crate::article::{self, Captured, Lock, Plan, QuoteSource};
use crate::base::codes::article::NOT_UTF8;
use crate::base::codes::capture::UNREADABLE;
use crate::base::codes::library::REFUSED_PICTURE;
use crate::base::{Diagnostic, Digest, Parsed, Severity, Span};
use crate::capture::{CaptureText, DecodeLimits};
use crate::config::{Config, SCHEMA};
use crate::csl::Processor;
use crate::fs;
use crate::library::{IMAGES, Library, refused_picture};
use crate::pipeline::{self, Knowledge, Stubs, TextFile};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which review to work on.
#[derive(Debug, clap::Args)]
pub struct RootArgument {
    /// The review's folder; by default this folder or the nearest one above it that has a citeloom.toml.
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// A review, read from its folder. Paths inside it are relative to `content/` but for those outside of it.
#[derive(Debug)]
pub struct Review {
    /// Its settings.
    pub config: Config,
    /// How the authors want it cited: their `CITATION.cff`.
    pub citation: Option<Arc<str>>,
    /// The citation style that it has chosen, compiled.
    pub style: Option<Arc<Processor>>,
    /// Vocabularies, journals, decisions.
    pub knowledge: Knowledge,
    /// Its captures.
    pub captures: Vec<Source>,
    /// Its stubs' files.
    pub stub_files: Vec<TextFile>,
    /// Its stubs, read.
    pub stubs: Stubs,
    /// Its lock.
    pub lock: Lock,
    /// Hash of the lock's text as it stands in the file; `None` where there is none.
    pub lock_digest: Option<Digest>,
    /// Authors' pages.
    pub pages: Vec<TextFile>,
    /// The reviewers' words on mechanisms.
    pub overviews: Vec<TextFile>,
    /// Authors' pictures: (path relative to `content/`, bytes).
    pub images: Vec<(String, Arc<[u8]>)>,
    /// Texts by the paths that diagnostics use.
    pub texts: Texts,
    /// What was wrong in what was read so far.
    pub diagnostics: Vec<Diagnostic>,
}

/// Texts of files by the paths that diagnostics use.
#[derive(Debug, Default)]
pub struct Texts {
    here: BTreeMap<Arc<str>, Arc<str>>,
    /// Texts that are fetched where something is said of them.
    late: BTreeMap<Arc<str>, CaptureText>,
}

impl Texts {
    /// Remembers a file.
    pub fn add(&mut self, path: &Arc<str>, text: &Arc<str>) {
        self.here.insert(Arc::clone(path), Arc::clone(text));
    }

    /// Remembers where a capture's text is to be had.
    pub fn add_late(&mut self, path: &Arc<str>, text: &CaptureText) {
        self.late.insert(Arc::clone(path), text.clone());
    }

    /// All files but late ones: path and text, by path.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.here.iter().map(|(path, text)| (&**path, &**text))
    }

    /// The text of a file.
    pub fn get(&self, path: &str) -> Option<Arc<str>> {
        let here = self.here.get(path).map(Arc::clone);
        here.or_else(|| self.late.get(path)?.get())
    }
}

/// Name of the settings' file, which makes a folder a review.
pub const CONFIG: &str = "citeloom.toml";
/// Name of the lock.
pub const LOCK: &str = "citeloom.lock";

impl RootArgument {
    /// The folder of the review.
    pub fn find(&self) -> Result<PathBuf, Failure> {
        if let Some(root) = &self.root {
            return if root.join(CONFIG).is_file() || root.join("content").is_dir() {
                stays_inside(root)?;
                Ok(root.clone())
            } else {
                Err(Failure::Usage(format!(
                    "{} is no review: it has neither a {CONFIG} nor a folder content/",
                    root.display()
                )))
            };
        }
        let root = named::review_around()?.ok_or_else(|| {
            Failure::Usage(format!(
                "there is no {CONFIG} here or in a folder above; start a review with `citeloom init`, or name one with --root"
            ))
        })?;
        stays_inside(&root)?;
        Ok(root)
    }
}

/// Files and folders that a review is read from and written to.
const PLACES: [&str; 14] = [
    CONFIG,
    LOCK,
    CITATION,
    ".citeloom",
    "content",
    "content/articles",
    "content/mechanisms",
    "content/pages",
    "content/sources",
    "content/vocabulary",
    "content/works.toml",
    "content/images",
    "themes",
    "styles",
];

/// Refuses a review whose own folders are links to places outside of it: whoever was handed such a one would publish what
/// is there, or have stubs written to it. Links deeper down are told one by one.
pub(super) fn stays_inside(root: &Path) -> Result<(), Failure> {
    let entries = fs::names_in(&root.join("themes"));
    let themes: Vec<String> = entries.iter().map(|name| format!("themes/{name}")).collect();
    let names = PLACES.into_iter().chain(themes.iter().map(String::as_str));
    match fs::leading_out(root, names).first() {
        None => Ok(()),
        Some(name) => Err(Failure::Usage(format!(
            "{} is a link that leads out of the review and is not followed; put what it leads to there",
            root.join(name).display()
        ))),
    }
}

impl Review {
    /// Reads a review's folder.
    pub fn read(root: &Path) -> Result<Self, Failure> {
        let mut texts = Texts::default();
        let mut diagnostics = Vec::new();
        let content = root.join("content");
        let config = match read_text(root, CONFIG)? {
            Some(file) => {
                texts.add(&file.path, &file.text);
                Config::parse(&file.path, &file.text).take(&mut diagnostics)
            }
            None => Config::default(),
        };
        if config.schema > SCHEMA {
            return Err(Failure::Usage(format!(
                "{CONFIG} says schema = {}, and this citeloom knows {SCHEMA}; use the citeloom that the review was written with, or a newer one",
                config.schema
            )));
        }
        let style = super::style::load(root, &config, &mut texts).take(&mut diagnostics);
        let markdown = |path: &str| path.ends_with(".md");
        let vocabulary = read_vocabulary(&content)?;
        let works = read_text(&content, "works.toml")?;
        for file in vocabulary.iter().chain(&works) {
            texts.add(&file.path, &file.text);
        }
        let read_stubs = || {
            let mut diagnostics = Vec::new();
            let (mut files, unread) = read_texts(&content, "articles", markdown).take(&mut diagnostics);
            let foreign = not_utf8(&content, &mut files, &mut diagnostics);
            let mut stubs = pipeline::read_stubs(&files).take(&mut diagnostics);
            stubs.unreadable.extend(foreign.into_iter().chain(unread));
            Parsed::new((files, stubs), diagnostics)
        };
        // Patterns are compiled while stubs and lock are read.
        let (knowledge, (stubs, lock)) = rayon::join(
            || {
                let knowledge = Knowledge::load(&vocabulary, works.as_ref());
                knowledge.value.journals.prepare();
                knowledge
            },
            || rayon::join(read_stubs, || read_lock(root)),
        );
        let knowledge = knowledge.take(&mut diagnostics);
        let (stub_files, stubs) = stubs.take(&mut diagnostics);
        let (pages, _) = read_texts(&content, "pages", markdown).take(&mut diagnostics);
        let (overviews, _) = read_texts(&content, "mechanisms", markdown).take(&mut diagnostics);
        for file in stub_files.iter().chain(&pages).chain(&overviews) {
            texts.add(&file.path, &file.text);
        }
        let (lock_digest, lock, drawn) = match lock? {
            Some((digest, lock, drawn)) => (Some(digest), lock.take(&mut diagnostics), drawn),
            None => (None, Lock::default(), None),
        };
        if let Some(text) = drawn {
            texts.add(&LOCK.into(), &text);
        }
        let captures = Source::all(&content, config.limits.of_readers());
        if let Some(text) = texts
            .get(CONFIG)
            .filter(|_| !config.publish.full_text.is_empty() || !config.reviewers.is_empty())
        {
            let at_hand: Vec<&str> = captures.iter().map(|capture| &*capture.path).collect();
            let words = stub_files
                .iter()
                .chain(&pages)
                .chain(&overviews)
                .chain(&vocabulary)
                .chain(&works);
            let files: Vec<&str> = words.map(|file| &*file.path).chain(at_hand.iter().copied()).collect();
            diagnostics.extend(config.unmet(CONFIG, &text, &at_hand, &files));
        }
        let images = read_images(&content).take(&mut diagnostics);
        Ok(Self {
            captures,
            lock_digest,
            config,
            citation: read_text(root, CITATION)?.map(|file| file.text),
            style,
            knowledge,
            stub_files,
            stubs,
            lock,
            pages,
            overviews,
            images,
            texts,
            diagnostics,
        })
    }

    /// The settings of the review at `root`.
    pub fn config_of(root: &Path) -> Result<Config, Failure> {
        let config = read_text(root, CONFIG)?.map(|file| Config::parse(&file.path, &file.text).value);
        Ok(config.unwrap_or_default())
    }

    /// Bounds of the readers of the review at `root`.
    pub fn limits_of(root: &Path) -> Result<DecodeLimits, Failure> {
        Ok(Self::config_of(root)?.limits.of_readers())
    }

    /// Bounds of the readers.
    pub fn limits(&self) -> DecodeLimits {
        self.config.limits.of_readers()
    }

    /// Stands for what captures are read with: this program, the vocabulary, decisions on works, bounds.
    pub fn read_with(&self) -> String {
        let mut all = format!("{} {:?}\n", env!("CARGO_PKG_VERSION"), self.limits());
        let rule = |path: &str| path.starts_with("vocabulary/") || path == "works.toml";
        for (path, text) in self.texts.all().filter(|(path, _)| rule(path)) {
            all.push_str(&format!("{path}\t{}\n", Digest::of(text.as_bytes())));
        }
        format!("{:016x}", Digest::of(all.as_bytes()).first_eight())
    }

    /// Paths of the captures that need no reading.
    pub fn settled(&self) -> HashSet<String> {
        let there = self
            .captures
            .iter()
            .filter_map(|source| Some((&*source.path, source.digest()?)));
        article::settled(&self.stubs.articles, &self.lock, &self.read_with(), there)
    }

    /// Writes into a planned lock what its captures were read with, and of which of those that were read now something
    /// was said since there were `told_before` diagnostics. `whole` is set where every capture was read that is there and
    /// needed it.
    pub fn seal(&self, plan: &mut Plan, captured: &[Captured], told_before: usize, whole: bool) {
        if plan.lock.newer {
            return;
        }
        let read: HashSet<&str> = captured.iter().map(|capture| &*capture.path).collect();
        let told = self.diagnostics.get(told_before..).unwrap_or_default();
        article::mark_told(&mut plan.lock, &self.stubs.articles, &read, told);
        let now = self.read_with();
        let all = whole || self.lock.articles.is_empty();
        if all && self.lock.read_with.as_ref() != Some(&now) {
            article::mark_unread(&mut plan.lock, &read);
        }
        let before = plan.lock.read_with.take();
        plan.lock.read_with = match &self.lock.read_with {
            _ if all => Some(now),
            // What was read before was read otherwise: the next build reads everything.
            before => before.clone().filter(|before| *before == now),
        };
        plan.lock.canonical &= plan.lock.read_with == before;
    }

    /// Reads and tags the captures, whose bytes are forgotten.
    pub fn captured(&mut self) -> Vec<Captured> {
        self.captured_but(&HashSet::new()).0
    }

    /// Reads and tags the captures but for `settled` ones, which come second.
    pub fn captured_but(&mut self, settled: &HashSet<String>) -> (Vec<Captured>, Vec<SettledSource>) {
        let (known, open): (Vec<Source>, Vec<Source>) = std::mem::take(&mut self.captures)
            .into_iter()
            .partition(|source| settled.contains(&*source.path));
        let limits = self.limits();
        let captured = pipeline::read_captures(open, &self.knowledge.vocabulary, limits).take(&mut self.diagnostics);
        for capture in &captured {
            self.texts.add(&capture.path, &capture.text);
        }
        let known: Vec<SettledSource> = known.into_iter().filter_map(Source::settled).collect();
        for source in &known {
            self.texts.add_late(&source.path, &source.text);
        }
        (captured, known)
    }

    /// Diagnostics but for those the review allows, the gravest last, their files named from the review's root.
    pub fn reportable(&self) -> Vec<Diagnostic> {
        let allowed: BTreeSet<&str> = self.config.check.allow.iter().map(String::as_str).collect();
        let shown = self.diagnostics.iter().filter(|d| !allowed.contains(d.code.0));
        let mut list: Vec<Diagnostic> = shown.cloned().collect();
        for label in list.iter_mut().flat_map(|diagnostic| &mut diagnostic.labels) {
            if &*label.file != CONFIG && &*label.file != LOCK {
                label.file = format!("content/{}", label.file).into();
            }
        }
        list.sort_by_key(|d| d.severity);
        list
    }

    /// The text of a file by its path from the review's root, for drawing what [`Review::reportable`] gives.
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        self.texts.get(path.strip_prefix("content/").unwrap_or(path))
    }

    /// Adopts the stubs and the lock of an import that has been written.
    pub fn adopt(&mut self, plan: Plan) {
        let mut changed = Vec::with_capacity(plan.changes.len());
        for change in plan.changes {
            let file = TextFile {
                path: change.path,
                text: change.new.into(),
            };
            self.texts.add(&file.path, &file.text);
            changed.push(file.clone());
            match self.stub_files.binary_search_by(|there| there.path.cmp(&file.path)) {
                Ok(index) => self.stub_files[index] = file,
                Err(index) => self.stub_files.insert(index, file),
            }
        }
        self.lock = plan.lock;
        // What was wrong in the stubs before was reported then.
        let articles = &mut self.stubs.articles;
        for article in pipeline::read_stubs(&changed).value.articles {
            match articles.binary_search_by(|there| there.path.cmp(&article.path)) {
                Ok(index) => articles[index] = article,
                Err(index) => articles.insert(index, article),
            }
        }
    }
}

/// The settled captures with the texts in which quotes are looked for: those of articles that quote.
pub fn quoted_texts(settled: &[SettledSource], library: &Library) -> Vec<(Arc<str>, Option<Arc<str>>)> {
    let articles = library.articles.iter().map(|entry| &entry.article);
    let quoting = articles.filter(|article| article.findings.iter().any(|finding| finding.quote.is_some()));
    let wanted: HashSet<&str> = quoting
        .flat_map(|article| &article.captures)
        .map(String::as_str)
        .collect();
    let text = |source: &SettledSource| match wanted.contains(&*source.path) {
        true => source.text.get(),
        false => Some("".into()),
    };
    settled
        .par_iter()
        .map(|source| (Arc::clone(&source.path), text(source)))
        .collect()
}

/// The captures at hand, for proving quotes.
pub fn quote_sources<'c>(
    captured: &'c [Captured],
    settled: &'c [(Arc<str>, Option<Arc<str>>)],
) -> Vec<QuoteSource<'c>> {
    let read = captured.iter().map(|capture| QuoteSource {
        path: &capture.path,
        text: &capture.text,
        zones: match capture.records.as_slice() {
            [only] => &only.record.zones,
            _ => &[],
        },
    });
    let settled = settled.iter().filter_map(|(path, text)| {
        Some(QuoteSource {
            path,
            text: text.as_deref()?,
            zones: &[],
        })
    });
    read.chain(settled).collect()
}

/// Whether anything is wrong enough for exit status 1: an error, or with `strict` a warning.
pub fn has_errors(diagnostics: &[Diagnostic], strict: bool) -> bool {
    let least = if strict { Severity::Warning } else { Severity::Error };
    diagnostics.iter().any(|d| d.severity >= least)
}

/// Vocabulary files below `content/`. With one of them missing everything would be tagged anew and differently, so one
/// that cannot be read is a failure.
pub fn read_vocabulary(content: &Path) -> Result<Vec<TextFile>, Failure> {
    let texts = below(content, "vocabulary", |path| path.ends_with(".toml"));
    texts
        .map(|(path, text)| text.map_err(Failure::io(format!("cannot read content/{path}"))))
        .collect()
}

/// Takes stubs that are not UTF-8 out of the list, reports them and gives their paths: what was read of them is not
/// what their authors wrote, so nothing may be written back.
fn not_utf8(content: &Path, files: &mut Vec<TextFile>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Arc<str>> {
    let mut foreign = Vec::new();
    files.retain(|file| {
        let damaged = file.text.contains(char::REPLACEMENT_CHARACTER)
            && std::fs::read(content.join(&*file.path)).is_ok_and(|bytes| String::from_utf8(bytes).is_err());
        if damaged {
            diagnostics.push(
                Diagnostic::new(NOT_UTF8, "the stub is not UTF-8, so it is neither read nor changed")
                    .at(&file.path, Span::default())
                    .help("save it as UTF-8 in your editor"),
            );
            foreign.push(Arc::clone(&file.path));
        }
        !damaged
    });
    foreign
}

/// Pictures that can be read and may be shown; the others are missed where a text shows them.
fn read_images(content: &Path) -> Parsed<Vec<(String, Arc<[u8]>)>> {
    let files = fs::read_all(&content.join(IMAGES), review_of(content), |path| {
        !path.split('/').any(|name| name.starts_with('.'))
    });
    let (mut images, mut diagnostics) = (Vec::new(), Vec::new());
    for file in files {
        let path = format!("{IMAGES}{}", file.path);
        let Ok(bytes) = file.bytes else { continue };
        match refused_picture(&path, &bytes) {
            None => images.push((path, bytes.into())),
            Some(why) => diagnostics.push(
                Diagnostic::new(REFUSED_PICTURE, format!("{why}; it is kept out of the site"))
                    .at(&path.into(), Span::default())
                    .help("save it as a plain SVG or as PNG"),
            ),
        }
    }
    Parsed::new(images, diagnostics)
}

/// The review's folder, inside which links may lead.
fn review_of(content: &Path) -> &Path {
    content.parent().unwrap_or(content)
}

fn read_text(folder: &Path, name: &str) -> Result<Option<TextFile>, Failure> {
    Ok(read_string(folder, name)?.map(|text| TextFile {
        path: name.into(),
        text: text.into(),
    }))
}

fn read_string(folder: &Path, name: &str) -> Result<Option<String>, Failure> {
    let path = folder.join(name);
    fs::read_text(&path).map_err(Failure::io(format!("cannot read {}", path.display())))
}

/// Text files below `content/FOLDER`, their paths relative to `content/`, and the paths of those that cannot be read,
/// which are reported.
fn read_texts(content: &Path, folder: &str, wanted: impl Fn(&str) -> bool) -> Parsed<(Vec<TextFile>, Vec<Arc<str>>)> {
    let (mut files, mut unread, mut diagnostics) = (Vec::new(), Vec::new(), Vec::new());
    for (path, text) in below(content, folder, wanted) {
        match text {
            Ok(text) => files.push(text),
            Err(error) => {
                let path: Arc<str> = path.into();
                diagnostics.push(Diagnostic::new(UNREADABLE, error.to_string()).at(&path, Span::default()));
                unread.push(path);
            }
        }
    }
    Parsed::new((files, unread), diagnostics)
}

/// Reads the lock: its digest, what it says, and its text where something is wrong in it. It is as large as all stubs
/// together, and drawn only then.
#[expect(clippy::type_complexity, reason = "only one caller takes it apart")]
fn read_lock(root: &Path) -> Result<Option<(Digest, Parsed<Lock>, Option<Arc<str>>)>, Failure> {
    let Some(text) = read_string(root, LOCK)?.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let digest = Digest::of(text.as_bytes());
    let lock = Lock::parse(&LOCK.into(), &text);
    let drawn = (!lock.diagnostics.is_empty()).then(|| text.into());
    Ok(Some((digest, lock, drawn)))
}

/// Text files below `content/FOLDER` by their paths relative to `content/`.
fn below(
    content: &Path,
    folder: &str,
    wanted: impl Fn(&str) -> bool,
) -> impl Iterator<Item = (String, std::io::Result<TextFile>)> {
    let files = fs::read_all(&content.join(folder), review_of(content), wanted);
    files.into_iter().map(move |file| {
        let path = format!("{folder}/{}", file.path);
        let text = file.bytes.map(|bytes| TextFile {
            path: path.as_str().into(),
            text: fs::text_of(bytes).into(),
        });
        (path, text)
    })
}
