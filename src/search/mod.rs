//! What the reader's search reads: plain data in classic scripts, which work from a disk as well as from a server.
//!
//! There are two families of documents: `p`, the review's own pages (mechanisms, terms, papers with their abstracts), and
//! `w`, cited works. Each has an inverted index cut into shards by the words' first letters (`index` says how they are
//! written), and rows for the results in shards by number. A reader loads the core and what the question needs:
//!
//! | script | what |
//! |---|---|
//! | `search-core.js` | numbers, first words of the shards, names of kinds |
//! | `search-p-12.js` | a shard of the index of papers |
//! | `search-pr-3.js` | rows 96 to 127 of papers |
//! | `search-pn-7.js` | words of seven letters and more, for misspelt ones |
//! | `search-facets.js` | papers by mechanism and by journal |

mod documents;
mod index;
mod postings;
mod tokens;

use crate::base::Digest;
use crate::site::Site;
use documents::{Papers, Works};
use index::Index;
use postings::Postings;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// Rows in one script, of papers and of cited works.
const ROWS: [usize; 2] = [32, 48];
/// Signs of the stamp of one of many shards: two builds that have the same one for other words are one in a million.
const STAMP: usize = 5;
/// Bytes of words for misspelt ones in one script, if they are of more than one length.
const NEAR: usize = 12 << 10;

/// What is remembered of the scripts, so that the words of a paper can be changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct Remembered {
    /// The core's data.
    core: Value,
    /// Which papers hold a word, as `Postings` writes it.
    #[serde(skip)]
    pub papers: Vec<u8>,
}

/// The scripts: (address from the root, bytes).
pub type Scripts = Vec<(String, Vec<u8>)>;

/// The words of a paper that changed: its document, and its notes before and after.
#[derive(Clone, Copy, Debug)]
pub struct Reworded<'t> {
    /// Number of the document, of [`numbers`].
    pub document: u32,
    /// Its notes as they are in the index, Markdown.
    pub before: &'t str,
    /// As they are now.
    pub after: &'t str,
}

/// Makes all scripts; with `remember` also what a later [`reword`] needs.
pub fn scripts(site: &Site<'_>, remember: bool) -> (Scripts, Option<Remembered>) {
    let mut made = Made::default();
    let papers = Papers::of(site);
    made.core.insert("kinds".into(), kinds(site));
    let words = &site.settings.words;
    let says =
        json!({ "some": words.get("search.some"), "own": words.get("search.own"), "all": words.get("search.all") });
    made.core.insert("says".into(), says);
    let (postings, rows) = Postings::of(papers.len(), |number| papers.document(site, number));
    let kept = remember.then(|| postings.to_bytes());
    made.words("p", postings);
    made.rows("p", ROWS[0], rows, &papers.runs, &papers.years);
    made.part("facets", vec![("facets".into(), papers.facets(site).to_string())]);
    let works = Works::of(site);
    let (postings, rows) = Postings::of(works.len(), |number| works.document(site, number));
    let runs = [("cited work", works.len())];
    made.words("w", postings);
    made.rows("w", ROWS[1], rows, &runs, &works.years);
    let (scripts, core) = made.finish();
    (scripts, kept.map(|papers| Remembered { core, papers }))
}

/// The number of each paper's document, by article.
pub fn numbers(site: &Site<'_>) -> Vec<u32> {
    Papers::of(site).numbers()
}

/// What other words make different.
pub struct AfterWords {
    /// The scripts that differ, and a few that may.
    pub scripts: Scripts,
    /// Addresses of scripts that are no more.
    pub gone: Vec<String>,
    /// What is to be remembered now.
    pub remembered: Remembered,
}

