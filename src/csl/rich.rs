//! Formatted text: runs with their fonts, joined as citeproc joins them.
//!
//! Quotation marks stand in it as two characters of Unicode's private range until the whole is written out: only then
//! is known which of them stand within others, and where a full stop after them belongs.

use super::locale::Quotes;
use crate::base::escape_html;

/// An opening quotation mark whose form is not decided yet.
pub(super) const OPEN: char = '\u{e000}';
/// A closing one.
pub(super) const CLOSE: char = '\u{e001}';

/// How letters look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Font {
    pub italic: bool,
    pub bold: bool,
    pub small_caps: bool,
    pub underline: bool,
    pub superscript: bool,
    pub subscript: bool,
    /// No change of case touches it.
    pub fixed: bool,
    /// It is the work's title.
    pub title: bool,
}

/// Text of one font.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub text: String,
    pub font: Font,
}

/// Formatted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rich {
    pub(super) runs: Vec<Run>,
}

impl Rich {
    /// Text as it stands.
    pub(super) fn plain(text: &str) -> Self {
        let mut rich = Self::default();
        rich.push(text, Font::default());
        rich
    }

    /// A value of a record: its straight and curly quotation marks become undecided ones, its markup becomes fonts.
    pub(super) fn value(text: &str) -> Self {
        let text: String = text.chars().filter(|c| !matches!(*c, OPEN | CLOSE)).collect();
        let mut rich = Self::default();
        let mut font = Font::default();
        let mut rest = marked_quotes(&text);
        while let Some(at) = rest.find('<') {
            let (tag, set): (&str, fn(&mut Font, bool)) = match TAGS.iter().find(|(tag, _)| rest[at..].starts_with(tag))
            {
                Some((tag, set)) => (tag, *set),
                None => {
                    rich.push(&rest[..=at], font);
                    rest = rest[at + 1..].to_owned();
                    continue;
                }
            };
            rich.push(&rest[..at], font);
            set(&mut font, !tag.starts_with("</"));
            rest = rest[at + tag.len()..].to_owned();
        }
        rich.push(&rest, font);
        rich
    }

    pub(super) fn push(&mut self, text: &str, font: Font) {
        if text.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            Some(last) if last.font == font => last.text.push_str(text),
            _ => self.runs.push(Run {
                text: text.to_owned(),
                font,
            }),
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.runs.iter().all(|run| run.text.is_empty())
    }

