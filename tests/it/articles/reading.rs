//! Stubs as authors write them, right and wrong.

use super::bench::*;
use citeloom::article::{
    Direction, Finding, FindingStatus, Judgement, Level, Lock, QuoteSource, Status, StudyRelation, WayRound,
    add_findings, check_quotes, parse,
};
use citeloom::base::{Name, PartialDate};
use citeloom::record::{Field, ItemType};
use proptest::prelude::*;

const STUB: &str = r#"+++
# An author's stub.
key = "rummelt2021"
aliases = ["rummelt2020"]
type = "article-journal"
title = 'Activating "JAK" mutations'
authors = [
  { family = "Rummelt", given = "Christoph" }, # first
  "Gorantla, Sivahari P",
  { literal = "The Group" },
]
authors-incomplete = true
book = "Leukemia"
issued = 2021-07-01
available = "Spring 2020"
volume = 35
doi = "10.1038/s41375-020-01077-1"
keywords = "one"
status = "excluded"
reason = "duplicate"
reviewed-by = "AB"
reviewed-on = 2026-01-31
captures = ["sources/a.txt"]
mechanisms.jak-stat-bypass = "confirmed"
mechanisms.clonal-evolution = "rejected"

[[finding]]
statement = "Activating JAK mutations confer resistance."
mechanism = "jak-stat-bypass"
trigger = "jak1"
relation = "confers-resistance"
direction = "supports"
drug = ["midostaurin", "sorafenib"]
disease = "aml"
context = "FLT3-ITD lines"
timing = "acquired"
dependence = "target-independent"
locus = "cell-intrinsic"
reversible = false
models = ["cell-line", "patient"]
study-type = "in-vitro"
level = "D"
level-by = "AB"
n = "6/136"
way-round = { partner = "JAK inhibitor", stage = "in-vitro" }
quote = "JAK1 V658F mutation"
status = "confirmed"
by = "AB"
on = "2026-02"

[[finding]]
quote = "not there"
+++
Preface.

## abstract ##

Line *one*.
Line two with 5 \* 3 &lt; 16.

## Notes

See [@dumas2019].

```text
## Not a heading
```

## My own heading

More.

## References

1. First one,
   on two lines.
3. Third.
3) Numbered twice.

   A paragraph of its own.
- With a bullet.

Not an item.
"#;

