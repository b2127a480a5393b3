//! The program as a whole, run in folders of its own.

use crate::support::{ReviewCopy, citeloom};
use citeloom::publish::site_digest;
use std::path::Path;

const STUBS: usize = 5;

#[test]
fn captures_become_a_site_with_one_command() {
    let review = ReviewCopy::captures_only();
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
    assert_eq!(review.files("content/articles").len(), STUBS, "{said}");
    assert!(review.root.join("public/index.html").is_file());
    assert!(
        said.contains("public/index.html"),
        "the summary says where to look:\n{said}"
    );
}

#[test]
fn building_again_changes_no_byte() {
    let review = ReviewCopy::captures_only();
    review.build();
    let stubs: Vec<String> = review
        .files("content/articles")
        .iter()
        .map(|f| review.read(&format!("content/articles/{f}")))
        .collect();
    let lock = review.read("citeloom.lock");
    let site = site_digest(&review.root.join("public")).unwrap();
    let (status, said) = review.build();
    assert_eq!(status, 0);
    let again: Vec<String> = review
        .files("content/articles")
        .iter()
        .map(|f| review.read(&format!("content/articles/{f}")))
        .collect();
    assert_eq!(stubs, again);
    assert!(lock == review.read("citeloom.lock"), "the lock differs");
    assert_eq!(site, site_digest(&review.root.join("public")).unwrap(), "{said}");
}

#[test]
fn building_in_another_folder_gives_the_same_bytes() {
    let (here, there) = (ReviewCopy::captures_only(), ReviewCopy::captures_only());
    here.build();
    let out = there.root.join("deep/er");
    let built = there.citeloom(&["build", "--out", out.to_str().unwrap()]);
    assert!(built.status.success());
    assert_eq!(
        site_digest(&here.root.join("public")).unwrap(),
        site_digest(&out).unwrap()
    );
    assert_eq!(here.read("citeloom.lock"), there.read("citeloom.lock"));
}

#[test]
fn the_committed_review_is_up_to_date() {
    let review = ReviewCopy::whole();
    let before: Vec<String> = review.files("content");
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
    assert_eq!(before, review.files("content"));
    for path in before.iter().filter(|path| path.ends_with(".md")) {
        let path = format!("content/{path}");
        assert!(
            std::fs::read_to_string(&path).unwrap() == review.read(&path),
            "{path} is not as a build leaves it"
        );
    }
    let same = std::fs::read_to_string("citeloom.lock").unwrap() == review.read("citeloom.lock");
    assert!(same, "citeloom.lock is not as a build leaves it");
}

#[test]
fn a_review_without_its_captures_builds_the_same_site() {
    let review = ReviewCopy::captures_only();
    review.build();
    let pages = |review: &ReviewCopy| -> Vec<(String, String)> {
        let html = review
            .files("public")
            .into_iter()
            .filter(|path| path.ends_with(".html"));
        html.map(|path| (path.clone(), review.read(&format!("public/{path}"))))
            .collect()
    };
    let before = pages(&review);
    let lock = review.read("citeloom.lock");
    std::fs::remove_dir_all(review.root.join("content/sources")).unwrap();
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
    assert!(lock == review.read("citeloom.lock"), "the lock differs");
    let after = pages(&review);
    assert_eq!(before.len(), after.len());
    for ((path, before), (_, after)) in before.iter().zip(&after) {
        // Colours and cuts of a line, and lines in the middle of a quote, need the capture's text.
        let same = if path.starts_with("provenance/") {
            !lines(after).is_empty()
        } else {
            before == after
        };
        assert!(same, "{path} differs");
    }
    for (path, html) in &after {
        for link in html
            .split("provenance/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            let Some((page, line)) = link.split_once('#').filter(|(_, line)| line.starts_with('l')) else {
                continue;
            };
            let target = after
                .iter()
                .find(|(path, _)| path.strip_prefix("provenance/") == Some(page));
            let found = target.is_some_and(|(_, html)| lines(html).contains(&line));
            assert!(found, "{path} links to {link}, which is not there without the captures");
        }
    }
}

