//! A style file as a tree of what is to be written.

use super::locale::Form;
pub(super) use super::options::{And, NameForm, NameOptions, Precedes, SortOrder};
use super::xml::Element;
use crate::base::Span;
use crate::record::{Field, ItemType};
use std::collections::HashMap;

/// A variable of CSL, by where its value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variable {
    /// A field of the record.
    Of(Field),
    /// The place within the work that is cited.
    Locator,
    /// The number of the cited work.
    CitationNumber,
    /// The letter that tells works of one year apart.
    YearSuffix,
    /// The first page alone.
    PageFirst,
    /// What no record of ours has.
    Absent,
}

impl Variable {
    fn parse(name: &str) -> Self {
        match name {
            "locator" => Variable::Locator,
            "citation-number" => Variable::CitationNumber,
            "year-suffix" => Variable::YearSuffix,
            "page-first" => Variable::PageFirst,
            "event" => Variable::Of(Field::EventTitle),
            "archive-location" => Variable::Of(Field::ArchiveLocation),
            // A record's own note says how it was saved, and a style asks for the abstract only to annotate.
            "note" | "annote" | "abstract" | "keyword" | "id" | "type" => Variable::Absent,
            name => Field::from_csl(name).map_or(Variable::Absent, Variable::Of),
        }
    }

    fn list(names: &str) -> Vec<Self> {
        names.split_whitespace().map(Self::parse).collect()
    }
}

/// How what an element writes looks, and what stands around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Format {
    pub prefix: String,
    pub suffix: String,
    pub italic: Option<bool>,
    pub bold: Option<bool>,
    pub small_caps: bool,
    pub underline: bool,
    pub superscript: bool,
    pub subscript: bool,
    pub case: Option<Case>,
    pub quotes: bool,
    pub strip_periods: bool,
}

/// A change of case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Lower,
    Upper,
    CapitalizeFirst,
    CapitalizeAll,
    Sentence,
    Title,
}

impl Format {
    pub fn of(element: &Element) -> Self {
        let is = |name: &str, value: &str| element.get(name) == Some(value);
        Self {
            prefix: element.get("prefix").unwrap_or("").to_owned(),
            suffix: element.get("suffix").unwrap_or("").to_owned(),
            italic: element.get("font-style").map(|style| style != "normal"),
            bold: element.get("font-weight").map(|weight| weight == "bold"),
            small_caps: is("font-variant", "small-caps"),
            underline: is("text-decoration", "underline"),
            superscript: is("vertical-align", "sup"),
            subscript: is("vertical-align", "sub"),
            case: match element.get("text-case") {
                Some("lowercase") => Some(Case::Lower),
                Some("uppercase") => Some(Case::Upper),
                Some("capitalize-first") => Some(Case::CapitalizeFirst),
                Some("capitalize-all") => Some(Case::CapitalizeAll),
                Some("sentence") => Some(Case::Sentence),
                Some("title") => Some(Case::Title),
                _ => None,
            },
            quotes: is("quotes", "true"),
            strip_periods: is("strip-periods", "true"),
        }
    }
}

/// One element of a layout.
#[derive(Debug)]
pub(super) struct Node {
    pub kind: Kind,
    pub format: Format,
}

