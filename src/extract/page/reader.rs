//! The generic reader of a page: which readers run, and in which order.

use super::abstracts::{self, Abstract};
use super::citation::{Citation, citation};
use super::front;
use super::headings::Section;
use super::kinds::is_kind;
use super::layouts::LAYOUTS;
use super::lines::{fold_blanks, trim, trim_by};
use super::sections::Page;
use super::title::{self, Title};
use super::{journal, labels, mastheads, references, relations, zones};
use crate::base::{Doi, MappedText, Pmcid, Span, fold};
use crate::record::{Claims, Field, ItemType, ZoneKind};

/// What the readers of a page found; spans point into the page's text.
#[derive(Default)]
pub struct Found {
    /// Claims, references and relations.
    pub claims: Claims,
    /// Zones, as places in the page's text.
    pub zones: Vec<(ZoneKind, Span)>,
}

impl Found {
    /// Marks a zone.
    pub fn zone(&mut self, kind: ZoneKind, span: Span) {
        if !span.is_empty() {
            self.zones.push((kind, span));
        }
    }

    /// Claims a title: blanks folded, MEDLINE's closing full stop dropped.
    pub fn title(&mut self, text: &str, span: Span, rule: &'static str, weight: u8) {
        let mut span = trim(text, span);
        // arXiv labels it, and buttons beside it are copied with it.
        if let Some(rest) = span
            .of(text)
            .strip_prefix("Title:")
            .filter(|rest| !rest.trim().is_empty())
        {
            span = trim(text, Span::new(span.end as usize - rest.len(), span.end as usize));
        }
        for button in [" Get access", " Free Access"] {
            if let Some(rest) = span.of(text).strip_suffix(button) {
                span = trim(text, Span::new(span.start as usize, span.start as usize + rest.len()));
            }
        }
        let words = span.of(text);
        let closed = words.ends_with('.') && !words.ends_with("..") && words.matches('.').count() == 1;
        let span = Span::new(span.start as usize, span.end as usize - usize::from(closed));
        self.claims
            .text(Field::Title, fold_blanks(span.of(text)), span, rule, weight);
    }

    /// Claims pages: any dash as a hyphen, without blanks around it.
    pub fn pages(&mut self, text: &str, span: Span, rule: &'static str, weight: u8) {
        let span = trim(text, span);
        let label = ["pp. ", "pp.", "p. ", "pp "]
            .iter()
            .find(|label| span.of(text).starts_with(**label));
        let span = Span::new(
            span.start as usize + label.map_or(0, |label| label.len()),
            span.end as usize,
        );
        let words = span.of(text);
        if words.len() > 40 || !words.bytes().any(|b| b.is_ascii_digit()) || words.split_whitespace().count() > 3 {
            return;
        }
        let value: String = words
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| {
                if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') {
                    '-'
                } else {
                    c
                }
            })
            .collect();
        self.claims.text(Field::Page, value, span, rule, weight);
    }

    /// Claims the first DOI under `span`, in lower case.
    pub fn doi(&mut self, text: &str, span: Span, rule: &'static str, weight: u8) {
        let words = span.of(text);
        if let Some(found) = Doi::find(words)
            && let Some(doi) = Doi::parse(&words[found.clone()])
        {
            let place = Span::new(found.start, found.end).shift(span.start as usize);
            let place = unglued(text, place);
            let doi = Doi::parse(place.of(text)).unwrap_or(doi);
            self.claims.text(Field::Doi, doi.as_str(), place, rule, weight);
        }
    }

    /// Whether something claims the field.
    pub fn has(&self, field: Field) -> bool {
        self.claims.claims.iter().any(|claim| claim.field == field)
    }
}

/// A DOI without the next word of the page, where the copy glued it on: `10.7554/elife.04407Published`.
fn unglued(text: &str, doi: Span) -> Span {
    const NEXT: [&str; 14] = [
        "Published",
        "Cite",
        "Received",
        "Accepted",
        "Copyright",
        "Abstract",
        "Download",
        "Share",
        "PubMed",
        "PMID",
        "Article",
        "Permissions",
        "Available",
        "View",
    ];
    let words = doi.of(text);
    let cut = NEXT
        .iter()
        .filter_map(|next| words.find(next))
        .filter(|at| words[..*at].ends_with(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase()))
        .min();
    cut.map_or(doi, |at| Span::new(doi.start as usize, doi.start as usize + at))
}

