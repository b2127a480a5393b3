//! Works and references as readers see them: in the Vancouver style (NLM's Citing Medicine), compiled, and in the style
//! that the review has chosen.
//!
//! A part that is not known is left out with its punctuation; nothing is filled in.

use super::{Site, Words};
use crate::base::{Doi, PartialDate, Pmcid, Pmid};
use crate::library::{ReferenceEntry, WorkId};
use crate::record::{Field, Item, RelationKind};
use serde::Serialize;

/// Names before "et al." (ICMJE).
const NAMES: usize = 6;

/// A link to a record elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Identifier {
    /// `DOI`, `PubMed`, `PMC`.
    pub kind: &'static str,
    /// As shown.
    pub label: String,
    /// Absolute address.
    pub url: String,
}

/// The known identifiers of an item, most durable first.
pub fn identifiers(item: &Item) -> Vec<Identifier> {
    identifiers_of(item.doi().as_ref(), item.pmid().as_ref(), item.pmcid().as_ref())
}

fn identifiers_of(doi: Option<&Doi>, pmid: Option<&Pmid>, pmcid: Option<&Pmcid>) -> Vec<Identifier> {
    let mut out = Vec::new();
    if let Some(doi) = doi {
        out.push(Identifier {
            kind: "DOI",
            label: doi.to_string(),
            url: doi.url(),
        });
    }
    if let Some(pmid) = pmid {
        out.push(Identifier {
            kind: "PubMed",
            label: pmid.to_string(),
            url: pmid.url(),
        });
    }
    if let Some(pmcid) = pmcid {
        out.push(Identifier {
            kind: "PMCID",
            label: pmcid.to_string(),
            url: pmcid.url(),
        });
    }
    out
}

/// `Dumas PY, Naudin C, … et al.`; empty where no author is known.
pub fn authors(item: &Item) -> String {
    let mut out = String::new();
    for (index, name) in item.author.iter().enumerate() {
        if index == NAMES {
            break;
        }
        if index > 0 {
            out.push_str(", ");
        }
        out.push_str(&name.vancouver());
    }
    if !out.is_empty() && (item.et_al || item.author.len() > NAMES) {
        out.push_str(", et al");
    }
    out
}

/// `Dumas et al.`, `Kesarwani and Azam`, or nothing.
pub fn short_authors(words: &Words, item: &Item) -> String {
    match item.author.as_slice() {
        [] => String::new(),
        [one] if !item.et_al => one.main().to_owned(),
        [one, two] if !item.et_al => words.say("name.two", &[("a", &one.main()), ("b", &two.main())]),
        [one, ..] => words.say("name.more", &[("a", &one.main())]),
    }
}

/// The first words of a title, enough to know it by.
pub fn short_title(title: &str) -> String {
    let mut short: String = title.chars().take(48).collect();
    if title.chars().nth(48).is_some() {
        if let Some(at) = short.rfind(' ') {
            short.truncate(at);
        }
        short.push('…');
    }
    short
}

/// `2019;104(10):2017-27`: year, volume, issue and pages as far as known.
pub fn numbers(item: &Item) -> String {
    let mut out = item.year().map(|year| year.to_string()).unwrap_or_default();
    if let Some(volume) = item.get(Field::Volume) {
        if !out.is_empty() {
            out.push(';');
        }
        out.push_str(volume);
    }
    let mut inner = item.get(Field::Issue).unwrap_or("").to_owned();
    if let Some(supplement) = item.get(Field::Supplement) {
        if !inner.is_empty() {
            inner.push(' ');
        }
        inner.push_str("Suppl ");
        inner.push_str(supplement.trim_start_matches("Suppl").trim());
    }
    if !inner.is_empty() {
        if item.get(Field::Volume).is_none() && !out.is_empty() {
            out.push(';');
        }
        out.push('(');
        out.push_str(&inner);
        out.push(')');
    }
    if let Some(pages) = item.get(Field::Page).or_else(|| item.get(Field::Number)) {
        if !out.is_empty() {
            out.push(':');
        }
        out.push_str(&pages.replace('-', "–"));
    }
    out
}

/// `September 2019`, `10 April 2024`, `2019`.
pub fn date(words: &Words, date: PartialDate) -> String {
    let year = date.year;
    let Some(month) = date.month.filter(|month| (1..=12).contains(month)) else {
        return year.to_string();
    };
    let month = words.get(&format!("date.month-{month}"));
    match date.day {
        Some(day) => words.say("date.day", &[("day", &day), ("month", &month), ("year", &year)]),
        None => words.say("date.month", &[("month", &month), ("year", &year)]),
    }
}

/// A work in a list.
#[derive(Clone, Debug, Serialize)]
pub struct WorkLine {
    /// Key.
    pub key: String,
    /// Authors, Vancouver; may be empty.
    pub authors: String,
    /// Title; may be unknown.
    pub title: Option<String>,
    /// It is a captured article, and its capture has no title.
    pub untitled: bool,
    /// Journal; may be unknown.
    pub journal: Option<String>,
    /// Year, volume, issue, pages; may be empty.
    pub numbers: String,
    /// Where a reader of it is sent, from the root.
    pub href: String,
    /// It is a captured article.
    pub in_review: bool,
    /// How many articles cite it.
    pub cited_by: usize,
    /// Links elsewhere.
    pub ids: Vec<Identifier>,
    /// The reference in the style that the review has chosen, as HTML before, of and after the title; none where it has
    /// chosen none.
    pub styled: Option<[String; 3]>,
}

