//! Two profiles: one work, related works, doubtful, or different.

use super::agree::{
    Agree::{self, No, Unknown, Yes},
    agree, authors, doi_variants, shared_authors, shared_identifiers,
};
use super::profile::Profile;
use super::title::{Likeness, Mark, likeness};
use super::{Certainty, Reason, agree as agreement};
use crate::journals::Journals;
use crate::record::{Field, Item, RelationKind};

/// What the comparison says of two profiles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Verdict {
    /// One work.
    Same(Link),
    /// A publication about, before or after the other.
    /// The kind says what the first is to the second.
    Related(RelationKind),
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

/// The items and journal names behind the profiles.
pub(super) struct Comparer<'c> {
    pub(super) items: &'c [(&'c str, &'c Item)],
    pub(super) journals: &'c Journals,
}

/// What agrees in one pair.
struct Pair<'p> {
    a: &'p Profile,
    b: &'p Profile,
    title: Likeness,
    author: Agree,
    volume: Agree,
    page: Agree,
    /// Years between the two; 0 where one is not known.
    years: u16,
    /// Bits of the [`Reason`]s whose identifiers are equal.
    shared: u8,
}

impl Pair<'_> {
    fn alike(&self) -> bool {
        matches!(self.title, Likeness::Equal | Likeness::Near)
    }

    fn long(&self) -> bool {
        self.a.title.is_long() && self.b.title.is_long()
    }

    fn unlike(&self) -> bool {
        self.title == Likeness::Different && self.long()
    }

    fn numbers(&self) -> bool {
        self.volume == Yes && self.page == Yes
    }

    fn years_known(&self) -> bool {
        self.a.year != 0 && self.b.year != 0
    }

    /// Whether the years are one digit's misprint or two years apart at most.
    fn years_misprinted(&self) -> bool {
        let digits = |year: u16| [year / 1000, year / 100 % 10, year / 10 % 10, year % 10];
        let other = digits(self.a.year)
            .iter()
            .zip(digits(self.b.year))
            .filter(|(a, b)| **a != *b)
            .count();
        self.years <= 2 || other == 1
    }

    fn same(&self, because: Reason, certainty: Certainty, weight: u8) -> Verdict {
        let bit = |holds: bool, reason: Reason| u8::from(holds) << reason as u8;
        Verdict::Same(Link {
            because,
            certainty,
            reasons: self.shared
                | 1 << because as u8
                | bit(self.numbers(), Reason::VolumePage)
                | bit(self.alike(), Reason::Title),
            weight,
        })
    }

    fn by_numbers(&self, certainty: Certainty, weight: u8) -> Verdict {
        self.same(Reason::VolumePage, certainty, weight)
    }

    fn by_title(&self, certainty: Certainty, weight: u8) -> Verdict {
        self.same(Reason::Title, certainty, weight)
    }
}

