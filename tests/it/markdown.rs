//! The authors' Markdown, from the files of a review to the HTML of its pages.

use crate::support::ReviewCopy;
use citeloom::render::{Markdown, MarkdownOptions};
use scraper::{Html, Selector};
use std::sync::LazyLock;

/// A stub that notes can be put at the end of.
const STUB: &str = "content/articles/vanoutersterp2024.md";
const PAGE: &str = "public/articles/vanoutersterp2024.html";

/// A picture of 320 by 200 pixels, as far as its head goes.
fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend([0, 0, 1, 64, 0, 0, 0, 200, 8, 6, 0, 0, 0, 0, 0, 0, 0]);
    bytes
}

/// A review with `notes` at the end of a stub, and two pictures.
pub fn with_notes(notes: &str) -> ReviewCopy {
    let copy = ReviewCopy::whole();
    let stub = copy.read(STUB);
    copy.write(STUB, format!("{stub}{notes}"));
    copy.write("content/images/plot.png", png());
    copy.write(
        "content/images/curve.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 30 10\"/>",
    );
    copy
}

static WHOLE: LazyLock<(String, ReviewCopy)> = LazyLock::new(|| {
    let copy = with_notes(include_str!("../fixtures/markdown/notes.md"));
    let (status, said) = copy.build();
    assert_eq!(status, 0, "{said}");
    (copy.read(PAGE), copy)
});

fn all<'h>(html: &'h Html, selector: &str) -> Vec<scraper::ElementRef<'h>> {
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector).collect()
}

