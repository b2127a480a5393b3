//! The five captures of the first review: every value that stands in them is found, and nothing else; nothing is
//! known by heart.

use citeloom::base::{Name, PartialDate, Span};
use citeloom::capture::Capture;
use citeloom::extract::extract;
use citeloom::record::{Field, Record, RelationKind, ZoneKind};
use serde_json::Value;
use std::path::PathBuf;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn gold(id: &str) -> Value {
    let text = std::fs::read_to_string(root().join("tests/gold/seeds.json")).expect("gold");
    let gold: Value = serde_json::from_str(&text).expect("gold is JSON");
    gold[id].clone()
}

fn seed(id: &str) -> String {
    let file = gold(id)["file"].as_str().expect("file").to_owned();
    std::fs::read_to_string(root().join("content/sources").join(file)).expect("seed")
}

fn read(text: &str) -> Record {
    let parsed = extract(&Capture::from_text("seed.txt", text)).value;
    assert!(parsed.records.len() <= 1, "one paper a page");
    parsed.records.into_iter().next().unwrap_or_default()
}

fn families(record: &Record) -> Vec<&str> {
    record.item.author.iter().map(Name::main).collect()
}

/// The fields that have values, but for the type, which is inferred.
fn fields(record: &Record) -> Vec<&'static str> {
    Field::ALL
        .iter()
        .filter(|field| **field != Field::Type && record.item.has(**field))
        .map(|field| field.csl())
        .collect()
}

/// The text of the gold's zone; its offsets count characters.
fn zone(id: &str, text: &str, kind: &str) -> String {
    let gold = gold(id);
    let zones = gold["zones"].as_array().expect("zones");
    let zone = zones.iter().find(|zone| zone[0] == kind).expect("zone");
    let number = |index: usize| zone[index].as_u64().expect("offset") as usize;
    text.chars().skip(number(1)).take(number(2) - number(1)).collect()
}

fn blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_bibtex_entry_gives_every_field_it_has() {
    let (text, gold) = (seed("000"), gold("000"));
    let record = read(&text);
    let gold = &gold["metadata"]["in_text"];
    assert_eq!(record.item.title(), Some(zone("000", &text, "title").as_str()));
    assert_eq!(gold["authors"], "all 22");
    assert_eq!(record.item.author.len(), 22);
    assert!(!record.item.et_al);
    let names: Vec<String> = record.item.author.iter().map(Name::display).collect();
    assert!(text.contains(&format!("author={{{}}}", names.join(" and "))));
    assert_eq!(record.item.get(Field::ContainerTitle), gold["journal"].as_str());
    assert_eq!(record.item.get(Field::Volume), gold["volume"].as_str());
    assert_eq!(record.item.get(Field::Issue), gold["issue"].as_str());
    assert_eq!(record.item.get(Field::Page), gold["pages"].as_str());
    assert_eq!(record.item.get(Field::Doi), gold["doi"].as_str());
    assert_eq!(record.item.get(Field::Url), gold["url"].as_str());
    assert_eq!(record.item.get(Field::PublisherPlace), gold["place"].as_str());
    let issued = record.item.issued.expect("a date");
    assert_eq!(Some(u64::from(issued.year)), gold["year"].as_u64());
    // The entry says `Sep.`, though the issue is October's.
    assert_eq!(gold["month"], "Sep.");
    assert_eq!(issued.to_string(), "2019-09");
    assert_eq!(
        record.item.get(Field::Abstract),
        Some(zone("000", &text, "abstract").as_str())
    );
    assert_eq!(
        fields(&record),
        [
            "title",
            "author",
            "container-title",
            "issued",
            "volume",
            "issue",
            "page",
            "DOI",
            "URL",
            "publisher-place",
            "abstract"
        ]
    );
}

