//! Authors' Markdown with its citations and links resolved to addresses.
//!
//! `[@key]` becomes a marker that leads to a list on the same page, a number or what the review's citation style writes;
//! `[[name]]` becomes a link. What cannot be resolved
//! stays as written; the library's checks report it.

use super::{Site, WorkLine};
use crate::csl::{Processor, Rendered};
use crate::library::cite::{Citation, CiteItem, NameLink};
use crate::library::{LinkTarget, WorkId, cite};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Markdown, ready to be rendered. Addresses that begin with `site:` lead from the site's root; those that begin with
/// `cite:` are raised markers: `cite:3b` is the second mention of number 3; `named:3b` is one on the line, `mention:3b` one
/// that a range passes over, `raised:` is what stands between raised markers.
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

/// A work of a citation: its number on the page, the letters of this mention, how it is cited.
struct Mention<'c> {
    work: WorkId,
    number: usize,
    letters: String,
    item: &'c CiteItem,
}

/// What stands in the place of a citation or a link.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Replacement {
    /// Markdown.
    text: String,
    /// It stands higher than the line: it belongs to the word before it, not to the blank.
    raised: bool,
}

/// A citation or link as it was written, and what stands in its place; what leads nowhere stays.
pub type Replaced = (String, Option<Replacement>);

impl Cited {
    /// Resolves the citations and links of `markdown`.
    pub fn prose(&mut self, site: &Site<'_>, markdown: &str) -> Prose {
        laid(markdown, self.resolved(site, markdown))
    }

    /// As [`Self::prose`], of which is remembered what stands in the place of what.
    pub fn replaced(&mut self, site: &Site<'_>, markdown: &str) -> Vec<Replaced> {
        let resolved = self.resolved(site, markdown).into_iter();
        let written = |range: Range<usize>| markdown.get(range).unwrap_or("").to_owned();
        resolved.map(|(range, text)| (written(range), text)).collect()
    }

    /// The places of citations, then of links, and what stands there.
    fn resolved(&mut self, site: &Site<'_>, markdown: &str) -> Vec<(Range<usize>, Option<Replacement>)> {
        let (citations, links) = cite::find(markdown);
        let mut out = Vec::with_capacity(citations.len() + links.len());
        for citation in &citations {
            out.push((citation.span.range(), self.citation(site, citation)));
        }
        for link in &links {
            let text = link_text(site, link);
            out.push((link.span.range(), text.map(|text| Replacement { text, raised: false })));
        }
        out
    }

