//! SVG becomes pixels. Nothing is fetched: neither files, nor addresses, nor pictures within the SVG, nor fonts of the machine.

use std::sync::Arc;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::ID;
use resvg::usvg::roxmltree::Document;
use resvg::usvg::{FontFamily, FontResolver, ImageHrefResolver, Options, Tree};

use super::fonts::Fonts;

/// The pixels, line by line, each `0xRRGGBB`. What the SVG leaves free is white.
pub fn pixels(fonts: &Fonts, svg: &Document<'_>, width: u32, height: u32) -> Result<Vec<u32>, String> {
    let tree = Tree::from_xmltree(svg, &options(fonts)).map_err(|error| error.to_string())?;
    let mut canvas = Pixmap::new(width, height).ok_or("there is no memory for the picture")?;
    canvas.fill(Color::WHITE);
    resvg::render(&tree, Transform::identity(), &mut canvas.as_mut());
    let pixel = |pixel: &[u8]| u32::from_be_bytes([0, pixel[0], pixel[1], pixel[2]]);
    Ok(canvas.data().chunks_exact(4).map(pixel).collect())
}

fn options(fonts: &Fonts) -> Options<'_> {
    Options {
        font_family: String::new(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        font_resolver: resolver(fonts),
        fontdb: Arc::clone(&fonts.database),
        ..Options::default()
    }
}

/// The same choice of faces as lines are measured by.
fn resolver(fonts: &Fonts) -> FontResolver<'_> {
    FontResolver {
        select_font: Box::new(|font, _| {
            let named = font.families().iter().filter_map(|family| match family {
                FontFamily::Named(name) => Some(name.as_str()),
                _ => None,
            });
            fonts.face(&named.collect::<Vec<_>>(), font.weight()).map(|face| face.id)
        }),
        select_fallback: Box::new(|character, used, _| {
            let weight = fonts.with_id(*used.first()?)?.weight();
            let face = fonts.stand_in(weight, character)?;
            Some(face.id).filter(|id: &ID| !used.contains(id))
        }),
    }
}
