//! The shapes in which MARC records come, read into fields.

use super::super::flow::{place, plain};
use super::super::xml::Element;
use crate::base::{MappedText, Span};

/// A record: its leader and its fields.
pub struct Marc {
    /// The whole place of the record.
    pub span: Span,
    /// The first 24 characters of the record, which say what kind it is of.
    pub leader: MappedText,
    fields: Vec<Field>,
}

/// A field of a record.
pub struct Field {
    tag: String,
    /// The indicators that are digits.
    indicators: String,
    /// Codes and values; one without code for a control field.
    parts: Vec<(char, MappedText)>,
}

impl Field {
    /// The first value of a subfield.
    pub fn part(&self, code: char) -> Option<&MappedText> {
        self.all(code).next()
    }

    /// All values of a subfield.
    pub fn all(&self, code: char) -> impl Iterator<Item = &MappedText> {
        self.parts
            .iter()
            .filter(move |(own, _)| *own == code)
            .map(|(_, value)| value)
    }

    /// Whether an indicator is this digit. Which of the two it is cannot always be told from a view.
    pub fn is_marked(&self, indicator: char) -> bool {
        self.indicators.contains(indicator)
    }

    /// Where its values stand.
    pub fn parts_place(&self) -> Option<Span> {
        let places = self
            .parts
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(_, value)| place(value));
        places.reduce(Span::join)
    }

    /// The field's tag.
    pub fn tag(&self) -> &str {
        &self.tag
    }
}

impl Marc {
    /// The fields of any of the tags, in the order of the record.
    pub fn all<'m>(&'m self, tags: &'m [&'m str]) -> impl Iterator<Item = &'m Field> + 'm {
        self.fields
            .iter()
            .filter(move |field| tags.contains(&field.tag.as_str()))
    }

    /// The first field of a tag.
    pub fn field(&self, tag: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.tag == tag)
    }

    /// The first value of a subfield in any of the tags.
    pub fn part(&self, tags: &[&str], code: char) -> Option<&MappedText> {
        tags.iter().find_map(|tag| {
            let mut fields = self.fields.iter().filter(|field| field.tag == *tag);
            fields.find_map(|field| field.part(code))
        })
    }

    /// The value of a field without subfields.
    pub fn control(&self, tag: &str) -> Option<&MappedText> {
        let field = self.fields.iter().find(|field| field.tag == tag)?;
        field.parts.first().map(|(_, value)| value)
    }
}

/// A record of MARCXML.
pub fn xml(record: Element<'_>) -> Marc {
    let field = |element: Element<'_>| {
        let attribute = |name: &str| element.attribute(name).map(MappedText::into_string).unwrap_or_default();
        let parts = match element.name() {
            "controlfield" => vec![(' ', element.text())],
            "datafield" => element
                .all("subfield")
                .filter_map(|part| {
                    let code = part.attribute("code")?.as_str().chars().next()?;
                    Some((code, part.text()))
                })
                .collect(),
            _ => return None,
        };
        Some(Field {
            tag: attribute("tag"),
            indicators: attribute("ind1") + &attribute("ind2"),
            parts,
        })
    };
    Marc {
        span: record.span(),
        leader: record.value(&["leader"]).unwrap_or_default(),
        fields: record.children().filter_map(field).collect(),
    }
}

const RECORD_ENDS: char = '\u{1d}';
const FIELD_ENDS: char = '\u{1e}';
const SUBFIELD: char = '\u{1f}';

/// Whether the text begins with a record of the exchange format: a length, the leader, a directory.
pub fn is_exchange(text: &str) -> bool {
    let head = text.trim_start_matches('\u{feff}');
    head.get(..5)
        .is_some_and(|length| length.bytes().all(|b| b.is_ascii_digit()))
        && head.contains(FIELD_ENDS)
        && head.contains(SUBFIELD)
}

/// The records of the exchange format. Lengths and places are not trusted: the separators say where a field ends, and the
/// directory gives the tags in their order.
pub fn exchange(text: &str) -> Vec<Marc> {
    let mut records = Vec::new();
    let mut start = 0;
    for record in text.split_inclusive(RECORD_ENDS) {
        let span = Span::new(start, start + record.len());
        start += record.len();
        let mut from = span.start as usize;
        let mut pieces = record.split(FIELD_ENDS).map(|piece| {
            let place = Span::new(from, from + piece.len());
            from += piece.len() + FIELD_ENDS.len_utf8();
            place
        });
        let Some(head) = pieces.next() else { continue };
        let head_text = head
            .of(text)
            .trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
        let (Some(leader), Some(directory)) = (head_text.get(..24), head_text.get(24..)) else {
            continue;
        };
        let tags = directory
            .as_bytes()
            .chunks_exact(12)
            .map(|entry| String::from_utf8_lossy(&entry[..3]).into_owned());
        let leader_at = head.end as usize - head_text.len();
        let fields = tags
            .zip(pieces)
            .map(|(tag, place)| split(text, tag, place, &[SUBFIELD]))
            .collect();
        records.push(Marc {
            span,
            leader: MappedText::verbatim(text, Span::new(leader_at, leader_at + leader.len())),
            fields,
        });
    }
    records
}

/// Signs that stand for the separator where a record is shown.
const SHOWN: [char; 5] = ['|', '$', 'ǂ', '‡', SUBFIELD];

