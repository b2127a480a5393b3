//! The parts of a reading as an item, with their places and doubts.

use super::authors::{Authors, Person};
use super::ids::Ids;
use super::run::Run;
use super::split::Split;
use super::text::{Kind, Text};
use super::{EarlyYear, ParsedReference, book};
use crate::base::{Name, PartialDate, Span, expand_pages};
use crate::record::{Field, Item, ItemType};

/// Everything that was read, by tokens.
pub struct Reading<'a, 't> {
    /// The tokens.
    pub text: &'t Text<'a>,
    /// Identifiers.
    pub ids: Ids,
    /// Authors.
    pub authors: Authors,
    /// A year behind the authors.
    pub early: Option<EarlyYear>,
    /// The numeric run.
    pub run: Option<Run>,
    /// The token behind authors and early year.
    pub body: usize,
    /// Title and journal.
    pub split: Split,
}

/// An item under construction.
pub struct Draft<'s> {
    source: &'s str,
    /// The item.
    pub item: Item,
    /// Places.
    pub spans: Vec<(Field, Span)>,
    /// Doubts.
    pub doubts: Vec<&'static str>,
}

impl Draft<'_> {
    /// Sets a field to the text of `span`, blanks folded; nothing happens for an empty span.
    pub fn set(&mut self, field: Field, span: Span) {
        let value = fold_blanks(span.of(self.source));
        let value = if value.contains('<') { untagged(&value) } else { value };
        self.set_value(field, value, span);
    }

    /// Sets a field to `value`, which stands at `span` in another form.
    pub fn set_value(&mut self, field: Field, value: String, span: Span) {
        if !value.is_empty() && !span.is_empty() {
            self.item.set(field, value);
            self.spans.push((field, span));
        }
    }

    fn date(&mut self, field: Field, span: Span) -> bool {
        let words = span.of(self.source);
        let date = match words.parse::<u16>() {
            Ok(year) => PartialDate::year(year),
            Err(_) => parse_date(words),
        };
        if date.is_some() {
            self.item.set_date(field, date);
            self.spans.push((field, span));
        }
        date.is_some()
    }
}

/// A date in words; letters that tell works of one year apart (`2010a`) are passed over.
fn parse_date(words: &str) -> Option<PartialDate> {
    let bytes = words.as_bytes();
    if let Some(head) = words.get(..4)
        && bytes.iter().take(4).all(u8::is_ascii_digit)
        && bytes.get(4).is_some_and(u8::is_ascii_lowercase)
    {
        return PartialDate::year(head.parse().ok()?);
    }
    PartialDate::parse(words)
}