#[test]
fn everything_an_author_can_write_is_read() {
    let parsed = parse("articles/rummelt2021.md", STUB);
    assert_eq!(parsed.diagnostics, []);
    let article = parsed.value.unwrap();
    assert_eq!(article.key, "rummelt2021");
    assert_eq!(article.aliases, ["rummelt2020"]);
    let item = &article.item;
    assert_eq!(item.kind, ItemType::ArticleJournal);
    assert_eq!(item.title(), Some("Activating \"JAK\" mutations"));
    let names = [
        Name::person("Rummelt", "Christoph"),
        Name::person("Gorantla", "Sivahari P"),
        Name::group("The Group"),
    ];
    assert_eq!(item.author, names);
    assert!(article.authors_incomplete());
    assert_eq!(item.container(), Some("Leukemia"));
    assert_eq!(item.issued, PartialDate::new(2021, Some(7), Some(1)));
    assert_eq!(item.available.unwrap().to_string(), "2020-21");
    assert_eq!(item.get(Field::Volume), Some("35"));
    assert_eq!(item.keyword, ["one"]);
    assert_eq!(
        (article.status, article.reason.as_deref()),
        (Status::Excluded, Some("duplicate"))
    );
    assert_eq!(article.reviewed_on, PartialDate::new(2026, Some(1), Some(31)));
    assert_eq!(article.mechanisms["jak-stat-bypass"], Judgement::Confirmed);
    assert_eq!(article.mechanisms["clonal-evolution"], Judgement::Rejected);
    assert_eq!(
        article.field_spans[&Field::Doi].of(STUB),
        "\"10.1038/s41375-020-01077-1\""
    );

    let text = "Line *one*.\nLine two with 5 * 3 < 16.";
    assert_eq!(article.abstract_text.as_deref(), Some(text));
    assert_eq!(item.get(Field::Abstract), Some(text));
    let headings: Vec<&str> = article
        .sections
        .iter()
        .map(|section| section.heading.as_str())
        .collect();
    assert_eq!(headings, ["", "abstract", "Notes", "My own heading", "References"]);
    assert_eq!(
        article.notes,
        "Preface.\n\nSee [@dumas2019].\n\n```text\n## Not a heading\n```\n\n## My own heading\n\nMore.\n\nNot an item."
    );
    let references: Vec<(u32, &str)> = article.references.iter().map(|r| (r.number, &*r.text)).collect();
    assert_eq!(
        references,
        [
            (1, "First one, on two lines."),
            (3, "Third."),
            (4, "Numbered twice. A paragraph of its own."),
            (5, "With a bullet."),
        ]
    );
    assert_eq!(article.references[0].span.of(STUB), "First one,\n   on two lines.");

    let finding = &article.findings[0];
    assert!(finding.counts());
    assert_eq!(finding.relation, Some(StudyRelation::ConfersResistance));
    assert_eq!(finding.direction(), Direction::Supports);
    assert_eq!(finding.drugs, ["midostaurin", "sorafenib"]);
    assert_eq!(finding.reversible.as_deref(), Some("fixed"));
    assert_eq!((finding.level, finding.n.as_deref()), (Some(Level::D), Some("6/136")));
    assert_eq!(finding.quote_span.of(STUB), "\"JAK1 V658F mutation\"");
    assert!(finding.span.of(STUB).starts_with("[[finding]]\nstatement"));
    assert!(finding.span.of(STUB).ends_with("on = \"2026-02\""));
    assert_eq!(article.findings[1].status, FindingStatus::Edited);
}

#[test]
fn line_ends_of_windows_and_a_mark_make_no_difference() {
    let unix = parse("a.md", STUB).value.unwrap();
    let text = format!("\u{feff}{}", STUB.replace('\n', "\r\n"));
    let windows = parse("a.md", &text);
    assert_eq!(windows.diagnostics, []);
    let windows = windows.value.unwrap();
    assert_eq!(windows.item, unix.item);
    assert_eq!(windows.mechanisms, unix.mechanisms);
    assert_eq!(windows.findings.len(), 2);
    let texts =
        |article: &citeloom::article::Article| article.references.iter().map(|r| r.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&windows), texts(&unix));
}

