//! A review is changed by one program at a time, within its own folder, and only by whoever may.

use crate::support::{ReviewCopy, copy_folder_whole};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Commands that change files of a review, or read what others change.
const WRITING: &[&[&str]] = &[
    &["build"],
    &["build", "--no-cache"],
    &["import", "new.bib"],
    &["propose"],
    &["lock", "--rebuild"],
    &["pack", "-o", "packed.zip"],
    &["init", "--from", "new.bib"],
];

/// A finished review and a capture beside it.
fn review() -> ReviewCopy {
    let copy = ReviewCopy::empty();
    crate::support::copy_folder(Path::new("tests/sites/cyrillic"), &copy.root);
    let (status, said) = copy.build();
    assert!(status < 2, "{said}");
    copy.write(
        "new.bib",
        "@article{n, author = {Neu, Ada}, title = {A new one 8001}, journal = {J Test}, year = {2021}}\n",
    );
    copy
}

/// All files but what is only remembered.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if path.is_file() {
                files.insert(name, std::fs::read(path).unwrap());
            } else if path.is_dir() && !path.is_symlink() && name != ".citeloom" {
                folders.push(path);
            }
        }
    }
    files
}

fn start(root: &Path, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_citeloom"))
        .args(arguments)
        .current_dir(root)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn end(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().unwrap();
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

#[test]
fn whoever_finds_the_review_taken_waits_says_so_and_changes_nothing() {
    let copy = review();
    let before = files(&copy.root);
    let held = citeloom::fs::lock_review(&copy.root).unwrap().expect("nobody has it");
    let waiting: Vec<Child> = WRITING.iter().map(|arguments| start(&copy.root, arguments)).collect();
    for (arguments, child) in WRITING.iter().zip(waiting) {
        let (code, said) = end(child);
        assert!(
            code == Some(2) && said.contains("another citeloom is working on"),
            "{arguments:?}: {code:?} {said}"
        );
    }
    assert!(files(&copy.root) == before, "something was changed");
    drop(held);
    for arguments in WRITING {
        let (code, said) = end(start(&copy.root, arguments));
        assert!(code.is_some_and(|code| code < 2), "{arguments:?}: {said}");
    }
}

#[test]
fn many_at_once_come_to_what_they_come_to_one_after_the_other() {
    let (together, in_turn) = (review(), review());
    let names: Vec<String> = (0..4).map(|number| format!("n{number}.bib")).collect();
    for copy in [&together, &in_turn] {
        for (number, name) in names.iter().enumerate() {
            let text = format!(
                "@article{{n, author = {{Neu{number}, Ada}}, title = {{A new one 80{number}1}}, journal = {{J Test}}, year = {{2021}}}}\n"
            );
            copy.write(name, text);
        }
    }
    let mut commands: Vec<Vec<&str>> = names.iter().map(|name| vec!["import", name.as_str()]).collect();
    commands.extend([vec!["propose"], vec!["build"], vec!["build", "--no-cache"]]);
    let running: Vec<Child> = commands
        .iter()
        .map(|arguments| start(&together.root, arguments))
        .collect();
    for child in running {
        let (code, said) = end(child);
        assert!(code.is_some_and(|code| code < 2), "{said}");
    }
    for arguments in &commands {
        let (code, said) = end(start(&in_turn.root, arguments));
        assert!(code.is_some_and(|code| code < 2), "{said}");
    }
    for copy in [&together, &in_turn] {
        let (status, said) = copy.build();
        assert!(status < 2, "{said}");
    }
    let (together, in_turn) = (files(&together.root), files(&in_turn.root));
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&together), names(&in_turn));
    for (path, bytes) in &together {
        assert!(in_turn[path] == *bytes, "{path} differs");
    }
}

