//! Patterns of a vocabulary: phrases and regular expressions, compiled with bounds, and the words they cannot do without.
//!
//! A regular expression is run only in sentences that hold its *needs*: for each of its alternatives groups of strings, of
//! each of which every match of the alternative has at least one, at the edge of a word where the expression says so. One
//! automaton finds the needs of all patterns in one pass over the text, so that the cost of a vocabulary hardly grows with its
//! size.
//!
//! One whose matches all begin with one of a few words is run only where such a word stands, and from there.

use super::text::fold_pattern;
use crate::base::Span;
use regex_automata::meta;
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};
use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// The longest pattern, in bytes, with its lists of words put in.
pub(super) const MAX_PATTERN: usize = 4096;
/// The largest compiled pattern, in bytes.
const MAX_AUTOMATON: usize = 1 << 20;
/// The most needs of one pattern; beyond that it is run everywhere.
const MAX_NEEDS: usize = 96;

/// The most groups of needs of one alternative that are watched for.
const MAX_GROUPS: usize = 3;
/// The most groups of needs of one pattern: as many as there are bits to note them in.
const MAX_BITS: usize = 32;
/// Stands before a need that begins where a word does, and behind one that ends so.
const EDGE: char = '\u{1}';
/// The fewest letters of a beginning that tell enough.
const LEAST_BEGINNING: usize = 3;
/// The fewest letters of one that tells as much as any need.
const TELLING_BEGINNING: usize = 5;
/// The longest match, in bytes, for which a search of the need's surroundings is cheaper than one of the sentence.
const MAX_REACH: usize = 60;

/// A compiled regular expression over folded text.
#[derive(Debug)]
pub(super) struct Pattern {
    regex: meta::Regex,
    /// For each alternative groups of needs: every match of it holds one of each group. No alternative: unknown, run
    /// everywhere.
    pub needs: Vec<Vec<Vec<Need>>>,
    /// No match is longer than this many bytes, if that is known and little.
    pub reach: Option<u32>,
    /// What its matches begin with, if that is one of a few words: squeezed lower-case strings, whose first letter is the
    /// first of the match.
    pub beginnings: Vec<Need>,
}

/// A squeezed lower-case string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Need {
    pub text: String,
    pub edges: Edges,
}

/// Where no letter or figure stands beside a string.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Edges {
    pub before: bool,
    pub behind: bool,
}

impl Need {
    /// From a text with [`EDGE`]s. Beside what is no letter anything may stand.
    fn new(marked: &str) -> Self {
        let text = marked.trim_matches(EDGE).to_owned();
        let letter = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
        let edges = Edges {
            before: marked.starts_with(EDGE) && letter(text.bytes().next()),
            behind: marked.ends_with(EDGE) && letter(text.bytes().last()),
        };
        Self { text, edges }
    }
}

/// How the letters of a pattern are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    /// Upper and lower case differ.
    pub cased: bool,
    /// The pattern stands between word edges.
    pub edged: bool,
    /// The pattern must end where the text it is given ends.
    pub to_end: bool,
}

/// Whether the text alone is a regular expression, or in words why not.
pub(super) fn is_expression(source: &str) -> Result<(), String> {
    let parsed = syntax::parse_with(&fold_pattern(source), &config_of(Reading::default()));
    parsed.map(|_| ()).map_err(|error| plain(&error.to_string()))
}

/// How expressions are written.
fn config_of(reading: Reading) -> syntax::Config {
    syntax::Config::new()
        .unicode(false)
        .utf8(false)
        .case_insensitive(!reading.cased)
        .nest_limit(40)
}

impl Pattern {
    /// Compiles one expression, or says in words why not.
    pub fn new(source: &str, reading: Reading) -> Result<Self, String> {
        Self::any(&[source], reading)
    }

