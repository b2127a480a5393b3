//! Speed of each room on the way from captures to a site, on one review of [`corpus`]'s articles.
//!
//! `cargo bench --bench rooms` runs all, `cargo bench --bench rooms -- render` a part. Reading a capture, tagging, a page's
//! data, a page and an export are timed on one core; importing, linking, the search index and a whole build take as many
//! as there are.

mod corpus;

use citeloom::article::Lock;
use citeloom::base::Digest;
use citeloom::capture::{Capture, DecodeLimits};
use citeloom::export::{EXPORTS, TABLE_FORMATS, export};
use citeloom::extract::extract;
use citeloom::library::{Library, WorkEntry, check};
use citeloom::pipeline::{
    CaptureFile, EditMemory, Kept, Knowledge, Rendering, Scope, Stubs, TextFile, built_in_vocabulary, download_formats,
    edit, import, library, read_captures, read_stubs, render,
};
use citeloom::record::{Item, Zone};
use citeloom::render::{Renderer, Theme};
use citeloom::site::{PAGES, PageJob, Plan, SiteSettings, Words, plan, table_files};
use corpus::{FORMATS, captures};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex};

fn main() {
    divan::main();
}

/// Articles of the review; a fifth of them are copied pages with fifty references each, another fifth saved pages.
const ARTICLES: usize = 300;
/// Pages of a kind that are timed: the first ones.
const PAGES_OF_A_KIND: usize = 100;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(&built_in_vocabulary(), None).value);

static CAPTURES: LazyLock<Vec<CaptureFile>> = LazyLock::new(|| {
    let captures = captures(ARTICLES, None).into_iter();
    captures
        .map(|(path, text)| CaptureFile {
            path,
            bytes: Ok(text.into_bytes()),
        })
        .collect()
});

/// Stubs and lock of the review, as its first import writes them.
static STUBS: LazyLock<(Vec<TextFile>, String)> = LazyLock::new(|| {
    let captured = read_captures(CAPTURES.clone(), &KNOWLEDGE.vocabulary, DecodeLimits::default()).value;
    let plan = import(&Stubs::default(), &Lock::default(), &captured, &KNOWLEDGE, Scope::Whole).value;
    let stubs = plan.changes.iter().map(|change| TextFile {
        path: change.path.clone(),
        text: change.new.as_str().into(),
    });
    let stubs: Vec<TextFile> = stubs.collect();
    assert_eq!(stubs.len(), ARTICLES, "each capture is an article");
    (stubs, plan.lock.to_text())
});

fn stubs_and_lock() -> (Stubs, Lock) {
    let (stubs, lock) = &*STUBS;
    (
        read_stubs(stubs).value,
        Lock::parse(&"citeloom.lock".into(), lock).value,
    )
}

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let (stubs, lock) = stubs_and_lock();
    library(stubs, lock, &[], &[], &KNOWLEDGE).value
});

static SETTINGS: LazyLock<SiteSettings> = LazyLock::new(|| SiteSettings {
    title: "A review".into(),
    generator: "citeloom".into(),
    words: Words::default(),
    downloads: download_formats(None),
    ..SiteSettings::default()
});

static PLAN: LazyLock<Plan<'static>> = LazyLock::new(|| plan(&LIBRARY, &KNOWLEDGE.vocabulary, &SETTINGS).value);

static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::new(&Theme::load(&[]).value).value);

/// Kinds of pages that the review has.
fn kinds() -> Vec<&'static str> {
    let there = |name: &str| PLAN.jobs.iter().any(|job| PLAN.kind(job).name == name);
    let names = PAGES.iter().map(|kind| kind.name);
    names.filter(|name| there(name)).collect()
}

/// Reading captures of a format: decoded text in, records out.
#[divan::bench(args = FORMATS)]
fn extraction(bencher: Bencher, format: &str) {
    let captures: Vec<Capture> = captures(100, Some(format))
        .iter()
        .map(|(path, text)| Capture::from_text(path, text))
        .collect();
    for capture in &captures {
        let read = extract(capture).value;
        assert_eq!((read.format, read.records.len()), (format, 1), "{}", capture.path);
    }
    let bytes: usize = captures.iter().map(|capture| capture.text.len()).sum();
    bencher
        .counter(ItemsCount::new(captures.len()))
        .counter(BytesCount::new(bytes))
        .bench(|| {
            captures
                .iter()
                .map(|capture| extract(black_box(capture)).value.records.len())
                .sum::<usize>()
        });
}

