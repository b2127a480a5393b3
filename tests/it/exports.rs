//! What `export` writes: escaping, order, and reading it back.

use citeloom::base::{Name, PartialDate, Season};
use citeloom::capture::Capture;
use citeloom::export::{EXPORTS, export};
use citeloom::extract::extract;
use citeloom::record::{Field, Item, ItemType, Record};
use proptest::prelude::*;

fn write(format: &str, items: &[(&str, &Item)]) -> String {
    (export(format).unwrap().write)(items)
}

/// The records that `extract` finds in what `format` wrote.
fn read_back(format: &str, items: &[(&str, &Item)]) -> Vec<Record> {
    let export = export(format).unwrap();
    let text = (export.write)(items);
    let parsed = extract(&Capture::from_text(&format!("x.{}", export.extension), &text));
    assert_eq!(parsed.diagnostics, [], "{text}");
    parsed.value.records
}

fn sample() -> Item {
    let mut item = Item::default();
    item.kind = ItemType::ArticleJournal;
    item.author = vec![
        Name::person("Dumas", "Pierre-Yves"),
        Name {
            suffix: Some("Jr".into()),
            ..Name::person("van der Berg", "Zoë")
        },
        Name::group("Research and Development Group, Ltd"),
    ];
    item.issued = PartialDate::new(2019, Some(9), Some(3));
    item.keyword = vec!["Leukemia, Myeloid".into(), "FLT3".into()];
    for (field, value) in [
        (Field::Title, "50% of FLT3-ITD & {p} < 0.05 in_vivo: $5 # ~1 ^2 \\x"),
        (Field::ContainerTitle, "Haematologica"),
        (Field::Volume, "104"),
        (Field::Issue, "10"),
        (Field::Page, "2017-2027"),
        (Field::Doi, "10.3324/haematol.2018.205385"),
        (Field::Pmid, "30923103"),
        (Field::Url, "https://haematologica.org/a_b?c=1&d=%20~e"),
        (
            Field::Abstract,
            "First -- and ``second''; &amp; is <i>not</i> an entity.",
        ),
    ] {
        item.set(field, value);
    }
    item
}

