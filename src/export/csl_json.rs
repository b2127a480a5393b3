//! CSL-JSON 1.0.

use super::Export;
use crate::record::{Field, Item, ItemType, item_to_csl};
use serde_json::Value;

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
    super::json_list(items.iter().map(|(key, item)| {
        let mut object = item_to_csl(key, item);
        // The schema demands a type.
        if item.kind == ItemType::Document {
            object.insert(Field::Type.csl().into(), item.kind.csl().into());
        }
        for field in RICH {
            if let Some(text) = item.get(field).filter(|text| text.contains(['<', '&'])) {
                object.insert(field.csl().into(), unmarked(text).into());
            }
        }
        // A keyword with a comma in it needs another separator.
        if item.keyword.iter().any(|keyword| keyword.contains(',')) {
            let mut joined = item.keyword.join("; ");
            if item.keyword.len() == 1 {
                joined.push(';');
            }
            object.insert("keyword".into(), joined.into());
        }
        Value::Object(object)
    }))
}
