//! Names as styles write them.

use super::case;
use super::eval::{Eval, Out, Wanted, affixed, fonts};
use super::locale::Form;
use super::parse::{
    And, Format, LabelElement, NameForm, NameOptions, NamesElement, Plural, Precedes, SortOrder, Variable,
};
use super::rich::Rich;
use crate::base::Name;
use crate::record::Field;
use std::borrow::Cow;

/// A name with its particles set apart.
struct Parts<'n> {
    given: Cow<'n, str>,
    dropping: Cow<'n, str>,
    particle: Cow<'n, str>,
    family: Cow<'n, str>,
    suffix: &'n str,
}

impl<'n> Parts<'n> {
    fn of(name: &'n Name) -> Self {
        let family = name.family.as_deref().unwrap_or("");
        let given = name.given.as_deref().unwrap_or("");
        let mut parts = Self {
            given: given.into(),
            dropping: name.dropping_particle.as_deref().unwrap_or("").into(),
            particle: name.non_dropping_particle.as_deref().unwrap_or("").into(),
            family: family.into(),
            suffix: name.suffix.as_deref().unwrap_or(""),
        };
        if parts.particle.is_empty() {
            let (particle, rest) = leading_particle(family);
            (parts.particle, parts.family) = (particle.into(), rest.into());
        }
        if parts.dropping.is_empty() && !given.is_empty() {
            let (rest, particle) = trailing_particle(given);
            (parts.given, parts.dropping) = (rest.into(), particle.into());
        }
        parts
    }
}

/// `van der` of `van der Waals`: small words at the beginning of a family name.
fn leading_particle(family: &str) -> (&str, &str) {
    let mut at = 0;
    while let Some(end) = family[at..].find(' ') {
        let word = &family[at..at + end];
        if word.is_empty() || word.chars().any(char::is_uppercase) || !word.starts_with(char::is_alphabetic) {
            break;
        }
        at += end + 1;
    }
    let rest = family[at..].trim_start();
    if at == 0 || !rest.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic()) {
        return ("", family);
    }
    (family[..at].trim_end(), rest)
}

/// `de` of `Charles de`.
fn trailing_particle(given: &str) -> (&str, &str) {
    let mut at = given.len();
    while let Some(start) = given[..at].trim_end().rfind(' ') {
        let word = given[start..at].trim();
        if word.is_empty() || !word.chars().all(char::is_lowercase) {
            break;
        }
        at = start;
    }
    (given[..at].trim_end(), given[at..].trim_start())
}

impl<'a> Eval<'a> {
    /// The names of an element, or what stands in for them.
    pub(super) fn names(&self, element: &'a NamesElement) -> Out {
        let first = self.first_names.borrow().is_none();
        let looks = self.replaced.get().filter(|_| !element.styled).unwrap_or(element);
        let mut out = self.listed(element, looks);
        if !out.filled {
            let outer = self.replaced.replace(Some(looks));
            for node in &element.substitute {
                let before = self.touched.borrow().len();
                let made = self.node(node, "");
                if !made.rich.is_empty() {
                    let written = self.touched.borrow()[before..].to_vec();
                    self.used.borrow_mut().extend(written);
                    out = Out {
                        filled: true,
                        called: true,
                        ..made
                    };
                    break;
                }
            }
            self.replaced.set(outer);
        }
        // Names that stand in for others are a part of those.
        let outermost = self.replaced.get().is_none();
        if outermost && first && out.filled && self.first_names.borrow().is_none() && self.sorting.is_none() {
            *self.first_names.borrow_mut() = Some(out.rich.clone());
            match self.wanted {
                Wanted::WithoutNames => {
                    return Out {
                        called: true,
                        ..Out::default()
                    };
                }
                Wanted::Names | Wanted::All => {}
            }
        }
        out
    }

    /// The names of the roles of `element`, looking as `looks` says.
    fn listed(&self, element: &NamesElement, looks: &NamesElement) -> Out {
        let mut out = Out {
            called: true,
            ..Out::default()
        };
        let mut options = looks.options.over(&self.layout.names);
        if let Some(sorting) = self.sorting {
            options = sorting.over(&options);
            options.sort_order = Some(SortOrder::All);
        }
        let mut counted = 0;
        let role = |variable: &Variable| match variable {
            Variable::Of(field) if field.is_names() && !self.used.borrow().contains(variable) => Some(*field),
            _ => None,
        };
        let roles: Vec<Field> = element.variables.iter().filter_map(role).collect();
        let both =
            element.variables.len() == 2 && roles.contains(&Field::Editor) && roles.contains(&Field::Translator) && {
                let (a, b) = (self.item.names(Field::Editor), self.item.names(Field::Translator));
                !a.is_empty() && a == b
            };
        let delimiter = element.delimiter.as_deref().or(looks.delimiter.as_deref());
        let delimiter = delimiter
            .or(options.names_delimiter.as_deref())
            .unwrap_or("")
            .to_owned();
        for (index, field) in roles.iter().copied().enumerate() {
            let names = self.item.names(field);
            if names.is_empty() || (both && index > 0) {
                continue;
            }
            if options.form == Some(NameForm::Count) {
                counted += self.shown(names.len(), &options).min(names.len());
                continue;
            }
            let more = field == Field::Author && self.item.et_al;
            let list = self.name_list(names, more, &options, looks);
            let term = if both { "editortranslator" } else { field.csl() };
            let labelled = match &looks.label {
                Some(label) if self.sorting.is_none() => self.labelled(list, label, term, names.len() > 1),
                _ => list,
            };
            if labelled.is_empty() {
                continue;
            }
            self.note(Variable::Of(field));
            if !out.rich.is_empty() {
                out.rich.join_text(&delimiter);
            }
            out.rich.join(labelled);
            out.filled = true;
        }
        if counted > 0 {
            return Out::value(Rich::plain(&counted.to_string()));
        }
        out
    }

