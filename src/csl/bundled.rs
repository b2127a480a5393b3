//! Styles and locales that come with the program, as their authors published them (see `NOTICE`).

use super::{Processor, Source};
use crate::base::Parsed;

/// A style.
pub struct BundledStyle {
    /// Its name in settings.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// What it is.
    pub title: &'static str,
    pub(super) text: &'static str,
}

impl BundledStyle {
    /// Compiles it, as [`Processor::new`] does.
    pub fn compile(&self, language: Option<&str>, locale: Option<Source<'_>>) -> Parsed<Option<Processor>> {
        let source = Source {
            path: self.name,
            text: self.text,
        };
        Processor::new(source, language, locale)
    }
}

macro_rules! style {
    ($name:literal, $file:literal, [$($alias:literal),*], $title:literal) => {
        BundledStyle {
            name: $name,
            aliases: &[$($alias),*],
            title: $title,
            text: include_str!(concat!("styles/", $file, ".csl")),
        }
    };
}

/// Every style.
pub static STYLES: &[BundledStyle] = &[
    style!(
        "vancouver",
        "nlm-citation-sequence",
        ["nlm", "nlm-citation-sequence", "icmje"],
        "Vancouver (NLM, Citing Medicine, citation-sequence)"
    ),
    style!(
        "vancouver-superscript",
        "nlm-citation-sequence-superscript",
        ["nlm-citation-sequence-superscript"],
        "Vancouver with superscript numbers"
    ),
    style!("nlm-name-year", "nlm-name-year", [], "NLM (Citing Medicine, name-year)"),
    style!(
        "ama",
        "american-medical-association",
        ["american-medical-association"],
        "American Medical Association, 11th edition"
    ),
    style!("apa", "apa", [], "American Psychological Association, 7th edition"),
    style!("nature", "nature", [], "Nature"),
    style!("cell", "cell", [], "Cell"),
    style!(
        "elsevier-with-titles",
        "elsevier-with-titles",
        ["elsevier"],
        "Elsevier (numeric, with titles)"
    ),
    style!(
        "chicago-author-date",
        "chicago-author-date",
        ["chicago"],
        "Chicago Manual of Style (author-date)"
    ),
];

/// Every locale: its code and its file.
pub(super) static LOCALES: &[(&str, &str)] = &[
    ("en-US", include_str!("locales/locales-en-US.xml")),
    ("en-GB", include_str!("locales/locales-en-GB.xml")),
    ("cs-CZ", include_str!("locales/locales-cs-CZ.xml")),
    ("da-DK", include_str!("locales/locales-da-DK.xml")),
    ("de-DE", include_str!("locales/locales-de-DE.xml")),
    ("es-ES", include_str!("locales/locales-es-ES.xml")),
    ("fr-FR", include_str!("locales/locales-fr-FR.xml")),
    ("it-IT", include_str!("locales/locales-it-IT.xml")),
    ("ja-JP", include_str!("locales/locales-ja-JP.xml")),
    ("nl-NL", include_str!("locales/locales-nl-NL.xml")),
    ("pl-PL", include_str!("locales/locales-pl-PL.xml")),
    ("pt-BR", include_str!("locales/locales-pt-BR.xml")),
    ("ru-RU", include_str!("locales/locales-ru-RU.xml")),
    ("sv-SE", include_str!("locales/locales-sv-SE.xml")),
    ("uk-UA", include_str!("locales/locales-uk-UA.xml")),
    ("zh-CN", include_str!("locales/locales-zh-CN.xml")),
];

/// A bundled style by name.
pub fn style(name: &str) -> Option<&'static BundledStyle> {
    let name = name.trim().trim_end_matches(".csl").to_ascii_lowercase();
    STYLES
        .iter()
        .find(|style| style.name == name || style.aliases.contains(&name.as_str()))
}

/// A bundled locale by its code, or one of the same language.
pub(super) fn locale(code: &str) -> Option<(&'static str, &'static str)> {
    let code = code.trim().replace('_', "-").to_ascii_lowercase();
    let primary = |code: &str| code.split('-').next().unwrap_or("").to_owned();
    let exact = LOCALES.iter().find(|(known, _)| known.to_ascii_lowercase() == code);
    let near = || {
        LOCALES
            .iter()
            .find(|(known, _)| primary(&known.to_ascii_lowercase()) == primary(&code))
    };
    exact.or_else(near).copied()
}
