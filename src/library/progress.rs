//! How far the reviewing has come, and who did it.

use crate::article::{Article, FindingStatus, Status};
use crate::base::PartialDate;
use std::collections::BTreeMap;

/// The state of a review's articles and findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Articles by status, in the order of the work, zeros too.
    pub articles: Vec<(Status, usize)>,
    /// Findings by status, zeros too.
    pub findings: Vec<(FindingStatus, usize)>,
    /// Who reviewed, by name.
    pub people: Vec<Reviewer>,
}

/// One reviewer's share, as the stubs' `reviewed-by` and the findings' `by` say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewer {
    /// The name as written.
    pub name: String,
    /// Articles that are more than stubs.
    pub articles: usize,
    /// Findings accepted, written or refused; those that are only proposed are nobody's judgement.
    pub findings: usize,
    /// The last day of either.
    pub last: Option<PartialDate>,
}

impl Progress {
    /// Counts.
    pub fn of<'a>(articles: impl IntoIterator<Item = &'a Article>) -> Self {
        let mut statuses: Vec<(Status, usize)> = Status::ALL.iter().map(|status| (*status, 0)).collect();
        let mut findings: Vec<(FindingStatus, usize)> = FindingStatus::ALL.iter().map(|status| (*status, 0)).collect();
        let mut people: BTreeMap<String, Reviewer> = BTreeMap::new();
        let mut note = |name: Option<&str>, on: Option<PartialDate>, article: usize, finding: usize| {
            let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else {
                return;
            };
            let person = people.entry(name.to_owned()).or_insert_with(|| Reviewer {
                name: name.to_owned(),
                articles: 0,
                findings: 0,
                last: None,
            });
            person.articles += article;
            person.findings += finding;
            person.last = person.last.max(on);
        };
        for article in articles {
            count(&mut statuses, article.status);
            if article.status != Status::Stub {
                note(article.reviewed_by.as_deref(), article.reviewed_on, 1, 0);
            }
            for finding in &article.findings {
                count(&mut findings, finding.status);
                if finding.status != FindingStatus::Proposed {
                    note(finding.judge(), finding.on, 0, 1);
                }
            }
        }
        Self {
            articles: statuses,
            findings,
            people: people.into_values().collect(),
        }
    }

    /// Findings of a status.
    pub fn findings(&self, wanted: FindingStatus) -> usize {
        let found = self.findings.iter().find(|(status, _)| *status == wanted);
        found.map_or(0, |(_, count)| *count)
    }

    /// Findings that somebody has judged.
    pub fn judged(&self) -> usize {
        let all: usize = self.findings.iter().map(|(_, count)| count).sum();
        all - self.findings(FindingStatus::Proposed)
    }
}

fn count<S: PartialEq>(counts: &mut [(S, usize)], status: S) {
    if let Some((_, count)) = counts.iter_mut().find(|(there, _)| *there == status) {
        *count += 1;
    }
}
