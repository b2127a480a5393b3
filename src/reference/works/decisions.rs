//! The author's decisions about works: `content/works.toml`.
//!
//! ```toml
//! [[same]]        # one work, whatever the program thinks
//! works = ["kralovics2005-352-1779", "PMID 15858187"]
//!
//! [[different]]   # never one work
//! works = ["10.1000/a", "10.1000/b"]
//!
//! [[correct]]     # the record as it should be; names as in a stub
//! work = "bock2003-3-1"
//! journal = "Cancer Discovery"
//!
//! [[adopt]]       # a key of one's own
//! work = "10.1056/nejmoa051113"
//! key = "kralovics2005"
//! ```
//!
//! A work is named by its key, a key of one of its references, an article's key, a DOI, PMID, PMCID or ISBN, or by the
//! text of a reference to it. Decisions are about records, not about groups, so they hold whatever is captured later.

use crate::base::codes::works::BAD_DECISIONS;
use crate::base::{Diagnostic, Name, Parsed, PartialDate, Span, slug};
use crate::record::{Field, Item, ItemType};
use std::sync::Arc;
use toml::{Spanned, Value};

/// The author's decisions, from `content/works.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decisions {
    pub(super) file: Arc<str>,
    pub(super) same: Vec<Decision>,
    pub(super) different: Vec<Decision>,
    pub(super) correct: Vec<Correction>,
    pub(super) adopt: Vec<Adoption>,
}

impl Default for Decisions {
    fn default() -> Self {
        Self {
            file: "content/works.toml".into(),
            same: Vec::new(),
            different: Vec::new(),
            correct: Vec::new(),
            adopt: Vec::new(),
        }
    }
}

/// Works that are one, or that are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decision {
    pub(super) works: Vec<String>,
    pub(super) span: Span,
}

/// Values that replace those of a work's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Correction {
    pub(super) work: String,
    pub(super) item: Item,
    /// Fields to set; where `item` has none, the field is emptied.
    pub(super) fields: Vec<Field>,
    pub(super) span: Span,
}

/// A key for a work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Adoption {
    pub(super) work: String,
    pub(super) key: String,
    pub(super) span: Span,
}

impl Decisions {
    /// Reads `content/works.toml`. Entries that cannot be read are reported and left out; the others hold.
    pub fn load(path: &str, text: &str) -> Parsed<Self> {
        #[derive(serde::Deserialize)]
        struct File {
            #[serde(default)]
            same: Vec<Spanned<Value>>,
            #[serde(default)]
            different: Vec<Spanned<Value>>,
            #[serde(default)]
            correct: Vec<Spanned<Value>>,
            #[serde(default)]
            adopt: Vec<Spanned<Value>>,
            #[serde(flatten)]
            unknown: std::collections::BTreeMap<String, Value>,
        }
        let mut decisions = Decisions {
            file: path.into(),
            ..Decisions::default()
        };
        let file = Arc::clone(&decisions.file);
        let mut diagnostics = Vec::new();
        let mut bad = |message: String, span: Span| {
            diagnostics.push(Diagnostic::new(BAD_DECISIONS, message).at(&file, span));
        };
        let read: File = match toml::from_str(text) {
            Ok(read) => read,
            Err(error) => {
                let span = error
                    .span()
                    .map_or(Span::default(), |span| Span::new(span.start, span.end));
                bad(error.message().replace('\n', " "), span);
                return Parsed::new(decisions, diagnostics);
            }
        };
        for name in read.unknown.keys() {
            let message = format!("`{name}` is none of same, different, correct and adopt");
            let at = text.find(name.as_str()).unwrap_or(0);
            bad(message, Span::new(at, at + name.len().min(text.len() - at)));
        }
        for (list, into) in [
            (&read.same, &mut decisions.same),
            (&read.different, &mut decisions.different),
        ] {
            for entry in list {
                let works: Vec<String> = entry
                    .get_ref()
                    .get("works")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .filter_map(|work| work.as_str().map(|work| work.trim().to_owned()))
                    .filter(|work| !work.is_empty())
                    .collect();
                if works.len() < 2 {
                    bad("`works` must name two works or more".into(), span_of(entry));
                } else {
                    into.push(Decision {
                        works,
                        span: span_of(entry),
                    });
                }
            }
        }
        for entry in &read.adopt {
            let word = |name: &str| entry.get_ref().get(name).and_then(Value::as_str).map(str::trim);
            match (word("work"), word("key")) {
                (Some(work), Some(key)) if !work.is_empty() && slug(key, 80) == key => decisions.adopt.push(Adoption {
                    work: work.to_owned(),
                    key: key.to_owned(),
                    span: span_of(entry),
                }),
                (Some(_), Some(_)) => bad(
                    "a key is made of lower-case letters, digits and single hyphens".into(),
                    span_of(entry),
                ),
                _ => bad("an adopted key needs `work` and `key`".into(), span_of(entry)),
            }
        }
        for entry in &read.correct {
            let table = entry.get_ref().as_table();
            let work = table
                .and_then(|table| table.get("work"))
                .and_then(Value::as_str)
                .map(str::trim);
            let (Some(table), Some(work)) = (table, work.filter(|work| !work.is_empty())) else {
                bad("a correction needs `work`, the work it is for".into(), span_of(entry));
                continue;
            };
            let (mut item, mut fields) = (Item::default(), Vec::new());
            for (name, value) in table.iter().filter(|(name, _)| *name != "work") {
                match field_of(name).filter(|field| put(&mut item, *field, value)) {
                    Some(field) => fields.push(field),
                    None => bad(
                        format!("`{name}` is no field, or its value is of the wrong kind"),
                        span_of(entry),
                    ),
                }
            }
            decisions.correct.push(Correction {
                work: work.to_owned(),
                item,
                fields,
                span: span_of(entry),
            });
        }
        Parsed::new(decisions, diagnostics)
    }

