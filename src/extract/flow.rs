//! Building running text from pieces of a capture: blanks folded, entities and markup decoded, the map kept.

use crate::base::{MappedText, Span};
use crate::record::{Claims, Field, ZoneKind};
use quick_xml::escape::resolve_html5_entity;

/// The weight of a structured format's own field.
pub(super) const WEIGHT: u8 = 90;

/// Running text in the making. Runs of blanks and line ends become one blank; none stands at either end.
#[derive(Debug, Default)]
pub(super) struct Flow {
    out: MappedText,
    blank: Option<Span>,
}

impl Flow {
    /// Adds the capture's text under `span`, blanks folded.
    pub fn verbatim(&mut self, source: &str, span: Span) {
        self.piece(span.of(source), span.start as usize);
    }

    /// Adds `text`, which stands at byte `at` of the capture, blanks folded.
    pub fn piece(&mut self, text: &str, at: usize) {
        let bytes = text.as_bytes();
        let mut word: Option<usize> = None;
        for (index, c) in text.char_indices() {
            // A lone blank between words stays as it is: most text is one piece.
            let lone = c == ' ' && word.is_some() && bytes.get(index + 1).is_some_and(u8::is_ascii_graphic);
            if lone {
                continue;
            }
            if c.is_whitespace() {
                if let Some(start) = word.take() {
                    self.word(&text[start..index], Span::new(at + start, at + index));
                }
                self.gap(Span::new(at + index, at + index + c.len_utf8()));
            } else if c == '\u{feff}' {
                if let Some(start) = word.take() {
                    self.word(&text[start..index], Span::new(at + start, at + index));
                }
            } else if word.is_none() {
                word = Some(index);
            }
        }
        if let Some(start) = word {
            self.word(&text[start..], Span::new(at + start, at + text.len()));
        }
    }

    /// Adds decoded text that stands for the capture's bytes `source`.
    pub fn decoded(&mut self, text: &str, source: Span) {
        if text.chars().all(char::is_whitespace) {
            self.gap(source);
        } else {
            self.word(text, source);
        }
    }

    /// Sets a blank at `at`, unless one is there already or the text has not begun.
    pub fn gap(&mut self, at: Span) {
        self.blank = Some(self.blank.map_or(at, |blank| blank.join(at)));
    }

    fn word(&mut self, word: &str, span: Span) {
        if let Some(blank) = self.blank.take()
            && !self.out.is_empty()
        {
            self.out.push(" ", blank);
        }
        self.out.push(word, span);
    }

    /// The text.
    pub fn finish(self) -> MappedText {
        self.out
    }
}

/// The capture's text under `span`, blanks folded.
pub(super) fn plain(source: &str, span: Span) -> MappedText {
    let mut flow = Flow::default();
    flow.verbatim(source, span);
    flow.finish()
}

/// The whole place a mapped text came from.
pub(super) fn place(text: &MappedText) -> Span {
    text.source(Span::new(0, text.as_str().len()))
}

/// The pieces of a text between `separators`, blanks trimmed, empty ones left out.
pub(super) fn pieces(text: &MappedText, separators: &[char]) -> Vec<MappedText> {
    let mut at = 0;
    let mut pieces = Vec::new();
    for part in text.as_str().split_inclusive(separators) {
        let piece = part.trim_end_matches(separators);
        let start = at + (piece.len() - piece.trim_start().len());
        let end = start + piece.trim().len();
        at += part.len();
        if start < end {
            pieces.push(text.slice(Span::new(start, end)));
        }
    }
    pieces
}

/// Text with its map, without the HTML and JATS tags and entities that exports leave in titles and abstracts.
/// A `<` that opens no tag of those stays.
pub(super) fn without_markup(text: &MappedText) -> MappedText {
    let plain = text.as_str();
    if !plain.contains(['<', '&']) {
        return text.clone();
    }
    let mut flow = Flow::default();
    let mut from = 0;
    let mut at = 0;
    let take = |flow: &mut Flow, from: usize, to: usize| {
        let part = text.slice(Span::new(from, to));
        let mut start = 0;
        let part_text = part.as_str();
        for (index, c) in part_text.char_indices() {
            if c.is_whitespace() {
                append(flow, &part, start, index);
                flow.gap(part.source(Span::new(index, index + c.len_utf8())));
                start = index + c.len_utf8();
            }
        }
        append(flow, &part, start, part_text.len());
    };
    while let Some(offset) = plain[at..].find(['<', '&']) {
        let start = at + offset;
        at = start + 1;
        let rest = &plain[start..];
        if let Some((len, block)) = tag_at(rest) {
            take(&mut flow, from, start);
            if block {
                flow.gap(text.source(Span::new(start, start + len)));
            }
            from = start + len;
        } else if let Some((len, decoded)) = entity_at(rest) {
            take(&mut flow, from, start);
            flow.decoded(&decoded, text.source(Span::new(start, start + len)));
            from = start + len;
        } else {
            continue;
        }
        at = from;
    }
    take(&mut flow, from, plain.len());
    flow.finish()
}

