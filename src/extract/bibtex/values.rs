//! Values that are not plain text: dates, pages, identifiers and addresses.

use super::latex::text;
use crate::base::PartialDate;
use std::borrow::Cow;

/// Reads a date from `year` (a year or a whole date) and what `month` and `day` add.
pub(super) fn date_of(year: &str, month: Option<&str>, day: Option<&str>) -> Option<PartialDate> {
    let bare = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    let mut date = if bare {
        PartialDate::year(year.parse().ok()?)?
    } else {
        PartialDate::parse_season(year)
            .or_else(|| PartialDate::parse(year))
            .or_else(|| PartialDate::year(four_digits(year)?))?
    };
    let (Some(month), true) = (month, date.month.is_none() && date.season.is_none()) else {
        return Some(date);
    };
    let day = day.and_then(|day| day.trim().parse().ok());
    if let Some(number) = month_number(month) {
        return PartialDate::new(date.year, Some(number), day);
    }
    let words = month.contains(char::is_alphabetic);
    let rest = if words {
        Cow::Borrowed(month)
    } else {
        Cow::Owned(first_number(month))
    };
    if let Some(full) = PartialDate::parse(&format!("{} {rest}", date.year)) {
        date.month = full.month;
        date.season = full.season;
        date.day = if words { full.day } else { None };
        if date.day.is_none() && date.month.is_some() {
            return PartialDate::new(date.year, date.month, day);
        }
    }
    Some(date)
}

/// The months as BibTeX's own macros and as numbers; all else goes the long way.
fn month_number(month: &str) -> Option<u8> {
    const MACROS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let month = month.trim();
    let index = MACROS.iter().position(|name| month.eq_ignore_ascii_case(name));
    match index {
        Some(index) => u8::try_from(index + 1).ok(),
        None => month.parse().ok().filter(|number| (1..=12).contains(number)),
    }
}

fn first_number(text: &str) -> String {
    text.chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect()
}

/// The first run of exactly four digits: `c1998`, `1998a`, `[1998]`.
fn four_digits(text: &str) -> Option<u16> {
    text.split(|c: char| !c.is_ascii_digit())
        .find(|run| run.len() == 4)?
        .parse()
        .ok()
}

