//! Reference lists of copied pages: where entries begin and end, their numbers, and the link words to drop.

use super::headings::Section;
use super::lines::{Line, fold_blanks, trim};
use super::people::people;
use super::sections::{Block, Page};
use crate::base::Span;
use crate::record::RawReference;
use regex::Regex;
use std::sync::LazyLock;

/// Words of links that publishers print after a reference. Longer ones first where one begins another.
const LINKS: &str = r"PubMed Central Full Text|PubMed Central|PubMed Abstract|PubMed|Publisher Full Text|Free PMC Full Text|Free PMC article|PMC free article|Free Full Text|Full Text via CrossRef|Full Text HTML|ACS Full Text|Full Text|Full text|Google Scholar|Google Preview|Search Google Scholar|Cross ?Ref|crossref|Crossref Full Text|Crossref|Medline|MEDLINE|CAS|ChemPort|Article PubMed|Article|Abstract|View Record in Scopus|View in Scopus|View Article|View PDF|View at publisher|View at Publisher|View article|Wiley Online Library|Search ADS|PubMed/NCBI|NCBI|PMC|CrossRef Full Text|Crossref Full Text|Full Text PDF|Full Text PDF|PubMed Full Text|ISI Web of Science|Hyperlink|Open Url|Google Scholar Crossref|Taylor & Francis Online|SAGE Journals|IEEE Xplore|Europe PMC|Semantic Scholar|Astrophysics Data System|Cited By in Scopus ?\(\d+\)|Cited by|Scopus ?\(\d+\)|Scopus|PDF \([\d.,]+ ?[KMkm]B?\)|PDF|Web of Science(?: ?®)?|ISI|ADS|MathSciNet|MATH|zbMATH|Search PubMed|OpenURL|OpenUrl|HighWire|Link|Export Citation|Export|Download|Go to reference|Return to ref(?:erence)? \d+ in article|Green Version|Buy Via Ask\*IEEE|DOI|Show context|Ref list|Order a copy|opens in new tab|Open in new tab";

static LINK_LINE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^(?:[\s|\[\](){{}},;:·•—–-]*(?:{LINKS}))+[\s|\])}}.,;:·]*$")).ok());
static LINK_END: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:(?:\s*[|·]\s*|\s+[-–]\s+|[.\s\u{{a0}}\]),]\s*\[?\s*|\s*\[\s*)(?:{LINKS})\b\s*®?\]?)+[\s|\]),·.]*$"
    ))
    .ok()
});
static CITED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\s+[—–-]\s+cited \d+ times? in paper\s*$").ok());
static YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?:1[89]|20)\d\d[a-z]?\b|in press|forthcoming").ok());

/// The page's reference list: the longest of those under a heading for references.
pub fn references(page: &Page<'_>) -> (Option<usize>, Vec<RawReference>) {
    let mut best: (Option<usize>, Vec<RawReference>) = (None, Vec::new());
    for (index, block) in page.blocks.iter().enumerate() {
        if block.section != Section::References {
            continue;
        }
        let list = list(page, block);
        if list.len() > best.1.len() {
            best = (Some(index), list);
        }
    }
    best
}

/// One entry while it is gathered: its number and the lines that belong to it.
struct Entry {
    label: Option<Span>,
    lines: Vec<Span>,
}

fn list(page: &Page<'_>, block: &Block) -> Vec<RawReference> {
    let mut range = block.lines.clone();
    // The list may go on under a heading that is a part of it ("1 Article", "Notes").
    if range.is_empty() {
        return Vec::new();
    }
    range.end = range.end.min(range.start + 60_000);
    let numbered = numbered(page, range.clone());
    let named = named(page, range.clone());
    let entries = if named.len() >= 2 && named.len() > numbered.len() {
        named
    } else if numbered.len() >= 2 || numbered.len() == 1 && page.lines[range.start].number.is_some() {
        numbered
    } else {
        let bulleted = bulleted(page, range.clone());
        let marks = marks(page, range.clone());
        if bulleted.is_empty() || marks {
            plain(page, range)
        } else {
            bulleted
        }
    };
    entries
        .into_iter()
        .filter_map(|entry| finish(page.text, &entry))
        .collect()
}

