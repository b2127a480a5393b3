//! A record as `citeloom extract` prints it: one JSON object, keys and names fixed.

use crate::base::Diagnostic;
use crate::capture::Capture;
use crate::record::{Field, Provenance, Record, item_to_csl};
use serde_json::{Map, Value, json};

/// What other rooms say of a record, already as JSON.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// `mechanisms`: a list of `{id, tier, score, evidence}`.
    pub mechanisms: Vec<Value>,
    /// `entities`: a list of `{id, kind, evidence}`.
    pub entities: Vec<Value>,
    /// Each reference's text with its CSL-JSON item, in the order of the capture.
    pub references: Vec<(String, Map<String, Value>)>,
}

/// The object of one record. `position` counts the records of the capture from 0; a record without a key of its own
/// gets its place as id (`record-1`). Offsets are bytes of the capture's text.
pub fn to_json(
    capture: &Capture,
    format: &str,
    record: &Record,
    position: usize,
    findings: Findings,
    diagnostics: &[Diagnostic],
) -> Value {
    let id = match &record.id {
        Some(id) => id.clone(),
        None => format!("record-{}", position + 1),
    };
    let references: Vec<Value> = findings
        .references
        .into_iter()
        .map(|(text, item)| json!({ "text": text, "item": item }))
        .collect();
    json!({
        "capture": &*capture.path,
        "format": format,
        "layout": record.layout,
        "item": item_to_csl(&id, &record.item),
        "references": references,
        "mechanisms": findings.mechanisms,
        "entities": findings.entities,
        "provenance": provenance(record),
        "diagnostics": diagnostics.iter().map(diagnostic).collect::<Vec<Value>>(),
    })
}

/// `{field: {start, end, rule}}`; a list of such for names and keywords.
fn provenance(record: &Record) -> Map<String, Value> {
    let one = |place: &Provenance| json!({ "start": place.span.start, "end": place.span.end, "rule": place.rule });
    let mut object = Map::new();
    for field in Field::ALL {
        let Some(places) = record.provenance.get(field) else {
            continue;
        };
        let value = match places.as_slice() {
            places if field.is_list() => Value::Array(places.iter().map(one).collect()),
            [place, ..] => one(place),
            [] => continue,
        };
        object.insert(field.csl().to_owned(), value);
    }
    object
}

/// `{code, severity, message, start, end}`; the place is the main one, and null where there is none.
pub fn diagnostic(diagnostic: &Diagnostic) -> Value {
    let span = diagnostic.labels.first().map(|label| label.span);
    json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "start": span.map(|span| span.start),
        "end": span.map(|span| span.end),
    })
}
