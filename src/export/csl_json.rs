//! CSL-JSON 1.0.

use super::Export;
use crate::record::{AUTHORS_CUT, CslValue, Field, Item, ItemType, csl_values};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The format.
pub(super) const EXPORT: Export = Export {
    name: "csl-json",
    title: "CSL-JSON",
    extension: "json",
    media_type: "application/vnd.citationstyles.csl+json",
    write,
};

/// Fields whose text CSL processors read as HTML.
const RICH: [Field; 5] = [
    Field::Title,
    Field::TitleShort,
    Field::ContainerTitle,
    Field::CollectionTitle,
    Field::Abstract,
];

/// Text in which nothing is taken for a tag or an entity.
fn unmarked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match c {
            '<' if next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?') => out.push_str("&lt;"),
            '&' if next.is_ascii_alphanumeric() || next == '#' => out.push_str("&amp;"),
            _ => out.push(c),
        }
    }
    out
}

fn write(items: &[(&str, &Item)]) -> String {
    super::json_list(items.iter().map(|(key, item)| Entry { key, item }))
}

/// An item as an object, written without being made.
struct Entry<'i> {
    key: &'i str,
    item: &'i Item,
}

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let item = self.item;
        let mut object = serializer.serialize_map(None)?;
        if !self.key.is_empty() {
            object.serialize_entry("id", self.key)?;
        }
        let mut cut = item.et_al;
        for (field, value) in csl_values(item) {
            match value {
                CslValue::Text(text) if field == Field::Note && cut => {
                    cut = false;
                    object.serialize_entry(field.csl(), &format!("{text}\n{AUTHORS_CUT}"))?;
                }
                CslValue::Text(text)
                    if RICH.contains(&field) && memchr::memchr2(b'<', b'&', text.as_bytes()).is_some() =>
                {
                    object.serialize_entry(field.csl(), &unmarked(&text))?;
                }
                // A keyword with a comma in it needs another separator.
                _ if field == Field::Keyword && item.keyword.iter().any(|keyword| keyword.contains(',')) => {
                    let last = if item.keyword.len() == 1 { ";" } else { "" };
                    object.serialize_entry(field.csl(), &(item.keyword.join("; ") + last))?;
                }
                value => object.serialize_entry(field.csl(), &value)?,
            }
        }
        if cut {
            object.serialize_entry(Field::Note.csl(), AUTHORS_CUT)?;
        }
        // The schema demands a type.
        if item.kind == ItemType::Document {
            object.serialize_entry(Field::Type.csl(), item.kind.csl())?;
        }
        object.end()
    }
}
