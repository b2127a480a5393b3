//! `citeloom build`: captures into stubs, stubs into the site.

use super::console::Console;
use super::inputs::Inputs;
use super::memory::{self, Memory};
use super::public::Public;
use super::review::{Review, RootArgument, has_errors};
use super::sources::SettledSource;
use super::{Failure, Outcome, edit, import};
use crate::article::{Captured, Plan, Summary};
use crate::base::codes::capture::UNREADABLE;
use crate::base::{Diagnostic, Digest, Parsed, Severity, Span};
use crate::capture::CaptureText;
use crate::library::{Library, MechanismId, Reviewers, Standing, check};
use crate::pipeline::{self, EditMemory, Rendering, Scope};
use crate::publish::Publisher;
use crate::site::{CitationMeta, Repository, SiteCapture, SiteSettings, Words};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::RwLock;

/// Import new and changed captures, then build the site
///
/// Reads content/sources/, writes or completes the stubs in content/articles/ (never over anything you wrote), links
/// everything, and renders the site into public/. Open public/index.html by double-click.
#[derive(Debug, clap::Args)]
pub struct BuildArguments {
    #[command(flatten)]
    root: RootArgument,
    /// Where the site goes; `public/` in the review's folder by default.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Where the site will stand, such as https://group.github.io/review; only 404 page, sitemap and feeds need it.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Let warnings, too, give exit status 1.
    #[arg(long)]
    strict: bool,
    /// Make every page, whatever is remembered of earlier builds in .citeloom/.
    #[arg(long)]
    no_cache: bool,
    /// Read every capture again, those too that have not changed since the lock was written.
    #[arg(long)]
    reread: bool,
    /// Say how long each stage took.
    #[arg(long)]
    timings: bool,
}

/// A review that has been built.
pub(super) struct Built {
    /// The review as it is now, with all that was found wrong in it.
    pub review: Review,
    /// Its graph.
    pub library: Library,
    /// What the import changed.
    pub summary: Summary,
    /// Files of the review that the import wrote: (path from the review's root, text).
    pub wrote: Vec<(String, String)>,
    /// What of the captures becomes public with the site.
    pub public: Public,
    /// Whether the next build will say of the review what this one says, but for what was imported: some things are
    /// said once, as that a key has changed, or that a line of the lock was damaged.
    pub repeats: bool,
    /// Number of captures that were read, and of all.
    pub read: (usize, usize),
    /// Whether the import changed a stub or the lock.
    pub changed_content: bool,
    /// Number of pages.
    pub pages: usize,
    /// Number of them that are as they were and were not made again.
    pub kept: usize,
    /// What an edit of notes needs, where it may be remembered.
    pub edit: Option<EditMemory>,
    /// What was done to the site's files.
    pub published: crate::publish::Report,
    /// What its pages were made with.
    pub settings: SiteSettings,
    /// Files of the review's own theme.
    pub theme: Vec<(String, Vec<u8>)>,
}

