//! One free-text reference into an item.
//!
//! The way of reading, which is that of a person: identifiers, label and links are taken away first; the numeric run
//! (year, volume, issue, pages) is found from its own look, the authors from the left; what lies between is cut into
//! title and journal at the place where what follows looks most like a journal. Every value has its place in the text.

mod authors;
mod book;
mod ids;
mod item;
mod run;
mod scopus;
mod split;
mod text;
mod wos;

use crate::base::Span;
use crate::journals::Journals;
use crate::record::{Field, Item, ItemType};
use authors::Bounds;
use split::Endings;
use text::Text;

/// A reference read from text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedReference {
    /// What was found; empty where nothing was.
    pub item: Item,
    /// Where each value stands in the text; names and keywords one entry each, in order.
    pub spans: Vec<(Field, Span)>,
    /// What could not be told, in plain words.
    pub doubts: Vec<&'static str>,
}

/// Longest reference that is read, in bytes; of a longer text the rest is passed over.
const LONGEST: usize = 20_000;

/// Reads one reference. Labels (`12.`) and link residue ("CAS PubMed Google Scholar") are passed over.
pub fn parse(source: &str, journals: &Journals) -> ParsedReference {
    let mut end = source.len().min(LONGEST);
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let source = &source[..end];
    if let Some(parsed) = wos::parse(source).or_else(|| wos::parse_lone(source, journals)) {
        return parsed;
    }
    let mut text = Text::new(source);
    let ids = ids::find(&text);
    text.drop_holes(&ids.holes);
    text.drop_empty_brackets();

    let mut run = run::best(&text, 0, None);
    let tail = run.map_or(text.len(), |run| run.lo);
    let mut endings = Endings::new(&text, tail, journals);
    let (found, mut cut) = {
        let journal = |i: usize| run.is_some() && endings.known(i);
        let abbreviation = |i: usize| journals.word(text.of(i)).is_some_and(|used| used.is_abbreviation());
        let common = |i: usize| text.word(i) && journals.word(text.of(i)).is_some();
        let bounds = Bounds {
            lo: 0,
            hi: text.len(),
            journal: &journal,
            abbreviation: &abbreviation,
            common: &common,
        };
        let own = authors::commaed(&text, &bounds).and_then(|own| {
            let cut = scopus::older(&text, own.end, run.as_ref())?;
            Some((own, Some(cut)))
        });
        own.unwrap_or_else(|| (authors::authors(&text, &bounds), None))
    };
    if found.people.is_empty() {
        let placed = |end: usize| run.is_some_and(|run| run.lo > end && !run.volume.is_empty());
        cut = scopus::older(&text, found.end, run.as_ref()).filter(|(_, cut)| placed(cut.end));
    }
    let mut at = found.end;
    let mut early = year_after(&text, at);
    let mut title = None;
    // "A book (2012), A Publisher": what follows is no journal.
    let book = cut.as_ref().is_some_and(|(_, cut)| text.mark(cut.end, b','));
    if let Some((end, within)) = cut {
        title = Some((at, end));
        early = Some(within);
    } else if early.is_none()
        && run.is_none_or(|run| run.year.is_none() || found.people.is_empty())
        && let Some((end, within)) = year_within(&text, at, run.map_or(text.len(), |run| run.lo))
    {
        title = Some((at, end));
        early = Some(within);
    }
    if let Some(early) = &early {
        at = early.end;
        run = run::best(&text, at, Some(early.year));
        let tail = run.map_or(text.len(), |run| run.lo);
        endings = Endings::new(&text, tail, journals);
    }
    let tail = run.map_or(text.len(), |run| run.lo).max(at);
    let mut split = split::split(&text, at, tail, &endings, journals);
    scopus::lone_title(&text, run.as_ref(), &mut split);
    if let Some((a, b)) = title.filter(|_| book && run.is_none()) {
        split.container = (b, b);
        split.title = split::unquoted(&text, a, b);
        split.sure = 8.0;
    } else if let Some((a, b)) = title {
        // "A title without authors. (1978). Journal, 15(2), 37": title first, then the year.
        if split.title.0 < split.title.1 {
            split.container.0 = split.title.0;
            split.known = endings.known(split.container.0);
        }
        split.title = split::unquoted(&text, a, b);
        split.sure = 8.0;
    }
    let own = title
        .map(|(a, b)| split::unquoted(&text, a, b))
        .map(|(a, b)| text.span(a, b));
    let reading = item::Reading {
        text: &text,
        ids,
        authors: found,
        early,
        run,
        body: at,
        split,
    };
    let unplaced = run.is_none_or(|run| run.volume.is_empty()) && !reading.split.known;
    let mut parsed = item::build(reading);
    if let Some(own) = own {
        chapter(&mut parsed, source, own);
        // Pages without a volume may as well be of a book.
        if unplaced && parsed.item.kind == ItemType::ArticleJournal {
            parsed.item.kind = ItemType::Document;
        }
    }
    parsed
}

