//! The BibTeX reader on the first seed, on every oddity known, and on noise.

use citeloom::base::codes::extract::{BROKEN_ENTRY, DUPLICATE_KEY, LIMIT_REACHED, MALFORMED_VALUE, UNDEFINED};
use citeloom::base::{Name, Parsed, Span};
use citeloom::capture::Capture;
use citeloom::extract::{Extraction, FORMATS, extract};
use citeloom::record::{Field, ItemType, Record, ZoneKind};
use proptest::prelude::*;

fn read(text: &str) -> Parsed<Extraction> {
    let parsed = extract(&Capture::from_text("x.bib", text));
    assert_eq!(parsed.value.format, "bibtex");
    parsed
}

/// The records of a file that has no faults.
fn records(text: &str) -> Vec<Record> {
    let parsed = read(text);
    assert_eq!(parsed.diagnostics, [], "{text}");
    parsed.value.records
}

fn record(text: &str) -> Record {
    let mut records = records(text);
    assert_eq!(records.len(), 1, "{text}");
    records.remove(0)
}

fn ids(parsed: &Parsed<Extraction>) -> Vec<&str> {
    parsed
        .value
        .records
        .iter()
        .map(|r| r.id.as_deref().unwrap_or(""))
        .collect()
}

fn codes(parsed: &Parsed<Extraction>) -> Vec<citeloom::base::Code> {
    parsed.diagnostics.iter().map(|d| d.code).collect()
}

fn get(record: &Record, field: Field) -> &str {
    record.item.get(field).unwrap_or("")
}

#[test]
fn the_first_seed_is_read_whole() {
    let text = include_str!("../../content/sources/000_043db747b2919fd7.txt");
    let parsed = extract(&Capture::from_text("000_043db747b2919fd7.txt", text));
    assert_eq!(
        (parsed.value.format, parsed.diagnostics.as_slice()),
        ("bibtex", &[][..])
    );
    let [record] = parsed.value.records.as_slice() else {
        panic!("one record")
    };
    assert!(
        record
            .id
            .as_deref()
            .unwrap()
            .starts_with("Pierre-Yves Dumas_Cécile Naudin_")
    );
    assert_eq!(record.item.kind, ItemType::ArticleJournal);
    assert_eq!(record.item.author.len(), 22);
    assert_eq!(record.item.author[0], Name::person("Dumas", "Pierre-Yves"));
    assert_eq!(record.item.author[20], Name::person("Dusanter-Fourt", "Isabelle"));
    assert_eq!(record.item.issued.unwrap().to_string(), "2019-09");
    for (field, value) in [
        (Field::ContainerTitle, "Haematologica"),
        (Field::Volume, "104"),
        (Field::Issue, "10"),
        (Field::Page, "2017-2027"),
        (Field::Doi, "10.3324/haematol.2018.205385"),
        (Field::Url, "https://haematologica.org/article/view/9085"),
        (Field::PublisherPlace, "Pavia, Italy"),
    ] {
        assert_eq!(get(record, field), value);
        assert_eq!(record.provenance[&field][0].span.of(text), value);
    }
    assert!(get(record, Field::Title).ends_with("STAT5-and hypoxia-dependent upregulation of AXL"));
    assert!(get(record, Field::Abstract).starts_with("Internal tandem duplication"));
    assert_eq!(record.provenance[&Field::Author][1].span.of(text), "Cécile Naudin");
    let zones: Vec<ZoneKind> = record.zones.iter().map(|zone| zone.kind).collect();
    assert_eq!(zones, [ZoneKind::Title, ZoneKind::Abstract]);
    let found = record.zones[1].text.as_str().find("hypoxia, another").unwrap();
    assert_eq!(
        record.zones[1].text.source(Span::new(found, found + 7)).of(text),
        "hypoxia"
    );
}

#[test]
fn entries_and_values_may_be_delimited_in_every_way() {
    let records = records(
        "Exported by hand.\n@Article(one, title = \"One {\"}quoted{\"} title\", year = 2001)\n\
         @ARTICLE {two , title={Two}, year={2002}}@article{three,title={Three {Nested {Deep}}},year=\"2003\",}\n",
    );
    let titles: Vec<&str> = records.iter().map(|r| get(r, Field::Title)).collect();
    assert_eq!(titles, ["One \"quoted\" title", "Two", "Three Nested Deep"]);
    assert_eq!(
        records.iter().map(|r| r.item.year().unwrap()).collect::<Vec<_>>(),
        [2001, 2002, 2003]
    );
    assert_eq!(records[1].id.as_deref(), Some("two"));
}

