//! SVG drawings: how large they are, and what in them could do more than draw. In a page, a browser draws one and runs
//! nothing; opened by itself, it is a document that may run scripts and load from other hosts.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Fault;

/// What a drawing is.
#[derive(Debug, Default, PartialEq)]
pub struct Drawing {
    /// How wide and high it is, in pixels, if it says so.
    pub size: Option<(u32, u32)>,
    /// What in it is not to be published.
    pub dangers: Vec<Danger>,
}

/// Something that could do more than draw.
#[derive(Debug, PartialEq)]
pub struct Danger {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// What it is: a phrase.
    pub what: String,
}

/// Elements that run code or hold documents of another kind.
const REFUSED: [&str; 10] =
    ["script", "handler", "listener", "foreignobject", "iframe", "embed", "object", "audio", "video", "link"];

const MALFORMED: Fault = Fault::Broken("it is not well-formed XML");

const LOADS: &str = "a style that loads another file";

/// What a text says as a drawing.
///
/// # Errors
/// If it is no XML, or no drawing.
pub fn drawing(text: &str) -> Result<Drawing, Fault> {
    let mut reader = Reader::from_str(text);
    let mut drawing = Drawing::default();
    let (mut depth, mut has_root, mut in_style) = (0_usize, false, false);
    loop {
        let begin = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|_| MALFORMED)?;
        let range = begin..(reader.buffer_position() as usize).min(text.len());
        let mut danger = |what: String| drawing.dangers.push(Danger { range: range.clone(), what });
        match &event {
            Event::Start(element) | Event::Empty(element) => {
                let name = local(element.local_name().as_ref());
                inspect(element, &name, &mut danger)?;
                if depth == 0 && name == "svg" {
                    has_root = true;
                    drawing.size = size(element);
                }
                in_style = name == "style" && matches!(event, Event::Start(_));
                depth += usize::from(matches!(event, Event::Start(_)));
            }
            Event::End(_) => {
                in_style = false;
                depth = depth.saturating_sub(1);
            }
            Event::Text(_) | Event::CData(_) if in_style => style(&text[range.clone()], &mut danger),
            Event::GeneralRef(name)
                if in_style && !matches!(&**name, b"gt" | b"lt" | b"amp" | b"quot" | b"apos") =>
            {
                danger(LOADS.into());
            }
            Event::PI(_) if text[range.clone()].starts_with("<?xml-stylesheet") => {
                danger("a stylesheet of another file".into());
            }
            Event::DocType(_) if text[range.clone()].contains('[') => {
                danger("a document type with declarations of its own".into());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if has_root && depth == 0 { Ok(drawing) } else { Err(Fault::Broken("it has no whole `svg` element")) }
}

fn local(name: &[u8]) -> String {
    String::from_utf8_lossy(name).to_lowercase()
}

/// Looks for what an element could do.
fn inspect(element: &BytesStart<'_>, name: &str, danger: &mut impl FnMut(String)) -> Result<(), Fault> {
    if REFUSED.contains(&name) {
        danger(format!("an element `{name}`"));
    }
    let moves = matches!(name, "set" | "animate" | "animatemotion" | "animatetransform");
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_| MALFORMED)?;
        let value = attribute.unescape_value().map_err(|_| MALFORMED)?;
        let key = local(attribute.key.local_name().as_ref());
        let plain: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let plain = plain.to_lowercase();
        if key.starts_with("on") {
            danger(format!("an attribute `{key}`, which is a script"));
        } else if plain.contains("javascript:") {
            danger(format!("a script in `{key}`"));
        } else if matches!(key.as_str(), "href" | "src") && !is_allowed(name, &plain) {
            danger(format!("a reference to `{}`", value.trim()));
        } else if moves && key == "attributename" && (plain.ends_with("href") || plain.starts_with("on")) {
            danger(format!("an animation of `{}`", value.trim()));
        } else if attribute.key.as_ref() == b"xml:base" {
            danger("`xml:base`, which moves what references mean".into());
        } else if key == "style" {
            style(&value, danger);
        } else if loads(&plain) {
            danger(LOADS.into());
        }
    }
    Ok(())
}

/// Whether a reference stays in the drawing; a link may lead to a page.
fn is_allowed(element: &str, target: &str) -> bool {
    let is_picture = ["data:image/png", "data:image/jpeg", "data:image/webp", "data:image/gif"];
    target.starts_with('#')
        || is_picture.iter().any(|start| target.starts_with(start))
        || element == "a" && (target.starts_with("https://") || target.starts_with("http://"))
}

/// Looks for what a style would load, in whatever way it is written.
fn style(text: &str, danger: &mut impl FnMut(String)) {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.to_lowercase();
    if plain.contains("@import") || plain.contains("//") || plain.contains('\\') || loads(&plain) {
        danger(LOADS.into());
    }
}

