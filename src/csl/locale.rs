//! Terms, dates and options of a language: one file of CSL's locales, and what a style lays over it.

use super::parse::{DateElement, date_element};
use super::xml::{self, Element};
use crate::base::Span;
use std::collections::HashMap;

/// The form of a term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Form {
    #[default]
    Long,
    Short,
    Verb,
    VerbShort,
    Symbol,
}

impl Form {
    pub fn parse(name: Option<&str>) -> Self {
        match name {
            Some("short") => Form::Short,
            Some("verb") => Form::Verb,
            Some("verb-short") => Form::VerbShort,
            Some("symbol") => Form::Symbol,
            _ => Form::Long,
        }
    }

    /// The form to take where a term lacks this one.
    fn fallback(self) -> Option<Self> {
        match self {
            Form::Long => None,
            Form::Short | Form::Verb => Some(Form::Long),
            Form::VerbShort => Some(Form::Verb),
            Form::Symbol => Some(Form::Short),
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Term {
    single: String,
    multiple: String,
}

/// Quotation marks of a language.
#[derive(Clone, Debug, Default)]
pub(super) struct Quotes {
    pub open: String,
    pub close: String,
    pub inner_open: String,
    pub inner_close: String,
    pub punctuation_inside: bool,
}

/// A language's words.
#[derive(Clone, Debug, Default)]
pub(super) struct Locale {
    /// BCP 47.
    pub language: String,
    terms: HashMap<(String, Form), Term>,
    /// Dates as text.
    pub text_date: Option<DateElement>,
    /// Dates as numbers.
    pub numeric_date: Option<DateElement>,
    punctuation_inside: bool,
    /// Only the first of a month is an ordinal.
    pub ordinal_first_day_only: bool,
}

impl Locale {
    /// Reads a locale file.
    pub fn parse(text: &str) -> Result<Self, (String, Span)> {
        let root = xml::parse(text)?;
        if root.name != "locale" {
            return Err((
                format!("a locale begins with <locale>, not with <{}>", root.name),
                root.span,
            ));
        }
        let mut locale = Self {
            language: root.get("lang").unwrap_or("en-US").to_owned(),
            ..Self::default()
        };
        locale.lay(&root);
        Ok(locale)
    }

    /// Lays the words of a `<locale>` over those that are there.
    pub fn lay(&mut self, element: &Element) {
        for child in &element.children {
            match child.name.as_str() {
                "style-options" => {
                    if let Some(value) = child.get("punctuation-in-quote") {
                        self.punctuation_inside = value == "true";
                    }
                    if let Some(value) = child.get("limit-day-ordinals-to-day-1") {
                        self.ordinal_first_day_only = value == "true";
                    }
                }
                "date" => {
                    let date = Some(date_element(child));
                    if child.get("form") == Some("numeric") {
                        self.numeric_date = date;
                    } else {
                        self.text_date = date;
                    }
                }
                "terms" => {
                    // A new set of ordinals replaces the old one.
                    let ordinals = |term: &Element| term.get("name").is_some_and(|name| name.starts_with("ordinal"));
                    if child.children.iter().any(ordinals) {
                        self.terms.retain(|(name, _), _| !name.starts_with("ordinal"));
                    }
                    for term in &child.children {
                        self.term_of(term);
                    }
                }
                _ => {}
            }
        }
    }

    fn term_of(&mut self, element: &Element) {
        let Some(name) = element.get("name") else { return };
        let single = element
            .child("single")
            .map_or(element.text.trim(), |single| single.text.as_str());
        let multiple = element
            .child("multiple")
            .map_or(single, |multiple| multiple.text.as_str());
        let form = Form::parse(element.get("form"));
        // The form of an ordinal's gender is of no use without the gender of what it counts.
        if element.get("gender-form").is_some() {
            return;
        }
        let term = Term {
            single: single.to_owned(),
            multiple: multiple.to_owned(),
        };
        self.terms.insert((name.to_owned(), form), term);
    }

    /// A term in a form, or in the one that stands in for it.
    pub fn term(&self, name: &str, form: Form, plural: bool) -> Option<&str> {
        let mut form = form;
        loop {
            if let Some(term) = self.terms.get(&(name.to_owned(), form)) {
                return Some(if plural { &term.multiple } else { &term.single });
            }
            form = form.fallback()?;
        }
    }

    /// The quotation marks.
    pub fn quotes(&self) -> Quotes {
        let mark = |name: &str, or: &str| self.term(name, Form::Long, false).unwrap_or(or).to_owned();
        Quotes {
            open: mark("open-quote", "“"),
            close: mark("close-quote", "”"),
            inner_open: mark("open-inner-quote", "‘"),
            inner_close: mark("close-inner-quote", "’"),
            punctuation_inside: self.punctuation_inside,
        }
    }

    /// `3rd`.
    pub fn ordinal(&self, number: u32) -> String {
        let exact = format!("ordinal-{:02}", number % 100);
        let last = format!("ordinal-{:02}", number % 10);
        let suffix = self
            .term(&exact, Form::Long, false)
            .filter(|_| number % 100 >= 10)
            .or_else(|| self.term(&last, Form::Long, false))
            .or_else(|| self.term("ordinal", Form::Long, false))
            .unwrap_or("");
        format!("{number}{suffix}")
    }

    /// `third`, to ten.
    pub fn long_ordinal(&self, number: u32) -> String {
        let word = (1..=10).contains(&number).then(|| format!("long-ordinal-{number:02}"));
        let word = word.and_then(|name| self.term(&name, Form::Long, false).map(str::to_owned));
        word.unwrap_or_else(|| self.ordinal(number))
    }

    /// Whether titles are put into title case: only English has it.
    pub fn is_english(&self) -> bool {
        is_english(&self.language)
    }
}

/// Whether a language code names English.
pub(super) fn is_english(code: &str) -> bool {
    let code = code.trim().to_ascii_lowercase();
    let primary = code.split(['-', '_']).next().unwrap_or("");
    matches!(primary, "en" | "eng" | "english")
}
