//! Lines near the title in which houses name their journal, its numbers and the date, each in a way of its own.
//!
//! A house whose line is new is one row of [`ROWS`]. What citations have in common is read in `citation`.

use super::citation::Citation;
use super::front::{claim_citation, is_journal, name_like};
use super::headings::Section;
use super::labels::is_label;
use super::reader::Found;
use super::sections::Page;
use super::title::Title;
use crate::base::{Doi, PartialDate, Span};
use crate::journals::Journals;
use crate::record::Field;
use regex::Regex;
use std::sync::LazyLock;

/// Whole lines. Blanks stand for one or more; `JOURNAL`, `CAPITALS` (a journal whose words begin with capitals), `ABBR` (one
/// with a full stop), `KNOWN` (one of the list), `VOL`, `ISS`, `PAGES`, `RANGE` (of pages), `YEAR`, `DAY` (a date with its month) and `MONTHLY` (one without a day), `DATE` (either)
/// for what is taken over; `…` for anything.
const ROWS: &[&str] = &[
    // Dove Press
    r"Back to (?:Browse )?Journals » JOURNAL(?: » Volume VOL(?:(?: »)? (?:Issue|Number) ISS)?)?",
    r"Published \d{1,2} \p{L}+ \d{4} Volume YEAR:VOL(?: ?\(ISS\))? Pages? PAGES",
    // Frontiers
    r"ABBR, DAY(?: ?(?:\||Sec\.) ?…)?",
    r"Volume VOL [-–—] YEAR(?: ?\| ?…)?",
    // De Gruyter
    r"From the journal JOURNAL",
    r"(?:[\p{L} ]+ )?Published by [A-Z][\p{L} ]+? DAY",
    // Science
    r"CAPITALS DAY:",
    // Science, Sage, Silverchair
    r"(?i:vol(?:ume|\.)?) VOL,? (?i:issue|no\.?|number) ISS",
    r"Vol VOL \(YEAR\): …",
    r"[\p{L} &-]+\| ?DAY",
    // Taylor & Francis
    r"Pages? PAGES \| (?:Received|Accepted|Published)…",
    // Elmer Press
    r"CAPITALS, I[S]SN \d{4}-\d{3}[\dXx]\b…",
    // J-STAGE
    r"YEAR Volume VOL(?: Issue ISS)? Pages? PAGES",
    // Springer
    r"Date: DAY",
    r"JOURNAL Aims and scope(?: Submit manuscript)?",
    r"CAPITALS \(YEAR\) ?Cite this article",
    // Elsevier's own sites
    r"Volume VOL, Issue ISS ?[pP]PAGES ?DAY(?: ?Open (?:access|archive)…)?",
    r"(?:[\p{L} ]+ ?\| ?)?(?i:volume) VOL(?:, (?i:issue) ISS)?, [pP]?PAGES, DATE(?:\W…)?",
    // Hindawi
    r"CAPITALS / YEAR / Article…",
    r"Volume YEAR ?\| ?Article ID PAGES…",
    // Annual Reviews
    r"Vol\. VOL:PAGES \(Volume publication date MONTHLY\)…",
    // PNAS
    r"(?:CAPITALS )?DAY(?: ?[|;])? VOL \(ISS\) PAGES(?:;…)?",
    r"VOL \(ISS\) RANGE",
    // BMJ
    r"CAPITALS YEAR; ?VOL doi: …",
    // ResearchGate
    r"MONTHLY ?CAPITALS VOL\(ISS\)(?::PAGES)?",
    r"MONTHLY ?KNOWN VOL\(ISS\)(?::PAGES)?",
    r"Article in CAPITALS VOL\(ISS\)(?::PAGES)? · MONTHLY…",
    // Karger
    r"CAPITALS VOL ?: ?PAGES \(YEAR\)",
    // Journals of the OMICS kind
    r"[\p{L} ]+ - \(YEAR\) Volume VOL(?:, Issue ISS)?",
    // DergiPark
    r"Year YEAR, Volume: VOL(?:,? Issue: ISS)?(?:, PAGES)?(?:, …)?",
    // IMR Press
    r"(?:DOI: [^ ]+ )?Vol\. ?VOL, ?Issue ISS, ?MONTHLY pp\. ?PAGES",
    // PlumX
    r"JOURNAL, I[S]SN: [^,]+, Vol: VOL(?:, Issue: ISS)?(?:, Page: PAGES)?",
    // Pan African Medical Journal
    r"Home \| Volume VOL \| Article number PAGES",
    // Scientific Research
    r"Vol\. VOL No\. ISS \(YEAR\) ?, …",
    // HAL
    r"(?i:article dans une revue|journal articles?) CAPITALS (?:Année|Year) : YEAR",
    // Journal of Clinical Oncology
    r"(?:DOI: [^ ]+ )?CAPITALS VOL, no\. ISS \(DAY\) PAGES\.?(?: …)?",
    // SciELO
    r"(?:[\p{L} ]+ • )?CAPITALS VOL \(ISS\) • (?:[\p{L}-]+ )?YEAR • …",
    // Sites of Yektaweb
    r"CAPITALS YEAR[,;] ?VOL\(ISS\): ?PAGES Back to browse issues page",
    // Peeref
    r"Volume VOL, Issue (?:ISS|-), Pages (?:PAGES|-)",
];