/// A line's own list number: `12.`, `[12]`, `(12)`, `12` alone or before a tabulator; and what follows it.
fn number_of(text: &str, line: &Line) -> Option<(u32, Span, Span)> {
    if let Some(number) = line.number {
        return Some((number.of(text).parse().ok()?, number, line.span));
    }
    let words = line.of(text);
    let open = usize::from(words.starts_with(['[', '(']));
    let digits = words[open..].bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&digits) {
        return None;
    }
    let mut after = &words[open + digits..];
    if open == 1 {
        after = after.strip_prefix([']', ')'])?;
    } else if !(after.is_empty()
        || after.starts_with('\t')
        || after.starts_with("  ")
        || after.starts_with(". ")
        || after.starts_with(") "))
    {
        // "12 Smith J": a number and one blank; only a capital may follow.
        let next = after.strip_prefix(' ')?;
        if !next.starts_with(char::is_uppercase) {
            return None;
        }
    }
    let after = after.trim_start_matches(['.', ')']).trim_start();
    let start = line.span.start as usize;
    let number = Span::new(start + open, start + open + digits);
    let rest = Span::new(line.span.end as usize - after.len(), line.span.end as usize);
    Some((number.of(text).parse().ok()?, number, rest))
}

/// Entries whose numbers count up.
fn numbered(page: &Page<'_>, range: std::ops::Range<usize>) -> Vec<Entry> {
    let text = page.text;
    let mut entries: Vec<Entry> = Vec::new();
    let mut expected: u32 = 1;
    let mut base: Option<u16> = None;
    let mut ended = false;
    for index in range {
        let line = &page.lines[index];
        let own = number_of(text, line).filter(|(number, _, _)| {
            base.is_none_or(|indent| line.indent.abs_diff(indent) <= 3)
                && if entries.is_empty() {
                    *number <= 2
                } else {
                    *number >= expected && *number <= expected + 2
                }
        });
        if let Some((number, label, rest)) = own
            && !(ended && number > expected)
        {
            base = base.or(Some(line.indent));
            expected = number + 1;
            ended = false;
            entries.push(Entry {
                label: Some(label),
                lines: vec![rest],
            });
            continue;
        }
        let Some(entry) = entries.last_mut() else {
            // Before the first entry a menu or a sentence may stand, but not much.
            continue;
        };
        let indent = base.unwrap_or(0);
        let empty = entry.lines.iter().all(|span| span.is_empty());
        let words = line.of(text);
        if line.gap && line.indent <= indent && !empty && !is_link_line(words) {
            // An entry in several paragraphs: its year and journal are still to come.
            let dated = entry.lines.iter().any(|span| looks_cited(span.of(text)));
            ended = dated || ended || !(words.starts_with('(') && looks_cited(words));
        }
        if !ended {
            entry.lines.push(line.span);
        }
    }
    entries
}

/// Entries under what the text cites them by, each in a line of its own: `Meyer et al., 2015`, then authors, title, source
/// and links.
fn named(page: &Page<'_>, range: std::ops::Range<usize>) -> Vec<Entry> {
    let text = page.text;
    let names = |index: usize| page.lines.get(index).is_some_and(|line| is_cited_as(line.of(text)));
    let mut entries: Vec<Entry> = Vec::new();
    let mut linked = true;
    for index in range {
        // A source may read so as well ("Blood, 2015"); it has links under it, and what is cited has its authors.
        let next = page.lines.get(index + 1).map(|line| line.span);
        let opens = names(index) && !names(index + 1) && !is_link_line(page.line(index + 1));
        if opens && (linked || next.is_some_and(|next| is_only_names(text, next))) {
            entries.push(Entry {
                label: None,
                lines: Vec::new(),
            });
            linked = false;
            continue;
        }
        let Some(entry) = entries.last_mut() else {
            if names(index) {
                return Vec::new();
            }
            continue;
        };
        if is_link_line(page.line(index)) {
            linked = true;
        } else if !linked && entry.lines.len() < 8 {
            entry.lines.push(page.lines[index].span);
        }
    }
    entries.retain(|entry| !entry.lines.is_empty());
    let whole = entries
        .iter()
        .filter(|entry| (2..8).contains(&entry.lines.len()))
        .count();
    if whole * 2 < entries.len() {
        return Vec::new();
    }
    entries
}

/// `Tefferi, 2021`, `Meyer and Levine, 2012a`, `Kralovics et al., 2005`.
fn is_cited_as(words: &str) -> bool {
    let Some((names, year)) = words.rsplit_once(", ") else {
        return false;
    };
    let digits = year.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let dated = digits.len() == 4 && digits.starts_with(['1', '2']) && digits.bytes().all(|b| b.is_ascii_digit());
    dated
        && year.len() <= 5
        && names.len() <= 80
        && names.split(' ').count() <= 8
        && names.starts_with(char::is_uppercase)
        && !names.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | '(' | ';'))
}

