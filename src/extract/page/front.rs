//! The authors under the title and the journal's line, where no citation line gives them.

use super::Found;
use super::abstracts::Abstract;
use super::citation::{Citation, citation};
use super::headings::{Section, section_of};
use super::kinds::is_kind;
use super::labels::date_in;
use super::lines::{fold_blanks, words};
use super::linked::linked;
use super::people::{People, people};
use super::sections::Page;
use super::title::Title;
use crate::base::{Name, Span, fold};
use crate::journals::Journals;
use crate::record::Field;

/// The author lines after the title, before the abstract; of two that name the same people the one with whole given names.
pub fn authors(page: &Page<'_>, title: &Title, abstract_: Option<&Abstract>) -> Option<People> {
    let stop = abstract_
        .map(|a| a.head.unwrap_or(a.line))
        .filter(|&line| line > title.line)
        .unwrap_or(usize::MAX)
        .min(title.line + 16)
        .min(page.lines.len());
    let list = with_links(page, title, abstract_, first_list(page, title, stop))?;
    let spelled = (title.line + 1..stop)
        .map(|index| people(page.text, page.lines[index].span))
        .find(|other| other.is_list() && spells_out(&other.names, &list.names));
    Some(spelled.unwrap_or(list))
}

/// The list under the title, or that of blocks with the site's links, where it has more of the same names or the other has
/// but one.
fn with_links(page: &Page<'_>, title: &Title, abstract_: Option<&Abstract>, list: Option<People>) -> Option<People> {
    let head = abstract_
        .map(|a| a.head.unwrap_or(a.line))
        .filter(|&line| line > title.line);
    let end = (title.line + 1..page.lines.len())
        .find(|&line| matches!(page.section(line), Section::References | Section::Foreign));
    let stop = head.or(end).unwrap_or(page.lines.len()).min(title.line + 400);
    let Some(linked) = linked(page, title.line + 1, stop) else {
        return list;
    };
    let Some(list) = list else { return Some(linked) };
    let has = |name: &Name| linked.names.iter().any(|(other, _)| other.main() == name.main());
    let distinct = list
        .names
        .iter()
        .any(|(name, _)| Some(name.main()) != list.names.first().map(|(first, _)| first.main()));
    // In a column of such blocks names are printed twice.
    let twice = list.names.windows(2).any(|pair| pair[0].0 == pair[1].0);
    let more = linked.names.len() > list.names.len() && list.names.iter().all(|(name, _)| has(name));
    Some(if !distinct || twice || more { linked } else { list })
}

/// The first list of names between the title and the line `stop`.
fn first_list(page: &Page<'_>, title: &Title, stop: usize) -> Option<People> {
    let text = page.text;
    for index in title.line + 1..stop {
        let line = &page.lines[index];
        if line.span.len() > 12_000 {
            break;
        }
        if line.bullet {
            if let Some(found) = listed(page, index) {
                return Some(found);
            }
            continue;
        }
        // "Clin Pediatr Hematol Oncol 2022;29:44-51.": a journal, and no one of that name.
        if line.span.len() <= 200 {
            let cited = citation(text, line.span, &[]);
            if cited.strength() >= 2 && cited.people.names.is_empty() {
                continue;
            }
        }
        let list = people(text, line.span);
        if list.is_list() {
            let mut list = list;
            unglue_marks(page, line.span, &mut list);
            // A long author list may run over lines.
            let mut at = index + 1;
            while at < stop && page.line(at - 1).ends_with([',', ';', '&']) && !page.lines[at].gap {
                let more = people(text, page.lines[at].span);
                if more.names.is_empty() || more.rejected > 0 {
                    break;
                }
                list.names.extend(more.names);
                list.et_al = list.et_al.or(more.et_al);
                at += 1;
            }
            return Some(list);
        }
        let alone = list.names.len() == 1 && list.rejected == 0 && line.span.len() <= 60;
        let words = line.of(text);
        // Farther down with the figure of an affiliation: lines of the journal may stand between.
        let figured = words
            .trim_end_matches([',', ' ', '&', '*'])
            .rsplit(' ')
            .next()
            .is_some_and(|last| last.starts_with(char::is_uppercase) && last.ends_with(|c: char| c.is_ascii_digit()));
        let near = index <= title.line + 4 || figured && index <= title.line + 10;
        if alone && !is_journal(words) && near && !is_kind(words) {
            let mut list = list;
            column(page, index, stop, &mut list);
            return Some(list);
        }
    }
    None
}

