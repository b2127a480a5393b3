//! Reading tables of a TOML file with a diagnostic, and its place, for everything that is not as it must be.

use crate::base::{Diagnostic, Span, codes::vocabulary as codes};
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A piece of text of a vocabulary file and its place there.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// The text.
    pub text: String,
    /// The file.
    pub file: Arc<str>,
    /// Its place.
    pub span: Span,
}

impl Source {
    /// A diagnostic at this place.
    pub fn says(&self, code: crate::base::Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, message).at(&self.file, self.span)
    }
}

/// A table and what to call it in messages.
pub(super) struct Table<'t> {
    table: &'t DeTable<'t>,
    file: &'t Arc<str>,
    span: Span,
    name: String,
}

/// Diagnostics of the file being read.
pub(super) type Sink = Vec<Diagnostic>;

impl<'t> Table<'t> {
    /// The table of a whole file.
    pub fn root(table: &'t DeTable<'t>, file: &'t Arc<str>) -> Self {
        Self {
            table,
            file,
            span: Span::default(),
            name: "the file".to_owned(),
        }
    }

    /// Calls it by its id from now on.
    pub fn named(&mut self, kind: &str, id: &str) {
        self.name = format!("{kind} `{id}`");
    }

    /// Warns of keys that are not among `known`.
    pub fn only(&self, known: &[&str], sink: &mut Sink) {
        for key in self.table.keys() {
            if !known.contains(&key.get_ref().as_ref()) {
                let message = format!("{} has the unknown key `{}`", self.name, key.get_ref());
                let help = format!("known keys are {}", known.join(", "));
                sink.push(
                    Diagnostic::new(codes::UNKNOWN_KEY, message)
                        .at(self.file, span(key.span()))
                        .help(help),
                );
            }
        }
    }

    /// Whether the key is there.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn get(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str, sink: &mut Sink) {
        let found = value.get_ref().type_str();
        let message = format!("`{key}` of {} must be {wanted}, not {found}", self.name);
        sink.push(Diagnostic::new(codes::BAD_VOCABULARY, message).at(self.file, span(value.span())));
    }

    fn source(&self, text: &str, value: &Spanned<DeValue<'_>>) -> Source {
        Source {
            text: text.to_owned(),
            file: Arc::clone(self.file),
            span: span(value.span()),
        }
    }

    /// A string with its place, if the key is there.
    pub fn source_of(&self, key: &str, sink: &mut Sink) -> Option<Source> {
        let value = self.get(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(self.source(text, value)),
            None => {
                self.wrong(key, value, "a string", sink);
                None
            }
        }
    }

    /// A string, if the key is there.
    pub fn string(&self, key: &str, sink: &mut Sink) -> Option<String> {
        self.source_of(key, sink).map(|source| source.text)
    }

    /// A string that must be there and not blank.
    pub fn needed(&self, key: &str, sink: &mut Sink) -> Option<Source> {
        match self.source_of(key, sink) {
            Some(source) if source.text.trim().is_empty() => {
                let message = format!("`{key}` of {} is empty", self.name);
                sink.push(source.says(codes::BAD_VOCABULARY, message));
                None
            }
            Some(source) => Some(source),
            None => {
                if !self.has(key) {
                    let message = format!("{} lacks `{key}`", self.name);
                    sink.push(Diagnostic::new(codes::BAD_VOCABULARY, message).at(self.file, self.span));
                }
                None
            }
        }
    }

    /// A list of strings; a single string is a list of one.
    pub fn list(&self, key: &str, sink: &mut Sink) -> Vec<Source> {
        let Some(value) = self.get(key) else { return Vec::new() };
        if let Some(text) = value.get_ref().as_str() {
            return vec![self.source(text, value)];
        }
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list of strings", sink);
            return Vec::new();
        };
        let mut out = Vec::with_capacity(items.len());
        for item in items.iter() {
            match item.get_ref().as_str() {
                Some(text) => out.push(self.source(text, item)),
                None => self.wrong(key, item, "a list of strings", sink),
            }
        }
        out
    }

    /// A list of strings without their places.
    pub fn strings(&self, key: &str, sink: &mut Sink) -> Vec<String> {
        self.list(key, sink).into_iter().map(|source| source.text).collect()
    }

    /// A number that is not negative.
    pub fn number(&self, key: &str, sink: &mut Sink) -> Option<f64> {
        let value = self.get(key)?;
        let number = match value.get_ref() {
            DeValue::Float(float) => float.as_str().replace('_', "").parse::<f64>().ok(),
            DeValue::Integer(integer) => integer.as_str().replace('_', "").parse::<f64>().ok(),
            _ => None,
        };
        let number = number.filter(|number| number.is_finite() && *number >= 0.0);
        if number.is_none() {
            self.wrong(key, value, "a number, zero or more", sink);
        }
        number
    }

    /// A truth value; absent is `None`.
    pub fn truth(&self, key: &str, sink: &mut Sink) -> Option<bool> {
        let value = self.get(key)?;
        let truth = value.get_ref().as_bool();
        if truth.is_none() {
            self.wrong(key, value, "true or false", sink);
        }
        truth
    }

    /// A table inside this one.
    pub fn table(&self, key: &str, sink: &mut Sink) -> Option<Table<'t>> {
        let value = self.get(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(self.inner(table, value, key)),
            None => {
                self.wrong(key, value, "a table", sink);
                None
            }
        }
    }

    /// A list of tables inside this one.
    pub fn tables(&self, key: &str, sink: &mut Sink) -> Vec<Table<'t>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list of tables", sink);
            return Vec::new();
        };
        let mut out = Vec::with_capacity(items.len());
        for item in items.iter() {
            match item.get_ref().as_table() {
                Some(table) => out.push(self.inner(table, item, key)),
                None => self.wrong(key, item, "a list of tables", sink),
            }
        }
        out
    }

    fn inner(&self, table: &'t DeTable<'t>, value: &Spanned<DeValue<'_>>, key: &str) -> Table<'t> {
        let name = if self.span.is_empty() {
            format!("this `{key}`")
        } else {
            format!("`{key}` of {}", self.name)
        };
        Table {
            table,
            file: self.file,
            span: span(value.span()),
            name,
        }
    }

    /// The strings of a table of strings, by key, in the order of the file.
    pub fn sources(&self, sink: &mut Sink) -> Vec<(String, Source)> {
        let keys = self.table.keys().map(|key| key.get_ref().to_string());
        let mut found: Vec<(String, Source)> = keys
            .filter_map(|key| self.source_of(&key, sink).map(|source| (key, source)))
            .collect();
        found.sort_by_key(|(_, source)| source.span.start);
        found
    }

    /// The numbers of a table of numbers, by key.
    pub fn numbers(&self, sink: &mut Sink) -> Vec<(String, f64)> {
        let keys: Vec<String> = self.table.keys().map(|key| key.get_ref().to_string()).collect();
        keys.into_iter()
            .filter_map(|key| self.number(&key, sink).map(|number| (key, number)))
            .collect()
    }
}

fn span(range: std::ops::Range<usize>) -> Span {
    Span::new(range.start, range.end.max(range.start))
}
