//! `citeloom refs`: free-text references into CSL-JSON, line by line.

use super::console::Console;
use super::{Failure, Outcome, named};
use crate::fs;
use crate::journals::Journals;
use crate::record::item_to_csl;
use crate::reference::parse;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Read free-text references: one a line in, one JSON object a line out
///
/// Each line of the output is {"text": the line, "item": a CSL-JSON item}, in the same order and number as the lines
/// of the input. What a reference does not say is absent.
#[derive(Debug, clap::Args)]
pub struct RefsArguments {
    /// File with one reference a line; `-` or nothing for standard input.
    file: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &RefsArguments, _console: &Console) -> Result<Outcome, Failure> {
    let most = named::bounds()?.bytes as u64;
    let (name, read) = match &arguments.file {
        Some(path) if path.as_os_str() != "-" => (path.display().to_string(), fs::read_at_most(path, most)),
        _ => ("standard input".to_owned(), fs::read_standard_input(most)),
    };
    let bytes = read.map_err(|error| named::cannot_read(&name, &error))?;
    let text = String::from_utf8_lossy(&bytes);
    let journals = Journals::default();
    let lines: Vec<&str> = text.lines().collect();
    let mut out = BufWriter::new(std::io::stdout().lock());
    // In batches, so that a long list is neither held whole nor slow.
    for batch in lines.chunks(4096) {
        let read: Vec<Value> = batch
            .par_iter()
            .map(|line| json!({"text": line, "item": item_to_csl("", &parse(line, &journals).item)}))
            .collect();
        for object in read {
            serde_json::to_writer(&mut out, &object)
                .map_err(std::io::Error::from)
                .and_then(|()| out.write_all(b"\n"))
                .map_err(Failure::io("standard output"))?;
        }
    }
    out.flush().map_err(Failure::io("standard output"))?;
    Ok(Outcome::Done)
}
