//! What a person confirmed and what a program proposed look different wherever they are listed, and pages and tables count
//! alike.

use crate::support::ReviewCopy;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeSet;

fn built(review: &ReviewCopy) {
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
}

fn page(review: &ReviewCopy, name: &str) -> Html {
    Html::parse_document(&review.read(&format!("public/{name}.html")))
}

fn select<'h>(html: &'h Html, selector: &str) -> Vec<ElementRef<'h>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn table(review: &ReviewCopy, name: &str) -> Vec<serde_json::Value> {
    let text = review.read(&format!("public/downloads/tables/{name}.json"));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let rows = value.as_array().or_else(|| value["rows"].as_array());
    rows.unwrap_or_else(|| panic!("{name}: {text}")).clone()
}

/// Labels of the mechanisms on a page: those drawn full, and those drawn hollow and called proposed.
fn mechanisms(review: &ReviewCopy, name: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let html = page(review, name);
    let (mut full, mut hollow) = (BTreeSet::new(), BTreeSet::new());
    for chip in select(&html, "a.mech") {
        let said = text(chip);
        match said.strip_suffix(" (proposed)") {
            Some(label) => {
                assert!(chip.value().classes().any(|class| class == "hollow"), "{name}: {said}");
                hollow.insert(label.to_owned());
            }
            None => {
                assert!(!chip.value().classes().any(|class| class == "hollow"), "{name}: {said}");
                full.insert(said);
            }
        }
    }
    (full, hollow)
}

#[test]
fn lists_show_what_nobody_has_confirmed() {
    let review = ReviewCopy::whole();
    let path = "content/articles/dumas2019.md";
    let stub = review.read(path);
    let confirmed = stub.replacen("niche-hypoxia  = \"proposed\"", "niche-hypoxia  = \"confirmed\"", 1);
    assert_ne!(stub, confirmed);
    review.write(path, confirmed);
    built(&review);
    for name in ["index", "articles/index", "timeline"] {
        let (full, hollow) = mechanisms(&review, name);
        assert_eq!(full, BTreeSet::from(["Hypoxia / ischaemic niche".to_owned()]), "{name}");
        assert!(
            hollow.contains("Stromal contact and adhesion") || name == "index",
            "{name}: {hollow:?}"
        );
        assert!(
            hollow.contains("Niche cytokines and growth factors"),
            "{name}: {hollow:?}"
        );
    }
    for name in ["drugs/index", "genes/index", "gaps"] {
        assert!(!mechanisms(&review, name).1.is_empty(), "{name}");
    }
    let print = page(&review, "print");
    let chip = select(&print, "article.one a.mech.hollow");
    assert!(chip.iter().all(|chip| text(*chip).ends_with("(proposed)")) && !chip.is_empty());
    let drafts = select(&print, "section.one h4 .n").len();
    let bottom_lines = select(&print, "section.one h4").len();
    assert!(drafts > 0 && drafts <= bottom_lines);
    assert!(text(select(&print, "section.one h4 .n")[0]).contains("draft"));
}

#[test]
fn pages_and_tables_agree_on_what_no_paper_speaks_of() {
    let review = ReviewCopy::whole();
    built(&review);
    let listed: BTreeSet<String> = table(&review, "gaps")
        .into_iter()
        .filter(|row| row["gap"] == "mechanism without a paper")
        .map(|row| row["mechanism"].to_string().trim_matches(['"', '[', ']']).to_owned())
        .collect();
    let ids = |html: &Html, selector: &str| -> BTreeSet<String> {
        let links = select(html, selector);
        let name = |link: &ElementRef<'_>| {
            let href = link.value().attr("href").unwrap();
            href.rsplit('/').next().unwrap().trim_end_matches(".html").to_owned()
        };
        links.iter().map(name).collect()
    };
    assert!(!listed.is_empty());
    assert_eq!(ids(&page(&review, "gaps"), "[aria-labelledby=empty] a"), listed);
    assert_eq!(ids(&page(&review, "mechanisms/index"), ".map li.none a"), listed);
    let home = text(select(&page(&review, "index"), "[aria-labelledby=gaps] li")[0]);
    assert!(home.starts_with(&format!("{} mechanisms", listed.len())), "{home}");
    let print = page(&review, "print");
    for section in select(&print, "section.part section.one h3") {
        let id = section.value().attr("id").unwrap().trim_start_matches("mechanism-");
        let nothing = text(section).ends_with("no paper");
        let branch = page(&review, &format!("mechanisms/{id}"));
        if select(&branch, "#parts").is_empty() {
            assert_eq!(nothing, listed.contains(id), "{id}: {}", text(section));
        }
    }
    // A mechanism that a finding is filed under is not without a paper.
    for row in table(&review, "evidence") {
        let mechanism = row["mechanism"].as_str().unwrap_or_default();
        assert!(!listed.contains(mechanism), "{row}");
    }
}

