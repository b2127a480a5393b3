//! Noticing that files of a review have changed.
//!
//! The operating system says when to look; what has changed is found by comparing sizes and times, so that what a build
//! itself wrote, an editor's temporary files, and a file saved twice in a moment make no build of their own.

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, SystemTime};

/// After the first change others of the same moment are waited for: until there was none for this long.
const QUIET: Duration = Duration::from_millis(15);
/// How often files are looked at where the operating system does not tell.
const POLL: Duration = Duration::from_millis(300);
/// How often they are looked at where it does, for folders it cannot see.
const RARELY: Duration = Duration::from_secs(5);

/// Size and time of each file.
type Snapshot = BTreeMap<String, (u64, Option<SystemTime>)>;

/// Watches files and folders below a root.
#[derive(Debug)]
pub struct Watch {
    root: PathBuf,
    /// Files and folders below the root.
    names: Vec<&'static str>,
    told: Receiver<()>,
    watcher: Option<RecommendedWatcher>,
    last: Snapshot,
}

impl Watch {
    /// Begins to watch.
    pub fn new(root: &Path, names: &[&'static str]) -> Self {
        let (sender, told) = channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| !event.kind.is_access()) {
                let _ = sender.send(());
            }
        });
        let mut watch = Self {
            root: root.to_owned(),
            names: names.to_vec(),
            told,
            watcher: watcher.ok(),
            last: Snapshot::new(),
        };
        watch.listen();
        watch.last = watch.look();
        watch
    }

    /// Asks the operating system to tell. Where it cannot, files are looked at from time to time.
    fn listen(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        let folders = self
            .names
            .iter()
            .map(|name| self.root.join(name))
            .filter(|path| path.is_dir());
        let mut heard = watcher.watch(&self.root, RecursiveMode::NonRecursive).is_ok();
        for folder in folders {
            heard &= watcher.watch(&folder, RecursiveMode::Recursive).is_ok();
        }
        if !heard {
            self.watcher = None;
        }
    }

    /// Waits until a file has changed and gives the paths of those that have, sorted; nothing after `patience`.
    pub fn wait(&mut self, patience: Option<Duration>) -> Vec<String> {
        let mut waited = Duration::ZERO;
        loop {
            let step = if self.watcher.is_some() { RARELY } else { POLL };
            let step = patience.map_or(step, |patience| step.min(patience.saturating_sub(waited)));
            match self.told.recv_timeout(step) {
                Ok(()) => while self.told.recv_timeout(QUIET).is_ok() {},
                Err(RecvTimeoutError::Timeout) => waited += step,
                // Without a watcher nobody tells.
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(step);
                    waited += step;
                }
            }
            let now = self.look();
            let changed = differing(&self.last, &now);
            let folders = |snapshot: &Snapshot| -> usize { snapshot.keys().filter(|path| path.ends_with('/')).count() };
            if folders(&self.last) != folders(&now) {
                self.listen();
            }
            self.last = now;
            if !changed.is_empty() {
                return changed;
            }
            if patience.is_some_and(|patience| waited >= patience) {
                return Vec::new();
            }
        }
    }

    /// Passes over what was written by a build: files that hold just that text.
    pub fn pass_over(&mut self, written: &[(String, String)]) {
        let now = self.look();
        for (path, text) in written {
            if let Some(state) = now.get(path)
                && std::fs::read(self.root.join(path)).is_ok_and(|bytes| bytes == text.as_bytes())
            {
                self.last.insert(path.clone(), *state);
            }
        }
    }

    fn look(&self) -> Snapshot {
        let mut snapshot = Snapshot::new();
        let mut add = |path: String| {
            if let Ok(metadata) = std::fs::metadata(self.root.join(&path)) {
                snapshot.insert(path, (metadata.len(), metadata.modified().ok()));
            }
        };
        for name in &self.names {
            let path = self.root.join(name);
            if path.is_dir() {
                // The folder itself stands for its being there at all.
                for file in crate::fs::list(&path) {
                    add(if name.is_empty() {
                        file
                    } else {
                        format!("{name}/{file}")
                    });
                }
            } else {
                add((*name).to_owned());
            }
        }
        for name in self.names.iter().filter(|name| self.root.join(name).is_dir()) {
            snapshot.insert(format!("{name}/"), (0, None));
        }
        snapshot
    }
}

fn differing(before: &Snapshot, after: &Snapshot) -> Vec<String> {
    let mut paths: Vec<String> = after
        .iter()
        .filter(|(path, state)| before.get(path.as_str()) != Some(*state))
        .chain(before.iter().filter(|(path, _)| !after.contains_key(*path)))
        .map(|(path, _)| path.clone())
        .collect();
    paths.sort_unstable();
    paths.dedup();
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Option<Duration> = Some(Duration::from_secs(20));

    #[test]
    fn changes_are_told_once_and_what_a_build_wrote_is_passed_over() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        std::fs::create_dir(root.join("content")).unwrap();
        std::fs::write(root.join("content/a.md"), "a").unwrap();
        let mut watch = Watch::new(root, &["content", "settings"]);
        std::fs::write(root.join("content/a.md"), "aa").unwrap();
        std::fs::write(root.join("content/.a.md.swp"), "x").unwrap();
        assert_eq!(watch.wait(LONG), ["content/a.md"]);
        std::fs::write(root.join("content/b.md"), "ours").unwrap();
        std::fs::write(root.join("content/a.md"), "aaa").unwrap();
        watch.pass_over(&[("content/b.md".into(), "ours".into())]);
        assert_eq!(watch.wait(LONG), ["content/a.md"]);
        std::fs::write(root.join("settings"), "s").unwrap();
        std::fs::remove_file(root.join("content/b.md")).unwrap();
        let mut told = watch.wait(LONG);
        while told.len() < 2 {
            told.extend(watch.wait(LONG));
        }
        told.sort();
        assert_eq!(told, ["content/b.md", "settings"]);
        assert_eq!(watch.wait(Some(Duration::from_millis(40))), Vec::<String>::new());
    }
}