/// Reads a page's text. `levels` are headings that its source marks: positions and levels 1 to 6, ascending.
pub fn read_page(text: &str, levels: &[(usize, u8)]) -> Found {
    let mut page = Page::new(text, levels);
    let mut found = Found::default();
    let abstract_ = abstracts::find(&page);
    let title = title::title(&page, abstract_.as_ref());
    if let Some(title) = &title {
        page.begin_front(title.line);
    }
    let page = page;
    let cited = cited(&page, title.as_ref());
    claim_front(&page, title.as_ref(), abstract_.as_ref(), cited.as_ref(), &mut found);
    if let Some(abstract_) = &abstract_ {
        abstracts::claim(&page, abstract_, &mut found);
    }
    abstracts::keywords(&page, abstract_.as_ref(), &mut found);
    labels::labels(&page, &mut found);
    settle_dates(&mut found);
    identifiers(&page, &mut found);
    relations::relations(&page, &mut found);
    found.claims.references = references::references(&page).1;
    let layout = LAYOUTS
        .iter()
        .map(|layout| ((layout.recognise)(&page), layout))
        .filter(|(score, _)| *score >= 50)
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    if let Some((_, layout)) = layout {
        found.claims.layout = Some(layout.name);
        (layout.read)(&page, &mut found);
    }
    journal::expand(&page, &mut found);
    claim_kind(&page, &mut found);
    zones::fill(&page, &mut found);
    found
        .claims
        .claims
        .sort_by_key(|claim| (claim.span.start, claim.span.end));
    found
}

/// The best citation of the page itself under "Cite this article" and its like.
fn cited(page: &Page<'_>, title: Option<&Title>) -> Option<Citation> {
    let titles: Vec<Span> = title.map(|t| t.span).into_iter().collect();
    let mut best: Option<(usize, Citation)> = None;
    for block in page.blocks.iter().filter(|block| block.section == Section::Cite) {
        let lines = page.lines.get(block.lines.clone()).unwrap_or_default();
        let spans = block
            .inline
            .into_iter()
            .chain(lines.iter().take(8).map(|line| line.span));
        for span in spans {
            let cited = citation(page.text, span, &titles);
            let worth = cited.strength() * 4
                + cited.people.names.len().min(3)
                + usize::from(cited.title.is_some()) * 2
                + usize::from(cited.doi.is_some());
            if cited.strength() >= 2 && best.as_ref().is_none_or(|(score, _)| worth > *score) {
                best = Some((worth, cited));
            }
        }
    }
    if best.is_none() {
        best = cited_within(page, &titles).map(|cited| (0, cited));
    }
    best.map(|(_, cited)| cited)
}

/// A citation inside a line of the front: "… 2014 Cite as eLife 2014;3:e04407".
fn cited_within(page: &Page<'_>, titles: &[Span]) -> Option<Citation> {
    page.lines.iter().enumerate().take(1_000).find_map(|(index, line)| {
        let own = matches!(
            page.section(index),
            Section::Front | Section::About | Section::Boilerplate
        );
        let words = line.of(page.text);
        let mark = ["Cite as", "Cite this as", "Citation:", "Cite this article:"]
            .iter()
            .find_map(|mark| words.find(mark).map(|at| at + mark.len()))?;
        let rest = Span::new(line.span.start as usize + mark, line.span.end as usize);
        let cited = citation(
            page.text,
            trim_by(page.text, rest, |c| c.is_whitespace() || c == ':'),
            titles,
        );
        (own && words.len() < 600 && cited.strength() >= 2).then_some(cited)
    })
}

