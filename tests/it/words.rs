//! One file of words is enough for another language: no English is left on any kind of page.

use crate::support::{ReviewCopy, copy_folder};
use citeloom::site::{CATEGORIES, ENGLISH, PAGES};
use scraper::{Html, Node};
use std::collections::BTreeSet;
use std::path::Path;

/// English of the interface in a language that has every word: Latin letters become others, places stay.
fn pseudo(text: &str) -> String {
    let mut out = String::from("⟦");
    let mut place = false;
    for c in text.chars() {
        match c {
            '{' => place = true,
            '}' => place = false,
            _ => {}
        }
        match c {
            'a'..='z' if !place => out.push(char::from_u32('а' as u32 + c as u32 - 'a' as u32).unwrap()),
            'A'..='Z' if !place => out.push(char::from_u32('А' as u32 + c as u32 - 'A' as u32).unwrap()),
            _ => out.push(c),
        }
    }
    out.push('⟧');
    out
}

fn pseudo_file() -> String {
    let table: toml::Table = ENGLISH.parse().unwrap();
    let mut out = String::new();
    for (section, words) in &table {
        out.push_str(&format!("[{section}]\n"));
        for (name, value) in words.as_table().unwrap() {
            let said = match value {
                toml::Value::String(text) => toml::Value::String(pseudo(text)),
                toml::Value::Table(forms) => toml::Value::Table(
                    forms
                        .iter()
                        .map(|(form, text)| {
                            assert!(CATEGORIES.contains(&form.as_str()));
                            (form.clone(), toml::Value::String(pseudo(text.as_str().unwrap())))
                        })
                        .collect(),
                ),
                other => panic!("{section}.{name}: {other}"),
            };
            out.push_str(&format!("{name} = {said}\n"));
        }
    }
    out
}

/// What a review of ours says in Latin letters without any interface: identifiers, formats, units.
const PROPER: &[&str] = &[
    "DOI",
    "PubMed",
    "PMID",
    "PMC",
    "BibTeX",
    "BibLaTeX",
    "MEDLINE",
    "nbib",
    "RIS",
    "CSL",
    "JSON",
    "CSV",
    "Vancouver",
    "APA",
    "AMA",
    "NLM",
    "citeloom",
    "blake",
    "doi",
    "bibtex",
    "article",
    "https",
    "review",
    "UTF",
    "utf",
    "PMCID",
    "ORCID",
];

/// A review without a Latin letter in its contents: what is Latin on its pages is the interface's.
fn review() -> ReviewCopy {
    let copy = ReviewCopy::empty();
    copy_folder(Path::new("tests/sites/cyrillic"), &copy.root);
    copy
}

