//! Small components, put in the place of their calls when a theme is loaded.
//!
//! A call of a component makes a map, copies it twice and opens a scope: for a link or a badge that costs more than what
//! it writes, and a page has hundreds of them. So `{{ <mech of={row.mechanism} /> }}` becomes the component's own text
//! with `row.mechanism` where it says `of`. What is written stays the same byte for byte. A call that cannot be put so
//! without a doubt stays a call.

use super::say::tag_end;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Longer components stay calls: a theme is compiled at every build, of a single paper too.
const LONGEST: usize = 1200;
/// Components in components, so deep.
const DEEPEST: usize = 6;

/// A component as its theme declares it.
#[derive(Debug)]
struct Component {
    /// Its arguments, and what stands for one that a call leaves out.
    arguments: Vec<(String, Option<String>)>,
    /// Values of the page that it reads: `@root`.
    page: BTreeSet<String>,
    body: String,
    /// Names that its loops give.
    loops: BTreeSet<String>,
}

/// Puts small components in the place of their calls, in all templates.
pub fn components(templates: &mut BTreeMap<String, String>) {
    let mut known = BTreeMap::new();
    let mut twice = BTreeSet::new();
    for text in templates.values() {
        for (name, component) in declared(text) {
            if known.insert(name.clone(), component).is_some() {
                twice.insert(name);
            }
        }
    }
    known.retain(|name, _| !twice.contains(name));
    for text in templates.values_mut() {
        *text = expanded(text, &known);
    }
}

/// A template with its calls replaced, in components that it declares as well.
fn expanded(text: &str, known: &BTreeMap<String, Component>) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some((start, head)) = next_declaration(rest) {
        let end = head.end;
        replace_calls(&rest[..start], known, 0, &mut BTreeSet::new(), &mut out);
        let body_end = rest[end..].find("endcomponent").map_or(rest.len(), |at| end + at);
        let mut body = String::new();
        let mut page = BTreeSet::new();
        replace_calls(&rest[end..body_end], known, 0, &mut page, &mut body);
        let mut declaration = rest[start..end].to_owned();
        let there = known.get(head.name).map(|component| &component.page);
        if let Some(at) = declaration.rfind(')') {
            for name in page
                .iter()
                .filter(|name| there.is_some_and(|there| !there.contains(*name)))
            {
                let before = if declaration[..at].ends_with('(') { "" } else { ", " };
                declaration.insert_str(at, &format!("{before}@{name}"));
            }
        }
        // A component that is declared in a way that is not understood stays as it is written.
        match there {
            Some(_) => {
                out.push_str(&declaration);
                out.push_str(&body);
            }
            None => out.push_str(&rest[start..body_end]),
        }
        rest = &rest[body_end..];
    }
    replace_calls(rest, known, 0, &mut BTreeSet::new(), &mut out);
    out
}

/// Writes `text` with its calls replaced. `page` gathers the values of the page that the replacements read.
fn replace_calls(
    text: &str,
    known: &BTreeMap<String, Component>,
    depth: usize,
    page: &mut BTreeSet<String>,
    out: &mut String,
) {
    for piece in pieces(text) {
        let Piece::Tag(tag) = piece else {
            out.push_str(piece.text());
            continue;
        };
        let made = call_of(tag).filter(|_| depth < DEEPEST).and_then(|call| {
            let component = known.get(call.name)?;
            Some((call.trims, instantiated(component, &call)?, &component.page))
        });
        match made {
            Some(((before, after), body, reads)) => {
                page.extend(reads.iter().cloned());
                // The signs that take white space away are kept by empty comments.
                out.push_str(if before { "{#- #}" } else { "" });
                replace_calls(&body, known, depth + 1, page, out);
                out.push_str(if after { "{# -#}" } else { "" });
            }
            None => out.push_str(tag),
        }
    }
}

/// A component's text for one call; `None` where only a real call is sure to mean the same.
fn instantiated(component: &Component, call: &Call<'_>) -> Option<String> {
    if component.body.len() > LONGEST {
        return None;
    }
    let mut values: BTreeMap<&str, Cow<'_, str>> = BTreeMap::new();
    for (name, default) in &component.arguments {
        let given = call.arguments.iter().find(|(given, _)| given == name);
        let value = match (given, default) {
            (Some((_, value)), _) => value.clone(),
            (None, Some(default)) => Cow::Borrowed(default.as_str()),
            (None, None) => return None,
        };
        values.insert(name, value);
    }
    let foreign = |name: &str| !component.arguments.iter().any(|(known, _)| known == name);
    if call.arguments.iter().any(|(name, _)| foreign(name)) {
        return None;
    }
    let named: BTreeSet<&str> = values.values().flat_map(|value| names(value)).collect();
    if component.loops.iter().any(|name| values.contains_key(name.as_str())) {
        return None;
    }
    // `loop` means the loop of the call, which a loop of the component would hide.
    if !component.loops.is_empty() && named.contains("loop") {
        return None;
    }
    let hidden: Vec<(&String, String)> = component
        .loops
        .iter()
        .filter(|name| named.contains(name.as_str()))
        .map(|name| (name, renamed(name, &named)))
        .collect();
    for (name, new) in &hidden {
        values.insert(name, Cow::Borrowed(new));
    }
    let mut out = String::with_capacity(component.body.len() * 2);
    for piece in pieces(&component.body) {
        match piece {
            Piece::Tag(tag) => substituted(tag, &values, &mut out)?,
            Piece::Text(text) => out.push_str(text),
        }
    }
    Some(out)
}