    /// Compiles expressions of which any may match.
    pub fn any<S: AsRef<str>>(sources: &[S], reading: Reading) -> Result<Self, String> {
        let config = config_of(reading);
        let mut hirs = Vec::with_capacity(sources.len());
        let mut beginnings = Some(Vec::new());
        for source in sources {
            let source = source.as_ref();
            if source.len() > MAX_PATTERN {
                return Err(format!("it is longer than {MAX_PATTERN} bytes"));
            }
            let hir =
                syntax::parse_with(&framed(source, reading), &config).map_err(|error| plain(&error.to_string()))?;
            if hir.properties().minimum_len() == Some(0) {
                return Err("it matches the empty text".to_owned());
            }
            // What is written in one case begins as it does in any other; but what two classes share, they may share in one
            // case only.
            let written = (!source.contains("&&")).then_some(());
            let written = written
                .and_then(|()| syntax::parse_with(&framed(source, reading), &config.case_insensitive(false)).ok());
            beginnings = beginnings
                .zip(written.as_ref().and_then(beginnings_of))
                .map(|(all, own)| [all, own].concat());
            hirs.push(hir);
        }
        let regex = meta::Builder::new()
            .configure(
                meta::Config::new()
                    .utf8_empty(false)
                    .nfa_size_limit(Some(MAX_AUTOMATON))
                    .which_captures(WhichCaptures::Implicit)
                    .hybrid_cache_capacity(1 << 19)
                    // The needs have found the sentence already, and sentences are short: cheap to build wins.
                    .auto_prefilter(false)
                    .onepass(false)
                    .dfa(false),
            )
            .build_many_from_hir(&hirs)
            .map_err(|error| match error.size_limit() {
                Some(_) => format!("it is too large (over {MAX_AUTOMATON} bytes when compiled)"),
                None => plain(&error.to_string()),
            })?;
        let named = |groups: Vec<Vec<String>>| -> Vec<Vec<Need>> {
            let of = |group: Vec<String>| group.iter().map(|need| Need::new(need)).collect();
            groups.into_iter().map(of).collect()
        };
        let needs = needs_of(&hirs).into_iter().map(named).collect();
        let opens = hirs
            .iter()
            .all(|hir| hir.properties().look_set_prefix().contains(Look::WordAscii));
        let longest = hirs.iter().map(|hir| hir.properties().maximum_len()).max().flatten();
        let bounded = hirs.iter().all(|hir| hir.properties().maximum_len().is_some());
        let reach = longest
            .filter(|longest| bounded && *longest <= MAX_REACH)
            .map(|longest| longest as u32);
        Ok(Self {
            regex,
            needs,
            reach,
            beginnings: beginnings.map(|words| shortest(words, opens)).unwrap_or_default(),
        })
    }

    /// Whether a beginning tells enough to try the pattern there, whatever else it needs.
    pub fn begins_alone(&self) -> bool {
        let telling = self.beginnings.iter().all(|word| word.text.len() >= TELLING_BEGINNING)
            && self.needs.iter().all(|groups| groups.len() < 2);
        !self.beginnings.is_empty() && (telling || self.needs.is_empty())
    }

    /// Every match inside `within`; what stands around it counts for word edges.
    pub fn find_in<'t>(&'t self, text: &'t str, within: Span) -> impl Iterator<Item = Span> + 't {
        self.regex
            .find_iter(Input::new(text).range(clamp(text, within)))
            .map(|found| whole(text, found.range()))
    }

    /// Whether it matches inside `within`.
    pub fn is_in(&self, text: &str, within: Span) -> bool {
        self.regex.is_match(Input::new(text).range(clamp(text, within)))
    }

    /// The match that begins at the beginning of `within`.
    pub fn starts(&self, text: &str, within: Span) -> Option<Span> {
        let input = Input::new(text).range(clamp(text, within)).anchored(Anchored::Yes);
        self.regex.find(input).map(|found| whole(text, found.range()))
    }
}

/// What every match begins with, squeezed; `None` where that is much, short, or begins with a joint.
fn beginnings_of(hir: &Hir) -> Option<Vec<String>> {
    let mut extractor = Extractor::new();
    extractor.kind(ExtractKind::Prefix).limit_total(MAX_NEEDS);
    let found = extractor.extract(hir);
    let words = found.literals()?.iter().map(|literal| {
        let text = std::str::from_utf8(literal.as_bytes())
            .ok()
            .filter(|text| text.is_ascii())?;
        let begins = text.bytes().next().is_some_and(|first| !is_joint(first));
        let squeezed = squeeze(text);
        (begins && squeezed.len() >= LEAST_BEGINNING).then_some(squeezed)
    });
    words.collect()
}

