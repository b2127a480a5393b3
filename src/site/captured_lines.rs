//! Lines of a capture as a provenance page shows them: which pieces are quoted, what counted in them, what was taken from
//! them, and which are left out.

use super::cover::Cover;
use crate::article::LockedCapture;
use crate::base::{Span, escape_html};
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

/// A line of a capture.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Its anchor.
    pub id: String,
    /// Its number, from 1.
    pub number: u32,
    /// Lines that were left out before it.
    pub skipped: u32,
    /// What is shown of it; templates get it as `html`.
    #[serde(rename = "html", serialize_with = "shown")]
    pub segments: Vec<Segment>,
    /// What was taken from it: (anchor on this page or address from the root, words, `field`, `mechanism`, `reference` …).
    pub uses: Vec<Use>,
}

/// What was taken from a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Use {
    /// Address from the root, or an anchor of this page that begins with `#`.
    pub href: String,
    /// Its words.
    pub label: String,
    /// It is an anchor of this page.
    pub here: bool,
}

/// A line's pieces as HTML: what counted in `<mark>`, what is left out as `…`.
fn shown<S: Serializer>(segments: &[Segment], serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = String::with_capacity(segments.iter().map(|segment| segment.text.len() + 48).sum());
    for segment in segments {
        if let Some(id) = &segment.id {
            out.push_str("<span id=\"");
            escape_html(id, &mut out);
            out.push_str("\">");
        }
        let mark = segment.mark && !segment.text.is_empty();
        out.push_str(if mark { "<mark>" } else { "" });
        match &segment.html {
            _ if segment.text.is_empty() => out.push_str("<span class=cut>…</span>"),
            Some(html) => out.push_str(html),
            None => escape_html(&segment.text, &mut out),
        }
        out.push_str(if mark { "</mark>" } else { "" });
        out.push_str(if segment.id.is_some() { "</span>" } else { "" });
    }
    serializer.serialize_str(&out)
}

/// A piece of a line.
#[derive(Clone, Debug)]
pub struct Segment {
    /// The text; empty for a piece that is not shown.
    pub text: String,
    /// Words that counted stand in it.
    pub mark: bool,
    /// Anchor, where a field's value begins.
    pub id: Option<String>,
    /// First byte in the capture.
    pub start: usize,
    /// Coloured HTML, put in when the page is rendered.
    pub html: Option<String>,
}

/// The anchor of a line of a capture.
pub(super) fn line_id(capture: usize, line: u32) -> String {
    match capture {
        0 => ["l", &line.to_string()].concat(),
        _ => format!("c{}-l{line}", capture + 1),
    }
}

/// The address of a line of a capture, by that of its provenance page.
pub(super) fn line_address(page: &str, capture: usize, line: u32) -> String {
    match capture {
        0 => [page, "#l", &line.to_string()].concat(),
        _ => format!("{page}#{}", line_id(capture, line)),
    }
}

/// A quoted piece of a capture.
pub(super) struct Piece<'l> {
    /// Where it stands in the capture.
    pub span: Span,
    /// The line in which it begins, from 1.
    pub line: u32,
    /// The words, where the capture itself is not at hand.
    pub quote: &'l str,
    /// The words are shown; if not, only that something was taken from here.
    pub shown: bool,
    /// What was taken from it.
    pub used: Option<Rc<Use>>,
    /// Words that counted.
    pub mark: bool,
    /// The anchor of a field's value.
    pub anchor: Option<String>,
}

/// The shown lines, cut from the capture's own text.
pub(super) fn from_text(
    text: &str,
    index: usize,
    capture: &LockedCapture,
    pieces: &[Piece],
    options: Shown,
) -> Vec<Line> {
    let whole = options.whole;
    let mut lines = Vec::new();
    // Of a file of many records only this one's lines are gone through.
    let first = pieces.first().map(|piece| piece.span.start);
    let first = if whole {
        first.into_iter().chain([capture.span.start]).min()
    } else {
        first
    };
    let Some(first) = first else { return lines };
    let before = text.get(..first as usize).unwrap_or("");
    let mut start = before.rfind('\n').map_or(0, |at| at + 1);
    let newlines = |to: usize| memchr::memchr_iter(b'\n', text.get(start..to).unwrap_or("").as_bytes()).count() as u32;
    // The first piece knows its line, so that what stands before the record is not counted for each record.
    let mut number = match pieces.first() {
        Some(piece) => piece.line.saturating_sub(1 + newlines(piece.span.start as usize)),
        None => before.matches('\n').count() as u32,
    };
    let ends = pieces.iter().map(|piece| piece.span.end);
    let last_end = ends.chain(whole.then_some(capture.span.end)).max().unwrap_or(0) as usize;
    let mut last = 0;
    let mut first_open = 0;
    for line in text.get(start..).unwrap_or("").split_inclusive('\n') {
        if start > last_end {
            break;
        }
        number += 1;
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        // Pieces are in order of their beginning; those that end before this line are done.
        while pieces
            .get(first_open)
            .is_some_and(|piece| (piece.span.end as usize) <= start)
        {
            first_open += 1;
        }
        let here: Vec<&Piece> = pieces[first_open..]
            .iter()
            .take_while(|piece| (piece.span.start as usize) < end)
            .filter(|piece| (piece.span.end as usize) > start)
            .collect();
        if !here.is_empty() || (whole && start < capture.span.end as usize && end >= capture.span.start as usize) {
            lines.push(Line {
                id: line_id(index, number),
                number,
                skipped: number - last - 1,
                segments: segments(text, start, end, &here, options),
                uses: uses(&here, number),
            });
            last = number;
        }
        start += line.len();
    }
    lines
}