/// A name like another one that is in no use.
fn renamed(name: &str, used: &BTreeSet<&str>) -> String {
    let mut new = format!("{name}_");
    while used.contains(new.as_str()) {
        new.push('_');
    }
    new
}

/// Writes a tag with values in the place of names.
fn substituted(tag: &str, values: &BTreeMap<&str, Cow<'_, str>>, out: &mut String) -> Option<()> {
    if let Some(call) = call_of(tag) {
        let (before, after) = call.trims;
        out.push_str(if before { "{{- <" } else { "{{ <" });
        out.push_str(call.name);
        for (name, value) in &call.arguments {
            out.push_str(&format!(" {name}={{"));
            match values.get(value.trim()) {
                Some(value) => out.push_str(value),
                None => expression(value, values, out)?,
            }
            out.push('}');
        }
        out.push_str(if after { " /> -}}" } else { " /> }}" });
        return Some(());
    }
    expression(tag, values, out)
}

/// Writes an expression, or a tag that holds one, with values in the place of names.
fn expression(text: &str, values: &BTreeMap<&str, Cow<'_, str>>, out: &mut String) -> Option<()> {
    let mut at = 0;
    for word in words(text) {
        let name = &text[word.start..word.end];
        let Some(value) = values.get(name).filter(|_| word.is_name) else {
            continue;
        };
        out.push_str(&text[at..word.start]);
        let followed = text[word.end..].trim_start().starts_with(['.', '[']);
        match (is_path(value), followed) {
            (true, _) => out.push_str(value),
            (false, true) => return None,
            (false, false) if is_literal(value) => out.push_str(value),
            (false, false) => out.push_str(&format!("({value})")),
        }
        at = word.end;
    }
    out.push_str(&text[at..]);
    Some(())
}

/// `a`, `a.b`, `a.b[0].c`.
fn is_path(text: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '[' | ']');
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(letters)
        && !matches!(text, "true" | "false" | "none")
}

fn is_literal(text: &str) -> bool {
    let quoted = ['"', '\'', '`'].iter().any(|quote| {
        let inner = text.strip_prefix(*quote).and_then(|text| text.strip_suffix(*quote));
        inner.is_some_and(|inner| !inner.contains(*quote))
    });
    quoted || matches!(text, "true" | "false" | "none") || text.bytes().all(|b| b.is_ascii_digit())
}

/// Names that an expression reads.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let words = words(text).into_iter().filter(|word| word.is_name);
    words.map(move |word| &text[word.start..word.end])
}

/// A word of an expression.
struct Word {
    start: usize,
    end: usize,
    /// It may name a value: it is no attribute, no filter, no test and no argument's name.
    is_name: bool,
}

fn words(text: &str) -> Vec<Word> {
    let bytes = text.as_bytes();
    let mut out: Vec<Word> = Vec::new();
    let (mut at, mut quote) = (0, None);
    // What stood before the word: its last sign that is no blank, and whether that was the word `is` or `is not`.
    let (mut before, mut test) = (b' ', false);
    while let Some(&byte) = bytes.get(at) {
        match quote {
            Some(open) => {
                if open == byte {
                    quote = None;
                }
                before = byte;
                at += 1;
            }
            None if matches!(byte, b'"' | b'\'' | b'`') => {
                quote = Some(byte);
                test = false;
                at += 1;
            }
            None if byte.is_ascii_alphabetic() || byte == b'_' => {
                let start = at;
                while bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
                    at += 1;
                }
                let after = text[at..].trim_start();
                let argument = after.starts_with('=') && !after.starts_with("==");
                let attribute = before == b'.' || before.is_ascii_digit() && start > 0 && bytes[start - 1] == before;
                out.push(Word {
                    start,
                    end: at,
                    is_name: !(attribute || before == b'|' || test || argument),
                });
                test = matches!(&text[start..at], "is") || test && &text[start..at] == "not";
                before = b'a';
            }
            None => {
                if !byte.is_ascii_whitespace() {
                    before = byte;
                    test = false;
                }
                at += 1;
            }
        }
    }
    out
}

