//! Comma-separated values (RFC 4180) for spreadsheets: a column for each field that some item has.

use super::{Export, one_line};
use crate::base::Name;
use crate::record::{Field, Item};
use std::borrow::Cow;

/// The format.
pub(super) const EXPORT: Export = Export {
    name: "csv",
    title: "CSV for spreadsheets",
    extension: "csv",
    media_type: "text/csv",
    write,
};

fn write(items: &[(&str, &Item)]) -> String {
    let always = [Field::Id, Field::Type, Field::Title, Field::Author, Field::Issued];
    let columns: Vec<Field> = Field::ALL
        .iter()
        .copied()
        .filter(|field| always.contains(field) || items.iter().any(|(_, item)| item.has(*field)))
        .collect();
    let mut out = super::text_for(items.len());
    line(columns.iter().map(|field| Cow::Borrowed(field.csl())), &mut out);
    for (key, item) in items {
        line(columns.iter().map(|field| value(key, item, *field)), &mut out);
    }
    out
}

fn value<'i>(key: &'i str, item: &'i Item, field: Field) -> Cow<'i, str> {
    match field {
        Field::Id => key.into(),
        Field::Type => item.kind.csl().into(),
        Field::Keyword => item.keyword.join("; ").into(),
        _ if field.is_names() => {
            let mut names = String::new();
            let list = item.names(field);
            for (index, name) in list.iter().enumerate() {
                names.push_str(if index == 0 { "" } else { "; " });
                push_inverted(name, &mut names);
            }
            if field == Field::Author && item.et_al {
                names.push_str(if list.is_empty() { "et al." } else { "; et al." });
            }
            names.into()
        }
        _ if field.is_date() => item
            .date(field)
            .map_or(Cow::Borrowed(""), |date| date.to_string().into()),
        _ => one_line(item.get(field).unwrap_or("")),
    }
}

/// `Family, Given, Suffix`.
fn push_inverted(name: &Name, out: &mut String) {
    let family = [&name.dropping_particle, &name.non_dropping_particle, &name.family];
    let parts = family.into_iter().flatten().map(|part| (" ", part));
    let rest = [&name.given, &name.suffix, &name.literal];
    let start = out.len();
    for (between, part) in parts.chain(rest.into_iter().flatten().map(|part| (", ", part))) {
        out.push_str(if out.len() == start { "" } else { between });
        out.push_str(part);
    }
}

/// Writes one line, each cell guarded against being run as a formula and quoted where it must be.
pub(super) fn line<'c>(cells: impl Iterator<Item = Cow<'c, str>>, out: &mut String) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.push(',');
        }
        // A spreadsheet would run a cell that begins like a formula; an apostrophe makes it text (OWASP).
        let guard = match cell.as_bytes() {
            [b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r', ..] => "'",
            _ => "",
        };
        if cell.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
            out.push('"');
            out.push_str(guard);
            for (index, part) in cell.split('"').enumerate() {
                out.push_str(if index > 0 { "\"\"" } else { "" });
                out.push_str(part);
            }
            out.push('"');
        } else {
            out.push_str(guard);
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}
