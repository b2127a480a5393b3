//! Drawings: they say what their tables say, and one paper more moves nothing much.

use citeloom::article::Lock;
use citeloom::pipeline::{self, Knowledge, TextFile};
use citeloom::site::{self, SiteSettings};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A paper: its year, and the works that it cites by number; numbers under 40 are works, others are papers.
type Paper = (u16, Vec<usize>);

const WORKS: usize = 40;

fn reference(cited: usize, papers: &[(usize, Paper)]) -> String {
    match cited.checked_sub(WORKS) {
        None => format!(
            "Worker{cited} A. Work number {cited} of its kind. J Works. {};{cited}:{cited}-{}.",
            1980 + cited % 30,
            cited + 9
        ),
        Some(paper) => {
            let year = papers
                .iter()
                .find(|(number, _)| *number == paper)
                .map_or(2001, |(_, of)| of.0);
            format!("Author{paper} B. Paper number {paper} of the review. J Papers. {year};1:{paper}1-{paper}9.")
        }
    }
}

fn stub(number: usize, (year, cited): &Paper, papers: &[(usize, Paper)]) -> TextFile {
    let references: Vec<String> = (1..)
        .zip(cited)
        .map(|(n, work)| format!("{n}. {}", reference(*work, papers)))
        .collect();
    let text = format!(
        "+++\nkey = \"paper{number:03}\"\ntype = \"article-journal\"\ntitle = \"Paper number {number} of the review\"\n\
         authors = [{{ family = \"Author{number}\", given = \"B\" }}]\njournal = \"J Papers\"\nissued = \"{year}\"\nvolume = \"1\"\npages = \"{number}1-{number}9\"\n+++\n\n\
         ## References\n\n{}\n",
        references.join("\n")
    );
    TextFile {
        path: format!("articles/paper{number:03}.md").into(),
        text: text.into(),
    }
}

/// The data of pages by their addresses.
fn pages(papers: &[(usize, Paper)], wanted: impl Fn(&str) -> bool) -> BTreeMap<String, Value> {
    let files: Vec<TextFile> = papers
        .iter()
        .map(|(number, paper)| stub(*number, paper, papers))
        .collect();
    let stubs = pipeline::read_stubs(&files).value;
    let knowledge = Knowledge::default();
    let library = pipeline::library(stubs, Lock::default(), &[], &[], &knowledge).value;
    let settings = SiteSettings::default();
    let plan = site::plan(&library, &knowledge.vocabulary, &settings).value;
    let jobs = plan.jobs.iter().filter(|job| wanted(&job.route));
    jobs.map(|job| {
        (
            job.route.clone(),
            serde_json::to_value(plan.page(job)).unwrap()["view"].take(),
        )
    })
    .collect()
}

/// Boxes by what they lead to: (left, top).
fn boxes(graph: &Value) -> BTreeMap<String, (u64, u64)> {
    let nodes = graph["nodes"].as_array().into_iter().flatten();
    let place = |node: &Value| (node["x"].as_u64().unwrap(), node["y"].as_u64().unwrap());
    nodes
        .filter_map(|node| Some((node["href"].as_str()?.to_owned(), place(node))))
        .collect()
}

/// Boxes that are in both drawings stand in the same order.
fn same_order(before: &BTreeMap<String, (u64, u64)>, after: &BTreeMap<String, (u64, u64)>) {
    let order = |of: &BTreeMap<String, (u64, u64)>| {
        let mut list: Vec<((u64, u64), String)> = of
            .iter()
            .filter(|(name, _)| before.contains_key(*name) && after.contains_key(*name))
            .map(|(name, place)| (*place, name.clone()))
            .collect();
        list.sort();
        list.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    };
    assert_eq!(order(before), order(after));
}