/// The scripts after papers have other words. `None` where what is remembered does not hold the words before.
pub fn reword(remembered: Remembered, words: &[Reworded<'_>]) -> Option<AfterWords> {
    let mut postings = Postings::from_bytes(&remembered.papers)?;
    for of in words {
        postings.reword(of.document, of.before, of.after)?;
    }
    let papers = postings.to_bytes();
    let mut gone = of_words("p", &remembered.core);
    let Value::Object(core) = remembered.core else {
        return None;
    };
    let there = core["of"]["p"].as_str().unwrap_or_default().to_owned();
    let mut made = Made {
        core,
        data: Vec::new(),
        there,
    };
    made.words("p", postings);
    let (scripts, core) = made.finish();
    let now: HashSet<String> = of_words("p", &core).into_iter().collect();
    gone.retain(|path| !now.contains(path));
    let remembered = Remembered { core, papers };
    Some(AfterWords {
        scripts,
        gone,
        remembered,
    })
}

/// Addresses of the scripts that hold a family's words.
fn of_words(family: &str, core: &Value) -> Vec<String> {
    let of = &core[family];
    let shards = of["shards"]
        .as_str()
        .map_or(0, |first| first.split_terminator(' ').count());
    let near = of["near"].as_array().into_iter().flatten();
    let shards = (0..shards).map(|number| address(&format!("{family}-{number}")));
    shards
        .chain(near.map(|letters| address(&format!("{family}n-{letters}"))))
        .collect()
}

/// Scripts, and the core that says what there is.
#[derive(Default)]
struct Made {
    core: Map<String, Value>,
    data: Scripts,
    /// Stamps of the shards that a site has already.
    there: String,
}

impl Made {
    /// The index of a family.
    fn words(&mut self, family: &str, postings: Postings) {
        let index = Index::of(postings);
        let mut near: Vec<(usize, String)> = Vec::new();
        for (letters, words) in index.near {
            let words = words.join(" ");
            match near.last_mut().filter(|(_, list)| list.len() + words.len() < NEAR) {
                Some((_, list)) => *list = format!("{list} {words}"),
                None => near.push((letters, words)),
            }
        }
        let letters: Vec<usize> = near.iter().map(|(letters, _)| *letters).collect();
        self.say(family, "shards", index.first.join(" ").into());
        self.say(family, "near", letters.into());
        self.shards(family, index.shards);
        let near = near.into_iter();
        let near = near.map(|(letters, words)| (format!("{family}n-{letters}"), Value::from(words).to_string()));
        self.part(&format!("{family}n"), near.collect());
    }

    /// What a family's documents show.
    fn rows(
        &mut self,
        family: &str,
        per: usize,
        rows: Vec<String>,
        runs: &[(&'static str, usize)],
        years: &[(Option<u16>, usize)],
    ) {
        self.say(family, "n", rows.len().into());
        self.say(family, "per", per.into());
        self.say(family, "runs", json!(runs));
        self.say(family, "years", json!(years));
        let chunks = rows.chunks(per).enumerate();
        let rows = chunks.map(|(number, rows)| (format!("{family}r-{number}"), format!("[{}]", rows.join(","))));
        self.part(&format!("{family}r"), rows.collect());
    }

    /// Says something of a family in the core.
    fn say(&mut self, family: &str, what: &str, value: Value) {
        let of = self.core.entry(family).or_insert_with(|| Map::new().into());
        if let Value::Object(of) = of {
            of.insert(what.to_owned(), value);
        }
    }

    /// Adds the shards of an index, but for those that a site has already. Parts of two builds never meet: each bears its
    /// stamp, and the core knows them all. A shard in which nothing has changed stays as it is, on disks and in browsers.
    fn shards(&mut self, family: &str, shards: Vec<String>) {
        let stamps: Vec<String> = shards
            .par_iter()
            .map(|shard| Digest::of(shard.as_bytes()).short().chars().take(STAMP).collect())
            .collect();
        let known: Vec<&str> = self.there.split(' ').collect();
        let made = shards.into_iter().zip(&stamps).enumerate();
        let made = made.filter(|(number, (_, stamp))| known.get(*number) != Some(&stamp.as_str()));
        let made = made.map(|(number, (shard, stamp))| {
            let name = format!("{family}-{number}");
            (address(&name), script(&name, stamp, &Value::from(shard).to_string()))
        });
        self.data.extend(made);
        self.say("of", family, stamps.join(" ").into());
    }

    /// Adds scripts of one kind, which bear one stamp.
    fn part(&mut self, kind: &str, texts: Vec<(String, String)>) {
        let stamp = Digest::of_parts(texts.iter().map(|(_, text)| text.as_bytes())).short();
        let named = texts
            .into_iter()
            .map(|(name, text)| (address(&name), script(&name, &stamp, &text)));
        self.data.extend(named);
        self.say("of", kind, stamp.into());
    }

    fn finish(mut self) -> (Scripts, Value) {
        let core = Value::Object(self.core);
        let text = core.to_string();
        let stamp = Digest::of(text.as_bytes()).short();
        self.data.push((address("core"), script("core", &stamp, &text)));
        (self.data, core)
    }
}

fn address(name: &str) -> String {
    format!("assets/search-{name}.js")
}

fn script(name: &str, stamp: &str, data: &str) -> Vec<u8> {
    let text = format!("citeloomSearch({},{},{data});\n", Value::from(name), Value::from(stamp));
    // Two characters end a line in older scripts, though not in JSON.
    match text.contains(['\u{2028}', '\u{2029}']) {
        true => text
            .replace('\u{2028}', "\\u2028")
            .replace('\u{2029}', "\\u2029")
            .into_bytes(),
        false => text.into_bytes(),
    }
}

/// What kinds of results are called.
fn kinds(site: &Site<'_>) -> Value {
    let kinds = ["paper", "mechanism", "drug", "gene", "disease", "model", "cited work"];
    let names = kinds.map(|kind| (kind.to_owned(), site.settings.words.name("kind", kind).into()));
    Value::Object(names.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Few scripts of many are made anew for a few words, and with the others they are those of a clean build.
    #[test]
    fn a_few_other_words_change_few_shards() {
        const PAPERS: usize = 3000;
        let notes = |at: usize, mine: &str| {
            if at == 700 {
                mine.to_owned()
            } else {
                format!("w{}", at % 97)
            }
        };
        let made = |mine: &str| {
            let document = |at: usize| postings::Document {
                row: String::new(),
                fields: vec![
                    (postings::TITLE, format!("word{at} word{} of many", at * 7919 % PAPERS)),
                    (postings::REST, notes(at, mine)),
                ],
                filters: Vec::new(),
            };
            let postings = Postings::of(PAPERS, document).0;
            let papers = postings.to_bytes();
            let mut made = Made::default();
            made.words("p", postings);
            let (scripts, core) = made.finish();
            (scripts, Remembered { core, papers })
        };
        let ((before, remembered), (clean, _)) = (made(""), made("relapse after word700"));
        let words = Reworded {
            document: 700,
            before: "",
            after: "relapse after word700",
        };
        let after = reword(remembered, &[words]).expect("it holds the words before");
        let shards = |scripts: &Scripts| scripts.iter().filter(|(path, _)| path.contains("-p-")).count();
        assert!(
            shards(&before) > 10 && shards(&after.scripts) < 5,
            "{}",
            shards(&after.scripts)
        );
        let mut site: std::collections::BTreeMap<String, Vec<u8>> = before.into_iter().collect();
        site.retain(|path, _| !after.gone.contains(path));
        site.extend(after.scripts);
        assert!(site.into_iter().eq(std::collections::BTreeMap::from_iter(clean)));
    }

    #[test]
    fn a_script_holds_nothing_that_ends_its_line() {
        let text = String::from_utf8(script("core", "b1", &json!({ "x": "a\u{2028}b" }).to_string())).unwrap();
        assert_eq!(text, "citeloomSearch(\"core\",\"b1\",{\"x\":\"a\\u2028b\"});\n");
    }
}
