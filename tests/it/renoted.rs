//! Edits of nothing but notes, in a review large enough that other pages do not show them: the site is changed without
//! being linked anew, and is the same, byte for byte, as one that is built whole.

use crate::support::ReviewCopy;

/// How a build came by its site.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    /// Only notes were changed in it.
    Notes,
    /// Everything was linked anew.
    Whole,
}

/// Papers of a few words each, all with a reference to the first one's DOI, built until the site is remembered.
pub fn review() -> ReviewCopy {
    let review = ReviewCopy::empty();
    let mut entries = String::new();
    for number in 0..205 {
        entries.push_str(&format!(
            "@article{{a{number}, author = {{Author{number}, Ada}}, title = {{Paper {number} on relapse}}, journal = {{Blood}}, \
             year = {{{}}}, doi = {{10.1000/blood.{number}}}, abstract = {{FLT3 in {number} cases.}}}}\n",
            1990 + number % 30
        ));
    }
    review.write("citeloom.toml", "schema = 1\ntitle = \"Two hundred papers\"\n");
    review.write("content/sources/papers.bib", entries);
    assert_eq!(review.build().0, 0);
    let references = "\n## References\n\n1. Author0 A. Paper 0 on relapse. Blood. 1990. doi:10.1000/blood.0\n2. Nobody N. Another. 1999.\n";
    for stub in review.files("content/articles").iter().step_by(3) {
        let path = format!("content/articles/{stub}");
        review.write(&path, review.read(&path) + references);
    }
    // It writes the lock alone, and is remembered.
    review.build();
    review
}

/// Builds, says which way was gone, and compares the site with one that is built whole.
fn built(review: &ReviewCopy, after: &str) -> Way {
    let output = review.citeloom(&["build", "--timings"]);
    let said = String::from_utf8(output.stderr).unwrap();
    let whole = review.citeloom(&["build", "--no-cache", "--out", "whole"]);
    assert_eq!(output.status.code(), whole.status.code(), "{after}: {said}");
    let of_review = |said: &str| {
        let of_files = [
            "open ",
            "nothing has changed since",
            " written, ",
            " ms  ",
            "captures read",
            "capture read",
        ];
        let lines = said
            .lines()
            .filter(|line| !of_files.iter().any(|part| line.contains(part)));
        lines.collect::<Vec<_>>().join("\n")
    };
    let said_of_whole = String::from_utf8(whole.stderr).unwrap();
    assert_eq!(of_review(&said), of_review(&said_of_whole), "{after}");
    let paths = review.files("public");
    assert!(paths == review.files("whole"), "other files after {after}");
    let bytes = |folder: &str, path: &str| std::fs::read(review.root.join(folder).join(path)).unwrap();
    for path in paths {
        assert!(
            bytes("public", &path) == bytes("whole", &path),
            "{path} differs after {after}: {said}"
        );
    }
    if said.contains("switching") && !said.contains("linking") {
        assert!(said.contains(" made again)"), "{said}");
        Way::Notes
    } else {
        Way::Whole
    }
}

pub fn stub(review: &ReviewCopy, number: usize) -> String {
    let stubs = review.files("content/articles");
    format!("content/articles/{}", stubs[number])
}

/// Puts `notes` under the heading of a stub, in the place of what stands there.
pub fn note(review: &ReviewCopy, number: usize, notes: &str) {
    let path = stub(review, number);
    let text = review.read(&path);
    let (before, rest) = text.split_once("## Notes\n").expect("a stub has notes");
    let after = rest.find("\n## References").map_or("", |at| &rest[at..]);
    review.write(&path, format!("{before}## Notes\n\n{notes}\n{after}"));
}

