//! Folding text for comparison, and slugs for addresses.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Text for comparing: compatibility-decomposed, marks dropped, lower case, dashes as `-`, quotes straight,
/// Latin ligatures spelled out; blanks are kept as they are.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    // Character by character: the order of marks, which only a whole normalisation would mend, goes with the marks.
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            decompose_compatible(c, |part| fold_char(part, &mut out));
        }
    }
    out
}

/// Folds one decomposed character onto `out`.
pub fn fold_char(c: char, out: &mut String) {
    match c {
        _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
        _ if is_combining_mark(c) => {}
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}' => out.push('-'),
        '‘' | '’' | 'ʼ' | '′' => out.push('\''),
        '“' | '”' | '″' => out.push('"'),
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'þ' | 'Þ' => out.push_str("th"),
        'ı' => out.push('i'),
        '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{2060}' => {}
        _ => out.extend(c.to_lowercase()),
    }
}

/// A name for a file or an address: ASCII lower-case letters, digits and single hyphens, at most `max` bytes,
/// never empty (`x`), never a device name of Windows.
pub fn slug(text: &str, max: usize) -> String {
    let folded = fold(text);
    let mut out = String::new();
    for c in folded.chars() {
        if out.len() >= max {
            break;
        }
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if let Some(name) = greek(c) {
            out.push_str(name);
        } else if !out.is_empty() && !out.ends_with('-') && c != '\'' {
            out.push('-');
        }
    }
    out.truncate(max);
    let out = out.trim_end_matches('-').to_owned();
    const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];
    let numbered = out.len() == 4 && (out.starts_with("com") || out.starts_with("lpt"));
    match out.as_str() {
        "" => "x".to_owned(),
        name if RESERVED.contains(&name) || numbered => format!("{name}-x"),
        _ => out,
    }
}

/// The spelled name of a Greek lower-case letter.
pub fn greek(c: char) -> Option<&'static str> {
    const NAMES: [&str; 25] = [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
        "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    ];
    let index = (c as u32).checked_sub('α' as u32)?;
    NAMES.get(index as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain_and_safe() {
        assert_eq!(slug("Quintás-Cardama 2010", 80), "quintas-cardama-2010");
        assert_eq!(slug("γc receptor/../x", 80), "gammac-receptor-x");
        assert_eq!(slug("../../", 80), "x");
        assert_eq!(slug("CON", 80), "con-x");
        assert_eq!(slug("abcdef", 3), "abc");
    }
}