fn text(element: &scraper::ElementRef<'_>) -> String {
    let words: String = element.text().collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn page() -> Html {
    Html::parse_document(&WHOLE.0)
}

#[test]
fn citations_are_markers_into_a_list_that_leads_back() {
    let page = page();
    let markers = all(&page, ".prose a[data-cite]");
    let numbers: Vec<String> = markers.iter().map(text).collect();
    assert_eq!(numbers, ["1", "2", "3", "1", "2", "1"]);
    for marker in &markers {
        let target = marker.value().attr("href").unwrap();
        assert_eq!(all(&page, &format!("li{target}")).len(), 1, "{target}");
        assert!(marker.value().attr("aria-label").unwrap().starts_with("Reference "));
    }
    let list = all(&page, ".refs-cited li");
    assert_eq!(list.len(), 3);
    let backs: Vec<usize> = list
        .iter()
        .map(|item| item.select(&Selector::parse("a[role=doc-backlink]").unwrap()).count())
        .collect();
    assert_eq!(backs, [3, 2, 1], "a way back to every mention");
    for back in all(&page, "a[role=doc-backlink]") {
        let target = back.value().attr("href").unwrap();
        assert_eq!(all(&page, &format!("a{target}")).len(), 1, "{target}");
    }
    let first = text(&all(&page, "#notes + .prose > p")[0]);
    assert!(first.contains("so do mutations (2; see 3, p. 7)."), "{first}");
    assert!(first.contains("Dumas et al.1 say so again"), "{first}");
}

#[test]
fn footnotes_and_cited_works_stand_after_the_block_that_mentions_them() {
    let page = page();
    let groups = all(&page, "#notes + .prose > .sidenotes");
    let notes: Vec<String> = all(&page, ".prose > p:first-child + .sidenotes > .sidenote")
        .iter()
        .map(text)
        .collect();
    assert_eq!(notes.len(), 5, "{notes:?}");
    assert!(
        notes[0].starts_with("1 Dumas PY et al., 2019. Hematopoietic niche"),
        "{notes:?}"
    );
    assert!(
        notes[3].starts_with("a The niche is not one thing. It is bone, vessels and nervesb"),
        "{notes:?}"
    );
    assert!(notes[4].starts_with("b A note of a note."), "{notes:?}");
    assert_eq!(groups.len(), 2, "the note that nothing mentions is kept");
    assert!(text(groups.last().unwrap()).contains("Nobody mentions this one"));
    let note = &all(&page, "#fn-1")[0];
    assert_eq!(note.value().attr("role"), Some("doc-footnote"));
    let backs = Selector::parse("a[role=doc-backlink]").unwrap();
    let targets: Vec<&str> = note
        .select(&backs)
        .filter_map(|back| back.value().attr("href"))
        .collect();
    assert_eq!(targets, ["#fnref-1-1", "#fnref-1-2"]);
    for aside in all(&page, "aside.of-work") {
        assert_eq!(
            aside.value().attr("aria-hidden"),
            Some("true"),
            "the list has it already"
        );
        let links = Selector::parse("a:not([tabindex='-1'])").unwrap();
        assert_eq!(aside.select(&links).count(), 0, "no hidden stop for the keyboard");
    }
    let mut ids: Vec<&str> = all(&page, "[id]").iter().filter_map(|e| e.value().attr("id")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id occurs twice");
}

#[test]
fn tables_tasks_definitions_and_alerts_have_their_markup() {
    let page = page();
    let table = &all(
        &page,
        ".prose section.scroll[tabindex='0'][aria-label='Table 1'] > table",
    )[0];
    let cells = |selector: &str| -> Vec<(String, Option<&str>)> {
        let selector = Selector::parse(selector).unwrap();
        table
            .select(&selector)
            .map(|cell| (text(&cell), cell.value().attr("class")))
            .collect()
    };
    assert_eq!(
        cells("thead th[scope=col]"),
        [
            ("Drug".into(), None),
            ("IC50 (nM)".into(), Some("to-end")),
            ("Model".into(), Some("to-middle"))
        ]
    );
    assert_eq!(cells("tbody td")[1], ("0.8".into(), Some("to-end")));
    let tasks: Vec<String> = all(&page, "li.task").iter().map(text).collect();
    assert_eq!(tasks, ["☑ read the supplement", "☐ ask the authors"]);
    let boxes = all(&page, "li.task > [role=img]");
    assert_eq!(boxes[0].value().attr("aria-label"), Some("done"));
    assert_eq!(text(&all(&page, ".prose dl > dt")[0]), "Persister");
    assert_eq!(
        text(&all(&page, ".prose dl > dd")[0]),
        "A cell that survives without a mutation."
    );
    let alert = &all(&page, ".alert-warning[role=note]")[0];
    assert_eq!(text(alert), "Warning The dose was not stated.");
    assert_eq!(all(&page, ".alert").len(), 2);
    assert_eq!(
        text(&all(&page, ".prose > blockquote:not(.alert)")[0]),
        "Words of somebody."
    );
    assert!(!WHOLE.0.contains(" style="), "styles are forbidden");
}

#[test]
fn headings_have_anchors_that_lead_to_themselves() {
    let page = page();
    let heads = all(&page, ".prose h4, .prose h5");
    let ids: Vec<&str> = heads.iter().filter_map(|head| head.value().attr("id")).collect();
    assert_eq!(ids, ["h-what-was-measured", "h-what-was-measured-2"]);
    let anchor = Selector::parse("a.anchor").unwrap();
    for (head, id) in heads.iter().zip(ids) {
        let anchor = head.select(&anchor).next().unwrap();
        assert_eq!(anchor.value().attr("href"), Some(format!("#{id}").as_str()));
        assert_eq!(
            anchor.value().attr("aria-label"),
            Some("Link to the section What was measured")
        );
    }
}

#[test]
fn formulas_are_mathml_and_money_is_money() {
    let page = page();
    let formulas = all(&page, ".prose math");
    assert_eq!(formulas.len(), 2);
    assert!(formulas[0].value().attr("display").is_none());
    assert_eq!(formulas[1].value().attr("display"), Some("block"));
    assert_eq!(all(&page, ".prose math mfrac").len(), 1);
    assert_eq!(all(&page, ".prose math mtd").len(), 4);
    assert!(text(&all(&page, "#notes + .prose > p")[0]).contains("costs $5 to $10."));
}

#[test]
fn pictures_are_figures_with_their_size_and_stand_in_the_site() {
    let (_, copy) = &*WHOLE;
    let page = page();
    let figure = &all(&page, "figure > img")[0];
    let of = |name| figure.value().attr(name);
    assert_eq!(of("src"), Some("../images/plot.png"));
    assert_eq!((of("width"), of("height")), (Some("320"), Some("200")));
    assert_eq!(of("alt"), Some("Survival falls with the dose"));
    assert_eq!(
        text(&all(&page, "figure > figcaption")[0]),
        "Survival under rising doses."
    );
    let inline = &all(&page, ".prose > p > img")[0];
    assert_eq!(inline.value().attr("width"), Some("30"));
    assert_eq!(std::fs::read(copy.root.join("public/images/plot.png")).unwrap(), png());
    // A picture that changes changes the site.
    let again = with_notes(include_str!("../fixtures/markdown/notes.md"));
    again.build();
    again.build();
    again.write("content/images/curve.svg", "<svg viewBox=\"0 0 77 10\"/>");
    again.build();
    assert!(again.read(PAGE).contains("77"));
    assert!(again.read("public/images/curve.svg").contains("77"));
    // What would run where its own address is opened does not get there.
    again.write("content/images/curve.svg", "<svg><script>alert(1)</script></svg>");
    again.write("content/images/page.html", "<script>alert(1)</script>");
    let (_, said) = again.build();
    assert!(
        said.contains("CL0707") && said.contains("images/curve.svg") && said.contains("images/page.html"),
        "{said}"
    );
    assert!(said.contains("CL0706"), "the text that shows it is told, too: {said}");
    for path in ["public/images/curve.svg", "public/images/page.html"] {
        assert!(!again.root.join(path).exists(), "{path}");
    }
}

#[test]
fn code_is_coloured_by_classes() {
    let page = page();
    let code = &all(&page, ".prose pre > code")[0];
    assert_eq!(text(code), "def fold(x): # <b> return \"twice\"");
    for class in ["s-k", "s-e", "s-c", "s-s"] {
        let selector = Selector::parse(&format!("span.{class}")).unwrap();
        assert!(code.select(&selector).count() > 0, "{class}");
    }
}

#[test]
fn links_by_name_lead_to_pages_that_exist() {
    let (_, copy) = &*WHOLE;
    let page = page();
    for (label, target) in [
        ("AXL", "genes/axl.html"),
        ("the drug", "drugs/midostaurin.html"),
        (
            "Receptor tyrosine kinase switch (AXL, MET, FGFR, IGF1R…)",
            "mechanisms/rtk-bypass.html",
        ),
    ] {
        let links = all(&page, ".prose a");
        let link = links
            .iter()
            .find(|link| text(link) == label)
            .unwrap_or_else(|| panic!("{label}"));
        assert_eq!(link.value().attr("href"), Some(format!("../{target}").as_str()));
        assert!(copy.root.join("public").join(target).is_file());
    }
}

#[test]
fn what_leads_nowhere_is_told_with_its_place_and_a_suggestion() {
    let copy = with_notes(
        "\n## Notes\n\nSee [[midostaurine]] and [@dumas2091].\n\nHere $a + \\foo$ and ![x](images/plott.png) and ![y](https://example.org/y.png), ![](images/plot.png).\n",
    );
    let (status, said) = copy.build();
    assert_eq!(status, 1);
    let stub = copy.read(STUB);
    let place = |words: &str| {
        let at = stub.find(words).unwrap();
        let line = stub[..at].matches('\n').count() + 1;
        let column = stub[..at].rsplit('\n').next().unwrap().chars().count() + 1;
        format!("{STUB}:{line}:{column}")
    };
    for (code, words, more) in [
        ("CL0702", "[[midostaurine]]", "did you mean `[[midostaurin]]`?"),
        ("CL0701", "@dumas2091", "did you mean `@dumas2019`?"),
        ("CL0705", "\\foo", "\\foo"),
        ("CL0706", "![x](", "did you mean `images/plot.png`?"),
        ("CL0706", "![y](", "save it to content/images/"),
    ] {
        assert!(
            said.contains(&place(words)),
            "{code}: {} is not in {said}",
            place(words)
        );
        assert!(
            said.contains(&format!("error[{code}]")) && said.contains(more),
            "{code} {more}: {said}"
        );
    }
    let page = copy.read(PAGE);
    assert!(page.contains("$a + \\foo$"), "the source is shown");
    assert!(page.contains("[Picture not found: x]"), "{page}");
    let checked = copy.citeloom(&["check"]);
    let told = String::from_utf8(checked.stderr).unwrap();
    assert!(
        told.contains("CL0704") && told.contains("CL0705") && told.contains("CL0706"),
        "{told}"
    );
}

/// Whatever is written, nothing but the interface's own markup comes out.
#[test]
fn authors_cannot_bring_markup() {
    let options = MarkdownOptions {
        cited: vec!["<cite>safe</cite>".into()],
        ..MarkdownOptions::default()
    };
    for source in [
        "<script>x</script>",
        "[a](javascript:x) [b](data:text/html,x) [c](VBSCRIPT:x) ![d](javascript:x)",
        "![\"><script>](data:image/svg+xml,x \"\\\"><b>\")",
        "[^\"><b>]\n\n[^\"><b>]: <b onclick=x>",
        "| <b> |\n|---|\n| <img src=x onerror=y> |",
        "$<b>$ and $$\\text{<b onclick=x>}$$ and $\\foo<script>$",
        "# <b> {#\"><script>}\n\n> [!NOTE]\n> <b>",
        "```\"><script>\n<script>\n```",
        "[1](cite:1a\"><b> \"<b>\")",
    ] {
        let shown = Markdown::default().html(source, &options);
        let page = Html::parse_fragment(&shown);
        for banned in ["script", "b", "[onclick]", "[onerror]", "[style]"] {
            assert_eq!(all(&page, banned).len(), 0, "{banned} from {source}: {shown}");
        }
        for link in all(&page, "[href], [src]") {
            let address = link.value().attr("href").or(link.value().attr("src")).unwrap();
            let lower = address.to_lowercase();
            assert!(
                !lower.starts_with("javascript") && !lower.starts_with("vbscript") && !lower.starts_with("data:text"),
                "{shown}"
            );
        }
    }
}

/// What an author writes is never left out in silence, wherever in the body it stands.
#[test]
fn no_words_of_a_stub_stay_off_its_page() {
    let review = ReviewCopy::whole();
    let path = "content/articles/rummelt2021.md";
    let stub = review.read(path);
    let (before, after) = stub.split_once("## References\n").expect("the seed has references");
    let (first, rest) = after.split_once("\n2. ").expect("and more than one");
    let (head, body) = before.split_once("\n## Abstract").expect("an abstract");
    review.write(
        path,
        format!(
            "{head}\nmarkone\n\n## Abstract{body}\n## My own\n\nmarktwo\n\n## References\n\nmarkthree, by hand\n{first}\n\nmarkfour\n\n\
             2. {rest}\n\n<!-- markhidden\n\nmarkhidden --> marknine\n\n```\n## markfive\n```\n\nmarksix\n\n## Abstract\n\nmarkseven\n\n\
             ## References\n\n1. markeight\n"
        ),
    );
    let references = |html: &str| html.matches("id=\"r").count();
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
    let page = review.read("public/articles/rummelt2021.html");
    let shown = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    for mark in shown.map(|mark| format!("mark{mark}")) {
        assert_eq!(page.matches(&mark).count(), 1, "{mark}");
    }
    assert!(!page.contains("markhidden"));
    let own = ReviewCopy::whole();
    own.build();
    let unchanged = own.read("public/articles/rummelt2021.html");
    assert_eq!(references(&page), references(&unchanged), "the list is the same");
    let said = String::from_utf8(review.citeloom(&["check"]).stderr).unwrap();
    assert_eq!(said.matches("CL0623").count(), 3, "{said}");
}
