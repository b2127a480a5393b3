//! Programs that die, disks that fill, two runs at once: at no moment is a file of the author's half written, and the next
//! command brings everything in order.
//!
//! `CITELOOM_POINTS=all` tries every step on files instead of some dozens of them, which takes an hour.

use crate::support::{ReviewCopy, copy_folder_whole};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// Bytes of all files below a folder, hidden ones left out.
fn contents(root: &Path, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = root.join(folder);
    let files = citeloom::fs::list(&folder).into_iter();
    files
        .map(|path| (path.clone(), std::fs::read(folder.join(&path)).unwrap()))
        .collect()
}

/// What is the author's, the lock, and files that a command was asked for: all but the site and what is only remembered.
fn owned(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && name != "public" && name != ".citeloom" {
                folders.push(path);
            } else if path.is_file() && !name.ends_with(".part") {
                files.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    files
}

/// The first difference of two trees of files.
fn differences(found: &BTreeMap<String, Vec<u8>>, right: &BTreeMap<String, Vec<u8>>) -> String {
    for path in found.keys().chain(right.keys()) {
        let [found, right] =
            [found, right].map(|files| files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()));
        if found == right {
            continue;
        }
        let (Some(found), Some(right)) = (&found, &right) else {
            return format!("{path} is {}", if found.is_some() { "too much" } else { "missing" });
        };
        let diff = similar::TextDiff::from_lines(right.as_str(), found.as_str());
        let diff: String = diff
            .iter_all_changes()
            .filter(|change| change.tag() != similar::ChangeTag::Equal)
            .take(6)
            .map(|change| {
                let line: String = change.value().chars().take(300).collect();
                format!("\n{}{}", change.tag(), line.trim_end())
            })
            .collect();
        return format!("{path}: {diff}");
    }
    String::new()
}

/// Hidden files that a run which died left behind, where nothing of the kind may stay.
fn litter(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".part") || name == ".citeloom-journal" {
                found.push(path.display().to_string());
            }
        }
    }
    found
}

fn run(root: &Path, arguments: &[&str], faults: &[(&str, String)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_citeloom"));
    command.args(arguments).current_dir(root);
    for (name, value) in faults {
        command.env(name, value);
    }
    command.output().unwrap()
}

/// A command that is brought to die, from a review that is made anew each time.
struct Scene {
    make: fn() -> ReviewCopy,
    command: &'static [&'static str],
}

fn captured() -> ReviewCopy {
    let copy = ReviewCopy::empty();
    crate::support::copy_folder(Path::new("tests/sites/cyrillic"), &copy.root);
    std::fs::rename(copy.root.join("content/articles"), copy.root.join("articles.kept")).unwrap();
    std::fs::remove_dir_all(copy.root.join("articles.kept")).unwrap();
    copy
}

/// A finished review of which a stub, a capture and the settings changed since.
fn changed() -> ReviewCopy {
    let copy = ReviewCopy::empty();
    crate::support::copy_folder(Path::new("tests/sites/cyrillic"), &copy.root);
    let (status, said) = copy.build();
    assert!(status < 2, "{said}");
    let settings = copy.read("citeloom.toml");
    copy.write("citeloom.toml", settings.replace("title = \"", "title = \"Another: "));
    copy.write(
        "content/sources/new.bib",
        "@article{n, author = {Neu, Ada}, title = {A new one 8001}, journal = {J Test}, year = {2021}}\n@article{m, author = {Mehr, Bo}, title = {One more 8003}, year = {2022}}\n",
    );
    std::fs::remove_file(copy.root.join("content/articles/своя.md")).unwrap();
    copy
}

fn to_import() -> ReviewCopy {
    let copy = changed();
    std::fs::rename(copy.root.join("content/sources/new.bib"), copy.root.join("new.bib")).unwrap();
    copy
}

/// A review with mechanisms that wait for findings.
fn to_propose() -> ReviewCopy {
    let copy = ReviewCopy::whole();
    for name in copy.files("content/articles") {
        let stub = copy.read(&format!("content/articles/{name}"));
        let (front, body) = stub.split_once("\n+++\n").unwrap();
        let front = front.split("\n[[finding]]").next().unwrap();
        copy.write(&format!("content/articles/{name}"), format!("{front}\n+++\n{body}"));
    }
    copy
}

/// The same, its lock lost.
fn without_lock() -> ReviewCopy {
    let copy = changed();
    std::fs::remove_file(copy.root.join("citeloom.lock")).unwrap();
    copy
}

/// A finished review with a capture that has another name now.
fn renamed() -> ReviewCopy {
    let copy = changed();
    let (status, said) = copy.build();
    assert!(status < 2, "{said}");
    let sources = copy.root.join("content/sources");
    std::fs::rename(sources.join("new.bib"), sources.join("renamed.bib")).unwrap();
    copy
}

/// A folder with files of the person's own and no review.
fn no_review() -> ReviewCopy {
    let copy = ReviewCopy::empty();
    copy.write("README.md", "Mine.\n");
    copy.write("mine.bib", "@book{b, title = {Mine}, year = {2001}}\n");
    copy
}

