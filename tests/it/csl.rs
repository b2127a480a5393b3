//! Citation styles. What is expected of the bundled ones was made with another processor (citeproc, as pandoc 2.17 has
//! it) from the same style files and agrees with it on every record but for the reports' and the preprint's words, which
//! newer locales write otherwise, and the blank that it puts before the letter of a year in `nlm-name-year`.

use super::support::ReviewCopy;
use citeloom::base::codes::csl::{BAD_STYLE, UNKNOWN_LOCALE};
use citeloom::csl::{Cite, Distinction, Processor, STYLES, Source};
use citeloom::record::{Item, item_from_csl};
use std::collections::HashMap;

fn records() -> Vec<(String, Item)> {
    let text = std::fs::read_to_string("tests/fixtures/csl/records.json").unwrap();
    let list: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(&text).unwrap();
    let pair = |object| {
        let (id, item) = item_from_csl(object);
        (id.unwrap(), item)
    };
    list.iter().map(pair).collect()
}

fn bundled(name: &str) -> Processor {
    let parsed = Processor::bundled(name, Some("en-US")).unwrap();
    assert!(parsed.diagnostics.is_empty());
    parsed.value
}

fn cite<'a>(item: &'a Item, number: usize, distinction: &'a Distinction) -> Cite<'a> {
    Cite {
        item,
        number,
        distinction,
        prefix: "",
        suffix: "",
        locator: None,
        suppress_author: false,
    }
}

fn shown(processor: &Processor, cites: &[Cite<'_>]) -> String {
    let pieces = processor.citation(cites);
    let html: String = pieces.iter().map(|piece| piece.text.html()).collect();
    html.replace("</sup><sup>", "")
}

#[test]
fn references_and_citations_are_those_of_another_processor() {
    let records = records();
    for style in STYLES.iter().filter(|style| style.name != "vancouver-superscript") {
        let processor = bundled(style.name);
        let items: Vec<&Item> = records.iter().map(|(_, item)| item).collect();
        let distinctions = processor.distinctions(&items);
        let expected = std::fs::read_to_string(format!("tests/fixtures/csl/expected/{}.tsv", style.name)).unwrap();
        let mut lines = expected.lines();
        for (index, (id, item)) in records.iter().enumerate() {
            let made = format!(
                "{id}\t{}\t{}",
                shown(&processor, &[cite(item, index + 1, &distinctions[index])]),
                processor.reference(item, &distinctions[index]).html()
            );
            assert_eq!(made, lines.next().unwrap(), "{}", style.name);
        }
        assert_eq!(lines.next(), None, "{}", style.name);
    }
}

#[test]
fn every_form_of_citation_is_right_in_numbers_and_in_names() {
    let records: HashMap<String, Item> = records().into_iter().collect();
    let none = Distinction::default();
    let numbers = |ids: &[(&str, usize)]| -> Vec<Cite<'_>> {
        ids.iter()
            .map(|(id, number)| cite(&records[*id], *number, &none))
            .collect()
    };
    for (style, expected) in [
        ("vancouver", "(1–3,5)"),
        ("nature", "<sup>1–3,5</sup>"),
        ("elsevier-with-titles", "[1–3,5]"),
        (
            "apa",
            "(Brandt, 2019; Ferrari &amp; Okonkwo, 2005; Lindqvist et al., 2021; Novak, 2014)",
        ),
        (
            "chicago-author-date",
            "(Lindqvist et al. 2021; Brandt 2019; Novak 2014; Ferrari and Okonkwo 2005)",
        ),
    ] {
        let cites = numbers(&[("three", 3), ("one", 1), ("chapter", 5), ("two", 2)]);
        assert_eq!(shown(&bundled(style), &cites), expected, "{style}");
    }
    // `[see @one, p. 3; @two]`
    let mut cites = numbers(&[("one", 1), ("two", 2)]);
    cites[0].prefix = "see";
    cites[0].locator = Some(("page", "3"));
    assert_eq!(
        shown(&bundled("apa"), &cites),
        "(see Brandt, 2019, p. 3; Ferrari &amp; Okonkwo, 2005)"
    );
    assert_eq!(shown(&bundled("ama"), &cites), "<sup>see 1(p3),2</sup>");
    // The style has no place for pages; they are not lost.
    assert_eq!(shown(&bundled("vancouver"), &cites), "(see 1, p. 3,2)");
    // `[-@one]` and `@one`
    let mut cites = numbers(&[("one", 1)]);
    assert_eq!(bundled("apa").names(&cites[0]).text(), "Brandt");
    cites[0].suppress_author = true;
    assert_eq!(shown(&bundled("apa"), &cites), "(2019)");
    assert_eq!(shown(&bundled("vancouver"), &cites), "(1)");
    // Two works of one year and author are told apart, and share the name.
    let twins = [&records["suffix-b"], &records["suffix-a"]];
    let apa = bundled("apa");
    let distinctions = apa.distinctions(&twins);
    let letters: Vec<&str> = distinctions.iter().map(|of| of.year_suffix.as_str()).collect();
    assert_eq!(letters, ["b", "a"]);
    let cites = [cite(twins[0], 1, &distinctions[0]), cite(twins[1], 2, &distinctions[1])];
    assert_eq!(shown(&apa, &cites), "(Zhou, 2013b, 2013a)");
}

