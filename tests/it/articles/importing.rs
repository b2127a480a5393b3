//! From captures to stubs and lock, and again.

use super::bench::*;
use citeloom::article::{Judgement, Lock};
use citeloom::record::Field;

#[test]
fn a_capture_becomes_a_stub_that_reads_back() {
    let mut review = Review::default();
    let (plan, out) = review.import(&[paper().at("sources/a.txt")]);
    assert_eq!(codes(&out), [""; 0]);
    assert_eq!(plan.summary.created, ["dumas2019"]);
    insta::assert_snapshot!("stub_of_a_paper", review.stub());
    let article = review.article("dumas2019");
    let record = &paper().at("a").records[0].record.item;
    assert_eq!(article.item, *record);
    assert_eq!(article.references.len(), 2);
    assert_eq!(&*article.references[1].text, "Smith CC. Nature 2012;485:260-3.");
    assert_eq!(
        article.references[1].span.of(&article.source),
        &*article.references[1].text
    );
    assert_eq!(article.mechanisms["rtk-bypass"], Judgement::Proposed);
    assert!(!article.has_notes());
}

#[test]
fn importing_twice_changes_nothing() {
    let mut review = Review::default();
    review.import(&[paper().at("sources/a.txt")]);
    let before = review.clone();
    let (plan, out) = review.import(&[paper().at("sources/a.txt")]);
    assert_eq!(codes(&out), [""; 0]);
    assert_eq!(plan.changes, []);
    assert_eq!(review, before);
    assert_eq!(plan.summary.unchanged, 1);
}

#[test]
fn every_quoted_place_is_in_the_lock() {
    let mut review = Review::default();
    let capture = paper().at("sources/a.txt");
    let text = capture.text.clone();
    review.import(&[capture]);
    let lock = review.lock();
    let locked = &lock.articles["dumas2019"];
    let mut places = 0;
    for claims in locked.fields.values() {
        for place in claims.iter().flat_map(|claim| &claim.places) {
            assert_eq!(place.span.of(&text), place.quote);
            let line = text.lines().nth(place.line as usize - 1).unwrap();
            assert!(line.contains(&place.quote), "{line}");
            assert_eq!(locked.line(0, place.span.start), Some(place.line));
            places += 1;
        }
    }
    assert_eq!(places, 13);
    assert_eq!(locked.references[1].text, None, "the stub has it");
    assert_eq!(locked.references[1].line, 16);
    let hit = &locked.taggings[0].mechanisms[0];
    assert_eq!(locked.line(0, hit.triggers[0].evidence.span.start), Some(17));
    assert_eq!(locked.captures[0].lines, 17);
}

#[test]
fn a_better_capture_fills_the_gaps_and_makes_no_second_article() {
    let poor = Page::new(&[
        (
            Field::Title,
            "Hematopoietic niche drives FLT3-ITD resistance to quizartinib",
        ),
        (Field::Author, "Dumas, P"),
        (Field::Issued, "2019"),
        (Field::ContainerTitle, "Haematol"),
        (Field::Doi, "10.3324/haematol.2018.205385"),
    ])
    .et_al();
    let mut review = Review::default();
    review.import(&[poor.at("sources/a.txt")]);
    assert!(review.article("dumas2019").authors_incomplete());
    review.stub().push_str("\nMy note.\n");
    let poor = |r: &Review| r.lock().articles["dumas2019"].captures[0].clone();
    let first = poor(&review);
    let (plan, out) = review.import_as(
        &[paper().at("sources/b.ris")],
        How {
            part: true,
            ..How::default()
        },
    );
    assert_eq!(codes(&out), [""; 0]);
    assert_eq!(plan.summary.updated, ["dumas2019"]);
    assert_eq!(plan.summary.created, [""; 0]);
    insta::assert_snapshot!("stub_with_a_second_capture", review.stub());
    let lock = review.lock();
    let locked = &lock.articles["dumas2019"];
    assert_eq!(locked.captures.len(), 2);
    assert_eq!(locked.captures[0], first);
    assert_eq!(locked.claim(Field::Volume).unwrap().0.path, "sources/b.ris");
    assert_eq!(locked.claim(Field::ContainerTitle).unwrap().0.path, "sources/a.txt");
    let before = review.clone();
    review.import_as(
        &[paper().at("sources/b.ris")],
        How {
            part: true,
            ..How::default()
        },
    );
    assert_eq!(review, before);
}