/// Imports what is new and builds the site. `switch` is held while finished files are moved into place.
pub(super) fn make(
    root: &Path,
    out: &Path,
    base_url: Option<&str>,
    reread: bool,
    memory: Option<&Memory>,
    console: &Console,
    switch: &RwLock<()>,
) -> Result<Built, Failure> {
    let _lock = import::lock(root)?;
    let stage = console.stage("reading stubs, lock and vocabulary");
    let mut review = Review::read(root)?;
    drop(stage);
    let stage = console.stage("reading captures");
    let settled = if reread { HashSet::new() } else { review.settled() };
    let told_before = review.diagnostics.len();
    let mut repeats = review
        .diagnostics
        .iter()
        .all(|told| !speaks_of(told, super::review::LOCK));
    let (mut captured, known) = review.captured_but(&settled);
    drop(stage);
    let stage = console.stage("comparing captures with stubs");
    let read_before = review.diagnostics.len();
    let mut plan = if captured.is_empty() && pipeline::untouched(&review.stubs, &review.lock, &settled) {
        Plan::of_untouched(std::mem::take(&mut review.lock), review.stubs.articles.len())
    } else {
        let (stubs, lock, settled) = (&review.stubs, &review.lock, Some(&settled));
        pipeline::import_beside(stubs, lock, &captured, settled, &review.knowledge, Scope::Whole)
            .take(&mut review.diagnostics)
    };
    let read = (captured.len(), captured.len() + known.len());
    review.seal(&mut plan, &captured, told_before, true);
    let (before, of_import) = review.diagnostics.split_at(read_before);
    let of_changed = |told: &Diagnostic| plan.changes.iter().any(|change| speaks_of(told, &change.path));
    repeats &= of_import
        .iter()
        .all(|told| told.severity == Severity::Note && !is_drawn(told, true));
    repeats &= plan.changes.is_empty() || !before.iter().any(of_changed);
    // From here on only the texts are wanted, and the zones in which quotes are looked for.
    for capture in &mut captured {
        match capture.records.as_mut_slice() {
            [only] => {
                let zones = std::mem::take(&mut only.record.zones);
                *only = Default::default();
                only.record.zones = zones;
            }
            _ => capture.records = Vec::new(),
        }
    }
    drop(stage);
    let stage = console.stage("writing stubs and lock");
    let summary = plan.summary.clone();
    let new_lock = import::write(root, &plan, review.lock_digest)?;
    let newer = plan.lock.newer;
    let plan_was_empty = plan.changes.is_empty();
    let written = plan
        .changes
        .iter()
        .map(|change| (format!("content/{}", change.path), change.new.clone()));
    let mut wrote: Vec<(String, String)> = written.collect();
    review.adopt(plan);
    drop(stage);
    let stage = console.stage("linking references, works and mechanisms");
    let mut library = pipeline::library(
        std::mem::take(&mut review.stubs),
        std::mem::take(&mut review.lock),
        &review.pages,
        &review.overviews,
        &review.knowledge,
    )
    .take(&mut review.diagnostics);
    drop(stage);
    let stage = console.stage("checking");
    let keyed = match newer {
        true => None,
        false => import::write_keys(root, &library, new_lock.as_ref().map(|lock| &*lock.text))?,
    };
    let new_lock = keyed.or_else(|| Some(new_lock.filter(|lock| lock.written)?.text));
    library.keys = None;
    let changed_content = !plan_was_empty || new_lock.is_some();
    wrote.extend(new_lock.map(|text| (super::review::LOCK.to_owned(), text)));
    review.diagnostics.extend(check(
        &library,
        &review.knowledge.vocabulary,
        &super::review::quote_sources(&captured, &super::review::quoted_texts(&known, &library)),
    ));
    drop(stage);
    let stage = console.stage("planning the site");
    let publisher = Publisher::begin(out).map_err(Failure::io(format!("cannot write to {}", out.display())))?;
    let theme = theme_files(root, &review.config.theme).take(&mut review.diagnostics);
    let words = Words::load(&review.config.language, &theme).take(&mut review.diagnostics);
    let settings = settings(&review, &captured, &known, base_url, words);
    let rendering =
        Rendering::begin(&library, &review.knowledge.vocabulary, &settings, &theme).take(&mut review.diagnostics);
    drop(stage);
    let stage = console.stage("writing pages");
    let pages = rendering.jobs();
    stage.steps(pages);
    let cannot = |why| Failure::Usage(format!("cannot write to {}: {why}", out.display()));
    let offer = |path: &str, bytes: &[u8]| publisher.offer(path, bytes).map_err(|error| format!("{path}: {error}"));
    let remembered =
        memory.map(|memory| memory.pages(out, made_with(&settings, &theme, &review.config.language), &publisher));
    let kept = remembered.as_ref().map(|pages| pages as &dyn pipeline::Kept);
    rendering
        .pages(kept, &|path, bytes| {
            stage.step();
            offer(path, bytes)
        })
        .take(&mut review.diagnostics)
        .map_err(cannot)?;
    drop(stage);
    let stage = console.stage("writing search index and downloads");
    let edit = rendering.data(kept, &offer).map_err(cannot)?;
    let fresh = remembered.map(memory::Pages::into_fresh);
    drop(stage);
    let stage = console.stage("switching to the new site");
    let moving = switch.write();
    let published = publisher
        .finish()
        .map_err(Failure::io(format!("cannot write to {}", out.display())))?;
    drop(moving);
    let kept = fresh.as_ref().map_or(0, memory::Fresh::kept);
    if let (Some(memory), Some(fresh)) = (memory, &fresh) {
        let _ = memory.remember_pages(out, fresh);
    }
    drop(stage);
    let public = Public::of(&review, &library, &captured, &known);
    Ok(Built {
        public,
        review,
        library,
        summary,
        wrote,
        repeats,
        read,
        changed_content,
        pages,
        kept,
        edit,
        published,
        settings,
        theme,
    })
}