    /// The letters without their fonts, quotation marks undecided.
    pub(super) fn letters(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    fn last(&self) -> Option<char> {
        self.runs.iter().rev().find_map(|run| run.text.chars().next_back())
    }

    fn first(&self) -> Option<char> {
        self.runs.iter().find_map(|run| run.text.chars().next())
    }

    fn drop_last(&mut self) {
        if let Some(run) = self.runs.iter_mut().rev().find(|run| !run.text.is_empty()) {
            run.text.pop();
        }
        self.runs.retain(|run| !run.text.is_empty());
    }

    fn drop_first(&mut self) {
        if let Some(run) = self.runs.iter_mut().find(|run| !run.text.is_empty()) {
            run.text.remove(0);
        }
        self.runs.retain(|run| !run.text.is_empty());
    }

    /// Adds a piece; of two marks that meet one may yield, by the table that the processors share.
    pub(super) fn join(&mut self, mut next: Rich) {
        while let (Some(a), Some(b)) = (self.last(), next.first()) {
            match meeting(a, b) {
                Keep::Both => break,
                Keep::First => {
                    next.drop_first();
                    // What follows the dropped mark stands by itself.
                    break;
                }
                Keep::Second => self.drop_last(),
            }
        }
        for run in next.runs {
            self.push(&run.text, run.font);
        }
    }

    /// Adds a piece of plain text in the same way.
    pub(super) fn join_text(&mut self, text: &str) {
        if !text.is_empty() {
            self.join(Rich::plain(text));
        }
    }

    /// Changes all runs' fonts.
    pub(super) fn restyle(&mut self, change: impl Fn(&mut Font)) {
        for run in &mut self.runs {
            change(&mut run.font);
        }
    }

    /// Puts the whole into quotation marks.
    pub(super) fn quoted(mut self) -> Self {
        let mut out = Rich::plain(&OPEN.to_string());
        for run in self.runs.drain(..) {
            out.push(&run.text, run.font);
        }
        out.push(&CLOSE.to_string(), Font::default());
        out
    }

    /// Decides on the quotation marks.
    pub(super) fn settled(mut self, quotes: &Quotes) -> Self {
        if quotes.punctuation_inside {
            self.move_inside();
        }
        let mut depth = 0usize;
        for run in &mut self.runs {
            if !run.text.contains([OPEN, CLOSE]) {
                continue;
            }
            let mut text = String::with_capacity(run.text.len() + 4);
            for c in run.text.chars() {
                match c {
                    OPEN => {
                        text.push_str(if depth.is_multiple_of(2) {
                            &quotes.open
                        } else {
                            &quotes.inner_open
                        });
                        depth += 1;
                    }
                    CLOSE => {
                        depth = depth.saturating_sub(1);
                        text.push_str(if depth.is_multiple_of(2) {
                            &quotes.close
                        } else {
                            &quotes.inner_close
                        });
                    }
                    c => text.push(c),
                }
            }
            run.text = text;
        }
        self
    }

    /// A full stop or comma right after a closing mark goes before it.
    fn move_inside(&mut self) {
        let mut chars: Vec<(char, Font)> = self
            .runs
            .iter()
            .flat_map(|run| run.text.chars().map(|c| (c, run.font)))
            .collect();
        let mut at = 0;
        while at < chars.len() {
            if chars[at].0 != CLOSE {
                at += 1;
                continue;
            }
            let start = at;
            while at < chars.len() && chars[at].0 == CLOSE {
                at += 1;
            }
            if let Some((mark @ ('.' | ','), _)) = chars.get(at).copied() {
                let before = start.checked_sub(1).map(|before| chars[before]);
                chars.remove(at);
                let stops = before
                    .is_some_and(|(c, _)| matches!(c, '.' | ',') || (mark == '.' && matches!(c, '?' | '!' | '…')));
                if !stops {
                    let font = before.map(|(_, font)| font).unwrap_or_default();
                    chars.insert(start, (mark, font));
                    at += 1;
                }
            }
        }
        let mut out = Rich::default();
        let mut buffer = [0u8; 4];
        for (c, font) in chars {
            out.push(c.encode_utf8(&mut buffer), font);
        }
        *self = out;
    }

    /// Without blanks at either end.
    pub(super) fn trimmed(mut self) -> Self {
        while self.first().is_some_and(char::is_whitespace) {
            self.drop_first();
        }
        while self.last().is_some_and(char::is_whitespace) {
            self.drop_last();
        }
        self
    }

    /// Letters only.
    pub fn text(&self) -> String {
        self.letters()
    }

    /// HTML, escaped.
    pub fn html(&self) -> String {
        html(&self.runs)
    }

    /// HTML before, of and after the title.
    pub(super) fn around_title(&self) -> [String; 3] {
        let first = self.runs.iter().position(|run| run.font.title);
        let Some(first) = first else {
            return [String::new(), self.html(), String::new()];
        };
        let length = self.runs[first..].iter().take_while(|run| run.font.title).count();
        let (before, rest) = self.runs.split_at(first);
        let (title, after) = rest.split_at(length);
        [html(before), html(title), html(after)]
    }
}

fn html(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        let font = run.font;
        let wraps: [(bool, &str, &str); 6] = [
            (font.italic, "<i>", "</i>"),
            (font.bold, "<b>", "</b>"),
            (font.superscript, "<sup>", "</sup>"),
            (font.subscript, "<sub>", "</sub>"),
            (font.underline, "<u>", "</u>"),
            (font.small_caps, "<span class=\"small-caps\">", "</span>"),
        ];
        for (_, open, _) in wraps.iter().filter(|(on, ..)| *on) {
            out.push_str(open);
        }
        escape_html(&run.text, &mut out);
        for (_, _, close) in wraps.iter().rev().filter(|(on, ..)| *on) {
            out.push_str(close);
        }
    }
    out
}

