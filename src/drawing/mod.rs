//! Floor 2: text becomes lines, SVG becomes a picture, with the fonts of the project alone. Knows nothing of pages, sites or
//! templates; looks at no disk, and at no font of the machine.
//!
//! 1. [`Fonts`] are read once: which characters each face has, and how wide they are.
//! 2. [`lines`] divides a text by these widths, so that an SVG can set each line as an element of its own.
//! 3. A [`Sheet`] is SVG that was looked through and can be drawn. Its mark stands for all that its picture is made from.
//! 4. [`Sheet::draw`] makes the picture, as a PNG file that bears the mark: who finds it knows what it was drawn from, and
//!    whether it is whole, without drawing it again.

mod bearing;
mod fonts;
mod lines;
mod palette;
mod raster;
mod sheet;

pub use fonts::Fonts;
pub use lines::{Setting, lines};
pub use sheet::Sheet;
