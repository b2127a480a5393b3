//! What a build remembers for the next one, in the folder `.citeloom/` of the review: whether anything has changed at all.
//!
//! Content hashes decide, never times (but for the finished site's own files, which nobody else should touch). What is
//! remembered is of this program alone: another build of citeloom forgets it. The folder may be deleted at any time, and
//! `citeloom build --no-cache` does without it.

use crate::base::Digest;
use crate::fs;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The folder, below the review's root. It ignores itself in git.
const FOLDER: &str = ".citeloom";

/// The memory of one review.
#[derive(Debug)]
pub struct Memory {
    folder: PathBuf,
    /// Which program it is of.
    program: Digest,
}

/// A finished site.
#[derive(Debug, Serialize, Deserialize)]
pub struct Finished {
    program: Digest,
    inputs: Digest,
    outputs: Digest,
    /// What the build said of the review, and of what is wrong in it.
    pub said: String,
    /// Whether it had errors.
    pub errors: bool,
    /// Number of its pages.
    pub pages: usize,
}

impl Memory {
    /// The memory of the review at `root`; `None` where the program cannot tell which one it is.
    pub fn of(root: &Path) -> Option<Self> {
        let program = std::env::current_exe().ok()?;
        let metadata = std::fs::metadata(&program).ok()?;
        let changed = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let program = format!(
            "{} {} {} {}",
            env!("CARGO_PKG_VERSION"),
            program.display(),
            metadata.len(),
            changed.as_nanos()
        );
        Some(Self {
            folder: root.join(FOLDER),
            program: Digest::of(program.as_bytes()),
        })
    }

    /// The site in `out`, if it was finished from these `inputs` and nobody has touched it since.
    pub fn finished(&self, out: &Path, inputs: Digest) -> Option<Finished> {
        let known = self.read::<Finished>(&name_of(out))?;
        let same = known.program == self.program && known.inputs == inputs;
        (same && outputs(out) == Some(known.outputs)).then_some(known)
    }

    /// Remembers a finished site.
    pub fn remember_finished(
        &self,
        out: &Path,
        inputs: Digest,
        (said, errors): (String, bool),
        pages: usize,
    ) -> std::io::Result<()> {
        let Some(outputs) = outputs(out) else { return Ok(()) };
        let finished = Finished {
            program: self.program,
            inputs,
            outputs,
            said,
            errors,
            pages,
        };
        self.write(&name_of(out), &finished)
    }

    fn read<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        let text = std::fs::read(self.folder.join(name)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    fn write<T: Serialize>(&self, name: &str, value: &T) -> std::io::Result<()> {
        let ignore = self.folder.join(".gitignore");
        if !ignore.exists() {
            fs::write_whole(&ignore, b"*\n")?;
        }
        fs::write_whole(&self.folder.join(name), &serde_json::to_vec(value)?)
    }
}

/// Hash of all that a site is made from: the review's files, and `arguments`.
pub fn inputs(root: &Path, arguments: &str) -> Digest {
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(root).into_iter().flatten().flatten() {
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if !hidden && entry.path().is_file() {
            paths.push(entry.path());
        }
    }
    for folder in ["content", "themes", "styles"] {
        let folder = root.join(folder);
        paths.extend(fs::list(&folder).into_iter().map(|path| folder.join(path)));
    }
    paths.sort_unstable();
    let hashed: Vec<String> = paths
        .par_iter()
        .map(|path| match std::fs::read(path) {
            Ok(bytes) => format!("{}\t{}\n", path.display(), Digest::of(&bytes)),
            Err(error) => format!("{}\t{error}\n", path.display()),
        })
        .collect();
    Digest::of(format!("{arguments}\n{}", hashed.concat()).as_bytes())
}

/// Hash of the sizes and times of the files of a finished site; `None` where it is not finished or a file is not there.
fn outputs(out: &Path) -> Option<Digest> {
    if crate::publish::unfinished(out) {
        return None;
    }
    let manifest = std::fs::read_to_string(out.join(crate::publish::MANIFEST)).ok()?;
    let files: Vec<&str> = manifest.lines().collect();
    let seen: Option<Vec<String>> = files
        .par_iter()
        .map(|path| {
            let metadata = std::fs::metadata(out.join(path)).ok()?;
            let changed = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
            Some(format!("{path}\t{}\t{}\n", metadata.len(), changed.as_nanos()))
        })
        .collect();
    Some(Digest::of(seen?.concat().as_bytes()))
}

fn name_of(out: &Path) -> String {
    let whole = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    format!("site-{}.json", Digest::of(whole.as_os_str().as_encoded_bytes()).short())
}