/// Whether a value, written without spaces and in small letters, names another file to draw with.
fn loads(plain: &str) -> bool {
    let is_outside = |url: &str| !is_allowed("", url.trim_start_matches(['"', '\'']));
    plain.split("url(").skip(1).any(is_outside)
}

/// The size that the root element gives, in whole pixels: by its own width and height, else by what of the plane it shows.
fn size(root: &BytesStart<'_>) -> Option<(u32, u32)> {
    let value = |name: &str| {
        let attribute = root.try_get_attribute(name).ok()??;
        attribute.unescape_value().ok().map(std::borrow::Cow::into_owned)
    };
    let pixels = |text: &str| {
        let number: f64 = text.trim().trim_end_matches("px").parse().ok()?;
        (0.5..=65535.0).contains(&number).then(|| number.round() as u32)
    };
    let own = |name| value(name).and_then(|text| pixels(&text));
    if let (Some(width), Some(height)) = (own("width"), own("height")) {
        return Some((width, height));
    }
    let shown = value("viewBox")?;
    let numbers: Vec<&str> =
        shown.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty()).collect();
    match numbers[..] {
        [_, _, width, height] => Some((pixels(width)?, pixels(height)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dangers(inner: &str) -> Vec<String> {
        let text = format!("<svg xmlns='http://www.w3.org/2000/svg' xmlns:x='y'>{inner}</svg>");
        drawing(&text).unwrap().dangers.into_iter().map(|danger| danger.what).collect()
    }

    #[test]
    fn a_drawing_says_how_large_it_is() {
        let size =
            |attributes: &str| drawing(&format!("<?xml version='1.0'?>\n<svg {attributes}/>")).unwrap().size;
        assert_eq!(size("viewBox='0 0 300.4 150'"), Some((300, 150)));
        assert_eq!(size("viewBox='0,0, 30,15' width='300px' height='150'"), Some((300, 150)));
        assert_eq!(size("viewBox='0 0 30 15' width='100%' height='2em'"), Some((30, 15)));
        for none in
            ["", "viewBox='0 0 0 1'", "viewBox='0 0 1'", "viewBox='a b c d'", "width='9e99' height='1'"]
        {
            assert_eq!(size(none), None, "{none}");
        }
    }

    #[test]
    fn what_draws_is_let_through() {
        let drawn = "<style>.a { fill: url(#b); }</style><defs><linearGradient id='b'/></defs><use x:href='#b'/>\
            <a href='https://example.org/'><text font-family='Noto Sans JP' style='fill: url(\"#b\")'>岩屋</text></a>\
            <image href='data:image/png;base64,AA=='/>";
        assert_eq!(dangers(drawn), [""; 0]);
    }

    #[test]
    fn what_does_more_is_found() {
        for (inner, what) in [
            ("<script>1</script>", "an element `script`"),
            ("<x:Script/>", "an element `script`"),
            ("<g onload='x()'/>", "an attribute `onload`, which is a script"),
            ("<foreignObject/>", "an element `foreignobject`"),
            ("<a href='java&#10;script:x'/>", "a script in `href`"),
            ("<image href='https://example.org/a.png'/>", "a reference to `https://example.org/a.png`"),
            ("<use x:href='other.svg#a'/>", "a reference to `other.svg#a`"),
            ("<image href='data:image/svg+xml,x'/>", "a reference to `data:image/svg+xml,x`"),
            ("<set attributeName='href' to='x'/>", "an animation of `href`"),
            ("<style>@import 'x';</style>", "a style that loads another file"),
            ("<style><![CDATA[a { b: url( \"https://x\") }]]></style>", "a style that loads another file"),
            ("<g style='fill: url(//x)'/>", "a style that loads another file"),
            ("<g style='fill: u\\72l(x)'/>", "a style that loads another file"),
            ("<g fill='url( \"x.svg#a\")'/>", "a style that loads another file"),
            ("<style>&#64;import 'x';</style>", "a style that loads another file"),
            ("<g style='background: image-set(\"//x\" 1x)'/>", "a style that loads another file"),
            ("<g xml:base='https://x'/>", "`xml:base`, which moves what references mean"),
        ] {
            assert_eq!(dangers(inner), [what], "{inner}");
        }
        let outside = "<?xml-stylesheet href='a'?><!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>";
        assert_eq!(drawing(outside).unwrap().dangers.len(), 2);
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for text in ["", "map", "<html/>", "<svg>", "<svg><g></svg>", "<svg a=b/>"] {
            assert!(drawing(text).is_err(), "{text}");
        }
    }
}
