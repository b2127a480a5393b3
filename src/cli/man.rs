//! `citeloom man`: the manual.

use super::console::Console;
use super::{Arguments, Failure, Outcome};
use crate::fs;
use clap::CommandFactory;
use std::path::PathBuf;

/// Write the manual
///
/// Without --dir one page on all of citeloom goes to standard output: `citeloom man | man -l -`. With --dir a page for
/// each command is written, as packagers want them.
#[derive(Debug, clap::Args)]
pub struct ManArguments {
    /// A folder for the pages of all commands, such as /usr/local/share/man/man1.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &ManArguments, console: &Console) -> Result<Outcome, Failure> {
    let mut command = Arguments::command();
    command.build();
    let Some(dir) = &arguments.dir else {
        console.result(page(&command)?.trim_end_matches('\n'))?;
        return Ok(Outcome::Done);
    };
    let subcommands = command.get_subcommands().filter(|one| one.get_name() != "help");
    let pages = std::iter::once(&command).chain(subcommands);
    let mut written = 0;
    for one in pages {
        let name = one.get_display_name().unwrap_or(one.get_name()).replace(' ', "-");
        let path = dir.join(format!("{name}.1"));
        let text = page(one)?;
        fs::write_output(&path, text.as_bytes()).map_err(Failure::io(format!("cannot write {}", path.display())))?;
        written += 1;
    }
    console.say(&format!("{} in {}", super::count(written, "page"), dir.display()));
    Ok(Outcome::Done)
}

fn page(command: &clap::Command) -> Result<String, Failure> {
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone())
        .manual("citeloom")
        .render(&mut text)
        .map_err(Failure::io("the manual"))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
