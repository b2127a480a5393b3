//! The line in which Ovid says where a work appeared. Every database behind it has a form of its own.

use crate::base::{MappedText, PartialDate, Span};
use regex::Regex;
use std::sync::LazyLock;

/// The parts of a source line.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Journal, or book of a chapter.
    pub container: Option<MappedText>,
    /// Volume.
    pub volume: Option<MappedText>,
    /// Issue.
    pub issue: Option<MappedText>,
    /// Pages or article number.
    pub pages: Option<MappedText>,
    /// Date of publication.
    pub issued: Option<(PartialDate, MappedText)>,
    /// Editors of the book, as one list.
    pub editors: Option<MappedText>,
}

macro_rules! form {
    ($pattern:literal) => {
        LazyLock::new(|| {
            let pattern = $pattern
                .replace("VOL", r"(?P<v>[A-Za-z]{0,3}\d{1,5}[A-Za-z]{0,2}|Suppl\w*\.?(?: \d+)?)")
                .replace("ISS", r"\((?P<i>(?:[^()]|\([^()]*\)){1,40})\)")
                .replace(
                    "PAGES",
                    r"(?P<p>(?:[A-Za-z]{1,6}[.-]?)?\d[\w.]*(?:\s?[-–]\s?[A-Za-z]{0,6}\d\w*(?:\.\w+)*)?(?:; ?(?:discussion|quiz|author reply) \w+(?:[-–]\w+)?)?)",
                )
                .replace(
                    "DATE",
                    r"(?P<d>[^:;{}]{0,30}?\b(?:1[89]|20)\d\d(?: [A-Za-z][^:;{}]{0,24}| [01]\d(?: [0-3]\d)?)?)",
                );
            Regex::new(&pattern).ok()
        })
    };
}

/// In the order in which they are tried; each is anchored at both ends, or at the beginning where words may follow.
static FORMS: [&LazyLock<Option<Regex>>; 9] = [
    &CHAPTER,
    &BOOK,
    &PSYCINFO,
    &COLON,
    &EMBASE,
    &JOURNALS,
    &POLITICAL,
    &ZOOLOGICAL,
    &AHEAD,
];

/// PsycINFO: `Neenan, M [Ed]; Palmer, S [Ed]. (2012). Coaching in practice. (pp. 11-31).`
static CHAPTER: LazyLock<Option<Regex>> =
    form!(r"^(?P<e>.+?)\.? \((?P<d>(?:1[89]|20)\d\d)\)\. (?P<j>.+?)\.? \(pp?\. ?PAGES\)");
/// BIOSIS: `Kamp, R. M. [Editor], Calvete, J. J. [Editor]. Methods in analysis.:371-397, 2004.`
static BOOK: LazyLock<Option<Regex>> =
    form!(r"^(?P<e>(?:[^\[\]]{2,60} \[Editor[^\]]*\](?:, )?)+)\. (?P<j>.+?)\.? ?:PAGES, DATE\.?(?: .*)?$");
/// PsycINFO: `Cognitive Psychotherapy. Vol.43(5), Sep 2015, pp. 623-634.`
static PSYCINFO: LazyLock<Option<Regex>> =
    form!(r"^(?P<j>.+?)\. Vol\. ?VOL ?(?:ISS)?, ?DATE,? ?(?:(?:pp?\.|Art(?:icle)? ?ID:?) ?(?:PAGES)?.*)?$");
/// MEDLINE and others: `Leukemia. 33(11):2628-2639, 2019 Nov.`
static COLON: LazyLock<Option<Regex>> =
    form!(r"^(?P<j>.+?)\.? (?:VOL)?(?: (?P<k>Suppl[\w .]{0,10}))? ?(?:ISS)? ?:PAGES, DATE\.?(?: .*)?$");
