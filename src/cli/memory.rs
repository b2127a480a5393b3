//! What a build remembers for the next one, in the folder `.citeloom/` of the review: whether anything has changed at all,
//! and of what data each page was made.
//!
//! Content hashes decide; what a file is marked with says at most that it need not be hashed again (`inputs.rs`; of the
//! finished site's own files, which nobody else should touch, size and time are enough). A site during whose making a file
//! of the review was written is not remembered as finished, unless this program wrote it, and has said nothing that the
//! next build would not say again. What is remembered is of this program alone: another build of citeloom forgets it. The
//! folder may be deleted at any time, and `citeloom build --no-cache` does without it.

use super::inputs::Inputs;
use crate::base::Digest;
use crate::fs;
use crate::pipeline::{EditMemory, Kept};
use crate::publish::Publisher;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
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

/// A page's file: the data it was made of, its size and its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Page {
    of: u64,
    length: u64,
    changed: u128,
}

/// The pages of a site as they were made before, while it is made again.
pub struct Pages<'p> {
    out: PathBuf,
    publisher: &'p Publisher,
    head: String,
    known: HashMap<String, Page>,
    fresh: Mutex<Fresh>,
}

/// The pages of the site that is being made.
#[derive(Default)]
pub struct Fresh {
    head: String,
    of: BTreeMap<String, u64>,
    kept: usize,
}

impl Fresh {
    /// Number of pages that were not made again.
    pub fn kept(&self) -> usize {
        self.kept
    }
}

impl Kept for Pages<'_> {
    fn keep(&self, route: &str, of: Digest) -> bool {
        let Some(page) = self.known.get(route) else {
            return false;
        };
        let same = page.of == of.first_eight() && seen(&self.out.join(route)) == Some((page.length, page.changed));
        if !(same && self.publisher.keep(route)) {
            return false;
        }
        let mut fresh = self.fresh();
        fresh.of.insert(route.to_owned(), page.of);
        fresh.kept += usize::from(route.ends_with(".html"));
        true
    }

    fn made(&self, route: &str, of: Digest) {
        self.fresh().of.insert(route.to_owned(), of.first_eight());
    }
}

impl Pages<'_> {
    fn fresh(&self) -> std::sync::MutexGuard<'_, Fresh> {
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is to be remembered once the site is finished.
    pub fn into_fresh(self) -> Fresh {
        let mut fresh = self.fresh.into_inner().unwrap_or_else(PoisonError::into_inner);
        fresh.head = self.head;
        fresh
    }
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

    /// What the site of the review at `root` is made from, to be published in `out` with these `arguments`.
    pub fn inputs(&self, root: &Path, out: &Path, arguments: &str) -> Inputs {
        let earlier = std::fs::read_to_string(self.folder.join(inputs_of(out))).ok();
        Inputs::of(root, arguments, earlier.as_deref())
    }

    /// The site in `out`, if it was finished from these `inputs` and nobody has touched it since.
    pub fn finished(&self, out: &Path, inputs: Digest) -> Option<Finished> {
        let known = self.read::<Finished>(&name_of(out))?;
        let same = known.program == self.program && known.inputs == inputs;
        (same && Outputs::of(out)?.digest() == known.outputs).then_some(known)
    }

    /// The site in `out` and its files, if nobody has touched it since it was finished, and what was made from since then:
    /// paths of files whose contents are others, where no file came or went and nothing else was asked for.
    pub fn edited(&self, out: &Path, inputs: &Inputs) -> Option<(Finished, Outputs, Vec<PathBuf>)> {
        let known = self.read::<Finished>(&name_of(out))?;
        let (of, changed) = inputs.changed()?;
        if known.program != self.program || known.inputs.to_string() != of {
            return None;
        }
        let outputs = Outputs::of(out)?;
        (outputs.digest() == known.outputs).then_some((known, outputs, changed))
    }

    /// Whether a site in `out` left anything for an edit of its notes.
    pub fn has_edit(&self, out: &Path) -> bool {
        self.folder.join(notes_of(out)).is_file()
    }

    /// What the finished site in `out` left for an edit of its notes.
    pub fn edit(&self, out: &Path, finished: &Finished) -> Option<EditMemory> {
        let text = std::fs::read_to_string(self.folder.join(notes_of(out))).ok()?;
        let (of, lines) = text.split_once('\n')?;
        let words = std::fs::read(self.folder.join(words_of(out))).ok()?;
        let (of_words, words) = words.split_at_checked(of.len())?;
        let same = of == finished.inputs.to_string() && of.as_bytes() == of_words;
        same.then(|| EditMemory::from_parts(lines.to_owned(), words.to_vec()))
    }

    /// Remembers what an edit of notes needs, for the site that is finished from these inputs.
    pub fn remember_edit(&self, out: &Path, inputs: &Inputs, edit: &EditMemory) -> std::io::Result<()> {
        let (lines, words) = edit.parts();
        let of = inputs.of.to_string();
        self.write_bytes(&words_of(out), &[of.as_bytes(), words].concat())?;
        self.write_bytes(&notes_of(out), format!("{of}\n{lines}").as_bytes())
    }

    /// Remembers a finished site.
    pub fn remember_finished(
        &self,
        out: &Path,
        inputs: &Inputs,
        (said, errors): (String, bool),
        pages: usize,
    ) -> std::io::Result<()> {
        match Outputs::of(out) {
            Some(outputs) => self.remember_outputs(out, &outputs, inputs, (said, errors), pages),
            None => Ok(()),
        }
    }

    /// Remembers a finished site that has these files.
    pub fn remember_outputs(
        &self,
        out: &Path,
        outputs: &Outputs,
        inputs: &Inputs,
        (said, errors): (String, bool),
        pages: usize,
    ) -> std::io::Result<()> {
        self.write_bytes(&inputs_of(out), inputs.remembered().as_bytes())?;
        let finished = Finished {
            program: self.program,
            inputs: inputs.of,
            outputs: outputs.digest(),
            said,
            errors,
            pages,
        };
        self.write(&name_of(out), &finished)
    }

    /// The pages that are in `out`, if they were made by this program, with a theme, words and pictures of this digest.
    pub fn pages<'p>(&self, out: &Path, made_with: Digest, publisher: &'p Publisher) -> Pages<'p> {
        let head = format!("{} {made_with}", self.program);
        let text = std::fs::read_to_string(self.folder.join(pages_of(out))).unwrap_or_default();
        let mut lines = text.lines();
        let known = if lines.next() == Some(head.as_str()) {
            lines.filter_map(page_line).collect()
        } else {
            HashMap::new()
        };
        Pages {
            out: out.to_owned(),
            publisher,
            head,
            known,
            fresh: Mutex::default(),
        }
    }

    /// Remembers the pages of a finished site.
    pub fn remember_pages(&self, out: &Path, fresh: &Fresh) -> std::io::Result<()> {
        let lines: Vec<String> = fresh
            .of
            .par_iter()
            .filter_map(|(route, of)| {
                let (length, changed) = seen(&out.join(route))?;
                Some(format!("{route}\t{of:016x}\t{length}\t{changed}\n"))
            })
            .collect();
        let text = format!("{}\n{}", fresh.head, lines.concat());
        self.write_bytes(&pages_of(out), text.as_bytes())
    }

    fn read<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        let text = std::fs::read(self.folder.join(name)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    fn write<T: Serialize>(&self, name: &str, value: &T) -> std::io::Result<()> {
        self.write_bytes(name, &serde_json::to_vec(value)?)
    }

    fn write_bytes(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        let ignore = self.folder.join(".gitignore");
        if !ignore.exists() {
            fs::write_whole(&ignore, b"*\n")?;
        }
        fs::write_whole(&self.folder.join(name), bytes)
    }
}