impl Site<'_> {
    /// A work, linked to where a reader of it is sent.
    pub(super) fn work_link(&self, id: WorkId) -> super::Link {
        super::Link {
            href: self.addresses.work(self.library, id).to_owned(),
            label: self.short_work(id),
        }
    }

    /// `Dumas et al., 2019`, as far as known; never empty. A captured work is called as its article is.
    pub(super) fn short_work(&self, id: WorkId) -> String {
        let work = self.library.work(id);
        match work.article.filter(|article| self.has_brief(*article)) {
            Some(article) => self.short(article),
            // The journal alone would be taken for a title.
            None => match work
                .article
                .filter(|_| work.item.author.is_empty() && work.item.title().is_none())
            {
                Some(article) => self.short(article),
                None => self.short_item(&work.item),
            },
        }
    }

    /// Publications about, before or after a work, linked: (what the work is to them, where they are shown). What a capture
    /// names and no work of the review is leads to the article's own page, which has it in full.
    pub(super) fn publication_links(&self, id: WorkId) -> Vec<(String, super::Link)> {
        let relatives = self.relatives.get(&id).map_or(&[][..], Vec::as_slice).iter();
        let linked = relatives.map(|(other, kind)| (self.relation_mark(*kind), self.work_link(*other)));
        let article = self.library.work(id).article;
        let named = article.into_iter().flat_map(|article| {
            let relations = self.library.article(article).relations.iter();
            let grave = relations.filter(|(kind, _, work)| work.is_none() && changes_the_work(*kind));
            grave.map(move |(kind, text, _)| {
                let href = format!("{}#relations", self.addresses.article(article));
                (
                    self.relation_mark(*kind),
                    super::Link {
                        href,
                        label: text.clone(),
                    },
                )
            })
        });
        linked.chain(named).collect()
    }

    /// Publications about, before or after a work: what the work is to them, as a mark, the works, and their short names.
    pub(super) fn publications(&self, id: WorkId) -> Vec<(String, WorkLine, String)> {
        let relatives = self.relatives.get(&id).map_or(&[][..], Vec::as_slice);
        let relatives = relatives.iter();
        relatives
            .map(|(other, kind)| {
                let short = self.short_work(*other);
                (self.relation_mark(*kind), WorkLine::new(self, *other), short)
            })
            .collect()
    }
}

/// Whether readers of a reference must know it: the cited work was corrected, doubted or retracted.
pub(super) fn changes_the_work(kind: RelationKind) -> bool {
    matches!(
        kind,
        RelationKind::RetractionIn | RelationKind::ErratumIn | RelationKind::ConcernIn | RelationKind::UpdateIn
    )
}

impl Site<'_> {
    /// What readers call a relation; the other publication's name follows.
    pub(super) fn relation_mark(&self, kind: RelationKind) -> String {
        self.settings.words.name("phrase", kind.name())
    }
}

impl WorkLine {
    /// The line of a work.
    pub fn new(site: &Site<'_>, id: WorkId) -> Self {
        let work = site.library.work(id);
        Self {
            key: work.key.clone(),
            authors: authors(&work.item),
            title: work.item.title().map(str::to_owned),
            untitled: work.article.is_some() && work.item.title().is_none(),
            journal: work
                .journal
                .clone()
                .or_else(|| work.item.container().map(str::to_owned)),
            numbers: numbers(&work.item),
            href: site.addresses.work(site.library, id).to_owned(),
            in_review: work.article.is_some(),
            cited_by: work.citers.len(),
            ids: identifiers(&work.item),
            styled: site.styled(id),
        }
    }

    /// Authors, title, journal, numbers as one line of text, as far as known; may be empty.
    pub(super) fn text(&self) -> String {
        let parts = [
            Some(self.authors.as_str()),
            self.title.as_deref(),
            self.journal.as_deref(),
            Some(self.numbers.as_str()),
        ];
        let mut out = String::new();
        for part in parts.into_iter().flatten().filter(|part| !part.is_empty()) {
            out.push_str(if out.is_empty() { "" } else { " " });
            out.push_str(part);
            out.push_str(if part.ends_with(['.', '?', '!']) { "" } else { "." });
        }
        out
    }

    /// `Dumas et al., 2019`, as far as known; never empty.
    pub fn short(words: &Words, item: &Item) -> String {
        let mut out = short_authors(words, item);
        if out.is_empty() {
            out = match (item.title(), item.container()) {
                (Some(title), _) => short_title(title),
                (None, Some(journal)) => journal.to_owned(),
                (None, None) => words.get("paper.untitled-work"),
            };
        }
        if let Some(year) = item.year() {
            out.push_str(", ");
            out.push_str(&year.to_string());
        }
        out
    }
}

