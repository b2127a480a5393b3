//! `mechanisms/ID.html`: all that the review holds about one mechanism, in the order that a reader judges by.

use super::article::uncommented;
use super::defined::{own_words, review_labels};
use super::mechanisms::{Branch, branch, tally};
use super::repository::{begin, edit};
use super::shared_works::{SharedWork, shared, titled};
use super::*;
use crate::article::{Direction, Level};
use crate::library::{ArticleId, MechanismId, PageEntry, Standing};
use crate::vocabulary::EntityKind;
use serde::Serialize;
use std::collections::BTreeMap;

/// Papers whose sentences are shown; further ones are only named.
const SHOWN: usize = 60;
/// Findings of each table that are shown; all of them stand in the table beside the page.
const ROWS: usize = 60;
/// Terms of each kind that are shown.
const TERMS: usize = 60;

/// Findings in another order than the table's.
#[derive(Clone, Debug, Serialize)]
pub struct FindingOrder {
    /// What they are ordered by, in words.
    pub title: String,
    /// Groups in order: (name, links to the rows).
    pub groups: Vec<(String, Vec<Link>)>,
}

/// Terms of one kind that the papers of a mechanism name.
#[derive(Clone, Debug, Serialize)]
pub struct Named {
    /// The kind, in words.
    pub kind: String,
    /// The terms, the most named first.
    pub links: Vec<EntityLink>,
    /// Further ones, which the pages of drugs, genes, diseases and models list.
    pub more: usize,
}

/// Mechanisms.
pub static PAGE: PageKind = PageKind {
    name: "mechanism",
    title: "the evidence for one mechanism",
    template: "mechanism.html",
    list: |site| {
        let ids = site.library.mechanism_ids();
        ids.map(|id| (id.0, site.addresses.mechanism(id).to_owned())).collect()
    },
    make: |site, item| make(site, MechanismId(item)),
};

/// One mechanism.
#[derive(Clone, Debug, Serialize)]
pub struct MechanismView {
    /// Itself.
    pub mechanism: MechanismLink,
    /// Its parent.
    pub parent: Option<MechanismLink>,
    /// Its children.
    pub leaves: Vec<Branch>,
    /// How the papers stand to it or its children.
    pub tally: Tally,
    /// What it is.
    pub definition: String,
    /// What counts as evidence, in pieces: those with an address name another mechanism.
    pub evidence: Vec<Link>,
    /// What belongs here, in pieces.
    pub include: Vec<Link>,
    /// What does not, in pieces.
    pub exclude: Vec<Link>,
    /// How reviews call it: (citation of the review, words).
    pub review_labels: Vec<(String, String)>,
    /// The reviewers' words; empty where nobody has written any.
    pub overview: Prose,
    /// The words are marked as a draft.
    pub draft: bool,
    /// Works that the reviewers' words cite.
    pub cited: Vec<CitedWork>,
    /// Levels that have a column.
    pub levels: Vec<&'static str>,
    /// Drugs against levels, confirmed findings only.
    pub drug_levels: Vec<DrugLevels>,
    /// Rows of evidence that count.
    pub findings: Vec<FindingRow>,
    /// Rows that nobody has judged.
    pub proposed_findings: Vec<FindingRow>,
    /// Number of all findings that count.
    pub finding_count: usize,
    /// Those that are not shown here.
    pub more_findings: usize,
    /// Number of all findings that nobody has judged.
    pub proposed_count: usize,
    /// Those that are not shown here.
    pub more_proposed: usize,
    /// Drugs of the findings shown, for choosing among them; empty where there is nothing to choose.
    pub finding_drugs: Vec<String>,
    /// Other orders of the findings shown, for pages without scripts: links to the rows.
    pub finding_orders: Vec<FindingOrder>,
    /// Number of findings that reviewers refused.
    pub rejected: usize,
    /// Opposite directions side by side.
    pub conflicts: Vec<conflicts::Conflict>,
    /// Ways round the resistance.
    pub ways: Vec<FindingRow>,
    /// Papers: confirmed, proposed, possible.
    pub papers: Vec<PaperClaims>,
    /// Further papers: their sentences stand on their own pages.
    pub more_papers: Vec<Link>,
    /// Number of all papers, and of their mentions of children.
    pub paper_count: usize,
    /// Papers whose words set it aside.
    pub excluded_by: Vec<PaperClaims>,
    /// What its papers name, by kind.
    pub entities: Vec<Named>,
    /// Works cited by at least two of its papers that are confirmed or proposed, those of most papers first.
    pub shared_works: Vec<SharedWork>,
    /// Further ones.
    pub more_shared: usize,
    /// Cited works whose title speaks of it.
    pub title_works: Vec<WorkLine>,
    /// Further ones.
    pub more_titles: usize,
    /// What nobody has studied, as far as this review goes.
    pub gaps: Vec<String>,
    /// The mechanism before it under the same parent.
    pub previous: Option<MechanismLink>,
    /// The one after it.
    pub next: Option<MechanismLink>,
    /// Who reviews it, as the settings say.
    pub reviewers: Vec<String>,
    /// Address of the reviewers' words in the repository.
    pub edit: Option<String>,
    /// Where they would be written.
    pub overview_path: String,
    /// Files of its papers' records.
    pub downloads: Vec<Link>,
}

