//! `citations.html`: the citations of the review taken together.

use super::reference::WorkLine;
use super::*;
use crate::library::{ArticleId, CitationFacts, WorkId};
use serde::Serialize;

/// The citations.
pub static PAGE: PageKind = PageKind {
    name: "citations",
    title: "what is cited often, what is cited together, and what is worth capturing next",
    template: "citations.html",
    list: |_| vec![(0, "citations.html".into())],
    make: |site, _| {
        let view = make(site);
        let head = Head {
            title: site.settings.words.get("nav.citations"),
            description: site.settings.words.get("citations.description"),
            section: "bibliography",
            crumbs: vec![Crumb::new(
                "bibliography.html",
                site.settings.words.get("nav.bibliography"),
            )],
            toc: toc(site, &view),
            ..Head::default()
        };
        (head, View::Citations(view))
    },
};

/// Citing papers and shared works that are named in one row.
const NAMED: usize = 8;
/// Width of the longest bar, in pixels.
const BAR: usize = 96;
/// Height of the highest column, in units of the chart.
const COLUMN: usize = 100;

/// The citations of the review, taken together.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)] // each is what it says
pub struct CitationsView {
    pub papers: usize,
    pub references: usize,
    pub cited: usize,
    /// How many works at least so many papers cite: (papers, works).
    pub spread: Vec<(usize, usize)>,
    /// Cited by several papers and not captured.
    pub wanted: Vec<Wanted>,
    pub wanted_count: usize,
    /// Captured works that other papers of the review cite.
    pub within: Vec<Wanted>,
    pub within_count: usize,
    pub together: Vec<Pair>,
    pub coupled: Vec<Alike>,
    pub own: Vec<Own>,
    pub own_references: usize,
    /// Papers with such references.
    pub own_papers: usize,
    pub oldest: Vec<WorkLine>,
    pub newest: Vec<WorkLine>,
    pub undated: usize,
    pub years: Option<Years>,
    pub journals: Vec<Journal>,
    pub journal_count: usize,
    pub unplaced: usize,
}

/// A work and the references that cite it.
#[derive(Clone, Debug, Serialize)]
pub struct Wanted {
    /// The work.
    pub work: WorkLine,
    /// How many papers cite it.
    pub papers: usize,
    /// The first of the citing references.
    pub citers: Vec<Link>,
}

/// Two works that are cited together.
#[derive(Clone, Debug, Serialize)]
pub struct Pair {
    /// One work.
    pub a: Link,
    /// How many papers cite it.
    pub a_papers: usize,
    /// The other.
    pub b: Link,
    /// How many papers cite that.
    pub b_papers: usize,
    /// How many cite both.
    pub papers: usize,
}

/// Two papers that cite the same works.
#[derive(Clone, Debug, Serialize)]
pub struct Alike {
    /// One paper.
    pub a: Link,
    /// The other.
    pub b: Link,
    /// The first of the works.
    pub works: Vec<Link>,
    /// How many works.
    pub count: usize,
}

/// A paper and its references to its own authors.
#[derive(Clone, Debug, Serialize)]
pub struct Own {
    /// The paper.
    pub paper: Link,
    /// The references, by number.
    pub references: Vec<Link>,
    /// Length of its list.
    pub of: usize,
}

/// Works by year.
#[derive(Clone, Debug, Serialize)]
pub struct Years {
    /// The first year.
    pub first: u16,
    /// The last year.
    pub last: u16,
    /// Width of the chart in units; a year is ten wide.
    pub width: usize,
    /// Columns of years with a work: (left, top, height) in units.
    pub columns: Vec<(usize, usize, usize)>,
    /// The year of the highest column, and its works.
    pub peak: (u16, usize),
    /// (year, works, citations).
    pub rows: Vec<(u16, usize, usize)>,
}

/// Works of one journal.
#[derive(Clone, Debug, Serialize)]
pub struct Journal {
    /// Its name.
    pub name: String,
    /// Cited works.
    pub works: usize,
    /// Their citations.
    pub citations: usize,
    /// Length of its bar in pixels.
    pub bar: usize,
}

