//! The review's tables as files: whole, the same each time, and led to by the pages that show them.

use crate::support::ReviewCopy;
use citeloom::library::tables::{Rows, TABLES};
use citeloom::site::PAGES;
use serde_json::Value;

fn built() -> ReviewCopy {
    let review = ReviewCopy::whole();
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
    review
}

fn json(review: &ReviewCopy, name: &str) -> Vec<Value> {
    let text = review.read(&format!("public/downloads/tables/{name}.json"));
    serde_json::from_str(&text).unwrap()
}

/// Lines of a CSV file without quoted line ends.
fn csv_lines(text: &str) -> usize {
    text.split("\r\n").filter(|line| !line.is_empty()).count()
}

#[test]
fn every_table_is_shown_by_a_page_that_leads_to_it_and_names_its_columns_once() {
    let kinds: Vec<&str> = PAGES.iter().map(|page| page.name).collect();
    for table in TABLES {
        assert!(!table.pages.is_empty(), "no page leads to {}", table.name);
        assert!(table.pages.iter().all(|page| kinds.contains(page)), "{}", table.name);
        let mut columns = table.columns.to_vec();
        columns.sort_unstable();
        columns.dedup();
        assert_eq!(columns.len(), table.columns.len(), "{}", table.name);
        let same = TABLES.iter().filter(|other| other.name == table.name).count();
        assert_eq!(same, 1, "{}", table.name);
    }
}

#[test]
fn tables_stand_beside_the_pages_in_both_formats_with_the_same_rows() {
    let review = built();
    let files = review.files("public/downloads/tables");
    for table in TABLES.iter().filter(|table| table.name != "conflicts") {
        let of_table = match table.rows {
            Rows::Review(_) => vec![table.name.to_owned()],
            Rows::Mechanism(_) => {
                let within = files.iter().filter_map(|file| file.strip_suffix(".csv"));
                within
                    .filter(|file| file.starts_with(&format!("{}/", table.name)))
                    .map(str::to_owned)
                    .collect()
            }
        };
        assert!(!of_table.is_empty(), "{}", table.name);
        for name in of_table {
            let rows = json(&review, &name);
            let csv = review.read(&format!("public/downloads/tables/{name}.csv"));
            assert!(!rows.is_empty(), "{name}");
            assert_eq!(csv_lines(&csv), rows.len() + 1, "{name}");
            assert_eq!(csv.split("\r\n").next().unwrap(), table.columns.join(","), "{name}");
            for row in &rows {
                let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
                assert_eq!(keys, table.columns, "{name}");
            }
            let risky = |line: &str| line.starts_with(['=', '+', '-', '@']) || line.contains(",=");
            assert!(!csv.split("\r\n").any(risky), "{name}");
        }
    }
    for (page, table) in [
        (
            "mechanisms/rtk-bypass.html",
            "../downloads/tables/mechanism-evidence/rtk-bypass.csv",
        ),
        (
            "mechanisms/rtk-bypass.html",
            "../downloads/tables/mechanism-papers/rtk-bypass.json",
        ),
        ("matrix.html", "downloads/tables/matrix.csv"),
        ("gaps.html", "downloads/tables/gaps.json"),
        ("timeline.html", "downloads/tables/timeline.csv"),
        ("drugs/index.html", "../downloads/tables/entities.csv"),
        ("bibliography.html", "downloads/tables/works.csv"),
        ("articles/index.html", "../downloads/tables/articles.csv"),
        ("mechanisms/index.html", "../downloads/tables/evidence.json"),
    ] {
        let html = review.read(&format!("public/{page}"));
        assert!(html.contains(table), "{page} does not lead to {table}");
    }
}

#[test]
fn tables_say_what_the_stubs_and_captures_say() {
    let review = built();
    let evidence = json(&review, "evidence");
    let stubs = review.files("content/articles").into_iter();
    let blocks: usize = stubs
        .map(|file| {
            review
                .read(&format!("content/articles/{file}"))
                .matches("\n[[finding]]")
                .count()
        })
        .sum();
    assert_eq!(evidence.len(), blocks);
    let jak = evidence.iter().find(|row| row["n"] == "6/23").unwrap();
    assert_eq!(
        (&jak["article"], &jak["mechanism"]),
        (&"rummelt2021".into(), &"jak-stat-bypass".into())
    );
    assert_eq!(
        jak["quote"],
        "In 6 out of 23 TKI resistant cell lines we were able to detect a JAK1 V658F mutation"
    );
    assert!(jak["line"].as_u64().is_some_and(|line| line > 0), "{jak}");
    // Top-level mechanisms gather what stands under them.
    let bypass = json(&review, "mechanism-evidence/bypass-signalling");
    assert!(bypass.iter().any(|row| row["n"] == "6/23") && bypass.iter().any(|row| row["article"] == "dumas2019"));
    let excluded = json(&review, "mechanism-papers/kinase-domain-mutation");
    assert_eq!(excluded.len(), 3);
    assert!(
        excluded
            .iter()
            .all(|row| row["direction"] == "excludes" && row["article"] == "vanoutersterp2024")
    );
    let works = json(&review, "works");
    let shared = works
        .iter()
        .filter(|row| row["citing-papers"].as_u64() > Some(1))
        .count();
    assert_eq!(shared, 3, "the two papers share three references");
    let undated = json(&review, "timeline");
    let last = undated.last().unwrap();
    assert_eq!(last["year"], Value::Null, "{last}");
    let gaps = json(&review, "gaps");
    assert!(
        gaps.iter()
            .any(|row| row["gap"] == "missing field" && row["detail"] == "title")
    );
}