static LINES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let month = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?";
    let year = r"(?:1[89]|20)\d\d";
    let day = format!(r"(?P<y>(?i:[0-3]?\d\s{month}|{month}\s[0-3]?\d),?\s{year})");
    let monthly = format!(r"(?P<y>{month}\s{year})");
    let date = format!(r"(?P<y>(?i:{month}\s[0-3]?\d,?\s{year}|{month},?\s{year}))");
    let of = |row: &&str| {
        let pattern = row
            .replace(' ', r"\s+")
            .replace(r"\s+?", r"\s*")
            .replace('…', ".*")
            .replace("RANGE", r"(?P<p>[A-Za-z]{0,3}\d+\s?[-–—‐‑]\s?[A-Za-z]{0,3}\d+)")
            .replace("JOURNAL", r"(?P<j>\p{Lu}[^|;<>@»•]+?)")
            .replace("KNOWN", r"(?P<k>\p{Lu}[^|;<>@»•]+?)")
            .replace(
                "CAPITALS",
                r"(?P<j>\p{Lu}[\p{L}'’]*(?:[\s:&./-]+(?:and|de|del|der|des|di|do|du|e|et|for|in|la|of|on|the|und|y|\p{Lu}[\p{L}'’]*))*?\.?)",
            )
            .replace("ABBR", r"(?P<j>(?:\p{Lu}\p{L}*\.?\s)*\p{Lu}\p{L}\p{L}+\.)")
            .replace("VOL", r"(?P<v>[A-Za-z]{0,2}\d{1,5}[A-Za-z]?)")
            .replace("ISS", r"(?P<i>[A-Za-z]{0,6}\.?\d[\d./–-]*?(?:_[Ss]uppl)?)")
            .replace("PAGES", r"(?P<p>[A-Za-z]{0,3}\d+(?:\s?[-–—‐‑]\s?[A-Za-z]{0,3}\d+(?:\.e\d+)?)?)")
            .replace("YEAR", &format!("(?P<y>{year})"))
            .replace("DATE", &date)
            .replace("DAY", &day)
            .replace("MONTHLY", &monthly)
            // The classes of Unicode are large: these are those of the names of journals in Latin letters.
            .replace(r"\p{Lu}", "[A-ZÀ-ÖØ-ÞĀ-Ž]")
            .replace(r"\p{L}", "[A-Za-zÀ-ɏ]")
            .replace(r"\d", "[0-9]")
            .replace(r"\s", r"[ \t\x{a0}]");
        Regex::new(&format!(r"^(?:[-–]\s)?{pattern}$")).ok()
    };
    ROWS.iter().filter_map(of).collect()
});

