//! One automaton over all names and over the needs or beginnings of all patterns: a single pass finds every term and trigger.

use super::pattern::{Edges, Pattern, is_joint, squeeze};
use super::text::{Folded, fold_pattern};
use crate::base::Span;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::HashMap;

/// What a match stands for; indexes into the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Target {
    /// A term.
    Term(u32),
    /// A trigger: (mechanism, trigger).
    Trigger(u32, u32),
    /// A veto of a mechanism.
    Veto(u32),
    /// A value of a facet.
    Facet(u32),
    /// Words that look like terms and are none.
    Noise,
}

/// A name or phrase as it may be written.
#[derive(Debug)]
pub(super) struct Name {
    /// What it stands for.
    pub target: Target,
    /// Case must be as written.
    pub cased: bool,
    /// An abbreviation, to be trusted by its own rule.
    pub abbr: bool,
    /// A `p` for phosphorylated may be stuck to its front.
    pub phospho: bool,
    /// The name as written, folded and without joints.
    squeezed: Box<str>,
    /// For each byte of `squeezed`, what may stand before it.
    joints: Box<[Joint]>,
}

/// What may stand between two letters of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    Nothing,
    /// A hyphen: between letters and figures (`FLT-3`).
    Hyphen,
    /// Blanks and hyphens.
    Any,
}

impl Name {
    /// Prepares a name.
    pub fn new(name: &str, target: Target) -> Self {
        let folded = fold_pattern(name.trim());
        let greek_free: Vec<bool> = greek_edges(name.trim());
        let mut squeezed = String::new();
        let mut joints = Vec::new();
        let mut before: Option<u8> = None;
        let mut open = false;
        for (at, byte) in folded.bytes().enumerate() {
            if is_joint(byte) {
                open = true;
                continue;
            }
            let turn = before.is_some_and(|b| b.is_ascii_alphabetic() && byte.is_ascii_digit());
            joints.push(match (open, greek_free.get(at).copied().unwrap_or(false), turn) {
                (true, ..) | (_, true, _) => Joint::Any,
                (_, _, true) => Joint::Hyphen,
                _ => Joint::Nothing,
            });
            squeezed.push(char::from(byte));
            before = Some(byte);
            open = false;
        }
        Self {
            target,
            cased: false,
            abbr: false,
            phospho: false,
            squeezed: squeezed.into_boxed_str(),
            joints: joints.into_boxed_slice(),
        }
    }

    /// The key under which the automaton finds it.
    pub fn key(&self) -> String {
        squeeze(&self.squeezed)
    }

    /// The name without joints, case kept.
    pub fn squeezed(&self) -> &str {
        &self.squeezed
    }

    /// The place of the name in `text`, when the squeezed match whose letters stand at `places` is one.
    fn check(&self, text: &[u8], places: &[u32]) -> Option<Span> {
        let (first, last) = (*places.first()? as usize, *places.last()? as usize);
        if last + 1 - first > places.len() {
            let mut previous = first;
            for (place, joint) in places.iter().zip(&self.joints).skip(1) {
                let place = *place as usize;
                let gap = place - previous - 1;
                let fits = match joint {
                    Joint::Nothing => gap == 0,
                    Joint::Hyphen => gap == 0 || gap == 1 && text.get(place - 1) == Some(&b'-'),
                    Joint::Any => gap <= 3,
                };
                if !fits {
                    return None;
                }
                previous = place;
            }
        }
        if self.cased {
            let same = |(place, letter): (&u32, u8)| text.get(*place as usize) == Some(&letter);
            if !places.iter().zip(self.squeezed.bytes()).all(same) {
                return None;
            }
        }
        if is_word(text.get(first)) && !self.opens(text, first) {
            return None;
        }
        let mut end = last + 1;
        if is_word(text.get(last)) && is_word(text.get(end)) {
            let plural = text.get(end) == Some(&b's') && text.get(last) != Some(&b's');
            if !plural || is_word(text.get(end + 1)) {
                return None;
            }
            end += 1;
        }
        Some(Span::new(first, end))
    }