/// The ids of a provenance page's lines.
fn lines(html: &str) -> Vec<&str> {
    html.split("<li id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn damaged_captures_are_named_and_stop_nothing() {
    let seed = std::fs::read("content/sources/000_043db747b2919fd7.txt").unwrap();
    let cut = &seed[..700];
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(
            "@article{utf16, title={Über den Wolken und darunter}, author={Maß, Ägid}, year={2020}}"
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    let latin1: Vec<u8> =
        "@article{latin1, title={Sur la résistance à l'imatinib}, author={Lannerée, Séverine}, year={2021}}\n"
            .chars()
            .map(|c| c as u32 as u8)
            .collect();
    let cases: [(&str, &[u8], Option<&str>); 7] = [
        ("empty.txt", b"", Some("CL0101")),
        (
            "binary.bin",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\xff\xfe\x01\x02",
            Some("CL0102"),
        ),
        ("paper.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", Some("CL0103")),
        ("latin1.bib", &latin1, Some("CL0104")),
        ("utf16.bib", &utf16, None),
        ("cut.bib", cut, Some("CL0203")),
        (
            "nothing.txt",
            b"Cookies on this website\n\nAccept all cookies\n",
            Some("CL0201"),
        ),
    ];
    let review = ReviewCopy::captures_only();
    for (name, bytes, _) in &cases {
        review.write(&format!("content/sources/zz-{name}"), bytes);
    }
    let (_, said) = review.build();
    for (name, _, code) in &cases {
        if let Some(code) = code {
            let place = said
                .split(&format!("[{code}]"))
                .nth(1)
                .unwrap_or_else(|| panic!("{code} for {name}:\n{said}"));
            let place: String = place.lines().take(2).collect();
            assert!(
                place.contains(&format!("content/sources/zz-{name}:")),
                "{code} is placed in {name}: {place}"
            );
        }
    }
    assert!(review.root.join("public/index.html").is_file());
    let stubs = review.files("content/articles");
    assert!(stubs.iter().any(|stub| stub.starts_with("lanneree2021")), "{stubs:?}");
    assert!(stubs.iter().any(|stub| stub.starts_with("mass2020")), "{stubs:?}");
    // The entry that was cut in the middle is of a paper that is there already.
    assert_eq!(stubs.len(), STUBS + 2, "{stubs:?}");
}

#[cfg(unix)]
#[test]
fn links_and_strange_names_are_followed_or_reported() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let entry = |key: &str, year: u16| {
        format!("@article{{{key}, title={{A paper on {key}}}, author={{Quist, Ada}}, year={{{year}}}}}\n")
    };
    let review = ReviewCopy::captures_only();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("out.bib"), entry("outside", 1901)).unwrap();
    review.write("shared/in.bib", entry("inside", 1902));
    let sources = review.root.join("content/sources");
    symlink(review.root.join("shared/in.bib"), sources.join("zz-in.bib")).unwrap();
    symlink(outside.path().join("out.bib"), sources.join("zz-out.bib")).unwrap();
    symlink(outside.path().join("none.bib"), sources.join("zz-dead.bib")).unwrap();
    symlink(&sources, sources.join("zz-round")).unwrap();
    let pages = review.root.join("content/pages");
    std::fs::create_dir_all(&pages).unwrap();
    symlink(outside.path().join("out.bib"), pages.join("zz-out.md")).unwrap();
    symlink(&sources, pages.join("zz-folder")).unwrap();
    let theme = review.root.join("themes/citeloom/static");
    std::fs::create_dir_all(&theme).unwrap();
    symlink(outside.path(), theme.join("zz-fonts")).unwrap();
    symlink(outside.path().join("out.bib"), theme.join("zz-logo.svg")).unwrap();
    let foreign = std::ffi::OsStr::from_bytes(b"zz-caf\xe9.bib");
    std::fs::write(sources.join(foreign), entry("foreign", 1903)).unwrap();
    let (status, said) = review.build();
    assert_eq!(status, 1, "{said}");
    for (name, why) in [
        ("sources/zz-out.bib", "leads out of the folder"),
        ("sources/zz-dead.bib", "leads nowhere"),
        ("sources/zz-round", "a link to a folder"),
        ("sources/zz-caf\u{fffd}.bib", "not UTF-8"),
        ("pages/zz-out.md", "leads out of the folder"),
        ("pages/zz-folder", "a link to a folder"),
        ("themes/citeloom/static/zz-fonts", "leads out of the folder"),
        ("themes/citeloom/static/zz-logo.svg", "leads out of the folder"),
    ] {
        let told = said.split("[CL0105]").any(|told| {
            let told: Vec<&str> = told.lines().take(3).collect();
            told.concat().contains(why) && told.concat().contains(name)
        });
        assert!(told, "{name}: {said}");
    }
    let stubs = review.files("content/articles");
    assert!(stubs.contains(&"quist1902.md".to_owned()), "{stubs:?}");
    assert_eq!(stubs.len(), STUBS + 1, "{stubs:?}");
    assert!(review.root.join("public/index.html").is_file());
}