fn review() -> impl Strategy<Value = (Vec<Paper>, Paper)> {
    let paper = || (1995u16..2015, prop::collection::btree_set(0..WORKS + 30, 0..8));
    let paper = move || paper().prop_map(|(year, cited)| (year, cited.into_iter().collect::<Vec<_>>()));
    (prop::collection::vec(paper(), 5..30), paper())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn one_paper_more_moves_nothing_much((papers, more) in review(), place in 0usize..30) {
        // The new paper's key stands anywhere among the others.
        let mut numbered: Vec<(usize, Paper)> = papers.into_iter().enumerate().map(|(n, paper)| (n + usize::from(n >= place), paper)).collect();
        let wanted = |route: &str| route == "graph.html" || route.starts_with("articles/paper");
        let before = pages(&numbered, wanted);
        numbered.push((place, more));
        let after = pages(&numbered, wanted);

        // The whole graph: a column changes only if something comes into it or goes out of it, and columns never change places.
        let (old, new) = (boxes(&before["graph.html"]), boxes(&after["graph.html"]));
        same_order(&old, &new);
        let column = |of: &BTreeMap<String, (u64, u64)>, x: u64| -> BTreeSet<String> {
            of.iter().filter(|(_, place)| place.0 == x).map(|(name, _)| name.clone()).collect()
        };
        for (name, (x, y)) in &old {
            let Some((new_x, new_y)) = new.get(name) else { continue };
            if column(&old, *x) == column(&new, *new_x) {
                prop_assert_eq!(y, new_y, "{} moved in a column that did not change", name);
            }
        }

        // The graphs of papers: what stays keeps its order; a paper that shares nothing with the new one keeps its drawing.
        let touched: BTreeSet<usize> = numbered.last().unwrap().1.1.iter().copied().collect();
        for (number, paper) in &numbered[..numbered.len() - 1] {
            let route = format!("articles/paper{number:03}.html");
            let (old, new) = (&before[&route]["graph"], &after[&route]["graph"]);
            let own: BTreeSet<usize> = paper.1.iter().copied().chain([number + WORKS]).collect();
            if own.is_disjoint(&touched) && !paper.1.contains(&(place + WORKS)) && !near(&numbered, paper, place) {
                prop_assert_eq!(old, new, "{}", route);
            }
            let works = |graph: &Value| -> BTreeMap<String, (u64, u64)> {
                boxes(graph).into_iter().filter(|(name, _)| !name.starts_with("articles/")).collect()
            };
            same_order(&works(old), &works(new));
        }
    }

    #[test]
    fn what_is_drawn_stands_in_the_table((papers, _) in review()) {
        let numbered: Vec<(usize, Paper)> = papers.into_iter().enumerate().collect();
        let made = pages(&numbered, |route| route == "graph.html" || route.starts_with("articles/paper"));
        let graph = &made["graph.html"];
        let cited: BTreeSet<&str> = graph["rows"].as_array().unwrap().iter().map(|row| row[1]["href"].as_str().unwrap()).collect();
        let citing: BTreeSet<String> = graph["rows"].as_array().unwrap().iter()
            .map(|row| row[0]["href"].as_str().unwrap().split('#').next().unwrap().to_owned()).collect();
        prop_assert!(graph["edges"].as_array().unwrap().len() <= graph["rows"].as_array().unwrap().len());
        for name in boxes(graph).keys().filter(|name| !name.starts_with("articles/")) {
            prop_assert!(cited.contains(name.as_str()), "{name} is drawn and not in the table");
        }
        let mut times: BTreeMap<usize, usize> = BTreeMap::new();
        for work in numbered.iter().flat_map(|(_, paper)| &paper.1).filter(|work| **work < WORKS || **work >= WORKS + numbered.len()) {
            *times.entry(*work).or_default() += 1;
        }
        let shared = times.values().filter(|times| **times > 1).count();
        let works = boxes(graph).into_keys().filter(|name| !name.starts_with("articles/")).count();
        prop_assert_eq!(works, shared, "works of two papers are drawn");
        prop_assert!(citing.iter().all(|name| made.contains_key(name)));
        for (route, page) in made.iter().filter(|(_, page)| !page["graph"].is_null()) {
            let told: BTreeSet<&str> = page["graph"]["rows"].as_array().unwrap().iter().map(|row| row["who"]["href"].as_str().unwrap()).collect();
            let drawn = boxes(&page["graph"]);
            let drawn: BTreeSet<&str> = drawn.keys().map(String::as_str).collect();
            prop_assert_eq!(told, drawn, "{}", route);
        }
    }
}

/// Whether a paper that `paper` cites, or shares works with, has to do with the new one: neighbours may then change.
fn near(papers: &[(usize, Paper)], paper: &Paper, new: usize) -> bool {
    let new_works: BTreeSet<usize> = papers
        .iter()
        .find(|(number, _)| *number == new)
        .map(|(_, of)| of.1.iter().copied().collect())
        .unwrap_or_default();
    let own: BTreeSet<usize> = paper.1.iter().copied().collect();
    papers.iter().any(|(number, of)| {
        let theirs: BTreeSet<usize> = of.1.iter().copied().chain([number + WORKS]).collect();
        !theirs.is_disjoint(&own) && (!theirs.is_disjoint(&new_works) || theirs.contains(&(new + WORKS)))
    })
}
