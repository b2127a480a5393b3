//! BibTeX and BibLaTeX as they occur.
//!
//! [`lexer`] cuts the file into entries and never loses one; [`latex`] decodes values; [`names`] and [`values`] read
//! what is not plain text; [`fields`] makes claims. Here macros are put in and cross-references followed. All of it
//! is one pass in linear time; what macros and cross-references may copy is bounded by a budget.

mod fields;
mod html;
mod kinds;
mod latex;
mod lexer;
mod names;
mod symbols;
mod tags;
mod values;

use super::Format;
use crate::base::codes::extract::{BROKEN_ENTRY, DUPLICATE_KEY, LIMIT_REACHED, UNDEFINED};
use crate::base::{Diagnostic, Parsed, Span};
use crate::capture::Capture;
use crate::record::{Claims, Field};
use fields::Given;
use latex::{Place, Raw};
use lexer::{Entry, FaultKind, Lexed, Piece, RawField};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;
use tags::{Tag, tag_of};

/// The format.
pub const FORMAT: Format = Format {
    name: "bibtex",
    title: "BibTeX and BibLaTeX",
    extensions: &["bib", "bibtex", "biblatex"],
    recognise,
    read,
};

/// How far an entry's head may be from the beginning of the file to be looked for.
const HEAD_WINDOW: usize = 64 << 10;
/// How many entries a cross-reference may lead through.
const LONGEST_CHAIN: usize = 16;

/// Certain where a known entry type with a key or a field opens the file, less so where other text comes first.
fn recognise(text: &str) -> u8 {
    let mut end = text.len().min(HEAD_WINDOW);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let window = &text[..end];
    let bytes = window.as_bytes();
    let mut at = 0;
    while let Some(offset) = memchr::memchr(b'@', &bytes[at..]) {
        let found = at + offset;
        match lexer::entry_head(bytes, found) {
            Err(next) => at = next.max(found + 1).min(bytes.len()),
            Ok((start, end, open)) => {
                let known = kinds::is_known(&window[start..end]);
                let inside = &window[open + 1..];
                let head: String = inside.chars().take(400).collect();
                let entry = head.contains(['=', ',', '}']);
                if known && entry {
                    return certainty(&window[..found]);
                }
                let field = head.contains(',') && head.contains('=');
                if field && !text.trim_start().starts_with('<') {
                    return certainty(&window[..found]) / 2;
                }
                at = open;
            }
        }
    }
    0
}

/// How sure the text before the first entry leaves one.
fn certainty(before: &str) -> u8 {
    let text: usize = before
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('%'))
        .map(str::len)
        .sum();
    match text {
        0 => 98,
        1..=200 => 90,
        _ if before.trim_start().starts_with('<') => 2,
        201..=1000 => 40,
        _ => 20,
    }
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let text = &*capture.text;
    let lexed = lexer::lex(text);
    let mut reader = Reader {
        text,
        file: &capture.path,
        lexed: &lexed,
        macros: HashMap::new(),
        budget: text.len().saturating_mul(4).saturating_add(1 << 20),
        exhausted: false,
        diagnostics: Vec::new(),
    };
    let claims = reader.run();
    let mut diagnostics = reader.diagnostics;
    diagnostics.sort_by_key(|d| d.labels.first().map_or(0, |label| label.span.start));
    Parsed::new(claims, diagnostics)
}

struct Reader<'t, 'l> {
    text: &'t str,
    file: &'l Arc<str>,
    lexed: &'l Lexed<'t>,
    /// Values of `@string`s by their names in lower case.
    macros: HashMap<String, Cow<'t, str>>,
    /// How many bytes macros and cross-references may still copy.
    budget: usize,
    exhausted: bool,
    diagnostics: Vec<Diagnostic>,
}

