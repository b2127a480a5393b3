//! The handbook in `docs/`: a site that citeloom builds, whose commands and settings exist.

use crate::support::{citeloom, copy_folder};
use std::path::Path;

/// A copy of the handbook, so that nothing is written into the repository.
fn copy() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    copy_folder(Path::new("docs"), dir.path());
    dir
}

fn pages() -> Vec<(String, String)> {
    let folder = Path::new("docs/content/pages");
    let names = citeloom::fs::list(folder).into_iter();
    names
        .map(|name| {
            let text = std::fs::read_to_string(folder.join(&name)).unwrap();
            (name, text)
        })
        .collect()
}

/// Command lines: those of blocks of shell commands, and those that stand as code in running text.
fn commands(markdown: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut block: Option<bool> = None;
    for line in markdown.lines() {
        if let Some(language) = line.trim().strip_prefix("```") {
            block = if block.is_some() { None } else { Some(language == "sh") };
            continue;
        }
        let shell = block == Some(true) || (block.is_none() && line.starts_with("    citeloom "));
        if shell {
            let line = line.split("  #").next().unwrap_or(line);
            found.extend(line.split(['|', '>']).map(|piece| piece.trim().to_owned()).take(1));
        } else if block.is_none() {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found.retain(|command| command.starts_with("citeloom "));
    found
}

/// Words of a command line, those in quotation marks kept together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, piece) in command.split('"').enumerate() {
        if at % 2 == 1 {
            words.push(piece.to_owned());
        } else {
            words.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn the_handbook_is_a_site_without_a_fault() {
    let dir = copy();
    let built = citeloom(dir.path(), &["build", "--strict"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let home = std::fs::read_to_string(dir.path().join("public/index.html")).unwrap();
    for (name, _) in pages().iter().filter(|(name, _)| name != "index.md") {
        let route = name.replace(".md", ".html");
        assert!(dir.path().join("public").join(&route).is_file(), "{route}");
        assert!(home.contains(&format!("\"{route}\"")), "the home page leads to {route}");
    }
    assert!(
        !dir.path().join("public/matrix.html").exists(),
        "pages of a review have no place in it"
    );
    let checked = citeloom(dir.path(), &["check", "--strict", "--format", "json"]);
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success() && said.is_empty(), "{said}");
    let packed = citeloom(dir.path(), &["pack", "--single", "--output", "book.html"]);
    assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
}

#[test]
fn commands_of_handbook_and_readme_exist() {
    let mut seen = 0;
    let readme = ("README.md".to_owned(), std::fs::read_to_string("README.md").unwrap());
    for (name, text) in pages().into_iter().chain([readme]) {
        for command in commands(&text).iter().filter(|command| !command.contains("COMMAND")) {
            let words = words(command);
            let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
            // A command by its name alone.
            if words.len() == 2 {
                words.push("--help");
            }
            if let Err(said) = citeloom::cli::understands(&words) {
                panic!("{name}: {command}\n{said}");
            }
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn every_command_and_setting_stands_in_the_handbook() {
    let text = std::fs::read_to_string("docs/content/pages/settings.md").unwrap();
    let help = String::from_utf8(citeloom(Path::new("."), &["--help"]).stdout).unwrap();
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let mut number = 0;
    for line in listed
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "))
    {
        let name = line.split_whitespace().next().unwrap();
        if name != "help" {
            assert!(
                text.contains(&format!("`citeloom {name}`")),
                "{name} is not in the list of commands"
            );
            number += 1;
        }
    }
    assert!(number >= 20, "{help}");
    for name in citeloom::config::SETTINGS {
        let whole = matches!(*name, "citations" | "publish" | "workflow" | "check" | "limits");
        assert!(
            whole || text.contains(&format!("`{name}`")),
            "{name} is not in the list of settings"
        );
    }
}