/// Markup that CSL-JSON knows in values.
#[allow(clippy::type_complexity)]
const TAGS: [(&str, fn(&mut Font, bool)); 12] = [
    ("<i>", |font, on| font.italic = on),
    ("</i>", |font, on| font.italic = on),
    ("<b>", |font, on| font.bold = on),
    ("</b>", |font, on| font.bold = on),
    ("<sup>", |font, on| font.superscript = on),
    ("</sup>", |font, on| font.superscript = on),
    ("<sub>", |font, on| font.subscript = on),
    ("</sub>", |font, on| font.subscript = on),
    ("<sc>", |font, on| font.small_caps = on),
    ("</sc>", |font, on| font.small_caps = on),
    ("<span class=\"nocase\">", |font, on| font.fixed = on),
    ("</span>", |font, _| font.fixed = false),
];

/// Quotation marks made undecided, apostrophes made curly.
fn marked_quotes(text: &str) -> String {
    if !text.contains(['"', '\'', '“', '”', '‘', '’']) {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    let mut singles = 0usize;
    let mut doubles = 0usize;
    for (at, c) in chars.iter().copied().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let after = chars.get(at + 1).copied();
        let opens = before.is_none_or(|c| c.is_whitespace() || "([{<-–—/\"'“‘".contains(c))
            && after.is_some_and(|c| !c.is_whitespace());
        let closes = after.is_none_or(|c| !c.is_alphanumeric()) && before.is_some_and(|c| !c.is_whitespace());
        match c {
            '"' if inside_tag(&chars, at) => out.push(c),
            '“' => out.push(OPEN),
            '”' => out.push(CLOSE),
            '"' if opens && (doubles == 0 || !closes) && chars[at + 1..].contains(&'"') => {
                doubles += 1;
                out.push(OPEN);
            }
            '"' if doubles > 0 => {
                doubles -= 1;
                out.push(CLOSE);
            }
            '‘' if chars[at + 1..].contains(&'’') => {
                singles += 1;
                out.push(OPEN);
            }
            '\'' if opens && closing_single(&chars, at) => {
                singles += 1;
                out.push(OPEN);
            }
            '\'' | '’' if closes && singles > 0 => {
                singles -= 1;
                out.push(CLOSE);
            }
            '\'' => out.push('’'),
            c => out.push(c),
        }
    }
    out
}

/// Whether a straight quotation mark belongs to markup (`<span class="nocase">`).
fn inside_tag(chars: &[char], at: usize) -> bool {
    let from = at.saturating_sub(24);
    let before: String = chars[from..at].iter().collect();
    before.ends_with("<span class=") || before.ends_with("<span class=\"nocase")
}

/// Whether a single quotation mark that could open has one that closes.
fn closing_single(chars: &[char], at: usize) -> bool {
    let rest = &chars[at + 1..];
    rest.iter().enumerate().any(|(index, c)| {
        matches!(c, '\'' | '’')
            && index > 0
            && !rest[index - 1].is_whitespace()
            && rest.get(index + 1).is_none_or(|c| !c.is_alphanumeric())
    })
}

enum Keep {
    Both,
    First,
    Second,
}

/// Which of two marks stays where pieces meet.
fn meeting(a: char, b: char) -> Keep {
    match (a, b) {
        ('!' | '?', '.' | ':') => Keep::First,
        (':' | ';', '!' | '?') => Keep::Second,
        (':', '.') | (';', ':' | '.') => Keep::First,
        ('!', '!') | ('?', '?') | ('.', '.') | (':', ':') | (';', ';') | (',', ',') => Keep::First,
        (' ', ' ' | ',' | '.') => Keep::Second,
        _ => Keep::Both,
    }
}
