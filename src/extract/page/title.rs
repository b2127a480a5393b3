//! The title, where no citation line gives it: the line with the most evidence for it.

use super::abstracts::{Abstract, is_site_notice};
use super::citation::citation;
use super::front;
use super::headings::{Section, section_of};
use super::kinds::is_kind;
use super::labels::is_label;
use super::lines::is_prose;
use super::lines::words;
use super::linked::{closes, linked};
use super::mastheads::is_masthead;
use super::name_words::is_degree;
use super::people::people;
use super::sections::Page;
use crate::base::{Span, fold};
use std::cell::Cell;
use std::collections::{HashMap, HashSet};

/// The title's line and how sure it is.
pub struct Title {
    /// Its line.
    pub line: usize,
    /// Its place.
    pub span: Span,
    /// Evidence, from 5.
    pub score: i32,
}

/// How far down a page a title is looked for, in lines.
const REACH: usize = 900;

/// Evidence from which a line may be the title.
const ENOUGH: i32 = 5;

/// The best title of the page, if there is one with enough evidence: first by what makes it sure, then by what helps where
/// nothing else does.
pub fn title(page: &Page<'_>, abstract_: Option<&Abstract>) -> Option<Title> {
    let around = Around::new(page, abstract_);
    around
        .best(&AuthorLines::new(page, false))
        .or_else(|| around.best(&AuthorLines::new(page, true)))
}

/// What the page says of all its lines.
struct Around<'p> {
    page: &'p Page<'p>,
    /// The line before which the title stands.
    end: usize,
    anchored: bool,
    /// How often each line is on the page.
    seen: HashMap<String, usize>,
    quoted: String,
    journals: HashSet<String>,
}

impl<'p> Around<'p> {
    fn new(page: &'p Page<'p>, abstract_: Option<&Abstract>) -> Self {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for line in &page.lines {
            if (20..400).contains(&line.span.len()) {
                *seen.entry(key(line.of(page.text))).or_default() += 1;
            }
        }
        Self {
            page,
            end: abstract_
                .map_or(page.lines.len(), |a| a.head.unwrap_or(a.line))
                .min(REACH),
            anchored: abstract_.is_some(),
            seen,
            quoted: quoted(page),
            journals: journals(page),
        }
    }

    fn best(&self, lists: &AuthorLines<'_>) -> Option<Title> {
        let mut best: Option<Title> = None;
        for index in 0..self.end {
            let Some(score) = self.score(lists, index) else {
                continue;
            };
            if self.journals.contains(&key(self.page.line(index))) {
                continue;
            }
            let later = i32::from(self.anchored);
            if score >= ENOUGH && best.as_ref().is_none_or(|b| score > b.score - later) {
                let (index, span) = match self.first_of_two(lists, index) {
                    Some(above) => (above, self.page.lines[above].span),
                    None => (index, self.whole(index)),
                };
                best = Some(Title {
                    line: index,
                    span,
                    score,
                });
            }
        }
        best
    }

    /// The title above a title in another language: the paper's own stands first.
    fn first_of_two(&self, lists: &AuthorLines<'_>, index: usize) -> Option<usize> {
        let above = index.checked_sub(1)?;
        let language = |index: usize| language(self.page.line(index));
        let differs = language(above)? != language(index)?;
        (differs && self.score(lists, above).is_some_and(|score| score >= ENOUGH)).then_some(above)
    }

    /// The title of a part (`II. Clinical observations`) with that of the whole in the line above.
    fn whole(&self, index: usize) -> Span {
        let line = self.page.lines[index];
        let part = line
            .of(self.page.text)
            .split_once(['.', ':'])
            .is_some_and(|(number, rest)| {
                let number = number.trim_start_matches("Part ");
                let roman = !number.is_empty() && number.len() <= 4 && number.bytes().all(|b| b"IVX".contains(&b));
                let mut rest = rest.chars();
                roman && rest.next() == Some(' ') && rest.next().is_some_and(char::is_uppercase)
            });
        let above = index.checked_sub(1).map(|above| self.page.lines[above]);
        // A subtitle on a line of its own.
        let sub = above.is_some_and(|above| above.of(self.page.text).ends_with(':'))
            && line.of(self.page.text).starts_with(char::is_lowercase);
        let joins = |above: &super::lines::Line| {
            let text = above.of(self.page.text);
            !line.gap
                && !above.bullet
                && !is_kind(text)
                && words(text) >= 3
                && (sub || !text.contains(':'))
                && section_of(text).is_none()
        };
        match above.filter(|above| (part || sub) && joins(above)) {
            Some(above) => above.span.join(line.span),
            None => line.span,
        }
    }

