//! Floor 0: bytes of pictures → what they are, the same picture without what it tells of its makers, and smaller ones of it.
//! Knows nothing of projects, pages or files.
//!
//! What a picture is, is read from the structure of its file alone, without a pixel: [`look`] goes over every segment, so a
//! file that is cut off is found as soon as it is read. Pixels are decoded by [`shrink`] and by [`clean`] for a picture that
//! lies on its side. All of it gives the same bytes on every machine: nothing here uses floating point or what only some
//! processors can do.

mod exif;
mod gif_file;
mod jpeg_file;
mod pixels;
mod png_file;
mod scale;
mod svg;
mod webp_file;

use std::fmt;

pub use svg::{Danger, Drawing, drawing};

/// Says which way of making pictures this is: another number for each change that gives other bytes.
pub const EDITION: u32 = 1;

/// The largest file that is read as a picture, in bytes.
pub const BYTE_LIMIT: u64 = 64 * 1024 * 1024;

/// The most pixels that a picture may have: what a camera makes, and 200 MB of memory while one is decoded.
pub const PIXEL_LIMIT: u64 = 50_000_000;

/// The widths that pictures are made smaller to, in pixels: phones, and columns of text on screens of one to three dots a
/// pixel.
pub const WIDTHS: [u32; 4] = [480, 768, 1152, 1536];

/// The size of a file, in bytes, below which nothing is gained by smaller ones.
const WORTHWHILE: usize = 24 * 1024;

/// A format of pictures made of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// As cameras make them.
    Jpeg,
    /// As programs make them.
    Png,
    /// Either.
    WebP,
    /// Old ones, and moving ones.
    Gif,
}

impl Format {
    /// The ending of the names of smaller pictures. Nobody has written a good WebP encoder in Rust, so theirs are JPEG.
    pub fn smaller_ending(self) -> &'static str {
        match self {
            Format::Jpeg | Format::WebP => "jpg",
            Format::Png | Format::Gif => "png",
        }
    }
}

/// What a picture made of pixels is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Its format, whatever its file is called.
    pub format: Format,
    /// How wide it is when it stands upright, in pixels.
    pub width: u32,
    /// How high it is then.
    pub height: u32,
    /// Whether there is nothing in its file but the picture, upright.
    pub is_clean: bool,
    /// Whether it tells where it was taken.
    pub has_place: bool,
    /// Whether smaller ones would be worth their while.
    can_shrink: bool,
    turn: exif::Turn,
}

impl Facts {
    /// The widths of the smaller pictures that are made of it, narrowest first.
    pub fn smaller_widths(&self) -> impl Iterator<Item = u32> + use<> {
        let Facts { width, can_shrink, .. } = *self;
        WIDTHS.into_iter().filter(move |smaller| can_shrink && *smaller < width)
    }
}

/// Why a picture cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is no picture, or a broken one: a phrase that says how.
    Broken(&'static str),
    /// It has more pixels than any honest one: so many.
    TooManyPixels(u32, u32),
    /// It has more bytes than any honest one: so many.
    TooManyBytes(u64),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Broken(how) => f.write_str(how),
            Fault::TooManyPixels(width, height) => {
                write!(f, "it has {width} × {height} pixels, the limit is {PIXEL_LIMIT} in all")
            }
            Fault::TooManyBytes(bytes) => write!(f, "it has {bytes} bytes, the limit is {BYTE_LIMIT}"),
        }
    }
}

/// The file was cut off.
const CUT: Fault = Fault::Broken("its file ends too early");

/// What the structure of a file says.
struct Structure {
    /// As the pixels lie in the file.
    width: u32,
    height: u32,
    exif: exif::Exif,
    /// Whether smaller pictures can be made of it.
    can_shrink: bool,
    /// The file without what is no part of the picture.
    clean: Vec<u8>,
}

/// The format of a file by its first twelve bytes; nothing if it is no picture made of pixels.
pub fn format(head: &[u8]) -> Option<Format> {
    match head {
        [0xFF, 0xD8, 0xFF, ..] => Some(Format::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Format::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::WebP),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Format::Gif),
        _ => None,
    }
}

/// What pictures are called, by their first twelve bytes, that can be told of and no more: what they tell cannot be removed.
pub fn sealed(head: &[u8]) -> Option<&'static str> {
    match head {
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand {
            b"avif" | b"avis" => Some("AVIF"),
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1" => Some("HEIC"),
            _ => None,
        },
        [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] => Some("JPEG XL"),
        [b'I', b'I', b'*' | b'+', 0, ..] | [b'M', b'M', 0, b'*' | b'+', ..] => Some("TIFF"),
        _ => None,
    }
}

