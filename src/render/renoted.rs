//! A finished article page with other notes: what an edit of the notes changes, without the page's data.
//!
//! The default theme shows an author's notes in one section before the references, and an entry for it in each list of
//! contents. Both are made by the templates that the page was made by, and take the place of what they made before. Where
//! the page does not hold that, or a review has its own templates, nothing is made: the page needs its data then.

use super::Renderer;
use crate::site::Prose;
use tera::{Context, Value};

/// Templates that say how notes stand in an article's page: all that [`Renderer::renoted`] needs of a theme.
pub const NOTES_TEMPLATES: [&str; 4] = ["article.html", "base.html", "components.html", "notes.html"];
/// The start of the section after the notes, minified or as it is written.
const NEXT: [&str; 2] = [
    "<section aria-labelledby=references>",
    "<section aria-labelledby=\"references\">",
];
/// The start of the entry after theirs in a list of contents.
const NEXT_ENTRY: &str = "<li><a href=\"#references\">";
/// Lists of contents on a page: for wide and for narrow screens.
const LISTS: usize = 2;

impl Renderer {
    /// Whether the pages of articles are made by the default theme's templates, whatever else the theme has: what
    /// [`Self::renoted`] makes is then what they have. A theme with a fault is another one than it says.
    pub fn takes_notes(&self) -> bool {
        self.sound && self.loose.is_empty() && NOTES_TEMPLATES.iter().all(|name| self.written.is_built_in(name))
    }

    /// `page` with the notes `new` in the place of `old`, both with the works that they cite as its data have them. `None`
    /// where that cannot be done with certainty.
    pub fn renoted(
        &self,
        page: &str,
        root: &str,
        [old, new]: [&Prose; 2],
        cited: &serde_json::Value,
    ) -> Option<String> {
        if !self.takes_notes() {
            return None;
        }
        let section = |notes: &Prose| -> Option<String> {
            let mut context = Context::new();
            context.insert_value("root", Value::from(root));
            context.insert_value("notes", Value::from(notes.0.as_str()));
            context.insert_value("cited", Value::try_from_serializable(cited).ok()?);
            let text = self.tera.render("notes.html", &context).ok()?;
            Some(text.trim().to_owned())
        };
        let (before, after) = (section(old)?, section(new)?);
        let at = NEXT.iter().find_map(|next| only(page, next))?;
        // A blank stands before the notes and one after them, also where there are none.
        let rest = page[..at].strip_suffix(blank)?.strip_suffix(before.as_str())?;
        rest.strip_suffix(blank)?;
        let gap = &page[at - 1..at];
        let page = format!("{rest}{after}{gap}{}", &page[at..]);

        // As the template writes it, apostrophes too.
        let mut label = Vec::new();
        tera::escape_html(&self.written.words.get("article.notes"), &mut label).ok()?;
        let label = String::from_utf8(label).ok()?;
        let entry = |section: &str| match section {
            "" => String::new(),
            _ => format!("<li><a href=\"#notes\">{label}</a></li>"),
        };
        let (before, after) = (entry(&before), entry(&after));
        let mut parts = page.split(NEXT_ENTRY);
        let mut out = String::with_capacity(page.len() + LISTS * after.len());
        out.push_str(parts.next()?);
        let mut lists = 0;
        for part in parts {
            out.truncate(out.strip_suffix(before.as_str())?.len());
            out.push_str(&after);
            out.push_str(NEXT_ENTRY);
            out.push_str(part);
            lists += 1;
        }
        (lists == LISTS && out.matches("<li><a href=\"#notes\">").count() == LISTS * usize::from(!after.is_empty()))
            .then_some(out)
    }
}

fn blank(c: char) -> bool {
    matches!(c, ' ' | '\n')
}

/// Where `part` stands, if it does so once.
fn only(text: &str, part: &str) -> Option<usize> {
    let at = text.find(part)?;
    (text.rfind(part) == Some(at)).then_some(at)
}