    /// Whether a word may begin at `first`.
    fn opens(&self, text: &[u8], first: usize) -> bool {
        let before = |back: usize| first.checked_sub(back).and_then(|at| text.get(at));
        if !is_word(before(1)) {
            return true;
        }
        let capital = text.get(first).is_some_and(u8::is_ascii_uppercase);
        self.phospho && capital && before(1) == Some(&b'p') && !is_word(before(2))
    }
}

/// Whether there is a letter or figure.
fn is_word(byte: Option<&u8>) -> bool {
    byte.is_some_and(u8::is_ascii_alphanumeric)
}

/// For each byte of the folded name, whether a spelled Greek letter begins or ends before it.
fn greek_edges(name: &str) -> Vec<bool> {
    let mut out = Vec::new();
    let mut was_greek = false;
    for c in name.chars() {
        let length = fold_pattern(&c.to_string()).len();
        let greek = ('\u{391}'..='\u{3c9}').contains(&c);
        for index in 0..length {
            out.push(index == 0 && greek != was_greek);
        }
        was_greek = greek;
    }
    out
}

/// A match in folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// What it stands for.
    pub target: Target,
    /// Its place in the folded text.
    pub span: Span,
    /// The sentence it stands in.
    pub sentence: u32,
    /// It is an abbreviation.
    pub abbr: bool,
}

/// Everything that is searched for, compiled.
#[derive(Debug, Default)]
pub(super) struct Matcher {
    names: Vec<Name>,
    patterns: Vec<(Pattern, Target)>,
    /// For each pattern what is asked at each of its needs.
    watches: Vec<Watch>,
    everywhere: Vec<u32>,
    automaton: Option<AhoCorasick>,
    payloads: Vec<Vec<Payload>>,
}

#[derive(Clone, Copy, Debug)]
enum Payload {
    Name(u32),
    /// The pattern and the bits of the groups of its needs.
    Pattern(u32, u32, Edges),
    /// A pattern whose matches begin so.
    Beginning(u32, Edges),
}

/// What is asked of a pattern at each need of it: apart from the pattern, which is large.
#[derive(Debug, Default)]
struct Watch {
    /// The bits of its first alternative, and of the others.
    first: u32,
    others: Box<[u32]>,
    reach: Option<u32>,
    /// It is tried where it begins.
    begins: bool,
    /// It is tried there whatever else its sentence holds.
    alone: bool,
}

impl Watch {
    fn new(masks: &[u32], pattern: &Pattern) -> Self {
        let (first, others) = masks
            .split_first()
            .map_or((0, &[][..]), |(first, others)| (*first, others));
        Self {
            first,
            others: others.into(),
            reach: pattern.reach,
            begins: !pattern.beginnings.is_empty(),
            alone: pattern.begins_alone(),
        }
    }

    /// Whether all that one alternative needs was seen.
    fn fits(&self, seen: u32) -> bool {
        seen & self.first == self.first || self.others.iter().any(|mask| seen & mask == *mask)
    }
}

/// Patterns that are tried where they begin.
#[derive(Default)]
struct Begun {
    /// Pattern, sentence and place.
    places: Vec<(u32, u32, u32)>,
    /// Pattern and sentence in which all stands that it needs.
    fit: Vec<(u32, u32)>,
}

/// How far the search for a pattern has come.
#[derive(Clone, Copy, Default)]
struct Progress {
    /// The place up to which it was searched for; of one with beginnings the last sentence that fits, counted from one.
    done: u32,
    /// The sentence that `seen` speaks of, counted from one.
    sentence: u32,
    /// The groups of its needs seen there.
    seen: u32,
}