fn make(site: &Site<'_>) -> CitationsView {
    let library = site.library;
    let facts = CitationFacts::of(library);
    let papers = |id: WorkId| library.work(id).citers.len();
    let wanted = |list: &[(WorkId, usize)]| -> Vec<Wanted> {
        list.iter()
            .map(|(id, papers)| Wanted {
                work: WorkLine::new(site, *id),
                papers: *papers,
                citers: citing_references(site, *id),
            })
            .collect()
    };
    let lines = |list: &[WorkId]| -> Vec<WorkLine> { list.iter().map(|id| WorkLine::new(site, *id)).collect() };
    let most = facts.journals.first().map_or(1, |journal| journal.2.max(1));
    CitationsView {
        papers: library.articles.len(),
        references: facts.references,
        cited: facts.cited,
        wanted: wanted(&facts.wanted),
        wanted_count: facts.wanted_count,
        within: wanted(&facts.within),
        within_count: facts.within_count,
        together: facts
            .together
            .iter()
            .map(|pair| Pair {
                a: site.work_link(pair.a),
                a_papers: papers(pair.a),
                b: site.work_link(pair.b),
                b_papers: papers(pair.b),
                papers: pair.articles,
            })
            .collect(),
        coupled: facts
            .coupled
            .iter()
            .map(|pair| Alike {
                a: paper(site, pair.a),
                b: paper(site, pair.b),
                count: pair.works.len(),
                works: pair.works.iter().take(NAMED).map(|id| site.work_link(*id)).collect(),
            })
            .collect(),
        own: facts
            .own
            .iter()
            .map(|own| Own {
                paper: paper(site, own.article),
                of: library.article(own.article).references.len(),
                references: own
                    .references
                    .iter()
                    .map(|number| Link {
                        href: site.addresses.reference(own.article, *number),
                        label: number.to_string(),
                    })
                    .collect(),
            })
            .collect(),
        own_references: facts.own_references,
        own_papers: facts.own_articles,
        oldest: lines(&facts.oldest),
        newest: lines(&facts.newest),
        undated: facts.undated,
        journals: facts
            .journals
            .iter()
            .map(|(name, works, citations)| Journal {
                name: name.clone(),
                works: *works,
                citations: *citations,
                bar: (citations * BAR).div_ceil(most),
            })
            .collect(),
        journal_count: facts.journal_count,
        unplaced: facts.unplaced,
        years: years(facts.years),
        spread: spread(&facts.spread),
    }
}

fn paper(site: &Site<'_>, id: ArticleId) -> Link {
    Link {
        href: site.addresses.article(id).to_owned(),
        label: site.short(id),
    }
}

fn citing_references(site: &Site<'_>, id: WorkId) -> Vec<Link> {
    let citers = site.library.work(id).citers.iter();
    citers
        .map(|citer| Link {
            href: site.addresses.reference(citer.article, citer.number),
            label: site.settings.words.say(
                "reference.place",
                &[("paper", &site.short(citer.article)), ("n", &citer.number)],
            ),
        })
        .take(NAMED)
        .collect()
}

/// From exactly so many papers to at least so many, in round steps.
fn spread(exact: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let steps = [2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000];
    let at_least = steps.map(|step| {
        let reached = exact.iter().filter(|(papers, _)| *papers >= step);
        (step, reached.map(|(_, works)| works).sum())
    });
    at_least.into_iter().filter(|(_, works)| *works > 0).collect()
}

/// A column for each year from the first to the last, its height by the number of works.
fn years(rows: Vec<(u16, usize, usize)>) -> Option<Years> {
    let (first, last) = (rows.first()?.0, rows.last()?.0);
    let peak = rows.iter().rev().max_by_key(|row| row.1).map(|row| (row.0, row.1))?;
    let columns = rows
        .iter()
        .map(|(year, works, _)| {
            let height = (works * COLUMN).div_ceil(peak.1);
            (usize::from(year - first) * 10, COLUMN - height, height)
        })
        .collect();
    Some(Years {
        first,
        last,
        width: (usize::from(last - first) + 1) * 10,
        columns,
        peak,
        rows,
    })
}

fn toc(site: &Site<'_>, view: &CitationsView) -> Vec<Toc> {
    let entries = [
        (true, "wanted", "citations.wanted"),
        (!view.within.is_empty(), "within", "citations.within"),
        (!view.together.is_empty(), "together", "citations.together"),
        (!view.coupled.is_empty(), "coupled", "citations.coupled"),
        (!view.journals.is_empty(), "journals", "citations.journals"),
        (view.years.is_some(), "years", "citations.years"),
        (!view.own.is_empty(), "own", "citations.own"),
    ];
    Toc::list(&site.settings.words, &entries)
}
