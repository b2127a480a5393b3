//! What a build remembers: never anything that a clean build would make otherwise.

use crate::support::{ReviewCopy, citeloom, copy_folder};
use citeloom::article::{FieldValue, Lock};
use citeloom::base::Digest;
use citeloom::publish::site_digest;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Builds a copy of the review that remembers nothing, and compares stubs, lock and site.
fn assert_as_clean(review: &ReviewCopy, after: &str) {
    let clean = ReviewCopy::empty();
    copy_folder(&review.root.join("content"), &clean.root.join("content"));
    if review.root.join("themes").is_dir() {
        copy_folder(&review.root.join("themes"), &clean.root.join("themes"));
    }
    for name in ["citeloom.toml", "citeloom.lock"] {
        if review.root.join(name).is_file() {
            fs::copy(review.root.join(name), clean.root.join(name)).unwrap();
        }
    }
    let (remembering, forgetting) = (review.citeloom(&["build"]), clean.citeloom(&["build", "--reread"]));
    assert_eq!(
        remembering.status.code(),
        forgetting.status.code(),
        "after {after}: {}",
        String::from_utf8_lossy(&remembering.stderr)
    );
    assert_eq!(
        review.files("content"),
        clean.files("content"),
        "after {after}: the files of the review"
    );
    for file in review.files("content/articles") {
        let path = format!("content/articles/{file}");
        assert_eq!(review.read(&path), clean.read(&path), "after {after}: {file}");
    }
    assert!(
        review.read("citeloom.lock") == clean.read("citeloom.lock"),
        "after {after}: the lock differs"
    );
    assert_eq!(
        site_digest(&review.root.join("public")).unwrap(),
        site_digest(&clean.root.join("public")).unwrap(),
        "after {after}: the site differs"
    );
}

fn edit(review: &ReviewCopy, path: &str, change: impl FnOnce(String) -> String) {
    let text = review.read(path);
    let new = change(text.clone());
    assert!(text != new, "the edit of {path} must change something");
    review.write(path, new);
}

#[test]
fn builds_that_remember_equal_builds_that_do_not_after_any_edit() {
    let review = ReviewCopy::whole();
    assert_as_clean(&review, "the first build");
    assert_as_clean(&review, "no edit");
    let stubs = review.files("content/articles");
    let stub = |index: usize| format!("content/articles/{}", stubs[index]);
    edit(&review, &stub(0), |text| text + "\nA sentence of the reader's own.\n");
    assert_as_clean(&review, "a sentence in a stub");
    let listed = (0..stubs.len())
        .map(stub)
        .find(|path| review.read(path).contains("\n1. "))
        .expect("a stub has a list of references");
    let first = |text: &str| {
        let line = text.lines().find(|line| line.starts_with("1. "));
        line.expect("a first reference").to_owned()
    };
    edit(&review, &listed, |text| {
        text.replacen(&first(&text), "1. Corrected A. By hand. Blood. 2001;1:1.", 1)
    });
    assert_as_clean(&review, "a corrected reference");
    edit(&review, &listed, |text| {
        text.replacen("1. Corrected A. By hand. Blood. 2001;1:1.\n", "", 1)
    });
    assert_as_clean(&review, "a reference struck out");
    edit(&review, &listed, |text| {
        let mut lines = text.lines();
        let doi = lines.find(|line| line.starts_with("doi = ")).expect("an identifier");
        text.replacen(&format!("{doi}\n"), "", 1)
    });
    assert_as_clean(&review, "an identifier struck out");
    edit(&review, &listed, |text| {
        text.replacen("\nkey = \"", "\naliases = [\"old\"]\nkey = \"other", 1)
    });
    assert_as_clean(&review, "another key");
    review.write(
        "content/sources/new.bib",
        "@article{new, title={A new paper on FLT3 and gilteritinib}, author={Doe, Jane}, year={2024}, journal={Blood}}",
    );
    assert_as_clean(&review, "a new capture");
    edit(&review, "content/sources/new.bib", |text| {
        text.replace("year={2024}", "year={2024}, volume={7}, doi={10.5555/new.1}")
    });
    assert_as_clean(&review, "a better capture");
    let new = review
        .files("content/articles")
        .into_iter()
        .find(|name| name.starts_with("doe2024"))
        .expect("the new capture made a stub");
    edit(&review, &format!("content/articles/{new}"), |text| {
        text.replace("A new paper", "An edited paper")
    });
    assert_as_clean(&review, "a title changed by hand");
    edit(&review, "content/sources/new.bib", |text| {
        text.replace("A new paper", "A newer paper")
    });
    assert_as_clean(&review, "both sides changed");
    fs::rename(
        review.root.join("content/sources/new.bib"),
        review.root.join("content/sources/renamed.bib"),
    )
    .unwrap();
    assert_as_clean(&review, "a renamed capture");
    edit(&review, "content/vocabulary/mechanisms.toml", |text| {
        text.replacen("\nlabel = \"", "\nlabel = \"The ", 1)
    });
    assert_as_clean(&review, "a changed vocabulary");
    review.write(
        "themes/citeloom/templates/gaps.html",
        "{% extends \"base.html\" %}{% block main %}<h1>Gaps</h1>{% endblock %}",
    );
    assert_as_clean(&review, "a changed template");
    fs::remove_file(review.root.join("content/sources/renamed.bib")).unwrap();
    assert_as_clean(&review, "a capture that is gone");
    fs::remove_file(review.root.join(stub(1))).unwrap();
    assert_as_clean(&review, "a deleted stub");
    let page = review.root.join("public/index.html");
    fs::write(&page, "touched").unwrap();
    assert_as_clean(&review, "a page that somebody overwrote");
}

