//! Titles made comparable: word hashes, the numbers in them, and marks such as "erratum" or "reply".

use crate::base::{fold, greek};
use crate::record::RelationKind;

/// What a title says the piece is, when it is no work of its own but a note on one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Mark {
    /// An ordinary title.
    #[default]
    None,
    /// Comment or commentary on another work.
    Comment,
    /// Reply or response to a comment.
    Reply,
    /// Erratum, corrigendum, correction, addendum.
    Erratum,
    /// Expression of concern.
    Concern,
    /// Retraction, withdrawal; also the retracted work itself.
    Retraction,
}

impl Mark {
    /// What a piece with the mark is to the work it is about.
    pub(super) const fn relation(self) -> RelationKind {
        match self {
            Mark::None => RelationKind::VersionOf,
            Mark::Comment => RelationKind::CommentOn,
            Mark::Reply => RelationKind::ReplyTo,
            Mark::Erratum => RelationKind::ErratumFor,
            Mark::Concern => RelationKind::ConcernAbout,
            Mark::Retraction => RelationKind::RetractionOf,
        }
    }
}

/// Words kept of a title; longer ones are compared by their beginnings.
const MAX_WORDS: usize = 48;

/// A title as the comparison needs it. Empty where there is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Title {
    /// Hashes of the words in order, without tags, punctuation and a leading mark.
    pub(super) words: Box<[u32]>,
    /// Hash of all letters and digits without blanks, so that lost blanks and hyphens do not matter.
    pub(super) letters: u64,
    /// Hash of all digits in order, those of roman numerals among them.
    pub(super) numbers: u64,
    /// Letters and digits in all.
    pub(super) len: u16,
    /// What the title says the piece is.
    pub(super) mark: Mark,
    /// Bit `n`: word `n` is a numeral or the word "part".
    pub(super) numerals: u64,
    /// The longest words' hash, a key for blocking.
    pub(super) longest: u64,
    /// How often pairs of neighbouring letters occur, by a hash of the pair: what two titles can share at most.
    pairs: [u8; PAIR_BUCKETS],
}

/// Buckets of [`Title::pairs`]: few enough to keep, many enough to tell most titles apart.
const PAIR_BUCKETS: usize = 32;
/// Letters of a title whose pairs are compared.
const PAIR_LETTERS: usize = 400;
/// Share of pairs of letters from which two titles are nearly equal.
const PAIRS_ALIKE: f32 = 0.92;

impl Title {
    /// Reads a title.
    pub(super) fn new(text: &str) -> Self {
        let folded = fold(&without_tags(text));
        let pairs = pair_counts(&folded);
        let mut folded = spell_greek(folded);
        // Web of Science names the corrected paper at the end: "… (vol 380, pg 215, 2019)".
        let correction = folded
            .rfind("(vol ")
            .filter(|at| folded.get(*at..).is_some_and(|rest| rest.contains("pg ")));
        if let Some(at) = correction.filter(|at| *at > 0) {
            folded.truncate(at);
        }
        let words: Vec<&str> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let (mark, skip) = mark_of(&words, &folded);
        let mark = if correction.is_some() && mark == Mark::None {
            Mark::Erratum
        } else {
            mark
        };
        let words = words.get(skip..).unwrap_or_default();
        let mut title = Title {
            mark,
            pairs,
            ..Title::default()
        };
        let mut hashes = Vec::with_capacity(words.len().min(MAX_WORDS));
        let (mut letters, mut numbers) = (Hash64::new(), Hash64::new());
        let mut len = 0usize;
        let mut before = "";
        for (index, word) in words.iter().enumerate() {
            let numeral = roman(word, before, index + 1 == words.len());
            let digits = numeral.map(|n| n.to_string());
            let word_or_digits = digits.as_deref().unwrap_or(word);
            letters.write(word_or_digits.as_bytes());
            len += word_or_digits.chars().count();
            // Without blanks between: "10<sup>6</sup>" and "10 6", "1,000" and "1000" are the same number.
            for byte in word_or_digits.bytes().filter(u8::is_ascii_digit) {
                numbers.byte(byte);
            }
            if hashes.len() < MAX_WORDS {
                if numeral.is_some() || *word == "part" || word.bytes().all(|b| b.is_ascii_digit()) {
                    title.numerals |= 1 << hashes.len();
                }
                hashes.push(hash32(word_or_digits.as_bytes()));
            }
            before = word;
        }
        title.len = u16::try_from(len).unwrap_or(u16::MAX);
        title.letters = if len == 0 { 0 } else { letters.finish() };
        title.numbers = numbers.finish();
        let mut by_length: Vec<(usize, u32)> = words
            .iter()
            .take(MAX_WORDS)
            .map(|w| (w.len(), hash32(w.as_bytes())))
            .collect();
        by_length.sort_unstable_by(|a, b| b.cmp(a));
        by_length.dedup();
        by_length.truncate(3);
        by_length.sort_unstable();
        title.longest = by_length.iter().fold(7, |hash, (_, word)| mix(hash ^ u64::from(*word)));
        title.words = hashes.into();
        title
    }

