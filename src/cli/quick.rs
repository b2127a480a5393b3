//! The first look at an edit: while a review of thousands of papers is linked anew, the page of the text that was just
//! saved is made from the library of the last build. The whole build follows, and what it makes is what counts.

use super::build::Built;
use crate::article;
use crate::library::{PageEntry, Renewed};
use crate::pipeline::Rendering;
use std::path::Path;
use std::sync::{PoisonError, RwLock};

/// Makes the page of the one text that has changed. `false` where that is not enough: nothing is said of it, for the build
/// that follows says all.
pub(super) fn look(built: &mut Built, root: &Path, out: &Path, changed: &[String], switch: &RwLock<()>) -> bool {
    let [path] = changed else { return false };
    let Some(renewed) = renew(built, root, path) else {
        return false;
    };
    let vocabulary = &built.review.knowledge.vocabulary;
    let rendering = Rendering::begin(&built.library, vocabulary, &built.settings, &built.theme).value;
    let _moving = switch.write().unwrap_or_else(PoisonError::into_inner);
    let written = rendering.page_of(renewed, &|route, bytes| {
        crate::publish::replace(out, route, bytes).map_err(|error| error.to_string())
    });
    written.is_ok()
}

/// The library of the last build after an edit that is in the site already; `None` where it cannot follow.
pub(super) fn follow(mut built: Built, root: &Path, changed: &[String]) -> Option<Built> {
    for path in changed {
        renew(&mut built, root, path)?;
    }
    Some(built)
}

fn renew(built: &mut Built, root: &Path, path: &str) -> Option<Renewed> {
    let text = std::fs::read_to_string(root.join(path)).ok()?;
    let path = path.strip_prefix("content/")?;
    let vocabulary = &built.review.knowledge.vocabulary;
    if path.starts_with("articles/") {
        let article = article::parse(path, &text).value?;
        built.library.renew_article(article, vocabulary)
    } else if path.starts_with("pages/") || path.starts_with("mechanisms/") {
        built
            .library
            .renew_page(PageEntry::parse(path, &text).value, vocabulary)
    } else {
        None
    }
}