/// Tagging what was read of all captures.
#[divan::bench]
fn tagging(bencher: Bencher) {
    let zones: Vec<Vec<Zone>> = captures(ARTICLES, None)
        .iter()
        .flat_map(|(path, text)| extract(&Capture::from_text(path, text)).value.records)
        .map(|record| record.zones)
        .collect();
    let tag = |zones: &[Zone]| KNOWLEDGE.vocabulary.tag(black_box(zones)).mechanisms.len();
    assert!(
        zones.iter().map(|zones| tag(zones)).sum::<usize>() > ARTICLES / 2,
        "it says something"
    );
    bencher
        .counter(ItemsCount::new(zones.len()))
        .bench(|| zones.iter().map(|zones| tag(zones)).sum::<usize>());
}

/// Planning the stubs and the lock of captures that have been read: of a new review, and of one where nothing is new.
#[divan::bench(args = ["first", "again"], sample_count = 10, sample_size = 1)]
fn importing(bencher: Bencher, which: &str) {
    let captured = read_captures(CAPTURES.clone(), &KNOWLEDGE.vocabulary, DecodeLimits::default()).value;
    let (stubs, lock) = match which {
        "first" => Default::default(),
        _ => stubs_and_lock(),
    };
    bencher.counter(ItemsCount::new(ARTICLES)).bench(|| {
        let plan = import(&stubs, &lock, black_box(&captured), &KNOWLEDGE, Scope::Whole).value;
        assert_eq!(plan.changes.is_empty(), which == "again");
    });
}

/// Reading stubs and lock.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn stubs(bencher: Bencher) {
    LazyLock::force(&STUBS);
    bencher.counter(ItemsCount::new(ARTICLES)).bench(stubs_and_lock);
}

/// Linking references, works, mechanisms and entities.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn linking(bencher: Bencher) {
    bencher
        .counter(ItemsCount::new(ARTICLES))
        .with_inputs(stubs_and_lock)
        .bench_values(|(stubs, lock)| library(stubs, lock, &[], &[], &KNOWLEDGE).value);
}

/// Looking for what is wrong, missing or doubtful.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn checking(bencher: Bencher) {
    LazyLock::force(&LIBRARY);
    bencher
        .counter(ItemsCount::new(ARTICLES))
        .bench(|| check(&LIBRARY, &KNOWLEDGE.vocabulary, &[]).len());
}

/// Finding out which pages there are.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn planning(bencher: Bencher) {
    LazyLock::force(&LIBRARY);
    bencher.bench(|| plan(&LIBRARY, &KNOWLEDGE.vocabulary, &SETTINGS).value.jobs.len());
}

/// The data of the pages of a kind.
fn jobs(kind: &str) -> Vec<PageJob> {
    let jobs = PLAN.jobs.iter().filter(|job| PLAN.kind(job).name == kind);
    jobs.take(PAGES_OF_A_KIND).map(|job| PLAN.page(job)).collect()
}

/// Making the data of a page.
#[divan::bench(args = kinds(), sample_count = 20, sample_size = 1)]
fn data(bencher: Bencher, kind: &str) {
    let jobs: Vec<_> = PLAN.jobs.iter().filter(|job| PLAN.kind(job).name == kind).collect();
    let jobs = &jobs[..jobs.len().min(PAGES_OF_A_KIND)];
    bencher.counter(ItemsCount::new(jobs.len())).bench(|| {
        jobs.iter()
            .map(|job| black_box(PLAN.page(job)).route.len())
            .sum::<usize>()
    });
}

/// Writing a page of its data, minified.
#[divan::bench(args = kinds(), sample_count = 20, sample_size = 1)]
fn rendering(bencher: Bencher, kind: &str) {
    let jobs = jobs(kind);
    let mut buffer = Vec::new();
    let mut bytes = 0;
    for job in &jobs {
        assert!(RENDERER.page_into(job, &mut buffer).is_empty(), "{}", job.route);
        bytes += buffer.len();
    }
    bencher
        .counter(ItemsCount::new(jobs.len()))
        .counter(BytesCount::new(bytes))
        .bench_local(|| {
            for job in &jobs {
                RENDERER.page_into(black_box(job), &mut buffer);
            }
            buffer.len()
        });
}