/// A page range: one hyphen between, no blanks about it, no `pp.` before it.
pub(super) fn pages(raw: &str) -> Cow<'_, str> {
    let trimmed = raw.trim();
    let simple = trimmed.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if simple {
        return match trimmed.find("--") {
            None => Cow::Borrowed(trimmed),
            Some(at) => {
                let mut out = String::with_capacity(trimmed.len());
                out.push_str(&trimmed[..at]);
                for part in trimmed[at..].split('-').filter(|part| !part.is_empty()) {
                    out.push('-');
                    out.push_str(part);
                }
                Cow::Owned(out)
            }
        };
    }
    let decoded = text(trimmed);
    let mut pages = decoded.as_ref();
    for label in ["pages ", "pp. ", "pp.", "pp ", "p. ", "p."] {
        if let Some(head) = pages.get(..label.len())
            && head.eq_ignore_ascii_case(label)
        {
            pages = pages[label.len()..].trim_start();
            break;
        }
    }
    let mut out = String::with_capacity(pages.len());
    for c in pages.chars() {
        let c = match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            c => c,
        };
        if c == '-' {
            out.truncate(out.trim_end().len());
        }
        if !(out.ends_with('-') && (c == '-' || c == ' ')) {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// An identifier or address: its characters as they are, LaTeX's escapes and braces taken off.
pub(super) fn identifier(raw: &str) -> Cow<'_, str> {
    let mut value = raw.trim();
    while let Some(inner) = value
        .strip_prefix("\\url")
        .map(str::trim_start)
        .unwrap_or(value)
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
    {
        value = inner.trim();
    }
    if !value.contains(['\\', '\n', '\r', '$']) {
        return Cow::Borrowed(value);
    }
    if value.contains("\\text") || value.contains('$') && value.contains("\\sim") {
        return text(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.peek() {
                Some(next) if "_%&#$~^{}".contains(*next) => {
                    let accent = matches!(next, '~' | '^');
                    out.extend(chars.next());
                    if accent && chars.peek() == Some(&'{') {
                        chars.next();
                    }
                }
                Some('/') => {}
                _ => out.push('\\'),
            },
            '{' | '}' | '\n' | '\r' | '\t' => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// PubMed's identifiers in a note.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Labels {
    /// The digits after `PMID:`.
    pub pmid: Option<String>,
    /// What follows `PMCID:`.
    pub pmcid: Option<String>,
    /// The note says nothing else.
    pub nothing_else: bool,
}

/// Finds `PMID: 123` and `PMCID: PMC123` at the beginning of a note.
pub(super) fn pubmed_labels(note: &str) -> Labels {
    let mut labels = Labels::default();
    let mut rest = note.trim();
    while let Some((label, value)) = rest.split_once(':') {
        let value = value.trim_start();
        let end = value
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.'))
            .unwrap_or(value.len());
        let slot = match label.trim() {
            "PMID" => &mut labels.pmid,
            "PMCID" => &mut labels.pmcid,
            _ => break,
        };
        if end == 0 {
            break;
        }
        *slot = Some(value[..end].to_owned());
        rest = value[end..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.'));
    }
    labels.nothing_else = rest.is_empty();
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_put_together() {
        let date = |year, month, day| date_of(year, month, day).map(|date| date.to_string());
        for (year, month, day, expected) in [
            ("2019", Some("Sep."), None, "2019-09"),
            ("2019", Some("sep"), Some("3"), "2019-09-03"),
            ("2019", Some("10"), None, "2019-10"),
            ("2019", Some("7-8"), None, "2019-07"),
            ("2019", Some("May–June"), None, "2019-05"),
            ("2019", Some("10 January"), None, "2019-01-10"),
            ("2019", Some("jan 15"), None, "2019-01-15"),
            ("2019", Some("Spring"), None, "2019-21"),
            ("2019-22", None, None, "2019-22"),
            ("2019-09-01/2019-10-02", None, None, "2019-09-01"),
            ("[c1998a]", None, None, "1998"),
            ("2019~", Some("feb"), None, "2019-02"),
        ] {
            assert_eq!(date(year, month, day).as_deref(), Some(expected), "{year} {month:?}");
        }
        assert_eq!(date("in press", None, None), None);
    }

    #[test]
    fn page_ranges_have_one_hyphen() {
        for (raw, expected) in [
            ("319--333", "319-333"),
            ("319-333", "319-333"),
            ("S12 -- S15", "S12-S15"),
            ("pp. 1\u{2013}2, 5", "1-2, 5"),
            ("e1000", "e1000"),
            ("1---2", "1-2"),
        ] {
            assert_eq!(pages(raw), expected);
        }
    }

    #[test]
    fn addresses_stay_raw() {
        for (raw, expected) in [
            ("http://a.b/c~d--e", "http://a.b/c~d--e"),
            (r"\url{http://a.b/c\_d}", "http://a.b/c_d"),
            (r"{http://a.b/\~{}c\%20}", "http://a.b/~c%20"),
            (r"10.1000/x{\_}y", "10.1000/x_y"),
        ] {
            assert_eq!(identifier(raw), expected);
        }
    }

    #[test]
    fn labelled_identifiers_are_found_in_notes() {
        let labels = pubmed_labels("PMID: 23439512 PMCID: PMC12");
        assert_eq!(
            (labels.pmid.as_deref(), labels.pmcid.as_deref()),
            (Some("23439512"), Some("PMC12"))
        );
        assert!(labels.nothing_else);
        assert_eq!(pubmed_labels("See PMID: 1"), Labels::default());
    }
}