#[test]
fn each_fault_is_shown_where_it_is_and_says_what_to_do() {
    let mut seen = Vec::new();
    for (line, code, place, words) in [
        ("jurnal = \"Blood\"", "CL0602", "jurnal", "did you mean `journal`?"),
        (
            "container-title = \"Blood\"",
            "CL0602",
            "container-title",
            "did you mean `journal`?",
        ),
        ("lab-code = 7", "CL0602", "lab-code", "no effect"),
        (
            "title = [\"T\"]",
            "CL0603",
            "[\"T\"]",
            "must be text in quotes, and here is a list",
        ),
        ("issued = \"soon\"", "CL0603", "\"soon\"", "is not a date"),
        (
            "type = \"article-jurnal\"",
            "CL0603",
            "\"article-jurnal\"",
            "did you mean \"article-journal\"?",
        ),
        (
            "status = \"exclude\"",
            "CL0603",
            "\"exclude\"",
            "did you mean \"excluded\"?",
        ),
        (
            "authors = [ { given = \"A\" } ]",
            "CL0603",
            "{ given = \"A\" }",
            "neither `family` nor `literal`",
        ),
        (
            "authors = [ { famly = \"A\" } ]",
            "CL0602",
            "famly",
            "did you mean `family`?",
        ),
        ("authors = 3", "CL0603", "3", "must be a list of names"),
        ("authors-incomplete = \"yes\"", "CL0603", "\"yes\"", "true or false"),
        ("doi = \"10.1/x\"", "CL0611", "\"10.1/x\"", "not well-formed"),
        ("pmid = \"PMC12\"", "CL0611", "\"PMC12\"", "not well-formed"),
        ("mechanisms = \"x\"", "CL0603", "\"x\"", "must be a table"),
        (
            "mechanisms.x = \"confirm\"",
            "CL0603",
            "\"confirm\"",
            "did you mean \"confirmed\"?",
        ),
        ("title = \"T", "CL0601", "T", "not valid TOML"),
        ("title = T", "CL0601", "T", "not valid TOML"),
        ("key = \"l\"", "CL0601", "key", "duplicate key"),
        ("[[finding]]\nlevl = \"D\"", "CL0602", "levl", "did you mean `level`?"),
        ("[[finding]]\nlevel = \"F\"", "CL0603", "\"F\"", "A, B, C, D, E"),
    ] {
        let text = format!("+++\nkey = \"k\"\n{line}\n+++\n\n## Notes\n");
        let parsed = parse("articles/k.md", &text);
        let shown = |d: &citeloom::base::Diagnostic| format!("{} {}", d.message, d.help.clone().unwrap_or_default());
        let found = parsed
            .diagnostics
            .iter()
            .find(|d| d.code.0 == code && shown(d).contains(words));
        let Some(found) = found else {
            panic!("{line}: {:#?}", parsed.diagnostics)
        };
        assert_eq!(found.labels[0].span.of(&text), place, "{line}");
        assert_eq!(parsed.value.is_none(), code == "CL0601", "{line}");
        seen.push(code);
    }
    seen.dedup();
    assert!(seen.len() > 4);
}

#[test]
fn files_that_are_no_stubs_are_named() {
    for text in [
        "",
        "# A page",
        "+++",
        "+++\nkey = \"k\"\n",
        "+++\nkey = \"k\"\n +++x\n",
        "\u{feff}",
    ] {
        let parsed = parse("articles/k.md", text);
        assert!(parsed.value.is_none(), "{text:?}");
        assert_eq!(codes(&parsed.diagnostics), ["CL0601"], "{text:?}");
    }
    let parsed = parse("articles/from-file.md", "+++\n+++");
    assert_eq!(codes(&parsed.diagnostics), ["CL0613"]);
    assert_eq!(parsed.value.unwrap().key, "from-file");
    let parsed = parse("articles/k.md", "+++\nkey = \"../../etc\"\n+++\n");
    assert_eq!(parsed.value.unwrap().key, "k");
}

#[test]
fn findings_are_written_and_read_back() {
    let finding = Finding {
        statement: Some("A \"quoted\" statement with a \\ in it.".into()),
        mechanism: Some("rtk-bypass".into()),
        relation: Some(StudyRelation::UpRegulates),
        object: Some("AXL".into()),
        drugs: vec!["quizartinib".into(), "x".into()],
        level: Some(Level::D),
        way_round: Some(WayRound {
            partner: "AXL inhibition".into(),
            stage: Some("in-vivo".into()),
            trial: None,
        }),
        quote: Some("it's \"here\"".into()),
        status: FindingStatus::Proposed,
        on: PartialDate::parse("2026-01-02"),
        ..Finding::default()
    };
    for text in [STUB.to_owned(), STUB.replace('\n', "\r\n")] {
        let new = add_findings(&text, &[finding.clone(), finding.clone()]).unwrap();
        let parsed = parse("a.md", &new);
        assert_eq!(parsed.diagnostics, []);
        let mut read = parsed.value.unwrap().findings;
        assert_eq!(read.len(), 4);
        let mut last = read.pop().unwrap();
        (last.span, last.quote_span, last.spans) = (finding.span, finding.quote_span, Vec::new());
        assert_eq!(last, finding);
        assert_eq!(new.contains("\r\n"), text.contains("\r\n"));
        assert_eq!(new.replace("\r\n", "").contains('\n'), !text.contains("\r\n"));
    }
}

