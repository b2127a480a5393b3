//! Sentences of folded scientific prose.

use crate::base::Span;

/// Abbreviations that a full stop follows without ending the sentence, lower case. Those of citations and of
/// measuring, not those of any field.
const ABBREVIATIONS: &[&str] = &[
    "al", "approx", "ca", "cf", "conc", "dr", "e.g", "eg", "eq", "eqs", "etc", "fig", "figs", "i.e", "ie", "i.p",
    "i.v", "p.o", "s.c", "i.m", "inc", "ltd", "co", "corp", "mr", "mrs", "ms", "no", "nos", "prof", "ref", "refs",
    "resp", "sp", "spp", "ssp", "st", "subsp", "suppl", "tab", "var", "viz", "vol", "vs", "v", "wt", "pp", "ph.d",
    "u.s", "u.k", "jr", "sr", "nat", "biol", "chem", "med", "sci", "proc",
];

/// Of those, the ones a sentence may well end with.
const MAY_END: &[&str] = &[
    "al", "etc", "sp", "spp", "inc", "ltd", "co", "corp", "no", "wt", "v", "jr", "ca", "st",
];

/// Words that begin a sentence far oftener than they continue a name.
const OPENERS: &[&str] = &[
    "A",
    "Additionally",
    "After",
    "Although",
    "Among",
    "An",
    "Analysis",
    "As",
    "At",
    "Because",
    "Both",
    "But",
    "By",
    "Conclusion",
    "Conclusions",
    "Consequently",
    "Conversely",
    "Despite",
    "During",
    "Finally",
    "Following",
    "For",
    "From",
    "Further",
    "Furthermore",
    "Here",
    "How",
    "However",
    "I",
    "If",
    "Importantly",
    "In",
    "Indeed",
    "Interestingly",
    "It",
    "Its",
    "Likewise",
    "Methods",
    "Moreover",
    "Most",
    "Notably",
    "Of",
    "On",
    "One",
    "Our",
    "Patients",
    "Recently",
    "Results",
    "Several",
    "Since",
    "Some",
    "Such",
    "Taken",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "Therefore",
    "These",
    "They",
    "This",
    "Those",
    "Three",
    "Through",
    "Thus",
    "To",
    "Together",
    "Two",
    "Under",
    "Using",
    "We",
    "What",
    "When",
    "Whereas",
    "Whether",
    "While",
    "With",
    "Without",
];

/// Splits `text` into sentences that cover all of it but blanks; `breaks` are places where one must begin.
pub(super) fn sentences(text: &str, breaks: &[u32]) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut start = 0;
    let mut forced = breaks.iter().map(|at| *at as usize).peekable();
    for at in memchr::memchr3_iter(b'.', b'!', b'?', bytes) {
        while let Some(place) = forced.next_if(|place| *place <= at) {
            push(text, start, place, &mut out);
            start = start.max(place);
        }
        if let Some(end) = end_of_sentence(text, start, at) {
            push(text, start, end, &mut out);
            start = end;
        }
    }
    for place in forced {
        push(text, start, place, &mut out);
        start = start.max(place);
    }
    push(text, start, text.len(), &mut out);
    out
}

/// The longest stretch that is taken for a sentence, in bytes: each piece of evidence carries its own.
pub(super) const LONGEST: usize = 1500;

fn push(text: &str, start: usize, end: usize, out: &mut Vec<Span>) {
    let mut start = start;
    while start < end {
        let piece = text.get(start..end).unwrap_or("");
        let trimmed = piece.trim_start();
        let from = start + (piece.len() - trimmed.len());
        let mut length = trimmed.trim_end().len();
        if length > LONGEST {
            // A table or a list without full stops is cut between words.
            let mut most = LONGEST;
            while !trimmed.is_char_boundary(most) {
                most -= 1;
            }
            length = trimmed
                .get(..most)
                .and_then(|head| head.rfind(' '))
                .filter(|at| *at > 0)
                .unwrap_or(most);
        }
        if length == 0 {
            break;
        }
        out.push(Span::new(from, from + length));
        start = from + length;
    }
}