#[test]
fn the_nature_page_gives_what_its_citation_line_says() {
    let (text, gold) = (seed("001"), gold("001"));
    let record = read(&text);
    let gold = &gold["metadata"]["in_text"];
    assert_eq!(record.item.title(), Some(zone("001", &text, "title").as_str()));
    assert_eq!(families(&record), ["Rummelt", "Gorantla", "Meggendorfer"]);
    assert!(record.item.et_al);
    assert_eq!(record.item.get(Field::ContainerTitle), gold["journal"].as_str());
    assert_eq!(record.item.issued.map(|date| date.to_string()), Some("2021".into()));
    assert_eq!(record.item.get(Field::Volume), gold["volume"].as_str());
    assert_eq!(record.item.get(Field::Page), Some("2017-2029"));
    assert_eq!(record.item.get(Field::Doi), gold["doi"].as_str());
    assert_eq!(
        record.item.get(Field::Abstract),
        Some(blanks(&zone("001", &text, "abstract")).as_str())
    );
    assert_eq!(
        fields(&record),
        [
            "title",
            "author",
            "container-title",
            "issued",
            "volume",
            "page",
            "DOI",
            "abstract"
        ]
    );
    assert_eq!(record.references.len(), 60);
    for (index, reference) in record.references.iter().enumerate() {
        assert_eq!(reference.label.as_deref(), Some((index + 1).to_string().as_str()));
        assert_eq!(reference.text, blanks(reference.span.of(&text)));
        assert!(
            !reference.text.contains("Google Scholar") && !reference.text.contains("CAS "),
            "{}",
            reference.text
        );
        assert!(reference.text.ends_with('.'), "{}", reference.text);
    }
}

#[test]
fn the_page_without_title_gets_none() {
    let text = seed("002");
    let record = read(&text);
    assert_eq!(record.item.get(Field::ContainerTitle), Some("Br J Haematol"));
    assert_eq!(
        record.item.get(Field::Abstract),
        Some(blanks(&zone("002", &text, "abstract")).as_str())
    );
    let gold = gold("002");
    let keywords: Vec<&str> = gold["metadata"]["in_text"]["keywords"]
        .as_array()
        .expect("keywords")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(record.item.keyword, keywords);
    assert_eq!(fields(&record), ["container-title", "keyword", "abstract"]);
    assert!(record.references.is_empty());
}

#[test]
fn the_library_record_tells_its_accession_numbers_apart() {
    let (text, gold) = (seed("003"), gold("003"));
    let record = read(&text);
    let gold = &gold["metadata"]["in_text"];
    // MEDLINE closes titles with a full stop.
    assert_eq!(
        record.item.title(),
        Some(zone("003", &text, "title").trim_end_matches('.'))
    );
    assert_eq!(record.item.get(Field::ContainerTitle), gold["journal"].as_str());
    assert_eq!(record.item.get(Field::Doi), gold["doi"].as_str());
    assert_eq!(record.item.get(Field::Pmid), gold["pmid"].as_str());
    assert_eq!(record.item.get(Field::Pmcid), gold["pmcid"].as_str());
    assert_eq!(record.item.get(Field::Issn), gold["issn"].as_str());
    assert_eq!(record.item.get(Field::Publisher), Some("Nature Publishing Group"));
    assert_eq!(record.item.get(Field::PublisherPlace), Some("Basingstoke"));
    assert_eq!(
        record.item.get(Field::Abstract),
        Some(blanks(&zone("003", &text, "abstract")).as_str())
    );
    assert_eq!(
        fields(&record),
        [
            "title",
            "container-title",
            "container-title-short",
            "DOI",
            "PMID",
            "PMCID",
            "ISSN",
            "publisher",
            "publisher-place",
            "abstract"
        ]
    );
    assert_eq!(record.references.len(), 32);
    assert!(
        record
            .references
            .iter()
            .all(|r| r.text == r.span.of(&text) && r.text.contains("PMID: "))
    );
    let [comment] = &record.relations[..] else {
        panic!("one relation")
    };
    assert_eq!(comment.kind, RelationKind::CommentIn);
    assert!(comment.text.contains("22918412"));
}

