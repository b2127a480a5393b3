//! `citeloom propose` and `citeloom tag` on the captures of the repository's own review.

use crate::support::ReviewCopy;

const AXL: &str = "content/articles/dumas2019.md";

fn said(review: &ReviewCopy, arguments: &[&str]) -> (String, String) {
    let output = review.citeloom(arguments);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    assert!(output.status.success(), "{}", text(output.stderr));
    (text(output.stdout), text(output.stderr))
}

/// A review built from the captures alone, with proposals in its stubs.
fn proposed() -> ReviewCopy {
    let review = ReviewCopy::captures_only();
    review.build();
    said(&review, &["propose"]);
    review
}

/// The `[[finding]]` blocks of a stub.
fn findings(stub: &str) -> Vec<&str> {
    let front = stub.split("\n+++").next().unwrap();
    front.split("[[finding]]").skip(1).collect()
}

#[test]
fn each_proposed_mechanism_of_the_captures_gets_a_finding_and_only_once() {
    let review = ReviewCopy::captures_only();
    review.build();
    let (_, told) = said(&review, &["propose"]);
    for line in [
        "2 proposed findings in content/articles/brjhaematol-minimal-residual.md",
        "3 proposed findings in content/articles/dumas2019.md",
        "2 proposed findings in content/articles/nature-heterodimeric-jak-stat.md",
        "1 proposed finding in content/articles/rummelt2021.md",
        "1 proposed finding in content/articles/vanoutersterp2024.md",
    ] {
        assert!(told.contains(line), "{line} is missing from\n{told}");
    }
    let stub = review.read(AXL);
    let blocks = findings(&stub);
    assert_eq!(blocks.len(), 3);
    let quote = "quote = \"Hematopoietic niche drives FLT3-ITD acute myeloid leukemia resistance to quizartinib via \
                 STAT5-and hypoxia-dependent upregulation of AXL\"";
    assert!(
        blocks[0].contains("mechanism = \"rtk-bypass\"") && blocks[0].contains(quote),
        "{stub}"
    );
    assert!(
        blocks
            .iter()
            .all(|block| block.contains("status = \"proposed\"\nby = \"citeloom\""))
    );
    assert!(
        !stub.contains("level = \"A\"") && !stub.contains("statement"),
        "a person's part"
    );
    // A proposal is no evidence, and proposing again adds nothing; neither does a build in between.
    let (_, told) = said(&review, &["propose"]);
    assert!(told.contains("nothing new to propose"), "{told}");
    review.build();
    let (_, told) = said(&review, &["propose"]);
    assert!(told.contains("nothing new to propose"), "{told}");
    assert_eq!(stub, review.read(AXL));
    let (_, checked) = review_checks(&review);
    assert!(
        !checked.contains("CL0609"),
        "every proposed quote stands in its capture\n{checked}"
    );
}

fn review_checks(review: &ReviewCopy) -> (String, String) {
    let output = review.citeloom(&["check"]);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr))
}

#[test]
fn what_a_reviewer_rejected_stays_rejected() {
    let review = proposed();
    let stub = review.read(AXL);
    let (head, rest) = stub.split_once("mechanism = \"niche-hypoxia\"").unwrap();
    let finding = rest.replacen("status = \"proposed\"", "status = \"rejected\"", 1);
    let rejected = format!("{head}mechanism = \"niche-hypoxia\"{finding}")
        .replace("niche-cytokine = \"proposed\"", "niche-cytokine = \"rejected\"");
    assert_ne!(stub, rejected);
    review.write(AXL, &rejected);
    for command in [
        &["import", "content/sources"][..],
        &["build"],
        &["propose"],
        &["propose", "--possible", "dumas2019"],
        &["build"],
    ] {
        said(&review, command);
        let now = review.read(AXL);
        assert_eq!(
            now.matches("status = \"rejected\"").count(),
            1,
            "after {command:?}\n{now}"
        );
        assert!(now.contains("niche-cytokine = \"rejected\""), "after {command:?}");
        assert_eq!(
            now.matches("mechanism = \"niche-hypoxia\"").count(),
            1,
            "after {command:?}\n{now}"
        );
        assert_eq!(
            now.matches("mechanism = \"niche-cytokine\"").count(),
            1,
            "after {command:?}\n{now}"
        );
    }
    let page = review.read("public/mechanisms/niche-hypoxia.html");
    assert!(page.contains("1 rejected"), "the page tells that one was refused");
    let table = review.read("public/downloads/tables/mechanism-evidence/niche-hypoxia.csv");
    assert!(table.contains(",rejected,"), "the table keeps what was refused");
    // A rejected mechanism is not proposed anew where its finding was struck from the stub, either.
    let now = review.read(AXL);
    let block = now.find("[[finding]]\nmechanism = \"niche-cytokine\"").unwrap();
    let end = now[block..].find("\n+++").unwrap() + block;
    review.write(AXL, format!("{}{}", &now[..block], &now[end + 1..]));
    let (_, told) = said(&review, &["propose", "dumas2019"]);
    assert!(told.contains("nothing new to propose"), "{told}");
}

