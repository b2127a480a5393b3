//! Dates as bibliographies have them: a year, perhaps a month, perhaps a day.

use std::fmt;

/// The part of a year a periodical may be dated by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Season {
    /// CSL season 1.
    Spring = 1,
    /// CSL season 2.
    Summer = 2,
    /// CSL season 3.
    Autumn = 3,
    /// CSL season 4.
    Winter = 4,
}

/// A Gregorian date of which only the year is certain to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// Year, 1000 to 2999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day of the month, 1 to 31; only with a month.
    pub day: Option<u8>,
    /// Season; only without a month.
    pub season: Option<Season>,
}

impl PartialDate {
    /// A bare year, if it is one a publication can have.
    pub fn year(year: u16) -> Option<Self> {
        (1000..3000).contains(&year).then_some(Self {
            year,
            month: None,
            day: None,
            season: None,
        })
    }

    /// A date of what is known. A day that the month does not have is dropped, and so is a month over 12.
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let mut date = Self::year(year)?;
        date.month = month.filter(|m| (1..=12).contains(m));
        if let Some(month) = date.month {
            date.day = day.filter(|d| (1..=days_in(year, month)).contains(d));
        }
        Some(date)
    }

    /// Reads the seasons of ISO 8601-2, which look like months: `2019-21` is spring, `2019-24` winter.
    pub fn parse_season(text: &str) -> Option<Self> {
        let (year, season) = text.trim().split_once('-')?;
        let season = match season {
            "21" => Season::Spring,
            "22" => Season::Summer,
            "23" => Season::Autumn,
            "24" => Season::Winter,
            _ => return None,
        };
        let mut date = Self::year(year.parse().ok()?)?;
        date.season = Some(season);
        Some(date)
    }

    /// Reads the dates of bibliographic files: `2019`, `2019-09`, `2019-09-01`, `2019/09/01`, `20120724`,
    /// `2012 Sep 16`, `10 Apr 2024`, `April 10, 2024`, `Sep. 2019`, `2005 Mar 19-25`, `Spring 2019`; `13/02/2024` and
    /// `02.05.2024`, but of `05/02/2024`, which is another day in America than in Europe, the year alone.
    /// Of a range the first date is taken, a time of the day is left. `None` where no year can be told.
    pub fn parse(text: &str) -> Option<Self> {
        let text = without_time(text.trim());
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Self::new(text[..4].parse().ok()?, text[4..6].parse().ok(), text[6..].parse().ok());
        }
        let mut year = None;
        let mut month = None;
        let mut season = None;
        let mut numbers: Vec<u8> = Vec::new();
        // Numbers that stand before the year.
        let mut before = 0;
        for token in text.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()) {
            if token.bytes().all(|b| b.is_ascii_digit()) {
                if token.len() == 4 && year.is_none() {
                    year = token.parse().ok().filter(|y| (1000..3000).contains(y));
                    before = numbers.len();
                } else if token.len() <= 2 {
                    numbers.push(token.parse().ok()?);
                }
                continue;
            }
            if month.is_none() {
                month = month_number(token);
                if month.is_some() {
                    continue;
                }
            }
            season = season.or(season_of(token));
            if let Some(digits) = token.get(..token.len().saturating_sub(2))
                && let Ok(day) = digits.parse::<u8>()
            {
                numbers.push(day); // 1st, 2nd, 10th
            }
        }
        let year = year?;
        if let (None, 2, [first, second, ..]) = (month, before, &numbers[..]) {
            let dotted = text.contains('.');
            let [month, day] = match (first, second) {
                (day @ 13.., month) => [*month, *day],
                (day, month) if dotted => [*month, *day],
                (month, day @ 13..) => [*month, *day],
                (a, b) if a == b => [*a, *b],
                _ => return Self::year(year),
            };
            return Self::new(year, Some(month), Some(day));
        }
        let mut numbers = numbers.into_iter();
        let month = month.or_else(|| numbers.next());
        let mut date = Self::new(year, month, numbers.next())?;
        if date.month.is_none() {
            date.season = season;
        }
        Some(date)
    }

    /// The known parts for CSL-JSON `date-parts`.
    pub fn parts(&self) -> Vec<u16> {
        let mut parts = vec![self.year];
        if let Some(month) = self.month {
            parts.push(u16::from(month));
            if let Some(day) = self.day {
                parts.push(u16::from(day));
            }
        }
        parts
    }
}