#[test]
fn the_portal_page_has_its_glued_labels_read() {
    let (text, gold) = (seed("004"), gold("004"));
    let record = read(&text);
    let gold = &gold["metadata"]["in_text"];
    assert_eq!(record.item.title(), Some(zone("004", &text, "title").as_str()));
    assert_eq!(
        families(&record),
        [
            "van Outersterp",
            "Boer",
            "van de Ven",
            "Reichert",
            "Boeree",
            "Kruisinga",
            "de Groot-Kruseman",
            "Escherich",
            "Sijs-Szabo",
            "Rijneveld",
            "den Boer"
        ]
    );
    assert_eq!(record.item.get(Field::ContainerTitle), gold["journal"].as_str());
    assert_eq!(record.item.get(Field::Issue), gold["issue"].as_str());
    assert_eq!(record.item.get(Field::Page), gold["pages"].as_str());
    assert_eq!(
        record.item.issued.map(|date| date.to_string()),
        Some("2024-04-10".into())
    );
    assert_eq!(record.item.get(Field::NumberOfPages), Some("11"));
    assert_eq!(record.item.get(Field::Publisher), gold["publisher"].as_str());
    assert_eq!(record.item.get(Field::Language), Some("English"));
    assert_eq!(
        fields(&record),
        [
            "title",
            "author",
            "container-title",
            "issued",
            "issue",
            "page",
            "number-of-pages",
            "publisher",
            "language",
            "abstract"
        ]
    );
}

#[test]
fn zones_are_those_of_the_gold_and_do_not_overlap() {
    for id in ["000", "001", "002", "003", "004"] {
        let text = seed(id);
        let record = read(&text);
        let mut end = 0;
        for zone in &record.zones {
            let whole = zone.text.source(Span::new(0, zone.text.as_str().len()));
            assert!(whole.start >= end && !whole.is_empty(), "{id} {:?}", zone.kind);
            assert_eq!(whole.of(&text), zone.text.as_str());
            end = whole.end;
        }
        let gold = gold(id);
        for expected in gold["zones"].as_array().expect("zones") {
            let name = expected[0].as_str().expect("kind");
            let kind = ZoneKind::from_name(name).expect("kind");
            let wanted = zone(id, &text, name);
            let found = record
                .zones
                .iter()
                .any(|zone| zone.kind == kind && zone.text.as_str().trim() == wanted.trim());
            assert!(found, "{id} has no zone {name}: {wanted:.40}");
        }
    }
}

/// Values of the gold as they stand in the seed, and where each must come out.
fn values(id: &str) -> Vec<(&'static str, &'static str)> {
    match id {
        "000" => vec![
            (
                "Hematopoietic niche drives FLT3-ITD acute myeloid leukemia resistance to quizartinib via STAT5-and hypoxia-dependent upregulation of AXL",
                "title",
            ),
            ("Cécile Naudin", "author"),
            ("Isabelle Dusanter-Fourt", "author"),
            ("{Haematologica}", "container-title"),
            ("{104}", "volume"),
            ("{10}", "issue"),
            ("{2017-2027}", "page"),
            ("year={2019}", "issued"),
            ("10.3324/haematol.2018.205385", "DOI"),
            ("https://haematologica.org/article/view/9085", "URL"),
            ("Pavia, Italy", "publisher-place"),
        ],
        "001" => vec![
            (
                "Activating JAK-mutations confer resistance to FLT3 kinase inhibitors in FLT3-ITD positive AML in vitro and in vivo",
                "title",
            ),
            ("Rummelt", "author"),
            ("Gorantla", "author"),
            ("Meggendorfer", "author"),
            ("Leukemia", "container-title"),
            (" 35,", "volume"),
            ("2017–2029", "page"),
            ("(2021)", "issued"),
            ("10.1038/s41375-020-01077-1", "DOI"),
        ],
        "002" => vec![
            ("Br J Haematol", "container-title"),
            ("acute myeloid leukaemia,", "keyword"),
            ("drug resistance,", "keyword"),
            ("microenvironment,", "keyword"),
            ("minimal residual disease,", "keyword"),
            ("tyrosine kinase inhibitors", "keyword"),
        ],
        "003" => vec![
            (
                "Heterodimeric JAK-STAT activation as a mechanism of persistence to JAK2 inhibitor therapy.",
                "title",
            ),
            ("Abbreviation: Nature", "container-title"),
            ("1476-4687", "ISSN"),
            ("PMC3991463", "PMCID"),
            ("10.1038/nature11303", "DOI"),
            ("22820254", "PMID"),
            ("22918412", "relation"),
        ],
        _ => vec![
            (
                "Tyrosine kinase inhibitor resistance in de novo BCR::ABL1–positive BCP-ALL beyond kinase domain mutations",
                "title",
            ),
            ("Inge van Outersterp", "author"),
            ("Judith M. Boer", "author"),
            ("Cesca van de Ven", "author"),
            ("Caitlin E.J. Reichert", "author"),
            ("Aurelie Boeree", "author"),
            ("Brian Kruisinga", "author"),
            ("Hester A. de Groot-Kruseman", "author"),
            ("Gabriele Escherich", "author"),
            ("Aniko Sijs-Szabo", "author"),
            ("Anita W. Rijneveld", "author"),
            ("Monique L. den Boer", "author"),
            ("Blood Advances", "container-title"),
            ("number8", "issue"),
            ("1835-1845", "page"),
            ("10 Apr 2024", "issued"),
            ("pages11", "number-of-pages"),
            ("The American Society of Hematology", "publisher"),
        ],
    }
}