    fn labelled(&self, list: Rich, label: &LabelElement, term: &str, several: bool) -> Rich {
        let several = match label.plural {
            Plural::Always => true,
            Plural::Never => false,
            Plural::Contextual => several,
        };
        let text = self.locale.term(term, label.form, several).unwrap_or("");
        let text = self.worded(Rich::plain(text), &label.format);
        let (mut first, second) = if label.first { (text, list) } else { (list, text) };
        first.join(second);
        first
    }

    /// How many names are shown.
    fn shown(&self, count: usize, options: &NameOptions) -> usize {
        match (options.et_al_min, options.et_al_use_first) {
            (Some(least), Some(first)) if least > 0 && count >= least && first < count => {
                (first + self.more_names).min(count)
            }
            _ => count,
        }
    }

    fn name_list(&self, names: &[Name], more: bool, options: &NameOptions, looks: &NamesElement) -> Rich {
        let shown = self.shown(names.len(), options);
        let cut = shown < names.len();
        let with_last = cut && options.et_al_use_last == Some(true) && shown + 1 < names.len();
        let delimiter = options.delimiter.as_deref().unwrap_or(", ");
        let inverted = |index: usize| match options.sort_order {
            Some(SortOrder::All) => true,
            Some(SortOrder::First) => index == 0,
            None => false,
        };
        let mut out = Rich::default();
        for (index, name) in names.iter().take(shown).enumerate() {
            let one = self.one_name(name, inverted(index), options, looks);
            if index > 0 {
                let last = index + 1 == shown && !cut && !more;
                match options.and {
                    Some(and) if last && self.sorting.is_none() => {
                        let delimited = match options.before_last.unwrap_or(Precedes::Contextual) {
                            Precedes::Contextual => shown > 2,
                            Precedes::AfterInverted => inverted(index - 1),
                            Precedes::Always => true,
                            Precedes::Never => false,
                        };
                        let word = match and {
                            And::Symbol => "&",
                            And::Text => self.locale.term("and", Form::Long, false).unwrap_or("and"),
                        };
                        out.join_text(if delimited { delimiter } else { " " });
                        if out.text().ends_with(' ') {
                            out.join_text(&format!("{word} "));
                        } else {
                            out.join_text(&format!(" {word} "));
                        }
                    }
                    _ => {
                        let always = last && options.before_last == Some(Precedes::Never) && options.and.is_none();
                        out.join_text(if always { " " } else { delimiter });
                    }
                }
            }
            out.join(one);
        }
        if self.sorting.is_some() {
            return out;
        }
        if with_last && let Some(last) = names.last() {
            out.join_text(delimiter);
            out.join_text("… ");
            out.join(self.one_name(last, inverted(names.len() - 1), options, looks));
        } else if (cut && shown > 0) || more {
            let (term, format) = match &looks.et_al {
                Some((term, format)) => (term.as_str(), format.clone()),
                None => ("et-al", Format::default()),
            };
            let text = self.locale.term(term, Form::Long, false).unwrap_or("et al.");
            let delimited = match options.before_et_al.unwrap_or(Precedes::Contextual) {
                Precedes::Contextual => shown >= 2,
                Precedes::AfterInverted => inverted(shown.saturating_sub(1)),
                Precedes::Always => true,
                Precedes::Never => false,
            };
            out.join_text(if delimited { delimiter } else { " " });
            out.join(self.decorated(Rich::plain(text), &format));
        }
        out
    }