#[test]
fn two_captures_of_one_paper_at_once_make_one_article() {
    let poor = Page::new(&[
        (Field::Title, "x"),
        (Field::Doi, "10.3324/haematol.2018.205385"),
        (Field::Issn, "0390-6078"),
    ]);
    let (a, b) = (poor.at("sources/a.txt"), paper().at("sources/b.ris"));
    let mut review = Review::default();
    review.import(&[a.clone(), b.clone()]);
    let article = review.article("dumas2019");
    assert_eq!(
        article.captures,
        ["sources/b.ris", "sources/a.txt"],
        "the richer one made the stub"
    );
    assert_eq!(article.item.get(Field::Issn), Some("0390-6078"));
    let mut turned = Review::default();
    turned.import(&[b.clone(), a.clone()]);
    assert_eq!(review, turned);
    turned.lock.clear();
    turned.import(&[a, b]);
    assert_eq!(review, turned, "the stub tells which capture came first");
}

#[test]
fn a_capture_may_be_renamed_changed_or_removed() {
    let mut review = Review::default();
    review.import(&[paper().at("sources/a.txt")]);
    let (plan, out) = review.import(&[paper().at("sources/b.txt")]);
    assert_eq!(codes(&out), ["CL0612"]);
    assert_eq!(
        plan.summary.renamed,
        [("sources/a.txt".to_owned(), "sources/b.txt".to_owned())]
    );
    assert_eq!(review.article("dumas2019").captures, ["sources/b.txt"]);
    assert_eq!(review.lock().articles["dumas2019"].captures[0].path, "sources/b.txt");

    let (plan, out) = review.import(&[paper().with(Field::Pmid, "12345").at("sources/b.txt")]);
    assert_eq!(codes(&out), ["CL0608"]);
    assert_eq!(plan.summary.updated, ["dumas2019"]);
    assert_eq!(review.article("dumas2019").item.get(Field::Pmid), Some("12345"));

    let before = review.clone();
    let (plan, out) = review.import(&[]);
    assert_eq!(codes(&out), ["CL0607"]);
    assert_eq!(plan.summary.gone, ["sources/b.txt"]);
    assert_eq!(review, before);
}

#[test]
fn a_deleted_stub_stays_deleted_until_it_is_asked_for() {
    let mut review = Review::default();
    review.import(&[paper().at("sources/a.txt")]);
    let stub = review.stub().clone();
    review.stubs.clear();
    let (plan, out) = review.import(&[paper().at("sources/a.txt")]);
    assert_eq!(codes(&out), ["CL0614"]);
    assert_eq!(plan.changes, []);
    let how = How {
        restore: true,
        ..How::default()
    };
    review.import_as(&[paper().at("sources/a.txt")], how);
    assert_eq!(*review.stub(), stub);
}

#[test]
fn a_lost_lock_is_made_anew_without_touching_a_stub() {
    let mut review = Review::default();
    review.import(&[paper().at("sources/a.txt")]);
    let lock = review.lock.clone();
    *review.stub() = review
        .stub()
        .replace("volume = \"104\"", "volume = \"105\"")
        .replace("issue = \"10\"\n", "");
    let stub = review.stub().clone();
    for how in [
        How::default(),
        How {
            rebuild: true,
            ..How::default()
        },
    ] {
        review.lock.clear();
        let (plan, out) = review.import_as(&[paper().at("sources/a.txt")], how);
        assert_eq!((codes(&out), plan.changes), (vec![], vec![]));
        assert_eq!(*review.stub(), stub);
        assert_eq!(review.lock, lock);
    }
}

#[test]
fn a_changed_key_keeps_its_provenance() {
    let mut review = Review::default();
    review.import(&[paper().at("sources/a.txt")]);
    let stub = review
        .stub()
        .replace("key = \"dumas2019\"", "key = \"niche\"\naliases = [\"dumas2019\"]");
    review.stubs = [("articles/niche.md".to_owned(), stub)].into();
    let (plan, out) = review.import(&[paper().at("sources/a.txt")]);
    assert_eq!((codes(&out), plan.changes), (vec![], vec![]));
    assert_eq!(review.lock().articles.keys().collect::<Vec<_>>(), ["niche"]);
}

#[test]
fn a_broken_stub_is_neither_touched_nor_made_twice() {
    let mut review = Review::default();
    review.import(&[paper().at("sources/a.txt")]);
    *review.stub() = review.stub().replace("volume = \"104\"", "volume = \"104");
    let before = review.clone();
    let (plan, out) = review.import(&[paper().at("sources/a.txt")]);
    assert_eq!((codes(&out), plan.changes), (vec![], vec![]));
    assert_eq!(review, before);
}

#[test]
fn a_page_without_a_paper_makes_no_article() {
    let cookies = Page::new(&[
        (Field::Title, "Cookies on this website"),
        (Field::Url, "https://example.org"),
    ]);
    let mut review = Review::default();
    let (plan, _) = review.import(&[Page::new(&[]).at("sources/a.txt"), cookies.at("sources/b.txt")]);
    assert_eq!(plan.changes, []);
    assert_eq!(plan.summary.empty.len(), 2);
}

