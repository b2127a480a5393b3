//! The workflows of this repository and those that `citeloom init` writes: pinned, with least rights, and calling commands
//! that exist.

use crate::support::citeloom;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every workflow and action: ours as committed, those of a new review as written.
fn files() -> Vec<(PathBuf, String)> {
    let dir = tempfile::tempdir().unwrap();
    assert!(citeloom(dir.path(), &["init"]).status.success());
    let mut files = Vec::new();
    for root in [Path::new(".github"), &dir.path().join(".github")] {
        for entry in walkdir::WalkDir::new(root).sort_by_file_name() {
            let path = entry.unwrap().into_path();
            if path.extension().is_some_and(|e| e == "yml") {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    assert!(files.len() >= 7, "{files:?}");
    files
}

fn is_workflow(path: &Path) -> bool {
    path.parent().is_some_and(|folder| folder.ends_with("workflows"))
}

/// The jobs of a workflow: name and lines.
fn jobs(text: &str) -> Vec<(String, String)> {
    let mut jobs: Vec<(String, String)> = Vec::new();
    for line in text.lines().skip_while(|line| *line != "jobs:").skip(1) {
        if line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':') {
            jobs.push((line.trim().to_owned(), String::new()));
        } else if let Some((_, lines)) = jobs.last_mut() {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    jobs
}

/// Lines of shell scripts in a workflow.
fn scripts(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut inside: Option<usize> = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        if inside.is_some_and(|depth| indent > depth || line.trim().is_empty()) {
            found.push(line.trim());
            continue;
        }
        inside = None;
        if let Some((before, script)) = line.split_once("run: ") {
            match script {
                "|" => inside = Some(before.len()),
                _ => found.push(script),
            }
        }
    }
    found
}

#[test]
fn actions_are_pinned_to_one_commit_each_with_its_version_beside_it() {
    let mut pins: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in files() {
        for line in text
            .lines()
            .filter(|line| line.trim_start().trim_start_matches("- ").starts_with("uses:"))
        {
            let action = line.split_once("uses:").unwrap().1.trim();
            if action.starts_with("./") {
                continue;
            }
            let (name, rest) = action
                .split_once('@')
                .unwrap_or_else(|| panic!("{}: {line}", path.display()));
            let (commit, version) = rest
                .split_once(" # v")
                .unwrap_or_else(|| panic!("{}: {line}", path.display()));
            assert!(
                commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)),
                "{}: {line}",
                path.display()
            );
            assert_eq!(version.split('.').count(), 3, "{}: {line}", path.display());
            let known = pins.entry(name.to_owned()).or_insert_with(|| rest.to_owned());
            assert_eq!(known, rest, "{}: one commit for {name} everywhere", path.display());
        }
    }
    assert!(
        pins.contains_key("actions/checkout") && pins.contains_key("actions/deploy-pages"),
        "{pins:?}"
    );
}

#[test]
fn nothing_is_allowed_that_a_job_does_not_need() {
    for (path, text) in files().into_iter().filter(|(path, _)| is_workflow(path)) {
        let shown = path.display();
        assert!(text.contains("\npermissions: {}\n"), "{shown}: nothing by default");
        assert!(text.contains("\nconcurrency:\n"), "{shown}");
        assert!(
            !text.contains("pull_request_target") && !text.contains("secrets."),
            "{shown}"
        );
        for (job, lines) in jobs(&text) {
            let rights: Vec<&str> = lines
                .lines()
                .skip_while(|line| *line != "    permissions:")
                .skip(1)
                .take_while(|line| line.starts_with("      "))
                .map(str::trim)
                .collect();
            assert!(!rights.is_empty(), "{shown}: {job} names its rights");
            let writing: Vec<&str> = rights
                .iter()
                .filter(|right| right.ends_with("write"))
                .copied()
                .collect();
            let expected: &[&str] = if lines.contains("deploy-pages") {
                &["pages: write", "id-token: write"]
            } else if lines.contains("gh release create") {
                &["contents: write"]
            } else {
                &[]
            };
            assert_eq!(writing, expected, "{shown}: {job}");
            let reusable = lines.contains("\n    uses: ./");
            assert!(
                reusable || lines.contains("timeout-minutes:"),
                "{shown}: {job} ends some time"
            );
        }
        let checkouts = text.matches("actions/checkout@").count();
        assert_eq!(
            text.matches("persist-credentials: false").count(),
            checkouts,
            "{shown}: no token stays on the disk"
        );
        // What others wrote (titles, branches) is never pasted into a script: it comes by the environment.
        for line in scripts(&text) {
            assert!(!line.contains("${{"), "{shown}: {line}");
        }
    }
}

#[test]
fn the_site_is_checked_before_it_is_published() {
    for (path, text) in files() {
        if !text.contains("actions/deploy-pages@") {
            continue;
        }
        let at = |what: &str| {
            text.find(what)
                .unwrap_or_else(|| panic!("{}: no {what}", path.display()))
        };
        let order = [
            "citeloom check --format github",
            "citeloom build --base-url",
            "citeloom pack",
            "actions/upload-pages-artifact@",
            "needs: build",
            "actions/deploy-pages@",
        ];
        assert!(order.map(at).is_sorted(), "{}", path.display());
        assert!(text.contains("cancel-in-progress: false"), "{}", path.display());
    }
}

#[test]
fn workflows_call_commands_that_exist() {
    let mut calls = 0;
    for (path, text) in files() {
        for line in scripts(&text) {
            for piece in line.split("&&").map(str::trim) {
                let Some(rest) = piece.strip_prefix("citeloom ") else {
                    continue;
                };
                let words: Vec<&str> = std::iter::once("citeloom").chain(rest.split_whitespace()).collect();
                if let Err(said) = citeloom::cli::understands(&words) {
                    panic!("{}: {piece}\n{said}", path.display());
                }
                calls += 1;
            }
        }
    }
    assert!(calls >= 8, "{calls}");
}

#[test]
fn a_new_review_knows_where_its_program_comes_from_once_it_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let action = dir.path().join(".github/actions/citeloom/action.yml");
    let init = || {
        let output = citeloom(dir.path(), &["init"]);
        assert!(output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    init();
    let text = std::fs::read_to_string(&action).unwrap();
    assert!(text.contains("default: \"OWNER/citeloom\""), "{text}");
    assert!(
        text.contains(&format!("default: \"{}\"", env!("CARGO_PKG_VERSION"))),
        "{text}"
    );
    let settings = dir.path().join("citeloom.toml");
    let at = text.lines().position(|line| line.contains("OWNER/citeloom")).unwrap();
    assert!(
        text.contains(&format!("action.yml,line={},", at + 1)),
        "the error leads to the line to be set"
    );
    let told = std::fs::read_to_string(&settings).unwrap();
    assert!(told.contains("program = \"OWNER/citeloom\""), "{told}");
    std::fs::write(&settings, told.replace("OWNER/citeloom", "group/citeloom")).unwrap();
    let said = init();
    assert!(
        said.contains("the workflows get citeloom from group/citeloom now"),
        "{said}"
    );
    let text = std::fs::read_to_string(&action).unwrap();
    assert!(
        text.contains("default: \"group/citeloom\"") && !text.contains("OWNER/citeloom"),
        "{text}"
    );
    // What somebody set by hand stays.
    std::fs::write(&action, text.replace("group/citeloom", "other/citeloom")).unwrap();
    init();
    assert!(
        std::fs::read_to_string(&action)
            .unwrap()
            .contains("default: \"other/citeloom\"")
    );
}

/// The script that installs the program, run with a `curl` that reads a folder and a `cargo` that only says its name.
#[cfg(unix)]
#[test]
fn only_a_program_of_the_right_checksum_is_installed() {
    use std::os::unix::fs::PermissionsExt;
    let action = std::fs::read_to_string("src/cli/scaffold/github/actions/citeloom/action.yml").unwrap();
    let script = action
        .split("      run: |\n")
        .nth(1)
        .unwrap()
        .split("\n\n")
        .next()
        .unwrap();
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let program = |name: &str, text: &str| {
        std::fs::write(at(name), text).unwrap();
        std::fs::set_permissions(at(name), std::fs::Permissions::from_mode(0o755)).unwrap();
    };
    for folder in ["bin", "release"] {
        std::fs::create_dir(at(folder)).unwrap();
    }
    let release = at("release").display().to_string();
    program(
        "bin/curl",
        &format!(
            "#!/bin/bash\nwhile [ $# -gt 0 ]; do case \"$1\" in --output) out=$2; shift ;; https://*) url=$1 ;; esac; shift; done\n\
             cp \"{release}/$(basename \"$url\")\" \"$out\" 2>/dev/null || exit 22\n"
        ),
    );
    program("bin/cargo", "#!/bin/bash\necho \"cargo $*\"\n");
    program("bin/uname", "#!/bin/bash\necho x86_64\n");
    let name = "citeloom-1.2.3-x86_64-unknown-linux-musl";
    std::fs::create_dir(at(name)).unwrap();
    program(&format!("{name}/citeloom"), "#!/bin/sh\n");
    let pack = format!("tar -czf release/{name}.tar.gz {name} && cd release && sha256sum {name}.tar.gz > SHA256SUMS");
    assert!(
        Command::new("bash")
            .args(["-c", &pack])
            .current_dir(dir.path())
            .status()
            .unwrap()
            .success()
    );
    let sums = std::fs::read_to_string(at("release/SHA256SUMS")).unwrap();
    let sum = sums.split_whitespace().next().unwrap();
    let install = |repository: &str, version: &str, sum: &str| {
        let home = tempfile::tempdir().unwrap();
        let path = format!("{}:{}", at("bin").display(), std::env::var("PATH").unwrap());
        let output = Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
            .env("PATH", path)
            .env("HOME", home.path())
            .env("RUNNER_TEMP", home.path())
            .envs([("REPOSITORY", repository), ("VERSION", version), ("SHA256", sum)])
            .output()
            .unwrap();
        let there = home.path().join(".local/share/citeloom/bin/citeloom").is_file();
        (
            output.status.success(),
            there,
            String::from_utf8([output.stdout, output.stderr].concat()).unwrap(),
        )
    };
    for right in ["", sum] {
        let (good, there, said) = install("group/citeloom", "1.2.3", right);
        assert!(good && there, "{said}");
    }
    let (good, there, said) = install("group/citeloom", "1.2.3", &"1".repeat(64));
    assert!(!good && !there, "another checksum: {said}");
    let (good, there, said) = install("group/citeloom", "1.2.4", sum);
    assert!(
        !good && !there && !said.contains("cargo"),
        "no release, but a checksum: {said}"
    );
    let (good, _, said) = install("group/citeloom", "1.2.4", "");
    assert!(
        good && said.contains("cargo install --locked --git https://github.com/group/citeloom --tag v1.2.4"),
        "{said}"
    );
    let (good, _, said) = install("OWNER/citeloom", "1.2.3", "");
    assert!(
        !good && said.contains("::error file=.github/actions/citeloom/action.yml"),
        "{said}"
    );
    // A release that was tampered with after its sums were written.
    std::fs::write(at("release").join(format!("{name}.tar.gz")), "other bytes").unwrap();
    let (good, there, said) = install("group/citeloom", "1.2.3", "");
    assert!(!good && !there, "{said}");
}
