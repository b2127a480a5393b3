//! Identifiers, serial numbers and pages as exports write them.

use super::flow::{WEIGHT, claim, place};
use crate::base::{Doi, Isbn, Issn, MappedText, PartialDate, Span, expand_pages};
use crate::record::{Claims, Field};

/// ISSNs and ISBNs of one record, collected before they are claimed, for each field has one value.
#[derive(Debug, Default)]
pub(super) struct SerialNumbers {
    issn: Vec<(String, Span)>,
    isbn: Vec<(String, Span)>,
}

impl SerialNumbers {
    /// Takes every well-formed ISSN and ISBN out of `text`: `0027-8424 (Print)`, `978-3-16-148410-0; 0-306-40615-2`.
    pub fn read(&mut self, text: &MappedText) {
        let whole = text.as_str();
        // ERIC labels them: `EISSN-2375-5636`, `ISBN-978-1-5985-7192-9`.
        let label = whole.len() - whole.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        if label > 0 && whole[label..].starts_with('-') && self.one(&text.slice(Span::new(label + 1, whole.len()))) {
            return;
        }
        if self.one(text) {
            return;
        }
        let mut at = 0;
        for part in whole.split([';', ',', '|']) {
            let span = Span::new(at, at + part.len());
            at += part.len() + 1;
            if self.one(&text.slice(span)) {
                continue;
            }
            let mut word_at = span.start as usize;
            for word in part.split([' ', '(', ')', '/', ':']) {
                self.one(&text.slice(Span::new(word_at, word_at + word.len())));
                word_at += word.len() + 1;
            }
        }
    }

    /// Takes `text` if it is one number as a whole.
    fn one(&mut self, text: &MappedText) -> bool {
        if let Some(issn) = Issn::parse(text.as_str()) {
            add(&mut self.issn, issn.as_str().to_owned(), place(text));
        } else if Isbn::parse(text.as_str()).is_some() {
            let digits = |c: char| c.is_ascii_digit() || matches!(c, 'X' | 'x');
            let whole = text.as_str();
            // The label "ISBN" has no digit; "ISBN-13" has, but no number of ten digits begins before its hyphen.
            let start = whole
                .rfind(|c: char| c.is_ascii_alphabetic() && !digits(c))
                .map_or(0, |at| at + 1);
            let number = whole[start..].trim_start_matches([':', ' ', '-']).trim_end();
            let number = match number.split_once([' ', ':']) {
                Some((head, tail)) if head.len() <= 3 && Isbn::parse(tail).is_some() => tail.trim(),
                _ => number,
            };
            add(&mut self.isbn, number.to_owned(), place(text));
        } else {
            return false;
        }
        true
    }

    /// Claims what was collected.
    pub fn claim(self, claims: &mut Claims, rule: &'static str) {
        for (field, numbers) in [(Field::Issn, self.issn), (Field::Isbn, self.isbn)] {
            let Some(span) = numbers.iter().map(|(_, span)| *span).reduce(Span::join) else {
                continue;
            };
            let values: Vec<String> = numbers.into_iter().map(|(number, _)| number).collect();
            claims.text(field, values.join(", "), span, rule, WEIGHT);
        }
    }
}

fn add(list: &mut Vec<(String, Span)>, number: String, span: Span) {
    if !list.iter().any(|(other, _)| *other == number) {
        list.push((number, span));
    }
}

/// Claims the first DOI in `text`; false where there is none.
pub(super) fn claim_doi(claims: &mut Claims, text: &MappedText, rule: &'static str, weight: u8) -> bool {
    let whole = text.as_str();
    let escaped = |c: &str| whole.to_ascii_lowercase().contains(c);
    if let Some(range) = Doi::find(whole)
        && let Some(doi) = Doi::parse(&whole[range.clone()])
    {
        let span = text.source(Span::new(range.start, range.end));
        claims.text(Field::Doi, doi.as_str(), span, rule, weight);
        return true;
    }
    // Resolver addresses escape the slash and what follows it.
    if escaped("doi.org/10.") || escaped("doi=10.") || escaped("doi:10.") {
        let decoded = percent_decoded(whole);
        if let Some(range) = Doi::find(&decoded)
            && let Some(doi) = Doi::parse(decoded[range].split('&').next().unwrap_or(""))
        {
            claims.text(Field::Doi, doi.as_str(), place(text), rule, weight);
            return true;
        }
    }
    false
}