/// Runs the command.
pub fn run(arguments: &BuildArguments, console: &Console) -> Result<Outcome, Failure> {
    let root = arguments.root.find()?;
    let out = arguments.out.clone().unwrap_or_else(|| root.join("public"));
    let memory = if arguments.no_cache || arguments.reread {
        None
    } else {
        Memory::of(&root)
    };
    let asked = format!("{:?} {} {}", arguments.base_url, arguments.strict, console.looks());
    let inputs = memory
        .as_ref()
        .map(|memory| (memory, memory.inputs(&root, &out, &asked)));
    let inputs = inputs.as_ref().map(|(memory, inputs)| (*memory, inputs));
    let finished = inputs.and_then(|(memory, inputs)| memory.finished(&out, inputs.of));
    let edited = match (&finished, inputs) {
        (None, Some((memory, inputs))) => edit::apply(&root, &out, memory, inputs, console, &RwLock::default())?,
        _ => None,
    };
    let mut next = Vec::new();
    let outcome = if let Some(finished) = finished {
        console.say_all(&finished.said);
        console.say(&format!(
            "{}: nothing has changed since they were made",
            super::count(finished.pages, "page")
        ));
        outcome(finished.errors)
    } else if let Some(edited) = edited {
        console.say_all(&edited.said);
        tell_files(edited.pages, Some(edited.made), &edited.published, console);
        outcome(edited.errors)
    } else {
        let base_url = arguments.base_url.as_deref();
        let built = make(
            &root,
            &out,
            base_url,
            arguments.reread,
            memory.as_ref(),
            console,
            &RwLock::default(),
        )?;
        console.keep();
        describe(&built, arguments.strict, true, console);
        let said = console.kept_until_now();
        next = next_steps(&built);
        count_files(&built, console);
        if arguments.timings {
            let (read, all) = built.read;
            console.say(&format!("{read} of {} read", super::count(all, "capture")));
        }
        if let Some((memory, inputs)) = inputs {
            remember(&built, said, arguments.strict, &root, &out, memory, inputs);
        }
        let errors = has_errors(&built.review.reportable(), arguments.strict);
        // The process ends with this: the system takes all of it back at once, millions of small pieces are slower.
        std::mem::forget(built);
        outcome(errors)
    };
    if arguments.timings {
        console.tell_timings();
    }
    console.say(&format!(
        "{} {}",
        console.paint("open", "1;32"),
        out.join("index.html").display()
    ));
    next.iter().for_each(|line| console.say(line));
    Ok(outcome)
}

/// Remembers the site that was finished from these inputs, and what was `said` of it.
pub(super) fn remember(
    built: &Built,
    said: String,
    strict: bool,
    root: &Path,
    out: &Path,
    memory: &Memory,
    inputs: &Inputs,
) {
    let Some(inputs) = finished_from(built, inputs, root) else {
        return;
    };
    // What should be done next is said after a whole build.
    if let Some(edit) = built.edit.as_ref().filter(|_| lasting_steps(&built.library).is_empty()) {
        let _ = memory.remember_edit(out, &inputs, edit);
    }
    let errors = has_errors(&built.review.reportable(), strict);
    let _ = memory.remember_finished(out, &inputs, (said, errors), built.pages);
}

/// What the site was made from, as the next build finds it; `None` where that build may say something else of the review,
/// or where somebody wrote meanwhile.
fn finished_from(built: &Built, inputs: &Inputs, root: &Path) -> Option<Inputs> {
    if built.wrote.is_empty() {
        return (!built.changed_content && inputs.untouched(root)).then(|| inputs.clone());
    }
    let sure = built.repeats && built.summary.renamed.is_empty() && built.summary.entries_gone == 0;
    sure.then(|| inputs.after_writing(root, &built.wrote))?
}

fn speaks_of(told: &Diagnostic, path: &str) -> bool {
    told.labels.iter().any(|label| *label.file == *path)
}

/// What somebody who begins should do next; nothing once that is known.
fn next_steps(built: &Built) -> Vec<String> {
    let mut lines = lasting_steps(&built.library);
    if !built.summary.created.is_empty() {
        lines.push("next: `citeloom serve` follows what you write; `citeloom status` says what to judge first".into());
    }
    lines
}

/// What remains to be done until it is.
fn lasting_steps(library: &Library) -> Vec<String> {
    const SAMPLE: &str = "sources/sample.bib";
    let mut lines = Vec::new();
    if library.articles.is_empty() {
        if !library.mechanisms.is_empty() {
            lines.push("no papers yet: put captures (BibTeX, RIS, copied or saved pages) into content/sources/ and build again".into());
        }
        return lines;
    }
    let of_sample = |article: &crate::article::Article| article.captures.iter().any(|path| path == SAMPLE);
    let sample = library
        .articles
        .iter()
        .find(|entry| of_sample(&entry.article) && entry.article.captures.len() == 1);
    if let Some(entry) = sample.filter(|_| library.articles.len() > 1) {
        let path = &entry.article.path;
        lines.push(format!(
            "the sample is still there: delete content/{SAMPLE} and content/{path}"
        ));
    }
    lines
}

