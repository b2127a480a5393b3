//! Free-text references: every reference of the seeds, one example of each style, and arbitrary text.

use citeloom::journals::Journals;
use citeloom::record::{Field, Item};
use citeloom::reference::parse;
use proptest::prelude::*;

const SEED_001: &str = include_str!("../../content/sources/001_6fcbd7db9530eab4.txt");
const SEED_003: &str = include_str!("../../content/sources/003_8cfb0037ecabb7b3.txt");
const EXPECTED: &str = include_str!("../fixtures/references/seeds.tsv");
const STYLES: &str = include_str!("../fixtures/references/styles.txt");

/// The numbered references of seed 001 and those of seed 003, each with its number in its own list.
fn seed_references() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for line in SEED_001.lines() {
        if let Some((number, text)) = line.strip_prefix("  ").and_then(|line| line.split_once(". "))
            && number.parse::<u32>().is_ok()
        {
            found.push((format!("001 {number}"), text.to_owned()));
        }
    }
    let list = SEED_003.split("References:").nth(1).unwrap();
    let list = list.split("Grant Information").next().unwrap();
    for (index, line) in list.lines().filter(|line| line.contains("(PMID:")).enumerate() {
        found.push((format!("003 {}", index + 1), line.trim().to_owned()));
    }
    found
}

/// Authors as in the tables: `family, given, suffix` with semicolons between, `et al.` where the list breaks off.
fn names(item: &Item, field: Field) -> String {
    let mut out = item
        .names(field)
        .iter()
        .map(|name| {
            let parts = [
                &name.literal,
                &name.family,
                &name.given,
                &name.dropping_particle,
                &name.suffix,
            ];
            parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
        })
        .collect::<Vec<_>>()
        .join("; ");
    if item.et_al && field == Field::Author {
        out.push_str(" et al.");
    }
    out
}

#[test]
fn every_reference_of_the_seeds_is_read_in_every_field() {
    let journals = Journals::default();
    let expected: Vec<&str> = EXPECTED.lines().filter(|line| !line.starts_with('#')).collect();
    let references = seed_references();
    assert_eq!(references.len(), 92);
    assert_eq!(expected.len(), 92);
    for ((number, text), expected) in references.iter().zip(expected) {
        let item = parse(text, &journals).item;
        let get = |field| item.get(field).unwrap_or("").to_owned();
        let row = [
            number.replace(' ', "\t"),
            names(&item, Field::Author),
            get(Field::Title),
            get(Field::ContainerTitle),
            item.issued.map(|date| date.to_string()).unwrap_or_default(),
            get(Field::Volume),
            get(Field::Issue),
            get(Field::Page),
            get(Field::Pmid),
        ]
        .join("\t");
        assert_eq!(row, expected, "{text}");
    }
}

/// Everything an item says, one field a line.
fn describe(item: &Item) -> String {
    let mut lines = Vec::new();
    for field in Field::ALL.iter().copied().filter(|field| item.has(*field)) {
        let value = match field {
            Field::Type => item.kind.csl().to_owned(),
            _ if field.is_names() => names(item, field),
            _ if field.is_date() => item.date(field).map(|date| date.to_string()).unwrap_or_default(),
            _ => item.get(field).unwrap_or("").to_owned(),
        };
        lines.push(format!("{}: {value}", field.csl()));
    }
    lines.join("\n")
}

/// The examples of the fixture: `= style`, the reference, and its fields.
fn examples() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    STYLES
        .split("\n= ")
        .skip(1)
        .map(|example| {
            let mut lines = example.lines().filter(|line| !line.is_empty());
            let style = lines.next().unwrap();
            let text = lines.next().unwrap();
            (style, text, lines.collect())
        })
        .collect()
}

