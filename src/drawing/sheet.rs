//! SVG that was looked through: well-formed, of a size that can be drawn, with the characters that no font has.

use std::collections::BTreeSet;

use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};

use super::fonts::Fonts;
use super::{bearing, palette, raster};
use crate::base::Digest;

/// What draws. Another version may draw otherwise, so it is a part of the mark; a test compares it with `Cargo.lock`.
const RENDERER: &str = "resvg 0.49.0";

/// The most bytes of SVG, the most elements and texts in it, and the largest side of a picture.
const BYTE_LIMIT: usize = 256 * 1024;
const NODE_LIMIT: u32 = 10_000;
const SIDE_LIMIT: u32 = 2400;

/// What is ready to be drawn.
#[derive(Debug)]
pub struct Sheet {
    svg: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Stands for all that the picture is made from.
    pub mark: Digest,
    /// The characters of its texts that no font has.
    pub missing: BTreeSet<char>,
}

impl Sheet {
    /// Looks through SVG.
    ///
    /// # Errors
    /// Why it cannot be drawn, as a phrase.
    pub fn of(fonts: &Fonts, svg: String) -> Result<Sheet, String> {
        let size = svg.len();
        if size > BYTE_LIMIT {
            return Err(format!("the picture has {size} bytes of SVG, the limit is {BYTE_LIMIT}"));
        }
        let document = parsed(&svg)?;
        let root = document.root_element();
        if !root.has_tag_name(("http://www.w3.org/2000/svg", "svg")) {
            return Err("the picture is no `<svg xmlns=\"http://www.w3.org/2000/svg\">`".into());
        }
        let (width, height) = (side(root, "width")?, side(root, "height")?);
        let missing = texts(root).flat_map(str::chars).filter(|c| is_drawn(*c) && !fonts.has(*c)).collect();
        let mark = format!("{RENDERER}, briefgen {}\n{}\n{svg}", env!("CARGO_PKG_VERSION"), fonts.digest);
        Ok(Sheet { width, height, mark: Digest::of(mark.as_bytes()), missing, svg })
    }

    /// The picture as a PNG file.
    ///
    /// # Errors
    /// Why it cannot be drawn, as a phrase.
    pub fn draw(&self, fonts: &Fonts) -> Result<Vec<u8>, String> {
        let pixels = raster::pixels(fonts, &parsed(&self.svg)?, self.width, self.height)?;
        let png = palette::png(&pixels, self.width, self.height);
        Ok(bearing::marked(&png, self.mark))
    }

    /// Whether these bytes are the picture, as it was drawn.
    pub fn is_drawn_as(&self, png: &[u8]) -> bool {
        bearing::bears(png, self.mark)
    }
}

fn parsed(svg: &str) -> Result<Document<'_>, String> {
    let options = ParsingOptions { nodes_limit: NODE_LIMIT, ..ParsingOptions::default() };
    Document::parse_with_options(svg, options).map_err(|error| format!("the picture is no XML: {error}"))
}

fn side(root: Node<'_, '_>, name: &str) -> Result<u32, String> {
    let written = root.attribute(name).unwrap_or_default();
    let side = written.parse().ok().filter(|side| (1..=SIDE_LIMIT).contains(side));
    side.ok_or_else(|| {
        format!("the `{name}` of the picture is `{written}`, no number from 1 to {SIDE_LIMIT}")
    })
}

/// The texts that are drawn.
fn texts<'a>(root: Node<'a, 'a>) -> impl Iterator<Item = &'a str> {
    let drawn = root.descendants().filter(|node| node.is_text());
    let in_text = |node: &Node<'_, '_>| node.ancestors().any(|above| above.tag_name().name() == "text");
    drawn.filter(in_text).filter_map(|node| node.text())
}

/// Whether a character is something to see, rather than a space or a hint for line breaks.
fn is_drawn(character: char) -> bool {
    !character.is_whitespace()
        && !matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
        && !matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Diagnostics;

    #[test]
    fn the_mark_names_the_version_that_draws() {
        let (name, version) = RENDERER.split_once(' ').unwrap();
        let lock = include_str!("../../Cargo.lock");
        assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"\n")));
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        let fonts = Fonts::of(&mut Diagnostics::default(), &[]);
        let refusal = |svg: &str| Sheet::of(&fonts, svg.to_owned()).err().unwrap_or_default();
        let svg = |attributes: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}/>");
        assert_eq!(refusal(&svg("width=\"8\" height=\"8\"")), "");
        assert_eq!(
            refusal(&svg("width=\"8\"")),
            "the `height` of the picture is ``, no number from 1 to 2400"
        );
        assert_eq!(
            refusal(&svg("width=\"90000\" height=\"8\"")),
            "the `width` of the picture is `90000`, no number from 1 to 2400"
        );
        assert!(refusal("<svg").starts_with("the picture is no XML: "));
        assert!(refusal("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>").starts_with("the picture is no XML: "));
        assert_eq!(refusal("<svg/>"), "the picture is no `<svg xmlns=\"http://www.w3.org/2000/svg\">`");
        let many = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{}</svg>", "<g/>".repeat(10_000));
        assert!(refusal(&many).starts_with("the picture is no XML: "));
        assert!(refusal(&" ".repeat(300_000)).starts_with("the picture has 300000 bytes"));
    }

    #[test]
    fn nothing_outside_is_drawn() {
        let fonts = Fonts::of(&mut Diagnostics::default(), &[]);
        let picture = |inside: &str| {
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
                 width=\"8\" height=\"8\">{inside}</svg>"
            );
            let sheet = Sheet::of(&fonts, svg).unwrap();
            raster::pixels(&fonts, &parsed(&sheet.svg).unwrap(), 8, 8).unwrap()
        };
        let white = picture("");
        assert_eq!(white, [0xFF_FFFF; 64]);
        let data = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='8' height='8'%3E%3Crect width='8' height='8'/%3E%3C/svg%3E";
        for href in ["/etc/passwd", "file:///etc/passwd", "https://example.org/a.svg", data] {
            assert_eq!(picture(&format!("<image href=\"{href}\" width=\"8\" height=\"8\"/>")), white);
            assert_eq!(picture(&format!("<image xlink:href=\"{href}\" width=\"8\" height=\"8\"/>")), white);
        }
        assert_ne!(picture("<rect width=\"8\" height=\"8\"/>"), white);
        // Without a font a text is nothing to see.
        assert_eq!(picture("<text y=\"8\">x</text>"), white);
    }
}
