//! TeX as MathML.

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use std::ops::Range;
use std::sync::OnceLock;

/// Why a formula cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where in the TeX, in bytes.
    pub range: Range<usize>,
    /// What is wrong there.
    pub message: String,
}

/// Signs that may open a level, in one formula.
const NESTING: usize = 2_000;
/// Stack for one level: the parser calls itself for each.
const LEVEL: usize = 48 * 1024;
/// Levels that fit on any thread's stack.
const SHALLOW: usize = 16;

/// The MathML of a formula, without `style=`, which the pages' policy forbids: what it says is said by classes.
///
/// # Errors
///
/// Where the TeX has a fault or uses a command that is not known, and the place of it.
pub fn mathml(tex: &str, display: bool) -> Result<String, Fault> {
    let nesting = tex.bytes().filter(|b| b"{\\^_[".contains(b)).count();
    if nesting > NESTING {
        return Err(Fault {
            range: 0..tex.len(),
            message: "the formula is too long".into(),
        });
    }
    if nesting <= SHALLOW {
        return convert(tex, display);
    }
    let stack = (nesting + SHALLOW) * LEVEL;
    let failed = || Fault {
        range: 0..tex.len(),
        message: "the formula cannot be set".into(),
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(stack);
        let thread = thread.spawn_scoped(scope, || convert(tex, display));
        thread.map_err(|_| failed())?.join().unwrap_or_else(|_| Err(failed()))
    })
}

fn convert(tex: &str, display: bool) -> Result<String, Fault> {
    static CONVERTER: OnceLock<Option<LatexToMathML>> = OnceLock::new();
    let converter = CONVERTER.get_or_init(|| {
        let config = MathCoreConfig {
            annotation: true,
            ..MathCoreConfig::default()
        };
        LatexToMathML::new(config).ok()
    });
    let display = if display {
        MathDisplay::Block
    } else {
        MathDisplay::Inline
    };
    let Some(converter) = converter else {
        return Err(Fault {
            range: 0..tex.len(),
            message: "formulas cannot be set".into(),
        });
    };
    match converter.convert_with_local_state(tex, display) {
        Ok(made) => Ok(classed(&made.mathml)),
        Err(error) => Err(Fault {
            range: error.0.start.min(tex.len())..error.0.end.min(tex.len()),
            message: error.error_message(),
        }),
    }
}

/// Declarations of styles that formulas are made with, and the classes that say the same.
const CLASSES: [(&str, &str); 6] = [
    ("text-align: left", "f-start"),
    ("text-align: right", "f-end"),
    ("padding-left: 0", "f-near"),
    ("padding-right: 0", "f-close"),
    ("border-top", "f-over"),
    ("width: 100%", "f-full"),
];

/// `style=` as classes; colours as `mathcolor`. The converter writes attributes in double quotes only.
fn classed(mathml: &str) -> String {
    let mut out = String::with_capacity(mathml.len());
    let mut rest = mathml;
    while let Some(at) = rest.find(" style=\"") {
        let value = &rest[at + 8..];
        let Some(end) = value.find('"') else { break };
        let before = &rest[..at];
        // In a text, not in a tag.
        if before.rfind('>') > before.rfind('<') {
            out.push_str(&rest[..at + 8]);
            rest = value;
            continue;
        }
        out.push_str(before);
        let declarations = &value[..end];
        let said = CLASSES.iter().filter(|(words, _)| declarations.contains(words));
        let classes: Vec<&str> = said.map(|(_, class)| *class).collect();
        if !classes.is_empty() {
            out.push_str(&format!(" class=\"{}\"", classes.join(" ")));
        }
        if let Some(colour) = declarations.strip_prefix("color:") {
            let colour = colour.split(';').next().unwrap_or("").trim();
            out.push_str(&format!(" mathcolor=\"{colour}\""));
        }
        rest = &value[end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_set_without_styles() {
        let shown = mathml("K_d = \\frac{[L][R]}{[LR]} < 3", false).unwrap();
        assert!(shown.starts_with("<math>") && shown.contains("<mfrac>"), "{shown}");
        assert!(shown.contains("&lt;"), "{shown}");
        assert!(shown.contains("application/x-tex"), "the TeX can be copied: {shown}");
        let shown = mathml("\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}", true).unwrap();
        assert!(shown.starts_with("<math display=\"block\">"), "{shown}");
        assert!(!shown.contains(" style=") && shown.contains("f-end"), "{shown}");
        let shown = mathml("\\color{red} x", false).unwrap();
        let words = mathml("\\text{a style=\"b\"}", false).unwrap();
        assert!(
            words.contains("style=\"b\"") || words.contains("style=&quot;b"),
            "{words}"
        );
        assert!(shown.contains("mathcolor=\"#FF0000\""), "{shown}");
    }

    #[test]
    fn a_fault_has_its_place() {
        let fault = mathml("a + \\foo{x}", false).unwrap_err();
        assert_eq!(&"a + \\foo{x}"[fault.range.clone()], "\\foo");
        assert!(!fault.message.is_empty());
        assert!(mathml("\\frac{a", false).is_err());
    }

    #[test]
    fn deep_formulas_do_no_harm() {
        for (open, close) in [
            ("{", "}"),
            ("\\sqrt", ""),
            ("\\frac{1}", ""),
            ("x^{", "}"),
            ("\\left(", "\\right)"),
        ] {
            for depth in [15, 300, 900, 30_000] {
                let tex = format!("{}{{x}}{}", open.repeat(depth), close.repeat(depth));
                let made = mathml(&tex, false);
                assert!(depth != 15 || made.is_ok(), "{open}: {made:?}");
            }
        }
    }
}