/// Where the sentence ends whose closing mark may stand at `at`; `None` when it goes on.
fn end_of_sentence(text: &str, start: usize, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = at + 1;
    while bytes
        .get(end)
        .is_some_and(|b| matches!(b, b')' | b']' | b'"' | b'\'' | b'.'))
    {
        end += 1;
    }
    let before = text.get(start..at)?.trim_end();
    match bytes.get(end) {
        None => Some(end),
        Some(b' ') => {
            let next = text.get(end + 1..)?;
            let word = next.split(' ').next().unwrap_or("");
            (opens(word) && (bytes.get(at) != Some(&b'.') || closes(before, word))).then_some(end)
        }
        // "… in vivo efficacy.Results:The" as copied without its blank.
        Some(c) if c.is_ascii_uppercase() && end == at + 1 && bytes.get(at) == Some(&b'.') => {
            let head = before.rsplit([' ', '(']).next().unwrap_or("");
            let tail = text.get(end..)?.split(' ').next().unwrap_or("");
            let prose = head.len() > 3 && head.bytes().all(|b| b.is_ascii_lowercase());
            let word = tail.bytes().skip(1).take_while(u8::is_ascii_lowercase).count();
            let labelled = tail.as_bytes().get(word + 1) == Some(&b':') && word > 3;
            (labelled || prose && word > 1).then_some(end)
        }
        Some(_) => None,
    }
}

/// Whether `word` may begin a sentence.
fn opens(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '[', '"', '\'', '<', '>', '~']);
    let Some(first) = word.bytes().next() else {
        return !word.is_empty();
    };
    // A lower-case beginning is a sentence only where it is a name: mTOR, p53, miR-21, siRNA.
    !first.is_ascii_lowercase() || word.bytes().any(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Whether the full stop after `before` closes a sentence, the next one beginning with `word`.
fn closes(before: &str, word: &str) -> bool {
    let last = before.rsplit([' ', '(', '[', '/']).next().unwrap_or("");
    let opener = || {
        let bare = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        OPENERS.binary_search(&bare).is_ok()
    };
    if last.is_empty() {
        return !before.is_empty();
    }
    // An initial ("S. aureus", "J. Smith"), but "hepatitis C. The".
    if last.len() == 1 && last.bytes().all(|b| b.is_ascii_alphabetic()) {
        return opener();
    }
    // The number of a list item at the beginning of the sentence.
    if last.len() == before.len() && last.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let lower = last.to_ascii_lowercase();
    if ABBREVIATIONS.contains(&lower.as_str()) {
        return MAY_END.contains(&lower.as_str()) && opener();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text, &[]).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn openers_are_sorted_for_the_search() {
        assert!(OPENERS.is_sorted());
    }

    #[test]
    fn abbreviations_decimals_and_species_do_not_end_a_sentence() {
        assert_eq!(
            split("Resistance of S. aureus (e.g. MRSA) rose 2.5-fold. It fell later.").len(),
            2
        );
        assert_eq!(split("As Smith et al. Showed in Fig. 2, J. Doe agrees.").len(), 1);
        assert_eq!(split("This was shown by Smith et al. The drug failed.").len(), 2);
        assert_eq!(split("He had hepatitis C. The drug failed vs. placebo.").len(), 2);
        assert_eq!(split("1. Introduction of a method. mTOR rose. p53 fell.").len(), 3);
    }

    #[test]
    fn text_without_full_stops_is_cut_between_words() {
        let text = "imatinib resistance ".repeat(1000);
        let cut = sentences(&text, &[]);
        assert!(cut.iter().all(|span| span.len() <= LONGEST && !span.is_empty()));
        assert_eq!(
            cut.iter().map(|span| span.of(&text).split(' ').count()).sum::<usize>(),
            2000
        );
    }

    #[test]
    fn marks_inside_brackets_and_lost_blanks_are_read() {
        assert_eq!(split("Cells died (P < 0.05). \"They did.\" Then not.").len(), 3);
        assert_eq!(
            split("a model of efficacy.Results:The cells died . Others did not .").len(),
            3
        );
        assert_eq!(
            split("see www.bjcancer.com and doi:10.1038/bjc.2012.559 for more").len(),
            1
        );
    }
}
