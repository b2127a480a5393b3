//! MathML as text. A row of letters, numbers and signs with at most digits above or below them is written as it reads
//! (`10⁻⁹`, `β`); what has more to it is written in TeX between dollar signs, so that neither a fraction nor an index
//! is lost by standing on one line.

use super::scripts::{subscript, superscript};
use super::xml::Element;

/// The text for a `math` element.
pub(super) fn text(math: Element<'_>) -> String {
    if let Some(plain) = plain(math) {
        return plain;
    }
    if let Some(annotation) = math
        .inside(&["annotation"])
        .find(|annotation| annotation.is("encoding", "application/x-tex"))
    {
        return format!("${}$", annotation.text().as_str());
    }
    format!("${}$", tex(math).trim())
}

/// The TeX of a `tex-math` element: a whole small document in the files of some publishers.
pub(super) fn from_tex(source: &str) -> String {
    let body = source.split_once("\\begin{document}").map_or(source, |(_, body)| {
        body.split_once("\\end{document}").map_or(body, |(body, _)| body)
    });
    let body = body.trim();
    match body.starts_with('$') {
        true => format!("${}$", body.trim_matches('$').trim()),
        false => format!("${body}$"),
    }
}

/// A row without anything that one line cannot show.
fn plain(math: Element<'_>) -> Option<String> {
    let mut out = String::new();
    // The elements still to be read, the next one last.
    let mut left = vec![math];
    while let Some(element) = left.pop() {
        match element.name() {
            "math" | "mrow" | "mstyle" | "mpadded" | "semantics" => {
                let mut children: Vec<_> = element.children().collect();
                children.reverse();
                left.extend(children);
            }
            "mi" | "mn" | "mo" | "mtext" | "ms" | "ci" => out.push_str(element.text().as_str()),
            "mspace" => out.push(' '),
            "annotation" | "annotation-xml" => {}
            name @ ("msup" | "msub") => {
                let mut children = element.children();
                let (base, script) = (children.next()?, children.next()?);
                let token = |element: Element<'_>| element.children().next().is_none();
                if !token(base) {
                    return None;
                }
                let map = if name == "msup" { superscript } else { subscript };
                let script = script.text();
                let small: Option<String> = script.as_str().chars().filter(|c| *c != ' ').map(map).collect();
                out.push_str(base.text().as_str());
                out.push_str(&small.filter(|small| !small.is_empty())?);
            }
            name => {
                let sign = constant(name).filter(|_| element.children().next().is_none())?;
                out.push_str(sign);
            }
        }
    }
    Some(out)
}

/// One element whose parts are being written.
struct Open<'d> {
    element: Element<'d>,
    children: Vec<Element<'d>>,
    done: Vec<String>,
}

/// Presentation MathML, and of content MathML what names a shape, as TeX.
fn tex(math: Element<'_>) -> String {
    let mut stack: Vec<Open<'_>> = vec![enter(math)];
    loop {
        let Some(top) = stack.last_mut() else {
            return String::new();
        };
        if let Some(next) = top.children.pop() {
            if matches!(next.name(), "annotation" | "annotation-xml") {
                continue;
            }
            if next.children().next().is_none() || next.name() == "cn" {
                top.done.push(leaf(next));
            } else {
                stack.push(enter(next));
            }
            continue;
        }
        let Some(whole) = stack.pop() else { return String::new() };
        let written = compose(whole.element, whole.done);
        match stack.last_mut() {
            Some(around) => around.done.push(written),
            None => return written,
        }
    }
}

