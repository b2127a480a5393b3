//! Text that would be code on a careless page, in every field of every input: shown as text, and nothing else.
//!
//! The shapes stand in `tests/fixtures/hostile/payloads.txt`. Every built page is searched for anything that could run or
//! load; `tests/browser/payloads.mjs` then opens them in a browser, without and with the pages' own policy.

use crate::support::ReviewCopy;
use scraper::{ElementRef, Html, Selector};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The shapes, each with a number of its own in it.
fn payloads() -> Vec<String> {
    let mut shapes: Vec<String> = include_str!("../fixtures/hostile/payloads.txt")
        .lines()
        .filter(|line| !line.starts_with("#= ") && !line.trim().is_empty())
        .map(str::to_owned)
        .collect();
    // Every element that can take it with every way to begin without a reader's doing.
    for element in [
        "img src=x",
        "svg",
        "body",
        "video src=x",
        "details open",
        "iframe",
        "input autofocus",
        "a href=x",
    ] {
        for event in [
            "onload",
            "onerror",
            "onfocus",
            "ontoggle",
            "onanimationend",
            "onpointerrawupdate",
            "onbeforeprint",
        ] {
            shapes.push(format!("<{element} {event}=JS>"));
        }
    }
    // Characters that editors hide, where a filter may look for words.
    for hidden in [
        '\u{0}', '\u{1}', '\u{8}', '\u{b}', '\u{c}', '\u{a0}', '\u{ad}', '\u{200b}', '\u{2028}', '\u{feff}',
    ] {
        shapes.push(format!("<scr{hidden}ipt>JS</script>"));
        shapes.push(format!("java{hidden}script:JS"));
        shapes.push(format!("<img{hidden}src=x{hidden}onerror=JS>"));
    }
    shapes
        .iter()
        .enumerate()
        .map(|(number, shape)| {
            shape
                .replace("JS", &format!("alert({number})"))
                .replace("FAR", &format!("https://far.example/{number}"))
        })
        .collect()
}