#[test]
fn the_matrix_says_what_findings_join_and_what_papers_only_name() {
    let review = ReviewCopy::whole();
    built(&review);
    let rows = table(&review, "matrix");
    let cell = |mechanism: &str, term: &str| {
        let row = rows
            .iter()
            .find(|row| row["mechanism"] == mechanism && row["term"] == term)?;
        let number = |key: &str| row[key].as_u64().unwrap();
        Some((
            number("finding-confirmed"),
            number("finding-proposed"),
            number("only-named-together"),
        ))
    };
    // The capture names CRLF2 beside transcription factors; its finding is filed under JAK-STAT.
    assert_eq!(cell("jak-stat-bypass", "crlf2"), Some((0, 1, 0)));
    assert_eq!(cell("transcription-factor-lesion", "crlf2"), Some((0, 0, 1)));
    // A finding about a variant is one about its gene.
    assert_eq!(cell("transcription-factor-lesion", "pax5"), Some((0, 1, 0)));
    let crlf2 = page(&review, "genes/crlf2");
    let joined = select(&crlf2, "#mechanisms ~ ul.stack");
    assert!(text(joined[0]).starts_with("JAK-STAT") && text(joined[1]).starts_with("Transcription-factor"));
    // A trigger in free words names its gene as well.
    let axl = review.read("public/genes/axl.html");
    assert!(
        axl.contains("inhibition of AXL") && axl.matches("class=\"row d-").count() >= 4,
        "{axl}"
    );
}

#[test]
fn a_cell_of_the_matrix_opens_just_its_papers() {
    let review = ReviewCopy::whole();
    let path = "content/articles/rummelt2021.md";
    let finding = "[[finding]]\nstatement = \"Another\"\nmechanism = \"rtk-bypass\"\ndrugs = [\"quizartinib\"]\n\
                   status = \"confirmed\"\nby = \"draft\"\n\n[[finding]]";
    review.write(path, review.read(path).replacen("[[finding]]", finding, 1));
    built(&review);
    let matrix = page(&review, "matrix");
    let address = "drugs/quizartinib.html#with-rtk-bypass";
    let cell = select(&matrix, &format!("td a[href=\"{address}\"]"));
    assert_eq!(cell.len(), 1);
    assert_eq!(
        text(select(&matrix, &format!("td a[href=\"{address}\"] .t-confirmed"))[0]),
        "1 confirmed"
    );
    let drug = page(&review, "drugs/quizartinib");
    let papers: Vec<String> = select(&drug, "#with-rtk-bypass dd").into_iter().map(text).collect();
    assert_eq!(papers, ["Rummelt et al., 2021", "Dumas et al., 2019"]);
    // A single paper is opened itself.
    let single = select(&matrix, "td a[href=\"articles/rummelt2021.html#findings\"]");
    assert!(!single.is_empty());
}

