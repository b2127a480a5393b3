//! Web archives (MHTML): the page is the first HTML part of a MIME message.

use crate::base::{MappedText, Span};
use encoding_rs::Encoding;

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
    let charset = charset(encoding);
    if encoding.contains("quoted-printable") {
        Some(quoted_printable(text, span, charset))
    } else if encoding.contains("base64") {
        Some(base64(text, span, charset))
    } else {
        Some(MappedText::verbatim(text, span))
    }
}

/// The character set that a part's headers name; UTF-8 where they name none that is known.
fn charset(headers: &str) -> &'static Encoding {
    let named = headers.split_once("charset=").and_then(|(_, value)| {
        let value = value.trim_start_matches('"');
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)))?;
        Encoding::for_label(&value.as_bytes()[..end])
    });
    named.unwrap_or(encoding_rs::UTF_8)
}

/// Undoes Base64. Each few signs of it stand for the characters that end within them; bytes that are none in the
/// character set become the replacement character, signs that are none of Base64 are passed over.
fn base64(text: &str, span: Span, charset: &'static Encoding) -> MappedText {
    let mut out = MappedText::new();
    let mut decoder = charset.new_decoder_without_bom_handling();
    let mut piece = String::with_capacity(64);
    let (mut bits, mut held) = (0u32, 0);
    // Where the signs begin whose characters are not whole yet.
    let mut from = None;
    for (at, sign) in span.of(text).bytes().enumerate() {
        let at = span.start as usize + at;
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        let start = *from.get_or_insert(at);
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held < 8 {
            continue;
        }
        held -= 8;
        let byte = (bits >> held) as u8;
        let _ = decoder.decode_to_string(&[byte], &mut piece, false);
        if !piece.is_empty() && held == 0 {
            out.push_whole(&piece, Span::new(start, at + 1));
            piece.clear();
            from = None;
        }
    }
    piece.reserve(16);
    let _ = decoder.decode_to_string(&[], &mut piece, true);
    if let Some(start) = from {
        out.push_whole(&piece, Span::new(start, span.end as usize));
    }
    out
}

/// Undoes `=3D` and soft line ends; bytes that are none in the character set become the replacement character.
fn quoted_printable(text: &str, span: Span, charset: &'static Encoding) -> MappedText {
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
            // One character at a time: a new one begins where the last is whole. Of other sets all of a run is one.
            if charset == encoding_rs::UTF_8 && !decoded.is_empty() && (byte & 0xC0) != 0x80 {
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
            let (piece, _) = charset.decode_without_bom_handling(&decoded);
            out.push_whole(&piece, Span::new(mark, next));
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

    fn archive(headers: &str, body: &str) -> String {
        format!(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html; {headers}\r\n\r\n{body}\r\n--x--\r\n"
        )
    }

    #[test]
    fn base64_is_undone_in_the_character_set_named() {
        // "<p>café – bar</p>", the lines cut as mail programs do.
        let text = archive(
            "charset=\"utf-8\"\r\nContent-Transfer-Encoding: base64",
            "PHA+Y2Fmw6kg\r\n4oCTIGJhcjwv\r\ncD4=",
        );
        let utf8 = page(&text).unwrap();
        assert_eq!(utf8.as_str(), "<p>café – bar</p>");
        let at = utf8.as_str().find('–').unwrap();
        assert_eq!(utf8.source(Span::new(at, at + 3)).of(&text), "4oCT");
        let all = Span::new(0, utf8.as_str().len());
        assert!(utf8.source(all).of(&text).starts_with("PHA+"));

        let text = archive(
            "charset=windows-1252\r\nContent-Transfer-Encoding: base64",
            "PHA+Y2Fm6SCWIGJhcjwvcD4",
        );
        assert_eq!(page(&text).unwrap().as_str(), "<p>café – bar</p>");
        let text = archive(
            "charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable",
            "<p>=D6=D0=CE=C4</p>",
        );
        assert_eq!(page(&text).unwrap().as_str(), "<p>中文</p>\r\n");
    }

    #[test]
    fn damaged_base64_ends_somewhere() {
        for body in ["", "=", "A", "%%%", "PHA", "/////w==", "é中"] {
            let text = archive("charset=utf-8\r\nContent-Transfer-Encoding: base64", body);
            let page = page(&text).unwrap();
            let span = page.source(Span::new(0, page.as_str().len()));
            assert!(text.get(span.range()).is_some(), "{body}");
        }
    }
}