fn toml(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// The pages of the stubs, and what must stand in them as text.
type Expected = BTreeMap<String, Vec<String>>;

fn review(payloads: &[String]) -> (ReviewCopy, Expected) {
    let copy = ReviewCopy::empty();
    let of = |number: usize| payloads[number % payloads.len()].as_str();
    let ends: String = payloads
        .iter()
        .filter(|text| text.starts_with("</") || text.starts_with('"'))
        .cloned()
        .collect();
    copy.write(
        "citeloom.toml",
        format!(
            "title = {}\ndescription = {}\nauthors = [{}, {}]\n",
            toml(&ends),
            toml(&ends),
            toml(of(0)),
            toml(&ends)
        ),
    );
    let mut mechanisms = String::from(
        "[scoring]\npropose = 3.0\npossible = 2.0\nmax_per_doc = 4\nzones = { title = 1.5, abstract = 1.0 }\n\n[context]\nterms = ['9001']\n\n[gate]\nterms = ['9002']\n",
    );
    let count = payloads.len().div_ceil(6);
    for number in 0..count {
        let field = |at: usize| toml(of(number * 6 + at));
        let _ = write!(
            mechanisms,
            "\n[[mechanism]]\nid = \"m{number}\"\nlabel = {}\ndefinition = {}\ninclude = {}\nexclude = {}\ntypical_evidence = {}\nreview_labels = [{}]\ntriggers = [{{ re = '8{number:03}', w = 3.5 }}]\n",
            field(0),
            field(1),
            field(2),
            field(3),
            field(4),
            field(5)
        );
        copy.write(
            &format!("content/mechanisms/m{number}.md"),
            format!(
                "## Bottom line\n\n{}\n\n## Open questions\n\n- {}\n",
                of(number * 6),
                of(number * 6 + 3)
            ),
        );
    }
    copy.write("content/vocabulary/mechanisms.toml", mechanisms);
    let mut lexicon = String::from("schema = 1\n");
    for number in 0..payloads.len().div_ceil(4) {
        let field = |at: usize| toml(of(number * 4 + at));
        let kind = ["drug", "gene", "disease", "model"][number % 4];
        let _ = write!(
            lexicon,
            "\n[[entry]]\nid = \"e{number}\"\nlabel = {}\nkind = \"{kind}\"\nsynonyms = [{}, {}, {}]\n",
            field(0),
            field(1),
            field(2),
            field(3)
        );
    }
    copy.write("content/vocabulary/lexicon.toml", lexicon);
    copy.write(
        "content/vocabulary/journals.toml",
        format!("[[journal]]\ntitle = {}\naliases = [{}]\n", toml(of(3)), toml(of(4))),
    );
    for (number, payload) in payloads.iter().enumerate() {
        let text = toml(payload);
        let mechanism = number % count;
        copy.write(
            &format!("content/articles/p{number}.md"),
            format!(
                "+++\nkey = \"p{number}\"\ntype = \"article-journal\"\ntitle = {text}\nauthors = [{{ literal = {text} }}, {{ family = {text}, given = {text} }}]\n\
                 journal = {text}\nissued = \"{}\"\nvolume = {text}\nissue = {text}\npages = {text}\npublisher = {text}\nlanguage = {text}\nurl = {text}\ndoi = {text}\n\
                 keywords = [{text}]\nstatus = \"excluded\"\nreason = {text}\n\n[mechanisms]\nm{mechanism} = \"confirmed\"\n\n\
                 [[finding]]\nstatement = {text}\nmechanism = \"m{mechanism}\"\ntrigger = {text}\nrelation = \"confers-resistance\"\ndrugs = [\"e0\"]\n\
                 context = {text}\nquote = {text}\nby = {text}\nlevel = \"D\"\nstatus = \"confirmed\"\n+++\n\n\
                 ## Abstract\n\n{payload}\n\n## Notes\n\n{payload}\n\nAfter it.{number} [@p0]\n\n## References\n\n1. {payload}. J Test. 1999;{number}:1-2.\n2. Quist A. {payload}. J Test. 2001;1:{number}.\n",
                1950 + number % 70
            ),
        );
    }
    let mut page = String::from("# A page\n\n");
    for payload in payloads {
        let _ = writeln!(page, "{payload}\n");
    }
    copy.write("content/pages/all.md", &page);
    // The same through the readers.
    let (mut bibtex, mut ris, mut csl) = (String::new(), String::new(), Vec::new());
    for entry in 0..payloads.len().div_ceil(6) {
        let field = |at: usize| of(entry * 6 + at).replace(['\0', '\n'], " ");
        let braced = |at: usize| field(at).replace(['{', '}', '\\'], "");
        let _ = write!(
            bibtex,
            "@article{{b{entry},\n author = {{{{{}}}}},\n title = {{A {entry} {}}},\n journal = {{{}}},\n abstract = {{{}}},\n keywords = {{{}}},\n url = {{{}}},\n year = {{2003}}\n}}\n",
            braced(0),
            braced(1),
            braced(2),
            braced(3),
            braced(4),
            braced(5)
        );
        let _ = write!(
            ris,
            "TY  - JOUR\nTI  - B {entry} {}\nAU  - {}\nJO  - {}\nAB  - {}\nKW  - {}\nUR  - {}\nPY  - 2004\nER  - \n\n",
            field(0),
            field(1),
            field(2),
            field(3),
            field(4),
            field(5)
        );
        csl.push(json!({
            "id": format!("c{entry}"), "type": "article-journal", "title": format!("C {entry} {}", field(0)),
            "author": [{ "literal": field(1) }, { "family": field(2), "given": field(3) }],
            "container-title": field(4), "abstract": field(5), "URL": field(1), "DOI": field(2), "keyword": field(3),
            "issued": { "date-parts": [[2005]] },
        }));
    }
    copy.write("content/sources/all.bib", bibtex);
    copy.write("content/sources/all.ris", ris);
    copy.write("content/sources/all.json", serde_json::to_string(&csl).unwrap());
    copy.write(
        "content/sources/\"><img src=x onerror=alert(9999)>.bib",
        "@article{q, author = {Name, File}, title = {The name of its file}, year = {2006}}\n",
    );
    let expected = payloads
        .iter()
        .enumerate()
        .map(|(number, payload)| {
            let mut texts = vec![payload.clone()];
            // What follows a comment that is left open belongs to it.
            if !payload.contains("<!--") || payload.contains("-->") {
                texts.push(format!("After it.{number}"));
            }
            (format!("articles/p{number}.html"), texts)
        })
        .collect();
    (copy, expected)
}

/// What could run or load something: attributes that are scripts, elements that load, addresses that are no addresses.
fn live(page: &Html) -> Vec<String> {
    let all = Selector::parse("*").unwrap();
    let mut found = Vec::new();
    for element in page.select(&all) {
        let name = element.value().name();
        let shown = || element.html().chars().take(160).collect::<String>();
        let src = element.value().attr("src");
        let inert = match name {
            "script" => match element.value().attr("type") {
                Some("application/ld+json") => serde_json::from_str::<serde_json::Value>(&element.inner_html()).is_ok(),
                _ => src.is_some_and(is_own) && element.inner_html().trim().is_empty(),
            },
            // The theme's own, letter for letter: the page for lost addresses must be legible without files.
            "style" => include_str!("../../themes/citeloom/templates/404.html")
                .contains(&format!("<style>{}</style>", element.inner_html())),
            "iframe" | "object" | "embed" | "applet" | "base" | "frame" | "frameset" | "portal" | "annotation-xml"
            | "video" | "audio" | "marquee" | "foreignobject" | "mglyph" | "animate" | "set" | "use" | "image" => false,
            "meta" => element
                .value()
                .attr("http-equiv")
                .is_none_or(|value| value == "Content-Security-Policy"),
            "link" => element
                .value()
                .attr("href")
                .is_some_and(|href| is_own(href) || href == "data:,"),
            "img" => src.is_some_and(is_safe),
            _ => true,
        };
        if !inert {
            found.push(shown());
        }
        for (attribute, value) in element.value().attrs() {
            let bad = attribute.starts_with("on")
                || matches!(
                    attribute,
                    "style" | "srcdoc" | "formaction" | "ping" | "background" | "srcset"
                )
                || matches!(attribute, "href" | "src" | "action" | "xlink:href" | "poster" | "data") && !is_safe(value);
            if bad {
                found.push(shown());
            }
        }
    }
    found
}

/// A file of the site.
fn is_own(address: &str) -> bool {
    is_safe(address) && !address.contains(':') && !address.starts_with("//")
}

/// No address that runs: relative, or of a scheme that opens a page or a letter.
fn is_safe(address: &str) -> bool {
    let address: String = address
        .chars()
        .filter(|c| !c.is_control() && *c != ' ')
        .collect::<String>()
        .to_lowercase();
    let head = address.split(['/', '?', '#']).next().unwrap_or("");
    match head.split_once(':') {
        Some((scheme, _)) => {
            matches!(scheme, "http" | "https" | "mailto")
                || address.starts_with("data:image/svg+xml,")
                || address == "data:,"
        }
        None => !address.starts_with("//") && !address.starts_with('\\'),
    }
}

/// Text as readers see it: blanks folded, characters without a shape left out.
fn seen(text: &str) -> String {
    let shapeless = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffd}')
    };
    let blank = |c: char| if c.is_whitespace() { ' ' } else { c };
    let text: String = text.chars().map(blank).filter(shapeless).collect();
    text.split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn text_of(element: ElementRef<'_>) -> String {
    seen(&element.text().collect::<String>())
}

