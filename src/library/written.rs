//! What authors write in Markdown beside citations and links: formulas and pictures, and what is wrong with them.

use super::Library;
use crate::base::codes::library::{BAD_FORMULA, IMAGE_WITHOUT_TEXT, MISSING_IMAGE};
use crate::base::{Diagnostic, Span, nearest};
use crate::formula;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The folder of the authors' pictures, below `content/`, and in the site.
pub const IMAGES: &str = "images/";

/// Width and height of the authors' pictures, by path: `images/plot.png`. A picture whose size cannot be told has none.
#[derive(Clone, Debug, Default)]
pub struct Images(BTreeMap<String, Option<(u32, u32)>>);

/// What an address of a picture leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Image {
    /// A picture of the review: its path from the site's root, its width and height in pixels.
    Here(String, Option<(u32, u32)>),
    /// There is no such file.
    Missing(String),
    /// It stands elsewhere: pages show nothing that is not their own.
    Elsewhere,
    /// It is written out in the address.
    Inline,
}

impl Images {
    /// Reads the sizes: (path below `content/`, bytes).
    pub fn of<'f>(files: impl Iterator<Item = (&'f str, &'f [u8])>) -> Self {
        Self(
            files
                .map(|(path, bytes)| (path.to_owned(), size(path, bytes)))
                .collect(),
        )
    }

    /// What `address` leads to. `../images/a.png`, as seen from the text's own folder, and `images/a.png` are the same.
    pub fn get(&self, address: &str) -> Image {
        let lower = address.to_ascii_lowercase();
        if lower.starts_with("data:image/") {
            return Image::Inline;
        }
        if lower.contains("://") || lower.starts_with("//") || lower.starts_with("data:") {
            return Image::Elsewhere;
        }
        let mut path = decoded(address.split(['?', '#']).next().unwrap_or(""));
        while let Some(rest) = ["./", "../", "/", "content/"].iter().find_map(|p| path.strip_prefix(p)) {
            path = rest.to_owned();
        }
        match self.0.get_key_value(&path) {
            Some((path, size)) => Image::Here(path.clone(), *size),
            None => Image::Missing(path),
        }
    }

    /// The picture whose path is most like `path`.
    fn nearest(&self, path: &str) -> Option<&str> {
        nearest(path, self.0.keys().map(String::as_str).collect::<Vec<_>>())
    }
}

/// `%20` and the like as what they stand for.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = (*first == b'%').then(|| address_byte(after)).flatten();
        bytes.push(hex.unwrap_or(*first));
        rest = if hex.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| address.to_owned())
}

fn address_byte(digits: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(digits.get(..2)?).ok()?;
    u8::from_str_radix(text, 16).ok()
}

fn size(path: &str, bytes: &[u8]) -> Option<(u32, u32)> {
    if path.to_ascii_lowercase().ends_with(".svg") {
        return drawing_size(&String::from_utf8_lossy(bytes));
    }
    let size = imagesize::blob_size(bytes).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// The size that an SVG says, or that of its view box.
fn drawing_size(text: &str) -> Option<(u32, u32)> {
    let start = text.find("<svg")?;
    let tag = &text[start..start + text[start..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!("{name}="))? + name.len() + 1;
        let quote = tag[at..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
        tag[at + 1..].split(quote).next()
    };
    let number = |text: &str| {
        let text = text.trim().trim_end_matches("px");
        text.parse::<f64>().ok().filter(|n| *n >= 1.0 && *n < 100_000.0)
    };
    let said = (
        attribute(" width").and_then(number),
        attribute(" height").and_then(number),
    );
    let (width, height) = match said {
        (Some(width), Some(height)) => (width, height),
        _ => {
            let mut numbers = attribute("viewBox")?
                .split([' ', ','])
                .filter(|n| !n.is_empty())
                .skip(2);
            (number(numbers.next()?)?, number(numbers.next()?)?)
        }
    };
    Some((width.round() as u32, height.round() as u32))
}

/// A text that authors wrote: its file, the text, and where in the file it begins.
type Text<'l> = (&'l Arc<str>, &'l str, usize);

/// Every text of the review that pages show as Markdown.
fn texts(library: &Library) -> Vec<Text<'_>> {
    let overviews = library.mechanisms.iter().filter_map(|entry| entry.overview.as_ref());
    let pages = library.pages.iter().chain(overviews);
    let mut texts: Vec<Text<'_>> = pages
        .map(|page| (&page.path, page.body.as_str(), page.body_offset))
        .collect();
    for entry in &library.articles {
        for section in entry.article.note_sections() {
            let start = section.span.start as usize;
            texts.push((&entry.article.path, section.span.of(&entry.article.source), start));
        }
    }
    texts
}

/// Formulas that cannot be set.
pub(super) fn bad_formulas(library: &Library) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, text, offset) in texts(library) {
        for formula in formula::find(text) {
            let Err(fault) = formula::mathml(&formula.tex, formula.display) else {
                continue;
            };
            let place = formula.place(text, fault.range).shift(offset);
            found.push(
                Diagnostic::new(
                    BAD_FORMULA,
                    format!("the formula has a fault: {}", fault.message.trim_end_matches('.')),
                )
                .at(path, place)
                .help("its source is shown in its place; write \\$ for a dollar that begins no formula"),
            );
        }
    }
    found
}