/// A folder that may not be written to is said, and left. Whoever may write everywhere goes as nobody.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_said_and_left() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let copy = review();
    let program = copy.root.join("../citeloom");
    std::fs::copy(env!("CARGO_BIN_EXE_citeloom"), &program).unwrap();
    std::fs::set_permissions(copy.root.join(".."), std::fs::Permissions::from_mode(0o755)).unwrap();
    let set = |mode: u32| {
        let mut folders = vec![copy.root.clone()];
        while let Some(folder) = folders.pop() {
            std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(mode)).unwrap();
            let inside = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
            folders.extend(inside.filter(|path| path.is_dir()));
        }
    };
    set(0o555);
    let before = files(&copy.root);
    let almighty = std::fs::write(copy.root.join("probe"), "").is_ok();
    let _ = std::fs::remove_file(copy.root.join("probe"));
    for arguments in [
        &["build"][..],
        &["build", "--no-cache"],
        &["import", "new.bib"],
        &["propose"],
        &["lock", "--rebuild"],
        &["pack", "-o", "packed.zip"],
        &["init"],
        &["new", "page", "What we do"],
        &["theme", "theme.toml"],
        &["export", "-o", "all.bib"],
        &["dedupe", "new.bib", "--out", "one.json"],
    ] {
        let mut command = Command::new(&program);
        command.args(arguments).current_dir(&copy.root);
        if almighty {
            command.uid(65534).gid(65534);
        }
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(
            said.contains("cannot ") && said.contains("ermission denied"),
            "{arguments:?}: {said}"
        );
        assert!(files(&copy.root) == before, "{arguments:?} has changed something");
    }
    // What only reads works there, and the site can be packed for elsewhere.
    let packed = copy.root.join("../elsewhere");
    std::fs::create_dir(&packed).unwrap();
    std::fs::set_permissions(&packed, std::fs::Permissions::from_mode(0o777)).unwrap();
    for arguments in [
        &["check"][..],
        &["status"],
        &["export"],
        &["import", "--dry-run", "new.bib"],
        &["pack", "-o", "../elsewhere/packed.zip"],
    ] {
        let mut command = Command::new(&program);
        command.args(arguments).current_dir(&copy.root);
        if almighty {
            command.uid(65534).gid(65534);
        }
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.code().is_some_and(|code| code < 2),
            "{arguments:?}: {said}"
        );
    }
    set(0o755);
    assert!(files(&copy.root) == before);
}

/// Folders of the review that are links: what is elsewhere is neither read nor written.
#[cfg(unix)]
#[test]
fn no_folder_of_a_review_leads_out_of_it() {
    let outside = tempfile::tempdir().unwrap();
    for name in [
        "content/sources",
        "content/articles",
        "content/vocabulary",
        "content/pages",
        "content/mechanisms",
        "content/images",
        "content",
        "content/works.toml",
        "themes",
        "themes/citeloom",
        "styles/own.csl",
        ".citeloom",
        "citeloom.lock",
        "CITATION.cff",
    ] {
        let copy = review();
        let inside = copy.root.join(name);
        let target = outside.path().join(name.replace('/', "-"));
        if inside.is_dir() {
            copy_folder_whole(&inside, &target);
            std::fs::remove_dir_all(&inside).unwrap();
        } else if inside.is_file() {
            std::fs::rename(&inside, &target).unwrap();
        } else if name.contains('.') && name != ".citeloom" {
            std::fs::write(&target, "secret: the-secret-elsewhere\n").unwrap();
        } else {
            std::fs::create_dir_all(&target).unwrap();
        }
        std::fs::create_dir_all(inside.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(&target, &inside).unwrap();
        let settings = copy.read("citeloom.toml");
        copy.write(
            "citeloom.toml",
            settings.replace("[citations]\n", "") + "\n[citations]\nstyle = \"styles/own.csl\"\n",
        );
        let (here, there) = (files(&copy.root), files(outside.path()));
        for arguments in WRITING {
            let (code, said) = end(start(&copy.root, arguments));
            if name.starts_with("styles") {
                // A style is wanted by the pages alone; without it they have the usual one.
                assert!(code != Some(2), "{name} {arguments:?}: {said}");
                continue;
            }
            assert!(
                code == Some(2) && said.contains("leads out of the review") && said.contains(name),
                "{name} {arguments:?}: {code:?} {said}"
            );
            assert!(files(&copy.root) == here, "{name} {arguments:?} has changed something");
        }
        if name.starts_with("styles") {
            let (_, said) = end(start(&copy.root, &["check"]));
            assert!(
                said.contains("leads out of the review") && !said.contains("the-secret"),
                "{said}"
            );
        }
        assert!(files(outside.path()) == there, "{name}: something was written there");
    }
    // One that leads to another folder of the same review is as good as any.
    let copy = review();
    let (sources, elsewhere) = (copy.root.join("content/sources"), copy.root.join("captures"));
    copy_folder_whole(&sources, &elsewhere);
    std::fs::remove_dir_all(&sources).unwrap();
    std::os::unix::fs::symlink("../captures", &sources).unwrap();
    let (status, said) = copy.build();
    assert!(status < 2 && !said.contains("leads out"), "{said}");
}