    /// Whether the one name on the line is a person's: it has a degree, is printed twice, or an affiliation or a link to what
    /// else the site has of them follows.
    fn is_person(&self, lists: &AuthorLines<'_>, index: usize) -> bool {
        let text = self.page.line(index);
        let degree = |word: &str| is_degree(word) && !matches!(word.trim_end_matches('.'), "Dr" | "Prof");
        let called = text.split([' ', ',']).any(degree);
        let twice = |other: usize| key(self.page.line(other)) == key(text);
        let below = index + 1;
        called
            || below < self.page.lines.len() && (twice(below) || closes(self.page.line(below)))
            || index.checked_sub(1).is_some_and(twice)
            || lists.marked(below)
    }

    fn score(&self, lists: &AuthorLines<'_>, index: usize) -> Option<i32> {
        let page = self.page;
        let line = &page.lines[index];
        let text = line.of(page.text);
        // Chinese and Japanese are written without blanks.
        let letters = text.chars().filter(|c| ('\u{3040}'..='\u{9fff}').contains(c)).count();
        let count = words(text).max(letters / 3);
        if !(12..=400).contains(&text.len())
            || count < 2
            || section_of(text).is_some()
            || is_kind(text)
            || text.contains(" > ")
            || text.starts_with("arXiv:")
            || is_neighbour(page, index)
            || of_editors(text)
            || of_site(text)
            || begins_with_year(text)
            || line.number.is_some() && line.indent > 0
        {
            return None;
        }
        let title_like_prose = text.len() <= 300 && !text.ends_with('.') && text.matches(". ").count() == 0;
        if is_prose(text) && !title_like_prose {
            return None;
        }
        let list = people(page.text, line.span);
        // A name over a name over an affiliation is the first author.
        let digit = text.ends_with(|c: char| c.is_ascii_digit() || c == '*');
        let first = digit && lists.alone(index) && lists.alone(index + 1) && lists.marked(index + 2);
        let person = list.names.len() == 1 && list.rejected == 0 && line.level != 1 && self.is_person(lists, index);
        if list.is_list() || list.et_al.is_some() && !list.names.is_empty() || first || person {
            return None;
        }
        let lower = text.to_ascii_lowercase();
        let mut score = 0;
        if text.starts_with("Title:") {
            score += 5;
        }
        if let 1..=6 = line.level {
            score += if line.level == 1 { 6 } else { 1 };
        }
        let next = |step: usize| page.lines.get(index + step).filter(|_| index + step < page.lines.len());
        // Lines without a letter are marks of affiliations.
        let lettered = |line: &usize| page.line(*line).contains(char::is_alphabetic);
        let below: Vec<usize> = (index + 1..self.end.max(index + 1))
            .take(12)
            .filter(lettered)
            .take(4)
            .collect();
        let authors = |step: usize| below.get(step - 1).is_some_and(|line| lists.at(*line));
        if authors(1) {
            score += 5;
        } else if authors(2) || authors(3) || authors(4) {
            score += 3;
        }
        let kind = |line: Option<&super::lines::Line>| line.is_some_and(|line| is_kind(line.of(page.text)));
        if kind(index.checked_sub(1).map(|i| &page.lines[i])) || kind(index.checked_sub(2).map(|i| &page.lines[i])) {
            score += 3;
        }
        if kind(next(1)) || kind(next(2)) {
            score += 2;
        }
        if lists.lenient && !line.bullet && (1..=2).any(|step| next(step).is_some_and(|line| cites(page, *line))) {
            score += 3;
        }
        // A paragraph of its own before the abstract, on a page that tells nothing surer.
        let apart = line.gap && next(1).is_none_or(|line| line.gap || line.bullet);
        if lists.lenient && self.anchored && apart && text.len() >= 40 && count >= 5 && !front::is_affiliation(text) {
            score += 1;
        }
        let own = key(text);
        if own.len() >= 20 && (self.quoted.contains(&own) || self.seen.get(&own).copied().unwrap_or(0) >= 2) {
            score += 3;
        }
        score += i32::from(text.len() >= 25) + i32::from(count >= 4);
        if self.anchored && self.end - index <= 25 {
            score += 2;
        }
        if index == 0 && !line.bullet {
            score += 1;
        }
        if line.bullet {
            score -= 5;
        }
        if text.ends_with([':', '×', '!', ',', ';', '…']) || text.ends_with("...") {
            score -= 4;
        }
        if text.ends_with('.') && index > 0 {
            score -= 2;
        }
        if text.starts_with(['*', '†', '©', '<', '@', '|', '»']) || text.contains(" | ") || text.contains('@') {
            score -= 4;
        }
        if front::is_affiliation(text) && text.matches(',').count() >= 2 && line.level != 1 {
            score -= 6;
        }
        // "In Special Collection:": what follows a label.
        let above = index.checked_sub(1).map_or("", |above| page.line(above));
        if above.ends_with(':') && !above.starts_with("Title") && !is_kind(above.trim_end_matches(':')) && count <= 6 {
            score -= 7;
        }
        if line.level != 1 && begins_as_place(text) {
            score -= 5;
        }
        for word in [
            "http",
            "www.",
            "doi",
            "©",
            "copyright",
            "issn",
            "published",
            "received",
            "download",
            "volume ",
            "university",
            "department",
            "institute",
            "skip to",
            "journal of",
            "author links",
            "open overlay",
            "add to mendeley",
            "show more",
            "get rights",
            "research output",
            "available online",
        ] {
            if lower.contains(word) {
                score -= 3;
            }
        }
        if matches!(page.section(index), Section::References) || is_site_notice(text) && line.level != 1 {
            return None;
        }
        // The dearest question last, and only where the answer matters.
        if score >= ENOUGH && (is_masthead(text) || citation(page.text, line.span, &[]).strength() >= 3) {
            return None;
        }
        Some(score)
    }
}