#[test]
fn macros_months_comments_and_preambles() {
    let record = record(
        "% A comment with @article{no, title = {No}}\n@comment{ @article{nor, title={Nor}} }\n\
         @preamble{ \"\\newcommand{\\x}{y}\" }\n@string{jco = {Journal of } # {Clinical Oncology}}\n\
         @string(gr = \"The \" # jco # \" Group\")\n\
         @article{k, journal = JCO, title = \"On \" # gr, author = {Doe, J.}, year = 2010, month = 15 # \"~\" # feb}\n",
    );
    assert_eq!(get(&record, Field::ContainerTitle), "Journal of Clinical Oncology");
    assert_eq!(get(&record, Field::Title), "On The Journal of Clinical Oncology Group");
    assert_eq!(record.item.issued.unwrap().to_string(), "2010-02-15");
}

#[test]
fn undefined_macros_keep_their_names_and_are_reported() {
    let parsed = read("@article{k, title = {T}, journal = jama, year = 2000, month = sept}");
    assert_eq!(codes(&parsed), [UNDEFINED]);
    assert_eq!(get(&parsed.value.records[0], Field::ContainerTitle), "jama");
    assert_eq!(parsed.value.records[0].item.issued.unwrap().to_string(), "2000-09");
}

#[test]
fn macros_that_double_each_other_end() {
    let mut text = String::from("@string{a0 = {xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}}\n");
    for i in 0..64 {
        text.push_str(&format!("@string{{a{} = a{i} # a{i}}}\n", i + 1));
    }
    text.push_str("@article{k, title = a64, year = 2000}\n@article{l, title = {L}}");
    let parsed = read(&text);
    assert!(codes(&parsed).contains(&LIMIT_REACHED));
    assert_eq!(ids(&parsed), ["k", "l"]);
}

#[test]
fn missing_commas_and_odd_keys_lose_nothing() {
    for (text, id) in [
        (
            "@article{Éric Dupont_Zoé 2019, title={T} year={2019}\n volume=\"7\"}",
            "Éric Dupont_Zoé 2019",
        ),
        (
            "@article{key2019\n  title = {T},\n  year = 2019\n  volume = 7\n}",
            "key2019",
        ),
        (
            "@article{DBLP:conf/a=b/2019, title={T}, year={2019}, , volume={7},,}",
            "DBLP:conf/a=b/2019",
        ),
        ("@article{title={T}, year={2019}, volume={7}}", ""),
        ("@article{, title={T}, year={2019}, volume={7}}", ""),
        (
            "@article{k, stray words, title={T}, {lost}, year={2019} volume = 7 }",
            "k",
        ),
        (
            "@article{k, % a comment = {no}\n title={T}, %note = {no},\n year={2019}, volume=7}",
            "k",
        ),
    ] {
        let record = record(text);
        assert_eq!(record.id.as_deref().unwrap_or(""), id, "{text}");
        assert_eq!(
            (get(&record, Field::Title), get(&record, Field::Volume)),
            ("T", "7"),
            "{text}"
        );
        assert_eq!(record.item.year(), Some(2019), "{text}");
        assert_eq!(get(&record, Field::Note), "", "{text}");
    }
}

#[test]
fn italics_that_mendeley_writes_as_commands_are_no_text() {
    let mendeley = r"@article{k, title = {Mutation of {\textless}i{\textgreater}JAK2{\textless}/i{\textgreater} in disorders, p {\textless} 0.05}}";
    assert_eq!(
        get(&record(mendeley), Field::Title),
        "Mutation of JAK2 in disorders, p < 0.05"
    );
    let own = r"@article{k, title = {The tag \textless{}i\textgreater{} of pages}}";
    assert_eq!(get(&record(own), Field::Title), "The tag <i> of pages");
}

