//! What the fuzzed parts of citeloom promise for any input: no panic, spans that lie in the text on character
//! boundaries, stubs that can be read again, imports that lose nothing and end. Time and memory are libFuzzer's to watch.

use citeloom::article::{self, Article, Captured, CapturedRecord, Existing, Lock};
use citeloom::base::{Diagnostic, Digest, MappedText, Span};
use citeloom::capture::{Capture, DecodeLimits, decode};
use citeloom::extract::{FORMATS, extract};
use citeloom::record::{Claims, Field, Item, Record, Zone, ZoneKind, resolve};
use citeloom::journals::Journals;
use citeloom::reference;
use citeloom::vocabulary::{Tagging, Vocabulary};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::LazyLock;

fn text_of(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// One reader, whatever the content.
pub fn reader(name: &str, data: &[u8]) {
    let format = FORMATS
        .iter()
        .find(|format| format.name == name)
        .expect("a known format");
    let text = text_of(data);
    let capture = Capture::from_text("capture", &text);
    assert!((format.recognise)(&text) <= 100);
    let parsed = (format.read)(&capture);
    places_fit(&capture, &parsed.diagnostics);
    for claims in parsed.value {
        claims_fit(&text, &claims);
        let resolved = resolve(claims, &capture.path);
        places_fit(&capture, &resolved.diagnostics);
        record_fits(&text, &resolved.value);
        stub_reads_back(&resolved.value);
    }
}

/// Bytes as they come: encoding, format, reading.
pub fn bytes(data: &[u8]) {
    let decoded = decode("capture", data, DecodeLimits::default());
    let capture = decoded.value;
    let extraction = extract(&capture);
    places_fit(&capture, &extraction.diagnostics);
    for record in &extraction.value.records {
        record_fits(&capture.text, record);
    }
}

/// One line after another as a reference.
pub fn references(data: &[u8]) {
    static JOURNALS: LazyLock<Journals> = LazyLock::new(Journals::default);
    let text = text_of(data);
    for line in text.split('\u{1e}') {
        let parsed = reference::parse(line, &JOURNALS);
        for (field, span) in &parsed.spans {
            fits(line, *span, field.csl());
        }
    }
}

/// A stub.
pub fn stub(data: &[u8]) {
    let text = text_of(data);
    let parsed = article::parse("articles/a.md", &text);
    for label in parsed.diagnostics.iter().flat_map(|d| &d.labels) {
        fits(&text, label.span, "diagnostic");
    }
    if let Some(article) = parsed.value {
        for (field, span) in &article.field_spans {
            fits(&text, *span, field.csl());
        }
        assert!(article.source.ends_with(article.body()));
        let _ = article.has_notes();
        let findings = article.findings.clone();
        if let Some(new) = article::add_findings(&text, &findings) {
            let again = article::parse("articles/a.md", &new).value.expect("still a stub");
            assert_eq!(again.findings.len(), 2 * findings.len());
        }
    }
}

/// The lock: what was read is written and read again the same.
pub fn lock(data: &[u8]) {
    let text = text_of(data);
    let path: Arc<str> = "citeloom.lock".into();
    let parsed = Lock::parse(&path, &text);
    for label in parsed.diagnostics.iter().flat_map(|d| &d.labels) {
        fits(&text, label.span, "diagnostic");
    }
    if parsed.value.newer {
        return;
    }
    let written = parsed.value.to_text();
    let again = Lock::parse(&path, &written);
    assert!(again.diagnostics.is_empty(), "{:?}\n{written}", again.diagnostics);
    assert_eq!(again.value.to_text(), written);
}

/// A vocabulary and a text that is tagged with it, apart by U+001E.
pub fn vocabulary(data: &[u8]) {
    let text = text_of(data);
    let (toml, page) = text.split_once('\u{1e}').unwrap_or((&text, ""));
    let file: Arc<str> = "vocabulary/a.toml".into();
    let parsed = Vocabulary::load(&[(Arc::clone(&file), toml.into())]);
    for label in parsed.diagnostics.iter().flat_map(|d| &d.labels) {
        fits(toml, label.span, "diagnostic");
    }
    let zone = Zone {
        kind: ZoneKind::Abstract,
        text: MappedText::verbatim(page, Span::new(0, page.len())),
    };
    let tagging = parsed.value.tag(&[zone]);
    for entity in &tagging.entities {
        for evidence in &entity.evidence {
            fits(page, evidence.span, "evidence");
        }
    }
    for trigger in tagging.mechanisms.iter().flat_map(|hit| &hit.triggers) {
        fits(page, trigger.evidence.span, "trigger");
    }
}

/// Import, an author's edits, import of a changed capture: two captures and the edits, apart by U+001E.
///
/// An edit is four bytes (place, place, bytes to delete, bytes to insert) and what it inserts.
pub fn merge(data: &[u8]) {
    let mut parts = data.split(|byte| *byte == 0x1e);
    let (first, second) = (parts.next().unwrap_or(b""), parts.next().unwrap_or(b""));
    let edits = parts.next().unwrap_or(b"");
    let first = captured(first);
    let second = captured(second);
    let mut review = Review::default();
    review.import(&first);
    for text in review.stubs.values_mut() {
        *text = edited(text, edits);
    }
    let before: BTreeMap<String, Option<Article>> = review
        .stubs
        .iter()
        .map(|(path, text)| (path.clone(), article::parse(path, text).value))
        .collect();
    review.import(&second);
    for (path, article) in before {
        let now = &review.stubs[&path];
        match article {
            Some(article) => {
                let again = article::parse(&path, now).value.expect("still a stub");
                assert_eq!(again.notes, article.notes, "{}\n----\n{now}", article.source);
                assert_eq!(again.findings.len(), article.findings.len());
                assert_eq!(again.status, article.status);
                assert_eq!(again.key, article.key);
            }
            None => assert!(article::parse(&path, now).value.is_none(), "a broken stub was changed"),
        }
    }
    let settled = review.clone();
    review.import(&second);
    assert_eq!(review.lock, settled.lock);
    assert_eq!(review.stubs, settled.stubs);
}

#[derive(Clone, Default)]
struct Review {
    stubs: BTreeMap<String, String>,
    lock: String,
}

impl Review {
    fn import(&mut self, captured: &Captured) {
        let mut articles = Vec::new();
        let mut unreadable: Vec<Arc<str>> = Vec::new();
        for (path, text) in &self.stubs {
            match article::parse(path, text).value {
                Some(article) => articles.push(article),
                None => unreadable.push(path.as_str().into()),
            }
        }
        let lock = Lock::parse(&"citeloom.lock".into(), &self.lock).value;
        let existing = Existing {
            articles: &articles,
            unreadable: &unreadable,
            lock: &lock,
            complete: true,
            rebuild: false,
            restore: false,
            settled: None,
        };
        let plan = article::plan(existing, std::slice::from_ref(captured), &same).value;
        for change in plan.changes {
            assert!(!unreadable.contains(&change.path), "a broken stub was to be written");
            assert_eq!(change.old.as_deref(), self.stubs.get(&*change.path).map(String::as_str));
            self.stubs.insert(change.path.to_string(), change.new);
        }
        self.lock = plan.lock.to_text();
    }
}

fn same(items: &[(&str, &Item)]) -> Vec<usize> {
    let mut groups: BTreeMap<String, usize> = BTreeMap::new();
    let count = items.len();
    let group = |(index, (_, item)): (usize, &(&str, &Item))| {
        let name = item.doi().map(|doi| doi.to_string());
        match name.or_else(|| item.title().map(str::to_lowercase)) {
            Some(name) => *groups.entry(name).or_insert(index),
            None => count + index,
        }
    };
    items.iter().enumerate().map(group).collect()
}

fn captured(data: &[u8]) -> Captured {
    let text = text_of(data);
    let capture = Capture::from_text("sources/a", &text);
    let extraction = extract(&capture).value;
    let record = |record| CapturedRecord {
        record,
        tagging: Tagging::default(),
    };
    Captured {
        path: Arc::clone(&capture.path),
        digest: Digest::of(data),
        text: Arc::clone(&capture.text),
        encoding: capture.encoding,
        format: extraction.format,
        records: extraction.records.into_iter().map(record).collect(),
    }
}

fn edited(text: &str, mut edits: &[u8]) -> String {
    let mut text = text.as_bytes().to_vec();
    while let [high, low, delete, insert, rest @ ..] = edits {
        let inserted = &rest[..rest.len().min(usize::from(*insert))];
        let at = usize::from(u16::from_be_bytes([*high, *low])) % (text.len() + 1);
        let end = (at + usize::from(*delete)).min(text.len());
        text.splice(at..end, inserted.iter().copied());
        edits = &rest[inserted.len()..];
    }
    String::from_utf8_lossy(&text).into_owned()
}

fn fits(text: &str, span: Span, what: &str) {
    assert!(
        text.get(span.range()).is_some(),
        "{what}: {span:?} in a text of {}",
        text.len()
    );
}

fn zones_fit(text: &str, zones: &[Zone]) {
    for zone in zones {
        for (at, letter) in zone.text.as_str().char_indices() {
            let span = zone.text.source(Span::new(at, at + letter.len_utf8()));
            fits(text, span, zone.kind.name());
        }
    }
}

fn claims_fit(text: &str, claims: &Claims) {
    fits(text, claims.span, "record");
    for claim in &claims.claims {
        fits(text, claim.span, claim.rule);
    }
    if let Some(span) = claims.et_al {
        fits(text, span, "et al.");
    }
    zones_fit(text, &claims.zones);
}

fn record_fits(text: &str, record: &Record) {
    fits(text, record.span, "record");
    for (field, places) in &record.provenance {
        for place in places {
            fits(text, place.span, field.csl());
        }
    }
    for claim in &record.rivals {
        fits(text, claim.span, claim.rule);
    }
    for reference in &record.references {
        fits(text, reference.span, "reference");
    }
    for relation in &record.relations {
        fits(text, relation.span, "relation");
    }
    zones_fit(text, &record.zones);
}

fn places_fit(capture: &Capture, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        for label in &diagnostic.labels {
            if label.file == capture.path {
                fits(&capture.text, label.span, diagnostic.code.0);
            }
        }
    }
}

/// The stub of any record is one that can be read, and says what the record says.
fn stub_reads_back(record: &Record) {
    let captures = ["sources/a".to_owned()];
    let text = article::create("key", record, &Tagging::default(), &captures);
    let parsed = article::parse("articles/key.md", &text);
    let article = parsed
        .value
        .unwrap_or_else(|| panic!("no stub: {:?}\n{text}", parsed.diagnostics));
    assert_eq!(article.key, "key");
    assert_eq!(
        article.item.title().map(squeezed),
        record.item.get(Field::Title).map(squeezed),
        "{text}"
    );
    assert_eq!(article.item.author.len(), record.item.author.len(), "{text}");
    assert!(article.references.len() <= record.references.len(), "{text}");
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}
