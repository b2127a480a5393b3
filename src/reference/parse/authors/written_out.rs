//! Lists of names with the given names written out: "Pierre-Yves Dumas, Cécile Naudin, and Olivier S. Herault. Title".
//!
//! Read from the left, two such names look like one whose family name comes first. So the whole list is looked at, up to the
//! full stop or the year behind it: each name has a given and a family name, and most are not words of journals' names.

use super::words::{is_and, particle};
use super::{Authors, Bounds, Person, quoted};
use crate::reference::parse::text::{Case, Kind, Text};

/// Most tokens of such a list.
const LONGEST: usize = 160;

/// Reads such a list where what was found so far is none of its names, or takes two of them for one.
pub(super) fn whole(text: &Text, bounds: &Bounds, found: &mut Authors) {
    let Some(end) = end(text, bounds) else { return };
    let mixed_up = found
        .people
        .iter()
        .any(|name| full(text, name.family) && full(text, name.given));
    // "Olivier S. Mansier, Cécile Naudin": the first name alone was read, turned around.
    let broken_off = found.people.len() == 1 && found.end < end;
    if !(found.people.is_empty() || mixed_up || broken_off) || found.end > end + 1 {
        return;
    }
    let Some((people, more)) = quoted::names(text, bounds.lo, end) else {
        return;
    };
    let closed = more || (bounds.lo..end).any(|i| is_and(text, i));
    let enough = people.len() >= if closed { 2 } else { 3 };
    let written = people
        .iter()
        .all(|name| name.given.1 > name.given.0 && words(text, *name) <= 4)
        && people.iter().filter(|name| spelled(text, name.given)).count() * 2 > people.len();
    // Journals are called Chen and Martin, too, but lists of things are made of nothing but such words.
    let long = || (bounds.lo..end).filter(|i| text.case(*i) == Case::Capital && text.chars(*i) > 2);
    let (strange, all) = (long().filter(|i| !(bounds.common)(*i)).count(), long().count());
    if !(enough && written) || strange * 3 < all {
        return;
    }
    found.people = people;
    found.et_al = more;
    found.closed = true;
    found.end = end + usize::from(text.mark(end, b'.'));
}

/// Where the list would end: before a full stop that is not an initial's, or before a year in brackets.
fn end(text: &Text, bounds: &Bounds) -> Option<usize> {
    (bounds.lo + 3..bounds.hi.min(bounds.lo + LONGEST)).find(|&i| {
        let stop = text.mark(i, b'.') && text.chars(i - 1) > 1 && text.word(i - 1) && text.space(i + 1);
        let title = matches!(text.case(i + 1), Case::Capital | Case::Upper)
            || matches!(text.kind(i + 1), Kind::Number | Kind::Mixed | Kind::Quote);
        stop && title || text.mark(i, b'(') && text.year(i + 1).is_some()
    })
}

/// Whether the tokens hold two words that are neither particles nor initials.
fn full(text: &Text, (from, to): (usize, usize)) -> bool {
    let words = (from..to).filter(|i| text.word(*i) && text.chars(*i) > 1 && !particle(text, *i));
    words.count() >= 2
}

/// Whether a given name is written out.
fn spelled(text: &Text, (from, to): (usize, usize)) -> bool {
    (from..to).any(|i| text.case(i) == Case::Capital && text.chars(i) > 1)
}

/// The number of a name's words; parts joined by hyphens are one.
fn words(text: &Text, name: Person) -> usize {
    (name.given.0..name.family.1)
        .filter(|i| text.word(*i) && (*i == name.given.0 || text.space(*i)) && !particle(text, *i))
        .count()
}
