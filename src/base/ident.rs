//! Identifiers of works, in their normal form.
//!
//! A value of these types is well-formed, not looked up: nothing here says that the work exists.

use std::fmt;

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The normal form.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier! {
    /// A Digital Object Identifier: `10.`, registrant, `/`, suffix; lower case (DOIs are case-insensitive, ISO 26324).
    Doi
}
identifier! {
    /// A PubMed identifier: one to eight digits without leading zeros.
    Pmid
}
identifier! {
    /// A PubMed Central identifier: `PMC` and digits.
    Pmcid
}
identifier! {
    /// An ISBN-10 or ISBN-13 with a right check digit, hyphens removed.
    Isbn
}
identifier! {
    /// An ISSN `dddd-dddd` with a right check digit.
    Issn
}

/// Words of links and buttons that copying glues to the identifier before them: `10.1002/ajh.26714Citations: 12`.
const LINKS: [&str; 17] = [
    "Article",
    "Citations",
    "Cited",
    "CrossRef",
    "Crossref",
    "Download",
    "Epub",
    "Full",
    "Google",
    "MEDLINE",
    "Medline",
    "PMCID",
    "PMID",
    "PubMed",
    "Scopus",
    "Search",
    "View",
];

/// The suffix of a DOI without the word of a link behind its last figure.
fn without_link(suffix: &str) -> &str {
    let bytes = suffix.as_bytes();
    for at in 1..bytes.len() {
        if (bytes[at - 1].is_ascii_digit() || bytes[at - 1] == b')')
            && bytes[at].is_ascii_uppercase()
            && LINKS.iter().any(|link| suffix[at..].starts_with(link))
        {
            return &suffix[..at];
        }
    }
    suffix
}

impl Doi {
    /// Reads a DOI, with or without `doi:` or a resolver's address before it.
    /// Punctuation that ends a sentence, and unbalanced closing brackets, are not part of it.
    pub fn parse(text: &str) -> Option<Self> {
        if Self::is_normal(text) {
            return Some(Self(text.into()));
        }
        let found = Self::find(text)?;
        let head = text[..found.start].trim_end_matches(|c: char| c.is_whitespace());
        let head = head.to_ascii_lowercase();
        let lead = head.is_empty()
            || head.ends_with("doi:")
            || head.ends_with("doi")
            || head.ends_with("doi.org/")
            || head.ends_with("doi=");
        let rest = text[found.end..].trim_matches(|c: char| c.is_whitespace() || ".,;)]}>".contains(c));
        (lead && rest.is_empty()).then(|| Self(text[found].to_ascii_lowercase()))
    }

    /// Whether `text` is surely a DOI in its normal form, as most fields have it: small letters, digits, and signs that
    /// need no thought.
    fn is_normal(text: &str) -> bool {
        let Some(rest) = text.strip_prefix("10.") else {
            return false;
        };
        let number = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
        let registrant = rest.as_bytes().iter().take_while(|byte| number(byte)).count();
        let Some((b'/', suffix)) = rest.as_bytes().get(registrant..).and_then(<[u8]>::split_first) else {
            return false;
        };
        let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_./".contains(byte);
        registrant >= 4 && !suffix.ends_with(b".") && !suffix.is_empty() && suffix.iter().all(plain)
    }

    /// The byte range of the first DOI in `text`.
    pub fn find(text: &str) -> Option<std::ops::Range<usize>> {
        let bytes = text.as_bytes();
        let mut from = 0;
        while let Some(offset) = text.get(from..)?.find("10.") {
            let start = from + offset;
            from = start + 3;
            if start > 0 && (bytes[start - 1].is_ascii_alphanumeric() || bytes[start - 1] == b'.') {
                continue;
            }
            let mut at = start + 3;
            let digits = at;
            while at < bytes.len() && (bytes[at].is_ascii_digit() || bytes[at] == b'.') {
                at += 1;
            }
            if at - digits < 4 || at >= bytes.len() || bytes[at] != b'/' {
                continue;
            }
            let suffix = at + 1;
            let mut end = suffix;
            let mut depth = 0i32;
            for (index, c) in text[suffix..].char_indices() {
                if c.is_whitespace() || c.is_control() || matches!(c, '"' | '{' | '}' | '\\' | '^' | '`' | '“' | '”')
                {
                    break;
                }
                match c {
                    '(' | '[' | '<' => depth += 1,
                    ')' | ']' | '>' => {
                        depth -= 1;
                        if depth < 0 {
                            break;
                        }
                    }
                    _ => {}
                }
                end = suffix + index + c.len_utf8();
            }
            let trimmed = without_link(&text[suffix..end]).trim_end_matches(|c| ".,;:'’*".contains(c));
            if !trimmed.is_empty() {
                return Some(start..suffix + trimmed.len());
            }
        }
        None
    }

    /// The resolver's address.
    pub fn url(&self) -> String {
        if Self::is_normal(&self.0) {
            return ["https://doi.org/", &self.0].concat();
        }
        let mut url = String::from("https://doi.org/");
        for byte in self.0.bytes() {
            match byte {
                b'<' | b'>' | b'"' | b' ' | b'#' | b'%' | b'?' | b'[' | b']' | b'{' | b'}' | b'|' | b'^' | b'`'
                | b'\\' => {
                    url.push_str(&format!("%{byte:02X}"));
                }
                _ if byte.is_ascii() => url.push(byte as char),
                _ => url.push_str(&format!("%{byte:02X}")),
            }
        }
        url
    }
}