/// A drug and its confirmed findings at each level.
#[derive(Clone, Debug, Serialize)]
pub struct DrugLevels {
    /// The drug.
    pub drug: EntityLink,
    /// For each level: findings for and against it.
    pub counts: Vec<(usize, usize)>,
}

/// A paper with the sentences that speak for or against the mechanism.
#[derive(Clone, Debug, Serialize)]
pub struct PaperClaims {
    /// The paper.
    pub paper: PaperName,
    /// How it stands to the mechanism.
    pub tier: &'static str,
    /// Which child is meant, on pages of branches.
    pub leaf: Option<MechanismLink>,
    /// The sentences.
    pub quotes: Vec<Quote>,
}

fn make(site: &Site<'_>, id: MechanismId) -> (Head, View) {
    let library = site.library;
    let entry = library.mechanism(id);
    let word = site.vocabulary.mechanisms.get(&entry.id);
    let label = site.mechanism_label(id).to_owned();
    let members = library.family(id);
    let mut cited = Cited::default();
    let overview = cited.prose(site, &words_on(entry.overview.as_ref()));
    let all: Vec<(ArticleId, usize)> = {
        let mut all: Vec<(ArticleId, usize)> = Vec::new();
        for member in &members {
            for place in &library.mechanism(*member).findings {
                if !all.contains(place) {
                    all.push(*place);
                }
            }
        }
        all.sort_by_key(|place| {
            let finding = library.finding(*place);
            let year = library.article(place.0).article.item.year();
            (
                finding.and_then(|f| f.level).map_or(9, |level| level as u8),
                std::cmp::Reverse(year),
                *place,
            )
        });
        all
    };
    let rows = |keep: &dyn Fn(&crate::article::Finding) -> bool| -> Vec<FindingRow> {
        all.iter()
            .filter_map(|place| Some((place.0, library.finding(*place)?)))
            .filter(|(_, finding)| keep(finding))
            .map(|(article, finding)| site.finding(article, finding))
            .collect()
    };
    let mut findings = rows(&|finding| finding.counts());
    let mut proposed_findings = rows(&|finding| Site::shown(finding) && !finding.counts());
    let ways: Vec<FindingRow> = findings
        .iter()
        .chain(&proposed_findings)
        .filter(|row| row.way_round.is_some())
        .take(ROWS)
        .cloned()
        .collect();
    let (finding_count, proposed_count) = (findings.len(), proposed_findings.len());
    findings.truncate(ROWS);
    proposed_findings.truncate(ROWS);
    let finding_drugs: std::collections::BTreeSet<String> = findings
        .iter()
        .chain(&proposed_findings)
        .flat_map(|row| &row.drugs)
        .map(|drug| drug.label.clone())
        .collect();
    let finding_orders = orders(site, &findings, &proposed_findings);
    let rejected = all
        .iter()
        .filter_map(|place| library.finding(*place))
        .filter(|finding| !Site::shown(finding))
        .count();
    let siblings: Vec<MechanismId> = match entry.parent {
        Some(parent) => library.mechanism(parent).children.clone(),
        None => site.tops.clone(),
    };
    let at = siblings.iter().position(|other| *other == id);
    let beside = |step: isize| {
        let index = at?.checked_add_signed(step)?;
        Some(site.mechanism_link(*siblings.get(index)?, ""))
    };
    let tally = tally(site, id);
    let all_papers = papers(site, &members, false);
    let (shared_works, more_shared) = shared(site, &all_papers);
    let (title_works, more_titles) = titled(site, &members);
    let (shown, more) = all_papers.split_at(all_papers.len().min(SHOWN));
    // A paper may speak of several children: it is named once.
    let mut named: std::collections::HashSet<ArticleId> = shown.iter().map(|(_, article, _)| *article).collect();
    let more_papers = more
        .iter()
        .filter(|(_, article, _)| named.insert(*article))
        .map(|(_, article, _)| site.brief_link(*article))
        .collect();
    let view = MechanismView {
        mechanism: site.mechanism_link(id, ""),
        parent: entry.parent.map(|parent| site.mechanism_link(parent, "")),
        leaves: entry.children.iter().map(|child| branch(site, *child, false)).collect(),
        definition: word.map(|m| m.definition.clone()).unwrap_or_default(),
        evidence: own_words(site, word.and_then(|m| m.evidence.as_deref())),
        include: own_words(site, word.and_then(|m| m.include.as_deref())),
        exclude: own_words(site, word.and_then(|m| m.exclude.as_deref())),
        review_labels: word.map(|m| review_labels(site, &m.review_labels)).unwrap_or_default(),
        draft: is_draft(entry),
        cited: cited.list(site),
        overview,
        levels: Level::ALL.iter().map(|level| level.name()).collect(),
        drug_levels: drug_levels(site, &all),
        gaps: gaps(site, &all, &tally),
        conflicts: conflicts::of(site, &members),
        ways,
        more_findings: finding_count - findings.len(),
        more_proposed: proposed_count - proposed_findings.len(),
        // One or two findings need no sifting.
        finding_drugs: match findings.len() + proposed_findings.len() {
            0..=2 => Vec::new(),
            _ => finding_drugs.into_iter().collect(),
        },
        finding_orders,
        finding_count,
        proposed_count,
        findings,
        proposed_findings,
        rejected,
        paper_count: tally.papers,
        more_papers,
        papers: claims(site, &members, shown),
        excluded_by: claims(site, &[id], &papers(site, &[id], true)),
        entities: entities(site, &members),
        more_shared,
        shared_works,
        more_titles,
        title_works,
        previous: beside(-1),
        next: beside(1),
        edit: match &entry.overview {
            Some(page) => edit(site, &format!("content/{}", page.path)),
            None => begin(site, &format!("content/mechanisms/{}.md", entry.id)),
        },
        reviewers: site.reviewers(&format!("mechanisms/{}.md", entry.id)),
        overview_path: format!("content/mechanisms/{}.md", entry.id),
        downloads: match site.papers_under(id).is_empty() {
            true => Vec::new(),
            false => site.files_beside(site.addresses.mechanism(id), false),
        },
        tally,
    };
    let mut crumbs = vec![Crumb::new(
        "mechanisms/index.html",
        site.settings.words.get("nav.mechanisms"),
    )];
    if let Some(parent) = &view.parent {
        crumbs.push(Crumb::new(parent.href.clone(), parent.label.clone()));
    }
    let route = site.addresses.mechanism(id);
    let under = site.papers_under(id);
    let dated = |id: &ArticleId| {
        let article = &site.library.article(*id).article;
        article.reviewed_on.or(article.item.issued).is_some()
    };
    let head = Head {
        json_ld: super::head_data::review_json_ld(site, &label, route, &under),
        feed: (site.settings.base_url.is_some() && under.iter().any(dated)).then(|| feed_route(route)),
        title: label,
        description: view.definition.clone(),
        section: "mechanisms",
        crumbs,
        toc: toc(site, &view),
        ..Head::default()
    };
    (head, View::Mechanism(Box::new(view)))
}

