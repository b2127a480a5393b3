//! The interface's own words: one file a language, `words/LANGUAGE.toml` of the theme, English built in.
//!
//! A text may hold places, `{n}`. A text of several forms is a table of CLDR's plural categories, chosen by `n`:
//! `papers = { one = "{n} paper", other = "{n} papers" }`. What a language lacks is said in English.

use crate::base::codes::site::WORDS;
use crate::base::{Diagnostic, Parsed, Span, slug};
use foldhash::HashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Write};
use std::sync::{Arc, OnceLock};

/// The English words.
pub const ENGLISH: &str = include_str!("../../themes/citeloom/words/en.toml");

/// Plural categories of CLDR, in its order.
pub const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Their places in [`CATEGORIES`].
const ZERO: usize = 0;
const ONE: usize = 1;
const TWO: usize = 2;
const FEW: usize = 3;
const MANY: usize = 4;
const OTHER: usize = 5;

/// One text: its forms by plural category; a plain text has only the last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    forms: [Option<Box<str>>; 6],
}

impl Text {
    fn plain(text: &str) -> Self {
        let mut forms: [Option<Box<str>>; 6] = Default::default();
        forms[5] = Some(text.into());
        Self { forms }
    }

    /// The form for a number of that category.
    pub fn form(&self, category: usize) -> &str {
        let chosen = self.forms.get(category).and_then(Option::as_deref);
        chosen.or(self.forms[5].as_deref()).unwrap_or("")
    }

    /// Whether it has a form of its own for any category but `other`.
    pub fn counts(&self) -> bool {
        self.forms[..5].iter().any(Option::is_some)
    }
}

/// All words of the interface in one language.
#[derive(Clone, Debug)]
pub struct Words {
    /// BCP 47.
    language: String,
    table: Arc<HashMap<String, Text>>,
}

impl Default for Words {
    fn default() -> Self {
        static TABLE: OnceLock<Arc<HashMap<String, Text>>> = OnceLock::new();
        let table = TABLE.get_or_init(|| Arc::new(read("words/en.toml", ENGLISH).value.into_iter().collect()));
        Self {
            language: "en".into(),
            table: Arc::clone(table),
        }
    }
}

impl Words {
    /// The words of `language`, out of a theme's files: (path in the theme's folder, bytes). `de-AT` is looked for
    /// in `words/de-AT.toml`, then in `words/de.toml`. A file for English changes single English words.
    pub fn load(language: &str, files: &[(String, Vec<u8>)]) -> Parsed<Self> {
        let english = Self::default();
        let language = if language.is_empty() { "en" } else { language };
        let primary = language.split('-').next().unwrap_or(language);
        let path = |name: &str| format!("words/{name}.toml");
        let find = |wanted: &str| {
            let wanted = path(wanted);
            files.iter().find(|(name, _)| name.eq_ignore_ascii_case(&wanted))
        };
        let found = find(language).or_else(|| find(primary));
        let mut words = Self {
            language: language.to_owned(),
            ..english
        };
        let Some((path, bytes)) = found else {
            let mut diagnostics = Vec::new();
            if primary != "en" {
                let message =
                    format!("the theme has no words for the language {language:?}; they are shown in English");
                let help = format!("write them to words/{primary}.toml in the review's theme folder");
                diagnostics.push(Diagnostic::new(WORDS, message).help(help));
                words.language = "en".into();
            }
            return Parsed::new(words, diagnostics);
        };
        let Ok(text) = std::str::from_utf8(bytes) else {
            let file: Arc<str> = path.as_str().into();
            let problem = Diagnostic::new(WORDS, "the file of words is no UTF-8 text").at(&file, Span::default());
            return Parsed::new(words, vec![problem]);
        };
        let Parsed {
            value: own,
            mut diagnostics,
        } = read(path, text);
        let file: Arc<str> = path.as_str().into();
        let known = Arc::clone(&words.table);
        if primary != "en" {
            let mut missing: Vec<&str> = known
                .keys()
                .filter(|key| !own.contains_key(*key))
                .map(String::as_str)
                .collect();
            missing.sort_unstable();
            if !missing.is_empty() {
                let message = format!(
                    "{} of {} words are missing and shown in English",
                    missing.len(),
                    known.len()
                );
                let mut problem = Diagnostic::new(WORDS, message).at(&file, Span::default());
                for key in missing.iter().take(12) {
                    problem = problem.note(format!("missing: {key}"));
                }
                diagnostics.push(problem);
            }
        }
        let mut table = (*known).clone();
        let sections: BTreeSet<&str> = known.keys().filter_map(|key| key.split('.').next()).collect();
        for (key, text) in own {
            // A section of its own is for the theme's own templates.
            let section = key.split('.').next().unwrap_or("");
            if !known.contains_key(&key) && sections.contains(section) {
                let problem = Diagnostic::new(WORDS, format!("no page shows the word {key:?}"));
                diagnostics.push(problem.at(&file, Span::default()));
            }
            table.insert(key, text);
        }
        words.table = Arc::new(table);
        Parsed::new(words, diagnostics)
    }

