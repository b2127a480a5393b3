//! Footnotes, and cited works beside the text: asides after the block that mentions them first.

use super::Writer;
use crate::base::escape_html;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::collections::HashMap;

/// The notes of one text.
#[derive(Debug, Default)]
pub(super) struct Notes<'e> {
    /// Footnotes in the order in which they were written.
    list: Vec<Note<'e>>,
    by_name: HashMap<String, usize>,
    /// Footnotes that were mentioned so far.
    mentioned: u32,
    /// What is to be written after this block.
    waiting: Vec<Aside>,
    /// What ids begin with.
    prefix: String,
}

#[derive(Debug)]
struct Note<'e> {
    text: Vec<Event<'e>>,
    number: Option<u32>,
    /// Mentions so far, and in all.
    mentions: usize,
    all: usize,
}

#[derive(Debug)]
enum Aside {
    Footnote(usize),
    /// A cited work: its number and its HTML.
    Cited(String, String),
}

impl<'e> Notes<'e> {
    /// Parts a text from the footnotes that are written in it.
    pub(super) fn of(parser: Parser<'e>, ids: &str) -> (Vec<Event<'e>>, Self) {
        let mut notes = Self {
            prefix: if ids.is_empty() {
                String::new()
            } else {
                crate::base::slug(ids, 60) + "-"
            },
            ..Self::default()
        };
        let (mut text, mut open): (Vec<Event<'e>>, Vec<usize>) = (Vec::new(), Vec::new());
        let mut mentions: HashMap<String, usize> = HashMap::new();
        for event in parser {
            if let Event::FootnoteReference(name) = &event {
                *mentions.entry(name.to_string()).or_default() += 1;
            }
            match event {
                Event::Start(Tag::FootnoteDefinition(name)) => {
                    open.push(notes.list.len());
                    // The first of two notes of one name counts, as in CommonMark's link definitions.
                    notes.by_name.entry(name.to_string()).or_insert(notes.list.len());
                    notes.list.push(Note {
                        text: Vec::new(),
                        number: None,
                        mentions: 0,
                        all: 0,
                    });
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    open.pop();
                }
                event => match open.last().and_then(|index| notes.list.get_mut(*index)) {
                    Some(note) => note.text.push(event),
                    None => text.push(event),
                },
            }
        }
        for (name, index) in &notes.by_name {
            if let Some(note) = notes.list.get_mut(*index) {
                note.all = mentions.get(name).copied().unwrap_or(0);
            }
        }
        (text, notes)
    }

    /// Lets a cited work stand beside the block.
    pub(super) fn cite(&mut self, number: &str, cited: &[String]) {
        let index = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        if let Some(html) = index.and_then(|index| cited.get(index)) {
            self.waiting.push(Aside::Cited(number.to_owned(), html.clone()));
        }
    }
}

impl<'e> Writer<'_, 'e> {
    /// The mention of a footnote.
    pub(super) fn mention(&mut self, name: &str) {
        let Some(index) = self.notes.by_name.get(name).copied() else {
            return self.out.push(Event::Text(format!("[^{name}]").into()));
        };
        let Some(note) = self.notes.list.get_mut(index) else {
            return;
        };
        let number = *note.number.get_or_insert_with(|| {
            self.notes.mentioned += 1;
            self.notes.waiting.push(Aside::Footnote(index));
            self.notes.mentioned
        });
        note.mentions += 1;
        let id = format!("{}{number}", self.notes.prefix);
        let mut out = format!(
            "<sup class=\"cite\"><a role=\"doc-noteref\" href=\"#fn-{id}\" id=\"fnref-{id}-{}\" aria-label=\"",
            note.mentions
        );
        escape_html(&self.with.words.say("markdown.footnote", &[("n", &number)]), &mut out);
        self.html(format!("{out}\">{}</a></sup>", letters(number)));
    }

    /// Writes the notes that the block before mentioned first. Notes may mention further notes.
    pub(super) fn flush_notes(&mut self) {
        if self.notes.waiting.is_empty() {
            return;
        }
        self.html("<div class=\"sidenotes\">");
        while !self.notes.waiting.is_empty() {
            for aside in std::mem::take(&mut self.notes.waiting) {
                match aside {
                    Aside::Footnote(index) => self.footnote(index),
                    Aside::Cited(number, html) => self.html(format!(
                        "<div class=\"sidenote of-work\" aria-hidden=\"true\"><p><span class=\"no\">{number}</span> {html}</p></div>"
                    )),
                }
            }
        }
        self.html("</div>\n");
    }

    /// Writes the notes that nothing mentions: what an author wrote is not lost.
    pub(super) fn last_notes(&mut self) {
        let silent = (0..self.notes.list.len()).filter(|index| self.notes.list[*index].number.is_none());
        let silent: Vec<Aside> = silent.map(Aside::Footnote).collect();
        self.notes.waiting.extend(silent);
        self.flush_notes();
    }

    fn footnote(&mut self, index: usize) {
        let Some(note) = self.notes.list.get_mut(index) else {
            return;
        };
        let text = std::mem::take(&mut note.text);
        let number = note.number;
        match number {
            Some(number) => {
                let id = format!("{}{number}", self.notes.prefix);
                let sign = letters(number);
                self.html(format!(
                    "<aside class=\"sidenote\" role=\"doc-footnote\" id=\"fn-{id}\"><span class=\"no\">{sign}</span> "
                ));
            }
            None => self.html("<aside class=\"sidenote\" role=\"doc-footnote\">"),
        }
        self.quiet = true;
        self.blocks(text);
        self.quiet = false;
        if let Some(number) = number {
            let mentions = self.notes.list.get(index).map_or(0, |note| note.all);
            let mut out = String::from("<p class=\"backs\">");
            for mention in 1..=mentions {
                let id = format!("{}{number}-{mention}", self.notes.prefix);
                out.push_str(&format!(
                    "<a class=\"back\" role=\"doc-backlink\" href=\"#fnref-{id}\" aria-label=\""
                ));
                escape_html(&self.with.words.say("markdown.back", &[("n", &mention)]), &mut out);
                out.push_str("\">↩</a> ");
            }
            self.html(out + "</p>");
        }
        self.html("</aside>\n");
    }
}

/// `a` to `z`, then `aa`: footnotes are told by letters, since cited works have the numbers.
fn letters(number: u32) -> String {
    let mut rest = number;
    let mut letters = String::new();
    while rest > 0 {
        rest -= 1;
        letters.insert(0, char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    letters
}
