//! One name, in a given order of its parts.

use super::words::{et_al, family_word, generation, initials, is_and, name_ends, name_mark, particle, trim_marks};
use super::{Bounds, Order, Person};
use crate::reference::parse::text::{Case, Kind, Text};

/// One name at `i`, and the index after it.
pub(super) fn person(text: &Text, bounds: &Bounds, order: Order, i: usize, first: bool) -> Option<(Person, usize)> {
    let mut name = Person::default();
    match order {
        Order::FamilyInitials => {
            let mut at = i;
            let family_end = loop {
                if at > i && at < bounds.hi {
                    // "King III SB"
                    let follows = |end| text.any_mark(end, b",;.") || is_and(text, end);
                    if generation(text, at) && initials(text, at + 1, bounds.hi).is_some_and(|(end, _)| follows(end)) {
                        at += 1;
                        continue;
                    }
                    if let Some((end, _)) = initials(text, at, bounds.hi)
                        && let Some((suffix, end)) = name_ends(text, end).or_else(|| {
                            // "Jones K Title": nothing but a blank ends the list.
                            let begins = matches!(text.case(end), Case::Capital | Case::Upper) || text.numeric(end);
                            let open = !first && begins && text.space(end) && !text.mark(end - 1, b'.');
                            (open || (bounds.journal)(end)).then_some(((0, 0), end))
                        })
                    {
                        name.given = (at, end.min(suffix.0.max(at)));
                        name.given.1 = if suffix.0 < suffix.1 {
                            trim_marks(text, at, suffix.0)
                        } else {
                            end
                        };
                        name.suffix = suffix;
                        break at;
                    }
                    if at - i > 9 {
                        return None;
                    }
                    if et_al(text, at, bounds.hi).is_some() {
                        name.family = (i, at);
                        return Some((name, at));
                    }
                }
                at = family_word(text, at, at == i)?;
            };
            name.family = (i, family_end);
            // "Peek Jr RM"
            if family_end > i + 1 && generation(text, family_end - 1) {
                name.suffix = (family_end - 1, family_end);
                name.family.1 = family_end - 1;
            }
            let end = name.given.1.max(name.suffix.1.max(name.given.1));
            let end = if name.suffix.1 > name.given.1 {
                name.suffix.1
            } else {
                end
            };
            Some((name, end))
        }
        Order::FamilyCommaInitials => {
            let mut at = family_word(text, i, true)?;
            while !text.any_mark(at, b",") {
                if at - i > 9 || at >= bounds.hi {
                    return None;
                }
                if generation(text, at) && text.mark(at + 1, b',') {
                    name.suffix = (at, at + 1);
                    at += 1;
                    break;
                }
                at = family_word(text, at, false)?;
            }
            name.family = (i, if name.suffix.1 > 0 { at - 1 } else { at });
            if let Some(end) = et_al(text, at, bounds.hi)
                && first
            {
                return (end > at).then_some((name, at));
            }
            let mut given = at + 1;
            if generation(text, given) && (text.any_mark(given + 1, b",") || text.any_mark(given + 1, b".")) {
                name.suffix = (given, given + 1);
                given += 1;
                while text.any_mark(given, b".,") {
                    given += 1;
                }
            }
            let (end, dotted) = initials(text, given, bounds.hi)?;
            if !(dotted || name_mark(text, end) || particle(text, end) && text.case(end) == Case::Lower) {
                return None;
            }
            name.given = (given, end);
            let mut end = end;
            // "Godoi, A. F. de"
            if particle(text, end)
                && text.case(end) == Case::Lower
                && (text.any_mark(end + 1, b",.;&") || particle(text, end + 1))
            {
                let from = end;
                while particle(text, end) && text.case(end) == Case::Lower && !text.is(end, "y") {
                    end += 1;
                }
                name.particle = (from, end);
            }
            let suffix = end + usize::from(text.mark(end, b','));
            if name.suffix.1 == 0 && generation(text, suffix) {
                name.suffix = (suffix, suffix + 1);
                end = suffix + 1;
                end += usize::from(text.mark(end, b'.') && !text.is(suffix, "iii"));
            }
            Some((name, end))
        }
        Order::InitialsFamily => {
            let (given_end, dotted) = initials(text, i, bounds.hi)?;
            if given_end >= bounds.hi || (!dotted && text.chars(i) > 3) {
                return None;
            }
            name.given = (i, given_end);
            let mut at = given_end;
            // "J. J Koenderink"
            if dotted
                && text.chars(at) == 1
                && text.case(at) == Case::Upper
                && text.chars(at + 1) > 1
                && text.word(at + 1)
            {
                at += 1;
                name.given.1 = at;
            }
            let given_end = at;
            // "J. Appl. Phys." is a journal, not a person.
            if text.mark(at + 1, b'.') && (bounds.abbreviation)(at) && text.word(at + 2) {
                return None;
            }
            loop {
                at = family_word(text, at, at == given_end)?;
                if at >= bounds.hi || !text.word(at) || is_and(text, at) || et_al(text, at, bounds.hi).is_some() {
                    break;
                }
                if at - given_end > 6 {
                    return None;
                }
                if generation(text, at) {
                    name.suffix = (at, at + 1);
                    at += 1;
                    break;
                }
                // A word in small letters that is no particle, or a fifth word: this is running text.
                if text.case(at) == Case::Lower && !particle(text, at) {
                    return None;
                }
            }
            name.family = (given_end, if name.suffix.1 > 0 { name.suffix.0 } else { at });
            if text.mark(at, b',') && generation(text, at + 1) {
                name.suffix = (at + 1, at + 2);
                at += 2 + usize::from(text.mark(at + 2, b'.'));
            }
            (dotted || name_mark(text, at)).then_some((name, at))
        }
        Order::FamilyCommaGiven => {
            let mut at = family_word(text, i, true)?;
            while !text.mark(at, b',') {
                if at - i > 6 || at >= bounds.hi {
                    return None;
                }
                at = family_word(text, at, false)?;
            }
            if (bounds.journal)(at + 1) {
                return None;
            }
            name.family = (i, at);
            let given = at + 1;
            let mut end = given;
            while end < bounds.hi && end - given < 7 {
                // "Reynolds, David S. Beneath": a title follows the dotted initial.
                if end > given && text.mark(end - 1, b'.') && text.chars(end) > 1 {
                    break;
                }
                if let Some((after, _)) = initials(text, end, bounds.hi) {
                    end = after;
                } else if text.word(end)
                    && matches!(text.case(end), Case::Capital | Case::Upper)
                    && text.chars(end) > 1
                    && !(end > given && is_and(text, end))
                {
                    end += 1;
                    if text.kind(end) == Kind::Dash && !text.space(end) && text.word(end + 1) {
                        end += 2;
                    }
                } else {
                    break;
                }
            }
            if end == given || end - given > 6 {
                return None;
            }
            name.given = (given, end);
            if particle(text, end)
                && text.case(end) == Case::Lower
                && text.any_mark(end + 1, b",.")
                && !is_and(text, end)
            {
                name.particle = (end, end + 1);
                end += 1;
            }
            // A dot that belongs to a last initial has been taken with it.
            Some((name, end))
        }
        Order::GivenFamily => {
            let mut at = i;
            let mut words = 0;
            let mut last_start = i;
            while at < bounds.hi && words < 6 {
                if words > 0
                    && let Some((after, true)) = initials(text, at, bounds.hi)
                {
                    at = after;
                    words += 1;
                    continue;
                }
                if is_and(text, at) || et_al(text, at, bounds.hi).is_some() {
                    break;
                }
                let capital = matches!(text.case(at), Case::Capital | Case::Upper) && text.word(at);
                if !(capital || (words > 0 && particle(text, at))) {
                    break;
                }
                last_start = at;
                while last_start > i && particle(text, last_start - 1) && text.case(last_start - 1) == Case::Lower {
                    last_start -= 1;
                }
                at = family_word(text, at, true)?;
                words += 1;
            }
            let joined = text.mark(at, b'/') && !text.space(at);
            if !(2..=5).contains(&words) || last_start == i || !name_mark(text, at) || joined {
                return None;
            }
            name.given = (i, last_start);
            name.family = (last_start, at);
            Some((name, at))
        }
    }
}
