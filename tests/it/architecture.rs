//! The house rules of `ARCHITECTURE.md`, held to the source: which room uses which, and who touches the world.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Rooms and their levels, read from the table of `ARCHITECTURE.md` itself.
fn levels() -> BTreeMap<String, u32> {
    let text = std::fs::read_to_string("ARCHITECTURE.md").unwrap();
    let mut levels = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let Ok(level) = cells[1].parse::<u32>() else { continue };
        for room in cells[2].split(',') {
            levels.insert(room.trim().trim_matches('`').to_owned(), level);
        }
    }
    levels
}

/// Every source file of a room, with its text.
fn sources() -> Vec<(String, String, String)> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new("src").sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path();
        if path.extension().is_none_or(|e| e != "rs") {
            continue;
        }
        let inside = path.strip_prefix("src").unwrap();
        let room = inside
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_string_lossy()
            .replace(".rs", "");
        if room != "lib" && room != "main" {
            files.push((room, path.display().to_string(), std::fs::read_to_string(path).unwrap()));
        }
    }
    files
}

#[test]
fn every_room_has_its_place() {
    let levels = levels();
    let lib = std::fs::read_to_string("src/lib.rs").unwrap();
    for line in lib.lines() {
        if let Some(room) = line.strip_prefix("pub mod ") {
            let room = room.trim_end_matches(';');
            assert!(
                levels.contains_key(room),
                "{room} is not in the table of ARCHITECTURE.md"
            );
        }
    }
    for room in levels.keys() {
        let there = Path::new("src").join(room).is_dir() || Path::new("src").join(format!("{room}.rs")).is_file();
        assert!(there, "the table of ARCHITECTURE.md names {room}, which does not exist");
    }
}

#[test]
fn a_room_uses_only_rooms_under_it() {
    let levels = levels();
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        let own = levels[&room];
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            for piece in code.split("crate::").skip(1) {
                let used: String = piece.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let Some(&level) = levels.get(&used) else { continue };
                if used != room && level >= own && own < 9 {
                    wrong.push(format!(
                        "{path}:{}: {room} (level {own}) uses {used} (level {level})",
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_upper_rooms_touch_the_world() {
    let levels = levels();
    const WORLD: &[&str] = &[
        "std::fs",
        "std::env",
        "std::process",
        "std::time",
        "SystemTime",
        "Instant::now",
        "println!",
        "eprintln!",
        "dbg!",
        "std::io::stdout",
        "static mut",
        "rand::",
    ];
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        if levels[&room] >= 9 {
            continue;
        }
        for (number, line) in text
            .lines()
            .take_while(|line| !line.contains("#[cfg(test)]"))
            .enumerate()
        {
            let code = line.split("//").next().unwrap_or("");
            for word in WORLD.iter().filter(|word| code.contains(**word)) {
                wrong.push(format!("{path}:{}: `{word}` below level 9", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn modules_can_be_read_in_one_sitting_and_say_what_they_are() {
    for (_, path, text) in sources() {
        assert!(text.starts_with("//!"), "{path} does not say what it is");
        let lines = text.lines().count();
        assert!(lines <= 700, "{path} has {lines} lines");
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest: toml::Table = std::fs::read_to_string("Cargo.toml").unwrap().parse().unwrap();
    let text = std::fs::read_to_string("ARCHITECTURE.md").unwrap();
    let (_, reasons) = text.split_once("## Dependencies and their reasons").unwrap();
    let named = |name: &str| {
        let mut words = reasons.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'));
        words.any(|word| word == name)
    };
    for table in ["dependencies", "dev-dependencies"] {
        for name in manifest[table].as_table().unwrap().keys() {
            assert!(named(name), "ARCHITECTURE.md gives no reason for {name}");
        }
    }
    // And nothing that is no longer used.
    for line in reasons
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| crate"))
    {
        let cell = line.split('|').nth(1).unwrap();
        for name in cell.split(',').map(str::trim) {
            assert!(manifest["dependencies"].get(name).is_some(), "{name} is no dependency");
        }
    }
}

/// Whether a licence expression (SPDX) can be met with the licences of the list.
fn is_met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    // The older way to write "or".
    let mut text = expression.replace('/', " OR ");
    // Innermost parentheses first; what they come to takes their place.
    while let Some(close) = text.find(')') {
        let open = text[..close].rfind('(').expect("parentheses that match");
        let inner = if is_met(&text[open + 1..close], allowed) {
            "YES"
        } else {
            "NO"
        };
        text.replace_range(open..=close, inner);
    }
    text.split(" OR ").any(|part| {
        part.split(" AND ")
            .map(str::trim)
            .all(|licence| licence == "YES" || allowed.contains(licence))
    })
}

/// `deny.toml` holds for all that is locked, even where `cargo deny` is not installed.
#[test]
fn licences_and_sources_of_dependencies_are_those_that_are_allowed() {
    let rules: toml::Table = std::fs::read_to_string("deny.toml").unwrap().parse().unwrap();
    let allowed: BTreeSet<String> = rules["licenses"]["allow"]
        .as_array()
        .unwrap()
        .iter()
        .map(|licence| licence.as_str().unwrap().to_owned())
        .collect();
    assert!(is_met("MIT OR Apache-2.0", &allowed) && is_met("(MIT OR GPL-3.0) AND Unicode-3.0", &allowed));
    assert!(!is_met("GPL-3.0", &allowed) && !is_met("MIT AND GPL-3.0", &allowed));
    let banned: BTreeSet<&str> = rules["bans"]["deny"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| package["crate"].as_str().unwrap())
        .collect();
    assert!(banned.contains("reqwest"));
    // Packages that only other systems need are named in the lock file, but need not be on this machine.
    let lock: toml::Table = std::fs::read_to_string("Cargo.lock").unwrap().parse().unwrap();
    for package in lock["package"].as_array().unwrap() {
        let source = package.get("source").and_then(|source| source.as_str());
        assert!(
            source.is_none_or(|source| source.starts_with("registry+")),
            "{package} comes from elsewhere"
        );
        let name = package["name"].as_str().unwrap();
        assert!(!banned.contains(name), "{name} has no place here: deny.toml");
    }
    let compiler = std::process::Command::new("rustc").arg("-vV").output().unwrap();
    let compiler = String::from_utf8(compiler.stdout).unwrap();
    let host = compiler.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let output = std::process::Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--offline",
            "--filter-platform",
            host,
        ])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50, "{} packages", packages.len());
    for package in packages {
        let Some(source) = package["source"].as_str() else {
            assert_eq!(package["name"], "citeloom", "only the program itself has no source");
            continue;
        };
        let name = package["id"].as_str().unwrap();
        assert!(source.starts_with("registry+"), "{name} comes from {source}");
        let licence = package["license"].as_str().unwrap_or("");
        assert!(is_met(licence, &allowed), "{name} has the licence {licence:?}");
    }
}
