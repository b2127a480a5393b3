//! Where the review disagrees with itself: findings for and against one mechanism, papers that speak for a mechanism
//! and papers that set it aside.

use super::{ArticleId, Library, MechanismId, Standing};
use crate::article::{Direction, Finding, FindingStatus};
use std::collections::BTreeMap;

/// A finding's place: its article and its number there.
pub type FindingPlace = (ArticleId, usize);

/// Findings of one mechanism and one drug that point in opposite directions, refused ones aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The mechanism.
    pub mechanism: MechanismId,
    /// The drug or class as the findings name it, an id or words; `None` for findings that name no drug.
    pub drug: Option<String>,
    /// Findings for the mechanism.
    pub supports: Vec<FindingPlace>,
    /// Findings against it, or of both kinds.
    pub against: Vec<FindingPlace>,
    /// Reviewers stand behind both sides; else one of them is only proposed.
    pub judged: bool,
}

/// Papers that speak for a mechanism and papers whose words set it aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The mechanism.
    pub mechanism: MechanismId,
    /// Papers confirmed or proposed for it.
    pub supports: Vec<ArticleId>,
    /// Papers whose words set it aside.
    pub excludes: Vec<ArticleId>,
}

/// Conflicts among the findings, by mechanism, then by drug.
pub fn conflicts(library: &Library) -> Vec<Conflict> {
    let ids = library.mechanism_ids();
    ids.flat_map(|id| conflicts_of(library, id)).collect()
}

/// Conflicts among the findings of one mechanism, by drug.
pub fn conflicts_of(library: &Library, mechanism: MechanismId) -> Vec<Conflict> {
    let mut by_drug: BTreeMap<Option<&str>, Vec<(FindingPlace, &Finding)>> = BTreeMap::new();
    for place in &library.mechanism(mechanism).findings {
        let Some(finding) = library.finding(*place).filter(|f| f.status != FindingStatus::Rejected) else {
            continue;
        };
        if finding.drugs.is_empty() {
            by_drug.entry(None).or_default().push((*place, finding));
        }
        for drug in &finding.drugs {
            by_drug.entry(Some(drug)).or_default().push((*place, finding));
        }
    }
    let conflict = |(drug, rows): (Option<&str>, Vec<(FindingPlace, &Finding)>)| {
        let (supports, against): (Vec<_>, Vec<_>) = rows
            .into_iter()
            .partition(|(_, finding)| finding.direction() == Direction::Supports);
        let judged = |side: &[(FindingPlace, &Finding)]| side.iter().any(|(_, finding)| finding.counts());
        let mixed = |finding: &Finding| finding.direction() == Direction::Mixed;
        let both = !supports.is_empty() || against.iter().any(|(_, finding)| mixed(finding));
        (both && !against.is_empty()).then(|| Conflict {
            mechanism,
            drug: drug.map(str::to_owned),
            judged: judged(&against)
                && (judged(&supports) || against.iter().any(|(_, finding)| finding.counts() && mixed(finding))),
            supports: supports.into_iter().map(|(place, _)| place).collect(),
            against: against.into_iter().map(|(place, _)| place).collect(),
        })
    };
    by_drug.into_iter().filter_map(conflict).collect()
}

/// Mechanisms that some papers speak for and others set aside, in the order of the vocabulary.
pub fn disagreements(library: &Library) -> Vec<Disagreement> {
    let of = |id: MechanismId| {
        let entry = library.mechanism(id);
        let firm = |article: &&ArticleId| {
            let mechanisms = &library.article(**article).mechanisms;
            mechanisms
                .iter()
                .any(|about| about.mechanism == id && about.standing() <= Standing::Proposed)
        };
        let supports: Vec<ArticleId> = entry.articles.iter().filter(firm).copied().collect();
        (!supports.is_empty() && !entry.excluded_by.is_empty()).then(|| Disagreement {
            mechanism: id,
            supports,
            excludes: entry.excluded_by.clone(),
        })
    };
    library.mechanism_ids().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{ArticleEntry, MechanismEntry, WorkId};
    use super::*;

    fn library(findings: Vec<Finding>) -> Library {
        let places = (0..findings.len()).map(|index| (ArticleId(0), index)).collect();
        let parsed = crate::article::parse("articles/a.md", "+++\nkey = \"a\"\n+++\n");
        let mut article = parsed.value.expect("a stub");
        article.findings = findings;
        Library {
            articles: vec![ArticleEntry {
                article,
                locked: None,
                work: WorkId(0),
                references: Vec::new(),
                noted: Vec::new(),
                missing: Vec::new(),
                mechanisms: Vec::new(),
                entities: Vec::new(),
                hits: Vec::new(),
                neighbours: Vec::new(),
                relations: Vec::new(),
            }],
            mechanisms: vec![MechanismEntry {
                id: "m".into(),
                parent: None,
                children: Vec::new(),
                overview: None,
                articles: Vec::new(),
                excluded_by: Vec::new(),
                findings: places,
                title_works: Vec::new(),
                entities: Vec::new(),
            }],
            ..Library::default()
        }
    }

    fn finding(drugs: &[&str], direction: Option<Direction>, status: FindingStatus) -> Finding {
        Finding {
            mechanism: Some("m".into()),
            drugs: drugs.iter().map(|drug| (*drug).to_owned()).collect(),
            direction,
            status,
            ..Finding::default()
        }
    }

    #[test]
    fn opposite_directions_conflict_only_on_the_same_drug_and_not_when_refused() {
        use Direction::{DoesNotSupport, Mixed};
        use FindingStatus::{Confirmed, Proposed, Rejected};
        let found = conflicts(&library(vec![
            finding(&["imatinib", "nilotinib"], None, Confirmed),
            finding(&["imatinib"], Some(DoesNotSupport), Confirmed),
            finding(&["nilotinib"], Some(DoesNotSupport), Rejected),
            finding(&["dasatinib"], None, Confirmed),
            finding(&["dasatinib"], Some(DoesNotSupport), Proposed),
            finding(&["bosutinib"], Some(DoesNotSupport), Confirmed),
            finding(&["ponatinib"], Some(Mixed), Confirmed),
        ]));
        let told: Vec<_> = found
            .iter()
            .map(|c| {
                (
                    c.drug.as_deref().unwrap_or(""),
                    c.supports.len(),
                    c.against.len(),
                    c.judged,
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("dasatinib", 1, 1, false),
                ("imatinib", 1, 1, true),
                ("ponatinib", 0, 1, true)
            ]
        );
    }
}
