//! Two profiles: one work, related works, doubtful, or different.

use super::profile::Profile;
use super::title::{Likeness, Mark, likeness};
use super::{Certainty, Reason};
use crate::base::fold;
use crate::record::{Field, Item};
use crate::reference::Journals;

/// What the comparison says of two profiles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Verdict {
    /// One work.
    Same(Link),
    /// A publication about, before or after the other.
    Related(&'static str),
    /// May be one work; the reason against.
    Doubt(&'static str),
    /// No sign of being one work.
    Different,
}

/// Why two profiles are one work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Link {
    pub(super) because: Reason,
    pub(super) certainty: Certainty,
    /// Bit `r`: [`Reason`] number `r` holds too.
    pub(super) reasons: u8,
    /// Heavier links are made first.
    pub(super) weight: u8,
}

/// Whether two values agree, where both are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agree {
    No,
    Unknown,
    Yes,
}
use Agree::{No, Unknown, Yes};

fn agree<T: PartialEq + Default>(a: T, b: T) -> Agree {
    match () {
        () if a == T::default() || b == T::default() => Unknown,
        () if a == b => Yes,
        () => No,
    }
}

/// The items and journal names behind the profiles.
pub(super) struct Comparer<'c> {
    pub(super) items: &'c [(&'c str, &'c Item)],
    pub(super) journals: &'c Journals,
}

