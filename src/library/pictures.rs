//! Pictures of the authors: what may stand on the site. A picture shows something and does nothing: whoever opens its own
//! address opens it as a page of the site, so a drawing with a script, or a page among the pictures, would run there.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Endings of the files that are pictures.
const ENDINGS: [&str; 9] = ["apng", "avif", "gif", "heic", "jpeg", "jpg", "png", "svg", "webp"];

/// Elements of drawings that run something, load something or stand for a page. By local name, without regard to case.
const ACTIVE: [&str; 17] = [
    "animation",
    "applet",
    "audio",
    "base",
    "body",
    "embed",
    "foreignobject",
    "form",
    "handler",
    "html",
    "iframe",
    "link",
    "listener",
    "meta",
    "object",
    "script",
    "video",
];

/// Why a file among the pictures may not stand on the site; `None` where it may.
pub fn refused_picture(path: &str, bytes: &[u8]) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("svg") => refused_drawing(bytes),
        Some(ending) if ENDINGS.contains(&ending) => None,
        _ => Some(format!("pictures end with .{}", ENDINGS.join(", ."))),
    }
}

fn refused_drawing(bytes: &[u8]) -> Option<String> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Some("the drawing is not UTF-8".into());
    };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let (mut root, mut in_style) = (false, false);
    loop {
        let refused = match reader.read_event() {
            Err(error) => Some(format!("the drawing is damaged: {error}")),
            Ok(Event::Eof) => return (!root).then(|| "there is no drawing in it".into()),
            Ok(Event::Start(tag)) => {
                in_style = name(&tag) == "style";
                refused_element(&tag, &mut root)
            }
            Ok(Event::Empty(tag)) => refused_element(&tag, &mut root),
            Ok(Event::End(_)) => {
                in_style = false;
                None
            }
            Ok(Event::Text(text)) if in_style => refused_style(&text),
            Ok(Event::CData(text)) if in_style => refused_style(&text),
            // An entity could stand for anything.
            Ok(Event::DocType(text)) if text.contains('[') => {
                Some("the drawing declares entities, which are not looked into".into())
            }
            Ok(Event::PI(_)) => Some("the drawing holds an instruction to load or run something".into()),
            Ok(_) => None,
        };
        if refused.is_some() {
            return refused;
        }
    }
}

fn name(tag: &BytesStart<'_>) -> String {
    local(tag.name().as_ref())
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase()
}

fn refused_element(tag: &BytesStart<'_>, root: &mut bool) -> Option<String> {
    let element = name(tag);
    if !*root && element != "svg" {
        return Some(format!("it holds <{element}> and no drawing"));
    }
    *root = true;
    if ACTIVE.contains(&element.as_str()) {
        return Some(format!("the drawing holds <{element}>"));
    }
    for attribute in tag.attributes() {
        let Ok(attribute) = attribute else {
            return Some(format!("the drawing is damaged in <{element}>"));
        };
        let key = attribute.key.as_ref();
        // Declarations name other kinds of elements, and addresses of theirs load nothing.
        if key == "xmlns" || key.starts_with("xmlns:") {
            continue;
        }
        let Ok(value) = quick_xml::escape::unescape(&attribute.value) else {
            return Some(format!("the drawing is damaged in <{element}>"));
        };
        let (key, value) = (local(key), plain(&value));
        let refused = match key.as_str() {
            _ if key.starts_with("on") => true,
            "href" | "src" => !(stays(&value) || element == "a" && leads_to_a_page(&value)),
            // What an animation puts into an address.
            "to" | "from" | "by" | "values" => value.contains("script:") || value.contains("data:text"),
            _ => !loads_nothing(&value),
        };
        if refused {
            return Some(format!(
                "<{element}> of the drawing has {key}=\"{}\"",
                shortened(&value)
            ));
        }
    }
    None
}

fn refused_style(text: &str) -> Option<String> {
    let style = plain(text);
    if style.contains("@import") || !loads_nothing(&style) {
        return Some("the drawing's style loads something from elsewhere".into());
    }
    None
}

/// In small letters, without blanks and control characters: browsers pass over some of them.
fn plain(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_whitespace() && !c.is_control());
    kept.flat_map(char::to_lowercase).collect()
}

