//! JSON-LD of schema.org: `ScholarlyArticle` and its kin.

use super::super::data::Value;
use super::super::flow::place;
use super::super::json;
use super::meta::{keywords, pages, person};
use super::tokens::{Token, Tokens, attribute};
use crate::base::{Doi, Issn, MappedText, Name, PartialDate, Span};
use crate::capture::Capture;
use crate::record::{Claims, Field};

const RULE: &str = "json-ld";
const WEIGHT: u8 = 70;
/// Types of the page's own paper.
const TYPES: &[&str] = &[
    "scholarlyarticle",
    "medicalscholarlyarticle",
    "article",
    "newsarticle",
    "report",
    "thesis",
];
/// How many objects are looked at for one of those types.
const REACH: usize = 200;

/// Claims what the page's JSON-LD says of the paper.
pub fn read(source: &str, claims: &mut Claims) {
    for token in Tokens::new(source) {
        let Token::Raw { tag, content } = token else { continue };
        let kind = attribute(source, tag, "type").map_or("", |kind| kind.of(source));
        if !kind.eq_ignore_ascii_case("application/ld+json") || content.len() > 4 << 20 {
            continue;
        }
        let piece = Capture::from_text("json-ld", content.of(source));
        let tree = json::parse(&piece).value;
        let mut open: Vec<Value<'_>> = tree.roots().collect();
        for _ in 0..REACH {
            let Some(value) = open.pop() else { break };
            if value.is_list() {
                open.extend(value.members().take(50));
            } else if TYPES.contains(&kind_of(value).as_str()) {
                let mut found = Claims::default();
                Article {
                    value,
                    claims: &mut found,
                }
                .read();
                for mut claim in found.claims {
                    claim.span = claim.span.shift(content.start as usize);
                    claims.claims.push(claim);
                }
                return;
            } else {
                open.extend(
                    ["mainEntity", "@graph", "mainEntityOfPage"]
                        .iter()
                        .filter_map(|key| value.get(key)),
                );
            }
        }
    }
}

fn kind_of(value: Value<'_>) -> String {
    value
        .text_of("@type")
        .map(|kind| kind.as_str().to_ascii_lowercase())
        .unwrap_or_default()
}

/// One value or the members of a list.
fn each(value: Value<'_>) -> Vec<Value<'_>> {
    if value.is_list() {
        value.members().collect()
    } else {
        vec![value]
    }
}

struct Article<'d, 'c> {
    value: Value<'d>,
    claims: &'c mut Claims,
}

impl<'d> Article<'d, '_> {
    fn text(&mut self, field: Field, text: Option<&MappedText>, weight: u8) {
        if let Some(text) = text {
            self.claims.text(field, text.as_str(), place(text), RULE, weight);
        }
    }

    fn read(&mut self) {
        let value = self.value;
        self.text(
            Field::Title,
            value.text_of("headline").or_else(|| value.text_of("name")),
            WEIGHT,
        );
        self.text(Field::Abstract, value.text_of("abstract"), WEIGHT);
        self.text(Field::Language, value.text_of("inLanguage"), 50);
        self.text(
            Field::Publisher,
            value.get("publisher").and_then(|p| p.text_of("name")),
            45,
        );
        self.container();
        self.people();
        if let Some(text) = value.text_of("datePublished")
            && let Some(date) = PartialDate::parse(text.as_str().split('T').next().unwrap_or(""))
        {
            self.claims.date(Field::Issued, date, place(text), RULE, 45);
        }
        self.doi();
        if let Some(first) = value.text_of("pageStart").or_else(|| value.text_of("pagination")) {
            pages(self.claims, first, value.text_of("pageEnd").cloned(), RULE, WEIGHT);
        }
        for word in value.get("keywords").map(each).unwrap_or_default() {
            if let Some(text) = word.text() {
                keywords(self.claims, text, RULE, 35);
            }
        }
    }

    /// The issue the article is part of, its volume, its journal.
    fn container(&mut self) {
        let mut part = self.value.get("isPartOf");
        for _ in 0..5 {
            let Some(of) = part.and_then(|part| each(part).into_iter().next()) else {
                break;
            };
            let kind = kind_of(of);
            if !kind.contains("volume") && !kind.contains("issue") {
                self.text(Field::ContainerTitle, of.text_of("name"), WEIGHT);
            }
            self.text(Field::Volume, of.text_of("volumeNumber"), WEIGHT);
            self.text(Field::Issue, of.text_of("issueNumber"), WEIGHT);
            let issn = of.text_of("issn").filter(|text| Issn::parse(text.as_str()).is_some());
            self.text(Field::Issn, issn, 60);
            part = of.get("isPartOf");
        }
    }

    fn people(&mut self) {
        let list = self.value.get("author").or_else(|| self.value.get("creator"));
        for one in list.map(each).unwrap_or_default() {
            if let Some(name) = one.text_of("name").or_else(|| one.text()) {
                let group = one
                    .text_of("@type")
                    .is_some_and(|kind| kind.as_str().ends_with("Organization"));
                let author = match group {
                    true => Name::group(name.as_str()),
                    false => person(name.as_str()),
                };
                self.claims.name(Field::Author, author, place(name), RULE, WEIGHT);
            }
        }
    }

    fn doi(&mut self) {
        for key in ["sameAs", "@id", "identifier", "doi", "url"] {
            if let Some(text) = self.value.text_of(key)
                && let Some(found) = Doi::find(text.as_str())
                && let Some(doi) = Doi::parse(&text.as_str()[found.clone()])
            {
                let at = text.source(Span::new(found.start, found.end));
                self.claims.text(Field::Doi, doi.as_str(), at, RULE, WEIGHT);
                return;
            }
        }
    }
}