#[test]
fn duplicate_keys_are_kept_and_reported() {
    let text = "@article{k, title={One}}\n@book{k, title={Two}}";
    let parsed = read(text);
    assert_eq!(ids(&parsed), ["k", "k"]);
    assert_eq!(codes(&parsed), [DUPLICATE_KEY]);
    let spans: Vec<u32> = parsed.diagnostics[0].labels.iter().map(|l| l.span.start).collect();
    assert_eq!(spans, [31, 9]);
}

#[test]
fn a_missing_brace_costs_no_other_entry() {
    let text = "@article{a, title={A}, year={2001}}\n\
                @article{b,\n  title = {B {open},\n  year = {2002},\n  journal = {J}\n}\n\
                @article{c, title={C}, year={2003}\n\
                @article{d, title = \"D, year = 2004}\n\
                @article{e, title={E}}, year={2005}}\n\
                @article{f, title={F}, year={2006}}";
    let parsed = read(text);
    assert_eq!(ids(&parsed), ["a", "b", "c", "d", "e", "f"]);
    assert_eq!(codes(&parsed), [BROKEN_ENTRY; 4]);
    let lines: Vec<usize> = parsed
        .diagnostics
        .iter()
        .map(|d| text[..d.labels[0].span.start as usize].matches('\n').count() + 1)
        .collect();
    assert_eq!(lines, [3, 7, 8, 9]);
    let years: Vec<Option<u16>> = parsed.value.records.iter().map(|r| r.item.year()).collect();
    assert_eq!(
        years,
        [Some(2001), Some(2002), Some(2003), None, Some(2005), Some(2006)]
    );
    assert_eq!(get(&parsed.value.records[1], Field::Title), "B open");
    assert_eq!(get(&parsed.value.records[1], Field::ContainerTitle), "J");
}

#[test]
fn escaped_braces_and_windows_paths_end_where_they_should() {
    let records = records(
        "@article{a, title={A \\{set\\} of}, file={C:\\papers\\}, year={2001}}\n@article{b, title={\\}}, year = 2002}",
    );
    assert_eq!(get(&records[0], Field::Title), "A {set} of");
    assert_eq!(get(&records[1], Field::Title), "}");
    assert_eq!(
        records.iter().map(|r| r.item.year().unwrap()).collect::<Vec<_>>(),
        [2001, 2002]
    );
}

#[test]
fn journals_have_full_and_short_names() {
    for (fields, full, short) in [
        (
            "journal={Adv. Math.}, fjournal={Advances in Mathematics}",
            "Advances in Mathematics",
            "Adv. Math.",
        ),
        ("journaltitle={Blood}, journal={Blood}", "Blood", ""),
        (
            "shortjournal={J. Clin. Oncol.}, journaltitle={Journal of Clinical Oncology}",
            "Journal of Clinical Oncology",
            "J. Clin. Oncol.",
        ),
        ("journal={Oil \\& Gas Journal}", "Oil & Gas Journal", ""),
    ] {
        let record = record(&format!("@article{{k, {fields}}}"));
        assert_eq!(get(&record, Field::ContainerTitle), full, "{fields}");
        assert_eq!(get(&record, Field::ContainerTitleShort), short, "{fields}");
    }
}