    /// The language that the words are in, BCP 47.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The text of a key.
    pub fn text(&self, key: &str) -> Option<&Text> {
        self.table.get(key)
    }

    /// Every key, sorted.
    pub fn keys(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = self.table.keys().map(String::as_str).collect();
        keys.sort_unstable();
        keys
    }

    /// A text without places; the key itself where there is none.
    pub fn get(&self, key: &str) -> String {
        self.table.get(key).map_or(key, |text| text.form(5)).to_owned()
    }

    /// A text with its places filled.
    pub fn say(&self, key: &str, places: &[(&str, &dyn Display)]) -> String {
        let Some(text) = self.table.get(key) else {
            return key.to_owned();
        };
        let value = |wanted: &str| places.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value);
        // Only a text of several forms asks for the number.
        let number = value("n")
            .filter(|_| text.counts())
            .and_then(|n| n.to_string().parse().ok());
        fill_with(text.form(self.category(number)), |name, out| {
            value(name).is_some_and(|value| write!(out, "{value}").is_ok())
        })
    }

    /// What people call a value of a closed list, such as a status: `SECTION.VALUE`, or else the value itself.
    pub fn name(&self, section: &str, value: &str) -> String {
        match self.table.get(&format!("{section}.{}", slug(value, 80))) {
            Some(text) => text.form(5).to_owned(),
            None => value.replace(['-', '_'], " "),
        }
    }

    /// The plural category of a number, by its place in [`CATEGORIES`]; `None` counts as `other`.
    pub fn category(&self, number: Option<u64>) -> usize {
        number.map_or(5, |n| category(&self.language, n))
    }
}

/// Fills the places of a text; a place without a value stays as it is written.
pub fn fill<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    fill_with(text, |name, out| value(name).map(|value| out.push_str(value)).is_some())
}