    /// Whether there is a title at all.
    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Long enough that two works do not share it by chance.
    pub(super) fn is_long(&self) -> bool {
        self.words.len() >= 4 && self.len >= 25
    }
}

/// How two titles stand to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// Little in common.
    Different,
    /// One is missing, or too little is there to judge.
    Unknown,
    /// Alike but for the numbers in them: parts of a series, cases, phases.
    OtherPart,
    /// Nearly equal, or one is the beginning of the other.
    Near,
    /// Equal in every letter and digit.
    Equal,
}

/// Compares two titles without their marks. `texts` gives the originals, asked for only in close cases.
pub(super) fn likeness<'t>(a: &Title, b: &Title, texts: impl Fn() -> (&'t str, &'t str)) -> Likeness {
    if a.is_empty() || b.is_empty() {
        return Likeness::Unknown;
    }
    if a.letters == b.letters && a.len == b.len {
        return Likeness::Equal;
    }
    let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    let shared = short.words.len();
    if short.is_long() && long.words.get(..shared) == Some(&*short.words) {
        // "… resistance" and "… resistance. II. Drugs …": a numeral right after the common part tells them apart.
        let numeral_follows = shared < 64 && long.numerals >> shared & 1 == 1;
        return if numeral_follows {
            Likeness::OtherPart
        } else {
            Likeness::Near
        };
    }
    // The shorter stands whole at the end of the longer: a kicker such as "Short report:" before it.
    if short.is_long() && long.words.len() - shared <= 4 && long.words.ends_with(&short.words) {
        return Likeness::Near;
    }
    let dice = word_dice(&a.words, &b.words);
    let alike = dice >= 0.9
        || dice >= 0.35 && short.is_long() && most_shared_pairs(a, b) >= PAIRS_ALIKE && {
            let (a, b) = texts();
            letter_dice(a, b) >= PAIRS_ALIKE
        };
    match alike {
        true if a.numbers == b.numbers => Likeness::Near,
        true => Likeness::OtherPart,
        false if dice >= 0.6 => Likeness::Unknown,
        false => Likeness::Different,
    }
}

/// Twice the shared words over all words, as multisets. At most [`MAX_WORDS`] squared steps, no allocation.
fn word_dice(a: &[u32], b: &[u32]) -> f32 {
    let mut used = 0u64;
    let mut shared = 0;
    for word in a {
        let found = b
            .iter()
            .enumerate()
            .position(|(at, other)| other == word && used >> at & 1 == 0);
        if let Some(at) = found {
            used |= 1 << at;
            shared += 1;
        }
    }
    2.0 * shared as f32 / (a.len() + b.len()) as f32
}

/// Counts pairs of neighbouring letters by their hash, each bucket up to 255.
fn pair_counts(folded: &str) -> [u8; PAIR_BUCKETS] {
    let mut counts = [0u8; PAIR_BUCKETS];
    let mut before: Option<char> = None;
    for c in folded.chars().filter(|c| c.is_alphanumeric()).take(PAIR_LETTERS) {
        if let Some(before) = before {
            let hash = (before as u32).wrapping_mul(31).wrapping_add(c as u32) as usize;
            if let Some(count) = counts.get_mut(hash % PAIR_BUCKETS) {
                *count = count.saturating_add(1);
            }
        }
        before = Some(c);
    }
    counts
}

/// What [`letter_dice`] can be at most.
fn most_shared_pairs(a: &Title, b: &Title) -> f32 {
    let all = |title: &Title| title.pairs.iter().map(|count| u32::from(*count)).sum::<u32>();
    if a.pairs.iter().chain(&b.pairs).any(|count| *count == u8::MAX) {
        return 1.0;
    }
    let shared: u32 = a.pairs.iter().zip(&b.pairs).map(|(x, y)| u32::from(*x.min(y))).sum();
    2.0 * shared as f32 / (all(a) + all(b)).max(1) as f32
}

/// Twice the shared pairs of neighbouring letters over all of them.
fn letter_dice(a: &str, b: &str) -> f32 {
    let pairs = |text: &str| -> Vec<(char, char)> {
        let letters: Vec<char> = fold(&without_tags(text))
            .chars()
            .filter(|c| c.is_alphanumeric())
            .take(PAIR_LETTERS)
            .collect();
        let mut pairs: Vec<_> = letters
            .windows(2)
            .filter_map(|w| Some((*w.first()?, *w.last()?)))
            .collect();
        pairs.sort_unstable();
        pairs
    };
    let (a, b) = (pairs(a), pairs(b));
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    2.0 * shared as f32 / (a.len() + b.len()).max(1) as f32
}

