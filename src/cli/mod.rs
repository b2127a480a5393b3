//! The command line: one file a command, and what they share.

mod build;
mod check;
mod citation;
mod completions;
mod console;
mod dedupe;
mod doctor;
mod draw;
mod edit;
mod explain;
mod export;
mod extract;
mod import;
mod init;
mod inputs;
mod lock;
mod man;
mod matching;
mod memory;
mod named;
mod new;
mod pack;
mod propose;
mod public;
mod quick;
mod refs;
mod review;
mod serve;
mod sources;
mod status;
mod style;
mod tag;
mod theme;
mod watch;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Exit status for content that has errors.
const CONTENT_ERROR: u8 = 1;
/// Exit status for wrong usage, and for files that cannot be read or written at all.
const USAGE_ERROR: u8 = 2;

/// citeloom weaves captured papers into a living literature-review site.
///
/// Put what you captured (BibTeX, RIS, copied pages, saved HTML, PubMed files) into content/sources/ and run
/// `citeloom build`. Everything happens in this folder; nothing is ever fetched.
#[derive(Debug, Parser)]
#[command(name = "citeloom", version, propagate_version = true, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// When to use colours.
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = false
    )]
    color: console::ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::InitArguments),
    New(new::NewArguments),
    Build(build::BuildArguments),
    Serve(serve::ServeArguments),
    Watch(watch::WatchArguments),
    Pack(pack::PackArguments),
    Import(import::ImportArguments),
    Check(check::CheckArguments),
    Extract(extract::ExtractArguments),
    Refs(refs::RefsArguments),
    Match(matching::MatchArguments),
    Dedupe(dedupe::DedupeArguments),
    Export(export::ExportArguments),
    Tag(tag::TagArguments),
    Theme(theme::ThemeArguments),
    Propose(propose::ProposeArguments),
    Status(status::StatusArguments),
    Doctor(doctor::DoctorArguments),
    Lock(lock::LockArguments),
    Explain(explain::ExplainArguments),
    Completions(completions::CompletionsArguments),
    Man(man::ManArguments),
}

/// Why a command could not do its work at all; the message is for people.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// Wrong usage, or a folder that is no review.
    #[error("{0}")]
    Usage(String),
    /// The operating system refused.
    #[error("{what}: {error}")]
    Io {
        what: String,
        #[source]
        error: std::io::Error,
    },
}

impl Failure {
    fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Failure {
        let what = what.into();
        move |error| Failure::Io { what, error }
    }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All is well, or what is wrong is no fault of the command.
    Done,
    /// The content has errors.
    ContentErrors,
}

/// `1 article`, `2 articles`, `2 entries`.
fn count(number: usize, noun: &str) -> String {
    match (number, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        _ => format!("{number} {noun}s"),
    }
}

/// Whether the program understands a command line, whose first word is `citeloom`; what it would say if not. For tests of
/// the commands that documentation and workflows name.
pub fn understands(words: &[&str]) -> Result<(), String> {
    match Arguments::try_parse_from(words) {
        Ok(_) => Ok(()),
        Err(said) if !said.use_stderr() => Ok(()),
        Err(said) => Err(said.to_string()),
    }
}

/// Runs the command line and gives the exit status: 0, 1 for errors in the content, 2 for wrong usage.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let console = console::Console::new(arguments.color);
    let outcome = match arguments.command {
        Command::Init(arguments) => init::run(&arguments, &console),
        Command::New(arguments) => new::run(&arguments, &console),
        Command::Build(arguments) => build::run(&arguments, &console),
        Command::Serve(arguments) => serve::run(&arguments, &console),
        Command::Watch(arguments) => watch::run(&arguments, &console),
        Command::Pack(arguments) => pack::run(&arguments, &console),
        Command::Import(arguments) => import::run(&arguments, &console),
        Command::Check(arguments) => check::run(&arguments, &console),
        Command::Extract(arguments) => extract::run(&arguments, &console),
        Command::Refs(arguments) => refs::run(&arguments, &console),
        Command::Match(arguments) => matching::run(&arguments, &console),
        Command::Dedupe(arguments) => dedupe::run(&arguments, &console),
        Command::Export(arguments) => export::run(&arguments, &console),
        Command::Tag(arguments) => tag::run(&arguments, &console),
        Command::Theme(arguments) => theme::run(&arguments, &console),
        Command::Propose(arguments) => propose::run(&arguments, &console),
        Command::Status(arguments) => status::run(&arguments, &console),
        Command::Doctor(arguments) => doctor::run(&arguments, &console),
        Command::Lock(arguments) => lock::run(&arguments, &console),
        Command::Explain(arguments) => explain::run(&arguments, &console),
        Command::Completions(arguments) => completions::run(&arguments, &console),
        Command::Man(arguments) => man::run(&arguments, &console),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::ContentErrors) => ExitCode::from(CONTENT_ERROR),
        // Whoever reads our output may stop when they have seen enough.
        Err(Failure::Io { error, .. }) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            console.failure(&failure);
            ExitCode::from(USAGE_ERROR)
        }
    }
}