/// Claims what the lines between `from` and `to` say of the journal.
pub fn mastheads(page: &Page<'_>, from: usize, to: usize, title: Option<Span>, found: &mut Found) {
    for index in from..to.min(page.lines.len()) {
        let line = page.lines[index];
        let section = page.section(index);
        let other = matches!(section, Section::References | Section::Cite | Section::Foreign);
        if other || line.span.len() > 300 || Some(line.span) == title {
            continue;
        }
        if let Some(read) = read(page.text, line.span) {
            // A date alone may be that of anything.
            let weight = if read.strength() == 1 && read.issued.is_some() {
                50
            } else {
                58
            };
            claim_citation(page.text, &read, "masthead", weight, found);
        } else if let Some(name) = above_issn(page, index) {
            let read = Citation {
                journal: Some(name),
                ..Citation::default()
            };
            claim_citation(page.text, &read, "masthead", 52, found);
        }
    }
}

/// Claims the journal whose name stands alone over the title, where the page tells the volume: of other pages it may be a
/// subject, a department, or another journal of the house.
pub fn journal_alone(page: &Page<'_>, title: &Title, found: &mut Found) {
    if !found.has(Field::Volume) {
        return;
    }
    if let Some(name) = listed(page, title.line.saturating_sub(30), title.span) {
        let read = Citation {
            journal: Some(name),
            ..Citation::default()
        };
        claim_citation(page.text, &read, "journal-alone", 45, found);
    }
}

/// The known journal whose name stands alone on a line above the title, where it is the only one: of several the page belongs
/// to one, and the others are the house's. Below the title it may be a subject as well.
fn listed(page: &Page<'_>, from: usize, title: Span) -> Option<Span> {
    let mut only: Option<Span> = None;
    // A menu of journals may begin higher up.
    let above = page.lines.iter().enumerate().skip(from.saturating_sub(30));
    for (index, line) in above.take_while(|(_, line)| line.span.start < title.start) {
        let other = matches!(
            page.section(index),
            Section::References | Section::Cite | Section::Foreign
        );
        let words = line.of(page.text);
        let labelled = index.checked_sub(1).is_some_and(|above| {
            is_label(page.line(above)) || page.line(above).ends_with(':') || page.line(above).starts_with("Related")
        });
        if other || labelled || !is_journal(words) {
            continue;
        }
        match only {
            Some(known) if !Journals::same(known.of(page.text), words) => return None,
            Some(_) => {}
            None => only = Some(line.span),
        }
    }
    only.filter(|name| page.lines.get(from).is_none_or(|line| name.start >= line.span.start))
}

/// Whether what stands in a journal's place is a word of the site, or a company.
fn is_no_journal(name: &str) -> bool {
    const OPENINGS: [&str; 13] = [
        "About",
        "Accepted",
        "First",
        "Home",
        "Journal information",
        "Online",
        "Posted",
        "Published",
        "Received",
        "Revised",
        "Submitted",
        "This",
        "Updated",
    ];
    const CLOSINGS: [&str; 5] = ["Co.", "Corp.", "GmbH", "Inc.", "Ltd."];
    let opens = |opening: &&str| {
        let rest = name.strip_prefix(*opening);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    };
    OPENINGS.iter().any(opens) || CLOSINGS.iter().any(|closing| name.ends_with(closing))
}

/// Whether the line speaks of its journal in the way of some house.
pub fn is_masthead(text: &str) -> bool {
    read(text, Span::new(0, text.len())).is_some()
}

/// The line under `span` by the first row that fits it.
fn read(text: &str, span: Span) -> Option<Citation> {
    let words = span.of(text);
    let captures = LINES.iter().find_map(|line| line.captures(words))?;
    let part = |name: &str| {
        let part = captures.name(name)?;
        Some(Span::new(part.start(), part.end()).shift(span.start as usize))
    };
    let issued = part("y").and_then(|at| PartialDate::parse(at.of(text)).map(|date| (date, at)));
    let doi = Doi::find(words).map(|found| Span::new(found.start, found.end).shift(span.start as usize));
    if part("k").is_some_and(|name| !Journals::is_listed(name.of(text))) {
        return None;
    }
    let journal = part("j").or(part("k"));
    // Where a year stands before an issue alone, there is no volume.
    let as_year = |at: Span| at.len() == 4 && (at.of(text).starts_with("19") || at.of(text).starts_with("20"));
    if issued.is_none() && part("v").is_some_and(as_year) {
        return None;
    }
    if journal.is_some_and(|name| !(3..=100).contains(&name.len()) || is_no_journal(name.of(text))) {
        return None;
    }
    Some(Citation {
        journal,
        volume: part("v"),
        issue: part("i"),
        pages: part("p"),
        issued,
        doi,
        ..Citation::default()
    })
}

