//! What a layout writes for one record.

use super::case;
use super::locale::{Form, Locale, is_english};
use super::numbers;
use super::parse::{
    Branch, Format, Kind, Layout, Matching, NameOptions, NamesElement, Node, NumberForm, Plural, Style, Test, Variable,
};
use super::rich::Rich;
use crate::base::PartialDate;
use crate::record::{Field, Item};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};

/// Elements that are written for one record before a style is taken for a trap.
const STEPS: u32 = 20_000;
/// Nesting of elements and macros, likewise.
const DEPTH: u32 = 120;

/// What an element wrote, and whether it asked for variables and found one: a group without any is silent.
#[derive(Debug, Default)]
pub(super) struct Out {
    pub rich: Rich,
    pub called: bool,
    pub filled: bool,
}

impl Out {
    pub(super) fn value(rich: Rich) -> Self {
        Self {
            called: true,
            filled: !rich.is_empty(),
            rich,
        }
    }

    pub(super) fn words(rich: Rich) -> Self {
        Self {
            rich,
            ..Self::default()
        }
    }
}

/// Which part of a citation is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    All,
    /// All but the first names.
    WithoutNames,
    /// The first names alone; they are left in `first_names`.
    Names,
}

/// One record, one layout.
pub(super) struct Eval<'a> {
    pub style: &'a Style,
    pub locale: &'a Locale,
    pub layout: &'a Layout,
    pub item: &'a Item,
    /// The number of the work; none where the page numbers its list itself.
    pub number: Option<usize>,
    /// The letter after the year.
    pub year_suffix: &'a str,
    /// The style says itself where the letter stands.
    pub explicit_suffix: bool,
    pub suffix_shown: Cell<bool>,
    /// What is cited: the term of its label, and the value.
    pub locator: Option<(&'a str, &'a str)>,
    /// Names shown beyond the style's number of them, to tell works apart.
    pub more_names: usize,
    /// Given names are shown where the style leaves them out.
    pub given_names: bool,
    /// The style's own way of telling works apart is asked for.
    pub disambiguate: bool,
    pub wanted: Wanted,
    /// A key to sort by is made, with these options.
    pub sorting: Option<&'a NameOptions>,
    /// Variables that were used in place of others.
    pub used: RefCell<Vec<Variable>>,
    /// Variables that were written, in order.
    pub touched: RefCell<Vec<Variable>>,
    /// The names that are being stood in for: bare names look like them.
    pub replaced: Cell<Option<&'a NamesElement>>,
    pub first_names: RefCell<Option<Rich>>,
    pub steps: Cell<u32>,
    pub depth: Cell<u32>,
}

impl<'a> Eval<'a> {
    /// For a record in a layout.
    pub fn new(style: &'a Style, locale: &'a Locale, layout: &'a Layout, item: &'a Item) -> Self {
        Self {
            style,
            locale,
            layout,
            item,
            number: None,
            year_suffix: "",
            explicit_suffix: false,
            suffix_shown: Cell::new(false),
            locator: None,
            more_names: 0,
            given_names: false,
            disambiguate: false,
            wanted: Wanted::All,
            sorting: None,
            used: RefCell::new(Vec::new()),
            touched: RefCell::new(Vec::new()),
            replaced: Cell::new(None),
            first_names: RefCell::new(None),
            steps: Cell::new(0),
            depth: Cell::new(0),
        }
    }

    /// What the layout writes, without its own affixes.
    pub fn layout(&self) -> Rich {
        self.all(&self.layout.children, "").rich
    }

    /// The elements one after the other.
    pub(super) fn all(&self, nodes: &'a [Node], delimiter: &str) -> Out {
        let mut out = Out::default();
        for node in nodes {
            let made = self.node(node, delimiter);
            out.called |= made.called;
            out.filled |= made.filled;
            if made.rich.is_empty() {
                continue;
            }
            if !out.rich.is_empty() {
                out.rich.join_text(delimiter);
            }
            out.rich.join(made.rich);
        }
        out
    }