impl Comparer<'_> {
    fn item(&self, profile: &Profile) -> &Item {
        self.items[profile.item as usize].1
    }

    /// Judges a pair. Symmetric.
    pub(super) fn judge(&self, a: &Profile, b: &Profile) -> Verdict {
        let reasons = shared_identifiers(a, b);
        let ids_conflict = agree(a.pmid, b.pmid) == No || agree(a.pmcid, b.pmcid) == No;
        let volume = agree(a.volume, b.volume);
        let page = agree(a.page, b.page);
        // Numbers that nothing shares cannot make a pair without a title or an identifier: the common case, left early.
        if reasons == 0 && page != Yes && (a.title.is_empty() || b.title.is_empty()) {
            return self.without_title(a, b, volume);
        }
        let title = self.titles(a, b);
        let author = authors(a, b);
        let years = if a.year == 0 || b.year == 0 {
            0
        } else {
            a.year.abs_diff(b.year)
        };
        let marks_differ = !a.title.is_empty() && !b.title.is_empty() && a.title.mark != b.title.mark;

        if reasons != 0 {
            let unlike = title == Likeness::Different && a.title.is_long() && b.title.is_long();
            let own_numbers = volume == Yes && page == Yes;
            if ids_conflict {
                return Verdict::Doubt("one identifier agrees, another differs");
            }
            let only_isbn = reasons == 1 << Reason::Isbn as u8;
            if only_isbn && (unlike || title == Likeness::Different || title == Likeness::OtherPart || page == No) {
                return Verdict::Different; // two chapters of one book, or a volume of a set
            }
            if (unlike || title == Likeness::OtherPart) && author != Yes && !own_numbers {
                return Verdict::Doubt("the identifier agrees, title and authors differ");
            }
            if marks_differ && !own_numbers && page == No {
                return Verdict::Doubt("the identifier agrees, one is a notice about the other");
            }
            return same(
                first_reason(reasons),
                Certainty::Certain,
                self.more(reasons, volume, page, title),
                250,
            );
        }

        let alike = matches!(title, Likeness::Equal | Likeness::Near);
        let long = a.title.is_long() && b.title.is_long();
        if a.preprint != b.preprint && (alike && long || title == Likeness::Equal) && author != No && years <= 4 {
            return Verdict::Related("preprint");
        }
        if marks_differ {
            let noticed = if a.title.mark == Mark::None {
                b.title.mark
            } else {
                a.title.mark
            };
            let itself = noticed == Mark::Retraction && volume == Yes && page == Yes && alike && !ids_conflict;
            return match () {
                () if itself => same(Reason::VolumePage, Certainty::Certain, 0, 200),
                () if alike && (long || author == Yes) => Verdict::Related(noticed.relation()),
                () => Verdict::Different,
            };
        }
        if title == Likeness::OtherPart {
            let whole = volume == Yes && page == Yes && author == Yes && years <= 1 && !ids_conflict;
            return if whole {
                Verdict::Doubt("the numbers agree, the numerals in the titles differ")
            } else if author == Yes && years <= 1 && page != No && volume != No && !ids_conflict {
                Verdict::Doubt("the titles differ in their numerals only")
            } else {
                Verdict::Different
            };
        }
        if ids_conflict {
            let close = alike && long && author != No && volume == Yes && page == Yes;
            return if close {
                Verdict::Doubt("everything agrees but the PubMed identifier")
            } else {
                Verdict::Different
            };
        }
        if agree(a.edition, b.edition) == No {
            return Verdict::Different;
        }
        if agree(a.doi, b.doi) == No && !self.doi_variants(a, b) {
            return self.dois_differ(a, b, title, author, volume, page, years);
        }
        self.by_numbers(a, b, title, author, volume, page, years)
    }

    /// The DOIs differ. A publisher that moved its journals gave new ones, so all else together outweighs them.
    #[expect(
        clippy::too_many_arguments,
        reason = "the agreements of one pair, computed once by the caller"
    )]
    fn dois_differ(
        &self,
        a: &Profile,
        b: &Profile,
        title: Likeness,
        author: Agree,
        volume: Agree,
        page: Agree,
        years: u16,
    ) -> Verdict {
        let long = a.title.is_long() && b.title.is_long();
        let numbers = volume == Yes && page == Yes;
        match () {
            () if title == Likeness::Equal
                && long
                && author == Yes
                && numbers
                && years <= 1
                && self.journal(a, b) != No =>
            {
                same(Reason::VolumePage, Certainty::Probable, 1 << Reason::Title as u8, 120)
            }
            () if title >= Likeness::Near && long && author != No && (numbers || page == Yes) && years <= 1 => {
                Verdict::Doubt("title and page agree, the DOIs differ")
            }
            () => Verdict::Different,
        }
    }

    /// No identifier decides: volume, page, year, then names and title.
    #[expect(
        clippy::too_many_arguments,
        reason = "the agreements of one pair, computed once by the caller"
    )]
    fn by_numbers(
        &self,
        a: &Profile,
        b: &Profile,
        title: Likeness,
        author: Agree,
        volume: Agree,
        page: Agree,
        years: u16,
    ) -> Verdict {
        use Certainty::{Certain, Probable};
        let alike = matches!(title, Likeness::Equal | Likeness::Near);
        let long = a.title.is_long() && b.title.is_long();
        let unlike = title == Likeness::Different && long;
        let more = self.more(0, volume, page, title);
        let numbers = |certainty, weight| same(Reason::VolumePage, certainty, more, weight);
        match (volume, page) {
            (Yes, Yes) => {
                if alike && author != No && years <= 1 {
                    return numbers(Certain, 220);
                }
                let journal = self.journal(a, b);
                if years > 1 {
                    // Journal and volume fix the year; the year alone is misprinted now and then.
                    let sure =
                        (alike && long || author == Yes && a.page_telling) && journal == Yes && author != No && !unlike;
                    return if sure {
                        numbers(Probable, 100)
                    } else {
                        Verdict::Different
                    };
                }
                match (author, journal) {
                    _ if unlike && author != Yes => Verdict::Different,
                    (Yes, Yes) if !unlike => numbers(Certain, 210),
                    (Yes, Unknown) if !unlike => numbers(Certain, 190),
                    (Yes, No) if !unlike => {
                        if shared_authors(a, b) >= 2 || alike || self.loosely(a, b) {
                            numbers(Probable, 170)
                        } else {
                            Verdict::Doubt("volume, page and first author agree, the journals differ")
                        }
                    }
                    (Yes, Yes) => numbers(Probable, 150),
                    (Yes, _) => Verdict::Doubt("volume, page and first author agree, title and journal differ"),
                    (Unknown, Yes) => numbers(if years == 0 { Certain } else { Probable }, 160),
                    (Unknown, _) if alike => numbers(Probable, 155),
                    (Unknown, No) if self.loosely(a, b) && years == 0 => numbers(Probable, 140),
                    (Unknown, _) => Verdict::Different,
                    (No, Yes) if alike => numbers(Probable, 150),
                    (No, Yes) => Verdict::Doubt("journal, volume and page agree, the authors differ"),
                    (No, _) if alike && long => numbers(Probable, 130),
                    (No, _) => Verdict::Different,
                }
            }
            _ if alike && (long || title == Likeness::Equal) => self.by_title(a, b, title, author, volume, page, years),
            (Unknown, Yes) if author == Yes && years == 0 && a.year != 0 && b.year != 0 && !unlike => {
                match self.journal(a, b) {
                    Yes if a.page_telling || shared_authors(a, b) >= 2 => numbers(Probable, 110),
                    Yes | Unknown if a.page_telling && title == Likeness::Unknown => numbers(Probable, 90),
                    No => Verdict::Different,
                    _ => Verdict::Doubt("first author, year and page agree, the volume is missing"),
                }
            }
            (No, Yes) if author == Yes && years == 0 && !unlike && a.page_telling && self.journal(a, b) == Yes => {
                Verdict::Doubt("all agrees but the volume")
            }
            _ => Verdict::Different,
        }
    }

    /// The titles are nearly equal and the numbers do not decide alone.
    #[expect(
        clippy::too_many_arguments,
        reason = "the agreements of one pair, computed once by the caller"
    )]
    fn by_title(
        &self,
        a: &Profile,
        b: &Profile,
        title: Likeness,
        author: Agree,
        volume: Agree,
        page: Agree,
        years: u16,
    ) -> Verdict {
        use Certainty::{Certain, Probable};
        let long = a.title.is_long() && b.title.is_long();
        let equal = title == Likeness::Equal;
        let more = self.more(0, volume, page, title);
        let titled = |certainty, weight| same(Reason::Title, certainty, more, weight);
        if author == No || years > 1 && !(equal && years <= 2 && volume == Yes) {
            return match () {
                () if author == No => Verdict::Different,
                () if long && (volume == Yes || page == Yes) => Verdict::Doubt("the titles agree, the years differ"),
                () => Verdict::Different,
            };
        }
        let journal = self.journal(a, b);
        if volume == No && page == No {
            let near = author == Yes && journal == Yes && long;
            return if near {
                Verdict::Doubt("the titles agree, volume and page differ")
            } else {
                Verdict::Different
            };
        }
        if !long {
            // "Editorial", "Tafenoquine": a short title needs everything else.
            let backed = author == Yes && years == 0 && a.year != 0 && b.year != 0;
            let held = journal == Yes && volume != No && page != No || a.bookish && b.bookish && journal != No;
            return match () {
                () if backed && held && shared_authors(a, b) >= 1 => titled(Probable, 60),
                () if backed && journal == Yes => Verdict::Doubt("the short titles agree, the numbers do not"),
                () => Verdict::Different,
            };
        }
        match (journal, author) {
            (No, _) if volume == Yes && page != No || page == Yes => titled(Probable, 80),
            (No, Yes) if self.loosely(a, b) && volume != No && page != No => titled(Probable, 70),
            (No, Yes) => Verdict::Doubt("titles and authors agree, the journals differ"),
            (No, _) => Verdict::Different,
            (_, Yes) if volume != No && page != No => titled(if equal { Certain } else { Probable }, 145),
            (_, Yes) => titled(Probable, if equal { 100 } else { 85 }),
            (_, _) if equal && volume != No && page != No => titled(Probable, 75),
            (_, _) if volume == Yes || page == Yes => titled(Probable, 65),
            _ => Verdict::Doubt("the titles agree, the authors are not known"),
        }
    }

    /// One has no title and the pages do not agree: the same author in the same volume is worth a note, no more.
    fn without_title(&self, a: &Profile, b: &Profile, volume: Agree) -> Verdict {
        let page = agree(a.page, b.page);
        let near = volume == Yes && page == Unknown && a.year == b.year && a.year != 0 && authors(a, b) == Yes;
        let issue = agree(a.issue, b.issue);
        if near && agree(a.doi, b.doi) != No && agree(a.pmid, b.pmid) != No && self.journal(a, b) == Yes && issue != No
        {
            if shared_authors(a, b) >= 3 && issue == Yes {
                return same(Reason::VolumePage, Certainty::Probable, 0, 50);
            }
            return Verdict::Doubt("first author, journal, year and volume agree, a page is missing");
        }
        Verdict::Different
    }

    /// Whether two profiles cannot be one work, whatever stands between them.
    pub(super) fn contradicts(&self, a: &Profile, b: &Profile) -> bool {
        let shares = shared_identifiers(a, b) != 0;
        if agree(a.pmid, b.pmid) == No || agree(a.pmcid, b.pmcid) == No {
            return true;
        }
        if shares {
            return false;
        }
        let (volume, page) = (agree(a.volume, b.volume), agree(a.page, b.page));
        if volume == No && page == No && !(a.title.letters != 0 && a.title.letters == b.title.letters) {
            return true;
        }
        let likely_apart = agree(a.doi, b.doi) == No
            || a.preprint != b.preprint
            || a.title.mark != b.title.mark && !a.title.is_empty() && !b.title.is_empty();
        if likely_apart {
            return !matches!(self.judge(a, b), Verdict::Same(_));
        }
        if a.title.is_empty() || b.title.is_empty() || a.title.letters == b.title.letters {
            return volume == Yes
                && page == Yes
                && a.year.abs_diff(b.year) > 1
                && a.year != 0
                && b.year != 0
                && authors(a, b) == No;
        }
        match self.titles(a, b) {
            Likeness::OtherPart => true,
            Likeness::Different => authors(a, b) == No || page == No || volume == No,
            _ => false,
        }
    }

    fn titles(&self, a: &Profile, b: &Profile) -> Likeness {
        likeness(&a.title, &b.title, || {
            (self.item(a).title().unwrap_or(""), self.item(b).title().unwrap_or(""))
        })
    }

    /// Whether the journals or books are the same, by name or abbreviation.
    fn journal(&self, a: &Profile, b: &Profile) -> Agree {
        match agree(a.container, b.container) {
            No => {}
            known => return known,
        }
        let fits = |x: &str, y: &str| self.journals.compatible(x, y) || abbreviates(x, y, false);
        if self.names(a).any(|x| self.names(b).any(|y| fits(x, y))) {
            Yes
        } else {
            No
        }
    }

    /// Whether one journal's name may be a damaged form of the other: words lost, or cut short.
    fn loosely(&self, a: &Profile, b: &Profile) -> bool {
        self.names(a).any(|x| self.names(b).any(|y| abbreviates(x, y, true)))
    }

    fn names<'s>(&'s self, profile: &Profile) -> impl Iterator<Item = &'s str> + use<'s> {
        let item = self.item(profile);
        [Field::ContainerTitle, Field::ContainerTitleShort]
            .into_iter()
            .filter_map(|field| item.get(field))
    }

    /// Whether one DOI is the other cut short, or with a version or `/full` at its end.
    fn doi_variants(&self, a: &Profile, b: &Profile) -> bool {
        let (Some(a), Some(b)) = (self.item(a).doi(), self.item(b).doi()) else {
            return false;
        };
        let (a, b) = (stem(a.as_str()), stem(b.as_str()));
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let Some(rest) = long.strip_prefix(short) else {
            return false;
        };
        // A digit cut off would make another number; a bracket, a dash or a word may be lost.
        short.len() >= 12 && !(rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.'))
    }

    fn more(&self, reasons: u8, volume: Agree, page: Agree, title: Likeness) -> u8 {
        let numbers = u8::from(volume == Yes && page == Yes) << Reason::VolumePage as u8;
        let titles = u8::from(matches!(title, Likeness::Equal | Likeness::Near)) << Reason::Title as u8;
        reasons | numbers | titles
    }
}

