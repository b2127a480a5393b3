//! Tables of any kind: CSV (RFC 4180) for spreadsheets, JSON for programs.

use super::{csv, one_line};
use crate::library::tables::{Cell, Row};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;

/// A format for tables.
pub struct TableFormat {
    /// A word for people.
    pub title: &'static str,
    /// File extension without the dot.
    pub extension: &'static str,
    /// Writes columns and rows.
    pub write: fn(&[&str], &[Row<'_>]) -> String,
}

/// Every format for tables.
pub static TABLE_FORMATS: &[TableFormat] = &[
    TableFormat {
        title: "CSV",
        extension: "csv",
        write: write_csv,
    },
    TableFormat {
        title: "JSON",
        extension: "json",
        write: write_json,
    },
];

/// A line for the columns and one for each row; several values of a cell stand between semicolons.
fn write_csv(columns: &[&str], rows: &[Row<'_>]) -> String {
    let mut out = String::new();
    csv::line(columns.iter().map(|column| Cow::Borrowed(*column)), &mut out);
    for row in rows {
        let cells = row.iter().map(|cell| match cell {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => one_line(text),
            Cell::Number(number) => number.to_string().into(),
            Cell::List(values) => one_line(&values.join("; ")).into_owned().into(),
        });
        csv::line(cells, &mut out);
    }
    out
}

/// An array of objects, each with every column; what is not known is null.
fn write_json(columns: &[&str], rows: &[Row<'_>]) -> String {
    super::json_list(rows.iter().map(|row| Object { columns, row }))
}

/// A row as an object, written without being made.
struct Object<'r> {
    columns: &'r [&'r str],
    row: &'r Row<'r>,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for (column, cell) in self.columns.iter().zip(self.row) {
            match cell {
                Cell::Empty => object.serialize_entry(column, &())?,
                Cell::Text(text) => object.serialize_entry(column, text)?,
                Cell::Number(number) => object.serialize_entry(column, number)?,
                Cell::List(values) => object.serialize_entry(column, values)?,
            }
        }
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn written(format: usize) -> String {
        let rows = [
            vec![
                Cell::text("=HYPERLINK(\"http://x\")"),
                Cell::List(vec!["+1".into(), "b, c".into()]),
                Cell::Number(7),
            ],
            vec![Cell::text("two\n lines"), Cell::list(["@x"]), Cell::Empty],
        ];
        (TABLE_FORMATS[format].write)(&["a", "b", "n"], &rows)
    }

    #[test]
    fn spreadsheets_run_no_cell() {
        assert_eq!(
            written(0),
            "a,b,n\r\n\"'=HYPERLINK(\"\"http://x\"\")\",\"'+1; b, c\",7\r\ntwo lines,'@x,\r\n"
        );
    }

    #[test]
    fn programs_read_each_value_as_it_is() {
        let read: Value = serde_json::from_str(&written(1)).unwrap();
        assert_eq!(read[0]["a"], "=HYPERLINK(\"http://x\")");
        assert_eq!(read[0]["b"][1], "b, c");
        assert_eq!((&read[0]["n"], &read[1]["n"]), (&7.into(), &Value::Null));
    }
}