/// Pictures in authors' Markdown that say nothing to who cannot see them.
pub(super) fn wordless(library: &Library) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, text, offset) in texts(library) {
        let wordless = pictures(text).into_iter().filter(|picture| !picture.words);
        found.extend(wordless.map(|picture| {
            Diagnostic::new(
                IMAGE_WITHOUT_TEXT,
                "the picture has no text for those who cannot see it",
            )
            .at(path, picture.span.shift(offset))
            .help("write what it shows between the brackets: ![what it shows](address)")
        }));
    }
    found
}

/// Pictures in authors' Markdown that the pages cannot show.
pub fn missing_images(library: &Library, images: &Images) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, text, offset) in texts(library) {
        for picture in pictures(text) {
            let diagnostic = match images.get(&picture.address) {
                Image::Here(..) | Image::Inline => continue,
                Image::Elsewhere => Diagnostic::new(
                    MISSING_IMAGE,
                    format!("the picture {} stands elsewhere", picture.address),
                )
                .help("pages load nothing from other sites: save it to content/images/, or link to it"),
                Image::Missing(file) => {
                    let diagnostic = Diagnostic::new(MISSING_IMAGE, format!("there is no file content/{file}"));
                    match images.nearest(&file) {
                        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                        None => diagnostic.help(
                            "put the picture into content/images/ and write ![what it shows](images/its-name.png)",
                        ),
                    }
                }
            };
            found.push(diagnostic.at(path, picture.span.shift(offset)));
        }
    }
    found
}

/// A picture in Markdown.
struct Picture {
    span: Span,
    address: String,
    /// There are words between its brackets.
    words: bool,
}

fn pictures(markdown: &str) -> Vec<Picture> {
    let mut found: Vec<Picture> = Vec::new();
    if !markdown.contains("![") {
        return found;
    }
    let mut open = false;
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_DEFINITION_LIST;
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                open = true;
                found.push(Picture {
                    span: Span::new(range.start, range.end),
                    address: dest_url.to_string(),
                    words: false,
                });
            }
            Event::End(TagEnd::Image) => open = false,
            Event::Text(text) | Event::Code(text) if open => {
                if let Some(picture) = found.last_mut() {
                    picture.words |= !text.trim().is_empty();
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_without_words_are_found() {
        let text = "![a *b*](x.png) ![](y.png) `![](z.png)` ![ ](w.png)";
        let wordless = pictures(text).into_iter().filter(|picture| !picture.words);
        let found: Vec<&str> = wordless.map(|picture| picture.span.of(text)).collect();
        assert_eq!(found, ["![](y.png)", "![ ](w.png)"]);
    }

    #[test]
    fn a_picture_has_a_size_and_one_path() {
        let png: Vec<u8> = [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(),
            &[0, 0, 1, 64, 0, 0, 0, 200, 8, 6, 0, 0, 0],
        ]
        .concat();
        let svg = b"<?xml version=\"1.0\"?><svg xmlns=\"x\" viewBox=\"0 0 30.4 12\"></svg>";
        let svg2 = b"<svg width=\"40px\" height='20' viewBox=\"0 0 1 1\"/>";
        let files: [(&str, &[u8]); 4] = [
            ("images/a b.png", &png),
            ("images/b.svg", svg),
            ("images/c.svg", svg2),
            ("images/d.png", b"no"),
        ];
        let images = Images::of(files.into_iter());
        for address in [
            "images/a%20b.png",
            "../images/a b.png",
            "./images/a b.png",
            "/images/a b.png",
            "content/images/a b.png",
        ] {
            assert_eq!(
                images.get(address),
                Image::Here("images/a b.png".into(), Some((320, 200))),
                "{address}"
            );
        }
        assert_eq!(
            images.get("images/b.svg"),
            Image::Here("images/b.svg".into(), Some((30, 12)))
        );
        assert_eq!(
            images.get("images/c.svg"),
            Image::Here("images/c.svg".into(), Some((40, 20)))
        );
        assert_eq!(images.get("images/d.png"), Image::Here("images/d.png".into(), None));
        assert_eq!(images.get("images/e.png"), Image::Missing("images/e.png".into()));
        assert_eq!(images.get("https://x.org/e.png"), Image::Elsewhere);
        assert_eq!(images.get("data:text/html,x"), Image::Elsewhere);
        assert_eq!(images.get("data:image/png;base64,x"), Image::Inline);
    }
}