#[test]
fn nothing_that_is_written_anywhere_runs() {
    let payloads = payloads();
    assert!(payloads.len() >= 400, "{}", payloads.len());
    let (copy, mut expected) = review(&payloads);
    let out = copy.root.join("site");
    let built = copy.citeloom(&["build", "--out", out.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&built.stderr).into_owned();
    assert!(matches!(built.status.code(), Some(0 | 1)), "{said}");
    assert!(out.join("index.html").is_file(), "{said}");

    let by_hand: BTreeSet<String> = expected.keys().cloned().collect();
    // What came through the readers is shown as the stub has it.
    let mut captured = 0;
    for name in copy.files("content/articles") {
        let stub = copy.read(&format!("content/articles/{name}"));
        let front = stub.trim_start_matches("+++").split("\n+++").next().unwrap();
        let front: toml::Table = front.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        let route = format!("articles/{}.html", name.trim_end_matches(".md"));
        if let (false, Some(title)) = (
            expected.contains_key(&route),
            front.get("title").and_then(|title| title.as_str()),
        ) {
            captured += 1;
            expected.insert(route, vec![title.to_owned()]);
        }
    }
    assert!(
        captured >= payloads.len().div_ceil(6) * 3,
        "{captured} captured: {said}"
    );

    let heading = Selector::parse("h1").unwrap();
    let title = Selector::parse("head > title").unwrap();
    let body = Selector::parse("body").unwrap();
    let mut pages = Vec::new();
    let mut failures: Vec<String> = Vec::new();
    for path in citeloom::fs::list(&out) {
        let bytes = std::fs::read(out.join(&path)).unwrap();
        if path.ends_with(".xml") {
            let mut reader = quick_xml::Reader::from_reader(bytes.as_slice());
            reader.config_mut().expand_empty_elements = false;
            let mut buffer = Vec::new();
            while reader
                .read_event_into(&mut buffer)
                .unwrap_or_else(|error| panic!("{path}: {error}"))
                != quick_xml::events::Event::Eof
            {
                buffer.clear();
            }
        }
        if path.ends_with(".json") {
            serde_json::from_slice::<serde_json::Value>(&bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
        if !path.ends_with(".html") {
            continue;
        }
        let page = Html::parse_document(&String::from_utf8(bytes).unwrap());
        failures.extend(live(&page).into_iter().map(|found| format!("{path}: {found}")));
        assert_eq!(page.select(&title).count(), 1, "{path}");
        if let Some(texts) = expected.get(&path) {
            let shown = text_of(page.select(&heading).next().unwrap());
            if shown != seen(&texts[0]) {
                failures.push(format!("{path}: the heading is {shown}, not {}", texts[0]));
            }
            let named = text_of(page.select(&title).next().unwrap());
            if !named.starts_with(&seen(&texts[0])) {
                failures.push(format!("{path}: the window is called {named}, not {}", texts[0]));
            }
            let whole = text_of(page.select(&body).next().unwrap());
            for text in texts {
                if !whole.contains(&seen(text)) {
                    failures.push(format!("{path}: {text} does not stand on the page"));
                }
            }
            // By a capture only the title is known to be this one; a stub says it in many places.
            if by_hand.contains(&path) {
                let times = whole.matches(&seen(&texts[0])).count();
                if times < 8 {
                    failures.push(format!("{path}: {} stands {times} times", texts[0]));
                }
            }
        }
        pages.push(path);
    }
    assert!(
        failures.is_empty(),
        "{} failures:\n{}",
        failures.len(),
        failures[..failures.len().min(30)].join("\n")
    );
    for path in expected.keys() {
        assert!(pages.contains(path), "{path} was not built");
    }
    if crate::browser::ready() {
        let list = copy.root.join("expected.json");
        let expected: BTreeMap<&String, String> =
            expected.iter().map(|(path, texts)| (path, seen(&texts[0]))).collect();
        std::fs::write(
            &list,
            serde_json::to_string(&json!({ "pages": pages, "titles": expected })).unwrap(),
        )
        .unwrap();
        crate::browser::look("payloads.mjs", &[&out, &list]);
    }
}
