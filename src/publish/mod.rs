//! Writing the site: only what differs, staged first, then moved in under a journal.
//!
//! The output folder may hold files of others; citeloom writes and removes only files that its manifest lists. A switch
//! that was interrupted is finished (or, before its journal was whole, forgotten) by the next [`Publisher::begin`].

mod guard;
mod journal;

pub use guard::{Foreign, foreign};
pub use journal::unfinished;

use crate::base::Digest;
use journal::Journal;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Name of the manifest in the output folder: one path a line, of the files that are ours.
pub const MANIFEST: &str = ".citeloom-manifest";
/// Folder of staged files in the output folder.
const STAGE: &str = ".citeloom-stage";

/// What a finished publication did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that were not there before.
    pub created: usize,
    /// Files whose bytes differ from before.
    pub replaced: usize,
    /// Files that are as they were.
    pub unchanged: usize,
    /// Files of ours that the site no longer has.
    pub removed: usize,
}

/// One publication into one folder. Pages may be offered from several threads.
#[derive(Debug)]
pub struct Publisher {
    out: PathBuf,
    owned_before: BTreeSet<String>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    owned: BTreeSet<String>,
    staged: BTreeSet<String>,
    folders: BTreeSet<PathBuf>,
    report: Report,
}

/// Puts one page in the place of the one that is there, between publications.
pub fn replace(out: &Path, path: &str, bytes: &[u8]) -> io::Result<()> {
    if !is_inside(path) {
        return Err(io::Error::other(format!("{path} is no path inside the output folder")));
    }
    let staged = out.join(STAGE).join(path);
    if let Some(folder) = staged.parent() {
        crate::fs::make_folder(folder)?;
    }
    crate::fs::write_staged(&staged, bytes)?;
    crate::fs::rename(&staged, &out.join(path))
}

impl Publisher {
    /// Begins a publication; finishes an interrupted one first.
    pub fn begin(out: &Path) -> io::Result<Self> {
        crate::fs::make_folder(out)?;
        journal::recover(out)?;
        let manifest = crate::fs::read_text(&out.join(MANIFEST))?.unwrap_or_default();
        Ok(Self {
            out: out.to_owned(),
            owned_before: manifest
                .lines()
                .filter(|line| is_inside(line))
                .map(str::to_owned)
                .collect(),
            state: Mutex::default(),
        })
    }

    /// Takes one file of the site. It is compared with what is there and staged if it differs.
    pub fn offer(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        if !is_inside(path) {
            return Err(io::Error::other(format!("{path} is no path inside the output folder")));
        }
        let target = self.out.join(path);
        let there = match std::fs::metadata(&target) {
            Ok(metadata) if metadata.len() == bytes.len() as u64 => Some(std::fs::read(&target)? == bytes),
            Ok(_) => Some(false),
            Err(_) => None,
        };
        if there != Some(true) {
            let staged = self.out.join(STAGE).join(path);
            if let Some(folder) = staged.parent() {
                // Made by one thread while the others wait: they may be about to write into it.
                let mut state = self.state();
                if !state.folders.contains(folder) {
                    crate::fs::make_folder(folder)?;
                    state.folders.insert(folder.to_owned());
                }
            }
            crate::fs::write_staged(&staged, bytes)?;
        }
        let mut state = self.state();
        if !state.owned.insert(path.to_owned()) {
            return Err(io::Error::other(format!("two pages have the address {path}")));
        }
        match there {
            Some(true) => state.report.unchanged += 1,
            Some(false) => state.report.replaced += 1,
            None => state.report.created += 1,
        }
        if there != Some(true) {
            state.staged.insert(path.to_owned());
        }
        Ok(())
    }

    /// Leaves a file of the site as it is; `false` where it is not ours or the site has it already.
    pub fn keep(&self, path: &str) -> bool {
        if !self.owned_before.contains(path) {
            return false;
        }
        let mut state = self.state();
        let kept = state.owned.insert(path.to_owned());
        state.report.unchanged += usize::from(kept);
        kept
    }

    /// Leaves every file of the site that was not offered as it is, but for those `gone`.
    pub fn keep_rest(&self, gone: &[String]) {
        let mut state = self.state();
        let rest = self.owned_before.difference(&state.owned);
        let rest: Vec<String> = rest.filter(|path| !gone.contains(path)).cloned().collect();
        state.report.unchanged += rest.len();
        state.owned.extend(rest);
    }

    /// Moves everything staged into place and removes what is ours and no longer of the site. A file of somebody else's
    /// that is in the way, and a folder that is a link, is an error, and nothing is changed.
    pub fn finish(self) -> io::Result<Report> {
        let state = self.state.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        let mut report = state.report;
        let stale: BTreeSet<String> = self.owned_before.difference(&state.owned).cloned().collect();
        report.removed = stale.len();
        let mut manifest = String::new();
        for path in &state.owned {
            manifest.push_str(path);
            manifest.push('\n');
        }
        guard::hold(&self.out, &self.owned_before, &state.staged, &stale)?;
        let journal = Journal {
            moves: state.staged,
            removals: stale,
            manifest,
        };
        journal.commit(&self.out)?;
        Ok(report)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// A digest over the paths and bytes of a published site, for comparing builds.
pub fn site_digest(out: &Path) -> io::Result<Digest> {
    let mut bytes = Vec::new();
    for path in crate::fs::list(out) {
        bytes.extend_from_slice(path.as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(Digest::of(&std::fs::read(out.join(&path))?).to_string().as_bytes());
        bytes.push(b'\n');
    }
    Ok(Digest::of(&bytes))
}

/// Whether `path` is relative, goes nowhere upward and names a file: what may be joined to the output folder.
pub fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', '\0', '\n', ':'])
        && path
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..")
}
