//! From claims to a record: for each field the heaviest claim wins, agreeing claims add their weight, rivals are kept.

use super::{Claim, Claims, Field, Item, RawReference, Relation, Value, Zone, abbreviates};
use crate::base::codes::extract::{AUTHORS_INCOMPLETE, CONFLICT};
use crate::base::{Diagnostic, Parsed, Span, fold};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where a value of a record stands and the rule that took it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The place in the capture's text.
    pub span: Span,
    /// Name of the rule.
    pub rule: &'static str,
}

/// A resolved record of one capture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The values.
    pub item: Item,
    /// Key of the entry in its file, if the format has keys.
    pub id: Option<String>,
    /// Where each value stands: one entry for a single value, one for each name or keyword of a list. A date may stand in
    /// several fields.
    pub provenance: BTreeMap<Field, Vec<Provenance>>,
    /// Claims that lost against a different value, heaviest first.
    pub rivals: Vec<Claim>,
    /// The reference list.
    pub references: Vec<RawReference>,
    /// Comments, corrections, retractions.
    pub relations: Vec<Relation>,
    /// Zones for tagging.
    pub zones: Vec<Zone>,
    /// The page layout that recognised the capture.
    pub layout: Option<&'static str>,
    /// The whole record in the capture.
    pub span: Span,
}

/// Claims of one field that belong together: one claim, or for list fields all of one rule.
struct Candidate {
    claims: Vec<Claim>,
    weight: u32,
    first: usize,
}

/// Decides each field. `file` is the capture's path, for diagnostics.
pub fn resolve(claims: Claims, file: &Arc<str>) -> Parsed<Record> {
    let mut record = Record {
        references: claims.references,
        relations: claims.relations,
        zones: claims.zones,
        layout: claims.layout,
        span: claims.span,
        ..Record::default()
    };
    let mut diagnostics = Vec::new();
    let contested = contested(&claims.claims);
    let mut candidates: BTreeMap<Field, Vec<Candidate>> = BTreeMap::new();
    for (order, claim) in claims.claims.into_iter().enumerate() {
        if !contested[claim.field as usize] {
            take(&mut record, claim);
            continue;
        }
        let list = candidates.entry(claim.field).or_default();
        let same_rule = |c: &&mut Candidate| c.claims[0].rule == claim.rule;
        let together = claim.field.is_list().then(|| list.iter_mut().find(same_rule)).flatten();
        if let Some(candidate) = together {
            candidate.claims.push(claim);
        } else {
            list.push(Candidate {
                weight: u32::from(claim.weight),
                claims: vec![claim],
                first: order,
            });
        }
    }
    for (field, list) in candidates {
        let (winner, losers) = decide(list);
        report_conflict(field, &winner, &losers, file, &mut diagnostics);
        record.rivals.extend(losers.into_iter().flat_map(|loser| loser.claims));
        for claim in winner.claims {
            take(&mut record, claim);
        }
    }
    if let Some(span) = claims.et_al.filter(|_| !record.item.author.is_empty()) {
        record.item.et_al = true;
        diagnostics.push(
            Diagnostic::new(
                AUTHORS_INCOMPLETE,
                match record.item.author.len() {
                    1 => "only the first author is named here".to_owned(),
                    n => format!("only the first {n} authors are named here"),
                },
            )
            .at(file, span),
        );
    }
    Parsed::new(record, diagnostics)
}