/// Whether an address is a place in the drawing, or a picture of pixels that is written out.
fn stays(address: &str) -> bool {
    let pixels = ["png", "jpeg", "jpg", "gif", "webp"].iter().any(|kind| {
        address
            .strip_prefix("data:image/")
            .is_some_and(|rest| rest.starts_with(kind))
    });
    address.is_empty() || address.starts_with('#') || pixels
}

fn leads_to_a_page(address: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
}

/// Whether all that a style or a value refers to is at hand.
fn loads_nothing(value: &str) -> bool {
    let mut addresses = value.split("url(").skip(1);
    let at_hand = addresses.all(|rest| {
        let address = rest.trim_start_matches(['"', '\'']);
        stays(address) || address.starts_with("data:font/") || address.starts_with("data:application/")
    });
    at_hand && !value.contains("javascript:")
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(inside: &str) -> bool {
        let text = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{inside}</svg>"#
        );
        refused_picture("images/a.svg", text.as_bytes()).is_some()
    }

    #[test]
    fn drawings_as_programs_write_them_are_taken() {
        for inside in [
            "",
            r#"<metadata><rdf:RDF><cc:Work rdf:about=""><dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/></cc:Work></rdf:RDF></metadata>"#,
            r##"<style type="text/css">*{stroke-linejoin: round; fill: url("#g")}</style><use xlink:href="#m1" x="3" y="4"/>"##,
            r#"<style><![CDATA[ .svglite line { fill: none; stroke: #000000; } ]]></style>"#,
            r##"<g clip-path="url(#cp)" style="fill:url(#p)" opacity="1"><text>one on script</text></g>"##,
            r#"<image href="data:image/png;base64,iVBORw0KGgo=" width="1"/>"#,
            r#"<a href="https://example.org/"><rect width="4"/></a>"#,
            r#"<animate attributeName="x" from="0" to="4" values="0;4"/>"#,
        ] {
            assert!(!refused(inside), "{inside}");
        }
        let whole = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<!-- made --><svg/>";
        assert_eq!(refused_picture("images/A.SVG", whole.as_bytes()), None);
        assert_eq!(refused_picture("images/b.PNG", b"\x89PNG"), None);
    }

    #[test]
    fn drawings_that_run_or_load_something_are_refused() {
        for inside in [
            "<script>alert(1)</script>",
            "<SCRIPT>alert(1)</SCRIPT>",
            "<s:script xmlns:s=\"http://www.w3.org/2000/svg\" href=\"data:,alert(1)\"/>",
            "<rect onload=\"alert(1)\"/>",
            "<rect OnClick=\"alert(1)\"/>",
            "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a xlink:href=\" java&#x0A;script&#58;alert(1)\">x</a>",
            "<a><set attributeName=\"href\" to=\"javascript:alert(1)\"/>x</a>",
            "<a><animate attributeName=\"href\" values=\"#;javascript:alert(1)\"/>x</a>",
            "<use href=\"https://far.example/a.svg#x\"/>",
            "<use href=\"data:image/svg+xml,&lt;svg/&gt;#x\"/>",
            "<image href=\"//far.example/a.png\"/>",
            "<style>@import 'https://far.example/a.css';</style>",
            "<style>@font-face{src: url( 'https://far.example/a.woff')}</style>",
            "<rect style=\"fill:url(https://far.example/a.svg#p)\"/>",
            "<rect fill=\"url(//far.example/a.svg#p)\"/>",
            "<iframe xmlns=\"http://www.w3.org/1999/xhtml\" src=\"#\"/>",
            "<?xml-stylesheet href=\"https://far.example/a.css\"?>",
            "<g>",
        ] {
            assert!(refused(inside), "{inside}");
        }
        for whole in [
            "<!DOCTYPE svg [<!ENTITY e \"<script>alert(1)</script>\">]><svg>&e;</svg>",
            "<html><svg/></html>",
            "",
            "plain text",
        ] {
            assert!(refused_picture("images/a.svg", whole.as_bytes()).is_some(), "{whole}");
        }
        assert!(refused_picture("images/a.svg", b"\xff\xfe<\0s\0v\0g\0/\0>\0").is_some());
        for name in [
            "images/a.html",
            "images/a.svgz",
            "images/a",
            "images/a.js",
            "images/a.png.xhtml",
        ] {
            assert!(refused_picture(name, b"<svg/>").is_some(), "{name}");
        }
    }
}
