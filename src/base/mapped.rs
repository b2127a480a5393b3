//! Text that was decoded from a capture and still knows, for each piece, the bytes it came from.

use super::Span;

/// One run of decoded text. A verbatim run maps byte for byte; else (an entity, a LaTeX accent, a dropped blank) it
/// maps as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    out: u32,
    source: Span,
    verbatim: bool,
}

/// Decoded text with a map back to the capture's bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MappedText {
    text: String,
    segments: Vec<Segment>,
}

impl MappedText {
    /// An empty text to push runs onto.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for `bytes` more of text.
    pub fn reserve(&mut self, bytes: usize) {
        self.text.reserve(bytes);
    }

    /// The piece of `source` under `span`, unchanged.
    pub fn verbatim(source: &str, span: Span) -> Self {
        let mut mapped = Self::new();
        mapped.push(span.of(source), span);
        mapped
    }

    /// Appends `text`, which stands for the capture's bytes `source`. Of equal length they correspond byte for byte.
    pub fn push(&mut self, text: &str, source: Span) {
        self.add(text, source, text.len() == source.len());
    }

    /// Appends `text`, no part of which stands for less than all of `source`.
    pub fn push_whole(&mut self, text: &str, source: Span) {
        self.add(text, source, false);
    }

    fn add(&mut self, text: &str, source: Span, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        let out = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        if let Some(last) = self.segments.last_mut()
            && verbatim
            && last.verbatim
            && last.source.end == source.start
        {
            last.source.end = source.end;
            return;
        }
        self.segments.push(Segment { out, source, verbatim });
    }

    /// Appends another mapped text.
    pub fn append(&mut self, other: &MappedText) {
        for (index, segment) in other.segments.iter().enumerate() {
            let end = other
                .segments
                .get(index + 1)
                .map_or(other.text.len(), |next| next.out as usize);
            self.add(&other.text[segment.out as usize..end], segment.source, segment.verbatim);
        }
    }

    /// The decoded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The decoded text, without its map.
    pub fn into_string(self) -> String {
        self.text
    }

    /// The capture's bytes behind the decoded range `span`.
    pub fn source(&self, span: Span) -> Span {
        let start = self.locate(span.start, true);
        let end = if span.is_empty() {
            start
        } else {
            self.locate(span.end, false).max(start)
        };
        Span { start, end }
    }

    /// A part of the text that keeps its map.
    pub fn slice(&self, span: Span) -> MappedText {
        let mut part = MappedText::new();
        let first = self
            .segments
            .partition_point(|segment| segment.out <= span.start)
            .saturating_sub(1);
        for (index, segment) in self.segments.iter().enumerate().skip(first) {
            if segment.out >= span.end {
                break;
            }
            let end = self
                .segments
                .get(index + 1)
                .map_or(self.text.len(), |next| next.out as usize);
            let from = (segment.out).max(span.start) as usize;
            let to = end.min(span.end as usize);
            if from < to {
                let piece = Span::new(from, to);
                part.add(piece.of(&self.text), self.source(piece), segment.verbatim);
            }
        }
        part
    }

    /// The same text with its map led on through `outer`, the decoded text that this one's places point into.
    pub fn through(&self, outer: &MappedText) -> MappedText {
        let mut out = MappedText::new();
        for (index, segment) in self.segments.iter().enumerate() {
            let end = self
                .segments
                .get(index + 1)
                .map_or(self.text.len(), |next| next.out as usize);
            let piece = self.text.get(segment.out as usize..end).unwrap_or("");
            if segment.source.of(&outer.text) == piece {
                out.append(&outer.slice(segment.source));
            } else {
                out.push(piece, outer.source(segment.source));
            }
        }
        out
    }

    /// The source position of a decoded one; `opening` says which side of a non-verbatim run is meant.
    fn locate(&self, at: u32, opening: bool) -> u32 {
        let probe = if opening { at } else { at.saturating_sub(1) };
        let index = self
            .segments
            .partition_point(|segment| segment.out <= probe)
            .saturating_sub(1);
        let Some(segment) = self.segments.get(index) else {
            return 0;
        };
        if segment.verbatim {
            (segment.source.start + at.saturating_sub(segment.out)).min(segment.source.end)
        } else if opening {
            segment.source.start
        } else {
            segment.source.end
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_lead_through_each_other() {
        // Quoted-printable "a=3Db" holds "a=b"; of that, "b" is read.
        let mut outer = MappedText::new();
        outer.push("a", Span::new(0, 1));
        outer.push("=", Span::new(1, 4));
        outer.push("b", Span::new(4, 5));
        let inner = MappedText::verbatim(outer.as_str(), Span::new(1, 3));
        let both = inner.through(&outer);
        assert_eq!(both.as_str(), "=b");
        assert_eq!(both.source(Span::new(0, 1)), Span::new(1, 4));
        assert_eq!(both.source(Span::new(1, 2)), Span::new(4, 5));
    }

    #[test]
    fn spans_of_decoded_text_lead_back_to_the_capture() {
        // "a &amp; b"
        let mut mapped = MappedText::new();
        mapped.push("a ", Span::new(10, 12));
        mapped.push("&", Span::new(12, 17));
        mapped.push(" b", Span::new(17, 19));
        assert_eq!(mapped.as_str(), "a & b");
        assert_eq!(mapped.source(Span::new(0, 5)), Span::new(10, 19));
        assert_eq!(mapped.source(Span::new(2, 3)), Span::new(12, 17));
        assert_eq!(mapped.source(Span::new(4, 5)), Span::new(18, 19));
        assert_eq!(mapped.slice(Span::new(2, 5)).source(Span::new(0, 1)), Span::new(12, 17));
    }
}