/// The language of a title, as far as its small words tell: of those looked at the one with the most.
fn language(text: &str) -> Option<usize> {
    const WORDS: [&[&str]; 4] = [
        &["and", "by", "for", "from", "in", "of", "on", "the", "to", "with"],
        &[
            "con", "de", "del", "e", "el", "en", "la", "las", "los", "por", "y", "da", "das", "do", "dos", "em", "na",
            "no",
        ],
        &[
            "au", "chez", "dans", "des", "du", "et", "le", "les", "par", "sur", "une",
        ],
        &[
            "bei", "beim", "das", "dem", "der", "des", "die", "im", "mit", "und", "von", "zur",
        ],
    ];
    let mut counts = [0; 4];
    for word in text.split_whitespace() {
        let word = word.to_lowercase();
        for (count, words) in counts.iter_mut().zip(WORDS) {
            *count += usize::from(words.contains(&word.as_str()));
        }
    }
    let most = counts.into_iter().max().filter(|most| *most >= 2)?;
    let mut best = counts.iter().enumerate().filter(|(_, count)| **count == most);
    let (first, second) = (best.next(), best.next());
    first.map(|(at, _)| at).filter(|_| second.is_none())
}

/// What two prints of one title share.
fn key(text: &str) -> String {
    let mut key = fold(text);
    key.retain(char::is_alphanumeric);
    key
}

/// Lines over the numbers of a volume and its issue or year, or after "Publication:": journals' names.
fn journals(page: &Page<'_>) -> HashSet<String> {
    let lines = page.lines.windows(2).take(REACH);
    let named = lines.filter_map(|pair| {
        let [line, next] = pair else { return None };
        let words = line.of(page.text);
        if let Some(name) = words.strip_prefix("Publication: ") {
            return Some(key(name));
        }
        let below = next.of(page.text);
        let numbers = below.len() <= 80 && below.contains("olume ") && {
            let cited = citation(page.text, next.span, &[]);
            cited.volume.is_some()
                && cited.journal.is_none()
                && cited.strength() + usize::from(cited.issue.is_some()) >= 2
        };
        // A journal's name, and no whole sentence of a title.
        let short = super::lines::words(words) <= 8;
        (numbers && short && !line.bullet && !words.contains(": ")).then(|| key(words))
    });
    named.collect()
}