#[test]
fn fields_mean_what_their_entry_type_makes_of_them() {
    let records = records(
        "@inproceedings{a, title={A}, booktitle={Proc}, location={Lisbon}, address={New York}, series={LNCS}, number=3, pages={1--9}}\n\
         @book{b, title={B}, subtitle={Second}, pages={320}, number=12, series={S}, publisher={P}, editor={Ed, A and others}}\n\
         @techreport{c, title={C}, number={R-7}, institution={WHO}, type={White paper}}\n\
         @phdthesis{d, title={D?}, subtitle={E}, school={Uni}, year={in press}}\n\
         @misc{e, title={E}, howpublished={\\url{https://a.org/b_c}}, urldate={2012-07-27}, eprint={2001.01234}, archiveprefix={arXiv}}\n\
         @online{f, title={F}, date={2020-05-06}, note={PMID: 123}, langid={english}, keywords={a b; c, d; e}}\n\
         @software{g, title={G}, version={1.2}, eprint={321}, eprinttype={pubmed}, keywords={x, {y, z}}}\n\
         @something{h, title={H}}\n",
    );
    let all = |index: usize, fields: &[(Field, &str)]| {
        for (field, value) in fields {
            assert_eq!(get(&records[index], *field), *value, "{index} {field:?}");
        }
    };
    let kinds: Vec<&str> = records.iter().map(|r| r.item.kind.csl()).collect();
    assert_eq!(
        kinds,
        [
            "paper-conference",
            "book",
            "report",
            "thesis",
            "article",
            "webpage",
            "software",
            "document"
        ]
    );
    all(
        0,
        &[
            (Field::ContainerTitle, "Proc"),
            (Field::EventPlace, "Lisbon"),
            (Field::PublisherPlace, "New York"),
            (Field::CollectionTitle, "LNCS"),
            (Field::CollectionNumber, "3"),
            (Field::Page, "1-9"),
        ],
    );
    all(
        1,
        &[
            (Field::Title, "B: Second"),
            (Field::NumberOfPages, "320"),
            (Field::CollectionNumber, "12"),
        ],
    );
    assert_eq!(records[1].item.editor, [Name::person("Ed", "A")]);
    all(
        2,
        &[
            (Field::Number, "R-7"),
            (Field::Publisher, "WHO"),
            (Field::Genre, "White paper"),
        ],
    );
    all(
        3,
        &[
            (Field::Title, "D? E"),
            (Field::Publisher, "Uni"),
            (Field::Genre, "PhD Thesis"),
            (Field::Status, "in press"),
        ],
    );
    all(
        4,
        &[
            (Field::Url, "https://a.org/b_c"),
            (Field::Archive, "arXiv"),
            (Field::ArchiveLocation, "2001.01234"),
        ],
    );
    assert_eq!(records[4].item.accessed.unwrap().to_string(), "2012-07-27");
    all(
        5,
        &[(Field::Pmid, "123"), (Field::Note, ""), (Field::Language, "english")],
    );
    assert_eq!(records[5].item.keyword, ["a b", "c, d", "e"]);
    assert_eq!(records[5].item.issued.unwrap().to_string(), "2020-05-06");
    all(6, &[(Field::Pmid, "321"), (Field::Edition, "1.2")]);
    assert_eq!(records[6].item.keyword, ["x", "y, z"]);
}

#[test]
fn what_is_no_date_is_reported_and_left_out() {
    let parsed = read("@article{k, title={T}, year={20xx}}");
    assert_eq!(codes(&parsed), [MALFORMED_VALUE]);
    assert_eq!(parsed.value.records[0].item.issued, None);
}

#[test]
fn cross_references_are_followed_and_circles_end() {
    let text = "@inproceedings{child, title={Paper}, author={A, B}, crossref={parent}, xdata={pub}}\n\
                @proceedings{parent, title={Proceedings of X}, year={2006}, month=oct, editor={E, F}, doi={10.1000/p}, crossref={child}}\n\
                @xdata{pub, publisher={ACM}, keywords={kw}}\n\
                @incollection{lost, title={Lost}, crossref={nowhere}}\n";
    let parsed = read(text);
    assert_eq!(codes(&parsed), [UNDEFINED]);
    assert_eq!(parsed.diagnostics[0].labels[0].span.of(text), "nowhere");
    let child = &parsed.value.records[0];
    assert_eq!(get(child, Field::Title), "Paper");
    assert_eq!(get(child, Field::ContainerTitle), "Proceedings of X");
    assert_eq!(get(child, Field::Publisher), "ACM");
    assert_eq!(get(child, Field::Doi), "", "a DOI belongs to its own work");
    assert_eq!(child.item.issued.unwrap().to_string(), "2006-10");
    assert_eq!(child.item.editor, [Name::person("E", "F")]);
    assert_eq!(child.provenance[&Field::Editor][0].rule, "bibtex-crossref");
    assert_eq!(child.provenance[&Field::Editor][0].span.of(text), "E, F");
}

