//! Looks at the files of the project that are pictures, and reports what is wrong with them wherever they are shown: a drawing
//! that could do more than draw, a photograph that is published as it is and tells where it was taken.

use super::inputs::Picture;
use crate::base::{Code, Diagnostics, Source, SourcePath, Span};
use crate::picture::{self, Fault};

/// How many bytes of a file tell whether it is a picture made of pixels.
pub const HEAD: u64 = 12;

/// The largest drawing that is read, in bytes.
const DRAWING_LIMIT: u64 = 4 * 1024 * 1024;

/// The largest file, in bytes, that is read as the picture that it seems to be; nothing if it seems to be none.
pub fn limit(path: &SourcePath, head: &[u8]) -> Option<u64> {
    if is_drawing(path) {
        return Some(DRAWING_LIMIT);
    }
    picture::format(head).map(|_| picture::BYTE_LIMIT)
}

fn is_drawing(path: &SourcePath) -> bool {
    path.name().to_lowercase().ends_with(".svg")
}

/// Reports a picture beside a page of which it is known, by the head of its file, that it cannot be cleaned.
pub fn check_sealed(diagnostics: &mut Diagnostics, path: &SourcePath, head: &[u8]) {
    let Some(name) = picture::sealed(head).filter(|_| path.below("content").is_some()) else { return };
    let message = format!("this is {name}, from which no metadata is removed");
    let help = "save it as JPEG, PNG or WebP, or put it in `static`, which is published as it is";
    diagnostics.report(Code::PictureMetadata, Span::file(path.clone()), message).help(help);
}

/// What a file is as a picture; nothing if it is none.
pub fn look(
    diagnostics: &mut Diagnostics,
    path: &SourcePath,
    bytes: &[u8],
) -> Option<Result<Picture, Fault>> {
    if is_drawing(path) {
        return Some(drawing(diagnostics, path, bytes));
    }
    let looked = picture::look(bytes)?;
    if path.below("static").is_some() && looked.is_ok_and(|facts| facts.has_place) {
        let message =
            "this picture tells where it was taken, and files of `static` are published as they are";
        let help = "remove its metadata, or put it beside the page that shows it, where that is done for you";
        diagnostics.report(Code::PictureMetadata, Span::file(path.clone()), message).help(help);
    }
    Some(looked.map(Picture::Pixels))
}

fn drawing(diagnostics: &mut Diagnostics, path: &SourcePath, bytes: &[u8]) -> Result<Picture, Fault> {
    let text = str::from_utf8(bytes).map_err(|_| Fault::Broken("it is not UTF-8"))?;
    let source = Source::new(path.clone(), text);
    let drawing = picture::drawing(&source.text)?;
    // What lies in `static` is the theme's, and published as it is.
    if path.below("content").is_some() {
        for danger in drawing.dangers {
            let message = format!("this drawing has {}", danger.what);
            let help =
                "remove it: opened by itself, a drawing is a document that may run scripts and load files";
            diagnostics.report(Code::UnsafePicture, source.span(danger.range), message).help(help);
        }
    }
    Ok(Picture::Drawing(drawing.size))
}