fn append(flow: &mut Flow, part: &MappedText, start: usize, end: usize) {
    if start < end {
        if let Some(blank) = flow.blank.take()
            && !flow.out.is_empty()
        {
            flow.out.push(" ", blank);
        }
        flow.out.append(&part.slice(Span::new(start, end)));
    }
}

/// Length of the tag at the start of `text` if it is one of those that exports leave, and whether it separates words.
fn tag_at(text: &str) -> Option<(usize, bool)> {
    const INLINE: [&str; 19] = [
        "i",
        "b",
        "u",
        "em",
        "strong",
        "sub",
        "sup",
        "inf",
        "scp",
        "sc",
        "span",
        "italic",
        "bold",
        "underline",
        "a",
        "font",
        "small",
        "xref",
        "mml",
    ];
    const BLOCK: [&str; 14] = [
        "p",
        "br",
        "div",
        "sec",
        "title",
        "li",
        "ul",
        "ol",
        "list",
        "list-item",
        "h1",
        "h2",
        "h3",
        "h4",
    ];
    let end = text.bytes().take(400).position(|b| b == b'>')?;
    let inner = text.get(1..end)?;
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let name_end = inner
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '-')))
        .unwrap_or(inner.len());
    let name = inner[..name_end].to_ascii_lowercase();
    let after = &inner[name_end..];
    if !(after.is_empty() || after.starts_with([' ', '/', '\n', '\t'])) {
        return None;
    }
    let local = name.rsplit(':').next().unwrap_or("");
    if INLINE.contains(&local) || name.starts_with("mml:") {
        return Some((end + 1, false));
    }
    (BLOCK.contains(&local) || name.starts_with("jats:")).then_some((end + 1, true))
}

/// Length and meaning of the character reference at the start of `text`.
fn entity_at(text: &str) -> Option<(usize, String)> {
    let end = text.bytes().take(40).position(|b| b == b';')?;
    let decoded = resolve_reference(text.get(1..end)?)?;
    Some((end + 1, decoded))
}

/// What a reference stands for: `amp`, `#233`, `#xE9`, or a name of HTML. Nothing else is ever expanded.
pub(super) fn resolve_reference(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // 128 to 159 are control characters that files written on Windows mean otherwise.
        if let Ok(byte @ 0x80..=0x9f) = u8::try_from(code) {
            let bytes = [byte];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
            return Some(text.into_owned());
        }
        return char::from_u32(code).filter(|c| *c != '\0').map(String::from);
    }
    resolve_html5_entity(name).map(str::to_owned)
}

/// Claims the text for a field, in the place it came from.
pub(super) fn claim(claims: &mut Claims, field: Field, text: &MappedText, rule: &'static str) {
    claims.text(field, text.as_str(), place(text), rule, WEIGHT);
}

/// Claims a title, an abstract or the like and makes a zone of it.
pub(super) fn claim_zone(claims: &mut Claims, field: Field, kind: ZoneKind, text: MappedText, rule: &'static str) {
    claim(claims, field, &text, rule);
    claims.zone(kind, text);
}

/// Claims keywords, each by itself and once, and makes one zone of them.
pub(super) fn claim_keywords(claims: &mut Claims, keywords: Vec<MappedText>, rule: &'static str) {
    let mut zone = MappedText::new();
    let mut seen = std::collections::HashSet::new();
    let mut last_end: Option<u32> = None;
    for keyword in keywords {
        if keyword.as_str().is_empty() || !seen.insert(keyword.as_str().to_owned()) {
            continue;
        }
        let span = place(&keyword);
        if let Some(end) = last_end {
            let start = span.start.max(end);
            zone.push("; ", Span { start: end, end: start });
        }
        claim(claims, Field::Keyword, &keyword, rule);
        zone.append(&keyword);
        last_end = Some(span.end);
    }
    claims.zone(ZoneKind::Keywords, zone);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_exports_goes_and_the_map_stays() {
        let source = "A  <i>TP53</i> test: CO<sub>2</sub> &amp; p &lt; 0.05, n<5 &foo; x";
        let text = without_markup(&plain(source, Span::new(0, source.len())));
        assert_eq!(text.as_str(), "A TP53 test: CO2 & p < 0.05, n<5 &foo; x");
        let at = text.as_str().find("TP53").unwrap();
        assert_eq!(text.source(Span::new(at, at + 4)).of(source), "TP53");
        assert_eq!(place(&text), Span::new(0, source.len()));
    }

    #[test]
    fn references_stand_for_one_character_of_html_and_nothing_else() {
        assert_eq!(resolve_reference("#xe9").as_deref(), Some("é"));
        assert_eq!(resolve_reference("#146").as_deref(), Some("’"));
        assert_eq!(resolve_reference("ndash").as_deref(), Some("–"));
        assert_eq!(resolve_reference("lol9"), None);
        assert_eq!(resolve_reference("#0"), None);
    }
}
