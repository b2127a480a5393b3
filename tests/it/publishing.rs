//! What becomes public with a site, and what hosts and reviewers need of it.

use crate::support::ReviewCopy;

/// Words that stand in a capture and in nothing that is taken from it.
const PRIVATE: &str = "Zanzibar canary paragraph that no field quotes and no term names";

/// A review of one copied page that holds words of which nothing is made.
fn with_private_words() -> (ReviewCopy, String) {
    let review = ReviewCopy::whole();
    let name = review
        .files("content/sources")
        .into_iter()
        .find(|name| name.starts_with("002"))
        .unwrap();
    let path = format!("content/sources/{name}");
    let text = review.read(&path);
    let middle = text
        .match_indices('\n')
        .map(|(at, _)| at)
        .nth(text.lines().count() / 2)
        .unwrap();
    review.write(
        &path,
        format!("{}\n\n{PRIVATE}\n\n{}", &text[..middle], &text[middle..]),
    );
    (review, name)
}

fn files_with(review: &ReviewCopy, words: &str) -> Vec<String> {
    let files = review.files("public").into_iter();
    files
        .filter(|path| {
            let bytes = std::fs::read(review.root.join("public").join(path)).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let plain: String = text
                .split('<')
                .map(|piece| piece.split_once('>').map_or(piece, |(_, rest)| rest))
                .collect();
            text.contains(words) || plain.contains(words)
        })
        .collect()
}

#[test]
fn the_text_of_captures_is_published_only_where_the_review_says_so() {
    let (review, name) = with_private_words();
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
    assert!(
        files_with(&review, "quizartinib").len() > 3,
        "the search for words finds words"
    );
    assert_eq!(files_with(&review, PRIVATE), Vec::<String>::new());
    assert!(
        said.contains("quoted pieces of 4 copied pages (") && said.contains(", no capture whole"),
        "{said}"
    );
    let settings = review.read("citeloom.toml");
    let whole = |list: &str| settings.replace("full-text = []", &format!("full-text = [{list}]"));
    review.write("citeloom.toml", whole(&format!("\"sources/{name}\"")));
    let (_, said) = review.build();
    let shown = files_with(&review, PRIVATE);
    assert!(
        !shown.is_empty() && shown.iter().all(|path| path.starts_with("provenance/")),
        "{shown:?}"
    );
    assert!(said.contains("quoted pieces of 3 copied pages"), "{said}");
    assert!(
        said.contains(&format!("whole sources/{name}, as publish.full-text says")),
        "{said}"
    );
    // And it goes again.
    review.write("citeloom.toml", &settings);
    review.build();
    assert_eq!(files_with(&review, PRIVATE), Vec::<String>::new());
    // A name that fits no capture publishes nothing and is told.
    review.write("citeloom.toml", whole("\"sources/nowhere.txt\""));
    let (_, said) = review.build();
    assert!(said.contains("CL0903"), "{said}");
    assert_eq!(files_with(&review, PRIVATE), Vec::<String>::new());
}

/// The page's text without its markup, blanks as one.
fn plain(html: &str) -> String {
    let text: String = html
        .split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, rest)| rest))
        .collect();
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Sentences of the stubs' abstracts, those of a line and more.
fn sentences(review: &ReviewCopy) -> Vec<String> {
    let mut sentences = Vec::new();
    for name in review.files("content/articles") {
        let stub = review.read(&format!("content/articles/{name}"));
        let body = stub.split("\n## Abstract\n").nth(1).unwrap_or("");
        let body = body.split("\n## ").next().unwrap_or("").replace('\\', "");
        let parts = body.split(". ").map(|part| part.trim().to_owned());
        sentences.extend(parts.filter(|part| part.len() > 70 && !part.contains('\n')));
    }
    sentences
}

