//! Tables, alerts, tasks and formulas.

use super::Writer;
use crate::base::escape_html;
use crate::formula;
use crate::site::Words;
use pulldown_cmark::{Alignment, BlockQuoteKind, Event, Tag, TagEnd};

/// The table that is being written: its columns, and where in it the next cell stands.
#[derive(Debug, Default)]
pub(super) struct Table {
    columns: Vec<Alignment>,
    column: usize,
    head: bool,
    /// Tables before it and it.
    number: usize,
}

impl Table {
    /// The markup of a table's event: alignment is said by classes, and the table scrolls on its own where it is wide.
    pub(super) fn html(&mut self, event: &Event<'_>, words: &Words) -> Option<String> {
        Some(match event {
            Event::Start(Tag::Table(columns)) => {
                self.columns.clone_from(columns);
                self.number += 1;
                let mut out = String::from("<section class=\"scroll\" tabindex=\"0\" aria-label=\"");
                escape_html(&words.say("markdown.table", &[("n", &self.number)]), &mut out);
                out + "\"><table>"
            }
            Event::End(TagEnd::Table) => "</tbody></table></section>\n".into(),
            Event::Start(Tag::TableHead) => {
                (self.head, self.column) = (true, 0);
                "<thead><tr>".into()
            }
            Event::End(TagEnd::TableHead) => {
                self.head = false;
                "</tr></thead><tbody>\n".into()
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                "<tr>".into()
            }
            Event::End(TagEnd::TableRow) => "</tr>\n".into(),
            Event::Start(Tag::TableCell) => {
                let class = match self.columns.get(self.column) {
                    Some(Alignment::Right) => " class=\"to-end\"",
                    Some(Alignment::Center) => " class=\"to-middle\"",
                    _ => "",
                };
                self.column += 1;
                match self.head {
                    true => format!("<th scope=\"col\"{class}>"),
                    false => format!("<td{class}>"),
                }
            }
            Event::End(TagEnd::TableCell) => if self.head { "</th>" } else { "</td>" }.into(),
            _ => return None,
        })
    }
}

impl Writer<'_, '_> {
    /// The beginning of one of GitHub's alerts.
    pub(super) fn alert(&mut self, kind: BlockQuoteKind) {
        let name = match kind {
            BlockQuoteKind::Note => "markdown.note",
            BlockQuoteKind::Tip => "markdown.tip",
            BlockQuoteKind::Important => "markdown.important",
            BlockQuoteKind::Warning => "markdown.warning",
            BlockQuoteKind::Caution => "markdown.caution",
        };
        let class = name.trim_start_matches("markdown.");
        let mut out = format!("<div class=\"alert alert-{class}\" role=\"note\"><p class=\"alert-title\">");
        escape_html(&self.with.words.get(name), &mut out);
        self.html(out + "</p>\n");
    }

    /// The box of a task: a sign with words for those who do not see it.
    pub(super) fn task(&mut self, done: bool) {
        let (sign, key) = if done {
            ("☑", "markdown.done")
        } else {
            ("☐", "markdown.open")
        };
        let mut out = String::from("<span class=\"box\" role=\"img\" aria-label=\"");
        escape_html(&self.with.words.get(key), &mut out);
        self.html(format!("{out}\">{sign}</span> "));
    }

    /// A formula; one with a fault is shown as it was written.
    pub(super) fn formula(&mut self, tex: &str, display: bool) {
        let html = formula::mathml(tex, display).unwrap_or_else(|_| {
            let dollars = if display { "$$" } else { "$" };
            let mut out = format!("<code class=\"fault\">{dollars}");
            escape_html(tex, &mut out);
            format!("{out}{dollars}</code>")
        });
        self.html(if display {
            format!("<span class=\"display\">{html}</span>")
        } else {
            html
        });
    }
}