    fn citation(&mut self, site: &Site<'_>, citation: &Citation) -> Option<Replacement> {
        let works: Option<Vec<WorkId>> = citation
            .items
            .iter()
            .map(|item| site.works_by_name.get(&item.key))
            .collect();
        let mentions: Vec<Mention<'_>> = works?
            .into_iter()
            .zip(&citation.items)
            .map(|(work, item)| {
                let (number, letters) = self.number(work);
                Mention {
                    work,
                    number,
                    letters,
                    item,
                }
            })
            .collect();
        let (text, raised) = match site.style().filter(|style| style.cites_in_text()) {
            Some(style) => in_style(site, style, citation, &mentions),
            None => in_numbers(site, citation, &mentions),
        };
        Some(Replacement { text, raised })
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

impl Prose {
    /// Markdown whose citations and links are, in their order, those for which it is known what stands in their place. `None`
    /// where they are others.
    pub fn with(markdown: &str, known: &[Replaced]) -> Option<Self> {
        let (citations, links) = cite::find(markdown);
        let citations = citations.iter().map(|citation| citation.span.range());
        let places: Vec<Range<usize>> = citations.chain(links.iter().map(|link| link.span.range())).collect();
        let same =
            |(place, (written, _)): (&Range<usize>, &Replaced)| markdown.get(place.clone()) == Some(written.as_str());
        if places.len() != known.len() || !places.iter().zip(known).all(same) {
            return None;
        }
        let texts = known.iter().map(|(_, text)| text.clone());
        Some(laid(markdown, places.into_iter().zip(texts).collect()))
    }
}

/// What stands in the place of a link; `None` where it leads nowhere.
fn link_text(site: &Site<'_>, link: &NameLink) -> Option<String> {
    // An id is no word for readers: what it names has a name.
    let (href, named) = match site.links_by_name.get(&link.name, &site.works_by_name)? {
        LinkTarget::Work(id) => (Some(site.addresses.work(site.library, id).to_owned()), None),
        LinkTarget::Mechanism(id) => {
            let mechanism = site.mechanism_by_id(&id);
            let label = mechanism.filter(|_| id == link.name).map(|id| site.mechanism_label(id));
            (mechanism.map(|id| site.addresses.mechanism(id).to_owned()), label)
        }
        LinkTarget::Term(id) => {
            let term = site.vocabulary.terms.get(&id).filter(|term| term.id == link.name);
            let address = site.entity_by_id(&id).and_then(|id| site.addresses.entity(id));
            (address.map(str::to_owned), term.map(|term| term.label.as_str()))
        }
        LinkTarget::Page(name) => (Some(super::about::route(&name)), None),
        LinkTarget::Unnamed(_) => (None, None),
    };
    let label = link.label.as_deref().or(named).unwrap_or(&link.name);
    Some(match href {
        Some(href) => format!("[{}](site:{href})", escape_label(label)),
        // A term without a page stands as plain words.
        None => plain(label),
    })
}

/// Markdown with what stands in the place of its pieces.
fn laid(markdown: &str, places: Vec<(Range<usize>, Option<Replacement>)>) -> Prose {
    let mut edits: Vec<(Range<usize>, Replacement)> = places
        .into_iter()
        .filter_map(|(range, text)| Some((range, text?)))
        .collect();
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(markdown.len() + edits.len() * 24);
    let mut at = 0;
    for (range, edit) in edits {
        if range.start < at {
            continue;
        }
        let before = markdown.get(at..range.start).unwrap_or("");
        out.push_str(if edit.raised { closed_up(before) } else { before });
        out.push_str(&edit.text);
        at = range.end;
    }
    out.push_str(markdown.get(at..).unwrap_or(""));
    Prose(out)
}

/// What stands before a raised number, without the blank or the end of a line that would part them. The end of a
/// paragraph stays, and so does that of a line which is a block of its own.
fn closed_up(before: &str) -> &str {
    let text = before.trim_end_matches([' ', '\t']);
    let Some(above) = text.strip_suffix('\n') else {
        return text;
    };
    let above = above.trim_end_matches([' ', '\t', '\r']);
    let line = above.rsplit('\n').next().unwrap_or("").trim_start();
    let block = line.starts_with(['#', '|', '`', '~', '<']) || line.chars().all(|c| "-=*_+> ".contains(c));
    if block || line.ends_with('\\') { text } else { above }
}

/// What a marker is called for those who do not see where it leads.
fn label(site: &Site<'_>, mention: &Mention<'_>) -> String {
    let work = site.short_work(mention.work);
    let words = &site.settings.words;
    escape_title(&words.say("markdown.reference", &[("n", &mention.number), ("work", &work)]))
}

/// Raised numbers. With words of their own, they stand in brackets: (see 3, p. 7; 4). A work that the sentence speaks of is
/// named.
fn in_numbers(site: &Site<'_>, citation: &Citation, mentions: &[Mention<'_>]) -> (String, bool) {
    let marker = |mention: &Mention<'_>| {
        let (number, letters) = (mention.number, &mention.letters);
        format!("[{number}](cite:{number}{letters} \"{}\")", label(site, mention))
    };
    if let ([mention], false) = (mentions, citation.bracketed) {
        let work = &site.library.work(mention.work).item;
        let names = super::reference::short_authors(&site.settings.words, work);
        let names = if names.is_empty() { site.short_item(work) } else { names };
        let mut out = plain(&names) + &marker(mention);
        let suffix = mention.item.suffix.trim().trim_start_matches(',').trim();
        if !suffix.is_empty() {
            out.push_str(&format!(" ({suffix})"));
        }
        return (out, false);
    }
    let worded = |mention: &&Mention<'_>| {
        let item = mention.item;
        !item.prefix.trim().is_empty() || !item.suffix.trim().is_empty()
    };
    if !mentions.iter().any(|mention| worded(&mention)) {
        return (mentions.iter().map(marker).collect(), true);
    }
    let each: Vec<String> = mentions
        .iter()
        .map(|mention| {
            let (prefix, suffix) = (mention.item.prefix.trim(), mention.item.suffix.trim());
            let mut out = String::from(prefix);
            out.push_str(if prefix.is_empty() { "" } else { " " });
            out.push_str(&marker(mention));
            if !suffix.is_empty() {
                out.push_str(if suffix.starts_with([',', ';', '.', ':']) {
                    ""
                } else {
                    ", "
                });
                out.push_str(suffix);
            }
            out
        })
        .collect();
    (format!("({})", each.join("; ")), false)
}