#[test]
fn a_second_file_of_words_leaves_no_english_on_any_kind_of_page() {
    let copy = review();
    copy.write("themes/citeloom/words/uk.toml", pseudo_file());
    let out = copy.root.join("site");
    let built = copy.citeloom(&["build", "--base-url", "https://1.2/3", "--out", out.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&built.stderr).into_owned();
    assert!(built.status.success(), "{said}");
    assert!(!said.contains("CL0804"), "{said}");
    let mut kinds = BTreeSet::new();
    let mut left = Vec::new();
    for page in walkdir::WalkDir::new(&out).into_iter().flatten() {
        let path = page.path();
        if path.extension().is_none_or(|extension| extension != "html") {
            continue;
        }
        let name = path.strip_prefix(&out).unwrap().to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(path).unwrap();
        kinds.insert(name.split('/').next().unwrap().to_owned());
        assert!(
            text.contains("⟦") || name.starts_with("articles/"),
            "{name} says nothing"
        );
        english(&name, &text, &mut left);
    }
    for needed in [
        "articles",
        "mechanisms",
        "provenance",
        "drugs",
        "genes",
        "index.html",
        "search.html",
        "404.html",
    ] {
        assert!(kinds.contains(needed), "no page of {needed} in {kinds:?}");
    }
    assert!(kinds.len() + 4 >= PAGES.len(), "{kinds:?}");
    left.sort();
    left.dedup();
    assert!(left.is_empty(), "English is left:\n{}", left.join("\n"));
}

/// Latin words of a page that are neither proper names nor code.
fn english(name: &str, text: &str, left: &mut Vec<String>) {
    let page = Html::parse_document(text);
    let mut check = |what: &str, text: &str| {
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            let latin = word.chars().filter(|c| c.is_ascii_alphabetic()).count() > 1;
            let digest = word.len() >= 8 && word.bytes().all(|b| b.is_ascii_hexdigit());
            if latin && !digest && !PROPER.contains(&word.trim_matches(|c: char| c.is_ascii_digit())) {
                left.push(format!("{name}: {what}: {text:.120}"));
                return;
            }
        }
    };
    for node in page.tree.nodes() {
        match node.value() {
            Node::Text(text) => {
                let skipped = node.ancestors().any(|above| {
                    above.value().as_element().is_some_and(|element| {
                        let code = ["code", "pre", "script", "style"].contains(&element.name());
                        code || element.attr("data-verbatim").is_some()
                    })
                });
                if !skipped {
                    check("text", text.trim());
                }
            }
            Node::Element(element) => {
                // The records of reference managers are no words.
                let record = element.attr("class") == Some("Z3988");
                for (attribute, value) in element.attrs().filter(|_| !record) {
                    let spoken = matches!(attribute, "aria-label" | "title" | "alt" | "placeholder" | "label")
                        || (attribute == "value" && element.name() == "input" && element.attr("type") != Some("radio"))
                        || (attribute == "content" && element.attr("name") == Some("description"))
                        || (attribute.starts_with("data-")
                            && ![
                                "data-site",
                                "data-root",
                                "data-copy",
                                "data-list",
                                "data-status",
                                "data-drug",
                            ]
                            .contains(&attribute)
                            && value.contains(' '));
                    if spoken {
                        check(attribute, value);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Templates hold no words of their own: whatever stands between their tags is markup.
#[test]
fn no_template_holds_a_word() {
    let folder = Path::new("themes/citeloom/templates");
    let tags = regex::Regex::new(r"(?s)\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}").unwrap();
    let markup = regex::Regex::new(r"(?s)<code>[^<]*</code>|<style>[^<]*</style>|<[^>]*>").unwrap();
    let spoken =
        regex::Regex::new(r#"(?:aria-label|title|alt|placeholder|data-(?:done|select|none|go))="([^"]*)""#).unwrap();
    let letters = |text: &str| text.chars().any(char::is_alphabetic);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let text = tags.replace_all(&text, "\u{0}");
        for attribute in spoken.captures_iter(&text) {
            if letters(&attribute[1]) {
                found.push(format!("{name}: {}", &attribute[0]));
            }
        }
        for words in markup
            .replace_all(&text, "\n")
            .lines()
            .map(str::trim)
            .filter(|words| letters(words))
        {
            let rest = ["blake3", "et al.", "CSV", "JSON", "ORCID"]
                .iter()
                .fold(words.to_owned(), |rest, proper| rest.replace(proper, ""));
            if letters(&rest) {
                found.push(format!("{name}: {words}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Every key that a template or the program says is in the English file, and every word of the file is said.
#[test]
fn keys_and_words_match() {
    let words = citeloom::site::Words::default();
    let known: BTreeSet<&str> = words.keys().into_iter().collect();
    let key = regex::Regex::new(r#""([a-z]+(?:-[a-z]+)?\.[a-z0-9-]+)""#).unwrap();
    let mut text = String::new();
    for folder in [
        "themes/citeloom/templates",
        "src/site",
        "src/search",
        "src/render/markdown",
    ] {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            text.push_str(&std::fs::read_to_string(entry.path()).unwrap());
        }
    }
    let said = regex::Regex::new(r#"t\(k="([^"]+)"|\.(?:get|say)\(\s*"([a-z-]+\.[a-z0-9-]+)""#).unwrap();
    for call in said.captures_iter(&text) {
        let key = call.get(1).or(call.get(2)).unwrap().as_str();
        assert!(known.contains(key) || key.ends_with('.'), "no word for {key}");
    }
    let used: BTreeSet<&str> = key
        .captures_iter(&text)
        .map(|found| found.get(1).unwrap().as_str())
        .collect();
    // Sections whose keys are values of closed lists.
    let listed = [
        "status",
        "phrase",
        "tier",
        "zone",
        "relation",
        "kind",
        "vocabulary",
        "field",
        "doubt",
        "publication",
        "agree",
        "date",
        "entities",
        "tables",
        "certainty",
        "export",
    ];
    let idle: Vec<&&str> = known
        .iter()
        .filter(|key| !used.contains(*key) && !listed.contains(&key.split('.').next().unwrap()))
        .collect();
    assert!(idle.is_empty(), "nothing says {idle:?}");
}
