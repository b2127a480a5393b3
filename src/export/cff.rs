//! `CITATION.cff`, from which GitHub and others tell how a repository is to be cited. One work, not a list, so it is no line
//! of `EXPORTS`. See <https://github.com/citation-file-format/citation-file-format>.

use super::one_line;
use crate::base::Name;
use crate::record::{Field, Item};

/// The file for one work; none where its title or its authors are not known, for the format asks for both. The work is a
/// website in `preferred-citation`, since the file itself knows only software and data.
pub fn citation_file(item: &Item) -> Option<String> {
    let title = item.title()?;
    if item.author.is_empty() {
        return None;
    }
    let mut out = String::from("cff-version: 1.2.0\nmessage: \"Please cite this review as below.\"\ntype: dataset\n");
    if let Some(text) = item.get(Field::Abstract) {
        out.push_str(&format!("abstract: {}\n", quoted(text)));
    }
    work(&mut out, item, title, "");
    out.push_str("preferred-citation:\n  type: website\n");
    work(&mut out, item, title, "  ");
    Some(out)
}

fn work(out: &mut String, item: &Item, title: &str, indent: &str) {
    out.push_str(&format!("{indent}title: {}\n{indent}authors:\n", quoted(title)));
    for name in &item.author {
        for (index, (key, value)) in name_parts(name).into_iter().enumerate() {
            let mark = if index == 0 { "- " } else { "  " };
            out.push_str(&format!("{indent}  {mark}{key}: {}\n", quoted(&value)));
        }
    }
    if let Some(doi) = item.doi() {
        out.push_str(&format!("{indent}doi: {}\n", quoted(&doi.to_string())));
    }
    if let Some(url) = item.get(Field::Url).filter(|url| url.starts_with("http")) {
        out.push_str(&format!("{indent}url: {}\n", quoted(url)));
    }
    // A day is asked for; of less only references have a place.
    match item.issued {
        Some(date) if date.day.is_some() => out.push_str(&format!("{indent}date-released: \"{date}\"\n")),
        Some(date) if !indent.is_empty() => out.push_str(&format!("{indent}year: {}\n", date.year)),
        _ => {}
    }
}

fn name_parts(name: &Name) -> Vec<(&'static str, Box<str>)> {
    let mut parts = Vec::new();
    match &name.family {
        Some(family) => {
            parts.push(("family-names", family.clone()));
            parts.extend(name.given.clone().map(|given| ("given-names", given)));
            let particle = name.non_dropping_particle.clone().or(name.dropping_particle.clone());
            parts.extend(particle.map(|particle| ("name-particle", particle)));
            parts.extend(name.suffix.clone().map(|suffix| ("name-suffix", suffix)));
        }
        None => parts.push(("name", name.literal.clone().unwrap_or_default())),
    }
    parts.extend(
        name.orcid
            .as_ref()
            .map(|orcid| ("orcid", format!("https://orcid.org/{orcid}").into())),
    );
    parts
}

/// A double-quoted scalar: what JSON escapes, YAML reads.
fn quoted(text: &str) -> String {
    serde_json::Value::from(one_line(text)).to_string()
}