/// What a picture is; nothing if these bytes are none.
pub fn look(bytes: &[u8]) -> Option<Result<Facts, Fault>> {
    Some(read(format(bytes)?, bytes).map(|structure| facts(bytes, &structure)))
}

fn facts(bytes: &[u8], structure: &Structure) -> Facts {
    let turn = structure.exif.turn;
    let (width, height) = turn.upright(structure.width, structure.height);
    Facts {
        format: format(bytes).expect("it was read"),
        width,
        height,
        is_clean: structure.clean == bytes && turn.is_none(),
        has_place: structure.exif.has_place,
        can_shrink: structure.can_shrink && bytes.len() > WORTHWHILE,
        turn,
    }
}

fn read(format: Format, bytes: &[u8]) -> Result<Structure, Fault> {
    let structure = match format {
        Format::Jpeg => jpeg_file::read(bytes),
        Format::Png => png_file::read(bytes),
        Format::WebP => webp_file::read(bytes),
        Format::Gif => gif_file::read(bytes),
    }?;
    let (width, height) = (structure.width, structure.height);
    if width == 0 || height == 0 {
        return Err(Fault::Broken("it is empty: 0 pixels"));
    }
    if u64::from(width) * u64::from(height) > PIXEL_LIMIT || width > 0xFFFF || height > 0xFFFF {
        return Err(Fault::TooManyPixels(width, height));
    }
    Ok(structure)
}

/// The picture, upright, without anything that tells who made it, when, where or with what. A colour profile is a part of
/// the picture. One that stands upright keeps its pixels as they are.
///
/// # Errors
/// If it is broken.
pub fn clean(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let format = format(bytes).ok_or(Fault::Broken("it is no picture"))?;
    let structure = read(format, bytes)?;
    if structure.exif.turn.is_none() {
        return Ok(structure.clean);
    }
    let upright = pixels::decode(format, bytes)?.turned(structure.exif.turn);
    Ok(match format {
        Format::Jpeg => upright.jpeg(pixels::FINE),
        Format::WebP => upright.webp(),
        Format::Png | Format::Gif => upright.png(),
    })
}

/// A smaller picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smaller {
    /// How wide it is, in pixels.
    pub width: u32,
    /// Its file.
    pub bytes: Vec<u8>,
}

/// The smaller pictures that are made of one, narrowest first. One whose file would be larger has that of the picture
/// itself: it is not to cost readers more.
///
/// # Errors
/// If it is broken.
pub fn shrink(bytes: &[u8]) -> Result<Vec<Smaller>, Fault> {
    let format = format(bytes).ok_or(Fault::Broken("it is no picture"))?;
    let structure = read(format, bytes)?;
    let facts = facts(bytes, &structure);
    let upright = pixels::decode(format, bytes)?.turned(facts.turn);
    let smaller = |width| {
        let pixels = upright.shrunk(width);
        let bytes = match format {
            Format::Jpeg | Format::WebP => pixels.jpeg_below(bytes.len()),
            Format::Png | Format::Gif => pixels.png(),
        };
        let is_larger = bytes.len() > structure.clean.len() && facts.turn.is_none() && format != Format::WebP;
        Smaller { width, bytes: if is_larger { structure.clean.clone() } else { bytes } }
    };
    Ok(facts.smaller_widths().map(smaller).collect())
}

/// Decodes a picture for its problems alone.
///
/// # Errors
/// If it is broken.
pub fn check(bytes: &[u8]) -> Result<(), Fault> {
    let format = format(bytes).ok_or(Fault::Broken("it is no picture"))?;
    read(format, bytes)?;
    pixels::decode(format, bytes).map(drop)
}

/// Reads big-endian numbers and pieces of bytes, none of them beyond the end.
#[derive(Clone, Copy)]
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn piece(self, at: usize, length: usize) -> Result<&'b [u8], Fault> {
        self.0.get(at..at.saturating_add(length)).ok_or(CUT)
    }

    fn byte(self, at: usize) -> Result<u8, Fault> {
        self.0.get(at).copied().ok_or(CUT)
    }

    fn big16(self, at: usize) -> Result<u16, Fault> {
        self.piece(at, 2).map(|piece| u16::from_be_bytes([piece[0], piece[1]]))
    }

    fn big32(self, at: usize) -> Result<u32, Fault> {
        self.piece(at, 4).map(|piece| u32::from_be_bytes([piece[0], piece[1], piece[2], piece[3]]))
    }

    fn little16(self, at: usize) -> Result<u16, Fault> {
        self.big16(at).map(u16::swap_bytes)
    }

    fn little32(self, at: usize) -> Result<u32, Fault> {
        self.big32(at).map(u32::swap_bytes)
    }
}
