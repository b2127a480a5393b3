//! Folders: whether they can be written to, what their file system is like, and whether the output folder is the site's own.

use super::Found::{self, Known, Well, Wrong};
use super::{Patient, listed};
use crate::cli::count;
use crate::fs;
use crate::publish;
use std::path::PathBuf;

/// Whether a run can write where it must.
pub(super) fn writable(patient: &Patient) -> Vec<Found> {
    let content = patient.content();
    if !content.is_dir() {
        return vec![Wrong(
            "there is no folder content/; `citeloom init` makes it, with what belongs into it".to_owned(),
        )];
    }
    let mut folders = vec![patient.root.clone(), content.clone()];
    folders.extend(["articles", "sources"].map(|name| content.join(name)));
    folders.extend([patient.root.join(".citeloom"), patient.out.clone()]);
    let there: Vec<PathBuf> = folders.into_iter().filter(|folder| folder.is_dir()).collect();
    let mut found = Vec::new();
    for folder in &there {
        if let Err(error) = fs::try_to_write(folder) {
            found.push(Wrong(format!(
                "{} cannot be written to: {error}; make it yours, or move the review to where you may write",
                patient.shown(folder)
            )));
        }
    }
    match fs::lock_review(&patient.root) {
        Ok(Some(_)) => {}
        Ok(None) => found.push(Known(
            "another citeloom is working on this review at the moment; a second one waits for it".to_owned(),
        )),
        Err(error) if found.is_empty() => found.push(Wrong(format!("the review cannot be locked: {error}"))),
        Err(_) => {}
    }
    if found.is_empty() {
        found.push(Well("all can be written to".to_owned()));
    }
    found
}

/// Whether the file system tells upper from lower case.
pub(super) fn case(patient: &Patient) -> Vec<Found> {
    match fs::is_case_blind(&patient.root) {
        Ok(true) => vec![Known(
            "the file system takes A.md and a.md for the same file; keep names apart by more than case".to_owned(),
        )],
        Ok(false) => vec![Well("the file system tells upper from lower case".to_owned())],
        // Said under folders.
        Err(_) => Vec::new(),
    }
}

/// Whether the output folder is the site's own.
pub(super) fn output(patient: &Patient) -> Vec<Found> {
    let out = &patient.out;
    let shown = patient.shown(out);
    if patient.root.starts_with(out) {
        return vec![Wrong(format!(
            "the site would be written into {shown}, which holds the review itself; name a folder of its own"
        ))];
    }
    if out.starts_with(patient.content()) {
        return vec![Wrong(format!(
            "the site would be written into {shown}, among what it is made from; name a folder of its own"
        ))];
    }
    if !out.exists() {
        return vec![Well(format!("{shown} is made by the first build"))];
    }
    if !out.is_dir() {
        return vec![Wrong(format!("{shown} is no folder; move it away"))];
    }
    let mut found = Vec::new();
    if publish::unfinished(out) {
        found.push(Wrong(format!(
            "the last build of {shown} was interrupted while it was renewed; `citeloom build` finishes it"
        )));
    }
    match publish::foreign(out) {
        Ok(foreign) => {
            for link in &foreign.links {
                found.push(Wrong(format!(
                    "{shown}/{link} is a link, through which nothing is written; remove it"
                )));
            }
            if !foreign.files.is_empty() {
                let (number, names) = (count(foreign.files.len(), "file"), listed(&foreign.files));
                found.push(Known(if foreign.listed {
                    format!("{shown} holds {number} not written by citeloom, which {names_is} left alone: {names}", names_is = if foreign.files.len() == 1 { "is" } else { "are" })
                } else {
                    format!("{shown} holds {number} and no list of what citeloom wrote: {names}. A page is put over none of them; if the site is all there is, remove the folder")
                }));
            }
        }
        Err(error) => found.push(Wrong(format!("{shown} cannot be read: {error}"))),
    }
    if found.is_empty() {
        found.push(Well(format!("{shown} holds the site alone")));
    }
    found
}