/// What the record says of a field, as one string.
fn said(record: &Record, field: &str) -> String {
    if field == "relation" {
        return record.relations.iter().map(|relation| relation.text.as_str()).collect();
    }
    let field = Field::from_csl(field).expect("field");
    let item = &record.item;
    match field {
        Field::Keyword => item.keyword.join(";"),
        Field::Author => item.author.iter().map(Name::display).collect::<Vec<_>>().join(";"),
        Field::Issued => item.issued.map(|date| date.to_string()).unwrap_or_default(),
        _ => item.get(field).unwrap_or_default().to_owned(),
    }
}

/// The value altered within its kind: digits to other digits, letters to other letters, the rest kept.
fn altered(value: &str) -> String {
    let keep = ["Abbreviation: ", "number", "pages", "PMC", " Apr ", "10."];
    let (head, tail) = keep
        .iter()
        .find(|label| value.starts_with(**label))
        .map_or(("", value), |label| value.split_at(label.len()));
    let body: String = tail
        .chars()
        .map(|c| match c {
            '1' => '2',
            '2' => '1',
            '3'..='5' => char::from(c as u8 + 3),
            '6'..='8' => char::from(c as u8 - 3),
            'a' => 'e',
            'e' => 'a',
            'o' => 'u',
            'i' => 'o',
            _ => c,
        })
        .collect();
    head.to_owned() + &body
}

#[test]
fn an_altered_value_comes_out_altered() {
    for id in ["000", "001", "002", "003", "004"] {
        let text = seed(id);
        for (value, field) in values(id) {
            assert!(text.contains(value), "{id}: {value}");
            let other = match value {
                "10 Apr 2024" => "21 May 2023".to_owned(),
                "(2021)" => "(1998)".to_owned(),
                "year={2019}" => "year={1998}".to_owned(),
                "1476-4687" => "0028-0836".to_owned(),
                _ => altered(value),
            };
            assert_ne!(other, value);
            let before = said(&read(&text), field);
            let after = said(&read(&text.replace(value, &other)), field);
            let expected = match other.as_str() {
                "21 May 2023" => "2023-05-21".to_owned(),
                "(1998)" => "1998".to_owned(),
                "year={1998}" => "1998-09".to_owned(),
                _ => {
                    let bare = |text: &str| {
                        text.trim_start_matches("Abbreviation: ")
                            .trim_start_matches("number")
                            .trim_start_matches("pages")
                            .trim_matches([' ', ',', '.', '{', '}'])
                            .replace('–', "-")
                    };
                    let (old, new) = (bare(value), bare(&other));
                    if field == "title" {
                        other.trim_end_matches('.').to_owned()
                    } else {
                        before.replace(&old, &new)
                    }
                }
            };
            assert_eq!(after, expected, "{id}: {value} → {other}");
            assert_ne!(after, before, "{id}: {value}");
        }
    }
}