#[test]
fn files_with_the_same_bytes_are_one_paper() {
    let nameless = || {
        Page::new(&[
            (Field::Abstract, "Minimal residual disease in AML."),
            (Field::ContainerTitle, "Br J Haematol"),
        ])
    };
    let mut review = Review::default();
    review.import(&[nameless().at("sources/a.txt"), nameless().at("sources/b.txt")]);
    assert_eq!(
        review.stubs.keys().collect::<Vec<_>>(),
        ["articles/brjhaematol-minimal-residual.md"]
    );
    let before = review.clone();
    review.import(&[nameless().at("sources/a.txt"), nameless().at("sources/b.txt")]);
    assert_eq!(review, before);
}

#[test]
fn an_entry_that_a_file_has_twice_makes_one_article() {
    let twice = |volume: &str| {
        let mut capture = paper().at("sources/all.ris");
        let mut second = paper()
            .with(Field::Issn, "0390-6078")
            .with(Field::Volume, volume)
            .at("sources/all.ris");
        let shift = capture.text.len();
        let record = &mut second.records[0].record;
        record.span = record.span.shift(shift);
        for place in record.provenance.values_mut().flatten() {
            place.span = place.span.shift(shift);
        }
        record.references.clear();
        capture.text = format!("{}{}", capture.text, second.text).into();
        capture.digest = citeloom::base::Digest::of(capture.text.as_bytes());
        capture.records.extend(second.records);
        capture
    };
    let mut review = Review::default();
    review.import(&[twice("104")]);
    assert_eq!(review.stubs.len(), 1);
    assert_eq!(review.lock().articles["dumas2019"].captures.len(), 2);
    let before = review.clone();
    let (plan, out) = review.import(&[twice("104")]);
    assert_eq!((codes(&out), plan.changes), (vec![], vec![]));
    assert_eq!(review, before);
    let how = How {
        rebuild: true,
        ..How::default()
    };
    review.import_as(&[twice("104")], how);
    assert_eq!(review.stubs, before.stubs);
    assert_eq!(review.lock().articles["dumas2019"].captures.len(), 2);
    let (plan, _) = review.import(&[twice("1040")]);
    assert_eq!(plan.changes, []);
    assert_eq!(review.lock().articles["dumas2019"].captures.len(), 2);
}

#[test]
fn two_branches_merge_their_locks_line_by_line() {
    let second = || {
        Page::new(&[
            (Field::Title, "Another"),
            (Field::Author, "Zhao, Y"),
            (Field::Issued, "2020"),
        ])
    };
    let (mut left, mut right, mut both) = (Review::default(), Review::default(), Review::default());
    left.import(&[paper().at("sources/a.txt")]);
    right.import(&[second().at("sources/b.txt")]);
    both.import(&[paper().at("sources/a.txt"), second().at("sources/b.txt")]);
    let head = left.lock.lines().next().unwrap().to_owned();
    let lines = |review: &Review| {
        review
            .lock
            .lines()
            .skip(1)
            .map(str::to_owned)
            .collect::<Vec<_>>()
            .join("\n")
    };
    let path = "citeloom.lock".into();
    let union = format!(
        "{}\n{head}\n{}\n{head}\n{}\n",
        lines(&right),
        lines(&left),
        lines(&right)
    );
    let read = Lock::parse(&path, &union);
    assert_eq!(read.diagnostics, []);
    assert_eq!(read.value.to_text(), both.lock);

    let marked = format!(
        "{head}\n<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n",
        lines(&left),
        lines(&right)
    );
    let read = Lock::parse(&path, &marked);
    assert_eq!(codes(&read.diagnostics), ["CL0606"]);
    assert_eq!(read.value.to_text(), both.lock);

    let cut = &both.lock[..both.lock.len() - 20];
    let read = Lock::parse(&path, cut);
    assert_eq!(codes(&read.diagnostics), ["CL0606"]);
    assert_eq!(read.value.to_text(), left.lock);

    let newer = Lock::parse(&path, "{\"citeloom-lock\":3}\n{}\n");
    assert_eq!(codes(&newer.diagnostics), ["CL0616"]);
    assert!(newer.value.newer);
}

