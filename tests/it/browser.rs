//! The built site in a real browser: `tests/browser/run.mjs` says what is looked at.
//!
//! On a developer's machine without Chromium or Node this is skipped with a word; in CI (`CI` is set) that is a failure.

use crate::support::ReviewCopy;
use std::path::Path;
use std::process::Command;

#[test]
fn the_review_holds_in_a_browser() {
    let ready = Path::new("tests/browser/node_modules").is_dir()
        && Command::new("node")
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success())
        && [
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
        ]
        .iter()
        .any(|p| Path::new(p).exists());
    if !ready {
        let ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
        assert!(
            !ci,
            "the browser tests need Chromium, Node and `npm ci` in tests/browser"
        );
        eprintln!("skipped: the browser tests need Chromium, Node and `npm ci` in tests/browser");
        return;
    }
    let review = ReviewCopy::whole();
    let site = review.root.join("a folder with blanks é");
    let out = site.to_str().unwrap();
    let built = review.citeloom(&["build", "--base-url", "https://example.org/group/review", "--out", out]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let looked = Command::new("node")
        .arg("tests/browser/run.mjs")
        .arg(&site)
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&looked.stdout);
    assert!(
        looked.status.success(),
        "{report}\n{}",
        String::from_utf8_lossy(&looked.stderr)
    );
}
