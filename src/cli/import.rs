//! `citeloom import`: captures into the review, and their stubs.

use super::console::Console;
use super::review::{LOCK, Review, RootArgument, has_errors};
use super::sources::Source;
use super::{Failure, Outcome, named};
use crate::article::{Lock, Plan, Summary};
use crate::base::{Diagnostic, Digest, Severity};
use crate::capture::DecodeLimits;
use crate::fs::{self, RunLock};
use crate::library::Library;
use crate::pipeline::{self, CaptureFile, Scope, Unread};
use similar::TextDiff;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Take captures into the review and write their stubs
///
/// Copies the files (or all files of the folders) into content/sources/, reads them, and writes a stub into
/// content/articles/ for each paper. A paper that is there already is completed, never overwritten: what you changed
/// stays as you wrote it.
#[derive(Debug, clap::Args)]
pub struct ImportArguments {
    /// Files or folders to take in. Files that lie in content/sources/ already are read where they are.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    root: RootArgument,
    /// Show what would change, as a diff, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Runs the command.
pub fn run(arguments: &ImportArguments, console: &Console) -> Result<Outcome, Failure> {
    let root = arguments.root.find()?;
    let _lock = if arguments.dry_run { None } else { Some(lock(&root)?) };
    let mut review = Review::read(&root)?;
    let limits = review.limits();
    let named = take_in(
        &root,
        &arguments.paths,
        arguments.dry_run,
        limits,
        &mut review.diagnostics,
    )?;
    review.captures = named.into_iter().map(Source::given).collect();
    let stage = console.stage("reading captures");
    let told_before = review.diagnostics.len();
    let captured = review.captured();
    let mut plan = pipeline::import(&review.stubs, &review.lock, &captured, &review.knowledge, Scope::Named)
        .take(&mut review.diagnostics);
    drop(stage);
    review.seal(&mut plan, &captured, told_before, false);
    let summary = plan.summary.clone();
    if arguments.dry_run {
        show(&plan, console)?;
    } else {
        write(&root, &plan, review.lock_digest)?;
    }
    let diagnostics = review.reportable();
    let drawn = diagnostics.iter().filter(|d| d.severity > Severity::Note);
    console.diagnostics(drawn, &|path| review.text(path));
    report(&summary, arguments.dry_run, console);
    Ok(if has_errors(&diagnostics, false) {
        Outcome::ContentErrors
    } else {
        Outcome::Done
    })
}

/// How long another citeloom that works on the review is waited for. It holds the lock only while it builds.
const PATIENCE: Duration = Duration::from_secs(20);

/// Takes the review's lock, when whoever holds it is ready.
pub(super) fn lock(root: &Path) -> Result<RunLock, Failure> {
    let begun = Instant::now();
    loop {
        let taken = fs::lock_review(root).map_err(Failure::io(format!("cannot write to {}", root.display())))?;
        if let Some(lock) = taken {
            return Ok(lock);
        }
        if begun.elapsed() >= PATIENCE {
            return Err(Failure::Usage(format!(
                "another citeloom is working on {}; wait for it to end",
                root.display()
            )));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The same for a command that only reads. Nobody builds a review in a folder that may not be written to.
pub(super) fn lock_to_read(root: &Path) -> Result<Option<RunLock>, Failure> {
    match lock(root) {
        Ok(lock) => Ok(Some(lock)),
        Err(Failure::Io { .. }) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Copies what is not there yet, and reads it. A file that was named must be there; what cannot be read in a folder that
/// was named is reported.
fn take_in(
    root: &Path,
    paths: &[PathBuf],
    dry_run: bool,
    limits: DecodeLimits,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<CaptureFile>, Failure> {
    let sources = root.join("content").join("sources");
    let inside = std::fs::canonicalize(&sources).ok();
    let mut captures = Vec::new();
    for file in named::read(paths, limits) {
        let bytes = match file.bytes {
            Ok(bytes) => bytes,
            Err(error) if paths.iter().any(|path| path.to_string_lossy() == file.path) => {
                return Err(named::cannot_read(&file.path, &error));
            }
            Err(error) => {
                let Unread { code, why } = named::unread(&error);
                diagnostics.push(Diagnostic::new(code, format!("cannot read {}: {why}", file.path)));
                continue;
            }
        };
        let there = std::fs::canonicalize(&file.path).ok();
        let there = inside
            .as_ref()
            .and_then(|folder| there.as_ref()?.strip_prefix(folder).ok().map(Path::to_owned));
        let name = match there {
            Some(relative) => relative.to_string_lossy().replace('\\', "/"),
            None => {
                let name = file.path.rsplit('/').next().unwrap_or("capture.txt").to_owned();
                if dry_run {
                    name
                } else {
                    fs::add_file(&sources, &name, &bytes).map_err(Failure::io(format!("cannot copy {}", file.path)))?
                }
            }
        };
        captures.push(CaptureFile {
            path: format!("sources/{name}"),
            bytes: Ok(bytes),
        });
    }
    captures.sort_by(|a, b| a.path.cmp(&b.path));
    captures.dedup_by(|a, b| a.path == b.path);
    Ok(captures)
}

/// What an import made of the lock.
pub(super) struct NewLock {
    /// Its text.
    pub text: String,
    /// Whether it lies on the disk: a review without captures needs none until a work has a key.
    pub written: bool,
}

/// Writes stubs, then the lock: a run that dies between the two leaves stubs that the next one recognises as its own.
/// Gives the lock, if it is another one than before.
pub(super) fn write(root: &Path, plan: &Plan, old_lock: Option<Digest>) -> Result<Option<NewLock>, Failure> {
    if plan.lock.newer {
        // What a newer program wrote is neither understood nor overwritten; the diagnostic says so.
        return Ok(None);
    }
    for change in &plan.changes {
        let path = root.join("content").join(&*change.path);
        write_stub(&path, &change.new, change.old.as_deref())?;
    }
    if plan.lock.canonical {
        return Ok(None);
    }
    let text = plan.lock.to_text();
    if old_lock == Some(Digest::of(text.as_bytes())) {
        return Ok(None);
    }
    let written = !plan.lock.articles.is_empty() || old_lock.is_some();
    if written {
        write_lock(root, &text)?;
    }
    Ok(Some(NewLock { text, written }))
}

/// Writes the keys of works into the lock, where they are not there yet. `new` is its text if the import changed it; one
/// that stayed as it was is read again. Gives the text of the lock if it had to be changed.
pub(super) fn write_keys(root: &Path, library: &Library, new: Option<&str>) -> Result<Option<String>, Failure> {
    let Some(keys) = library.keys.as_ref().filter(|_| !library.articles.is_empty()) else {
        return Ok(None);
    };
    let text = match new {
        Some(new) => Lock::with_keys(new, keys),
        None => {
            let path = root.join(LOCK);
            let there = fs::read_text(&path).map_err(Failure::io(format!("cannot read {}", path.display())))?;
            let there = there.ok_or_else(|| {
                Failure::Usage(format!(
                    "{} was taken away while citeloom worked; run the command again",
                    path.display()
                ))
            })?;
            Lock::with_keys(&there, keys)
        }
    };
    if let Some(text) = &text {
        write_lock(root, text)?;
    }
    Ok(text)
}

fn write_lock(root: &Path, text: &str) -> Result<(), Failure> {
    let path = root.join(LOCK);
    fs::write_whole(&path, text.as_bytes()).map_err(Failure::io(format!("cannot write {}", path.display())))
}

/// Writes a stub, unless somebody saved it since it was read.
pub(super) fn write_stub(path: &Path, new: &str, old: Option<&str>) -> Result<(), Failure> {
    let written = fs::write_over(path, new.as_bytes(), old.map(str::as_bytes))
        .map_err(Failure::io(format!("cannot write {}", path.display())))?;
    if written {
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "{} was changed while citeloom worked and is left as it is; run the command again",
        path.display()
    )))
}

fn show(plan: &Plan, console: &Console) -> Result<(), Failure> {
    for change in &plan.changes {
        let path = format!("content/{}", change.path);
        let old = change.old.as_deref().unwrap_or("");
        let diff = TextDiff::from_lines(old, change.new.as_str());
        let before = if change.old.is_some() {
            path.as_str()
        } else {
            "/dev/null"
        };
        console.result(diff.unified_diff().header(before, &path).to_string().trim_end())?;
    }
    Ok(())
}

/// The first keys of a list.
fn some(keys: &[String]) -> String {
    const SHOWN: usize = 8;
    match keys.len().checked_sub(SHOWN).filter(|more| *more > 1) {
        Some(more) => format!("{} and {more} more", keys[..SHOWN].join(", ")),
        None => keys.join(", "),
    }
}

/// Says what an import did.
pub(super) fn report(summary: &Summary, dry_run: bool, console: &Console) {
    let would = if dry_run { "would be " } else { "" };
    for (keys, what) in [(&summary.created, "written"), (&summary.updated, "completed")] {
        if !keys.is_empty() {
            let count = console.paint(&super::count(keys.len(), "stub"), "1");
            console.say(&format!("{count} {would}{what}: {}", some(keys)));
        }
    }
    for (old, new) in &summary.renamed {
        console.say(&format!("content/{old} is content/{new} now"));
    }
    for (number, what) in [(summary.gone.len(), "capture"), (summary.entries_gone, "entry")] {
        if number > 0 {
            let verb = if number == 1 { "is" } else { "are" };
            console.say(&format!(
                "{} that the lock knows {verb} not there any more; the stubs stay, and `citeloom check` names them",
                super::count(number, what)
            ));
        }
    }
    if summary.created.is_empty() && summary.updated.is_empty() {
        console.say("nothing to import: every stub is as its captures and its author have it");
    }
}
