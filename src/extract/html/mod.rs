//! Saved HTML pages: their metadata (`citation_…`, Dublin Core, PRISM, JSON-LD, COinS), then the visible page, whose
//! text goes through the same reader as copied text.

mod coins;
mod linked;
mod meta;
mod mhtml;
mod tokens;
mod visible;

use super::Format;
use super::page::{Found, read_page};
use crate::base::{MappedText, Parsed, Span};
use crate::capture::Capture;
use crate::record::{Claims, Field, RawReference, Value, abbreviates};

/// The format.
pub const FORMAT: Format = Format {
    name: "html",
    title: "saved HTML pages",
    extensions: &["html", "htm", "xhtml", "shtml", "mhtml", "mht"],
    recognise,
    read,
};

/// Looks at the first few KiB for a doctype or the elements that every page has.
fn recognise(text: &str) -> u8 {
    let mut end = text.len().min(8 << 10);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    if mhtml::is_archive(text) {
        return 95;
    }
    let head = text[..end]
        .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .to_ascii_lowercase();
    if !head.starts_with('<') {
        return 0;
    }
    if head.contains("<!doctype html") || head.contains("<html") {
        return 95;
    }
    let marks = [
        "<head", "<body", "<meta ", "<title", "<div", "<p>", "<h1", "<span", "<script",
    ];
    let seen = marks.iter().filter(|mark| head.contains(**mark)).count();
    match seen {
        0 => 0,
        1 => 30,
        _ => 70,
    }
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let archived = if mhtml::is_archive(&capture.text) {
        mhtml::page(&capture.text)
    } else {
        None
    };
    let Some(page) = archived else {
        return Parsed::clean(read_source(&capture.text));
    };
    let mut records = read_source(page.as_str());
    for claims in &mut records {
        lead_back(claims, &page);
    }
    Parsed::clean(records)
}

/// Leads all places of `claims` through the archive's map.
fn lead_back(claims: &mut Claims, archive: &MappedText) {
    claims.span = archive.source(claims.span);
    for claim in &mut claims.claims {
        claim.span = archive.source(claim.span);
    }
    for reference in &mut claims.references {
        reference.span = archive.source(reference.span);
    }
    for relation in &mut claims.relations {
        relation.span = archive.source(relation.span);
    }
    claims.et_al = claims.et_al.map(|span| archive.source(span));
    for zone in &mut claims.zones {
        zone.text = zone.text.through(archive);
    }
}

fn read_source(source: &str) -> Vec<Claims> {
    let mut claims = Claims {
        span: Span::new(0, source.len()),
        ..Claims::default()
    };
    let head = meta::read(source, &mut claims);
    linked::read(source, &mut claims);
    coins::read(source, &mut claims);
    let page = visible::visible(source);
    let Found { claims: seen, zones } = read_page(page.text.as_str(), &page.levels);
    merge(&mut claims, seen, &page.text);
    for (kind, span) in zones {
        claims.zone(kind, page.text.slice(span));
    }
    if let Some(title) = &head.title {
        journal_of_title(title, &mut claims);
    }
    settle_references(&mut claims, head.references);
    settle_authors(&mut claims);
    let substance = claims
        .claims
        .iter()
        .any(|claim| !matches!(claim.field, Field::Language | Field::Type))
        || !claims.references.is_empty();
    if substance { vec![claims] } else { Vec::new() }
}

/// Adds what the visible page says, its places led back into the HTML.
fn merge(claims: &mut Claims, seen: Claims, text: &MappedText) {
    for mut claim in seen.claims {
        claim.span = text.source(claim.span);
        claims.claims.push(claim);
    }
    claims.references = seen.references;
    for reference in &mut claims.references {
        reference.span = text.source(reference.span);
    }
    claims.relations = seen.relations;
    for relation in &mut claims.relations {
        relation.span = text.source(relation.span);
    }
    claims.et_al = seen.et_al.map(|span| text.source(span));
    claims.layout = seen.layout;
}

/// The list people see is the list; the head's is taken where the page shows none or but a part.
fn settle_references(claims: &mut Claims, head: Vec<RawReference>) {
    if claims.references.len() * 2 < head.len() {
        claims.references = head;
    }
}

/// A list in the head is whole: "et al." on the page says nothing of it.
fn settle_authors(claims: &mut Claims) {
    let in_head = claims
        .claims
        .iter()
        .any(|claim| claim.field == Field::Author && claim.rule.starts_with("meta:") && claim.weight >= 70);
    if in_head {
        claims.et_al = None;
    }
}

/// `A title - The Journal (Publisher)`: what follows the paper's title in the window's title is its journal, if a
/// journal known by its abbreviation fits it.
fn journal_of_title(window: &MappedText, claims: &mut Claims) {
    let text = |field: Field| {
        claims
            .claims
            .iter()
            .filter(|claim| claim.field == field)
            .max_by_key(|claim| claim.weight)
            .and_then(|claim| match &claim.value {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            })
    };
    let (Some(title), Some(journal)) = (text(Field::Title), text(Field::ContainerTitle)) else {
        return;
    };
    let Some(rest) = window.as_str().strip_prefix(title.as_str()) else {
        return;
    };
    let from = window.as_str().len() - rest.len();
    let mut start = from;
    for piece in rest.split_inclusive(['-', '|', '–', '(', ')']) {
        let name = piece.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '|' | '–' | '(' | ')' | ':'));
        if name.len() > journal.len() && abbreviates(&journal, name) {
            let at = start + piece.find(name).unwrap_or(0);
            let place = window.source(Span::new(at, at + name.len()));
            claims.text(Field::ContainerTitle, name, place, "window-title", 75);
            return;
        }
        start += piece.len();
    }
}
