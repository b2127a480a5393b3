//! `citeloom extract`: what captures say, for programs and with `--explain` for people.

use super::console::Console;
use super::draw::{self, Quoted};
use super::review::Texts;
use super::{Failure, Outcome, named};
use crate::base::{Diagnostic, Span};
use crate::capture::{Capture, DecodeLimits};
use crate::extract::output::{Findings, to_json};
use crate::extract::{Extraction, FORMATS, LAYOUTS};
use crate::fs::InputFile;
use crate::pipeline::{Knowledge, TextFile, built_in_vocabulary};
use crate::record::{Claim, Field, Record, Value, item_to_csl};
use crate::reference::parse;
use crate::vocabulary::{Evidence, Tier};
use rayon::prelude::*;
use serde_json::json;
use std::path::PathBuf;

/// Read captures and print their records as JSON Lines
///
/// One object a record: the CSL-JSON item, the references, mechanisms and entities, and for every value the bytes it
/// came from and the rule that took it. Writes nothing to disk and needs no review; inside one, its vocabulary is used.
#[derive(Debug, clap::Args)]
#[command(after_long_help = formats_help())]
pub struct ExtractArguments {
    /// Files or folders.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Show for people where each value came from, and which claims lost.
    #[arg(long)]
    explain: bool,
}

fn formats_help() -> String {
    let mut help = String::from("Formats, recognised by content first:\n");
    for format in FORMATS {
        help.push_str(&format!("  {:<14}{}\n", format.name, format.title));
    }
    help.push_str("\nLayouts of pages:\n");
    for layout in LAYOUTS {
        help.push_str(&format!("  {:<14}{}\n", layout.name, layout.title));
    }
    help
}

/// Runs the command.
pub fn run(arguments: &ExtractArguments, console: &Console) -> Result<Outcome, Failure> {
    let knowledge = knowledge()?;
    let limits = named::bounds()?;
    let files = named::read(&arguments.paths, limits);
    for file in &files {
        // Nothing is printed before all are known to be there.
        if let Err(error) = &file.bytes
            && error.kind() != std::io::ErrorKind::FileTooLarge
        {
            return Err(named::cannot_read(&file.path, error));
        }
    }
    for batch in files.chunks(256) {
        let read: Vec<(Vec<String>, Vec<Diagnostic>, Capture)> = batch
            .par_iter()
            .map(|file| print_file(file, &knowledge, limits, arguments.explain, console))
            .collect::<Result<_, Failure>>()?;
        for (lines, diagnostics, capture) in read {
            for line in lines {
                console.result(&line)?;
            }
            let mut texts = Texts::default();
            texts.add(&capture.path, &capture.text);
            console.diagnostics(&diagnostics, &|path| texts.get(path));
        }
    }
    Ok(Outcome::Done)
}

/// The vocabulary of the review around this folder, or the built-in one.
pub(super) fn knowledge() -> Result<Knowledge, Failure> {
    let mut vocabulary: Vec<TextFile> = Vec::new();
    if let Some(root) = named::review_around()? {
        vocabulary = super::review::read_vocabulary(&root.join("content"))?;
    }
    if vocabulary.is_empty() {
        vocabulary = built_in_vocabulary();
    }
    // What is wrong in the vocabulary is for `check` to say.
    Ok(Knowledge::load(&vocabulary, None).value)
}

fn print_file(
    file: &InputFile,
    knowledge: &Knowledge,
    limits: DecodeLimits,
    explain: bool,
    console: &Console,
) -> Result<(Vec<String>, Vec<Diagnostic>, Capture), Failure> {
    let mut diagnostics = Vec::new();
    let (capture, Extraction { format, records }) = named::capture(file, limits)?.take(&mut diagnostics);
    let told = Told::of(&diagnostics);
    let lines = records
        .iter()
        .enumerate()
        .map(|(index, record)| {
            if explain {
                explain_record(&capture, format, record, console)
            } else {
                let of_record = if records.len() == 1 {
                    diagnostics.clone()
                } else {
                    told.about(record)
                };
                to_json(&capture, format, record, index, findings(record, knowledge), &of_record).to_string()
            }
        })
        .collect();
    Ok((lines, diagnostics, capture))
}

/// The diagnostics of a capture by where they point: a damaged file may have as many of them as records.
struct Told<'d> {
    all: &'d [Diagnostic],
    /// Those that point nowhere.
    everywhere: Vec<usize>,
    /// Where the others begin, in the order of the text.
    places: Vec<(u32, usize)>,
}

impl<'d> Told<'d> {
    fn of(all: &'d [Diagnostic]) -> Self {
        let (mut everywhere, mut places) = (Vec::new(), Vec::new());
        for (index, diagnostic) in all.iter().enumerate() {
            match diagnostic.labels.first() {
                Some(label) => places.push((label.span.start, index)),
                None => everywhere.push(index),
            }
        }
        places.sort_unstable();
        Self {
            all,
            everywhere,
            places,
        }
    }