/// For each field whether more than one candidate claims it.
fn contested(claims: &[Claim]) -> [bool; Field::ALL.len()] {
    let mut rules: [Option<&'static str>; Field::ALL.len()] = [None; Field::ALL.len()];
    let mut contested = [false; Field::ALL.len()];
    for claim in claims {
        let index = claim.field as usize;
        match rules[index] {
            None => rules[index] = Some(claim.rule),
            Some(rule) => contested[index] |= !claim.field.is_list() || rule != claim.rule,
        }
    }
    contested
}

/// How many candidates of one field support each other.
const MOST_COMPARED: usize = 64;

/// The winner, and those that differ from it, heaviest first.
fn decide(mut list: Vec<Candidate>) -> (Candidate, Vec<Candidate>) {
    // Each is compared with each; no honest capture has more, and a hostile one must not take for ever.
    let rest = if list.len() > MOST_COMPARED {
        list.sort_by_key(|candidate| std::cmp::Reverse(candidate.weight));
        list.split_off(MOST_COMPARED)
    } else {
        Vec::new()
    };
    let own: Vec<u32> = list.iter().map(|candidate| candidate.weight).collect();
    for index in 0..list.len() {
        let support: u32 = (0..list.len())
            .filter(|&other| other != index && agree(&list[index], &list[other]))
            .map(|other| own[other])
            .sum();
        list[index].weight += support;
    }
    let own_weight = |candidate: &Candidate| u32::from(candidate.claims[0].weight);
    list.sort_by(|a, b| {
        (b.weight, own_weight(b), std::cmp::Reverse(b.first)).cmp(&(
            a.weight,
            own_weight(a),
            std::cmp::Reverse(a.first),
        ))
    });
    let mut list = list.into_iter().chain(rest);
    let Some(winner) = list.next() else {
        return (
            Candidate {
                claims: Vec::new(),
                weight: 0,
                first: 0,
            },
            Vec::new(),
        );
    };
    let losers = list.filter(|candidate| !agree(&winner, candidate)).collect();
    (winner, losers)
}

/// Whether two candidates say the same: equal after folding; a shorter list that is the beginning of the longer
/// one agrees with it, and so does a less precise date.
fn agree(a: &Candidate, b: &Candidate) -> bool {
    a.claims.iter().zip(&b.claims).all(|(a, b)| match (&a.value, &b.value) {
        (Value::Text(a), Value::Text(b)) => folded(a) == folded(b),
        (Value::Name(a), Value::Name(b)) => fold(a.main()) == fold(b.main()),
        (Value::Date(a), Value::Date(b)) => {
            a.year == b.year && (a.month == b.month || a.month.is_none() || b.month.is_none())
        }
        (a, b) => a == b,
    })
}

fn folded(text: &str) -> String {
    let mut out = fold(text);
    out.retain(|c| c.is_alphanumeric());
    out
}

fn report_conflict(
    field: Field,
    winner: &Candidate,
    losers: &[Candidate],
    file: &Arc<str>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (Some(kept), Some(rival)) = (
        winner.claims.first(),
        losers.first().and_then(|loser| loser.claims.first()),
    ) else {
        return;
    };
    // A weak guess that lost against a strong claim is no news.
    if u32::from(rival.weight) * 2 < u32::from(kept.weight) {
        return;
    }
    // A journal's name and its abbreviation say the same.
    if let (Field::ContainerTitle, Value::Text(a), Value::Text(b)) = (field, &kept.value, &rival.value)
        && (abbreviates(a, b) || abbreviates(b, a))
    {
        return;
    }
    diagnostics.push(
        Diagnostic::new(CONFLICT, format!("two values for the field {}", field.csl()))
            .label(file, kept.span, "taken")
            .label(file, rival.span, "not taken"),
    );
}

fn take(record: &mut Record, claim: Claim) {
    let field = claim.field;
    let places = std::iter::once(claim.span).chain(claim.beside);
    let places = places.map(|span| Provenance { span, rule: claim.rule });
    record.provenance.entry(field).or_default().extend(places);
    match claim.value {
        Value::Text(text) if field == Field::Id => record.id = Some(text),
        Value::Text(text) if field == Field::Keyword => record.item.keyword.push(text),
        Value::Text(text) => record.item.set(field, text),
        Value::Date(date) => record.item.set_date(field, Some(date)),
        Value::Kind(kind) => record.item.kind = kind,
        Value::Name(name) => {
            if let Some(names) = record.item.names_mut(field) {
                names.push(*name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(field: Field, value: &str, at: usize, rule: &'static str, weight: u8) -> Claim {
        Claim {
            field,
            value: Value::Text(value.into()),
            span: Span::new(at, at + 1),
            beside: Vec::new(),
            rule,
            weight,
        }
    }

    #[test]
    fn thousands_of_claims_about_one_field_are_borne() {
        let many = (0..200_000)
            .map(|at| text(Field::Title, &format!("Title {at}"), at, "x", 50))
            .collect();
        let claims = Claims {
            claims: many,
            ..Claims::default()
        };
        let record = resolve(claims, &"x.txt".into()).value;
        assert_eq!(record.item.title(), Some("Title 0"));
        assert_eq!(record.rivals.len(), 199_999);
    }

    #[test]
    fn agreeing_claims_outweigh_a_heavier_lonely_one() {
        let claims = Claims {
            claims: vec![
                text(Field::Title, "Wrong", 0, "heading", 50),
                text(Field::Title, "A title", 1, "first-line", 30),
                text(Field::Title, "A Title.", 2, "footer", 30),
            ],
            ..Claims::default()
        };
        let parsed = resolve(claims, &"x.txt".into());
        assert_eq!(parsed.value.item.title(), Some("A title"));
        assert_eq!(parsed.value.rivals.len(), 1);
        assert_eq!(parsed.diagnostics.len(), 1);
    }
}