/// The names below the one on line `first`, each on a line of its own: with nothing between them but the marks of their
/// affiliations, or with the affiliations themselves.
fn column(page: &Page<'_>, first: usize, abstract_: usize, list: &mut People) {
    let below = (first + 1..page.lines.len().min(first + 400)).find(|&line| section_of(page.line(line)).is_some());
    let below = below.unwrap_or(page.lines.len().min(first + 400));
    let stop = if abstract_ < page.lines.len() && abstract_ < first + 16 {
        below.min(abstract_)
    } else {
        below
    };
    let mut at = first + 1;
    let mut above = first;
    while at < stop {
        if matches!(page.line(at), "..." | "…") {
            // The site left names out here.
            list.et_al = Some(page.lines[at].span);
            break;
        }
        if is_marks(page.line(at)) {
            above = at;
            at += 1;
            continue;
        }
        // After a comma, or with marks of affiliations at both names, the list goes on, whatever blank lines stand between.
        let marked = |line: usize| page.line(line).ends_with(|c: char| c.is_ascii_digit() || c == '*');
        let apart = page.lines[at].gap && !page.line(above).ends_with(',') && !(marked(first) && marked(at));
        let Some(more) = one_name(page, at).filter(|_| !apart) else {
            break;
        };
        list.names.extend(more.names);
        above = at;
        at += 1;
    }
    if list.names.len() > 1 || list.et_al.is_some() {
        return;
    }
    at = first + 1;
    while at < stop && is_affiliation(page.line(at)) {
        // A name, with its affiliation below.
        let named = |next: &usize| one_name(page, *next).is_some() && is_affiliation(page.line(next + 1));
        let next = (at + 1..(at + 5).min(stop.saturating_sub(1))).find(named);
        let between = at + 1..next.unwrap_or(at + 1);
        let Some(more) = next.and_then(|next| one_name(page, next)) else {
            break;
        };
        // "Corresponding author:" is followed by one of them again.
        let again = more
            .names
            .iter()
            .any(|(name, _)| list.names.iter().any(|(known, _)| known == name));
        if again || between.clone().any(|line| page.line(line).ends_with(':')) {
            break;
        }
        list.names.extend(more.names);
        at = next.unwrap_or(at) + 1;
    }
}

/// The one name that a line consists of.
pub fn one_name(page: &Page<'_>, index: usize) -> Option<People> {
    let line = page
        .lines
        .get(index)
        .filter(|line| line.span.len() <= 60 && !line.bullet)?;
    let found = people(page.text, line.span);
    (found.names.len() == 1 && found.rejected == 0 && !is_journal(line.of(page.text))).then_some(found)
}

/// Whether the words are the name of a known journal, of two words or more: one word may be anything.
pub fn is_journal(text: &str) -> bool {
    (2..=16).contains(&words(text)) && text.len() <= 120 && Journals::is_listed(text)
}

/// Whether a line consists of the marks of affiliations: `1,2,*`, `9,10 and`, `a`.
pub fn is_marks(text: &str) -> bool {
    let mark = |word: &str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters <= 1
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ",*∗†‡§¶#&".contains(c))
    };
    text.len() <= 40
        && text
            .split([' ', ','])
            .all(|word| mark(word) || matches!(word, "and" | "by"))
}

