//! Bounds in commands that read the files they are given: each takes those of the review it is run in, and says which one
//! was reached.

use crate::support::{ReviewCopy, citeloom};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const GOOD: &str = "@book{good, title = {A good one}, year = {1999}}\n";

/// A review with these settings, and beside its folders two files: `good.bib` and the one that is named.
fn review(settings: &str, name: &str, text: &str) -> ReviewCopy {
    let review = ReviewCopy::empty();
    review.write("citeloom.toml", settings);
    review.write("content/articles/.keep", "");
    review.write("good.bib", GOOD);
    review.write(name, text);
    review
}

/// A file of more than one MiB with one record.
fn large(record: &str, padding: &str) -> String {
    format!("{record}{}", padding.repeat((1 << 20) / padding.len() + 1))
}

fn large_bibtex() -> String {
    large("@book{last, title = {The last}, year = {2000}}\n", "% padding\n")
}

fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// Whether the limit is named, and the file.
fn names_the_limit(stderr: &str, setting: &str, file: &str) -> bool {
    stderr.contains(&format!("limits.{setting}")) && stderr.contains("citeloom.toml") && stderr.contains(file)
}

#[test]
fn commands_that_print_go_past_a_file_that_is_too_large() {
    let low = "[limits]\ncapture-mib = 1\n";
    for (settings, over) in [(low, true), ("", false)] {
        let review = review(settings, "large.bib", &large_bibtex());
        for (command, status) in [("extract", 0), ("match", 0), ("dedupe", 0), ("tag", 1)] {
            let (code, stdout, stderr) = said(&review.citeloom(&[command, "large.bib", "good.bib"]));
            assert_eq!(code, if over { status } else { 0 }, "{command}: {stderr}");
            assert_eq!(
                over,
                stderr.contains("CL0106") && names_the_limit(&stderr, "capture-mib", "large.bib"),
                "{command}: {stderr}"
            );
            let shows = |key: &str, title: &str| stdout.contains(key) || stdout.contains(title);
            assert!(shows("\"id\":\"good\"", "A good one"), "{command}: {stdout}");
            assert_eq!(!over, shows("\"id\":\"last\"", "The last"), "{command}: {stdout}");
        }
    }
}

