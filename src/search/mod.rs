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
mod tokens;

use crate::base::Digest;
use crate::site::Site;
use documents::{Papers, Works};
use index::Index;
use serde_json::{Map, Value, json};

/// Rows in one script, of papers and of cited works.
const ROWS: [usize; 2] = [32, 48];
/// Bytes of words for misspelt ones in one script, if they are of more than one length.
const NEAR: usize = 12 << 10;

/// The scripts: (address from the root, bytes).
pub fn scripts(site: &Site<'_>) -> Vec<(String, Vec<u8>)> {
    let mut data: Vec<(String, String)> = Vec::new();
    let papers = Papers::of(site);
    let mut core = Map::new();
    core.insert("kinds".into(), kinds(site));
    let index = Index::of(papers.len(), |number| papers.document(site, number));
    core.insert(
        "p".into(),
        family(&mut data, "p", ROWS[0], index, &papers.runs, &papers.years),
    );
    data.push(("facets".into(), papers.facets(site).to_string()));
    let works = Works::of(site);
    let index = Index::of(works.len(), |number| works.document(site, number));
    let runs = [("cited work", works.len())];
    core.insert("w".into(), family(&mut data, "w", ROWS[1], index, &runs, &works.years));
    data.push(("core".into(), Value::Object(core).to_string()));
    // Parts of two builds never meet: each names its build.
    let build = Digest::of_parts(data.iter().map(|(_, text)| text.as_bytes())).short();
    data.into_iter()
        .map(|(name, text)| (format!("assets/search-{name}.js"), script(&name, &build, &text)))
        .collect()
}

/// Lays the scripts of a family down and gives its part of the core.
fn family(
    data: &mut Vec<(String, String)>,
    name: &str,
    per: usize,
    index: Index,
    runs: &[(&'static str, usize)],
    years: &[(Option<u16>, usize)],
) -> Value {
    let mut near: Vec<(usize, String)> = Vec::new();
    for (letters, words) in index.near {
        let words = words.join(" ");
        match near.last_mut().filter(|(_, list)| list.len() + words.len() < NEAR) {
            Some((_, list)) => *list = format!("{list} {words}"),
            None => near.push((letters, words)),
        }
    }
    let core = json!({
        "n": index.rows.len(),
        "per": per,
        "runs": runs,
        "years": years,
        "shards": index.first.join(" "),
        "near": near.iter().map(|(letters, _)| letters).collect::<Vec<_>>(),
    });
    for (number, rows) in index.rows.chunks(per).enumerate() {
        data.push((format!("{name}r-{number}"), format!("[{}]", rows.join(","))));
    }
    for (number, shard) in index.shards.into_iter().enumerate() {
        data.push((format!("{name}-{number}"), Value::from(shard).to_string()));
    }
    for (letters, words) in near {
        data.push((format!("{name}n-{letters}"), Value::from(words).to_string()));
    }
    core
}

fn script(name: &str, build: &str, data: &str) -> Vec<u8> {
    let text = format!("citeloomSearch({},{},{data});\n", Value::from(name), Value::from(build));
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

    #[test]
    fn a_script_holds_nothing_that_ends_its_line() {
        let text = String::from_utf8(script("core", "b1", &json!({ "x": "a\u{2028}b" }).to_string())).unwrap();
        assert_eq!(text, "citeloomSearch(\"core\",\"b1\",{\"x\":\"a\\u2028b\"});\n");
    }
}
