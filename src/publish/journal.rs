//! The journal of a switch: once it is whole on the disk the switch will be finished, whatever happens.

use super::{MANIFEST, STAGE, is_inside};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// Name of the journal in the output folder.
const JOURNAL: &str = ".citeloom-journal";
/// Last line of a whole journal.
const END: &str = "end";

/// What is still to be done.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Journal {
    /// Staged files to move into place.
    pub moves: BTreeSet<String>,
    /// Files to remove.
    pub removals: BTreeSet<String>,
    /// The manifest afterwards.
    pub manifest: String,
}

impl Journal {
    /// Writes the journal, does what it says, and removes it.
    pub fn commit(self, out: &Path) -> io::Result<()> {
        let unchanged = self.moves.is_empty() && self.removals.is_empty();
        if unchanged && crate::fs::read_text(&out.join(MANIFEST))?.as_deref() == Some(self.manifest.as_str()) {
            return clear(out);
        }
        crate::fs::write_whole(&out.join(STAGE).join(MANIFEST), self.manifest.as_bytes())?;
        let mut text = String::new();
        for path in &self.moves {
            text.push_str("move ");
            text.push_str(path);
            text.push('\n');
        }
        for path in &self.removals {
            text.push_str("remove ");
            text.push_str(path);
            text.push('\n');
        }
        text.push_str(END);
        text.push('\n');
        let staged = out.join(STAGE).join(JOURNAL);
        crate::fs::write_whole(&staged, text.as_bytes())?;
        crate::fs::rename(&staged, &out.join(JOURNAL))?;
        self.apply(out)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut journal = Journal::default();
        for line in text.lines() {
            match line.split_once(' ') {
                Some(("move", path)) if is_inside(path) => _ = journal.moves.insert(path.to_owned()),
                Some(("remove", path)) if is_inside(path) => _ = journal.removals.insert(path.to_owned()),
                None if line == END => return Some(journal),
                _ => return None,
            }
        }
        None
    }

    /// Every step may have been done before: a staged file that is gone was moved, a file that is gone was removed.
    fn apply(&self, out: &Path) -> io::Result<()> {
        let mut made = BTreeSet::new();
        // `A.html` that becomes `a.html`: where case is not told apart the new file would go with the old one. So the old
        // one goes first, and never once the new one has been moved.
        let moved: BTreeMap<String, &str> = self.moves.iter().map(|path| (path.to_lowercase(), &**path)).collect();
        let twin = |path: &str| moved.get(&path.to_lowercase());
        for path in &self.removals {
            if twin(path).is_some_and(|new| out.join(STAGE).join(new).exists()) {
                ignore_missing(crate::fs::remove_file(&out.join(path)))?;
            }
        }
        for path in &self.moves {
            let target = out.join(path);
            if let Some(folder) = target.parent()
                && made.insert(folder.to_owned())
            {
                crate::fs::make_folder(folder)?;
            }
            ignore_missing(crate::fs::rename(&out.join(STAGE).join(path), &target))?;
        }
        for path in self.removals.iter().filter(|path| twin(path).is_none()) {
            ignore_missing(crate::fs::remove_file(&out.join(path)))?;
            remove_empty_folders(out, path);
        }
        ignore_missing(crate::fs::rename(&out.join(STAGE).join(MANIFEST), &out.join(MANIFEST)))?;
        clear(out)
    }
}

/// Finishes a switch whose journal is whole; forgets what an earlier run only staged.
pub(super) fn recover(out: &Path) -> io::Result<()> {
    match crate::fs::read_text(&out.join(JOURNAL))? {
        Some(text) => match Journal::parse(&text) {
            Some(journal) => journal.apply(out),
            None => clear(out),
        },
        None => clear(out),
    }
}

/// Whether the folder holds a site whose switch was interrupted. Such a site must not be handed on.
pub fn unfinished(out: &Path) -> bool {
    out.join(JOURNAL).exists()
}

fn clear(out: &Path) -> io::Result<()> {
    ignore_missing(crate::fs::remove_tree(&out.join(STAGE)))?;
    ignore_missing(crate::fs::remove_file(&out.join(JOURNAL)))
}

