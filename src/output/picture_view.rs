//! What browsers are told of a picture, so that they keep room for it and load what fits their screen.

use super::marking::push_attribute;
use crate::picture::WIDTHS;
use crate::site::{Frame, Picture};

/// What browsers are told of a picture.
#[derive(Debug, Default, PartialEq)]
pub struct PictureView {
    /// How wide and high it is, in pixels, if that is known.
    pub size: Option<(u32, u32)>,
    /// The files that show it, each with its width; nothing if there is only one.
    pub srcset: Option<String>,
    /// How wide it stands on a page, as in CSS; nothing without `srcset`.
    pub sizes: Option<String>,
}

impl PictureView {
    /// Of a picture.
    pub fn of(frame: &Frame, picture: &Picture) -> PictureView {
        let srcset = srcset(frame, picture);
        let sizes = srcset.as_ref().map(|_| frame.config.picture_sizes.clone());
        PictureView { size: picture.size, srcset, sizes }
    }

    /// Writes it as attributes.
    pub fn push(&self, html: &mut String) {
        if let Some((width, height)) = self.size {
            html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        if let (Some(srcset), Some(sizes)) = (&self.srcset, &self.sizes) {
            html.push_str(" srcset=\"");
            push_attribute(html, srcset);
            html.push_str("\" sizes=\"");
            push_attribute(html, sizes);
            html.push('"');
        }
    }
}

/// The smaller ones, and the picture itself unless it is larger than any screen asks for.
fn srcset(frame: &Frame, picture: &Picture) -> Option<String> {
    let (width, _) = picture.size?;
    let own = (width <= WIDTHS[WIDTHS.len() - 1]).then_some((&picture.address, width));
    let smaller = picture.smaller.iter().map(|smaller| (&smaller.address, smaller.width));
    let files: Vec<String> =
        smaller.chain(own).map(|(address, width)| format!("{} {width}w", frame.href(address))).collect();
    (!picture.smaller.is_empty()).then(|| files.join(", "))
}
