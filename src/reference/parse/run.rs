//! The numeric run of a reference: year, volume, issue, supplement and pages, in whatever order a style has them.
//!
//! A run is a maximal piece of a reference that holds nothing but numbers, months, their labels and marks. Titles hold
//! runs too ("in 979 patients"); each run is read, and the one that reads best as a place in a journal is taken.

use super::text::{Case, Kind, Text};
use crate::base::Span;

/// The parts of a run, by their places in the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Run {
    /// First token.
    pub lo: usize,
    /// One past the last token.
    pub hi: usize,
    /// The year.
    pub year: Option<u16>,
    /// The words of the date.
    pub date: Span,
    /// Volume.
    pub volume: Span,
    /// Issue.
    pub issue: Span,
    /// Supplement with its label.
    pub supplement: Span,
    /// Pages, without label.
    pub page: Span,
    /// The pages bear a label (`pp.`).
    pub page_labelled: bool,
    /// How well it reads.
    pub score: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    None,
    Volume,
    Issue,
    Page,
    Supplement,
}

/// One number, range or bracketed piece of a run.
#[derive(Clone, Copy, Debug)]
struct Part {
    /// First token and one past the last.
    a: usize,
    b: usize,
    /// From the label on, where there is one.
    from: usize,
    label: Label,
    /// The mark before it; a blank where there is none.
    before: u8,
    range: bool,
    bracket: bool,
    month: bool,
    day: bool,
    used: bool,
}

/// Most parts a run is read for; later ones are passed over.
const PARTS: usize = 16;

/// Whether the token is the name of a month or a season in English, or of a month in some other languages.
pub fn month(text: &Text, i: usize) -> bool {
    if !text.word(i) {
        return false;
    }
    const NAMES: [&str; 42] = [
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "januar",
        "februar",
        "märz",
        "mai",
        "juni",
        "juli",
        "oktober",
        "dezember",
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
        "okt",
        "dez",
        "febr",
        "avr",
        "juin",
    ];
    let word = text.of(i);
    text.case(i) != Case::Lower
        && (3..=9).contains(&text.chars(i))
        && NAMES.iter().any(|name| word.eq_ignore_ascii_case(name))
}

fn label(text: &Text, i: usize) -> Option<Label> {
    if !text.word(i) || text.chars(i) > 10 {
        return None;
    }
    let dotted = text.mark(i + 1, b'.');
    let lower = text.case(i) == Case::Lower;
    Some(match text.of(i).to_ascii_lowercase().as_str() {
        "vol" | "volume" | "vols" | "bd" | "band" | "tome" | "jg" => Label::Volume,
        "v" if dotted || lower => Label::Volume,
        "no" | "nos" | "num" | "nr" | "number" | "issue" | "iss" | "heft" | "núm" | "nº" | "n°" => Label::Issue,
        "n" if dotted || lower => Label::Issue,
        "p" | "pp" | "pgs" | "pg" | "page" | "pages" | "pag" | "págs" => Label::Page,
        "art" | "article" | "id" | "articleid" | "seiten" => Label::Page,
        "s" if lower && dotted => Label::Page,
        "suppl" | "supplement" | "supp" | "sup" | "suppls" | "supplements" => Label::Supplement,
        _ => return None,
    })
}

/// Whether a word may stand within a run beside numbers.
fn filler(text: &Text, i: usize) -> bool {
    text.is_any(
        i,
        &[
            "pt", "part", "issue", "database", "e", "special", "spec", "web", "server", "print", "quiz", "r",
        ],
    )
}

/// The run from token `from` on that reads best; of equal ones the last.
pub fn best(text: &Text, from: usize, known_year: Option<u16>) -> Option<Run> {
    let end = text.len();
    let mut best: Option<Run> = None;
    let mut i = from;
    while i < end {
        let start = i;
        if !begins(text, i) {
            i += 1;
            continue;
        }
        let stop = extent(text, start);
        let run = read(text, start, stop, known_year);
        if best.is_none_or(|known| run.score >= known.score) && run.score > 0 {
            best = Some(run);
        }
        i = stop.max(start + 1);
    }
    best
}

fn begins(text: &Text, i: usize) -> bool {
    match text.kind(i) {
        Kind::Number => true,
        Kind::Mixed => page_like(text, i),
        Kind::Mark(b'(') => bracket(text, i).is_some(),
        Kind::Word => {
            let next = i + 1 + usize::from(text.any_mark(i + 1, b".:"));
            (label(text, i).is_some() && (text.numeric(next) || text.mark(next, b'(')))
                || (month(text, i) && (text.numeric(next) || month(text, next + 1)))
        }
        _ => false,
    }
}

/// A page of letters and digits: `e156`, `S12`, `143D`, `e1000123`, `CD004816`; a volume `12A`.
fn page_like(text: &Text, i: usize) -> bool {
    let word = text.of(i);
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars(i) as usize - digits;
    word.is_ascii() && digits >= 1 && letters <= 4 && word.len() <= 14 && (letters <= digits || letters <= 2)
}

