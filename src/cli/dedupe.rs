//! `citeloom dedupe`: search exports of several databases into one record a work.

use super::console::Console;
use super::{Failure, Outcome, count, matching};
use crate::fs;
use crate::journals::Journals;
use crate::record::{Field, Item, item_to_csl};
use crate::reference::{Certainty, Merged, dedupe};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Join the duplicate records of search exports
///
/// Reads the same files as `citeloom match` and writes the unique records as CSL-JSON, one a line of an array, each with
/// the values of all its duplicates. What was joined and why, and what is doubtful, can be written beside it.
#[derive(Debug, clap::Args)]
pub struct DedupeArguments {
    /// Files or folders.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Write the unique records here instead of to standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write every joined and every doubtful pair here, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Write the doubtful pairs here, as a file of decisions to edit and to give back with `--decisions`.
    #[arg(long, value_name = "FILE")]
    questions: Option<PathBuf>,
    /// A file of decisions (`same`, `different`, `correct`), as content/works.toml of a review.
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &DedupeArguments, console: &Console) -> Result<Outcome, Failure> {
    let journals = Journals::default();
    let mut diagnostics = Vec::new();
    let mut texts = super::review::Texts::default();
    let decisions = matching::decided(arguments.decisions.as_deref(), &mut diagnostics)?;
    let members = matching::read(&arguments.paths, &journals, &mut diagnostics, &mut texts)?;
    let items: Vec<&Item> = members.iter().map(|member| &member.item).collect();
    let deduped = dedupe(&items, &decisions, &journals).take(&mut diagnostics);
    console.diagnostics(&diagnostics, &|path| texts.get(path));

    let mut records = String::from("[\n");
    let works = &deduped.works.works;
    for (number, work) in works.iter().enumerate() {
        records.push_str(&Value::Object(item_to_csl(&work.key, &work.item)).to_string());
        records.push_str(if number + 1 < works.len() { ",\n" } else { "\n" });
    }
    records.push(']');
    match &arguments.out {
        Some(path) => fs::write_output(path, (records + "\n").as_bytes())
            .map_err(Failure::io(format!("cannot write {}", path.display())))?,
        None => console.result(&records)?,
    }
    if let Some(path) = &arguments.report {
        let origin = |index: usize| members.get(index).map_or(Value::Null, |member| member.origin.clone());
        let lines: String = deduped
            .merged
            .iter()
            .chain(&deduped.doubtful)
            .map(|pair| pair_to_json(pair, &origin).to_string() + "\n")
            .collect();
        fs::write_output(path, lines.as_bytes()).map_err(Failure::io(format!("cannot write {}", path.display())))?;
    }
    if let Some(path) = &arguments.questions {
        fs::write_output(path, deduped.questions().as_bytes())
            .map_err(Failure::io(format!("cannot write {}", path.display())))?;
    }
    console.say(&format!(
        "{}: {}, {}, {}",
        count(members.len(), "record"),
        count(works.len(), "work"),
        count(members.len() - works.len(), "duplicate"),
        count(deduped.doubtful.len(), "doubtful pair"),
    ));
    Ok(Outcome::Done)
}

fn pair_to_json(pair: &Merged, origin: &dyn Fn(usize) -> Value) -> Value {
    let names = |fields: &[Field]| -> Vec<&str> { fields.iter().map(|field| field.csl()).collect() };
    let verdict = match pair.certainty {
        Certainty::Certain => "certain",
        Certainty::Probable => "probable",
        Certainty::Doubtful => "doubtful",
    };
    let because = match pair.because {
        Some(reason) => reason.name(),
        None => &pair.why,
    };
    json!({
        "verdict": verdict,
        "because": because,
        "records": [origin(pair.a), origin(pair.b)],
        "agree": names(&pair.agree),
        "differ": names(&pair.differ),
    })
}