#[test]
fn nothing_is_made_again_where_nothing_has_changed() {
    let review = ReviewCopy::whole();
    let first = String::from_utf8(review.citeloom(&["build", "--timings"]).stderr).unwrap();
    assert!(first.contains("5 of 5 captures read"), "{first}");
    let second = String::from_utf8(review.citeloom(&["build"]).stderr).unwrap();
    assert!(second.contains("nothing has changed"), "{second}");
    let holds = |said: &str| {
        let row = said.lines().find(|line| line.contains("works "));
        row.map(str::to_owned).expect("what the review holds is said")
    };
    assert_eq!(holds(&first), holds(&second), "what the review holds is said again");
    let page = review.root.join("public/index.html");
    let whole = fs::read(&page).unwrap();
    fs::remove_file(&page).unwrap();
    let third = String::from_utf8(review.citeloom(&["build"]).stderr).unwrap();
    assert!(third.contains("1 file written"), "{third}");
    assert_eq!(fs::read(&page).unwrap(), whole);
    let other = review.root.join("other");
    let fourth = review.citeloom(&["build", "--out", other.to_str().unwrap()]);
    assert!(fourth.status.success() && other.join("index.html").is_file());
}

/// How many pages there are, and how many of them the build made.
fn made(review: &ReviewCopy) -> (usize, usize) {
    let said = String::from_utf8(review.citeloom(&["build"]).stderr).unwrap();
    let line = said
        .lines()
        .find(|line| line.starts_with(|c: char| c.is_ascii_digit()) && line.contains(" pages"))
        .expect("a number of pages");
    let number = |text: &str| text.split(' ').next().unwrap().parse().expect("a number");
    let all = number(line);
    let again = line.split_once(" pages (").map(|(_, rest)| number(rest));
    (
        all,
        again.unwrap_or(if said.contains("nothing has changed") { 0 } else { all }),
    )
}

#[test]
fn only_pages_whose_data_have_changed_are_made_again() {
    let review = ReviewCopy::whole();
    let (all, first) = made(&review);
    assert_eq!(first, all, "nothing is remembered at first");
    let stub = "content/articles/dumas2019.md".to_owned();
    edit(&review, &stub, |text| text + "\nA sentence of mine.\n");
    let (same, again) = made(&review);
    assert_eq!(same, all);
    assert!(
        (1..=4).contains(&again),
        "one paper's own pages, and what lists the newest: {again}"
    );
    edit(&review, &stub, |text| text.replacen("title = \"", "title = \"Of ", 1));
    let (_, again) = made(&review);
    assert!(
        again > 4 && again < all,
        "all that name the paper, and no more: {again} of {all}"
    );
    fs::write(review.root.join("public/about.html"), "not ours").unwrap();
    assert_eq!(made(&review).1, 1, "a page that somebody overwrote");
    fs::remove_file(review.root.join("public/gaps.html")).unwrap();
    assert_eq!(made(&review).1, 1, "a page that is gone");
    edit(&review, "citeloom.toml", |text| {
        text.replacen("title = \"", "title = \"A ", 1)
    });
    assert_eq!(made(&review).1, all, "the title stands on every page");
    review.write("themes/citeloom/templates/about.html", "{% extends \"base.html\" %}");
    assert_eq!(made(&review).1, all, "templates are used by each other");
    let said = String::from_utf8(review.citeloom(&["build", "--no-cache"]).stderr).unwrap();
    assert!(!said.contains("made again"), "{said}");
}

