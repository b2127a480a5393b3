//! Speed of reading a large BibTeX file.
//!
//! `cargo bench --bench bibtex` runs it. The file is made here, from a number: ten thousand entries as reference managers
//! write them, a third of them with LaTeX accents, markup and mathematics.

mod corpus;

use citeloom::capture::{Capture, DecodeLimits, decode};
use citeloom::extract::{extract, format_of};
use corpus::Numbers;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use std::fmt::Write as _;
use std::sync::LazyLock;

fn main() {
    divan::main();
}

const ENTRIES: usize = 10_000;

const FAMILIES: &[&str] = &[
    "Kralovics",
    "van Dijk",
    "O'Malley",
    "Rummelt",
    "Okafor",
    "Tanaka",
    "Lindgren",
    "de la Cruz",
];
const ACCENTED: &[&str] = &[
    r#"P{\"a}ckert"#,
    r"Nguy{\~{\^{e}}}n",
    r"Ji{\v{r}}{\'{\i}}k",
    r"{\L}ukaszewicz",
    r"{\O}sterg{\aa}rd",
    r"Garc{\'\i}a-L{\'o}pez",
];
const GIVEN: &[&str] = &[
    "Robert", "Anna B.", "Marcus", "Eva", "Chukwuma", "K. H.", "Isolde", "Jean-Luc",
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
    "the",
    "patients",
    "we",
    "found",
    "(n = 136)",
    "FLT3-ITD",
    "survival,",
    "median",
    "10.5",
    "months.",
];
const MARKED: &[&str] = &[
    r"$\beta$-catenin",
    r"{\textit{TP53}}",
    r"10$^{-9}$",
    r"37\,\textdegree C",
    r"5\%",
    r#"na{\"\i}ve"#,
    r"{FLT3}",
    r"``off''",
];

fn words(numbers: &mut Numbers, count: u64, marked: bool, out: &mut String) {
    for index in 0..count {
        if index > 0 {
            out.push(' ');
        }
        let list = if marked && numbers.below(12) == 0 {
            MARKED
        } else {
            WORDS
        };
        out.push_str(numbers.one_of(list));
    }
}

static FILE: LazyLock<Capture> = LazyLock::new(|| {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut out = String::from("@string{blood = \"Blood\"}\n");
    for entry in 0..ENTRIES {
        let marked = entry % 3 == 0;
        let year = 1980 + numbers.below(45);
        let _ = write!(out, "\n@article{{key{entry},\n  author = {{");
        for author in 0..4 + numbers.below(8) {
            if author > 0 {
                out.push_str(" and ");
            }
            let list = if marked { ACCENTED } else { FAMILIES };
            let _ = write!(out, "{}, {}", numbers.one_of(list), numbers.one_of(GIVEN));
        }
        out.push_str("},\n  title = {{");
        words(&mut numbers, 14, marked, &mut out);
        let pages = numbers.below(5_000);
        let _ = write!(
            out,
            "}}}},\n  journal = blood,\n  year = {year},\n  month = sep,\n  volume = {{{}}},\n  number = {{{}}},\n  pages = {{{pages}--{}}},\n  doi = {{10.1182/blood.{entry}}},\n  issn = {{0006-4971}},\n  keywords = {{drug resistance, leukaemia}},\n  abstract = {{",
            numbers.below(140),
            numbers.below(12),
            pages + 9,
        );
        words(&mut numbers, 220, marked, &mut out);
        out.push_str("},\n}\n");
    }
    decode("large.bib", out.as_bytes(), DecodeLimits::default()).value
});

/// From text to claims: every value decoded, every name taken apart.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn claims(bencher: Bencher<'_, '_>) {
    let format = format_of(&FILE).expect("the file is BibTeX");
    bencher
        .counter(BytesCount::new(FILE.text.len()))
        .counter(ItemsCount::new(ENTRIES))
        .bench(|| {
            let read = (format.read)(black_box(&FILE));
            assert_eq!(read.value.len(), ENTRIES);
            read
        });
}

/// From text to records, each value with its provenance.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn records(bencher: Bencher<'_, '_>) {
    bencher
        .counter(BytesCount::new(FILE.text.len()))
        .counter(ItemsCount::new(ENTRIES))
        .bench(|| {
            let read = extract(black_box(&FILE));
            assert_eq!(read.value.records.len(), ENTRIES);
            read
        });
}
