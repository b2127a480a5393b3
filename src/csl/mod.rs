//! CSL 1.0.2: styles, locales, and the references and citations that they write.
//!
//! A [`Processor`] is one style in one language. It is compiled once from the style's file and the one locale that is
//! wanted, and then formats any record; it holds no state between records. Numbers, the order on a page and links are
//! the caller's. What a style file can do to the program is bounded: depth, steps and size.

mod bundled;
mod case;
mod cite;
mod dates;
mod eval;
mod locale;
mod locator;
mod names;
mod numbers;
mod options;
mod parse;
mod rich;
mod xml;

pub use bundled::{BundledStyle, STYLES, style};
pub use cite::{Cite, CitePiece, Distinction};
pub use locator::locator;

use crate::base::codes::csl::{BAD_LOCALE, BAD_STYLE, UNKNOWN_LOCALE};
use crate::base::{Diagnostic, Parsed, Span};
use crate::record::Item;
use eval::{Eval, affixed, fonts};
use locale::{Locale, Quotes};
use parse::{Kind, Layout, Node, Style, Variable};
use rich::Rich;
use std::sync::Arc;

/// Largest file of a style that is read, in bytes; the largest in use have 200 KB.
pub const LARGEST: usize = 4 << 20;

/// Formatted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered(Rich);

impl Rendered {
    /// HTML, escaped: letters, `<i>`, `<b>`, `<sup>`, `<sub>`, `<u>` and `<span class="small-caps">`.
    pub fn html(&self) -> String {
        self.0.html()
    }

    /// The letters alone.
    pub fn text(&self) -> String {
        self.0.text()
    }

    /// HTML before the title of the work, the title, and what follows it; without a title all of it is in the middle.
    pub fn around_title(&self) -> [String; 3] {
        self.0.around_title()
    }

    /// Pieces of one look: (letters, italic, superscript).
    pub fn pieces(&self) -> impl Iterator<Item = (&str, bool, bool)> {
        let runs = self.0.runs.iter();
        runs.map(|run| (run.text.as_str(), run.font.italic, run.font.superscript))
    }

    /// Whether nothing is shown.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One style in one language.
#[derive(Debug, Default)]
pub struct Processor {
    style: Style,
    locale: Locale,
    quotes: Quotes,
    shows_locator: bool,
    explicit_suffix: bool,
}

/// The style in which references are written where a review names none: Vancouver, in the words of a language, of which
/// American English stands in for those that are not bundled.
pub fn vancouver(language: &str) -> Processor {
    let bundled = Processor::bundled("vancouver", Some(language));
    bundled.map(|parsed| parsed.value).unwrap_or_default()
}

/// A file that a person named, or one that came with the program.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Where it stands, for messages.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
}

impl Processor {
    /// A bundled style; `None` if there is none of that name.
    pub fn bundled(name: &str, language: Option<&str>) -> Option<Parsed<Self>> {
        let Parsed { value, diagnostics } = bundled::style(name)?.compile(language, None);
        value.map(|value| Parsed::new(value, diagnostics))
    }