/// A review with search exports beside it and files of an earlier run.
fn to_write_over() -> ReviewCopy {
    let copy = to_import();
    copy.write("other.bib", copy.read("new.bib").replace("A new one", "A newer one"));
    for name in ["one.json", "pairs.jsonl", "questions.toml", "all.bib"] {
        copy.write(name, "# Of an earlier run.\n");
    }
    copy
}

macro_rules! scenes {
    ($($name:ident: $make:ident, $command:expr;)*) => {$(
        mod $name {
            use super::{Scene, Undisturbed};
            use std::sync::OnceLock;

            static SCENE: Scene = Scene { make: super::$make, command: &$command };

            /// How the scene goes undisturbed; found once.
            fn right() -> &'static Undisturbed {
                static FOUND: OnceLock<Undisturbed> = OnceLock::new();
                FOUND.get_or_init(|| SCENE.undisturbed())
            }

            #[test]
            fn a_program_that_dies_at_any_step_leaves_every_file_whole() {
                SCENE.dies(right());
            }

            #[test]
            fn a_full_disk_is_said_and_harms_nothing() {
                SCENE.meets_a_full_disk(right());
            }

            #[cfg(unix)]
            #[test]
            fn a_killed_program_leaves_every_file_whole() {
                SCENE.is_killed(right());
            }
        }
    )*};
}

scenes! {
    first_build: captured, ["build"];
    build: changed, ["build"];
    build_without_cache: changed, ["build", "--no-cache"];
    build_after_renaming: renamed, ["build"];
    build_without_lock: without_lock, ["build"];
    lock: without_lock, ["lock", "--rebuild"];
    import: to_import, ["import", "new.bib"];
    propose: to_propose, ["propose"];
    pack: changed, ["pack", "-o", "packed.zip"];
    pack_single: changed, ["pack", "--single", "-o", "packed.html"];
    init: no_review, ["init"];
    init_from: no_review, ["init", "--from", "mine.bib"];
    new: changed, ["new", "page", "What we do"];
    theme: changed, ["theme", "static/style.css", "theme.toml"];
    export: to_write_over, ["export", "--cited", "-o", "all.bib"];
    dedupe: to_write_over, ["dedupe", "new.bib", "other.bib", "--out", "one.json", "--report", "pairs.jsonl", "--questions", "questions.toml"];
}

impl Scene {
    /// Runs it undisturbed: the files before, after, and the finished site.
    fn undisturbed(&self) -> Undisturbed {
        let made = (self.make)();
        let copy = ReviewCopy::empty();
        copy_folder_whole(&made.root, &copy.root);
        let before = owned(&copy.root);
        let counted = copy.root.join("../steps");
        let begun = std::time::Instant::now();
        let output = run(
            &copy.root,
            self.command,
            &[("CITELOOM_STEPS", counted.display().to_string())],
        );
        let took = begun.elapsed();
        assert!(
            output.status.code().is_some_and(|code| code < 2),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let after = owned(&copy.root);
        let steps = std::fs::metadata(&counted).unwrap().len();
        copy.build();
        Undisturbed {
            made,
            before,
            after,
            site: contents(&copy.root, "public"),
            built: owned(&copy.root),
            steps,
            took,
        }
    }
}

struct Undisturbed {
    made: ReviewCopy,
    before: BTreeMap<String, Vec<u8>>,
    after: BTreeMap<String, Vec<u8>>,
    site: BTreeMap<String, Vec<u8>>,
    built: BTreeMap<String, Vec<u8>>,
    steps: u64,
    took: Duration,
}

impl Undisturbed {
    /// The review as it is before the command.
    fn fresh(&self) -> ReviewCopy {
        let copy = ReviewCopy::empty();
        copy_folder_whole(&self.made.root, &copy.root);
        copy
    }

