//! `t(k="nav.home")`: the interface's words in templates.
//!
//! Where the key is written out, the words take the call's place before the template is compiled, so that they cost
//! nothing when a page is made: `{{ t(k="line.at", n=of.line) }}` becomes `line {{ of.line }}`. Calls whose key is
//! made up (`t(k="tier." ~ value)`) are answered while the page is made.

use crate::base::escape_html;
use crate::site::{Words, fill};
use std::borrow::Cow;
use tera::{Function, Kwargs, State, TeraResult};

/// The function as Tera knows it: `k` is the key, `n` the number that chooses the form, all others fill places.
pub fn function(words: Words) -> impl Function<TeraResult<String>> {
    move |kwargs: Kwargs, _: &State<'_>| {
        let key = kwargs.must_get::<&str>("k")?;
        let Some(text) = words.text(key) else {
            // A made-up key ends in a value of a closed list that the words need not know.
            let value = key.split_once('.').map_or(key, |(_, value)| value);
            return Ok(value.replace('-', " "));
        };
        let number = kwargs.get::<u64>("n").ok().flatten();
        let form = text.form(words.category(number));
        if !form.contains('{') {
            return Ok(form.to_owned());
        }
        let values: Vec<(&str, String)> = kwargs
            .iter()
            .filter_map(|(name, value)| Some((name.as_str()?, value.to_string())))
            .collect();
        Ok(fill(form, |place| {
            let value = values.iter().find(|(name, _)| *name == place);
            value.map(|(_, value)| value.as_str())
        }))
    }
}

/// Puts the words in the place of calls with a written-out key.
pub fn expand(template: &str, words: &Words) -> String {
    let mut out = String::with_capacity(template.len() + template.len() / 4);
    let mut rest = template;
    while let Some(start) = tag_start(rest, b"{%") {
        out.push_str(&rest[..start]);
        let close = if rest[start..].starts_with("{{") { "}}" } else { "%}" };
        let Some(end) = tag_end(rest, start + 2, close) else {
            rest = &rest[start..];
            break;
        };
        tag(&rest[start..end], words, &mut out);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Where the first tag begins whose second sign is one of `kinds`.
pub(super) fn tag_start(text: &str, kinds: &[u8]) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'{', bytes).find(|at| bytes.get(at + 1).is_some_and(|kind| kinds.contains(kind)))
}

/// Where a tag ends, behind its closing sign; quoted text does not close it.
pub(super) fn tag_end(text: &str, from: usize, close: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(from) {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, _) if text.as_bytes()[at..].starts_with(close.as_bytes()) => return Some(at + close.len()),
            (None, _) => {}
        }
    }
    None
}

/// One tag: the whole of `{{ t(k="…", …) }}` becomes text, a call inside another expression a string.
fn tag(tag: &str, words: &Words, out: &mut String) {
    if let Some(inner) = tag.strip_prefix("{{").and_then(|tag| tag.strip_suffix("}}")) {
        let (inner, before) = trimmed(inner, '-', true);
        let (inner, after) = trimmed(inner, '-', false);
        if let Some(text) = call(inner.trim()).and_then(|call| said(&call, words)) {
            // The signs that take white space away are kept by empty comments.
            out.push_str(if before { "{#- #}" } else { "" });
            out.push_str(&text);
            out.push_str(if after { "{# -#}" } else { "" });
            return;
        }
    }
    let mut rest = tag;
    while let Some(at) = rest.find("t(k=") {
        let free = !rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
        let end = rest[at..].find(')').map(|end| at + end + 1);
        let text = end.filter(|_| free).and_then(|end| {
            let call = call(&rest[at..end])?;
            let text = words.text(call.key)?.form(5);
            let quote = ['"', '\'', '`'].into_iter().find(|quote| !text.contains(*quote))?;
            let plain = call.places.is_empty() && !text.contains('\\');
            plain.then(|| (end, format!("{quote}{text}{quote}")))
        });
        let (end, text) = match text {
            Some((end, text)) => (end, Cow::Owned(text)),
            None => (at + 4, Cow::Borrowed("t(k=")),
        };
        out.push_str(&rest[..at]);
        out.push_str(&text);
        rest = &rest[end..];
    }
    out.push_str(rest);
}

