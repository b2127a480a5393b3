//! How names look: options that elements lend to those within them.

use super::xml::Element;

/// Options of names, each from the nearest element that sets it.
#[derive(Clone, Debug, Default)]
pub(super) struct NameOptions {
    pub and: Option<And>,
    pub delimiter: Option<String>,
    pub before_last: Option<Precedes>,
    pub before_et_al: Option<Precedes>,
    pub et_al_min: Option<usize>,
    pub et_al_use_first: Option<usize>,
    pub et_al_use_last: Option<bool>,
    pub form: Option<NameForm>,
    pub initialize: Option<bool>,
    pub initialize_with: Option<String>,
    pub sort_order: Option<SortOrder>,
    pub sort_separator: Option<String>,
    pub names_delimiter: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum And {
    Text,
    Symbol,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precedes {
    Contextual,
    AfterInverted,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameForm {
    Long,
    Short,
    Count,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SortOrder {
    All,
    First,
}

impl NameOptions {
    /// Options of an element that lends them to what stands in it (`style`, `citation`, `names` …): form and delimiter
    /// have longer names there.
    pub(super) fn lent(element: &Element) -> Self {
        Self {
            delimiter: element.get("name-delimiter").map(str::to_owned),
            form: name_form(element.get("name-form")),
            names_delimiter: element.get("names-delimiter").map(str::to_owned),
            ..Self::common(element)
        }
    }

    pub(super) fn own(element: &Element) -> Self {
        Self {
            delimiter: element.get("delimiter").map(str::to_owned),
            form: name_form(element.get("form")),
            ..Self::common(element)
        }
    }

    fn common(element: &Element) -> Self {
        let precedes = |name| match element.get(name)? {
            "always" => Some(Precedes::Always),
            "never" => Some(Precedes::Never),
            "after-inverted-name" => Some(Precedes::AfterInverted),
            _ => Some(Precedes::Contextual),
        };
        let number = |name| element.get(name).and_then(|value| value.trim().parse().ok());
        let yes = |name| element.get(name).map(|value| value == "true");
        Self {
            and: match element.get("and") {
                Some("text") => Some(And::Text),
                Some("symbol") => Some(And::Symbol),
                _ => None,
            },
            before_last: precedes("delimiter-precedes-last"),
            before_et_al: precedes("delimiter-precedes-et-al"),
            et_al_min: number("et-al-min"),
            et_al_use_first: number("et-al-use-first"),
            et_al_use_last: yes("et-al-use-last"),
            initialize: yes("initialize"),
            initialize_with: element.get("initialize-with").map(str::to_owned),
            sort_order: match element.get("name-as-sort-order") {
                Some("all") => Some(SortOrder::All),
                Some("first") => Some(SortOrder::First),
                _ => None,
            },
            sort_separator: element.get("sort-separator").map(str::to_owned),
            ..Self::default()
        }
    }

    /// These, and what they leave open from `outer`.
    pub fn over(&self, outer: &Self) -> Self {
        Self {
            and: self.and.or(outer.and),
            delimiter: self.delimiter.clone().or_else(|| outer.delimiter.clone()),
            before_last: self.before_last.or(outer.before_last),
            before_et_al: self.before_et_al.or(outer.before_et_al),
            et_al_min: self.et_al_min.or(outer.et_al_min),
            et_al_use_first: self.et_al_use_first.or(outer.et_al_use_first),
            et_al_use_last: self.et_al_use_last.or(outer.et_al_use_last),
            form: self.form.or(outer.form),
            initialize: self.initialize.or(outer.initialize),
            initialize_with: self.initialize_with.clone().or_else(|| outer.initialize_with.clone()),
            sort_order: self.sort_order.or(outer.sort_order),
            sort_separator: self.sort_separator.clone().or_else(|| outer.sort_separator.clone()),
            names_delimiter: self.names_delimiter.clone().or_else(|| outer.names_delimiter.clone()),
        }
    }
}

fn name_form(value: Option<&str>) -> Option<NameForm> {
    match value? {
        "short" => Some(NameForm::Short),
        "count" => Some(NameForm::Count),
        _ => Some(NameForm::Long),
    }
}
