//! Whether the quotes of findings stand in the captures, letter for letter but for dashes and blanks.

use super::fields::FieldValue;
use super::lock::{LockedArticle, LockedQuote};
use super::{Article, Captured, CapturedRecord};
use crate::base::codes::article::QUOTE_NOT_FOUND;
use crate::base::{Diagnostic, Parsed, Severity, Span};
use crate::record::Zone;
use crate::vocabulary::Evidence;
use memchr::memmem;

/// A capture in which quotes are looked for.
#[derive(Clone, Copy, Debug)]
pub struct QuoteSource<'a> {
    /// Its path relative to `content/`.
    pub path: &'a str,
    /// Its decoded text.
    pub text: &'a str,
    /// The zones of its records, where words stand that the text has only in pieces (markup, accents).
    pub zones: &'a [Zone],
}

/// Where a quote stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotePlace {
    /// The capture's path relative to `content/`.
    pub capture: String,
    /// Byte range in the capture's decoded text.
    pub span: Span,
    /// Line of the first byte, from 1.
    pub line: u32,
}

/// Text for comparing quotes: each dash as `-`, each run of blanks as one, with a way back.
struct Plain {
    text: String,
    /// For each byte of `text` the first byte of what it stands for, and one past the last at the end.
    origin: Vec<u32>,
}

impl Plain {
    fn of(text: &str) -> Self {
        let mut plain = Self {
            text: String::with_capacity(text.len()),
            origin: Vec::with_capacity(text.len() + 1),
        };
        for (at, c) in text.char_indices() {
            let c = match c {
                '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{2060}' => continue,
                '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
                c if c.is_whitespace() => {
                    if plain.text.ends_with(' ') {
                        continue;
                    }
                    ' '
                }
                c => c,
            };
            plain.text.push(c);
            plain.origin.resize(plain.text.len(), at as u32);
        }
        plain.origin.push(text.len() as u32);
        plain
    }

    /// The place of `quote`, which is plain itself, in the original text.
    fn find(&self, quote: &str, original: &str) -> Option<Span> {
        let at = memmem::find(self.text.as_bytes(), quote.as_bytes())?;
        let start = *self.origin.get(at)? as usize;
        // What follows the last character may be something that was passed over.
        let last = *self.origin.get(at + quote.len() - 1)? as usize;
        let end = last + original.get(last..)?.chars().next()?.len_utf8();
        Some(Span::new(start, end))
    }
}

/// A quote as it is compared; `None` for one without words.
fn plain_quote(quote: &str) -> Option<String> {
    let text = Plain::of(quote.trim()).text;
    (!text.is_empty()).then_some(text)
}

/// The capture's text and zones, made comparable once.
struct Prepared<'a> {
    source: QuoteSource<'a>,
    text: Plain,
    zones: Vec<Plain>,
}

impl<'a> Prepared<'a> {
    fn of(source: QuoteSource<'a>) -> Self {
        Self {
            source,
            text: Plain::of(source.text),
            zones: source.zones.iter().map(|zone| Plain::of(zone.text.as_str())).collect(),
        }
    }

    fn find(&self, quote: &str) -> Option<QuotePlace> {
        let span = self.text.find(quote, self.source.text).or_else(|| {
            let mut zones = self.zones.iter().zip(self.source.zones);
            zones.find_map(|(plain, zone)| Some(zone.text.source(plain.find(quote, zone.text.as_str())?)))
        })?;
        let before = self.source.text.get(..span.start as usize).unwrap_or("");
        Some(QuotePlace {
            capture: self.source.path.to_owned(),
            span,
            line: memchr::memchr_iter(b'\n', before.as_bytes()).count() as u32 + 1,
        })
    }

    /// The longest beginning of the quote that stands in the capture, in whole words.
    fn beginning<'q>(&self, quote: &'q str) -> &'q str {
        let ends: Vec<usize> = quote.match_indices(' ').map(|(at, _)| at).collect();
        // Each beginning of a beginning that is there is there too.
        let found = ends.partition_point(|end| self.find(&quote[..*end]).is_some());
        found.checked_sub(1).map_or("", |index| &quote[..ends[index]])
    }
}

