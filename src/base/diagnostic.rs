//! What a reader has to say beside its value: faults, doubts and gaps, for people and programs.

use super::{Code, Span};
use serde::Serialize;
use std::sync::Arc;

/// How grave a diagnostic is. Only [`Severity::Error`] makes `build` and `check` exit with 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing need be done.
    Note,
    /// Something is missing or doubtful; the site is still right.
    Warning,
    /// The content is wrong and a person must mend it.
    Error,
}

/// One underlined piece of a file and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Path as the user gave it, or relative to the review's root.
    pub file: Arc<str>,
    /// The piece, in the file's decoded text.
    pub span: Span,
    /// Said beside the underline; may be empty.
    pub message: String,
}

/// One finding about the content: a stable code, one sentence, the places, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, explained by `citeloom explain`.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// One sentence, lower case, without a full stop.
    pub message: String,
    /// The places, the main one first; empty when it concerns no place in a file.
    pub labels: Vec<Label>,
    /// Further facts, one a line.
    pub notes: Vec<String>,
    /// What the person can do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic of the code's own severity, without a place.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: super::code_info(code).map_or(Severity::Error, |info| info.severity),
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
        }
    }

    /// Adds a place with nothing said of it.
    pub fn at(self, file: &Arc<str>, span: Span) -> Self {
        self.label(file, span, "")
    }

    /// Adds a place and what is said of it.
    pub fn label(mut self, file: &Arc<str>, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label {
            file: Arc::clone(file),
            span,
            message: message.into(),
        });
        self
    }

    /// Adds a fact.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A value and what was found wrong while reading it; reading itself never fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed<T> {
    /// What could be read.
    pub value: T,
    /// What could not, or is doubtful.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Parsed<T> {
    /// A value with nothing to say of it.
    pub fn clean(value: T) -> Self {
        Self {
            value,
            diagnostics: Vec::new(),
        }
    }

    /// A value and its diagnostics.
    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Self {
        Self { value, diagnostics }
    }

    /// Moves the diagnostics into `sink` and gives the value.
    pub fn take(self, sink: &mut Vec<Diagnostic>) -> T {
        sink.extend(self.diagnostics);
        self.value
    }
}
