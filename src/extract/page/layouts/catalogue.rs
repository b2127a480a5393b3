//! Library catalogues: labels before their values or over them, in five languages, with the punctuation that cataloguers set
//! (`Title : rest / names`, `Place : Publisher, ©2011`).

use super::super::lines::{fold_blanks, trim, trim_by};
use super::super::people::people;
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{WEIGHT, entries};
use crate::base::{Isbn, Name, PartialDate, Span, fold};
use crate::record::{Field, ItemType};

/// Records of library catalogues.
pub const LAYOUT: Layout = Layout {
    name: "catalogue",
    title: "library catalogues: Primo, Koha, WorldCat and their like (untested)",
    tested: false,
    recognise,
    read,
};

const RULE: &str = "layout:catalogue";

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Label {
    Title,
    Names,
    Editors,
    Publisher,
    Year,
    Isbn,
    Edition,
    Series,
    Extent,
    Language,
    /// Known, and not read here.
    Other,
}

/// Labels, folded, sorted.
const LABELS: &[(&str, Label)] = &[
    ("annee", Label::Year),
    ("auflage", Label::Edition),
    ("ausgabe", Label::Edition),
    ("auteur", Label::Names),
    ("auteur(s)", Label::Names),
    ("auteurs", Label::Names),
    ("author", Label::Names),
    ("author(s)", Label::Names),
    ("author/creator", Label::Names),
    ("authors", Label::Names),
    ("autor", Label::Names),
    ("autore", Label::Names),
    ("beteiligte", Label::Names),
    ("call number", Label::Other),
    ("collection", Label::Series),
    ("contributor", Label::Names),
    ("contributors", Label::Names),
    ("cote", Label::Other),
    ("creation date", Label::Year),
    ("creator", Label::Names),
    ("date de publication", Label::Year),
    ("description", Label::Extent),
    ("description physique", Label::Extent),
    ("editeur", Label::Publisher),
    ("edition", Label::Edition),
    ("editor", Label::Editors),
    ("editore", Label::Publisher),
    ("editorial", Label::Publisher),
    ("editors", Label::Editors),
    ("erscheinungsjahr", Label::Year),
    ("erschienen", Label::Publisher),
    ("format", Label::Extent),
    ("genre", Label::Other),
    ("herausgeber", Label::Editors),
    ("herausgeber/in", Label::Editors),
    ("identifiant", Label::Isbn),
    ("identifier", Label::Isbn),
    ("identifikator", Label::Isbn),
    ("idioma", Label::Language),
    ("imprint", Label::Publisher),
    ("isbn", Label::Isbn),
    ("jahr", Label::Year),
    ("language", Label::Language),
    ("langue", Label::Language),
    ("lingua", Label::Language),
    ("location", Label::Other),
    ("main author", Label::Names),
    ("materias", Label::Other),
    ("notes", Label::Other),
    ("oclc number", Label::Other),
    ("oclc number / unique identifier", Label::Other),
    ("other authors", Label::Names),
    ("physical description", Label::Extent),
    ("publication", Label::Publisher),
    ("publication date", Label::Year),
    ("publication details", Label::Publisher),
    ("published", Label::Publisher),
    ("publisher", Label::Publisher),
    ("quelle", Label::Other),
    ("reihe", Label::Series),
    ("schlagworter", Label::Other),
    ("series", Label::Series),
    ("shelfmark", Label::Other),
    ("signatur", Label::Other),
    ("soggetto", Label::Other),
    ("source", Label::Other),
    ("sprache", Label::Language),
    ("standort", Label::Other),
    ("subject", Label::Other),
    ("subjects", Label::Other),
    ("sujets", Label::Other),
    ("summary", Label::Other),
    ("titel", Label::Title),
    ("title", Label::Title),
    ("titolo", Label::Title),
    ("titre", Label::Title),
    ("titulo", Label::Title),
    ("umfang", Label::Extent),
    ("verfasser", Label::Names),
    ("verfasser/in", Label::Names),
    ("verfasserin", Label::Names),
    ("verlag", Label::Publisher),
    ("year", Label::Year),
];