/// Without those that begin with another one; `opens` where each begins with a word.
fn shortest(words: Vec<String>, opens: bool) -> Vec<Need> {
    let mut out: Vec<Need> = Vec::new();
    for text in tidy(words) {
        if !out.last().is_some_and(|shorter| text.starts_with(&shorter.text)) {
            let before = opens && text.starts_with(|c: char| c.is_ascii_alphanumeric());
            let edges = Edges { before, behind: false };
            out.push(Need { text, edges });
        }
    }
    out
}

/// The needs of expressions of which any may match; none where one of them needs nothing.
fn needs_of(hirs: &[Hir]) -> Vec<Vec<Vec<String>>> {
    let mut branches = Vec::new();
    for hir in hirs {
        alternatives(hir, Edges::default(), &mut branches);
    }
    let groups: Vec<Vec<Vec<String>>> = branches.iter().map(|hir| Words::of(hir).groups()).collect();
    if groups.iter().all(|groups| !groups.is_empty()) && groups.iter().map(Vec::len).sum::<usize>() <= MAX_BITS {
        return groups;
    }
    // Too many to be told apart, or one that needs nothing taken alone: the best group of each, as one.
    let best = hirs.iter().map(|hir| Words::of(hir).best());
    let all = best.collect::<Option<Vec<Vec<String>>>>();
    all.map(|sets| vec![vec![tidy(sets.concat())]]).unwrap_or_default()
}

/// The alternatives of an expression, as far as nothing but edges of words stands around them, each with those edges. Depth
/// is bounded by the parser's nesting limit.
fn alternatives(hir: &Hir, around: Edges, out: &mut Vec<Hir>) {
    let whole = || {
        let edge = |there: bool| there.then(|| Hir::look(Look::WordAscii));
        let parts = [edge(around.before), Some(hir.clone()), edge(around.behind)];
        Hir::concat(parts.into_iter().flatten().collect())
    };
    match hir.kind() {
        HirKind::Alternation(branches) => branches.iter().for_each(|branch| alternatives(branch, around, out)),
        HirKind::Capture(capture) => alternatives(&capture.sub, around, out),
        HirKind::Concat(parts) => {
            let is_look = |part: &Hir| matches!(part.kind(), HirKind::Look(_));
            let mut inner = parts.iter().enumerate().filter(|(_, part)| !is_look(part));
            match (inner.next(), inner.next()) {
                (Some((at, only)), None) => {
                    let word = |parts: &[Hir]| {
                        parts
                            .iter()
                            .any(|part| matches!(part.kind(), HirKind::Look(Look::WordAscii)))
                    };
                    let edges = Edges {
                        before: around.before || word(&parts[..at]),
                        behind: around.behind || word(&parts[at..]),
                    };
                    alternatives(only, edges, out);
                }
                _ => out.push(whole()),
            }
        }
        _ => out.push(whole()),
    }
}

fn clamp(text: &str, span: Span) -> std::ops::Range<usize> {
    let end = (span.end as usize).min(text.len());
    (span.start as usize).min(end)..end
}

/// A match widened to whole characters, for `.` stands for a byte.
fn whole(text: &str, found: std::ops::Range<usize>) -> Span {
    let (mut start, mut end) = (found.start, found.end);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while end < text.len() && !text.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end)
}

/// The expression as it is compiled.
fn framed(source: &str, reading: Reading) -> String {
    let folded = fold_pattern(source);
    match (reading.edged, reading.to_end) {
        (true, _) => format!(r"\b(?:{folded})\b"),
        (false, true) => format!(r"(?:{folded})\z"),
        (false, false) => folded,
    }
}

/// The last line of a syntax error, which holds the reason.
fn plain(error: &str) -> String {
    let line = error
        .lines()
        .rev()
        .find(|line| !line.trim().is_empty())
        .unwrap_or(error);
    line.trim().trim_start_matches("error: ").to_owned()
}

/// Text without the joints of words, lower case: what the one automaton searches.
pub(super) fn squeeze(text: &str) -> String {
    text.bytes()
        .filter(|b| !is_joint(*b))
        .map(|b| char::from(b.to_ascii_lowercase()))
        .collect()
}

