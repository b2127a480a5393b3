//! Abstracts that were pasted without anything around them: every shape is read whole, and what is no abstract is left.

use citeloom::capture::Capture;
use citeloom::extract::extract;
use citeloom::record::{Field, Item};

const TITLE: &str = "Stromal cells shelter leukaemic clones from a kinase inhibitor";
const SENTENCES: [&str; 6] = [
    "Responses to the inhibitor fade within months.",
    "We asked whether cells of the niche keep leukaemic clones alive while their target is blocked.",
    "Marrow stroma was grown with FLT3-ITD blasts of 14 patients, with and without the drug.",
    "Blasts next to stroma survived 3.2 times as often (P = 0.004); medium alone did not shelter them.",
    "STAT5 stayed active.",
    "Blocking adhesion restored the response, so that contact and not a soluble factor explains it.",
];

fn read(text: &str) -> Option<Item> {
    let mut records = extract(&Capture::from_text("pasted.txt", text)).value.records;
    assert!(records.len() <= 1, "{text}");
    records.pop().map(|record| record.item)
}

/// The words, without labels and what stands between them.
fn words(text: &str) -> String {
    let text = ["Background", "Methods", "Results", "Conclusions"]
        .iter()
        .fold(text.to_owned(), |text, label| {
            text.replace(&label.to_uppercase(), "").replace(label, "")
        });
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn shapes() -> Vec<(&'static str, String)> {
    let parts: Vec<String> = SENTENCES.chunks(2).map(|part| part.join(" ")).collect();
    let labels = ["Background", "Methods", "Results", "Conclusions"];
    let four = [0..2, 2..3, 3..5, 5..6].map(|range| SENTENCES[range].join(" "));
    let labelled = |before: &str, after: &str, upper: bool| -> String {
        let part = |(label, text): (&str, &String)| {
            let label = if upper { label.to_uppercase() } else { label.to_owned() };
            format!("{label}{before}{text}{after}")
        };
        labels.into_iter().zip(&four).map(part).collect()
    };
    vec![
        ("one paragraph", SENTENCES.join(" ")),
        ("a sentence a line", SENTENCES.join("\n")),
        ("a sentence a paragraph", SENTENCES.join("\n\n")),
        ("paragraphs", parts.join("\n\n")),
        ("labels before the text", labelled(": ", "\n", true)),
        ("labels above the text", labelled("\n", "\n\n", false)),
    ]
}

#[test]
fn an_abstract_is_read_whole_in_whatever_shape_it_was_pasted() {
    let whole = words(&SENTENCES.concat());
    let authors = "Jane A. Smith, Peter Müller and Wei Li";
    let above = [
        ("nothing", String::new()),
        ("a title", format!("{TITLE}\n\n")),
        ("a title with a full stop", format!("{TITLE}.\n\n")),
        ("title and authors", format!("{TITLE}\n\n{authors}\n\n")),
        (
            "title, authors, source",
            format!("{TITLE}\n{authors}\nBlood 2019;133:1234-45\n\n"),
        ),
        ("title and heading", format!("{TITLE}\n\nAbstract\n")),
    ];
    let below = [
        "",
        "\n\nKeywords: leukaemia; stroma; drug resistance\n",
        "\n\nPMID: 31234567\n",
    ];
    for (shape, text) in shapes() {
        for (top, above) in &above {
            // Whether a sentence with a paragraph of its own is the title nobody can tell.
            if shape == "a sentence a paragraph" && top.ends_with("full stop") {
                continue;
            }
            for below in below {
                let item = read(&format!("{above}{text}{below}"));
                let item = item.unwrap_or_else(|| panic!("no record: {shape} under {top}"));
                let found = item.get(Field::Abstract).unwrap_or_default();
                assert_eq!(words(found), whole, "{shape} under {top}, above {below:?}: {found}");
                let title = item.title().map(|title| title.trim_end_matches('.'));
                assert_eq!(title, Some(TITLE).filter(|_| *top != "nothing"), "{shape} under {top}");
            }
        }
    }
}

#[test]
fn a_text_that_could_be_anybodys_is_told() {
    let codes = |text: &str| -> Vec<&str> {
        let said = extract(&Capture::from_text("pasted.txt", text)).diagnostics;
        said.iter().map(|diagnostic| diagnostic.code.0).collect()
    };
    for (shape, text) in shapes() {
        assert_eq!(codes(&text), ["CL0209"], "{shape}");
        assert_eq!(
            codes(&format!("{TITLE}\n\nJane A. Smith, Peter Müller and Wei Li\n\n{text}")),
            [""; 0],
            "{shape}"
        );
    }
    assert_eq!(codes(&format!("{TITLE}\n\nAbstract\n{}", SENTENCES.join(" "))), [""; 0]);
}

#[test]
fn what_is_no_abstract_is_not_taken_for_one() {
    let references = "Writer A, Second B. A title of some length about cells. J Test. 1999;12:100-112.\n\
        Third C, Fourth D. Another title of some length about other cells. J Test. 2004;17:13-29.\n\
        Fifth E. The last of the titles, which is about no cells at all. J Test. 2011;24:401-9.\n";
    let list = "- Call the library about the scans that are still missing.\n- Ask who has the protocol of the second trial.\n\
        - Read the two reviews again before the meeting on Friday.\n- Send the table of doses to everybody who asked for it.\n";
    for text in [references, list] {
        let found = read(text).and_then(|item| item.get(Field::Abstract).map(str::to_owned));
        assert_eq!(found, None, "{text}");
    }
}

#[test]
fn records_of_a_database_as_text_are_refused_and_not_mixed() {
    // Copied from the screen, without the indent by which values are told from names of fields.
    let ovid = |n: usize| {
        format!(
            "<{n}>\nUnique Identifier\n9000000{n}\nTitle\nPaper {n} about cells.\nSource\nJ Test. 28(1):15-28, 2015.\n\n"
        )
    };
    let cochrane = |n: usize| format!("Record #{n} of 2\nID: CN-0000000{n}\nAU: Doe J\nTI: Paper {n} about cells\n\n");
    let sciencedirect = |n: usize| {
        format!(
            "Jane Doe,\nPaper {n} about cells,\nJ Test,\nVolume 28,\n2015,\nPages 15-28,\n(https://www.sciencedirect.com/science/article/pii/S000000000000000{n})\n\n"
        )
    };
    let said = |text: &str| -> Vec<&str> {
        let found = extract(&Capture::from_text("saved.txt", text));
        assert_eq!(found.value.records.len(), 0, "{text}");
        found.diagnostics.iter().map(|diagnostic| diagnostic.code.0).collect()
    };
    for two in [
        ovid(1) + &ovid(2),
        cochrane(1) + &cochrane(2),
        sciencedirect(1) + &sciencedirect(2),
        "Scopus\nEXPORT DATE: 05 November 2023\n\nDoe, J.\nPaper 1 about cells\n(2015) J Test\nSOURCE: Scopus\n"
            .to_owned(),
    ] {
        assert_eq!(said(&two), ["CL0210"], "{two}");
    }
    let one = extract(&Capture::from_text("saved.txt", &ovid(1))).value.records;
    assert_eq!(one[0].item.title(), Some("Paper 1 about cells"));
    // A page whose references are numbered as PubMed's summaries is still one paper.
    let summary =
        |n: usize| format!("{n}: Doe J. Paper {n} about cells. J Test. 2015;28(1):15-28. PMID: 9000000{n}.\n\n");
    let page = format!(
        "{TITLE}\n\nJane A. Smith, Peter Müller and Wei Li\n\nAbstract\n{}\n\nReferences\n{}{}",
        SENTENCES.join(" "),
        summary(1),
        summary(2)
    );
    assert_eq!(
        read(&page).and_then(|item| item.title().map(str::to_owned)).as_deref(),
        Some(TITLE)
    );
}

#[test]
fn bullets_that_mark_what_is_of_importance_part_no_list() {
    let references = "References\nPapers of particular interest, published recently, have been highlighted as: • Of importance •• Of major importance\n\
        Writer A, Second B. A title of some length about cells. J Test. 1999;12:100-112.\nArticle CAS PubMed Google Scholar\n\
        • Third C, Fourth D. Another title of some length about other cells. J Test. 2004;17:13-29.\nArticle CAS PubMed Google Scholar\n\
        Fifth E. The third of the titles, which is about no cells at all. J Test. 2011;24:401-9.\nArticle CAS PubMed Google Scholar\n\
        •• Sixth F. The last of the titles. J Test. 2012;25:1-9.\nArticle CAS PubMed Google Scholar\n";
    let page = format!(
        "{TITLE}\n\nJane A. Smith, Peter Müller and Wei Li\n\nAbstract\n{}\n\n{references}",
        SENTENCES.join(" ")
    );
    let found = extract(&Capture::from_text("page.txt", &page)).value.records;
    let first: Vec<String> = found[0]
        .references
        .iter()
        .map(|reference| reference.text.split(' ').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(first, ["Writer", "Third", "Fifth", "Sixth"]);
}
