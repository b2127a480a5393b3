//! `citeloom check`: everything that is wrong or missing, in one run.

use super::console::Console;
use super::draw;
use super::review::{Review, RootArgument, has_errors};
use super::{Failure, Outcome};
use crate::base::Severity;
use crate::pipeline::Scope;
use crate::{library, pipeline};

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
}

/// How to report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Drawn for people, on standard error.
    Text,
    /// One JSON object a line, on standard output.
    Json,
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
    review
        .diagnostics
        .extend(library::check(&library, &super::review::quote_sources(&captured)));
    drop(stage);
    let diagnostics = review.reportable();
    match arguments.format {
        Format::Json => {
            for diagnostic in &diagnostics {
                console.result(&draw::to_json(diagnostic, &|path| review.text(path)).to_string())?;
            }
        }
        Format::Text => {
            console.diagnostics(&diagnostics, &|path| review.text(path));
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