/// In the review's citation style.
fn in_style(site: &Site<'_>, style: &Processor, citation: &Citation, mentions: &[Mention<'_>]) -> (String, bool) {
    let mut works: Vec<(WorkId, usize, &CiteItem)> = mentions
        .iter()
        .map(|mention| (mention.work, mention.number, mention.item))
        .collect();
    let mut of_sentence;
    if let ([only], false) = (works.as_mut_slice(), citation.bracketed) {
        of_sentence = only.2.clone();
        of_sentence.suppress_author = !style.numeric();
        only.2 = &of_sentence;
    }
    let (names, pieces) = site.with_cites(&works, |cites| {
        let names = match cites {
            [only] if !citation.bracketed && !style.numeric() => marked(&style.names(only)),
            [only] if !citation.bracketed => plain(&super::reference::short_authors(&site.settings.words, only.item)),
            _ => String::new(),
        };
        (names, style.citation(cites))
    });
    let mut out = String::new();
    let is_raised = |text: &Rendered| text.pieces().next().is_some_and(|(.., raised)| raised);
    let raised = pieces
        .iter()
        .find(|piece| !piece.text.is_empty())
        .is_some_and(|piece| is_raised(&piece.text));
    out.push_str(&names);
    if !names.is_empty() && !raised {
        out.push(' ');
    }
    for piece in &pieces {
        let raised = is_raised(&piece.text);
        let Some(mention) = piece.cite.and_then(|at| mentions.get(at)) else {
            let text = marked(&piece.text);
            out.push_str(&if raised { format!("[{text}](raised:)") } else { text });
            continue;
        };
        let (number, letters) = (mention.number, &mention.letters);
        if piece.text.is_empty() {
            out.push_str(&format!("[](mention:{number}{letters})"));
            continue;
        }
        let scheme = if raised { "cite" } else { "named" };
        out.push_str(&format!(
            "[{}]({scheme}:{number}{letters} \"{}\")",
            marked(&piece.text),
            label(site, mention)
        ));
    }
    (out, raised && names.is_empty())
}

/// Formatted text as Markdown; only slant is kept.
fn marked(text: &Rendered) -> String {
    let mut out = String::new();
    for (letters, italic, _) in text.pieces() {
        let inner = letters.trim();
        if italic && !inner.is_empty() && inner.len() == letters.len() {
            out.push_str(&format!("*{}*", plain(letters)));
        } else {
            out.push_str(&plain(letters));
        }
    }
    out
}

/// Text in which Markdown finds no marks.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, ',' | ';' | ':') {
            out.push('\\');
        }
        out.push(c);
    }
    out
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

/// Markdown without the headings under which nothing stands, as templates for writers have them: blank lines and list
/// items without words are nothing.
pub(super) fn without_empty_sections(markdown: &str) -> String {
    const WORDS: usize = 7;
    let mut fence: Option<&str> = None;
    // Levels of headings; `WORDS` for a line of words, 0 for one of none.
    let levels: Vec<usize> = markdown
        .lines()
        .map(|line| {
            let text = line.trim();
            let mark = ["```", "~~~"].into_iter().find(|mark| text.starts_with(mark));
            let fenced = fence.is_some() || mark.is_some();
            fence = match fence {
                Some(open) => Some(open).filter(|open| mark != Some(*open)),
                None => mark,
            };
            let signs = text.bytes().take_while(|byte| *byte == b'#').count();
            let bullet = text.trim_end_matches("[ ]").trim_end();
            if fenced {
                WORDS
            } else if (1..WORDS).contains(&signs)
                && !line.starts_with("    ")
                && !text[signs..].starts_with(|c| c != ' ')
            {
                signs
            } else if matches!(bullet, "" | "-" | "*" | "+" | "1.") {
                0
            } else {
                WORDS
            }
        })
        .collect();
    let lines: Vec<&str> = markdown.lines().collect();
    let mut kept: Vec<&str> = Vec::with_capacity(lines.len());
    // From the end: what stands below a line, and the lines of its section.
    let (mut below, mut section) = (0, Vec::new());
    for (line, level) in lines.iter().zip(&levels).rev() {
        match *level {
            WORDS => below = WORDS,
            0 => {}
            level if below <= level => {
                section.clear();
                continue;
            }
            level => below = level,
        }
        section.push(*line);
        if (1..WORDS).contains(level) {
            kept.append(&mut section);
        }
    }
    if below == WORDS {
        kept.append(&mut section);
    }
    kept.reverse();
    kept.join("\n").trim().to_owned()
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

#[cfg(test)]
mod tests {
    use super::{closed_up, without_empty_sections};

    #[test]
    fn a_raised_number_closes_up_to_its_word_and_to_nothing_else() {
        assert_eq!(closed_up("point mutations "), "point mutations");
        assert_eq!(closed_up("point mutations\n"), "point mutations");
        assert_eq!(closed_up("- or TYK2 \r\n  "), "- or TYK2");
        for kept in [
            "A paragraph.\n\n",
            "## Title\n",
            "| a | b |\n",
            "---\n",
            "> ",
            "",
            "a hard break\\\n",
        ] {
            assert_eq!(closed_up(kept), kept.trim_end_matches([' ', '\t']));
        }
    }

    #[test]
    fn headings_under_which_nothing_stands_are_left_out() {
        assert_eq!(
            without_empty_sections("## Bottom line\n\n\n## Open questions\n\n-\n"),
            ""
        );
        let kept = "Words.\n\n## A\n\n### B\n\ntext\n\n- \n- one";
        let text = format!("{kept}\n\n### C\n\n- [ ]\n\n## D\n\n*\n");
        assert_eq!(without_empty_sections(&text), kept);
        let code = "## A\n\n```\n## no heading\n```";
        assert_eq!(without_empty_sections(code), code);
        assert_eq!(without_empty_sections("## A\n\n#hashtag"), "## A\n\n#hashtag");
        assert_eq!(without_empty_sections("-\n\nA\n=\n## B"), "-\n\nA\n=");
    }
}
