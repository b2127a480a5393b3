//! Text as HTML.

/// Appends `text` as HTML that shows it: between tags, or as the value of an attribute in double quotes. Single quotes
/// stay as they are, so it is not for attributes in those.
///
/// Signs are looked for byte by byte, since all of them are ASCII; what stands between two of them, which most often is the
/// whole text, is copied in one piece.
pub fn escape_html(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(escaped);
        from = at + 1;
    }
    out.push_str(&text[from..]);
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
        assert_eq!(
            escaped("<b class=\"x\">µ&amp;é</b>&"),
            "…&lt;b class=&quot;x&quot;&gt;µ&amp;amp;é&lt;/b&gt;&amp;"
        );
    }
}
