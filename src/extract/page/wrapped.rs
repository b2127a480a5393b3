//! Hard-wrapped text: lines that a program or a mail cut at a column are put together again to paragraphs.

use super::front::is_affiliation;
use super::headings::{is_abstract_label, section_of};
use super::lines::{Line, words};

/// Shortest line that a wrapping program leaves behind in running text.
const NARROW: usize = 45;
/// Longest one.
const WIDE: usize = 120;

/// The lines with wrapped ones joined. A joined line's text holds the line ends of the source.
pub fn unwrapped(text: &str, lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let end = run(text, &lines, at);
        let width = lines[at..end].iter().map(|line| columns(text, line)).max().unwrap_or(0);
        let filled = end - at >= 3 && (NARROW..=WIDE).contains(&width) && is_filled(text, &lines[at..end], width);
        for index in at..end {
            let line = lines[index];
            let joined = index > at && (filled || runs_on(text, &lines[index - 1], &line));
            match out.last_mut().filter(|_| joined) {
                Some(last) => {
                    last.span = last.span.join(line.span);
                    last.whole = last.whole.join(line.whole);
                }
                None => out.push(line),
            }
        }
        at = end;
    }
    out
}

/// The end of the run of lines that begins at `start` and may be one paragraph.
fn run(text: &str, lines: &[Line], start: usize) -> usize {
    let heading = |line: &Line| {
        let words = line.of(text);
        section_of(words).is_some() || is_abstract_label(words) || words.ends_with(':') && words.len() < NARROW
    };
    let mut end = start + 1;
    while end < lines.len() {
        let line = &lines[end];
        let apart = line.gap || line.bullet || line.number.is_some() || line.level > 0 || line.span.len() > 2 * WIDE;
        let indented = line.indent < lines[start].indent || line.indent > lines[start].indent + 6;
        if apart || indented || heading(line) || heading(&lines[end - 1]) || lines[end - 1].level > 0 {
            break;
        }
        end += 1;
    }
    end
}

fn columns(text: &str, line: &Line) -> usize {
    usize::from(line.indent) + line.whole.of(text).chars().count()
}

/// Whether each line but the last is so full that the next one's first word did not fit, and running text it is.
fn is_filled(text: &str, lines: &[Line], width: usize) -> bool {
    let full = lines.windows(2).all(|pair| {
        let first = pair[1].of(text).split_whitespace().next().unwrap_or("");
        columns(text, &pair[0]) + 1 + first.chars().count() > width
    });
    // Half a sentence somewhere: in the next line's small letter, or, where nouns have capitals, in a line of sentences
    // that ends without a stop.
    let lower = lines[1..]
        .iter()
        .any(|line| line.of(text).starts_with(char::is_lowercase));
    let sentences = || lines.iter().any(|line| line.of(text).contains(". "));
    let open = || {
        lines[..lines.len() - 1]
            .iter()
            .any(|line| line.of(text).ends_with(char::is_lowercase))
    };
    full && (lower || lines.len() >= 4 && sentences() && open())
}

/// Whether the second line plainly goes on with the first one's sentence.
fn runs_on(text: &str, first: &Line, second: &Line) -> bool {
    let (a, b) = (first.of(text), second.of(text));
    let opens = a
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_numeric() || "\"“‘'([".contains(c));
    let goes_on = b.starts_with(char::is_lowercase)
        && ![
            "arXiv:", "http", "www.", "doi", "by ", "pp", "vol", "e-mail", "email", "orcid",
        ]
        .iter()
        .any(|word| b.starts_with(word));
    // "aDepartment of Haematology, University of Nowhere": the letter is a mark.
    let marked = b.chars().nth(1).is_some_and(char::is_uppercase) && is_affiliation(b);
    !marked
        && (30..=WIDE).contains(&a.len())
        && words(a) >= 4
        && words(b) >= 2
        && opens
        && goes_on
        && !a.ends_with(['.', '!', '?', ':', ';', ')', ']'])
        && !b.contains("://")
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn joined(text: &str) -> Vec<&str> {
        let lines = unwrapped(text, lines(text, &[]));
        lines.iter().map(|line| line.of(text)).collect()
    }

    #[test]
    fn paragraphs_cut_at_a_column_are_whole_again() {
        let text = "Persister cells survive drugs and wake when the drug is gone. We model waking as\n\
                    a random event with a memory. The model fits counts of 4,000 made-up colonies.\n\
                    It tells when a second dose should be given.\n\nNext\nlist of\nshort lines\n";
        assert_eq!(joined(text).len(), 4, "{:?}", joined(text));
        let title = "Why persisters wake: a stochastic model\nof made-up cells\nAda Quist, Bo Orell\n";
        assert_eq!(
            joined(title),
            [
                "Why persisters wake: a stochastic model\nof made-up cells",
                "Ada Quist, Bo Orell"
            ]
        );
    }

    #[test]
    fn lines_of_their_own_stay_apart() {
        for text in [
            "Department of Haematology, Invented University\nInstitute of Oncology, Kumasi\nSchool of Health, Cork",
            "relapse of acute leukaemia in adults\nclonal evolution\nkinase inhibitors",
            "Published in a journal of some name\nhttps://example.org/one",
            "1. Alpha A. First title. Blood 2010;1:1-9\n2. Beta B. Second title. Blood 2011;2:1-9",
        ] {
            assert_eq!(joined(text).len(), text.lines().count(), "{:?}", joined(text));
        }
    }
}
