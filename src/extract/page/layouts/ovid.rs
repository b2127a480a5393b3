//! Ovid: a record as labels over values, `Source` with `Leukemia. 33(11):2628-2639, 2019 Nov.`

use super::super::lines::fold_blanks;
use super::super::people::people;
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{WEIGHT, claim_line, line_is, recognised_by};
use crate::record::Field;

/// Complete references of Ovid.
pub const LAYOUT: Layout = Layout {
    name: "ovid",
    title: "Ovid complete references (untested)",
    tested: false,
    recognise,
    read,
};

fn recognise(page: &Page<'_>) -> u8 {
    let number = line_is(page, "Unique Identifier").or(line_is(page, "Accession Number"));
    recognised_by(&[number, line_is(page, "Source"), line_is(page, "Title")])
}

fn read(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    let value = |label: &str| {
        let at = line_is(page, label)?;
        page.lines.get(at + 1).map(|line| line.span)
    };
    if let Some(at) = value("Title") {
        found.title(text, at, "layout:ovid", WEIGHT);
    }
    if let Some(at) = value("Source") {
        claim_line(page, at, None, "layout:ovid", found);
    }
    if let Some(at) = value("Authors").or_else(|| value("Author")) {
        for (name, at) in people(text, at).names {
            found.claims.name(Field::Author, name, at, "layout:ovid", WEIGHT);
        }
    }
    if let Some(at) = value("Abstract") {
        found
            .claims
            .text(Field::Abstract, fold_blanks(at.of(text)), at, "layout:ovid", 60);
    }
    if let Some(at) = value("Digital Object Identifier").or_else(|| value("DOI")) {
        found.doi(text, at, "layout:ovid", WEIGHT);
    }
}
