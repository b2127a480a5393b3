//! Speed of reading references and of matching works, and how matching grows.
//!
//! `cargo bench --bench references` runs it. The corpus is made here, from a number: works with authors, journals and
//! numbers, cited by articles in eight styles, a few of them far more often than most, as in a real review.

use citeloom::record::Item;
use citeloom::reference::{Decisions, Journals, match_works, parse};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// A generator of numbers that are the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one_of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len() as u64) as usize]
    }
}

const SYLLABLES: &[&str] = &[
    "ka", "ro", "vi", "mul", "li", "gan", "an", "dra", "os", "tei", "ner", "sto", "ne", "hal", "lo", "ran", "wu",
    "zhe", "ma", "ri", "du", "mas", "fer", "ne", "bro", "win",
];
const JOURNALS: &[(&str, &str)] = &[
    ("Blood", "Blood"),
    ("Leukemia", "Leukemia"),
    ("New England Journal of Medicine", "N Engl J Med"),
    ("Journal of Clinical Oncology", "J Clin Oncol"),
    ("British Journal of Haematology", "Br J Haematol"),
    ("Cancer Discovery", "Cancer Discov"),
    (
        "Proceedings of the National Academy of Sciences",
        "Proc Natl Acad Sci U S A",
    ),
    ("Journal of Biological Chemistry", "J Biol Chem"),
];
const WORDS: &[&str] = &[
    "resistance",
    "kinase",
    "inhibitors",
    "myeloid",
    "leukaemia",
    "clonal",
    "evolution",
    "marrow",
    "stromal",
    "cells",
    "mutations",
    "of",
    "and",
    "in",
    "after",
    "treatment",
    "with",
    "signalling",
    "reactivation",
    "relapse",
    "patients",
    "phase",
    "trial",
    "receptor",
    "internal",
    "tandem",
    "duplication",
    "activates",
    "survival",
    "pathway",
];

/// One work as its references tell of it.
struct Cited {
    authors: Vec<(String, char)>,
    title: String,
    journal: (&'static str, &'static str),
    year: u64,
    volume: u64,
    issue: u64,
    first: u64,
    number: u64,
}

impl Cited {
    fn new(number: u64) -> Self {
        let mut numbers = Numbers((number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for _ in 0..4 {
            numbers.next();
        }
        let mut name = || {
            let parts = 2 + numbers.below(2);
            let mut name: String = (0..parts).map(|_| numbers.one_of(SYLLABLES)).collect();
            name.get_mut(..1).map(str::make_ascii_uppercase);
            (name, char::from(b'A' + numbers.below(26) as u8))
        };
        let authors = (0..3).map(|_| name()).collect();
        let words = 7 + numbers.below(6);
        let mut title = (0..words).map(|_| numbers.one_of(WORDS)).collect::<Vec<_>>().join(" ");
        title.get_mut(..1).map(str::make_ascii_uppercase);
        Self {
            authors,
            title,
            journal: JOURNALS[numbers.below(JOURNALS.len() as u64) as usize],
            year: 1990 + numbers.below(35),
            volume: 1 + numbers.below(390),
            issue: 1 + numbers.below(24),
            first: 1 + numbers.below(9000),
            number,
        }
    }

    fn reference(&self, style: u64) -> String {
        let Self {
            title,
            journal: (full, short),
            year,
            volume,
            issue,
            first,
            number,
            ..
        } = self;
        let last = first + 9;
        let authors = |each: &dyn Fn(&str, char) -> String| {
            let list: Vec<String> = self
                .authors
                .iter()
                .map(|(family, given)| each(family, *given))
                .collect();
            list.join(", ")
        };
        let plain = authors(&|family, given| format!("{family} {given}"));
        let dotted = authors(&|family, given| format!("{family}, {given}."));
        let turned = authors(&|family, given| format!("{given}. {family}"));
        match style {
            0 => format!("{plain}. {title}. {short}. {year};{volume}({issue}):{first}-{last}."),
            1 => format!("{dotted} ({year}). {title}. {full}, {volume}({issue}), {first}–{last}."),
            2 => format!("{dotted} {title}. {short} {volume}, {first}–{last} ({year})."),
            3 => format!("{plain}, et al. {title}. {short}. {year};{volume}:{first}. doi:10.5555/bench.{number}"),
            4 => format!("{turned}, “{title},” {full}, vol. {volume}, no. {issue}, pp. {first}–{last}, {year}."),
            5 => format!("{turned}, {short} {volume}, {first} ({year})."),
            6 => format!(
                "{short}. {year};{volume}({issue}):{first}-{last}. (PMID: {})",
                9_000_000 + number
            ),
            _ => format!("{plain}: {title}. {full} {year}, {volume}:{first}-{last}."),
        }
    }
}

/// As many references as fifty for each article; each article brings twelve works that none before it cites.
fn references(articles: usize) -> Vec<String> {
    let works = (articles * 12) as f64;
    let mut numbers = Numbers(42);
    (0..articles * 50)
        .map(|_| {
            let chance = (numbers.next() >> 11) as f64 / (1u64 << 53) as f64;
            let work = ((works / 20.0 + 1.0).powf(chance) - 1.0) * 20.0;
            Cited::new(work as u64).reference(numbers.below(8))
        })
        .collect()
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