    /// One element.
    pub(super) fn node(&self, node: &'a Node, delimiter: &str) -> Out {
        self.steps.set(self.steps.get() + 1);
        if self.steps.get() > STEPS || self.depth.get() > DEPTH {
            return Out::default();
        }
        self.depth.set(self.depth.get() + 1);
        let mut out = self.bare(node, delimiter);
        self.depth.set(self.depth.get() - 1);
        if !matches!(node.kind, Kind::Choose(_)) {
            // Words of the locale are in its language, whatever the record's is.
            let words = matches!(node.kind, Kind::Value(_) | Kind::Term { .. } | Kind::Label { .. });
            out.rich = match words {
                true => self.worded(out.rich, &node.format),
                false => self.decorated(out.rich, &node.format),
            };
        }
        out
    }

    fn bare(&self, node: &'a Node, delimiter: &str) -> Out {
        match &node.kind {
            Kind::Value(text) => Out::words(Rich::plain(text)),
            Kind::Term { name, form, plural } => {
                Out::words(Rich::plain(self.locale.term(name, *form, *plural).unwrap_or("")))
            }
            // The letter after a year is no value of the record: a group does not stand or fall with it.
            Kind::Variable {
                variable: Variable::YearSuffix,
                ..
            } => Out::words(self.variable(Variable::YearSuffix, false)),
            Kind::Variable { variable, short } => {
                let out = Out::value(self.variable(*variable, *short));
                if out.filled {
                    self.note(*variable);
                }
                out
            }
            Kind::Macro(name) => match self.style.macros.get(name) {
                Some(nodes) => self.all(nodes, ""),
                None => Out::default(),
            },
            Kind::Number { variable, form } => Out::value(self.number_of(*variable, *form)),
            Kind::Label { variable, form, plural } => Out::words(self.label(*variable, *form, *plural)),
            Kind::Group { children, delimiter } => {
                let out = self.all(children, delimiter);
                match out.called && !out.filled {
                    true => Out {
                        called: true,
                        ..Out::default()
                    },
                    false => Out {
                        // A group that says something stands for a variable that does.
                        filled: out.filled || !out.rich.is_empty() && out.called,
                        ..out
                    },
                }
            }
            Kind::Choose(branches) => {
                // What stands in a choice stands in the group around it.
                match branches.iter().find(|branch| self.holds(branch)) {
                    Some(branch) => self.all(&branch.children, delimiter),
                    None => Out::default(),
                }
            }
            Kind::Names(names) => self.names(names),
            Kind::Date(element) => {
                let date = element.variable.and_then(|field| {
                    let used = self.used.borrow().contains(&Variable::Of(field));
                    self.item.date(field).filter(|_| !used)
                });
                let out = Out::value(date.map_or_else(Rich::default, |date| self.date(element, date)));
                if out.filled
                    && let Some(field) = element.variable
                {
                    self.note(Variable::Of(field));
                }
                out
            }
        }
    }

    /// Remembers that a variable was written, for the one who substitutes it.
    pub(super) fn note(&self, variable: Variable) {
        self.touched.borrow_mut().push(variable);
    }

