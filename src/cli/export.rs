//! `citeloom export`: the review's references for other programs.

use super::console::Console;
use super::review::{Review, RootArgument};
use super::{Failure, Outcome};
use crate::base::nearest;
use crate::export::{EXPORTS, Export, export};
use crate::fs;
use crate::library::{Library, WorkEntry};
use crate::pipeline;
use std::path::{Path, PathBuf};

/// Write references of the review as BibTeX, RIS, CSL-JSON and others
///
/// Takes the review as it was last built. Without keys all captured papers are written, with --cited every work that
/// they cite as well, with --mechanism the papers of one mechanism.
#[derive(Debug, clap::Args)]
#[command(after_help = formats_help())]
pub struct ExportArguments {
    /// Keys of articles or works; all captured papers by default.
    keys: Vec<String>,
    /// The format.
    #[arg(long, short, value_name = "FORMAT", default_value = "bibtex")]
    format: String,
    /// Cited works as well.
    #[arg(long)]
    cited: bool,
    /// The review itself, as `CITATION.cff` or citeloom.toml say; also in the format `cff`.
    #[arg(long, conflicts_with_all = ["keys", "cited", "mechanism"])]
    review: bool,
    /// The papers of this mechanism and of those below it.
    #[arg(long, value_name = "ID", conflicts_with_all = ["keys", "cited"])]
    mechanism: Option<String>,
    /// Write to a file and not to standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    root: RootArgument,
}

fn formats_help() -> String {
    let mut help = String::from("Formats:\n");
    for format in EXPORTS {
        help.push_str(&format!("  {:<10}{}\n", format.name, format.title));
    }
    help
}

/// Runs the command.
pub fn run(arguments: &ExportArguments, console: &Console) -> Result<Outcome, Failure> {
    if arguments.review {
        let root = arguments.root.find()?;
        let text = itself(&root, &arguments.format)?;
        return put(&text, 1, arguments, console);
    }
    let format = named(&arguments.format)?;
    let root = arguments.root.find()?;
    let review = Review::read(&root)?;
    let library = pipeline::library(review.stubs, review.lock, &[], &[], &review.knowledge).value;
    let works = chosen(&library, arguments)?;
    let items: Vec<(&str, &crate::record::Item)> = works
        .iter()
        .map(|work| {
            // What a person wrote into the stub goes before what the citations say.
            let item = work.article.map_or(&work.item, |id| &library.article(id).article.item);
            (work.key.as_str(), item)
        })
        .collect();
    let text = (format.write)(&items);
    put(&text, items.len(), arguments, console)
}

fn named(format: &str) -> Result<&'static Export, Failure> {
    export(format).ok_or_else(|| {
        let names: Vec<&str> = EXPORTS.iter().map(|format| format.name).collect();
        Failure::Usage(format!("there is no format {format}; there are {}", names.join(", ")))
    })
}

/// The review as a work.
fn itself(root: &Path, format: &str) -> Result<String, Failure> {
    let review = Review::read(root)?;
    let address = review.config.base_url.as_deref();
    let citation = super::citation::read(review.citation.as_deref(), &review.config, address);
    if format == "cff" {
        return citation.file.ok_or_else(|| {
            Failure::Usage(
                "CITATION.cff asks for authors; name them in citeloom.toml, as authors = [\"Family, Given\"]".into(),
            )
        });
    }
    Ok((named(format)?.write)(&[("review", &citation.item)]))
}

fn put(text: &str, references: usize, arguments: &ExportArguments, console: &Console) -> Result<Outcome, Failure> {
    match &arguments.output {
        Some(path) => {
            fs::write_output(path, text.as_bytes()).map_err(Failure::io(format!("cannot write {}", path.display())))?;
            console.say(&format!(
                "{} in {}",
                super::count(references, "reference"),
                path.display()
            ));
        }
        None => console.result(text.trim_end_matches('\n'))?,
    }
    Ok(Outcome::Done)
}

fn chosen<'l>(library: &'l Library, arguments: &ExportArguments) -> Result<Vec<&'l WorkEntry>, Failure> {
    if let Some(id) = &arguments.mechanism {
        let mut ids = library.mechanism_ids();
        let Some(found) = ids.find(|found| library.mechanism(*found).id == *id) else {
            let known = library.mechanisms.iter().map(|mechanism| mechanism.id.as_str());
            let near = nearest(id, known)
                .map(|near| format!("; did you mean {near}?"))
                .unwrap_or_default();
            return Err(Failure::Usage(format!("the review has no mechanism {id}{near}")));
        };
        let papers = library.papers_under(found).into_iter();
        return Ok(papers.map(|paper| library.work(library.article(paper).work)).collect());
    }
    if arguments.keys.is_empty() {
        let wanted = |work: &&WorkEntry| arguments.cited || work.article.is_some();
        return Ok(library.works.iter().filter(wanted).collect());
    }
    let names = crate::library::WorkNames::of(library);
    let find = |key: &String| {
        let found = names.get(key.trim_start_matches('@'));
        found.map(|id| library.work(id)).ok_or_else(|| {
            let near = names
                .nearest(key)
                .map(|near| format!("; did you mean {near}?"))
                .unwrap_or_default();
            Failure::Usage(format!("the review has no {key}{near}"))
        })
    };
    arguments.keys.iter().map(find).collect()
}
