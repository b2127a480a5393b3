//! An edit of nothing but notes: the article's page and the search are changed, and nothing is linked anew.

use crate::article;
use crate::render::{NOTES_TEMPLATES, Renderer, Theme};
use crate::search::{self, Remembered, Reworded};
use crate::site::{CitedWork, Noted, Renoted, Words};
use serde::Serialize;

/// What a finished site leaves for an edit of its notes.
#[derive(Debug)]
pub struct EditMemory {
    /// A line of JSON for each article, and before them one for the search.
    lines: String,
    /// Which papers hold a word.
    words: Vec<u8>,
}

/// What an edit changes of a finished site.
#[derive(Debug)]
pub struct Edited {
    /// Files of the site: address from the root, bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// Addresses of files that the site no longer has.
    pub gone: Vec<String>,
    /// Number of pages among the files.
    pub pages: usize,
    /// What is to be remembered now.
    pub memory: EditMemory,
}

impl EditMemory {
    pub(super) fn of(noted: &[Noted<CitedWork>], search: Remembered) -> Self {
        let mut lines = line(&search);
        noted.iter().for_each(|noted| lines.push_str(&line(noted)));
        Self {
            lines,
            words: search.papers,
        }
    }

    /// What was written as text and bytes.
    pub fn from_parts(lines: String, words: Vec<u8>) -> Self {
        Self { lines, words }
    }

    /// As text and bytes, for [`Self::from_parts`].
    pub fn parts(&self) -> (&str, &[u8]) {
        (&self.lines, &self.words)
    }
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).map(|line| line + "\n").unwrap_or_default()
}

/// Changes a finished site after an edit of `stubs` (paths relative to `content/`, and texts). `page` gives a page of it.
/// `None` where more has changed than notes, or the pages or the memory are not what is expected: a whole build is needed.
pub fn edit(
    memory: EditMemory,
    stubs: &[(String, String)],
    theme: &[(String, Vec<u8>)],
    words: &Words,
    page: &dyn Fn(&str) -> Option<String>,
) -> Option<Edited> {
    let EditMemory { lines, words: papers } = memory;
    let (first, lines) = lines.split_once('\n')?;
    let mut search: Remembered = serde_json::from_str(first).ok()?;
    search.papers = papers;
    let mut remembered: Vec<&str> = lines.lines().collect();
    let mut theme = Theme {
        words: words.clone(),
        ..Theme::load(theme).value
    };
    // No others need to be compiled.
    theme
        .templates
        .retain(|name, _| NOTES_TEMPLATES.contains(&name.as_str()));
    let renderer = Renderer::new(&theme).value;

    let mut files = Vec::new();
    let mut changed: Vec<(usize, Noted, Renoted)> = Vec::new();
    for (path, text) in stubs {
        let named = format!("{{\"path\":{},", serde_json::to_string(path).ok()?);
        let at = remembered.iter().position(|line| line.starts_with(&named))?;
        let noted: Noted = serde_json::from_str(remembered[at]).ok()?;
        let article = article::parse(path, text).value?;
        let renoted = noted.renoted(&article)?;
        let [before, after] = &renoted.prose;
        let cited = serde_json::to_value(&noted.cited).ok()?;
        let page = renderer.renoted(&page(&noted.route)?, &noted.root(), [before, after], &cited)?;
        files.push((noted.route.clone(), page.into_bytes()));
        changed.push((at, noted, renoted));
    }
    let words: Vec<Reworded<'_>> = changed
        .iter()
        .map(|(_, before, after)| Reworded {
            document: before.document,
            before: &before.notes,
            after: &after.noted.notes,
        })
        .collect();
    let pages = files.len();
    let reworded = search::reword(search, &words)?;
    let search = reworded.remembered;
    files.extend(reworded.scripts);
    let written: Vec<(usize, String)> = changed.iter().map(|(at, _, after)| (*at, line(&after.noted))).collect();
    for (at, line) in &written {
        remembered[*at] = line.trim_end();
    }
    let mut lines = line(&search);
    for line in remembered {
        lines.push_str(line);
        lines.push('\n');
    }
    let memory = EditMemory {
        lines,
        words: search.papers,
    };
    Some(Edited {
        files,
        gone: reworded.gone,
        pages,
        memory,
    })
}
