//! The front matter of a stub: finding it, reading it as TOML with places, and saying plainly what is wrong with it.

use super::names;
use crate::base::codes::article::{BAD_FRONT_MATTER, MALFORMED_IDENTIFIER, SEVERAL_NAMES, UNKNOWN_FIELD, WRONG_TYPE};
use crate::base::{Code, Diagnostic, Doi, Isbn, Issn, Name, PartialDate, Pmcid, Pmid, Span};
use crate::record::Field;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The fence around the front matter.
const FENCE: &str = "+++";

/// Where the front matter stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fences {
    /// What stands between the fences' lines.
    pub inner: Span,
    /// First byte after the closing fence's line.
    pub body: usize,
}

/// Finds the front matter; else what is wrong and where.
pub(super) fn fences(text: &str) -> Result<Fences, (Span, &'static str)> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let first = line_at(text, start);
    if text[first.range()].trim_end() != FENCE {
        return Err((first, "the file does not begin with a line +++"));
    }
    let inner = next_line(text, first);
    let mut at = inner;
    while at < text.len() {
        let line = line_at(text, at);
        if line.of(text).trim_end() == FENCE {
            return Ok(Fences {
                inner: Span::new(inner, at),
                body: next_line(text, line),
            });
        }
        at = next_line(text, line);
    }
    Err((first, "the front matter is not closed by a second line +++"))
}

/// The line that begins at `at`, without its end.
pub(super) fn line_at(text: &str, at: usize) -> Span {
    let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |n| at + n);
    Span::new(at, end)
}

/// First byte after a line and its end.
pub(super) fn next_line(text: &str, line: Span) -> usize {
    (line.end as usize + 1).min(text.len())
}

/// A value and where it stands, as the TOML reader gives them.
pub(super) type Node<'t> = Spanned<DeValue<'t>>;

/// Reads the front matter. `None` after a fault, each of which is reported.
pub(super) fn table<'t>(
    text: &'t str,
    fences: Fences,
    file: &Arc<str>,
    out: &mut Vec<Diagnostic>,
) -> Option<DeTable<'t>> {
    let (table, faults) = DeTable::parse_recoverable(fences.inner.of(text));
    let offset = fences.inner.start as usize;
    for fault in faults.iter().take(8) {
        let span = fault
            .span()
            .map_or(Span::new(0, 0), |range| Span::new(range.start, range.end));
        out.push(
            Diagnostic::new(
                BAD_FRONT_MATTER,
                format!("the front matter is not valid TOML: {}", fault.message()),
            )
            .at(file, visible(text, span.shift(offset)))
            .help("text stands in quotes (title = \"…\"), lists in brackets (captures = [\"…\"]); the file is not touched until this is mended"),
        );
    }
    faults.is_empty().then(|| table.into_inner())
}