fn same(because: Reason, certainty: Certainty, more: u8, weight: u8) -> Verdict {
    Verdict::Same(Link {
        because,
        certainty,
        reasons: more | 1 << because as u8,
        weight,
    })
}

/// Bits of the [`Reason`]s whose identifiers are equal.
pub(super) fn shared_identifiers(a: &Profile, b: &Profile) -> u8 {
    let bit = |equal: bool, reason: Reason| u8::from(equal) << reason as u8;
    bit(agree(a.doi, b.doi) == Yes, Reason::Doi)
        | bit(agree(a.pmid, b.pmid) == Yes, Reason::Pmid)
        | bit(agree(a.pmcid, b.pmcid) == Yes, Reason::Pmcid)
        | bit(agree(a.isbn, b.isbn) == Yes && a.bookish && b.bookish, Reason::Isbn)
}

/// The first reason of a set.
pub(super) fn first_reason(reasons: u8) -> Reason {
    Reason::ALL
        .into_iter()
        .find(|reason| reasons >> *reason as u8 & 1 == 1)
        .unwrap_or(Reason::Title)
}

/// Whether the first authors are the same, or the lists overlap so far that one has lost or moved a name.
pub(super) fn authors(a: &Profile, b: &Profile) -> Agree {
    let (Some(first_a), Some(first_b)) = (a.authors.first(), b.authors.first()) else {
        return Unknown;
    };
    let shared = shared_authors(a, b);
    let word = a.first_words.0 != 0
        && (a.first_words.0 == b.first_words.0
            || a.first_words.0 == b.first_words.1
            || a.first_words.1 == b.first_words.0
            || a.first_words.1 == b.first_words.1);
    if first_a == first_b || word {
        let others = a.initial != 0 && b.initial != 0 && a.initial != b.initial;
        return if others && shared < 2 { Unknown } else { Yes };
    }
    match shared {
        0 => No,
        1 => Unknown,
        _ => Yes,
    }
}

