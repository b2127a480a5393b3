//! Tera's errors as diagnostics: which template, which line, which name.

use crate::base::codes::site::TEMPLATE;
use crate::base::{Diagnostic, Span};
use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

/// A diagnostic of a template's fault. `about` is the template or page that was being made; `templates` are the texts that
/// the places in the error mean.
pub fn diagnostic(error: &tera::Error, about: &str, templates: &BTreeMap<String, String>) -> Diagnostic {
    let mut shown = None;
    let (message, place) = match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            let file: Arc<str> = format!("templates/{}", report.filename()).into();
            let range = &report.span().range;
            shown = templates
                .get(report.filename())
                .and_then(|text| line_of(text, range.start))
                .map(|(number, line)| format!("{file}, line {number}: {line}"));
            (
                report.message().to_owned(),
                Some((file, Span::new(range.start, range.end))),
            )
        }
        _ => (error.to_string(), None),
    };
    let message = message
        .lines()
        .next()
        .unwrap_or("the template cannot be used")
        .to_owned();
    let mut diagnostic = Diagnostic::new(TEMPLATE, message).note(format!("while making {about}"));
    if let Some((file, span)) = place {
        diagnostic = diagnostic.at(&file, span);
    }
    if let Some(line) = shown {
        diagnostic = diagnostic.note(line);
    }
    let mut source = error.source();
    while let Some(inner) = source {
        diagnostic = diagnostic.note(inner.to_string());
        source = inner.source();
    }
    diagnostic
}

/// The number of the line around a place, from 1, and the line, cut where it is long.
fn line_of(text: &str, at: usize) -> Option<(usize, String)> {
    let before = text.get(..at)?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let number = before.matches('\n').count() + 1;
    let line = text[start..].lines().next()?;
    // The piece around the place is shown of long lines.
    let from = line[..at - start]
        .char_indices()
        .rev()
        .nth(40)
        .map_or(0, |(index, _)| index);
    let piece: String = line[from..].chars().take(120).collect();
    Some((number, piece.trim().to_owned()))
}