fn enter(element: Element<'_>) -> Open<'_> {
    let mut children: Vec<_> = element.children().collect();
    children.reverse();
    Open {
        element,
        children,
        done: Vec::new(),
    }
}

fn leaf(element: Element<'_>) -> String {
    let text = element.text();
    let text = text.as_str();
    match element.name() {
        "mspace" => "\\ ".to_owned(),
        "mtext" | "ms" => format!("\\text{{{}}}", escape(text)),
        "mi" | "ci" if text.chars().nth(1).is_some() => {
            const NAMED: [&str; 20] = [
                "arg", "cos", "cosh", "cot", "deg", "det", "dim", "exp", "gcd", "inf", "lim", "ln", "log", "max",
                "min", "Pr", "sin", "sinh", "tan", "tanh",
            ];
            match NAMED.contains(&text) {
                true => format!("\\{text} "),
                false => format!("\\mathrm{{{}}}", escape(text)),
            }
        }
        "cn" => number(element),
        name => constant(name).map_or_else(|| escape(text), str::to_owned),
    }
}

/// A number of content MathML: `17<sep/>29` is a pair whose meaning its type tells.
fn number(element: Element<'_>) -> String {
    let parts = element.text();
    let kind = element.attribute("type");
    let kind = kind.as_ref().map_or("", |kind| kind.as_str());
    let parts: Vec<String> = parts.as_str().split_whitespace().map(escape).collect();
    match (kind, parts.as_slice()) {
        ("complex-cartesian", [real, imaginary]) => format!("{real}+{imaginary}i"),
        ("rational", [over, under]) => format!("\\frac{{{over}}}{{{under}}}"),
        ("e-notation", [digits, power]) => format!("{digits}\\times 10^{{{power}}}"),
        _ => parts.join(" "),
    }
}

/// TeX for an element whose parts have been written.
fn compose(element: Element<'_>, parts: Vec<String>) -> String {
    let part = |index: usize| parts.get(index).map_or("", String::as_str);
    let rows = |name: &str| format!("\\begin{{{name}}}{}\\end{{{name}}}", parts.join(" \\\\ "));
    match element.name() {
        "msub" => format!("{}_{{{}}}", group(part(0)), part(1)),
        "msup" => format!("{}^{{{}}}", group(part(0)), part(1)),
        "msubsup" => format!("{}_{{{}}}^{{{}}}", group(part(0)), part(1), part(2)),
        "munder" if large(part(0)) => format!("{}_{{{}}}", part(0), part(1)),
        "mover" if large(part(0)) => format!("{}^{{{}}}", part(0), part(1)),
        "munderover" if large(part(0)) => format!("{}_{{{}}}^{{{}}}", part(0), part(1), part(2)),
        "munder" => format!("\\underset{{{}}}{{{}}}", part(1), part(0)),
        "mover" => format!("\\overset{{{}}}{{{}}}", part(1), part(0)),
        "munderover" => format!("\\underset{{{}}}{{\\overset{{{}}}{{{}}}}}", part(1), part(2), part(0)),
        "mfrac" => format!("\\frac{{{}}}{{{}}}", part(0), part(1)),
        "msqrt" => format!("\\sqrt{{{}}}", parts.concat()),
        "mroot" => format!("\\sqrt[{}]{{{}}}", part(1), part(0)),
        "mfenced" => {
            let sign = |name: &str, usual: &str| {
                let sign = element
                    .attribute(name)
                    .map_or_else(|| usual.to_owned(), |sign| sign.into_string());
                escape(&sign)
            };
            let between = sign("separators", ",");
            let between: String = between.chars().take(1).collect();
            format!("{}{}{}", sign("open", "("), parts.join(&between), sign("close", ")"))
        }
        "mtable" => rows("matrix"),
        "matrix" => rows("pmatrix"),
        "mtr" | "mlabeledtr" | "matrixrow" => parts.join(" & "),
        "vector" => format!("\\begin{{pmatrix}}{}\\end{{pmatrix}}", parts.join(" \\\\ ")),
        "apply" => match (part(0), parts.len()) {
            ("/", 3) => format!("\\frac{{{}}}{{{}}}", part(1), part(2)),
            ("^", 3) => format!("{}^{{{}}}", group(part(1)), part(2)),
            (sign, 3..) if !sign.chars().any(char::is_alphanumeric) || sign.starts_with('\\') => parts[1..].join(sign),
            (function, _) => format!("{function}({})", parts.get(1..).unwrap_or_default().join(", ")),
        },
        _ => parts.concat(),
    }
}

/// A base of more than one sign is held together.
fn group(base: &str) -> String {
    match base.chars().nth(1) {
        Some(_) => format!("{{{base}}}"),
        None => base.to_owned(),
    }
}

/// Signs whose limits stand above and below.
fn large(base: &str) -> bool {
    matches!(base, "∑" | "∏" | "∐" | "∫" | "∬" | "∭" | "∮" | "⋃" | "⋂" | "⋁" | "⋀") || base == "\\lim "
}

/// Empty elements of content MathML.
fn constant(name: &str) -> Option<&'static str> {
    Some(match name {
        "infinity" => "∞",
        "pi" => "π",
        "emptyset" => "∅",
        "complexes" => "ℂ",
        "integers" => "ℤ",
        "naturalnumbers" => "ℕ",
        "rationals" => "ℚ",
        "reals" => "ℝ",
        "plus" => "+",
        "minus" => "−",
        "times" => "×",
        "divide" => "/",
        "power" => "^",
        "eq" => "=",
        "neq" => "≠",
        "lt" => "<",
        "gt" => ">",
        "leq" => "≤",
        "geq" => "≥",
        "approx" => "≈",
        "in" => "∈",
        "notin" => "∉",
        "subset" => "⊆",
        "union" => "∪",
        "intersect" => "∩",
        _ => return None,
    })
}