/// The scripts of the search index.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn search(bencher: Bencher) {
    LazyLock::force(&PLAN);
    bencher
        .counter(ItemsCount::new(LIBRARY.works.len()))
        .bench(|| citeloom::search::scripts(PLAN.site(), false).0.len());
}

/// Writing all works in a format.
#[divan::bench(args = EXPORTS.iter().map(|format| format.name), sample_count = 20, sample_size = 1)]
fn exports(bencher: Bencher, format: &str) {
    let format = export(format).expect("the name is a format's own");
    let key = |work: &'static WorkEntry| (work.key.as_str(), &work.item);
    let items: Vec<(&str, &Item)> = LIBRARY.works.iter().map(key).collect();
    bencher
        .counter(ItemsCount::new(items.len()))
        .bench(|| (format.write)(black_box(&items)).len());
}

/// Making and writing the tables beside the pages.
#[divan::bench(args = TABLE_FORMATS.iter().map(|format| format.extension), sample_count = 10, sample_size = 1)]
fn tables(bencher: Bencher, extension: &str) {
    LazyLock::force(&PLAN);
    let mut formats = TABLE_FORMATS.iter();
    let format = formats
        .find(|format| format.extension == extension)
        .expect("it is a format's own");
    bencher.bench(|| {
        let files = table_files(PLAN.site());
        files
            .map(|file| (format.write)(file.columns, &file.rows).len())
            .sum::<usize>()
    });
}

/// Feeds, the map of the site and files for hosts.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn feeds(bencher: Bencher) {
    LazyLock::force(&PLAN);
    bencher.bench(|| citeloom::feeds::files(&PLAN).len());
}

/// Remembers nothing of pages, but lets what an edit of notes needs be made.
struct NothingKept;

impl Kept for NothingKept {
    fn keep(&self, _: &str, _: Digest) -> bool {
        false
    }

    fn made(&self, _: &str, _: Digest) {}
}

/// An edit of the notes on one paper: its page and the search are changed.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn editing_notes(bencher: Bencher) {
    let rendering = Rendering::begin(&LIBRARY, &KNOWLEDGE.vocabulary, &SETTINGS, &[]).value;
    let site: Mutex<HashMap<String, Vec<u8>>> = Mutex::default();
    let sink = |route: &str, bytes: &[u8]| {
        let mut site = site.lock().map_err(|error| error.to_string())?;
        site.insert(route.to_owned(), bytes.to_vec());
        Ok(())
    };
    let pages = rendering.pages(None, &sink).value;
    let memory = rendering.data(Some(&NothingKept), &sink);
    let (Ok(()), Ok(Some(memory))) = (pages, memory) else {
        unreachable!("the review has more than 200 papers")
    };
    let stub = &STUBS.0[ARTICLES / 2];
    let edited = vec![(stub.path.to_string(), format!("{}\nOne more sentence.\n", stub.text))];
    let site = site.into_inner().unwrap_or_default();
    let page = |route: &str| String::from_utf8(site.get(route)?.clone()).ok();
    bencher
        .with_inputs(|| EditMemory::from_parts(memory.parts().0.to_owned(), memory.parts().1.to_vec()))
        .bench_values(|memory| {
            let edited = edit(memory, &edited, &[], &Words::default(), &page);
            edited.expect("nothing but notes is edited").files.len()
        });
}

/// All of it, in memory: captures in, every file of the site out.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn whole(bencher: Bencher) {
    bencher.counter(ItemsCount::new(ARTICLES)).bench(|| {
        let captured = read_captures(CAPTURES.clone(), &KNOWLEDGE.vocabulary, DecodeLimits::default()).value;
        let planned = import(&Stubs::default(), &Lock::default(), &captured, &KNOWLEDGE, Scope::Whole).value;
        let stubs: Vec<TextFile> = planned
            .changes
            .into_iter()
            .map(|change| TextFile {
                path: change.path,
                text: change.new.into(),
            })
            .collect();
        let library = library(read_stubs(&stubs).value, planned.lock, &[], &[], &KNOWLEDGE).value;
        let bytes = AtomicUsize::new(0);
        let sink = |_: &str, file: &[u8]| {
            bytes.fetch_add(file.len(), Ordering::Relaxed);
            Ok(())
        };
        let pages = render(&library, &KNOWLEDGE.vocabulary, &SETTINGS, &[], &sink).value;
        assert!(pages.is_ok_and(|pages| pages > ARTICLES));
        bytes.into_inner()
    });
}