/// Lines that quote the title: citation lines, breadcrumbs, "topics of '…'".
fn quoted(page: &Page<'_>) -> String {
    let mut out = String::new();
    for (index, line) in page.lines.iter().enumerate() {
        let words = line.of(page.text);
        let quotes = page.section(index) == Section::Cite
            || words.contains(" > ")
            || words.contains("topics of '")
            || words.contains("topics of ‘");
        if quotes && words.len() < 3_000 && out.len() < 20_000 {
            out.push_str(&key(words));
            out.push('\n');
        }
    }
    out
}

/// Which lines are lists of names, each looked at once: a title is judged by the lines after it.
struct AuthorLines<'p> {
    page: &'p Page<'p>,
    /// Whether lists with bullets count, and what else speaks for a title where nothing surer does.
    lenient: bool,
    known: Vec<Cell<Option<bool>>>,
}

impl<'p> AuthorLines<'p> {
    fn new(page: &'p Page<'p>, lenient: bool) -> Self {
        Self {
            page,
            lenient,
            known: vec![Cell::new(None); page.lines.len()],
        }
    }

    fn at(&self, index: usize) -> bool {
        let (Some(known), Some(line)) = (self.known.get(index), self.page.lines.get(index)) else {
            return false;
        };
        known.get().unwrap_or_else(|| {
            let list = people(self.page.text, line.span).is_list()
                || self.one(index) && self.one(index + 1)
                || (0..3).all(|step| self.alone(index + step))
                || self.alone(index) && (self.marked(index + 1) || self.alone(index + 1) && self.marked(index + 2))
                || self.lenient && self.bulleted(index)
                || self.linked(index);
            known.set(Some(list));
            list
        })
    }

    /// A list of names with bullets begins here.
    fn bulleted(&self, index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|before| self.page.lines.get(before));
        let label =
            |line: &super::lines::Line| matches!(line.of(self.page.text).trim_end_matches(':'), "Author" | "Authors");
        let first = index + usize::from(self.page.lines.get(index).is_some_and(label));
        !before.is_some_and(|line| line.bullet) && front::listed(self.page, first).is_some()
    }

    /// A name with a block of lines begins here.
    fn linked(&self, index: usize) -> bool {
        self.alone(index) && linked(self.page, index, index + 60).is_some()
    }

    /// One name and nothing else, as where each author has a line.
    fn alone(&self, index: usize) -> bool {
        front::one_name(self.page, index).is_some()
    }

    /// Below a name: its affiliation, or the marks of it and the next name.
    fn marked(&self, index: usize) -> bool {
        self.page.lines.get(index).is_some_and(|line| {
            let words = line.of(self.page.text);
            front::is_affiliation(words) && !line.bullet || front::is_marks(words) && self.alone(index + 1)
        })
    }

    /// One name, and after a comma the next one in the line that follows.
    fn one(&self, index: usize) -> bool {
        self.page.lines.get(index).is_some_and(|line| {
            line.span.len() <= 60
                && line.of(self.page.text).ends_with(',')
                && people(self.page.text, line.span).names.len() == 1
        })
    }
}

/// Whether the line says who judged the paper, or how.
fn of_editors(text: &str) -> bool {
    const OPENINGS: [&str; 9] = [
        "Academic Editor",
        "Checked for plagiarism",
        "Edited by",
        "Editor who",
        "Handling Editor",
        "Peer reviewer comments",
        "Review by Double",
        "Review by Single",
        "Reviewed by",
    ];
    OPENINGS.iter().any(|opening| text.starts_with(opening))
}

