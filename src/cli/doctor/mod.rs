//! `citeloom doctor`: what is wrong with this machine, this folder and these settings, in words.

mod files;
mod folder;
mod machine;
mod repository;
mod settings;

use super::console::Console;
use super::review::RootArgument;
use super::{Failure, Outcome, count};
use std::path::{Path, PathBuf};

/// Look for what is wrong with this machine, folder and configuration
///
/// Looks at what citeloom needs around a review: that its folders can be written to, that there is room on the disk, that
/// settings, lock and theme can be read, that git keeps what it must, that no names collide on other machines, that the
/// output folder is its own. What is wrong with the papers themselves `citeloom check` says. Changes nothing; exit status 1
/// if anything is wrong.
#[derive(Debug, clap::Args)]
pub struct DoctorArguments {
    #[command(flatten)]
    root: RootArgument,
    /// Where the site goes; `public/` in the review's folder by default.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// What is looked at.
struct Patient {
    root: PathBuf,
    out: PathBuf,
}

impl Patient {
    fn content(&self) -> PathBuf {
        self.root.join("content")
    }

    /// A path as the person at the terminal would write it.
    fn shown(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        let shown = inside.to_string_lossy().replace('\\', "/");
        if shown.is_empty() { ".".to_owned() } else { shown }
    }
}

/// What a look found.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    /// All is well.
    Well(String),
    /// Something to know; nothing need be done today.
    Known(String),
    /// Something that keeps citeloom from working, or will lose or hide what the authors wrote.
    Wrong(String),
}

use Found::{Known, Well, Wrong};

/// What is looked at in a review: a word for it, and how.
type Look = (&'static str, fn(&Patient) -> Vec<Found>);

/// All looks, in the order in which they are told.
const LOOKS: &[Look] = &[
    ("settings", settings::settings),
    ("theme", settings::theme),
    ("folders", folder::writable),
    ("disk", machine::room),
    ("system", folder::case),
    ("lock", files::lock),
    ("names", files::names),
    ("leftovers", files::leftovers),
    ("output", folder::output),
    ("git", repository::git),
];

/// Runs the command.
pub fn run(arguments: &DoctorArguments, console: &Console) -> Result<Outcome, Failure> {
    let mut tally = Tally::default();
    tally.tell(console, "program", machine::program())?;
    match arguments.root.find() {
        Ok(root) => {
            let root = std::path::absolute(&root).unwrap_or(root);
            let out = arguments.out.clone().unwrap_or_else(|| root.join("public"));
            let out = std::path::absolute(&out).unwrap_or(out);
            let patient = Patient { root, out };
            tally.tell(console, "review", vec![Well(patient.root.display().to_string())])?;
            for (what, look) in LOOKS {
                tally.tell(console, what, look(&patient))?;
            }
        }
        Err(failure) => tally.tell(console, "review", vec![Wrong(failure.to_string())])?,
    }
    Ok(tally.end(console))
}

/// How much was found.
#[derive(Default)]
struct Tally {
    known: usize,
    wrong: usize,
}

impl Tally {
    fn tell(&mut self, console: &Console, what: &str, found: Vec<Found>) -> Result<(), Failure> {
        for one in found {
            let (mark, style, text) = match one {
                Well(text) => ("well", "32", text),
                Known(text) => {
                    self.known += 1;
                    ("note", "1;33", text)
                }
                Wrong(text) => {
                    self.wrong += 1;
                    ("wrong", "1;31", text)
                }
            };
            console.result(&format!(
                "{} {what:<10}{text}",
                console.paint(&format!("{mark:>5}"), style)
            ))?;
        }
        Ok(())
    }

    fn end(&self, console: &Console) -> Outcome {
        let known = count(self.known, "note");
        if self.wrong > 0 {
            console.say(&format!("{} wrong, {known}", count(self.wrong, "thing")));
            return Outcome::ContentErrors;
        }
        console.say(&format!("nothing is wrong, {known}"));
        Outcome::Done
    }
}

/// `a`, `a and b`, `a, b, c and 4 more`.
fn listed<S: AsRef<str>>(names: &[S]) -> String {
    const SHOWN: usize = 3;
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        _ if names.len() > SHOWN => format!("{} and {} more", names[..SHOWN].join(", "), names.len() - SHOWN),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
