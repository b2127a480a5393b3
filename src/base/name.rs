//! Names of persons and groups, in CSL-JSON's terms.

use serde::{Deserialize, Serialize};

/// A contributor. A person has a `family` name; a group, or a name that cannot be taken apart, has only a `literal`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Name {
    /// Family name, with a particle that is never dropped when sorting (`Fourt`, `van Outersterp`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<Box<str>>,
    /// Given names or initials, as captured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Box<str>>,
    /// `Jr`, `III`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suffix: Option<Box<str>>,
    /// `de` in "Charles de Gaulle", when the capture sets it apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dropping_particle: Option<Box<str>>,
    /// `van` in "Vincent van Gogh", when the capture sets it apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub non_dropping_particle: Option<Box<str>>,
    /// The whole name of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub literal: Option<Box<str>>,
    /// ORCID iD `dddd-dddd-dddd-dddX`, when the capture gives it.
    #[serde(default, rename = "ORCID", skip_serializing_if = "Option::is_none")]
    pub orcid: Option<Box<str>>,
}

impl Name {
    /// Whether a word by itself is a suffix: `Jr.`, `III`.
    pub fn is_suffix(word: &str) -> bool {
        let core = word.trim().trim_end_matches('.');
        let suffixes = ["Jr", "Sr", "II", "III", "IV", "2nd", "3rd", "4th", "Esq", "Jnr", "Snr"];
        core.len() <= 3 && suffixes.iter().any(|suffix| core.eq_ignore_ascii_case(suffix))
    }

    /// A person.
    pub fn person(family: impl Into<String>, given: impl Into<String>) -> Self {
        let given = given.into();
        Self {
            family: Some(family.into().into_boxed_str()),
            given: (!given.is_empty()).then(|| given.into_boxed_str()),
            ..Self::default()
        }
    }

    /// A group.
    pub fn group(literal: impl Into<String>) -> Self {
        Self {
            literal: Some(literal.into().into_boxed_str()),
            ..Self::default()
        }
    }

    /// The name by which it is sorted and keyed: particle and family name, or the literal.
    pub fn main(&self) -> &str {
        self.family.as_deref().or(self.literal.as_deref()).unwrap_or("")
    }

    /// Initials of the given names without dots: `Jean-Max` is `JM`, `S.P.` is `SP`.
    pub fn initials(&self) -> String {
        let given = self.given.as_deref().unwrap_or("");
        let mut initials = String::new();
        for part in given.split(|c: char| c.is_whitespace() || c == '-' || c == '.' || c == '\u{2010}') {
            let short = part.chars().count() <= 3 && part.chars().all(char::is_uppercase);
            if short {
                initials.push_str(part);
            } else if let Some(first) = part.chars().find(|c| c.is_alphabetic()) {
                initials.extend(first.to_uppercase());
            }
        }
        initials
    }

    /// As in running text: `Jean-Max Pasquet`, `Nikolas von Bubnoff`, `Martin Luther King Jr`.
    pub fn display(&self) -> String {
        let mut out = String::new();
        for part in [
            &self.given,
            &self.dropping_particle,
            &self.non_dropping_particle,
            &self.family,
            &self.suffix,
            &self.literal,
        ]
        .into_iter()
        .flatten()
        {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(part);
        }
        out
    }

    /// As in a Vancouver list: `Pasquet JM`.
    pub fn vancouver(&self) -> String {
        if let Some(literal) = &self.literal {
            return literal.to_string();
        }
        let mut out = String::new();
        for part in [&self.non_dropping_particle, &self.family].into_iter().flatten() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(part);
        }
        let initials = self.initials();
        if !initials.is_empty() {
            out.push(' ');
            out.push_str(&initials);
        }
        if let Some(suffix) = &self.suffix {
            out.push(' ');
            out.push_str(suffix);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_follow_the_given_names() {
        for (given, expected) in [
            ("Jean-Max", "JM"),
            ("S.P.", "SP"),
            ("CG", "CG"),
            ("Inge", "I"),
            ("Hester A.", "HA"),
            ("", ""),
        ] {
            assert_eq!(Name::person("X", given).initials(), expected, "{given}");
        }
        assert_eq!(Name::person("Pasquet", "Jean-Max").vancouver(), "Pasquet JM");
    }
}
