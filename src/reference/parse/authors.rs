//! The authors at the beginning of a reference, in the order and marks of any style.

use super::text::{Case, Kind, Text};

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
    groups(text, bounds, &mut best);
    editors(text, bounds, &mut best);
    best
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
    if order == Order::GivenFamily && found.people.len() == 1 && !found.et_al && !quoted_or_dated(text, found.end) {
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
    next.map(|_| (alone, end))
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

/// One name at `i`, and the index after it.
fn person(text: &Text, bounds: &Bounds, order: Order, i: usize, first: bool) -> Option<(Person, usize)> {
    let mut name = Person::default();
    match order {
        Order::FamilyInitials => {
            let mut at = i;
            let family_end = loop {
                if at > i && at < bounds.hi {
                    if let Some((end, _)) = initials(text, at, bounds.hi)
                        && let Some((suffix, end)) =
                            name_ends(text, end).or_else(|| (bounds.journal)(end).then_some(((0, 0), end)))
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
            if !dotted && !name_mark(text, end) && !(particle(text, end) && text.case(end) == Case::Lower) {
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
            if words < 2 || words > 5 || last_start == i || !name_mark(text, at) {
                return None;
            }
            name.given = (i, last_start);
            name.family = (last_start, at);
            Some((name, at))
        }
    }
}

fn trim_marks(text: &Text, a: usize, mut b: usize) -> usize {
    while b > a && text.mark(b - 1, b',') {
        b -= 1;
    }
    b
}

/// After initials: an optional suffix, then something that may follow a name. Gives the suffix and the end.
fn name_ends(text: &Text, at: usize) -> Option<((usize, usize), usize)> {
    let suffix = at + usize::from(text.mark(at, b',') && generation(text, at + 1));
    if generation(text, suffix) {
        let end = suffix + 1;
        let dot = usize::from(text.mark(end, b'.') && text.any_mark(end + 1, b",;"));
        return Some(((suffix, end), end + dot));
    }
    name_mark(text, at).then_some(((0, 0), at))
}

/// Whether the token may follow a name.
fn name_mark(text: &Text, at: usize) -> bool {
    at >= text.len()
        || text.any_mark(at, b",;.:&(/[~")
        || text.kind(at) == Kind::Quote
        || is_and(text, at)
        || text.is_any(at, &["et", "for", "on", "eds", "ed", "editors", "editor"])
        || text.year(at).is_some()
        || (text.mark(at.wrapping_sub(1), b'.') && text.space(at))
}

/// `Jr`, `Sr`, `II`, `III`, `IV`, `2nd`, `3rd`.
fn generation(text: &Text, i: usize) -> bool {
    match text.kind(i) {
        Kind::Word => {
            matches!(text.of(i), "II" | "III" | "IV" | "Jr" | "Sr" | "jr" | "sr")
        }
        Kind::Mixed => matches!(text.of(i), "2nd" | "3rd" | "4th" | "2d" | "3d"),
        _ => false,
    }
}

/// Particles of family names.
fn particle(text: &Text, i: usize) -> bool {
    text.chars(i) <= 6
        && text.is_any(
            i,
            &[
                "de", "van", "von", "der", "den", "ten", "ter", "te", "la", "le", "du", "da", "dos", "das", "do",
                "del", "della", "dello", "di", "el", "al", "bin", "ibn", "af", "av", "zu", "zur", "zum", "vom", "het",
                "t", "y", "e", "des", "san", "st", "mc", "mac", "des", "lo", "los", "las", "abu", "ben", "d", "op",
                "in", "'t", "vander", "vanden", "vande", "ver", "dal", "dalla", "degli", "dei", "ul", "ur", "ould",
            ],
        )
        && !(text.is_any(i, &["in", "e", "t", "d", "op", "do"]) && text.case(i) != Case::Lower)
}

/// One word of a family name with what is joined to it by hyphens; gives the index after it.
fn family_word(text: &Text, i: usize, first: bool) -> Option<usize> {
    let mut at = i;
    if first && text.is_any(at, &["the", "a", "an", "in", "on", "for", "of", "and", "from"]) {
        return None;
    }
    // "'t Hooft"
    if text.kind(at) == Kind::Quote && text.is(at + 1, "t") {
        at += 1;
    }
    let joined = text.kind(at + 1) == Kind::Dash && !text.space(at + 1) && text.word(at + 2);
    let capital = matches!(text.case(at), Case::Capital | Case::Upper) && text.word(at);
    // "deKemp", "ffrench-Constant".
    let inner = text.case(at) == Case::Lower && text.of(at).chars().any(char::is_uppercase) || text.is(at, "ffrench");
    let apostrophe = inner || text.word(at) && text.of(at).contains(['\'', '’', 'ʼ']);
    if !(capital || particle(text, at) || (text.word(at) && joined && text.chars(at) <= 3) || apostrophe) {
        return None;
    }
    // A single letter is an initial, but for particles such as "y" within a name.
    if text.chars(at) < 2 && (first || !particle(text, at)) && !joined && !text.is(at, "t") {
        return None;
    }
    let saint = text.is_any(at, &["st", "ste"]) && text.mark(at + 1, b'.');
    at += 1 + usize::from(saint);
    // "Martin- Facklam", "Quintás-Cardama", "Vokrouhlick´y".
    while text.kind(at) == Kind::Dash
        && (!text.space(at) || !text.space(at + 1))
        && text.word(at + 1)
        && text.chars(at + 1) >= 2
        || text.kind(at) == Kind::Quote
            && !text.space(at)
            && !text.space(at + 1)
            && text.word(at + 1)
            && text.case(at + 1) == Case::Lower
    {
        at += 2;
    }
    Some(at)
}

/// Initials at `i`: `C`, `RF`, `R.F.`, `R. F.`, `A-M`, `J.-P.`, `Yu.`; the index after them and whether they bear dots.
pub fn initials(text: &Text, i: usize, hi: usize) -> Option<(usize, bool)> {
    let mut at = i;
    let mut dotted = false;
    let mut count = 0;
    while at < hi && count < 6 {
        if !text.word(at) {
            break;
        }
        let chars = text.chars(at);
        let upper = text.case(at) == Case::Upper || (chars == 1 && text.case(at) == Case::Capital);
        let dot = text.mark(at + 1, b'.');
        // "E. coli" begins a title.
        let title = count > 0
            && dot
            && text.word(at + 2)
            && text.case(at + 2) == Case::Lower
            && !particle(text, at + 2)
            && !is_and(text, at + 2)
            && !text.is(at + 2, "et");
        if upper && chars == 1 && !title {
            if dotted
                && !dot
                && !(at + 1 >= hi
                    || name_mark(text, at + 1)
                    || text.kind(at + 1) == Kind::Dash && text.chars(at + 2) == 1 && text.word(at + 2))
            {
                break;
            }
            at += 1;
        } else if upper && count == 0 && (2..=4).contains(&chars) {
            at += 1;
        } else if text.case(at) == Case::Capital
            && (2..=3).contains(&chars)
            && dot
            && !text.space(at + 1)
            && text.of(at).is_ascii()
            && (text.any_mark(at + 2, b",;")
                || text.chars(at + 2) == 1 && text.word(at + 2)
                || text.kind(at + 2) == Kind::Dash)
        {
            // "Yu.", "Ch.", "Th."
            at += 1;
        } else {
            break;
        }
        count += 1;
        if text.mark(at, b'.') {
            // The dot after undotted initials ends the list.
            let single = text.chars(at - 1) == 1 || text.case(at - 1) == Case::Capital;
            if single || (count == 1 && !text.space(at) && text.any_mark(at + 1, b",;&")) {
                if single && count > 1 && !dotted && !text.any_mark(at + 1, b",;") {
                    break;
                }
                dotted = true;
                at += 1;
            } else {
                break;
            }
        }
        // "J.-P.", "A-M", "C-j"
        if text.kind(at) == Kind::Dash && text.word(at + 1) && text.chars(at + 1) <= 2 && !text.space(at + 1) {
            at += 2;
            if text.mark(at, b'.') && dotted {
                at += 1;
            }
            count += 1;
        }
    }
    (at > i).then_some((at, dotted))
}

fn is_and(text: &Text, i: usize) -> bool {
    text.mark(i, b'&')
        || text.is_any(i, &["and", "und", "y"]) && text.case(i) == Case::Lower
        || (text.is(i, "et") && !text.is(i + 1, "al") && !text.mark(i + 1, b'.'))
}

/// "et al" and its like, with the mark before it; the index after it, its dot included.
fn et_al(text: &Text, i: usize, hi: usize) -> Option<usize> {
    let mut at = i;
    while at < hi && (text.any_mark(at, b",;~.[(&") && at < i + 3 || at < i + 3 && at > i && text.is(at, "and")) {
        at += 1;
    }
    let end = if text.is(at, "et") && (text.is(at + 1, "al") || text.is(at + 1, "coll") || text.is(at + 1, "alii")) {
        at + 2
    } else if text.is(at, "et") && text.mark(at + 1, b'.') && text.is(at + 2, "al") {
        at + 3
    } else if text.is(at, "etal") {
        at + 1
    } else if text.is_any(at, &["and", "und"]) && text.is_any(at + 1, &["others", "colleagues", "coworkers"]) {
        at + 2
    } else if at > i && text.is_any(at, &["others", "colleagues"]) && text.is(at - 1, "and") {
        at + 1
    } else {
        return None;
    };
    let end = end + usize::from(text.mark(end, b'.'));
    Some(end + usize::from(text.any_mark(end, b"])")))
}

/// What stands between two names: the index of the next name, and whether it is the last one.
fn separator(text: &Text, i: usize) -> Option<(usize, bool)> {
    let mut at = i;
    // A dot slips in between names where initials bear none: "Yorke H. W. ,".
    if text.mark(at, b'.') && text.any_mark(at + 1, b",;") {
        at += 1;
    }
    let marked = text.any_mark(at, b",;/");
    while marked && text.any_mark(at, b",;/") {
        at += 1;
    }
    while text.mark(at, b'~') || text.mark(at, b'.') && text.mark(at + 1, b'.') {
        at += 1;
        if !text.mark(at, b'.') {
            continue;
        }
    }
    while at > i && text.mark(at, b'.') && text.mark(at - 1, b'.') {
        at += 1;
    }
    if is_and(text, at) {
        return Some((at + 1, true));
    }
    (marked || at > i).then_some((at, false))
}

/// Words that only names of groups have.
const GROUP_WORDS: [&str; 42] = [
    "group",
    "consortium",
    "network",
    "investigators",
    "collaborators",
    "committee",
    "organization",
    "organisation",
    "association",
    "society",
    "institute",
    "institutes",
    "centers",
    "centres",
    "ministry",
    "department",
    "foundation",
    "agency",
    "commission",
    "team",
    "initiative",
    "collaboration",
    "council",
    "university",
    "force",
    "federation",
    "academy",
    "office",
    "administration",
    "party",
    "trialists",
    "writers",
    "panel",
    "college",
    "center",
    "centre",
    "nations",
    "bureau",
    "authority",
    "union",
    "members",
    "workshop",
];

/// A group in place of, or behind, the persons.
fn groups(text: &Text, bounds: &Bounds, found: &mut Authors) {
    let mut at = found.end;
    if !found.people.is_empty() {
        let marked = text.any_mark(at, b",;") || (found.et_al && at > 0 && text.mark(at - 1, b'.'));
        let on_behalf = |at: usize| {
            (text.is(at, "on") && text.is(at + 1, "behalf")) || (text.is(at, "for") && text.is(at + 1, "the"))
        };
        let mut start = at + usize::from(text.any_mark(at, b",;"));
        start += usize::from(is_and(text, start));
        let behalf = on_behalf(start);
        if !(marked || behalf || start > at) {
            return;
        }
        if behalf {
            while text.is_any(start, &["on", "behalf", "of", "for"]) {
                start += 1;
            }
        }
        at = start;
    }
    let journal_word = [
        "journal",
        "bulletin",
        "annals",
        "proceedings",
        "archives",
        "acta",
        "transactions",
        "reviews",
    ];
    if (bounds.journal)(at) || text.is_any(at, &journal_word) || text.is_any(at + 1, &journal_word) {
        return;
    }
    let mut end = at;
    let mut group = false;
    let mut words = 0;
    while end < bounds.hi && end - at < 24 {
        if text.any_mark(end, b".;:")
            && !(end > at && text.mark(end, b'.') && text.chars(end - 1) == 1 && !text.space(end + 1))
        {
            break;
        }
        if text.mark(end, b'(') && (text.year(end + 1).is_some() || is_editor(text, end + 1)) {
            break;
        }
        if text.mark(end, b',') && (found.people.is_empty() && text.year(end + 1).is_some() || !found.people.is_empty())
        {
            break;
        }
        if text.kind(end) == Kind::Quote
            || text.any_mark(end, b"?!")
            || text.kind(end) == Kind::Number && text.of(end).len() > 1
        {
            return;
        }
        group |= text.is_any(end, &GROUP_WORDS);
        words += usize::from(text.word(end));
        end += 1;
    }
    // A group's name is written with capitals; "the role of the study group" in a title is not one.
    let small = (at..end)
        .filter(|i| {
            text.word(*i)
                && text.case(*i) == Case::Lower
                && !text.is_any(
                    *i,
                    &[
                        "of", "the", "and", "for", "on", "in", "de", "study", "group", "et", "la", "des", "du",
                    ],
                )
        })
        .count();
    if group && words >= 2 && small == 0 && end < bounds.hi && end > at {
        found.people.push(Person {
            family: (at, end),
            group: true,
            ..Person::default()
        });
        found.end = end;
        if let Some(after) = et_al(text, end, bounds.hi) {
            found.et_al = true;
            found.end = after;
        }
    }
}

fn is_editor(text: &Text, i: usize) -> bool {
    text.is_any(i, &["ed", "eds", "editor", "editors", "hrsg", "hg"])
}

/// "Yamada and Araki, J. Cell Sci.", "Morgentaler (Lancet": family names alone, before a journal or a year in brackets.
fn surnames(text: &Text, bounds: &Bounds, found: &mut Authors) {
    if text.is_any(bounds.lo, &["anon", "anonymous"]) && text.any_mark(bounds.lo + 1, b".,:(") {
        found.people = vec![Person {
            family: (bounds.lo, bounds.lo + 1),
            group: true,
            ..Person::default()
        }];
        found.end = bounds.lo + 1;
        return;
    }
    let mut at = bounds.lo;
    let mut people = Vec::new();
    loop {
        let Some(end) = family_word(text, at, true) else { return };
        people.push(Person {
            family: (at, end),
            ..Person::default()
        });
        at = end;
        match separator(text, at) {
            Some((next, true)) if people.len() < 4 => at = next,
            Some((next, false)) if people.len() < 4 && !(bounds.journal)(next) => at = next,
            _ => break,
        }
    }
    let next = at + usize::from(text.any_mark(at, b",:"));
    let year = text.mark(next, b'(') && text.year(next + 1).is_some() && text.mark(next + 2, b')')
        || next > at
            && text.year(next).is_some()
            && (text.mark(next + 1, b'.') || people.len() > 1 && text.mark(next + 1, b','));
    if (next > at && (bounds.journal)(next)) || year {
        found.people = people;
        found.end = at;
    }
}

/// "(Eds.)" behind the names.
fn editors(text: &Text, bounds: &Bounds, found: &mut Authors) {
    if found.people.is_empty() {
        return;
    }
    let mut at = found.end;
    while at < bounds.hi && text.any_mark(at, b",([") {
        at += 1;
    }
    if is_editor(text, at) {
        at += 1;
        while at < bounds.hi && text.any_mark(at, b".)]") {
            at += 1;
        }
        found.editors = true;
        found.end = at;
    }
}
