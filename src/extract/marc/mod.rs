//! MARC 21, in which library catalogues keep their records: MARCXML, the exchange format (ISO 2709), and the "MARC view" or
//! "staff view" of a catalogue, copied (`245 10 |a Title / |c names.`).

mod claims;
mod read;

use super::Format;
use super::xml::{Document, Element, begins_with};
use crate::base::Parsed;
use crate::capture::Capture;
use crate::record::Claims;

/// The format.
pub const FORMAT: Format = Format {
    name: "marc",
    title: "MARC 21: MARCXML, .mrc, a catalogue's MARC view",
    extensions: &["mrc", "xml", "txt", "mrk"],
    recognise: |text| {
        let xml = begins_with(text, &ROOTS) && text.contains("datafield");
        if xml || read::is_exchange(text) {
            94
        } else if read::is_view(text) {
            90
        } else {
            0
        }
    },
    read,
};

/// What MARCXML begins with; catalogues answer searches by SRU with records inside of records.
const ROOTS: [&str; 3] = ["record", "collection", "searchRetrieveResponse"];

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let text: &str = &capture.text;
    let mut diagnostics = Vec::new();
    let records = if begins_with(text, &ROOTS) {
        let mut document = Document::parse(capture);
        diagnostics = std::mem::take(&mut document.diagnostics);
        let own = |record: &Element<'_>| record.child("datafield").is_some();
        let records: Vec<_> = document
            .outermost(&["record"])
            .flat_map(|record| match own(&record) {
                true => vec![record],
                false => record.inside(&["record"]).filter(own).collect(),
            })
            .collect();
        records.into_iter().map(read::xml).collect()
    } else if read::is_exchange(text) {
        read::exchange(text)
    } else {
        read::view(text)
    };
    let claims = records.iter().map(claims::claims);
    Parsed::new(claims.filter(|claims| !claims.claims.is_empty()).collect(), diagnostics)
}
