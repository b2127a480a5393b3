//! Themes: `theme.toml`, templates and static files; the default one is compiled in.

use crate::base::codes::site::BAD_THEME;
use crate::base::{Diagnostic, Parsed, Span};
use crate::library::Images;
use crate::site::Words;
use std::collections::BTreeMap;
use std::sync::Arc;

macro_rules! built_in {
    ($($path:literal,)*) => {
        /// The files of the default theme: (path in the theme's folder, text).
        pub static BUILT_IN: &[(&str, &str)] = &[
            $(($path, include_str!(concat!("../../themes/citeloom/", $path))),)*
        ];
    };
}

built_in! {
    "theme.toml",
    "templates/404.html",
    "templates/about.html",
    "templates/article.html",
    "templates/articles.html",
    "templates/base.html",
    "templates/bibliography.html",
    "templates/catalog.html",
    "templates/citations.html",
    "templates/components.html",
    "templates/conflicts.html",
    "templates/entities.html",
    "templates/entity.html",
    "templates/gaps.html",
    "templates/graph.html",
    "templates/home.html",
    "templates/matrix.html",
    "templates/mechanism.html",
    "templates/mechanisms.html",
    "templates/notes.html",
    "templates/print.html",
    "templates/provenance.html",
    "templates/reading-list.html",
    "templates/redirect.html",
    "templates/search.html",
    "templates/timeline.html",
    "templates/work.html",
    "static/find.js",
    "static/head.js",
    "static/icon.svg",
    "static/list.js",
    "static/search.js",
    "static/site.js",
    "static/style.css",
    "words/en.toml",
}

/// A theme, ready to be compiled.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Templates by name (`article.html`).
    pub templates: BTreeMap<String, String>,
    /// Static files by name (`style.css`), the style sheet with the theme's values before it.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// Title of the review, for the heads of printed pages.
    pub title: String,
    /// Sizes of the authors' pictures.
    pub images: Images,
    /// The words that templates say.
    pub words: Words,
    /// Names of templates that the review brought.
    pub overridden: Vec<String>,
}

impl Theme {
    /// The default theme with `files` laid over it: (path in the theme's folder, bytes). A file of the same path
    /// replaces the default one; of `theme.toml` only the values that it names are replaced.
    pub fn load(files: &[(String, Vec<u8>)]) -> Parsed<Self> {
        let mut diagnostics = Vec::new();
        let mut theme = Self::default();
        let mut values = toml::Table::new();
        for (path, text) in BUILT_IN {
            theme.add(path, text.as_bytes(), &mut values, &mut diagnostics);
        }
        for (path, bytes) in files {
            if let Some(name) = path.strip_prefix("templates/") {
                theme.overridden.push(name.to_owned());
            }
            theme.add(path, bytes, &mut values, &mut diagnostics);
        }
        let mut style = properties(&values).into_bytes();
        style.append(theme.assets.entry("style.css".into()).or_default());
        theme.assets.insert("style.css".into(), style);
        Parsed::new(theme, diagnostics)
    }

    /// Whether a template is, letter for letter, that of the default theme.
    pub(super) fn is_built_in(&self, template: &str) -> bool {
        let own = self.templates.get(template);
        let built_in = BUILT_IN
            .iter()
            .find(|(path, _)| path.strip_prefix("templates/") == Some(template));
        built_in.is_some_and(|(_, text)| own.is_some_and(|own| own == text))
    }

    fn add(&mut self, path: &str, bytes: &[u8], values: &mut toml::Table, diagnostics: &mut Vec<Diagnostic>) {
        let file: Arc<str> = path.into();
        let text = std::str::from_utf8(bytes);
        if let Some(name) = path.strip_prefix("static/") {
            self.assets.insert(name.to_owned(), bytes.to_vec());
        } else if let Some(name) = path.strip_prefix("templates/") {
            match text {
                Ok(text) => {
                    self.templates.insert(name.to_owned(), text.to_owned());
                }
                Err(_) => diagnostics
                    .push(Diagnostic::new(BAD_THEME, "the template is no UTF-8 text").at(&file, Span::default())),
            }
        } else if path == "theme.toml" {
            match text
                .map_err(|_| None)
                .and_then(|text| text.parse::<toml::Table>().map_err(Some))
            {
                Ok(table) => lay_over(values, table),
                Err(error) => {
                    let span = error.as_ref().and_then(toml::de::Error::span);
                    let message = error.map_or("no UTF-8 text".to_owned(), |error| error.message().to_owned());
                    let span = span.map_or(Span::default(), |span| Span::new(span.start, span.end));
                    diagnostics.push(Diagnostic::new(BAD_THEME, message).at(&file, span));
                }
            }
        }
    }
}

/// Puts the values of `over` in place of those of `under`, table by table.
fn lay_over(under: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(toml::Value::Table(under)), toml::Value::Table(over)) => {
                for (key, value) in over {
                    under.insert(key, value);
                }
            }
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

/// The theme's values as custom properties of the style sheet.
fn properties(values: &toml::Table) -> String {
    let mut out = String::from(
        ":root{color-scheme:light dark}:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}\n:root{",
    );
    // A value that could end the declaration is none.
    let plain = |value: &str| !value.contains([';', '{', '}', '<']);
    for section in ["fonts", "layout"] {
        for (name, value) in values
            .get(section)
            .and_then(toml::Value::as_table)
            .into_iter()
            .flatten()
        {
            if let Some(value) = value.as_str().filter(|value| plain(value)) {
                out.push_str(&format!("--{}:{value};", crate::base::slug(name, 40)));
            }
        }
    }
    for (name, value) in values
        .get("colours")
        .and_then(toml::Value::as_table)
        .into_iter()
        .flatten()
    {
        let pair: Vec<&str> = value
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(toml::Value::as_str)
            .collect();
        if let [light, dark] = pair.as_slice()
            && plain(light)
            && plain(dark)
        {
            out.push_str(&format!(
                "--{}:light-dark({light},{dark});",
                crate::base::slug(name, 40)
            ));
        }
    }
    out.push_str("}\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_changes_single_values_and_files() {
        let files = [
            (
                "theme.toml".to_owned(),
                b"[colours]\nlink = [\"#123456\", \"#abcdef\"]\nbg = [\"red;}\", \"x\"]".to_vec(),
            ),
            ("templates/about.html".to_owned(), b"mine".to_vec()),
        ];
        let theme = Theme::load(&files).value;
        let style = String::from_utf8(theme.assets["style.css"].clone()).unwrap();
        assert!(style.contains("--link:light-dark(#123456,#abcdef);"));
        assert!(style.contains("--text:light-dark(#1a1d21,#e7e9e7);"));
        assert!(!style.contains("red;}"));
        assert_eq!(theme.templates["about.html"], "mine");
        assert_eq!(theme.overridden, ["about.html"]);
        let broken = Theme::load(&[("theme.toml".to_owned(), b"[colours".to_vec())]);
        assert_eq!(broken.diagnostics[0].code, BAD_THEME);
    }
}