fn segments(text: &str, start: usize, end: usize, pieces: &[&Piece], options: Shown) -> Vec<Segment> {
    let mut cuts = vec![start, end];
    for piece in pieces {
        cuts.push((piece.span.start as usize).clamp(start, end));
        cuts.push((piece.span.end as usize).clamp(start, end));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut anchors: Vec<(usize, &str)> = pieces
        .iter()
        .filter_map(|piece| Some((piece.span.start as usize, piece.anchor.as_deref()?)))
        .filter(|(at, _)| *at >= start)
        .collect();
    anchors.sort_unstable();
    // Where several values begin at one place, the later lines lead to the first one's neighbours: one anchor a place.
    anchors.dedup_by_key(|(at, _)| *at);
    let mut out: Vec<Segment> = Vec::new();
    let mut all = Cover::of(pieces.iter().filter(|piece| piece.shown).map(|piece| piece.span));
    let mut left_out = Cover::of(pieces.iter().filter(|piece| !piece.shown).map(|piece| piece.span));
    let mut marked = Cover::of(pieces.iter().filter(|piece| piece.mark).map(|piece| piece.span));
    for pair in cuts.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let words = text.get(from..to).unwrap_or("");
        let quoted = all.holds(from);
        let syntax = options.structured && !left_out.holds(from) && is_syntax(words);
        let shown = options.whole || quoted || syntax;
        let mark = marked.holds(from);
        let id = anchors
            .binary_search_by_key(&from, |(at, _)| *at)
            .ok()
            .map(|index| anchors[index].1.to_owned());
        if !shown && words.trim().is_empty() {
            if let Some(last) = out.last_mut().filter(|last| !last.text.is_empty()) {
                last.text.push_str(words);
            }
            continue;
        }
        let words = if shown { words } else { "" };
        let left_out = |last: &Segment| last.text.is_empty();
        if !shown && id.is_none() && out.last().is_some_and(left_out) {
            continue; // one sign for all that is left out in a row
        }
        match out
            .last_mut()
            .filter(|last| !last.text.is_empty() && last.mark == mark && id.is_none())
        {
            Some(last) if shown && last.start + last.text.len() == from => last.text.push_str(words),
            _ => out.push(Segment {
                text: words.to_owned(),
                mark,
                id,
                start: from,
                html: None,
            }),
        }
    }
    out
}

/// What is shown of a capture beside its quoted pieces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// Everything.
    pub whole: bool,
    /// Names of fields and punctuation between the pieces: the format has them.
    pub structured: bool,
}

/// Whether the text between two quoted pieces is only punctuation and at most two names of fields.
fn is_syntax(text: &str) -> bool {
    let words = text.split(|c: char| c.is_whitespace() || "{}[]()<>/,;:=\"'@".contains(c));
    let mut count = 0;
    for word in words.filter(|word| !word.is_empty()) {
        count += 1;
        let name = word.len() <= 24 && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-' || b == b'_');
        if !name || count > 2 {
            return false;
        }
    }
    true
}

/// The shown lines, from the quotes of the lock: the capture itself is kept private.
pub(super) fn from_quotes(index: usize, pieces: &[Piece]) -> Vec<Line> {
    let mut by_line: BTreeMap<u32, Vec<&Piece>> = BTreeMap::new();
    for piece in pieces {
        by_line.entry(piece.line).or_default().push(piece);
    }
    let mut last = 0;
    let mut lines = Vec::new();
    for (number, here) in by_line {
        let mut segments: Vec<Segment> = Vec::new();
        let mut covered = 0;
        for piece in &here {
            if (piece.span.end as usize) <= covered || piece.quote.is_empty() {
                continue;
            }
            if !piece.shown {
                segments.push(gap(piece.anchor.clone(), piece.span.start as usize));
                continue;
            }
            let after_gap = segments.last().is_some_and(|last| last.text.is_empty());
            if covered > 0 && (piece.span.start as usize) > covered + 1 && !after_gap {
                segments.push(gap(None, covered));
            }
            segments.push(Segment {
                text: piece.quote.split_whitespace().collect::<Vec<_>>().join(" "),
                mark: piece.mark,
                id: piece.anchor.clone(),
                start: piece.span.start as usize,
                html: None,
            });
            covered = piece.span.end as usize;
        }
        lines.push(Line {
            id: line_id(index, number),
            number,
            skipped: number.saturating_sub(last + 1),
            segments,
            uses: uses(&here, number),
        });
        last = number;
    }
    lines
}

/// A piece that is not shown.
fn gap(id: Option<String>, start: usize) -> Segment {
    Segment {
        text: String::new(),
        mark: false,
        id,
        start,
        html: None,
    }
}

/// What was taken from a line, each thing once, where it begins.
fn uses(pieces: &[&Piece], line: u32) -> Vec<Use> {
    let here = pieces.iter().filter(|piece| piece.line == line);
    let mut uses: Vec<&Use> = here.filter_map(|piece| piece.used.as_deref()).collect();
    let mut told = HashSet::new();
    if uses.len() > 1 {
        uses.retain(|used| told.insert((&used.href, &used.label)));
    }
    uses.into_iter().cloned().collect()
}
