//! The house rules of `ARCHITECTURE.md`, held to the source: which room uses which, and who touches the world.

use std::collections::BTreeMap;
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