#[test]
fn bibtex_is_what_bibtex_expects() {
    let item = sample();
    let expected = r#"@article{dumas2019,
  title = {50\% of {FLT3-ITD} \& \textbraceleft{}p\textbraceright{} \textless{} 0.05 in\_vivo: \$5 \# \textasciitilde{}1 \textasciicircum{}2 \textbackslash{}x},
  author = {Dumas, Pierre-Yves and van der Berg, Jr, Zoë and {Research and Development Group, Ltd}},
  year = {2019},
  month = sep,
  day = {3},
  journal = {Haematologica},
  volume = {104},
  number = {10},
  pages = {2017--2027},
  doi = {10.3324/haematol.2018.205385},
  pmid = {30923103},
  url = {https://haematologica.org/a_b?c=1&d=%20~e},
  abstract = {First -{}- and `{}`second'{}'; \&{}amp; is \textless{}i\textgreater{}not\textless{}/i\textgreater{} an entity.},
  keywords = {{Leukemia, Myeloid}, FLT3}
}
"#;
    assert_eq!(write("bibtex", &[("dumas2019", &item)]), expected);
    let biblatex = write("biblatex", &[("a", &item), ("b", &item)]);
    assert!(biblatex.contains("\n  date = {2019-09-03},\n  journaltitle = {Haematologica},"));
    assert!(biblatex.contains("\n  eprint = {30923103},\n  eprinttype = {pubmed},"));
    assert!(biblatex.contains("\n}\n\n@article{b,"));
}

#[test]
fn a_full_item_comes_back_from_every_lossless_format() {
    let item = sample();
    for format in ["bibtex", "biblatex", "csl-json"] {
        let records = read_back(format, &[("dumas2019", &item), ("other", &item)]);
        assert_eq!(records.len(), 2, "{format}");
        assert_eq!(records[0].id.as_deref(), Some("dumas2019"));
        assert_eq!(records[0].item, item, "{format}");
    }
}

#[test]
fn ris_keeps_what_it_has_tags_for() {
    let mut item = sample();
    // RIS cannot tell a comma in a group's name from one between family and given name.
    item.author[2] = Name::group("Research Group");
    item.et_al = true;
    item.set(Field::Abstract, "First sentence. Second one.");
    item.set(Field::Note, "A note");
    item.set(Field::Issn, "0390-6078");
    item.set(Field::ContainerTitleShort, "Haematol.");
    let text = write("ris", &[("dumas2019", &item)]);
    assert!(
        text.starts_with(
            "TY  - JOUR\r\nID  - dumas2019\r\nAU  - Dumas, Pierre-Yves\r\nAU  - van der Berg, Zoë, Jr\r\n"
        )
    );
    assert!(text.contains("\r\nPY  - 2019\r\nDA  - 2019/09/03/\r\n") && text.ends_with("\r\nER  - \r\n\r\n"));
    let parsed = extract(&Capture::from_text("x.ris", &text));
    assert_eq!(parsed.value.records[0].id.as_deref(), Some("dumas2019"));
    assert_eq!(parsed.value.records[0].item, item);
}

#[test]
fn a_list_of_authors_that_was_cut_gains_nobody_and_stays_cut() {
    let mut item = sample();
    item.author.truncate(2);
    item.et_al = true;
    for note in [None, Some("A note")] {
        item.set(Field::Note, note.unwrap_or_default());
        for format in ["ris", "csl-json", "medline", "bibtex"] {
            let export = export(format).unwrap();
            let text = (export.write)(&[("dumas2019", &item)]);
            let parsed = extract(&Capture::from_text(&format!("x.{}", export.extension), &text));
            let back = &parsed.value.records[0].item;
            assert_eq!(back.author.len(), 2, "{format}: {:?}", back.author);
            assert!(back.et_al, "{format}");
            let kept = matches!(format, "ris" | "csl-json");
            assert!(
                !kept || back.get(Field::Note) == note,
                "{format}: {:?}",
                back.get(Field::Note)
            );
        }
    }
}

#[test]
fn every_type_and_field_comes_back() {
    for kind in ItemType::ALL.iter().copied() {
        let mut item = Item::default();
        item.kind = kind;
        for field in Field::ALL.iter().copied() {
            let text = match field {
                Field::Id | Field::Type => continue,
                _ if field.is_list() => continue,
                Field::Doi => "10.1000/x.1".to_owned(),
                Field::Url => "https://example.org/a".to_owned(),
                Field::Page => "1-9".to_owned(),
                Field::Pmid => "123".to_owned(),
                Field::Pmcid => "PMC123".to_owned(),
                Field::Issn => "0028-0836".to_owned(),
                Field::Isbn => "9780306406157".to_owned(),
                _ if field.is_date() => continue,
                _ => format!("value of {}", field.csl()),
            };
            item.set(field, text);
        }
        item.editor = vec![Name::person("Ed", "A.")];
        item.collection_editor = vec![Name::person("Series", "B."), Name::person("van Aa", "Jr")];
        item.translator = vec![Name::group("Translators")];
        item.accessed = PartialDate::new(2020, Some(2), Some(29));
        item.available = PartialDate::new(2019, Some(1), None);
        item.issued = PartialDate::year(2019);
        for format in ["bibtex", "biblatex", "csl-json"] {
            let records = read_back(format, &[("k", &item)]);
            assert_eq!(records[0].item, item, "{format} {}", kind.csl());
        }
    }
}

#[test]
fn formulas_are_text_in_spreadsheets() {
    let mut item = sample();
    item.set(Field::Title, "=HYPERLINK(\"http://x\")");
    item.set(Field::Volume, "-1");
    item.keyword = vec!["@SUM(A1)".into()];
    let text = write("csv", &[("k", &item)]);
    let mut lines = text.split("\r\n");
    assert_eq!(
        lines.next(),
        Some("id,type,title,author,container-title,issued,volume,issue,page,DOI,PMID,URL,keyword,abstract")
    );
    let row = lines.next().unwrap();
    assert!(row.starts_with(
        "k,article-journal,\"'=HYPERLINK(\"\"http://x\"\")\",\"Dumas, Pierre-Yves; van der Berg, Zoë, Jr; "
    ));
    assert!(row.contains(",'-1,10,") && row.contains(",'@SUM(A1),"));
}

#[test]
fn medline_breaks_lines_and_names_authors_twice() {
    let item = sample();
    let text = write("medline", &[("k", &item)]);
    assert!(text.starts_with("PMID- 30923103\nVI  - 104\nIP  - 10\nDP  - 2019 Sep 3\nTI  - 50% of"));
    assert!(text.contains("\nFAU - Dumas, Pierre-Yves\nAU  - Dumas PY\n"));
    assert!(text.contains("\nCN  - Research and Development Group, Ltd\n"));
    assert!(text.contains("\nLID - 10.3324/haematol.2018.205385 [doi]\n"));
    let mut long = item.clone();
    long.set(Field::Abstract, "word ".repeat(100));
    let text = write("medline", &[("k", &long)]);
    assert!(text.lines().all(|line| line.chars().count() <= 88));
    assert_eq!(text.matches("word").count(), 100);
}

#[test]
fn an_item_of_which_nothing_is_known_is_written_by_all() {
    let item = Item::default();
    for export in EXPORTS {
        let text = (export.write)(&[("k", &item)]);
        assert!(export.name == "medline" || text.contains('k'), "{}", export.name);
        (export.write)(&[]);
    }
}

/// Text as captures have it: one line, no blanks at the ends.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            3 => "[A-Za-z0-9.,:()]{1,8}",
            1 => "[éüßŁ漢αβ–’“]{1,3}",
            2 => prop::sample::select(vec![
                "\\", "{", "}", "$", "&", "%", "#", "_", "~", "^", "<", ">", "--", "``", "''", "'", "\"", "@", "=", "&amp;",
                "<i>", "\\alpha", "\\'e", "$x$", "and", "others", "|", ";", "FLT3-ITD", "{}", "---",
            ]).prop_map(str::to_owned),
        ],
        1..8,
    )
    .prop_flat_map(|words| (Just(words), any::<bool>()))
    .prop_map(|(words, glued)| words.join(if glued { "" } else { " " }))
}