#[test]
fn every_style_is_read_in_every_field_and_nothing_is_added() {
    let journals = Journals::default();
    let mut wrong = Vec::new();
    let examples = examples();
    assert!(examples.len() >= 40);
    for (style, text, expected) in examples {
        let found = describe(&parse(text, &journals).item);
        if found != expected.join("\n") {
            wrong.push(format!(
                "{style}: {text}\n--- expected\n{}\n--- found\n{found}\n",
                expected.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_value_stands_where_its_span_says() {
    let journals = Journals::default();
    let texts = seed_references().into_iter().map(|(_, text)| text);
    for text in texts.chain(examples().into_iter().map(|(_, text, _)| text.to_owned())) {
        let parsed = parse(&text, &journals);
        let authors = parsed.spans.iter().filter(|(field, _)| *field == Field::Author).count();
        assert_eq!(authors, parsed.item.author.len(), "{text}");
        for field in [
            Field::Title,
            Field::ContainerTitle,
            Field::Volume,
            Field::Issue,
            Field::Publisher,
        ] {
            let Some(value) = parsed.item.get(field) else { continue };
            let (_, span) = parsed.spans.iter().find(|(f, _)| *f == field).unwrap();
            let slice: Vec<&str> = span.of(&text).split_whitespace().collect();
            if !slice.join(" ").contains('<') {
                assert_eq!(slice.join(" "), value, "{text}");
            }
        }
    }
}

#[test]
fn what_cannot_be_told_is_said() {
    let journals = Journals::default();
    let doubts = |text: &str| parse(text, &journals).doubts;
    assert!(doubts("N Engl J Med. 2010 Sep 16;363(12):1117-27. (PMID: 20843246)").is_empty());
    assert!(doubts("Thing, personal communication").contains(&"no year could be told"));
    assert!(doubts("").contains(&"neither a title nor a journal could be told"));
}

#[test]
fn labels_and_links_are_passed_over() {
    let journals = Journals::default();
    let plain = parse("Doe A, Roe B. Signals of nothing. Blood. 2010;115:12-9.", &journals).item;
    for text in [
        "12. Doe A, Roe B. Signals of nothing. Blood. 2010;115:12-9. CAS  PubMed  PubMed Central  Google Scholar",
        "[12] Doe A, Roe B. Signals of nothing. Blood. 2010;115:12-9. [PubMed] [Google Scholar]",
        "12 Doe A, Roe B. Signals of nothing. Blood. 2010;115:12-9. Article CAS PubMed Google Scholar",
        "Doe A, Roe B. Signals of nothing. Blood. 2010;115:12-9. [CrossRef]",
        "12.Doe A, Roe B. Signals of nothing. Blood. 2010;115:12-9.",
        "12)Doe A, Roe B. Signals of nothing. Blood. 2010;115:12-9.",
        "12-Doe A, Roe B. Signals of nothing. Blood. 2010;115:12-9.",
        "[Doe10a] Doe A, Roe B. Signals of nothing. Blood. 2010;115:12-9.",
    ] {
        assert_eq!(parse(text, &journals).item, plain, "{text}");
    }
}

#[test]
fn what_begins_like_a_label_and_is_none_stays() {
    let journals = Journals::default();
    for title in [
        "5-Azacytidine and signals of nothing",
        "[18F]FDG and signals of nothing",
        "17.beta-Estradiol and signals of nothing",
        "[Article in French] Signals of nothing",
    ] {
        let item = parse(&format!("{title}. Blood. 2010;115:12-9."), &journals).item;
        assert_eq!(item.title(), Some(title));
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_harm(text in "\\PC{0,200}") {
        check_spans(&text);
    }

    #[test]
    fn any_pieces_of_references_are_read_without_harm(pieces in proptest::collection::vec(piece(), 0..30)) {
        check_spans(&pieces.concat());
    }
}

/// Pieces of which references are made, and a few that break them.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "Smith J",
        ", ",
        "et al",
        ". ",
        "(",
        ")",
        "[",
        "]",
        "2010",
        ";",
        "12",
        ":",
        "–",
        "-",
        "e156",
        "10.1038/x",
        "PMID: ",
        "http://a.b/c",
        "In: ",
        "eds",
        "“",
        "”",
        " & ",
        "and ",
        "van der ",
        "Müller-",
        "J. Biol. Chem",
        "Suppl",
        "vol. ",
        "pp. ",
        "é",
        "\u{301}",
        "東京",
        "<i>",
        "</i>",
        " ",
        "'",
        "Press",
        "thesis",
        "arXiv:",
        "Sep",
        "A.B.",
        "…",
        "II",
    ];
    proptest::sample::select(pieces.map(str::to_owned).to_vec())
}

fn check_spans(text: &str) {
    thread_local! {
        static JOURNALS: Journals = Journals::default();
    }
    let parsed = JOURNALS.with(|journals| parse(text, journals));
    for (field, span) in &parsed.spans {
        assert!(
            text.get(span.range()).is_some_and(|slice| !slice.is_empty()),
            "{field:?} in {text:?}"
        );
    }
}

#[test]
fn the_author_can_add_journals_and_names() {
    let file = "[[journal]]\ntitle = \"Blood\"\naliases = [\"The Red Weekly\"]\n\n[[journal]]\ntitle = \"Annals of Nowhere\"\nabbreviation = \"Ann Nowhere\"\n\n[[journal]]\naliases = [\"no title\"]\n";
    let loaded = Journals::load(&[("content/vocabulary/journals.toml", file)]);
    let journals = loaded.value;
    assert_eq!(loaded.diagnostics.len(), 1);
    assert_eq!(loaded.diagnostics[0].code.to_string(), "CL0501");
    assert_eq!(journals.canonical("ann. nowhere"), Some("Annals of Nowhere"));
    assert!(journals.compatible("Red Weekly", "Blood"));
    assert!(!Journals::default().compatible("Red Weekly", "Blood"));
    let item = parse(
        "Doe A. A study of nothing new in marrow Ann Nowhere 2001;3:4-9",
        &journals,
    )
    .item;
    assert_eq!(item.get(Field::ContainerTitle), Some("Ann Nowhere"));
    assert_eq!(item.get(Field::Title), Some("A study of nothing new in marrow"));
    let own = include_str!("../../content/vocabulary/journals.toml");
    let loaded = Journals::load(&[("content/vocabulary/journals.toml", own)]);
    assert!(loaded.diagnostics.is_empty());
    assert_eq!(loaded.value.canonical("Cancer Disco."), Some("Cancer Discovery"));
}
