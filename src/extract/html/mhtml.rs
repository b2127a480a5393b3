//! Web archives (MHTML): the page is the first HTML part of a MIME message.

use crate::base::{MappedText, Span};

/// Whether the text begins like a saved web archive.
pub fn is_archive(text: &str) -> bool {
    let mut end = text.len().min(4 << 10);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text[..end].to_ascii_lowercase();
    head.contains("mime-version:") && head.contains("multipart/related")
}

/// The decoded HTML of the archive, with a map back into it.
pub fn page(text: &str) -> Option<MappedText> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("content-type: text/html")?;
    // The part's headers: from the boundary line before to the empty line after.
    let start = text[..at].rfind("\n--").map_or(0, |line| line + 1);
    let rest = &text[at..];
    let (gap, blank) = [("\r\n\r\n", 4), ("\n\n", 2)]
        .into_iter()
        .filter_map(|(blank, length)| rest.find(blank).map(|gap| (gap, length)))
        .min()?;
    let body = at + gap + blank;
    let encoding = &lower[start..body];
    let boundary = text[start..].lines().next().filter(|line| line.starts_with("--"));
    let end = boundary
        .and_then(|line| text[body..].find(line))
        .map_or(text.len(), |offset| body + offset);
    let span = Span::new(body, end);
    if encoding.contains("quoted-printable") {
        Some(quoted_printable(text, span))
    } else if encoding.contains("base64") {
        None
    } else {
        Some(MappedText::verbatim(text, span))
    }
}

/// Undoes `=3D` and soft line ends; bytes that make no UTF-8 become the replacement character.
fn quoted_printable(text: &str, span: Span) -> MappedText {
    let mut out = MappedText::new();
    let bytes = text.as_bytes();
    let end = span.end as usize;
    let mut from = span.start as usize;
    let mut at = from;
    while let Some(offset) = memchr::memchr(b'=', bytes.get(at..end).unwrap_or_default()) {
        let mark = at + offset;
        if from < mark {
            out.push(&text[from..mark], Span::new(from, mark));
        }
        let mut decoded = Vec::new();
        let mut next = mark;
        while bytes.get(next) == Some(&b'=') && next < end {
            let code = text
                .get(next + 1..next + 3)
                .and_then(|hex| u8::from_str_radix(hex, 16).ok());
            let Some(byte) = code else { break };
            // One character at a time: a new one begins where the last is whole.
            if !decoded.is_empty() && (byte & 0xC0) != 0x80 {
                break;
            }
            decoded.push(byte);
            next += 3;
        }
        if decoded.is_empty() {
            // A soft line end, or a stray sign.
            let rest = &bytes[mark + 1..end];
            next = mark + 1;
            if rest.starts_with(b"\r\n") {
                next += 2;
            } else if rest.starts_with(b"\n") {
                next += 1;
            } else {
                out.push("=", Span::new(mark, mark + 1));
            }
        } else {
            out.push(&String::from_utf8_lossy(&decoded), Span::new(mark, next));
        }
        from = next;
        at = next;
    }
    if from < end {
        out.push(&text[from..end], Span::new(from, end));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_an_archive_is_found_and_decoded() {
        let text = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"x\"\n\n--x\nContent-Type: text/html\n\
                    Content-Transfer-Encoding: quoted-printable\n\n<p class=3D\"a\">caf=C3=A9 =\nbar</p>\n--x--\n";
        assert!(is_archive(text));
        let page = page(text).unwrap();
        assert_eq!(page.as_str(), "<p class=\"a\">café bar</p>\n");
        let at = page.as_str().find('é').unwrap();
        assert_eq!(page.source(Span::new(at, at + 2)).of(text), "=C3=A9");
    }
}
