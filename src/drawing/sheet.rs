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