fn claim_front(
    page: &Page<'_>,
    title: Option<&Title>,
    abstract_: Option<&Abstract>,
    cited: Option<&Citation>,
    found: &mut Found,
) {
    let text = page.text;
    let written = title.and_then(|title| front::authors(page, title, abstract_));
    if let Some(cited) = cited {
        front::claim_citation(text, cited, "cite-this-article", 80, found);
        let fuller = written
            .as_ref()
            .is_some_and(|w| front::completes(&w.names, &cited.people.names));
        if !fuller && !cited.people.names.is_empty() {
            front::claim_people(&cited.people, "cite-this-article", 80, found);
            found.claims.et_al = cited.people.et_al;
        }
    }
    if let Some(title) = title {
        let same = |cited: &Citation| cited.title.is_some_and(|t| same_words(t.of(text), title.span.of(text)));
        let agrees = cited.is_none_or(same);
        if agrees || title.score >= 9 {
            let weight = if agrees { 50 } else { 30 };
            found.title(text, title.span, "title-line", weight);
            found.zone(ZoneKind::Title, title.span);
        }
    } else if let Some(at) = cited.and_then(|cited| cited.title) {
        // The title stands on the page too, though nothing else shows that line to be it.
        let line = page.lines.iter().find(|line| same_words(line.of(text), at.of(text)));
        found.zone(ZoneKind::Title, line.map_or(at, |line| line.span));
    }
    if let Some(written) = &written {
        let fuller = cited.is_none_or(|cited| {
            cited.people.names.is_empty()
                || front::completes(&written.names, &cited.people.names)
                || front::spells_out(&written.names, &cited.people.names)
        });
        front::claim_people(written, "author-line", if fuller { 85 } else { 50 }, found);
        if !found
            .claims
            .claims
            .iter()
            .any(|c| c.field == Field::Author && c.rule == "cite-this-article")
        {
            found.claims.et_al = written.et_al;
        }
    }
    if let Some(title) = title {
        front::dates_and_pages(page, title, found);
    }
    let near = title.map_or(0, |title| title.line);
    let stop = abstract_.map_or(near + 40, |abstract_| (abstract_.line + 8).max(near + 12));
    let own = title.map(|title| title.span);
    mastheads::mastheads(page, near.saturating_sub(30), stop, own, found);
    if let Some(line) = front::journal_line(page, title, abstract_) {
        front::claim_citation(text, &Citation { title: None, ..line }, "journal-line", 60, found);
    }
    if let Some(title) = title {
        mastheads::journal_alone(page, title, found);
    }
}

/// Claims the journal's numbers in a line that cites a paper: `Metabolites 2014, Vol. 4, Pages 932-945`.
pub fn citation_in(line: &MappedText, rule: &'static str, weight: u8, claims: &mut Claims) {
    let text = line.as_str();
    let cited = citation(text, Span::new(0, text.len()), &[]);
    if cited.strength() < 2 {
        return;
    }
    let mut found = Found::default();
    front::claim_citation(text, &Citation { title: None, ..cited }, rule, weight, &mut found);
    for mut claim in found.claims.claims {
        claim.span = line.source(claim.span);
        claims.claims.push(claim);
    }
}

fn same_words(a: &str, b: &str) -> bool {
    let key = |text: &str| {
        let mut key = fold(text);
        key.retain(char::is_alphanumeric);
        key
    };
    a.len().abs_diff(b.len()) <= 40 && key(a) == key(b)
}

/// Where the journal's own line has a year, dates of the web page say nothing of the issue.
fn settle_dates(found: &mut Found) {
    let of_journal = |rule: &str| matches!(rule, "journal-line" | "cite-this-article");
    if found
        .claims
        .claims
        .iter()
        .any(|c| c.field == Field::Issued && of_journal(c.rule))
    {
        found
            .claims
            .claims
            .retain(|c| c.field != Field::Issued || !matches!(c.rule, "label:online" | "date-line"));
    }
}

/// DOIs and PMCIDs that stand alone in the page's own parts.
fn identifiers(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    for (index, line) in page.lines.iter().enumerate() {
        let own = matches!(
            page.section(index),
            Section::Front | Section::About | Section::Cite | Section::Boilerplate
        );
        let words = line.of(text);
        if !own || words.len() > 200 || relations::names_another(text, line.span) {
            continue;
        }
        if let Some(doi) = Doi::find(words)
            && (doi.start <= 24 || words[..doi.start].to_ascii_lowercase().contains("doi"))
        {
            let place = Span::new(doi.start, doi.end).shift(line.span.start as usize);
            found.doi(text, place, "identifier", 40);
        }
        if words.len() <= 40
            && let Some(at) = words.find("PMC")
        {
            let token = words[at..]
                .split(|c: char| !c.is_ascii_alphanumeric())
                .next()
                .unwrap_or("");
            if let Some(pmcid) = Pmcid::parse(token).filter(|_| token.len() >= 8) {
                let place = Span::new(at, at + token.len()).shift(line.span.start as usize);
                found.claims.text(Field::Pmcid, pmcid.as_str(), place, "identifier", 40);
            }
        }
    }
}

/// What is in a journal is an article of it, unless the page says otherwise.
fn claim_kind(page: &Page<'_>, found: &mut Found) {
    let journal = found
        .claims
        .claims
        .iter()
        .filter(|claim| claim.field == Field::ContainerTitle)
        .max_by_key(|claim| claim.weight)
        .map(|claim| claim.span);
    if let Some(span) = journal.filter(|_| !found.has(Field::Type)) {
        let line = page.lines.iter().take(400).find(|line| is_kind(line.of(page.text)));
        match line {
            Some(line) => found
                .claims
                .kind(ItemType::ArticleJournal, line.span, "article-kind", 30),
            None => found.claims.kind(ItemType::ArticleJournal, span, "in-a-journal", 10),
        }
    }
}
