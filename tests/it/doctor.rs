//! `citeloom doctor`: a sound review is left in peace, and each thing that can be wrong around one is said.

use crate::support::{ReviewCopy, citeloom};
use std::process::Command;

/// What the doctor says, and the exit status.
fn doctor(review: &ReviewCopy) -> (i32, String) {
    let output = review.citeloom(&["doctor"]);
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap(), text)
}

/// A built review of the cyrillic sample in a git repository.
fn sound() -> ReviewCopy {
    let review = ReviewCopy::empty();
    let made = review.citeloom(&["init"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let settings = review
        .read("citeloom.toml")
        .replace("Untitled review", "Of quizartinib")
        .replace(
            "The question this review asks, in one or two sentences.",
            "Why does it fail?",
        );
    review.write("citeloom.toml", settings);
    assert!(review.build().0 < 2);
    git(&review, &["init", "--quiet"]);
    review
}

fn git(review: &ReviewCopy, arguments: &[&str]) {
    let done = Command::new("git")
        .args(arguments)
        .current_dir(&review.root)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Lines but for those on the program, the disk and the system, which differ between machines.
fn lines(said: &str, mark: &str) -> Vec<String> {
    let about = |line: &&str| !["program", "disk", "system"].iter().any(|word| line.contains(word));
    let lines = said
        .lines()
        .filter(|line| line.trim_start().starts_with(mark))
        .filter(about);
    lines.map(str::to_owned).collect()
}

#[test]
fn a_sound_review_is_left_in_peace() {
    let review = sound();
    let before = review.files("");
    let (status, said) = doctor(&review);
    assert_eq!(status, 0, "{said}");
    assert_eq!(lines(&said, "note"), Vec::<String>::new(), "{said}");
    for word in [
        "program",
        "review",
        "settings",
        "theme",
        "folders",
        "lock",
        "names",
        "leftovers",
        "output",
        "git",
    ] {
        let line = |line: &str| line.split_whitespace().nth(1) == Some(word);
        assert!(said.lines().any(line), "{word}: {said}");
    }
    assert_eq!(review.files(""), before);
    assert!(!review.root.join(".citeloom-probe.part").exists());
}

#[test]
fn each_fault_is_said_with_what_to_do() {
    type Break = fn(&ReviewCopy);
    let faults: &[(&str, Break, &str)] = &[
        (
            "wrong",
            |r| r.write("citeloom.toml", "title = ["),
            "settings  citeloom.toml: ",
        ),
        ("wrong", |r| r.write("citeloom.toml", "schema = 99"), "newer citeloom"),
        ("note", |r| r.write("citeloom.toml", "titel = 'x'"), "(CL0902)"),
        (
            "wrong",
            |r| r.write("citeloom.toml", "theme = 'gone'"),
            "no folder themes/gone",
        ),
        (
            "wrong",
            |r| r.write("citeloom.toml", "[citations]\nstyle = 'vancuver'"),
            "did you mean `vancouver`",
        ),
        (
            "note",
            |r| assert!(r.citeloom(&["theme", "templates/article.html"]).status.success()),
            "a file is in themes/citeloom (templates/article.html) as built in",
        ),
        (
            "note",
            |r| r.write("themes/citeloom/templates/articel.html", "x"),
            "did you mean templates/article.html?",
        ),
        (
            "wrong",
            |r| r.write("citeloom.lock", "{\"schema\":1}\n<<<<<<< ours\n{\n"),
            "lock --rebuild",
        ),
        (
            "wrong",
            |r| std::fs::remove_file(r.root.join("citeloom.lock")).unwrap(),
            "stubs and no citeloom.lock",
        ),
        (
            "note",
            |r| {
                r.write("content/articles/Same.md", "x");
                r.write("content/articles/same.md", "x");
            },
            "articles/Same.md and articles/same.md are one file on Windows and macOS",
        ),
        (
            "note",
            |r| r.write("content/sources/a: b.bib", "x"),
            "cannot be on Windows",
        ),
        ("note", |r| r.write("content/articles/a.md~", "x"), "articles/a.md~"),
        (
            "note",
            |r| r.write("public/mine.html", "x"),
            "public holds 1 file not written by citeloom",
        ),
        (
            "note",
            |r| std::fs::remove_file(r.root.join("public/.citeloom-manifest")).unwrap(),
            "no list of what citeloom wrote",
        ),
        (
            "wrong",
            |r| r.write("public/.citeloom-journal", "move a\nend\n"),
            "`citeloom build` finishes it",
        ),
        (
            "wrong",
            |r| r.write(".gitignore", "content/articles/\n/.citeloom/\n/public/\n"),
            "git ignores what must be kept",
        ),
        (
            "note",
            |r| r.write(".gitignore", "content/sources/\n/.citeloom/\n"),
            "git ignores 1 of 1 capture",
        ),
        (
            "note",
            |r| {
                r.write(".gitignore", "/public/\n");
                // The folder says itself that it is to be ignored, unless somebody took that away.
                let _ = std::fs::remove_file(r.root.join(".citeloom/.gitignore"));
            },
            "git would keep .citeloom/",
        ),
        (
            "note",
            |r| std::fs::remove_file(r.root.join(".gitattributes")).unwrap(),
            "merge=union",
        ),
        (
            "wrong",
            |r| {
                r.write(".gitattributes", "citeloom.lock merge=union\n");
                git(r, &["config", "core.autocrlf", "true"]);
            },
            "git changes the line ends of captures",
        ),
        (
            "wrong",
            |r| {
                r.write(
                    "content/pages/torn.md",
                    "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n",
                )
            },
            "a merge was left unfinished in content/pages/torn.md",
        ),
        (
            "note",
            |r| std::fs::remove_dir_all(r.root.join(".git")).unwrap(),
            "no git repository",
        ),
        (
            "wrong",
            |r| std::fs::remove_dir_all(r.root.join("content")).unwrap(),
            "no folder content/",
        ),
    ];
    let whole = sound();
    for (mark, harm, expected) in faults {
        let review = ReviewCopy::empty();
        crate::support::copy_folder_whole(&whole.root, &review.root);
        harm(&review);
        let (status, said) = doctor(&review);
        let told = lines(&said, mark);
        assert!(
            told.iter().any(|line| line.contains(expected)),
            "{expected} is not said as {mark}: {said}"
        );
        assert_eq!(status, i32::from(!lines(&said, "wrong").is_empty()), "{said}");
        assert_eq!(*mark == "wrong", status == 1, "{expected}: {said}");
    }
}

#[test]
fn the_output_folder_must_be_one_of_its_own() {
    let review = sound();
    for (out, expected) in [
        (".", "which holds the review itself"),
        ("content/sources", "among what it is made from"),
    ] {
        let output = review.citeloom(&["doctor", "--out", out]);
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn without_a_review_the_machine_is_looked_at() {
    let dir = tempfile::tempdir().unwrap();
    let output = citeloom(dir.path(), &["doctor"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("program") && said.contains("citeloom init"), "{said}");
    assert!(std::fs::read_dir(dir.path()).unwrap().next().is_none());
}
