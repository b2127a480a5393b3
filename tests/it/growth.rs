//! What takes twice the input takes twice the work: no shape of a review makes a step grow faster than what it is given.
//!
//! Work is counted in bytes asked of the allocator, which are the same at each run and on each machine. What is copied for
//! each record shows; what is only gone through does not, and makes the test itself long.

use crate::support::{citing, counted};
use citeloom::article::{Captured, Lock};
use citeloom::base::Digest;
use citeloom::capture::{CaptureText, DecodeLimits};
use citeloom::library::check;
use citeloom::pipeline::{self, CaptureFile, Kept, Knowledge, Rendering, Scope, Stubs, TextFile};
use citeloom::site::{SiteCapture, SiteSettings, Words};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The steps of a build, each with the bytes it asked for.
type Work = Vec<(&'static str, u64)>;

/// Runs a build of one capture on this thread, and its import once more after the file was saved with a line more.
fn build(name: &str, text: &str) -> Work {
    let mut work = Work::new();
    let knowledge = Knowledge::load(&pipeline::built_in_vocabulary(), None).value;
    let read = |text: &str| {
        let file = CaptureFile {
            path: format!("sources/{name}"),
            bytes: Ok(text.as_bytes().to_vec()),
        };
        pipeline::read_captures(vec![file], &knowledge.vocabulary, DecodeLimits::default()).value
    };
    let mut step = |name, bytes| work.push((name, bytes));
    let (captured, bytes) = counted(|| read(text));
    step("reading", bytes);
    let import = |stubs: &Stubs, lock: &Lock, captured: &[_]| {
        pipeline::import(stubs, lock, captured, &knowledge, Scope::Whole).value
    };
    let (plan, bytes) = counted(|| import(&Stubs::default(), &Lock::default(), &captured));
    step("importing", bytes);
    let files = plan.changes.iter().map(|change| TextFile {
        path: change.path.clone(),
        text: change.new.as_str().into(),
    });
    let files: Vec<TextFile> = files.collect();
    let (stubs, bytes) = counted(|| pipeline::read_stubs(&files).value);
    step("reading stubs", bytes);
    let (text_of_lock, bytes) = counted(|| plan.lock.to_text());
    step("writing the lock", bytes);
    let (lock, bytes) = counted(|| Lock::parse(&"citeloom.lock".into(), &text_of_lock).value);
    step("reading the lock", bytes);
    assert_eq!(lock.articles, plan.lock.articles, "{name}");
    let saved = read(&format!("\n{text}"));
    let (again, bytes) = counted(|| import(&stubs, &lock, &saved));
    step("importing again", bytes);
    assert_eq!(again.lock.articles.len(), plan.lock.articles.len(), "{name}");
    assert_eq!(again.changes, [], "{name}: a blank line changes no stub");
    let (library, bytes) = counted(|| pipeline::library(stubs, lock, &[], &[], &knowledge).value);
    step("linking", bytes);
    let (_, bytes) = counted(|| check(&library, &knowledge.vocabulary, &[]));
    step("checking", bytes);
    for publish in [false, true] {
        let settings = settings(&saved, publish);
        let rendering = Rendering::begin(&library, &knowledge.vocabulary, &settings, &[]).value;
        let ((), bytes) = counted(|| make(&rendering, None));
        step(
            ["making pages", "making pages with whole captures"][usize::from(publish)],
            bytes,
        );
        let ((), bytes) = counted(|| make(&rendering, Some(&AllKept)));
        step("finding that nothing is to be made", bytes);
    }
    work
}

/// Settings of a site whose captures are on the disk and fetched when they are wanted.
fn settings(captured: &[Captured], publish: bool) -> SiteSettings {
    let capture = |capture: &Captured| {
        let text = capture.text.to_string();
        let fetched = SiteCapture {
            text: CaptureText::fetched(move || Some(text.as_str().into())),
            digest: capture.digest,
            publish,
        };
        (capture.path.to_string(), fetched)
    };
    SiteSettings {
        title: "A review".into(),
        generator: "citeloom".into(),
        words: Words::default(),
        captures: captured.iter().map(capture).collect(),
        downloads: pipeline::download_formats(None),
        ..SiteSettings::default()
    }
}

/// What was made before is all as it was.
struct AllKept;

impl Kept for AllKept {
    fn keep(&self, _: &str, _: Digest) -> bool {
        true
    }

    fn made(&self, route: &str, _: Digest) {
        panic!("{route} is kept");
    }
}

fn make(rendering: &Rendering<'_>, kept: Option<&dyn Kept>) {
    let made = AtomicUsize::new(0);
    let sink = |_: &str, _: &[u8]| {
        made.fetch_add(1, Ordering::Relaxed);
        Ok(())
    };
    rendering.pages(kept, &sink).value.unwrap();
    assert_eq!(made.load(Ordering::Relaxed) > 0, kept.is_none());
    if kept.is_none() {
        rendering.data(None, &sink).unwrap();
    }
}

/// Records of one paper.
fn medline(count: usize) -> String {
    let record = "PMID- 30000001\nTI  - Loss of JAK2 heterodimers restores sensitivity\nAB  - Ruxolitinib inhibits JAK2.\nFAU - Doe, Jane\nDP  - 2018 Jan\nTA  - J Test\nVI  - 7\nPG  - 1-9\nCIN - J Test. 2019;8:1. PMID: 30000002\nAID - 10.5555/same.1 [doi]\nSO  - J Test. 2018 Jan;7:1-9.\n\n";
    record.repeat(count)
}

/// The same paper under another key each time.
fn bibtex(count: usize) -> String {
    let paper = "title = {Loss of JAK2 heterodimers restores sensitivity}, author = {Doe, Jane}, year = {2018}, volume = {7}, doi = {10.5555/same.1}";
    (0..count).map(|number| entry(number, paper)).collect()
}

fn entry(number: usize, fields: &str) -> String {
    format!("@article{{p{number},\n {fields}, journal = {{J Test}}, pages = {{1--9}}}}\n")
}

fn ris(count: usize) -> String {
    let record = "TY  - JOUR\nTI  - Loss of JAK2 heterodimers restores sensitivity\nAU  - Doe, Jane\nPY  - 2018\nJO  - J Test\nVL  - 7\nSP  - 1\nEP  - 9\nDO  - 10.5555/same.1\nER  - \n\n";
    record.repeat(count)
}

/// Papers that differ in everything but what a series shares.
fn series(count: usize) -> String {
    let papers = (0..count).map(|number| {
        let year = 1500 + number;
        let fields = format!("title = {{Annual report {number} of the registry}}, author = {{Doe, Jane and Registry Group}}, year = {{{year}}}, volume = {{{number}}}, doi = {{10.5555/report.{number}}}");
        entry(number, &fields)
    });
    papers.collect()
}

/// Asserts that a shape of twice the size asks for hardly more than twice the memory, step by step.
fn grows_with_its_input(name: &str, shape: fn(usize) -> String, count: usize) {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let (once, twice) = threads.install(|| (build(name, &shape(count)), build(name, &shape(2 * count))));
    for ((step, once), (_, twice)) in once.into_iter().zip(twice) {
        assert!(
            once > 0 && twice * 10 < once * 25,
            "{step} of {name} takes {once} bytes for {count} and {twice} for twice as many"
        );
    }
}

#[test]
fn a_file_may_hold_one_paper_any_number_of_times() {
    grows_with_its_input("same.nbib", medline, 600);
    grows_with_its_input("same.bib", bibtex, 600);
    grows_with_its_input("same.ris", ris, 600);
}

#[test]
fn a_file_may_hold_any_number_of_papers() {
    grows_with_its_input("series.bib", series, 150);
}

#[test]
fn a_paper_may_cite_any_number_of_works() {
    grows_with_its_input("citing.xml", citing, 800);
}

#[test]
fn what_is_copied_for_each_record_is_noticed() {
    let copies = |count: usize| {
        let (_, bytes) = counted(|| {
            let mut all: Vec<usize> = Vec::new();
            (0..count).for_each(|number| {
                all.push(number);
                std::hint::black_box(all.clone());
            });
        });
        bytes
    };
    assert!(copies(200) * 10 >= copies(100) * 25);
}
