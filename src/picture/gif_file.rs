//! GIF files (GIF89a): a screen, then images and extensions, made of small blocks.

use super::exif::Exif;
use super::{Bytes, Fault, Structure};

/// The extensions of programs that are parts of the picture: how often it moves, and its colours.
const KEPT: [&[u8; 11]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

/// The length of the head.
const HEAD: usize = 13;

/// Reads a file. It is shown as it is, so none is made smaller: most of them move.
pub fn read(file: &[u8]) -> Result<Structure, Fault> {
    let bytes = Bytes(file);
    let (width, height) = (bytes.little16(6)?.into(), bytes.little16(8)?.into());
    let mut at = HEAD + palette(bytes.byte(10)?);
    let mut clean = bytes.piece(0, at)?.to_vec();
    let mut has_pixels = false;
    loop {
        let begin = at;
        let mut is_kept = true;
        match bytes.byte(at)? {
            0x2C => {
                has_pixels = true;
                at = blocks(bytes, at + 11 + palette(bytes.byte(at + 9)?))?;
            }
            0x21 => {
                let name = bytes.piece(at + 3, 11).ok();
                is_kept = match bytes.byte(at + 1)? {
                    0xFE => false,
                    0xFF => KEPT.iter().any(|kept| Some(&kept[..]) == name),
                    _ => true,
                };
                at = blocks(bytes, at + 2)?;
            }
            0x3B => break,
            _ => return Err(Fault::Broken("there is something else where a part of it should begin")),
        }
        if is_kept {
            clean.extend(bytes.piece(begin, at - begin)?);
        }
    }
    clean.push(0x3B);
    if !has_pixels {
        return Err(Fault::Broken("it has no pixels"));
    }
    Ok(Structure { width, height, exif: Exif::default(), can_shrink: false, clean })
}

/// The length of the palette that these flags announce.
fn palette(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where the blocks that begin at `at` end.
fn blocks(bytes: Bytes<'_>, mut at: usize) -> Result<usize, Fault> {
    loop {
        let length = usize::from(bytes.byte(at)?);
        at += 1 + length;
        if length == 0 {
            return Ok(at);
        }
    }
}