#[test]
fn a_review_of_a_newer_program_is_left_alone() {
    let review = ReviewCopy::captures_only();
    let settings = review.read("citeloom.toml").replace("schema = 1", "schema = 2");
    review.write("citeloom.toml", &settings);
    let (status, said) = review.build();
    assert_eq!(status, 2, "{said}");
    assert!(
        said.contains("schema = 2") && said.contains("this citeloom knows 1"),
        "{said}"
    );
    assert!(!review.root.join("citeloom.lock").exists() && !review.root.join("public/index.html").exists());
}

#[test]
fn a_typing_error_in_front_matter_is_shown_and_the_file_left_alone() {
    let review = ReviewCopy::captures_only();
    review.build();
    let stubs = review.files("content/articles");
    let path = "content/articles/dumas2019.md".to_owned();
    let broken = review.read(&path).replacen("title = \"", "title = ", 1);
    review.write(&path, &broken);
    let (status, said) = review.build();
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("[CL0601]") && said.contains(&path), "{said}");
    assert_eq!(review.read(&path), broken);
    assert_eq!(review.files("content/articles"), stubs);
    assert!(review.root.join("public/articles/rummelt2021.html").is_file());
    assert!(!review.root.join("public/articles/dumas2019.html").is_file());
}

#[test]
fn what_an_author_wrote_survives_every_build() {
    let review = ReviewCopy::captures_only();
    review.build();
    let path = "content/articles/dumas2019.md";
    let edited = review
        .read(path)
        .replace(
            "journal = \"Haematologica\"",
            "journal   = \"Haematologica (Roma)\" # ours",
        )
        .replace("rtk-bypass     = \"proposed\"", "rtk-bypass     = \"rejected\"")
        .replace("## References", "## Our reading\n\nNot convinced.\n\n## References");
    assert!(edited.contains("Not convinced") || !review.read(path).contains("## References"));
    let edited = edited + "\nA last word of ours.\n";
    review.write(path, &edited);
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
    assert_eq!(review.read(path), edited);
    review.write(
        "content/sources/again.bib",
        std::fs::read("content/sources/000_043db747b2919fd7.txt").unwrap(),
    );
    review.build();
    let after = review.read(path);
    assert!(after.contains("journal   = \"Haematologica (Roma)\" # ours"));
    assert!(after.contains("rtk-bypass     = \"rejected\""));
    assert!(after.ends_with("\nA last word of ours.\n"));
    assert_eq!(
        review.files("content/articles").len(),
        STUBS,
        "the same paper makes no second article"
    );
}