/// The journal's name alone over the lines of its ISSN, as on J-STAGE.
fn above_issn(page: &Page<'_>, index: usize) -> Option<Span> {
    let labelled = |index: usize| {
        let words = page.lines.get(index)?.of(page.text).to_ascii_lowercase();
        let label = words.split(':').next()?.trim().to_owned();
        Some(matches!(
            label.as_str(),
            "issn" | "online issn" | "print issn" | "eissn" | "issn (online)" | "issn (print)"
        ))
    };
    let line = page.lines.get(index)?;
    let words = line.of(page.text);
    let valued = page.lines.get(index + 1)?.of(page.text).contains(':');
    let value = index.checked_sub(1).is_some_and(|above| is_label(page.line(above)));
    let alone = labelled(index + 1)? && valued && !labelled(index)? && !words.contains(':') && !value;
    (alone && name_like(words)).then_some(line.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_house_has_its_line() {
        assert_eq!(LINES.len(), ROWS.len(), "every row is an expression");
        for (line, wanted) in [
            (
                "Back to Journals » Papers of Nowhere » Volume 8",
                "Papers of Nowhere|8|||",
            ),
            ("Published 17 December 2031 Volume 2032:7 Pages 1—6", "|7||1—6|2032"),
            ("Front. Invent., 09 January 2031", "Front. Invent.||||2031-01-09"),
            (
                "Front. Invent., 09 January 2031 | https://doi.org/10.5555/fi.1",
                "Front. Invent.||||2031-01-09",
            ),
            ("Volume 13 - 2022 | https://doi.org/10.5555/fi.1", "|13|||2022"),
            ("From the journal Invented Chemistry", "Invented Chemistry||||"),
            (
                "Publicly Available Published by De Gruyter January 10, 2018",
                "||||2018-01-10",
            ),
            ("Papers  01 Jul 2011:", "Papers||||2011-07-01"),
            (
                "Pages 2786-2798 | Received 08 Nov 2016, Accepted 15 Mar 2017, Published online: 15 May 2017",
                "|||2786-2798|",
            ),
            (
                "Journal of Papers, ISSN 1927-1212 print, 1927-1220 online, Open Access |",
                "Journal of Papers||||",
            ),
            ("1967 Volume 8 Issue 1 Pages 21-26", "|8|1|21-26|1967"),
            ("Date: 07 May 2014", "||||2014-05-07"),
            (
                "Invented Malignancy Reports Aims and scope Submit manuscript",
                "Invented Malignancy Reports||||",
            ),
            ("Reviews of Paper (2023)Cite this article", "Reviews of Paper||||2023"),
            (
                "Volume 291, Issue 10p5012-5022March 04, 2016Open access",
                "|291|10|5012-5022|2016-03-04",
            ),
            (
                "VOLUME 291, ISSUE 10, P5012-5022, MARCH 04, 2016",
                "|291|10|5012-5022|2016-03-04",
            ),
            ("Advances in Paper / 2012 / Article", "Advances in Paper||||2012"),
            (
                "Volume 2012 | Article ID 239570 | https://doi.org/10.5555/2012/239570",
                "|||239570|2012",
            ),
            (
                "Vol. 64:385-397 (Volume publication date January 2013)",
                "|64||385-397|2013-01",
            ),
            (
                "PNAP May 12, 2015 112 (19) 5917-5922; first published April 27, 2015;",
                "PNAP|112|19|5917-5922|2015-05-12",
            ),
            (
                "BMP 2015; 351 doi: https://doi.org/10.5555/bmp.h4672 (Published 08 September 2015)",
                "BMP|351|||2015",
            ),
            ("May 2014Paper Research 38(5):12-9", "Paper Research|38|5|12-9|2014-05"),
            (
                "Article in Paper Research 28(5) · December 2013 with 45 Reads",
                "Paper Research|28|5||2013-12",
            ),
            ("Volume 2, Issue -, Pages -", "|2|||"),
            (
                "Review Article| Volume 41, ISSUE 1, P49-63, January 2023",
                "|41|1|49-63|2023-01",
            ),
            ("Research Article - (2014) Volume 3, Issue 2", "|3|2||2014"),
            (
                "Year 2015, Volume: 16 Issue: 1, 83 - 90, 08.05.2015",
                "|16|1|83 - 90|2015",
            ),
            (
                "DOI: 10.5555/j.x1 Vol.18,Issue 8,August 2022 pp.1-12",
                "|18|8|1-12|2022-08",
            ),
            (
                "Paper Hematology, ISSN: 2049-3630, Vol: 69, Page: 1-10",
                "Paper Hematology|69||1-10|",
            ),
            ("Papierkunde 2 : 79-82 (1979)", "Papierkunde|2||79-82|1979"),
            ("- Date: 07 May 2014", "||||2014-05-07"),
            ("Vol 12, Issue 548", "|12|548||"),
            ("Paper Mechanisms and Therapy| July 15 2020", "||||2020-07-15"),
            ("Volume 22, Issue 8", "|22|8||"),
            ("Vol 14 (2023): Continuous Publishing", "|14|||2023"),
            ("110 (20) E1876-E1884", "|110|20|E1876-E1884|"),
            (
                "Article| Volume 29, ISSUE 5, P760-775.e7, May 05, 2022",
                "|29|5|760-775.e7|2022-05-05",
            ),
            (
                "August 2016Genes, Chromosomes and Cancer 16(8)",
                "Genes, Chromosomes and Cancer|16|8||2016-08",
            ),
            ("Home | Volume 23 | Article number 258", "|23||258|"),
            (
                "Vol. 3  No. 7 (2012) , Article ID: 26039 , 7 pages DOI:10.5555/ijcm.1",
                "|3|7||2012",
            ),
            (
                "Article Dans Une Revue Annales du Papier Année : 2019",
                "Annales du Papier||||2019",
            ),
            (
                "DOI: 10.5555/JCO.1 Journal of Paper 36, no. 15_suppl (May 20, 2018) e19-e19.",
                "Journal of Paper|36|15_suppl|e19-e19|2018-05-20",
            ),
            (
                "ARTIGO ORIGINAL • Rev. Bras. Papel. 30 (6) • Dez 2008 • https://doi.org/10.5555/1 copiar",
                "Rev. Bras. Papel.|30|6||2008",
            ),
            (
                "Arch Pap Sci 2020, 9(4): 265-274 Back to browse issues page",
                "Arch Pap Sci|9|4|265-274|2020",
            ),
        ] {
            let read = read(line, Span::new(0, line.len())).unwrap_or_default();
            let part = |span: Option<Span>| span.map_or("", |span| span.of(line)).to_owned();
            let date = read.issued.map_or(String::new(), |(date, _)| date.to_string());
            let shown = [
                part(read.journal),
                part(read.volume),
                part(read.issue),
                part(read.pages),
                date,
            ];
            assert_eq!(shown.join("|"), wanted, "{line}");
        }
        for line in [
            "London, 12 May 2020",
            "Published 17 December 2031",
            "We saw volume 12 - 2020 of them",
            "Received 08 Nov 2016",
            "Volume 12",
            "The trial began 01 Jul 2011",
            "The trial began on 01 Jul 2011:",
            "Elsevier Inc., 12 May 2020",
            "Jane R., 12 May 2020",
            "Received 12 May 2020:",
            "Published Online May 12, 2015 112 (19) 5917-5922",
            "Journal information Aims and scope",
            "Leukemia Research is published by Elsevier, ISSN 0145-2126",
            "2024 Volume 50 Issue 2",
            "March 2019 We folded paper in 40 patients with 12(3)",
            "Journal Article Paper folding is good Year : 2019",
            "Smith J. et al. On folding cards. Paper 12 (3) • 2018 • cited",
            "30 (12) 40",
            "2019 (3) 45-50",
        ] {
            assert!(read(line, Span::new(0, line.len())).is_none(), "{line}");
        }
    }
}