/// Says what a build did: what is wrong, and with `whole` what the review holds.
pub(super) fn report(built: &Built, strict: bool, whole: bool, console: &Console) {
    describe(built, strict, whole, console);
    count_files(built, console);
}

fn outcome(errors: bool) -> Outcome {
    if errors { Outcome::ContentErrors } else { Outcome::Done }
}

/// What is wrong in the review, and with `whole` what it holds.
fn describe(built: &Built, strict: bool, whole: bool, console: &Console) {
    let Built {
        review,
        library,
        summary,
        ..
    } = built;
    let diagnostics = review.reportable();
    let drawn = diagnostics.iter().filter(|told| is_drawn(told, strict));
    console.diagnostics(drawn, &|path| review.text(path));
    let quiet = summary.created.is_empty() && summary.updated.is_empty() && summary.renamed.is_empty();
    if !quiet {
        console.aside(|| import::report(summary, false, console));
    } else if summary.entries_gone > 0 {
        import::report(summary, false, console);
    }
    if whole && !(library.articles.is_empty() && library.mechanisms.is_empty()) {
        tell(library, console);
        built.public.tell(console);
    }
    let number = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
    if errors + warnings > 0 {
        let errors = console.paint(&super::count(errors, "error"), if errors > 0 { "1;31" } else { "0" });
        console.say(&format!(
            "{errors}, {}: `citeloom check` tells more",
            super::count(warnings, "warning")
        ));
    }
}

/// What is missing or doubtful is counted and told by `check`; a build draws only what is wrong, and what a person must know
/// of the captures.
fn is_drawn(told: &Diagnostic, strict: bool) -> bool {
    let code = told.code.0;
    let counted = || code.starts_with("CL06") || code.starts_with("CL03") || code.starts_with("CL04");
    match told.severity {
        Severity::Error => true,
        Severity::Warning => strict || !counted() || matches!(code, "CL0604" | "CL0620" | "CL0626"),
        Severity::Note => {
            (code.starts_with("CL01") && code != "CL0107") || matches!(code, "CL0627" | "CL0708" | "CL0909")
        }
    }
}

/// What was done to the site's files.
fn count_files(built: &Built, console: &Console) {
    let made = (built.kept > 0).then(|| built.pages - built.kept);
    tell_files(built.pages, made, &built.published, console);
}

/// Says how many pages there are, how many of them were made again if not all, and what was done to files.
pub(super) fn tell_files(pages: usize, made: Option<usize>, published: &crate::publish::Report, console: &Console) {
    let made = made.map_or(String::new(), |made| format!(" ({made} made again)"));
    console.say(&format!(
        "{}{made}, {} written, {} unchanged, {} removed",
        super::count(pages, "page"),
        super::count(published.created + published.replaced, "file"),
        published.unchanged,
        published.removed,
    ));
}

/// All that pages are made with beside their data.
fn made_with(settings: &SiteSettings, theme: &[(String, Vec<u8>)], language: &str) -> Digest {
    let images = settings.images.iter().map(|(path, bytes)| (path.as_str(), &**bytes));
    let files = theme.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let mut text = format!("{language}\n{}\n", settings.title);
    for (path, bytes) in files.chain(images) {
        text.push_str(&format!("{path}\t{}\n", Digest::of(bytes)));
    }
    Digest::of(text.as_bytes())
}