/// A date of ISO 8601 without the time after it: `2022-03-03T10:11:12Z`.
fn without_time(text: &str) -> &str {
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let time = text
        .match_indices('T')
        .find(|(at, _)| at.checked_sub(1).is_some_and(digit) && digit(at + 1));
    time.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// ISO 8601 as far as known: `2019`, `2019-09`, `2019-09-01`; a season as `2019-21` to `2019-24` (ISO 8601-2).
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        match (self.month, self.day, self.season) {
            (Some(month), Some(day), _) => write!(f, "-{month:02}-{day:02}"),
            (Some(month), None, _) => write!(f, "-{month:02}"),
            (None, _, Some(season)) => write!(f, "-{}", 20 + season as u8),
            _ => Ok(()),
        }
    }
}

/// The number of a month's name or abbreviation (English, German, French, Spanish, Italian beginnings), or `None`.
pub fn month_number(token: &str) -> Option<u8> {
    let token = super::fold(token);
    if token.chars().count() < 3 || token.chars().count() > 10 {
        return None;
    }
    const NAMES: [&[&str]; 12] = [
        &["january", "januar", "janvier", "enero", "gennaio", "jan"],
        &["february", "februar", "fevrier", "febrero", "febbraio", "feb", "fev"],
        &["march", "marz", "maerz", "mars", "marzo", "mar", "mrz"],
        &["april", "avril", "abril", "aprile", "apr", "avr", "abr"],
        &["may", "mai", "mayo", "maggio", "mag"],
        &["june", "juni", "juin", "junio", "giugno", "jun", "giu"],
        &["july", "juli", "juillet", "julio", "luglio", "jul", "lug"],
        &["august", "aout", "agosto", "aug", "ago"],
        &[
            "september",
            "septembre",
            "septiembre",
            "settembre",
            "sept",
            "sep",
            "set",
        ],
        &[
            "october", "oktober", "octobre", "octubre", "ottobre", "oct", "okt", "ott",
        ],
        &["november", "novembre", "noviembre", "nov"],
        &[
            "december",
            "dezember",
            "decembre",
            "diciembre",
            "dicembre",
            "dec",
            "dez",
            "dic",
        ],
    ];
    NAMES
        .iter()
        .position(|names| names.contains(&token.as_str()))
        .map(|index| index as u8 + 1)
}

fn season_of(token: &str) -> Option<Season> {
    match super::fold(token).as_str() {
        "spring" => Some(Season::Spring),
        "summer" => Some(Season::Summer),
        "autumn" | "fall" => Some(Season::Autumn),
        "winter" => Some(Season::Winter),
        _ => None,
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_far_as_they_are_known() {
        let iso = |text: &str| PartialDate::parse(text).map(|d| d.to_string());
        for (text, expected) in [
            ("2019", "2019"),
            ("20120724", "2012-07-24"),
            ("2012 Sep 16", "2012-09-16"),
            ("10 Apr 2024", "2024-04-10"),
            ("April 10, 2024", "2024-04-10"),
            ("2005 Mar 19-25", "2005-03-19"),
            ("Sep. 2019", "2019-09"),
            ("2019/09/01", "2019-09-01"),
            ("2021-02-30", "2021-02"),
            ("Spring 2019", "2019-21"),
            ("2010///", "2010"),
            ("2022-03-03T10:11:12Z", "2022-03-03"),
            ("2019-03-12T09:28:42+01:00", "2019-03-12"),
            ("2019-03-12 09:28:42", "2019-03-12"),
            ("2019-03-12T08:00:00", "2019-03-12"),
            ("13/02/2024", "2024-02-13"),
            ("02/13/2024", "2024-02-13"),
            ("02.05.2024", "2024-05-02"),
            ("05/02/2024", "2024"),
            ("05-05-2024", "2024-05-05"),
        ] {
            assert_eq!(iso(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(iso("in press"), None);
        assert_eq!(iso(""), None);
    }
}