/// A span that can be drawn: at least one character of the same line.
fn visible(text: &str, span: Span) -> Span {
    let mut start = (span.start as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (span.end as usize).clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    if start == end {
        match text[start..].chars().next().filter(|c| *c != '\n' && *c != '\r') {
            Some(c) => end += c.len_utf8(),
            None => start -= text[..start].chars().next_back().map_or(0, char::len_utf8),
        }
    }
    Span::new(start, end)
}

/// Reads values of the front matter and reports those of the wrong type.
pub(super) struct Reader<'r> {
    /// The stub's path, for diagnostics.
    pub file: &'r Arc<str>,
    /// Where the TOML begins in the file.
    pub offset: usize,
    /// What was found wrong.
    pub out: &'r mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// The place of a value in the file.
    pub fn span(&self, node: &Node<'_>) -> Span {
        let range = node.span();
        Span::new(range.start, range.end).shift(self.offset)
    }

    /// Reports `span`.
    pub fn report(&mut self, code: Code, span: Span, message: String, help: Option<String>) {
        let mut diagnostic = Diagnostic::new(code, message).at(self.file, span);
        diagnostic.help = help;
        self.out.push(diagnostic);
    }

    fn wrong(&mut self, name: &str, node: &Node<'_>, must: &str) {
        let is = match node.get_ref() {
            DeValue::String(_) => "text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let span = self.span(node);
        self.report(
            WRONG_TYPE,
            span,
            format!("`{name}` must be {must}, and here is {is}"),
            None,
        );
    }

    /// Text; a number is taken as it is written. Blank text is no value.
    pub fn text(&mut self, name: &str, node: &Node<'_>) -> Option<String> {
        let text = match node.get_ref() {
            DeValue::String(text) => text.trim().to_owned(),
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(number) => number.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            _ => {
                self.wrong(name, node, "text in quotes");
                return None;
            }
        };
        (!text.is_empty()).then_some(text)
    }

    /// A list of texts; one text stands for a list of one.
    pub fn texts(&mut self, name: &str, node: &Node<'_>) -> Vec<String> {
        match node.get_ref() {
            DeValue::Array(list) => list.iter().filter_map(|item| self.text(name, item)).collect(),
            DeValue::Table(_) | DeValue::Boolean(_) => {
                self.wrong(name, node, "a list of texts");
                Vec::new()
            }
            _ => self.text(name, node).into_iter().collect(),
        }
    }

    /// `true` or `false`.
    pub fn truth(&mut self, name: &str, node: &Node<'_>) -> bool {
        match node.get_ref() {
            DeValue::Boolean(truth) => *truth,
            _ => {
                self.wrong(name, node, "true or false, without quotes");
                false
            }
        }
    }

    /// A date: `"2019"`, `"2019-09"`, `"2019-09-01"`, also without quotes, and `"Spring 2019"`.
    pub fn date(&mut self, name: &str, node: &Node<'_>) -> Option<PartialDate> {
        let text = match node.get_ref() {
            DeValue::String(text) => text.trim().to_owned(),
            DeValue::Integer(number) => number.to_string(),
            DeValue::Datetime(date) => date.date.map(|date| date.to_string()).unwrap_or_default(),
            _ => {
                self.wrong(name, node, "a date such as \"2019-09\"");
                return None;
            }
        };
        if text.is_empty() && matches!(node.get_ref(), DeValue::String(_)) {
            return None;
        }
        let date = parse_date(&text);
        if date.is_none() {
            let span = self.span(node);
            self.report(
                WRONG_TYPE,
                span,
                format!("`{name}` is not a date"),
                Some("write the year, or the year and month: \"2019\", \"2019-09\", \"2019-09-01\"".to_owned()),
            );
        }
        date
    }

    /// One of a few words.
    pub fn word<T: Copy>(&mut self, name: &str, node: &Node<'_>, all: &[T], word: fn(T) -> &'static str) -> Option<T> {
        let DeValue::String(text) = node.get_ref() else {
            self.wrong(name, node, "a word in quotes");
            return None;
        };
        let text = text.trim();
        let found = all.iter().copied().find(|value| word(*value) == text);
        if found.is_none() && !text.is_empty() {
            let span = self.span(node);
            let words: Vec<&str> = all.iter().map(|value| word(*value)).collect();
            let help = match names::nearest(text, words.iter().copied()) {
                Some(near) => format!("did you mean \"{near}\"? It may be {}", words.join(", ")),
                None => format!("it may be {}", words.join(", ")),
            };
            self.report(WRONG_TYPE, span, format!("`{name}` cannot be \"{text}\""), Some(help));
        }
        found
    }

    /// A list of names: tables, or texts (`"Dumas, Pierre-Yves"` is a person, without a comma the whole is one name).
    pub fn names(&mut self, name: &str, node: &Node<'_>) -> Vec<Name> {
        let must = "a list of names such as [ { family = \"Dumas\", given = \"Pierre-Yves\" } ]";
        match node.get_ref() {
            DeValue::Array(list) => list.iter().filter_map(|item| self.name(name, item)).collect(),
            DeValue::Table(_) | DeValue::String(_) => self.name(name, node).into_iter().collect(),
            _ => {
                self.wrong(name, node, must);
                Vec::new()
            }
        }
    }

    fn name(&mut self, field: &str, node: &Node<'_>) -> Option<Name> {
        let mut name = Name::default();
        match node.get_ref() {
            DeValue::String(text) => match text.split_once(',') {
                Some((family, given)) if text.contains(';') || given.contains(',') && !has_suffix(given) => {
                    let span = self.span(node);
                    let said = format!("`{field}` has several names in one text");
                    let help = "write each in quotes of its own: [\"Dumas, Pierre-Yves\", \"Orell, Bo\"]".to_owned();
                    self.report(SEVERAL_NAMES, span, said, Some(help));
                    name = Name::person(family.trim(), given.trim());
                }
                Some((family, given)) => name = Name::person(family.trim(), given.trim()),
                None => name = Name::group(text.trim()),
            },
            DeValue::Table(table) => {
                for (key, value) in table {
                    let slot = match key.get_ref().as_ref() {
                        "family" => &mut name.family,
                        "given" => &mut name.given,
                        "suffix" => &mut name.suffix,
                        "dropping-particle" => &mut name.dropping_particle,
                        "non-dropping-particle" => &mut name.non_dropping_particle,
                        "literal" | "name" => &mut name.literal,
                        "orcid" | "ORCID" => &mut name.orcid,
                        other => {
                            let known = ["family", "given", "suffix", "literal", "orcid"];
                            let range = key.span();
                            let span = Span::new(range.start, range.end).shift(self.offset);
                            self.unknown(&format!("{field}.{other}"), other, span, &mut known.into_iter());
                            continue;
                        }
                    };
                    *slot = self.text(key.get_ref(), value).map(Into::into);
                }
            }
            _ => {
                self.wrong(
                    field,
                    node,
                    "names such as { family = \"Dumas\", given = \"Pierre-Yves\" }",
                );
                return None;
            }
        }
        if name.main().is_empty() {
            let span = self.span(node);
            self.report(
                WRONG_TYPE,
                span,
                format!("a name of `{field}` has neither `family` nor `literal`"),
                None,
            );
            return None;
        }
        Some(name)
    }

    /// Reports a key that means nothing, and the nearest that does.
    pub fn unknown(&mut self, name: &str, key: &str, span: Span, known: &mut dyn Iterator<Item = &'static str>) {
        let near = names::nearest(key, known);
        let help = near.map(|near| format!("did you mean `{near}`?"));
        let help = help.or_else(|| Some("it is kept and has no effect".to_owned()));
        self.report(UNKNOWN_FIELD, span, format!("`{name}` is not a field of a stub"), help);
    }

    /// Warns of an identifier that cannot be one. The value is kept as the author wrote it.
    pub fn identifier(&mut self, name: &str, field: Field, value: &str, node: &Node<'_>) {
        let every = |right: fn(&str) -> bool| value.split([',', ';']).map(str::trim).all(right);
        let right = match field {
            Field::Doi => Doi::parse(value).is_some(),
            Field::Pmid => Pmid::parse(value).is_some(),
            Field::Pmcid => Pmcid::parse(value).is_some(),
            Field::Issn => every(|part| Issn::parse(part).is_some()),
            Field::Isbn => every(|part| Isbn::parse(part).is_some()),
            _ => true,
        };
        if !right {
            let span = self.span(node);
            let message = format!("`{name}` is not well-formed, so nothing is linked by it");
            self.report(MALFORMED_IDENTIFIER, span, message, None);
        }
    }
}

/// A date as a stub or the lock has it.
pub(super) fn parse_date(text: &str) -> Option<PartialDate> {
    PartialDate::parse_season(text).or_else(|| PartialDate::parse(text))
}
/// Whether what follows the family name has a suffix apart: `Jr., John`, `John, III`.
fn has_suffix(given: &str) -> bool {
    given.split(',').any(Name::is_suffix)
}
