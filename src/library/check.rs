//! Checks of the linked review. A check is one function and one line in [`CHECKS`].

use super::Library;
use crate::base::codes::article::MISSING_FIELD;
use crate::base::codes::reference::DOUBTFUL_REFERENCE;
use crate::base::{Diagnostic, Span};

/// A capture at hand: its path relative to `content/`, and its text.
pub type CaptureText<'t> = (&'t str, &'t str);

/// A check of the whole review.
pub struct Check {
    /// Its name, for documentation.
    pub name: &'static str,
    /// Runs it.
    pub run: fn(&Library, &[CaptureText<'_>]) -> Vec<Diagnostic>,
}

/// Every check, in the order of the report.
pub static CHECKS: &[Check] = &[
    Check {
        name: "missing fields",
        run: missing_fields,
    },
    Check {
        name: "doubtful references",
        run: doubtful_references,
    },
];

/// Runs every check.
pub fn check(library: &Library, captures: &[CaptureText<'_>]) -> Vec<Diagnostic> {
    CHECKS.iter().flat_map(|check| (check.run)(library, captures)).collect()
}

fn missing_fields(library: &Library, _captures: &[CaptureText<'_>]) -> Vec<Diagnostic> {
    let incomplete = library.articles.iter().filter(|entry| !entry.missing.is_empty());
    incomplete
        .map(|entry| {
            let article = &entry.article;
            let name = |field| crate::article::stub_name(field, article.item.kind).unwrap_or(field.csl());
            let names: Vec<&str> = entry.missing.iter().map(|field| name(*field)).collect();
            // The opening line of the front matter stands for what is not there.
            let opening = article.source.lines().next().map_or(0, str::len);
            Diagnostic::new(MISSING_FIELD, format!("`{}` lacks {}", article.key, list(&names)))
                .at(&article.path, Span::new(0, opening))
                .help("add a better capture of the paper to content/sources/, or write what you know into the stub")
        })
        .collect()
}

fn doubtful_references(library: &Library, _captures: &[CaptureText<'_>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for entry in &library.articles {
        for reference in entry
            .references
            .iter()
            .filter(|r| !r.doubts.is_empty() && !r.item.is_empty())
        {
            let mut diagnostic = Diagnostic::new(
                DOUBTFUL_REFERENCE,
                format!("reference {} was read with doubts", reference.number),
            )
            .at(&entry.article.path, reference.span);
            for doubt in &reference.doubts {
                diagnostic = diagnostic.note(*doubt);
            }
            found.push(diagnostic);
        }
    }
    found
}

/// `a`, `a and b`, `a, b and c`.
fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
