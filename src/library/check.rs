//! Checks of the linked review. A check is one function and one line in [`CHECKS`].

use super::Library;
use crate::article::{Article, QuoteSource, Status, check_quotes};
use crate::base::codes::article::{BESIDE_REFERENCES, CONTRADICTED, MISSING_FIELD, NO_JUDGE, NO_REASON};
use crate::base::codes::capture::{PUBLISHER_TEXT, UNUSED_CAPTURE};
use crate::base::codes::reference::DOUBTFUL_REFERENCE;
use crate::base::{Diagnostic, Span};
use crate::record::{Field, ZoneKind};
use crate::vocabulary::Vocabulary;
use std::collections::{BTreeSet, HashMap, HashSet};

/// A check of the whole review.
pub struct Check {
    /// Its name, for documentation.
    pub name: &'static str,
    /// Runs it over the library, with the vocabulary and the captures that are at hand.
    pub run: fn(&Library, &Vocabulary, &[QuoteSource<'_>]) -> Vec<Diagnostic>,
}

/// Every check, in the order of the report.
pub static CHECKS: &[Check] = &[
    Check {
        name: "missing fields",
        run: missing_fields,
    },
    Check {
        name: "quotes",
        run: quotes,
    },
    Check {
        name: "contradictions",
        run: contradicted,
    },
    Check {
        name: "judges",
        run: judges,
    },
    Check {
        name: "reasons",
        run: reasons,
    },
    Check {
        name: "publishers' text",
        run: publishers_text,
    },
    Check {
        name: "doubtful references",
        run: doubtful_references,
    },
    Check {
        name: "words beside references",
        run: beside_references,
    },
    Check {
        name: "pictures without text",
        run: |library, _, _| super::written::wordless(library),
    },
    Check {
        name: "formulas",
        run: |library, _, _| super::written::bad_formulas(library),
    },
    Check {
        name: "unused captures",
        run: unused_captures,
    },
];

/// Runs every check.
pub fn check(library: &Library, vocabulary: &Vocabulary, captures: &[QuoteSource<'_>]) -> Vec<Diagnostic> {
    let found = CHECKS
        .iter()
        .flat_map(|check| (check.run)(library, vocabulary, captures));
    found.collect()
}

fn missing_fields(library: &Library, _vocabulary: &Vocabulary, _captures: &[QuoteSource<'_>]) -> Vec<Diagnostic> {
    let incomplete = library.articles.iter().filter(|entry| !entry.missing.is_empty());
    incomplete
        .map(|entry| {
            let article = &entry.article;
            let name = |field| match field {
                Field::Author if article.item.et_al => "some authors",
                field => crate::article::stub_name(field, article.item.kind).unwrap_or(field.csl()),
            };
            let names: Vec<&str> = entry.missing.iter().map(|field| name(*field)).collect();
            // The opening line of the front matter stands for what is not there.
            let opening = article.source.lines().next().map_or(0, str::len);
            Diagnostic::new(MISSING_FIELD, format!("`{}` lacks {}", article.key, list(&names)))
                .at(&article.path, Span::new(0, opening))
                .help("add a better capture of the paper to content/sources/, or write what you know into the stub")
        })
        .collect()
}

/// Findings that a person has judged, and under which the program's name still stands.
fn judges(library: &Library, _vocabulary: &Vocabulary, _captures: &[QuoteSource<'_>]) -> Vec<Diagnostic> {
    let findings = library.articles.iter().flat_map(|entry| {
        entry
            .article
            .findings
            .iter()
            .map(move |finding| (&entry.article, finding))
    });
    findings
        .filter(|(_, finding)| finding.by.is_some() && finding.judge().is_none())
        .map(|(article, finding)| {
            let by = finding.spans.iter().find(|(key, _)| key == "by");
            Diagnostic::new(NO_JUDGE, "the finding is judged, and the program cannot have judged it")
                .at(&article.path, by.map_or(finding.span, |(_, span)| *span))
                .help("write your own name")
        })
        .collect()
}

/// Papers that were left out of the review without a word why.
fn reasons(library: &Library, _vocabulary: &Vocabulary, _captures: &[QuoteSource<'_>]) -> Vec<Diagnostic> {
    let articles = library.articles.iter().map(|entry| &entry.article);
    let silent = |article: &&Article| {
        article.status == Status::Excluded && article.reason.as_deref().is_none_or(|why| why.trim().is_empty())
    };
    articles
        .filter(silent)
        .map(|article| {
            let line = article.source.lines().scan(0, |at, line| {
                let start = *at;
                *at += line.len() + 1;
                Some((start, line))
            });
            let status = line
                .into_iter()
                .find(|(_, line)| line.trim_start().starts_with("status"));
            let (start, words) = status.unwrap_or((0, article.source.lines().next().unwrap_or("")));
            Diagnostic::new(
                NO_REASON,
                format!("`{}` is excluded, and nothing says why", article.key),
            )
            .at(&article.path, Span::new(start, start + words.trim_end().len()))
            .help("write reason = \"…\" in the line below")
        })
        .collect()
}

/// Words that stand under `## References` and are no item of the list.
fn beside_references(library: &Library, _vocabulary: &Vocabulary, _captures: &[QuoteSource<'_>]) -> Vec<Diagnostic> {
    let articles = library.articles.iter().map(|entry| &entry.article);
    let beside = articles.flat_map(|article| article.beside_references.iter().map(move |words| (article, words)));
    beside
        .map(|(article, words)| {
            Diagnostic::new(BESIDE_REFERENCES, "this has no number, so it is shown with your notes")
                .at(&article.path, words.span)
                .help("write it under ## Notes, or put a number before it if it is a reference")
        })
        .collect()
}

/// Every quote of a finding stands in a capture of its article, letter for letter.
fn quotes(library: &Library, _vocabulary: &Vocabulary, captures: &[QuoteSource<'_>]) -> Vec<Diagnostic> {
    let by_path: HashMap<&str, &QuoteSource<'_>> = captures.iter().map(|source| (source.path, source)).collect();
    let mut found = Vec::new();
    for entry in library
        .articles
        .iter()
        .filter(|entry| !entry.article.findings.is_empty())
    {
        let sources: Vec<QuoteSource<'_>> = entry
            .article
            .captures
            .iter()
            .filter_map(|path| by_path.get(path.as_str()).map(|s| **s))
            .collect();
        found.extend(check_quotes(&entry.article, entry.locked.as_ref(), &sources).diagnostics);
    }
    found
}

/// Every finding agrees with its captures, with the author's word on its mechanism, and with the vocabulary.
fn contradicted(library: &Library, vocabulary: &Vocabulary, captures: &[QuoteSource<'_>]) -> Vec<Diagnostic> {
    let by_path: HashMap<&str, &QuoteSource<'_>> = captures.iter().map(|source| (source.path, source)).collect();
    // What stands in the titles of references is not the paper's own.
    let own = |kind: ZoneKind| !matches!(kind, ZoneKind::References | ZoneKind::Boilerplate);
    let texts = |entry: &super::ArticleEntry| -> Option<Vec<&str>> {
        let mut texts = Vec::new();
        for path in &entry.article.captures {
            let zones = by_path.get(path.as_str())?.zones.iter();
            texts.extend(zones.filter(|zone| own(zone.kind)).map(|zone| zone.text.as_str()));
        }
        Some(texts).filter(|texts| !texts.is_empty())
    };
    let diagnostic = |found: super::Contradiction| {
        let article = &library.article(found.place.0).article;
        let finding = article.findings.get(found.place.1);
        let span = finding.map_or(Span::default(), |finding| {
            let of_key = finding
                .spans
                .iter()
                .find(|(key, _)| key.trim_end_matches('s') == found.key.trim_end_matches('s'));
            of_key.map_or(finding.span, |(_, span)| *span)
        });
        Diagnostic::new(CONTRADICTED, found.message).at(&article.path, span)
    };
    let found = super::contradictions(library, vocabulary, &texts);
    found.into_iter().map(diagnostic).collect()
}

/// Whether a capture read as `format` is the text of somebody's page, which may not be the review's to publish.
pub fn is_publishers_text(format: &str) -> bool {
    matches!(format, "page-text" | "html")
}

/// Captures at hand that are copied or saved pages, in one note.
fn publishers_text(library: &Library, _vocabulary: &Vocabulary, captures: &[QuoteSource<'_>]) -> Vec<Diagnostic> {
    let here: HashSet<&str> = captures.iter().map(|source| source.path).collect();
    let locked = library.articles.iter().filter_map(|entry| entry.locked.as_ref());
    let pages = locked
        .flat_map(|locked| &locked.captures)
        .filter(|capture| is_publishers_text(&capture.format) && here.contains(capture.path.as_str()));
    let paths: BTreeSet<&str> = pages.map(|capture| capture.path.as_str()).collect();
    let Some(first) = paths.first() else { return Vec::new() };
    let mut diagnostic = Diagnostic::new(
        PUBLISHER_TEXT,
        match paths.len() {
            1 => format!("content/{first} holds the text of a page that may not be yours to publish"),
            more => format!("{more} captures hold the text of pages that may not be yours to publish"),
        },
    )
    .help("keep them out of a public repository by .gitignore; the review builds whole without them");
    const SHOWN: usize = 10;
    for path in paths.iter().take(SHOWN).filter(|_| paths.len() > 1) {
        diagnostic = diagnostic.note(format!("content/{path}"));
    }
    if paths.len() > SHOWN {
        diagnostic = diagnostic.note(format!("and {} more", paths.len() - SHOWN));
    }
    vec![diagnostic]
}

fn doubtful_references(library: &Library, _vocabulary: &Vocabulary, _captures: &[QuoteSource<'_>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for entry in &library.articles {
        for reference in entry
            .references
            .iter()
            .filter(|r| !r.read.doubts.is_empty() && !r.read.nothing)
        {
            let mut diagnostic = Diagnostic::new(
                DOUBTFUL_REFERENCE,
                format!("reference {} was read with doubts", reference.number),
            )
            .at(&entry.article.path, reference.span);
            for doubt in &reference.read.doubts {
                diagnostic = diagnostic.note(*doubt);
            }
            found.push(diagnostic);
        }
    }
    found
}

/// Captures at hand that hold a paper and belong to no article.
fn unused_captures(library: &Library, _vocabulary: &Vocabulary, captures: &[QuoteSource<'_>]) -> Vec<Diagnostic> {
    let mut used: HashSet<&str> = HashSet::new();
    for entry in &library.articles {
        used.extend(entry.article.captures.iter().map(String::as_str));
        let locked = entry.locked.iter().flat_map(|locked| &locked.captures);
        used.extend(locked.map(|capture| capture.path.as_str()));
    }
    captures
        .iter()
        .filter(|source| !source.zones.is_empty() && !used.contains(source.path))
        .map(|source| {
            Diagnostic::new(UNUSED_CAPTURE, format!("no article uses content/{}", source.path))
                .at(&source.path.into(), Span::default())
                .help("`citeloom import` with its path writes its stub; or remove it")
        })
        .collect()
}

/// `a`, `a and b`, `a, b and c`.
fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