/// The files of a finished site.
#[derive(Debug)]
pub struct Outputs {
    /// A line for each, in the order of the manifest: path, size and time.
    lines: Vec<String>,
}

impl Outputs {
    /// Of the site in `out`; `None` where it is not finished or a file is not there.
    fn of(out: &Path) -> Option<Self> {
        Self::listed(out, |_| None)
    }

    /// The files after those at the addresses in `changed` were written. Of the others no more is known than before: if
    /// somebody writes one meanwhile, the next build finds another site than the one that is remembered.
    pub fn after(&self, out: &Path, changed: &HashSet<&str>) -> Option<Self> {
        let known: HashMap<&str, &String> = self
            .lines
            .iter()
            .filter_map(|line| Some((line.split_once('\t')?.0, line)))
            .filter(|(path, _)| !changed.contains(path))
            .collect();
        Self::listed(out, |path| known.get(path).copied().cloned())
    }

    fn listed(out: &Path, known: impl Fn(&str) -> Option<String> + Sync) -> Option<Self> {
        if crate::publish::unfinished(out) {
            return None;
        }
        let manifest = std::fs::read_to_string(out.join(crate::publish::MANIFEST)).ok()?;
        let files: Vec<&str> = manifest.lines().collect();
        let line = |path: &str| {
            let (length, changed) = seen(&out.join(path))?;
            Some(format!("{path}\t{length}\t{changed}\n"))
        };
        let lines: Option<Vec<String>> = files
            .par_iter()
            .map(|path| known(path).or_else(|| line(path)))
            .collect();
        Some(Self { lines: lines? })
    }

    /// Their hash.
    fn digest(&self) -> Digest {
        Digest::of(self.lines.concat().as_bytes())
    }
}

/// Size and time of a file.
fn seen(path: &Path) -> Option<(u64, u128)> {
    let metadata = std::fs::metadata(path).ok()?;
    let changed = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((metadata.len(), changed.as_nanos()))
}

fn page_line(line: &str) -> Option<(String, Page)> {
    let mut parts = line.split('\t');
    let route = parts.next()?.to_owned();
    let of = u64::from_str_radix(parts.next()?, 16).ok()?;
    let (length, changed) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some((route, Page { of, length, changed }))
}

fn pages_of(out: &Path) -> String {
    beside(out, "pages-", ".txt")
}

fn inputs_of(out: &Path) -> String {
    beside(out, "inputs-", ".txt")
}

fn notes_of(out: &Path) -> String {
    beside(out, "notes-", ".jsonl")
}

fn words_of(out: &Path) -> String {
    beside(out, "words-", ".bin")
}

fn beside(out: &Path, prefix: &str, extension: &str) -> String {
    name_of(out).replace("site-", prefix).replace(".json", extension)
}

fn name_of(out: &Path) -> String {
    let whole = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    format!("site-{}.json", Digest::of(whole.as_os_str().as_encoded_bytes()).short())
}
