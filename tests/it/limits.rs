//! Bounds: each is reported when it is reached and can be raised, the handbook says them, and what would break them
//! (entities, patterns, paths, formulas) breaks nothing.

use crate::support::{ReviewCopy, citing, copy_folder_whole};
use std::fmt::Write as _;
use std::path::Path;

/// A review with settings and captures, and what a build of it says.
fn said_of(settings: &str, captures: &[(&str, String)]) -> (ReviewCopy, String) {
    let review = ReviewCopy::empty();
    review.write("citeloom.toml", settings);
    for (name, text) in captures {
        review.write(&format!("content/sources/{name}"), text);
    }
    let (status, said) = review.build();
    assert!(status < 2, "{said}");
    (review, said)
}

fn nested_json(depth: usize) -> String {
    let (open, close) = ("[".repeat(depth), "]".repeat(depth));
    format!(r#"[{{"id": "n", "type": "book", "title": "Nested data", "custom": {open}{close}}}]"#)
}

fn nested_xml(depth: usize) -> String {
    let (open, close) = ("<b>".repeat(depth), "</b>".repeat(depth));
    format!(
        r#"<modsCollection xmlns="http://www.loc.gov/mods/v3"><mods><titleInfo><title>Nested elements</title></titleInfo><originInfo><dateIssued>2001</dateIssued></originInfo><note>{open}x{close}</note></mods></modsCollection>"#
    )
}

fn nested_yaml(depth: usize) -> String {
    let (open, close) = ("[".repeat(depth), "]".repeat(depth));
    format!(
        "- id: y\n  type: book\n  title: Nested YAML\n  DOI: 10.1000/yaml\n  author:\n  - family: Doe\n  custom: {open}{close}\n"
    )
}

fn damaged_xml(faults: usize) -> String {
    let damage = "<!x>".repeat(faults);
    format!(
        r#"<modsCollection xmlns="http://www.loc.gov/mods/v3"><mods><titleInfo><title>Damaged</title></titleInfo></mods>{damage}<mods><titleInfo><title>After the damage</title></titleInfo></mods></modsCollection>"#
    )
}

fn entries(count: usize) -> String {
    let mut text = String::new();
    for n in 0..count {
        let _ = writeln!(
            text,
            "@book{{b{n}, title = {{Book number {n}}}, year = {{{}}}}}",
            1900 + n
        );
    }
    text
}

#[test]
fn every_limit_is_reported_when_it_is_reached_and_can_be_raised() {
    let good = (
        "good.bib",
        "@book{good, title = {A good one}, year = {1999}}\n".to_owned(),
    );
    let last = "@book{last, title = {The last}, year = {2000}}\n";
    let large = format!("{last}{}", "% padding\n".repeat(120_000));
    for (low, high, file, text, expected, more) in [
        ("capture-mib = 1", "capture-mib = 2", "large.bib", large, "CL0106", 1),
        (
            "depth = 20",
            "depth = 90",
            "deep.json",
            nested_json(80),
            "deeper than 20",
            0,
        ),
        (
            "depth = 20",
            "depth = 90",
            "deep.xml",
            nested_xml(80),
            "deeper than 20",
            0,
        ),
        (
            "depth = 20",
            "depth = 90",
            "deep.yaml",
            nested_yaml(80),
            "deeper than 20",
            0,
        ),
        (
            "records = 2",
            "records = 3",
            "three.bib",
            entries(3),
            "3 records, of which the first 2",
            1,
        ),
        (
            "references = 2",
            "references = 3",
            "cites.xml",
            citing(3),
            "3 references, of which the first 2",
            0,
        ),
        (
            "faults = 2",
            "faults = 9",
            "damaged.xml",
            damaged_xml(5),
            "damaged in more than 2 places",
            1,
        ),
    ] {
        let captures = [good.clone(), (file, text)];
        let (review, said) = said_of(&format!("[limits]\n{low}\n"), &captures);
        assert!(
            said.contains(expected) && said.contains(file),
            "{low}: {expected}: {said}"
        );
        let stubs = review.files("content/articles");
        let rest = |name: &String| review.read(&format!("content/articles/{name}")).contains("A good one");
        assert!(stubs.iter().any(rest), "the rest is read: {said}");
        let (review, said) = said_of(&format!("[limits]\n{high}\n"), &captures);
        assert!(!said.contains("CL0106") && !said.contains("CL0208"), "{high}: {said}");
        assert_eq!(
            review.files("content/articles").len(),
            stubs.len() + more,
            "{low}, {high}: {said}"
        );
    }
}

#[test]
fn a_limit_out_of_its_bounds_is_reported_and_not_used() {
    let good = [("good.bib", entries(3))];
    for wrong in [
        "records = 0",
        "depth = 5000",
        "capture-mib = 4096",
        "references = 10000001",
        "faults = 0",
    ] {
        let (review, said) = said_of(&format!("[limits]\n{wrong}\n"), &good);
        assert!(
            said.contains("CL0907") && said.contains("it must be from 1 to"),
            "{wrong}: {said}"
        );
        assert_eq!(review.files("content/articles").len(), 3, "{wrong}");
    }
}

/// The number that a table's cell begins with.
fn number(cell: &str) -> u64 {
    let digits: String = cell.chars().take_while(char::is_ascii_digit).collect();
    digits
        .parse()
        .unwrap_or_else(|_| panic!("{cell} begins with no number"))
}

/// A constant of the source, such as `1 << 20` or `50_000`.
fn constant(path: &str, name: &str) -> u64 {
    let text = std::fs::read_to_string(path).unwrap();
    let begins = format!("const {name}:");
    let at = text.find(&begins).unwrap_or_else(|| panic!("no {name} in {path}"));
    let value = text[at..].split(['=', ';']).nth(1).unwrap().trim().replace('_', "");
    let of = |text: &str| match text.trim().strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).unwrap(),
        None if text.trim().starts_with("u32::MAX") => u64::from(u32::MAX),
        None => text.trim().parse().unwrap(),
    };
    match value.split_once("<<") {
        Some((value, by)) => of(value) << of(by),
        None => of(&value),
    }
}