/// Where the title is known to stand before the year, a title that was found behind it is that of the book.
fn chapter(parsed: &mut ParsedReference, source: &str, own: Span) {
    let found = parsed
        .spans
        .iter()
        .position(|(field, span)| *field == Field::Title && span.start >= own.end);
    let Some(index) = found.filter(|_| !own.is_empty()) else {
        return;
    };
    let (_, book) = parsed.spans[index];
    parsed.spans[index].1 = own;
    parsed.item.set(Field::Title, own.of(source));
    if parsed.item.container().is_none() {
        parsed.item.set(Field::ContainerTitle, book.of(source));
        parsed.spans.push((Field::ContainerTitle, book));
    }
    if matches!(parsed.item.kind, ItemType::Book | ItemType::Document) {
        parsed.item.kind = ItemType::Chapter;
    }
}

/// A year between authors and title.
pub(super) struct EarlyYear {
    /// The year.
    pub year: u16,
    /// The date by its tokens.
    pub date: (usize, usize),
    /// The index after it and its bracket.
    pub end: usize,
}

/// A year between title and journal: `. (1978). `, `.” 1978. `; the end of the title, and the year.
fn year_within(text: &Text, from: usize, to: usize) -> Option<(usize, EarlyYear)> {
    for at in from + 2..to {
        let bracket = text.mark(at, b'(');
        let Some(year) = text.year(at + usize::from(bracket)) else {
            continue;
        };
        let end = if bracket { at + 3 } else { at + 1 };
        let before = text.any_mark(at - 1, b".?!") || text.kind(at - 1) == text::Kind::Quote;
        let closed = !bracket || text.mark(at + 2, b')');
        if before
            && closed
            && text.any_mark(end, b".,")
            && text.word(end + 1)
            && (bracket || text.kind(from) == text::Kind::Quote)
        {
            let date = if bracket { (at + 1, at + 2) } else { (at, at + 1) };
            return Some((at, EarlyYear { year, date, end }));
        }
    }
    None
}

/// `(2010)`, `(2010a, March 3)`, `2010.`, `2010:` at `i`, marks before it passed over.
fn year_after(text: &Text, i: usize) -> Option<EarlyYear> {
    let mut at = i;
    while at < i + 3 && text.any_mark(at, b".,:;") {
        at += 1;
    }
    if text.any_mark(at, b"([") {
        let close = text.closing(at, text.len(), 9)?;
        let year = text.year(at + 1)?;
        return Some(EarlyYear {
            year,
            date: (at + 1, close - 1),
            end: close,
        });
    }
    let year = text.year(at)?;
    // "Nature 2010;" has its year behind the journal; here it must stand first or behind authors.
    let marked =
        text.any_mark(at + 1, b".,:") || (text.word(at + 1) && i == 0) || text.kind(at + 1) == text::Kind::Quote;
    // Behind a year the run goes on with numbers: "Smith J. 2010;12:3" has it in the run.
    let title = |next: usize| {
        // "2006. 8-Aminoquinolines" begins a title.
        text.word(next + 1) || text.kind(next + 1) == text::Kind::Dash && text.word(next + 2)
    };
    let followed = (at + 1..at + 3).any(|next| text.numeric(next) && !(text.mark(at + 1, b'.') && title(next)));
    (marked && !followed).then_some(EarlyYear {
        year,
        date: (at, at + 1),
        end: at + 1,
    })
}