    /// Compiles a style. The language is `language`, else the style's own, else American English; its words come from
    /// `locale`, or from the bundled locale of that language.
    pub fn new(style: Source<'_>, language: Option<&str>, locale: Option<Source<'_>>) -> Parsed<Option<Self>> {
        let mut diagnostics = Vec::new();
        let fault = |source: Source<'_>, code, (message, span): (String, Span)| {
            let path: Arc<str> = source.path.into();
            Diagnostic::new(code, message).at(&path, span)
        };
        if style.text.len() > LARGEST {
            let why = format!("the style is larger than {} MiB", LARGEST >> 20);
            return Parsed::new(None, vec![fault(style, BAD_STYLE, (why, Span::default()))]);
        }
        let parsed = match Style::parse(style.text) {
            Ok(parsed) => parsed,
            Err(why) => return Parsed::new(None, vec![fault(style, BAD_STYLE, why)]),
        };
        let wanted = language.or(parsed.default_locale.as_deref()).unwrap_or("en-US");
        let own = locale.and_then(|source| match Locale::parse(source.text) {
            Ok(locale) => Some(locale),
            Err(why) => {
                diagnostics.push(fault(source, BAD_LOCALE, why));
                None
            }
        });
        let mut locale = own.or_else(|| {
            let found = bundled::locale(wanted);
            if found.is_none() {
                let known: Vec<&str> = bundled::LOCALES.iter().map(|(code, _)| *code).collect();
                let message = format!("there is no bundled locale for `{wanted}`; American English is used");
                diagnostics.push(Diagnostic::new(UNKNOWN_LOCALE, message).help(format!(
                    "bundled are {}; any other locale file of CSL can be named as `citations.locale-file`",
                    known.join(", ")
                )));
            }
            Locale::parse(found.or_else(|| bundled::locale("en-US"))?.1).ok()
        });
        let locale = locale.get_or_insert_default();
        let mut locale = std::mem::take(locale);
        // What the style says for no language, for the language, for its dialect: each over the one before.
        let primary = locale.language.split('-').next().unwrap_or("").to_owned();
        for level in 0..3 {
            for over in &parsed.locales {
                let fits = match over.get("lang") {
                    None => level == 0,
                    Some(code) if *code == locale.language => level == 2,
                    Some(code) => level == 1 && code == primary,
                };
                if fits {
                    locale.lay(over);
                }
            }
        }
        let processor = Self {
            quotes: locale.quotes(),
            shows_locator: mentions(&parsed, &parsed.citation, Variable::Locator),
            explicit_suffix: mentions(&parsed, &parsed.citation, Variable::YearSuffix)
                || mentions(&parsed, &parsed.bibliography, Variable::YearSuffix),
            style: parsed,
            locale,
        };
        Parsed::new(Some(processor), diagnostics)
    }

    /// The style's own name.
    pub fn title(&self) -> &str {
        &self.style.title
    }

    /// Whether citations are numbers. Styles for notes are treated as such: their notes are the page's list.
    pub fn numeric(&self) -> bool {
        self.style.numeric || self.style.notes || self.style.citation.children.is_empty()
    }

    /// Whether citations have a form of their own: a style for notes has only that of its list.
    pub fn cites_in_text(&self) -> bool {
        !self.style.notes && !self.style.citation.children.is_empty()
    }

    /// A reference as the style's bibliography has it, without its number: pages number their lists themselves.
    pub fn reference(&self, item: &Item, distinction: &Distinction) -> Rendered {
        let layout = match self.style.bibliography.children.is_empty() {
            true => &self.style.citation,
            false => &self.style.bibliography,
        };
        let mut eval = Eval::new(&self.style, &self.locale, layout, item);
        eval.year_suffix = &distinction.year_suffix;
        eval.explicit_suffix = self.explicit_suffix;
        let mut rich = affixed(eval.layout(), &layout.format.prefix, &layout.format.suffix);
        fonts(&mut rich, &layout.format);
        Rendered(rich.settled(&self.quotes).trimmed())
    }
}

/// Whether a layout writes a variable, be it in a macro.
fn mentions(style: &Style, layout: &Layout, wanted: Variable) -> bool {
    let mut waiting: Vec<&Node> = layout.children.iter().collect();
    let mut seen: Vec<&str> = Vec::new();
    while let Some(node) = waiting.pop() {
        match &node.kind {
            Kind::Variable { variable, .. } | Kind::Number { variable, .. } if *variable == wanted => return true,
            Kind::Group { children, .. } => waiting.extend(children),
            Kind::Choose(branches) => waiting.extend(branches.iter().flat_map(|branch| &branch.children)),
            Kind::Macro(name) if !seen.contains(&name.as_str()) => {
                seen.push(name);
                waiting.extend(style.macros.get(name).into_iter().flatten());
            }
            Kind::Names(names) => waiting.extend(&names.substitute),
            _ => {}
        }
    }
    false
}
