//! Texts in which a database lists several records without tags. Read as one page they would give one paper out of the
//! values of many; they are refused instead.

use crate::base::Span;

/// How a record begins in such a text: what stands in its first line, given the number of the record.
type Opening = fn(&str, usize) -> bool;

/// Ovid's fields (`<2>`), where they are not indented, the Cochrane Library (`Record #2 of 9`).
const OPENINGS: [Opening; 2] = [
    |line, number| line == format!("<{number}>"),
    |line, number| line.starts_with(&format!("Record #{number} of ")),
];

/// Number of the records, if there are several, and the line with which the second begins.
pub(super) fn several(text: &str) -> Option<(usize, Span)> {
    // Further down on a page, numbers with colons may be those of its references.
    let first = text.trim_start().lines().next().unwrap_or("");
    let summaries: Option<Opening> = summary(first, 1).then_some(summary);
    scopus(text).or_else(|| sciencedirect(text)).or_else(|| {
        OPENINGS
            .into_iter()
            .chain(summaries)
            .find_map(|opens| numbered(text, opens))
    })
}

/// PubMed's summaries: `2: Doe J. … PMID: 123.`
fn summary(line: &str, number: usize) -> bool {
    line.starts_with(&format!("{number}: ")) && (line.contains(" PMID: ") || line.contains(" doi: "))
}

fn numbered(text: &str, opens: Opening) -> Option<(usize, Span)> {
    let mut count = 0;
    let mut second = Span::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if opens(line.trim(), count + 1) {
            count += 1;
            if count == 2 {
                second = Span::new(at, at + line.trim_end().len());
            }
        }
        at += line.len();
    }
    (count > 1).then_some((count, second))
}

/// ScienceDirect's citations as text: each has its address in brackets, in a line of its own.
fn sciencedirect(text: &str) -> Option<(usize, Span)> {
    let own = |line: &str| line.starts_with("(https://www.sciencedirect.com/science/article/") && line.ends_with(')');
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        if own(line.trim()) {
            found.push(Span::new(at, at + line.trim_end().len()));
        }
        at += line.len();
    }
    let second = *found.get(1)?;
    Some((found.len(), second))
}

/// Scopus writes its name and the day of the export, and ends each record with the name again.
fn scopus(text: &str) -> Option<(usize, Span)> {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let own = lines.next()?.trim() == "Scopus" && lines.next()?.starts_with("EXPORT DATE:");
    let count = text.lines().filter(|line| line.trim() == "SOURCE: Scopus").count();
    own.then(|| (count.max(1), Span::new(0, text.lines().next().map_or(0, str::len))))
}