impl Pmid {
    /// Reads `12345678`, with or without `PMID` and a colon before it.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = strip_label(text, &["pmid", "pubmed", "medline"]);
        let digits = digits.trim_start_matches('0');
        let fits = (1..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| Self(digits.to_owned()))
    }

    /// The record's address at PubMed.
    pub fn url(&self) -> String {
        format!("https://pubmed.ncbi.nlm.nih.gov/{}/", self.0)
    }
}

impl Pmcid {
    /// Reads `PMC1234567`, with or without `PMCID` and a colon before it, or a version after it.
    pub fn parse(text: &str) -> Option<Self> {
        let text = strip_label(text, &["pmcid"]);
        let (prefix, rest) = text.split_at_checked(3)?;
        if !prefix.eq_ignore_ascii_case("pmc") {
            return None;
        }
        let digits = rest.split('.').next().unwrap_or("");
        let fits = (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| Self(format!("PMC{digits}")))
    }

    /// The article's address at PubMed Central.
    pub fn url(&self) -> String {
        format!("https://pmc.ncbi.nlm.nih.gov/articles/{}/", self.0)
    }
}

impl Isbn {
    /// Reads an ISBN-10 or ISBN-13 with or without hyphens, blanks and the label `ISBN`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = strip_label(text, &["isbn-13", "isbn-10", "isbn13", "isbn10", "isbn"]);
        let digits: String = text
            .chars()
            .filter(|c| !matches!(c, '-' | ' ' | '\u{2010}'..='\u{2015}'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let bytes = digits.as_bytes();
        let value = |b: u8| u32::from(b - b'0');
        let right = match bytes.len() {
            10 if bytes[..9].iter().all(u8::is_ascii_digit) => {
                let last = match bytes[9] {
                    b'X' => 10,
                    b if b.is_ascii_digit() => value(b),
                    _ => return None,
                };
                let sum: u32 = (0..9).map(|i| (10 - i as u32) * value(bytes[i])).sum();
                (sum + last).is_multiple_of(11)
            }
            13 if bytes.iter().all(u8::is_ascii_digit) => {
                let sum: u32 = (0..13).map(|i| if i % 2 == 0 { 1 } else { 3 } * value(bytes[i])).sum();
                sum.is_multiple_of(10)
            }
            _ => false,
        };
        right.then_some(Self(digits))
    }
}

impl Issn {
    /// Reads an ISSN with or without its hyphen or the label `ISSN`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = strip_label(text, &["eissn", "issn"]);
        let digits: String = text
            .chars()
            .filter(|c| !matches!(c, '-' | ' ' | '\u{2010}'..='\u{2015}'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let bytes = digits.as_bytes();
        if bytes.len() != 8 || !bytes[..7].iter().all(u8::is_ascii_digit) {
            return None;
        }
        let sum: u32 = (0..7).map(|i| (8 - i as u32) * u32::from(bytes[i] - b'0')).sum();
        let check = match (11 - sum % 11) % 11 {
            10 => b'X',
            digit => b'0' + digit as u8,
        };
        (check == bytes[7]).then(|| Self(format!("{}-{}", &digits[..4], &digits[4..])))
    }
}

/// Removes one of `labels` (lower case), a colon and blanks from the front of `text`.
fn strip_label<'t>(text: &'t str, labels: &[&str]) -> &'t str {
    let text = text.trim();
    for label in labels {
        if let Some((head, rest)) = text.split_at_checked(label.len())
            && head.eq_ignore_ascii_case(label)
            && !rest.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            return rest
                .trim_start_matches(|c: char| c.is_whitespace() || c == ':' || c == '=')
                .trim();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_for_a_normal_doi_unread_is_one() {
        for text in [
            "10.1038/s41375-020-01077-1",
            "10.1000.10/a_b/c.d",
            "10.3324/haematol.2018.205385",
        ] {
            assert!(Doi::is_normal(text) && Doi::find(text) == Some(0..text.len()), "{text}");
        }
        for text in [
            "10.1038/S4",
            "10.10/a",
            "10.1038/",
            "10.1038/a.",
            "10.1038",
            "x10.1038/a",
            "10.1038/a b",
            "",
        ] {
            assert!(!Doi::is_normal(text), "{text}");
        }
    }

    #[test]
    fn a_doi_ends_where_its_sentence_goes_on() {
        let doi = |text: &str| Doi::find(text).map(|r| text[r].to_owned());
        assert_eq!(
            doi("see https://doi.org/10.1038/s41375-020-01077-1."),
            Some("10.1038/s41375-020-01077-1".into())
        );
        assert_eq!(
            doi("(doi:10.1016/S0140-6736(05)71142-9)"),
            Some("10.1016/S0140-6736(05)71142-9".into())
        );
        assert_eq!(doi("version 10.2 of 110.1234/x"), None);
        assert_eq!(
            Doi::parse("DOI: 10.1038/NATURE11303").unwrap().as_str(),
            "10.1038/nature11303"
        );
        assert_eq!(Doi::parse("Blood. 10.1182/blood-1"), None);
    }

    #[test]
    fn identifiers_are_checked_not_trusted() {
        assert_eq!(Pmcid::parse("PMCID: PMC3991463").unwrap().as_str(), "PMC3991463");
        assert_eq!(Pmid::parse("PMID: 22820254").unwrap().as_str(), "22820254");
        assert_eq!(Pmid::parse("PMC3991463"), None);
        assert_eq!(Issn::parse("00280836").unwrap().as_str(), "0028-0836");
        assert_eq!(Issn::parse("0028-0837"), None);
        assert_eq!(Isbn::parse("978-0-306-40615-7").unwrap().as_str(), "9780306406157");
        assert_eq!(Isbn::parse("978-0-306-40615-8"), None);
    }
}