/// A call: `{{ <name argument={expression} other="text" same /> }}`.
struct Call<'t> {
    name: &'t str,
    arguments: Vec<(&'t str, Cow<'t, str>)>,
    /// White space before it and after it is taken away.
    trims: (bool, bool),
}

fn call_of(tag: &str) -> Option<Call<'_>> {
    let inner = tag.strip_prefix("{{")?.strip_suffix("}}")?;
    let before = inner.starts_with('-');
    let after = inner.ends_with('-');
    let inner = inner.strip_prefix('-').unwrap_or(inner);
    let inner = inner.strip_suffix('-').unwrap_or(inner).trim();
    let inner = inner.strip_prefix('<')?.strip_suffix("/>")?;
    let (name, mut rest) = word(inner)?;
    let mut arguments = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let (name, after) = word(rest)?;
        rest = after;
        let Some(value) = rest.strip_prefix('=') else {
            arguments.push((name, Cow::Borrowed(name)));
            continue;
        };
        let end = match value.as_bytes().first()? {
            b'{' => closing(value)?,
            quote @ (b'"' | b'\'' | b'`') => value[1..].find(char::from(*quote))? + 2,
            _ => return None,
        };
        let (value, after) = value.split_at(end);
        let value = value
            .strip_prefix('{')
            .map_or(value, |value| value[..value.len() - 1].trim());
        arguments.push((name, Cow::Borrowed(value)));
        rest = after;
    }
    Some(Call {
        name,
        arguments,
        trims: (before, after),
    })
}

/// The word at the beginning of a text, and what follows.
fn word(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Where the brace ends that a text begins with.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0usize, None);
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            (None, _) => {}
        }
    }
    None
}

/// A piece of a template.
enum Piece<'t> {
    Text(&'t str),
    /// `{{ … }}` or `{% … %}`.
    Tag(&'t str),
}

impl<'t> Piece<'t> {
    fn text(&self) -> &'t str {
        match self {
            Piece::Text(text) | Piece::Tag(text) => text,
        }
    }
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(start) = super::say::tag_start(rest, b"{%#") {
        let end = match &rest[start..start + 2] {
            "{#" => rest[start..].find("#}").map(|end| start + end + 2),
            "{{" => tag_end(rest, start + 2, "}}"),
            _ => tag_end(rest, start + 2, "%}"),
        };
        let Some(end) = end else { break };
        out.push(Piece::Text(&rest[..start]));
        out.push(match rest[start..].starts_with("{#") {
            true => Piece::Text(&rest[start..end]),
            false => Piece::Tag(&rest[start..end]),
        });
        rest = &rest[end..];
    }
    out.push(Piece::Text(rest));
    out
}

/// The head of a declaration, `{% component name(a, b: string = "", @root) -%}`.
struct Declaration<'t> {
    name: &'t str,
    list: &'t str,
    /// Behind the tag.
    end: usize,
    trims: bool,
}

fn next_declaration(text: &str) -> Option<(usize, Declaration<'_>)> {
    let mut from = 0;
    loop {
        let start = from + text[from..].find("{%")?;
        let end = tag_end(text, start + 2, "%}")?;
        let inner = &text[start + 2..end - 2];
        let trims = inner.ends_with('-');
        let inner = inner.trim_matches('-').trim();
        if let Some(head) = inner.strip_prefix("component ") {
            let (name, list) = word(head.trim_start())?;
            let list = list.trim().strip_prefix('(')?.strip_suffix(')')?;
            return Some((start, Declaration { name, list, end, trims }));
        }
        from = end;
    }
}

/// Components of a template that can be put in the place of a call.
fn declared(text: &str) -> Vec<(String, Component)> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((_, head)) = next_declaration(rest) {
        let body = &rest[head.end..];
        let Some(close) = body.find("endcomponent") else { break };
        let Some(body_end) = body[..close].rfind("{%") else {
            break;
        };
        let trims_end = body[body_end..].starts_with("{%-");
        let mut body = &body[..body_end];
        if head.trims {
            body = body.trim_start();
        }
        if trims_end {
            body = body.trim_end();
        }
        out.extend(component(head.list, body).map(|component| (head.name.to_owned(), component)));
        rest = &rest[head.end + close..];
    }
    out
}

