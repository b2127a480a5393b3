//! A page as blocks: each known heading and the lines under it.

use super::headings::{Section, is_abstract_label, is_opening_label, plain, section_of};
use super::lines::{Line, is_prose, lines, trim};
use super::wrapped::unwrapped;
use crate::base::Span;
use std::ops::Range;

/// A heading and what stands under it.
#[derive(Clone, Debug)]
pub struct Block {
    /// What the heading opens.
    pub section: Section,
    /// The heading's line; the front has none.
    pub head: Option<usize>,
    /// What follows a colon in the heading's own line: `Keywords: one, two`.
    pub inline: Option<Span>,
    /// The lines under the heading.
    pub lines: Range<usize>,
}

/// A page, ready for readers.
pub struct Page<'t> {
    /// Its text.
    pub text: &'t str,
    /// Its lines that are not blank.
    pub lines: Vec<Line>,
    /// Its blocks in order; together they hold all lines.
    pub blocks: Vec<Block>,
}

/// Beginnings of headings that open a box of other people's papers.
const FOREIGN_OPENINGS: &[&str] = &[
    "articles citing",
    "cited by",
    "citing articles",
    "more articles",
    "most read",
    "people also",
    "recommended articles",
    "recommended for",
    "related articles",
    "related content",
    "related papers",
    "related research",
    "similar articles",
    "similar content",
    "similar papers",
    "similar publications",
    "this article has been cited",
    "this article is cited",
    "view more related",
    "you may also",
    "you might also",
];

impl<'t> Page<'t> {
    /// Reads `text`; `levels` are the source's own headings as positions and levels.
    pub fn new(text: &'t str, levels: &[(usize, u8)]) -> Self {
        let lines = unwrapped(text, lines(text, levels));
        let heads = heads(text, &lines);
        let mut blocks = vec![Block {
            section: Section::Front,
            head: None,
            inline: None,
            lines: 0..lines.len(),
        }];
        for (at, section, inline) in heads {
            let previous = blocks.last().map_or(Section::Front, |block| block.section);
            if previous == Section::Abstract && inline.is_none() && continues_abstract(text, &lines, &blocks, at) {
                continue;
            }
            if let Some(block) = blocks.last_mut() {
                block.lines.end = at;
            }
            blocks.push(Block {
                section,
                head: Some(at),
                inline,
                lines: at + 1..lines.len(),
            });
        }
        let mut page = Self { text, lines, blocks };
        page.settle();
        page.settle_contents();
        page.settle_foreign();
        page
    }

    /// The text of line `index`.
    pub fn line(&self, index: usize) -> &'t str {
        self.lines.get(index).map_or("", |line| line.of(self.text))
    }

    /// The block that holds line `index`.
    pub fn block_of(&self, index: usize) -> Option<&Block> {
        let after = self
            .blocks
            .partition_point(|block| block.head.unwrap_or(block.lines.start) <= index);
        self.blocks.get(after.checked_sub(1)?)
    }

    /// The part of the page that line `index` belongs to.
    pub fn section(&self, index: usize) -> Section {
        self.block_of(index).map_or(Section::Front, |block| block.section)
    }

    /// The bytes from the block's heading to the next block.
    pub fn extent(&self, block: &Block) -> Span {
        let first = block.head.unwrap_or(block.lines.start);
        let start = self
            .lines
            .get(first)
            .map_or(self.text.len(), |line| line.span.start as usize);
        let end = self.lines.get(block.lines.end).map_or(self.text.len(), |line| {
            line.whole.start as usize - usize::from(line.indent)
        });
        Span::new(start, end.clamp(start, self.text.len()))
    }

    /// Whether a line of the block is running text.
    pub fn has_prose(&self, block: &Block) -> bool {
        block.inline.is_some_and(|span| is_prose(span.of(self.text)))
            || block
                .lines
                .clone()
                .any(|index| !self.lines[index].bullet && is_prose(self.line(index)))
            || {
                // A structured abstract may be all short paragraphs.
                let sentences = block.lines.clone().take(12).filter(|&index| {
                    let words = self.line(index);
                    !self.lines[index].bullet && words.len() >= 60 && words.ends_with('.')
                });
                block.section == Section::Abstract && sentences.count() >= 2
            }
    }

    /// The lines just above the title are the page's own, whatever box stands before them.
    pub fn begin_front(&mut self, title: usize) {
        let first = (title.saturating_sub(8)..title)
            .rev()
            .take_while(|&index| {
                let line = &self.lines[index];
                let words = line.of(self.text);
                !line.bullet && !is_prose(words) && !words.contains("PDF") && words.len() < 200
            })
            .last()
            .unwrap_or(title);
        let Some(index) = self.blocks.iter().position(|block| block.lines.contains(&title)) else {
            return;
        };
        let block = &mut self.blocks[index];
        if block.section == Section::Front {
            return;
        }
        let start = first.max(block.lines.start);
        let lines = start..block.lines.end;
        block.lines.end = start;
        self.blocks.insert(
            index + 1,
            Block {
                section: Section::Front,
                head: None,
                inline: None,
                lines,
            },
        );
    }

    /// An abstract in a box of other papers is not this one's: one follows a foreign heading, and another comes later.
    fn settle_foreign(&mut self) {
        let body = self
            .blocks
            .iter()
            .position(|block| block.section == Section::Body && self.has_prose(block))
            .unwrap_or(self.blocks.len());
        let own = self.blocks[..body]
            .iter()
            .rposition(|block| block.section == Section::Abstract);
        let mut foreign = false;
        for index in 0..own.unwrap_or(0) {
            foreign = match self.blocks[index].section {
                Section::Foreign => true,
                // A journal called "Methods" opens no part of this paper.
                Section::Abstract => foreign,
                Section::Body => foreign && !self.has_prose(&self.blocks[index]),
                _ => false,
            };
            if foreign {
                self.blocks[index].section = Section::Foreign;
            }
        }
    }

    /// A reference list before the abstract is an entry of a table of contents, when a list comes after it, too, or another
    /// entry stands right over it.
    fn settle_contents(&mut self) {
        let own = |block: &Block| block.section == Section::Abstract;
        let Some(at) = self.blocks.iter().position(own) else {
            return;
        };
        let later = self.blocks[at..]
            .iter()
            .any(|block| block.section == Section::References && !block.lines.is_empty());
        for index in 0..at {
            let block = &self.blocks[index];
            let above = block
                .head
                .and_then(|head| head.checked_sub(1))
                .map(|above| self.line(above));
            let entry = later || above.is_some_and(|words| section_of(words).is_some());
            if block.section == Section::References && entry {
                self.blocks[index].section = Section::Front;
            }
        }
    }

    /// An abstract without running text is a menu's entry, and so are its neighbours.
    fn settle(&mut self) {
        for index in 0..self.blocks.len() {
            let block = &self.blocks[index];
            let menu = match block.section {
                Section::Abstract => !self.has_prose(block),
                _ => false,
            };
            if menu {
                let before = index.checked_sub(1).and_then(|i| self.blocks.get(i)).map(|b| b.section);
                self.blocks[index].section = match before {
                    Some(Section::Foreign) => Section::Foreign,
                    _ => Section::Front,
                };
            }
        }
    }
}

