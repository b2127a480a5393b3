//! CSL-JSON, as Zotero, pandoc, citation.js and DOI content negotiation give it.

use super::Format;
use super::{csl, json};
use crate::base::Parsed;
use crate::capture::Capture;
use crate::record::Claims;

/// The format.
pub const FORMAT: Format = Format {
    name: "csl-json",
    title: "CSL-JSON",
    extensions: &["json", "csljson", "csl"],
    recognise,
    read,
};

fn recognise(text: &str) -> u8 {
    let head = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if !head.starts_with(['{', '[']) {
        return 0;
    }
    // Zotero's own JSON and DataCite's share a few names with CSL, and would be read by half.
    let others = [
        "\"creators\"",
        "\"itemType\"",
        "\"resourceTypeGeneral\"",
        "\"authorships\"",
    ];
    if others.iter().any(|name| text.contains(name)) {
        return 0;
    }
    let own = [
        "\"issued\"",
        "\"container-title\"",
        "\"date-parts\"",
        "\"family\"",
        "\"DOI\"",
    ];
    let any = ["\"title\"", "\"author\"", "\"type\"", "\"id\""];
    let has = |names: &[&str]| names.iter().filter(|name| text.contains(**name)).count();
    match (has(&own), has(&any)) {
        (1.., 1..) => 85,
        (_, 2..) => 60,
        _ => 0,
    }
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let parsed = json::parse(capture);
    let items = csl::items(parsed.value.roots());
    let records = items
        .into_iter()
        .filter_map(|item| csl::claims(item, "csl-json"))
        .collect();
    Parsed::new(records, parsed.diagnostics)
}
