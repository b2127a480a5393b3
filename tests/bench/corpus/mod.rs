//! What the benchmarks read: works, references to them and captures, made from numbers, so the same on every machine.
//!
//! Works have authors, journals and numbers. Articles cite them in eight styles, a few of them far more often than most, as
//! in a real review.

// Each benchmark is a program of its own and uses a part of this.
#![allow(dead_code)]

/// A generator of numbers that are the same on every machine: xorshift, which any number but 0 starts.
pub struct Numbers(pub u64);

impl Numbers {
    /// Any number.
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// One of a list.
    pub fn one_of<'t>(&mut self, list: &[&'t str]) -> &'t str {
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
pub fn references(articles: usize) -> Vec<String> {
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

/// What abstracts of the corpus say. Some of it is in the built-in vocabulary, some is not.
const SENTENCES: &[&str] = &[
    "Resistance to gilteritinib arose by NRAS mutations that reactivated MAPK signalling in patients with relapsed AML.",
    "FLT3 internal tandem duplication was found in a third of the patients.",
    "The gatekeeper mutation F691L conferred resistance to quizartinib.",
    "Marrow stromal cells protected the blasts from midostaurin by FGF2 secretion.",
    "No mutation of the tyrosine kinase domain was seen after treatment with crenolanib.",
    "We analysed samples at diagnosis and at relapse by targeted sequencing.",
    "Upregulation of AXL was seen in resistant cell lines and in a mouse model.",
    "Median survival was eleven months, and the remission lasted for six.",
    "Venetoclax restored sensitivity in cells with high expression of MCL1.",
    "These findings suggest that clonal evolution precedes clinical relapse.",
];

/// Formats of the captures of the corpus.
pub const FORMATS: &[&str] = &["bibtex", "ris", "nbib", "html", "page-text"];

/// Captures of so many articles, each with its file's path and text, in turn of each of the [`FORMATS`] or of one of them.
/// Copied pages have an abstract and fifty references.
pub fn captures(articles: usize, format: Option<&str>) -> Vec<(String, String)> {
    let cited = references(articles);
    let mut numbers = Numbers(77);
    let captures = (0..articles).zip(cited.chunks(50)).map(|(number, cited)| {
        let work = Cited::new(1_000_000 + number as u64);
        let sentences: Vec<&str> = (0..6).map(|_| numbers.one_of(SENTENCES)).collect();
        let own = FORMATS[number % FORMATS.len()];
        work.capture(number, format.unwrap_or(own), &sentences.join(" "), cited)
    });
    captures.collect()
}

impl Cited {
    fn capture(&self, file: usize, format: &str, summary: &str, cited: &[String]) -> (String, String) {
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
        let doi = format!("10.5555/bench.{number}");
        let each = |write: &dyn Fn(&str, char) -> String, between: &str| {
            let names: Vec<String> = self
                .authors
                .iter()
                .map(|(family, given)| write(family, *given))
                .collect();
            names.join(between)
        };
        let (ending, text) = match format {
            "bibtex" => {
                let authors = each(&|family, given| format!("{family}, {given}."), " and ");
                let text = format!(
                    "@article{{b{number},\n  author = {{{authors}}},\n  title = {{{title}}},\n  journal = {{{full}}},\n  year = {{{year}}},\n  volume = {{{volume}}},\n  number = {{{issue}}},\n  pages = {{{first}--{last}}},\n  doi = {{{doi}}},\n  abstract = {{{summary}}}\n}}\n"
                );
                ("bib", text)
            }
            "ris" => {
                let authors = each(&|family, given| format!("AU  - {family}, {given}.\n"), "");
                let text = format!(
                    "TY  - JOUR\n{authors}TI  - {title}\nJO  - {full}\nPY  - {year}\nVL  - {volume}\nIS  - {issue}\nSP  - {first}\nEP  - {last}\nDO  - {doi}\nAB  - {summary}\nER  - \n"
                );
                ("ris", text)
            }
            "nbib" => {
                let authors = each(
                    &|family, given| format!("FAU - {family}, {given}\nAU  - {family} {given}\n"),
                    "",
                );
                let text = format!(
                    "PMID- {}\nOWN - NLM\nTI  - {title}\nPG  - {first}-{last}\nLID - {doi} [doi]\nAB  - {summary}\n{authors}LA  - eng\nPT  - Journal Article\nDP  - {year}\nTA  - {short}\nJT  - {full}\nVI  - {volume}\nIP  - {issue}\n",
                    20_000_000 + number
                );
                ("nbib", text)
            }
            "html" => {
                let authors = each(
                    &|family, given| format!("<meta name=\"citation_author\" content=\"{family}, {given}.\">\n"),
                    "",
                );
                let references: String = cited.iter().map(|one| format!("<li>{one}</li>\n")).collect();
                let text = format!(
                    "<!DOCTYPE html>\n<html lang=\"en\"><head><title>{title}</title>\n<meta name=\"citation_title\" content=\"{title}\">\n{authors}<meta name=\"citation_journal_title\" content=\"{full}\">\n<meta name=\"citation_publication_date\" content=\"{year}\">\n<meta name=\"citation_volume\" content=\"{volume}\">\n<meta name=\"citation_doi\" content=\"{doi}\">\n</head><body><h1>{title}</h1><h2>Abstract</h2><p>{summary}</p><h2>References</h2><ol>\n{references}</ol></body></html>\n"
                );
                ("html", text)
            }
            _ => {
                let authors = each(&|family, given| format!("{given} {family}"), ", ");
                let references: String = (1..).zip(cited).map(|(n, one)| format!("{n}. {one}\n")).collect();
                let text = format!(
                    "{full}\n{year}; {volume}({issue}): {first}-{last}\ndoi: {doi}\n\n{title}\n\n{authors}\n\nAbstract\n{summary}\n\nReferences\n{references}"
                );
                ("txt", text)
            }
        };
        (format!("sources/c{file:05}.{ending}"), text)
    }
}