#[test]
fn a_language_brings_its_words_and_quotation_marks() {
    let records: HashMap<String, Item> = records().into_iter().collect();
    let none = Distinction::default();
    let german = Processor::bundled("apa", Some("de-DE")).unwrap().value;
    let cites = [cite(&records["two"], 1, &none)];
    assert_eq!(shown(&german, &cites), "(Ferrari &amp; Okonkwo, 2005)");
    let text = german.reference(&records["chapter"], &none).text();
    assert!(text.contains("Hrsg."), "{text}");
    let text = german.reference(&records["particles"], &none).text();
    assert!(text.contains("„dormant“"), "{text}");
    let parsed = Processor::bundled("apa", Some("tlh")).unwrap();
    assert_eq!(parsed.diagnostics[0].code, UNKNOWN_LOCALE);
}

#[test]
fn an_author_list_that_the_capture_cuts_ends_with_et_al() {
    let mut item = records().remove(1).1;
    item.et_al = true;
    let none = Distinction::default();
    let text = bundled("vancouver").reference(&item, &none).text();
    assert!(text.starts_with("Ferrari JM, Okonkwo SP, et al. A gain"), "{text}");
    let text = bundled("apa").reference(&item, &none).text();
    assert!(
        text.starts_with("Ferrari, J.-M., Okonkwo, S. P., et al. (2005)"),
        "{text}"
    );
}

#[test]
fn a_style_that_is_none_or_a_trap_does_no_harm() {
    let compile = |text: &str| {
        let source = Source { path: "my.csl", text };
        Processor::new(source, None, None)
    };
    for (text, why) in [
        ("", "there is no XML element in it"),
        ("<html/>", "a style begins with <style>, not with <html>"),
        ("<style><citation>", "the file ends before its last element does"),
        ("<style/>", "the style has no <citation>"),
    ] {
        let parsed = compile(text);
        assert!(parsed.value.is_none());
        assert_eq!(parsed.diagnostics[0].code, BAD_STYLE);
        assert_eq!(parsed.diagnostics[0].message, why);
    }
    let dependent = "<style><info><link rel=\"independent-parent\" href=\"https://example.org/apa\"/></info></style>";
    assert!(
        compile(dependent).diagnostics[0]
            .message
            .contains("https://example.org/apa")
    );
    let deep = format!("{}{}", "<style>".repeat(100), "</style>".repeat(100));
    assert!(compile(&deep).diagnostics[0].message.contains("nested deeper"));
    // A macro that calls itself, and macros that double at each level.
    let mut trap = String::from("<style class=\"in-text\"><macro name=\"m0\"><text variable=\"title\"/></macro>");
    for level in 1..40 {
        let below = level - 1;
        trap.push_str(&format!(
            "<macro name=\"m{level}\"><text macro=\"m{below}\"/><text macro=\"m{below}\"/></macro>"
        ));
    }
    trap.push_str(
        "<macro name=\"self\"><text macro=\"self\"/></macro><citation><layout><text macro=\"self\"/></layout>",
    );
    trap.push_str("</citation><bibliography><layout><text macro=\"m39\"/></layout></bibliography></style>");
    let processor = compile(&trap).value.unwrap();
    let item = &records()[0].1;
    let none = Distinction::default();
    assert_eq!(shown(&processor, &[cite(item, 1, &none)]), "");
    assert!(processor.reference(item, &none).text().len() < 2_000_000);
}

