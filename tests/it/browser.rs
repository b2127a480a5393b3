//! The built site in real browsers: `tests/browser/run.mjs` and `firefox.mjs` say what is looked at.
//!
//! On a developer's machine without Chromium or Node this is skipped with a word; in CI (`CI` is set) that is a failure.

use crate::support::ReviewCopy;
use std::path::Path;
use std::process::Command;

/// Whether there is a browser to look with; says so where there is none.
pub fn ready() -> bool {
    let browsers = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];
    let node = || Command::new("node").arg("--version").output();
    let ready = Path::new("tests/browser/node_modules").is_dir()
        && node().is_ok_and(|output| output.status.success())
        && browsers.iter().any(|path| Path::new(path).exists());
    if !ready {
        let ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
        assert!(
            !ci,
            "the browser tests need Chromium, Node and `npm ci` in tests/browser"
        );
        eprintln!("skipped: the browser tests need Chromium, Node and `npm ci` in tests/browser");
    }
    ready
}

/// Whether there is a Firefox, and a Node to speak to it; says so where there is none.
fn firefox_ready() -> bool {
    let node = Command::new("node").arg("--version").output();
    let ready = node.is_ok_and(|output| output.status.success())
        && ["/usr/bin/firefox-esr", "/usr/bin/firefox"]
            .iter()
            .any(|path| Path::new(path).exists());
    if !ready {
        let ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
        assert!(!ci, "the test in Firefox needs firefox-esr and Node");
        eprintln!("skipped: the test in Firefox needs firefox-esr and Node");
    }
    ready
}

/// Runs a script of `tests/browser`, which must end well.
pub fn look(script: &str, arguments: &[&Path]) {
    let looked = Command::new("node")
        .arg(format!("tests/browser/{script}"))
        .args(arguments)
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&looked.stdout);
    let errors = String::from_utf8_lossy(&looked.stderr);
    assert!(looked.status.success(), "{report}\n{errors}");
}

#[test]
fn packed_reviews_open_by_double_click() {
    if !ready() {
        return;
    }
    let review = ReviewCopy::whole();
    review.build();
    let folder = review.root.join("handed over é");
    let [zip, all, one] = ["r.zip", "all.html", "one.html"].map(|name| folder.join(name));
    for (arguments, file) in [
        (&["pack"][..], &zip),
        (&["pack", "--single"], &all),
        (&["pack", "--mechanism", "rtk-bypass"], &one),
    ] {
        let packed = review.citeloom(&[arguments, &["-o", file.to_str().unwrap()]].concat());
        assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
    }
    let unpacked = folder.join("unpacked");
    for (name, bytes) in crate::pack::unpacked(&std::fs::read(&zip).unwrap()) {
        let path = unpacked.join(name.split_once('/').unwrap().1);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    look("pack.mjs", &[&unpacked, &all, &one]);
}

#[test]
fn the_review_holds_in_a_browser() {
    if !ready() {
        return;
    }
    let review = ReviewCopy::whole();
    let site = review.root.join("a folder with blanks é");
    let out = site.to_str().unwrap();
    let built = review.citeloom(&["build", "--base-url", "https://example.org/group/review", "--out", out]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    look("run.mjs", &[&site]);
}

#[test]
fn a_site_on_a_disk_works_in_firefox() {
    if !firefox_ready() {
        return;
    }
    let review = ReviewCopy::whole();
    let site = review.root.join("a folder with blanks é");
    let built = review.citeloom(&["build", "--out", site.to_str().unwrap()]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let [all, one] = ["all.html", "one.html"].map(|name| review.root.join("handed over é").join(name));
    for (arguments, file) in [
        (&["pack", "--single"][..], &all),
        (&["pack", "--mechanism", "rtk-bypass"], &one),
    ] {
        let to = ["--site", site.to_str().unwrap(), "-o", file.to_str().unwrap()];
        let packed = review.citeloom(&[arguments, &to].concat());
        assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
    }
    look("firefox.mjs", &[&site, &all, &one]);
}

#[test]
fn everything_is_found_with_the_keyboard_alone() {
    if !ready() {
        return;
    }
    let review = ReviewCopy::whole();
    let site = review.root.join("a folder with blanks é");
    let built = review.citeloom(&["build", "--out", site.to_str().unwrap()]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    look("search.mjs", &[&site]);
}