fn remove_empty_folders(out: &Path, path: &str) {
    let mut inside = path;
    while let Some((folder, _)) = inside.rsplit_once('/') {
        if crate::fs::remove_folder(&out.join(folder)).is_err() {
            break; // not empty
        }
        inside = folder;
    }
}

fn ignore_missing(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Publisher;
    use super::*;

    fn publish(out: &Path, files: &[(&str, &str)]) -> super::super::Report {
        let publisher = Publisher::begin(out).unwrap();
        for (path, text) in files {
            publisher.offer(path, text.as_bytes()).unwrap();
        }
        publisher.finish().unwrap()
    }

    fn read(out: &Path, path: &str) -> Option<String> {
        std::fs::read_to_string(out.join(path)).ok()
    }

    #[test]
    fn only_what_differs_is_written_and_only_what_is_ours_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("CNAME"), "example.org").unwrap();
        publish(dir.path(), &[("index.html", "a"), ("a/b.html", "b")]);
        let report = publish(dir.path(), &[("index.html", "a"), ("c.html", "c")]);
        assert_eq!(
            (report.created, report.replaced, report.unchanged, report.removed),
            (1, 0, 1, 1)
        );
        assert_eq!(read(dir.path(), "CNAME").as_deref(), Some("example.org"));
        assert!(!dir.path().join("a").exists());
        assert_eq!(read(dir.path(), MANIFEST).as_deref(), Some("c.html\nindex.html\n"));
    }

    #[test]
    fn an_interrupted_switch_is_finished_by_the_next_run() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path();
        publish(out, &[("index.html", "old"), ("x.html", "old")]);
        // As if the process had died after the first of two moves.
        std::fs::create_dir_all(out.join(STAGE)).unwrap();
        std::fs::write(out.join("index.html"), "new").unwrap();
        std::fs::write(out.join(STAGE).join("x.html"), "new").unwrap();
        std::fs::write(out.join(JOURNAL), "move index.html\nmove x.html\nend\n").unwrap();
        assert!(unfinished(out));
        recover(out).unwrap();
        assert_eq!(read(out, "x.html").as_deref(), Some("new"));
        assert_eq!(read(out, "index.html").as_deref(), Some("new"));
        assert!(!unfinished(out));
    }

    #[test]
    fn a_run_that_died_before_its_journal_was_whole_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path();
        publish(out, &[("index.html", "old")]);
        std::fs::create_dir_all(out.join(STAGE)).unwrap();
        std::fs::write(out.join(STAGE).join("index.html"), "half").unwrap();
        std::fs::write(out.join(JOURNAL), "move index.html\n").unwrap();
        recover(out).unwrap();
        assert_eq!(read(out, "index.html").as_deref(), Some("old"));
    }

    #[test]
    fn a_page_whose_name_changes_in_case_stays() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path();
        publish(out, &[("a/Key.html", "old")]);
        publish(out, &[("a/key.html", "new")]);
        assert_eq!(read(out, "a/key.html").as_deref(), Some("new"));
        let mut names = std::fs::read_dir(out.join("a")).unwrap();
        assert!(names.next().is_some() && names.next().is_none());
    }

    #[test]
    fn many_threads_may_offer_into_new_folders() {
        for _ in 0..20 {
            let dir = tempfile::tempdir().unwrap();
            let publisher = Publisher::begin(dir.path()).unwrap();
            std::thread::scope(|scope| {
                for thread in 0..8 {
                    let publisher = &publisher;
                    scope.spawn(move || {
                        for page in 0..20 {
                            publisher.offer(&format!("{page}/deep/er/{thread}.html"), b"x").unwrap();
                        }
                    });
                }
            });
            assert_eq!(publisher.finish().unwrap().created, 160);
        }
    }

    #[test]
    fn no_page_leaves_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let publisher = Publisher::begin(dir.path()).unwrap();
        for path in ["../x", "/etc/x", "a/../../x", "", "a//b", "C:x"] {
            assert!(publisher.offer(path, b"x").is_err(), "{path}");
        }
    }
}
