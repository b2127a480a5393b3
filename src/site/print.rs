//! `print.html`: the whole review on one page, made to be printed: title page, contents, mechanisms with their
//! evidence, papers, works.

use super::article::{paragraphs, uncommented};
use super::*;
use crate::library::{ArticleId, MechanismId, Standing};
use serde::Serialize;

/// Reviews of more papers are printed in brief: papers without abstracts, sentences without the others.
const IN_FULL: usize = 200;
/// Works of larger bibliographies are only counted.
const WORKS: usize = 5_000;
/// Sentences of a paper for one mechanism.
const SENTENCES: usize = 2;
/// Papers of a mechanism whose sentences are printed.
const PAPERS: usize = 40;
/// The same in a large review.
const PAPERS_IN_BRIEF: usize = 12;

/// The print page.
pub static PAGE: PageKind = PageKind {
    name: "print",
    title: "the whole review on one page, made to be printed",
    template: "print.html",
    list: |_| vec![(0, "print.html".into())],
    make: |site, _| {
        let words = &site.settings.words;
        let head = Head {
            title: words.get("print.title"),
            description: words.get("print.description"),
            section: "print",
            ..Head::default()
        };
        (head, View::Print(Box::new(make(site))))
    },
};

/// The whole review.
#[derive(Clone, Debug, Serialize)]
pub struct PrintView {
    /// How to cite it.
    pub citation: String,
    /// Words of the authors, from `content/pages/index.md`.
    pub intro: Prose,
    /// Works that the prose of the page cites, numbered through.
    pub cited: Vec<CitedWork>,
    /// Mechanisms, branches before their leaves.
    pub mechanisms: Vec<PrintedMechanism>,
    /// Papers, newest first.
    pub papers: Vec<PrintedPaper>,
    /// Works that the review cites; empty where there are too many.
    pub works: Vec<WorkLine>,
    /// Number of all works.
    pub work_count: usize,
    /// Papers are printed without abstracts.
    pub brief: bool,
}

/// A mechanism on paper.
#[derive(Clone, Debug, Serialize)]
pub struct PrintedMechanism {
    /// The mechanism.
    pub mechanism: MechanismLink,
    /// Its place in the tree: `3`, `3.2`.
    pub number: String,
    /// It stands under another.
    pub leaf: bool,
    /// What it is.
    pub definition: String,
    /// How many papers.
    pub tally: Tally,
    /// Words of the reviewers.
    pub overview: Prose,
    /// They are marked as a draft.
    pub draft: bool,
    /// Findings that count.
    pub findings: Vec<FindingRow>,
    /// Findings that nobody has judged.
    pub proposed_findings: Vec<FindingRow>,
    /// Papers and their sentences.
    pub papers: Vec<PrintedClaim>,
    /// Papers that are left out.
    pub more: usize,
}

/// What a paper says of a mechanism.
#[derive(Clone, Debug, Serialize)]
pub struct PrintedClaim {
    /// The paper's anchor on this page.
    pub id: String,
    /// `Dumas et al., 2019`.
    pub label: String,
    /// How it stands to the mechanism.
    pub tier: &'static str,
    /// Sentences, the weightiest first.
    pub quotes: Vec<Quote>,
}

/// A paper on paper.
#[derive(Clone, Debug, Serialize)]
pub struct PrintedPaper {
    /// Its anchor.
    pub id: String,
    /// The paper.
    pub paper: Paper,
    /// The reference in one line.
    pub reference: String,
    /// Paragraphs of the abstract.
    pub abstract_text: Vec<String>,
    /// The reviewer's notes.
    pub notes: Prose,
    /// Number of its references.
    pub references: usize,
}

/// The number of each paper in the list of them, from 1.
type Numbers = HashMap<ArticleId, usize>;

fn anchor(number: usize) -> String {
    format!("paper-{number}")
}

