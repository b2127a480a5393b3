//! Text as HTML.

/// Appends `text` as HTML that shows it: between tags, or as the value of an attribute in double quotes. Single quotes
/// stay as they are, so it is not for attributes in those. HTML has no control characters (the separators of a MARC record
/// are some): each is shown as its picture, `␟`.
///
/// Signs are looked for byte by byte, since all of them are ASCII; what stands between two of them, which most often is the
/// whole text, is copied in one piece.
pub fn escape_html(text: &str, out: &mut String) {
    let mut from = 0;
    let mut picture = [0; 4];
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            0..=8 | 0x0b | 0x0e..=0x1f => visible(char::from(byte)).encode_utf8(&mut picture),
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(escaped);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// The character as a page can show it: the picture of a control character that HTML does not have, any other as it is.
pub fn visible(c: char) -> char {
    match c {
        '\0'..='\u{8}' | '\u{b}' | '\u{e}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::escape_html;

    #[test]
    fn signs_of_markup_become_entities_and_all_else_stays() {
        let escaped = |text: &str| {
            let mut out = String::from("…");
            escape_html(text, &mut out);
            out
        };
        assert_eq!(escaped(""), "…");
        assert_eq!(escaped("Größe 'n' 5\u{a0}µm"), "…Größe 'n' 5\u{a0}µm");
        assert_eq!(escaped("a\u{1f}b\u{0}\t\n"), "…a␟b␀\t\n");
        assert_eq!(
            escaped("<b class=\"x\">µ&amp;é</b>&"),
            "…&lt;b class=&quot;x&quot;&gt;µ&amp;amp;é&lt;/b&gt;&amp;"
        );
    }
}
