//! Bytes to text.

use super::Capture;
use crate::base::codes::capture::{BINARY, EMPTY, ENCODING_GUESSED, PDF, TOO_LARGE};
use crate::base::{Diagnostic, Digest, Parsed, Span};
use encoding_rs::{Encoding, UTF_8};
use std::sync::Arc;

/// How far a capture is followed by decoding and by every reader. What lies past a limit is left out and reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeLimits {
    /// Largest file, in bytes.
    pub bytes: usize,
    /// Deepest nesting of elements, objects and lists.
    pub depth: usize,
    /// Most records of one file.
    pub records: usize,
    /// Most references of one record.
    pub references: usize,
    /// Most damaged places of one file after which reading goes on.
    pub faults: usize,
}

impl Default for DecodeLimits {
    /// 256 MiB: a hundred times the largest export of a reference manager seen. The others lie as far beyond what papers
    /// and exports have.
    fn default() -> Self {
        Self {
            bytes: 256 << 20,
            depth: 128,
            records: 250_000,
            references: 20_000,
            faults: 200,
        }
    }
}

/// Decodes a captured file. The text is empty where the bytes are none, too many, a PDF or no text.
///
/// A byte order mark decides; else valid UTF-8 is UTF-8; else the encoding is guessed and the guess reported.
pub fn decode(path: &str, bytes: &[u8], limits: DecodeLimits) -> Parsed<Capture> {
    let path: Arc<str> = path.into();
    let mut capture = Capture {
        path: Arc::clone(&path),
        digest: Digest::of(bytes),
        text: "".into(),
        encoding: "utf-8",
        limits,
    };
    let refuse = |capture: Capture, diagnostic: Diagnostic| {
        let diagnostic = diagnostic.at(&capture.path, Span::default());
        Parsed::new(capture, vec![diagnostic])
    };
    if bytes.len() > limits.bytes || u32::try_from(bytes.len()).is_err() {
        let message = format!(
            "the file has more than {} MiB, the limit of limits.capture-mib in citeloom.toml",
            limits.bytes >> 20
        );
        return refuse(capture, Diagnostic::new(TOO_LARGE, message));
    }
    if bytes.starts_with(b"%PDF-") {
        return refuse(
            capture,
            Diagnostic::new(PDF, "this is a PDF, which citeloom does not read").help(
                "save the paper's landing page as HTML or copied text, or export its citation as BibTeX, RIS or nbib",
            ),
        );
    }
    let mut diagnostics = Vec::new();
    let text: std::borrow::Cow<'_, str> = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        capture.encoding = name_of(encoding);
        encoding.decode_without_bom_handling(&bytes[mark..]).0
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        text.into()
    } else if looks_binary(bytes) {
        let (message, help) = kind_of_binary(bytes);
        return refuse(capture, Diagnostic::new(BINARY, message).help(help));
    } else {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
        capture.encoding = name_of(encoding);
        let text = encoding.decode_without_bom_handling(bytes).0;
        let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
        let line = bytes[..first].iter().filter(|&&b| b == b'\n').count() + 1;
        diagnostics.push(
            Diagnostic::new(ENCODING_GUESSED, format!("not UTF-8; read as {}", capture.encoding))
                .at(&path, Span::default())
                .note(format!("the first letter that is not plain ASCII is on line {line}")),
        );
        text
    };
    // NUL is in no text; XML and TOML refuse it, and it ends strings elsewhere.
    let text = if text.contains('\0') {
        text.replace('\0', "").into()
    } else {
        text
    };
    if text.trim().is_empty() {
        return refuse(capture, Diagnostic::new(EMPTY, "the file is empty"));
    }
    capture.text = text.as_ref().into();
    Parsed::new(capture, diagnostics)
}

