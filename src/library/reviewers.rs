//! Who reviews what, as the settings say it.

use std::collections::BTreeMap;

/// People and the files that are theirs to review. Files are named from `content/`; in a pattern `*` stands for anything
/// but `/`, a final `/` for the whole folder, and `.md` may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reviewers(Vec<(String, Vec<String>)>);

impl Reviewers {
    /// From the settings: patterns by person.
    pub fn new(patterns: &BTreeMap<String, Vec<String>>) -> Self {
        let trimmed = |pattern: &String| pattern.trim().trim_start_matches('/').to_owned();
        let list = patterns.iter();
        Self(
            list.map(|(who, of)| (who.clone(), of.iter().map(trimmed).collect()))
                .collect(),
        )
    }

    /// Everybody who reviews the file, by name.
    pub fn of(&self, path: &str) -> Vec<&str> {
        let theirs = |patterns: &[String]| patterns.iter().any(|pattern| matches(pattern, path));
        let people = self.0.iter().filter(|(_, patterns)| theirs(patterns));
        people.map(|(who, _)| who.as_str()).collect()
    }

    /// Everybody who reviews anything.
    pub fn people(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(who, _)| who.as_str())
    }

    /// Patterns that no file matches: (person, pattern).
    pub fn idle<'s>(&'s self, paths: &[&str]) -> Vec<(&'s str, &'s str)> {
        let all = self
            .0
            .iter()
            .flat_map(|(who, patterns)| patterns.iter().map(move |pattern| (who.as_str(), pattern.as_str())));
        all.filter(|(_, pattern)| !paths.iter().any(|path| matches(pattern, path)))
            .collect()
    }

    /// The same in the form of a `CODEOWNERS` file. There the last line that matches decides alone, so that the more general
    /// lines come first and each names everybody whose patterns cover it. People without an account (`@name` or an address)
    /// cannot be asked by the host and are named in a comment.
    pub fn codeowners(&self) -> String {
        let mut patterns: Vec<&str> = self
            .0
            .iter()
            .flat_map(|(_, list)| list.iter().map(String::as_str))
            .collect();
        patterns.sort_by_key(|pattern| (pattern.chars().filter(|c| *c != '*').count(), *pattern));
        patterns.dedup();
        let mut out = String::from("# Written by `citeloom status --codeowners` from [reviewers] in citeloom.toml.\n");
        for pattern in patterns {
            let people = self.of(pattern);
            let (asked, others): (Vec<&str>, Vec<&str>) = people
                .into_iter()
                .partition(|who| who.contains('@') && !who.contains(' '));
            if !others.is_empty() {
                out.push_str(&format!("# also {}:\n", others.join(", ")));
            }
            let whole =
                pattern.ends_with(['/', '*']) || pattern.rsplit('/').next().is_some_and(|name| name.contains('.'));
            let ending = if whole { "" } else { ".md" };
            let line = format!("/content/{}{ending} {}", pattern.replace(' ', "\\ "), asked.join(" "));
            out.push_str(if asked.is_empty() { "# " } else { "" });
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

fn matches(pattern: &str, path: &str) -> bool {
    if pattern == path || glob(pattern, path) {
        return true;
    }
    match path.strip_suffix(".md") {
        Some(stem) if !pattern.ends_with('/') => glob(pattern, stem),
        _ => pattern.ends_with('/') && path.starts_with(pattern),
    }
}

/// Whether the pattern covers the whole of `path`. The latest star is the only one that ever needs to grow.
fn glob(pattern: &str, path: &str) -> bool {
    let (pattern, path) = (pattern.as_bytes(), path.as_bytes());
    let (mut p, mut at) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while at < path.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, at));
                p += 1;
            }
            Some(byte) if *byte == path[at] => {
                p += 1;
                at += 1;
            }
            _ => match star {
                // A star of a pattern that is compared with a pattern covers a star, too, but never a slash.
                Some((from, begun)) if path[begun] != b'/' => {
                    star = Some((from, begun + 1));
                    p = from + 1;
                    at = begun + 1;
                }
                _ => return false,
            },
        }
    }
    pattern
        .get(p..)
        .is_some_and(|rest| rest.iter().all(|byte| *byte == b'*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reviewers(list: &[(&str, &[&str])]) -> Reviewers {
        let map = list
            .iter()
            .map(|(who, of)| ((*who).to_owned(), of.iter().map(|one| (*one).to_owned()).collect()));
        Reviewers::new(&map.collect())
    }

    #[test]
    fn patterns_say_whose_a_file_is() {
        let of = reviewers(&[
            ("@erika", &["mechanisms/on-target-*", "articles/"]),
            ("Max Muster", &["articles/*2024*", "/vocabulary/lexicon.toml"]),
        ]);
        assert_eq!(of.of("mechanisms/on-target-alteration.md"), ["@erika"]);
        assert_eq!(of.of("articles/dumas2019.md"), ["@erika"]);
        assert_eq!(of.of("articles/muster2024b.md"), ["@erika", "Max Muster"]);
        assert_eq!(of.of("vocabulary/lexicon.toml"), ["Max Muster"]);
        assert_eq!(of.of("articlesx.md"), Vec::<&str>::new());
        assert!(glob("*a*b*", "xxaxxbxx") && !glob("*a*b", "xxaxxbxx") && !glob("a*c", "a/c") && glob("a*", "a"));
        assert_eq!(of.idle(&["articles/a.md", "mechanisms/on-target-x.md"]).len(), 2);
    }

    #[test]
    fn the_hosts_file_names_everybody_in_the_line_that_decides() {
        let of = reviewers(&[
            ("@erika", &["articles/*"]),
            ("@max", &["articles/*2024*", "mechanisms/rtk-bypass"]),
            ("Nobody Known", &["pages/"]),
        ]);
        let lines: Vec<String> = of.codeowners().lines().skip(1).map(str::to_owned).collect();
        assert_eq!(
            lines,
            [
                "# also Nobody Known:",
                "# /content/pages/",
                "/content/articles/* @erika",
                "/content/articles/*2024* @erika @max",
                "/content/mechanisms/rtk-bypass.md @max",
            ]
        );
    }
}