/// "Background", "Methods" … under "Abstract" part it, as long as the part before it has little text.
fn continues_abstract(text: &str, lines: &[Line], blocks: &[Block], at: usize) -> bool {
    let Some(block) = blocks.last() else { return false };
    if !is_abstract_label(lines[at].of(text)) || lines[at].number.is_some() {
        return false;
    }
    let begun = block.lines.start;
    // A heading that repeats a label of this abstract opens the paper's own text.
    let name = lines[at].of(text);
    let repeated = lines[begun..at]
        .iter()
        .any(|line| line.of(text).eq_ignore_ascii_case(name));
    let inside: usize = lines[begun..at].iter().map(|line| line.span.len()).sum();
    let labels = lines[begun..at]
        .iter()
        .filter(|line| is_abstract_label(line.of(text)))
        .count();
    // So does one that an abstract begins with, once it has come to its conclusion.
    let closed = lines[begun..at].iter().any(|line| concludes(line.of(text)));
    let anew = closed && (is_opening_label(name) || plain(name).contains("method"));
    !repeated && !anew && inside < 6_000 && (inside == 0 || labels > 0)
}

/// Whether the line labels the last part of an abstract: "Conclusions", "Interpretation", "Schlussfolgerung".
fn concludes(words: &str) -> bool {
    let plain = plain(words);
    let openings = ["conclu", "interpretation", "schlussfolgerung", "fazit"];
    is_abstract_label(words) && openings.iter().any(|opening| plain.starts_with(opening))
}

/// The headings of the page: line, part and value on the same line.
fn heads(text: &str, lines: &[Line]) -> Vec<(usize, Section, Option<Span>)> {
    let mut heads: Vec<(usize, Section, Option<Span>)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let words = line.of(text);
        if line.bullet && !words.ends_with(':') {
            continue;
        }
        if let Some(section) = section_of(words) {
            heads.push((index, section, None));
        } else if let Some((section, value)) = labelled(text, *line) {
            heads.push((index, section, Some(value)));
        } else if words.len() <= 60 && (line.gap || line.level > 0) && opens_foreign(words) {
            heads.push((index, Section::Foreign, None));
        }
    }
    // Four headings or more in a row, with nothing between, are a menu; the last one may have text under it.
    let mut kept = Vec::with_capacity(heads.len());
    let mut start = 0;
    while start < heads.len() {
        let mut end = start + 1;
        while end < heads.len() && heads[end].0 == heads[end - 1].0 + 1 && heads[end - 1].2.is_none() {
            end += 1;
        }
        if end - start >= 4 {
            let (line, section, _) = heads[end - 1];
            // A table of contents says so.
            let first = heads[start].0;
            let contents = lines[first.saturating_sub(3)..first].iter().any(|line| {
                matches!(
                    line.of(text),
                    "Article Contents" | "Contents" | "On this page" | "Outline"
                )
            });
            // "Abstract" over "Background" is no entry of the menu above them.
            if heads[end - 2].1 == Section::Abstract && is_abstract_label(lines[line].of(text)) {
                kept.push(heads[end - 2]);
            }
            if section != Section::References || !contents {
                kept.push(heads[end - 1]);
            }
        } else {
            kept.extend_from_slice(&heads[start..end]);
        }
        start = end;
    }
    kept
}

fn opens_foreign(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    FOREIGN_OPENINGS.iter().any(|opening| lower.starts_with(opening))
}

/// `Keywords: …`, `Abstract: …`, `Citation: …`: the part and the value.
fn labelled(text: &str, line: Line) -> Option<(Section, Span)> {
    let words = line.of(text);
    let colon = words.char_indices().take(40).find(|(_, c)| matches!(c, ':' | '—'))?;
    let section = section_of(&words[..colon.0])?;
    let value = Span::new(
        line.span.start as usize + colon.0 + colon.1.len_utf8(),
        line.span.end as usize,
    );
    let value = trim(text, value);
    let fits = matches!(
        section,
        Section::Abstract | Section::Keywords | Section::Cite | Section::Funding | Section::References
    );
    let long = section != Section::References || value.len() > 40;
    (fits && long && !value.is_empty()).then_some((section, value))
}