#[test]
fn quotes_are_proved_with_the_capture_and_without_it() {
    let words = "drive FLT3\u{2013}ITD cell  resistance to quizartinib";
    let capture = paper().proposes("x", words).at("sources/a.txt");
    let mut review = Review::default();
    review.import(std::slice::from_ref(&capture));
    let quoted = |quote: &str| Finding {
        quote: Some(quote.into()),
        ..Finding::default()
    };
    let list = [
        quoted("FLT3-ITD cell resistance"),
        quoted("FLT3-ITD cell persistence"),
        quoted("Hematopoietic niche drives"),
        Finding::default(),
    ];
    *review.stub() = add_findings(review.stub(), &list).unwrap();
    review.import(std::slice::from_ref(&capture));
    let article = review.article("dumas2019");
    let source = QuoteSource {
        path: "sources/a.txt",
        text: &capture.text,
        zones: &[],
    };
    let parsed = check_quotes(&article, None, &[source]);
    assert_eq!(codes(&parsed.diagnostics), ["CL0609"]);
    assert_eq!(
        parsed.diagnostics[0].notes,
        ["the capture agrees up to “FLT3-ITD cell”, then has no “persistence”"]
    );
    let place = parsed.value[0].as_ref().unwrap();
    assert_eq!(place.span.of(&capture.text), "FLT3\u{2013}ITD cell  resistance");
    assert!(
        capture
            .text
            .lines()
            .nth(place.line as usize - 1)
            .unwrap()
            .contains("FLT3\u{2013}ITD cell")
    );
    assert_eq!((&parsed.value[1], &parsed.value[3]), (&None, &None));

    let lock = review.lock();
    let locked = &lock.articles["dumas2019"];
    assert_eq!(locked.quotes.len(), 2);
    let without = check_quotes(&article, Some(locked), &[]);
    assert_eq!(without.value, parsed.value);
    assert_eq!(codes(&without.diagnostics), ["CL0609"]);
    let mut bare = locked.clone();
    bare.quotes.clear();
    let without = check_quotes(&article, Some(&bare), &[]);
    assert!(without.value[0].is_some(), "the sentence of a mechanism holds it");
    assert_eq!(without.value[2], parsed.value[2], "the title holds it");
}

/// Reads a text as stub and as lock; every place that is named must lie in it.
fn borne(text: &str) {
    let parsed = parse("articles/k.md", text);
    let mut out = parsed.diagnostics;
    if let Some(article) = parsed.value {
        let places = article
            .field_spans
            .values()
            .chain(article.mechanism_spans.values())
            .copied();
        let places = places.chain(article.references.iter().map(|reference| reference.span));
        for span in places.chain(article.sections.iter().map(|section| section.span)) {
            assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
        }
        add_findings(text, &[Finding::default()]);
        let mut review = Review::default();
        review.stubs.insert("articles/k.md".into(), text.to_owned());
        review.import(&[paper().at("sources/a.txt")]);
    }
    out.extend(Lock::parse(&"citeloom.lock".into(), text).diagnostics);
    for label in out.iter().flat_map(|diagnostic| &diagnostic.labels) {
        assert!(text.get(label.span.range()).is_some(), "{label:?} in {text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_borne(text in "(\\+\\+\\+\n)?[ -~\n\r\t\u{feff}é–]{0,200}(\n\\+\\+\\+\n)?[#0-9. -~\n\r`<!é]{0,80}") {
        borne(&text);
    }

    #[test]
    fn a_damaged_stub_is_borne(
        damage in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..12, "[\"'\\[\\]{}=#.+\\\\\n\réa]{0,3}"), 1..4),
        windows in any::<bool>(),
    ) {
        let mut text = if windows { STUB.replace('\n', "\r\n") } else { STUB.to_owned() };
        for (at, length, put) in damage {
            let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let start = at.index(boundaries.len());
            let end = (start + length).min(boundaries.len() - 1);
            text.replace_range(boundaries[start]..boundaries[end], &put);
        }
        borne(&text);
    }
}