fn trimmed(text: &str, sign: char, front: bool) -> (&str, bool) {
    let less = if front {
        text.strip_prefix(sign)
    } else {
        text.strip_suffix(sign)
    };
    (less.unwrap_or(text), less.is_some())
}

/// A call with a written-out key.
struct Call<'t> {
    key: &'t str,
    /// Names and expressions.
    places: Vec<(&'t str, &'t str)>,
}

/// Reads `t(k="key", name=expression, …)` if that is all of `text`.
fn call(text: &str) -> Option<Call<'_>> {
    let inner = text.strip_prefix("t(k=\"")?.strip_suffix(')')?;
    let (key, rest) = inner.split_once('"')?;
    let mut places = Vec::new();
    let mut rest = rest.trim();
    while !rest.is_empty() {
        let (name, value) = rest.strip_prefix(',')?.split_once('=')?;
        let end = argument_end(value)?;
        places.push((name.trim(), value[..end].trim()));
        rest = &value[end..];
    }
    Some(Call { key, places })
}

/// Where an argument's expression ends: at a comma outside brackets and quotes, or with the text.
fn argument_end(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0usize, None);
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'(' | b'[' | b'{') => depth += 1,
            // More is closed than was opened: the call ended before.
            (None, b')' | b']' | b'}') => depth = depth.checked_sub(1)?,
            (None, b',') if depth == 0 => return Some(at),
            (None, _) => {}
        }
    }
    Some(text.len())
}

/// The template text that says the same as a call; `None` where only the number can tell the form and the language
/// has more than two.
fn said(call: &Call<'_>, words: &Words) -> Option<String> {
    let text = words.text(call.key)?;
    let number = call
        .places
        .iter()
        .find(|(name, _)| *name == "n")
        .map(|(_, value)| *value);
    let form = |category: usize| {
        let mut out = String::new();
        // Text is escaped, expressions are not: Tera escapes what they give.
        let mut rest = text.form(category);
        while let Some((before, place, after)) = next_place(rest) {
            escape_html(before, &mut out);
            match call.places.iter().find(|(name, _)| *name == place) {
                Some((_, value)) => out.push_str(&format!("{{{{ {value} }}}}")),
                None => escape_html(&format!("{{{place}}}"), &mut out),
            }
            rest = after;
        }
        escape_html(rest, &mut out);
        out
    };
    let other = words.category(None);
    match number.filter(|_| text.counts()) {
        None => Some(form(other)),
        Some(number) => {
            let one = words.category(Some(1));
            let simple = (0..200).all(|n| words.category(Some(n)) == if n == 1 { one } else { other });
            simple.then(|| {
                format!(
                    "{{% if ({number}) == 1 %}}{}{{% else %}}{}{{% endif %}}",
                    form(one),
                    form(other)
                )
            })
        }
    }
}

fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find('{')?;
    let end = start + text[start..].find('}')?;
    Some((&text[..start], &text[start + 1..end], &text[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_the_place_of_their_calls() {
        let words = Words::default();
        let expanded = |template: &str| expand(template, &words);
        assert_eq!(expanded("<a>{{ t(k=\"nav.home\") }}</a>"), "<a>Home</a>");
        assert_eq!(
            expanded("{{ t(k=\"line.at\", n=of.line.line) }}"),
            "line {{ of.line.line }}"
        );
        assert_eq!(
            expanded("{{ t(k=\"count.papers\", n=a | length) }}"),
            "{% if (a | length) == 1 %}{{ a | length }} paper{% else %}{{ a | length }} papers{% endif %}"
        );
        assert_eq!(
            expanded("{{ t(k=\"article.keywords\", list=a | join(sep=\", \")) }}"),
            "Keywords: {{ a | join(sep=\", \") }}"
        );
        assert_eq!(
            expanded("{{ <nav_item label={t(k=\"nav.home\")} /> }}"),
            "{{ <nav_item label={\"Home\"} /> }}"
        );
    }

    #[test]
    fn calls_that_only_a_page_can_answer_stay() {
        let words = Words::default();
        for template in [
            "{{ t(k=\"tier.\" ~ value) }}",
            "{{ t(k=key) }}",
            "{{ start(k=\"nav.home\") }}",
            "{{ t(k=\"nav.home\"",
        ] {
            assert_eq!(expand(template, &words), template);
        }
    }
}