#[test]
fn a_site_without_abstracts_shows_of_them_only_what_speaks_of_a_mechanism() {
    let review = ReviewCopy::whole();
    assert_eq!(review.build().0, 0);
    let sentences = sentences(&review);
    let texts = || -> Vec<(String, String)> {
        let files = review.files("public").into_iter();
        files
            .filter(|path| !path.ends_with(".png"))
            .map(|path| {
                let bytes = std::fs::read(review.root.join("public").join(&path)).unwrap();
                (path, plain(&String::from_utf8_lossy(&bytes)))
            })
            .collect()
    };
    let with = |texts: &[(String, String)], words: &str| -> Vec<String> {
        let found = texts.iter().filter(|(_, text)| text.contains(words));
        found.map(|(path, _)| path.clone()).collect()
    };
    let all = texts();
    let shown = sentences.iter().filter(|words| with(&all, words).len() > 2);
    assert!(shown.count() > 20, "the search for sentences finds them");

    let settings = review.read("citeloom.toml");
    review.write(
        "citeloom.toml",
        settings.replace("full-text = []", "leave-out = [\"abstracts\"]"),
    );
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
    let left = texts();
    // The evidence is quoted on the papers' pages and stands in the table of findings.
    let findings = plain(&review.read("public/downloads/tables/evidence.csv"));
    let quotes: Vec<String> = review
        .files("public/articles")
        .iter()
        .flat_map(|name| {
            let page = review.read(&format!("public/articles/{name}"));
            let quotes = page.split("<blockquote class=quote>").skip(1);
            let quotes: Vec<String> = quotes
                .map(|rest| plain(rest.split("</blockquote>").next().unwrap()))
                .collect();
            quotes
        })
        .chain([findings])
        .collect();
    let (mut evidence, mut hidden) = (0, 0);
    for words in &sentences {
        if quotes.iter().any(|quote| quote.contains(words.as_str())) {
            evidence += 1;
        } else {
            hidden += 1;
            assert_eq!(with(&left, words), Vec::<String>::new(), "{words}");
        }
    }
    assert!(
        evidence > 4 && hidden > 10,
        "{evidence} sentences of evidence, {hidden} left out"
    );

    let page = review.read("public/articles/dumas2019.html");
    assert!(page.contains("does not publish abstracts"), "the reader is told");
    let provenance = review.read("public/provenance/dumas2019.html");
    let row = provenance.split("id=\"f-abstract\"").nth(1).unwrap();
    assert!(row.split("<tr").next().unwrap().contains("not published here"));
    let anchor = row.split("href=\"#").nth(1).unwrap().split('"').next().unwrap();
    assert!(
        provenance.contains(&format!("id=\"{anchor}\"")),
        "{anchor} leads to the line"
    );
    // The reader's search still finds words of it, and the authors' own exports are whole.
    assert!(!with(&left, "quizartinib").is_empty());
    let exported = review.citeloom(&["export", "-f", "ris"]);
    assert!(String::from_utf8_lossy(&exported.stdout).contains("AB  - "));
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
}

#[test]
fn hosts_find_what_they_look_for() {
    let review = ReviewCopy::whole();
    review.build();
    assert_eq!(review.read("public/.nojekyll"), "");
    assert!(!review.root.join("public/CNAME").exists());
    let settings = review.read("citeloom.toml");
    review.write(
        "citeloom.toml",
        settings.replace("[publish]", "[publish]\ndomain = \"review.example.org\""),
    );
    assert_eq!(review.build().0, 0);
    assert_eq!(review.read("public/CNAME"), "review.example.org\n");
    assert!(
        review
            .read("public/sitemap.xml")
            .contains("<loc>https://review.example.org/")
    );
    assert!(
        review.read("public/404.html").contains("\"/assets/style.css\""),
        "shown at any depth"
    );
    let zip = review.citeloom(&["pack", "--output", "a.zip"]);
    assert!(zip.status.success());
    let names: Vec<String> = crate::pack::unpacked(&std::fs::read(review.root.join("a.zip")).unwrap())
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert!(
        !names
            .iter()
            .any(|name| name.ends_with("CNAME") || name.ends_with(".nojekyll")),
        "{names:?}"
    );
    // An address that nobody asked for any more goes.
    review.write(
        "citeloom.toml",
        settings.replace("[publish]", "[publish]\ndomain = \"https://review.example.org/\""),
    );
    let (_, said) = review.build();
    assert!(said.contains("CL0905"), "{said}");
    assert!(!review.root.join("public/CNAME").exists());
}

