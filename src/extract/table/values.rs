//! What cells say in the ways of programs: days where pages stood, lists as Python prints them, cut values.

use crate::base::{MappedText, Span, month_number};

/// Whether a spreadsheet has taken pages or an issue for a day: `12-Mar`, `Jan-20`, `03. Dez`, `12.03.2024`, `2024-03-12
/// 00:00:00`, or for a large number (`1E+05`), or shows an error (`#NAME?`).
pub(super) fn is_day(text: &str) -> bool {
    let text = text.trim();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = text
        .split(['.', ' ', '-', '/'])
        .filter(|part| !part.is_empty())
        .collect();
    let months = parts
        .iter()
        .filter(|part| (3..=5).contains(&part.chars().count()) && month_number(part).is_some())
        .count();
    // An issue may be called "MAY", or "Jan-Feb".
    let numbered = parts.iter().any(|part| digits(part));
    let named = months > 0 && numbered && parts.iter().all(|part| digits(part) || month_number(part).is_some());
    let dated = |parts: &[&str]| match parts {
        [day, month, year] => {
            digits(day)
                && digits(month)
                && digits(year)
                && (year.len() == 4 && day.len() < 3 || day.len() == 4 && year.len() < 3)
                && month.len() < 3
        }
        _ => false,
    };
    let clock = text.contains(':') && parts.first().is_some_and(|year| digits(year) && year.len() == 4);
    let large = text
        .split_once("E+")
        .is_some_and(|(head, tail)| head.starts_with(|c: char| c.is_ascii_digit()) && digits(tail));
    named || dated(&parts) && !text.contains(' ') || clock || large || text.starts_with('#')
}

/// Whether a volume or an issue may be meant: no day, no zero that stands for nothing.
pub(super) fn is_number(value: &MappedText) -> bool {
    !is_day(value.as_str()) && value.as_str() != "0"
}

/// Whether Google Scholar has cut the value: `American Journal of …`.
pub(super) fn is_cut(value: &MappedText) -> bool {
    let text = value.as_str().trim_end_matches('.');
    let dots = value.as_str().ends_with("...");
    dots || text.ends_with('…') || text.starts_with(['…']) || value.as_str().starts_with("...")
}

/// The strings of a list as Python prints it: `['JAK2', "Crohn's disease"]`.
pub(super) fn listed(cell: &MappedText) -> Option<Vec<MappedText>> {
    let text = cell.as_str();
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    if !inner.starts_with(['\'', '"']) {
        return None;
    }
    let mut out = Vec::new();
    let mut at = 1;
    while let Some(quote) = text[at..].chars().next().filter(|c| matches!(c, '\'' | '"')) {
        let start = at + 1;
        let ends = [format!("{quote},"), format!("{quote}]")];
        let end = ends.iter().filter_map(|end| text[start..].find(end.as_str())).min()? + start;
        out.push(cell.slice(Span::new(start, end)));
        at = end + 1;
        at += text[at..].len() - text[at..].trim_start_matches([',', ' ']).len();
    }
    Some(out)
}

/// A whole number that a program has written as `36.0`.
pub(super) fn whole(value: MappedText) -> MappedText {
    let text = value.as_str();
    let number = text
        .strip_suffix(".0")
        .filter(|head| !head.is_empty() && head.bytes().all(|b| b.is_ascii_digit()));
    match number {
        Some(head) => value.slice(Span::new(0, head.len())),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_from_pages_and_issues() {
        for day in [
            "12-Mar",
            "Jan-20",
            "03. Dez",
            "12.03.2024",
            "2024-03-12 00:00:00",
            "1E+05",
            "#NAME?",
            "12-abr",
        ] {
            assert!(is_day(day), "{day}");
        }
        for number in [
            "3-12",
            "MAY",
            "Jan-Feb",
            "e1234",
            "S1-S4",
            "12",
            "145-151.e2",
            "Suppl 1",
            "2016-September",
            "1-2-3",
        ] {
            assert!(!is_day(number), "{number}");
        }
    }
}