/// Undoes `%2F` and the like; bytes that make no UTF-8 stay escaped.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// Claims a page range, written out in full.
pub(super) fn claim_pages(claims: &mut Claims, text: &MappedText, rule: &'static str) {
    let pages = text.as_str().trim();
    let pages = pages
        .strip_prefix("pp.")
        .or_else(|| pages.strip_prefix("p."))
        .unwrap_or(pages)
        .trim();
    claims.text(Field::Page, each_range(pages), place(text), rule, WEIGHT);
}

/// Writes out each of several ranges between commas or semicolons: `94-8, 103`, `475-82; discussion 483-4`.
fn each_range(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    for part in text.split_inclusive([',', ';']) {
        let range = part.strip_suffix([',', ';']).unwrap_or(part);
        if range.starts_with(' ') && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&expand_pages(range));
        out.push_str(&part[range.len()..]);
    }
    out
}

/// Claims a page range of which the ends stand apart. A last page that is the first one adds nothing, and one that is
/// short is written out.
pub(super) fn claim_page_range(claims: &mut Claims, first: &MappedText, last: Option<&MappedText>, rule: &'static str) {
    let (from, to) = (first.as_str().trim(), last.map_or("", |last| last.as_str().trim()));
    let (Some(last), false) = (last, to.is_empty() || to == from || from.contains(is_dash)) else {
        return claim_pages(claims, first, rule);
    };
    if to.contains(is_dash) {
        return claim_pages(claims, last, rule);
    }
    let value = expand_pages(&format!("{from}-{to}"));
    claims.text(Field::Page, value, place(first).join(place(last)), rule, WEIGHT);
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}')
}

/// Claims an edition, or the day of electronic publication, which EndNote keeps in the same place.
pub(super) fn claim_edition(claims: &mut Claims, value: &MappedText, rule: &'static str) {
    let bytes = value.as_str().as_bytes();
    let dated = bytes.len() > 6 && bytes[..4].iter().all(u8::is_ascii_digit) && matches!(bytes[4], b'/' | b'-');
    match PartialDate::parse(value.as_str()).filter(|_| dated) {
        Some(date) => claims.date(Field::AvailableDate, date, place(value), rule, WEIGHT),
        None => claim(claims, Field::Edition, value, rule),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_found_among_words() {
        let numbers = |source: &str| {
            let mut found = SerialNumbers::default();
            found.read(&MappedText::verbatim(source, Span::new(0, source.len())));
            let of = |list: Vec<(String, Span)>| list.into_iter().map(|(n, _)| n).collect::<Vec<_>>().join(", ");
            (of(found.issn), of(found.isbn))
        };
        assert_eq!(numbers("0027-8424 (Print)"), ("0027-8424".into(), String::new()));
        assert_eq!(
            numbers("00278424; 1091-6490"),
            ("0027-8424, 1091-6490".into(), String::new())
        );
        assert_eq!(
            numbers("ISBN 978-3-86680-192-9"),
            (String::new(), "978-3-86680-192-9".into())
        );
        assert_eq!(
            numbers("ISBN-13: 9783866801929"),
            (String::new(), "9783866801929".into())
        );
        assert_eq!(numbers("ISSN/ISBN"), (String::new(), String::new()));
    }

    #[test]
    fn a_doi_is_found_in_resolver_addresses() {
        for source in [
            "http://dx.doi.org/10.1111/j.1755-0998.2009.02750.x",
            "https://www.scopus.com/inward/record.uri?eid=2-s2.0-8&doi=10.1111%2fj.1755-0998.2009.02750.x&md5=0e",
        ] {
            let mut claims = Claims::default();
            let text = MappedText::verbatim(source, Span::new(0, source.len()));
            assert!(claim_doi(&mut claims, &text, "x", 90), "{source}");
            let value = crate::record::Value::Text("10.1111/j.1755-0998.2009.02750.x".into());
            assert_eq!(claims.claims[0].value, value);
        }
    }
}