/// Blank and hyphen, which may join the parts of a name or be left out.
pub(super) fn is_joint(byte: u8) -> bool {
    byte == b' ' || byte == b'-'
}

/// What is known of the words of an expression's matches, squeezed.
struct Words {
    /// All texts it matches, if they are few.
    exact: Option<Vec<String>>,
    /// Groups of texts; each match holds one of each.
    some: Vec<Vec<String>>,
}

impl Words {
    const NOTHING: Words = Words {
        exact: None,
        some: Vec::new(),
    };

    fn exactly(text: &str) -> Words {
        Words {
            exact: Some(vec![text.to_owned()]),
            some: Vec::new(),
        }
    }

    /// The most selective groups, the best first.
    fn groups(self) -> Vec<Vec<String>> {
        let mut groups: Vec<Vec<String>> = self.exact.into_iter().chain(self.some).map(fewest).collect();
        groups.retain(|set| worth(set) > 0);
        groups.sort_by_key(|set| std::cmp::Reverse(worth(set)));
        groups.dedup();
        // A second group of one or two letters is in every sentence; of figures it is not.
        let telling = |text: &String| {
            let text = text.trim_matches(EDGE);
            text.len() > 2 || text.len() == 2 && !text.bytes().all(|b| b.is_ascii_alphabetic())
        };
        let mut rank = 0;
        groups.retain(|set| {
            rank += 1;
            rank == 1 || rank <= MAX_GROUPS && set.iter().all(telling)
        });
        groups
    }

    /// The most selective group.
    fn best(self) -> Option<Vec<String>> {
        self.groups().into_iter().next()
    }

    /// Depth is bounded by the parser's nesting limit.
    fn of(hir: &Hir) -> Words {
        match hir.kind() {
            HirKind::Look(Look::WordAscii) => Words::exactly(&EDGE.to_string()),
            HirKind::Empty | HirKind::Look(_) => Words::exactly(""),
            HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
                Ok(text) if text.is_ascii() && !text.contains(EDGE) => Words::exactly(&edged(text)),
                _ => Words::NOTHING,
            },
            HirKind::Class(class) => Words {
                exact: letters(class),
                some: Vec::new(),
            },
            HirKind::Capture(capture) => Words::of(&capture.sub),
            HirKind::Repetition(repetition) => {
                let sub = Words::of(&repetition.sub);
                match (repetition.min, repetition.max) {
                    (0, Some(1)) => Words {
                        exact: sub.exact.map(|mut set| {
                            set.push(String::new());
                            tidy(set)
                        }),
                        some: Vec::new(),
                    },
                    (0, _) => Words::NOTHING,
                    (1, Some(1)) => sub,
                    _ => Words {
                        exact: None,
                        some: sub.groups(),
                    },
                }
            }
            HirKind::Alternation(branches) => {
                let mut exact = Some(Vec::new());
                let mut some = Some(Vec::new());
                for words in branches.iter().map(Words::of) {
                    if let (Some(all), Some(set)) = (exact.as_mut(), words.exact.as_ref()) {
                        all.extend(set.iter().cloned());
                    } else {
                        exact = None;
                    }
                    if let (Some(all), Some(set)) = (some.as_mut(), words.best()) {
                        all.extend(set);
                    } else {
                        some = None;
                    }
                }
                Words {
                    exact: exact.map(tidy).filter(|set| set.len() <= MAX_NEEDS),
                    some: some
                        .map(tidy)
                        .filter(|set| set.len() <= MAX_NEEDS)
                        .into_iter()
                        .collect(),
                }
            }
            HirKind::Concat(parts) => {
                let mut groups: Vec<Vec<String>> = Vec::new();
                let mut run: Option<Vec<String>> = Some(vec![String::new()]);
                let mut all_exact = true;
                for part in parts {
                    // The first of several is stuck to what stands before them, the last to what follows.
                    if let Some(each) = repeated(part) {
                        let joined = run.as_ref().filter(|heads| heads.len() * each.len() <= MAX_NEEDS);
                        groups.extend(match joined {
                            Some(heads) => Some(product(heads, &each)),
                            None => run.take(),
                        });
                        run = Some(each);
                        all_exact = false;
                        continue;
                    }
                    let words = Words::of(part);
                    let joined = match (&run, &words.exact) {
                        (Some(heads), Some(tails)) if heads.len() * tails.len() <= MAX_NEEDS => {
                            Some(product(heads, tails))
                        }
                        _ => None,
                    };
                    if joined.is_some() {
                        run = joined;
                    } else {
                        all_exact = false;
                        groups.extend(run.take());
                        run.clone_from(&words.exact);
                        groups.extend(words.some);
                    }
                }
                if all_exact {
                    Words {
                        exact: run,
                        some: groups,
                    }
                } else {
                    groups.extend(run);
                    groups.retain(|set| worth(set) > 0);
                    Words {
                        exact: None,
                        some: groups,
                    }
                }
            }
        }
    }
}

