//! Tables of databases and programs: one row a work, one column a field, between commas, semicolons or tabs.

mod columns;
mod line;
mod names;
mod rows;
mod values;

use super::Format;
use crate::base::codes::extract::{BROKEN_ENTRY, MALFORMED_VALUE};
use crate::base::{Diagnostic, Parsed, Severity};
use crate::capture::Capture;
use crate::record::Claims;
use columns::{Column, column, is_tag};
use line::Line;
pub(super) use names::{People, people};
use rows::{cell, rows};

/// The format.
pub const FORMAT: Format = Format {
    name: "table",
    title: "tables of databases: CSV, TSV",
    extensions: &["csv", "tsv", "tab", "txt"],
    recognise,
    read,
};

const RULE: &str = "table";

/// How many rows may stand above the names of the columns: Dimensions says there when the table was made.
const MAX_PREAMBLE: usize = 4;
/// The most columns of a table that is read; databases have up to seventy.
const MAX_COLUMNS: usize = 400;

/// Columns of which a table of papers has one.
const SCHOLARLY: [Column; 10] = [
    Column::Abstract,
    Column::Citation,
    Column::Cited,
    Column::CitedWos,
    Column::Container,
    Column::Doi,
    Column::Isbn,
    Column::Issn,
    Column::Pmcid,
    Column::Pmid,
];

/// A table whose columns are known.
struct Table {
    separator: u8,
    /// For each column what it says, and its name.
    columns: Vec<(Option<Column>, String)>,
    /// Which row the names stand in.
    header: usize,
}

impl Table {
    fn find(text: &str) -> Option<Self> {
        let body = text.trim_start_matches('\u{feff}');
        let first = body.lines().find(|line| !line.trim().is_empty())?;
        // Spreadsheets say their separator so.
        let told = first.trim().strip_prefix("sep=").and_then(|rest| rest.bytes().next());
        let separators = told.map_or_else(|| vec![b',', b';', b'\t'], |separator| vec![separator]);
        separators.into_iter().find_map(|separator| {
            let mut all = rows(text, separator);
            for header in 0..=MAX_PREAMBLE {
                let row = all.next()?;
                if row.cells.len() < 2 || row.cells.len() > MAX_COLUMNS || row.span.len() > 16_000 {
                    continue;
                }
                let names: Vec<String> = row.cells.iter().map(|span| cell(text, *span).into_string()).collect();
                let tagged = names.iter().filter(|name| is_tag(name)).count() * 2 > names.len();
                let columns: Vec<_> = names.into_iter().map(|name| (column(&name, tagged), name)).collect();
                let has = |wanted: Column| columns.iter().any(|(known, _)| *known == Some(wanted));
                let known = columns.iter().filter(|(column, _)| column.is_some()).count();
                let enough = known >= 3 || known == 2 && has(Column::Abstract);
                // Posts and songs have titles, authors and dates, too.
                let several = |(column, name): &(Option<Column>, String)| {
                    *column == Some(Column::Authors) && name.to_lowercase().starts_with("authors")
                };
                let scholarly =
                    SCHOLARLY.iter().any(|column| has(*column)) || has(Column::Year) && columns.iter().any(several);
                if has(Column::Title) && enough && scholarly && known * 4 >= columns.len() {
                    // A line of a page may look so; those below it do not.
                    let below: Vec<usize> = all.take(3).map(|row| row.cells.len()).collect();
                    let even = |cells: &&usize| cells.abs_diff(columns.len()) <= usize::from(columns.len() > 6);
                    // The fewer columns, the more rows must agree.
                    let wanted = if columns.len() > 3 { 1 } else { below.len().min(2) };
                    let fits = below.first().filter(even).is_some() && below.iter().filter(even).count() >= wanted;
                    return fits.then_some(Self {
                        separator,
                        columns,
                        header,
                    });
                }
            }
            None
        })
    }
}

fn recognise(text: &str) -> u8 {
    // Cheap first: most captures have no such word near their beginning.
    let head = text.get(..text.floor_char_boundary(8_000)).unwrap_or(text);
    let named = head.contains("itle") || head.contains("TI") || head.contains("ITLE");
    if named && Table::find(text).is_some() { 88 } else { 0 }
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let text: &str = &capture.text;
    let mut diagnostics = Vec::new();
    let mut records = Vec::new();
    let Some(table) = Table::find(text) else {
        return Parsed::clean(records);
    };
    let mut unsure = 0usize;
    let mut first = None;
    for row in rows(text, table.separator).skip(table.header + 1) {
        if row.open || row.cells.len() > table.columns.len() + 1 {
            let (is, should) = (row.cells.len(), table.columns.len());
            let message = match row.open {
                true => "a cell is opened by a quote and never closed".to_owned(),
                false => format!("the row has {is} cells, the table {should} columns"),
            };
            diagnostics.push(
                Diagnostic::new(BROKEN_ENTRY, message)
                    .at(&capture.path, row.cells.first().copied().unwrap_or_default())
                    .help("what could be read was kept; export the table again"),
            );
        }
        // Tables that were joined repeat the names.
        let named = row
            .cells
            .iter()
            .zip(&table.columns)
            .filter(|(span, (column, name))| column.is_some() && cell(text, **span).as_str() == name);
        if named.count() > 2 {
            continue;
        }
        let line = Line {
            text,
            table: &table,
            row: &row,
        };
        if !line.is_paper() {
            let mut diagnostic = Diagnostic::new(
                BROKEN_ENTRY,
                "the row has neither title nor identifier, and is left out",
            )
            .at(&capture.path, row.span)
            .help("if it is a paper, write its title into the row");
            diagnostic.severity = Severity::Warning;
            diagnostics.push(diagnostic);
            continue;
        }
        let claims = line.claims();
        if line.dated_pages() {
            unsure += 1;
            first = first.or(row.cells.first().copied());
        }
        if !claims.claims.is_empty() {
            records.push(claims);
        }
    }
    if let Some(span) = first {
        diagnostics.push(
            Diagnostic::new(
                MALFORMED_VALUE,
                format!("a spreadsheet has made days of pages or issues in {unsure} of the rows (`12-Mar` for `3-12`)"),
            )
            .at(&capture.path, span)
            .help("they were left out; export the table again, and do not save it in a spreadsheet"),
        );
    }
    Parsed::new(records, diagnostics)
}