#[test]
fn the_lock_that_a_build_wrote_itself_is_no_change() {
    let review = review();
    let nothing = "nothing has changed since";
    let said = |review: &ReviewCopy| String::from_utf8(review.citeloom(&["build"]).stderr).unwrap();
    assert!(said(&review).contains(nothing), "the build after that of new lists");
    let writes_lock = |after: &str| {
        let lock = review.read("citeloom.lock");
        assert_eq!(built(&review, after), Way::Whole);
        assert!(
            review.read("citeloom.lock") != lock,
            "the lock is written after {after}"
        );
    };
    let path = stub(&review, 3);
    review.write(&path, review.read(&path).replace("1990. doi", "1991. doi"));
    writes_lock("a reference");
    built(&review, "no edit after a reference");
    assert!(said(&review).contains(nothing));
    note(&review, 3, "One.");
    assert_eq!(built(&review, "notes after a reference"), Way::Notes);

    let capture = "content/sources/papers.bib";
    let entries = review.read(capture);
    review.write(capture, format!("{entries}\n\n"));
    writes_lock("a capture of other bytes");
    assert!(said(&review).contains(nothing));
    note(&review, 4, "Two.");
    assert_eq!(built(&review, "notes after a capture"), Way::Notes);

    // What an import did is not said again, nor what was wrong in the lock, or that a key is another one.
    let new = "@article{n, author = {New, Nora}, title = {A new one}, year = {2001}}";
    review.write(capture, format!("{entries}\n{new}\n"));
    assert!(said(&review).contains("1 stub written"));
    assert!(said(&review).contains(nothing));
    built(&review, "no edit after a new paper");
    note(&review, 5, "Three.");
    assert_eq!(built(&review, "notes after a new paper"), Way::Notes);
    review.write(
        capture,
        format!("{entries}\n{}\n", new.replace("2001}", "2001}, volume = {7}")),
    );
    assert!(said(&review).contains("1 stub completed"));
    assert!(said(&review).contains(nothing));
    built(&review, "no edit after a stub was completed");
    review.write("citeloom.lock", review.read("citeloom.lock") + "what is this\n");
    assert!(said(&review).contains("CL0606"));
    built(&review, "no edit after a faulty lock");
    review.write(&path, review.read(&path).replacen("key = \"", "key = \"other", 1));
    assert!(said(&review).contains("CL0627"));
    built(&review, "no edit after another key");

    // A paper whose entry was taken out of the file: the lock forgets it or keeps it, and either is said as often.
    review.write(capture, &entries);
    built(&review, "an entry that is gone");
    built(&review, "no edit after an entry that is gone");
    built(&review, "and none");
}