#[test]
fn a_stub_in_another_encoding_is_named_and_left_as_it_is() {
    let review = ReviewCopy::captures_only();
    review.build();
    let path = "content/articles/dumas2019.md";
    let latin1: Vec<u8> = review
        .read(path)
        .chars()
        .map(|c| u8::try_from(c as u32).unwrap_or(b'?'))
        .collect();
    review.write(path, &latin1);
    // The capture has changed, too, which gives the import a reason to write.
    let capture = "content/sources/000_043db747b2919fd7.txt";
    review.write(capture, review.read(capture).replace("volume={104}", "volume={105}"));
    let (status, said) = review.build();
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("[CL0618]") && said.contains(path), "{said}");
    assert!(std::fs::read(review.root.join(path)).unwrap() == latin1);
    assert_eq!(
        review.files("content/articles").len(),
        STUBS,
        "no second stub of the paper"
    );
}

#[test]
fn check_reports_for_people_and_for_programs_and_changes_nothing() {
    let review = ReviewCopy::captures_only();
    review.build();
    review.write(
        "content/pages/about.md",
        "# About\n\nSee [@dumas2018], [[quizartinip]] and [this](articles/nobody.html).\n",
    );
    let before = review.files("");
    let output = review.citeloom(&["check", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let found: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |code: &str| found.iter().filter(|d| d["code"] == code).collect::<Vec<_>>();
    assert_eq!(of("CL0701")[0]["help"], "did you mean `@dumas2019`?");
    assert_eq!(of("CL0701")[0]["labels"][0]["file"], "content/pages/about.md");
    assert_eq!(of("CL0701")[0]["labels"][0]["line"], 3);
    assert_eq!(of("CL0702").len(), 1);
    assert_eq!(of("CL0803").len(), 1, "{:?}", of("CL0803"));
    assert!(
        of("CL0803")[0]["message"]
            .as_str()
            .unwrap()
            .contains("articles/nobody.html")
    );
    // The page without title, authors and year says so.
    assert!(
        of("CL0605")
            .iter()
            .any(|d| d["message"].as_str().unwrap().contains("title")),
        "{found:?}"
    );
    assert_eq!(before, review.files(""));
}

#[test]
fn a_former_key_leads_to_the_page_of_today() {
    let review = ReviewCopy::captures_only();
    review.build();
    let stub = review.read("content/articles/dumas2019.md");
    let renamed = stub.replacen(
        "key = \"dumas2019\"",
        "key = \"dumas2019-axl\"\naliases = [\"dumas2019\"]",
        1,
    );
    review.write("content/articles/dumas2019.md", &renamed);
    review.write("content/pages/about.md", "Still cited as [@dumas2019].\n");
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
    assert_eq!(
        review.files("content/articles").len(),
        STUBS,
        "no second article of the paper"
    );
    assert!(review.root.join("public/articles/dumas2019-axl.html").is_file());
    let old = review.read("public/articles/dumas2019.html");
    assert!(old.contains("articles/dumas2019-axl.html"), "{old}");
    assert_eq!(review.read("content/articles/dumas2019.md"), renamed);
}

#[test]
fn a_dry_run_shows_the_change_and_makes_none() {
    let review = ReviewCopy::captures_only();
    let before = review.files("");
    let output = review.citeloom(&["import", "--dry-run", "content/sources"]);
    assert_eq!(output.status.code(), Some(0));
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("+++ content/articles/dumas2019.md"), "{shown}");
    assert!(shown.contains("+volume = \"104\""));
    let after: Vec<String> = review.files("");
    assert_eq!(before, after);
}

#[test]
fn a_lost_lock_is_rebuilt_from_captures_and_stubs() {
    let review = ReviewCopy::captures_only();
    review.build();
    let (lock, stub) = (
        review.read("citeloom.lock"),
        review.read("content/articles/rummelt2021.md"),
    );
    review.write("citeloom.lock", "<<<<<<< ours\nnot a lock\n");
    let (status, said) = review.build();
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("[CL0606]") && said.contains("lock --rebuild"), "{said}");
    assert!(review.citeloom(&["lock", "--rebuild"]).status.success());
    assert!(lock == review.read("citeloom.lock"), "the rebuilt lock differs");
    assert!(
        stub == review.read("content/articles/rummelt2021.md"),
        "no stub changes"
    );
}

