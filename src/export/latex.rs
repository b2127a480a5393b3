//! Text as LaTeX, so that both BibTeX and our own reader give it back letter by letter.

use super::one_line;

/// Escapes what LaTeX and BibTeX give a meaning to. Letters beyond ASCII stay as they are.
pub(super) fn escape(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len() + 8);
    escape_onto(&text, &mut out);
    out
}

fn escape_onto(text: &str, out: &mut String) {
    let mut previous = '\0';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '$' | '%' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '&' => {
                out.push_str("\\&");
                // Not the beginning of an HTML entity.
                if chars
                    .peek()
                    .is_some_and(|next| next.is_ascii_alphanumeric() || *next == '#')
                {
                    out.push_str("{}");
                }
            }
            // Two of them would be one other sign.
            '-' | '`' | '\'' if previous == c => {
                out.push_str("{}");
                out.push(c);
            }
            _ => out.push(c),
        }
        previous = c;
    }
}

/// A title in which words keep their capitals in styles that lower them: `{FLT3-ITD} in leukemia`.
pub(super) fn title(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len() + 16);
    for word in text.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        let letters = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let keeps = letters.chars().skip(1).any(char::is_uppercase) || letters.len() == 1 && word == "I";
        if keeps {
            out.push('{');
            escape_onto(word, &mut out);
            out.push('}');
        } else {
            escape_onto(word, &mut out);
        }
    }
    out
}

/// An address or identifier as it is, if nothing in it would be read as LaTeX.
pub(super) fn raw(text: &str) -> Option<&str> {
    let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control() || "\\{}$\"".contains(c));
    plain.then_some(text)
}
