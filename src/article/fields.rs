//! Values of fields, as they are compared between capture, lock and stub.

use super::body::one_line;
use crate::base::{Name, PartialDate, fold};
use crate::record::{Field, Item, ItemType};
use serde_json::Value;

/// The value of one field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FieldValue {
    /// A text field.
    Text(String),
    /// A list of names; `incomplete` when the capture ends it with "et al.".
    Names {
        /// The names in order.
        names: Vec<Name>,
        /// More authors exist than are named.
        incomplete: bool,
    },
    /// A date.
    Date(PartialDate),
    /// Keywords.
    Keywords(Vec<String>),
    /// The type.
    Kind(ItemType),
}

/// Stands at the end of an incomplete list of names in the lock.
const ET_AL: &str = "et al.";

impl FieldValue {
    /// The value of `field`, as a stub can hold it: line ends as LF, no blanks around. `None` where it is absent.
    pub fn of(item: &Item, field: Field) -> Option<Self> {
        match field {
            Field::Type => (item.kind != ItemType::Document).then_some(Self::Kind(item.kind)),
            Field::Keyword => {
                let list: Vec<String> = item
                    .keyword
                    .iter()
                    .map(|text| plain(text))
                    .filter(|text| !text.is_empty())
                    .collect();
                (!list.is_empty()).then_some(Self::Keywords(list))
            }
            _ if field.is_date() => item.date(field).map(Self::Date),
            _ if field.is_names() => {
                let names = item.names(field).iter().map(plain_name).collect::<Vec<_>>();
                let incomplete = field == Field::Author && item.et_al;
                (!names.is_empty()).then_some(Self::Names { names, incomplete })
            }
            _ => {
                let text = item.get(field)?;
                let text = if field == Field::Abstract {
                    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
                } else {
                    plain(text)
                };
                (!text.is_empty()).then_some(Self::Text(text))
            }
        }
    }

    /// Gives the item this value.
    pub(super) fn put(&self, item: &mut Item, field: Field) {
        match self {
            Self::Text(text) => item.set(field, text.as_str()),
            Self::Date(date) => item.set_date(field, Some(*date)),
            Self::Kind(kind) => item.kind = *kind,
            Self::Keywords(list) => item.keyword.clone_from(list),
            Self::Names { names, incomplete } => {
                if let Some(slot) = item.names_mut(field) {
                    slot.clone_from(names);
                }
                if field == Field::Author {
                    item.et_al = *incomplete;
                }
            }
        }
    }

    /// The value in words, for messages.
    pub fn words(&self) -> String {
        let text = match self {
            Self::Text(text) => text.clone(),
            Self::Date(date) => date.to_string(),
            Self::Kind(kind) => kind.csl().to_owned(),
            Self::Keywords(list) => list.join(", "),
            Self::Names { names, incomplete } => {
                let mut list: Vec<String> = names.iter().map(Name::vancouver).collect();
                if *incomplete {
                    list.push(ET_AL.to_owned());
                }
                list.join(", ")
            }
        };
        let text = one_line(&text);
        match text.char_indices().nth(120) {
            Some((cut, _)) => format!("{}…", &text[..cut]),
            None => text,
        }
    }

    /// Whether this value says all that `poor` says, and more: the full list of authors for an incomplete one, given
    /// names for initials, a month for a bare year, a last page, the end of a text that was cut off.
    pub fn completes(&self, poor: &Self) -> bool {
        match (self, poor) {
            (
                Self::Names { names, incomplete },
                Self::Names {
                    names: fewer,
                    incomplete: cut,
                },
            ) => {
                let same = names.iter().zip(fewer).all(|(a, b)| same_person(a, b));
                let fuller = |list: &[Name]| {
                    list.iter()
                        .map(|name| name.given.as_ref().map_or(0, |given| given.len()))
                        .sum::<usize>()
                };
                same && names.len() >= fewer.len()
                    && (!incomplete || *cut)
                    && (*cut || names.len() == fewer.len())
                    && ((*cut && !incomplete) || names.len() > fewer.len() || fuller(names) > fuller(fewer))
            }
            (Self::Date(date), Self::Date(bare)) => {
                date.year == bare.year
                    && bare.day.is_none()
                    && bare.season.is_none()
                    && match bare.month {
                        None => date.month.is_some(),
                        Some(month) => date.month == Some(month) && date.day.is_some(),
                    }
            }
            (Self::Text(text), Self::Text(cut)) => {
                let stem = cut.trim_end_matches(['…', '.']).trim_end();
                let was_cut = cut.ends_with('…') || cut.ends_with("...");
                let pages = |page: &str| page.bytes().all(|b| b.is_ascii_alphanumeric());
                let range = pages(cut)
                    && text
                        .strip_prefix(cut.as_str())
                        .is_some_and(|rest| rest.starts_with(['-', '–']));
                stem.len() < text.len() && ((was_cut && text.starts_with(stem)) || range)
            }
            _ => false,
        }
    }