#[test]
fn wrong_usage_is_told_apart_from_wrong_content() {
    let empty = tempfile::tempdir().unwrap();
    let status = |arguments: &[&str]| citeloom(empty.path(), arguments).status.code();
    assert_eq!(status(&["build"]), Some(2));
    assert_eq!(status(&["extract", "not-there.bib"]), Some(2));
    assert_eq!(status(&["explain", "CL9999"]), Some(2));
    assert_eq!(status(&["no-such-command"]), Some(2));
    assert_eq!(status(&["explain", "cl0203"]), Some(0));
    for command in [
        "build", "import", "check", "extract", "refs", "match", "explain", "init",
    ] {
        let output = citeloom(empty.path(), &[command, "--help"]);
        assert_eq!(output.status.code(), Some(0));
        assert!(String::from_utf8(output.stdout).unwrap().lines().count() > 5);
    }
}

#[test]
fn a_first_build_of_stubs_written_by_hand_leaves_a_whole_lock() {
    let folder = tempfile::tempdir().unwrap();
    assert!(citeloom(folder.path(), &["init", "review", "--bare"]).status.success());
    let root = folder.path().join("review");
    let stub = "+++\nkey = \"me2020\"\ntype = \"article-journal\"\ntitle = \"A paper entered by hand\"\n+++\n\n## References\n\n\
                1. Kralovics R, et al. A gain-of-function mutation of JAK2. N Engl J Med. 2005;352:1779-90.\n";
    std::fs::write(root.join("content/articles/me2020.md"), stub).unwrap();
    let lock = || {
        assert!(citeloom(&root, &["build"]).status.success());
        std::fs::read_to_string(root.join("citeloom.lock")).unwrap()
    };
    let first = lock();
    let lines: Vec<&str> = first.lines().collect();
    assert!(
        lines
            .first()
            .is_some_and(|line| line.starts_with("{\"citeloom-lock\":")),
        "{first}"
    );
    assert!(
        lines.iter().any(|line| line.contains("kralovics2005-352-1779")),
        "{first}"
    );
    assert_eq!(lock(), first);
}