fn name() -> impl Strategy<Value = Name> {
    let word = || "[A-ZÉ][a-zé']{1,8}(-[A-Z][a-z]{1,5})?";
    prop_oneof![
        5 => (word(), "[A-Z][a-z]{0,8}( [A-Z]\\.)?", prop::option::weighted(0.1, prop::sample::select(vec!["Jr", "III"])))
            .prop_map(|(family, given, suffix)| Name { suffix: suffix.map(Into::into), ..Name::person(family, given) }),
        1 => (prop::sample::select(vec!["van", "de la", "von der"]), word(), word())
            .prop_map(|(particle, family, given)| Name::person(format!("{particle} {family}"), given)),
        1 => text().prop_filter("a group has a name", |t| t.contains(char::is_alphanumeric) && t != "others").prop_map(Name::group),
    ]
}

fn date() -> impl Strategy<Value = PartialDate> {
    (
        1800u16..2100,
        prop::option::of(1u8..13),
        prop::option::of(1u8..29),
        prop::option::of(0usize..4),
    )
        .prop_map(|(year, month, day, season)| {
            let mut date = PartialDate::new(year, month, day).unwrap();
            if date.month.is_none() {
                date.season = season.map(|s| [Season::Spring, Season::Summer, Season::Autumn, Season::Winter][s]);
            }
            date
        })
}

