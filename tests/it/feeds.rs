//! What the site says to programs: feeds, map, metadata, files of references.

use crate::support::ReviewCopy;
use citeloom::capture::Capture;
use citeloom::extract::extract;

const BASE: &str = "https://example.org/group/review";

fn built(base: Option<&str>) -> ReviewCopy {
    let review = ReviewCopy::whole();
    let mut arguments = vec!["build"];
    if let Some(base) = base {
        arguments.extend(["--base-url", base]);
    }
    let output = review.citeloom(&arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    review
}

/// The texts of every element of that name.
fn texts<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    xml.split(&format!("<{name}>"))
        .skip(1)
        .map(|rest| rest.split(&format!("</{name}>")).next().unwrap())
        .collect()
}

/// Fails unless the text is well-formed XML.
fn well_formed(xml: &str) {
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{error}:\n{xml}"),
        }
    }
}

#[test]
fn the_map_and_the_feeds_name_pages_that_are_there() {
    let review = built(Some(BASE));
    let map = review.read("public/sitemap.xml");
    well_formed(&map);
    let listed = texts(&map, "loc");
    assert!(
        listed.contains(&format!("{BASE}/").as_str()) && listed.len() > 100,
        "{}",
        listed.len()
    );
    assert!(!map.contains("404.html"));
    let feeds: Vec<String> = review
        .files("public")
        .into_iter()
        .filter(|path| path.ends_with(".xml"))
        .collect();
    assert!(feeds.contains(&"feed.xml".to_owned()) && feeds.contains(&"mechanisms/rtk-bypass.xml".to_owned()));
    for path in feeds.iter().filter(|path| *path != "sitemap.xml") {
        let feed = review.read(&format!("public/{path}"));
        well_formed(&feed);
        assert!(feed.contains(&format!(
            "<link rel=\"self\" type=\"application/atom+xml\" href=\"{BASE}/{path}\"/>"
        )));
        let (updated, ids) = (texts(&feed, "updated"), texts(&feed, "id"));
        assert_eq!(updated.len(), ids.len());
        assert!(
            updated[1..].is_sorted_by(|a, b| a >= b) && updated[0] == updated[1],
            "{updated:?}"
        );
        assert!(
            updated
                .iter()
                .all(|date| date.len() == 20 && date.ends_with("T00:00:00Z"))
        );
        for id in &ids[1..] {
            let page = id.strip_prefix(&format!("{BASE}/")).unwrap();
            assert!(review.root.join("public").join(page).is_file(), "{page}");
        }
    }
    let whole = review.read("public/feed.xml");
    // One of the five captures has no date: it is on the pages, and no date is invented for a feed.
    assert_eq!(texts(&whole, "entry").len() + undated(&review), 5);
    assert!(whole.contains("<updated>2019-09-01T00:00:00Z</updated>"));
    let llms = review.read("public/llms.txt");
    assert!(
        llms.starts_with("# Resistance and persistence") && llms.contains(&format!("({BASE}/articles/dumas2019.html)"))
    );
    assert!(
        !review.root.join("public/robots.txt").exists(),
        "under a path nobody reads it"
    );
    let host = built(Some("https://review.example.org"));
    assert!(
        host.read("public/robots.txt")
            .contains("Sitemap: https://review.example.org/sitemap.xml")
    );
}

fn undated(review: &ReviewCopy) -> usize {
    let stubs = review.files("content/articles");
    stubs
        .iter()
        .filter(|stub| !review.read(&format!("content/articles/{stub}")).contains("\nissued = "))
        .count()
}

#[test]
fn without_an_address_nothing_absolute_is_written() {
    let review = built(None);
    for path in ["sitemap.xml", "feed.xml", "robots.txt"] {
        assert!(!review.root.join("public").join(path).exists(), "{path}");
    }
    let page = review.read("public/articles/dumas2019.html");
    assert!(!page.contains("rel=canonical") && !page.contains("og:url") && !page.contains("atom+xml"));
    assert!(review.read("public/llms.txt").contains("(articles/dumas2019.html)"));
}

