//! Golden files: what the five seeds give, end to end. Read each change by eye before it is accepted
//! (`INSTA_UPDATE=always cargo test golden`, then `git diff`).

use crate::support::{ReviewCopy, citeloom};
use scraper::{ElementRef, Html, Node, Selector};
use std::path::Path;

/// `citeloom extract` of every seed: the item, the references' texts with what was read from them, mechanisms and
/// entities, and the rule behind each field.
#[test]
fn extraction_of_the_seeds() {
    let output = citeloom(Path::new("."), &["extract", "content/sources"]);
    assert!(output.status.success());
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        let name = object["capture"].as_str().unwrap().rsplit('/').next().unwrap();
        let name = format!("extract-{}", name.split('_').next().unwrap());
        insta::assert_snapshot!(name, serde_json::to_string_pretty(&object).unwrap());
    }
}

/// Pages of the committed review as a reader hears them: headings, text and links, line by line.
#[test]
fn pages_of_the_review() {
    let review = ReviewCopy::whole();
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
    for page in [
        "index",
        "articles/brjhaematol-minimal-residual",
        "articles/rummelt2021",
        "mechanisms/index",
        "mechanisms/jak-stat-bypass",
        "mechanisms/kinase-domain-mutation",
        "works/kralovics2005-352-1779",
        "provenance/vanoutersterp2024",
        "gaps",
    ] {
        let html = Html::parse_document(&review.read(&format!("public/{page}.html")));
        let main = html.select(&Selector::parse("main").unwrap()).next().unwrap();
        let mut text = String::new();
        outline(main, &mut text);
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        insta::assert_snapshot!(format!("page-{}", page.replace('/', "-")), lines.join("\n"));
    }
}

/// Text with a line for each block, headings marked, links with their addresses.
fn outline(element: ElementRef<'_>, out: &mut String) {
    for child in element.children() {
        match child.value() {
            Node::Text(text) => {
                let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if text.starts_with(char::is_whitespace) && !out.ends_with(['\n', ' ']) {
                    out.push(' ');
                }
                out.push_str(&folded);
                if text.ends_with(char::is_whitespace) && !folded.is_empty() {
                    out.push(' ');
                }
            }
            Node::Element(tag) => {
                let Some(inner) = ElementRef::wrap(child) else { continue };
                let block = !matches!(
                    tag.name(),
                    "a" | "span"
                        | "em"
                        | "strong"
                        | "i"
                        | "b"
                        | "mark"
                        | "sup"
                        | "sub"
                        | "code"
                        | "abbr"
                        | "time"
                        | "cite"
                );
                if block && !out.ends_with('\n') {
                    out.push('\n');
                }
                match tag.name() {
                    "script" | "style" | "svg" => continue,
                    "h1" => out.push_str("# "),
                    "h2" => out.push_str("## "),
                    "h3" => out.push_str("### "),
                    _ => {}
                }
                outline(inner, out);
                if let Some(href) = tag.attr("href") {
                    out.push_str(&format!(" <{href}>"));
                }
                if block && !out.ends_with('\n') {
                    out.push('\n');
                }
            }
            _ => {}
        }
    }
}
