//! The citation style that a review has chosen.

use super::review::Texts;
use crate::base::codes::csl::{BAD_LOCALE, UNKNOWN_STYLE};
use crate::base::{Code, Diagnostic, Parsed, Span, nearest};
use crate::config::Config;
use crate::csl::{self, Processor, STYLES, Source};
use crate::fs;
use std::path::{Component, Path};
use std::sync::Arc;

/// Folders of a review that a build watches and remembers; a style's file stands in one of them or beside the settings.
const FOLDERS: [&str; 3] = ["styles", "content", "themes"];

/// Reads and compiles the style. `None` where the review has chosen none, or one that cannot be used.
pub(super) fn load(root: &Path, config: &Config, texts: &mut Texts) -> Parsed<Option<Arc<Processor>>> {
    let wanted = &config.citations;
    let mut diagnostics = Vec::new();
    if wanted.style.is_none() && wanted.locale.is_none() && wanted.locale_file.is_none() {
        return Parsed::clean(None);
    }
    let locale_file = wanted.locale_file.as_deref();
    let locale_text = locale_file.and_then(|path| file(root, path, texts, BAD_LOCALE, &mut diagnostics));
    let locale = match (locale_file, &locale_text) {
        (Some(path), Some(text)) => Some(Source { path, text }),
        _ => None,
    };
    let language = wanted
        .locale
        .as_deref()
        .or_else(|| (!is_english(config)).then_some(&config.language));
    let name = wanted.style.as_deref().unwrap_or("vancouver");
    let compiled = match csl::style(name) {
        Some(bundled) => bundled.compile(language, locale),
        None if name.ends_with(".csl") => {
            let text = file(root, name, texts, UNKNOWN_STYLE, &mut diagnostics);
            match &text {
                Some(text) => Processor::new(Source { path: name, text }, language, locale),
                None => Parsed::clean(None),
            }
        }
        None => {
            let names = STYLES.iter().map(|style| style.name);
            let mut help = format!(
                "bundled are {}; any other CSL style can be saved as styles/NAME.csl",
                joined()
            );
            if let Some(near) = nearest(name, names) {
                help = format!("did you mean `{near}`? {help}");
            }
            diagnostics.push(
                in_settings(
                    UNKNOWN_STYLE,
                    format!("there is no citation style `{name}`"),
                    name,
                    texts,
                )
                .help(help),
            );
            Parsed::clean(None)
        }
    };
    let processor = compiled.take(&mut diagnostics);
    Parsed::new(processor.map(Arc::new), diagnostics)
}

fn is_english(config: &Config) -> bool {
    config.language.split(['-', '_']).next() == Some("en")
}

fn joined() -> String {
    let names: Vec<&str> = STYLES.iter().map(|style| style.name).collect();
    names.join(", ")
}

/// The text of a file that the settings name.
fn file(root: &Path, path: &str, texts: &mut Texts, code: Code, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let mut parts = Path::new(path).components();
    let first = parts.next();
    let inside = match first {
        Some(Component::Normal(name)) => {
            let rest: Vec<Component<'_>> = parts.collect();
            let known = FOLDERS.iter().any(|folder| name == *folder);
            (rest.is_empty() || known) && rest.iter().all(|part| matches!(part, Component::Normal(_)))
        }
        _ => false,
    };
    if !inside {
        let message = format!("`{path}` is not a file in the review's folder `styles/`");
        diagnostics.push(in_settings(code, message, path, texts).help("save it there and name it as styles/NAME"));
        return None;
    }
    if !fs::leading_out(root, [path]).is_empty() {
        let message = format!("`{path}` is a link that leads out of the review");
        diagnostics.push(in_settings(code, message, path, texts).help("save the file itself there"));
        return None;
    }
    let bytes = fs::read_at_most(&root.join(path), csl::LARGEST as u64);
    match bytes.and_then(|bytes| String::from_utf8(bytes).map_err(std::io::Error::other)) {
        Ok(text) => {
            texts.add(&path.into(), &text.as_str().into());
            Some(text)
        }
        Err(error) => {
            diagnostics.push(in_settings(
                code,
                format!("`{path}` cannot be read: {error}"),
                path,
                texts,
            ));
            None
        }
    }
}

/// A diagnostic at the value in the settings.
fn in_settings(code: Code, message: String, value: &str, texts: &Texts) -> Diagnostic {
    let name: Arc<str> = super::review::CONFIG.into();
    let span = texts.get(super::review::CONFIG).and_then(|text| {
        let at = text.find(&format!("\"{value}\""))?;
        Some(Span::new(at, at + value.len() + 2))
    });
    Diagnostic::new(code, message).at(&name, span.unwrap_or_default())
}