/// Whether bullets mark only what is of importance, as the reviews of some journals have it, and most entries have none.
fn marks(page: &Page<'_>, range: std::ops::Range<usize>) -> bool {
    let explained = |line: &Line| {
        let words = line.of(page.text);
        words.contains('•')
            && ["of importance", "of interest", "of special interest"]
                .iter()
                .any(|of| words.to_lowercase().contains(of))
    };
    if range.clone().take(3).any(|index| explained(&page.lines[index])) {
        return true;
    }
    let cited = range
        .map(|index| &page.lines[index])
        .take_while(|line| !line.of(page.text).starts_with(['©', '|']))
        .filter(|line| looks_cited(line.of(page.text)) && !is_link_line(line.of(page.text)) && line.indent == 0);
    let (with, without): (Vec<&Line>, Vec<&Line>) = cited.partition(|line| line.bullet);
    without.len() > with.len()
}

/// Entries that are items of a bulleted list.
fn bulleted(page: &Page<'_>, range: std::ops::Range<usize>) -> Vec<Entry> {
    let text = page.text;
    let mut entries: Vec<Entry> = Vec::new();
    let mut base: Option<u16> = None;
    let mut misses = 0;
    for index in range {
        let line = &page.lines[index];
        if line.bullet && base.is_none_or(|indent| indent == line.indent) {
            if !looks_cited(line.of(text)) {
                misses += 1;
                if entries.is_empty() && misses > 15 || misses > entries.len() + 15 {
                    break;
                }
            }
            base = Some(line.indent);
            let rest = number_of(text, line).map_or(line.span, |(_, _, rest)| rest);
            entries.push(Entry {
                label: line.number,
                lines: vec![rest],
            });
            continue;
        }
        let Some(indent) = base else { continue };
        if line.indent > indent {
            if let Some(entry) = entries.last_mut() {
                entry.lines.push(line.span);
            }
        } else {
            break;
        }
    }
    let cited = entries
        .iter()
        .filter(|entry| entry.lines.iter().any(|span| looks_cited(span.of(text))))
        .count();
    if cited * 2 < entries.len() {
        return Vec::new();
    }
    // Menus before or after the list have no years; drop them from both ends.
    let good = |entry: &Entry| entry.lines.iter().any(|span| looks_cited(span.of(text)));
    let first = entries.iter().position(good).unwrap_or(0);
    let last = entries.iter().rposition(good).map_or(0, |at| at + 1);
    entries.truncate(last);
    entries.drain(..first);
    entries
}

/// Entries that are lines of their own.
fn plain(page: &Page<'_>, range: std::ops::Range<usize>) -> Vec<Entry> {
    let text = page.text;
    let mut entries: Vec<Entry> = Vec::new();
    let base = page.lines.get(range.start).map_or(0, |line| line.indent);
    let mut misses = 0;
    for index in range {
        let line = &page.lines[index];
        let words = line.of(text);
        if words.starts_with(['©', '|']) || words.starts_with("Copyright") {
            break;
        }
        if line.indent + 2 < base || line.indent < base && line.bullet {
            break;
        }
        if is_link_line(words) {
            continue;
        }
        if looks_cited(words) && words.len() >= 15 {
            misses = 0;
            entries.push(Entry {
                label: None,
                lines: vec![line.span],
            });
        } else if words.len() >= 30 && !entries.is_empty() && misses == 0 {
            misses += 1;
            entries.push(Entry {
                label: None,
                lines: vec![line.span],
            });
        } else if !entries.is_empty() || misses > 5 {
            break;
        } else {
            misses += 1;
        }
    }
    while entries
        .last()
        .is_some_and(|entry| entry.lines.iter().all(|span| !looks_cited(span.of(text))))
    {
        entries.pop();
    }
    entries
}

/// Whether the line has a year or an identifier: what nearly every reference has.
fn looks_cited(words: &str) -> bool {
    YEAR.as_ref().is_some_and(|regex| regex.is_match(words)) || words.contains("doi") || words.contains("PMID")
}

fn is_link_line(words: &str) -> bool {
    let words = words.trim_matches(|c: char| c.is_whitespace() || c == '↵');
    words.is_empty() || words.len() < 400 && LINK_LINE.as_ref().is_some_and(|regex| regex.is_match(words))
}