#[test]
fn zones_of_decoded_values_lead_back_to_the_capture() {
    let text = "@article{k, title={{FLT3} in M{\\\"u}nchen}, abstract = {&amp;lt;p&amp;gt;Na\\\"{\\i}ve cells&amp;lt;/p&amp;gt;}, keywords={na{\\\"i}ve, b}}";
    let record = record(text);
    assert_eq!(get(&record, Field::Title), "FLT3 in München");
    assert_eq!(get(&record, Field::Abstract), "Naïve cells");
    for (zone, word, source) in [
        (0, "München", "M{\\\"u}nchen"),
        (1, "Naïve", "Na\\\"{\\i}ve"),
        (2, "naïve", "na{\\\"i}ve"),
    ] {
        let zone = &record.zones[zone].text;
        let at = zone.as_str().find(word).unwrap();
        assert_eq!(zone.source(Span::new(at, at + word.len())).of(text), source);
    }
}

#[test]
fn content_decides_what_bibtex_is() {
    let bibtex = FORMATS.iter().find(|format| format.name == "bibtex").unwrap();
    let sure = |text: &str| (bibtex.recognise)(text);
    assert!(sure("@article{a, title={x}}") > 90);
    assert!(sure("% Encoding: UTF-8\n\n@String{a = {b}}") > 90);
    assert!(sure("@weird{a, title={x}}") > 30);
    for no in [
        "Mail me: someone@example.org (or call)",
        "<html><style>@media screen { a { color: red, } } @font-face { src: x }</style>",
        "",
        "TY  - JOUR\nAU  - A@B\n",
    ] {
        assert!(sure(no) < 5, "{no}");
    }
    let page = format!("{}\n@article{{a, title={{x}}}}", "A page about a paper. ".repeat(100));
    assert!((1..50).contains(&sure(&page)));
}

/// Every span of a reading lies in the text, on character boundaries.
fn spans_fit(text: &str, parsed: &Parsed<Extraction>) {
    let fits = |span: Span| {
        assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
    };
    for diagnostic in &parsed.diagnostics {
        diagnostic.labels.iter().for_each(|label| fits(label.span));
    }
    for record in &parsed.value.records {
        fits(record.span);
        record.provenance.values().flatten().for_each(|p| fits(p.span));
        record.rivals.iter().for_each(|claim| fits(claim.span));
        for zone in &record.zones {
            let decoded = zone.text.as_str();
            let ends: Vec<usize> = decoded
                .char_indices()
                .map(|(at, _)| at)
                .chain([decoded.len()])
                .collect();
            ends.windows(2)
                .for_each(|pair| fits(zone.text.source(Span::new(pair[0], pair[1]))));
        }
    }
}

/// Pieces from which damaged bibliographies are put together.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("@article{".to_owned()),
        Just("\n@book(k,".to_owned()),
        Just("@string{a = ".to_owned()),
        Just("\n@comment{".to_owned()),
        prop::sample::select(vec![
            "title = ",
            "author = {",
            "year = 2001",
            "month = mar # ",
            "abstract = \"",
            "keywords={",
            "crossref = {k}",
            "{",
            "}",
            "\"",
            "#",
            ",",
            "=",
            "\\",
            "\\'",
            "\\\"{",
            "{\\i}",
            "$",
            "_{1",
            "^",
            "--",
            "``",
            "&amp;lt;p",
            "&gt;",
            "<i>",
            "\n",
            "  ",
            " and ",
            "others",
            "van ",
            "é",
            "e\u{301}",
            "\u{1F9EC}",
            "%",
            "a",
            "k,",
            "~",
            "\\url{",
            "\\href{",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn noise_is_read_without_panic_and_spans_fit(pieces in prop::collection::vec(piece(), 0..60)) {
        let text = format!("@article{{k, title={{x}},\n{}", pieces.concat());
        spans_fit(&text, &read(&text));
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC*") {
        let capture = Capture::from_text("x.bib", &text);
        spans_fit(&text, &extract(&capture));
    }

    #[test]
    fn a_good_entry_survives_any_neighbour(pieces in prop::collection::vec(piece(), 0..40)) {
        // What an open comment holds, and what a per cent sign hides, is no entry.
        let noise = pieces.concat().replace("@comment", "@misc").replace('%', "");
        let text = format!("@article{{a, title={{A}}}}\n{noise}\n@article{{the-last-one, title={{Z}}, year={{1999}}}}");
        let parsed = read(&text);
        let last = parsed.value.records.last().unwrap();
        prop_assert_eq!(last.id.as_deref(), Some("the-last-one"));
        prop_assert_eq!(last.item.year(), Some(1999));
    }
}