#[test]
fn pages_carry_records_for_reference_managers() {
    let review = built(Some(BASE));
    let coins = |path: &str| review.read(&format!("public/{path}")).matches("Z3988").count();
    for stub in review.files("content/articles") {
        let titled = review.read(&format!("content/articles/{stub}")).contains("\ntitle = ");
        let page = format!("articles/{}", stub.replace(".md", ".html"));
        assert_eq!(coins(&page), usize::from(titled), "{page}");
    }
    assert!(coins("articles/index.html") >= 4 && coins("bibliography.html") > 50);
    // Our own reader finds in the page what the stub says.
    let page = review.read("public/articles/dumas2019.html");
    let records = extract(&Capture::from_text("page.html", &page)).value.records;
    let item = &records[0].item;
    assert_eq!(item.doi().unwrap().as_str(), "10.3324/haematol.2018.205385");
    assert_eq!(item.year(), Some(2019));
    assert_eq!(page.matches("rft.au=").count(), 22, "every author");
    assert!(
        !page.contains("citation_title") && !page.contains("DC.title"),
        "nobody asked for them"
    );
    assert!(page.contains(&format!("{BASE}/articles/dumas2019.html")));
    let ld = page
        .split("application/ld+json\">")
        .nth(1)
        .or(page.split("application/ld+json>").nth(1))
        .unwrap();
    let ld: serde_json::Value = serde_json::from_str(ld.split("</script>").next().unwrap()).unwrap();
    assert_eq!(ld["@type"], "ScholarlyArticle");
    let home = review.read("public/index.html");
    let ld = home
        .split("application/ld+json")
        .nth(1)
        .unwrap()
        .split_once('>')
        .unwrap()
        .1;
    let ld: serde_json::Value = serde_json::from_str(ld.split("</script>").next().unwrap()).unwrap();
    assert_eq!(ld["isBasedOn"].as_array().unwrap().len(), 5);

    let settings = review.read("citeloom.toml").replace(
        "[publish]\n",
        "[publish]\ncitation-meta = [\"highwire\", \"dublin-core\"]\n",
    );
    review.write("citeloom.toml", settings);
    review.build();
    let page = review.read("public/articles/dumas2019.html");
    assert!(page.contains("citation_doi") && page.contains("DC.identifier"));
}

#[test]
fn references_stand_beside_the_pages_that_name_them() {
    let review = built(None);
    for (page, file) in [
        ("articles/dumas2019.html", "downloads/articles/dumas2019.bib"),
        ("articles/dumas2019.html", "downloads/articles/dumas2019.json"),
        ("mechanisms/rtk-bypass.html", "downloads/mechanisms/rtk-bypass.ris"),
        ("bibliography.html", "downloads/works.nbib"),
        ("bibliography.html", "downloads/works.biblatex.bib"),
    ] {
        let shown = review.read(&format!("public/{page}"));
        assert!(shown.contains(file), "{page} does not lead to {file}");
        let text = review.read(&format!("public/{file}"));
        let records = extract(&Capture::from_text(file, &text)).value.records;
        assert!(!records.is_empty() && records[0].item.title().is_some(), "{file}");
        assert!(text.contains("quizartinib") || file.contains("works"), "{file}");
    }
    // Every format of everything where it is asked for, and otherwise only what reference managers take.
    let settings = review.read("citeloom.toml");
    let nbib = |of: &str| review.root.join(format!("public/downloads/{of}.nbib")).exists();
    assert!(!nbib("mechanisms/rtk-bypass") && !nbib("articles/dumas2019"));
    let exported = review.citeloom(&["export", "-f", "medline", "--mechanism", "rtk-bypass"]);
    let asked = settings.replace("[publish]\n", "[publish]\ndownloads = [\"medline\"]\n");
    review.write("citeloom.toml", asked);
    review.build();
    assert!(nbib("mechanisms/rtk-bypass") && nbib("articles/dumas2019") && nbib("works"));
    assert!(
        !review.root.join("public/downloads/works.bib").exists()
            && !review.root.join("public/downloads/articles/dumas2019.bib").exists()
    );
    let file = review.read("public/downloads/mechanisms/rtk-bypass.nbib");
    assert_eq!(String::from_utf8(exported.stdout).unwrap().trim(), file.trim());
    review.write(
        "citeloom.toml",
        settings.replace("[publish]\n", "[publish]\ndownloads = []\n"),
    );
    review.build();
    assert!(!nbib("works") && !review.read("public/bibliography.html").contains("downloads/works.nbib"));
    assert!(!review.read("public/llms.txt").contains("downloads/works"));
}