/// Whether the reviewers' words are marked as a draft.
pub(super) fn is_draft(entry: &crate::library::MechanismEntry) -> bool {
    let status = entry.overview.as_ref().and_then(|page| page.front.get("status"));
    status.is_some_and(|status| status == "draft") && !words_on(entry.overview.as_ref()).is_empty()
}

/// Markdown without the headings at its beginning that the page has already: its title, and "Bottom line".
fn untitled(markdown: &str) -> String {
    let mut text = markdown.trim_start();
    for _ in 0..2 {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let words = first.trim_start_matches('#').trim();
        let title = first.starts_with("# ") || (first.starts_with('#') && words.eq_ignore_ascii_case("bottom line"));
        if !title {
            break;
        }
        text = rest.trim_start();
    }
    super::prose::without_empty_sections(text)
}

/// The reviewers' words on a mechanism; nothing where its file is as it was begun.
pub(super) fn words_on(page: Option<&PageEntry>) -> String {
    page.map(|page| untitled(&uncommented(&page.body))).unwrap_or_default()
}

/// Papers that speak of one of the mechanisms, or set it aside, the clearest and newest first: (how, who, of which).
fn papers(site: &Site<'_>, members: &[MechanismId], excluded: bool) -> Vec<(Standing, ArticleId, MechanismId)> {
    let mut papers = Vec::new();
    for member in members {
        let entry = site.library.mechanism(*member);
        let list = if excluded { &entry.excluded_by } else { &entry.articles };
        for article in list {
            let mechanisms = site.library.article(*article).mechanisms.iter();
            let of = mechanisms.filter(|of| of.mechanism == *member);
            let stands = of.map(|of| of.standing()).next();
            let wanted =
                |stands: &Standing| *stands != Standing::Rejected && excluded == (*stands == Standing::Excluded);
            papers.extend(stands.filter(wanted).map(|stands| (stands, *article, *member)));
        }
    }
    papers.sort_by_key(|(standing, article, _)| {
        let year = site.library.article(*article).article.item.year();
        (*standing, std::cmp::Reverse(year), *article)
    });
    papers
}