    /// After a run that went wrong: every file is the old or the new one, a half site is not handed on, and the next
    /// commands bring all to where it would have been.
    fn hold(&self, scene: &Scene, copy: &ReviewCopy, how: &str) {
        let root = &copy.root;
        for (path, bytes) in owned(root) {
            let whole = [&self.before, &self.after]
                .iter()
                .any(|files| files.get(&path) == Some(&bytes));
            // The lock is written as soon as stubs are, and once more when all is settled: a state between is whole, too.
            let whole = whole
                || path == "citeloom.lock"
                    && bytes.ends_with(b"\n")
                    && bytes
                        .split(|byte| *byte == b'\n')
                        .filter(|line| !line.is_empty())
                        .all(|line| serde_json::from_slice::<serde_json::Value>(line).is_ok());
            assert!(
                whole,
                "{how}: {path} is neither old nor new: {}",
                String::from_utf8_lossy(&bytes).chars().take(400).collect::<String>()
            );
        }
        for path in self.before.keys().filter(|path| self.after.contains_key(*path)) {
            assert!(owned(root).contains_key(path), "{how}: {path} is gone");
        }
        let half = root.join("public/.citeloom-journal").exists();
        if half {
            let refused = run(root, &["pack", "-o", "half.zip"], &[]);
            assert_eq!(refused.status.code(), Some(2), "{how}: a half site was packed");
            assert!(!root.join("half.zip").exists());
        }
        let again = run(root, scene.command, &[]);
        let said = String::from_utf8_lossy(&again.stderr);
        // What is never written twice may have been written.
        let done = again.status.code().is_some_and(|code| code < 2) || said.contains("is there already");
        assert!(done, "{how}: {said}");
        let (status, said) = copy.build();
        assert!(status < 2, "{how}: {said}");
        assert_eq!(differences(&owned(root), &self.built), "", "{how}");
        assert_eq!(differences(&contents(root, "public"), &self.site), "", "{how}");
        assert_eq!(litter(root), Vec::<String>::new(), "{how}");
    }
}

/// Whether every step is to be tried.
fn thorough() -> bool {
    std::env::var("CITELOOM_POINTS").is_ok_and(|value| value == "all")
}

/// The steps at which to die: all, or the first, the last and some between.
fn points(steps: u64) -> Vec<u64> {
    let near = |step: u64| step == 1 || step + 2 > steps;
    (1..=steps)
        .filter(|step| thorough() || near(*step) || step % (steps / 3).max(1) == 0)
        .collect()
}

impl Scene {
    fn dies(&self, right: &Undisturbed) {
        assert!(right.steps >= 1, "{:?} takes no step", self.command);
        let mut died = 0;
        for step in points(right.steps) {
            let copy = right.fresh();
            let output = run(&copy.root, self.command, &[("CITELOOM_DIE_AT", step.to_string())]);
            if output.status.code().is_some() {
                // The order in which threads meet new folders decides how many are made one by one.
                assert!(step + 3 > right.steps, "{:?} survives step {step}", self.command);
                continue;
            }
            let how = format!("{:?}, died at step {step} of {}", self.command, right.steps);
            right.hold(self, &copy, &how);
            died += 1;
        }
        eprintln!("{:?} died at {died} of {} steps", self.command, right.steps);
    }

    fn meets_a_full_disk(&self, right: &Undisturbed) {
        let every = if thorough() { 1 } else { 2 };
        let (mut met, mut said_so) = (0, 0);
        for step in points(right.steps).into_iter().step_by(every) {
            let copy = right.fresh();
            let output = run(&copy.root, self.command, &[("CITELOOM_FULL_AT", step.to_string())]);
            let said = String::from_utf8_lossy(&output.stderr);
            // What is only remembered for the next time may be missing without a word.
            if output.status.code() == Some(2) {
                assert!(said.contains("no space left on device"), "{said}");
                said_so += 1;
            }
            let how = format!("{:?}, full at step {step} of {}", self.command, right.steps);
            right.hold(self, &copy, &how);
            met += 1;
        }
        assert!(said_so > 0, "{:?} never says that the disk is full", self.command);
        eprintln!(
            "{:?} met a full disk at {met} of {} steps, and said it at {said_so}",
            self.command, right.steps
        );
    }

    /// Killed from outside, at moments that no step on files tells.
    fn is_killed(&self, right: &Undisturbed) {
        let mut random = 0x2545_f491_4f6c_dd1d_u64;
        for attempt in 0..if thorough() { 40 } else { 1 } {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let copy = right.fresh();
            let mut child = Command::new(env!("CARGO_BIN_EXE_citeloom"))
                .args(self.command)
                .current_dir(&copy.root)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let moment = right.took.mul_f64((random % 1000) as f64 / 1000.0);
            std::thread::sleep(moment.max(Duration::from_millis(1)));
            child.kill().unwrap();
            child.wait().unwrap();
            let how = format!("{:?}, killed after {moment:?} (attempt {attempt})", self.command);
            right.hold(self, &copy, &how);
        }
    }
}

/// An author who saves while the program reads and writes loses nothing.
#[test]
fn what_an_author_saves_meanwhile_stays() {
    let copy = changed();
    let stub = copy.files("content/articles").into_iter().next().unwrap();
    let path = copy.root.join("content/articles").join(stub);
    let mut lines = Vec::new();
    for round in 0..12 {
        copy.write(
            "content/sources/new.bib",
            format!("@article{{n, author = {{Neu, Ada}}, title = {{A new one 8001}}, volume = {{{round}}}, year = {{2021}}}}\n"),
        );
        let mut child = Command::new(env!("CARGO_BIN_EXE_citeloom"))
            .arg("build")
            .current_dir(&copy.root)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // As editors save: a new file in place of the old.
        for _ in 0..4 {
            let line = format!("Line {} of mine.", lines.len());
            let text = std::fs::read_to_string(&path).unwrap();
            let saved = path.with_extension("md~");
            std::fs::write(&saved, format!("{}\n{line}\n", text.trim_end())).unwrap();
            std::fs::rename(&saved, &path).unwrap();
            lines.push(line);
            std::thread::sleep(Duration::from_millis(7 * round));
        }
        child.wait().unwrap();
    }
    let (status, said) = copy.build();
    assert!(status < 2, "{said}");
    let text = std::fs::read_to_string(&path).unwrap();
    for line in lines {
        assert!(text.contains(&line), "{line} is lost: {text}");
    }
}
