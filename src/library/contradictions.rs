//! Findings that contradict what else the review knows: the capture, the author's own judgement, the vocabulary.
//!
//! A finding may name only what its paper names, and no number that is not in it. Where the captures are not at hand
//! the tagging in the lock and the abstract speak for them, and what those cannot decide is not held against anyone.

use super::{ArticleEntry, ArticleId, FindingPlace, Library, Standing};
use crate::article::{Direction, Finding, FindingStatus, Level, StudyRelation};
use crate::base::fold;
use crate::vocabulary::{EntityKind, Vocabulary};
use std::collections::HashSet;

/// A finding and what speaks against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The finding.
    pub place: FindingPlace,
    /// The key of the finding's block that is contradicted.
    pub key: &'static str,
    /// What contradicts it, in a sentence without a full stop.
    pub message: String,
}

/// Every contradiction, by article. `texts` gives the texts of an article's captures, as far as they are at hand.
pub fn contradictions<'t>(
    library: &Library,
    vocabulary: &Vocabulary,
    texts: &dyn Fn(&ArticleEntry) -> Option<Vec<&'t str>>,
) -> Vec<Contradiction> {
    let mut out = Vec::new();
    for id in library.article_ids() {
        let entry = library.article(id);
        if entry.article.findings.is_empty() {
            continue;
        }
        let paper = Paper::new(library, vocabulary, entry, texts(entry));
        for (index, finding) in entry.article.findings.iter().enumerate() {
            if finding.status != FindingStatus::Rejected {
                paper.examine(id, index, finding, &mut out);
            }
        }
    }
    out
}

/// What a paper is known to say.
struct Paper<'a> {
    library: &'a Library,
    vocabulary: &'a Vocabulary,
    entry: &'a ArticleEntry,
    /// Ids of the terms that tagging found.
    tagged: HashSet<&'a str>,
    /// All its words, folded; the captures' or, without them, those that the stub and the lock have.
    words: String,
    /// Its captures were read.
    whole: bool,
}

impl<'a> Paper<'a> {
    fn new(
        library: &'a Library,
        vocabulary: &'a Vocabulary,
        entry: &'a ArticleEntry,
        texts: Option<Vec<&str>>,
    ) -> Self {
        let taggings = || entry.locked.iter().flat_map(|locked| &locked.taggings);
        let tagged: HashSet<&str> = taggings()
            .flat_map(|tagging| &tagging.entities)
            .map(|hit| hit.id.as_str())
            .collect();
        let whole = texts.is_some();
        let mut words = String::new();
        let mut add = |text: &str| {
            words.push_str(&plain(text));
            words.push(' ');
        };
        for text in texts.into_iter().flatten() {
            add(text);
        }
        entry.article.abstract_text.iter().for_each(|text| add(text));
        entry.article.item.title().into_iter().for_each(&mut add);
        for hit in taggings().flat_map(|tagging| &tagging.entities) {
            hit.evidence.iter().for_each(|evidence| add(&evidence.text));
        }
        Self {
            library,
            vocabulary,
            entry,
            tagged,
            words,
            whole,
        }
    }

