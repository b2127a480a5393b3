//! Authors' Markdown with its citations and links resolved to addresses.
//!
//! `[@key]` becomes a numbered marker that leads to a list on the same page, `[[name]]` a link. What cannot be resolved
//! stays as written; the library's checks report it.

use super::{Site, WorkLine};
use crate::library::{LinkTarget, WorkId, cite};
use serde::Serialize;

/// Markdown, ready to be rendered. Addresses that begin with `site:` lead from the site's root; those that begin with
/// `cite:` are markers: `cite:3b` is the second mention of number 3.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Prose(pub String);

impl Prose {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

/// A work that the prose of a page cites.
#[derive(Clone, Debug, Serialize)]
pub struct CitedWork {
    /// The work.
    #[serde(flatten)]
    pub work: WorkLine,
    /// What its mentions are called: `3a`, `3b`. The marker's id is `cite-3a`.
    pub mentions: Vec<String>,
}

/// The works that the prose of one page cites, numbered in order of appearance.
#[derive(Debug, Default)]
pub struct Cited {
    works: Vec<(WorkId, u32)>,
}

impl Cited {
    /// Resolves the citations and links of `markdown`.
    pub fn prose(&mut self, site: &Site<'_>, markdown: &str) -> Prose {
        let (citations, links) = cite::find(markdown);
        let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
        for citation in &citations {
            let mut out = String::new();
            // With words of their own, the markers stand in brackets: (see 3, p. 7; 4).
            let worded = citation
                .items
                .iter()
                .any(|item| !item.prefix.trim().is_empty() || !item.suffix.trim().is_empty());
            for item in &citation.items {
                let Some(work) = site.works_by_name.get(&item.key) else {
                    out.clear();
                    break;
                };
                let (number, mention) = self.number(work);
                let named = &site.library.work(work).item;
                let label = site.short_item(named);
                if !citation.bracketed {
                    // A key in running text stands for the authors' names, or for what stands in for them.
                    let names = super::reference::short_authors(&site.settings.words, named);
                    out.push_str(&escape_label(if names.is_empty() { &label } else { &names }));
                }
                let label = site
                    .settings
                    .words
                    .say("markdown.reference", &[("n", &number), ("work", &label)]);
                if worded {
                    out.push_str(if out.is_empty() { "(" } else { "; " });
                }
                if !item.prefix.trim().is_empty() {
                    out.push_str(item.prefix.trim());
                    out.push(' ');
                }
                out.push_str(&format!(
                    "[{number}](cite:{number}{mention} \"{}\")",
                    escape_title(&label)
                ));
                if !item.suffix.trim().is_empty() {
                    out.push_str(", ");
                    out.push_str(item.suffix.trim().trim_start_matches(',').trim());
                }
            }
            if !out.is_empty() {
                out.push_str(if worded { ")" } else { "" });
                edits.push((citation.span.range(), out));
            }
        }
        for link in &links {
            let Some(target) = site.links_by_name.get(&link.name, &site.works_by_name) else {
                continue;
            };
            let href = match target {
                LinkTarget::Work(id) => Some(site.addresses.work(site.library, id).to_owned()),
                LinkTarget::Mechanism(id) => site
                    .mechanism_by_id(&id)
                    .map(|id| site.addresses.mechanism(id).to_owned()),
                LinkTarget::Term(id) => site
                    .entity_by_id(&id)
                    .and_then(|id| site.addresses.entity(id))
                    .map(str::to_owned),
                LinkTarget::Page(name) => Some(super::about::route(&name)),
            };
            let Some(href) = href else {
                continue;
            };
            let label = link.label.as_deref().unwrap_or(&link.name);
            edits.push((link.span.range(), format!("[{}](site:{href})", escape_label(label))));
        }
        edits.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(markdown.len() + edits.len() * 24);
        let mut at = 0;
        for (range, text) in edits {
            if range.start < at {
                continue;
            }
            // A marker belongs to the word before it, not to the blank.
            let before = markdown.get(at..range.start).unwrap_or("");
            let marker = text.starts_with('[') && text.contains("](cite:");
            out.push_str(if marker { before.trim_end_matches(' ') } else { before });
            out.push_str(&text);
            at = range.end;
        }
        out.push_str(markdown.get(at..).unwrap_or(""));
        Prose(out)
    }

    /// The list that the markers lead to.
    pub fn list(&self, site: &Site<'_>) -> Vec<CitedWork> {
        let works = self.works.iter().enumerate();
        works
            .map(|(index, (id, mentions))| CitedWork {
                work: WorkLine::new(site, *id),
                mentions: (0..*mentions).map(|n| format!("{}{}", index + 1, letters(n))).collect(),
            })
            .collect()
    }

    fn number(&mut self, work: WorkId) -> (usize, String) {
        let index = match self.works.iter().position(|(id, _)| *id == work) {
            Some(index) => index,
            None => {
                self.works.push((work, 0));
                self.works.len() - 1
            }
        };
        let mentions = &mut self.works[index].1;
        let letters = letters(*mentions);
        *mentions += 1;
        (index + 1, letters)
    }
}

/// `a` to `z`, then `aa`: mentions of one work.
fn letters(mention: u32) -> String {
    let mut letters = String::new();
    let mut n = mention;
    loop {
        letters.insert(0, char::from(b'a' + (n % 26) as u8));
        if n < 26 {
            return letters;
        }
        n = n / 26 - 1;
    }
}

fn escape_title(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$")
}

fn escape_label(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('[', "\\[")
        .replace(']', "\\]")
        .replace('$', "\\$")
}