/// The text without markup such as `<sup>`; a lone `<` stays.
fn without_tags(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains('<') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('<') {
        out.push_str(before);
        let tag = tail
            .split_once('>')
            .filter(|(name, _)| name.len() <= 24 && name.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()));
        match tag {
            Some((_, after)) => rest = after,
            None => {
                out.push('<');
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    out.into()
}

/// Greek letters by their names, so that "TNF-α" is "TNF-alpha".
fn spell_greek(folded: String) -> String {
    if folded.is_ascii() {
        return folded;
    }
    let mut out = String::with_capacity(folded.len() + 16);
    for c in folded.chars() {
        match greek(c) {
            Some(name) => out.push_str(name),
            None => out.push(c),
        }
    }
    out
}

/// The mark a title begins with, and how many words it takes.
fn mark_of(words: &[&str], folded: &str) -> (Mark, usize) {
    const MARKS: &[(&str, Mark)] = &[
        ("response to comment on", Mark::Reply),
        ("reply to comment on", Mark::Reply),
        ("reply to the comment on", Mark::Reply),
        ("in reply to", Mark::Reply),
        ("in response to", Mark::Reply),
        ("in reply", Mark::Reply),
        ("reply to", Mark::Reply),
        ("reply", Mark::Reply),
        ("response to", Mark::Reply),
        ("author reply", Mark::Reply),
        ("authors reply", Mark::Reply),
        ("author s reply", Mark::Reply),
        ("the authors reply", Mark::Reply),
        ("author response", Mark::Reply),
        ("authors response", Mark::Reply),
        ("comment on", Mark::Comment),
        ("comments on", Mark::Comment),
        ("comment", Mark::Comment),
        ("commentary on", Mark::Comment),
        ("commentary", Mark::Comment),
        ("editorial comment", Mark::Comment),
        ("invited commentary", Mark::Comment),
        ("re", Mark::Comment),
        ("erratum to", Mark::Erratum),
        ("erratum for", Mark::Erratum),
        ("erratum", Mark::Erratum),
        ("errata", Mark::Erratum),
        ("corrigendum to", Mark::Erratum),
        ("corrigendum", Mark::Erratum),
        ("correction to", Mark::Erratum),
        ("correction for", Mark::Erratum),
        ("correction", Mark::Erratum),
        ("author correction", Mark::Erratum),
        ("publisher correction", Mark::Erratum),
        ("publisher s correction", Mark::Erratum),
        ("addendum", Mark::Erratum),
        ("retraction notice to", Mark::Retraction),
        ("retraction note to", Mark::Retraction),
        ("retraction note", Mark::Retraction),
        ("retraction of", Mark::Retraction),
        ("retraction to", Mark::Retraction),
        ("retraction", Mark::Retraction),
        ("retracted article", Mark::Retraction),
        ("retracted", Mark::Retraction),
        ("withdrawn", Mark::Retraction),
        ("expression of concern", Mark::Concern),
    ];
    let mut best = (Mark::None, 0);
    let first = words.first().copied().unwrap_or("");
    let begins = |phrase: &str| {
        phrase
            .strip_prefix(first)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    for (phrase, mark) in MARKS.iter().filter(|(phrase, _)| begins(phrase)) {
        let count = phrase.split(' ').count();
        if count <= best.1 || !phrase.split(' ').eq(words.iter().copied().take(count)) {
            continue;
        }
        // One word alone must be set off ("Correction: …", "[Erratum]"), or be all there is: "Correction of
        // anaemia" and "Response to imatinib" are subjects.
        let ends = words.len() == count;
        let last = words.get(count - 1).copied().unwrap_or("");
        let end = folded.find(last).map_or(0, |at| at + last.len());
        let set_off = folded
            .get(end..)
            .is_some_and(|rest| rest.trim_start().starts_with([':', ']', '.', '-', '(', '"', '\'']));
        let phrase_speaks = matches!(
            *phrase,
            "comment on"
                | "comments on"
                | "commentary on"
                | "erratum to"
                | "erratum for"
                | "corrigendum to"
                | "in reply to"
        ) || phrase.contains("comment on")
            || phrase.starts_with("retraction n")
            || phrase.ends_with("reply to")
            || phrase.starts_with("expression of");
        if ends || set_off || phrase_speaks {
            best = (*mark, count);
        }
    }
    if best.0 == Mark::None && words.len() > 1 && words.last().is_some_and(|word| matches!(*word, "erratum" | "reply"))
    {
        return (
            if words.last() == Some(&"reply") {
                Mark::Reply
            } else {
                Mark::Erratum
            },
            0,
        );
    }
    best
}

/// The number a roman numeral means, where it is one: two letters or more, or one at the end or after "part", "phase" ….
fn roman(word: &str, before: &str, last: bool) -> Option<u32> {
    if word.is_empty() || word.len() > 5 || !word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')) {
        return None;
    }
    let counted = matches!(
        before,
        "part" | "phase" | "type" | "class" | "stage" | "grade" | "case" | "study" | "no"
    );
    if word.len() == 1 && !counted && !(last && word == "i") {
        return None;
    }
    let value = |b: u8| match b {
        b'i' => 1,
        b'v' => 5,
        _ => 10,
    };
    let bytes = word.as_bytes();
    let mut sum = 0i32;
    for (at, byte) in bytes.iter().enumerate() {
        let this = value(*byte);
        let next = bytes.get(at + 1).map_or(0, |b| value(*b));
        sum += if this < next { -this } else { this };
    }
    u32::try_from(sum).ok()
}

/// A fast hash whose values are the same on every machine and in every run: FNV-1a with a final mixing.
pub(super) struct Hash64(u64);

impl Hash64 {
    pub(super) const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(super) const fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3);
    }

    pub(super) fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.byte(*byte);
        }
    }

    /// The hash, never 0: 0 stands for "no value".
    pub(super) const fn finish(&self) -> u64 {
        let mixed = mix(self.0);
        if mixed == 0 { 1 } else { mixed }
    }
}

