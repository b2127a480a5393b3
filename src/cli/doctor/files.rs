//! Files of the review: the lock, names that other machines cannot bear, and what editors leave behind.

use super::Found::{self, Known, Well, Wrong};
use super::settings::told;
use super::{Patient, listed};
use crate::article::Lock;
use crate::base::Severity;
use crate::cli::count;
use crate::cli::review::LOCK;
use crate::fs;
use std::collections::BTreeMap;

/// The lock.
pub(super) fn lock(patient: &Patient) -> Vec<Found> {
    let text = match fs::read_text(&patient.root.join(LOCK)) {
        Ok(Some(text)) => text,
        Ok(None) => {
            let stubs = fs::list(&patient.content().join("articles")).len();
            return vec![match stubs {
                0 => Well(format!("{LOCK} is made by the first build")),
                _ => Wrong(format!(
                    "there are stubs and no {LOCK}, which remembers what your captures said; bring it back from git, or `citeloom lock --rebuild`"
                )),
            }];
        }
        Err(error) => return vec![Wrong(format!("{LOCK} cannot be read: {error}"))],
    };
    let parsed = Lock::parse(&LOCK.into(), &text);
    let errors = parsed
        .diagnostics
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .count();
    let mut found: Vec<Found> = parsed.diagnostics.iter().take(3).map(|one| told(LOCK, one)).collect();
    if errors > 3 {
        found.push(Wrong(format!("{LOCK}: {} in all", count(errors, "fault"))));
    }
    if found.is_empty() {
        found.push(Well(format!(
            "{LOCK} knows {}",
            count(parsed.value.articles.len(), "article")
        )));
    }
    found
}

/// Names of files that collide, or cannot be, on other machines.
pub(super) fn names(patient: &Patient) -> Vec<Found> {
    let paths = fs::list(&patient.content());
    let mut found = Vec::new();
    let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for path in &paths {
        alike.entry(same_elsewhere(path)).or_default().push(path);
    }
    for group in alike.values().filter(|group| group.len() > 1) {
        found.push(Known(format!(
            "{} are one file on Windows and macOS; rename one of them",
            listed(group)
        )));
    }
    let bad: Vec<&str> = paths
        .iter()
        .filter(|path| impossible(path))
        .map(String::as_str)
        .collect();
    if !bad.is_empty() {
        found.push(Known(format!(
            "{} on Windows, so the review cannot be cloned there; rename: {}",
            if bad.len() == 1 {
                "a name cannot be".to_owned()
            } else {
                format!("{} names cannot be", bad.len())
            },
            listed(&bad)
        )));
    }
    if found.is_empty() {
        found.push(Well("every machine can hold the files' names".to_owned()));
    }
    found
}

/// What a name is where neither case nor the way in which accents are written counts.
fn same_elsewhere(path: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    path.nfc().collect::<String>().to_lowercase().nfc().collect()
}

/// Whether Windows has no such name.
fn impossible(path: &str) -> bool {
    const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];
    path.split('/').any(|name| {
        let stem = name.split('.').next().unwrap_or(name).to_lowercase();
        let numbered = |kind: &str| {
            stem.strip_prefix(kind)
                .is_some_and(|number| number.len() == 1 && number != "0" && number.parse::<u8>().is_ok())
        };
        name.contains(['<', '>', ':', '"', '\\', '|', '?', '*'])
            || name.chars().any(|c| c.is_control())
            || name.ends_with(['.', ' '])
            || DEVICES.contains(&stem.as_str())
            || numbered("com")
            || numbered("lpt")
    })
}

/// What editors and programs that share folders leave among the author's files.
pub(super) fn leftovers(patient: &Patient) -> Vec<Found> {
    let content = patient.content();
    let left: Vec<String> = fs::list(&content)
        .into_iter()
        .filter(|path| is_leftover(path.rsplit('/').next().unwrap_or(path)))
        .collect();
    if left.is_empty() {
        return vec![Well("editors left nothing behind".to_owned())];
    }
    let read = left
        .iter()
        .any(|path| path.starts_with("sources/") || path.ends_with(".md"));
    let but = if read {
        ", and some are read as if you had meant them"
    } else {
        ""
    };
    vec![Known(format!(
        "{} in content/ look like copies that an editor or a shared folder made{but}: {}",
        count(left.len(), "file"),
        listed(&left)
    ))]
}

fn is_leftover(name: &str) -> bool {
    let lower = name.to_lowercase();
    let ends = [
        ".swp",
        ".swo",
        ".bak",
        ".orig",
        ".rej",
        ".tmp",
        ".crdownload",
        ".download",
        "~",
    ];
    ends.iter().any(|end| lower.ends_with(end))
        || lower.starts_with("~$")
        || (lower.starts_with('#') && lower.ends_with('#'))
        || lower == "thumbs.db"
        || lower == "desktop.ini"
        || lower.contains("conflicted copy")
        || lower.contains(".sync-conflict-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_other_machines_cannot_bear_are_known() {
        for bad in [
            "sources/a:b.txt",
            "nul",
            "COM1.md",
            "a/aux.txt",
            "a./b",
            "end ",
            "what?.html",
        ] {
            assert!(impossible(bad), "{bad}");
        }
        for good in [
            "sources/a b.txt",
            "null.md",
            "com10.md",
            "com.md",
            "lpt0",
            "a.b.c",
            "каф.md",
        ] {
            assert!(!impossible(good), "{good}");
        }
        assert_eq!(same_elsewhere("A/Mu\u{308}ller.md"), same_elsewhere("a/m\u{fc}ller.md"));
    }

    #[test]
    fn what_editors_leave_is_known() {
        for left in [
            "a.md~",
            "#a.md#",
            "a.md.bak",
            "~$notes.docx",
            "a (conflicted copy 2020).md",
            "b.sync-conflict-1.md",
        ] {
            assert!(is_leftover(left), "{left}");
        }
        for wanted in ["a.md", "template.txt", "orig.md", "swp.bib"] {
            assert!(!is_leftover(wanted), "{wanted}");
        }
    }
}
