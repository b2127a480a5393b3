//! Which part of a numeric run is what.

use super::Run;
use super::parts::{Label, PARTS, Part, label, month};
use crate::reference::parse::text::{Kind, Text};

/// Marks numbers that are days of a month.
pub(super) fn days(text: &Text, parts: &mut [Part]) {
    let small = |part: &Part| {
        !part.bracket
            && part.label == Label::None
            && text.kind(part.a) != Kind::Word
            && text
                .of(part.a)
                .trim_end_matches(|c: char| c.is_ascii_lowercase())
                .parse::<u32>()
                .is_ok_and(|n| (1..=31).contains(&n))
            && text.of(part.b - 1).len() <= 4
            && text.year(part.b - 1).is_none()
    };
    for index in 0..parts.len() {
        if !parts[index].month {
            continue;
        }
        if index + 1 < parts.len() && small(&parts[index + 1]) && matches!(parts[index + 1].before, b' ' | b'.') {
            // "2010 Sep 16;" but not "Sep 16:12", nor the volume in "Sep. 16, 12".
            let ends = !text.mark(parts[index + 1].b, b':') && !text.mark(parts[index + 1].b, b'(');
            let year_beside = index > 0 && text.year(parts[index - 1].a).is_some()
                || parts.get(index + 2).is_some_and(|part| text.year(part.a).is_some());
            if ends && year_beside {
                parts[index + 1].day = true;
                continue;
            }
        }
        if index > 0
            && small(&parts[index - 1])
            && parts.get(index + 1).is_some_and(|next| text.year(next.a).is_some())
            && parts[index].before == b' '
        {
            parts[index - 1].day = true;
        }
    }
}

/// Which part holds the year.
pub(super) fn find_year(text: &Text, parts: &[Part], known: Option<u16>) -> Option<usize> {
    let bare = |part: &Part| {
        !part.bracket && part.label == Label::None && !part.range && part.b == part.a + 1 && text.year(part.a).is_some()
    };
    // "(2010)", "(2010 Sep)": nothing else has brackets and four digits like these.
    let bracketed = parts.iter().position(|part| {
        part.bracket
            && (part.a..part.b).any(|at| text.year(at).is_some())
            && (part.a..part.b).all(|at| {
                text.year(at).is_some() || month(text, at) || text.of(at).len() <= 2 || text.kind(at) == Kind::Dash
            })
    });
    if bracketed.is_some() && !(known.is_some() && parts.len() <= 3) {
        return bracketed;
    }
    let values = parts.iter().filter(|part| !part.month && !part.day).count();
    if let Some(known) = known {
        return parts
            .iter()
            .position(|part| bare(part) && text.year(part.a) == Some(known) && values >= 3 && part.before != b':')
            .filter(|index| {
                *index == 0 && !parts.get(1).is_some_and(|next| next.bracket) || *index + 1 == parts.len()
            });
    }
    // Beside a month.
    for (index, part) in parts.iter().enumerate() {
        if part.month {
            let before = index
                .checked_sub(1)
                .and_then(|i| parts.get(i))
                .filter(|part| bare(part));
            if before.is_some() {
                return index.checked_sub(1);
            }
            for next in [index + 1, index + 2] {
                if parts.get(next).is_some_and(bare) {
                    return Some(next);
                }
            }
        }
    }
    if parts.first().is_some_and(bare) && !(values == 2 && parts[1..].iter().any(bare)) {
        // "2010;12:3" and "2010, 12, 3" begin with it, "1998, 12 (2010)" was found before.
        return Some(0);
    }
    let last = parts.iter().rposition(bare)?;
    (last > 0 || parts.len() == 1).then_some(last).or(Some(last))
}

/// Parts whose labels tell what they are.
pub(super) fn labelled(text: &Text, parts: &mut [Part], run: &mut Run) {
    for part in parts.iter_mut().filter(|part| !part.used) {
        let slot = match part.label {
            Label::None => continue,
            Label::Volume => &mut run.volume,
            Label::Issue => &mut run.issue,
            Label::Page => {
                run.page_labelled = true;
                &mut run.page
            }
            Label::Supplement => {
                run.supplement = text.span(part.from, part.b);
                part.used = true;
                continue;
            }
        };
        if slot.is_empty() {
            *slot = text.span(part.a, part.b);
            part.used = true;
        }
    }
}