/// Whether the line is the site's own: a button, a link, a label.
fn of_site(text: &str) -> bool {
    const WHOLE: [&str; 10] = [
        "BibTeX RIS Cite",
        "BibTex RIS Cite",
        "Check for updates",
        "Clinically Relevant Abstract",
        "Connect on Social Media",
        "Google Scholar",
        "Information, rights and permissions",
        "Read this article at",
        "Show all authors",
        "View all authors",
    ];
    const OPENINGS: [&str; 7] = [
        "Author to whom correspondence",
        "Date of Web Publication",
        "Search for more papers by",
        "Search for other works by",
        "Search for this author",
        "See allHide",
        "View all authors and affiliations",
    ];
    // "[Home ] [Archive] [ English ]"
    let links = text.starts_with('[') && text.ends_with(']') && text.matches('[').count() >= 2;
    let label = text.split_once(':').is_some_and(|(label, _)| {
        let label = label.trim();
        is_label(label) || ["Autor(es)", "Document Type", "Subjects", "Type of Study"].contains(&label)
    });
    // "Logo of bmjcrBMJ Case Reports": the name of a picture, and the next link glued to it.
    let picture = text.strip_prefix("Logo of ").is_some_and(|rest| {
        let word: Vec<char> = rest.chars().take_while(|c| c.is_alphabetic()).collect();
        word.windows(2)
            .any(|pair| pair[0].is_lowercase() && pair[1].is_uppercase())
    });
    // "Pages 1938–1943"
    let numbers =
        text.split(' ').count() == 2 && text.starts_with("Pages ") && text.ends_with(|c: char| c.is_ascii_digit());
    let company = ["GmbH", "Inc.", "LLC", "Ltd", "Ltd."]
        .iter()
        .any(|closing| text.ends_with(closing));
    links
        || label
        || numbers
        || picture
        || company && text.contains("Publish")
        || WHOLE.contains(&text)
        || OPENINGS.iter().any(|opening| text.starts_with(opening))
}

/// Whether the line begins as the name of a place of work does and is short, or as one of several with their numbers.
fn begins_as_place(text: &str) -> bool {
    const PLACES: [&str; 12] = [
        "Abteilung",
        "Departamento",
        "Department",
        "Dipartimento",
        "Faculty",
        "Facultad",
        "Hospital",
        "Institut",
        "Institute",
        "Universidad",
        "Universität",
        "University",
    ];
    const NEXT: [&str; 12] = [
        "Clínico",
        "General",
        "Nacional",
        "Universitario",
        "de",
        "der",
        "di",
        "do",
        "for",
        "für",
        "of",
        "pour",
    ];
    let mut each = text.split(' ');
    let (first, second) = (each.next().unwrap_or(""), each.next().unwrap_or(""));
    let named = words(text) <= 7 && PLACES.contains(&first) && NEXT.contains(&second);
    let number = (1..=2).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_digit());
    let placed =
        number && text.matches(", ").count() >= 2 && text[first.len()..].trim_start().starts_with(char::is_uppercase);
    // The end of such a name, whose beginning stands in the line above.
    let continued = ["and ", "und "].iter().any(|word| text.starts_with(word));
    let written = ["大学", "医院", "病院", "研究所"]
        .iter()
        .any(|place| text.contains(place))
        && text.contains(' ');
    named || placed || continued || written
}

/// `2020, Current Drug Targets, № 7`: numbers of a journal.
fn begins_with_year(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && text[4..].starts_with([',', ';', '.']) && text.starts_with(['1', '2'])
}

/// Whether the line names the paper before or after this one, as MDPI's pages begin.
fn is_neighbour(page: &Page<'_>, index: usize) -> bool {
    let above = index.checked_sub(1).map_or("", |above| page.line(above));
    ["Next Article", "Previous Article", "Prev Article"]
        .iter()
        .any(|opening| above.starts_with(opening))
}

/// Whether the line cites the page: journal, volume and more.
fn cites(page: &Page<'_>, line: super::lines::Line) -> bool {
    let words = line.of(page.text);
    let cited = || citation(page.text, line.span, &[]);
    // Numbers alone have their journal's name above them.
    words.len() <= 200
        && !line.bullet
        && words.bytes().any(|b| b.is_ascii_digit())
        && (Some(cited()).is_some_and(|cited| cited.journal.is_some() && cited.strength() >= 3) || is_masthead(words))
}
