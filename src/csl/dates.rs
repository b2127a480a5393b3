//! Dates as styles write them.

use super::eval::Eval;
use super::locale::Form;
use super::parse::{DateElement, DatePart, Format, PartName};
use super::rich::Rich;
use crate::base::PartialDate;

impl Eval<'_> {
    /// A date. `own` is what the style says of it; a localized form comes from the locale, with the style's fonts.
    pub(super) fn date(&self, own: &DateElement, date: PartialDate) -> Rich {
        if self.sorting.is_some() {
            let shows = |name| own.localized.is_some() || own.parts.iter().any(|part| part.name == name);
            let month = date
                .month
                .filter(|_| own.precision >= 2 && shows(PartName::Month))
                .unwrap_or(0);
            let day = date
                .day
                .filter(|_| own.precision >= 3 && shows(PartName::Day))
                .unwrap_or(0);
            return Rich::plain(&format!("{:04}{month:02}{day:02}", date.year));
        }
        let base = match own.localized {
            Some(true) => self.locale.numeric_date.as_ref(),
            Some(false) => self.locale.text_date.as_ref(),
            None => None,
        };
        let wanted = |name: PartName| match name {
            PartName::Year => true,
            PartName::Month => own.precision >= 2,
            PartName::Day => own.precision >= 3,
        };
        let (parts, delimiter): (Vec<(&DatePart, Option<&DatePart>)>, &str) = match base {
            Some(base) => {
                let over = |part: &DatePart| own.parts.iter().find(|other| other.name == part.name);
                let parts = base.parts.iter().filter(|part| wanted(part.name));
                (parts.map(|part| (part, over(part))).collect(), &base.delimiter)
            }
            None => (own.parts.iter().map(|part| (part, None)).collect(), &own.delimiter),
        };
        let mut shown: Vec<(String, Format)> = Vec::new();
        for (part, over) in parts {
            let form = over.and_then(|over| over.form.as_deref()).or(part.form.as_deref());
            let Some(text) = self.part(part.name, form, date) else {
                continue;
            };
            let mut format = over.unwrap_or(part).format.clone();
            if base.is_some() {
                // Affixes are the locale's.
                format.prefix.clone_from(&part.format.prefix);
                format.suffix.clone_from(&part.format.suffix);
                if over.is_none() {
                    format.clone_from(&part.format);
                }
            }
            shown.push((text, format));
        }
        // Affixes that lead to a part that is not there are no use at the end or the beginning.
        if base.is_some() {
            if let Some((_, last)) = shown.last_mut() {
                last.suffix
                    .truncate(last.suffix.trim_end_matches([' ', ',', '/', '-']).len());
            }
            if let Some((_, first)) = shown.first_mut() {
                first
                    .prefix
                    .drain(..first.prefix.len() - first.prefix.trim_start_matches([' ', ',', '/', '-']).len());
            }
        }
        let mut out = Rich::default();
        for (text, format) in shown {
            let rich = self.decorated(Rich::plain(&text), &format);
            if !out.is_empty() {
                out.join_text(delimiter);
            }
            out.join(rich);
        }
        out
    }

    fn part(&self, name: PartName, form: Option<&str>, date: PartialDate) -> Option<String> {
        match name {
            PartName::Year => {
                let mut text = match form {
                    Some("short") => format!("{:02}", date.year % 100),
                    _ => date.year.to_string(),
                };
                if !self.explicit_suffix && !self.year_suffix.is_empty() && !self.suffix_shown.replace(true) {
                    text.push_str(self.year_suffix);
                }
                Some(text)
            }
            PartName::Month => {
                let Some(month) = date.month else {
                    let season = date.season?;
                    let name = format!("season-{:02}", season as u8);
                    return self.locale.term(&name, Form::Long, false).map(str::to_owned);
                };
                Some(match form {
                    Some("numeric") => month.to_string(),
                    Some("numeric-leading-zeros") => format!("{month:02}"),
                    form => {
                        let name = format!("month-{month:02}");
                        self.locale.term(&name, Form::parse(form), false)?.to_owned()
                    }
                })
            }
            PartName::Day => {
                let day = date.day?;
                Some(match form {
                    Some("numeric-leading-zeros") => format!("{day:02}"),
                    Some("ordinal") if day == 1 || !self.locale.ordinal_first_day_only => {
                        self.locale.ordinal(u32::from(day))
                    }
                    _ => day.to_string(),
                })
            }
        }
    }
}