/// Whether the line names a place of work.
pub fn is_affiliation(text: &str) -> bool {
    const PLACES: [&str; 30] = [
        "academy",
        "center",
        "centre",
        "centro",
        "clinic",
        "college",
        "depart",
        "dipart",
        "division",
        "escuela",
        "facolt",
        "faculd",
        "facult",
        "fakult",
        "foundation",
        "hospital",
        "hochschule",
        "institut",
        "istituto",
        "klinik",
        "laborator",
        "school",
        "univ",
        "ziekenhuis",
        "大学",
        "医院",
        "病院",
        "研究所",
        "infirmary",
        "szpital",
    ];
    let lower = text.to_lowercase();
    text.len() <= 400 && PLACES.iter().any(|place| lower.contains(place))
}

/// A date alone on a line, or after "Published", and pages alone on a line: near the title.
pub fn dates_and_pages(page: &Page<'_>, title: &Title, found: &mut Found) {
    let text = page.text;
    let end = (title.line + 14).min(page.lines.len());
    for index in title.line.saturating_sub(4)..end {
        let line = &page.lines[index];
        let words = line.of(text);
        if words.len() > 120
            || index == title.line
            || matches!(page.section(index), Section::References | Section::Foreign)
        {
            continue;
        }
        let opening = [
            "First published online",
            "First published",
            "Published online",
            "Published",
            "Posted",
        ]
        .into_iter()
        .find(|opening| words.starts_with(opening));
        let rest = Span::new(
            line.span.start as usize + opening.map_or(0, str::len),
            line.span.end as usize,
        );
        if let Some((date, at)) = date_in(text, rest)
            && date.month.is_some()
        {
            let before = Span {
                start: rest.start,
                end: at.start,
            }
            .of(text);
            let after = Span {
                start: at.end,
                end: rest.end,
            }
            .of(text);
            let alone = before.trim_matches([' ', ':', '\u{a0}', ',']).is_empty()
                && (after.trim().is_empty()
                    || opening.is_some() && after.trim_start().starts_with(['.', '|', '·', ';', ',']));
            let weight = match opening {
                Some(opening) if opening.contains("nline") || opening.starts_with("First") => 40,
                Some(_) => 60,
                None => 30,
            };
            if alone {
                found.claims.date(Field::Issued, date, at, "date-line", weight);
            }
        }
        let pages = ["pages ", "Pages ", "pp. ", "Pages: ", "p. "]
            .into_iter()
            .find_map(|label| words.strip_prefix(label));
        if let Some(pages) = pages
            && pages.len() <= 20
            && pages.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())
        {
            let at = Span::new(line.span.end as usize - pages.len(), line.span.end as usize);
            found.pages(text, at, "pages-line", 60);
        }
    }
}

/// Affiliation letters that the copy glued to names (`Smitha, Jonesb & Braund*`): dropped where the rest of the page has half
/// of the family names without them; where affiliations below begin with them (`aDivision of Haematology`), one is enough if
/// none stands anywhere with its letter.
fn unglue_marks(page: &Page<'_>, line: Span, people: &mut People) {
    let ends = |(name, at): &(Name, Span), is_mark: &dyn Fn(char) -> bool| {
        let family = name.main();
        let last = name.family.is_some() && at.of(page.text).ends_with(family);
        last && family.len() > 2 && family.ends_with(is_mark)
    };
    if people.names.len() < 2 || people.names.len() > 60 {
        return;
    }
    let marks: Vec<char> = page
        .lines
        .iter()
        .skip_while(|other| other.span.start <= line.start)
        .take(40)
        .filter_map(|other| {
            let mut letters = other.of(page.text).chars();
            let mark = letters.next().filter(|c| ('a'..='i').contains(c))?;
            (letters.find(|c| *c != ' ')?.is_uppercase() && is_affiliation(other.of(page.text))).then_some(mark)
        })
        .collect();
    let lettered = |name: &(Name, Span)| ends(name, &|c| marks.contains(&c));
    let by_marks = marks.contains(&'a') && people.names.iter().all(lettered);
    if !by_marks
        && !people
            .names
            .iter()
            .all(|name| ends(name, &|c| ('a'..='i').contains(&c)))
    {
        return;
    }
    let elsewhere = |family: &str| {
        page.text.match_indices(family).take(200).any(|(at, _)| {
            let outside = at < line.start as usize || at >= line.end as usize;
            let before = page.text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            let after = page.text[at + family.len()..]
                .chars()
                .next()
                .is_none_or(|c| !c.is_alphanumeric());
            outside && before && after
        })
    };
    let bare: Vec<String> = people
        .names
        .iter()
        .map(|(name, _)| name.main()[..name.main().len() - 1].to_owned())
        .collect();
    // A letter is a mark where the name stands somewhere without it, and none stands anywhere with it.
    let known = bare.iter().filter(|family| elsewhere(family)).count();
    let with = || people.names.iter().any(|(name, _)| elsewhere(name.main()));
    if known * 2 < bare.len() && (!by_marks || known == 0 || with()) {
        return;
    }
    for ((name, span), family) in people.names.iter_mut().zip(bare) {
        name.family = Some(family.into());
        span.end -= 1;
    }
}