#[test]
fn readers_can_suggest_changes_and_see_who_reviews() {
    let review = ReviewCopy::whole();
    let settings = review.read("citeloom.toml");
    review.write(
        "citeloom.toml",
        format!(
            "repository = \"https://github.com/group/review/\"\nbranch = \"trunk\"\n{settings}\n[reviewers]\n\
             \"@erika\" = [\"articles/dumas*\", \"mechanisms/niche-hypoxia\"]\n\"Max Muster\" = [\"articles/\"]\n\
             \"@gone\" = [\"articles/none-such\"]\n"
        ),
    );
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
    let edit = "https://github.com/group/review/edit/trunk/content";
    let page = review.read("public/articles/dumas2019.html");
    assert!(page.contains(&format!("{edit}/articles/dumas2019.md")), "the stub");
    assert!(page.contains("@erika, Max Muster"), "the reviewers");
    let mechanism = review.read("public/mechanisms/niche-hypoxia.html");
    assert!(mechanism.contains(&format!("{edit}/mechanisms/niche-hypoxia.md")) && mechanism.contains("@erika"));
    // A mechanism without words leads to where they can be begun.
    std::fs::remove_file(review.root.join("content/mechanisms/niche-hypoxia.md")).unwrap();
    review.build();
    let mechanism = review.read("public/mechanisms/niche-hypoxia.html");
    assert!(
        mechanism.contains("/new/trunk/content/mechanisms?filename=niche-hypoxia.md"),
        "a file to begin"
    );
    let out = |arguments: &[&str]| String::from_utf8(review.citeloom(arguments).stdout).unwrap();
    assert!(out(&["check", "--format", "json"]).contains("CL0904"));
    let owners = out(&["status", "--codeowners"]);
    assert!(owners.contains("\n/content/articles/dumas* @erika\n"), "{owners}");
    let status = out(&["status"]);
    assert!(
        status.contains("dumas2019.md") && status.contains("@erika, Max Muster"),
        "{status}"
    );
    let hers = out(&["status", "--reviewer", "erika"]);
    assert!(
        hers.contains("dumas2019.md") && !hers.contains("rummelt2021.md"),
        "{hers}"
    );
    let wrong = review.citeloom(&["status", "--reviewer", "eriak"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn the_review_says_how_it_is_cited() {
    let review = ReviewCopy::whole();
    let settings = review.read("citeloom.toml");
    review.write(
        "citeloom.toml",
        settings.replacen(
            "\nlanguage =",
            "\nauthors = [\"Lindqvist, Åsa\", \"Nordic: \\\"Group\\\"\"]\nlanguage =",
            1,
        ),
    );
    review.citeloom(&["build", "--base-url", "https://example.org/review"]);
    let made = review.read("public/CITATION.cff");
    for line in [
        "cff-version: 1.2.0",
        "  - family-names: \"Lindqvist\"",
        "    given-names: \"Åsa\"",
        "  - name: \"Nordic: \\\"Group\\\"\"",
        "  url: \"https://example.org/review\"",
    ] {
        assert!(made.lines().any(|shown| shown == line), "{line}\n{made}");
    }
    let home = review.read("public/index.html");
    assert!(
        home.contains("CITATION.cff") && home.contains("author = {Lindqvist, Åsa and {Nordic:"),
        "{home}"
    );
    // What it writes it reads, as its own file and as a capture.
    let run = |arguments: &[&str]| String::from_utf8(review.citeloom(arguments).stdout).unwrap();
    review.write("CITATION.cff", &made);
    let ris = run(&["export", "--review", "-f", "ris"]);
    assert!(
        ris.contains("AU  - Lindqvist, Åsa") && ris.contains("UR  - https://example.org/review"),
        "{ris}"
    );
    assert_eq!(run(&["export", "--review", "-f", "cff"]).trim(), made.trim());
    // A file of the authors' own counts before the settings and is passed on as it is.
    let own = "# ours\ncff-version: 1.2.0\nmessage: Cite.\ntitle: Marrow and niche\nauthors:\n  - family-names: Berg\n    \
               given-names: Jan\ndoi: 10.1000/review.1\ndate-released: 2025-02-03\n";
    review.write("CITATION.cff", own);
    review.build();
    assert_eq!(review.read("public/CITATION.cff"), own);
    let home = review.read("public/index.html");
    assert!(
        home.contains("10.1000/review.1") && home.contains("Berg J. Marrow and niche"),
        "{home}"
    );
    // Nothing is made up where nobody is named.
    review.write("citeloom.toml", settings);
    std::fs::remove_file(review.root.join("CITATION.cff")).unwrap();
    review.build();
    assert!(!review.root.join("public/CITATION.cff").exists());
    let refused = review.citeloom(&["export", "--review", "-f", "cff"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("asks for authors"));
}