fn name_of(encoding: &'static Encoding) -> &'static str {
    if encoding == UTF_8 { "utf-8" } else { encoding.name() }
}

/// What a file is that holds no text, and what to do with it: Office and its like pack their documents, or did so in a
/// format of their own.
fn kind_of_binary(bytes: &[u8]) -> (&'static str, &'static str) {
    let has = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    let zip = bytes.starts_with(b"PK\x03\x04");
    let old = bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
    // Names in old documents are in UTF-16.
    let sheet =
        zip && (has(b"xl/workbook") || has(b"opendocument.spreadsheet")) || old && has(b"W\0o\0r\0k\0b\0o\0o\0k\0");
    let words = zip && (has(b"word/document") || has(b"opendocument.text")) || old;
    match () {
        () if sheet => (
            "the file is a spreadsheet, not text",
            "save it as CSV (UTF-8) there, or better export the list as RIS where it came from",
        ),
        () if words => (
            "the file is a document of a word processor, not text",
            "save it as plain text there",
        ),
        () => (
            "the file is not text",
            "save the citation or the page as text, HTML, BibTeX or RIS",
        ),
    }
}

/// Whether the bytes hold control characters that no text has, more than a stray one.
fn looks_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(64 << 10)];
    let control = sample
        .iter()
        .filter(|&&b| (b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a | 0x1b)) || b == 0x7f)
        .count();
    control * 200 > sample.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, &'static str) {
        let capture = decode("x", bytes, DecodeLimits::default()).value;
        (capture.text.to_string(), capture.encoding)
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(text("\u{feff}é".as_bytes()), ("é".into(), "utf-8"));
        assert_eq!(text(b"\xff\xfeS\0\xe9\0"), ("Sé".into(), "UTF-16LE"));
        assert_eq!(
            text(b"S\xe9verine Martin-Lanner\xe9e"),
            ("Séverine Martin-Lannerée".into(), "windows-1252")
        );
    }

    #[test]
    fn text_is_kept_as_it_was_saved() {
        // Spans and quotations point into the text, so neither line ends nor composition of letters are changed.
        let saved = "Se\u{301}verine\r\nMartin\rLanner\u{e9}e\n\u{fb01}n\u{a0}\u{200b}";
        assert_eq!(text(saved.as_bytes()), (saved.into(), "utf-8"));
        // NUL is in no text; a mark is no part of it.
        assert_eq!(
            text(b"TY  - JOUR\0\r\nER  - "),
            ("TY  - JOUR\r\nER  - ".into(), "utf-8")
        );
        assert_eq!(text(b"\xfe\xff\0S\0\xe9\0\r\0\n").0, "Sé\r\n");
    }

    #[test]
    fn bytes_that_are_no_utf8_are_read_and_said_to_be_guessed() {
        let parsed = decode(
            "x.ris",
            b"TY  - JOUR\nAU  - Dr\xf6ge, P\nER  - \n",
            DecodeLimits::default(),
        );
        assert!(parsed.value.text.contains("Dröge"));
        assert_eq!(parsed.diagnostics[0].code, ENCODING_GUESSED);
        assert!(parsed.diagnostics[0].notes[0].ends_with("line 2"));
        // Half a UTF-16 unit at the end costs no more than that unit.
        assert_eq!(text(b"\xff\xfeS\0\xe9").0, "S\u{fffd}");
    }

    #[test]
    fn what_is_too_large_is_not_read() {
        let parsed = decode(
            "x",
            b"0123456789",
            DecodeLimits {
                bytes: 9,
                ..DecodeLimits::default()
            },
        );
        assert_eq!(parsed.diagnostics[0].code, TOO_LARGE);
        assert!(parsed.value.text.is_empty());
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, code) in [
            (&b""[..], EMPTY),
            (b" \n", EMPTY),
            (b"%PDF-1.7 ...", PDF),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\xff\xfe", BINARY),
        ] {
            let parsed = decode("x", bytes, DecodeLimits::default());
            assert_eq!(parsed.diagnostics[0].code, code);
            assert!(parsed.value.text.is_empty());
        }
    }

    #[test]
    fn documents_of_office_are_named() {
        let told = |bytes: &[u8]| {
            let decoded = decode("x", bytes, DecodeLimits::default());
            decoded
                .diagnostics
                .first()
                .map(|told| told.message.clone())
                .unwrap_or_default()
        };
        assert!(told(b"PK\x03\x04\0\0\0\xffxl/workbook.xml\0").contains("spreadsheet"));
        assert!(told(b"PK\x03\x04\0\0\0\xffword/document.xml\0").contains("word processor"));
        assert!(told(b"\xd0\xcf\x11\xe0\0\0\0W\0o\0r\0k\0b\0o\0o\0k\0").contains("spreadsheet"));
        assert_eq!(told(b"\x89PNG\r\n\x1a\n\0\0\0\xff"), "the file is not text");
    }
}