    fn one_name(&self, name: &Name, inverted: bool, options: &NameOptions, looks: &NamesElement) -> Rich {
        let part = |text: String, format: &Format| {
            let mut rich = Rich::plain(&text.replace('\'', "’"));
            if let Some(case) = format.case {
                case::change(&mut rich, case, true);
            }
            fonts(&mut rich, format);
            affixed(rich, &format.prefix, &format.suffix)
        };
        if let Some(literal) = &name.literal {
            return self.decorated(part(literal.to_string(), &looks.family), &looks.name);
        }
        let parts = Parts::of(name);
        let long = options.form != Some(NameForm::Short) || self.given_names;
        let spaced = |words: &[&str]| {
            let words: Vec<&str> = words.iter().copied().filter(|word| !word.is_empty()).collect();
            let mut out = String::new();
            for word in words {
                // `d’Amico`: an elided particle is written together with its name.
                if !out.is_empty() && !out.ends_with(['\'', '’', '-']) {
                    out.push(' ');
                }
                out.push_str(word);
            }
            out
        };
        let given = if long {
            self.given(&parts.given, options)
        } else {
            String::new()
        };
        let mut rich = if !long {
            part(spaced(&[&parts.particle, &parts.family]), &looks.family)
        } else if inverted {
            let separator = options.sort_separator.as_deref().unwrap_or(", ");
            let demoted = if self.sorting.is_some() {
                self.style.demote.0
            } else {
                self.style.demote.1
            };
            let (family, behind) = if demoted {
                (
                    parts.family.clone().into_owned(),
                    spaced(&[&parts.dropping, &parts.particle]),
                )
            } else {
                (
                    spaced(&[&parts.particle, &parts.family]),
                    parts.dropping.clone().into_owned(),
                )
            };
            let mut rich = part(family, &looks.family);
            let behind = spaced(&[&given, &behind]);
            if !behind.is_empty() {
                rich.join_text(separator);
                rich.join(part(behind, &looks.given));
            }
            if !parts.suffix.is_empty() {
                rich.join_text(separator);
                rich.join_text(parts.suffix);
            }
            rich
        } else {
            let mut rich = part(spaced(&[&given, &parts.dropping]), &looks.given);
            let family = part(spaced(&[&parts.particle, &parts.family]), &looks.family);
            if !rich.is_empty() {
                rich.join_text(" ");
            }
            rich.join(family);
            if !parts.suffix.is_empty() {
                rich.join_text(" ");
                rich.join_text(parts.suffix);
            }
            rich
        };
        if self.sorting.is_none() {
            rich = self.decorated(rich, &looks.name);
        }
        rich
    }

    /// Given names, or their initials.
    fn given(&self, given: &str, options: &NameOptions) -> String {
        let Some(with) = options.initialize_with.as_deref() else {
            return dotted(given);
        };
        if self.sorting.is_some() {
            return given.to_owned();
        }
        let all = options.initialize != Some(false);
        let mut out = String::new();
        for word in given.split_whitespace() {
            let hyphens = ['-', '\u{2010}', '\u{2011}'];
            let pieces: Vec<Vec<Piece>> = word.split(hyphens).map(|piece| initials(piece, all)).collect();
            let words = pieces.iter().flatten().any(|piece| matches!(piece, Piece::Word));
            if words {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
                out.push_str(word);
                out.push(' ');
                continue;
            }
            for (index, piece) in pieces.into_iter().enumerate() {
                // `J.-M.`: the blank between initials gives way to the hyphen.
                if index > 0 && self.style.hyphenated_initials && !piece.is_empty() {
                    out.truncate(out.trim_end().len());
                    out.push('-');
                }
                for letters in piece {
                    if let Piece::Initial(letters) = letters {
                        out.push_str(&letters);
                        out.push_str(with);
                    }
                }
            }
        }
        out.trim_end().to_owned()
    }
}

/// `R.L.` with a blank between its initials.
fn dotted(given: &str) -> String {
    let mut out = String::with_capacity(given.len() + 2);
    let mut chars = given.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        if c == '.' && chars.peek().is_some_and(|next| next.is_uppercase()) {
            out.push(' ');
        }
    }
    out
}

enum Piece {
    Initial(String),
    Word,
}

/// What becomes of one word of given names: `Jean` is J, `JM` and `J.M.` are J and M, `de` stays.
fn initials(word: &str, all: bool) -> Vec<Piece> {
    let mut out = Vec::new();
    for part in word.split_inclusive('.') {
        let bare = part.trim_end_matches('.');
        let mut chars = bare.chars();
        let Some(first) = chars.next() else { continue };
        let count = bare.chars().count();
        let capitals = bare.chars().all(char::is_uppercase);
        if capitals && count <= 3 && (count < 3 || all) {
            out.extend(bare.chars().map(|c| Piece::Initial(c.to_string())));
        } else if bare.chars().all(char::is_lowercase) && part == bare && first.is_lowercase() {
            out.push(Piece::Word);
        } else if all {
            out.push(Piece::Initial(first.to_uppercase().collect()));
        } else if part != bare && count <= 3 {
            // `Ph.` is an initial of two letters.
            out.push(Piece::Initial(bare.to_owned()));
        } else {
            out.push(Piece::Word);
        }
    }
    out
}