#[test]
fn a_new_user_gets_from_an_empty_folder_to_a_site() {
    let folder = tempfile::tempdir().unwrap();
    assert!(citeloom(folder.path(), &["init", "review"]).status.success());
    let root = folder.path().join("review");
    let bib = "@article{a, title={Resistance to imatinib in cells}, author={Doe, Jane}, journal={Blood}, year={2020}, volume={1}, pages={1-2}}\n";
    std::fs::write(root.join("content/sources/mine.bib"), bib).unwrap();
    let built = citeloom(&root, &["build"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    assert!(root.join("public/articles/doe2020.html").is_file());
    // A second init leaves everything as it is.
    std::fs::write(root.join("citeloom.toml"), "title = \"Ours\"\n").unwrap();
    assert!(citeloom(&root, &["init"]).status.success());
    assert_eq!(
        std::fs::read_to_string(root.join("citeloom.toml")).unwrap(),
        "title = \"Ours\"\n"
    );
}

#[test]
fn every_code_of_the_program_is_explained() {
    let output = citeloom(Path::new("."), &["explain"]);
    let listed = String::from_utf8(output.stdout).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for line in listed.lines() {
        let code = line.split_whitespace().next().unwrap();
        assert!(seen.insert(code.to_owned()), "{code} is listed twice");
        let explained = citeloom(Path::new("."), &["explain", code]);
        let text = String::from_utf8(explained.stdout).unwrap();
        assert!(
            text.lines().nth(2).is_some_and(|line| line.len() > 40),
            "{code}: {text}"
        );
    }
    assert!(seen.len() > 30);
}
#[test]
fn check_annotates_pull_requests_and_lists_links_off_the_site() {
    let review = ReviewCopy::whole();
    review.write(
        "content/pages/methods.md",
        "+++\ntitle = \"Methods\"\n+++\n\nWe looked, 100%: at [@nobody2020].\n\n![](scheme.png)\n",
    );
    let output = review.citeloom(&["check", "--format", "github"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    let dead = said
        .lines()
        .find(|line| line.contains("CL0701"))
        .expect("the dead citation");
    assert!(
        dead.starts_with("::error title=CL0701,file=content/pages/methods.md,line=5,col="),
        "{dead}"
    );
    let picture = said
        .lines()
        .find(|line| line.contains("CL0704"))
        .expect("the picture without text");
    assert!(
        picture.starts_with("::warning ") && picture.contains("line=7,col=1"),
        "{picture}"
    );
    assert!(said.lines().all(|line| line.starts_with("::")), "{said}");
    let links = String::from_utf8(review.citeloom(&["check", "--external"]).stdout).unwrap();
    assert!(
        links.lines().any(|line| line.starts_with("https://doi.org/10.")),
        "{links}"
    );
    assert!(
        links
            .lines()
            .all(|line| line.starts_with("http") && line.contains(".html")),
        "{links}"
    );
}

#[test]
fn check_names_captures_that_no_article_uses() {
    let review = ReviewCopy::whole();
    let unused = |review: &ReviewCopy| {
        let output = review.citeloom(&["check", "--format", "json"]);
        let said = String::from_utf8(output.stdout).unwrap();
        said.lines().filter(|line| line.contains("CL0108")).count()
    };
    assert_eq!(unused(&review), 0);
    std::fs::remove_file(review.root.join("content/articles/dumas2019.md")).unwrap();
    assert_eq!(unused(&review), 1);
}

#[test]
fn a_new_review_says_which_captures_hold_publishers_text() {
    let folder = ReviewCopy::empty();
    let sources = Path::new("content/sources");
    let page = citeloom::fs::list(sources)
        .into_iter()
        .find(|name| name.starts_with("002"))
        .unwrap();
    folder.write("in/page.txt", std::fs::read(sources.join(page)).unwrap());
    folder.write(
        "in/one.bib",
        "@article{a, title={A title}, author={Doe, Jane}, year={2020}}",
    );
    let output = folder.citeloom(&["init", "made", "--from", "in"]);
    let said = String::from_utf8(output.stderr).unwrap();
    let line = said
        .lines()
        .find(|line| line.contains("may not be yours"))
        .expect(&said);
    assert!(line.contains("page.txt") && !line.contains("one.bib"), "{said}");
}

/// From an empty folder to a review that is handed on, as a newcomer goes: every step says what to do next.
#[test]
fn each_step_of_a_beginner_says_what_comes_next() {
    let folder = ReviewCopy::empty();
    let run = |root: &Path, arguments: &[&str]| {
        let output = citeloom(root, arguments);
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(output.status.success(), "{arguments:?}\n{said}");
        said
    };
    let said = run(&folder.root, &["init", "review"]);
    for next in [
        "cd review",
        "content/sources/",
        "citeloom build",
        "citeloom serve",
        "README.md",
    ] {
        assert!(said.contains(next), "{next}\n{said}");
    }
    let root = folder.root.join("review");
    let said = run(&root, &["status"]);
    assert!(said.contains("run `citeloom build`"), "{said}");
    std::fs::write(
        root.join("content/sources/some.bib"),
        "@article{a, title={Of quizartinib}, author={Doe, Jane}, year={2020}, journal={Blood}, volume={1}, pages={2}}",
    )
    .unwrap();
    let said = run(&root, &["build"]);
    for next in [
        "2 stubs written",
        "public/index.html",
        "citeloom serve",
        "citeloom status",
        "delete content/sources/sample.bib",
    ] {
        assert!(said.contains(next), "{next}\n{said}");
    }
    std::fs::remove_file(root.join("content/sources/sample.bib")).unwrap();
    std::fs::remove_file(root.join("content/articles/example2024.md")).unwrap();
    let said = run(&root, &["build"]);
    assert!(!said.contains("sample"), "{said}");
    let said = run(&root, &["check"]);
    assert!(said.contains("checked 1 article: 0 errors"), "{said}");
    assert!(run(&root, &["export"]).contains("title = {Of quizartinib}"));
    // A title that nobody has written is told wherever the review is made public.
    for arguments in [&["build"][..], &["check"], &["pack"], &["doctor"]] {
        let said = run(&root, arguments);
        assert!(said.contains("no title of its own"), "{arguments:?}: {said}");
    }
    // What was deleted stays away.
    run(&folder.root, &["init", "review"]);
    assert!(!root.join("content/sources/sample.bib").exists());
}

#[test]
fn what_a_beginner_writes_first_is_no_fault() {
    let folder = ReviewCopy::empty();
    assert!(citeloom(&folder.root, &["init"]).status.success());
    let (_, said) = folder.build();
    assert!(said.contains("none cited: no article has references"), "{said}");
    let stub = "content/articles/example2024.md";
    let text =
        folder.read(stub) + "\n## Notes\n\nOf [[axl|AXL*]], [[axk]] and [[quizartinibs]]; again [@example2024].\n";
    folder.write(
        stub,
        text.replace("[[axk]]", "[[rtk-bypass]]")
            .replace(" and [[quizartinibs]]", ""),
    );
    assert!(
        citeloom(&folder.root, &["new", "mechanism", "rtk-bypass"])
            .status
            .success()
    );
    let (status, said) = folder.build();
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("[CL0708]") && said.contains("no paper names `axl` yet"),
        "{said}"
    );
    assert!(said.contains("1 cited in notes; no article has references"), "{said}");
    let page = folder.read("public/articles/example2024.html");
    assert!(
        page.contains("Of AXL*, <a href=\"../mechanisms/rtk-bypass.html\">"),
        "{page}"
    );
    let page = folder.read("public/mechanisms/rtk-bypass.html");
    assert!(
        !page.contains("Open questions") && page.contains("content/mechanisms/rtk-bypass.md"),
        "{page}"
    );
    folder.write(stub, text);
    let (status, said) = folder.build();
    assert_eq!(status, 1);
    assert!(
        said.contains("did you mean `[[alk]]`") && said.contains("did you mean `[[quizartinib]]`"),
        "{said}"
    );
}

#[test]
fn a_review_without_papers_is_a_site() {
    let folder = ReviewCopy::empty();
    assert!(citeloom(&folder.root, &["init", "--bare"]).status.success());
    let (status, said) = folder.build();
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("no papers yet") && folder.root.join("public/index.html").is_file(),
        "{said}"
    );
    let checked = folder.citeloom(&["check", "--strict"]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    assert!(folder.citeloom(&["pack", "--single"]).status.success());
}

#[test]
fn much_of_one_kind_is_counted_and_drawn_when_asked_for() {
    let folder = ReviewCopy::empty();
    assert!(citeloom(&folder.root, &["init", "--bare"]).status.success());
    let entries: String = (0..30)
        .map(|n| format!("@article{{k{n}, title={{Of matter {n}}}, author={{Doe{n}, Jane}}, year={{2020}}}}\n"))
        .collect();
    folder.write("content/sources/many.bib", entries);
    assert_eq!(folder.build().0, 0);
    let drawn = |arguments: &[&str]| {
        let said = String::from_utf8(folder.citeloom(arguments).stderr).unwrap();
        (said.matches("[CL0605]").count(), said)
    };
    let (some, said) = drawn(&["check"]);
    assert_eq!(some, 10, "{said}");
    assert!(
        said.contains("CL0605: 20 more of the same kind; --all draws them"),
        "{said}"
    );
    let (all, said) = drawn(&["check", "--all"]);
    assert!(all >= 30 && !said.contains("more of the same kind"), "{said}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_written_into_and_stays_what_it_is() {
    use std::os::unix::fs::FileTypeExt;
    let review = ReviewCopy::whole();
    let nowhere = review.root.join("nowhere");
    std::os::unix::fs::symlink("/dev/null", &nowhere).unwrap();
    let output = review.citeloom(&["export", "--format", "bibtex", "--output", "nowhere"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(std::fs::symlink_metadata(&nowhere).unwrap().is_symlink());
    assert!(std::fs::metadata(&nowhere).unwrap().file_type().is_char_device());
}

#[test]
fn exports_named_txt_are_compared_record_by_record() {
    let review = ReviewCopy::empty();
    review.write("savedrecs.txt", include_str!("../fixtures/wos/savedrecs.txt"));
    review.write("abstracts.txt", include_str!("../fixtures/pubmed-text/abstracts.txt"));
    review.write(
        "list.txt",
        "Doe J. A title. Blood. 2001;1:2-3.\nRoe A. Another. Blood. 2002;4:5-6.\n",
    );
    for (file, records) in [
        (
            "savedrecs.txt",
            include_str!("../fixtures/wos/savedrecs.txt").matches("\nER").count(),
        ),
        ("abstracts.txt", 3),
        ("list.txt", 2),
    ] {
        let output = review.citeloom(&["dedupe", file]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(&format!("{records} records")), "{file}: {said}");
    }
}

#[test]
fn a_paper_that_is_excluded_without_a_word_why_is_told() {
    let review = ReviewCopy::empty();
    review.write("citeloom.toml", "schema = 1\ntitle = \"Mine\"\n");
    let stub =
        |reason: &str| format!("+++\nkey = \"doe2001\"\ntitle = \"A title\"\nstatus = \"excluded\"\n{reason}+++\n");
    let told = |reason: &str| {
        review.write("content/articles/doe2001.md", stub(reason));
        let output = review.citeloom(&["check", "--all"]);
        let said = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        said.contains("CL0625")
    };
    assert!(told("") && told("reason = \" \"\n"));
    assert!(!told("reason = \"no human cells\"\n"));
}

#[test]
fn several_people_in_one_text_are_told() {
    let review = ReviewCopy::empty();
    review.write("citeloom.toml", "schema = 1\ntitle = \"Mine\"\n");
    let told = |authors: &str| {
        let stub = format!("+++\nkey = \"doe2001\"\ntitle = \"A title\"\nauthors = {authors}\n+++\n");
        review.write("content/articles/doe2001.md", stub);
        let output = review.citeloom(&["check"]);
        String::from_utf8_lossy(&output.stderr).contains("CL0626")
            || String::from_utf8_lossy(&output.stdout).contains("CL0626")
    };
    assert!(told("\"Quist, Ada; Orell, Bo\"") && told("[\"Quist, A., Orell, B.\"]"));
    assert!(!told(
        "[\"Quist, Ada\", \"Orell, Jr., Bo\", \"Mustermann, Max, III\", \"The Invented Group\"]"
    ));
}

#[test]
fn a_key_that_was_changed_is_told_once_with_the_alias_to_write() {
    let review = ReviewCopy::empty();
    review.write("citeloom.toml", "schema = 1\ntitle = \"Mine\"\n");
    review.write(
        "content/sources/a.bib",
        "@article{doe, title = {A title}, author = {Doe, Jane}, year = {2001}}",
    );
    let build = || {
        let output = review.citeloom(&["build"]);
        format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )
    };
    build();
    let path = "content/articles/doe2001.md";
    let stub = review.read(path);
    review.write(path, stub.replace("key = \"doe2001\"", "key = \"janes\""));
    let said = build();
    assert!(
        said.contains("CL0627") && said.contains("aliases = [\"doe2001\"]"),
        "{said}"
    );
    assert!(!build().contains("CL0627"));
    let with_alias = stub.replace(
        "key = \"doe2001\"",
        "key = \"hers\"\naliases = [\"janes\", \"doe2001\"]",
    );
    review.write(path, with_alias);
    assert!(!build().contains("CL0627"));
}
