//! COinS: a bibliographic record in the title of `<span class="Z3988">`, as an OpenURL.

use super::meta::{pages, person};
use super::tokens::{Token, Tokens, attribute, decoded};
use crate::base::{Doi, MappedText, PartialDate, Pmid, Span};
use crate::record::{Claims, Field};

const RULE: &str = "coins";
const WEIGHT: u8 = 60;

/// Claims the page's COinS, if it has exactly one: lists of papers have one for each.
pub fn read(source: &str, claims: &mut Claims) {
    let mut spans = Tokens::new(source).filter_map(|token| match token {
        Token::Start { name, tag } if name.of(source).eq_ignore_ascii_case("span") => {
            let class = attribute(source, tag, "class")?;
            let marked = class
                .of(source)
                .split_whitespace()
                .any(|word| word.eq_ignore_ascii_case("z3988"));
            marked.then(|| attribute(source, tag, "title")).flatten()
        }
        _ => None,
    });
    let (Some(title), None) = (spans.next(), spans.next()) else {
        return;
    };
    let text = decoded(source, title);
    let mut first: Option<MappedText> = None;
    let mut last: Option<MappedText> = None;
    let mut start = 0;
    for field in text.as_str().split('&') {
        let from = start;
        start += field.len() + 1;
        let Some((key, value)) = field.split_once('=') else {
            continue;
        };
        let at = text.source(Span::new(from + key.len() + 1, from + field.len()));
        let value = unescaped(value);
        let value = value.trim();
        let mut put = |field: Field| claims.text(field, value, at, RULE, WEIGHT);
        match key {
            "rft.atitle" => put(Field::Title),
            "rft.jtitle" => put(Field::ContainerTitle),
            "rft.stitle" => put(Field::ContainerTitleShort),
            "rft.volume" => put(Field::Volume),
            "rft.issue" => put(Field::Issue),
            "rft.issn" => put(Field::Issn),
            "rft.pub" => put(Field::Publisher),
            "rft.pages" | "rft.spage" if !value.is_empty() => first = Some(mapped(value, at)),
            "rft.epage" if !value.is_empty() => last = Some(mapped(value, at)),
            "rft.au" if !value.is_empty() => claims.name(Field::Author, person(value), at, RULE, WEIGHT),
            "rft.date" => {
                if let Some(date) = PartialDate::parse(value.split(' ').next().unwrap_or("")) {
                    claims.date(Field::Issued, date, at, RULE, WEIGHT);
                }
            }
            "rft_id" => {
                if let Some(doi) = Doi::find(value).and_then(|found| Doi::parse(&value[found])) {
                    claims.text(Field::Doi, doi.as_str(), at, RULE, WEIGHT);
                } else if let Some(pmid) = value.strip_prefix("info:pmid/").and_then(Pmid::parse) {
                    claims.text(Field::Pmid, pmid.as_str(), at, RULE, WEIGHT);
                }
            }
            _ => {}
        }
    }
    if let Some(first) = first {
        pages(claims, &first, last, RULE, WEIGHT);
    }
}

fn mapped(text: &str, at: Span) -> MappedText {
    let mut out = MappedText::new();
    out.push(text, at);
    out
}

/// Undoes `+` and `%E2%80%93`.
fn unescaped(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| value.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (code, bytes[at]) {
            (Some(byte), _) => {
                out.push(byte);
                at += 2;
            }
            (None, b'+') => out.push(b' '),
            (None, byte) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8(out).unwrap_or_else(|_| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Value;

    #[test]
    fn an_openurl_gives_its_fields() {
        let source = r#"<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;rft.atitle=A%20title&amp;rft.au=Doe%2C+Jane&amp;rft.spage=5&amp;rft.epage=9"></span>"#;
        let mut claims = Claims::default();
        read(source, &mut claims);
        let seen: Vec<_> = claims.claims.iter().map(|c| (c.field, c.span.of(source))).collect();
        assert_eq!(seen[0], (Field::Title, "A%20title"));
        assert_eq!(seen[1], (Field::Author, "Doe%2C+Jane"));
        assert_eq!(claims.claims[2].value, Value::Text("5-9".into()));
    }
}