fn make(site: &Site<'_>) -> PrintView {
    let library = site.library;
    let mut cited = Cited::default();
    let page = super::about::find(library, "index").or_else(|| super::about::find(library, "home"));
    let intro = page
        .map(|page| cited.prose(site, &uncommented(&page.body)))
        .unwrap_or_default();
    let brief = !shows_notes(library);
    let numbered = |ids: &[MechanismId], under: &str| {
        let numbers = ids.iter().enumerate().rev();
        numbers
            .map(|(at, id)| (*id, format!("{under}{}", at + 1)))
            .collect::<Vec<_>>()
    };
    let mut order: Vec<(MechanismId, String)> = Vec::new();
    let mut waiting = numbered(&site.tops, "");
    while let Some((id, number)) = waiting.pop() {
        waiting.extend(numbered(&library.mechanism(id).children, &format!("{number}.")));
        order.push((id, number));
    }
    let mut ids: Vec<ArticleId> = library.article_ids().collect();
    ids.sort_by_key(|id| (std::cmp::Reverse(library.article(*id).article.item.issued), *id));
    let numbers: Numbers = ids.iter().zip(1..).map(|(id, number)| (*id, number)).collect();
    let listed = if brief { PAPERS_IN_BRIEF } else { PAPERS };
    let mechanisms = order.into_iter();
    let mechanisms = mechanisms
        .map(|(id, number)| mechanism(site, id, number, listed, &numbers, &mut cited))
        .collect();
    let papers = ids.into_iter().zip(1..);
    let papers = papers
        .map(|(id, number)| paper(site, id, anchor(number), brief, &mut cited))
        .collect();
    let work_count = library.works.len();
    let works = library.work_ids().filter(|_| work_count <= WORKS);
    let mut works: Vec<WorkLine> = works.map(|id| WorkLine::new(site, id)).collect();
    works.sort_by_cached_key(|work| (crate::base::fold(&work.authors), work.numbers.clone(), work.key.clone()));
    PrintView {
        citation: super::home::citation(site),
        intro,
        cited: cited.list(site),
        mechanisms,
        papers,
        works,
        work_count,
        brief,
    }
}

fn mechanism(
    site: &Site<'_>,
    id: MechanismId,
    number: String,
    listed: usize,
    numbers: &Numbers,
    cited: &mut Cited,
) -> PrintedMechanism {
    let library = site.library;
    let entry = library.mechanism(id);
    let findings = |counts: bool| {
        let places = entry.findings.iter();
        places
            .filter_map(|place| Some((place.0, library.finding(*place)?)))
            .filter(|(_, finding)| Site::shown(finding) && finding.counts() == counts)
            .map(|(article, finding)| site.finding(article, finding))
            .collect()
    };
    let mut claims: Vec<(Standing, ArticleId)> = Vec::new();
    for article in &entry.articles {
        let of = library
            .article(*article)
            .mechanisms
            .iter()
            .find(|of| of.mechanism == id);
        claims.extend(of.map(|of| (of.standing(), *article)));
    }
    claims.retain(|(standing, _)| !matches!(standing, Standing::Excluded | Standing::Rejected));
    claims.sort();
    let more = claims.len().saturating_sub(listed);
    claims.truncate(listed);
    let papers = claims.into_iter().map(|(stands, article)| {
        let of = library.article(article).mechanisms.iter().find(|of| of.mechanism == id);
        let mut quotes = of.map(|of| site.quotes(article, of)).unwrap_or_default();
        quotes.truncate(SENTENCES);
        PrintedClaim {
            id: numbers.get(&article).copied().map(anchor).unwrap_or_default(),
            label: site.short(article),
            tier: standing(stands),
            quotes,
        }
    });
    PrintedMechanism {
        mechanism: site.mechanism_link(id, ""),
        number,
        leaf: entry.parent.is_some(),
        definition: site
            .vocabulary
            .mechanisms
            .get(&entry.id)
            .map(|mechanism| mechanism.definition.clone())
            .unwrap_or_default(),
        tally: super::mechanisms::tally(site, id),
        draft: super::mechanism::is_draft(entry),
        overview: cited.prose(site, &super::mechanism::words_on(entry.overview.as_ref())),
        findings: findings(true),
        proposed_findings: findings(false),
        papers: papers.collect(),
        more,
    }
}

/// Whether the page shows the notes on papers.
pub(super) fn shows_notes(library: &Library) -> bool {
    library.articles.len() <= IN_FULL
}

fn paper(site: &Site<'_>, id: ArticleId, anchor: String, brief: bool, cited: &mut Cited) -> PrintedPaper {
    let entry = site.library.article(id);
    let item = &entry.article.item;
    let text = site.abstract_of(&entry.article);
    let notes = match brief {
        true => Prose::default(),
        false => cited.prose(site, &super::article::notes(&entry.article)),
    };
    PrintedPaper {
        id: anchor,
        paper: site.paper(id),
        reference: site.reference_text(item),
        abstract_text: text.filter(|_| !brief).map(paragraphs).unwrap_or_default(),
        notes,
        references: entry.references.len(),
    }
}