fn item() -> impl Strategy<Value = Item> {
    let free = prop::sample::select(
        Field::ALL
            .iter()
            .copied()
            .filter(|field| !field.is_list() && !field.is_date())
            .filter(|field| {
                !matches!(
                    field,
                    Field::Id
                        | Field::Type
                        | Field::Doi
                        | Field::Pmid
                        | Field::Pmcid
                        | Field::Issn
                        | Field::Isbn
                        | Field::Page
                        | Field::Url
                )
            })
            .collect::<Vec<_>>(),
    );
    (
        prop::sample::select(ItemType::ALL),
        prop::collection::vec(name(), 0..4),
        prop::collection::vec(name(), 0..2),
        prop::option::of(date()),
        prop::option::of(date()),
        prop::collection::vec("[A-Za-z][A-Za-z ,]{0,10}[a-z]", 0..4),
        prop::collection::vec((free, text()), 0..8),
        prop::option::of("10\\.[0-9]{4}/[a-z0-9_.-]{0,8}[a-z0-9](\\([0-9]{1,4}\\)[a-z0-9])?"),
        prop::option::of("(e[1-9][0-9]{0,3}|S[1-4][0-9]-S[5-9][0-9]|[1-4][0-9]{2}-[5-9][0-9]{2})"),
    )
        .prop_map(|(kind, author, editor, issued, accessed, keyword, texts, doi, page)| {
            let mut item = Item::default();
            (item.kind, item.author, item.editor, item.issued, item.accessed) =
                (kind, author, editor, issued, accessed);
            item.keyword = keyword
                .iter()
                .map(|k| k.split_whitespace().collect::<Vec<_>>().join(" "))
                .collect();
            for (field, value) in texts {
                item.set(field, value);
            }
            if let Some(doi) = doi {
                item.set(Field::Doi, doi);
            }
            if let Some(page) = page {
                item.set(Field::Page, page);
            }
            item
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_item_comes_back_from_csl_json(item in item()) {
        let records = read_back("csl-json", &[("key1", &item)]);
        prop_assert_eq!(records.len(), 1);
        prop_assert_eq!(&records[0].item, &item, "{}", write("csl-json", &[("key1", &item)]));
    }

    #[test]
    fn plain_articles_come_back_from_ris(
        title in "[A-Z][a-zé]{1,9}( [A-Za-z0-9-]{1,9}){0,6}",
        author in prop::collection::vec(("[A-Z][a-zé]{1,8}", "[A-Z][a-z]{0,8}( [A-Z]\\.)?"), 0..5),
        issued in prop::option::of(date()),
        (volume, issue, page) in ("[1-9][0-9]{0,2}", "[1-9][0-9]?", "[1-9][0-9]{2}-[1-9][0-9]{3}"),
        keyword in prop::collection::vec("[A-Za-z][a-z0-9, -]{0,12}[a-z]", 0..4),
    ) {
        let mut item = Item::default();
        item.kind = ItemType::ArticleJournal;
        item.author = author.into_iter().map(|(family, given)| Name::person(family, given)).collect();
        item.issued = issued;
        item.keyword = keyword.iter().map(|k| k.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        for (field, value) in [(Field::Title, &title), (Field::Volume, &volume), (Field::Issue, &issue), (Field::Page, &page)] {
            item.set(field, value.as_str());
        }
        let records = read_back("ris", &[("key1", &item)]);
        prop_assert_eq!(&records[0].item, &item, "{}", write("ris", &[("key1", &item)]));
    }

    #[test]
    fn any_item_comes_back_from_bibtex(item in item()) {
        for format in ["bibtex", "biblatex"] {
            let records = read_back(format, &[("key1", &item)]);
            prop_assert_eq!(records.len(), 1);
            prop_assert_eq!(&records[0].item, &item, "{}\n{}", format, write(format, &[("key1", &item)]));
        }
    }
}