/// The list of names that the line `start` with its bullet begins.
pub fn listed(page: &Page<'_>, start: usize) -> Option<People> {
    let mut all = People::default();
    for index in start..(start + 300).min(page.lines.len()) {
        let line = &page.lines[index];
        let words = line.of(page.text);
        // What PLOS writes below each name.
        let about = [
            "Affiliation",
            "Contributed equally",
            "Current address",
            "These authors",
            "* E-mail",
        ];
        if index > start
            && !line.bullet
            && (words.contains('@') || about.iter().any(|opening| words.starts_with(opening)))
        {
            continue;
        }
        if matches!(page.section(index), Section::References | Section::Foreign) {
            break;
        }
        // An affiliation may stand in brackets behind each name.
        if !line.bullet || line.span.len() > 500 || line.indent != page.lines[start].indent {
            break;
        }
        if words.chars().all(|c| !c.is_alphanumeric()) {
            continue;
        }
        let found = people(page.text, line.span);
        if found.names.is_empty() || found.rejected > 0 {
            break;
        }
        all.names.extend(found.names);
    }
    (all.names.len() >= 2).then_some(all)
}

/// Lines that cite the page's own journal: above the title or near it, never in other people's boxes.
pub fn journal_line(page: &Page<'_>, title: Option<&Title>, abstract_: Option<&Abstract>) -> Option<Citation> {
    let titles: Vec<Span> = title.map(|t| t.span).into_iter().collect();
    let near = title.map_or(0, |t| t.line);
    let stop = abstract_
        .map_or(near + 40, |a| (a.line + 8).max(near + 12))
        .min(page.lines.len());
    let mut best: Option<(usize, Citation)> = None;
    for index in near.saturating_sub(400)..stop {
        let line = &page.lines[index];
        let words = line.of(page.text);
        if words.len() > 300 || !words.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let section = page.section(index);
        if matches!(section, Section::References | Section::Cite | Section::Foreign) {
            continue;
        }
        // "1,2,3,4,": marks of affiliations.
        if is_marks(words) {
            continue;
        }
        let mut found = citation(page.text, line.span, &titles);
        // One of a list, with authors of its own: what the paper cites.
        let within = |journal: Span| journal.start > line.span.start + 12;
        if (line.bullet || line.number.is_some())
            && (!found.people.names.is_empty() || found.journal.is_some_and(within))
        {
            continue;
        }
        if found.journal.is_none() && found.strength() >= 2 {
            // The journal's name may have a line of its own above.
            found.journal = index
                .checked_sub(1)
                .map(|above| page.lines[above])
                .filter(|above| !above.bullet && Some(above.span) != title.map(|t| t.span))
                .and_then(|above| journal_above(page.text, above.span));
        }
        let close = index.abs_diff(near) <= 25;
        let worth = found.strength() * 10 + usize::from(found.journal.is_some()) * 5 + usize::from(close) * 3;
        if found.strength() >= if close { 2 } else { 4 }
            && (found.pages.is_some() || found.volume.is_some() && found.issued.is_some())
            && best.as_ref().is_none_or(|(score, _)| worth > *score)
        {
            best = Some((worth, found));
        }
    }
    best.map(|(_, citation)| citation)
}