/// A bracket that holds part of a place: an issue, a supplement, a date. Gives the index after it.
fn bracket(text: &Text, i: usize) -> Option<usize> {
    let close = text.closing(i, text.len(), 12)?;
    let inner = i + 1..close - 1;
    if inner.is_empty() {
        return None;
    }
    let mut numbers = 0;
    let mut words = 0;
    for at in inner.clone() {
        match text.kind(at) {
            Kind::Number => numbers += 1,
            Kind::Mixed if page_like(text, at) => numbers += 1,
            Kind::Word if month(text, at) || label(text, at).is_some() || filler(text, at) => numbers += 1,
            Kind::Word if text.is_any(at, &["in", "of", "and", "issue"]) => {}
            Kind::Word if inner.len() == 1 && roman(text.of(at)) => numbers += 1,
            Kind::Word | Kind::Mixed => words += 1,
            _ => {}
        }
    }
    let glued = i > 0 && text.kind(i - 1) == Kind::Number && !text.space(i) && inner.len() == 1;
    (numbers > 0 && words == 0 || glued).then_some(close)
}

fn roman(word: &str) -> bool {
    word.len() <= 6 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'))
}

/// One past the last token of the run that begins at `start`.
fn extent(text: &Text, start: usize) -> usize {
    let mut i = start;
    let mut end = start;
    while i < text.len() {
        match text.kind(i) {
            Kind::Number => i += 1,
            Kind::Mixed if page_like(text, i) => i += 1,
            Kind::Mark(b'(') | Kind::Mark(b'[') => match bracket(text, i) {
                Some(after) => i = after,
                None if text.any_mark(i + 1, b")]") => {
                    i += 2;
                    continue;
                }
                None => break,
            },
            Kind::Mark(b'.' | b',' | b':' | b';' | b'/' | b'&' | b'+' | b'=' | b'*' | b'|') | Kind::Dash => {
                i += 1;
                continue;
            }
            Kind::Word if month(text, i) || label(text, i).is_some() || filler(text, i) => {
                let next = i + 1 + usize::from(text.any_mark(i + 1, b".:"));
                let beside = text.numeric(next)
                    || text.mark(next, b'(')
                    || month(text, i)
                    || text.kind(next) == Kind::Dash
                    || i > start && (text.numeric(i - 1) || filler(text, i - 1) || label(text, i - 1).is_some())
                    || label(text, next).is_some();
                if !beside {
                    break;
                }
                i += 1;
            }
            // Roman pages and single letters between a dash: "pp. xii–xv", "C3–197".
            Kind::Word
                if i > start && text.chars(i) <= 5 && roman_lower(text.of(i)) && text.any_mark(i - 1, b":.,") =>
            {
                i += 1
            }
            _ => break,
        }
        end = i;
    }
    end
}

fn roman_lower(word: &str) -> bool {
    word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'l'))
}

/// Cuts a run into its parts.
fn parts(text: &Text, lo: usize, hi: usize, parts: &mut [Part; PARTS]) -> usize {
    let mut count = 0;
    let mut pending = Label::None;
    let mut pending_from = 0;
    let mut before = b' ';
    let mut i = lo;
    while i < hi && count < PARTS {
        let mut part = Part {
            a: i,
            b: i + 1,
            from: i,
            label: Label::None,
            before,
            range: false,
            bracket: false,
            month: false,
            day: false,
            used: false,
        };
        match text.kind(i) {
            Kind::Number | Kind::Mixed => {
                let mut end = i + 1;
                loop {
                    // "58.8" is two parts; "1122.e1" is one.
                    if text.mark(end, b'.')
                        && text.kind(end + 1) == Kind::Mixed
                        && !text.space(end)
                        && !text.space(end + 1)
                        && text.of(end + 1).starts_with('e')
                    {
                        end += 2;
                    } else if text.kind(end) == Kind::Dash
                        && end + 1 < hi
                        && text.numeric(end + 1)
                        && !(month(text, end + 2) && !text.mark(end + 2, b':'))
                    {
                        part.range = true;
                        end += 2;
                    } else if text.kind(end) == Kind::Dash && text.kind(end + 1) == Kind::Dash && text.numeric(end + 2)
                    {
                        part.range = true;
                        end += 3;
                    } else if text.mark(end, b'/')
                        && text.kind(end + 1) == Kind::Number
                        && !text.space(end + 1)
                        && end + 1 < hi
                    {
                        end += 2;
                    } else {
                        break;
                    }
                }
                part.b = end;
                part.label = pending;
                part.from = if pending == Label::None { i } else { pending_from };
                pending = Label::None;
                before = b' ';
                i = end;
            }
            Kind::Mark(b'(' | b'[') => {
                let close = text.closing(i, hi, 12).unwrap_or(i + 1);
                part.a = i + 1;
                part.b = close.saturating_sub(1).max(i + 1);
                part.bracket = true;
                before = b' ';
                i = close.max(i + 1);
                if part.a >= part.b {
                    continue;
                }
            }
            Kind::Word if month(text, i) => {
                part.month = true;
                before = b' ';
                i += 1;
            }
            Kind::Word => {
                match label(text, i) {
                    // "3 Suppl", "2 Suppl 1": the number before it is the issue.
                    Some(found) => {
                        let next = i + 1 + usize::from(text.any_mark(i + 1, b"._"));
                        if found == Label::Supplement && (!text.numeric(next) || text.mark(next, b':')) {
                            part.label = Label::Supplement;
                            i += 1;
                            before = b' ';
                            parts[count] = part;
                            count += 1;
                            continue;
                        }
                        if pending == Label::None {
                            pending_from = i;
                        }
                        pending = found;
                    }
                    None if roman_lower(text.of(i)) && text.chars(i) > 1 => {
                        part.label = pending;
                        pending = Label::None;
                        if text.kind(i + 1) == Kind::Dash && i + 2 < hi {
                            part.b = i + 3;
                            part.range = true;
                        }
                        i = part.b;
                        parts[count] = part;
                        count += 1;
                        continue;
                    }
                    None => {}
                }
                i += 1;
                continue;
            }
            Kind::Mark(mark) => {
                // A dot after a label or month says nothing.
                if !(mark == b'.' && before != b' ') {
                    before = mark;
                }
                i += 1;
                continue;
            }
            _ => {
                i += 1;
                continue;
            }
        }
        parts[count] = part;
        count += 1;
    }
    count
}

