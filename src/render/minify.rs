//! Minified pages, made from minified templates: the work is done once for a theme and not once for a page.
//!
//! Template tags are put aside behind placeholders, the markup between them is minified, and the tags are put back.
//! A template whose placeholders do not all come back in their order is left as it was; then pages are minified one
//! by one, which costs more and gives the same documents.

use minify_html::{Cfg, minify};

/// Begin and end of a placeholder: characters of a private area, which no markup has.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// What validates and keeps scripts, styles and structure as they are.
fn settings() -> Cfg {
    Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        keep_comments: false,
        minify_css: false,
        minify_js: false,
        minify_doctype: false,
        ..Cfg::new()
    }
}

/// A finished page, minified.
pub fn page(html: &[u8]) -> Vec<u8> {
    minify(html, &settings())
}

/// A template, minified; `None` where that cannot be shown to be safe.
pub fn template(source: &str) -> Option<String> {
    if source.contains([OPEN, CLOSE]) {
        return None;
    }
    let hidden = hide(source)?;
    let small = String::from_utf8(minify(hidden.markup.as_bytes(), &settings())).ok()?;
    restore(&small, &hidden.tags)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Between elements.
    Content,
    /// In a start tag, where attributes are.
    Tag,
    /// In a quoted value.
    Value(char),
}

/// Markup with placeholders, and what they stand for.
struct Hidden<'s> {
    markup: String,
    tags: Vec<(&'s str, Place)>,
}

fn hide(source: &str) -> Option<Hidden<'_>> {
    let mut hidden = Hidden {
        markup: String::with_capacity(source.len()),
        tags: Vec::new(),
    };
    let mut place = Place::Content;
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        if let Some(length) = tag_length(rest) {
            // In a start tag a condition is put aside with all that it holds, so that no attribute leaves it.
            let length = match place {
                Place::Tag => condition_length(rest, length)?,
                _ => length,
            };
            let number = hidden.tags.len();
            hidden.tags.push((&rest[..length], place));
            match place {
                Place::Content => hidden.markup.push_str(&format!("{OPEN}{number}{CLOSE}")),
                // A blank before it parts it from the attribute before.
                Place::Tag => hidden.markup.push_str(&format!(" {OPEN}{number}{CLOSE}")),
                // A blank and a quotation mark in the placeholder keep the value in double quotes.
                Place::Value(_) => hidden.markup.push_str(&format!("{OPEN}{number} '{CLOSE}")),
            }
            rest = &rest[length..];
            continue;
        }
        if place == Place::Content && rest.starts_with("<!--") {
            let end = rest.find("-->")? + 3;
            if rest[..end].contains("{%") || rest[..end].contains("{{") {
                return None;
            }
            rest = &rest[end..];
            continue;
        }
        place = match (place, c) {
            (Place::Content, '<')
                if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') =>
            {
                Place::Tag
            }
            (Place::Tag, '>') => {
                close_leaf(&mut hidden.markup);
                Place::Content
            }
            (Place::Tag, '"' | '\'') => Place::Value(c),
            (Place::Value(quote), _) if c == quote => Place::Tag,
            (place, _) => place,
        };
        hidden.markup.push(c);
        rest = &rest[c.len_utf8()..];
    }
    (place == Place::Content).then_some(hidden)
}

/// Elements of drawings that hold nothing. In a macro no `<svg>` stands round them, and a reader of HTML that does not
/// know it is in a drawing takes `<rect/>` for a start tag and drops the stroke: they get an end tag, right in both.
const LEAVES: &[&str] = &[
    "circle", "ellipse", "image", "line", "path", "polygon", "polyline", "rect", "stop", "use",
];

/// Writes the start tag at the end of `markup`, whose `>` comes next, as `<rect></rect` where it is `<rect/`.
fn close_leaf(markup: &mut String) {
    let Some(start) = markup.strip_suffix('/').and_then(|tag| tag.rfind('<')) else {
        return;
    };
    let name = markup[start + 1..]
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or("");
    if let Some(leaf) = LEAVES.iter().find(|leaf| **leaf == name) {
        markup.truncate(markup.len() - 1);
        markup.push_str("></");
        markup.push_str(leaf);
    }
}

