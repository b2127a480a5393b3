//! One `ref` of a JATS reference list: its text and its fields.

use super::{inverted, person};
use crate::base::{Doi, MappedText, Name, PartialDate, Pmcid, Pmid, Span, expand_pages};
use crate::extract::flow::place;
use crate::extract::xml::Element;
use crate::record::{Field, Item, ItemType, RawReference};

const CITATIONS: [&str; 4] = ["mixed-citation", "element-citation", "citation", "nlm-citation"];

/// The references in a `ref`: one for each citation, for some publishers put several under one number. A form for
/// programs and one for people side by side are one.
pub(super) fn references(element: Element<'_>) -> Vec<RawReference> {
    let label = element.value(&["label"]).map(|label| {
        let text = label.into_string();
        text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    });
    let alternatives = element.child("citation-alternatives");
    let citations: Vec<Element<'_>> = match alternatives {
        Some(both) => both
            .children()
            .filter(|child| CITATIONS.contains(&child.name()))
            .take(1)
            .collect(),
        None => element
            .children()
            .filter(|child| CITATIONS.contains(&child.name()))
            .collect(),
    };
    let fields = alternatives.and_then(|both| both.child("element-citation"));
    let mut references: Vec<RawReference> = Vec::with_capacity(citations.len());
    for citation in citations {
        let text = text_of(citation);
        let item = item(fields.unwrap_or(citation));
        if text.is_empty() {
            continue;
        }
        references.push(RawReference {
            span: place(&text),
            text: text.into_string(),
            label: label.clone().filter(|label| !label.is_empty()),
            item: (!item.is_empty()).then_some(item),
        });
    }
    references
}

/// The citation as running text. Where the file has the fields without the marks between them, they are set apart by
/// full stops.
fn text_of(citation: Element<'_>) -> MappedText {
    const WITHOUT: [&str; 3] = ["label", "object-id", "citation-alternatives"];
    if citation.name() == "mixed-citation" || citation.name() == "citation" {
        return inline(citation, &WITHOUT);
    }
    let mut out = MappedText::new();
    for part in citation.children() {
        if WITHOUT.contains(&part.name()) {
            continue;
        }
        let text = if part.name() == "person-group" {
            people(part)
        } else {
            part.text()
        };
        if text.is_empty() {
            continue;
        }
        let (end, start) = (place(&out).end, place(&text).start);
        let kind = part.attribute("pub-id-type").unwrap_or_default();
        let separator = match part.name() {
            _ if out.is_empty() => "",
            "lpage" => "-",
            "fpage" | "elocation-id" => ":",
            "volume" => ";",
            "issue" => "(",
            "pub-id" if kind.as_str() == "pmid" => ". PMID: ",
            "pub-id" if kind.as_str() == "doi" => ". doi:",
            "name" | "string-name" | "collab" => ", ",
            _ if out.as_str().ends_with(['.', '?', '!']) => " ",
            _ => ". ",
        };
        out.push(
            separator,
            Span {
                start: end.min(start),
                end: start,
            },
        );
        out.append(&text);
        if part.name() == "issue" && separator == "(" {
            let end = place(&text).end;
            out.push(")", Span { start: end, end });
        }
    }
    if out.is_empty() { citation.text() } else { out }
}

fn people(group: Element<'_>) -> MappedText {
    let mut out = MappedText::new();
    for person in group.children() {
        let text = person.text();
        let text = if person.name() == "etal" {
            MappedText::new()
        } else {
            text
        };
        if text.is_empty() {
            continue;
        }
        if !out.is_empty() {
            let (end, start) = (place(&out).end, place(&text).start);
            out.push(
                ", ",
                Span {
                    start: end.min(start),
                    end: start,
                },
            );
        }
        out.append(&text);
    }
    out
}

/// Text in which every element is part of the sentence, as in a mixed citation.
fn inline(citation: Element<'_>, without: &[&str]) -> MappedText {
    citation.running_text(without)
}

