//! `citeloom explain`: what a diagnostic code means.

use super::console::Console;
use super::{Failure, Outcome};
use crate::base::{CODES, CodeInfo, Severity, nearest};

/// Explain a diagnostic code, such as CL0203
///
/// Each diagnostic bears a code in brackets. This tells what it means, why it matters and what to do.
/// Without a code all of them are listed.
#[derive(Debug, clap::Args)]
pub struct ExplainArguments {
    /// The code.
    code: Option<String>,
}

/// Runs the command.
pub fn run(arguments: &ExplainArguments, console: &Console) -> Result<Outcome, Failure> {
    let all = || CODES.iter().flat_map(|list| list.iter());
    let Some(wanted) = &arguments.code else {
        for info in all() {
            console.result(&format!("{}  {:<8}{}", info.code, severity(info), info.title))?;
        }
        return Ok(Outcome::Done);
    };
    let Some(info) = all().find(|info| info.code.0.eq_ignore_ascii_case(wanted)) else {
        let near = nearest(wanted, all().map(|info| info.code.0));
        let hint = near.map_or("`citeloom explain` lists all".into(), |near| {
            format!("did you mean {near}?")
        });
        return Err(Failure::Usage(format!("there is no code {wanted}; {hint}")));
    };
    console.result(&format!(
        "{} ({}): {}\n\n{}",
        info.code,
        severity(info),
        info.title,
        info.explanation
    ))?;
    Ok(Outcome::Done)
}

fn severity(info: &CodeInfo) -> &'static str {
    match info.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
