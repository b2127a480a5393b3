//! `citeloom.toml`: the settings of a review.

use crate::base::codes::publish::{BAD_CONFIG, UNKNOWN_SETTING};
use crate::base::{Diagnostic, Parsed, Span};
use serde::Deserialize;
use std::sync::Arc;

/// Version of the file's schema that this program writes.
pub const SCHEMA: u32 = 1;

/// The settings of a review. Every one has a default, so an empty file is a valid one.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, rename_all = "kebab-case")]
pub struct Config {
    /// Version of the file's schema.
    pub schema: u32,
    /// Title of the review.
    pub title: String,
    /// The question it asks, in one or two sentences.
    pub description: String,
    /// Who writes it.
    pub authors: Vec<String>,
    /// Language of the pages' own words, BCP 47.
    pub language: String,
    /// Where the site will stand, `https://group.github.io/review`. Needed by 404, sitemap and feeds only.
    pub base_url: Option<String>,
    /// Address of the repository, for "suggest a change" links.
    pub repository: Option<String>,
    /// Name of a folder in `themes/`, or `citeloom` for the built-in one.
    pub theme: String,
    /// What may become public.
    pub publish: Publish,
    /// What `check` keeps silent about.
    pub check: Check,
    /// Bounds of the readers.
    pub limits: Limits,
}

/// What may become public.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, rename_all = "kebab-case")]
pub struct Publish {
    /// Captures (paths below `content/`) whose whole text may stand on the site. Of all others only the quoted spans do.
    pub full_text: Vec<String>,
    /// Metadata of papers in the heads of their pages: `highwire`, `dublin-core`. Search engines may take such pages for
    /// the papers themselves, so none is written unless it is named here.
    pub citation_meta: Vec<String>,
}

/// What `check` keeps silent about.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, rename_all = "kebab-case")]
pub struct Check {
    /// Codes of diagnostics that are accepted, such as `CL0605`.
    pub allow: Vec<String>,
}

/// Bounds of the readers.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, rename_all = "kebab-case")]
pub struct Limits {
    /// Largest capture, in MiB.
    pub capture_mib: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { capture_mib: 256 }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            schema: SCHEMA,
            title: "Literature review".into(),
            description: String::new(),
            authors: Vec::new(),
            language: "en".into(),
            base_url: None,
            repository: None,
            theme: "citeloom".into(),
            publish: Publish::default(),
            check: Check::default(),
            limits: Limits::default(),
        }
    }
}

const KNOWN: &[&str] = &[
    "schema",
    "title",
    "description",
    "authors",
    "language",
    "base-url",
    "repository",
    "theme",
    "publish",
    "publish.full-text",
    "publish.citation-meta",
    "check",
    "check.allow",
    "limits",
    "limits.capture-mib",
];

impl Config {
    /// Reads `citeloom.toml`. A file that cannot be read gives the defaults and an error.
    pub fn parse(path: &str, text: &str) -> Parsed<Self> {
        let file: Arc<str> = path.into();
        match toml::from_str::<Config>(text) {
            Ok(config) => {
                let diagnostics = unknown_settings(&file, text);
                Parsed::new(config, diagnostics)
            }
            Err(error) => {
                let span = error.span().map_or(Span::default(), |s| Span::new(s.start, s.end));
                let message = error.message().lines().next().unwrap_or("not valid TOML").to_owned();
                Parsed::new(
                    Config::default(),
                    vec![Diagnostic::new(BAD_CONFIG, message).at(&file, span)],
                )
            }
        }
    }
}

fn unknown_settings(file: &Arc<str>, text: &str) -> Vec<Diagnostic> {
    let Ok(document) = toml_edit::Document::parse(text) else {
        return Vec::new();
    };
    let mut diagnostics = Vec::new();
    let mut check = |name: String, key: &toml_edit::Key| {
        if !KNOWN.contains(&name.as_str()) {
            let span = key.span().map_or(Span::default(), |s| Span::new(s.start, s.end));
            let mut diagnostic =
                Diagnostic::new(UNKNOWN_SETTING, format!("there is no setting `{name}`")).at(file, span);
            if let Some(near) = crate::base::nearest(&name, KNOWN.iter().copied()) {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
            }
            diagnostics.push(diagnostic);
        }
    };
    for (name, item) in document.as_table().iter() {
        if let Some((key, _)) = document.as_table().get_key_value(name) {
            check(name.to_owned(), key);
        }
        if let Some(table) = item.as_table().filter(|_| KNOWN.contains(&name)) {
            for (inner, _) in table.iter() {
                if let Some((key, _)) = table.get_key_value(inner) {
                    check(format!("{name}.{inner}"), key);
                }
            }
        }
    }
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_shown_where_they_stand() {
        let text = "title = 3\n";
        let parsed = Config::parse("citeloom.toml", text);
        assert_eq!(parsed.diagnostics[0].code, BAD_CONFIG);
        assert_eq!(parsed.diagnostics[0].labels[0].span.of(text), "3");
        let text = "titel = \"x\"\n[publish]\nfulltext = []\n";
        let parsed = Config::parse("citeloom.toml", text);
        let help: Vec<_> = parsed.diagnostics.iter().filter_map(|d| d.help.clone()).collect();
        assert_eq!(help, ["did you mean `title`?", "did you mean `publish.full-text`?"]);
        assert_eq!(parsed.diagnostics[0].labels[0].span.of(text), "titel");
    }
}