fn label_of(words: &str) -> Option<Label> {
    if words.len() > 40 {
        return None;
    }
    let folded = fold(words.trim().trim_end_matches(':').trim_end());
    let at = LABELS.binary_search_by(|(name, _)| (*name).cmp(folded.as_str())).ok()?;
    LABELS.get(at).map(|(_, label)| *label)
}

fn recognise(page: &Page<'_>) -> u8 {
    let mut labels: Vec<Label> = entries(page, label_of).into_iter().map(|(label, _)| label).collect();
    labels.sort_unstable();
    labels.dedup();
    let of = |wanted: &[Label]| labels.iter().filter(|label| wanted.contains(label)).count();
    let named = of(&[Label::Title]) + of(&[Label::Names, Label::Editors]).min(1);
    let whole = of(&[Label::Isbn, Label::Extent, Label::Edition, Label::Series]);
    if named >= 1 && whole >= 2 && of(&[Label::Publisher]) == 1 && labels.len() >= 5 {
        70
    } else {
        0
    }
}

fn read(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    let entries = entries(page, label_of);
    // What the general reader made of the same lines has their labels, or what cataloguers write behind a title.
    let own = |claim: &crate::record::Claim| claim.rule.starts_with("label") || claim.rule == "identifier";
    let titled = entries.iter().any(|(label, _)| *label == Label::Title);
    let named = entries
        .iter()
        .any(|(label, _)| matches!(label, Label::Names | Label::Editors));
    found.claims.claims.retain(|claim| match claim.field {
        Field::Title => !titled,
        Field::Author => !named,
        Field::Publisher | Field::Issued | Field::Language => !own(claim),
        _ => true,
    });
    let statement = entries.iter().filter(|(label, _)| *label == Label::Title);
    let statement = statement
        .flat_map(|(_, values)| values)
        .find_map(|value| value.of(text).split_once(" / "));
    let edited = statement.is_some_and(|(_, names)| is_editor(names));
    for (label, values) in &entries {
        let Some(first) = values.first().copied() else { continue };
        match label {
            Label::Title => {
                let words = first.of(text).split(" / ").next().unwrap_or("");
                let words = words.trim_end_matches([' ', '/']);
                let at = Span::new(first.start as usize, first.start as usize + words.len());
                let title = fold_blanks(words).replace(" : ", ": ");
                found.claims.text(Field::Title, title, at, RULE, WEIGHT);
            }
            Label::Names | Label::Editors => {
                let editors = edited || *label == Label::Editors;
                values.iter().for_each(|value| names(text, *value, editors, found));
            }
            Label::Publisher => imprint(text, first, found),
            Label::Year => year(text, first, found),
            Label::Isbn => {
                let at = values.iter().find_map(|value| isbn(text, *value));
                if let Some(at) = at.filter(|_| !found.has(Field::Isbn)) {
                    found.claims.text(Field::Isbn, at.of(text), at, RULE, WEIGHT);
                    if !found.has(Field::Type) {
                        found.claims.kind(ItemType::Book, at, RULE, 40);
                    }
                }
            }
            Label::Edition | Label::Series | Label::Language => {
                let field = match label {
                    Label::Edition => Field::Edition,
                    Label::Series => Field::CollectionTitle,
                    _ => Field::Language,
                };
                let words = first.of(text);
                if words.len() <= 120 && !words.starts_with("View ") {
                    found.claims.text(field, fold_blanks(words), first, RULE, WEIGHT);
                }
            }
            Label::Extent => extent(text, first, found),
            Label::Other => {}
        }
    }
}

/// Whether words say that somebody edited a work.
fn is_editor(words: &str) -> bool {
    let folded = fold(words);
    [
        "editor",
        "edited by",
        "herausgeb",
        "hrsg",
        "(ed.)",
        "(eds.)",
        "[ed.]",
        "editeur",
        "curatore",
    ]
    .iter()
    .any(|mark| folded.contains(mark))
}