#[test]
fn a_deleted_value_leaves_the_field_empty() {
    for id in ["000", "001", "002", "003", "004"] {
        let text = seed(id);
        for (value, field) in values(id) {
            let gone = match value {
                "Abbreviation: Nature" => "Abbreviation: ",
                "number8" => "number",
                "pages11" => "pages",
                " 35," => " ,",
                "(2021)" => "()",
                "year={2019}" => "year={}",
                _ if value.starts_with('{') => "{}",
                _ => "",
            };
            let before = read(&text);
            let after = read(&text.replace(value, gone));
            let said = said(&after, field);
            let list = matches!(field, "author" | "keyword" | "relation");
            let bare = value.trim_matches([',', '.', ' ']);
            let name = bare.rsplit(' ').next().unwrap_or(bare);
            if !list {
                assert_eq!(said, "", "{id}: without {value}");
            } else if field == "author" {
                assert_eq!(
                    after.item.author.len(),
                    before.item.author.len() - 1,
                    "{id}: without {value}"
                );
                assert!(
                    !after
                        .item
                        .author
                        .iter()
                        .any(|n| n.display() == bare || n.main() == name && name != "Boer")
                );
            } else {
                assert!(!said.contains(bare), "{id}: without {value}: {said}");
            }
            // No other field takes its place.
            for other in fields(&after) {
                assert!(
                    fields(&before).contains(&other),
                    "{id}: without {value} a {other} appears"
                );
            }
        }
    }
}

#[test]
fn a_deleted_abstract_is_not_replaced() {
    for id in ["000", "001", "002", "003", "004"] {
        let text = seed(id);
        let record = read(&text.replace(zone(id, &text, "abstract").trim(), ""));
        assert_eq!(record.item.get(Field::Abstract), None, "{id}");
    }
}

#[test]
fn every_span_gives_its_value() {
    for id in ["000", "001", "002", "003", "004"] {
        let text = seed(id);
        let record = read(&text);
        for (field, places) in &record.provenance {
            for (index, place) in places.iter().enumerate() {
                let cut = blanks(place.span.of(&text));
                let value = match *field {
                    Field::Type | Field::Issued => continue,
                    Field::Id => record.id.clone().unwrap_or_default(),
                    Field::Author => record.item.author[index].main().to_owned(),
                    Field::Keyword => record.item.keyword[index].clone(),
                    field => record.item.get(field).unwrap_or_default().to_owned(),
                };
                let same = match *field {
                    Field::Author => cut.contains(&value),
                    Field::Page => cut.replace('–', "-") == value,
                    _ => cut == value,
                };
                assert!(same, "{id} {}: {cut} is not {value}", field.csl());
            }
        }
        // A date may be put together from several places; each of its numbers is of one of them.
        let places = record.provenance.get(&Field::Issued).into_iter().flatten();
        let cuts: Vec<&str> = places.map(|place| place.span.of(&text)).collect();
        let written = PartialDate::parse(&cuts.join(" "));
        assert_eq!(written, record.item.issued, "{id} issued: {cuts:?}");
    }
}

#[test]
fn no_prefix_of_a_seed_stops_a_reader() {
    for id in ["000", "001", "002", "003", "004"] {
        let text = seed(id);
        for end in (0..text.len()).step_by(211).filter(|end| text.is_char_boundary(*end)) {
            let _ = read(&text[..end]);
            let tail = extract(&Capture::from_text("seed.html", &text[end..]));
            for record in &tail.value.records {
                for place in record.provenance.values().flatten() {
                    assert!(text[end..].get(place.span.range()).is_some());
                }
            }
        }
    }
}