    fn examine(&self, article: ArticleId, index: usize, finding: &Finding, out: &mut Vec<Contradiction>) {
        let mut say = |key: &'static str, message: String| {
            out.push(Contradiction {
                place: (article, index),
                key,
                message,
            });
        };
        let singles = [
            ("trigger", &finding.trigger),
            ("object", &finding.object),
            ("target", &finding.target),
            ("disease", &finding.disease),
        ];
        let singles = singles.into_iter().filter_map(|(key, id)| Some((key, id.as_ref()?)));
        let several = [
            ("drugs", &finding.drugs),
            ("models", &finding.models),
            ("study-types", &finding.study_types),
        ];
        let several = several
            .into_iter()
            .flat_map(|(key, ids)| ids.iter().map(move |id| (key, id)));
        for (key, id) in singles.chain(several) {
            if let Some(term) = self.vocabulary.terms.get(id).filter(|_| !self.names(id)) {
                say(
                    key,
                    format!("{} ({id}) is named nowhere in the captures of this article", term.label),
                );
            }
        }
        if let Some(n) = &finding.n
            && let Some(number) = self.absent_number(n, finding.quote.as_deref())
        {
            say(
                "n",
                format!("the number {number} stands nowhere in the captures of this article"),
            );
        }
        if let Some(target) = &finding.target {
            let known: Vec<&String> = finding
                .drugs
                .iter()
                .filter_map(|drug| self.vocabulary.terms.get(drug))
                .map(|drug| &drug.targets)
                .filter(|targets| !targets.is_empty())
                .flatten()
                .collect();
            if !known.is_empty() && !known.iter().any(|other| self.related(other, target)) {
                say(
                    "target",
                    format!("by the vocabulary no drug of this finding acts on {target}"),
                );
            }
        }
        let supports = finding.direction() == Direction::Supports;
        if supports && finding.relation == Some(StudyRelation::NoEffect) {
            say(
                "relation",
                "it says that nothing was seen, and counts for its mechanism: give it the direction does-not-support"
                    .to_owned(),
            );
        }
        self.against_mechanism(finding, supports, &mut say);
        let strongest = finding
            .study_types
            .iter()
            .filter_map(|id| self.vocabulary.terms.get(id)?.level)
            .min();
        if let (Some(level), Some(strongest)) = (finding.level, strongest) {
            let given = Level::from_name(strongest.encode_utf8(&mut [0; 4]));
            if given.is_some_and(|given| level < given) {
                say(
                    "level",
                    format!(
                        "level {} is above what its study types can give, {strongest}",
                        level.name()
                    ),
                );
            }
        }
    }

    /// The author's and the capture's word on the finding's mechanism.
    fn against_mechanism(&self, finding: &Finding, supports: bool, say: &mut dyn FnMut(&'static str, String)) {
        let Some(id) = &finding.mechanism else { return };
        let about = self
            .entry
            .mechanisms
            .iter()
            .find(|about| self.library.mechanism(about.mechanism).id == *id);
        match about.map(|about| about.standing()) {
            Some(Standing::Rejected) if finding.counts() => {
                say(
                    "mechanism",
                    format!("the stub rejects {id}, and the finding counts as evidence on it"),
                );
            }
            Some(Standing::Excluded) if supports => {
                say(
                    "mechanism",
                    format!("the capture's words set {id} aside, and the finding speaks for it"),
                );
            }
            _ => {}
        }
    }

    /// Whether the paper names the term, something narrower, or something that cannot be named without it.
    fn names(&self, id: &str) -> bool {
        if self.tagged.iter().any(|other| self.related(other, id)) {
            return true;
        }
        let Some(term) = self.vocabulary.terms.get(id) else {
            return true;
        };
        let mut names = std::iter::once(&term.label).chain(&term.synonyms).chain(&term.abbr);
        // Without the captures only what was tagged is known: nobody is accused of what cannot be seen.
        names.any(|name| self.words.contains(&plain(name))) || (!self.whole && self.tagged.is_empty())
    }

    /// Whether `narrow` is `wide`, a kind of it, a part of it, or a drug of that class.
    fn related(&self, narrow: &str, wide: &str) -> bool {
        if narrow == wide {
            return true;
        }
        let terms = &self.vocabulary.terms;
        let (Some(small), Some(large)) = (terms.get(narrow), terms.get(wide)) else {
            return false;
        };
        let mut at = small.parent.as_deref();
        // No longer than there are terms, even where the files make a ring of parents.
        for _ in 0..16 {
            match at {
                Some(parent) if parent == wide => return true,
                Some(parent) => at = terms.get(parent).and_then(|term| term.parent.as_deref()),
                None => break,
            }
        }
        let class =
            large.kind == EntityKind::Drugclass && matches!(small.kind, EntityKind::Drug | EntityKind::Drugclass);
        class && (large.targets.is_empty() || small.targets.iter().any(|target| large.targets.contains(target)))
            || large.members.iter().any(|member| member == narrow)
            || small.members.iter().any(|member| member == wide)
            || small.gene.iter().any(|gene| gene == wide)
    }

    /// The first number of `n` that neither the quote nor the paper has.
    fn absent_number<'n>(&self, n: &'n str, quote: Option<&str>) -> Option<&'n str> {
        let quote = quote.map(plain).unwrap_or_default();
        let has = |number: &str| {
            let spelled = number
                .parse::<usize>()
                .ok()
                .and_then(|value| SPELLED.get(value).copied());
            [quote.as_str(), self.words.as_str()]
                .iter()
                .any(|text| holds_word(text, number) || spelled.is_some_and(|word| holds_word(text, word)))
        };
        let absent = numbers(n).find(|number| !has(number));
        // Without the captures a number may stand where the lock does not look.
        absent.filter(|_| self.whole)
    }
}

/// Small numbers as words, by value.
const SPELLED: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// Text for looking words up: folded, blanks single, dashes one.
fn plain(text: &str) -> String {
    let dashes = |c: char| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}');
    let folded = fold(text).replace(dashes, "-");
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The numbers of a text, with their decimals.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map(|piece| piece.trim_matches('.'))
        .filter(|piece| !piece.is_empty())
}

/// Whether `word` stands in `text` and no letter or figure is stuck to it.
fn holds_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let after = text.get(at + word.len()..).unwrap_or("");
        // "4" does not stand in "4.5".
        let decimal = after.starts_with('.') && after[1..].starts_with(|c: char| c.is_ascii_digit());
        edge(text.get(..at).and_then(|head| head.chars().next_back())) && edge(after.chars().next()) && !decimal
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_looked_up_whole() {
        assert_eq!(numbers("6/136 (4.4 %).").collect::<Vec<_>>(), ["6", "136", "4.4"]);
        assert!(holds_word("in 6 out of 23 lines", "23"));
        assert!(!holds_word("in 16 out of 230 lines, 6.5 of", "6"));
        assert!(!holds_word("in 16 out of 230 lines", "23"));
        assert!(holds_word("six of 136. Then", "136"));
    }
}
