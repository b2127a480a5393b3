//! Pages that authors write: Markdown with an optional block of TOML before it.

use super::PageEntry;
use crate::base::codes::article::BAD_FRONT_MATTER;
use crate::base::{Diagnostic, Parsed, Span};
use std::collections::BTreeMap;

impl PageEntry {
    /// Reads a page. `path` is relative to `content/`. Front matter that is no TOML is reported and passed over.
    pub fn parse(path: &str, text: &str) -> Parsed<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let mut page = PageEntry {
            path: path.into(),
            name: name.strip_suffix(".md").unwrap_or(name).to_owned(),
            ..PageEntry::default()
        };
        let mut diagnostics = Vec::new();
        let (front, body_offset) = split_front_matter(text);
        page.body_offset = body_offset;
        page.body = text[body_offset..].to_owned();
        if let Some(front) = front {
            match toml::from_str::<toml::Table>(front.of(text)) {
                Ok(table) => page.front = flatten(table),
                Err(error) => {
                    let span = error
                        .span()
                        .map_or(front, |s| Span::new(s.start, s.end).shift(front.start as usize));
                    let message = error.message().lines().next().unwrap_or("not valid TOML").to_owned();
                    diagnostics.push(Diagnostic::new(BAD_FRONT_MATTER, message).at(&page.path, span));
                }
            }
        }
        page.title = page.front.remove("title").or_else(|| first_heading(&page.body));
        Parsed::new(page, diagnostics)
    }
}

/// The span of the TOML between `+++` lines, and where the body begins.
fn split_front_matter(text: &str) -> (Option<Span>, usize) {
    let start = match text.strip_prefix("+++").map(|rest| rest.starts_with(['\n', '\r'])) {
        Some(true) => text.find('\n').map_or(text.len(), |at| at + 1),
        _ => return (None, 0),
    };
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return (Some(Span::new(start, at)), at + line.len());
        }
        at += line.len();
    }
    (None, 0)
}

fn flatten(table: toml::Table) -> BTreeMap<String, String> {
    table
        .into_iter()
        .map(|(key, value)| match value {
            toml::Value::String(text) => (key, text),
            other => (key, other.to_string()),
        })
        .collect()
}

fn first_heading(markdown: &str) -> Option<String> {
    markdown.lines().find_map(|line| {
        let title = line.strip_prefix("# ")?.trim().trim_end_matches('#').trim();
        (!title.is_empty()).then(|| title.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_optional_and_its_faults_are_placed() {
        let page = PageEntry::parse("pages/about.md", "+++\ntitle = \"About\"\n+++\nText\n").value;
        assert_eq!(
            (page.name.as_str(), page.title.as_deref(), page.body.as_str()),
            ("about", Some("About"), "Text\n")
        );
        let page = PageEntry::parse("pages/x.md", "# Head\n\nText").value;
        assert_eq!((page.title.as_deref(), page.body_offset), (Some("Head"), 0));
        let text = "+++\ntitle = [\n+++\nText";
        let parsed = PageEntry::parse("pages/x.md", text);
        assert_eq!(parsed.diagnostics[0].code, BAD_FRONT_MATTER);
        assert!(parsed.diagnostics[0].labels[0].span.start >= 4);
    }
}