impl Matcher {
    /// Compiles names and patterns into one automaton; `None` when they are too many for it.
    pub fn new(names: Vec<Name>, patterns: Vec<(Pattern, Target)>) -> Option<Self> {
        let mut payloads: Vec<Vec<Payload>> = Vec::new();
        let mut keys: Vec<String> = Vec::new();
        let mut index: HashMap<String, usize> = HashMap::new();
        let mut add = |key: String, payload: Payload| {
            let slot = *index.entry(key).or_insert_with_key(|key| {
                keys.push(key.clone());
                payloads.push(Vec::new());
                keys.len() - 1
            });
            let Some(list) = payloads.get_mut(slot) else { return };
            match (list.last_mut(), payload) {
                (Some(Payload::Pattern(last, bits, known)), Payload::Pattern(at, bit, edges))
                    if *last == at && *known == edges =>
                {
                    *bits |= bit;
                }
                _ => list.push(payload),
            }
        };
        for (at, name) in names.iter().enumerate() {
            add(name.key(), Payload::Name(at as u32));
        }
        let mut everywhere = Vec::new();
        let mut watches = Vec::with_capacity(patterns.len());
        for (at, (pattern, _)) in patterns.iter().enumerate() {
            for word in &pattern.beginnings {
                add(word.text.clone(), Payload::Beginning(at as u32, word.edges));
            }
            if pattern.begins_alone() {
                watches.push(Watch::new(&[], pattern));
                continue;
            }
            let mut bit = 1u32;
            let mut masks = Vec::with_capacity(pattern.needs.len());
            for groups in &pattern.needs {
                let mut mask = 0;
                for needs in groups {
                    for need in needs {
                        add(need.text.clone(), Payload::Pattern(at as u32, bit, need.edges));
                    }
                    mask |= bit;
                    bit = bit.wrapping_shl(1);
                }
                masks.push(mask);
            }
            watches.push(Watch::new(&masks, pattern));
            if pattern.needs.is_empty() {
                everywhere.push(at as u32);
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&keys)
            .ok()?;
        Some(Self {
            names,
            patterns,
            watches,
            everywhere,
            automaton: Some(automaton),
            payloads,
        })
    }

    /// Finds every name and every match of a pattern in `folded`, by target and place.
    pub fn scan(&self, folded: &Folded, sentences: &[Span]) -> Vec<Found> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let text = folded.text.as_bytes();
        let (squeezed, places) = squeezed(text);
        let mut found = Vec::new();
        let mut begun = Begun::default();
        let mut progress = vec![Progress::default(); self.patterns.len()];
        // Hits come by their ends, so that the sentence moves on, but for those that begin in the one before.
        let mut sentence = 0usize;
        let begins = |index: usize| sentences.get(index).map_or(u32::MAX, |sentence| sentence.start);
        for hit in automaton.find_overlapping_iter(&squeezed) {
            let Some(letters) = places.get(hit.start()..hit.end()) else {
                continue;
            };
            let Some(payloads) = self.payloads.get(hit.pattern().as_usize()) else {
                continue;
            };
            let Some(start) = letters.first().copied() else {
                continue;
            };
            while begins(sentence + 1) <= start {
                sentence += 1;
            }
            while sentence > 0 && begins(sentence) > start {
                sentence -= 1;
            }
            let sentence = sentence as u32;
            let end = letters.last().map_or(start, |last| last + 1);
            let inside = (
                start > 0 && is_word(text.get(start as usize - 1)),
                is_word(text.get(end as usize)),
            );
            // One that goes on in the next sentence is in no match, for matches stay in one.
            let within = sentences
                .get(sentence as usize)
                .is_none_or(|sentence| end <= sentence.end);
            let stands = |edges: Edges| within && !(edges.before && inside.0 || edges.behind && inside.1);
            for payload in payloads {
                match *payload {
                    Payload::Name(at) => {
                        let Some(name) = self.names.get(at as usize) else {
                            continue;
                        };
                        if let Some(span) = name.check(text, letters) {
                            found.push(Found {
                                target: name.target,
                                span,
                                sentence,
                                abbr: name.abbr,
                            });
                        }
                    }
                    Payload::Beginning(at, edges) => {
                        if stands(edges) {
                            begun.places.push((at, sentence, start));
                        }
                    }
                    Payload::Pattern(at, bits, edges) => {
                        if !stands(edges) {
                            continue;
                        }
                        let (Some(watch), Some(progress)) =
                            (self.watches.get(at as usize), progress.get_mut(at as usize))
                        else {
                            continue;
                        };
                        if progress.sentence != sentence + 1 {
                            (progress.sentence, progress.seen) = (sentence + 1, 0);
                        }
                        progress.seen |= bits;
                        if !watch.fits(progress.seen) {
                            continue;
                        }
                        if watch.begins {
                            if progress.done != sentence + 1 {
                                progress.done = sentence + 1;
                                begun.fit.push((at, sentence));
                            }
                            continue;
                        }
                        let around = window(watch.reach, start, end, sentences, sentence);
                        if around.end > progress.done {
                            progress.done = around.end;
                            self.run(at, folded, around, sentence, &mut found);
                        }
                    }
                }
            }
        }
        self.run_begun(begun, folded, sentences, &mut found);
        for at in &self.everywhere {
            for (sentence, within) in sentences.iter().enumerate() {
                self.run(*at, folded, *within, sentence as u32, &mut found);
            }
        }
        found.sort_unstable_by_key(|found| (found.target, found.span, found.abbr));
        found.dedup();
        found
    }