#[test]
fn a_capture_is_not_read_again_until_it_or_its_stub_changes() {
    let review = ReviewCopy::captures_only();
    // Without the memory of finished sites, which would not even ask.
    let read = || {
        let said = String::from_utf8(review.citeloom(&["build", "--no-cache", "--timings"]).stderr).unwrap();
        let line = said.lines().find_map(|line| line.strip_suffix(" of 5 captures read"));
        line.and_then(|number| number.parse::<usize>().ok())
            .unwrap_or_else(|| panic!("the number of captures is said:\n{said}"))
    };
    assert_eq!(read(), 5, "at first");
    // One of them has something to report, and that is said at every build.
    let noisy = read();
    assert!(noisy <= 1, "without a change {noisy} are read");
    fs::remove_dir_all(review.root.join(".citeloom")).unwrap();
    assert_eq!(
        read(),
        noisy,
        "what has been read stands in the lock, which every clone has"
    );
    let stub = format!("content/articles/{}", review.files("content/articles")[0]);
    edit(&review, &stub, |text| text + "\nMine.\n");
    assert_eq!(read(), noisy, "after a sentence in a stub");
    let listed = review.files("content/articles");
    let listed = listed.iter().map(|file| format!("content/articles/{file}"));
    let listed = { listed }.rfind(|path| review.read(path).contains("\n1. "));
    edit(&review, &listed.expect("a list of references"), |text| {
        text.replacen("\n1. ", "\n1. Corrected ", 1)
    });
    assert!((1..=noisy + 1).contains(&read()), "after the edit of a reference");
    let capture = format!("content/sources/{}", review.files("content/sources")[1]);
    edit(&review, &capture, |text| text + "\n");
    assert!((1..=noisy + 1).contains(&read()), "after a change of a capture");
    edit(&review, "content/vocabulary/lexicon.toml", |text| text + "\n# a word\n");
    assert_eq!(read(), 5, "after a change of the vocabulary");
    assert_eq!(read(), noisy, "and not again");
    edit(&review, "citeloom.lock", |text| {
        let (_, rest) = text.split_once('\n').unwrap();
        format!("{{\"citeloom-lock\":2,\"read\":\"0123456789abcdef\"}}\n{rest}")
    });
    assert_eq!(read(), 5, "after another program has written the lock");
}

#[test]
fn what_is_remembered_stays_out_of_version_control() {
    let review = ReviewCopy::whole();
    review.build();
    assert_eq!(review.read(".citeloom/.gitignore"), "*\n");
    let remembered = fs::read_dir(review.root.join(".citeloom")).unwrap();
    for file in remembered
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some())
    {
        fs::write(file, "{ damaged").unwrap();
    }
    let built = citeloom(Path::new(&review.root), &["build"]);
    assert!(built.status.success(), "a damaged memory is no memory");
}

/// Builds while a file of the review grows by a full stop at each step that the program takes on the disk: after it was
/// read, and before anything that was read is written down.
fn build_while_it_grows(review: &ReviewCopy, path: &str) -> u64 {
    let file = review.root.join(path);
    let length = |file: &Path| fs::metadata(file).unwrap().len();
    let before = length(&file);
    let built = Command::new(env!("CARGO_BIN_EXE_citeloom"))
        .arg("build")
        .current_dir(&review.root)
        .env("CITELOOM_STEPS", &file)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.code().is_some_and(|code| code < 2), "{path}: {said}");
    length(&file) - before
}