#[test]
fn the_handbook_says_the_limits_of_the_program() {
    let page = std::fs::read_to_string("docs/content/pages/limits.md").unwrap();
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| ") && !line.contains("when it is reached"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let row = |begins: &str| {
        let mut found = rows.iter().filter(|row| row[0].starts_with(begins));
        found.next().unwrap_or_else(|| panic!("{begins} has no row"))
    };
    let usual = citeloom::config::Limits::default();
    let adjustable = [
        ("capture-mib", usual.capture_mib),
        ("depth", usual.depth),
        ("records", usual.records),
        ("references", usual.references),
        ("faults", usual.faults),
    ];
    for (name, value) in adjustable {
        let row = row(&format!("`limits.{name}`"));
        assert_eq!(number(row[1]), u64::from(value), "{name}");
        let parsed = |value: u64| {
            let text = format!("limits.{name} = {value}");
            citeloom::config::Config::parse("citeloom.toml", &text).diagnostics
        };
        let most = number(row[2]);
        assert!(parsed(most).is_empty(), "{name} = {most}");
        assert!(!parsed(most + 1).is_empty(), "{name} = {}", most + 1);
    }
    let settings = citeloom::config::SETTINGS.iter();
    let count = settings.filter(|name| name.starts_with("limits.")).count();
    assert_eq!(count, adjustable.len(), "every limit has its row");
    let fixed = [
        ("a file of settings", "src/fs.rs", "LARGEST"),
        ("a citation style", "src/csl/mod.rs", "LARGEST"),
        ("a regular expression", "src/vocabulary/pattern.rs", "MAX_PATTERN"),
        ("the same, compiled", "src/vocabulary/pattern.rs", "MAX_AUTOMATON"),
        ("BibTeX entries", "src/extract/bibtex/mod.rs", "LONGEST_CHAIN"),
        ("columns of a table", "src/extract/table/mod.rs", "MAX_COLUMNS"),
        ("a name or number that", "src/extract/zotero_rdf.rs", "SHARED_NAME"),
        ("one reference", "src/reference/parse/mod.rs", "LONGEST"),
        ("elements in a citation style", "src/csl/xml.rs", "MAX_DEPTH"),
        ("a block of code", "src/render/highlight.rs", "LONGEST"),
        ("addresses", "src/feeds/sitemap.rs", "MOST"),
        ("files in a packed site", "src/pack/zip.rs", "MOST_ENTRIES"),
        ("head of a request", "src/serve/http.rs", "LONGEST_HEAD"),
        ("connections", "src/serve/mod.rs", "MOST_CONNECTIONS"),
    ];
    for (what, path, name) in fixed {
        assert_eq!(number(row(what)[1]), constant(path, name), "{what}");
    }
    assert_eq!(rows.len(), adjustable.len() + fixed.len(), "a row without a limit");
}