/// The journal's name that the line consists of.
fn journal_above(text: &str, line: Span) -> Option<Span> {
    let words = line.of(text);
    // PubMed Central's picture and link; of some papers it is that of the house.
    if let Some((_, name)) = words.split_once(" logoLink to ") {
        let at = Span::new(line.end as usize - name.len(), line.end as usize);
        return Journals::is_listed(name).then_some(at);
    }
    journal_like(words).then_some(line)
}

/// A journal's name alone on a line, and no person's.
fn journal_like(text: &str) -> bool {
    let labelled = ["Copyright", "Keywords:", "Key words:"];
    let other = labelled.iter().any(|label| text.starts_with(label)) || matches!(text, "Review") || text.contains('©');
    let named = name_like(text) && people(text, Span::new(0, text.len())).names.is_empty();
    is_journal(text.trim_end_matches('.')) || named && !other
}

/// A name alone on a line: a person's or a journal's.
pub fn name_like(text: &str) -> bool {
    text.len() <= 90
        && words(text) <= 10
        && section_of(text).is_none()
        && !is_kind(text)
        && text.starts_with(|c: char| c.is_uppercase())
        && !text.ends_with([':', '.', '?', '!'])
        // "JOURNAL FREE ACCESS"
        && !text.to_ascii_lowercase().ends_with(" access")
        && !text.contains(['•', '|', '>', '@', '»'])
}

/// Claims the names of `people` under `rule`.
pub fn claim_people(people: &People, rule: &'static str, weight: u8, found: &mut Found) {
    for (name, span) in &people.names {
        found.claims.name(Field::Author, name.clone(), *span, rule, weight);
    }
}

/// Whether `long` begins with the names of `short` and has more.
pub fn completes(long: &[(Name, Span)], short: &[(Name, Span)]) -> bool {
    long.len() > short.len()
        && short.iter().zip(long).all(|((a, _), (b, _))| {
            let (a, b) = (fold(a.main()), fold(b.main()));
            a == b || a.ends_with(&b) || b.ends_with(&a)
        })
}

/// Whether both lists name the same people, and `full` has whole given names where `short` has initials.
pub fn spells_out(full: &[(Name, Span)], short: &[(Name, Span)]) -> bool {
    let given = |list: &[(Name, Span)]| {
        list.iter()
            .filter_map(|(name, _)| name.given.as_deref())
            .map(str::len)
            .sum::<usize>()
    };
    full.len() == short.len()
        && given(full) > given(short)
        && short.iter().zip(full).all(|((a, _), (b, _))| {
            let (a, b) = (fold(a.main()), fold(b.main()));
            a == b || a.ends_with(&b) || b.ends_with(&a)
        })
}

/// Claims the fields of a citation.
pub fn claim_citation(text: &str, cited: &Citation, rule: &'static str, weight: u8, found: &mut Found) {
    if let Some(title) = cited.title.filter(|t| words(t.of(text)) >= 2) {
        found.title(text, title, rule, weight);
    }
    if let Some(journal) = cited.journal {
        found.claims.text(
            Field::ContainerTitle,
            fold_blanks(journal.of(text)),
            journal,
            rule,
            weight,
        );
    }
    for (field, span) in [(Field::Volume, cited.volume), (Field::Issue, cited.issue)] {
        if let Some(span) = span {
            found.claims.text(field, fold_blanks(span.of(text)), span, rule, weight);
        }
    }
    if let Some(pages) = cited.pages {
        found.pages(text, pages, rule, weight);
    }
    if let Some((date, span)) = cited.issued {
        found.claims.date(Field::Issued, date, span, rule, weight);
    }
    if let Some(doi) = cited.doi {
        found.doi(text, doi, rule, weight);
    }
}
