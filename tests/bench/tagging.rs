//! Speed of tagging and scoring with the whole vocabulary of the repository's own review.
//!
//! `cargo bench --bench tagging` runs it, on one core. The text is that of the repository's captures: their zones, as
//! the readers cut them, over and over.

use citeloom::capture::DecodeLimits;
use citeloom::pipeline::{built_in_vocabulary, read_capture};
use citeloom::record::Zone;
use citeloom::vocabulary::{Vocabulary, propose};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

fn vocabulary() -> Vocabulary {
    let files: Vec<_> = built_in_vocabulary()
        .into_iter()
        .filter(|file| !file.path.ends_with("journals.toml"))
        .map(|file| (file.path, file.text))
        .collect();
    Vocabulary::load(&files).value
}

/// The zones of each record of the captures.
fn records() -> Vec<Vec<Zone>> {
    let mut paths: Vec<_> = std::fs::read_dir("content/sources")
        .expect("the captures stand in content/sources")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    let mut out = Vec::new();
    for path in paths {
        let bytes = std::fs::read(&path).expect("a capture can be read");
        let (_, extraction) = read_capture(&path.display().to_string(), &bytes, DecodeLimits::default()).value;
        out.extend(extraction.records.into_iter().map(|record| record.zones));
    }
    out
}

/// Bytes that count: those of zones whose words weigh something.
fn weighed(records: &[Vec<Zone>]) -> usize {
    use citeloom::record::ZoneKind::{Boilerplate, References};
    let zones = records.iter().flatten();
    zones
        .filter(|zone| !matches!(zone.kind, References | Boilerplate))
        .map(|zone| zone.text.as_str().len())
        .sum()
}

#[divan::bench]
fn tag(bencher: Bencher) {
    let (vocabulary, records) = (vocabulary(), records());
    bencher.counter(BytesCount::new(weighed(&records))).bench_local(|| {
        for zones in &records {
            black_box(vocabulary.tag(black_box(zones)));
        }
    });
}

#[divan::bench]
fn propose_findings(bencher: Bencher) {
    let (vocabulary, records) = (vocabulary(), records());
    let taggings: Vec<_> = records.iter().map(|zones| vocabulary.tag(zones)).collect();
    bencher.bench_local(|| {
        for tagging in &taggings {
            black_box(propose(&vocabulary, black_box(tagging)));
        }
    });
}

#[divan::bench]
fn compile() -> Vocabulary {
    vocabulary()
}
