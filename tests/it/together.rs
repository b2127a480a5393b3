//! Two people work on one review on two branches, and git joins what they did.

use crate::support::ReviewCopy;
use citeloom::publish::site_digest;
use std::path::Path;
use std::process::Command;

fn git(root: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new("git")
        .args([
            "-c",
            "user.name=Erika",
            "-c",
            "user.email=erika@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"])
        .args(arguments)
        .current_dir(root)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

fn must(root: &Path, arguments: &[&str]) {
    let (good, said) = git(root, arguments);
    assert!(good, "git {}\n{said}", arguments.join(" "));
}

fn entry(key: &str, family: &str, title: &str, year: u16) -> String {
    format!(
        "@article{{{key}, author = {{{family}, Anna}}, title = {{{title}}}, journal = {{Blood}}, year = {{{year}}},\n  \
         volume = {{1}}, pages = {{{year}}},\n  abstract = {{FLT3 mutated AML cells became resistant to quizartinib \
         through AXL signalling.}}}}\n"
    )
}

#[test]
fn what_two_people_add_and_judge_on_two_branches_is_joined() {
    if Command::new("git").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "git is there");
        return;
    }
    let review = ReviewCopy::empty();
    let root = &review.root;
    assert!(review.citeloom(&["init", "--bare"]).status.success());
    review.write(
        "content/sources/first.bib",
        entry("a", "Alpha", "Resistance to quizartinib through AXL", 2018),
    );
    assert_eq!(review.build().0, 0);
    must(root, &["init", "-q"]);
    must(root, &["add", "-A"]);
    must(root, &["commit", "-qm", "Begin"]);
    let kept = git(root, &["ls-files"]).1;
    assert!(
        kept.contains(".gitattributes") && kept.contains("citeloom.lock") && !kept.contains("public/"),
        "{kept}"
    );

    // Erika captures a paper, judges its mechanism, and writes a note on the first one.
    must(root, &["checkout", "-qb", "erika"]);
    review.write(
        "content/sources/erika.bib",
        entry("b", "Beta", "Of persisters under quizartinib", 2019),
    );
    assert_eq!(review.build().0, 0);
    let path = "content/articles/alpha2018.md";
    let hers = "content/articles/beta2019.md";
    let stub = review.read(hers);
    assert!(stub.contains("= \"proposed\""), "{stub}");
    review.write(hers, stub.replacen("= \"proposed\"", "= \"confirmed\"", 1));
    let note = review
        .read(path)
        .replacen("## Notes\n", "## Notes\n\nErika read it.\n", 1);
    review.write(path, note);
    let works = "content/works.toml";
    let decisions = review.read(works);
    review.write(
        works,
        format!("{decisions}\n[[different]]\nworks = [\"alpha2018\", \"beta2019\"]\n"),
    );
    assert_eq!(review.build().0, 0);
    must(root, &["add", "-A"]);
    must(root, &["commit", "-qm", "Erika's work"]);

    // Max, who knows nothing of it, captures two papers, and gives the first one its status and a finding.
    must(root, &["checkout", "-q", "main"]);
    must(root, &["checkout", "-qb", "max"]);
    review.write(
        "content/sources/max.bib",
        entry("c", "Gamma", "Aurora kinase B and quizartinib", 2020)
            + &entry("d", "Delta", "Fibroblasts protect FLT3 cells", 2021),
    );
    assert_eq!(review.build().0, 0);
    let stub = review.read(path);
    let quote = "FLT3 mutated AML cells became resistant to quizartinib through AXL signalling.";
    let finding =
        format!("\n[[finding]]\nmechanism = \"rtk-bypass\"\nstatus = \"confirmed\"\nquote = \"{quote}\"\n+++\n");
    let (front, body) = stub.split_once("\n+++\n").unwrap();
    review.write(
        path,
        format!(
            "{}{finding}{body}",
            front.replacen("status = \"stub\"", "status = \"included\"", 1)
        ),
    );
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
    must(root, &["add", "-A"]);
    must(root, &["commit", "-qm", "Max's work"]);

    must(root, &["checkout", "-q", "main"]);
    must(root, &["merge", "-q", "--no-edit", "erika"]);
    let (good, said) = git(root, &["merge", "-q", "--no-edit", "max"]);
    assert!(good, "the branches join without a person:\n{said}");
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
    assert_eq!(
        review.files("content/articles"),
        ["alpha2018.md", "beta2019.md", "delta2021.md", "gamma2020.md"]
    );
    let stub = review.read(path);
    assert!(review.read(hers).contains("\"confirmed\""));
    for words in ["Erika read it.", "status = \"included\"", quote] {
        assert!(stub.contains(words), "{words} in\n{stub}");
    }
    assert!(review.read(works).contains("beta2019"));
    let checked = review.citeloom(&["check", "--format", "json"]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    let page = review.read("public/articles/alpha2018.html");
    assert!(page.contains("Erika read it.") && page.contains("through AXL signalling"));

    // The joined lock is the one that a build of everything at once would have written, and stays.
    let lock = review.read("citeloom.lock");
    let site = site_digest(&root.join("public")).unwrap();
    assert!(!lock.contains("<<<<<<<"));
    let rebuilt = review.citeloom(&["lock", "--rebuild"]);
    assert!(rebuilt.status.success(), "{}", String::from_utf8_lossy(&rebuilt.stderr));
    assert!(lock == review.read("citeloom.lock"), "the lock is whole");
    assert_eq!(review.build().0, 0);
    assert_eq!(site, site_digest(&root.join("public")).unwrap());
    let status = git(root, &["status", "--porcelain", "content/articles"]).1;
    assert_eq!(status, "", "no stub had to be mended after the merge");
}

#[test]
fn a_stub_that_git_could_not_join_is_named_and_left_alone() {
    let review = ReviewCopy::whole();
    assert_eq!(review.build().0, 0);
    let path = "content/articles/dumas2019.md";
    let stub = review.read(path);
    let torn = stub.replacen(
        "status = \"stub\"",
        "<<<<<<< HEAD\nstatus = \"included\"\n=======\nstatus = \"excluded\"\n>>>>>>> max",
        1,
    );
    assert_ne!(torn, stub);
    review.write(path, &torn);
    let (status, said) = review.build();
    assert_eq!(status, 1);
    assert!(said.contains("content/articles/dumas2019.md"), "{said}");
    assert!(said.contains("<<<<<<<"), "the place is shown:\n{said}");
    assert_eq!(review.read(path), torn, "nothing is written into it");
    assert_eq!(
        review.files("content/articles").len(),
        5,
        "and no second stub beside it"
    );
}
