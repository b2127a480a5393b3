//! Speed of reading references and of matching works, and how matching grows.
//!
//! `cargo bench --bench references` runs it. The references are those of [`corpus`].

mod corpus;

use citeloom::journals::Journals;
use citeloom::record::Item;
use citeloom::reference::{Decisions, match_works, parse};
use corpus::references;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// References a second on one core.
#[divan::bench(sample_count = 20)]
fn read(bencher: Bencher) {
    let (texts, journals) = (references(100), Journals::default());
    let bytes: usize = texts.iter().map(String::len).sum();
    bencher
        .counter(ItemsCount::new(texts.len()))
        .counter(BytesCount::new(bytes))
        .bench(|| {
            texts
                .iter()
                .filter(|text| !parse(black_box(text), &journals).item.is_empty())
                .count()
        });
}

/// Matching the references of so many articles; the time for one reference should stay the same.
#[divan::bench(args = [100, 1_000, 10_000], sample_count = 3, sample_size = 1)]
fn matching(bencher: Bencher, articles: usize) {
    let journals = Journals::default();
    let items: Vec<Item> = references(articles)
        .iter()
        .map(|text| parse(text, &journals).item)
        .collect();
    let named: Vec<(&str, &Item)> = items.iter().map(|item| ("", item)).collect();
    bencher.counter(ItemsCount::new(items.len())).bench(|| {
        match_works(black_box(&named), &Decisions::default(), &journals)
            .value
            .works
            .len()
    });
}
