//! The authors at the beginning of a reference, in the order and marks of any style.

mod groups;
mod person;
mod quoted;
mod words;
mod written_out;

use super::text::{Case, Kind, Text};
use groups::{editors, groups, surnames};
use person::person;
pub use words::particle;
use words::{et_al, family_word, is_and, separator};

/// One name by its tokens; `(a, b)` are half-open ranges, empty where absent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Person {
    /// Family name, or the whole name of a group.
    pub family: (usize, usize),
    /// Given names or initials.
    pub given: (usize, usize),
    /// `Jr`, `III`, `3rd`.
    pub suffix: (usize, usize),
    /// A particle that stands after the given names or apart: `Bock CE, de`.
    pub particle: (usize, usize),
    /// The name is that of a group.
    pub group: bool,
}

/// The authors of a reference.
#[derive(Clone, Debug, Default)]
pub struct Authors {
    /// The names in order.
    pub people: Vec<Person>,
    /// The list breaks off.
    pub et_al: bool,
    /// They are called editors.
    pub editors: bool,
    /// The index after the list.
    pub end: usize,
    /// The list ends as lists end: "and" before the last name, or "et al.".
    closed: bool,
}

/// How a style writes names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// `Thiede C`, `Weiss R.F.`
    FamilyInitials,
    /// `Zhao, B. B.`
    FamilyCommaInitials,
    /// `S. W. Hawking`, `AB Smith`
    InitialsFamily,
    /// `Godoi, Alexandre F.` and then `José Doe`
    FamilyCommaGiven,
    /// `Michael Renov`
    GivenFamily,
}

/// Where the names must end, and what must not be taken for one.
#[derive(Clone, Copy)]
pub struct Bounds<'f> {
    /// First token.
    pub lo: usize,
    /// One past the last token they may use.
    pub hi: usize,
    /// Whether the text from a token on is the name of a journal.
    pub journal: &'f dyn Fn(usize) -> bool,
    /// Whether names of journals have the word.
    pub common: &'f dyn Fn(usize) -> bool,
    /// Whether a word abbreviates a word of journal names.
    pub abbreviation: &'f dyn Fn(usize) -> bool,
}

/// Reads the names that begin at `bounds.lo`.
pub fn authors(text: &Text, bounds: &Bounds) -> Authors {
    let mut best = Authors {
        end: bounds.lo,
        ..Authors::default()
    };
    if (bounds.journal)(bounds.lo) {
        return best;
    }
    for order in [
        Order::FamilyInitials,
        Order::FamilyCommaInitials,
        Order::InitialsFamily,
        Order::FamilyCommaGiven,
        Order::GivenFamily,
    ] {
        // Full names look like titles; they are tried only where nothing surer is found.
        if matches!(order, Order::FamilyCommaGiven | Order::GivenFamily) && !best.people.is_empty() {
            let open = !best.closed && text.mark(best.end, b',') && !(bounds.journal)(best.end + 1);
            if !(open && order == Order::FamilyCommaGiven) {
                break;
            }
        }
        let found = list(text, bounds, order);
        if !found.people.is_empty() && (found.end > best.end || best.people.is_empty()) {
            best = found;
        }
    }
    if best.people.is_empty() {
        surnames(text, bounds, &mut best);
    }
    written_out::whole(text, bounds, &mut best);
    quoted::before(text, bounds, &mut best);
    groups(text, bounds, &mut best);
    editors(text, bounds, &mut best);
    best
}

/// Names as Scopus writes them, a comma behind each: `Cox, R.S., Hamlen, M., A title`.
pub fn commaed(text: &Text, bounds: &Bounds) -> Option<Authors> {
    let mut found = Authors::default();
    let mut at = bounds.lo;
    while let Some((name, after)) = person(text, bounds, Order::FamilyCommaInitials, at, found.people.is_empty()) {
        let (next, and) = separator(text, after)?;
        if and || next >= bounds.hi || found.people.len() >= 2000 {
            return None;
        }
        found.people.push(name);
        found.end = after;
        at = next;
        if let Some(end) = et_al(text, after, bounds.hi) {
            found.et_al = true;
            found.end = end;
            break;
        }
    }
    let marked = text.mark(found.end, b',') || text.mark(found.end, b'.') && text.mark(found.end + 1, b',');
    (!found.people.is_empty() && marked).then_some(found)
}

/// Names given first, where it is known that names stand there ("edited by Michael Renov").
pub fn full_names(text: &Text, bounds: &Bounds) -> Authors {
    let found = list(text, bounds, Order::GivenFamily);
    if !found.people.is_empty() {
        return found;
    }
    match person(text, bounds, Order::GivenFamily, bounds.lo, true) {
        Some((name, end)) => Authors {
            people: vec![name],
            end,
            ..Authors::default()
        },
        None => found,
    }
}

