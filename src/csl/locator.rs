//! The place in a work that a citation names: `p. 3`, `pp. 33-35, 38`, `chap. 4`, as Pandoc reads them.

/// Words for kinds of places, and CSL's names of these.
const LABELS: &[(&str, &str)] = &[
    ("appendices", "appendix"),
    ("appendix", "appendix"),
    ("app.", "appendix"),
    ("article", "article-locator"),
    ("art.", "article-locator"),
    ("book", "book"),
    ("bk.", "book"),
    ("chapters", "chapter"),
    ("chapter", "chapter"),
    ("chaps.", "chapter"),
    ("chap.", "chapter"),
    ("ch.", "chapter"),
    ("columns", "column"),
    ("column", "column"),
    ("col.", "column"),
    ("equation", "equation"),
    ("eq.", "equation"),
    ("figures", "figure"),
    ("figure", "figure"),
    ("figs.", "figure"),
    ("fig.", "figure"),
    ("lines", "line"),
    ("line", "line"),
    ("ll.", "line"),
    ("l.", "line"),
    ("note", "note"),
    ("nn.", "note"),
    ("n.", "note"),
    ("numbers", "issue"),
    ("number", "issue"),
    ("nos.", "issue"),
    ("no.", "issue"),
    ("pages", "page"),
    ("page", "page"),
    ("pp.", "page"),
    ("p.", "page"),
    ("paragraphs", "paragraph"),
    ("paragraph", "paragraph"),
    ("paras.", "paragraph"),
    ("para.", "paragraph"),
    ("¶", "paragraph"),
    ("parts", "part"),
    ("part", "part"),
    ("pts.", "part"),
    ("pt.", "part"),
    ("sections", "section"),
    ("section", "section"),
    ("secs.", "section"),
    ("sec.", "section"),
    ("§", "section"),
    ("supplement", "supplement"),
    ("suppl.", "supplement"),
    ("tables", "table"),
    ("table", "table"),
    ("tab.", "table"),
    ("verse", "verse"),
    ("v.", "verse"),
    ("volumes", "volume"),
    ("volume", "volume"),
    ("vols.", "volume"),
    ("vol.", "volume"),
];

/// The place that the words after a citation begin with, as a term of CSL and a value, and what follows it. Numbers
/// alone are pages.
pub fn locator(words: &str) -> (Option<(&'static str, &str)>, &str) {
    let start = words.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
    let folded = start.get(..start.len().min(16)).map(str::to_lowercase);
    let labelled = folded.and_then(|folded| LABELS.iter().find(|(word, _)| folded.starts_with(word)));
    let (label, rest) = match labelled {
        Some((word, label)) => (*label, start.get(word.len()..).unwrap_or("").trim_start()),
        None => ("page", start),
    };
    let mut end = 0;
    for (index, piece) in rest.split_inclusive([',', ' ']).enumerate() {
        let bare = piece.trim_end_matches([',', ' ']);
        if bare.is_empty() && index > 0 {
            end += piece.len();
            continue;
        }
        let number = bare.chars().any(|c| c.is_ascii_digit()) || bare.chars().all(|c| "ivxlcdm".contains(c));
        let number = number && bare.chars().count() <= 20 && !bare.is_empty();
        let dash = matches!(bare, "-" | "–" | "—" | "&");
        if !(number || dash && index > 0) {
            break;
        }
        end += piece.len();
    }
    let value = rest[..end].trim_end_matches([',', ' ']);
    // Small letters that happen to be Roman numbers count only behind a label.
    let plain = labelled.is_some() || value.starts_with(|c: char| c.is_ascii_digit());
    if value.is_empty() || !plain {
        return (None, words);
    }
    (Some((label, value)), &rest[value.len()..])
}

#[cfg(test)]
mod tests {
    use super::locator;

    #[test]
    fn places_are_told_from_words() {
        for (words, place, rest) in [
            (", p. 3", Some(("page", "3")), ""),
            (
                "pp. 33-35, 38 and *passim*",
                Some(("page", "33-35, 38")),
                " and *passim*",
            ),
            (", chap. 4", Some(("chapter", "4")), ""),
            (", 12–15", Some(("page", "12–15")), ""),
            (", fig. S2b, for mice", Some(("figure", "S2b")), ", for mice"),
            (", p. iv", Some(("page", "iv")), ""),
            (", and more", None, ", and more"),
            (" mild cases", None, " mild cases"),
            ("", None, ""),
        ] {
            assert_eq!(locator(words), (place, rest), "{words}");
        }
    }
}