impl Comparer<'_> {
    /// Judges a pair. Symmetric.
    pub(super) fn judge(&self, a: &Profile, b: &Profile) -> Verdict {
        let shared = shared_identifiers(a, b);
        let (volume, page) = (agree(a.volume, b.volume), agree(a.page, b.page));
        // Without a common page, a common identifier or two titles nothing but the authors and the volume is left.
        if shared == 0 && page != Yes && (a.title.is_empty() || b.title.is_empty()) {
            return self.judge_bare(a, b, volume, page);
        }
        let ids_conflict = agree(a.pmid, b.pmid) == No || agree(a.pmcid, b.pmcid) == No;
        let other_edition = agree(a.edition, b.edition) == No;
        let other_doi =
            agree(a.doi, b.doi) == No && !(a.doi_head == b.doi_head && doi_variants(self.item(a), self.item(b)));
        let marks_differ = !a.title.is_empty() && !b.title.is_empty() && a.title.mark != b.title.mark;
        // Without a page in common, what differs here is different whatever titles and authors say: most pairs. What
        // another edition or DOI may still share is judged below, of pairs with a common page alone.
        if (ids_conflict || other_edition || other_doi)
            && shared == 0
            && page != Yes
            && a.preprint == b.preprint
            && !marks_differ
        {
            return Verdict::Different;
        }
        let pair = Pair {
            a,
            b,
            title: self.titles(a, b),
            author: self.authors(a, b),
            volume,
            page,
            years: if a.year == 0 || b.year == 0 {
                0
            } else {
                a.year.abs_diff(b.year)
            },
            shared,
        };
        if shared != 0 {
            return self.judge_identified(&pair, ids_conflict);
        }
        if a.preprint != b.preprint
            && (pair.alike() && pair.long() || pair.title == Likeness::Equal)
            && pair.author != No
            && pair.years <= 4
        {
            return Verdict::Related(match a.preprint {
                true => RelationKind::PublishedAs,
                false => RelationKind::PreprintOf,
            });
        }
        if marks_differ {
            return self.judge_notice(&pair, ids_conflict);
        }
        if ids_conflict {
            let close = pair.alike() && pair.long() && pair.author != No && pair.numbers();
            return match close {
                true => Verdict::Doubt("everything agrees but the PubMed identifier"),
                false => Verdict::Different,
            };
        }
        if other_edition {
            return Verdict::Different;
        }
        if other_doi {
            return self.judge_other_doi(&pair);
        }
        if pair.title == Likeness::OtherPart && !(pair.numbers() && pair.author == Yes) {
            let near = pair.author == Yes && pair.years <= 1 && page != No && volume != No;
            return match near {
                true => Verdict::Doubt("the titles differ in their numerals only"),
                false => Verdict::Different,
            };
        }
        if pair.numbers() {
            return self.judge_numbers(&pair);
        }
        if pair.alike() && (pair.long() || pair.title == Likeness::Equal) {
            return self.judge_titles(&pair);
        }
        self.judge_page(&pair)
    }

    /// An identifier is equal.
    fn judge_identified(&self, pair: &Pair<'_>, ids_conflict: bool) -> Verdict {
        let other_title = pair.unlike() || pair.title == Likeness::OtherPart;
        let marks_differ =
            !pair.a.title.is_empty() && !pair.b.title.is_empty() && pair.a.title.mark != pair.b.title.mark;
        let only_isbn = pair.shared == 1 << Reason::Isbn as u8;
        match () {
            () if ids_conflict => Verdict::Doubt("one identifier agrees, another differs"),
            // Two chapters of one book, or two volumes of a set.
            () if only_isbn && (other_title || pair.title == Likeness::Different || pair.page == No) => {
                Verdict::Different
            }
            () if other_title && pair.author != Yes && !pair.numbers() => {
                Verdict::Doubt("the identifier agrees, title and authors differ")
            }
            () if marks_differ && pair.page == No => {
                Verdict::Doubt("the identifier agrees, one is a notice about the other")
            }
            () => pair.same(first_reason(pair.shared), Certainty::Certain, 250),
        }
    }

    /// One title says erratum, comment, reply or retraction, the other does not.
    fn judge_notice(&self, pair: &Pair<'_>, ids_conflict: bool) -> Verdict {
        let (a, b) = (pair.a.title.mark, pair.b.title.mark);
        let mark = if a == Mark::None { b } else { a };
        // A retracted paper is printed with the word before its own title.
        if mark == Mark::Retraction && pair.numbers() && pair.alike() && !ids_conflict {
            return pair.by_numbers(Certainty::Certain, 200);
        }
        match pair.alike() && (pair.long() || pair.author == Yes) {
            // Of two notices the one that is more of a notice is about the other.
            true if a >= b => Verdict::Related(a.relation()),
            true => Verdict::Related(b.relation().inverse()),
            false => Verdict::Different,
        }
    }

    /// The DOIs differ. A publisher that moved its journals gave new ones, so all else together outweighs them.
    fn judge_other_doi(&self, pair: &Pair<'_>) -> Verdict {
        let all = pair.title == Likeness::Equal && pair.author == Yes && pair.numbers() && pair.years <= 1;
        match () {
            () if all && pair.long() && self.journal(pair.a, pair.b) != No => pair.by_numbers(Certainty::Probable, 120),
            () if pair.alike() && pair.long() && pair.author != No && pair.page == Yes && pair.years <= 1 => {
                Verdict::Doubt("title and page agree, the DOIs differ")
            }
            () => Verdict::Different,
        }
    }

    /// Volume and first page agree.
    fn judge_numbers(&self, pair: &Pair<'_>) -> Verdict {
        use Certainty::{Certain, Probable};
        let (a, b) = (pair.a, pair.b);
        let alike = pair.alike();
        if alike && pair.author != No && pair.years <= 1 {
            return pair.by_numbers(Certain, 220);
        }
        let journal = self.journal(a, b);
        if pair.years > 1 {
            // Journal and volume fix the year; the year alone is misprinted now and then.
            let sure = alike && pair.long() || pair.author == Yes && a.page_telling && !pair.unlike();
            return match sure && journal == Yes && pair.author != No && pair.years_misprinted() {
                true => pair.by_numbers(Probable, 100),
                false if sure && journal == Yes => Verdict::Doubt("all agrees but the year"),
                false => Verdict::Different,
            };
        }
        if pair.unlike() {
            return match (pair.author, journal) {
                (Yes, Yes) => pair.by_numbers(Probable, 150),
                (Yes, _) => Verdict::Doubt("volume, page and first author agree, title and journal differ"),
                _ => Verdict::Different,
            };
        }
        match (pair.author, journal) {
            (Yes, Yes) => pair.by_numbers(
                if pair.title == Likeness::OtherPart {
                    Probable
                } else {
                    Certain
                },
                210,
            ),
            (Yes, Unknown) => pair.by_numbers(Certain, 190),
            (Yes, No) if shared_authors(a, b) >= 2 || self.loosely(a, b) => pair.by_numbers(Probable, 170),
            (Yes, No) => Verdict::Doubt("volume, page and first author agree, the journals differ"),
            // Covers and front matter share the page "1" of every issue.
            (Unknown, Yes) if a.page_small && a.authors.is_empty() && b.authors.is_empty() && !alike => {
                Verdict::Doubt("journal, volume and a page that is not telling agree, authors are not known")
            }
            (Unknown, Yes) => pair.by_numbers(if pair.years == 0 { Certain } else { Probable }, 160),
            (Unknown, _) if alike => pair.by_numbers(Probable, 155),
            (Unknown, No) if self.loosely(a, b) && pair.years == 0 => pair.by_numbers(Probable, 140),
            (Unknown, _) => Verdict::Different,
            // Two letters may stand on one page under one heading.
            (No, Yes) if alike && pair.long() && !agreement::last_pages_differ(self.item(a), self.item(b)) => {
                pair.by_numbers(Probable, 150)
            }
            (No, _)
                if pair.title == Likeness::Equal
                    && pair.long()
                    && pair.years == 0
                    && !agreement::last_pages_differ(self.item(a), self.item(b)) =>
            {
                pair.by_numbers(Probable, 130)
            }
            (No, Yes) => Verdict::Doubt("journal, volume and page agree, the authors differ"),
            (No, _) => Verdict::Different,
        }
    }

    /// The titles are nearly equal and the numbers do not decide.
    fn judge_titles(&self, pair: &Pair<'_>) -> Verdict {
        use Certainty::{Certain, Probable};
        let (a, b) = (pair.a, pair.b);
        let equal = pair.title == Likeness::Equal;
        let (volume, page) = (pair.volume, pair.page);
        if pair.author == No {
            return Verdict::Different;
        }
        if pair.years > 1 && !(equal && pair.years <= 2 && volume == Yes) {
            return match pair.long() && (volume == Yes || page == Yes) {
                true => Verdict::Doubt("the titles agree, the years differ"),
                false => Verdict::Different,
            };
        }
        let journal = self.journal(a, b);
        if volume == No && page == No {
            return match pair.author == Yes && journal == Yes && pair.long() {
                true => Verdict::Doubt("the titles agree, volume and page differ"),
                false => Verdict::Different,
            };
        }
        let clash = volume == No || page == No;
        if !pair.long() {
            // "Editorial", "Tafenoquine": a short title needs everything else.
            let backed = pair.author == Yes && pair.years == 0 && pair.years_known();
            let held = journal == Yes && !clash || a.bookish && b.bookish && journal != No;
            return match () {
                () if backed && held => pair.by_title(Probable, 60),
                () if backed && journal == Yes => Verdict::Doubt("the short titles agree, the numbers do not"),
                () => Verdict::Different,
            };
        }
        match (journal, pair.author) {
            (No, _) if page == Yes || volume == Yes && !clash => pair.by_title(Probable, 80),
            (No, Yes) if self.loosely(a, b) && !clash => pair.by_title(Probable, 70),
            (No, Yes) => Verdict::Doubt("titles and authors agree, the journals differ"),
            (No, _) => Verdict::Different,
            (_, Yes) if !clash => pair.by_title(if equal { Certain } else { Probable }, 145),
            (_, Yes) => pair.by_title(Probable, if equal { 100 } else { 85 }),
            (_, _) if equal && !clash && pair.years == 0 => pair.by_title(Probable, 75),
            (Yes, _) if !clash => pair.by_title(Probable, 65),
            _ => Verdict::Doubt("the titles agree, the authors are not known"),
        }
    }

    /// The first pages agree and neither the volume nor a title helps.
    fn judge_page(&self, pair: &Pair<'_>) -> Verdict {
        let (a, b) = (pair.a, pair.b);
        if pair.page != Yes || pair.author != Yes || pair.years != 0 || !pair.years_known() || pair.unlike() {
            return Verdict::Different;
        }
        let journal = self.journal(a, b);
        match pair.volume {
            No if a.page_telling && journal == Yes => Verdict::Doubt("all agrees but the volume"),
            Unknown if journal == Yes && (a.page_telling || shared_authors(a, b) >= 2) => {
                pair.by_numbers(Certainty::Probable, 110)
            }
            Unknown if journal == Unknown && a.page_telling && pair.title == Likeness::Unknown => {
                pair.by_numbers(Certainty::Probable, 90)
            }
            Unknown if journal != No => Verdict::Doubt("first author, year and page agree, the volume is missing"),
            _ => Verdict::Different,
        }
    }

    /// One has no title and the pages do not agree: the same author in the same volume is worth a note, no more.
    fn judge_bare(&self, a: &Profile, b: &Profile, volume: Agree, page: Agree) -> Verdict {
        let near = volume == Yes && page == Unknown && a.year == b.year && a.year != 0 && authors(a, b) == Yes;
        let issue = agree(a.issue, b.issue);
        let conflict = agree(a.doi, b.doi) == No || agree(a.pmid, b.pmid) == No || issue == No;
        if !near || conflict || self.journal(a, b) != Yes {
            return Verdict::Different;
        }
        if shared_authors(a, b) >= 3 && issue == Yes {
            return Verdict::Same(Link {
                because: Reason::VolumePage,
                certainty: Certainty::Probable,
                reasons: 1 << Reason::VolumePage as u8,
                weight: 50,
            });
        }
        Verdict::Doubt("first author, journal, year and volume agree, a page is missing")
    }

    /// Whether two profiles cannot be one work, whatever stands between them.
    pub(super) fn contradicts(&self, a: &Profile, b: &Profile) -> bool {
        if agree(a.pmid, b.pmid) == No || agree(a.pmcid, b.pmcid) == No {
            return true;
        }
        if shared_identifiers(a, b) != 0 {
            return false;
        }
        let same_title = a.title.letters == b.title.letters && !a.title.is_empty();
        let titled = !a.title.is_empty() && !b.title.is_empty();
        let (volume, page) = (agree(a.volume, b.volume), agree(a.page, b.page));
        if volume == No && page == No && !same_title {
            return true;
        }
        let apart = agree(a.doi, b.doi) == No || a.preprint != b.preprint || titled && a.title.mark != b.title.mark;
        if apart {
            return !matches!(self.judge(a, b), Verdict::Same(_));
        }
        let author = self.authors(a, b);
        let numbers = volume == Yes && page == Yes;
        if !titled || same_title {
            let years = a.year != 0 && b.year != 0 && a.year.abs_diff(b.year) > 1;
            return numbers && years && author == No;
        }
        // With the same author on the same page the titles may be as damaged as they like.
        if numbers && author == Yes || author == Yes && a.title.numbers == b.title.numbers && volume != No && page != No
        {
            return false;
        }
        match self.titles(a, b) {
            Likeness::OtherPart => true,
            Likeness::Different => author == No || page == No || volume == No,
            _ => false,
        }
    }

    /// Whether the first authors agree, a misspelt name among them.
    fn authors(&self, a: &Profile, b: &Profile) -> Agree {
        match authors(a, b) {
            No if (a.name_mask ^ b.name_mask).count_ones() <= 2
                && agreement::near_names(self.item(a), self.item(b)) =>
            {
                Yes
            }
            known => known,
        }
    }

    fn item(&self, profile: &Profile) -> &Item {
        self.items[profile.item as usize].1
    }

    fn titles(&self, a: &Profile, b: &Profile) -> Likeness {
        // A journal taken for a title says nothing about titles.
        if a.title_doubtful || b.title_doubtful {
            let equal = a.title.letters == b.title.letters && a.title_doubtful != b.title_doubtful;
            return if equal && !a.title.is_empty() {
                Likeness::Equal
            } else {
                Likeness::Unknown
            };
        }
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
        let fits = |x: &str, y: &str| self.journals.compatible(x, y) || agreement::abbreviates(x, y, false);
        let fit = names(self.item(a)).any(|x| names(self.item(b)).any(|y| fits(x, y)));
        let whole =
            || agreement::cut_apart(self.item(a), self.item(b)) || agreement::cut_apart(self.item(b), self.item(a));
        match () {
            () if fit || whole() || agreement::share_issn(self.item(a), self.item(b)) => Yes,
            () if a.title_doubtful || b.title_doubtful => Unknown,
            () => No,
        }
    }

    /// Whether one journal's name may be a damaged form of the other: words lost, or cut short.
    fn loosely(&self, a: &Profile, b: &Profile) -> bool {
        names(self.item(a)).any(|x| names(self.item(b)).any(|y| agreement::abbreviates(x, y, true)))
    }
}

/// The names of the item's journal or book; where it has none, what was read as its title may be one.
fn names(item: &Item) -> impl Iterator<Item = &str> {
    let title = item.title().filter(|_| item.container().is_none());
    [Field::ContainerTitle, Field::ContainerTitleShort]
        .into_iter()
        .filter_map(|field| item.get(field))
        .chain(title)
}

/// The first reason of a set.
pub(super) fn first_reason(reasons: u8) -> Reason {
    Reason::ALL
        .into_iter()
        .find(|reason| reasons >> *reason as u8 & 1 == 1)
        .unwrap_or(Reason::Title)
}