/// Reads the run from `lo` to `hi`. `known_year` is a year found elsewhere, after the authors.
fn read(text: &Text, lo: usize, hi: usize, known_year: Option<u16>) -> Run {
    let blank = Part {
        a: 0,
        b: 0,
        from: 0,
        label: Label::None,
        before: b' ',
        range: false,
        bracket: false,
        month: false,
        day: false,
        used: false,
    };
    let mut buffer = [blank; PARTS];
    let count = parts(text, lo, hi, &mut buffer);
    let parts = &mut buffer[..count];
    let mut run = Run {
        lo,
        hi,
        ..Run::default()
    };
    let span = |part: &Part| text.span(part.a, part.b);
    days(text, parts);
    if let Some(index) = find_year(text, parts, known_year) {
        let part = &mut parts[index];
        part.used = true;
        for at in part.a..part.b {
            run.year = run.year.or(text.year(at));
        }
        run.date = text.span(part.a, part.b);
        // The months and days beside it.
        for other in (0..index).rev() {
            if !(parts[other].month || parts[other].day) {
                break;
            }
            run.date = run.date.join(span(&parts[other]));
        }
        for part in &parts[index + 1..] {
            if !(part.month || part.day) {
                break;
            }
            run.date = run.date.join(span(part));
        }
    }
    for part in parts.iter_mut() {
        part.used |= part.month || part.day;
    }
    labelled(text, parts, &mut run);
    brackets(text, parts, &mut run);
    unlabelled(text, parts, &mut run);
    run.score = score(text, &run, parts);
    run
}

/// Marks numbers that are days of a month.
fn days(text: &Text, parts: &mut [Part]) {
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
fn find_year(text: &Text, parts: &[Part], known: Option<u16>) -> Option<usize> {
    let bare = |part: &Part| !part.bracket && part.label == Label::None && !part.range && text.year(part.a).is_some();
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
fn labelled(text: &Text, parts: &mut [Part], run: &mut Run) {
    for index in 0..parts.len() {
        let part = parts[index];
        if part.used {
            continue;
        }
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
                parts[index].used = true;
                continue;
            }
        };
        if slot.is_empty() {
            *slot = text.span(part.a, part.b);
            parts[index].used = true;
        }
    }
}

/// Brackets after a volume: issue, supplement, or both.
fn brackets(text: &Text, parts: &mut [Part], run: &mut Run) {
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
fn unlabelled(text: &Text, parts: &mut [Part], run: &mut Run) {
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

fn score(text: &Text, run: &Run, parts: &[Part]) -> i32 {
    let mut score = 0;
    if !run.page.is_empty() {
        score += 2;
        let page = run.page.of(text.source);
        score += 2 * i32::from(page.contains(|c: char| !c.is_alphanumeric()));
        score += 2 * i32::from(run.page_labelled);
        score += 2 * i32::from(!run.volume.is_empty());
    }
    score += i32::from(!run.volume.is_empty());
    score += 2 * i32::from(parts.iter().any(|part| part.label == Label::Volume));
    score += 2 * i32::from(run.year.is_some());
    score += 2 * i32::from(!run.issue.is_empty() && !run.volume.is_empty());
    score += i32::from(parts.iter().any(|part| part.before == b':' || part.before == b';'));
    score += i32::from(parts.iter().any(|part| part.month));
    score += i32::from(run.hi + 1 >= text.len());
    // A year alone is a place only where nothing better is; a number alone is none.
    if run.year.is_none()
        && (run.page.is_empty() || run.volume.is_empty())
        && !run.page_labelled
        && run.hi + 1 < text.len()
    {
        score -= 3;
    }
    score
}
