//! Every line of a page put into a zone: what its words weigh when mechanisms are proposed.

use super::Found;
use super::abstracts::is_site_notice;
use super::headings::Section;
use super::lines::{is_prose, words};
use super::sections::Page;
use crate::base::Span;
use crate::record::ZoneKind;
use regex::Regex;
use std::sync::LazyLock;

static CAPTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:Supplementary |Extended Data |Supplemental )?(?:Fig(?:ure|\.)?|Table|Scheme|Chart|Box|Video|Movie)\s?[SA-Z]?\d+[A-Za-z]?\s?[.:|–—-]?\s").ok()
});

/// Whether a line is a figure's or table's caption.
pub fn is_caption(text: &str) -> bool {
    text.len() >= 12 && CAPTION.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Fills the page with zones around those that readers already found.
pub fn fill(page: &Page<'_>, found: &mut Found) {
    found.zones.sort_by_key(|(_, span)| (span.start, span.end));
    let mut kept: Vec<(ZoneKind, Span)> = Vec::with_capacity(found.zones.len());
    for (kind, span) in found.zones.drain(..) {
        if kept.last().is_none_or(|(_, last)| last.end <= span.start) {
            kept.push((kind, span));
        }
    }
    let mut rest: Vec<(ZoneKind, Span)> = Vec::new();
    let mut taken = 0;
    for block in &page.blocks {
        if block.section == Section::References {
            let span = page.extent(block);
            push(&mut rest, ZoneKind::References, span, true);
            continue;
        }
        let head = block.head.map(|head| (head, ZoneKind::Boilerplate));
        let lines = block
            .lines
            .clone()
            .map(|index| (index, kind_of(page, index, block.section)));
        for (index, kind) in head.into_iter().chain(lines) {
            push(&mut rest, kind, page.lines[index].span, false);
        }
    }
    // Zones of the readers win over those of the lines.
    let mut out: Vec<(ZoneKind, Span)> = Vec::with_capacity(rest.len() + kept.len());
    for (kind, span) in rest {
        let mut start = span.start;
        while let Some((_, own)) = kept.get(taken).filter(|(_, own)| own.start < span.end) {
            if own.start > start {
                out.push((kind, Span { start, end: own.start }));
            }
            start = start.max(own.end);
            if own.end > span.end {
                break;
            }
            taken += 1;
        }
        if start < span.end {
            out.push((kind, Span { start, end: span.end }));
        }
    }
    out.extend(kept);
    out.retain(|(_, span)| !span.of(page.text).trim().is_empty());
    out.sort_by_key(|(_, span)| (span.start, span.end));
    found.zones = out;
}

/// Adds a zone; a line's zone joins the one before when it is of its kind.
fn push(zones: &mut Vec<(ZoneKind, Span)>, kind: ZoneKind, span: Span, apart: bool) {
    match zones.last_mut() {
        Some((last, before)) if *last == kind && !apart => *before = before.join(span),
        _ => zones.push((kind, span)),
    }
}

fn kind_of(page: &Page<'_>, index: usize, section: Section) -> ZoneKind {
    let line = &page.lines[index];
    let text = line.of(page.text);
    match section {
        Section::References | Section::Foreign => ZoneKind::References,
        _ if is_caption(text) => ZoneKind::Caption,
        Section::Boilerplate
        | Section::About
        | Section::Cite
        | Section::Funding
        | Section::Comments
        | Section::Accession => ZoneKind::Boilerplate,
        Section::Captions if words(text) >= 6 => ZoneKind::Caption,
        _ if is_site_notice(text) && text.len() < 1_500 => ZoneKind::Boilerplate,
        Section::Body if !line.bullet || is_prose(text) => ZoneKind::Body,
        _ if is_prose(text) => ZoneKind::Body,
        _ => ZoneKind::Boilerplate,
    }
}
