//! git: that it keeps what must be kept, and nothing that must not become public.

use super::Found::{self, Known, Well, Wrong};
use super::settings::config;
use super::{Patient, listed};
use crate::cli::count;
use crate::cli::review::{CONFIG, LOCK};
use crate::fs;
use std::io::Write;
use std::process::{Command, Stdio};

/// What git makes of the review.
pub(super) fn git(patient: &Patient) -> Vec<Found> {
    match ask(patient, &["rev-parse", "--is-inside-work-tree"], None) {
        Err(_) => {
            return vec![Known(
                "git is not installed; without it nobody else can work on the review, and no version is kept"
                    .to_owned(),
            )];
        }
        Ok(answer) if answer.trim() != "true" && is_of_others(patient) => {
            return vec![Wrong(
                "the repository's folder belongs to another user, so git refuses to look at it; take it over, or `git config --global --add safe.directory` with its path".to_owned(),
            )];
        }
        Ok(answer) if answer.trim() != "true" => {
            return vec![Known(
                "the review is in no git repository, so no version is kept; `git init` makes one".to_owned(),
            )];
        }
        Ok(_) => {}
    }
    let mut found = Vec::new();
    let stubs = paths(patient, "articles");
    let mut must: Vec<String> = stubs.clone();
    must.extend(
        ["mechanisms", "pages", "vocabulary"]
            .iter()
            .flat_map(|folder| paths(patient, folder)),
    );
    must.extend(
        [CONFIG, LOCK]
            .iter()
            .filter(|name| patient.root.join(name).is_file())
            .map(|name| (*name).to_owned()),
    );
    let lost = ignored(patient, &must);
    if !lost.is_empty() {
        found.push(Wrong(format!(
            "git ignores what must be kept: {}; look at .gitignore",
            listed(&lost)
        )));
    }
    let captures = paths(patient, "sources");
    let private = ignored(patient, &captures).len();
    if private > 0 {
        found.push(Known(format!(
            "git ignores {} of {}: they stay on this machine, and the review builds without them from stubs and lock",
            private,
            count(captures.len(), "capture")
        )));
    }
    let attributes = ask(patient, &["check-attr", "merge", "--", LOCK], None).unwrap_or_default();
    if !attributes.trim_end().ends_with(": union") {
        found.push(Known(format!(
            "git does not know how to join two versions of {LOCK}; write `{LOCK} merge=union` into .gitattributes"
        )));
    }
    if let Some(capture) = captures.first() {
        let attributes = ask(patient, &["check-attr", "text", "--", capture], None).unwrap_or_default();
        let converting = ask(patient, &["config", "core.autocrlf"], None).unwrap_or_default();
        if !attributes.trim_end().ends_with(": unset") && converting.trim() == "true" {
            found.push(Wrong(
                "git changes the line ends of captures, whose bytes the lock knows; write `content/sources/** -text` into .gitattributes"
                    .to_owned(),
            ));
        }
    }
    if patient.root.join(".citeloom").is_dir() && ignored(patient, &[".citeloom/run".to_owned()]).is_empty() {
        found.push(Known(
            "git would keep .citeloom/, which is only this machine's memory; write `/.citeloom/` into .gitignore"
                .to_owned(),
        ));
    }
    let torn: Vec<String> = must.iter().filter(|path| is_torn(patient, path)).cloned().collect();
    if !torn.is_empty() {
        found.push(Wrong(format!(
            "a merge was left unfinished in {}: look for <<<<<<<",
            listed(&torn)
        )));
    }
    let remote = ask(patient, &["remote"], None).unwrap_or_default();
    if !remote.trim().is_empty() && config(patient).repository.is_none() {
        found.push(Known(format!(
            "{CONFIG} does not say where the repository is, so pages have no links to suggest changes (setting `repository`)"
        )));
    }
    if found.is_empty() {
        found.push(Well("it keeps what must be kept".to_owned()));
    }
    found
}

/// Files below a folder of the content, by their paths from the review's root.
fn paths(patient: &Patient, folder: &str) -> Vec<String> {
    let files = fs::list(&patient.content().join(folder)).into_iter();
    files.map(|path| format!("content/{folder}/{path}")).collect()
}

/// Which of the paths git ignores.
fn ignored(patient: &Patient, paths: &[String]) -> Vec<String> {
    if paths.is_empty() {
        return Vec::new();
    }
    let all = paths.join("\0");
    let answer = ask(patient, &["check-ignore", "-z", "--stdin"], Some(&all)).unwrap_or_default();
    answer
        .split('\0')
        .filter(|path| !path.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether a file holds the marks of a merge that nobody finished.
fn is_torn(patient: &Patient, path: &str) -> bool {
    let text = std::fs::read(patient.root.join(path)).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let begins = |mark: &str| text.lines().any(|line| line.starts_with(mark));
    begins("<<<<<<< ") && begins(">>>>>>> ")
}

/// Whether git keeps away since somebody else owns the folder.
fn is_of_others(patient: &Patient) -> bool {
    let asked = Command::new("git")
        .arg("-C")
        .arg(&patient.root)
        .args(["status", "--short"])
        .env("LC_ALL", "C")
        .output();
    asked.is_ok_and(|output| String::from_utf8_lossy(&output.stderr).contains("dubious ownership"))
}

/// What git answers, whatever its exit status; an error where there is no git.
fn ask(patient: &Patient, arguments: &[&str], input: Option<&str>) -> std::io::Result<String> {
    let mut child = Command::new("git")
        .arg("-C")
        .arg(&patient.root)
        .args(arguments)
        .stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() })
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    // Written beside the reading: git answers before it has read everything.
    let writer = child
        .stdin
        .take()
        .zip(input.map(str::to_owned))
        .map(|(mut pipe, text)| {
            std::thread::spawn(move || {
                let _ = pipe.write_all(text.as_bytes());
            })
        });
    let output = child.wait_with_output()?;
    if let Some(writer) = writer {
        let _ = writer.join();
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