fn component(list: &str, body: &str) -> Option<Component> {
    let mut component = Component {
        arguments: Vec::new(),
        page: BTreeSet::new(),
        body: untrimmed(body),
        loops: BTreeSet::new(),
    };
    for argument in list.split(',').map(str::trim).filter(|argument| !argument.is_empty()) {
        if let Some(name) = argument.strip_prefix('@') {
            component.page.insert(name.to_owned());
            continue;
        }
        let (argument, default) = match argument.split_once('=') {
            Some((argument, default)) => (argument, Some(default.trim().to_owned())),
            None => (argument, None),
        };
        let (name, rest) = word(argument.trim())?;
        // A default may hold a comma, and then what follows it is no argument.
        let plain = default.as_ref().is_none_or(|default| is_literal(default));
        if !plain || !(rest.trim().is_empty() || rest.trim().starts_with(':')) {
            return None;
        }
        component.arguments.push((name.to_owned(), default));
    }
    for piece in pieces(body) {
        let Piece::Tag(tag) = piece else { continue };
        let inner = tag.trim_matches(['{', '}', '%', '-']).trim();
        if inner.starts_with("set ") || inner.starts_with("set_global ") {
            return None;
        }
        if let Some(given) = inner.strip_prefix("for ") {
            let (given, _) = given.split_once(" in ")?;
            component
                .loops
                .extend(given.split(',').map(|name| name.trim().to_owned()));
        }
    }
    Some(component)
}

/// A body whose first and last tag take no white space away from what stands round a call.
fn untrimmed(body: &str) -> String {
    let mut body = body.to_owned();
    for open in ["{{-", "{%-"] {
        if body.starts_with(open) {
            body.remove(2);
        }
    }
    for close in ["-}}", "-%}"] {
        if body.ends_with(close) {
            body.remove(body.len() - 3);
        }
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(component: &str, page: &str) -> String {
        let mut templates = BTreeMap::from([
            ("components.html".to_owned(), component.to_owned()),
            ("page.html".to_owned(), page.to_owned()),
        ]);
        components(&mut templates);
        templates["page.html"].clone()
    }

    #[test]
    fn a_component_takes_the_place_of_its_call() {
        let link = "{% component link(of, @root) -%}\n<a href=\"{{ root }}{{ of.href }}\">{{ of.label }}</a>\n{%- endcomponent link %}";
        for (call, text) in [
            (
                "{{ <link of /> }}",
                "<a href=\"{{ root }}{{ of.href }}\">{{ of.label }}</a>",
            ),
            (
                "{{ <link of={a.b[0]} /> }}",
                "<a href=\"{{ root }}{{ a.b[0].href }}\">{{ a.b[0].label }}</a>",
            ),
            (
                "x {{- <link of={a} /> -}} y",
                "x {#- #}<a href=\"{{ root }}{{ a.href }}\">{{ a.label }}</a>{# -#} y",
            ),
        ] {
            assert_eq!(page(link, call), text);
        }
    }

    #[test]
    fn names_mean_what_they_meant() {
        // A loop's name that the call uses is another one; attributes, arguments, filters and text are no names.
        let list = "{% component list(all, word = \"\") -%}{%- for of in all -%}{{ of.all | all(all=word) }} all{%- endfor -%}{%- endcomponent list %}";
        assert_eq!(
            page(list, "{% for of in x %}{{ <list all={of.y} /> }}{% endfor %}"),
            "{% for of in x %}{% for of_ in of.y -%}{{ of_.all | all(all=\"\") }} all{%- endfor %}{% endfor %}"
        );
        let nested = "{% component b(of) %}[{{ of }}]{% endcomponent b %}{% component a(of) %}({{ <b of /> }}){% endcomponent a %}";
        assert_eq!(page(nested, "{{ <a of={c.d} /> }}"), "([{{ c.d }}])");
        assert_eq!(page(nested, "{{ <a of={c + d} /> }}"), "([{{ (c + d) }}])");
    }

    #[test]
    fn a_call_stays_where_its_meaning_might_change() {
        let list =
            "{% component list(of, n) -%}{% for x in of.all %}{{ x }}{{ n }}{% endfor %}{%- endcomponent list %}";
        for call in [
            "{{ <list of={a | f} n={1} /> }}",
            "{{ <list of={a} n={loop.index} /> }}",
            "{{ <list of={a} /> }}",
            "{{ <list of={a} n={1} other={2} /> }}",
            "{{ <unknown of={a} /> }}",
            "{{ <list of={a} n={1} />",
        ] {
            assert_eq!(page(list, call), call);
        }
    }

    #[test]
    fn a_component_that_stays_reads_what_its_parts_read() {
        let both = "{% component link(of, @root) %}{{ root }}{{ of }}{% endcomponent link %}{% component all(list: array) %}{% for of in list %}{{ <link of /> }}{% endfor %}{% endcomponent all %}";
        let mut templates = BTreeMap::from([("components.html".to_owned(), both.to_owned())]);
        components(&mut templates);
        assert_eq!(
            templates["components.html"],
            "{% component link(of, @root) %}{{ root }}{{ of }}{% endcomponent link %}{% component all(list: array, @root) %}{% for of in list %}{{ root }}{{ of }}{% endfor %}{% endcomponent all %}"
        );
    }
}