fn item(citation: Element<'_>) -> Item {
    let mut item = Item::default();
    names(citation, &mut item);
    let value = |name: &'static str| citation.value(&[name]).map(MappedText::into_string);
    let kind = citation
        .attribute("publication-type")
        .or_else(|| citation.attribute("citation-type"))
        .map(|kind| kind.into_string().to_ascii_lowercase())
        .unwrap_or_default();
    let title = value("article-title")
        .or_else(|| value("chapter-title"))
        .or_else(|| value("part-title"));
    let source = value("source");
    item.kind = match kind.as_str() {
        "journal" | "article" => ItemType::ArticleJournal,
        "book" if title.is_some() => ItemType::Chapter,
        "book" => ItemType::Book,
        "confproc" | "conf-proc" | "conference" => ItemType::PaperConference,
        "thesis" => ItemType::Thesis,
        "report" | "gov" => ItemType::Report,
        "web" | "webpage" | "website" => ItemType::Webpage,
        "preprint" => ItemType::Article,
        "data" | "dataset" => ItemType::Dataset,
        "software" => ItemType::Software,
        "patent" => ItemType::Patent,
        "newspaper" => ItemType::ArticleNewspaper,
        _ => ItemType::Document,
    };
    match (title, source) {
        (Some(title), source) => {
            item.set(Field::Title, trimmed(&title));
            item.set(
                Field::ContainerTitle,
                source.as_deref().map(trimmed).unwrap_or_default(),
            );
        }
        // Without a title of its own the source of a journal reference is the journal, of others the work.
        (None, Some(source)) if citation.child("volume").is_some() || kind == "journal" => {
            item.set(Field::ContainerTitle, trimmed(&source));
        }
        (None, Some(source)) => item.set(Field::Title, trimmed(&source)),
        (None, None) => {}
    }
    for (name, field) in [
        ("volume", Field::Volume),
        ("issue", Field::Issue),
        ("supplement", Field::Supplement),
        ("edition", Field::Edition),
        ("publisher-name", Field::Publisher),
        ("publisher-loc", Field::PublisherPlace),
        ("conf-name", Field::EventTitle),
        ("series", Field::CollectionTitle),
    ] {
        if let Some(text) = value(name) {
            item.set(field, trimmed(&text));
        }
    }
    if let Some(first) = value("fpage") {
        let range = match value("lpage").filter(|last| *last != first) {
            Some(last) => format!("{first}-{last}"),
            None => first,
        };
        item.set(Field::Page, expand_pages(&range));
    } else if let Some(pages) = value("page-range").or_else(|| value("elocation-id")) {
        item.set(Field::Page, expand_pages(&pages));
    }
    let date = ["year", "month", "day"].map(|name| value(name).map(|text| trimmed(&text).to_owned()));
    item.issued = date[0].as_deref().and_then(|year| {
        // `2010a` tells references of one author and year apart.
        let year = year.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let parts: Vec<&str> = [Some(year), date[1].as_deref(), date[2].as_deref()]
            .into_iter()
            .flatten()
            .collect();
        PartialDate::parse(&parts.join(" ")).or_else(|| PartialDate::parse(year))
    });
    identifiers(citation, &mut item);
    item
}

fn names(citation: Element<'_>, item: &mut Item) {
    let groups: Vec<Element<'_>> = citation.all("person-group").collect();
    let mut add = |element: Element<'_>, editors: bool| {
        let name = match element.name() {
            "name" => person(element),
            "string-name" => match person(element) {
                name if name.family.is_some() => name,
                _ => {
                    let text = element.text();
                    if text.as_str().contains(',') {
                        inverted(text.as_str())
                    } else {
                        crate::extract::names::family_initials(text.as_str())
                    }
                }
            },
            "collab" | "institution" => Name::group(trimmed(element.text().as_str())),
            "etal" => {
                item.et_al |= !editors;
                return;
            }
            _ => return,
        };
        if !name.main().is_empty() {
            if editors {
                item.editor.push(name)
            } else {
                item.author.push(name)
            }
        }
    };
    for group in &groups {
        let editors = group.is("person-group-type", "editor");
        group.children().for_each(|child| add(child, editors));
    }
    if groups.iter().all(|group| group.is("person-group-type", "editor")) {
        citation.children().for_each(|child| add(child, false));
    }
}

fn identifiers(citation: Element<'_>, item: &mut Item) {
    let mut set = |kind: &str, text: &str| match kind {
        "doi" => {
            if let Some(doi) = Doi::find(text).and_then(|range| Doi::parse(&text[range])) {
                item.set(Field::Doi, doi.as_str());
            }
        }
        "pmid" => {
            if let Some(pmid) = Pmid::parse(text) {
                item.set(Field::Pmid, pmid.as_str());
            }
        }
        "pmcid" | "pmc" => {
            if let Some(pmcid) = Pmcid::parse(text) {
                item.set(Field::Pmcid, pmcid.as_str());
            }
        }
        "url" => item.set(Field::Url, text),
        _ => {}
    };
    for link in citation.inside(&["uri", "ext-link"]) {
        let address = link.attribute("href").unwrap_or_else(|| link.text());
        if address.as_str().contains("doi.org/") {
            set("doi", address.as_str());
        } else if address.as_str().contains("://") {
            set("url", address.as_str());
        }
    }
    for id in citation.inside(&["pub-id"]) {
        let kind = id
            .attribute("pub-id-type")
            .map(MappedText::into_string)
            .unwrap_or_default();
        set(&kind, id.text().as_str());
    }
}

/// Without the marks that mixed citations leave at the ends of fields.
fn trimmed(text: &str) -> &str {
    text.trim()
        .trim_end_matches([',', ';', ':'])
        .trim_end_matches('.')
        .trim()
}
