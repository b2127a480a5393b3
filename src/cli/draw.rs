//! Diagnostics as compilers draw them, and as JSON.

use crate::base::{Diagnostic, Label, Severity, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::{Value, json};
use std::sync::Arc;

/// Lines shown before and after an underlined one.
const CONTEXT_LINES: usize = 1;
/// Longest line shown whole, in bytes; of a longer one the part around the span.
const LONGEST_LINE: usize = 160;

/// A diagnostic with the pieces of text it speaks of. `text` gives the text of a file by its path.
pub fn draw(diagnostic: &Diagnostic, text: &dyn Fn(&str) -> Option<Arc<str>>, color: bool, width: usize) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let excerpts: Vec<(&Label, Option<Excerpt>)> = diagnostic
        .labels
        .iter()
        .map(|label| (label, text(&label.file).map(|text| Excerpt::of(&text, label.span))))
        .collect();
    let mut group: Group<'_> = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.0)
        .elements(Vec::<annotate_snippets::Message<'_>>::new());
    let mut unseen = Vec::new();
    for (index, (label, excerpt)) in excerpts.iter().enumerate() {
        let Some(excerpt) = excerpt else {
            unseen.push(format!("in {}", label.file));
            continue;
        };
        let kind = if index == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let mut annotation = kind.span(excerpt.span.clone());
        if !label.message.is_empty() {
            annotation = annotation.label(label.message.as_str());
        }
        group = group.element(
            Snippet::source(excerpt.text.as_str())
                .line_start(excerpt.first_line)
                .path(&*label.file)
                .fold(false)
                .annotation(annotation),
        );
    }
    for note in unseen.iter().chain(&diagnostic.notes) {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer
        .decor_style(DecorStyle::Ascii)
        .term_width(width)
        .render(&[group])
}

/// A few lines of a file around a span.
struct Excerpt {
    text: String,
    first_line: usize,
    span: std::ops::Range<usize>,
}

impl Excerpt {
    fn of(text: &str, span: Span) -> Self {
        let start = floor(text, span.start as usize);
        let end = floor(text, span.end as usize).max(start);
        // A span of many lines is shown by its first.
        let line_end = text[start..].find('\n').map_or(text.len(), |offset| start + offset);
        // … and one that is longer than what is shown by its beginning.
        let end = end.min(line_end).min(floor(text, start + 2 * LONGEST_LINE)).max(start);
        let mut from = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let mut to = line_end;
        let long = to - from > LONGEST_LINE;
        if long {
            from = from.max(floor(text, start.saturating_sub(LONGEST_LINE / 2)));
            to = to.min(floor(text, (end + LONGEST_LINE / 2).min(from + 2 * LONGEST_LINE)).max(end));
        } else {
            for _ in 0..CONTEXT_LINES {
                from = text[..from.saturating_sub(1)]
                    .rfind('\n')
                    .map_or(0, |at| at + 1)
                    .min(from);
                to = text
                    .get(to + 1..)
                    .map_or(to, |rest| to + 1 + rest.find('\n').unwrap_or(rest.len()));
            }
        }
        let cut_before = long && from > 0 && !text[..from].ends_with('\n');
        let cut_after = long && to < text.len() && !text[to..].starts_with('\n');
        let mark = if cut_before { "…" } else { "" };
        let shown = format!("{mark}{}{}", &text[from..to], if cut_after { "…" } else { "" });
        Self {
            first_line: text[..from].bytes().filter(|&b| b == b'\n').count() + 1,
            span: start - from + mark.len()..end - from + mark.len(),
            text: shown,
        }
    }
}

/// One line of a text with a piece underlined.
pub struct Quoted {
    /// The line's number, from 1.
    pub line: usize,
    /// The line, or the part of a long one around the piece.
    pub text: String,
    /// Blanks and carets.
    pub underline: String,
}

/// The first line of a span, with the span underlined.
pub fn quote(text: &str, span: Span) -> Quoted {
    const BEFORE: usize = 30;
    const AFTER: usize = 60;
    let start = floor(text, span.start as usize);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |offset| start + offset);
    let end = floor(text, span.end as usize).clamp(start, line_end);
    let from = line_start.max(floor(text, start.saturating_sub(BEFORE)));
    let to = line_end.min(floor(text, end.min(start + AFTER) + BEFORE)).max(from);
    let shown_end = end.min(to);
    let printable = |piece: &str| piece.replace(['\r', '\t'], " ");
    let lead = if from > line_start { "…" } else { "" };
    let trail = if to < line_end { "…" } else { "" };
    let blanks = text[from..start].chars().count() + lead.chars().count();
    let carets = text[start..shown_end.max(start)].chars().count().max(1);
    Quoted {
        line: text[..start].bytes().filter(|&b| b == b'\n').count() + 1,
        text: format!("{lead}{}{trail}", printable(&text[from..to])),
        underline: format!("{}{}", " ".repeat(blanks), "^".repeat(carets)),
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A diagnostic for other programs: its places with byte offsets, lines and columns (from 1, in characters).
pub fn to_json(diagnostic: &Diagnostic, text: &dyn Fn(&str) -> Option<Arc<str>>) -> Value {
    let labels: Vec<Value> = diagnostic
        .labels
        .iter()
        .map(|label| {
            let mut object = json!({
                "file": &*label.file,
                "start": label.span.start,
                "end": label.span.end,
                "message": label.message,
            });
            if let Some(text) = text(&label.file) {
                let (line, column) = line_and_column(&text, label.span.start as usize);
                object["line"] = line.into();
                object["column"] = column.into();
            }
            object
        })
        .collect();
    json!({
        "code": diagnostic.code.0,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "labels": labels,
        "notes": diagnostic.notes,
        "help": diagnostic.help,
    })
}

/// A diagnostic as an annotation of a GitHub workflow: `::error file=…,line=…,col=…,title=…::message`.
pub fn to_github(diagnostic: &Diagnostic, text: &dyn Fn(&str) -> Option<Arc<str>>) -> String {
    // In a property, signs with a meaning of their own are written as percent signs and numbers; so is a line's end.
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut out = format!("::{level} title={}", property(diagnostic.code.0));
    if let Some(label) = diagnostic.labels.first() {
        out.push_str(&format!(",file={}", property(&label.file)));
        if let Some(text) = text(&label.file) {
            let (line, column) = line_and_column(&text, label.span.start as usize);
            out.push_str(&format!(",line={line},col={column}"));
        }
    }
    let mut message = diagnostic.message.clone();
    for more in diagnostic.notes.iter().chain(&diagnostic.help) {
        message.push('\n');
        message.push_str(more);
    }
    out.push_str(&format!("::{}", data(&message)));
    out
}

/// Line and column of a byte offset, both from 1, the column in characters.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..floor(text, offset)];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::codes::extract::CONFLICT;

    #[test]
    fn the_piece_is_underlined_where_it_stands() {
        let text: Arc<str> = "one\ntwo words\nthree\n".into();
        let diagnostic = Diagnostic::new(CONFLICT, "two values for the field volume")
            .label(&"a.txt".into(), Span::new(8, 13), "taken")
            .help("choose");
        let drawn = draw(&diagnostic, &|_| Some(Arc::clone(&text)), false, 80);
        assert!(
            drawn.contains("warning[CL0202]: two values for the field volume"),
            "{drawn}"
        );
        assert!(drawn.contains("a.txt:2:5"), "{drawn}");
        assert!(drawn.contains("^^^^^ taken"), "{drawn}");
    }

    #[test]
    fn a_span_outside_the_text_is_drawn_without_harm() {
        let diagnostic = Diagnostic::new(CONFLICT, "x").at(&"a".into(), Span { start: 90, end: 99 });
        draw(&diagnostic, &|_| Some("é\n".into()), false, 80);
        draw(&diagnostic, &|_| Some("".into()), false, 80);
    }

    #[test]
    fn of_a_span_that_is_longer_than_a_line_its_beginning_is_drawn() {
        let text: Arc<str> = format!("list = [{}]\n", "\"é\", ".repeat(20_000)).into();
        let diagnostic = Diagnostic::new(CONFLICT, "x").at(&"a".into(), Span::new(7, text.len() - 1));
        let drawn = draw(&diagnostic, &|_| Some(Arc::clone(&text)), false, 80);
        assert!(
            drawn.contains("a:1:8") && drawn.len() < 2_000,
            "{}: {drawn}",
            drawn.len()
        );
    }
}
