//! Tera's errors as diagnostics: which template, which line, which name.

use crate::base::codes::site::TEMPLATE;
use crate::base::{Diagnostic, Span};
use std::error::Error;
use std::sync::Arc;

/// A diagnostic of a template's fault. `about` is the template or page that was being made.
pub fn diagnostic(error: &tera::Error, about: &str) -> Diagnostic {
    let (message, place) = match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            let file: Arc<str> = format!("templates/{}", report.filename()).into();
            let range = &report.span().range;
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
    let mut source = error.source();
    while let Some(inner) = source {
        diagnostic = diagnostic.note(inner.to_string());
        source = inner.source();
    }
    diagnostic
}