#[test]
fn a_confirmed_finding_counts_as_one() {
    let review = ReviewCopy::whole();
    let path = "content/articles/dumas2019.md";
    let stub = review.read(path);
    let confirmed = stub.replacen("status = \"proposed\"", "status = \"confirmed\"", 1);
    assert_ne!(stub, confirmed);
    review.write(path, confirmed);
    built(&review);
    let rows = table(&review, "matrix");
    let number = |mechanism: &str, key: &str| {
        let of = |row: &&serde_json::Value| row["mechanism"] == mechanism && row["term"] == "quizartinib";
        rows.iter().find(of).unwrap()[key].as_u64().unwrap()
    };
    // The paper has a second finding on the pair, which nobody has judged: it is counted once, at its best.
    assert_eq!(number("rtk-bypass", "finding-confirmed"), 1);
    assert_eq!(number("rtk-bypass", "finding-proposed"), 0);
    assert_eq!(number("niche-cytokine", "finding-proposed"), 1);
    let drug = page(&review, "drugs/quizartinib");
    let chips = select(&drug, "[aria-labelledby=mechanisms] a.mech");
    let hollow = |label: &str| {
        let chip = chips.iter().find(|chip| text(**chip).starts_with(label)).unwrap();
        chip.value().classes().any(|class| class == "hollow")
    };
    assert!(!hollow("Receptor tyrosine kinase switch") && hollow("Niche cytokines"));
}

#[test]
fn a_paper_without_a_title_is_cited_as_one_and_exported_as_captured() {
    let review = ReviewCopy::whole();
    built(&review);
    let said = "[title not in the capture]";
    let paper = page(&review, "articles/brjhaematol-minimal-residual");
    assert!(text(select(&paper, "#citation-1")[0]).contains(said));
    assert!(!text(select(&paper, "#citation-2")[0]).contains(said));
    assert!(review.read("public/bibliography.html").contains(said));
    for file in review.files("public").iter().filter(|file| file.contains("downloads/")) {
        let bytes = std::fs::read(review.root.join("public").join(file)).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains(said), "{file}");
    }
}

#[test]
fn every_finding_of_the_review_opens_at_its_line() {
    let review = ReviewCopy::whole();
    built(&review);
    let paper = page(&review, "articles/rummelt2021");
    let rows = select(&paper, "table.evidence tbody tr");
    assert!(rows.len() >= 5);
    for row in rows {
        let line = row.select(&Selector::parse("a[href*='provenance/']").unwrap()).next();
        assert!(line.is_some(), "{}", text(row));
    }
}

#[test]
fn a_paper_with_a_judged_finding_is_among_the_papers_of_its_mechanism() {
    let review = ReviewCopy::empty();
    assert!(review.citeloom(&["init", ".", "--bare"]).status.success());
    review.write(
        "content/sources/plain.bib",
        "@article{a, author = {Doe, Jane}, title = {Plain words about a disease}, journal = {Blood}, year = {2001}}\n",
    );
    built(&review);
    let path = "content/articles/doe2001.md";
    let stub = review.read(path);
    let papers = |judgement: &str, finding: &str| -> Vec<String> {
        let front = format!(
            "{judgement}\n[[finding]]\nstatement = \"It switches.\"\nmechanism = \"rtk-bypass\"\nby = \"Erika Muster\"\n{finding}\n+++\n\n## Notes"
        );
        review.write(path, stub.replacen("+++\n\n## Notes", &front, 1));
        built(&review);
        let html = page(&review, "mechanisms/rtk-bypass");
        select(&html, "[aria-labelledby=papers] .tier")
            .into_iter()
            .map(text)
            .collect()
    };
    assert_eq!(papers("", "status = \"confirmed\""), ["confirmed"]);
    assert_eq!(papers("", "status = \"edited\""), ["confirmed"]);
    let counted = String::from_utf8(review.citeloom(&["status"]).stdout).unwrap();
    assert!(counted.contains("0 proposed, 1 confirmed, 0 rejected"), "{counted}");
    // What nobody has judged, what was rejected or speaks against it, and what the stub says otherwise.
    assert_eq!(papers("", "status = \"proposed\""), [""; 0]);
    assert_eq!(papers("", "status = \"rejected\""), [""; 0]);
    assert_eq!(
        papers("", "status = \"confirmed\"\ndirection = \"does-not-support\""),
        [""; 0]
    );
    assert_eq!(papers("rtk-bypass = \"rejected\"", "status = \"confirmed\""), [""; 0]);
}