/// What papers say, in full.
fn claims(site: &Site<'_>, members: &[MechanismId], papers: &[(Standing, ArticleId, MechanismId)]) -> Vec<PaperClaims> {
    let branch = members.len() > 1;
    let claim = |(stands, article, member): &(Standing, ArticleId, MechanismId)| {
        let mut mechanisms = site.library.article(*article).mechanisms.iter();
        let of = mechanisms.find(|of| of.mechanism == *member)?;
        Some(PaperClaims {
            paper: site.paper_name(*article),
            tier: standing(*stands),
            leaf: (branch && *member != members[0]).then(|| site.mechanism_link(*member, standing(*stands))),
            quotes: site.quotes(*article, of),
        })
    };
    papers.iter().filter_map(claim).collect()
}

fn drug_levels(site: &Site<'_>, all: &[(ArticleId, usize)]) -> Vec<DrugLevels> {
    let mut drugs: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for finding in all.iter().filter_map(|place| site.library.finding(*place)) {
        let (true, Some(level)) = (finding.counts(), finding.level) else {
            continue;
        };
        for drug in &finding.drugs {
            let counts = drugs
                .entry(drug.clone())
                .or_insert_with(|| vec![(0, 0); Level::ALL.len()]);
            let cell = &mut counts[level as usize];
            match finding.direction() {
                Direction::Supports => cell.0 += 1,
                Direction::DoesNotSupport => cell.1 += 1,
                Direction::Mixed => {
                    cell.0 += 1;
                    cell.1 += 1;
                }
            }
        }
    }
    let rows = drugs.into_iter();
    rows.map(|(drug, counts)| DrugLevels {
        drug: site.term_link(&drug),
        counts,
    })
    .collect()
}

