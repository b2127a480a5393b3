//! An author's hand: random edits of a stub, each leaving a mark that must be there for ever.

use citeloom::article::{Article, parse};
use citeloom::base::Span;
use citeloom::record::Field;
use std::collections::BTreeMap;

/// Choices, one after another; zeros when they run out, so that fewer of them make a simpler case.
pub struct Entropy {
    choices: Vec<u16>,
    at: usize,
}

impl Entropy {
    pub fn new(choices: Vec<u16>) -> Self {
        Self { choices, at: 0 }
    }

    pub fn pick(&mut self, below: usize) -> usize {
        let choice = self.choices.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(choice) % below.max(1)
    }

    pub fn chance(&mut self, of_ten: usize) -> bool {
        self.pick(10) >= 10 - of_ten
    }
}

/// How often each thing happened.
pub type Coverage = BTreeMap<String, usize>;

pub fn count(coverage: &mut Coverage, what: impl Into<String>) {
    *coverage.entry(what.into()).or_default() += 1;
}

/// A stub in its author's hands.
pub struct Hand<'h> {
    pub text: String,
    pub path: &'h str,
    /// Words that the author wrote and nobody may take away.
    pub marks: Vec<String>,
    /// Numbers the marks through all rounds.
    pub next: usize,
}

impl Hand<'_> {
    fn article(&self) -> Article {
        let parsed = parse(self.path, &self.text);
        parsed
            .value
            .unwrap_or_else(|| panic!("{:?}\n{}", parsed.diagnostics, self.text))
    }

    fn mark(&mut self) -> String {
        self.next += 1;
        let mark = format!("mark{}x", self.next);
        self.marks.push(mark.clone());
        mark
    }

    fn newline(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    fn put(&mut self, at: usize, text: &str) {
        let text = text.replace('\n', self.newline());
        self.text.insert_str(at, &text);
    }

    fn cut(&mut self, span: std::ops::Range<usize>) -> String {
        let gone = self.text[span.clone()].to_owned();
        self.text.replace_range(span, "");
        // What the author deletes himself is not lost.
        self.marks.retain(|mark| !gone.contains(mark.as_str()));
        gone
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        self.text[at..]
            .find('\n')
            .map_or(self.text.len(), |newline| at + newline + 1)
    }

    /// The lines of an entry, with the end of the last.
    fn lines(&self, span: Span) -> std::ops::Range<usize> {
        self.line_start(span.start as usize)..self.line_end(span.end as usize)
    }

    /// One random edit; its name, or `None` where there was nothing to edit.
    pub fn edit(&mut self, entropy: &mut Entropy) -> Option<&'static str> {
        let article = self.article();
        let front: Vec<(Field, Span)> = article
            .field_spans
            .iter()
            .filter(|(field, _)| **field != Field::Abstract)
            .map(|(field, span)| (*field, *span))
            .collect();
        let kind = entropy.pick(25);
        let entry = (!front.is_empty()).then(|| front[entropy.pick(front.len())]);
        let section = |name: &str| article.sections.iter().find(|s| s.heading == name).cloned();
        let name = match kind {
            0 => {
                let at = self.lines(entry?.1).start;
                let mark = self.mark();
                self.put(at, &format!("# {mark}\n"));
                "comment line"
            }
            1 => {
                let mark = self.mark();
                self.put(entry?.1.end as usize, &format!("  # {mark}"));
                "comment after a value"
            }
            2 => {
                let lists: Vec<Span> = front
                    .iter()
                    .map(|e| e.1)
                    .filter(|s| s.of(&self.text).starts_with('['))
                    .collect();
                let list = *lists.get(entropy.pick(lists.len()))?;
                let mark = self.mark();
                self.put(list.start as usize + 1, &format!(" # {mark}\n"));
                "comment in a list"
            }
            3 => {
                let at = self.lines(entry?.1).start;
                self.put(at, &"\n".repeat(1 + entropy.pick(3)));
                "blank lines"
            }
            4 | 5 => {
                let (field, span) = entry?;
                let mark = self.mark();
                self.cut(span.range());
                let value = value_of(field, &mark, entropy);
                if !value.contains(&mark) {
                    self.marks.pop();
                }
                self.put(span.start as usize, &value);
                "value changed"
            }
            6 => {
                let lines = self.lines(entry?.1);
                self.cut(lines);
                "field deleted"
            }
            7 => {
                let lines = self.lines(entry?.1);
                let marks = self.marks.clone();
                let moved = self.cut(lines);
                self.marks = marks;
                let article = self.article();
                let others: Vec<Span> = article
                    .field_spans
                    .iter()
                    .filter(|(field, _)| **field != Field::Abstract)
                    .map(|(_, span)| *span)
                    .collect();
                let at = match others.get(entropy.pick(others.len())) {
                    Some(span) => self.lines(*span).start,
                    None => self.line_end(0),
                };
                self.text.insert_str(at, &moved);
                "field moved"
            }
            8 => {
                let span = entry?.1;
                let start = self.line_start(span.start as usize);
                let head = self.text[start..span.start as usize].replace(" = ", "   =\t");
                self.text.replace_range(start..span.start as usize, &head);
                "blanks around ="
            }
            9 => {
                let at = self.lines(entry?.1).start;
                let mark = self.mark();
                self.put(at, &format!("own-{mark} = [\"{mark}\"] # {mark}\n"));
                "unknown field"
            }
            10 => {
                let at = section("Notes")?.span.end as usize;
                let mark = self.mark();
                self.put(
                    at,
                    &format!("\n\nA note with [@key] and *{mark}*.\n\n- list\n\n    code\n"),
                );
                "note"
            }
            11 => {
                let section = section("Abstract")?.span;
                let mark = self.mark();
                let at = if entropy.chance(5) { section.start } else { section.end };
                self.put(at as usize, &format!(" {mark} "));
                "abstract changed"
            }
            12 => {
                let section = section("Abstract")?;
                self.cut(section.heading_span.start as usize..section.span.end as usize);
                "abstract deleted"
            }
            13 => {
                let reference = article.references.get(entropy.pick(article.references.len()))?;
                let mark = self.mark();
                self.put(reference.span.end as usize, &format!(" {mark}"));
                "reference changed"
            }
            14 => {
                let last = article.references.last()?;
                let mark = self.mark();
                self.put(last.span.end as usize, &format!("\n{}. {mark}", last.number + 1));
                "reference added"
            }
            15 => {
                let section = section("References")?;
                self.cut(section.heading_span.start as usize..section.span.end as usize);
                "references deleted"
            }
            16 => {
                let headings: Vec<Span> = article.sections.iter().map(|s| s.heading_span).collect();
                let at = headings.get(entropy.pick(headings.len()))?.start;
                let mark = self.mark();
                self.put(at as usize, &format!("## {mark}\n\nText.\n\n"));
                "section"
            }
            17 => {
                let (_, span) = article
                    .mechanism_spans
                    .get_index(entropy.pick(article.mechanism_spans.len()))?;
                let word = ["\"confirmed\"", "'rejected'"][entropy.pick(2)];
                self.text.replace_range(span.range(), word);
                "mechanism judged"
            }
            18 => {
                let (_, span) = article
                    .mechanism_spans
                    .get_index(entropy.pick(article.mechanism_spans.len()))?;
                let lines = self.lines(*span);
                self.cut(lines);
                "mechanism deleted"
            }
            19 => {
                let mark = self.mark();
                let end = self.text[..article.body_offset].rfind("+++")?;
                self.put(
                    end,
                    &format!("[[finding]]\nstatement = \"{mark}\" # why\nstatus = 'confirmed'\n\n"),
                );
                "finding"
            }
            20 => {
                self.text = self.text.replace("\r\n", "\n").replace('\n', "\r\n");
                "line ends of Windows"
            }
            21 => {
                let absent: Vec<(&str, Field)> = [
                    ("publisher", Field::Publisher),
                    ("language", Field::Language),
                    ("volume", Field::Volume),
                    ("title", Field::Title),
                    ("editors", Field::Editor),
                    ("available", Field::AvailableDate),
                    ("keywords", Field::Keyword),
                ]
                .into_iter()
                .filter(|(_, field)| !article.field_spans.contains_key(field))
                .collect();
                let (name, field) = *absent.get(entropy.pick(absent.len()))?;
                let mark = self.mark();
                let value = value_of(field, &mark, entropy);
                if !value.contains(&mark) {
                    self.marks.pop();
                }
                let at = self.lines(entry?.1).start;
                self.put(at, &format!("{name} = {value}\n"));
                "field added"
            }
            22 => {
                let at = self.text.find("status = \"stub\"")?;
                self.text.replace_range(at..at + 15, "status = 'included'");
                "status"
            }
            23 => {
                let mark = self.mark();
                let end = self.text.len();
                self.put(end, &format!("\n\n{mark} without a line end"));
                "end of the file"
            }
            _ => {
                let at = self.text.find("authors-incomplete = true")?;
                self.text.replace_range(at..at + 25, "authors-incomplete = false");
                "authors complete"
            }
        };
        Some(name)
    }
}

/// A value of the field's type as an author may write it.
fn value_of(field: Field, mark: &str, entropy: &mut Entropy) -> String {
    let form = entropy.pick(3);
    match field {
        Field::Type => ["\"book\"", "'thesis'", "\"\"\"report\"\"\""][form].to_owned(),
        Field::Keyword => [
            format!("[\"{mark}\", 'b']"),
            format!("\"{mark}\""),
            format!("[\n  \"{mark}\",\n\n  \"c\" ]"),
        ][form]
            .clone(),
        _ if field.is_names() => [
            format!("[\"Own, {mark}\"]"),
            format!("[ {{ literal = \"{mark}\" }} ]"),
            format!("[\n  {{family=\"Own\", given='{mark}'}},\n]"),
        ][form]
            .clone(),
        _ if field.is_date() => ["2001-02-03", "\"1999\"", "'2003-11'"][form].to_owned(),
        _ => [
            format!("\"{mark}\""),
            format!("'{mark} \"\\'"),
            format!("\"\"\"\n{mark}\"\"\""),
        ][form]
            .clone(),
    }
}