/// A list of names in one order.
fn list(text: &Text, bounds: &Bounds, order: Order) -> Authors {
    let mut found = Authors {
        end: bounds.lo,
        ..Authors::default()
    };
    let mut at = bounds.lo;
    let mut last = false;
    loop {
        let first = found.people.is_empty();
        if !first && (bounds.journal)(at) {
            break;
        }
        // Chicago and MLA turn only the first name around.
        let turned = order == Order::FamilyCommaGiven && !first && !text.mark(at.saturating_sub(1), b';');
        let own = if turned {
            None
        } else {
            person(text, bounds, order, at, first)
        };
        let name = own.or_else(|| if first { None } else { stray(text, bounds, order, at) });
        if name.is_none() && !first && order == Order::FamilyCommaInitials {
            let rest = list(text, &Bounds { lo: at, ..*bounds }, Order::GivenFamily);
            if rest.closed {
                found.people.extend(rest.people);
                found.end = rest.end;
                found.et_al = rest.et_al;
                found.closed = true;
                break;
            }
        }
        let Some((mut name, mut after)) = name else { break };
        if first && order == Order::FamilyCommaGiven && !settled(text, after) {
            return Authors {
                end: bounds.lo,
                ..Authors::default()
            };
        }
        // "Bock CE, de": the particle that belongs before the name.
        if text.mark(after, b',')
            && particle(text, after + 1)
            && text.case(after + 1) == Case::Lower
            && text.any_mark(after + 2, b",.;")
        {
            name.particle = (after + 1, after + 2);
            after += 2;
        }
        found.people.push(name);
        found.end = after;
        if let Some(end) = et_al(text, after, bounds.hi) {
            found.et_al = true;
            found.closed = true;
            found.end = end;
            break;
        }
        if last {
            found.closed = true;
            break;
        }
        let Some((next, and)) = separator(text, after) else {
            break;
        };
        last = and;
        at = next;
        if at >= bounds.hi || found.people.len() >= 2000 {
            break;
        }
    }
    if order == Order::FamilyInitials {
        undot(text, &mut found);
    }
    if order == Order::GivenFamily
        && found.people.len() == 1
        && !found.et_al
        && !quoted_or_dated(text, found.end)
        && !alone(text, bounds, found.end)
    {
        return Authors {
            end: bounds.lo,
            ..Authors::default()
        };
    }
    found
}

/// A name in another order than those before it: Chicago and MLA turn only the first name around, and lists have slips.
fn stray(text: &Text, bounds: &Bounds, order: Order, at: usize) -> Option<(Person, usize)> {
    let others: &[Order] = match order {
        Order::FamilyCommaGiven => &[Order::GivenFamily, Order::InitialsFamily, Order::FamilyCommaGiven],
        Order::GivenFamily => &[Order::InitialsFamily],
        Order::FamilyCommaInitials => &[Order::InitialsFamily, Order::FamilyInitials],
        Order::FamilyInitials => &[Order::InitialsFamily, Order::FamilyCommaInitials],
        _ => return None,
    };
    let found = others.iter().find_map(|other| person(text, bounds, *other, at, false));
    if found.is_some() {
        return found;
    }
    if order != Order::FamilyInitials {
        return None;
    }
    // "Hocher B, Thone-Reineke, Rohmeiss P": initials are missing, the next name has them.
    let mut end = family_word(text, at, true)?;
    while end < at + 6 && !text.any_mark(end, b",;.") {
        end = family_word(text, end, false)?;
    }
    let next = text
        .any_mark(end, b",;")
        .then(|| person(text, bounds, order, end + 1, false))
        .flatten();
    let alone = Person {
        family: (at, end),
        ..Person::default()
    };
    // "Linder L, Buhler. Diminished": the last name has lost its initials.
    let last = text.mark(end, b'.')
        && end == at + 1
        && text.chars(at) > 2
        && text.case(at) == Case::Capital
        && text.mark(at - 1, b',')
        && text.space(end + 1)
        && !(bounds.common)(at)
        && matches!(text.case(end + 1), Case::Capital)
        && text.case(end + 2) == Case::Lower;
    (next.is_some() || last).then_some((alone, end))
}

/// Where initials bear no dots, the one behind the last name ends the list.
fn undot(text: &Text, found: &mut Authors) {
    let dots = |(a, b): (usize, usize)| (a..b).filter(|i| text.mark(*i, b'.')).count();
    let Some((last, others)) = found.people.split_last_mut() else {
        return;
    };
    if dots(last.given) == 1 && text.mark(last.given.1 - 1, b'.') && others.iter().all(|name| dots(name.given) == 0) {
        last.given.1 -= 1;
        if found.end == last.given.1 + 1 {
            found.end -= 1;
        }
    }
}

/// A single full name counts only if a quotation or a year in brackets follows.
fn quoted_or_dated(text: &Text, at: usize) -> bool {
    let next = at + usize::from(text.any_mark(at, b",.:"));
    text.kind(next) == Kind::Quote || next == at && (text.mark(next, b'(') && text.year(next + 1).is_some())
}

/// A single full name before a full stop, in words that no journal's name has: "Dell Zhang. Extracting …".
fn alone(text: &Text, bounds: &Bounds, end: usize) -> bool {
    text.mark(end, b'.')
        && text.space(end + 1)
        && matches!(text.case(end + 1), Case::Capital | Case::Upper)
        && text.case(end + 2) == Case::Lower
        && (bounds.lo..end).all(|i| !(bounds.common)(i))
}

/// Whether a name is followed by what follows names.
fn settled(text: &Text, at: usize) -> bool {
    let dot = at > 0 && text.mark(at - 1, b'.');
    let comma = text.mark(at, b',');
    let next = at + usize::from(comma);
    text.any_mark(at, b".:;(")
        || (dot || comma) && (text.kind(next) == Kind::Quote || text.year(next).is_some())
        || et_al(text, at, text.len()).is_some()
        || is_and(text, next)
        || (comma || dot) && matches!(text.case(next), Case::Capital | Case::Upper)
}