/// Brackets after a volume: issue, supplement, or both.
pub(super) fn brackets(text: &Text, parts: &mut [Part], run: &mut Run) {
    for part in parts.iter_mut().filter(|part| part.bracket && !part.used) {
        part.used = true;
        if (part.a..part.b).any(|at| month(text, at)) {
            if run.date.is_empty() {
                run.date = text.span(part.a, part.b);
            }
            continue;
        }
        let mut a = part.a;
        let b = part.b;
        while a < b && label(text, a) == Some(Label::Issue) && a + 1 < b {
            a += 1 + usize::from(text.mark(a + 1, b'.'));
        }
        let supplement = (a..b).find(|at| label(text, *at) == Some(Label::Supplement));
        match supplement {
            // "(Suppl 1)", "(3 Suppl)", "(5, Suppl 2)".
            Some(at) => {
                let mut cut = at;
                while cut > a && matches!(text.kind(cut - 1), Kind::Mark(_) | Kind::Dash) {
                    cut -= 1;
                }
                if run.supplement.is_empty() {
                    run.supplement = text.span(at, b);
                }
                if cut > a && run.issue.is_empty() {
                    run.issue = text.span(a, cut);
                }
            }
            None if run.issue.is_empty() && part.b - part.a <= 9 => run.issue = text.span(a, b),
            None => {}
        }
    }
}

/// What is left, by its order and marks.
pub(super) fn unlabelled(text: &Text, parts: &mut [Part], run: &mut Run) {
    let mut open: [usize; PARTS] = [0; PARTS];
    let mut count = 0;
    for (index, part) in parts.iter().enumerate() {
        if !part.used {
            open[count] = index;
            count += 1;
        }
    }
    let open = &open[..count];
    let span = |index: usize| text.span(parts[index].a, parts[index].b);
    // Scopus labels pages and closes with the year: "19, 8, (2024)" is volume and issue.
    if let ([volume, issue], Some(last)) = (open, parts.last())
        && run.volume.is_empty()
        && run.issue.is_empty()
        && run.page.is_empty()
        && last.bracket
        && last.used
        && last.before == b','
        && parts[*issue].before == b','
        && !parts[*issue].range
        && matches!(parts[*volume].before, b',' | b' ')
        && text.kind(parts[*issue].a) == Kind::Number
        && span(*issue).len() <= 2
    {
        (run.volume, run.issue) = (span(*volume), span(*issue));
        return;
    }
    let letters = |index: usize| text.kind(parts[index].a) == Kind::Mixed;
    let mut rest = open;
    if run.page.is_empty() {
        let after_colon = rest.iter().rposition(|i| parts[*i].before == b':' && *i > 0);
        let range = rest.iter().rposition(|i| parts[*i].range);
        let lettered = rest.iter().rposition(|i| letters(*i) && *i > 0);
        let chosen = match (after_colon, range) {
            // "1:2, 80-84" is volume, issue, pages.
            (Some(colon), Some(range))
                if range > colon && !parts[rest[colon]].range && parts[rest[range]].before == b',' =>
            {
                Some(range)
            }
            (Some(colon), _) => Some(colon),
            (None, Some(range)) if range > 0 || !run.volume.is_empty() || rest.len() == 1 || lettered.is_none() => {
                Some(range)
            }
            (None, _) => lettered
                .or_else(|| (rest.len() >= 2 || (rest.len() == 1 && !run.volume.is_empty())).then(|| rest.len() - 1)),
        };
        if let Some(at) = chosen {
            run.page = span(rest[at]);
            // "18-19 (IX): 257-313": the volume may be a range, too.
            rest = &rest[..at];
        }
    }
    if run.volume.is_empty()
        && let Some((first, others)) = rest.split_first()
    {
        run.volume = span(*first);
        rest = others;
        if run.issue.is_empty()
            && let Some(issue) = rest.first()
        {
            run.issue = span(*issue);
        }
    } else if run.issue.is_empty()
        && let Some(issue) = rest.first()
    {
        run.issue = span(*issue);
    }
}

/// "Proteins 1999; Suppl 3: 22-29": where supplements are numbered through, their number stands for the volume.
pub(super) fn supplement_volume(text: &Text, run: &mut Run) {
    if !run.volume.is_empty() || run.supplement.is_empty() {
        return;
    }
    let mut at = run.lo;
    while at < run.hi && text.span(at, at + 1).start < run.supplement.start {
        at += 1;
    }
    let opened = at > run.lo && text.any_mark(at - 1, b";,.") || at == run.lo;
    let last = (at..run.hi).find(|i| text.span(*i, *i + 1).end == run.supplement.end);
    if opened
        && let Some(last) = last
        && text.kind(last) == Kind::Number
    {
        run.volume = text.span(last, last + 1);
    }
}