/// Text in TeX: its own signs escaped.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\backslash "),
            '{' | '}' | '$' | '%' | '&' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '\u{2061}'..='\u{2064}' | '\u{200b}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::xml::Document;
    use crate::capture::Capture;

    fn read(inside: &str) -> String {
        let capture = Capture::from_text("x.xml", &format!("<a>of <mml:math>{inside}</mml:math>, so</a>"));
        let document = Document::parse(&capture);
        let whole = document.outermost(&["a"]).next().unwrap().text();
        let whole = whole
            .as_str()
            .strip_prefix("of ")
            .unwrap()
            .strip_suffix(", so")
            .unwrap();
        whole.to_owned()
    }

    #[test]
    fn what_one_line_shows_is_written_as_it_reads() {
        assert_eq!(read("<mml:mi>β</mml:mi>"), "β");
        assert_eq!(
            read(
                "<mml:mrow><mml:mn>2</mml:mn> <mml:mo>×</mml:mo> <mml:msup><mml:mn>10</mml:mn><mml:mrow><mml:mo>-</mml:mo><mml:mn>9</mml:mn></mml:mrow></mml:msup></mml:mrow>"
            ),
            "2×10⁻⁹"
        );
        assert_eq!(read("<msub><mi>H</mi><mn>2</mn></msub><mi>O</mi>"), "H₂O");
    }

    #[test]
    fn what_one_line_cannot_show_is_tex() {
        assert_eq!(
            read("<mi>η</mi><msubsup><mi>η</mi><mi>p</mi><mn>2</mn></msubsup>"),
            "$ηη_{p}^{2}$"
        );
        assert_eq!(
            read("<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><msqrt><mi>b</mi></msqrt></mfrac>"),
            "$\\frac{a+1}{\\sqrt{b}}$"
        );
        assert_eq!(
            read(
                "<munderover><mo>&#x2211;</mo><mi>i</mi><mi>n</mi></munderover><mfenced open='|'><mi>a</mi><mi>b</mi></mfenced>"
            ),
            "$∑_{i}^{n}|a,b)$"
        );
        assert_eq!(
            read(
                "<mi>det</mi><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mi>k_on</mi></mtd></mtr><mtr><mtd/><mtd/></mtr></mtable>"
            ),
            "$\\det \\begin{matrix}1 & \\mathrm{k\\_on} \\\\  & \\end{matrix}$"
        );
        assert_eq!(
            read("<apply><in/><cn type='complex-cartesian'>17<sep/>29</cn><complexes/></apply>"),
            "$17+29i∈ℂ$"
        );
        assert_eq!(
            read(
                "<semantics><mfrac><mi>a</mi><mi>b</mi></mfrac><annotation encoding='application/x-tex'>a \\over b</annotation></semantics>"
            ),
            "$a \\over b$"
        );
    }

    #[test]
    fn of_two_ways_to_write_a_formula_one_is_read() {
        let source = "<a>A <inline-formula><alternatives><tex-math>\\begin{document}$$x_i$$\\end{document}</tex-math>\
                      <mml:math><mml:msub><mml:mi>x</mml:mi><mml:mi>i</mml:mi></mml:msub></mml:math></alternatives></inline-formula> b \
                      <tex-math>\\usepackage{amsmath}\\begin{document}$$\\alpha$$\\end{document}</tex-math>.</a>";
        let capture = Capture::from_text("x.xml", source);
        let document = Document::parse(&capture);
        let text = document.outermost(&["a"]).next().unwrap().text_without(&[]);
        assert_eq!(text.as_str(), "A $x_{i}$ b $\\alpha$.");
    }
}
