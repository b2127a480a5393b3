//! What the two forms of MEDLINE have in common: titles of articles and journals, kinds of relations.

use super::flow::{claim, place};
use crate::base::{MappedText, Span};
use crate::record::{Claims, Field, RelationKind};

/// The title without the full stop with which NLM closes every title.
pub(super) fn article_title(title: &MappedText) -> MappedText {
    let text = title.as_str().trim_end();
    let end = match text.strip_suffix('.') {
        Some(head) if !head.ends_with('.') => head.trim_end().len(),
        _ => text.len(),
    };
    title.slice(Span::new(0, end))
}

/// The title without the kind of paper that Ovid adds in brackets: `A title. [Review]`.
pub(super) fn without_kind(title: &MappedText) -> MappedText {
    const KINDS: &[&str] = &[
        "abstract",
        "article",
        "case report",
        "case reports",
        "clinical trial",
        "comment",
        "commentary",
        "conference abstract",
        "conference paper",
        "editorial",
        "erratum",
        "letter",
        "letters",
        "meta-analysis",
        "miscellaneous",
        "news",
        "note",
        "original article",
        "original articles",
        "references",
        "report",
        "reports",
        "research article",
        "review",
        "review article",
        "reviews",
        "short survey",
    ];
    let text = title.as_str().trim_end().trim_end_matches('.');
    let head = text.strip_suffix(']').and_then(|head| head.rsplit_once('['));
    match head.filter(|(_, kind)| KINDS.contains(&kind.to_lowercase().as_str())) {
        Some((head, _)) if !head.trim().is_empty() => {
            let end = head.trim_end();
            title.slice(Span::new(0, end.strip_suffix('.').unwrap_or(end).len()))
        }
        _ => title.clone(),
    }
}

/// Whether NLM says that there is no title in this language.
pub(super) fn no_title(title: &MappedText) -> bool {
    let title = title.as_str().trim_matches(['[', ']', '.', ' ']);
    title.is_empty() || title.eq_ignore_ascii_case("not available")
}

/// Claims a journal's full title. The place that NLM adds to tell apart journals of one name, as in
/// `Science (New York, N.Y.)`, is claimed as the publisher's.
pub(super) fn claim_journal(claims: &mut Claims, title: &MappedText, rule: &'static str) {
    let text = title.as_str().trim_end_matches('.');
    let qualifier = text
        .strip_suffix(')')
        .and_then(|head| head.rfind(" (").map(|at| (at, at + 2, head.len())))
        .filter(|(_, start, end)| text[*start..*end].contains(", "));
    let Some((cut, start, end)) = qualifier else {
        return claim(
            claims,
            Field::ContainerTitle,
            &title.slice(Span::new(0, text.len())),
            rule,
        );
    };
    let end = text[start..end].find(" : ").map_or(end, |colon| start + colon);
    claim(claims, Field::ContainerTitle, &title.slice(Span::new(0, cut)), rule);
    let named = title.slice(Span::new(start, end));
    claims.text(Field::PublisherPlace, named.as_str(), place(&named), rule, 50);
}

/// The kind of a relation by its MEDLINE tag or its name in PubMed XML.
pub(super) fn relation(name: &str) -> Option<RelationKind> {
    Some(match name {
        "CIN" | "CommentIn" => RelationKind::CommentIn,
        "CON" | "CommentOn" => RelationKind::CommentOn,
        "EIN" | "ErratumIn" | "CRI" | "CorrectedandRepublishedIn" => RelationKind::ErratumIn,
        "EFR" | "ErratumFor" | "CRF" | "CorrectedandRepublishedFrom" => RelationKind::ErratumFor,
        "RIN" | "RetractionIn" | "PRIN" | "PartialRetractionIn" | "RRI" | "RetractedandRepublishedIn" => {
            RelationKind::RetractionIn
        }
        "ROF" | "RetractionOf" | "PROF" | "PartialRetractionOf" | "RRF" | "RetractedandRepublishedFrom" => {
            RelationKind::RetractionOf
        }
        "ECI" | "ExpressionOfConcernIn" => RelationKind::ConcernIn,
        "ECF" | "ExpressionOfConcernFor" => RelationKind::ConcernAbout,
        "UIN" | "UpdateIn" | "RPI" | "RepublishedIn" => RelationKind::UpdateIn,
        "UOF" | "UpdateOf" | "RPF" | "RepublishedFrom" => RelationKind::UpdateOf,
        "ORI" | "OriginalReportIn" => RelationKind::OriginalReport,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Value;

    #[test]
    fn a_journals_place_is_no_part_of_its_title() {
        for (source, title, city) in [
            ("Science (New York, N.Y.)", "Science", Some("New York, N.Y.")),
            (
                "Journal of comparative psychology (Washington, D.C. : 1983)",
                "Journal of comparative psychology",
                Some("Washington, D.C."),
            ),
            (
                "British medical journal (Clinical research ed.)",
                "British medical journal (Clinical research ed.)",
                None,
            ),
        ] {
            let mut claims = Claims::default();
            claim_journal(
                &mut claims,
                &MappedText::verbatim(source, Span::new(0, source.len())),
                "x",
            );
            assert_eq!(claims.claims[0].value, Value::Text(title.into()));
            assert_eq!(claims.claims.get(1).map(|c| c.span.of(source)), city);
        }
    }
}
