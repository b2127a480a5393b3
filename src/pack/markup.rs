//! Tags of our own pages, attribute by attribute: enough to lead links elsewhere, no parser of anybody's HTML.

use crate::base::escape_html;

/// One attribute of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    /// Its name.
    pub name: String,
    /// Its value, entities undone; `None` where it has none.
    pub value: Option<String>,
}

/// A start tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tag {
    /// Name of the element.
    pub name: String,
    /// In order.
    pub attributes: Vec<Attribute>,
    /// It ends with `/>`, as elements of drawings do.
    pub closed: bool,
}

impl Tag {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|attribute| attribute.name == name)?;
        found.value.as_deref()
    }

    fn parse(inner: &str) -> Self {
        let closed = inner.ends_with('/') && inner.chars().rev().nth(1).is_some_and(|c| c != '=');
        let inner = if closed { &inner[..inner.len() - 1] } else { inner };
        let (name, mut rest) = inner.split_at(inner.find(char::is_whitespace).unwrap_or(inner.len()));
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
            if end == 0 {
                break;
            }
            let (name, after) = rest.split_at(end);
            let mut value = None;
            rest = after;
            if let Some(after) = after.strip_prefix('=') {
                let (raw, next) = match after.chars().next() {
                    Some(quote @ ('"' | '\'')) => {
                        let inside = &after[1..];
                        let end = inside.find(quote).unwrap_or(inside.len());
                        (&inside[..end], inside.get(end + 1..).unwrap_or(""))
                    }
                    _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
                };
                value = Some(unescape(raw));
                rest = next;
            }
            attributes.push(Attribute {
                name: name.to_owned(),
                value,
            });
        }
        Self {
            name: name.to_owned(),
            attributes,
            closed,
        }
    }

    /// Writes the tag.
    pub fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for attribute in &self.attributes {
            out.push(' ');
            out.push_str(&attribute.name);
            if let Some(value) = &attribute.value {
                out.push_str("=\"");
                escape_html(value, out);
                out.push('"');
            }
        }
        out.push_str(if self.closed { "/>" } else { ">" });
    }
}

/// Writes `html` with every start tag given to `change`, which may say `false` to have the tag left out.
pub(super) fn rewrite(html: &str, out: &mut String, change: &mut dyn FnMut(&mut Tag) -> bool) {
    let mut at = 0;
    while let Some(step) = html[at..].find('<') {
        let start = at + step;
        out.push_str(&html[at..start]);
        let end = tag_end(html, start);
        let inner = html[start + 1..end].trim_end_matches('>');
        if inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let mut tag = Tag::parse(inner);
            if change(&mut tag) {
                tag.write(out);
            }
        } else if !inner.starts_with('!') {
            out.push_str(&html[start..end]);
        }
        at = end;
    }
    out.push_str(&html[at..]);
}

/// The byte after the tag that begins at `start`; a `>` in a quoted value does not end it.
fn tag_end(html: &str, start: usize) -> usize {
    let bytes = html.as_bytes();
    if html[start..].starts_with("<!--") {
        return html[start..].find("-->").map_or(html.len(), |end| start + end + 3);
    }
    let mut quote = None;
    for (offset, &byte) in bytes[start..].iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return start + offset + 1,
            (None, b'"' | b'\'') if bytes[start + offset - 1] == b'=' => quote = Some(byte),
            (Some(open), _) if byte == open => quote = None,
            _ => {}
        }
    }
    html.len()
}

/// What stands between the start tag of the first element of that name and its end tag, with the place of both.
pub(super) fn element<'h>(html: &'h str, name: &str) -> Option<(std::ops::Range<usize>, &'h str)> {
    let open = html
        .match_indices(&format!("<{name}"))
        .map(|(at, _)| at)
        .find(|at| html[at + name.len() + 1..].starts_with(|c: char| c == '>' || c.is_whitespace()))?;
    let inside = tag_end(html, open);
    let close = inside + html[inside..].rfind(&format!("</{name}>"))?;
    Some((open..close + name.len() + 3, &html[inside..close]))
}

/// Text with the few entities undone that our pages use in attributes.
fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&lt;", "<"),
        ("&gt;", ">"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain))
    .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_given_back_with_what_was_changed() {
        let html = "a<!-- x --><a href=../b.html#c title='x > \"y\"' hidden>t</a><path d=\"M0\"/><br>";
        let mut out = String::new();
        rewrite(html, &mut out, &mut |tag| {
            for attribute in tag.attributes.iter_mut().filter(|a| a.name == "href") {
                attribute.value = Some("#d".into());
            }
            tag.name != "br"
        });
        assert_eq!(
            out,
            "a<a href=\"#d\" title=\"x &gt; &quot;y&quot;\" hidden>t</a><path d=\"M0\"/>"
        );
        let (range, inside) = element("x<main id=m><p>y</p></main>z", "main").unwrap();
        assert_eq!((range, inside), (1..27, "<p>y</p>"));
    }
}