/// What is repeated, if it is at least once and one of a few texts.
fn repeated(hir: &Hir) -> Option<Vec<String>> {
    let HirKind::Repetition(repetition) = hir.kind() else {
        return None;
    };
    let several = repetition.min >= 1 && repetition.max != Some(1);
    Words::of(&repetition.sub)
        .exact
        .filter(|set| several && set.iter().all(|text| letters_in(text) > 0))
}

/// Every head followed by every tail.
fn product(heads: &[String], tails: &[String]) -> Vec<String> {
    let pairs = heads
        .iter()
        .flat_map(|head| tails.iter().map(move |tail| joined(head, tail)));
    tidy(pairs.collect())
}

/// One behind the other; of the edges those outside are kept.
fn joined(head: &str, tail: &str) -> String {
    let (before, behind) = (head.trim_end_matches(EDGE), tail.trim_start_matches(EDGE));
    match (before.is_empty(), behind.is_empty()) {
        (false, false) => format!("{before}{behind}"),
        (false, true) if tail.is_empty() => head.to_owned(),
        (true, false) if head.is_empty() => tail.to_owned(),
        (false, true) => format!("{before}{EDGE}"),
        (true, false) => format!("{EDGE}{behind}"),
        (true, true) if head.is_empty() => tail.to_owned(),
        (true, true) => EDGE.to_string(),
    }
}

/// Squeezed, with an edge for the joints at its ends.
fn edged(text: &str) -> String {
    let joint = |c: char| u8::try_from(c).is_ok_and(is_joint);
    let squeezed = squeeze(text);
    let edge = |there: bool| if there { EDGE.to_string() } else { String::new() };
    match (text.is_empty(), squeezed.is_empty()) {
        (true, _) => String::new(),
        (_, true) => EDGE.to_string(),
        _ => edge(text.starts_with(joint)) + &squeezed + &edge(text.ends_with(joint)),
    }
}

/// Without those that hold another one: where they stand, it does.
fn fewest(set: Vec<String>) -> Vec<String> {
    let holds_other = |text: &String| set.iter().any(|other| other != text && text.contains(other.as_str()));
    set.iter().filter(|text| !holds_other(text)).cloned().collect()
}

/// How many letters a text has without its edges.
fn letters_in(text: &str) -> usize {
    text.trim_matches(EDGE).len()
}

/// How selective a set is: the length of its shortest member, longer sets a little less.
fn worth(set: &[String]) -> usize {
    let shortest = set.iter().map(|text| letters_in(text)).min().unwrap_or(0).min(8);
    (shortest * 100 / (1 + set.len() / 24)).saturating_sub(set.len().min(100) / 3)
}

fn tidy(mut set: Vec<String>) -> Vec<String> {
    set.sort();
    set.dedup();
    set
}