    /// Tries patterns where their beginnings stand. As in a search of the sentence, the next match begins behind the one
    /// before it.
    fn run_begun(&self, mut begun: Begun, folded: &Folded, sentences: &[Span], found: &mut Vec<Found>) {
        begun.fit.sort_unstable();
        begun.places.retain(|(at, sentence, _)| {
            let alone = |at: u32| self.watches.get(at as usize).is_some_and(|watch| watch.alone);
            begun.fit.binary_search(&(*at, *sentence)).is_ok() || alone(*at)
        });
        begun.places.sort_unstable();
        let mut done = (u32::MAX, 0);
        for (at, sentence, start) in begun.places {
            let (Some((pattern, target)), Some(within)) =
                (self.patterns.get(at as usize), sentences.get(sentence as usize))
            else {
                continue;
            };
            if (done.0 == at && start < done.1) || start < within.start {
                continue;
            }
            let rest = Span {
                start,
                end: within.end.max(start),
            };
            if let Some(span) = pattern.starts(&folded.text, rest) {
                done = (at, span.end);
                found.push(Found {
                    target: *target,
                    span,
                    sentence,
                    abbr: false,
                });
            }
        }
    }

    fn run(&self, at: u32, folded: &Folded, within: Span, sentence: u32, found: &mut Vec<Found>) {
        let Some((pattern, target)) = self.patterns.get(at as usize) else {
            return;
        };
        found.extend(pattern.find_in(&folded.text, within).map(|span| Found {
            target: *target,
            span,
            sentence,
            abbr: false,
        }));
    }
}

/// The letters of `text` without joints, lower case, and where each stands.
fn squeezed(text: &[u8]) -> (Vec<u8>, Vec<u32>) {
    let (mut letters, mut places) = (vec![0; text.len()], vec![0; text.len()]);
    let mut length = 0;
    for (at, byte) in text.iter().enumerate() {
        // Each is written, and a joint is written over by what follows it: no branch to be guessed wrong.
        if let (Some(letter), Some(place)) = (letters.get_mut(length), places.get_mut(length)) {
            *letter = byte.to_ascii_lowercase();
            *place = at as u32;
        }
        length += usize::from(!is_joint(*byte));
    }
    letters.truncate(length);
    places.truncate(length);
    (letters, places)
}

