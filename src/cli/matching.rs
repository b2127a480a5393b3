//! `citeloom match`: which records and references are the same work.

use super::console::Console;
use super::{Failure, Outcome, named};
use crate::base::codes::extract::LIMIT_REACHED;
use crate::base::{Diagnostic, Span};
use crate::capture::decode;
use crate::extract::{Extraction, format_of};
use crate::fs;
use crate::journals::Journals;
use crate::record::Item;
use crate::reference::{Decisions, match_works, parse};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Find the same work in bibliographies and reference lists
///
/// Takes any files citeloom reads (each record is one item; CSL-JSON items keep their ids), and `.txt` files with one
/// reference a line. Writes one JSON object a work: {"work": key, "members": [{"capture", "id" or "line"}],
/// "because": [why]}. Every record stands in exactly one work.
#[derive(Debug, clap::Args)]
pub struct MatchArguments {
    /// Files or folders.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// A file of decisions (`same`, `different`), as content/works.toml of a review.
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
}

/// An item and how its origin is named.
pub(super) struct Member {
    /// `{"capture", "id" or "line"}`.
    pub(super) origin: Value,
    pub(super) item: Item,
}

/// Runs the command.
pub fn run(arguments: &MatchArguments, console: &Console) -> Result<Outcome, Failure> {
    let journals = Journals::default();
    let mut diagnostics = Vec::new();
    let mut texts = super::review::Texts::default();
    let decisions = decided(arguments.decisions.as_deref(), &mut diagnostics)?;
    let members = read(&arguments.paths, &journals, &mut diagnostics, &mut texts)?;
    let items: Vec<(&str, &Item)> = members.iter().map(|member| ("", &member.item)).collect();
    let works = match_works(&items, &decisions, &journals).take(&mut diagnostics);
    console.diagnostics(&diagnostics, &|path| texts.get(path));
    for work in &works.works {
        let origins: Vec<&Value> = work.members.iter().map(|&index| &members[index].origin).collect();
        let because: Vec<&str> = work.because.iter().map(|reason| reason.name()).collect();
        let object = json!({"work": work.key, "members": origins, "because": because});
        console.result(&object.to_string())?;
    }
    Ok(Outcome::Done)
}

/// Reads the file of decisions, if one is given.
pub(super) fn decided(path: Option<&Path>, diagnostics: &mut Vec<Diagnostic>) -> Result<Decisions, Failure> {
    let Some(path) = path else {
        return Ok(Decisions::default());
    };
    let text = fs::read_text(path)
        .map_err(Failure::io(format!("cannot read {}", path.display())))?
        .ok_or_else(|| Failure::Usage(format!("there is no file {}", path.display())))?;
    Ok(Decisions::load(&path.to_string_lossy(), &text).take(diagnostics))
}

/// Name of the format that takes what no other does.
const PAGE_TEXT: &str = "page-text";

/// Reads all records of the files; `.txt` files that are no export hold one reference a line.
pub(super) fn read(
    paths: &[PathBuf],
    journals: &Journals,
    diagnostics: &mut Vec<Diagnostic>,
    texts: &mut super::review::Texts,
) -> Result<Vec<Member>, Failure> {
    let mut members = Vec::new();
    let limits = named::bounds()?;
    for file in named::read(paths, limits) {
        match &file.bytes {
            Ok(bytes) if file.path.to_ascii_lowercase().ends_with(".txt") => {
                let decoded = decode(&file.path, bytes, limits);
                // Web of Science and PubMed, too, save their records under this name.
                if format_of(&decoded.value).is_some_and(|format| format.name != PAGE_TEXT) {
                    let (capture, extraction) = named::capture(&file, limits)?.take(diagnostics);
                    texts.add(&capture.path, &Arc::clone(&capture.text));
                    members.extend(records(&file.path, extraction));
                    continue;
                }
                let capture = decoded.take(diagnostics);
                members.extend(reference_lines(
                    &file.path,
                    &capture.text,
                    journals,
                    limits.records,
                    diagnostics,
                ));
            }
            _ => {
                let (capture, extraction) = named::capture(&file, limits)?.take(diagnostics);
                texts.add(&capture.path, &Arc::clone(&capture.text));
                members.extend(records(&file.path, extraction));
            }
        }
    }
    Ok(members)
}

fn reference_lines(
    path: &str,
    text: &str,
    journals: &Journals,
    most: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Member> {
    let mut lines: Vec<(usize, &str)> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .collect();
    if lines.len() > most {
        let message = format!(
            "the file has {} references, of which the first {most} are read",
            lines.len()
        );
        diagnostics.push(
            Diagnostic::new(LIMIT_REACHED, message)
                .at(&path.into(), Span::default())
                .help("raise limits.records in citeloom.toml if the file is meant to be so"),
        );
        lines.truncate(most);
    }
    lines
        .par_iter()
        .map(|(index, line)| Member {
            origin: json!({"capture": path, "line": index + 1}),
            item: parse(line, journals).item,
        })
        .collect()
}

fn records(path: &str, extraction: Extraction) -> impl Iterator<Item = Member> {
    extraction
        .records
        .into_iter()
        .enumerate()
        .map(move |(index, record)| Member {
            origin: json!({"capture": path, "id": record.id.unwrap_or_else(|| (index + 1).to_string())}),
            item: record.item,
        })
}