/// Entities that grow tenfold at each step, and some that would read a file of the machine or of another one.
#[test]
fn entities_are_never_expanded_and_nothing_outside_is_read() {
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(secret.path(), "the-secret-of-this-machine").unwrap();
    let mut declared = String::from(r#"<!ENTITY a0 "laughter laughter laughter ">"#);
    for n in 1..12 {
        let body = format!("&a{};", n - 1).repeat(10);
        let _ = write!(declared, r#"<!ENTITY a{n} "{body}">"#);
    }
    let _ = write!(
        declared,
        r#"<!ENTITY secret SYSTEM "file://{}"><!ENTITY % far SYSTEM "http://127.0.0.1:9/far.dtd"> %far;"#,
        secret.path().display()
    );
    let title = "Before &a11; &secret; after";
    let bodies = [
        (
            "a.xml",
            "PubmedArticleSet",
            format!(
                "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>{title}</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
            ),
        ),
        (
            "b.xml",
            "modsCollection",
            format!("<mods><titleInfo><title>{title}</title></titleInfo></mods>"),
        ),
        (
            "c.xml",
            "article",
            format!(
                "<front><article-meta><title-group><article-title>{title}</article-title></title-group></article-meta></front>"
            ),
        ),
        (
            "d.xml",
            "xml",
            format!("<records><record><titles><title>{title}</title></titles></record></records>"),
        ),
        (
            "e.html",
            "html",
            format!(r#"<head><meta name="citation_title" content="{title}"></head><body></body>"#),
        ),
    ];
    let captures: Vec<(&str, String)> = bodies
        .iter()
        .map(|(name, root, body)| {
            let text = format!(r#"<?xml version="1.0"?><!DOCTYPE {root} [{declared}]><{root}>{body}</{root}>"#);
            (*name, text)
        })
        .collect();
    let (review, said) = said_of("", &captures);
    let stubs = review.files("content/articles");
    assert!(!stubs.is_empty(), "{said}");
    for name in stubs {
        let stub = review.read(&format!("content/articles/{name}"));
        assert!(stub.contains(title), "{stub}");
    }
    for path in review.files("public") {
        let bytes = std::fs::read(review.root.join("public").join(&path)).unwrap();
        assert!(bytes.len() < 1_000_000, "{path} has {} bytes", bytes.len());
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("the-secret-of-this-machine"), "{path}");
        assert!(text.matches("laughter").count() < 100, "{path}");
    }
}

/// Patterns that take other engines years on such a text, and some that no engine should be given.
#[test]
fn patterns_that_explode_are_run_in_passing_or_refused() {
    let review = ReviewCopy::empty();
    review.write("citeloom.toml", "");
    let explosive = [
        r"(a+)+$",
        r"(a|a)*b",
        r"(a|aa)+c",
        r"(([a-z])+.)+[A-Z]([a-z])+$",
        r"(.*a){12}d",
        r"(x+x+)+y",
        r"([a-zA-Z]+)*e1",
    ];
    let refused = [
        r"(?:\w{1,500}){1,500}",
        r"(((((((a{9}){9}){9}){9}){9}){9}){9})",
        r"(?=a)b",
        r"(a)\1",
    ];
    let long = format!("{}b", "ab|".repeat(2_000));
    let nested = format!("{}a{}", "(".repeat(500), ")".repeat(500));
    let mut text = String::from(
        "[scoring]\npropose = 3.0\npossible = 2.0\nmax_per_doc = 4\nzones = { title = 1.5, abstract = 1.0 }\n\n[context]\nterms = ['zebra']\n\n[gate]\nterms = ['zebra']\n",
    );
    // Lists that name each other ten times over.
    text.push_str("\n[words]\na = 'zebras?'\n");
    for (list, named) in ["b", "c", "d", "e", "f"].iter().zip(["a", "b", "c", "d", "e"]) {
        let _ = writeln!(text, "{list} = '{}'", format!("{{{named}}}|").repeat(10) + "x");
    }
    let all = explosive
        .iter()
        .chain(&refused)
        .copied()
        .chain([long.as_str(), nested.as_str(), "{e} {f}"]);
    for (number, pattern) in all.enumerate() {
        let _ = write!(
            text,
            "\n[[mechanism]]\nid = \"m{number}\"\nlabel = \"M{number}\"\ndefinition = \"D.\"\ntriggers = [{{ re = '{pattern}', w = 3.5 }}]\n"
        );
    }
    text.push_str("\n[[mechanism]]\nid = \"plain\"\nlabel = \"Plain\"\ndefinition = \"D.\"\ntriggers = [{ re = 'giraffe', w = 3.5 }]\n");
    review.write("content/vocabulary/mechanisms.toml", text);
    let long = "a".repeat(50_000);
    let crosses = "x".repeat(50_000);
    review.write(
        "content/sources/long.bib",
        format!("@article{{l, title = {{Zebra and giraffe}}, year = {{2001}}, abstract = {{{long} {crosses} zebra giraffe.}}}}"),
    );
    let (status, said) = review.build();
    assert!(status < 2, "{said}");
    let checked = String::from_utf8(review.citeloom(&["check", "--format", "json"]).stdout).unwrap();
    let found = checked.lines().filter(|line| line.contains("CL0502")).count();
    // The long one, the nested one, and the list that grew; what names that list is left out with it.
    assert_eq!(found, refused.len() + 3, "{checked}");
    let stub = review.read(&format!("content/articles/{}", review.files("content/articles")[0]));
    assert!(stub.contains("plain"), "patterns beside those go on working: {stub}");
}

/// Names in captures, stubs, settings and vocabulary that would lead elsewhere.
#[test]
fn no_name_leads_out_of_the_review() {
    const EVIL: &[&str] = &[
        "../../evil",
        "..",
        "/tmp/evil",
        "C:\\evil",
        "..\\..\\evil",
        "a/../../../evil",
        "%2e%2e%2fevil",
        "~/evil",
        "evil\u{1}.html",
        "con",
        ".hidden",
        "\u{202e}../evil",
        "file:///evil",
        "....//evil",
    ];
    let review = ReviewCopy::empty();
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    review.write(
        "citeloom.toml",
        "theme = \"../../evil\"\n[citations]\nstyle = \"../../evil.csl\"\n[publish]\nfull-text = [\"../../secret.txt\"]\n",
    );
    review.write("../evil/templates/article.html", "EVIL TEMPLATE");
    review.write("../secret.txt", "the-secret-beside-the-review");
    let mut mechanisms = String::from(
        "[scoring]\npropose = 3.0\npossible = 2.0\nmax_per_doc = 4\nzones = { title = 1.5, abstract = 1.0 }\n\n[context]\nterms = ['zebra']\n\n[gate]\nterms = ['zebra']\n",
    );
    let mut lexicon = String::from("schema = 1\n");
    for (number, name) in EVIL.iter().enumerate() {
        let text = quoted(name);
        review.write(
            &format!("content/articles/e{number}.md"),
            format!(
                "+++\nkey = {text}\ntype = \"book\"\ntitle = \"T{number}\"\naliases = [{text}]\nissued = \"2001\"\n\n[mechanisms]\n{text} = \"confirmed\"\n+++\n\n## Notes\n\n![p](../../../secret.txt) ![q]({name}) [[{name}]] [@{name}]\n"
            ),
        );
        let _ = write!(
            mechanisms,
            "\n[[mechanism]]\nid = {text}\nlabel = {text}\ndefinition = \"D.\"\ntriggers = [{{ re = 'zebra', w = 3.5 }}]\n"
        );
        let _ = write!(
            lexicon,
            "\n[[entry]]\nid = {text}\nlabel = {text}\nkind = \"drug\"\nsynonyms = [\"horse{number}\"]\n"
        );
        let record = serde_json::json!([{
            "id": name, "type": "book", "title": format!("S{number}"), "author": [{ "family": name }],
            "issued": { "date-parts": [[2002]] }, "DOI": format!("10.1000/../../{name}"),
        }]);
        review.write(&format!("content/sources/s{number}.json"), record.to_string());
    }
    review.write("content/vocabulary/mechanisms.toml", mechanisms);
    review.write("content/vocabulary/lexicon.toml", lexicon);
    let above = review.root.join("..");
    let before = citeloom::fs::list(&above);
    let (status, said) = review.build();
    assert!(status < 2, "{said}");
    assert!(said.contains("CL0908"), "{said}");
    let inside = |path: &String| {
        path == "review/citeloom.lock"
            || path.starts_with("review/public/")
            || path.starts_with("review/content/articles/")
    };
    let strays: Vec<String> = citeloom::fs::list(&above)
        .into_iter()
        .filter(|path| !before.contains(path) && !inside(path))
        .collect();
    assert_eq!(strays, Vec::<String>::new());
    assert!(
        review.files("content/articles").len() > EVIL.len(),
        "captures are read: {said}"
    );
    for path in review.files("public") {
        let bytes = std::fs::read(review.root.join("public").join(&path)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("the-secret-beside"), "{path}");
        assert!(!text.contains("EVIL TEMPLATE"), "{path}");
    }
    assert!(review.citeloom(&["pack", "-o", "all.zip"]).status.success());
    for (name, _) in crate::pack::unpacked(&std::fs::read(review.root.join("all.zip")).unwrap()) {
        let plain = name.split('/').all(|part| !part.is_empty() && part != "..");
        assert!(plain && !name.contains(['\\', ':']), "{name}");
    }
}

/// A list of the site's files, and a journal, that somebody changed: what lies elsewhere is neither packed nor removed.
#[test]
fn a_forged_list_of_files_leads_nowhere() {
    let review = ReviewCopy::empty();
    copy_folder_whole(Path::new("tests/sites/cyrillic"), &review.root);
    review.build();
    review.write("../secret.txt", "the-secret-beside-the-review");
    let manifest = review.read("public/.citeloom-manifest");
    let forged = format!("{manifest}../../secret.txt\n../citeloom.toml\n/etc/hostname\na\\..\\..\\x\n");
    review.write("public/.citeloom-manifest", &forged);
    assert!(review.citeloom(&["pack", "-o", "all.zip"]).status.success());
    for (name, bytes) in crate::pack::unpacked(&std::fs::read(review.root.join("all.zip")).unwrap()) {
        assert!(!name.contains(".."), "{name}");
        assert!(!String::from_utf8_lossy(&bytes).contains("the-secret-beside"), "{name}");
    }
    // A link in place of one of the site's own files.
    #[cfg(unix)]
    for (target, link) in [("../secret.txt", "index.html"), ("..", "articles")] {
        let path = review.root.join("public").join(link);
        let kept = review.root.join("kept");
        std::fs::rename(&path, &kept).unwrap();
        std::os::unix::fs::symlink(review.root.join(target), &path).unwrap();
        if link == "articles" {
            copy_folder_whole(&kept, &review.root.join(".."));
        }
        let refused = review.citeloom(&["pack", "-o", "linked.zip"]);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(
            refused.status.code() == Some(2) && said.contains("leads out of the site"),
            "{said}"
        );
        assert!(!review.root.join("linked.zip").exists());
        std::fs::remove_file(&path).unwrap();
        std::fs::rename(&kept, &path).unwrap();
    }
    let journal = "remove ../citeloom.toml\nmove ../../secret.txt\nend\n";
    review.write("public/.citeloom-journal", journal);
    let built = review.citeloom(&["build", "--no-cache"]);
    assert!(built.status.code().is_some_and(|code| code < 2));
    assert!(review.root.join("citeloom.toml").is_file());
    assert_eq!(review.read("../secret.txt"), "the-secret-beside-the-review");
}

/// No cell of any table that is handed out begins in a way that a spreadsheet would run.
#[test]
fn no_table_holds_a_formula() {
    let review = ReviewCopy::empty();
    copy_folder_whole(Path::new("tests/sites/cyrillic"), &review.root);
    let mut bibtex = String::new();
    let formulas = [
        "=1+1",
        "+1",
        "-1+1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "=HYPERLINK(\"http://far.example\")",
    ];
    for (number, cell) in formulas.iter().enumerate() {
        let plain = cell.trim();
        let _ = writeln!(
            bibtex,
            "@article{{f{number}, author = {{{{{plain}}}}}, title = {{{plain} 8001}}, journal = {{{plain}}}, volume = {{{plain}}}, publisher = {{{plain}}}, keywords = {{{plain}}}, year = {{2003}}}}"
        );
        let text = toml::Value::String((*cell).to_owned());
        review.write(
            &format!("content/articles/formula{number}.md"),
            format!(
                "+++\nkey = \"formula{number}\"\ntype = \"article-journal\"\ntitle = {text}\nauthors = [{{ literal = {text} }}]\njournal = {text}\nvolume = {text}\nissued = \"2001\"\n+++\n\n## References\n\n1. {plain} A. {plain}. J Test. 1999;{number}:1.\n"
            ),
        );
    }
    review.write("content/sources/formulas.bib", bibtex);
    let (status, said) = review.build();
    assert!(status < 2, "{said}");
    let (mut tables, mut guarded) = (0, 0);
    for path in review.files("public").iter().filter(|path| path.ends_with(".csv")) {
        tables += 1;
        for cell in cells(&review.read(&format!("public/{path}"))) {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{path}: {cell:?}");
            guarded += usize::from(cell.starts_with("'="));
        }
    }
    assert!(tables > 5 && guarded > 5, "{tables} tables, {guarded} cells");
    let exported = review.citeloom(&["export", "--cited", "--format", "csv"]);
    let cells = cells(&String::from_utf8(exported.stdout).unwrap());
    assert!(cells.iter().any(|cell| cell.starts_with("'=")), "{cells:?}");
    for cell in cells {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "export: {cell:?}");
    }
}

/// All cells of a table by RFC 4180.
fn cells(text: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            '\r' if !quoted && letters.peek() == Some(&'\n') => {}
            '\n' if !quoted => cells.push(std::mem::take(&mut cell)),
            _ => cell.push(letter),
        }
    }
    cells.push(cell);
    cells
}