/// Length of the template tag that `text` begins with.
fn tag_length(text: &str) -> Option<usize> {
    let end = match text.get(..2)? {
        "{{" => "}}",
        "{%" => "%}",
        "{#" => "#}",
        _ => return None,
    };
    let mut quote = None;
    let mut at = 2;
    while let Some(c) = text[at..].chars().next() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if end != "#}" && (c == '"' || c == '\'' || c == '`') => quote = Some(c),
            None if text[at..].starts_with(end) => {
                // `{{ <name of={x} /> }}` may end in three braces.
                let more = end == "}}" && text[at + 1..].starts_with("}}");
                return Some(at + 2 + usize::from(more));
            }
            None => {}
        }
        at += c.len_utf8();
    }
    None
}

/// Length of the condition, to its `endif`, that `text` begins with; of any other tag its own length.
fn condition_length(text: &str, own: usize) -> Option<usize> {
    let word = |tag: &str| {
        let inner = tag.trim_start_matches(['{', '%', '-']).trim_start();
        inner
            .split(|c: char| !c.is_ascii_alphabetic())
            .next()
            .unwrap_or("")
            .to_owned()
    };
    if !text.starts_with("{%") {
        return Some(own);
    }
    if word(&text[..own]) != "if" {
        return None;
    }
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        if let Some(length) = tag_length(&text[at..]) {
            let tag = &text[at..at + length];
            match word(tag).as_str() {
                "if" if tag.starts_with("{%") => depth += 1,
                "endif" => depth -= 1,
                _ => {}
            }
            at += length;
            if depth == 0 {
                return Some(at);
            }
            continue;
        }
        at += text[at..].chars().next()?.len_utf8();
    }
    None
}

/// Puts the tags back. `None` when one is missing, doubled, or out of its order.
fn restore(small: &str, tags: &[(&str, Place)]) -> Option<String> {
    let mut out = String::with_capacity(small.len() + tags.iter().map(|(tag, _)| tag.len()).sum::<usize>());
    let mut seen = vec![false; tags.len()];
    let mut last_in_content = None;
    let mut rest = small;
    while let Some(start) = rest.find(OPEN) {
        out.push_str(&rest[..start]);
        let after = &rest[start + OPEN.len_utf8()..];
        let end = after.find(CLOSE)?;
        let number: usize = after[..end].trim_end_matches([' ', '\'']).parse().ok()?;
        let (tag, place) = tags.get(number)?;
        if std::mem::replace(&mut seen[number], true) {
            return None;
        }
        if *place == Place::Content {
            if last_in_content.is_some_and(|last| last > number) {
                return None;
            }
            last_in_content = Some(number);
        }
        out.push_str(tag);
        rest = &after[end + CLOSE.len_utf8()..];
        if *place == Place::Tag {
            // As an attribute without a value it may have been given an empty one.
            rest = rest.strip_prefix("=\"\"").unwrap_or(rest);
        }
    }
    out.push_str(rest);
    seen.into_iter().all(|seen| seen).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_come_back_where_they_stood() {
        let source = "<ul  class=\"a {{ b }}\">\n  {% for x in y %}\n  <li{% if x %} id=\"{{ x }}\"{% endif %} >\n {{ x }} b </li>\n  {% endfor %}\n</ul>\n<!-- gone -->";
        let small = template(source).unwrap();
        assert!(small.contains("class=\"a {{ b }}\""), "{small}");
        assert!(small.contains("<li {% if x %} id=\"{{ x }}\"{% endif %}>"), "{small}");
        assert!(small.len() < source.len() && !small.contains("gone"), "{small}");
    }

    #[test]
    fn what_cannot_be_shown_safe_is_left_alone() {
        for source in [
            "<a {% for x in y %} data-{{ x }}=\"1\"{% endfor %}>",
            "<!-- {{ lost }} -->",
            "<a href=\"{{ x }}",
        ] {
            assert_eq!(template(source), None, "{source}");
        }
    }

    #[test]
    fn leaves_of_drawings_end_where_no_drawing_is_in_sight() {
        let small = template("{% macro node(of) %}<g><rect width=\"{{ of.w }}\" rx=\"4\"/><text x=\"10\">{{ of.name }}</text></g>{% endmacro %}").unwrap();
        assert!(small.contains("></rect><text"), "{small}");
        let small =
            template("<svg viewBox=\"0 0 {{ w }} 1\"><path d=\"{{ d }}\"/><a href=\"x\"><rect/></a></svg>").unwrap();
        let page = page(small.as_bytes());
        let page = String::from_utf8(page).unwrap();
        assert!(page.contains("/><a") || page.contains("></path><a"), "{page}");
    }
}