/// A reference of an article, as captured.
#[derive(Clone, Debug, Serialize)]
pub struct Reference {
    /// Its number.
    pub number: u32,
    /// Its text as it stands in the stub, up to a link in it.
    pub text: String,
    /// An identifier's address where the text itself states it, as it stands there, and the text after it.
    pub linked: Option<(Identifier, String)>,
    /// Where its work is shown, from the root.
    pub href: String,
    /// Its work is a captured article.
    pub in_review: bool,
    /// How many other articles of the review cite the work.
    pub others: usize,
    /// Links elsewhere that do not stand in its text.
    pub ids: Vec<Identifier>,
    /// The line of the capture, as an address from the root.
    pub line: Option<super::Source>,
    /// Other publications of the same research: (how, where).
    pub related: Vec<(String, super::Link)>,
    /// The article cites its own authors.
    pub own: bool,
    /// What could not be read from it.
    pub doubts: Vec<String>,
}

impl Reference {
    pub(super) fn new(site: &Site<'_>, entry: &ReferenceEntry, line: Option<super::Source>) -> Self {
        let work = site.library.work(entry.work);
        let read = &entry.read;
        let mut ids = identifiers_of(read.doi.as_ref(), read.pmid.as_ref(), read.pmcid.as_ref());
        let mut text = entry.text.to_string();
        let linked = ids.first().and_then(|id| stated(&text, id)).map(|range| {
            let after = text.split_off(range.end);
            let label = text.split_off(range.start);
            (Identifier { label, ..ids.remove(0) }, after)
        });
        Self {
            number: entry.number,
            text,
            linked,
            href: site.addresses.work(site.library, entry.work).to_owned(),
            in_review: work.article.is_some(),
            others: work.citers.len().saturating_sub(1),
            ids,
            line,
            related: site.publication_links(entry.work),
            own: entry.self_citation,
            doubts: entry
                .read
                .doubts
                .iter()
                .map(|doubt| site.settings.words.name("doubt", doubt))
                .collect(),
        }
    }
}

impl Reference {
    /// The most durable address of the work elsewhere.
    pub(super) fn address(&self) -> Option<&str> {
        let linked = self.linked.as_ref().map(|(id, _)| id);
        linked.or(self.ids.first()).map(|id| id.url.as_str())
    }
}

/// Where a text states an identifier, with the resolver's address before it.
fn stated(text: &str, id: &Identifier) -> Option<std::ops::Range<usize>> {
    // Numbers alone may be anything; a DOI is unmistakable.
    if id.kind != "DOI" {
        return None;
    }
    let (bytes, label) = (text.as_bytes(), id.label.as_bytes());
    // Every DOI begins with the same three signs, which have one case only.
    let at = memchr::memmem::find_iter(bytes, b"10.").find(|at| {
        let there = bytes.get(*at..at + label.len());
        there.is_some_and(|there| there.eq_ignore_ascii_case(label))
    })?;
    let end = at + label.len();
    if text.get(end..)?.starts_with(|c: char| c.is_alphanumeric() || c == '/') {
        return None;
    }
    let before = text.get(..at)?.as_bytes();
    let resolver = RESOLVERS.iter().find(|resolver| {
        let start = before.len().checked_sub(resolver.len());
        start.is_some_and(|start| before[start..].eq_ignore_ascii_case(resolver.as_bytes()))
    });
    Some(at - resolver.map_or(0, |resolver| resolver.len())..end)
}

/// Where a DOI's address leads to, longest first.
const RESOLVERS: [&str; 4] = [
    "https://doi.org/",
    "http://dx.doi.org/",
    "https://dx.doi.org/",
    "http://doi.org/",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Name;

    #[test]
    fn a_doi_is_linked_where_the_text_states_it() {
        let id = Identifier {
            kind: "DOI",
            label: "10.1000/ab.c1".to_owned(),
            url: String::new(),
        };
        for (text, linked) in [
            ("A. B. doi:10.1000/AB.c1.", Some("10.1000/AB.c1")),
            (
                "A. https://doi.org/10.1000/ab.c1",
                Some("https://doi.org/10.1000/ab.c1"),
            ),
            (
                "Ä. http://dx.doi.org/10.1000/ab.c1 PMID 1",
                Some("http://dx.doi.org/10.1000/ab.c1"),
            ),
            ("A. 10.1000/ab.c12", None),
            ("A. B.", None),
        ] {
            assert_eq!(stated(text, &id).map(|range| &text[range]), linked, "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_left_out_with_its_punctuation() {
        let mut item = Item::default();
        assert_eq!(numbers(&item), "");
        item.author = vec![Name::person("Kralovics", "Robert")];
        item.et_al = true;
        item.issued = PartialDate::year(2005);
        item.set(Field::Page, "1779-90");
        assert_eq!(authors(&item), "Kralovics R, et al");
        assert_eq!(numbers(&item), "2005:1779–90");
        item.set(Field::Volume, "352");
        item.set(Field::Issue, "17");
        assert_eq!(numbers(&item), "2005;352(17):1779–90");
    }
}