/// How many of the first family names occur in both lists.
pub(super) fn shared_authors(a: &Profile, b: &Profile) -> usize {
    a.authors.iter().filter(|name| b.authors.contains(name)).count()
}

fn stem(doi: &str) -> &str {
    let mut doi = doi;
    for end in [
        ".pdf",
        "/full",
        "/abstract",
        "/pdf",
        ".full",
        ".abstract",
        "/epdf",
        "/meta",
    ] {
        doi = doi.strip_suffix(end).unwrap_or(doi);
    }
    doi
}

/// Whether one journal name is the other abbreviated: words in order, each the beginning of its partner, little words
/// aside. Strictly both have as many words; loosely the longer may have words that the shorter lacks.
fn abbreviates(a: &str, b: &str, loose: bool) -> bool {
    const SMALL: &[&str] = &[
        "the", "of", "and", "in", "for", "on", "de", "des", "du", "la", "le", "der", "die", "und", "fur", "et", "di",
        "del", "e", "y", "to", "a", "an",
    ];
    let (a, b) = (fold(a), fold(b));
    let words = |text: &'_ str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && !SMALL.contains(word))
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(&a), words(&b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if short.is_empty() || !loose && short.len() != long.len() {
        return false;
    }
    let mut rest = long.iter();
    short.iter().all(|word| {
        let fits = |other: &String| shortens(word, other) || shortens(other, word);
        if loose {
            rest.any(fits)
        } else {
            rest.next().is_some_and(fits)
        }
    })
}

/// Whether `short` is the beginning of `long`, or its contraction: the same first letter, the others in order ("natl").
fn shortens(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.len() <= long.len()
        && short.chars().next() == long.chars().next()
        && short.chars().all(|c| rest.any(|other| other == c))
}
