//! What users get: the package, completions, the manual.

use crate::support::citeloom;
use std::path::Path;
use std::process::Command;

#[test]
fn the_package_holds_the_program_and_nobodys_captures() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = Command::new(cargo)
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed = String::from_utf8(output.stdout).unwrap();
    let files: Vec<&str> = listed.lines().collect();
    for wanted in [
        "src/main.rs",
        "README.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "themes/citeloom/theme.toml",
    ] {
        assert!(files.contains(&wanted), "{wanted}");
    }
    let others = ["content/sources", "content/articles", "tests/", ".github", "public"];
    let stray: Vec<&&str> = files
        .iter()
        .filter(|file| others.iter().any(|other| file.starts_with(other)))
        .collect();
    assert!(stray.is_empty(), "{stray:?}");
    // Whatever the source takes in when it is compiled must be there.
    let mut taken = 0;
    for entry in walkdir::WalkDir::new("src") {
        let path = entry.unwrap().into_path();
        if path.extension().is_none_or(|e| e != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for piece in text.split("include_str!(\"").skip(1) {
            let name = piece.split('"').next().unwrap();
            let mut inside: Vec<&str> = path.parent().unwrap().to_str().unwrap().split('/').collect();
            for part in name.split('/') {
                match part {
                    ".." => _ = inside.pop(),
                    part => inside.push(part),
                }
            }
            let inside = inside.join("/");
            assert!(files.contains(&inside.as_str()), "{} takes in {inside}", path.display());
            taken += 1;
        }
    }
    assert!(taken > 10, "{taken}");
}

#[test]
fn shells_and_man_are_told_of_every_command() {
    let help = String::from_utf8(citeloom(Path::new("."), &["--help"]).stdout).unwrap();
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names: Vec<&str> = listed
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "))
        .map(|line| line.split_whitespace().next().unwrap())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.len() >= 20);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = citeloom(Path::new("."), &["completions", shell]);
        assert!(output.status.success() && output.stderr.is_empty(), "{shell}");
        let text = String::from_utf8(output.stdout).unwrap();
        for name in &names {
            assert!(text.contains(name), "{shell}: {name}");
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("man1");
    assert!(citeloom(dir.path(), &["man", "--dir", "man1"]).status.success());
    for name in &names {
        let page = std::fs::read_to_string(folder.join(format!("citeloom-{name}.1"))).unwrap();
        assert!(
            page.contains(".SH NAME") && page.contains(&format!("citeloom\\-{name}")),
            "{page}"
        );
    }
    let whole = String::from_utf8(citeloom(dir.path(), &["man"]).stdout).unwrap();
    assert!(whole.starts_with(".ie") && whole.contains(".SH SUBCOMMANDS"), "{whole}");
}
