//! `citeloom watch`: captures dropped into a folder become part of the review.

use super::console::Console;
use super::memory::Memory;
use super::review::{Review, RootArgument};
use super::serve::{READ, edited, rebuild};
use super::{Failure, Outcome, build, import, named};
use crate::fs;
use crate::pipeline::read_capture;
use crate::serve::Watch;
use std::path::{Path, PathBuf};
use std::sync::RwLock;
use std::time::Duration;

/// Build whenever a file changes, and take in captures dropped into a folder
///
/// Without FOLDER the review's own folder is watched: captures put into content/sources/ become stubs and pages. With
/// FOLDER (such as the one your browser saves to) files that come into it while this runs and that hold a paper are
/// copied into content/sources/ first; all others are left alone.
#[derive(Debug, clap::Args)]
pub struct WatchArguments {
    /// A folder outside of the review.
    folder: Option<PathBuf>,
    #[command(flatten)]
    root: RootArgument,
    /// Where the site goes; `public/` in the review's folder by default.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// End after the first build that a change made.
    #[arg(long, hide = true)]
    once: bool,
}

/// How long one place is watched before the other is looked at.
const TURN: Duration = Duration::from_millis(250);
/// What browsers call a file that they have not finished.
const UNFINISHED: [&str; 5] = [".part", ".crdownload", ".download", ".tmp", ".partial"];

/// Runs the command.
pub fn run(arguments: &WatchArguments, console: &Console) -> Result<Outcome, Failure> {
    let root = arguments.root.find()?;
    let out = arguments.out.clone().unwrap_or_else(|| root.join("public"));
    let switch = RwLock::new(());
    if let Some(folder) = arguments.folder.as_ref().filter(|folder| !folder.is_dir()) {
        return Err(Failure::Usage(format!("{} is no folder", folder.display())));
    }
    let mut dropped = arguments
        .folder
        .as_ref()
        .map(|folder| (folder, Watch::new(folder, &[""])));
    let mut watch = Watch::new(&root, READ);
    let built = build::make(&root, &out, None, false, Memory::of(&root).as_ref(), console, &switch)?;
    build::report(&built, false, true, console);
    watch.pass_over(&built.wrote);
    drop(built);
    let place = match &arguments.folder {
        Some(folder) => folder.display().to_string(),
        None => root.join("content/sources").display().to_string(),
    };
    console.say(&format!("\n{} {place}", console.paint("watching", "1;32")));
    console.say("save or copy captures there; Ctrl+C ends");
    loop {
        let changed = match &mut dropped {
            None => watch.wait(None),
            Some((folder, drop)) => {
                let came = drop.wait(Some(TURN));
                if !came.is_empty() {
                    take_in(folder, &root, &came, console)?;
                }
                watch.wait(Some(TURN))
            }
        };
        if changed.is_empty() {
            continue;
        }
        if !arguments.once && edited(&root, &out, &changed, console, &switch) {
            continue;
        }
        let mut ended = Ok(());
        rebuild(&root, &out, &changed, console, &switch, &mut watch, |built| {
            if let (Err(failure), true) = (built, arguments.once) {
                ended = Err(Failure::Usage(failure.to_string()));
            }
        });
        if arguments.once {
            return ended.map(|()| Outcome::Done);
        }
    }
}

/// Copies what came into the folder and holds a paper.
fn take_in(folder: &Path, root: &Path, came: &[String], console: &Console) -> Result<(), Failure> {
    let limits = Review::limits_of(root)?;
    for name in came {
        if UNFINISHED.iter().any(|ending| name.ends_with(ending)) || name.ends_with('/') {
            continue;
        }
        // A file may be gone again, or not yet be ours to read.
        let bytes = match fs::read_at_most(&folder.join(name), limits.bytes as u64) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
                console.failure(&named::cannot_read(name, &error));
                continue;
            }
            Err(_) => continue,
        };
        if bytes.is_empty() {
            continue;
        }
        let (_, extraction) = read_capture(name, &bytes, limits).value;
        if !extraction.records.iter().any(|record| record.item.title().is_some()) {
            console.say(&format!("{name} holds no paper that citeloom can read: left alone"));
            continue;
        }
        let base = name.rsplit('/').next().unwrap_or(name);
        let _lock = import::lock(root)?;
        let taken = fs::add_file(&root.join("content/sources"), base, &bytes)
            .map_err(Failure::io(format!("cannot copy {name}")))?;
        console.say(&format!("{name} is content/sources/{taken} now"));
    }
    Ok(())
}