#[test]
fn a_list_of_references_that_is_too_large_is_refused() {
    let list = large("", "Writer A. Cited work. J Test. 2001;1:1-2.\n");
    let low = review("[limits]\ncapture-mib = 1\n", "list.txt", &list);
    let usual = review("", "list.txt", "Writer A. Cited work. J Test. 2001;1:1-2.\n");
    let (code, stdout, stderr) = said(&low.citeloom(&["refs", "list.txt"]));
    assert!(
        code == 2 && stdout.is_empty() && names_the_limit(&stderr, "capture-mib", "list.txt"),
        "{stderr}"
    );
    let (code, stdout, _) = said(&usual.citeloom(&["refs", "list.txt"]));
    assert!(code == 0 && stdout.lines().count() == 1);
    let mut child = Command::new(env!("CARGO_BIN_EXE_citeloom"))
        .arg("refs")
        .current_dir(&low.root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may have heard enough before all is said.
    let _ = child.stdin.take().unwrap().write_all(list.as_bytes());
    let (code, stdout, stderr) = said(&child.wait_with_output().unwrap());
    assert!(
        code == 2 && stdout.is_empty() && names_the_limit(&stderr, "capture-mib", "standard input"),
        "{stderr}"
    );
    // As a list to be matched it is bounded by its number of lines, too.
    let few = review(
        "[limits]\nrecords = 2\n",
        "three.txt",
        &"Writer A. Work. J Test. 2001;1:1.\n".repeat(3),
    );
    let (code, stdout, stderr) = said(&few.citeloom(&["match", "three.txt"]));
    assert!(
        code == 0 && names_the_limit(&stderr, "records", "three.txt"),
        "{stderr}"
    );
    assert_eq!(stdout.matches("\"line\":").count(), 2, "{stdout}");
}

#[test]
fn nothing_too_large_is_copied_into_a_review() {
    let low = "[limits]\ncapture-mib = 1\n";
    for (settings, over) in [(low, true), ("", false)] {
        let sources = |review: &ReviewCopy| review.files("content/sources");
        // A file that was named, from inside of the review and from elsewhere.
        for elsewhere in [false, true] {
            let review = review(settings, "large.bib", &large_bibtex());
            let output = if elsewhere {
                let (root, file) = (review.root.to_str().unwrap(), review.root.join("large.bib"));
                citeloom(Path::new("/"), &["import", "--root", root, file.to_str().unwrap()])
            } else {
                review.citeloom(&["import", "large.bib"])
            };
            let (code, _, stderr) = said(&output);
            assert_eq!(code, if over { 2 } else { 0 }, "{stderr}");
            assert_eq!(over, names_the_limit(&stderr, "capture-mib", "large.bib"), "{stderr}");
            assert_eq!(sources(&review).len(), usize::from(!over));
        }
        // One of a folder: the others are taken in.
        let review = review(settings, "folder/large.bib", &large_bibtex());
        review.write("folder/small.bib", GOOD);
        let (code, _, stderr) = said(&review.citeloom(&["import", "folder"]));
        assert_eq!(code, i32::from(over), "{stderr}");
        assert_eq!(over, stderr.contains("CL0106"), "{stderr}");
        assert_eq!(
            over,
            names_the_limit(&stderr, "capture-mib", "folder/large.bib"),
            "{stderr}"
        );
        assert_eq!(sources(&review).len(), 2 - usize::from(over));
        // Once more into a review that is begun anew.
        std::fs::remove_dir_all(review.root.join("content")).unwrap();
        let (code, _, stderr) = said(&review.citeloom(&["init", "--from", "folder"]));
        assert_eq!(code, i32::from(over), "{stderr}");
        assert_eq!(
            over,
            names_the_limit(&stderr, "capture-mib", "folder/large.bib"),
            "{stderr}"
        );
        assert_eq!(sources(&review).len(), 2 - usize::from(over));
    }
}

#[test]
fn the_other_limits_hold_in_every_command_that_reads_captures() {
    let deep = format!(
        r#"[{{"id": "n", "type": "book", "title": "Nested data", "custom": {}{}}}]"#,
        "[".repeat(80),
        "]".repeat(80)
    );
    let records = "@book{a, title = {One}, year = {2001}}\n@book{b, title = {Two}, year = {2002}}\n".to_owned();
    let reference = r#"<ref><mixed-citation>Writer A. Cited work. J Test. 2001;1:1-2.</mixed-citation></ref>"#;
    let references = format!(
        "<article><front><article-meta><title-group><article-title>It cites</article-title></title-group></article-meta></front><back><ref-list>{}</ref-list></back></article>",
        reference.repeat(2)
    );
    let damaged = format!(
        r#"<modsCollection xmlns="http://www.loc.gov/mods/v3"><mods><titleInfo><title>Damaged</title></titleInfo></mods>{}</modsCollection>"#,
        "<!x>".repeat(3)
    );
    for (setting, low, file, text) in [
        ("depth", 20, "deep.json", deep),
        ("records", 1, "two.bib", records),
        ("references", 1, "cites.xml", references),
        ("faults", 1, "damaged.xml", damaged),
    ] {
        for (settings, over) in [(format!("[limits]\n{setting} = {low}\n"), true), (String::new(), false)] {
            let review = review(&settings, file, &text);
            for command in [
                &["extract", file][..],
                &["extract", "--explain", file],
                &["tag", file],
                &["match", file],
                &["dedupe", file],
                &["import", "--dry-run", file],
                &["import", file],
                &["check"],
                &["lock", "--rebuild"],
                &["build"],
            ] {
                let (code, _, stderr) = said(&review.citeloom(command));
                assert!(code < 2, "{command:?}: {stderr}");
                assert_eq!(
                    over,
                    stderr.contains("CL0208") && names_the_limit(&stderr, setting, file),
                    "{setting} {command:?}: {stderr}"
                );
            }
        }
    }
}