/// The final mixing of 64-bit hashes (MurmurHash3's constants).
pub(super) const fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// Hash of some bytes; never 0.
pub(super) fn hash64(bytes: &[u8]) -> u64 {
    let mut hash = Hash64::new();
    hash.write(bytes);
    hash.finish()
}

/// As [`hash64`], 32 bits; never 0.
pub(super) fn hash32(bytes: &[u8]) -> u32 {
    let hash = hash64(bytes);
    ((hash >> 32) as u32 ^ hash as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> Likeness {
        likeness(&Title::new(a), &Title::new(b), || (a, b))
    }

    #[test]
    fn titles_survive_what_captures_do_to_them() {
        let title = "Tafenoquine for the treatment of recurrent Plasmodium vivax malaria";
        assert_eq!(alike(title, &title.to_uppercase()), Likeness::Equal);
        assert_eq!(
            alike(
                title,
                "Tafenoquine for the treatment of recurrent <i>Plasmodium vivax</i>malaria."
            ),
            Likeness::Equal
        );
        assert_eq!(
            alike("TNF-α in 10<sup>6</sup> cells", "TNF-alpha in 10 6 cells"),
            Likeness::Equal
        );
        assert_eq!(alike(title, &format!("Short report: {title}")), Likeness::Near);
        assert_eq!(alike(title, &format!("{title}: a randomised trial")), Likeness::Near);
        assert_eq!(
            alike(
                title,
                "Tafenoquin for the treatment of recurent Plasmodium vivax malaria"
            ),
            Likeness::Near
        );
        assert_eq!(
            alike(title, "Activating mutations of JAK2 in polycythaemia vera and others"),
            Likeness::Different
        );
    }

    #[test]
    fn numbers_tell_parts_apart() {
        let case = |n: &str| format!("The pulmonary physician in critical care. Illustrative case {n}");
        assert_eq!(alike(&case("6"), &case("7")), Likeness::OtherPart);
        assert_eq!(alike(&case("II"), &case("2")), Likeness::Equal);
        let series = "Malaria chemoprophylaxis in the age of drug resistance";
        assert_eq!(
            alike(series, &format!("{series}. II. Drugs that may come")),
            Likeness::OtherPart
        );
    }

    #[test]
    fn marks_are_words_set_off_not_subjects() {
        let mark = |text: &str| Title::new(text).mark;
        assert_eq!(mark("Erratum: JAK2 mutations"), Mark::Erratum);
        assert_eq!(mark("Author Correction: JAK2 mutations"), Mark::Erratum);
        assert_eq!(mark("Comment on \"JAK2 mutations\""), Mark::Comment);
        assert_eq!(mark("Reply"), Mark::Reply);
        assert_eq!(mark("Retraction notice to JAK2 mutations"), Mark::Retraction);
        assert_eq!(mark("JAK2 mutations (vol 380, pg 215, 2019)"), Mark::Erratum);
        assert_eq!(mark("Correction of anaemia in renal failure"), Mark::None);
        assert_eq!(mark("Response to imatinib in leukaemia"), Mark::None);
        assert_eq!(mark("Retraction of the chordae in mice"), Mark::None);
    }
}