/// Embase: `Blood. Conference: 59th Meeting. 130 (Supplement 1) (pp 123-125), 2017. Date of Publication: …`
static EMBASE: LazyLock<Option<Regex>> = form!(
    r"^(?P<j>[^.]+(?:\. [A-Z][^. ]*)?)\. (?:Conference: .+?\. )?(?:VOL)? ?(?:ISS)?? ?(?:\(pp?\.? ?PAGES\)|\((?:no pagination|pagination[^()]*)\))?, DATE\.(?: .*)?$"
);
/// Journals@Ovid: `Journal of Medicine June 2015;58(6):688-696`
static JOURNALS: LazyLock<Option<Regex>> = form!(
    r"^(?P<j>.+?)\.? (?P<d>(?:(?:\d{1,2} )?(?:[A-Z][a-z]+(?:/[A-Z][a-z]+)?)(?: \d{1,2},?)? )?(?:1[89]|20)\d\d);(?:VOL)? ?(?:ISS)? ?:PAGES\.?$"
);
/// `Journal of Political Studies 12, Winter 2007: 7-14.`, `Southeast Asian Affairs, 2013(1): 3-28.`
static POLITICAL: LazyLock<Option<Regex>> = form!(
    r"^(?P<j>.+?)(?: (?P<v>\d{1,4}) ?(?:ISS)?)?, (?P<d>(?:[A-Z][a-z]+\.? )?(?:1[89]|20)\d\d)(?:\((?P<k>[^()]{1,8})\))?: PAGES\.?$"
);
/// Zoological Record: `Hydrobiologia. 2007 15 June; 433-441.`
static ZOOLOGICAL: LazyLock<Option<Regex>> = form!(
    r"^(?P<j>.+?)\. (?P<d>(?:1[89]|20)\d\d(?: [^;]{1,20})?); (?:VOL ?(?:ISS)?: ?)?(?:(?P<p>\d+[-–]\d+)|.{0,20})\.?$"
);

/// Ahead of print: `Blood. 2023 Mar 15`
static AHEAD: LazyLock<Option<Regex>> =
    form!(r"^(?P<j>[^.:;]{2,150})\. (?P<d>(?:1[89]|20)\d\d(?: [A-Z][a-z]{2}(?: \d{1,2})?)?)\.?$");

/// Embase says the day further on, and numbers of articles.
static PUBLISHED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"Date of Publication: ([^.:]{4,30})\.?(?:$| )").ok());
static NUMBERED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"Article Number: ([A-Za-z]{0,4}[\w.-]*\d)\.?(?:$| )").ok());

/// Takes a source line apart; what has no known form says nothing.
pub(super) fn source(line: &MappedText) -> Source {
    let text = line.as_str();
    let mut out = Source::default();
    if text.len() > 4_000 {
        return out;
    }
    let Some(found) = FORMS.iter().find_map(|form| form.as_ref()?.captures(text)) else {
        // Ahead of print there is nothing but the journal.
        let name = text.trim_end_matches(['.', ' ']);
        let lone = !name.is_empty() && name.len() < 150 && !name.contains(['.', ':', ';']);
        out.container =
            (lone && !name.contains(|c: char| c.is_ascii_digit())).then(|| line.slice(Span::new(0, name.len())));
        return out;
    };
    let part = |name: &str| {
        found
            .name(name)
            .map(|part| line.slice(Span::new(part.start(), part.end())))
    };
    out.container = part("j");
    out.volume = part("v");
    out.issue = part("i").or_else(|| part("k"));
    out.pages = part("p");
    out.editors = part("e");
    out.issued = part("d").and_then(|date| Some((date_of(date.as_str())?, date)));
    let rest = found
        .get(0)
        .map_or(0, |whole| if whole.end() == text.len() { 0 } else { whole.end() });
    let after = |form: &LazyLock<Option<Regex>>| {
        let value = form.as_ref()?.captures_at(text, rest)?.get(1)?;
        Some(line.slice(Span::new(value.start(), value.end())))
    };
    if let Some(day) = after(&PUBLISHED)
        && let Some(date) = date_of(day.as_str())
        && out
            .issued
            .as_ref()
            .is_none_or(|(known, _)| known.year == date.year && known.month.is_none())
    {
        out.issued = Some((date, day));
    }
    if out.pages.is_none() {
        out.pages = after(&NUMBERED);
    }
    out
}