#[test]
fn a_dry_run_of_propose_shows_the_blocks_and_writes_nothing() {
    let review = ReviewCopy::captures_only();
    review.build();
    let before = review.read(AXL);
    let (shown, _) = said(&review, &["propose", "--dry-run", "dumas2019"]);
    assert!(
        shown.contains("+[[finding]]") && shown.contains("+mechanism = \"rtk-bypass\""),
        "{shown}"
    );
    assert_eq!(before, review.read(AXL));
}

#[test]
fn a_changed_vocabulary_tells_what_it_changes_before_anything_is_written() {
    let review = ReviewCopy::captures_only();
    review.build();
    let (shown, told) = said(&review, &["propose", "--diff"]);
    assert!(
        shown.is_empty() && told.contains("says of every capture what it said"),
        "{shown}{told}"
    );
    let path = "content/vocabulary/mechanisms.toml";
    let vocabulary = review.read(path).replace("AXL", "XXL").replace("Axl", "Xxl");
    review.write(path, vocabulary);
    let (lock, stub) = (review.read("citeloom.lock"), review.read(AXL));
    let (shown, _) = said(&review, &["propose", "--diff"]);
    let line = shown.lines().find(|line| line.starts_with("dumas2019: ")).unwrap_or("");
    assert!(line.contains("(rtk-bypass): proposed → "), "{shown}");
    assert_eq!((lock, stub), (review.read("citeloom.lock"), review.read(AXL)));
    // The next build takes the change over, and the difference is gone.
    review.build();
    let (shown, _) = said(&review, &["propose", "--diff"]);
    assert!(shown.is_empty(), "{shown}");
}

#[test]
fn tag_shows_what_matched_and_why_and_what_was_vetoed() {
    let review = ReviewCopy::captures_only();
    let file = "content/sources/004_1bc5d2224e18df8f.txt";
    let (shown, _) = said(&review, &["tag", file]);
    for words in [
        "resisted targets: ABL1",
        "proposed from 3, possible from 2",
        "(transcription-factor-lesion) proposed, ",
        "[abstract] Simultaneous «deletions of IKZF1» and CDKN2A/B and/or PAX5 (IKZF1plus), as well as",
        "(kinase-domain-mutation) excluded, 0.0",
        "veto  [title] Tyrosine kinase inhibitor resistance in de novo BCR::ABL1–positive BCP-ALL «beyond kinase domain \
         mutations»",
        "imatinib (imatinib): imatinib ×4",
        "IKZF1plus ×1",
    ] {
        assert!(shown.contains(words), "{words}\nis missing from\n{shown}");
    }
    assert_eq!(shown.matches("veto  ").count(), 3, "{shown}");
    // The target rule tells of what it dropped.
    let (shown, _) = said(&review, &["tag", "content/sources/003_8cfb0037ecabb7b3.txt"]);
    assert!(shown.contains("dropped: scored") && shown.contains("JAK2"), "{shown}");
    assert!(!shown.contains("(jak-stat-bypass) "), "{shown}");
}

#[test]
fn check_tells_of_findings_that_contradict_the_record() {
    let review = ReviewCopy::whole();
    let (_, clean) = review_checks(&review);
    assert!(!clean.contains("CL0622"), "the review's own findings hold\n{clean}");
    let path = "content/articles/rummelt2021.md";
    let stub = review.read(path);
    // Six things that the capture, the vocabulary or the stub itself do not bear out.
    let first = stub.find("[[finding]]").unwrap();
    let end = stub[first + 1..].find("[[finding]]").unwrap() + first + 1;
    let block = stub[first..end]
        .replace("\"midostaurin\", \"sorafenib\"", "\"ponatinib\"")
        .replace("disease = \"aml\"", "disease = \"cml\"")
        .replace("target = \"flt3\"", "target = \"jak1\"")
        .replace("n = \"6/23\"", "n = \"6/29\"")
        .replace("relation = \"associated-with-resistance\"", "relation = \"no-effect\"")
        .replace("level = \"D\"", "level = \"B\"");
    review.write(path, format!("{}{block}{}", &stub[..first], &stub[end..]));
    let (_, told) = review_checks(&review);
    for words in [
        "Ponatinib (ponatinib) is named nowhere in the captures",
        "(cml) is named nowhere in the captures",
        "by the vocabulary no drug of this finding acts on jak1",
        "the number 29 stands nowhere in the captures",
        "it says that nothing was seen, and counts for its mechanism",
        "level B is above what its study types can give, D",
    ] {
        assert!(
            told.to_lowercase().contains(&words.to_lowercase()),
            "{words}\nis missing from\n{told}"
        );
    }
    assert_eq!(told.matches("CL0622").count(), 6, "{told}");
    // The page of conflicts tells of what can be told without the captures, too.
    review.build();
    let page = review.read("public/conflicts.html");
    assert!(
        page.contains("by the vocabulary no drug of this finding acts on jak1"),
        "{page}"
    );
}

