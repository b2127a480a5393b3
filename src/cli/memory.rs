//! What a build remembers for the next one, in the folder `.citeloom/` of the review: which captures need no reading,
//! and whether anything has changed at all.
//!
//! Content hashes decide, never times (but for the finished site's own files, which nobody else should touch). What is
//! remembered is of this program alone: another build of citeloom forgets it. The folder may be deleted at any time, and
//! `citeloom build --no-cache` does without it.

use super::review::Review;
use crate::article::Article;
use crate::base::{Diagnostic, Digest, Severity};
use crate::fs;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
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

/// Captures and stubs that belong together: importing them again would change nothing and report nothing.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Settled {
    program: Option<Digest>,
    /// Hash of what captures are read with: vocabulary, settings.
    rules: Option<Digest>,
    /// Captures by path.
    captures: BTreeMap<String, Digest>,
    /// Stubs by path.
    stubs: BTreeMap<String, Digest>,
    /// The lock.
    lock: Option<Digest>,
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

    /// Paths of captures that need no reading: they, the stubs of their articles and what they are read with are as they
    /// were when all of them had been read without a word.
    pub fn settled(&self, review: &Review) -> HashSet<String> {
        let Some(known) = self.read::<Settled>("captures.json") else {
            return HashSet::new();
        };
        if known.program != Some(self.program)
            || known.rules != Some(rules(review))
            || known.lock != Some(Digest::of(review.lock_text.as_bytes()))
        {
            return HashSet::new();
        }
        let same = |files: &BTreeMap<String, Digest>, path: &str, digest: Digest| files.get(path) == Some(&digest);
        let stubs: HashSet<&str> = review
            .stub_files
            .par_iter()
            .filter(|file| same(&known.stubs, &file.path, Digest::of(file.text.as_bytes())))
            .map(|file| &*file.path)
            .collect();
        // Quotes are looked for in the capture's zones, which only reading gives.
        let quotes = |article: &Article| article.findings.iter().any(|finding| finding.quote.is_some());
        let settled = |article: &&Article| stubs.contains(&*article.path) && !quotes(article);
        let articles: HashMap<&str, bool> = review
            .stubs
            .articles
            .iter()
            .map(|article| (article.key.as_str(), settled(&article)))
            .collect();
        let mut wanted: HashSet<&str> = HashSet::new();
        let mut owned: HashSet<&str> = HashSet::new();
        for (key, entry) in &review.lock.articles {
            let settled = articles.get(key.as_str()).copied().unwrap_or(false);
            for capture in &entry.captures {
                let list = if settled { &mut owned } else { &mut wanted };
                list.insert(&capture.path);
            }
        }
        // What the stubs name must be what the lock knows.
        for article in &review.stubs.articles {
            for path in &article.captures {
                if !owned.contains(path.as_str()) {
                    wanted.insert(path);
                }
            }
        }
        review
            .captures
            .par_iter()
            .filter(|file| owned.contains(file.path.as_str()) && !wanted.contains(file.path.as_str()))
            .filter(|file| match &file.bytes {
                Ok(bytes) => same(&known.captures, &file.path, Digest::of(bytes)),
                Err(_) => false,
            })
            .map(|file| file.path.clone())
            .collect()
    }

    /// Remembers what was read without a word: `lock` is the lock's text as written, `told` are the diagnostics of reading and importing.
    pub fn remember_settled(&self, review: &Review, lock: &str, told: &[Diagnostic]) -> std::io::Result<()> {
        // Notes on what a capture lacks are `check`'s, which reads everything; a build does not draw them.
        let said =
            |diagnostic: &&Diagnostic| diagnostic.severity > Severity::Note || diagnostic.code.0.starts_with("CL01");
        let named: HashSet<&str> = told
            .iter()
            .filter(said)
            .flat_map(|diagnostic| &diagnostic.labels)
            .map(|label| &*label.file)
            .collect();
        let quiet = |path: &str| !named.contains(path);
        let settled = Settled {
            program: Some(self.program),
            rules: Some(rules(review)),
            lock: Some(Digest::of(lock.as_bytes())),
            captures: review
                .captures
                .par_iter()
                .filter(|file| quiet(&file.path))
                .filter_map(|file| Some((file.path.clone(), Digest::of(file.bytes.as_ref().ok()?))))
                .collect(),
            stubs: review
                .stub_files
                .par_iter()
                .filter(|file| quiet(&file.path))
                .map(|file| (file.path.to_string(), Digest::of(file.text.as_bytes())))
                .collect(),
        };
        self.write("captures.json", &settled)
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
            std::fs::create_dir_all(&self.folder)?;
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
    for folder in ["content", "themes"] {
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

/// Hash of what captures are read with.
fn rules(review: &Review) -> Digest {
    let mut all = String::new();
    for (path, text) in review.texts.all().filter(|(path, _)| is_rule(path)) {
        all.push_str(&format!("{path}\t{}\n", Digest::of(text.as_bytes())));
    }
    Digest::of(all.as_bytes())
}

fn is_rule(path: &str) -> bool {
    path.starts_with("vocabulary/") || path == super::review::CONFIG || path == "works.toml"
}

fn name_of(out: &Path) -> String {
    let whole = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    format!("site-{}.json", Digest::of(whole.as_os_str().as_encoded_bytes()).short())
}
