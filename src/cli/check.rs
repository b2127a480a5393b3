//! `citeloom check`: everything that is wrong or missing, in one run.

use super::build::{settings, theme_files};
use super::console::Console;
use super::draw;
use super::review::{Review, RootArgument, has_errors};
use super::{Failure, Outcome};
use crate::article::Captured;
use crate::base::codes::site::{BROKEN_INTERNAL_LINK, ORPHAN_PAGE};
use crate::base::{Diagnostic, Severity};
use crate::library::Library;
use crate::pipeline::Scope;
use crate::render::{self, PageLinks};
use crate::site::Words;
use crate::{library, pipeline};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

/// Find what is wrong, doubtful or missing in the review
///
/// Reads captures, stubs, vocabulary and decisions, links them, and reports missing fields, damaged captures, doubtful
/// references and works, conflicts, and citations and links that lead nowhere. Changes nothing.
#[derive(Debug, clap::Args)]
pub struct CheckArguments {
    #[command(flatten)]
    root: RootArgument,
    /// How to report.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Let warnings, too, give exit status 1.
    #[arg(long)]
    strict: bool,
    /// Draw everything, also where there is much of one kind.
    #[arg(long)]
    all: bool,
    /// Check nothing, but list the links that lead off the site, one a line with a page that has it, for a link checker.
    #[arg(long, conflicts_with = "format")]
    external: bool,
}

/// How to report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Drawn for people, on standard error.
    Text,
    /// One JSON object a line, on standard output.
    Json,
    /// Annotations of GitHub's workflows, on standard output: they stand beside the lines of a pull request.
    Github,
}

/// The pages as they would be built, with their links, and what was found wrong in making them.
fn pages(
    review: &Review,
    library: &Library,
    captured: &[Captured],
    root: &Path,
) -> (BTreeMap<String, PageLinks>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let theme = theme_files(root, &review.config.theme).take(&mut found);
    let words = Words::load(&review.config.language, &theme).take(&mut found);
    let settings = settings(review, captured, &[], None, words);
    let pages: Mutex<BTreeMap<String, PageLinks>> = Mutex::default();
    let made = pipeline::render(
        library,
        &review.knowledge.vocabulary,
        &settings,
        &theme,
        &|path, bytes| {
            let links = match path.ends_with(".html").then(|| std::str::from_utf8(bytes)) {
                Some(Ok(html)) => PageLinks::of(html),
                _ => PageLinks::default(),
            };
            pages
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner())
                .insert(path.to_owned(), links);
            Ok(())
        },
    );
    let pages = pages.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    found.extend(made.diagnostics);
    (pages, found)
}

/// Links that lead nowhere: those of authors' Markdown, and any of our own; and pages to which no link leads.
fn broken_links(pages: &BTreeMap<String, PageLinks>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(render::broken_links(pages).into_iter().map(|(page, href)| {
        Diagnostic::new(
            BROKEN_INTERNAL_LINK,
            format!("the page {page} links to {href}, which the site does not have"),
        )
        .help("to link to a paper, mechanism, drug, gene or page write [[its name]]")
    }));
    found.extend(render::orphans(pages).into_iter().map(|page| {
        Diagnostic::new(ORPHAN_PAGE, format!("no page links to {page}"))
            .help("link to it with [[its name]], or leave it out")
    }));
    found
}

/// How many of one kind are drawn unless all are asked for.
const DRAWN: usize = 10;

/// Draws what was found; of what there is much of, the first ones, and says how many more there are.
fn draw_some(diagnostics: &[Diagnostic], all: bool, review: &Review, console: &Console) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let drawn = diagnostics.iter().filter(|diagnostic| {
        let number = seen.entry(diagnostic.code.0).or_default();
        *number += 1;
        all || diagnostic.severity == Severity::Error || *number <= DRAWN
    });
    let drawn: Vec<&Diagnostic> = drawn.collect();
    let errors = |code: &str| {
        diagnostics
            .iter()
            .any(|d| d.code.0 == code && d.severity == Severity::Error)
    };
    console.diagnostics(drawn, &|path| review.text(path));
    for (code, number) in seen
        .into_iter()
        .filter(|(code, number)| !all && *number > DRAWN && !errors(code))
    {
        console.say(&format!(
            "{code}: {} more of the same kind; --all draws them",
            number - DRAWN
        ));
    }
}

/// Runs the command.
pub fn run(arguments: &CheckArguments, console: &Console) -> Result<Outcome, Failure> {
    let root = arguments.root.find()?;
    let mut review = Review::read(&root)?;
    let stage = console.stage("reading and linking");
    let captured = review.captured();
    let plan = pipeline::import(&review.stubs, &review.lock, &captured, &review.knowledge, Scope::Whole)
        .take(&mut review.diagnostics);
    let pending = plan.summary.created.len() + plan.summary.updated.len();
    review.adopt(plan);
    let library = pipeline::library(
        std::mem::take(&mut review.stubs),
        std::mem::take(&mut review.lock),
        &review.pages,
        &review.overviews,
        &review.knowledge,
    )
    .take(&mut review.diagnostics);
    review.diagnostics.extend(library::check(
        &library,
        &review.knowledge.vocabulary,
        &super::review::quote_sources(&captured, &[]),
    ));
    let (pages, found) = pages(&review, &library, &captured, &root);
    review.diagnostics.extend(found);
    review.diagnostics.extend(broken_links(&pages));
    drop(stage);
    if arguments.external {
        for (url, page) in render::external_links(&pages) {
            console.result(&format!("{url}\t{page}"))?;
        }
        return Ok(Outcome::Done);
    }
    let diagnostics = review.reportable();
    match arguments.format {
        Format::Json => {
            for diagnostic in &diagnostics {
                console.result(&draw::to_json(diagnostic, &|path| review.text(path)).to_string())?;
            }
        }
        Format::Github => {
            for diagnostic in &diagnostics {
                console.result(&draw::to_github(diagnostic, &|path| review.text(path)))?;
            }
            if pending > 0 {
                let changes = super::count(pending, "change");
                console.result(&format!(
                    "::notice title=Not built::captures make {changes} that are not in the stubs yet: run `citeloom build` and commit content/ and citeloom.lock"
                ))?;
            }
        }
        Format::Text => {
            draw_some(&diagnostics, arguments.all, &review, console);
            let number = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
            console.say(&format!(
                "checked {}: {}, {}, {}",
                super::count(library.articles.len(), "article"),
                super::count(number(Severity::Error), "error"),
                super::count(number(Severity::Warning), "warning"),
                super::count(number(Severity::Note), "note"),
            ));
            if pending > 0 {
                console.say(&format!(
                    "{} not yet imported: run `citeloom build`",
                    super::count(pending, "change")
                ));
            }
        }
    }
    Ok(if has_errors(&diagnostics, arguments.strict) {
        Outcome::ContentErrors
    } else {
        Outcome::Done
    })
}
