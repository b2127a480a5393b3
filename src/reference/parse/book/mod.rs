//! Books, chapters, papers of proceedings, theses, preprints and pages of the web.
//!
//! They have no numeric run of a journal; what tells them is "In:", a place and a publisher, an edition, a degree, or
//! nothing but an address.

mod imprint;
mod other;

use super::authors::{self, Bounds};
use super::ids::Ids;
use super::item::{Draft, Reading, name, trim_end};
use super::text::{Case, Kind, Text};
use crate::base::expand_pages;
use crate::record::{Field, ItemType};
use imprint::{Imprint, imprint, set_imprint};
use other::{page, thesis};

/// Words of the names of meetings.
const MEETINGS: [&str; 9] = [
    "proceedings",
    "conference",
    "symposium",
    "workshop",
    "meeting",
    "congress",
    "colloquium",
    "proc",
    "conf",
];

/// Reads a reference to something else than an article; gives whether it is one.
pub fn read(draft: &mut Draft, reading: &Reading, ids: &Ids) -> bool {
    let text = reading.text;
    let run = reading.run.unwrap_or_default();
    let numbered = !(run.volume.is_empty() || run.page.is_empty() && run.issue.is_empty())
        || !run.supplement.is_empty() && !run.page.is_empty();
    if reading.split.known && (numbered || !run.volume.is_empty() && run.year.is_some() || reading.early.is_some()) {
        return false;
    }
    let body = reading.body;
    let end = text.len();
    if thesis(draft, reading) {
        return true;
    }
    let within = container_mark(text, body, end);
    let imprint = imprint(text, reading, within.map_or(body, |(_, after)| after), numbered);
    if let Some((at, after)) = within {
        return chapter(draft, reading, at, after, imprint);
    }
    if reading.authors.editors || (imprint.is_some() && !numbered) {
        return book(draft, reading, imprint);
    }
    let address = ids.found.iter().any(|(field, _, _)| *field == Field::Url);
    if address && !numbered && !reading.split.known && run.page.is_empty() {
        return page(draft, reading);
    }
    false
}

/// "In:", "In " or ", in " before a container; the index of the mark and of the container.
fn container_mark(text: &Text, from: usize, to: usize) -> Option<(usize, usize)> {
    (from + 1..to.saturating_sub(2)).find_map(|i| {
        if !text.is(i, "in") {
            return None;
        }
        let colon = text.mark(i + 1, b':');
        let after = i + 1 + usize::from(colon);
        let before = text.any_mark(i - 1, b".?!") || text.kind(i - 1) == Kind::Quote;
        let comma = text.mark(i - 1, b',');
        let capital = text.case(i) == Case::Capital;
        let next = matches!(text.case(after), Case::Capital | Case::Upper)
            || text.numeric(after)
            || text.kind(after) == Kind::Quote;
        let lower_after_quote =
            comma && i > from + 2 && text.kind(i - 2) == Kind::Quote || text.kind(i - 1) == Kind::Quote;
        let marked =
            colon && (before || comma || capital) || capital && before || capital && comma || lower_after_quote;
        (marked && next).then_some((i, after))
    })
}

/// Sets the title to the tokens without quotation marks and marks around them.
fn title(draft: &mut Draft, text: &Text, a: usize, b: usize) {
    let (a, b) = super::split::unquoted(text, a, b);
    let b = trim_end(text, a, b);
    draft.set(Field::Title, text.span(a, b));
}

/// Volume, edition and pages of a book, wherever they stand from `from` on; gives the first token of any of them.
fn details(draft: &mut Draft, reading: &Reading, from: usize) -> usize {
    let text = reading.text;
    let mut first = text.len();
    let mut i = from;
    while i < text.len() {
        let next = i + 1 + usize::from(text.mark(i + 1, b'.'));
        if text.is_any(i, &["pp", "p", "pages", "page", "pgs"]) && text.numeric(next) && !draft.item.has(Field::Page) {
            let mut end = next + 1;
            while text.kind(end) == Kind::Dash && text.numeric(end + 1) {
                end += 2;
            }
            let span = text.span(next, end);
            draft.set_value(Field::Page, expand_pages(span.of(text.source)), span);
            first = first.min(i);
            i = end;
        } else if text.is_any(i, &["vol", "volume", "bd"]) && text.numeric(next) && !draft.item.has(Field::Volume) {
            draft.set(Field::Volume, text.span(next, next + 1));
            first = first.min(i);
            i = next + 1;
        } else if text.is_any(i, &["ed", "edn", "edition", "éd"])
            && i > from
            && (text.kind(i - 1) == Kind::Mixed || ordinal(text, i - 1))
            && !draft.item.has(Field::Edition)
        {
            draft.set(Field::Edition, text.span(i - 1, i));
            first = first.min(i - 1);
            i += 1;
        } else if text.kind(i) == Kind::Number && text.is(i + 1, "p") && text.mark(i + 2, b'.') {
            draft.set(Field::NumberOfPages, text.span(i, i + 1));
            first = first.min(i);
            i += 2;
        } else {
            i += 1;
        }
    }
    first
}

fn ordinal(text: &Text, i: usize) -> bool {
    text.is_any(
        i,
        &[
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "revised",
            "rev", "new",
        ],
    )
}

/// Editors named from `at` on ("edited by …"); gives the index after them.
fn editors(draft: &mut Draft, reading: &Reading, at: usize, hi: usize) -> usize {
    let text = reading.text;
    let none = |_: usize| false;
    let bounds = Bounds {
        lo: at,
        hi,
        journal: &none,
        abbreviation: &none,
        common: &none,
    };
    let mut found = authors::authors(text, &bounds);
    if found.people.is_empty() {
        found = authors::full_names(text, &bounds);
    }
    for person in &found.people {
        let (name, span) = name(text, person);
        if !name.main().is_empty() {
            draft.item.editor.push(name);
            draft.spans.push((Field::Editor, span));
        }
    }
    found.end.max(at)
}

