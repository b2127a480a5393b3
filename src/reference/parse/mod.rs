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
mod split;
mod text;

use super::Journals;
use crate::base::Span;
use crate::record::{Field, Item};
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
    let mut text = Text::new(source);
    let ids = ids::find(&text);
    text.drop_holes(&ids.holes);
    text.drop_empty_brackets();

    let mut run = run::best(&text, 0, None);
    let tail = run.map_or(text.len(), |run| run.lo);
    let mut endings = Endings::new(&text, tail, journals);
    let (found, scopus) = {
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
        let scopus = authors::commaed(&text, &bounds).and_then(|own| {
            let cut = year_before_journal(&text, own.end, run.as_ref())?;
            Some((own, cut))
        });
        match scopus {
            Some((own, cut)) => (own, Some(cut)),
            None => (authors::authors(&text, &bounds), None),
        }
    };
    let mut at = found.end;
    let mut early = year_after(&text, at);
    let mut title = None;
    let scopus_book = scopus.as_ref().is_some_and(|(_, cut)| text.mark(cut.end, b','));
    if let Some((end, within)) = scopus {
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
    // "A book (2012), A Publisher": what follows is no journal.
    let book = scopus_book && run.is_none();
    if let Some((a, b)) = title.filter(|_| book) {
        split.container = (b, b);
        split.title = split::unquoted(&text, a, b);
        split.sure = 8.0;
    } else if let Some((a, b)) = title {
        // "A title without authors. (1978). Journal, 15(2), 37": title first, then the year.
        split.container = if split.title.0 < split.title.1 {
            (split.title.0, split.container.1)
        } else {
            split.container
        };
        split.title = split::unquoted(&text, a, b);
        split.sure = 8.0;
    }
    let reading = item::Reading {
        text: &text,
        ids,
        authors: found,
        early,
        run,
        body: at,
        split,
    };
    item::build(reading)
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

/// Scopus' older form, a year in brackets between title and journal without a mark before it: `A title (2015) Am. Behav.
/// Sci., 59 (2), pp. 220-237`, `A book (2012), A Publisher`. The end of the title, and the year.
fn year_before_journal(text: &Text, from: usize, run: Option<&run::Run>) -> Option<(usize, EarlyYear)> {
    if run.is_some_and(|run| run.year.is_some() && run.lo > from && !run.volume.is_empty()) {
        return None;
    }
    let at = (from + 3..text.len())
        .find(|at| text.mark(*at, b'(') && text.year(at + 1).is_some() && text.mark(at + 2, b')'))?;
    let year = text.year(at + 1)?;
    let after = at + 3;
    let named = |i: usize| text.word(i) && text.of(i).chars().next().is_some_and(char::is_uppercase);
    let alone = run.is_none_or(|run| run.lo >= at || run.volume.is_empty());
    let follows = match () {
        () if after >= text.len() => alone && !(from + 1..at).any(|i| text.mark(i, b',')),
        () if text.mark(after, b',') => alone && (named(after + 1) || after + 1 >= text.len()),
        () => named(after) || text.mark(after, b'(') && named(after + 1),
    };
    let worded = text.word(at - 1) || text.any_mark(at - 1, b"?!)") || text.kind(at - 1) == text::Kind::Quote;
    (follows && worded).then_some((
        at,
        EarlyYear {
            year,
            date: (at + 1, at + 2),
            end: after,
        },
    ))
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