/// The tag of a line of a MARC view, and where its value begins.
fn tag(line: &str) -> Option<(&str, usize)> {
    let indent = line.len()
        - line
            .trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace())
            .len();
    let rest = line[indent..].strip_prefix('=').unwrap_or(&line[indent..]);
    let at = line.len() - rest.len();
    for word in ["LEADER", "LDR"] {
        if rest
            .get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word))
        {
            return Some(("LDR", at + word.len()));
        }
    }
    let tag = rest.get(..3).filter(|tag| tag.bytes().all(|b| b.is_ascii_digit()))?;
    let after = rest[3..].chars().next()?;
    let apart = after.is_whitespace() || after.is_ascii_digit() || matches!(after, '|' | '$' | '_' | '#' | '\\' | ':');
    apart.then_some((tag, at + 3))
}

/// Whether a line is a data field: its first separator has a subfield's code behind it.
fn is_data(line: &str, from: usize) -> bool {
    let Some(at) = line[from..].find(SHOWN) else {
        return false;
    };
    let rest = line[from + at..].trim_start_matches(SHOWN).trim_start();
    rest.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
}

/// Whether the text is a MARC view: a title in field 245, and other fields.
pub fn is_view(text: &str) -> bool {
    let mut fields = 0;
    let mut title = false;
    for line in text.lines().take(2_000) {
        if let Some((tag, from)) = tag(line)
            && is_data(line, from)
        {
            fields += 1;
            title |= tag == "245";
        }
    }
    title && fields >= 4
}

/// The records of a MARC view. A record begins with its leader, or where a control number follows a title.
pub fn view(text: &str) -> Vec<Marc> {
    let mut records: Vec<Marc> = Vec::new();
    let mut lines: Vec<(&str, Span)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let words = line.trim_end();
        match tag(words) {
            Some((tag, from)) => lines.push((tag, Span::new(start + from, start + words.len()))),
            // What a narrow window wrapped; a blank line, or words of the page around, end the field.
            None if line.starts_with([' ', '\t']) && !words.trim().is_empty() => {
                if let Some((_, field)) = lines.last_mut().filter(|(_, field)| start <= field.end as usize + 2) {
                    field.end = Span::new(start, start + words.len()).end;
                }
            }
            None => {}
        }
    }
    for (tag, place) in lines {
        let titled = records
            .last()
            .is_some_and(|record| record.all(&["245"]).next().is_some());
        if records.is_empty() || titled && matches!(tag, "LDR" | "000" | "001") {
            records.push(Marc {
                span: place,
                leader: MappedText::new(),
                fields: Vec::new(),
            });
        }
        let Some(record) = records.last_mut() else { continue };
        record.span = record.span.join(place);
        if matches!(tag, "LDR" | "000") {
            record.leader = plain(text, place);
        } else {
            record.fields.push(split(text, tag.to_owned(), place, &SHOWN));
        }
    }
    records
}

/// A field's indicators and subfields.
fn split(text: &str, tag: String, place: Span, separators: &[char]) -> Field {
    let words = place.of(text);
    if tag.starts_with("00") {
        let indent = words.len() - words.trim_start().len();
        let value = Span::new(place.start as usize + indent, place.end as usize);
        return Field {
            tag,
            indicators: String::new(),
            parts: vec![(' ', MappedText::verbatim(text, value))],
        };
    }
    // Indicators are digits or signs for blanks; what else stands before the first code belongs to subfield a.
    let before = words.find(separators).unwrap_or(words.len());
    let sign = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '_' | '#' | '\\' | '-' | ':' | '\t');
    let lead = words[..before].find(|c| !sign(c)).unwrap_or(before);
    let indicators = words[..lead].chars().filter(char::is_ascii_digit).collect();
    let mut parts = Vec::new();
    if lead < before {
        let value = Span::new(place.start as usize + lead, place.start as usize + before);
        parts.push(('a', plain(text, value)));
    }
    let mut at = before;
    while at < words.len() {
        let rest = &words[at..];
        let coded = rest.trim_start_matches(separators).trim_start();
        let code = coded.chars().next().unwrap_or(' ');
        let value = words.len() - coded.len() + code.len_utf8().min(coded.len());
        let next = words[value..].find(separators).map_or(words.len(), |next| value + next);
        // "$" and "|" may stand in a value, too: "US$ 5".
        let mut end = next;
        while end < words.len() && !opens_subfield(&words[end..], separators) {
            let sign = words[end..].chars().next().map_or(1, char::len_utf8);
            end = words[end + sign..]
                .find(separators)
                .map_or(words.len(), |next| end + sign + next);
        }
        let span = Span::new(place.start as usize + value, place.start as usize + end);
        parts.push((code, plain(text, span)));
        at = end;
    }
    Field { tag, indicators, parts }
}

/// Whether a separator with a subfield's code behind it stands here.
fn opens_subfield(rest: &str, separators: &[char]) -> bool {
    let mut coded = rest.trim_start_matches(separators).trim_start().chars();
    let code = coded.next().unwrap_or(' ');
    // A price or a number goes on: "$15.00".
    let number = code.is_ascii_digit() && coded.next().is_some_and(|c| c.is_ascii_digit() || c == '.');
    let price = number && rest.starts_with('$') && !rest.starts_with("$$");
    (code.is_ascii_lowercase() || code.is_ascii_digit()) && !price
}