/// Where a match can stand that holds the need at `start..end`: inside the sentence, no farther than its reach.
fn window(reach: Option<u32>, start: u32, end: u32, sentences: &[Span], sentence: u32) -> Span {
    let within = sentences.get(sentence as usize).copied().unwrap_or_default();
    match reach {
        None => within,
        Some(reach) => Span {
            start: end.saturating_sub(reach).max(within.start),
            end: start.saturating_add(reach).min(within.end).max(within.start),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::pattern::Reading;
    use super::super::sentence::sentences;
    use super::*;
    use proptest::prelude::*;

    const PATTERNS: [&str; 11] = [
        "gate-?keeper|keeper of gates",
        r"hypoxi(?:a|c)\w*",
        r"(?:FLT3|kit)(?: \w+){0,2} (?:was|is) lost",
        r"\bmutat\w+ (?:of|in) (?:the )?(?:kinase|FLT3)\b",
        r"primary (?:[\w()/]+[- ]){0,4}(?:cells|samples)",
        r"ki|kinase",
        r"loss[- ]of[- ](?:\w+ )?loss",
        r"\d+ (?:\w+ ){0,2}cells",
        r"lost|the kinase (?:was|is) lost",
        r"marrow \w+ lost|bone marrow cells",
        r"\bki\b|\w+[- ]?nase \b(?:lost|gate)|[- ](?:is|was)\b-?(?:lost)?",
    ];
    const WORDS: [&str; 25] = [
        "gate-keeper",
        "gatekeeper",
        "gate",
        "Keeper",
        "of gates",
        "hypoxia",
        "hypoxic-like",
        "FLT3",
        "KIT",
        "was",
        "is lost",
        "mutated",
        "mutation",
        "in",
        "the kinase",
        "primary",
        "cells",
        "samples",
        "loss-of-loss",
        "12",
        "x",
        "ki-nase",
        "bone",
        "marrow cells",
        "lost",
    ];

    proptest! {
        /// However a pattern is tried, it finds what a search of each sentence finds.
        #[test]
        fn patterns_find_what_a_search_of_each_sentence_finds(
            words in prop::collection::vec((0..WORDS.len(), 0..4usize), 0..40)
        ) {
            let text: String = words
                .iter()
                .map(|(word, mark)| format!("{}{}", WORDS[*word], [" ", " ", "-", ". The "][*mark]))
                .collect();
            let folded = Folded::new(&text);
            let sentences = sentences(&folded.text, &folded.breaks);
            let patterns = || PATTERNS.iter().map(|source| Pattern::new(source, Reading::default()).expect("it compiles"));
            let mut wanted: Vec<Found> = Vec::new();
            for (at, pattern) in patterns().enumerate() {
                for (sentence, within) in sentences.iter().enumerate() {
                    let found = pattern.find_in(&folded.text, *within);
                    wanted.extend(found.map(|span| Found {
                        target: Target::Facet(at as u32),
                        span,
                        sentence: sentence as u32,
                        abbr: false,
                    }));
                }
            }
            let numbered = patterns().zip(0..).map(|(pattern, at)| (pattern, Target::Facet(at))).collect();
            let matcher = Matcher::new(Vec::new(), numbered).expect("it is small");
            prop_assert_eq!(matcher.scan(&folded, &sentences), wanted, "{}", folded.text);
        }
    }
    /// So do those of the review's own vocabulary, in its captures.
    #[test]
    fn the_own_vocabulary_finds_what_a_search_of_each_sentence_finds() {
        use super::super::{compile::compile, read::Draft};
        let content = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let texts_in = |folder: &str| -> Vec<String> {
            let entries = std::fs::read_dir(content.join(folder)).expect("the folder is there");
            let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
            paths.sort();
            paths
                .iter()
                .map(|path| std::fs::read_to_string(path).expect("text"))
                .collect()
        };
        let (mut draft, mut sink) = (Draft::default(), Vec::new());
        for text in texts_in("vocabulary") {
            draft.read(&"vocabulary".into(), &text, &mut sink);
        }
        let patterns = compile(&draft, &mut sink).matcher.patterns;
        let matcher = Matcher::new(Vec::new(), patterns).expect("it is small enough");
        let mut count = 0;
        for text in texts_in("sources") {
            let folded = Folded::new(&text);
            let sentences = sentences(&folded.text, &folded.breaks);
            let mut wanted = Vec::new();
            for (sentence, within) in sentences.iter().enumerate() {
                for (pattern, target) in &matcher.patterns {
                    wanted.extend(pattern.find_in(&folded.text, *within).map(|span| Found {
                        target: *target,
                        span,
                        sentence: sentence as u32,
                        abbr: false,
                    }));
                }
            }
            wanted.sort_unstable_by_key(|found| (found.target, found.span, found.abbr));
            wanted.dedup();
            count += wanted.len();
            assert_eq!(matcher.scan(&folded, &sentences), wanted);
        }
        assert!(count > 500, "only {count}");
    }
}
