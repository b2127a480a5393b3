//! Mechanisms against terms: the papers with a finding that joins the two, and those that only name both.

use super::{ArticleId, EntityId, FindingPlace, Library, MechanismId, Standing};
use crate::article::FindingStatus;
use std::collections::{BTreeMap, HashMap};

/// The papers that connect a mechanism and a term, each of them once, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joint {
    /// Papers with a finding about the mechanism that names the term and that a reviewer stands behind.
    pub confirmed: Vec<ArticleId>,
    /// Papers with such a finding that nobody has judged.
    pub proposed: Vec<ArticleId>,
    /// Papers that have the mechanism, confirmed or proposed, and name the term, without such a finding. That the two
    /// belong together is not said.
    pub named: Vec<ArticleId>,
}

/// What connects each mechanism of the library, by its index, with the terms.
pub fn joints(library: &Library) -> Vec<BTreeMap<EntityId, Joint>> {
    let mut all: Vec<BTreeMap<EntityId, Joint>> = vec![BTreeMap::new(); library.mechanisms.len()];
    let mut about: HashMap<FindingPlace, MechanismId> = HashMap::new();
    for id in library.mechanism_ids() {
        about.extend(library.mechanism(id).findings.iter().map(|place| (*place, id)));
    }
    for entity in library.entity_ids() {
        for place in &library.entity(entity).findings {
            let (Some(mechanism), Some(finding)) = (about.get(place), library.finding(*place)) else {
                continue;
            };
            if finding.status == FindingStatus::Rejected {
                continue;
            }
            let joint = all[mechanism.0 as usize].entry(entity).or_default();
            match finding.counts() {
                true => joint.confirmed.push(place.0),
                false => joint.proposed.push(place.0),
            }
        }
    }
    for joint in all.iter_mut().flat_map(BTreeMap::values_mut) {
        joint.confirmed.sort_unstable();
        joint.confirmed.dedup();
        joint.proposed.sort_unstable();
        joint.proposed.dedup();
        let confirmed = &joint.confirmed;
        joint.proposed.retain(|paper| confirmed.binary_search(paper).is_err());
    }
    for id in library.article_ids() {
        let paper = library.article(id);
        for of in paper.mechanisms.iter().filter(|of| of.standing() <= Standing::Proposed) {
            for entity in &paper.entities {
                let joint = all[of.mechanism.0 as usize].entry(entity.entity).or_default();
                if joint.confirmed.binary_search(&id).is_err() && joint.proposed.binary_search(&id).is_err() {
                    joint.named.push(id);
                }
            }
        }
    }
    all
}