/// `2019 Nov`, `September 2015`, `2023 02 10`, `Nov. 16, 2004`.
pub(super) fn date_of(text: &str) -> Option<PartialDate> {
    let text = text.trim().trim_end_matches('.');
    PartialDate::parse(text).or_else(|| {
        let words: Vec<&str> = text.split(' ').collect();
        let figures = words.iter().all(|word| word.bytes().all(|b| b.is_ascii_digit()));
        figures.then(|| PartialDate::parse(&words.join("-"))).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_database_has_a_form_of_its_own() {
        for (line, expected) in [
            (
                "Clin Invent Leuk. 17(3):145-151.e2, 2017 03.",
                "Clin Invent Leuk|17|3|145-151.e2|2017-03",
            ),
            (
                "Ann Imag. 28(suppl_3):iii110-iii118, 2017.",
                "Ann Imag|28|suppl_3|iii110-iii118|2017",
            ),
            (
                "Ann Imag. 94(2):457-465; discussion 466, 1999 Jul 15.",
                "Ann Imag|94|2|457-465; discussion 466|1999-07-15",
            ),
            ("Blood. 2023 Mar 15", "Blood||||2023-03-15"),
            (
                "British Invented Journal. 188 Suppl 1:3-20, 2020 Jan.",
                "British Invented Journal|188|Suppl 1|3-20|2020-01",
            ),
            (
                "Leukemia. 33(11):2628-2639, 2019 Nov.",
                "Leukemia|33|11|2628-2639|2019-11",
            ),
            (
                "Invented J Oncol. 41(5):1001-1012, 2023 02 10.",
                "Invented J Oncol|41|5|1001-1012|2023-02-10",
            ),
            (
                "Ecology Letters.   8(6):1048-1064, September 2015.",
                "Ecology Letters|8|6|1048-1064|2015-09",
            ),
            (
                "Forest Ecology & Management. 201(2-3):327-334, November 15, 2004.",
                "Forest Ecology & Management|201|2-3|327-334|2004-11-15",
            ),
            (
                "Patent Gazette. 1288(3), Nov. 16, 2004.",
                "Patent Gazette|1288|3||2004-11-16",
            ),
            (
                "Blood. Conference: 59th Annual Meeting of a Society, ASH 2017. Atlanta, GA United States. 130 (Supplement 1) (no pagination), 2017. Date of Publication: December 2017.",
                "Blood|130|Supplement 1||2017-12",
            ),
            (
                "Leukemia Research. 34 (9) (pp 1123-1130), 2010. Date of Publication: September 2010.",
                "Leukemia Research|34|9|1123-1130|2010-09",
            ),
            (
                "Cancers. 12 (3) (no pagination), 2020. Article Number: 605. Date of Publication: 05 Mar 2020.",
                "Cancers|12|3|605|2020-03-05",
            ),
            (
                "Behavioural Psychotherapy. Vol.43(5), Sep 2015, pp. 623-634. ",
                "Behavioural Psychotherapy|43|5|623-634|2015-09",
            ),
            (
                "Dissertation Abstracts. Vol.75(2-A(E)),2014, pp. No Pagination Specified.",
                "Dissertation Abstracts|75|2-A(E)||2014",
            ),
            (
                "Journal Of Medicine June 2015;58(6):688-696",
                "Journal Of Medicine|58|6|688-696|2015-06",
            ),
            (
                "Journal of Political Studies 12, Winter 2007: 7-14.",
                "Journal of Political Studies|12||7-14|2007-24",
            ),
            (
                "Journal of Asian Affairs, 2013(1): 3-28.",
                "Journal of Asian Affairs||1|3-28|2013",
            ),
            (
                "Hydrobiologia. 2007 15 June; 433-441.",
                "Hydrobiologia|||433-441|2007-06-15",
            ),
            (
                "Proceedings of a Meeting. 2005; 9pp..",
                "Proceedings of a Meeting||||2005",
            ),
            (
                "Kamp, Roza Maria [Editor, Reprint Author], Calvete, Juan J. [Editor]. Methods in analysis.:371-397, 2004.",
                "Methods in analysis|||371-397|2004",
            ),
            (
                "Neenan, Michael [Ed]; Palmer, Stephen [Ed]. (2012). Coaching in practice: An approach. (pp. 11-31). xvii, 254 pp. New York, US: A Publisher; US.",
                "Coaching in practice: An approach|||11-31|2012",
            ),
            ("Journal of Orthopaedic Trauma. ", "Journal of Orthopaedic Trauma||||"),
            ("Whatever this is, it has no form; 3.", "||||"),
        ] {
            let mut flow = crate::extract::flow::Flow::default();
            flow.verbatim(line, Span::new(0, line.len()));
            let found = source(&flow.finish());
            let text = |part: &Option<MappedText>| part.as_ref().map_or("", MappedText::as_str).to_owned();
            let date = found
                .issued
                .as_ref()
                .map_or(String::new(), |(date, _)| date.to_string());
            let shown = [
                text(&found.container),
                text(&found.volume),
                text(&found.issue),
                text(&found.pages),
                date,
            ]
            .join("|");
            assert_eq!(shown, expected, "{line}");
        }
    }
}