    /// Those about a record, in the order in which they were said.
    fn about(&self, record: &Record) -> Vec<Diagnostic> {
        let from = self.places.partition_point(|(start, _)| *start < record.span.start);
        let begin_inside = self.places.iter().skip(from);
        let begin_inside = begin_inside.take_while(|(start, _)| *start <= record.span.end);
        let mut indices: Vec<usize> = self.everywhere.clone();
        indices.extend(begin_inside.map(|(_, index)| *index));
        indices.sort_unstable();
        let diagnostics = indices.into_iter().filter_map(|index| self.all.get(index));
        diagnostics
            .filter(|diagnostic| {
                let label = diagnostic.labels.first();
                label.is_none_or(|label| record.span.contains(label.span))
            })
            .cloned()
            .collect()
    }
}

/// References, mechanisms and entities of a record.
fn findings(record: &Record, knowledge: &Knowledge) -> Findings {
    let tagging = knowledge.vocabulary.tag(&record.zones);
    let references = record.references.iter().map(|reference| {
        let mut item = parse(&reference.text, &knowledge.journals).item;
        if let Some(apart) = &reference.item {
            item.complete(apart);
        }
        (reference.text.clone(), item_to_csl("", &item))
    });
    let place =
        |evidence: &Evidence| json!({"start": evidence.span.start, "end": evidence.span.end, "text": &*evidence.text});
    let mechanisms = tagging.mechanisms.iter().map(|hit| {
        let evidence: Vec<serde_json::Value> = match hit.tier {
            Tier::Excluded => hit.vetoed.iter().map(place).collect(),
            Tier::Proposed | Tier::Possible => hit.triggers.iter().map(|trigger| place(&trigger.evidence)).collect(),
        };
        json!({"id": hit.id, "tier": hit.tier, "score": hit.score, "evidence": evidence})
    });
    let entities = tagging.entities.iter().map(|hit| {
        let evidence: Vec<serde_json::Value> = hit.evidence.iter().map(place).collect();
        json!({"id": hit.id, "kind": hit.kind, "evidence": evidence})
    });
    Findings {
        references: references.collect(),
        mechanisms: mechanisms.collect(),
        entities: entities.collect(),
    }
}

/// Each field, its value, the line it came from with the piece underlined, and the claims that lost.
fn explain_record(capture: &Capture, format: &str, record: &Record, console: &Console) -> String {
    let mut out = String::new();
    let layout = record
        .layout
        .map(|layout| format!(", layout {layout}"))
        .unwrap_or_default();
    out.push_str(&console.paint(&format!("{} ({format}{layout})\n", capture.path), "1"));
    for (field, places) in &record.provenance {
        let values = values_of(record, *field);
        for (index, place) in places.iter().enumerate() {
            let value = values.get(index).cloned().unwrap_or_default();
            out.push_str(&format!(
                "\n{} {value}\n",
                console.paint(&format!("{:<16}", field.csl()), "1;36")
            ));
            out.push_str(&quoted(&capture.text, place.span, place.rule, console));
        }
        for rival in record.rivals.iter().filter(|rival| rival.field == *field) {
            let label = console.paint(&format!("{:<16}", "  not taken"), "2");
            out.push_str(&format!("{label} {}\n", value_of(rival)));
            out.push_str(&quoted(&capture.text, rival.span, rival.rule, console));
        }
    }
    if !record.references.is_empty() {
        let count = super::count(record.references.len(), "reference");
        out.push_str(&format!(
            "\n{} {count}\n",
            console.paint(&format!("{:<16}", "references"), "1;36")
        ));
        if let (Some(first), Some(last)) = (record.references.first(), record.references.last()) {
            out.push_str(&quoted(&capture.text, first.span, "first", console));
            out.push_str(&quoted(&capture.text, last.span, "last", console));
        }
    }
    out
}

fn quoted(text: &str, span: Span, rule: &str, console: &Console) -> String {
    let Quoted { line, text, underline } = draw::quote(text, span);
    let number = console.paint(&format!("{line:>14} | "), "2");
    let gutter = console.paint(&format!("{:>14} | ", ""), "2");
    format!(
        "{number}{text}\n{gutter}{} {}\n",
        console.paint(&underline, "32"),
        console.paint(rule, "2")
    )
}

fn values_of(record: &Record, field: Field) -> Vec<String> {
    let item = &record.item;
    match field {
        Field::Id => record.id.iter().map(|id| shorten(id)).collect(),
        Field::Type => vec![item.kind.csl().to_owned()],
        Field::Keyword => item.keyword.clone(),
        _ if field.is_names() => item.names(field).iter().map(|name| name.display()).collect(),
        _ if field.is_date() => item.date(field).iter().map(ToString::to_string).collect(),
        _ => item.get(field).iter().map(|value| shorten(value)).collect(),
    }
}

fn value_of(claim: &Claim) -> String {
    match &claim.value {
        Value::Text(text) => shorten(text),
        Value::Name(name) => name.display(),
        Value::Date(date) => date.to_string(),
        Value::Kind(kind) => kind.csl().to_owned(),
    }
}

fn shorten(text: &str) -> String {
    const LONGEST: usize = 90;
    let short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        format!("{short}…")
    } else {
        short
    }
}