/// What the pages need to know beside the library.
pub(super) fn settings(
    review: &Review,
    captured: &[Captured],
    known: &[SettledSource],
    base_url: Option<&str>,
    words: Words,
) -> SiteSettings {
    let config = &review.config;
    let own = config.publish.domain.as_ref().map(|domain| format!("https://{domain}"));
    let base_url = base_url.or(config.base_url.as_deref()).or(own.as_deref());
    let read = captured
        .iter()
        .map(|one| (&one.path, CaptureText::Held(one.text.clone()), one.digest));
    let texts = read.chain(known.iter().map(|one| (&one.path, one.text.clone(), one.digest)));
    let citation = super::citation::read(review.citation.as_deref(), config, base_url);
    SiteSettings {
        title: config.title.clone(),
        description: config.description.clone(),
        authors: config.authors.iter().map(|name| super::citation::shown(name)).collect(),
        base_url: base_url.map(|url| url.trim_end_matches('/').to_owned()),
        words,
        repository: config.repository.as_ref().map(|address| Repository {
            address: address.trim_end_matches('/').to_owned(),
            branch: config.branch.clone(),
            edit_url: config.edit_url.clone(),
        }),
        domain: config.publish.domain.clone(),
        reviewers: Reviewers::new(&config.reviewers),
        captures: texts
            .map(|(path, text, digest)| {
                let publish = config.publish.full_text.iter().any(|name| **name == **path);
                let capture = SiteCapture { text, digest, publish };
                (path.to_string(), capture)
            })
            .collect(),
        generator: format!("citeloom {}", env!("CARGO_PKG_VERSION")),
        // The others are files to open beside it.
        formats: ["bibtex"]
            .into_iter()
            .filter_map(crate::export::export)
            .map(|format| crate::site::CitationFormat {
                title: format.title,
                write: format.write,
            })
            .collect(),
        downloads: pipeline::download_formats(config.publish.downloads.as_deref()),
        without_abstracts: !config.publish.abstracts(),
        citation_meta: CitationMeta {
            highwire: config.publish.citation_meta.iter().any(|name| name == "highwire"),
            dublin_core: config.publish.citation_meta.iter().any(|name| name == "dublin-core"),
        },
        style: review.style.clone(),
        images: review.images.clone(),
        citation: Some(citation.item).filter(|item| !item.author.is_empty()),
        own_citation: citation.own,
        citation_file: citation.file,
    }
}

/// Files of the review's own theme, which lie over the built-in one. Those that cannot be read are reported.
pub(super) fn theme_files(root: &Path, name: &str) -> Parsed<Vec<(String, Vec<u8>)>> {
    let folder = root.join("themes").join(name);
    let (mut files, mut diagnostics) = (Vec::new(), Vec::new());
    for file in crate::fs::read_all(&folder, root, |_| true) {
        match file.bytes {
            Ok(bytes) => files.push((file.path, bytes)),
            Err(error) => diagnostics.push(
                Diagnostic::new(UNREADABLE, error.to_string())
                    .at(&format!("themes/{name}/{}", file.path).into(), Span::default()),
            ),
        }
    }
    Parsed::new(files, diagnostics)
}

/// What the review holds, in four lines.
fn tell(library: &Library, console: &Console) {
    let works = || library.works.iter();
    let cited = works().filter(|work| !work.citers.is_empty()).count();
    let shared = works().filter(|work| work.citers.len() > 1).count();
    let noted = works()
        .filter(|work| work.citers.is_empty() && !work.noted_by.is_empty())
        .count();
    let references: usize = library.articles.iter().map(|entry| entry.references.len()).sum();
    let pairs = || library.articles.iter().flat_map(|entry| &entry.mechanisms);
    let named: HashSet<MechanismId> = pairs().map(|about| about.mechanism).collect();
    let standing = |wanted: Standing| pairs().filter(|about| about.standing() == wanted).count();
    let standings = [
        (Standing::Confirmed, "confirmed"),
        (Standing::Proposed, "proposed"),
        (Standing::Possible, "possible"),
        (Standing::Excluded, "excluded"),
        (Standing::Rejected, "rejected"),
    ]
    .map(|(wanted, word)| format!("{} {word}", standing(wanted)));
    let missing: usize = library.articles.iter().map(|entry| entry.missing.len()).sum();
    let incomplete = library
        .articles
        .iter()
        .filter(|entry| !entry.missing.is_empty())
        .count();
    let row =
        |label: &str, text: String| console.say(&format!("{} {text}", console.paint(&format!("{label:>11}"), "1")));
    row("articles", library.articles.len().to_string());
    row(
        "works",
        match (references, noted) {
            (0, 0) => "none cited: no article has references".to_owned(),
            (0, _) => format!("{noted} cited in notes; no article has references"),
            (_, 0) => format!(
                "{cited} cited in {}, {shared} of them by more than one article",
                super::count(references, "reference")
            ),
            (_, _) => format!(
                "{cited} cited in {}, {shared} of them by more than one article; {noted} more in notes only",
                super::count(references, "reference")
            ),
        },
    );
    row(
        "mechanisms",
        if named.is_empty() {
            "no article speaks of one".to_owned()
        } else {
            format!(
                "{} spoken of, in {} of article and mechanism: {}",
                named.len(),
                super::count(pairs().count(), "pair"),
                standings.join(", "),
            )
        },
    );
    if missing > 0 {
        row(
            "missing",
            format!(
                "{} in {}",
                super::count(missing, "field"),
                super::count(incomplete, "article")
            ),
        );
    }
}