/// The letters of a small class, squeezed.
fn letters(class: &Class) -> Option<Vec<String>> {
    let Class::Bytes(class) = class else { return None };
    let count: usize = class.ranges().iter().map(|range| range.len()).sum();
    if count > 16 || !class.is_ascii() {
        return None;
    }
    let bytes = class.ranges().iter().flat_map(|range| range.start()..=range.end());
    Some(tidy(bytes.map(|b| edged(&char::from(b).to_string())).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With a bar at each edge of a word.
    fn shown(group: &[Need]) -> Vec<String> {
        let bar = |there: bool| if there { "|" } else { "" };
        let of = |need: &Need| format!("{}{}{}", bar(need.edges.before), need.text, bar(need.edges.behind));
        group.iter().map(of).collect()
    }

    fn needs(source: &str) -> Vec<Vec<String>> {
        let needs = Pattern::new(source, Reading::default()).expect("it compiles").needs;
        assert!(needs.len() < 2, "it has alternatives");
        needs.iter().flatten().map(|group| shown(group)).collect()
    }

    #[test]
    fn the_needs_of_an_expression_are_in_each_match() {
        assert_eq!(needs("gate-?keeper"), [["gatekeeper"]]);
        assert_eq!(needs(r"(?:\w+ ){0,4}kinase[- ]domain \w+"), [["kinasedomain|"]]);
        assert_eq!(needs("hypoxi(?:a|c)\\w*"), [["hypoxi"]]);
        let percent: Vec<String> = (0..10).map(|digit| format!("{digit}%")).collect();
        assert_eq!(needs(r"\d+ ?%"), [percent]);
        assert_eq!(
            needs(r"primary \w+ (?:cells|blasts)"),
            [vec!["primary|"], vec!["|blasts", "|cells"]]
        );
        assert!(needs(r"[A-Z]{2,4}\w+").is_empty());
        assert!(needs(r"(?:foo|\w+) x?").is_empty());
        assert_eq!(needs("[12]+ of")[0], ["1of", "2of"]);
    }

    #[test]
    fn the_beginnings_of_an_expression_are_those_of_all_its_matches() {
        let beginnings = |source: &str| {
            let pattern = Pattern::new(source, Reading::default()).expect("it compiles");
            shown(&pattern.beginnings)
        };
        assert_eq!(beginnings("gate-?keeper"), ["gatekeeper"]);
        assert_eq!(beginnings(r"\bhypoxi(?:a|c)\w*"), ["|hypoxia", "|hypoxic"]);
        assert_eq!(beginnings(r"FLT3(?:-ITD)?|Flt3 mutants?"), ["flt3"]);
        assert_eq!(
            beginnings(r"ex[- ]vivo|primary (?:\w+ ){0,8}cells"),
            ["exvivo", "primary"]
        );
        // Too little is known, or the first letter of the match is not that of a word.
        for source in [
            r"\w+ kinase",
            "[- ]independent",
            r"of \w+",
            r"(?:no )?loss|\d+ ?%",
            "é+clair",
        ] {
            assert_eq!(beginnings(source), [""; 0], "{source}");
        }
    }

    #[test]
    fn each_alternative_has_needs_of_its_own() {
        let needs = |source: &str| -> Vec<Vec<Vec<String>>> {
            let needs = Pattern::new(source, Reading::default()).expect("it compiles").needs;
            let of = |groups: &Vec<Vec<Need>>| groups.iter().map(|group| shown(group)).collect();
            needs.iter().map(of).collect()
        };
        assert_eq!(
            needs(r"(?:\bsrc \w+ kinases?|\bdasatinib\b)"),
            [vec![vec!["|kinase"], vec!["|src|"]], vec![vec!["|dasatinib|"]]]
        );
        // One that needs nothing makes the whole run everywhere.
        assert!(needs(r"dasatinib|\w+x?").is_empty());
    }

    #[test]
    fn bad_expressions_are_refused_with_a_reason() {
        let reason = |source: &str| Pattern::new(source, Reading::default()).err().unwrap_or_default();
        assert!(reason("(a").contains("unclosed group"));
        assert!(reason("a*").contains("empty"));
        assert!(reason(r"(?:\w{1,500}){1,500}").contains("too large"));
        assert!(reason("a(?=b)").contains("look-around"));
    }

    #[test]
    fn letters_of_more_than_a_byte_are_never_cut() {
        let pattern = Pattern::new("a.", Reading::default()).expect("it compiles");
        let text = "a≥b";
        let found: Vec<_> = pattern.find_in(text, Span::new(0, text.len())).collect();
        assert_eq!(found, [Span::new(0, 4)]);
    }
}