fn entities(site: &Site<'_>, members: &[MechanismId]) -> Vec<Named> {
    let library = site.library;
    let mut articles: Vec<ArticleId> = Vec::new();
    for member in members {
        articles.extend(&library.mechanism(*member).articles);
    }
    articles.sort();
    articles.dedup();
    let mut counts: BTreeMap<EntityId, usize> = BTreeMap::new();
    for article in articles {
        for found in &library.article(article).entities {
            *counts.entry(found.entity).or_default() += 1;
        }
    }
    let kinds: [(&'static str, &[EntityKind]); 5] = [
        ("entities.drugs", &[EntityKind::Drug, EntityKind::Drugclass]),
        ("entities.genes", &[EntityKind::Gene, EntityKind::Family]),
        ("entities.variants", &[EntityKind::Variant]),
        ("entities.diseases", &[EntityKind::Disease]),
        ("entities.models", &[EntityKind::Model, EntityKind::CellLine]),
    ];
    kinds
        .into_iter()
        .filter_map(|(title, kinds)| {
            let mut links: Vec<EntityLink> = counts
                .iter()
                .filter(|(id, _)| {
                    let term = site.vocabulary.terms.get(&library.entity(**id).id);
                    term.is_some_and(|term| kinds.contains(&term.kind))
                })
                .map(|(id, count)| site.entity_link(*id, *count))
                .collect();
            links.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
            let more = links.len().saturating_sub(TERMS);
            links.truncate(TERMS);
            (!links.is_empty()).then(|| Named {
                kind: site.settings.words.get(title),
                links,
                more,
            })
        })
        .collect()
}

/// The rows by drug and, the newest first, by year. Two findings need no order.
fn orders(site: &Site<'_>, counted: &[FindingRow], proposed: &[FindingRow]) -> Vec<FindingOrder> {
    let mut by_drug: BTreeMap<String, Vec<Link>> = BTreeMap::new();
    let mut by_year: BTreeMap<std::cmp::Reverse<u16>, Vec<Link>> = BTreeMap::new();
    for (table, rows) in [("counted", counted), ("proposed", proposed)] {
        for (index, row) in rows.iter().enumerate() {
            let link = Link {
                href: format!("#{table}-{}", index + 1),
                label: row.statement.clone().unwrap_or_else(|| row.paper.label.clone()),
            };
            for drug in &row.drugs {
                by_drug.entry(drug.label.clone()).or_default().push(link.clone());
            }
            if let Some(year) = row.year {
                by_year.entry(std::cmp::Reverse(year)).or_default().push(link);
            }
        }
    }
    let by_year: Vec<(String, Vec<Link>)> = by_year
        .into_iter()
        .map(|(year, rows)| (year.0.to_string(), rows))
        .collect();
    [
        ("sift.by-drug", by_drug.into_iter().collect()),
        ("sift.by-year", by_year),
    ]
    .into_iter()
    .filter(|(_, groups)| groups.len() > 1 && counted.len() + proposed.len() > 2)
    .map(|(title, groups)| FindingOrder {
        title: site.settings.words.get(title),
        groups,
    })
    .collect()
}

fn gaps(site: &Site<'_>, all: &[(ArticleId, usize)], tally: &Tally) -> Vec<String> {
    let words = &site.settings.words;
    let mut gaps = Vec::new();
    if tally.nothing {
        gaps.push(words.get("mechanism.gap-no-paper"));
        return gaps;
    }
    let counted: Vec<_> = all
        .iter()
        .filter_map(|place| site.library.finding(*place))
        .filter(|finding| finding.counts())
        .collect();
    if counted.is_empty() {
        gaps.push(words.get("mechanism.no-finding"));
        return gaps;
    }
    if counted
        .iter()
        .all(|finding| finding.level.is_none_or(|level| level >= Level::D))
    {
        gaps.push(words.get("mechanism.gap-preclinical"));
    }
    let mut best: BTreeMap<(String, String), Option<Level>> = BTreeMap::new();
    for finding in &counted {
        let disease = finding.disease.as_deref().map(|id| site.term_link(id).label);
        for drug in &finding.drugs {
            let pair = (site.term_link(drug).label, disease.clone().unwrap_or_default());
            let level = best.entry(pair).or_default();
            *level = match (*level, finding.level) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
    }
    for ((drug, disease), level) in best {
        if level.is_none_or(|level| level >= Level::D) && !disease.is_empty() {
            gaps.push(words.say("mechanism.gap-level", &[("drug", &drug), ("disease", &disease)]));
        }
    }
    let unlevelled = counted.iter().filter(|finding| finding.level.is_none()).count();
    if unlevelled > 0 {
        let places: [(&str, &dyn std::fmt::Display); 2] = [("n", &unlevelled), ("of", &counted.len())];
        gaps.push(words.say("mechanism.gap-unlevelled", &places));
    }
    gaps
}

fn toc(site: &Site<'_>, view: &MechanismView) -> Vec<Toc> {
    let evidence = !view.findings.is_empty() || !view.proposed_findings.is_empty();
    let entries = [
        (true, "bottom-line", "mechanism.bottom-line"),
        (!view.leaves.is_empty(), "parts", "mechanism.parts"),
        (true, "evidence", "mechanism.evidence"),
        (true, "papers", "entities.papers"),
        (
            evidence && !view.conflicts.is_empty(),
            "conflicts",
            "mechanism.conflicts",
        ),
        (!view.ways.is_empty(), "ways", "mechanism.ways"),
        (!view.entities.is_empty(), "entities", "mechanism.entities"),
        (!view.excluded_by.is_empty(), "excluded", "mechanism.excluded"),
        (
            !view.shared_works.is_empty() || !view.title_works.is_empty(),
            "works",
            "mechanism.works",
        ),
        (!view.gaps.is_empty(), "gaps", "nav.gaps"),
        (true, "provenance", "article.provenance"),
    ];
    Toc::list(&site.settings.words, &entries)
}