/// As [`fill`]; `write` says whether there is a value of that name.
fn fill_with(text: &str, write: impl Fn(&str, &mut String) -> bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        out.push_str(&rest[..start]);
        let inner = &rest[start + 1..];
        match inner.find('}').filter(|end| write(&inner[..*end], &mut out)) {
            Some(end) => rest = &inner[end + 1..],
            None => {
                out.push('{');
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    out
}

/// CLDR's rules for whole numbers, as far as languages differ from "one is singular".
fn category(language: &str, n: u64) -> usize {
    let (tens, units) = (n % 100, n % 10);
    match language.split('-').next().unwrap_or("") {
        "ja" | "zh" | "ko" | "vi" | "th" | "id" | "ms" | "my" => OTHER,
        "fr" | "pt" | "hy" | "hi" | "bn" | "fa" if n < 2 => ONE,
        "fr" | "pt" | "hy" | "hi" | "bn" | "fa" => OTHER,
        "ru" | "uk" | "be" | "sr" | "hr" | "bs" => match (units, tens) {
            (1, tens) if tens != 11 => ONE,
            (2..=4, tens) if !(12..=14).contains(&tens) => FEW,
            _ => MANY,
        },
        "pl" => match (n, units, tens) {
            (1, ..) => ONE,
            (_, 2..=4, tens) if !(12..=14).contains(&tens) => FEW,
            _ => MANY,
        },
        "cs" | "sk" => match n {
            1 => ONE,
            2..=4 => FEW,
            _ => OTHER,
        },
        "ar" => match (n, tens) {
            (0, _) => ZERO,
            (1, _) => ONE,
            (2, _) => TWO,
            (_, 3..=10) => FEW,
            (_, 11..) => MANY,
            _ => OTHER,
        },
        "he" => match n {
            1 => ONE,
            2 => TWO,
            _ => OTHER,
        },
        "lt" => match (units, tens) {
            (1, tens) if !(11..=19).contains(&tens) => ONE,
            (2..=9, tens) if !(11..=19).contains(&tens) => FEW,
            _ => OTHER,
        },
        "lv" => match (units, tens) {
            (0, _) | (_, 11..=19) => ZERO,
            (1, _) => ONE,
            _ => OTHER,
        },
        "ro" => match (n, tens) {
            (1, _) => ONE,
            (0, _) | (_, 1..=19) => FEW,
            _ => OTHER,
        },
        "sl" => match tens {
            1 => ONE,
            2 => TWO,
            3 | 4 => FEW,
            _ => OTHER,
        },
        _ if n == 1 => ONE,
        _ => OTHER,
    }
}

/// Reads a file of words into texts by key: `[nav]` and `home = "Home"` are `nav.home`.
fn read(path: &str, text: &str) -> Parsed<BTreeMap<String, Text>> {
    let file: Arc<str> = path.into();
    let mut texts = BTreeMap::new();
    let mut diagnostics = Vec::new();
    match text.parse::<toml::Table>() {
        Ok(table) => {
            for (section, value) in &table {
                let Some(words) = value.as_table() else {
                    let message = format!("{section:?} stands outside a section");
                    diagnostics.push(Diagnostic::new(WORDS, message).at(&file, Span::default()));
                    continue;
                };
                for (name, value) in words {
                    match as_text(value) {
                        Some(text) => drop(texts.insert(format!("{section}.{name}"), text)),
                        None => {
                            let message = format!("{section}.{name} is neither a text nor a table of plural forms");
                            diagnostics.push(Diagnostic::new(WORDS, message).at(&file, Span::default()));
                        }
                    }
                }
            }
        }
        Err(error) => {
            let span = error
                .span()
                .map_or(Span::default(), |span| Span::new(span.start, span.end));
            diagnostics.push(Diagnostic::new(WORDS, error.message().to_owned()).at(&file, span));
        }
    }
    Parsed::new(texts, diagnostics)
}

fn as_text(value: &toml::Value) -> Option<Text> {
    if let Some(text) = value.as_str() {
        return Some(Text::plain(text));
    }
    let table = value.as_table()?;
    let mut forms: [Option<Box<str>>; 6] = Default::default();
    for (name, value) in table {
        let at = CATEGORIES.iter().position(|category| category == name)?;
        forms[at] = Some(value.as_str()?.into());
    }
    forms[5].is_some().then_some(Text { forms })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_and_the_form_follows_the_number() {
        let words = Words::default();
        assert_eq!(words.say("count.papers", &[("n", &1)]), "1 paper");
        assert_eq!(words.say("count.papers", &[("n", &12)]), "12 papers");
        assert_eq!(fill("{a} {b} {", |name| (name == "a").then_some("x")), "x {b} {");
        assert_eq!(words.name("tier", "proposed"), "proposed");
        assert_eq!(words.name("tier", "not-there"), "not there");
    }

    #[test]
    fn a_language_that_lacks_words_says_them_in_english_and_is_told_so() {
        let file = "[nav]\nhome = \"Startseite\"\nhoem = \"x\"\n[count]\npapers = { one = \"{n} Arbeit\", other = \"{n} Arbeiten\" }\n";
        let files = [("words/de.toml".to_owned(), file.as_bytes().to_vec())];
        let Parsed { value, diagnostics } = Words::load("de-AT", &files);
        assert_eq!(value.get("nav.home"), "Startseite");
        assert_eq!(value.say("count.papers", &[("n", &2)]), "2 Arbeiten");
        assert_eq!(value.get("nav.articles"), "Articles");
        assert_eq!(value.language(), "de-AT");
        let said: Vec<String> = diagnostics.iter().map(|found| found.message.to_string()).collect();
        assert!(
            said.iter().any(|message| message.contains("words are missing")),
            "{said:?}"
        );
        assert!(said.iter().any(|message| message.contains("nav.hoem")), "{said:?}");
        let none = Words::load("de", &[]);
        assert_eq!(none.diagnostics[0].code, WORDS);
        assert_eq!(none.value.language(), "en");
        assert!(Words::load("en", &[]).diagnostics.is_empty());
    }

    #[test]
    fn plural_categories_follow_cldr() {
        let name = |language, n| CATEGORIES[category(language, n)];
        let russian: Vec<&str> = [1, 2, 5, 11, 21, 22, 112].map(|n| name("ru", n)).to_vec();
        assert_eq!(russian, ["one", "few", "many", "many", "one", "few", "many"]);
        assert_eq!(
            [0, 1, 2, 3, 11, 100].map(|n| name("ar", n)),
            ["zero", "one", "two", "few", "many", "other"]
        );
        assert_eq!([name("fr", 0), name("de", 0), name("ja", 1)], ["one", "other", "other"]);
    }
}