    /// The value as JSON, for the lock.
    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Date(date) => date.to_string().into(),
            Self::Kind(kind) => kind.csl().into(),
            Self::Keywords(list) => list.clone().into(),
            Self::Names { names, incomplete } => {
                let mut list: Vec<Value> = names
                    .iter()
                    .map(|name| serde_json::to_value(name).unwrap_or_default())
                    .collect();
                if *incomplete {
                    list.push(ET_AL.into());
                }
                Value::Array(list)
            }
        }
    }

    /// Reads what [`FieldValue::to_json`] wrote.
    pub(super) fn from_json(field: Field, value: &Value) -> Option<Self> {
        match field {
            Field::Type => ItemType::from_csl(value.as_str()?).map(Self::Kind),
            Field::Keyword => value
                .as_array()?
                .iter()
                .map(|text| text.as_str().map(str::to_owned))
                .collect::<Option<_>>()
                .map(Self::Keywords),
            _ if field.is_date() => super::front::parse_date(value.as_str()?).map(Self::Date),
            _ if field.is_names() => {
                let list = value.as_array()?;
                let incomplete = list.last().is_some_and(|last| last == ET_AL);
                let names = list
                    .iter()
                    .filter(|name| name.is_object())
                    .map(|name| serde_json::from_value(name.clone()).ok())
                    .collect::<Option<_>>()?;
                Some(Self::Names { names, incomplete })
            }
            _ => value.as_str().map(|text| Self::Text(text.to_owned())),
        }
    }
}

/// A text as a line of front matter holds it and gives it back.
fn plain(text: &str) -> String {
    text.trim().replace("\r\n", "\n")
}

fn plain_name(name: &Name) -> Name {
    let plain = |part: &Option<Box<str>>| {
        let text = part.as_deref().map(plain).filter(|text| !text.is_empty());
        text.map(String::into_boxed_str)
    };
    Name {
        family: plain(&name.family),
        given: plain(&name.given),
        suffix: plain(&name.suffix),
        dropping_particle: plain(&name.dropping_particle),
        non_dropping_particle: plain(&name.non_dropping_particle),
        literal: plain(&name.literal),
        orcid: plain(&name.orcid),
    }
}

fn same_person(a: &Name, b: &Name) -> bool {
    let (ia, ib) = (a.initials(), b.initials());
    fold(a.main()) == fold(b.main()) && (ia.starts_with(&ib) || ib.starts_with(&ia))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[(&str, &str)], incomplete: bool) -> FieldValue {
        let names = list
            .iter()
            .map(|(family, given)| Name::person(*family, *given))
            .collect();
        FieldValue::Names { names, incomplete }
    }

    #[test]
    fn a_fuller_value_is_told_from_another_one() {
        let text = |text: &str| FieldValue::Text(text.to_owned());
        let date = |text: &str| FieldValue::Date(PartialDate::parse(text).unwrap());
        let full = names(
            &[("Rummelt", "Christoph"), ("Gorantla", "Sivahari"), ("Duyster", "J")],
            false,
        );
        for (better, poor, expected) in [
            (&full, names(&[("Rummelt", "C"), ("Gorantla", "SP")], true), true),
            (&full, names(&[("Rummelt", "C"), ("Gorantla", "S")], false), false),
            (&full, names(&[("Rummelt", "C"), ("Meggendorfer", "M")], true), false),
            (
                &full,
                names(&[("Rummelt", "C"), ("Gorantla", "S"), ("Duyster", "J")], false),
                true,
            ),
            (&full, full.clone(), false),
            (&date("2019-09"), date("2019"), true),
            (&date("2019-09"), date("2019-10"), false),
            (&date("2019"), date("2019-10"), false),
            (&text("2017-2029"), text("2017"), true),
            (&text("20171"), text("2017"), false),
            (&text("A long abstract of all."), text("A long abs…"), true),
            (&text("A long abstract of all."), text("A long abs"), false),
        ] {
            assert_eq!(better.completes(&poor), expected, "{better:?} {poor:?}");
        }
    }

    #[test]
    fn values_survive_the_lock() {
        let cases = [
            (Field::Title, FieldValue::Text("T".into())),
            (Field::Author, names(&[("A", "B")], true)),
            (Field::Author, names(&[("A", "B")], false)),
            (
                Field::Issued,
                FieldValue::Date(PartialDate::parse("Spring 2019").unwrap()),
            ),
            (Field::Issued, FieldValue::Date(PartialDate::parse("2019-09").unwrap())),
            (Field::Keyword, FieldValue::Keywords(vec!["a, b".into()])),
            (Field::Type, FieldValue::Kind(ItemType::Thesis)),
        ];
        for (field, value) in cases {
            assert_eq!(FieldValue::from_json(field, &value.to_json()), Some(value));
        }
    }
}
