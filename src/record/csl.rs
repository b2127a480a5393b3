//! Items to CSL-JSON 1.0 objects and back.

use super::{Field, Item, ItemType};
use crate::base::{Name, PartialDate, Season};
use serde::Serialize;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// A value of a CSL-JSON object.
#[derive(Serialize)]
#[serde(untagged)]
pub enum CslValue<'i> {
    /// Text.
    Text(Cow<'i, str>),
    /// Persons and groups.
    Names(&'i [Name]),
    /// A date.
    Date(CslDate),
}

/// A date as CSL-JSON has it.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CslDate {
    date_parts: [Vec<u16>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    season: Option<u8>,
}

/// The members of an item's CSL-JSON object but for its id, in order; absent fields are absent.
pub fn csl_values(item: &Item) -> impl Iterator<Item = (Field, CslValue<'_>)> {
    Field::ALL.iter().filter_map(|field| {
        let value = match *field {
            Field::Id => return None,
            Field::Type if item.kind == ItemType::Document => return None,
            Field::Type => CslValue::Text(item.kind.csl().into()),
            Field::Keyword if item.keyword.is_empty() => return None,
            Field::Keyword => CslValue::Text(item.keyword.join(", ").into()),
            _ if field.is_names() => match item.names(*field) {
                [] => return None,
                names => CslValue::Names(names),
            },
            _ if field.is_date() => CslValue::Date(date_to_csl(item.date(*field)?)),
            _ => CslValue::Text(item.get(*field)?.into()),
        };
        Some((*field, value))
    })
}

/// The CSL-JSON object of an item. `id` is left out where it is empty; absent fields are absent.
pub fn item_to_csl(id: &str, item: &Item) -> Map<String, Value> {
    let mut object = Map::new();
    if !id.is_empty() {
        object.insert("id".into(), id.into());
    }
    let value = |value: CslValue| serde_json::to_value(value).unwrap_or_default();
    object.extend(csl_values(item).map(|(field, of)| (field.csl().into(), value(of))));
    object
}

/// Reads a CSL-JSON object: its id and its item. Unknown keys and values of the wrong type are passed over.
pub fn item_from_csl(object: &Map<String, Value>) -> (Option<String>, Item) {
    let mut item = Item::default();
    let scalar = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let id = object.get("id").and_then(scalar);
    for field in Field::ALL.iter().copied() {
        let Some(value) = object.get(field.csl()) else { continue };
        match field {
            Field::Id => {}
            Field::Type => {
                item.kind = value.as_str().and_then(ItemType::from_csl).unwrap_or_default();
            }
            Field::Keyword => {
                let text = scalar(value).unwrap_or_default();
                let separator = if text.contains(';') { ';' } else { ',' };
                item.keyword = text
                    .split(separator)
                    .map(str::trim)
                    .filter(|keyword| !keyword.is_empty())
                    .map(str::to_owned)
                    .collect();
            }
            _ if field.is_names() => {
                let names: Vec<Name> = value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|name| serde_json::from_value(name.clone()).ok())
                    .filter(|name: &Name| !name.main().is_empty())
                    .collect();
                if let Some(slot) = item.names_mut(field) {
                    *slot = names;
                }
            }
            _ if field.is_date() => item.set_date(field, date_from_csl(value)),
            _ => {
                if let Some(text) = scalar(value) {
                    item.set(field, text);
                }
            }
        }
    }
    (id, item)
}

fn date_to_csl(date: PartialDate) -> CslDate {
    CslDate {
        date_parts: [date.parts()],
        season: date.season.map(|season| season as u8),
    }
}

/// Reads a CSL date variable: `date-parts` (of a range the first), `raw`, or `literal`.
pub fn date_from_csl(value: &Value) -> Option<PartialDate> {
    let object = value.as_object()?;
    if let Some(parts) = object
        .get("date-parts")
        .and_then(|v| v.get(0))
        .and_then(Value::as_array)
    {
        let number = |index: usize| -> Option<u16> {
            match parts.get(index)? {
                Value::Number(number) => number.as_u64().and_then(|n| n.try_into().ok()),
                Value::String(text) => text.trim().parse().ok(),
                _ => None,
            }
        };
        let small = |index| number(index).and_then(|n| u8::try_from(n).ok());
        let mut date = PartialDate::new(number(0)?, small(1), small(2))?;
        if date.month.is_none() {
            date.season = object.get("season").and_then(season);
        }
        return Some(date);
    }
    let text = object.get("raw").or_else(|| object.get("literal"))?.as_str()?;
    PartialDate::parse(text)
}

fn season(value: &Value) -> Option<Season> {
    let number = match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    match number? {
        1 => Some(Season::Spring),
        2 => Some(Season::Summer),
        3 => Some(Season::Autumn),
        4 => Some(Season::Winter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_survives_csl_json() {
        let mut item = Item {
            kind: ItemType::ArticleJournal,
            author: vec![Name::person("Dumas", "Pierre-Yves"), Name::group("The Group")],
            issued: PartialDate::new(2019, Some(9), None),
            keyword: vec!["one".into(), "two words".into()],
            ..Item::default()
        };
        item.set(Field::Doi, "10.3324/haematol.2018.205385");
        item.set(Field::Title, "Title");
        let object = item_to_csl("dumas2019", &item);
        assert_eq!(item_from_csl(&object), (Some("dumas2019".into()), item));
    }
}
