//! Writing TOML values as an author would.

use super::fields::FieldValue;
use crate::base::{Name, PartialDate, Season};

/// The longest list that is kept on one line, in characters.
const LINE: usize = 100;

/// A string in quotes: without escapes where it can be.
pub(super) fn string(text: &str) -> String {
    let plain = !text.contains(|c: char| c.is_control());
    if plain && text.contains(['"', '\\']) && !text.contains('\'') {
        return format!("'{text}'");
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A key, in quotes where it must be.
pub(super) fn key(name: &str) -> String {
    let bare = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare { name.to_owned() } else { string(name) }
}

/// A list of strings, on one line where it fits.
pub(super) fn strings(list: &[String], newline: &str) -> String {
    listed(list.iter().map(|text| string(text)).collect(), LINE, newline)
}

/// The value of a field.
pub(super) fn value(value: &FieldValue, newline: &str) -> String {
    match value {
        FieldValue::Text(text) => string(text),
        FieldValue::Date(date) => string(&self::date(*date)),
        FieldValue::Kind(kind) => string(kind.csl()),
        FieldValue::Keywords(list) => strings(list, newline),
        FieldValue::Names { names, .. } => {
            let width = if names.len() > 1 { 0 } else { LINE };
            listed(names.iter().map(name).collect(), width, newline)
        }
    }
}

fn listed(items: Vec<String>, width: usize, newline: &str) -> String {
    let line = format!("[{}]", items.join(", "));
    if items.is_empty() || line.chars().count() <= width {
        return line;
    }
    let mut out = String::from("[");
    for item in &items {
        out.push_str(newline);
        out.push_str("  ");
        out.push_str(item);
        out.push(',');
    }
    out.push_str(newline);
    out.push(']');
    out
}

fn name(name: &Name) -> String {
    let parts = [
        ("family", &name.family),
        ("given", &name.given),
        ("suffix", &name.suffix),
        ("dropping-particle", &name.dropping_particle),
        ("non-dropping-particle", &name.non_dropping_particle),
        ("literal", &name.literal),
        ("orcid", &name.orcid),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter_map(|(key, value)| Some(format!("{key} = {}", string(value.as_deref()?))))
        .collect();
    format!("{{ {} }}", parts.join(", "))
}

/// A date as [`PartialDate::parse`] reads it; a season by its name.
pub(super) fn date(date: PartialDate) -> String {
    match date.season {
        Some(season) if date.month.is_none() => {
            let season = match season {
                Season::Spring => "Spring",
                Season::Summer => "Summer",
                Season::Autumn => "Autumn",
                Season::Winter => "Winter",
            };
            format!("{season} {:04}", date.year)
        }
        _ => date.to_string(),
    }
}