#[test]
fn a_capture_that_changes_while_it_is_read_is_remembered_as_it_was_read() {
    const BEGINS: &str = "TY  - JOUR\nTI  - A paper that grows\nAU  - Doe, Jane\nPY  - 2020\nAB  - It has words";
    let review = ReviewCopy::empty();
    copy_folder(Path::new("tests/sites/cyrillic"), &review.root);
    review.write("content/sources/grows.ris", BEGINS);
    // What the lock says of the capture's bytes, and what it says that they say, in full stops.
    let remembered = || {
        let lock = Lock::parse(&"citeloom.lock".into(), &review.read("citeloom.lock")).value;
        let here = |article: &citeloom::article::LockedArticle| {
            let captures = article.captures.iter();
            let capture = { captures }.find(|capture| capture.path == "sources/grows.ris")?;
            let claims = article.fields.values().flatten();
            let words = { claims }.find_map(|claim| match &claim.value {
                FieldValue::Text(text) if text.starts_with("It has words") => Some(text.clone()),
                _ => None,
            });
            Some((capture.digest, words.expect("an abstract")))
        };
        let (digest, words) = lock
            .articles
            .values()
            .find_map(here)
            .expect("the capture is in the lock");
        let stops = |count: usize| format!("{BEGINS}{}", ".".repeat(count));
        let read = (0..10_000).find(|count| Digest::of(stops(*count).as_bytes()) == digest);
        (
            read.expect("bytes that the capture has had"),
            words.matches('.').count(),
        )
    };
    for round in ["at first", "once more"] {
        let steps = build_while_it_grows(&review, "content/sources/grows.ris");
        assert!(steps > 10, "{round}: {steps} steps");
        let (bytes, words) = remembered();
        assert_eq!(
            bytes, words,
            "{round}: the lock has the words of the bytes that it names"
        );
        let now = review.read("content/sources/grows.ris").len() - BEGINS.len();
        assert!(bytes < now, "{round}: the capture went on growing");
    }
    assert_as_clean(&review, "the capture changed while it was read");
    let (bytes, words) = remembered();
    let now = review.read("content/sources/grows.ris").len() - BEGINS.len();
    assert_eq!((bytes, words), (now, now), "the next build reads it again");
}

#[test]
fn whatever_changes_during_a_build_is_seen_by_the_next_one() {
    let review = ReviewCopy::empty();
    copy_folder(Path::new("tests/sites/cyrillic"), &review.root);
    review.build();
    let stub = format!("content/articles/{}", review.files("content/articles")[0]);
    for (path, line) in [
        (stub.as_str(), "\nGrows"),
        ("citeloom.toml", "\n# grows"),
        ("content/vocabulary/mechanisms.toml", "\n# grows"),
        ("content/pages/grows.md", "# Grows\n\nIt grows"),
    ] {
        let text = fs::read_to_string(review.root.join(path)).unwrap_or_default();
        review.write(path, text + line);
        // The second time a site is there of which most is kept.
        for _ in 0..2 {
            build_while_it_grows(&review, path);
        }
        assert_as_clean(&review, path);
    }
}

#[test]
fn a_capture_that_was_away_is_read_with_the_vocabulary_of_its_return() {
    let review = ReviewCopy::captures_only();
    review.write(
        "content/sources/away.bib",
        "@article{away, title = {Persistence of leukaemia under quxinib}, author = {Doe, Jane}, year = {2020}, journal = {J Test}, abstract = {Cells persist under quxinib.}}\n",
    );
    review.build();
    assert!(!review.read("citeloom.lock").contains("\"quxinib\""));
    let (there, kept) = (
        review.root.join("content/sources/away.bib"),
        review.root.join("away.bib"),
    );
    fs::rename(&there, &kept).unwrap();
    edit(&review, "content/vocabulary/lexicon.toml", |text| {
        text + "\n[[entry]]\nid = \"quxinib\"\nlabel = \"quxinib\"\nkind = \"drug\"\n"
    });
    review.build();
    review.build();
    fs::rename(&kept, &there).unwrap();
    review.build();
    assert!(
        review.read("citeloom.lock").contains("\"quxinib\""),
        "the drug that the vocabulary has learned meanwhile"
    );
    assert_as_clean(&review, "the return of a capture");
    let (_, said) = review.build();
    assert!(said.contains("nothing has changed"), "{said}");
}

#[test]
fn a_review_without_papers_is_remembered_too() {
    let review = ReviewCopy::empty();
    assert!(review.citeloom(&["init", ".", "--bare"]).status.success());
    review.build();
    let (_, said) = review.build();
    assert!(said.contains("nothing has changed"), "{said}");
    assert!(!review.root.join("citeloom.lock").exists(), "there is nothing to lock");
}

#[test]
fn a_line_of_the_lock_that_says_something_unknown_is_not_guessed_at() {
    let review = ReviewCopy::whole();
    let clean = review.read("citeloom.lock");
    review.build();
    edit(&review, "citeloom.lock", |text| {
        text.replacen("\"abstract\",\"", "\"nozone\",\"", 1)
    });
    let (status, said) = review.build();
    assert_eq!(status, 1);
    assert!(said.contains("CL0606"), "{said}");
    assert!(said.contains("nozone"), "{said}");
    assert_eq!(review.read("citeloom.lock"), clean, "its captures are read again");
}
