//! What nobody has studied well: pairs of drug and disease whose best counted evidence stands at level D or lower.

use super::{Library, MechanismId};
use crate::article::{Finding, Level};
use std::collections::BTreeMap;

/// A drug in a disease with nothing above level D.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unstudied {
    /// The drug or class as the findings name it, an id or words.
    pub drug: String,
    /// The disease, an id; `None` where the findings name none.
    pub disease: Option<String>,
    /// The best level of the counted findings; `None` if none of them has one, or none is counted.
    pub best: Option<Level>,
    /// Findings that a reviewer stands behind.
    pub counted: usize,
    /// Findings that nobody has judged; one of them may be above level D.
    pub proposed: usize,
    /// The best level among the proposed ones.
    pub proposed_best: Option<Level>,
    /// The mechanisms of all of them, in the order of the vocabulary, and whether one of the counted ones is about it.
    pub mechanisms: Vec<(MechanismId, bool)>,
}

/// Pairs of drug and disease that findings name and of which no counted finding stands above level D.
pub fn unstudied(library: &Library) -> Vec<Unstudied> {
    let mut pairs: BTreeMap<(&str, Option<&str>), Unstudied> = BTreeMap::new();
    let under = |id: Option<MechanismId>| -> Vec<&Finding> {
        match id {
            Some(id) => {
                let places = library.mechanism(id).findings.iter();
                places.filter_map(|place| library.finding(*place)).collect()
            }
            None => {
                let all = library.articles.iter().flat_map(|entry| &entry.article.findings);
                all.filter(|finding| finding.mechanism.is_none()).collect()
            }
        }
    };
    // A finding may be about a drug and a disease, and about no mechanism.
    for id in library.mechanism_ids().map(Some).chain([None]) {
        for finding in under(id) {
            let counts = finding.counts();
            if !counts && finding.status != crate::article::FindingStatus::Proposed {
                continue;
            }
            for drug in &finding.drugs {
                let pair = (drug.as_str(), finding.disease.as_deref());
                let entry = pairs.entry(pair).or_insert_with(|| Unstudied {
                    drug: drug.clone(),
                    disease: finding.disease.clone(),
                    best: None,
                    counted: 0,
                    proposed: 0,
                    proposed_best: None,
                    mechanisms: Vec::new(),
                });
                if let Some(id) = id {
                    match entry.mechanisms.last_mut().filter(|(last, _)| *last == id) {
                        Some((_, counted)) => *counted |= counts,
                        None => entry.mechanisms.push((id, counts)),
                    }
                }
                let (number, best) = if counts {
                    (&mut entry.counted, &mut entry.best)
                } else {
                    (&mut entry.proposed, &mut entry.proposed_best)
                };
                *number += 1;
                *best = match (*best, finding.level) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
        }
    }
    let low = |entry: &Unstudied| entry.best.is_none_or(|level| level >= Level::D);
    pairs.into_values().filter(low).collect()
}
