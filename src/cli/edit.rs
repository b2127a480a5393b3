//! A build after an edit of nothing but notes on papers: it changes the finished site, and links nothing anew.
//!
//! It is taken only where the site is as the last build left it, no other file of the review has changed, and the stubs say
//! nothing else but other notes; everything else is for a whole build, which gives the same bytes.

use super::console::Console;
use super::inputs::Inputs;
use super::memory::Memory;
use super::review::Review;
use super::{Failure, build, import};
use crate::pipeline;
use crate::publish::{Publisher, Report};
use crate::site::Words;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::RwLock;

/// Stubs that are edited at once; more come from a program, or from another branch.
const STUBS: usize = 64;

/// What an edit did.
pub(super) struct Edited {
    /// What the last build said of the review: it is as true as it was.
    pub said: String,
    /// Whether the review has errors.
    pub errors: bool,
    /// Number of the site's pages.
    pub pages: usize,
    /// Number of them that were made again.
    pub made: usize,
    /// What was done to the site's files.
    pub published: Report,
}

/// Takes an edit into the site in `out`; `None` where it needs a whole build. `switch` is held while files are moved.
pub(super) fn apply(
    root: &Path,
    out: &Path,
    memory: &Memory,
    inputs: &Inputs,
    console: &Console,
    switch: &RwLock<()>,
) -> Result<Option<Edited>, Failure> {
    let _lock = import::lock(root)?;
    let stage = console.stage("comparing with the last build");
    let Some((finished, outputs, changed)) = memory.edited(out, inputs) else {
        return Ok(None);
    };
    let Some(stubs) = stubs(root, inputs, &changed) else {
        return Ok(None);
    };
    // What was said of a stub says where in its file.
    if stubs.iter().any(|(path, _)| finished.said.contains(path.as_str())) {
        return Ok(None);
    }
    let Some(remembered) = memory.edit(out, &finished) else {
        return Ok(None);
    };
    drop(stage);
    let stage = console.stage("changing notes");
    let config = Review::config_of(root)?;
    let theme = build::theme_files(root, &config.theme).value;
    let words = Words::load(&config.language, &theme).value;
    let page = |route: &str| std::fs::read_to_string(out.join(route)).ok();
    let Some(edited) = pipeline::edit(remembered, &stubs, &theme, &words, &page) else {
        return Ok(None);
    };
    drop(stage);
    let stage = console.stage("switching to the new site");
    let cannot = || Failure::io(format!("cannot write to {}", out.display()));
    let publisher = Publisher::begin(out).map_err(cannot())?;
    for (path, bytes) in &edited.files {
        publisher.offer(path, bytes).map_err(cannot())?;
    }
    publisher.keep_rest(&edited.gone);
    let moving = switch.write();
    let published = publisher.finish().map_err(cannot())?;
    drop((moving, stage));
    if inputs.untouched(root) {
        let _ = memory.remember_edit(out, inputs, &edited.memory);
        let said = (finished.said.clone(), finished.errors);
        let files = edited.files.iter().map(|(path, _)| path.as_str());
        let changed: HashSet<&str> = files.chain(edited.gone.iter().map(String::as_str)).collect();
        if let Some(outputs) = outputs.after(out, &changed) {
            let _ = memory.remember_outputs(out, &outputs, inputs, said, finished.pages);
        }
    }
    Ok(Some(Edited {
        said: finished.said,
        errors: finished.errors,
        pages: finished.pages,
        made: edited.pages,
        published,
    }))
}

/// The stubs that changed: paths relative to `content/`, and texts. `None` where other files have changed as well, or a
/// stub is another one than a moment ago.
fn stubs(root: &Path, inputs: &Inputs, changed: &[PathBuf]) -> Option<Vec<(String, String)>> {
    let content = root.join("content");
    if changed.is_empty() || changed.len() > STUBS {
        return None;
    }
    let stub = |file: &PathBuf| {
        let path = file.strip_prefix(&content).ok()?.to_str()?.replace('\\', "/");
        let text = std::fs::read_to_string(file).ok()?;
        let wanted = path.starts_with("articles/") && path.ends_with(".md") && inputs.holds(file, text.as_bytes());
        wanted.then_some((path, text))
    };
    changed.iter().map(stub).collect()
}
