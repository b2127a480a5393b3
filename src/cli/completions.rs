//! `citeloom completions`: what a shell needs to complete commands and options.

use super::console::Console;
use super::{Arguments, Failure, Outcome};
use clap::CommandFactory;
use clap_complete::Shell;

/// Write what a shell needs to complete citeloom's commands and options
///
/// Bash: `citeloom completions bash > ~/.local/share/bash-completion/completions/citeloom`. Zsh: into a file `_citeloom`
/// in a folder of $fpath. Fish: `citeloom completions fish > ~/.config/fish/completions/citeloom.fish`. PowerShell:
/// `citeloom completions powershell >> $PROFILE`.
#[derive(Debug, clap::Args)]
pub struct CompletionsArguments {
    /// The shell.
    shell: Shell,
}

/// Runs the command.
pub fn run(arguments: &CompletionsArguments, console: &Console) -> Result<Outcome, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "citeloom", &mut text);
    console.result(String::from_utf8_lossy(&text).trim_end_matches('\n'))?;
    Ok(Outcome::Done)
}