    /// The text of a variable, if the record has one and it was not used already.
    pub(super) fn raw(&self, variable: Variable) -> Option<Cow<'a, str>> {
        let used = self.used.borrow().contains(&variable);
        (!used).then(|| self.held(variable)).flatten()
    }

    /// The text of a variable, if the record has one.
    fn held(&self, variable: Variable) -> Option<Cow<'a, str>> {
        let item: &'a Item = self.item;
        match variable {
            Variable::Of(field) if field.is_list() => None,
            Variable::Of(field) if field.is_date() => {
                let date: Option<PartialDate> = item.date(field);
                date.map(|date| Cow::Owned(date.to_string()))
            }
            Variable::Of(Field::Title) => item.title().map(|title| Cow::Borrowed(without_stop(title))),
            Variable::Of(Field::Pmid) => item.pmid().map(|pmid| Cow::Owned(pmid.to_string())),
            Variable::Of(Field::Pmcid) => item.pmcid().map(|pmcid| Cow::Owned(pmcid.to_string())),
            Variable::Of(Field::Doi) => item.get(Field::Doi).map(|text| {
                item.doi()
                    .map_or(Cow::Borrowed(text), |doi| Cow::Owned(doi.to_string()))
            }),
            Variable::Of(field) => item.get(field).map(Cow::Borrowed),
            Variable::Locator => self.locator.map(|(_, value)| Cow::Borrowed(value)),
            Variable::CitationNumber => self.number.map(|number| Cow::Owned(number.to_string())),
            Variable::YearSuffix => (!self.year_suffix.is_empty()).then_some(Cow::Borrowed(self.year_suffix)),
            Variable::PageFirst => item.first_page().map(Cow::Borrowed),
            Variable::Absent => None,
        }
    }

    /// Whether the record has a variable; one that stood in for another and is not written again is still one it has.
    fn has(&self, variable: Variable) -> bool {
        match variable {
            Variable::Of(field) if field.is_names() => !self.item.names(field).is_empty(),
            _ => self.held(variable).is_some_and(|text| !text.trim().is_empty()),
        }
    }

    fn variable(&self, variable: Variable, short: bool) -> Rich {
        let short = match variable {
            Variable::Of(Field::Title) if short => self.raw(Variable::Of(Field::TitleShort)),
            Variable::Of(Field::ContainerTitle) if short => self.raw(Variable::Of(Field::ContainerTitleShort)),
            _ => None,
        };
        let Some(text) = short.or_else(|| self.raw(variable)) else {
            // A journal of which only the abbreviation is known is known by that.
            return match variable {
                Variable::Of(Field::ContainerTitle) => {
                    let short = self.raw(Variable::Of(Field::ContainerTitleShort));
                    short.map_or_else(Rich::default, |text| Rich::value(&text))
                }
                _ => Rich::default(),
            };
        };
        let text = text.trim();
        match variable {
            Variable::Of(Field::Page) | Variable::Locator => Rich::plain(&self.pages(text)),
            Variable::Of(Field::Doi | Field::Url | Field::Pmid | Field::Pmcid | Field::Isbn | Field::Issn) => {
                Rich::plain(text)
            }
            Variable::CitationNumber if self.sorting.is_some() => {
                Rich::plain(&format!("{:08}", self.number.unwrap_or(0)))
            }
            _ => {
                let mut rich = Rich::value(text);
                if variable == Variable::Of(Field::Title) {
                    rich.restyle(|font| font.title = true);
                }
                rich
            }
        }
    }

    fn pages(&self, text: &str) -> String {
        let dash = self
            .locale
            .term("page-range-delimiter", Form::Long, false)
            .unwrap_or("–");
        numbers::pages(text, self.style.page_range, dash)
    }

    fn number_of(&self, variable: Variable, form: NumberForm) -> Rich {
        let Some(text) = self.raw(variable) else {
            return Rich::default();
        };
        let text = text.trim();
        if matches!(variable, Variable::Of(Field::Page)) {
            return Rich::plain(&self.pages(text));
        }
        match text.parse::<u32>() {
            Ok(number) => Rich::plain(&match form {
                NumberForm::Numeric => text.to_owned(),
                NumberForm::Ordinal => self.locale.ordinal(number),
                NumberForm::LongOrdinal => self.locale.long_ordinal(number),
                NumberForm::Roman => numbers::roman(number),
            }),
            Err(_) if numbers::is_numeric(text) => Rich::plain(&text.replace('-', "–")),
            Err(_) => Rich::value(text),
        }
    }

    fn label(&self, variable: Variable, form: Form, plural: Plural) -> Rich {
        let Some(text) = self.raw(variable) else {
            return Rich::default();
        };
        let name = match variable {
            Variable::Locator => match self.locator {
                Some((label, _)) => label,
                None => return Rich::default(),
            },
            Variable::Of(field) => field.csl(),
            Variable::PageFirst => "page",
            _ => return Rich::default(),
        };
        let several = match plural {
            Plural::Always => true,
            Plural::Never => false,
            Plural::Contextual if variable == Variable::Of(Field::NumberOfPages) => text.trim() != "1",
            Plural::Contextual => numbers::is_plural(&text),
        };
        Rich::plain(self.locale.term(name, form, several).unwrap_or(""))
    }

    fn holds(&self, branch: &Branch) -> bool {
        let test = |test: &Test| match test {
            Test::Type(kind) => Some(self.item.kind) == *kind,
            Test::Variable(variable) => self.has(*variable),
            Test::Numeric(variable) => self
                .held(*variable)
                .is_some_and(|text| numbers::is_numeric(text.trim())),
            Test::Locator(name) => self.locator.is_some_and(|(label, _)| label == name),
            Test::First(first) => *first,
            Test::Disambiguate => self.disambiguate,
            Test::Never => false,
        };
        if branch.tests.is_empty() {
            return true;
        }
        match branch.matching {
            Matching::All => branch.tests.iter().all(test),
            Matching::Any => branch.tests.iter().any(test),
            Matching::None => !branch.tests.iter().any(test),
        }
    }

    /// What the record says, with case, quotation marks, fonts and affixes.
    pub(super) fn decorated(&self, rich: Rich, format: &Format) -> Rich {
        self.dressed(rich, format, self.titles_in_english())
    }

    /// Words of the locale, likewise.
    pub(super) fn worded(&self, rich: Rich, format: &Format) -> Rich {
        self.dressed(rich, format, self.locale.is_english())
    }

    /// Case, quotation marks, fonts and affixes, in this order.
    fn dressed(&self, mut rich: Rich, format: &Format, english: bool) -> Rich {
        if rich.is_empty() {
            return rich;
        }
        if self.sorting.is_some() {
            return rich;
        }
        if format.strip_periods {
            for run in &mut rich.runs {
                run.text.retain(|c| c != '.');
            }
        }
        if let Some(case) = format.case {
            case::change(&mut rich, case, english);
        }
        if format.quotes {
            rich = rich.quoted();
        }
        fonts(&mut rich, format);
        affixed(rich, &format.prefix, &format.suffix)
    }

    fn titles_in_english(&self) -> bool {
        match self.item.get(Field::Language) {
            Some(language) => is_english(language),
            None => self.locale.is_english(),
        }
    }
}