    /// Whether nothing is decided.
    pub fn is_empty(&self) -> bool {
        self.same.is_empty() && self.different.is_empty() && self.correct.is_empty() && self.adopt.is_empty()
    }
}

impl Correction {
    /// Puts the corrected values into a record.
    pub(super) fn apply(&self, item: &mut Item) {
        for field in &self.fields {
            match *field {
                Field::Type => item.kind = self.item.kind,
                Field::Keyword => item.keyword.clone_from(&self.item.keyword),
                field if field.is_date() => item.set_date(field, self.item.date(field)),
                field => match item.names_mut(field) {
                    Some(names) => {
                        *names = self.item.names(field).to_vec();
                        if field == Field::Author {
                            item.et_al = false;
                        }
                    }
                    None => item.set(field, self.item.get(field).unwrap_or("")),
                },
            }
        }
    }
}

fn span_of(entry: &Spanned<Value>) -> Span {
    Span::new(entry.span().start, entry.span().end)
}

/// A field by its name in stubs or in CSL.
fn field_of(name: &str) -> Option<Field> {
    let csl = match name {
        "authors" => "author",
        "editors" => "editor",
        "series-editors" => "collection-editor",
        "translators" => "translator",
        "journal" | "container" | "book" => "container-title",
        "journal-short" => "container-title-short",
        "pages" => "page",
        "keywords" => "keyword",
        "year" | "date" => "issued",
        other => other,
    };
    Field::from_csl(csl)
        .or_else(|| Field::from_csl(&csl.to_ascii_uppercase()))
        .filter(|field| *field != Field::Id)
}

/// Sets a field from TOML; `false` where the value is of the wrong kind.
fn put(item: &mut Item, field: Field, value: &Value) -> bool {
    let text = match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Datetime(date) => Some(date.to_string()),
        _ => None,
    };
    if field == Field::Type {
        let kind = text.as_deref().and_then(ItemType::from_csl);
        item.kind = kind.unwrap_or_default();
        return kind.is_some();
    }
    if field.is_date() {
        let date = text.as_deref().and_then(PartialDate::parse);
        item.set_date(field, date);
        return date.is_some() || text.as_deref() == Some("");
    }
    if field.is_list() {
        let Some(list) = value.as_array() else { return false };
        if field == Field::Keyword {
            item.keyword = list
                .iter()
                .filter_map(|word| word.as_str().map(str::to_owned))
                .collect();
            return item.keyword.len() == list.len();
        }
        let names: Vec<Name> = list
            .iter()
            .filter_map(|name| match name {
                Value::String(literal) => Some(Name::group(literal.trim())),
                table => table.clone().try_into().ok(),
            })
            .filter(|name: &Name| !name.main().is_empty())
            .collect();
        let whole = names.len() == list.len();
        if let Some(slot) = item.names_mut(field) {
            *slot = names;
        }
        return whole;
    }
    match text {
        Some(text) => {
            item.set(field, text);
            true
        }
        None => false,
    }
}
