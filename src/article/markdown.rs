//! Captured text as Markdown that shows it letter for letter, and back.

/// Writes captured text so that Markdown shows it as it is. Only what Markdown would take for a sign is escaped, so that
/// the text stays readable in the stub. [`unescape`] gives the text back.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let twice = |c: char| text.matches(c).nth(1).is_some();
    // One alone cannot enclose anything.
    let pairs: Vec<char> = ['~', '$', '^'].into_iter().filter(|c| twice(*c)).collect();
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        escape_line(line, &pairs, &mut out);
    }
    // Blanks around the whole would be lost with the blank lines around a section.
    for (at_end, c) in [(false, text.chars().next()), (true, text.chars().next_back())] {
        let Some(c) = c.filter(|c| c.is_whitespace()) else {
            continue;
        };
        let entity = format!("&#{};", u32::from(c));
        if at_end && out.ends_with(c) {
            out.truncate(out.len() - c.len_utf8());
            out.push_str(&entity);
        } else if !at_end && out.starts_with(c) {
            out.replace_range(..c.len_utf8(), &entity);
        }
    }
    out
}

fn escape_line(line: &str, pairs: &[char], out: &mut String) {
    let body = line.trim_start_matches([' ', '\t']);
    let indent = &line[..line.len() - body.len()];
    if indent.contains('\t') || indent.len() > 3 {
        // Would be code.
        let first = indent.chars().next().unwrap_or(' ');
        out.push_str(&format!("&#{};", u32::from(first)));
        out.push_str(&indent[1..]);
    } else {
        out.push_str(indent);
    }
    let sign = line_sign(body);
    let trailing = body.ends_with("  ").then(|| body.len() - 1);
    let mut before: Option<char> = None;
    for (at, c) in body.char_indices() {
        let rest = &body[at + c.len_utf8()..];
        let next = rest.chars().next();
        let escape = sign == Some(at)
            || match c {
                '\\' | '`' => true,
                '*' => !(before.is_none_or(char::is_whitespace) && next.is_none_or(char::is_whitespace)),
                '_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
                '[' => link_like(rest),
                '<' => next.is_some_and(|n| n.is_ascii_alphabetic() || matches!(n, '/' | '!' | '?')),
                '&' => entity(rest).is_some(),
                _ => pairs.contains(&c),
            };
        if trailing == Some(at) {
            out.push_str("&#32;"); // two blanks at the end would break the line
        } else {
            if escape {
                out.push('\\');
            }
            out.push(c);
        }
        before = Some(c);
    }
}

/// The sign at the front of a line that would make it a heading, list item, quotation, rule, table or definition:
/// where the backslash must go.
fn line_sign(body: &str) -> Option<usize> {
    let first = body.chars().next()?;
    let ruled = body
        .chars()
        .all(|c| matches!(c, '-' | '=' | '+' | ':' | '|' | ' ' | '#' | '.' | '~'));
    if ruled && first.is_ascii_punctuation() {
        return Some(0);
    }
    let after = |at: usize| body[at..].chars().next().is_none_or(|c| c == ' ' || c == '\t');
    match first {
        '#' => after(body.len() - body.trim_start_matches('#').len()).then_some(0),
        '>' | '|' => Some(0),
        '-' | '+' | '*' => after(1).then_some(0),
        ':' => (after(1) || body.starts_with("::")).then_some(0),
        '0'..='9' => {
            let digits = body.len() - body.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let mark = body[digits..].starts_with(['.', ')']);
            (mark && digits < 10 && after(digits + 1)).then_some(digits)
        }
        _ => None,
    }
}

/// Whether `[` with this after it could become a link, a citation, a footnote or a box to tick.
fn link_like(rest: &str) -> bool {
    let Some(end) = rest.find([']', '[']) else { return false };
    let inside = &rest[..end];
    rest[end..].starts_with('[')
        || inside.contains('@')
        || inside.starts_with('^')
        || matches!(inside, "" | " " | "x" | "X")
        || rest[end + 1..].starts_with(['(', '[', ':'])
}

/// The character entity after `&`: its length and what it stands for, if it is one of the few that are undone.
fn entity(rest: &str) -> Option<(usize, Option<char>)> {
    let end = rest.bytes().take(32).position(|b| b == b';')?;
    let name = rest.get(..end)?;
    let value = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code).filter(|c| *c != '\0')
    } else {
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "nbsp" => Some('\u{a0}'),
            _ => None,
        }
    };
    Some((end + 1, value))
}

/// The text that Markdown shows: backslashes before punctuation and simple character entities undone, CRLF as LF.
/// Emphasis and links are left as they are written.
pub(super) fn unescape(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(at) = memchr::memchr3(b'\\', b'&', b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let sign = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match sign {
            b'\\' => match rest.bytes().next().filter(u8::is_ascii_punctuation) {
                Some(next) => {
                    out.push(char::from(next));
                    rest = &rest[1..];
                }
                None => out.push('\\'),
            },
            b'&' => match entity(rest) {
                Some((length, Some(c))) => {
                    out.push(c);
                    rest = &rest[length..];
                }
                _ => out.push('&'),
            },
            _ if rest.starts_with('\n') => {}
            _ => out.push('\r'),
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, TagEnd};

    /// What a reader of the page sees.
    fn shown(markdown: &str) -> String {
        let mut out = String::new();
        for event in Parser::new_ext(markdown, Options::all() & !Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(text) => out.push_str(&text),
                Event::SoftBreak => out.push('\n'),
                Event::End(TagEnd::Paragraph) => out.push_str("\n\n"),
                Event::Start(pulldown_cmark::Tag::Paragraph) => {}
                other => out.push_str(&format!("<<{other:?}>>")),
            }
        }
        out.trim_end().to_owned()
    }

    #[test]
    fn ordinary_abstracts_stay_readable() {
        for text in [
            "FLT3-ITD (n = 6/136; P < .05) confers resistance [1, 2] to 5-10 mg/kg.",
            "We used snake_case names, ~5% DMSO and costs of $3.",
            "IC50 of 10 * 5 nM & more; 3<4 and a < b.",
        ] {
            assert_eq!(escape(text), text);
        }
        assert_eq!(
            escape("# Aims\n1. a *b* <i>c</i>"),
            "\\# Aims\n1\\. a \\*b\\* \\<i>c\\</i>"
        );
    }

    #[test]
    fn captured_signs_show_as_captured() {
        for text in [
            "a *b* _c_ `d` <i>e</i> &amp; [f](g) [@h] [^i] \\j ~~k~~ $l$",
            "- one\n+ two\n* three\n3. four\n> five\n# six",
            "Title\n---\nnext\n===\nlast",
            "| a | b |\n|---|---|\n| c | d |",
            "term\n: definition",
            "P<0.05 and a*b*c",
        ] {
            assert_eq!(shown(&escape(text)), text, "{}", escape(text));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_was_escaped_comes_back(text in "[ -~\n\tαé–]{0,80}") {
            prop_assert_eq!(unescape(&escape(&text)), text);
        }

        #[test]
        fn nothing_becomes_markup(text in "[!-~αé–]([ !-~αé–]{0,60}[!-~αé–])?") {
            prop_assert_eq!(shown(&escape(&text)).replace("  ", " "), text.replace("  ", " "));
        }
    }
}