/// `span` without link words at its end.
fn strip_links(text: &str, span: Span) -> Span {
    let mut span = trim(text, span);
    if let Some(found) = CITED.as_ref().and_then(|regex| regex.find(span.of(text))) {
        span = Span::new(span.start as usize, span.start as usize + found.start());
    }
    let piece = span.of(text);
    // Link words stand in the last few hundred bytes; no need to search a long reference from its beginning.
    let mut from = piece.len().saturating_sub(600);
    while !piece.is_char_boundary(from) {
        from -= 1;
    }
    if let Some(found) = LINK_END.as_ref().and_then(|regex| regex.find(&piece[from..])) {
        let mut end = from + found.start();
        // The full stop that ends the reference is its own.
        if piece[end..].starts_with(['.', ')', ']']) {
            end += 1;
        }
        span = Span::new(0, end).shift(span.start as usize);
    }
    trim(text, span)
}

/// The reference of an entry; `None` where nothing but links is left.
fn finish(text: &str, entry: &Entry) -> Option<RawReference> {
    let mut kept: Vec<Span> = Vec::new();
    for line in &entry.lines {
        let words = line.of(text).trim();
        if is_link_line(words) {
            if kept.is_empty() {
                continue;
            }
            break;
        }
        let repeated = entry.label.map_or("", |label| label.of(text));
        let mut line = *line;
        if kept.is_empty()
            && !repeated.is_empty()
            && let Some(rest) = words.strip_prefix(repeated).and_then(|rest| rest.strip_prefix('.'))
            && rest.starts_with(' ')
        {
            line = trim(text, Span::new(line.end as usize - rest.len(), line.end as usize));
        }
        if words.trim_end_matches('.').bytes().all(|b| b.is_ascii_digit()) && kept.is_empty() {
            continue;
        }
        let stripped = strip_links(text, line);
        if !stripped.is_empty() {
            kept.push(stripped);
        }
        if stripped.end < trim(text, line).end {
            break; // links end the reference
        }
    }
    let span = kept.first()?.join(*kept.last()?);
    // Authors, title and source, each in a line: what a new line parts, a full stop parts in one.
    let apart = kept.len() == 3 && looks_cited(kept[2].of(text)) && is_only_names(text, kept[0]);
    let mut out = String::new();
    for piece in &kept {
        let words = fold_blanks(piece.of(text));
        let words = words.trim_start_matches('↵').trim_start();
        if !out.is_empty() && !words.starts_with(['.', ',', ';']) {
            let open = apart && !out.ends_with(['.', '?', '!', ',', ';', ':']);
            out.push_str(if open { ". " } else { " " });
        }
        out.push_str(words);
    }
    (out.chars().filter(|c| c.is_alphanumeric()).count() >= 4).then(|| RawReference {
        text: out,
        span,
        label: entry.label.map(|label| label.of(text).to_owned()),
        item: None,
    })
}

/// Whether a line is names and nothing else: `A. Tefferi`, `S.C. Meyer, M.D. Keller`.
fn is_only_names(text: &str, line: Span) -> bool {
    let found = people(text, line);
    line.len() <= 2_000 && !found.names.is_empty() && found.rejected == 0 && !looks_cited(line.of(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        for regex in [&LINK_LINE, &LINK_END, &CITED, &YEAR] {
            assert!(regex.is_some());
        }
    }

    #[test]
    fn link_words_go_and_the_reference_stays() {
        for (line, kept) in [
            (
                "Doe J. A title. Blood. 2010;115:1–9. CAS PubMed Google Scholar",
                "Doe J. A title. Blood. 2010;115:1–9.",
            ),
            (
                "Doe J. A title. Blood 2010, 115:1-9. [Google Scholar] [CrossRef]",
                "Doe J. A title. Blood 2010, 115:1-9.",
            ),
            (
                "Doe J. A title. Blood 2010; 115: 1. PubMed Abstract | Publisher Full Text",
                "Doe J. A title. Blood 2010; 115: 1.",
            ),
            (
                "Doe J (2010) Article. Blood 115:1–9 - PMC - PubMed",
                "Doe J (2010) Article. Blood 115:1–9",
            ),
            ("Doe J. What a link is. Blood 2010", "Doe J. What a link is. Blood 2010"),
        ] {
            let span = strip_links(line, Span::new(0, line.len()));
            assert_eq!(span.of(line), kept);
        }
        assert!(is_link_line("HighWireCrossRefPubMed"));
        assert!(is_link_line(
            "CAS\u{a0} PubMed\u{a0} PubMed Central\u{a0} Google Scholar\u{a0}"
        ));
        assert!(!is_link_line("Article about a link"));
    }
}
