//! Findings from and to the front matter.

use super::edit::Editor;
use super::front::{Node, Reader};
use super::values::{date, string, strings};
use super::{Direction, Finding, FindingStatus, Level, StudyRelation, WayRound};
use crate::base::Span;
use toml::de::{DeTable, DeValue};

/// The keys of a finding in the order in which they are written.
const KEYS: &[&str] = &[
    "statement",
    "mechanism",
    "trigger",
    "relation",
    "object",
    "direction",
    "drug",
    "target",
    "disease",
    "context",
    "timing",
    "dependence",
    "locus",
    "reversible",
    "models",
    "study-type",
    "level",
    "level-by",
    "n",
    "way-round",
    "quote",
    "status",
    "by",
    "on",
    "note",
];

/// Reads one `[[finding]]`.
pub(super) fn read(reader: &mut Reader<'_>, table: &DeTable<'_>, span: Span) -> Finding {
    let mut finding = Finding {
        span,
        ..Finding::default()
    };
    for (key, node) in table {
        let name = key.get_ref().as_ref();
        let place = reader.span(node);
        finding.span = finding.span.join(place);
        finding.spans.push((name.to_owned(), place));
        match name {
            "statement" => finding.statement = reader.text(name, node),
            "mechanism" => finding.mechanism = reader.text(name, node),
            "trigger" => finding.trigger = reader.text(name, node),
            "relation" => finding.relation = reader.word(name, node, StudyRelation::ALL, StudyRelation::name),
            "object" => finding.object = reader.text(name, node),
            "direction" => finding.direction = reader.word(name, node, Direction::ALL, Direction::name),
            "drug" | "drugs" => finding.drugs.extend(reader.texts(name, node)),
            "target" => finding.target = reader.text(name, node),
            "disease" => finding.disease = reader.text(name, node),
            "context" => finding.context = reader.text(name, node),
            "timing" => finding.timing = reader.texts(name, node),
            "dependence" | "target-dependence" => finding.dependence = reader.text(name, node),
            "locus" => finding.locus = reader.texts(name, node),
            "reversible" | "reversibility" => finding.reversible = reversible(reader, name, node),
            "model" | "models" => finding.models.extend(reader.texts(name, node)),
            "study-type" | "study-types" => finding.study_types.extend(reader.texts(name, node)),
            "level" => finding.level = reader.word(name, node, Level::ALL, Level::name),
            "level-by" => finding.level_by = reader.text(name, node),
            "n" => finding.n = reader.text(name, node),
            "way-round" => finding.way_round = way_round(reader, name, node),
            "quote" => {
                finding.quote = reader.text(name, node);
                finding.quote_span = place;
            }
            "status" => {
                if let Some(status) = reader.word(name, node, FindingStatus::ALL, FindingStatus::name) {
                    finding.status = status;
                }
            }
            "by" => finding.by = reader.text(name, node),
            "on" => finding.on = reader.date(name, node),
            "note" => finding.note = reader.text(name, node),
            _ => {
                let range = key.span();
                let span = Span::new(range.start, range.end).shift(reader.offset);
                reader.unknown(&format!("finding.{name}"), name, span, &mut KEYS.iter().copied());
            }
        }
    }
    finding
}

/// `true` and `false` mean the facet's two values.
fn reversible(reader: &mut Reader<'_>, name: &str, node: &Node<'_>) -> Option<String> {
    match node.get_ref() {
        DeValue::Boolean(true) => Some("reversible".to_owned()),
        DeValue::Boolean(false) => Some("fixed".to_owned()),
        _ => reader.text(name, node),
    }
}

fn way_round(reader: &mut Reader<'_>, name: &str, node: &Node<'_>) -> Option<WayRound> {
    let mut way = WayRound::default();
    match node.get_ref() {
        DeValue::Table(table) => {
            for (key, value) in table {
                match key.get_ref().as_ref() {
                    "partner" => way.partner = reader.text("partner", value).unwrap_or_default(),
                    "stage" => way.stage = reader.text("stage", value),
                    "trial" => way.trial = reader.text("trial", value),
                    other => {
                        let range = key.span();
                        let span = Span::new(range.start, range.end).shift(reader.offset);
                        let known = ["partner", "stage", "trial"];
                        reader.unknown(&format!("{name}.{other}"), other, span, &mut known.into_iter());
                    }
                }
            }
        }
        _ => way.partner = reader.text(name, node)?,
    }
    (way != WayRound::default()).then_some(way)
}

/// Adds findings at the end of a stub's front matter and leaves every other byte as it is. `None` where the front
/// matter cannot be read.
pub fn add_findings(source: &str, findings: &[Finding]) -> Option<String> {
    let mut editor = Editor::new(source)?;
    if findings.is_empty() {
        return Some(source.to_owned());
    }
    let blocks: Vec<String> = findings.iter().map(|finding| write(finding, editor.newline)).collect();
    editor.append_blocks(&blocks);
    editor.finish()
}

/// A finding as a block of the front matter, beginning with its header and ending with a line end.
fn write(finding: &Finding, newline: &str) -> String {
    let mut out = format!("[[finding]]{newline}");
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("{key} = {value}{newline}"));
        }
    };
    let text = |value: &Option<String>| value.as_deref().map(string);
    let word = |value: Option<&'static str>| value.map(string);
    let list = |values: &[String]| match values {
        [] => None,
        [one] => Some(string(one)),
        more => Some(strings(more, newline)),
    };
    for key in KEYS {
        let value = match *key {
            "statement" => text(&finding.statement),
            "mechanism" => text(&finding.mechanism),
            "trigger" => text(&finding.trigger),
            "relation" => word(finding.relation.map(StudyRelation::name)),
            "object" => text(&finding.object),
            "direction" => word(finding.direction.map(Direction::name)),
            "drug" => list(&finding.drugs),
            "target" => text(&finding.target),
            "disease" => text(&finding.disease),
            "context" => text(&finding.context),
            "timing" => list(&finding.timing),
            "dependence" => text(&finding.dependence),
            "locus" => list(&finding.locus),
            "reversible" => text(&finding.reversible),
            "models" => list(&finding.models),
            "study-type" => list(&finding.study_types),
            "level" => word(finding.level.map(Level::name)),
            "level-by" => text(&finding.level_by),
            "n" => text(&finding.n),
            "way-round" => finding.way_round.as_ref().map(|way| {
                let mut parts = vec![format!("partner = {}", string(&way.partner))];
                parts.extend(way.stage.as_ref().map(|stage| format!("stage = {}", string(stage))));
                parts.extend(way.trial.as_ref().map(|trial| format!("trial = {}", string(trial))));
                format!("{{ {} }}", parts.join(", "))
            }),
            "quote" => text(&finding.quote),
            "status" => word(Some(finding.status.name())),
            "by" => text(&finding.by),
            "on" => finding.on.map(|on| string(&date(on))),
            _ => text(&finding.note),
        };
        line(key, value);
    }
    out
}