#[derive(Debug)]
pub(super) enum Kind {
    Value(String),
    Term {
        name: String,
        form: Form,
        plural: bool,
    },
    Variable {
        variable: Variable,
        short: bool,
    },
    Macro(String),
    Number {
        variable: Variable,
        form: NumberForm,
    },
    Label {
        variable: Variable,
        form: Form,
        plural: Plural,
    },
    Group {
        children: Vec<Node>,
        delimiter: String,
    },
    Choose(Vec<Branch>),
    Names(Box<NamesElement>),
    Date(Box<DateElement>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberForm {
    Numeric,
    Ordinal,
    LongOrdinal,
    Roman,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Plural {
    #[default]
    Contextual,
    Always,
    Never,
}

/// A branch of a choice; the last may have no tests.
#[derive(Debug)]
pub(super) struct Branch {
    pub tests: Vec<Test>,
    pub matching: Matching,
    pub children: Vec<Node>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Matching {
    All,
    Any,
    None,
}

#[derive(Debug)]
pub(super) enum Test {
    Type(Option<ItemType>),
    Variable(Variable),
    Numeric(Variable),
    Locator(String),
    First(bool),
    Disambiguate,
    Never,
}

/// Names of one or several roles.
#[derive(Debug, Default)]
pub(super) struct NamesElement {
    pub variables: Vec<Variable>,
    pub options: NameOptions,
    /// Around each name.
    pub name: Format,
    pub family: Format,
    pub given: Format,
    pub et_al: Option<(String, Format)>,
    pub label: Option<LabelElement>,
    pub substitute: Vec<Node>,
    pub delimiter: Option<String>,
    /// It says itself how names look.
    pub styled: bool,
}

#[derive(Debug)]
pub(super) struct LabelElement {
    pub form: Form,
    pub plural: Plural,
    pub format: Format,
    /// It stands before the names.
    pub first: bool,
}

/// A date.
#[derive(Clone, Debug, Default)]
pub(super) struct DateElement {
    pub variable: Option<Field>,
    /// A localized form: as text or (`true`) as numbers.
    pub localized: Option<bool>,
    pub parts: Vec<DatePart>,
    pub delimiter: String,
    /// Of a localized form, how many parts: year, year and month, all.
    pub precision: u8,
}

#[derive(Clone, Debug)]
pub(super) struct DatePart {
    pub name: PartName,
    pub form: Option<String>,
    pub format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartName {
    Year,
    Month,
    Day,
}

/// Reads a `<date>` of a style or locale.
pub(super) fn date_element(element: &Element) -> DateElement {
    let part = |child: &Element| {
        let name = match child.get("name") {
            Some("year") => PartName::Year,
            Some("month") => PartName::Month,
            Some("day") => PartName::Day,
            _ => return None,
        };
        Some(DatePart {
            name,
            form: child.get("form").map(str::to_owned),
            format: Format::of(child),
        })
    };
    DateElement {
        variable: element
            .get("variable")
            .and_then(Field::from_csl)
            .filter(|field| field.is_date()),
        localized: element.get("form").map(|form| form == "numeric"),
        parts: element.children.iter().filter_map(part).collect(),
        delimiter: element.get("delimiter").unwrap_or("").to_owned(),
        precision: match element.get("date-parts") {
            Some("year") => 1,
            Some("year-month") => 2,
            _ => 3,
        },
    }
}

/// A key to sort by.
#[derive(Debug)]
pub(super) struct SortKey {
    pub node: Node,
    pub descending: bool,
    pub options: NameOptions,
}

/// How citations or a bibliography are written.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub children: Vec<Node>,
    pub format: Format,
    pub delimiter: String,
    pub sort: Vec<SortKey>,
    pub names: NameOptions,
    pub collapse: Option<Collapse>,
    pub cite_group_delimiter: Option<String>,
    pub year_suffix_delimiter: Option<String>,
    pub after_collapse_delimiter: Option<String>,
    pub add_names: bool,
    pub add_given: bool,
    pub add_year_suffix: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Collapse {
    Number,
    Year,
    YearSuffix,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum PageRange {
    #[default]
    AsGiven,
    Expanded,
    Minimal,
    MinimalTwo,
    Chicago,
    Chicago16,
}

/// A style.
#[derive(Debug, Default)]
pub(super) struct Style {
    pub title: String,
    /// It marks citations with numbers.
    pub numeric: bool,
    /// It puts citations into notes.
    pub notes: bool,
    pub default_locale: Option<String>,
    pub page_range: PageRange,
    pub hyphenated_initials: bool,
    /// Particles go behind the given name: while sorting, and while showing.
    pub demote: (bool, bool),
    pub macros: HashMap<String, Vec<Node>>,
    pub citation: Layout,
    pub bibliography: Layout,
    /// What the style lays over a locale.
    pub locales: Vec<Element>,
}

impl Style {
    /// Reads a style; the error says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, (String, Span)> {
        let root = super::xml::parse(text)?;
        if root.name != "style" {
            return Err((
                format!("a style begins with <style>, not with <{}>", root.name),
                root.span,
            ));
        }
        let info = root.child("info");
        let parent = info.and_then(|info| {
            let mut links = info.children.iter().filter(|child| child.name == "link");
            links.find(|link| link.get("rel") == Some("independent-parent"))
        });
        if root.child("citation").is_none() {
            return Err(match parent.and_then(|link| link.get("href")) {
                Some(parent) => (
                    format!("the style only points to another one: {parent}; save that one and name it instead"),
                    root.span,
                ),
                None => ("the style has no <citation>".into(), root.span),
            });
        }
        let outer = NameOptions::lent(&root);
        let format_of = |info: &Element| {
            let mut categories = info.children.iter().filter(|child| child.name == "category");
            categories.find_map(|category| category.get("citation-format").map(str::to_owned))
        };
        let kind = info.and_then(format_of);
        let mut style = Self {
            title: info
                .and_then(|info| info.child("title"))
                .map_or("", |title| title.text.trim())
                .to_owned(),
            notes: root.get("class") == Some("note"),
            default_locale: root.get("default-locale").map(str::to_owned),
            page_range: match root.get("page-range-format") {
                Some("expanded") => PageRange::Expanded,
                Some("minimal") => PageRange::Minimal,
                Some("minimal-two") => PageRange::MinimalTwo,
                Some("chicago" | "chicago-15") => PageRange::Chicago,
                Some("chicago-16") => PageRange::Chicago16,
                _ => PageRange::AsGiven,
            },
            hyphenated_initials: root.get("initialize-with-hyphen") != Some("false"),
            demote: match root.get("demote-non-dropping-particle") {
                Some("never") => (false, false),
                Some("sort-only") => (true, false),
                _ => (true, true),
            },
            ..Self::default()
        };
        for child in root.children {
            match child.name.as_str() {
                "macro" => {
                    if let Some(name) = child.get("name") {
                        style.macros.insert(name.to_owned(), nodes(&child));
                    }
                }
                "citation" => style.citation = layout(&child, &outer),
                "bibliography" => style.bibliography = layout(&child, &outer),
                "locale" => style.locales.push(child),
                _ => {}
            }
        }
        style.numeric = match kind.as_deref() {
            Some(kind) => kind == "numeric",
            None => super::mentions(&style, &style.citation, Variable::CitationNumber),
        };
        Ok(style)
    }
}

fn layout(element: &Element, outer: &NameOptions) -> Layout {
    let yes = |name| element.get(name) == Some("true");
    let own = |name: &str| element.get(name).map(str::to_owned);
    let mut out = Layout {
        names: NameOptions::lent(element).over(outer),
        collapse: match element.get("collapse") {
            Some("citation-number") => Some(Collapse::Number),
            Some("year") => Some(Collapse::Year),
            Some("year-suffix" | "year-suffix-ranged") => Some(Collapse::YearSuffix),
            _ => None,
        },
        cite_group_delimiter: own("cite-group-delimiter"),
        year_suffix_delimiter: own("year-suffix-delimiter"),
        after_collapse_delimiter: own("after-collapse-delimiter"),
        add_names: yes("disambiguate-add-names"),
        add_given: yes("disambiguate-add-givenname"),
        add_year_suffix: yes("disambiguate-add-year-suffix"),
        ..Layout::default()
    };
    for child in &element.children {
        match child.name.as_str() {
            "layout" => {
                out.children = nodes(child);
                out.format = Format::of(child);
                out.delimiter = child.get("delimiter").unwrap_or("").to_owned();
            }
            "sort" => out.sort = child.children.iter().filter_map(sort_key).collect(),
            _ => {}
        }
    }
    out
}

fn sort_key(element: &Element) -> Option<SortKey> {
    let kind = match (element.get("macro"), element.get("variable")) {
        (Some(name), _) => Kind::Macro(name.to_owned()),
        (None, Some(name)) => Kind::Variable {
            variable: Variable::parse(name),
            short: false,
        },
        _ => return None,
    };
    let number = |name| element.get(name).and_then(|value| value.trim().parse().ok());
    Some(SortKey {
        node: Node {
            kind,
            format: Format::default(),
        },
        descending: element.get("sort") == Some("descending"),
        options: NameOptions {
            et_al_min: number("names-min"),
            et_al_use_first: number("names-use-first"),
            et_al_use_last: element.get("names-use-last").map(|value| value == "true"),
            ..NameOptions::default()
        },
    })
}

fn nodes(element: &Element) -> Vec<Node> {
    element.children.iter().filter_map(node).collect()
}

fn node(element: &Element) -> Option<Node> {
    let variable = || Variable::parse(element.get("variable").unwrap_or(""));
    let form = || Form::parse(element.get("form"));
    let kind = match element.name.as_str() {
        "text" => {
            if let Some(value) = element.get("value") {
                Kind::Value(value.to_owned())
            } else if let Some(name) = element.get("term") {
                Kind::Term {
                    name: name.to_owned(),
                    form: form(),
                    plural: element.get("plural") == Some("true"),
                }
            } else if let Some(name) = element.get("macro") {
                Kind::Macro(name.to_owned())
            } else {
                Kind::Variable {
                    variable: variable(),
                    short: element.get("form") == Some("short"),
                }
            }
        }
        "number" => Kind::Number {
            variable: variable(),
            form: match element.get("form") {
                Some("ordinal") => NumberForm::Ordinal,
                Some("long-ordinal") => NumberForm::LongOrdinal,
                Some("roman") => NumberForm::Roman,
                _ => NumberForm::Numeric,
            },
        },
        "label" => Kind::Label {
            variable: variable(),
            form: form(),
            plural: plural(element),
        },
        "group" => Kind::Group {
            children: nodes(element),
            delimiter: element.get("delimiter").unwrap_or("").to_owned(),
        },
        "choose" => Kind::Choose(element.children.iter().map(branch).collect()),
        "names" => Kind::Names(Box::new(names(element))),
        "date" => Kind::Date(Box::new(date_element(element))),
        _ => return None,
    };
    Some(Node {
        kind,
        format: Format::of(element),
    })
}

fn plural(element: &Element) -> Plural {
    match element.get("plural") {
        Some("always") => Plural::Always,
        Some("never") => Plural::Never,
        _ => Plural::Contextual,
    }
}

fn branch(element: &Element) -> Branch {
    let mut tests = Vec::new();
    for (name, value) in &element.attributes {
        let words = value.split_whitespace();
        match name.as_str() {
            "type" => tests.extend(words.map(|word| Test::Type(ItemType::from_csl(word)))),
            "variable" => tests.extend(words.map(|word| Test::Variable(Variable::parse(word)))),
            "is-numeric" => tests.extend(words.map(|word| Test::Numeric(Variable::parse(word)))),
            "is-uncertain-date" => tests.extend(words.map(|_| Test::Never)),
            "locator" => tests.extend(words.map(|word| Test::Locator(word.to_owned()))),
            "position" => tests.extend(words.map(|word| Test::First(word == "first"))),
            "disambiguate" => tests.push(Test::Disambiguate),
            _ => {}
        }
    }
    Branch {
        matching: match element.get("match") {
            Some("any") => Matching::Any,
            Some("none") => Matching::None,
            _ => Matching::All,
        },
        tests,
        children: nodes(element),
    }
}

fn names(element: &Element) -> NamesElement {
    let mut out = NamesElement {
        variables: Variable::list(element.get("variable").unwrap_or("")),
        options: NameOptions::lent(element),
        delimiter: element.get("delimiter").map(str::to_owned),
        ..NamesElement::default()
    };
    let mut named = false;
    for child in &element.children {
        match child.name.as_str() {
            "name" => {
                (out.styled, named) = (true, true);
                out.options = NameOptions::own(child).over(&out.options);
                out.name = Format::of(child);
                for part in child.children.iter().filter(|part| part.name == "name-part") {
                    match part.get("name") {
                        Some("family") => out.family = Format::of(part),
                        Some("given") => out.given = Format::of(part),
                        _ => {}
                    }
                }
            }
            "et-al" => {
                out.styled = true;
                out.et_al = Some((child.get("term").unwrap_or("et-al").to_owned(), Format::of(child)));
            }
            "label" => {
                out.styled = true;
                out.label = Some(LabelElement {
                    form: Form::parse(child.get("form")),
                    plural: plural(child),
                    format: Format::of(child),
                    first: !named,
                });
            }
            "substitute" => out.substitute = nodes(child),
            _ => {}
        }
    }
    // Without a name element of its own the label stands where labels stand: behind.
    if !named && let Some(label) = &mut out.label {
        label.first = false;
    }
    out
}
