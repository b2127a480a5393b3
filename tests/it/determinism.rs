//! The same review gives the same bytes: with one thread or eight, in any language and time zone, in any folder, in
//! whatever order its files were made.

use crate::support::ReviewCopy;
use std::path::Path;
use std::process::Command;

/// A way to be elsewhere.
struct Place {
    /// Variables of the environment.
    environment: &'static [(&'static str, &'static str)],
    /// Name of the review's folder.
    folder: &'static str,
    /// Files are made last name first.
    backwards: bool,
}

const PLACES: &[Place] = &[
    Place {
        environment: &[("RAYON_NUM_THREADS", "1"), ("LC_ALL", "C"), ("TZ", "UTC")],
        folder: "review",
        backwards: false,
    },
    Place {
        environment: &[
            ("RAYON_NUM_THREADS", "8"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("LANG", "tr_TR.UTF-8"),
            ("LANGUAGE", "tr:de"),
            ("TZ", "Pacific/Kiritimati"),
            ("COLUMNS", "37"),
            ("HOME", "/nonexistent"),
            ("SOURCE_DATE_EPOCH", "1"),
        ],
        folder: "another folder with blanks é/deep",
        backwards: true,
    },
];

/// Every file of a review's parts that a build reads, all of the site, and what `pack` writes of it.
fn made(place: &Place, from: &Path) -> Vec<(String, Vec<u8>)> {
    let home = ReviewCopy::empty();
    let root = home.root.join(place.folder);
    std::fs::create_dir_all(&root).unwrap();
    let mut paths = citeloom::fs::list(from);
    paths.retain(|path| !path.starts_with("public/"));
    if place.backwards {
        paths.reverse();
    }
    for path in paths {
        let target = root.join(&path);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(from.join(&path), target).unwrap();
    }
    for arguments in [
        &["build"][..],
        &["pack", "--output", "whole.zip"],
        &["pack", "--single", "--output", "whole.html"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_citeloom"));
        command.args(arguments).current_dir(&root);
        command.envs(place.environment.iter().copied());
        let output = command.output().unwrap();
        assert!(
            output.status.code().is_some_and(|code| code < 2),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let mut files: Vec<(String, Vec<u8>)> = citeloom::fs::list(&root)
        .into_iter()
        .map(|path| (path.clone(), std::fs::read(root.join(path)).unwrap()))
        .collect();
    let manifest = std::fs::read(root.join("public/.citeloom-manifest")).unwrap();
    files.push(("public/.citeloom-manifest".to_owned(), manifest));
    files
}

/// Holds all places to the first.
fn same_everywhere(from: &Path) {
    let mut right: Option<Vec<(String, Vec<u8>)>> = None;
    for place in PLACES {
        let here = made(place, from);
        assert!(here.len() > 40, "{} files", here.len());
        match &right {
            None => right = Some(here),
            Some(right) => {
                let names = |files: &[(String, Vec<u8>)]| files.iter().map(|file| file.0.clone()).collect::<Vec<_>>();
                assert_eq!(names(&here), names(right), "{}", place.folder);
                for ((path, here), (_, there)) in here.iter().zip(right) {
                    assert!(here == there, "{path} differs in {}", place.folder);
                }
            }
        }
    }
}

/// From captures alone: stubs, lock and site.
#[test]
fn a_review_of_captures_is_the_same_everywhere() {
    let copy = ReviewCopy::captures_only();
    for (name, text) in [
        (
            "b.bib",
            "@article{x, author = {Same, Ada}, title = {One of two}, year = {2001}}\n@article{y, author = {Same, Ada}, title = {Two of two}, year = {2001}}\n",
        ),
        (
            "a.bib",
            "@article{z, author = {Same, Ada}, title = {A third}, year = {2001}}\n@article{İ, author = {Işık, İnci}, title = {Dotless I and ıİiI}, year = {2002}}\n",
        ),
    ] {
        copy.write(&format!("content/sources/{name}"), text);
    }
    same_everywhere(&copy.root);
}

/// From the stubs of a review in another script, with its own settings.
#[test]
fn a_review_of_stubs_is_the_same_everywhere() {
    same_everywhere(Path::new("tests/sites/cyrillic"));
}