#[test]
fn an_edit_of_notes_changes_the_site_as_a_whole_build_does() {
    let review = review();
    let edit = |notes: &str, way: Way| {
        note(&review, 3, notes);
        assert_eq!(built(&review, notes), way, "{notes}");
    };
    edit("A first word.", Way::Notes);
    edit(
        "A first word, and **more** of it.\n\n### Below\n\n- one\n- two[^1]\n\n[^1]: A footnote.\n\n<b>raw</b> & `code`",
        Way::Notes,
    );
    // Another page says who cites it.
    edit("A word, as [@author71997] has it, and [[author81998]].", Way::Whole);
    // And how it is cited: the sentence.
    edit(
        "Other words, as [@author71997] has it, and [[author81998]].",
        Way::Whole,
    );
    edit(
        "Other words, as [@author71997] has it, and [[author81998]]. Then more.",
        Way::Notes,
    );
    edit(
        "First. Other words, as [@author71997] has it, and [[author81998]].\n\nThen more.",
        Way::Notes,
    );
    edit(
        "Other words, as [@author71997] has it; also [[author81998|that]].",
        Way::Whole,
    );
    edit("Other words, as [see @author71997, p. 3] has it.", Way::Whole);
    edit("None.", Way::Whole);
    // A formula and a picture may be faulty: wherever the checks look for them.
    edit("None but $x^2$.", Way::Whole);
    edit("None but that.", Way::Whole);
    edit("What hides from readers, `<!--`, and $\\frac{$ does not.", Way::Whole);
    edit(
        "What hides from readers, `<!--`, and ![](nothing.png) does not.",
        Way::Whole,
    );
    edit("None but that.", Way::Whole);
    built(&review, "nothing");
    edit("- [the list](#references)", Way::Whole);
    edit("", Way::Notes);
    edit("Relapse relapse relapse of Author3 in Blood.", Way::Notes);
    edit("<!-- for myself -->", Way::Notes);

    let path = stub(&review, 3);
    review.write(&path, review.read(&path) + "\nA word after the list.\n");
    assert_eq!(built(&review, "words after the list"), Way::Notes);
    assert!(
        review
            .read(&format!(
                "public/{}",
                path.replace("content/", "").replace(".md", ".html")
            ))
            .contains("A word after the list.")
    );
    review.write(&path, review.read(&path).replace("1990. doi", "1991. doi"));
    assert_eq!(built(&review, "a reference"), Way::Whole);
    review.write(&path, review.read(&path).replacen("Paper", "A paper", 1));
    assert_eq!(built(&review, "a title"), Way::Whole);

    note(&review, 10, "One.");
    note(&review, 20, "Two.");
    assert_eq!(built(&review, "two stubs"), Way::Notes);
    note(&review, 10, "One more.");
    review.write("content/pages/mine.md", "+++\ntitle = \"Mine\"\n+++\nWords.\n");
    assert_eq!(built(&review, "a stub and a page"), Way::Whole);
    built(&review, "nothing");

    // The words of another language have signs that are escaped; a page without notes says nothing of how.
    review.write(
        "themes/citeloom/words/en.toml",
        "[article]\nnotes = \"L'\\\"A\\\" & <b>\"\n",
    );
    built(&review, "other words");
    built(&review, "nothing");
    note(&review, 40, "One.");
    assert_eq!(built(&review, "notes under another name"), Way::Notes);
    // In the place of a theme that cannot be used stands the default one, not made small.
    review.write("themes/citeloom/templates/home.html", "{% if");
    built(&review, "a theme with a fault");
    built(&review, "nothing");
    note(&review, 50, "One.");
    assert_eq!(built(&review, "notes under a theme with a fault"), Way::Whole);
    std::fs::remove_dir_all(review.root.join("themes")).unwrap();
    built(&review, "no theme");

    // Whoever touches the site, it is made whole again.
    review.write("public/index.html", "mine");
    note(&review, 10, "One more time.");
    assert_eq!(built(&review, "a page that was touched"), Way::Whole);
    // A theme may show notes anywhere.
    let template = include_str!("../../themes/citeloom/templates/article.html");
    review.write(
        "themes/citeloom/templates/article.html",
        template.replace("<h2 id=\"references\">", "<h2 id=\"references\">{{ view.notes }}"),
    );
    built(&review, "a theme");
    built(&review, "nothing");
    note(&review, 10, "One last time.");
    assert_eq!(built(&review, "an edit under a theme of one's own"), Way::Whole);
}

#[test]
fn any_edits_of_notes_give_the_site_of_a_whole_build() {
    const PIECES: [&str; 14] = [
        "relapse",
        "Paper 7",
        "**bold**",
        "\n\n## Mine\n\n",
        "\n- item",
        "<i>raw</i>",
        "[@author91999]",
        "[[author81998]]",
        "`code`",
        "Łoś",
        "\n\n> quoted\n\n",
        "<!-- hidden -->",
        "FLT3-ITD & more",
        "\n\n## References\n\n3. Third T. 2001.\n",
    ];
    let review = review();
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = |n: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % n as u64) as usize
    };
    let mut ways = Vec::new();
    for _ in 0..14 {
        for _ in 0..=below(2) {
            let words: Vec<&str> = (0..below(6)).map(|_| PIECES[below(PIECES.len())]).collect();
            note(&review, below(6), &words.join(" "));
        }
        ways.push(built(&review, "a random edit"));
    }
    assert!(ways.contains(&Way::Notes) && ways.contains(&Way::Whole), "{ways:?}");
}