#[test]
fn a_review_follows_its_style_on_every_page() {
    let review = ReviewCopy::whole();
    let config = review.read("citeloom.toml");
    let page = "+++\ntitle = \"Forms\"\n+++\n\nA [@dumas2019]. B [see @rummelt2021, p. 3; @dumas2019]. C @rummelt2021 [p. 33] \
                says. D [-@dumas2019]. E [@10.3324/haematol.2018.205385, and more]. F [@dumas2019; @rummelt2021; \
                @vanoutersterp2024].\n";
    review.write("content/pages/forms.md", page);
    let marks = |site: &str| {
        let from = site.find("<p>A").unwrap();
        let text = &site[from + 3..from + site[from..].find("</p>").unwrap()];
        let mut out = String::new();
        for piece in text.split('<') {
            let (tag, rest) = piece.split_once('>').unwrap_or(("", piece));
            match tag.split(' ').next() {
                Some("sup" | "/sup") => out.push('^'),
                Some("a") => out.push('{'),
                Some("/a") => out.push('}'),
                _ => {}
            }
            out.push_str(rest);
        }
        out.replace("^^", "")
    };
    for (style, expected) in [
        (
            "",
            "A^{1}^. B (see ^{2}^, p. 3; ^{1}^). C Rummelt et al.^{2}^ (p. 33) says. D^{1}^. E (^{1}^, and more). F^{1},\u{2009}{2},\u{2009}{3}^.",
        ),
        (
            "style = \"apa\"",
            "A ({Dumas et al., 2019}). B ({Dumas et al., 2019}; {see Rummelt et al., 2021, p. 3}). C Rummelt et al. ({2021, \
             p. 33}) says. D ({2019}). E ({Dumas et al., 2019, and more}). F ({Dumas et al., 2019}; {Rummelt et al., 2021}; \
             {van Outersterp et al., 2024}).",
        ),
        (
            "style = \"nature\"",
            "A^{1}^. B^{1},{see 2, p. 3}^. C Rummelt et al.^{2, p. 33}^ says. D^{1}^. E^{1, and more}^. F^{1}–{3}^.",
        ),
        (
            "style = \"styles/mine.csl\"",
            "A [{1}]. B [{1}/{see 2, p. 3}]. C Rummelt et al. [{2, p. 33}] says. D [{1}]. E [{1, and more}]. F [{1}/{2}/{3}].",
        ),
    ] {
        review.write("citeloom.toml", format!("{config}\n[citations]\n{style}\n"));
        review.write(
            "styles/mine.csl",
            "<style class=\"in-text\"><citation><layout prefix=\"[\" suffix=\"]\" delimiter=\"/\"><text \
             variable=\"citation-number\"/></layout><sort><key variable=\"citation-number\"/></sort></citation>\
             <bibliography><layout suffix=\"!\"><text variable=\"title\" font-style=\"italic\"/></layout></bibliography></style>",
        );
        let run = review.citeloom(&["build"]);
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let site = review.read("public/forms.html");
        assert_eq!(marks(&site), expected, "{style}");
        // Each marker's place and the list it leads to.
        for anchor in ["cite-1a", "cite-1b", "cited-1", "cited-2"] {
            assert!(site.contains(&format!("id=\"{anchor}\"")), "{style}: {anchor}");
        }
        if style.contains("mine") {
            let bibliography = review.read("public/bibliography.html");
            assert!(bibliography.contains("quizartinib via STAT5-and hypoxia-dependent upregulation of AXL</i></a>!"));
            assert!(
                review
                    .read("public/articles/dumas2019.html")
                    .contains("upregulation of AXL!</pre>")
            );
        }
    }
    review.write("citeloom.toml", format!("{config}\n[citations]\nstyle = \"natur\"\n"));
    let told = String::from_utf8(review.citeloom(&["check"]).stderr).unwrap();
    assert!(
        told.contains("CL1002") && told.contains("did you mean `nature`?"),
        "{told}"
    );
    review.write(
        "citeloom.toml",
        format!("{config}\n[citations]\nstyle = \"../secret.csl\"\n"),
    );
    let told = String::from_utf8(review.citeloom(&["check"]).stderr).unwrap();
    assert!(
        told.contains("is not a file in the review's folder `styles/`"),
        "{told}"
    );
}
