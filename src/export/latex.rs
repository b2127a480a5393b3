//! Text as LaTeX, so that both BibTeX and our own reader give it back letter by letter.

use super::one_line;
use std::borrow::Cow;

/// The bytes that mean something by themselves or beside their like.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let bytes = b"\\{}~^<>$%#_&-`'";
    let mut at = 0;
    while at < bytes.len() {
        special[bytes[at] as usize] = true;
        at += 1;
    }
    special
};

/// Escapes what LaTeX and BibTeX give a meaning to. Letters beyond ASCII stay as they are.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    let text = one_line(text);
    if !text.bytes().any(|byte| SPECIAL[usize::from(byte)]) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 8);
    escape_onto(&text, &mut out);
    Cow::Owned(out)
}

fn escape_onto(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    // All that means something is ASCII, so that the text between can be copied whole.
    let mut from = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let escaped = match byte {
            b'\\' => "\\textbackslash{}",
            b'{' => "\\textbraceleft{}",
            b'}' => "\\textbraceright{}",
            b'~' => "\\textasciitilde{}",
            b'^' => "\\textasciicircum{}",
            b'<' => "\\textless{}",
            b'>' => "\\textgreater{}",
            b'$' => "\\$",
            b'%' => "\\%",
            b'#' => "\\#",
            b'_' => "\\_",
            // Not the beginning of an HTML entity.
            b'&' if bytes
                .get(at + 1)
                .is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'#') =>
            {
                "\\&{}"
            }
            b'&' => "\\&",
            // Two of them would be one other sign.
            b'-' if at > 0 && bytes[at - 1] == b'-' => "{}-",
            b'`' if at > 0 && bytes[at - 1] == b'`' => "{}`",
            b'\'' if at > 0 && bytes[at - 1] == b'\'' => "{}'",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(escaped);
        from = at + 1;
    }
    out.push_str(&text[from..]);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_bytes_are_those_that_are_escaped_alone_or_beside_their_like() {
        for byte in 0..=127u8 {
            let text = String::from_utf8(vec![b'a', byte, byte, b'a']).unwrap();
            let mut out = String::new();
            escape_onto(&text, &mut out);
            assert_eq!(out != text, SPECIAL[usize::from(byte)], "{text:?}");
        }
    }
}