/// Fonts; an italic word within italics stands upright.
pub(super) fn fonts(rich: &mut Rich, format: &Format) {
    rich.restyle(|font| {
        match format.italic {
            Some(true) => font.italic = !font.italic,
            Some(false) => font.italic = false,
            None => {}
        }
        match format.bold {
            Some(true) => font.bold = !font.bold,
            Some(false) => font.bold = false,
            None => {}
        }
        font.small_caps |= format.small_caps;
        font.underline |= format.underline;
        font.superscript |= format.superscript;
        font.subscript |= format.subscript;
    });
}

/// What stands before and behind.
pub(super) fn affixed(rich: Rich, prefix: &str, suffix: &str) -> Rich {
    if rich.is_empty() || (prefix.is_empty() && suffix.is_empty()) {
        return rich;
    }
    let mut out = Rich::plain(prefix);
    out.join(rich);
    out.join_text(suffix);
    out
}

/// A title without the full stop that databases put behind it; styles put their own.
fn without_stop(title: &str) -> &str {
    let title = title.trim_end();
    match title.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') => {
            let word = rest.rsplit(char::is_whitespace).next().unwrap_or("");
            // `U.S.`, `H.`
            if word.contains('.') || word.chars().count() == 1 && word.chars().all(char::is_uppercase) {
                title
            } else {
                rest
            }
        }
        _ => title,
    }
}