/// A chapter or a paper: `at` is the mark "In", `after` the first token behind it.
fn chapter(draft: &mut Draft, reading: &Reading, at: usize, after: usize, imprint: Option<Imprint>) -> bool {
    let text = reading.text;
    if at <= reading.body {
        return false;
    }
    title(draft, text, reading.body, at);
    let limit = imprint.map_or(text.len(), |imprint| imprint.start);
    let mut start = after;
    // "In: Smith A, Jones B, editors. A Book."
    let none = |_: usize| false;
    let bounds = Bounds {
        lo: after,
        hi: limit,
        journal: &none,
        abbreviation: &none,
        common: &none,
    };
    let first = authors::authors(text, &bounds);
    if first.editors {
        start = editors(draft, reading, after, limit);
        while text.any_mark(start, b".,:;)]") {
            start += 1;
        }
    }
    let end = container_end(text, start, limit, reading);
    let (mut a, mut b) = super::split::unquoted(text, start, end);
    b = trim_end(text, a, b);
    while a < b && text.any_mark(a, b".,:") {
        a += 1;
    }
    draft.set(Field::ContainerTitle, text.span(a, b));
    let by = (end..(end + 6).min(text.len())).find(|i| {
        text.is_any(*i, &["by", "ed", "eds", "editors"]) && (text.is(*i - 1, "edited") || !text.is(*i, "by"))
    });
    if draft.item.editor.is_empty()
        && let Some(by) = by
        && !(text.any_mark(by - 1, b"(") && text.any_mark(by + 1, b")."))
    {
        let from = by + 1 + usize::from(text.mark(by + 1, b'.'));
        editors(draft, reading, from, text.len());
    }
    details(draft, reading, end);
    if let Some(imprint) = imprint {
        set_imprint(draft, text, imprint);
    }
    let run = reading.run.unwrap_or_default();
    if !draft.item.has(Field::Page) && run.lo >= end {
        let page = if run.page.is_empty() { run.volume } else { run.page };
        if page.of(text.source).contains(|c: char| !c.is_alphanumeric()) {
            draft.set_value(Field::Page, expand_pages(page.of(text.source)), page);
        }
        if !run.page.is_empty() && !draft.item.has(Field::Volume) {
            draft.set(Field::Volume, run.volume);
        }
    }
    let meeting = (a..b).any(|i| text.is_any(i, &MEETINGS));
    draft.item.kind = if meeting {
        ItemType::PaperConference
    } else {
        ItemType::Chapter
    };
    true
}

/// Where the title of a container that begins at `start` ends.
fn container_end(text: &Text, start: usize, limit: usize, reading: &Reading) -> usize {
    let limit = match reading.run {
        Some(run) if run.lo > start && run.year.is_none_or(|_| run.lo < limit) => limit.min(run.lo.max(start)),
        _ => limit,
    };
    let mut i = start;
    while i < limit {
        let next = i + 1;
        let stop = match text.kind(i) {
            Kind::Mark(b'(') => {
                text.is_any(next, &["ed", "eds", "pp", "p", "vol", "edited", "editor", "editors"])
                    || text.numeric(next) && text.year(next).is_none()
            }
            Kind::Mark(b',') => {
                text.is_any(
                    next,
                    &[
                        "pp", "p", "pages", "page", "vol", "volume", "edited", "ed", "eds", "editors", "chap",
                        "chapter",
                    ],
                ) || text.numeric(next) && text.year(next).is_none()
            }
            Kind::Mark(b'.') => {
                text.space(next)
                    && text.chars(i.saturating_sub(1)) > 1
                    && !text.is_any(i - 1, &["vs", "proc", "int", "conf", "symp", "st", "vol", "no"])
                    && (text.case(next) != Case::Lower
                        || text.numeric(next)
                        || text.is_any(next, &["pp", "p", "vol", "edited", "ed"]))
            }
            Kind::Mark(b';') => true,
            _ => false,
        };
        if stop {
            break;
        }
        i += 1;
    }
    i
}

/// A whole book.
fn book(draft: &mut Draft, reading: &Reading, imprint: Option<Imprint>) -> bool {
    let text = reading.text;
    let limit = imprint.map_or(text.len(), |imprint| imprint.start);
    let first = details(draft, reading, reading.body + 1);
    let mut end = limit.min(first);
    if imprint.is_none()
        && let Some(run) = reading.run
        && run.lo > reading.body
    {
        end = end.min(run.lo);
    }
    let mut stop = end;
    // "Title. Ed. Barbara Isaac. Cambridge: …", "Title (2nd ed.)"
    for i in reading.body + 1..end {
        if text.any_mark(i, b".(,")
            && (text.is_any(i + 1, &["ed", "eds", "edited", "trans", "translated"])
                || text.mark(i, b'(') && text.numeric(i + 1))
        {
            if text.is_any(i + 1, &["ed", "eds", "edited"]) {
                let from = i + 2 + usize::from(text.any_mark(i + 2, b".") || text.is(i + 2, "by"));
                editors(draft, reading, from, limit);
            }
            stop = i;
            break;
        }
    }
    title(draft, text, reading.body, stop);
    if let Some(imprint) = imprint {
        set_imprint(draft, text, imprint);
    }
    draft.item.kind = ItemType::Book;
    draft.item.title().is_some()
}