impl<'t> Reader<'t, '_> {
    fn run(&mut self) -> Vec<Claims> {
        let lexed = self.lexed;
        self.report_faults();
        // A macro may be used before it is defined; where it is defined twice, the last definition before counts.
        for entry in lexed.entries.iter().filter(is_macro) {
            self.define(entry, false);
        }
        let mut claims = Vec::with_capacity(lexed.entries.len());
        let mut keys: HashMap<&str, usize> = HashMap::with_capacity(lexed.entries.len());
        // Only where entries refer to each other all of them must be at hand at once.
        let refers = lexed.fields.iter().any(|field| {
            let name = field.name.of(self.text);
            name.eq_ignore_ascii_case("crossref") || name.eq_ignore_ascii_case("xdata")
        });
        let mut own: Vec<Vec<Given<'t>>> = Vec::new();
        let mut given: Vec<Given<'t>> = Vec::new();
        for (index, entry) in lexed.entries.iter().enumerate() {
            given.clear();
            if is_macro(&entry) {
                self.define(entry, true);
            } else {
                self.given(entry, &mut given);
                self.note_key(entry, index, &mut keys);
            }
            if refers {
                own.push(std::mem::take(&mut given));
            } else if makes_record(entry) {
                claims.push(fields::claim(entry, &given, self.file, &mut self.diagnostics));
            }
        }
        if refers {
            self.inherit(&mut own, &keys);
            for (entry, given) in lexed.entries.iter().zip(&own) {
                if makes_record(entry) {
                    claims.push(fields::claim(entry, given, self.file, &mut self.diagnostics));
                }
            }
        }
        claims
    }

    /// Reports a key that an earlier entry has.
    fn note_key<'e>(&mut self, entry: &Entry<'e>, index: usize, keys: &mut HashMap<&'e str, usize>) {
        use std::collections::hash_map::Entry as Slot;
        if entry.key.is_empty() {
            return;
        }
        match keys.entry(entry.key) {
            Slot::Vacant(slot) => {
                slot.insert(index);
            }
            Slot::Occupied(first) => {
                let first = self.lexed.entries[*first.get()].key_span;
                self.diagnostics.push(
                    Diagnostic::new(DUPLICATE_KEY, format!("two entries have the key \"{}\"", entry.key))
                        .at(self.file, entry.key_span)
                        .label(self.file, first, "the first one"),
                );
            }
        }
    }

    fn report_faults(&mut self) {
        for fault in &self.lexed.faults {
            let head = fault.head.of(self.text).lines().next().unwrap_or("").trim().to_owned();
            let (message, label) = match fault.kind {
                FaultKind::OpenValue => ("a value of this entry is never closed", "opened here"),
                FaultKind::OpenEntry => ("this entry is never closed", "opened here"),
                FaultKind::EarlyClose => ("a brace too many ends this entry before its last field", "closed here"),
            };
            self.diagnostics.push(
                Diagnostic::new(BROKEN_ENTRY, message)
                    .label(self.file, fault.at, label)
                    .note(format!("the entry begins with {head}"))
                    .help("mend the braces in the file you export from, or correct the stub"),
            );
        }
    }

    fn define(&mut self, entry: &Entry<'_>, again: bool) {
        let lexed = self.lexed;
        for field in &lexed.fields[entry.fields.clone()] {
            let name = field.name.of(self.text).to_ascii_lowercase();
            if !again && self.macros.contains_key(&name) {
                continue;
            }
            let before = self.diagnostics.len();
            let value = self.raw(field, false).text;
            if !again {
                // What is not defined yet may be further down.
                let here = self.diagnostics.split_off(before);
                self.diagnostics
                    .extend(here.into_iter().filter(|d| d.code != UNDEFINED));
            }
            self.macros.insert(name, value);
        }
    }

    /// The known fields of an entry, macros put in.
    fn given(&mut self, entry: &Entry<'_>, given: &mut Vec<Given<'t>>) {
        let lexed = self.lexed;
        for field in &lexed.fields[entry.fields.clone()] {
            if let Some(tag) = tag_of(field.name.of(self.text)) {
                let raw = self.raw(field, tag == Tag::Month);
                let csl = match tag {
                    Tag::Csl => csl_field(field.name.of(self.text)),
                    _ => None,
                };
                given.push(Given {
                    tag,
                    csl,
                    raw,
                    inherited: false,
                });
            }
        }
    }

    /// A field's value with its pieces joined. Words that are no macros are taken as they are.
    fn raw(&mut self, field: &RawField, month: bool) -> Raw<'t> {
        let lexed = self.lexed;
        let pieces: &[Piece] = &lexed.pieces[field.pieces.clone()];
        let whole = match (pieces.first(), pieces.last()) {
            (Some(first), Some(last)) => first.span.join(last.span),
            _ => Span {
                start: field.name.end,
                end: field.name.end,
            },
        };
        if let [piece] = pieces {
            let text = piece.span.of(self.text);
            return match self.expand(piece, month) {
                Some(value) => Raw {
                    text: value,
                    place: Place::Whole(whole),
                },
                None => Raw {
                    text: Cow::Borrowed(text),
                    place: Place::At(piece.span.start as usize),
                },
            };
        }
        let mut joined = String::new();
        for piece in pieces {
            match self.expand(piece, month) {
                Some(value) => joined.push_str(&value),
                None => joined.push_str(piece.span.of(self.text)),
            }
        }
        if !self.spend(joined.len()) {
            joined.clear();
        }
        Raw {
            text: Cow::Owned(joined),
            place: Place::Whole(whole),
        }
    }

    /// The value of the macro that `piece` names; `None` where it names none.
    fn expand(&mut self, piece: &Piece, month: bool) -> Option<Cow<'t, str>> {
        if !piece.bare {
            return None;
        }
        let name = piece.span.of(self.text);
        if name.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let value = if self.macros.is_empty() {
            None
        } else {
            self.macros.get(&name.to_ascii_lowercase()).cloned()
        };
        if let Some(value) = value {
            if matches!(value, Cow::Owned(_)) && !self.spend(value.len()) {
                return Some(Cow::Borrowed(""));
            }
            return Some(value);
        }
        if !month && name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains(' ') {
            self.diagnostics
                .push(Diagnostic::new(UNDEFINED, format!("the macro {name} is not defined")).at(self.file, piece.span));
        }
        None
    }

    /// Takes `bytes` from the budget; `false` when it does not have them.
    fn spend(&mut self, bytes: usize) -> bool {
        match self.budget.checked_sub(bytes) {
            Some(rest) => {
                self.budget = rest;
                true
            }
            None => {
                if !self.exhausted {
                    self.exhausted = true;
                    self.diagnostics.push(
                        Diagnostic::new(
                            LIMIT_REACHED,
                            "macros or cross-references copy more than the file holds",
                        )
                        .at(self.file, Span::default()),
                    );
                }
                false
            }
        }
    }

    /// Gives entries what they lack and the entries they refer to have.
    fn inherit(&mut self, own: &mut [Vec<Given<'t>>], keys: &HashMap<&str, usize>) {
        let lexed = self.lexed;
        let lower: HashMap<String, usize> = lexed
            .entries
            .iter()
            .enumerate()
            .rev()
            .map(|(index, entry)| (entry.key.to_ascii_lowercase(), index))
            .collect();
        let mut added: Vec<(usize, Vec<Given<'t>>)> = Vec::new();
        for (index, entry) in lexed.entries.iter().enumerate() {
            let mut extra: Vec<Given<'t>> = Vec::new();
            let mut seen = vec![index];
            let mut queue = self.parents(&own[index], keys, &lower, true);
            let mut next = 0;
            while let Some(&(parent, data)) = queue.get(next) {
                next += 1;
                if seen.contains(&parent) || seen.len() > LONGEST_CHAIN {
                    continue;
                }
                seen.push(parent);
                for given in &own[parent] {
                    let Some(tag) = inherited_tag(given.tag, data, &lexed.entries[parent], entry) else {
                        continue;
                    };
                    let has = |list: &[Given<'_>]| list.iter().any(|g| same_slot(g.tag, tag));
                    // A month belongs to its year.
                    let dated = matches!(tag, Tag::Month | Tag::Day)
                        && own[index].iter().any(|g| matches!(g.tag, Tag::Year | Tag::Date));
                    if dated || has(&own[index]) || has(&extra) || !self.spend(given.raw.text.len() + 64) {
                        continue;
                    }
                    extra.push(Given {
                        tag,
                        csl: given.csl,
                        raw: given.raw.clone(),
                        inherited: true,
                    });
                }
                let further = self.parents(&own[parent], keys, &lower, false);
                queue.extend(further.into_iter().map(|(index, xdata)| (index, xdata && data)));
            }
            if !extra.is_empty() {
                added.push((index, extra));
            }
        }
        for (index, extra) in added {
            own[index].extend(extra);
        }
    }

    /// The entries that `given` refers to, and whether each is only a bag of data.
    fn parents(
        &mut self,
        given: &[Given<'_>],
        keys: &HashMap<&str, usize>,
        lower: &HashMap<String, usize>,
        report: bool,
    ) -> Vec<(usize, bool)> {
        let mut parents = Vec::new();
        for field in given {
            let data = match field.tag {
                Tag::Crossref => false,
                Tag::Xdata => true,
                _ => continue,
            };
            for key in field.raw.text.split(',').map(str::trim).filter(|key| !key.is_empty()) {
                match keys.get(key).or_else(|| lower.get(&key.to_ascii_lowercase())) {
                    Some(&index) if parents.len() <= LONGEST_CHAIN => parents.push((index, data)),
                    Some(_) => {}
                    None if report => self.diagnostics.push(
                        Diagnostic::new(UNDEFINED, format!("no entry has the key \"{key}\""))
                            .at(self.file, field.raw.span()),
                    ),
                    None => {}
                }
            }
        }
        parents
    }
}

/// Whether an entry only defines macros.
fn is_macro(entry: &&Entry<'_>) -> bool {
    entry.kind.eq_ignore_ascii_case("string")
}

fn makes_record(entry: &Entry<'_>) -> bool {
    !(is_macro(&entry) || (entry.key.is_empty() && entry.fields.is_empty()))
}

/// The text or date field of `csl-NAME`.
fn csl_field(name: &str) -> Option<Field> {
    let name = name.get("csl-".len()..)?;
    let field = Field::ALL
        .iter()
        .copied()
        .find(|field| field.csl().eq_ignore_ascii_case(name))?;
    (!field.is_list() && !matches!(field, Field::Id | Field::Type)).then_some(field)
}

/// Whether a field of one tag stands where one of the other is wanted.
fn same_slot(a: Tag, b: Tag) -> bool {
    let date = |tag| matches!(tag, Tag::Date | Tag::Year);
    let place = |tag| matches!(tag, Tag::Address | Tag::Location);
    a == b || date(a) && date(b) || place(a) && place(b)
}

/// What a parent's field is for its child; `None` where it is the parent's own. A bag of data gives all it has.
fn inherited_tag(tag: Tag, data: bool, parent: &Entry<'_>, child: &Entry<'_>) -> Option<Tag> {
    if data {
        return (!matches!(tag, Tag::Crossref | Tag::Xdata)).then_some(tag);
    }
    let child_is_article = kinds::kind_of(child.kind).group == kinds::Group::Article;
    let parent_is_periodical = parent.kind.eq_ignore_ascii_case("periodical");
    match tag {
        Tag::Title if child_is_article && parent_is_periodical => Some(Tag::Journal),
        Tag::Title if !child_is_article => Some(Tag::BookTitle),
        Tag::Subtitle if !child_is_article => Some(Tag::BookSubtitle),
        Tag::BookTitle
        | Tag::MainTitle
        | Tag::Journal
        | Tag::JournalTitle
        | Tag::FullJournal
        | Tag::ShortJournal
        | Tag::Series
        | Tag::Editor
        | Tag::Year
        | Tag::Month
        | Tag::Date
        | Tag::Volume
        | Tag::Number
        | Tag::Issue
        | Tag::Edition
        | Tag::Publisher
        | Tag::School
        | Tag::Institution
        | Tag::Organization
        | Tag::Address
        | Tag::Location
        | Tag::Venue
        | Tag::EventTitle
        | Tag::Isbn
        | Tag::Issn
        | Tag::Eissn
        | Tag::Language => Some(tag),
        // The parts of a book by one author are his.
        Tag::Author
            if ["inbook", "suppbook", "bookinbook"]
                .iter()
                .any(|k| child.kind.eq_ignore_ascii_case(k)) =>
        {
            Some(Tag::Author)
        }
        _ => None,
    }
}