#[test]
fn opposite_findings_stand_side_by_side_on_the_pages() {
    let review = ReviewCopy::whole();
    let path = "content/articles/vanoutersterp2024.md";
    let stub = review.read(path);
    let against = "[[finding]]\nstatement = \"JAK mutations were not related to resistance.\"\nmechanism = \
                   \"jak-stat-bypass\"\ndirection = \"does-not-support\"\ndrugs = [\"flt3-inhibitor\"]\nstatus = \
                   \"confirmed\"\nby = \"A. Reviewer\"\non = \"2024-05-01\"\n";
    let at = stub.find("[[finding]]").unwrap();
    review.write(path, format!("{}{against}\n{}", &stub[..at], &stub[at..]));
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
    for page in [
        "public/conflicts.html",
        "public/mechanisms/jak-stat-bypass.html",
        "public/mechanisms/bypass-signalling.html",
    ] {
        let html = review.read(page);
        let conflict = html
            .split("class=conflict")
            .nth(1)
            .or(html.split("class=\"conflict\"").nth(1));
        let conflict = conflict.unwrap_or_else(|| panic!("no conflict on {page}"));
        let (supports, opposes) = conflict.split_once("Against or mixed").unwrap();
        assert!(supports.contains("rummelt2021"), "{page}");
        assert!(
            opposes.contains("JAK mutations were not related to resistance."),
            "{page}"
        );
    }
    let table = review.read("public/downloads/tables/conflicts.csv");
    assert!(
        table.contains("jak-stat-bypass") && table.contains(",against,vanoutersterp2024,"),
        "{table}"
    );
}

#[test]
fn status_and_home_page_say_who_has_reviewed_and_when() {
    let review = ReviewCopy::whole();
    let stub = "content/articles/rummelt2021.md";
    let text = review.read(stub);
    let text = text.replacen(
        "status = \"stub\"",
        "status = \"checked\"\nreviewed-by = \"Ada Reader\"\nreviewed-on = 2026-02-03",
        1,
    );
    let text = text.replacen(
        "status = \"proposed\"\nby = \"draft\"",
        "status = \"confirmed\"\nby = \"Ben Judge\"\non = 2026-03-04",
        1,
    );
    assert!(text.contains("Ada Reader") && text.contains("Ben Judge"), "{text}");
    review.write(stub, text);
    let said = String::from_utf8(review.citeloom(&["status"]).stdout).unwrap();
    assert!(said.contains("1 checked"), "{said}");
    assert!(said.contains("23 proposed, 1 confirmed"), "{said}");
    assert!(said.contains("Ada Reader  1 article, last 2026-02-03"), "{said}");
    assert!(said.contains("Ben Judge  1 finding, last 2026-03-04"), "{said}");
    review.build();
    let home = review.read("public/index.html");
    for part in [
        "Ada Reader",
        "2026-02-03",
        "Ben Judge",
        "2026-03-04",
        "1 finding judged",
    ] {
        assert!(home.contains(part), "{part} is not on the home page");
    }
}

#[test]
fn the_program_is_named_as_nobodys_judge() {
    let review = ReviewCopy::whole();
    let stub = "content/articles/rummelt2021.md";
    let text = review.read(stub);
    let drafted = text.replacen("\nby = \"draft\"", "\nby = \"citeloom\"\non = 2026-03-04", 1);
    assert_ne!(text, drafted);
    review.write(stub, &drafted);
    assert!(
        !review_checks(&review).1.contains("CL0624"),
        "a draft names the program"
    );
    let confirmed = drafted.replacen(
        "status = \"proposed\"\nby = \"citeloom\"",
        "status = \"confirmed\"\nby = \"citeloom\"",
        1,
    );
    review.write(stub, &confirmed);
    let said = review_checks(&review).1;
    assert_eq!(said.matches("CL0624").count(), 1, "{said}");
    let said = String::from_utf8(review.citeloom(&["status"]).stdout).unwrap();
    assert!(
        said.contains("1 confirmed") && !said.contains("citeloom  1 finding"),
        "{said}"
    );
    review.build();
    let page = review.read("public/articles/rummelt2021.html");
    assert!(
        page.contains("4 March 2026") || page.contains("2026-03-04"),
        "the day is said"
    );
    assert!(!page.contains("citeloom, "), "and no program");
    review.write(
        stub,
        confirmed.replacen("\nby = \"citeloom\"", "\nby = \"Ada Reader\"", 1),
    );
    assert!(!review_checks(&review).1.contains("CL0624"));
    review.build();
    assert!(review.read("public/articles/rummelt2021.html").contains("Ada Reader, "));
}
