//! Settings and theme.

use super::Found::{self, Known, Well, Wrong};
use super::{Patient, listed};
use crate::base::{Diagnostic, Severity, nearest};
use crate::cli::build::theme_files;
use crate::cli::count;
use crate::cli::review::{CONFIG, Texts};
use crate::cli::style;
use crate::config::{Config, SCHEMA};
use crate::fs;
use crate::render::BUILT_IN;
use crate::site::Words;

/// The settings, what they lead to, and when they are of another time.
pub(super) fn settings(patient: &Patient) -> Vec<Found> {
    let text = match fs::read_text(&patient.root.join(CONFIG)) {
        Ok(Some(text)) => text,
        Ok(None) => return vec![Known(format!("there is no {CONFIG}; every setting has its default"))],
        Err(error) => return vec![Wrong(format!("{CONFIG} cannot be read: {error}"))],
    };
    let parsed = Config::parse(CONFIG, &text);
    let mut found: Vec<Found> = parsed.diagnostics.iter().map(|one| told(CONFIG, one)).collect();
    let config = parsed.value;
    if config.schema > SCHEMA {
        found.push(Wrong(format!(
            "{CONFIG} was written for a newer citeloom (schema = {}, this one knows {SCHEMA}); install that one",
            config.schema
        )));
    }
    let style = style::load(&patient.root, &config, &mut Texts::default());
    found.extend(style.diagnostics.iter().map(|one| told("citation style", one)));
    if found.is_empty() {
        found.push(Well(format!("{CONFIG} can be read")));
    }
    found
}

/// What the review lays over the built-in theme.
pub(super) fn theme(patient: &Patient) -> Vec<Found> {
    let name = config(patient).theme;
    let folder = patient.root.join("themes").join(&name);
    if name != Config::default().theme && !folder.is_dir() {
        return vec![Wrong(format!(
            "{CONFIG} names the theme {name}, and there is no folder themes/{name}"
        ))];
    }
    let read = theme_files(&patient.root, &name);
    let mut found: Vec<Found> = read.diagnostics.iter().map(|one| told("theme", one)).collect();
    let words = Words::load(&config(patient).language, &read.value);
    found.extend(words.diagnostics.iter().map(|one| told("theme", one)));
    let (mut same, mut idle) = (Vec::new(), Vec::new());
    for (path, bytes) in &read.value {
        match BUILT_IN.iter().find(|(built_in, _)| built_in == path) {
            Some((_, text)) if text.as_bytes() == bytes.as_slice() => same.push(path.as_str()),
            Some(_) => {}
            None if path.starts_with("templates/") => idle.push(path.as_str()),
            None => {}
        }
    }
    if !same.is_empty() {
        found.push(Known(format!(
            "{} in themes/{name} ({}) as built in: remove what you have not changed, or it will stay behind when citeloom is renewed",
            if same.len() == 1 { "a file is".to_owned() } else { format!("{} files are", same.len()) },
            listed(&same)
        )));
    }
    for path in idle {
        // A template of the review's own may be one that its other templates include.
        let include = path.trim_start_matches("templates/");
        let named = read
            .value
            .iter()
            .any(|(other, bytes)| other != path && String::from_utf8_lossy(bytes).contains(include));
        if !named {
            let near = nearest(path, BUILT_IN.iter().map(|(path, _)| *path));
            let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            found.push(Known(format!("themes/{name}/{path} is used by no page{near}")));
        }
    }
    if found.is_empty() {
        found.push(Well(match read.value.len() {
            0 => "the built-in one".to_owned(),
            files => format!("themes/{name} lays {} over the built-in one", count(files, "file")),
        }));
    }
    found
}

/// The settings as far as they can be read.
pub(super) fn config(patient: &Patient) -> Config {
    let text = fs::read_text(&patient.root.join(CONFIG))
        .ok()
        .flatten()
        .unwrap_or_default();
    Config::parse(CONFIG, &text).value
}

/// A diagnostic in one line.
pub(super) fn told(what: &str, one: &Diagnostic) -> Found {
    let help = one.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    let text = format!("{what}: {}{help} ({})", one.message, one.code.0);
    if one.severity == Severity::Error {
        Wrong(text)
    } else {
        Known(text)
    }
}