/// Looks for the quotes of the article's findings: in the captures that are there, else in what the lock quotes.
/// One entry a finding; `None` where it has no quote, or the quote is not found, which is reported.
pub fn check_quotes(
    article: &Article,
    locked: Option<&LockedArticle>,
    sources: &[QuoteSource<'_>],
) -> Parsed<Vec<Option<QuotePlace>>> {
    let mut out = Vec::new();
    if article.findings.iter().all(|finding| finding.quote.is_none()) {
        return Parsed::clean(vec![None; article.findings.len()]);
    }
    let prepared: Vec<Prepared<'_>> = sources.iter().map(|source| Prepared::of(*source)).collect();
    let absent = article
        .captures
        .iter()
        .any(|path| !sources.iter().any(|source| source.path == path));
    let mut places = Vec::with_capacity(article.findings.len());
    for finding in &article.findings {
        let quote = finding.quote.as_deref().and_then(plain_quote);
        let place = quote.as_ref().and_then(|quote| {
            let here = prepared.iter().find_map(|source| source.find(quote));
            here.or_else(|| locked.and_then(|locked| in_lock(locked, quote)))
        });
        if let (Some(quote), None) = (&quote, &place) {
            out.push(missing(article, finding.quote_span, quote, &prepared, absent));
        }
        places.push(place);
    }
    Parsed::new(places, out)
}

fn missing(article: &Article, span: Span, quote: &str, sources: &[Prepared<'_>], absent: bool) -> Diagnostic {
    let what = match absent {
        true => "the quote cannot be proved: a capture is not here, and the lock does not hold these words",
        false => "the quote does not stand in any capture of the article",
    };
    let mut diagnostic = Diagnostic::new(QUOTE_NOT_FOUND, what).at(&article.path, span);
    if absent {
        diagnostic.severity = Severity::Warning;
    }
    let beginning = sources
        .iter()
        .map(|source| source.beginning(quote))
        .max_by_key(|text| text.len());
    if let Some(beginning) = beginning.filter(|text| !text.is_empty()) {
        let next = quote[beginning.len()..].split_whitespace().next().unwrap_or("");
        diagnostic = diagnostic.note(format!(
            "the capture agrees up to “{}”, then has no “{next}”",
            tail(beginning)
        ));
    }
    diagnostic.help("copy the words from the capture; only dashes and blanks may differ")
}

/// The last words of a text.
fn tail(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let from = words.len().saturating_sub(8);
    let lead = if from > 0 { "… " } else { "" };
    format!("{lead}{}", words[from..].join(" "))
}

/// Where a finding's quote stands: in what the lock quotes, else in the captures that are there, compared as
/// [`check_quotes`] does. `text` gives the decoded text of a capture by its path.
pub fn find_quote<T: AsRef<str>>(
    locked: &LockedArticle,
    quote: &str,
    text: impl Fn(&str) -> Option<T>,
) -> Option<QuotePlace> {
    if let Some(kept) = locked.quotes.iter().find(|kept| kept.text == quote) {
        return Some(QuotePlace {
            capture: locked.captures.get(kept.capture)?.path.clone(),
            span: kept.span,
            line: kept.line,
        });
    }
    let plain = plain_quote(quote)?;
    in_lock(locked, &plain).or_else(|| {
        locked.captures.iter().find_map(|capture| {
            let text = text(&capture.path)?;
            let source = QuoteSource {
                path: &capture.path,
                text: text.as_ref(),
                zones: &[],
            };
            Prepared::of(source).find(&plain)
        })
    })
}

/// Looks for a plain quote in everything that the lock quotes.
fn in_lock(locked: &LockedArticle, quote: &str) -> Option<QuotePlace> {
    let place = |capture: usize, span: Span, line: u32| {
        Some(QuotePlace {
            capture: locked.captures.get(capture)?.path.clone(),
            span,
            line,
        })
    };
    for kept in &locked.quotes {
        if Plain::of(&kept.text).text.contains(quote) {
            return place(kept.capture, kept.span, kept.line);
        }
    }
    for claim in locked.fields.values().flatten() {
        let whole = match &claim.value {
            FieldValue::Text(text) => Some(text.as_str()),
            _ => None,
        };
        for piece in &claim.places {
            if let Some(span) = Plain::of(&piece.quote).find(quote, &piece.quote) {
                let at = span.shift(piece.span.start as usize);
                return place(
                    claim.capture,
                    at,
                    locked.line(claim.capture, at.start).unwrap_or(piece.line),
                );
            }
            if whole.is_some_and(|text| Plain::of(text).text.contains(quote)) {
                return place(claim.capture, piece.span, piece.line);
            }
        }
    }
    for (capture, tagging) in locked.taggings.iter().enumerate() {
        let triggers = tagging
            .mechanisms
            .iter()
            .flat_map(|hit| &hit.triggers)
            .map(|trigger| &trigger.evidence);
        let vetoed = tagging.mechanisms.iter().flat_map(|hit| &hit.vetoed);
        let entities = tagging.entities.iter().flat_map(|hit| &hit.evidence);
        let mut all = triggers.chain(vetoed).chain(entities);
        if let Some(evidence) = all.find(|evidence: &&Evidence| Plain::of(&evidence.sentence).text.contains(quote)) {
            let line = locked.line(capture, evidence.sentence_span.start).unwrap_or(1);
            return place(capture, evidence.sentence_span, line);
        }
    }
    None
}

/// The quotes of the article's findings that stand in a capture, for the lock.
pub(super) fn keep(article: &Article, captured: &Captured, record: &CapturedRecord, index: usize) -> Vec<LockedQuote> {
    let mut kept: Vec<LockedQuote> = Vec::new();
    if article.findings.iter().all(|finding| finding.quote.is_none()) {
        return kept;
    }
    let prepared = Prepared::of(QuoteSource {
        path: &captured.path,
        text: &captured.text,
        zones: &record.record.zones,
    });
    for quote in article.findings.iter().filter_map(|finding| finding.quote.as_deref()) {
        if kept.iter().any(|there| there.text == quote) {
            continue;
        }
        if let Some(place) = plain_quote(quote).and_then(|plain| prepared.find(&plain)) {
            kept.push(LockedQuote {
                capture: index,
                span: place.span,
                line: place.line,
                text: quote.to_owned(),
            });
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_and_blanks_may_differ_and_nothing_else() {
        let text = "Loss of JAK2\u{2013}JAK1 hetero\u{ad}dimers\u{a0} restores\r\n sensitivity\u{2009}(α).";
        let plain = Plain::of(text);
        let find = |quote: &str| plain.find(&plain_quote(quote).unwrap(), text).map(|span| span.of(text));
        assert_eq!(
            find("JAK2-JAK1 heterodimers restores"),
            Some("JAK2\u{2013}JAK1 hetero\u{ad}dimers\u{a0} restores")
        );
        assert_eq!(find(" sensitivity (α)"), Some("sensitivity\u{2009}(α)"));
        assert_eq!(find("jak2-jak1"), None);
        assert_eq!(find("JAK2 JAK1"), None);
        assert_eq!(plain_quote(" \n "), None);
    }

    #[test]
    fn a_quote_is_found_in_the_capture_as_it_is_checked() {
        let locked = LockedArticle {
            captures: vec![crate::article::LockedCapture {
                path: "sources/a.txt".into(),
                digest: crate::base::Digest::of(b""),
                format: "page-text".into(),
                layout: None,
                encoding: "utf-8".into(),
                id: None,
                span: Span::default(),
                lines: 3,
                line_starts: Vec::new(),
                told: false,
            }],
            ..LockedArticle::default()
        };
        let text = "First line.\nMutations occurred de novo (n\u{2009}=\u{2009}4)\nor not.";
        let line = |quote: &str| find_quote(&locked, quote, |_| Some(text)).map(|place| place.line);
        assert_eq!(line("de novo (n = 4) or not"), Some(2));
        assert_eq!(line("First line"), Some(1));
        assert_eq!(line("de novo (n = 5)"), None);
        assert_eq!(find_quote(&locked, "First line", |_| None::<&str>), None);
    }
}