/// `Family, Given, years, role`, or names as they are spoken with roles in brackets.
fn names(text: &str, value: Span, editors: bool, found: &mut Found) {
    let mut from = value.start as usize;
    for piece in value.of(text).split_inclusive(';') {
        let span = trim_by(text, Span::new(from, from + piece.len()), |c| {
            c.is_whitespace() || c == ';'
        });
        from += piece.len();
        let words = span.of(text);
        let field = if editors || is_editor(words) {
            Field::Editor
        } else {
            Field::Author
        };
        let mut parts = words.splitn(3, ", ");
        let (family, given) = (parts.next().unwrap_or(""), parts.next());
        match given {
            Some(given)
                if family.split(' ').count() <= 3 && !family.contains(['(', '[']) && !given.contains(['(', '[']) =>
            {
                let given = given.trim_end_matches([',', ' ']);
                let end = family.len() + 2 + given.len();
                let at = Span::new(span.start as usize, (span.start as usize + end).min(span.end as usize));
                found.claims.name(field, Name::person(family, given), at, RULE, 90);
            }
            _ => {
                for (name, at) in people(text, span).names {
                    found.claims.name(field, name, at, RULE, 90);
                }
                // A single name with its role: "Srdan Muster (Editor)".
                if people(text, span).names.is_empty() && words.len() <= 120 && words.contains(' ') {
                    found
                        .claims
                        .name(field, Name::group(fold_blanks(words)), span, RULE, 60);
                }
            }
        }
    }
}

/// `New York : Humana Press, ©2011`, `Humana Press, New York, ©2011`, `Humana Press`.
fn imprint(text: &str, value: Span, found: &mut Found) {
    let words = value.of(text);
    let head = words.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '©' | 'c' | '.'));
    let dated = words.len() - head.len() >= 4 && head.ends_with([' ', ',']);
    let names = if dated {
        head.trim_end_matches([' ', ','])
    } else {
        words
    };
    let at = |piece: &str| {
        let offset = piece.as_ptr() as usize - text.as_ptr() as usize;
        trim(text, Span::new(offset, offset + piece.len()))
    };
    let (place, publisher) = match (names.split_once(" : "), names.rsplit_once(", ")) {
        (Some((place, publisher)), _) => (Some(place), publisher),
        (None, Some((publisher, place))) if dated => (Some(place), publisher),
        _ => (None, names),
    };
    if let Some(place) = place.map(at).filter(|place| place.len() <= 80) {
        found
            .claims
            .text(Field::PublisherPlace, fold_blanks(place.of(text)), place, RULE, WEIGHT);
    }
    let publisher = at(publisher);
    if (2..=160).contains(&publisher.len()) && publisher.of(text).chars().any(char::is_alphabetic) {
        found.claims.text(
            Field::Publisher,
            fold_blanks(publisher.of(text)),
            publisher,
            RULE,
            WEIGHT,
        );
    }
    if dated {
        year(text, value, found);
    }
}

/// The last four digits in a row.
fn year(text: &str, value: Span, found: &mut Found) {
    let words = value.of(text);
    let mut runs = words.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4);
    if let Some(run) = runs.next_back()
        && let Some(offset) = words.rfind(run)
        && let Some(date) = PartialDate::parse(run)
    {
        let start = value.start as usize + offset;
        found
            .claims
            .date(Field::Issued, date, Span::new(start, start + 4), RULE, WEIGHT);
    }
}

/// The first ISBN of a line: `ISBN : 9781607612650 (hardcover)`.
fn isbn(text: &str, value: Span) -> Option<Span> {
    let words = value.of(text);
    let mut from = 0;
    words.split_inclusive([' ', ',', ';', ':', '\t']).find_map(|piece| {
        let number = piece.trim_end_matches([' ', ',', ';', ':', '\t']);
        let start = value.start as usize + from;
        from += piece.len();
        Isbn::parse(number).map(|_| Span::new(start, start + number.len()))
    })
}

/// `x, 271 p. : ill.`
fn extent(text: &str, value: Span, found: &mut Found) {
    let words = value.of(text);
    let units = [" p.", " p ", " pages", " S.", " Seiten", " pag"];
    let end = units.iter().filter_map(|unit| words.find(unit)).min().unwrap_or(0);
    let start = end - words[..end].bytes().rev().take_while(u8::is_ascii_digit).count();
    if start < end {
        let at = Span::new(value.start as usize + start, value.start as usize + end);
        found.claims.text(Field::NumberOfPages, at.of(text), at, RULE, WEIGHT);
    }
}

#[cfg(test)]
mod tests {
    use super::LABELS;

    #[test]
    fn labels_are_sorted() {
        assert!(LABELS.is_sorted_by(|a, b| a.0 < b.0));
    }
}
