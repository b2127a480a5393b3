//! Every format reads its fixtures, and bears whatever else it is given.
//!
//! `tests/fixtures/FORMAT/` holds files in the shape of the real thing; a format without one fails here.

use citeloom::base::{Span, code_info};
use citeloom::capture::{Capture, DecodeLimits, decode};
use citeloom::extract::output::{Findings, to_json};
use citeloom::extract::{FORMATS, Format, extract};
use citeloom::record::{Claims, Field, item_to_csl};
use proptest::prelude::*;
use std::path::PathBuf;

/// Formats whose fixtures are looked at by tests of their own.
const ELSEWHERE: [&str; 3] = ["bibtex", "html", "page-text"];

fn fixtures(format: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(format);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

fn capture(format: &str, path: &std::path::Path) -> Capture {
    let bytes = std::fs::read(path).unwrap();
    let name = format!("{format}/{}", path.file_name().unwrap().to_string_lossy());
    decode(&name, &bytes, DecodeLimits::default()).value
}

/// Every fixture of every format here, recognised by its content alone.
fn all() -> Vec<(&'static str, Capture)> {
    let own = FORMATS.iter().filter(|format| !ELSEWHERE.contains(&format.name));
    own.flat_map(|format| {
        fixtures(format.name)
            .into_iter()
            .map(|path| (format.name, capture(format.name, &path)))
    })
    .collect()
}

#[test]
fn every_format_reads_its_fixtures() {
    for format in FORMATS {
        if ELSEWHERE.contains(&format.name) {
            continue;
        }
        let files = fixtures(format.name);
        assert!(!files.is_empty(), "no fixture in tests/fixtures/{}", format.name);
        for path in files {
            let capture = capture(format.name, &path);
            let extraction = extract(&capture);
            let mut shown = String::new();
            for (position, record) in extraction.value.records.iter().enumerate() {
                let references = record
                    .references
                    .iter()
                    .map(|reference| {
                        let item = reference.item.as_ref().map(|item| item_to_csl("", item));
                        (reference.text.clone(), item.unwrap_or_default())
                    })
                    .collect();
                let findings = Findings {
                    references,
                    ..Findings::default()
                };
                let json = to_json(&capture, extraction.value.format, record, position, findings, &[]);
                shown.push_str(&serde_json::to_string_pretty(&json["item"]).unwrap());
                shown.push('\n');
                for (field, places) in &record.provenance {
                    for place in places {
                        let piece = place.span.of(&capture.text);
                        shown.push_str(&format!("{} <- {} {piece:?}\n", field.csl(), place.rule));
                    }
                }
                for relation in &record.relations {
                    let piece = relation.span.of(&capture.text);
                    shown.push_str(&format!("{} {:?} <- {piece:?}\n", relation.kind.name(), relation.text));
                }
                for zone in &record.zones {
                    shown.push_str(&format!("zone {}: {:?}\n", zone.kind.name(), zone.text.as_str()));
                }
                for reference in json["references"].as_array().unwrap() {
                    shown.push_str(&format!("reference {reference}\n"));
                }
                shown.push('\n');
            }
            for diagnostic in &extraction.diagnostics {
                shown.push_str(&format!("{} {}\n", diagnostic.code, diagnostic.message));
            }
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            insta::assert_snapshot!(format!("{}-{stem}", format.name), shown);
        }
    }
}

#[test]
fn formats_are_told_apart_by_content() {
    for (name, capture) in all() {
        let unnamed = Capture::from_text("capture", &capture.text);
        assert_eq!(extract(&unnamed).value.format, name, "{}", capture.path);
    }
}

#[test]
fn line_ends_make_no_difference() {
    for (name, capture) in all() {
        let plain = capture.text.replace("\r\n", "\n");
        let items = |text: &str| -> Vec<_> {
            let records = extract(&Capture::from_text(&capture.path, text)).value.records;
            records.into_iter().map(|record| (record.id, record.item)).collect()
        };
        let expected = items(&plain);
        assert!(!expected.is_empty(), "{name}");
        assert_eq!(items(&plain.replace('\n', "\r\n")), expected, "{}", capture.path);
        assert_eq!(items(&format!("\u{feff}{plain}")), expected, "{}", capture.path);
    }
}

/// Fails unless every place lies in the text on character boundaries.
fn check_spans(text: &str, claims: &Claims, format: &str) {
    let check = |span: Span, what: &str| {
        let fits = span.start <= span.end && text.get(span.range()).is_some();
        assert!(fits, "{format}: {what} {span:?} does not fit");
    };
    check(claims.span, "record");
    for claim in &claims.claims {
        check(claim.span, claim.field.csl());
        assert!(claim.weight > 0, "{format}: {:?} without weight", claim.field);
    }
    for reference in &claims.references {
        check(reference.span, "reference");
    }
    for relation in &claims.relations {
        check(relation.span, "relation");
    }
    for zone in &claims.zones {
        let whole = zone.text.as_str().len();
        check(zone.text.source(Span::new(0, whole)), "zone");
        for (index, c) in zone.text.as_str().char_indices() {
            check(zone.text.source(Span::new(index, index + c.len_utf8())), "zone");
        }
    }
    if let Some(span) = claims.et_al {
        check(span, "et al.");
    }
}

fn read_with_all(text: &str) {
    for format in FORMATS {
        read_with(format, text);
    }
}

fn read_with(format: &Format, text: &str) {
    let capture = Capture::from_text("capture", text);
    let _ = (format.recognise)(text);
    let parsed = (format.read)(&capture);
    for claims in &parsed.value {
        check_spans(text, claims, format.name);
    }
    for diagnostic in &parsed.diagnostics {
        assert!(
            code_info(diagnostic.code).is_some(),
            "{} is not registered",
            diagnostic.code
        );
        for label in &diagnostic.labels {
            assert!(text.get(label.span.range()).is_some(), "{}: {label:?}", format.name);
        }
    }
}

#[test]
fn hostile_shapes_are_borne() {
    for piece in [
        "<",
        "<!--",
        "<![CDATA[",
        "<a ",
        "<a b='",
        "</a>",
        "&",
        "&#",
        "[",
        "{",
        "{\"a\":",
        "\"\\u",
        "\"\\ud83d",
        "TY  - ",
        "TY  - JOUR\n",
        "ER  - \n",
        "PMID- \n",
        "\r",
        "%0 ",
        "FN ",
        "- ",
        "a:\n ",
        "@a{",
        "AU  - ,;,\n",
        "KW  - ;;\n",
        "\u{301}",
        "SP  - \u{2013}\n",
        "RT Journal Article\n",
        "Title,Authors,Year\n\"",
        "1: A B. C. D. 2001;1:2. PMID: 1.\n\n",
        "<1>\nTitle\n  x\n",
        "SO  - a. 1(2):3-4, 2001. ",
        "AU  - A [; B [Ed], \n",
    ] {
        read_with_all(&piece.repeat(3000));
        read_with_all(&format!("<PubmedArticleSet><PubmedArticle>{}", piece.repeat(300)));
    }
}

/// Depth and length that no stack holds and no reader goes through twice; what stands before it is read.
#[test]
fn whatever_is_nested_or_long_costs_no_title() {
    const MANY: usize = 20_000;
    let json = r#"[{"id": "n", "type": "book", "title": "It stands", "custom": "#;
    let crossref = r#"{"status": "ok", "message-type": "work", "message": {"DOI": "10.1000/x", "type": "journal-article", "title": ["It stands"], "abstract": ""#;
    let openalex = r#"{"id": "https://openalex.org/W1", "authorships": [], "biblio": {}, "title": "It stands", "x": "#;
    let datacite = r#"{"creators": [], "titles": [{"title": "It stands"}], "publicationYear": 2001, "x": "#;
    let yaml = "- id: y\n  type: book\n  title: It stands\n  author:\n  - family: D\n  custom: ";
    let pubmed = "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>It stands</ArticleTitle><Abstract><AbstractText>";
    let mods = r#"<modsCollection xmlns="http://www.loc.gov/mods/v3"><mods><titleInfo><title>It stands</title></titleInfo><abstract>"#;
    let zotero = r#"<rdf:RDF xmlns:z="http://www.zotero.org/namespaces/export#"><bib:Book rdf:about="ring"><z:itemType>book</z:itemType><dc:title>It stands</dc:title>"#;
    let jats = "<article><front><article-meta><title-group><article-title>It stands</article-title></title-group><abstract><p>";
    let endnote = "<xml><records><record><source-app name=\"EndNote\" version=\"20.0\">EndNote</source-app><ref-type name=\"Journal Article\">17</ref-type><titles><title>It stands</title></titles><abstract>";
    let html =
        r#"<html><head><meta name="citation_title" content="It stands"><meta name="citation_author" content="Doe, J">"#;
    let bibtex = "@article{k, title = {It stands}, year = {2001}, abstract = {";
    for (format, begin, open, close) in [
        ("bibtex", bibtex, "{", "}"),
        ("bibtex", bibtex, "\\textbf{", "}"),
        ("bibtex", bibtex, "$x^{", "}$"),
        ("ris", "TY  - JOUR\nTI  - It stands\nN2  - ", "x ", "\nAU  - A, B"),
        (
            "nbib",
            "PMID- 1\nTI  - It stands\nAB  - x\n",
            "      x\n",
            "AU  - A B\n",
        ),
        ("pubmed-xml", pubmed, "<i>", "</i>"),
        (
            "pubmed-text",
            "1. J Test. 2001 Jan;1(2):3-4.\n\nIt stands.\n\nDoe J(1).\n\nPMID: 1\n\nWe looked at it. ",
            "(",
            ")",
        ),
        ("mods", mods, "<i>", "</i>"),
        ("zotero-rdf", zotero, "<i>", "</i>"),
        (
            "zotero-rdf",
            zotero,
            r#"<isPartOf rdf:resource="ring"/><isPartOf rdf:resource="ring"/>"#,
            "",
        ),
        ("jats", jats, "<sup>", "</sup>"),
        ("jats", jats, "<math><mrow>", "</mrow></math>"),
        ("endnote-xml", endnote, "<style>", "</style>"),
        (
            "refer",
            "%0 Journal Article\n%T It stands\n%A A, B\n",
            "%0 Book\n",
            "%X x\n",
        ),
        (
            "wos",
            "FN Clarivate\nVR 1.0\nPT J\nTI It stands\nAU A, B\n",
            "   C, D\n",
            "ER\n\nEF",
        ),
        (
            "refworks",
            "RT Journal Article\nT1 It stands\nA1 A, B\nYR 2001\n",
            "K1 x;\n",
            "AB x\n",
        ),
        (
            "ovid-export",
            "<1. >\nVN  - Ovid Technologies\nTI  - It stands\nAU  - A, B\n",
            "AU  - [;\n",
            "RF  - x\n\n",
        ),
        (
            "ovid-export",
            "<1>\nTitle\n  It stands\nAuthors\n  A B\nSource\n  J Test. 1(2):3-4, 2001.\nReferences\n",
            "  x [\n",
            "\n",
        ),
        (
            "table",
            "Title,Authors,Year,Journal,Abstract\nIt stands,\"A, B\",2001,J Test,x\nOther,C,2002,J Test,y\n",
            "\"",
            ",",
        ),
        (
            "table",
            "Title\tAuthors\tDOI\tReferences\nIt stands\tA, B\t10.1000/x\t",
            "x (; ",
            "x y; ",
        ),
        (
            "pubmed-summary",
            "1: Doe J. It stands. J Test. 2001 Jan;1(2):3-4. PMID: 1. ",
            "x-\n",
            "2: ",
        ),
        ("openalex-json", openalex, "[", "]"),
        ("datacite-json", datacite, r#"{"a":"#, "}"),
        ("crossref-json", crossref, "<jats:p>", "</jats:p>"),
        ("csl-json", json, "[", "]"),
        ("csl-json", json, r#"{"a":"#, "}"),
        ("csl-yaml", yaml, "[", "]"),
        ("csl-yaml", yaml, "{a: ", "}"),
        (
            "cff",
            "cff-version: 1.2.0\nmessage: x\ntitle: It stands\nauthors:\n  - family-names: A\ncustom: ",
            "[",
            "]",
        ),
        ("html", html, "<div>", "</div>"),
        ("html", html, "<script type=\"application/ld+json\">[", "]</script>"),
        (
            "page-text",
            "J Test. 2001 Jan;1(2):3-4. doi: 10.1000/x.\n\nIt stands in this journal\n\nJohn Doe, Jane Roe\n\nAbstract\nWe looked at it. ",
            "(",
            ")",
        ),
    ] {
        for text in [
            format!("{begin}{}", open.repeat(MANY)),
            format!("{begin}{}", close.repeat(MANY)),
            format!("{begin}{}{}", open.repeat(MANY), close.repeat(MANY)),
        ] {
            let extraction = extract(&Capture::from_text("capture", &text)).value;
            assert_eq!(extraction.format, format, "{begin} {open}");
            let titles: Vec<&str> = extraction
                .records
                .iter()
                .filter_map(|record| record.item.title())
                .collect();
            let first = titles.first().copied().unwrap_or_default();
            assert!(
                first.starts_with("It stands"),
                "{format} {open}: {first:?} of {}",
                titles.len()
            );
        }
    }
}

#[test]
fn what_fuzzing_found_is_borne() {
    let files = fixtures("hostile");
    assert!(!files.is_empty());
    for path in files {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        read_with_all(&text);
        let capture = Capture::from_text("capture", &text);
        for format in FORMATS {
            for claims in (format.read)(&capture).value {
                // The stub of whatever was read says what was read.
                let record = citeloom::record::resolve(claims, &capture.path).value;
                let stub = citeloom::article::create("key", &record, &Default::default(), &["sources/a".to_owned()]);
                let article = citeloom::article::parse("articles/key.md", &stub).value.expect(&stub);
                assert_eq!(article.item.author.len(), record.item.author.len(), "{path:?} {stub}");
            }
        }
    }
}

#[test]
fn the_handbook_lists_every_format_and_layout_with_its_state() {
    let text = std::fs::read_to_string("docs/content/pages/captures.md").unwrap();
    let row = |name: &str| text.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
    for format in FORMATS {
        assert!(row(format.name).is_some(), "{}", format.name);
    }
    for layout in citeloom::extract::LAYOUTS {
        let row = row(layout.name).unwrap_or_else(|| panic!("{}", layout.name));
        let state = if layout.tested { "| tested |" } else { "| untested |" };
        assert!(row.ends_with(state), "{row}");
    }
}

#[test]
fn a_fixture_cut_anywhere_is_borne() {
    for (name, capture) in all() {
        let format = FORMATS.iter().find(|format| format.name == name).unwrap();
        let text = &capture.text;
        let step = (text.len() / 150).max(1);
        for cut in (0..text.len()).step_by(step).filter(|cut| text.is_char_boundary(*cut)) {
            read_with(format, &text[..cut]);
            read_with(format, &text[cut..]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_are_borne(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let capture = decode("capture", &bytes, DecodeLimits::default()).value;
        read_with_all(&capture.text);
    }

    #[test]
    fn arbitrary_text_is_borne(text in "(?s).{0,300}") {
        read_with_all(&text);
    }

    #[test]
    fn fixtures_with_a_piece_put_elsewhere_are_borne(which in any::<prop::sample::Index>(), cuts in any::<[u16; 3]>()) {
        let fixtures = all();
        let (_, capture) = which.get(&fixtures);
        let text = &capture.text;
        let fit = |cut: u16| {
            let mut at = cut as usize % (text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let mut cuts = cuts.map(fit);
        cuts.sort_unstable();
        let [a, b, c] = cuts;
        read_with_all(&format!("{}{}{}{}", &text[..a], &text[b..c], &text[a..b], &text[c..]));
    }
}

#[test]
fn every_reader_gives_values_that_stand_in_the_capture() {
    // Numbers and identifiers: digits of the value are digits of its place, in order.
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    for (name, capture) in all() {
        for record in extract(&capture).value.records {
            for field in [Field::Volume, Field::Pmid, Field::Pmcid] {
                let (Some(value), Some(places)) = (record.item.get(field), record.provenance.get(&field)) else {
                    continue;
                };
                assert_eq!(
                    digits(value),
                    digits(places[0].span.of(&capture.text)),
                    "{name} {}",
                    field.csl()
                );
            }
        }
    }
}

#[test]
fn a_number_that_is_no_pubmed_identifier_is_reported() {
    let text = "PMID- 000000000000\nOWN - NLM\nTI  - An invented record\nFAU - Quist, Ada\n";
    let extraction = extract(&Capture::from_text("a.nbib", text));
    assert_eq!(extraction.value.records[0].item.get(Field::Pmid), None);
    let found: Vec<&str> = extraction.diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(found, ["`000000000000` is no PubMed identifier"]);
}