#[test]
fn a_lock_of_an_older_version_is_read_whole_and_written_anew() {
    let mut review = Review::default();
    review.import(&[paper().at("sources/a.txt")]);
    let today = review.lock.clone();
    // As version 1 had it: without the parts that came later.
    let mut lines = today.lines();
    let header = lines.next().unwrap();
    assert!(header.starts_with("{\"citeloom-lock\":2"), "{header}");
    let old = lines.map(|line| {
        let mut row: serde_json::Value = serde_json::from_str(line).unwrap();
        row.as_object_mut().unwrap().remove("quotes");
        for tagging in row["tagging"].as_array_mut().unwrap() {
            for later in ["parents", "skipped", "gate"] {
                tagging.as_object_mut().unwrap().remove(later);
            }
        }
        format!("{row}\n")
    });
    let old = format!("{{\"citeloom-lock\":1}}\n{}", old.collect::<String>());
    let read = Lock::parse(&"citeloom.lock".into(), &old);
    assert_eq!(codes(&read.diagnostics), ["CL0621"]);
    assert_eq!(read.value.to_text(), today);

    // The author's change is still told from the capture's.
    *review.stub() = review.stub().replace("volume = \"104\"", "volume = \"105\"");
    let stub = review.stub().clone();
    let (articles, unreadable, _) = review.articles();
    let existing = citeloom::article::Existing {
        articles: &articles,
        unreadable: &unreadable,
        lock: &read.value,
        complete: true,
        rebuild: false,
        restore: false,
        settled: None,
    };
    let plan = citeloom::article::plan(existing, &[paper().at("sources/a.txt")], &same).value;
    assert_eq!((plan.changes, plan.lock.to_text()), (vec![], today));
    assert_eq!(*review.stub(), stub);
}

#[test]
fn a_new_capture_of_a_paper_whose_stub_is_broken_waits() {
    let mut review = Review::default();
    review.import(&[paper().at("sources/a.txt")]);
    let whole = review.stub().clone();
    *review.stub() = whole.replace("volume = \"104\"", "volume = \"104");
    let before = review.clone();
    let better = || {
        [
            paper().at("sources/a.txt"),
            paper().with(Field::Pmid, "12345").at("sources/b.txt"),
        ]
    };
    let (plan, out) = review.import(&better());
    assert_eq!((codes(&out), plan.changes), (vec!["CL0620"], vec![]));
    assert_eq!(review, before);

    *review.stub() = whole;
    let (plan, _) = review.import(&better());
    assert_eq!(plan.summary.updated, ["dumas2019"]);
    assert_eq!(review.article("dumas2019").item.get(Field::Pmid), Some("12345"));
}

#[test]
fn an_entry_that_its_file_has_lost_is_reported_and_its_stub_stays() {
    let file = |text: &str| {
        let capture = citeloom::capture::Capture::from_text("sources/a.bib", text);
        let extraction = citeloom::extract::extract(&capture).value;
        let record = |record| citeloom::article::CapturedRecord {
            record,
            ..Default::default()
        };
        citeloom::article::Captured {
            path: capture.path,
            digest: capture.digest,
            text: capture.text,
            encoding: capture.encoding,
            format: extraction.format,
            records: extraction.records.into_iter().map(record).collect(),
        }
    };
    let first = "@article{one, title={Of one thing}, author={Quist, Ada}, year=2001}\n";
    let second = "@article{two, title={And of another}, author={Orell, Bo}, year=2002}\n";
    let mut review = Review::default();
    review.import(&[file(&format!("{first}{second}"))]);
    let stubs = review.stubs.clone();
    assert_eq!(stubs.len(), 2);
    let (plan, out) = review.import(&[file(second)]);
    assert_eq!(codes(&out), ["CL0608", "CL0619"]);
    assert_eq!(
        out[1].message,
        "sources/a.bib has the entry `one` of `quist2001` no more"
    );
    assert_eq!((plan.changes, plan.summary.entries_gone), (vec![], 1));
    assert_eq!(review.stubs, stubs);
    assert_eq!(review.lock().articles.len(), 2);
    // Moved about in the file, it is there.
    let (plan, out) = review.import(&[file(&format!("{second}{first}"))]);
    assert_eq!(codes(&out), ["CL0608"]);
    assert_eq!(plan.changes, []);
    assert_eq!(review.stubs, stubs);
}

#[test]
fn nothing_is_put_into_a_comment_that_the_author_left_open() {
    let mut review = Review::default();
    let plain = || Page::new(&[(Field::Doi, "10.1234/x"), (Field::Title, "A title")]);
    review.import(&[plain().at("sources/a.txt")]);
    *review.stub() = review.stub().replace("-->", "and no end");
    let before = review.stub().clone();
    let (plan, out) = review.import(&[plain()
        .references(&["Druker BJ. N Engl J Med 2001;344:1031-7."])
        .at("sources/a.txt")]);
    assert_eq!(codes(&out), ["CL0608", "CL0617"]);
    assert_eq!(plan.changes, []);
    // Once it is closed, the list comes.
    *review.stub() = before.replace("and no end", "-->");
    review.import(&[plain()
        .references(&["Druker BJ. N Engl J Med 2001;344:1031-7."])
        .at("sources/a.txt")]);
    assert!(review.stub().contains("## References\n\n1. Druker BJ."));
}