/// Text without tags that set type.
fn untagged(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once('<') {
        out.push_str(head);
        let tag = tail
            .split_once('>')
            .map(|(tag, after)| (tag.trim_start_matches('/'), after));
        match tag {
            Some((tag, after)) if super::ids::TAGS.iter().any(|known| known.eq_ignore_ascii_case(tag)) => rest = after,
            _ => {
                out.push('<');
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Text on one line: runs of blanks as one blank, none at the ends.
pub fn fold_blanks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Makes the item.
pub fn build(mut reading: Reading) -> ParsedReference {
    let text = reading.text;
    let mut draft = Draft {
        source: text.source,
        item: Item::default(),
        spans: Vec::with_capacity(reading.authors.people.len() + 10),
        doubts: Vec::new(),
    };
    let ids = std::mem::take(&mut reading.ids);
    names(&mut draft, text, &reading.authors);
    dates(&mut draft, &reading);
    let bookish = book::read(&mut draft, &reading, &ids);
    if !bookish {
        article(&mut draft, &reading);
    }
    if let Some(span) = ids.available {
        draft.date(Field::AvailableDate, span);
    }
    if let Some(span) = ids.accessed {
        draft.date(Field::Accessed, span);
    }
    for (field, value, span) in ids.found {
        draft.set_value(field, value, span);
    }
    if draft.item.kind == ItemType::Document {
        draft.item.kind = kind(&draft.item, &reading);
    }
    doubts(&mut draft, &reading);
    let mut out = ParsedReference {
        item: draft.item,
        spans: draft.spans,
        doubts: draft.doubts,
    };
    out.spans.sort_by_key(|(field, span)| (*field, span.start));
    out
}

fn names(draft: &mut Draft, text: &Text, authors: &Authors) {
    let field = if authors.editors { Field::Editor } else { Field::Author };
    for person in &authors.people {
        let (name, span) = name(text, person);
        if name.main().is_empty() {
            continue;
        }
        if let Some(names) = draft.item.names_mut(field) {
            names.push(name);
            draft.spans.push((field, span));
        }
    }
    draft.item.et_al = authors.et_al;
}

/// A name and its place.
pub fn name(text: &Text, person: &Person) -> (Name, Span) {
    let (mut lo, mut hi) = person.family;
    let mut part = |(a, b): (usize, usize)| {
        if a < b {
            (lo, hi) = (lo.min(a), hi.max(b));
        }
        (a < b).then(|| fold_blanks(text.span(a, b).of(text.source)))
    };
    let main = part(person.family);
    let given = part(person.given);
    let suffix = part(person.suffix);
    let particle = part(person.particle);
    let span = text.span(lo, hi);
    if person.group {
        return (
            Name {
                literal: main.map(Into::into),
                ..Name::default()
            },
            span,
        );
    }
    let family = match (&particle, main) {
        // "Bock CE, de" is de Bock.
        (Some(particle), Some(main)) if person.given.1 > 0 && text.mark(person.given.1, b',') => {
            Some(format!("{particle} {main}"))
        }
        (_, main) => main,
    };
    let dropping = particle.filter(|_| !text.mark(person.given.1, b','));
    (
        Name {
            family: family.map(Into::into),
            given: given.map(Into::into),
            suffix: suffix.map(Into::into),
            dropping_particle: dropping.map(Into::into),
            ..Name::default()
        },
        span,
    )
}

fn dates(draft: &mut Draft, reading: &Reading) {
    let text = reading.text;
    if let Some(early) = &reading.early {
        if !draft.date(Field::Issued, text.span(early.date.0, early.date.1)) {
            let span = text.span(early.date.0, early.date.0 + 1);
            draft.date(Field::Issued, span);
        }
        return;
    }
    if let Some(run) = &reading.run
        && run.year.is_some()
        && draft.date(Field::Issued, run.date)
    {
        return;
    }
    // A year anywhere behind the title: the last one, one in brackets first.
    let from = reading.split.title.1.max(reading.body);
    let taken = |i: usize| {
        reading.run.is_some_and(|run| {
            let span = text.span(i, i + 1);
            [run.volume, run.page, run.issue].iter().any(|part| part.overlaps(span))
        })
    };
    let years = || {
        (from..text.len())
            .rev()
            .filter(|i| text.year(*i).is_some() && !taken(*i))
    };
    let year = years()
        .find(|i| *i > 0 && text.mark(i - 1, b'('))
        .or_else(|| years().next());
    if let Some(i) = year {
        draft.date(Field::Issued, text.span(i, i + 1));
    }
}

/// The marks that end a value without belonging to it.
pub fn trim_end(text: &Text, a: usize, mut b: usize) -> usize {
    while b > a
        && (text.any_mark(b - 1, b".,;:([/*=")
            || matches!(text.kind(b - 1), Kind::Dash | Kind::Quote) && text.mark(b - 1, 0))
    {
        b -= 1;
    }
    b
}

fn article(draft: &mut Draft, reading: &Reading) {
    let text = reading.text;
    let (a, b) = reading.split.title;
    let mut b = trim_end(text, a, b);
    // "… [abstract]" tells what it is, not what it is called.
    if b > a + 3
        && text.any_mark(b - 1, b"])")
        && text.any_mark(b - 3, b"[(")
        && text.is_any(b - 2, &["abstract", "letter", "editorial", "comment"])
    {
        draft.set(Field::Genre, text.span(b - 2, b - 1));
        b -= 3;
    }
    draft.set(Field::Title, text.span(a, b));
    let (a, b) = reading.split.container;
    let end = trim_end(text, a, b);
    // The last dot of "J. Biol. Chem." is that of the abbreviation.
    let dotted = end < b && text.mark(end, b'.') && (a..end).any(|i| text.mark(i, b'.'));
    draft.set(Field::ContainerTitle, text.span(a, end + usize::from(dotted)));
    if let Some(run) = &reading.run {
        draft.set(Field::Volume, run.volume);
        draft.set(Field::Issue, run.issue);
        draft.set(Field::Supplement, run.supplement);
        draft.set_value(Field::Page, expand_pages(run.page.of(text.source)), run.page);
    }
}

fn kind(item: &Item, reading: &Reading) -> ItemType {
    let server = |name: &str| {
        ["biorxiv", "medrxiv", "arxiv", "chemrxiv", "ssrn", "research square"]
            .iter()
            .any(|known| {
                name.get(..known.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(known))
            })
    };
    if item.container().is_some_and(server) || item.has(Field::ArchiveLocation) && !item.has(Field::Volume) {
        return ItemType::Article;
    }
    let run = reading.run.unwrap_or_default();
    let numbers = !run.volume.is_empty() || !run.page.is_empty();
    let journal = item.has(Field::ContainerTitle) && (numbers || reading.split.known);
    if journal || item.has(Field::Pmid) || item.has(Field::Pmcid) {
        ItemType::ArticleJournal
    } else if item.has(Field::Url) && !numbers {
        ItemType::Webpage
    } else {
        ItemType::Document
    }
}

fn doubts(draft: &mut Draft, reading: &Reading) {
    let item = &draft.item;
    let doubts = &mut draft.doubts;
    if item.author.is_empty() && item.editor.is_empty() && reading.body == 0 && item.title().is_some() {
        doubts.push("no authors could be told");
    }
    if item.issued.is_none() {
        doubts.push("no year could be told");
    }
    if item.title().is_none() && item.container().is_none() {
        doubts.push("neither a title nor a journal could be told");
    } else if item.title().is_some() && item.container().is_none() && item.kind == ItemType::Document {
        doubts.push("title and journal could not be told apart");
    } else if reading.split.sure < 3.0 && item.title().is_some() && item.kind == ItemType::ArticleJournal {
        doubts.push("where the title ends is a guess");
    }
}
