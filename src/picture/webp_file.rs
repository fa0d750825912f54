//! WebP files (RFC 9649): a row of chunks in a RIFF container.

use super::exif::{self, Exif};
use super::{Bytes, Fault, Structure};

/// The chunks that are parts of the picture.
const KEPT: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];

/// What the flags of an extended file say.
const ALPHA: u8 = 0x10;
const EXIF: u8 = 0x08;
const XMP: u8 = 0x04;
const MOVES: u8 = 0x02;

/// Where the first chunk begins.
const FIRST: usize = 12;

/// Reads a file. Whatever comes behind the container is no part of it.
pub fn read(file: &[u8]) -> Result<Structure, Fault> {
    let end = usize::try_from(Bytes(file).little32(4)?).unwrap_or(usize::MAX).saturating_add(8);
    let bytes = Bytes(Bytes(file).piece(0, end)?);
    let mut clean = file[..FIRST].to_vec();
    let mut found = Found::default();
    let mut at = FIRST;
    while at < end {
        let name = bytes.piece(at, 4)?;
        let length = usize::try_from(bytes.little32(at + 4)?).unwrap_or(usize::MAX);
        let payload = bytes.piece(at + 8, length)?;
        found.chunk(name, payload)?;
        if KEPT.iter().any(|kept| *kept == name) {
            clean.extend([name, bytes.piece(at + 4, 4)?].concat());
            let flags = clean.len();
            clean.extend(payload);
            if name == b"VP8X" {
                clean[flags] &= !(EXIF | XMP);
            }
            clean.extend(vec![0; length % 2]);
        }
        at += 8 + length + length % 2;
    }
    let size = u32::try_from(clean.len() - 8).expect("it is no longer than it was");
    clean[4..8].copy_from_slice(&size.to_le_bytes());
    let (width, height) = found.size.filter(|_| found.has_pixels).ok_or(Fault::Broken("it has no pixels"))?;
    let exif = if found.moves { Exif { turn: exif::Turn::default(), ..found.exif } } else { found.exif };
    // Smaller ones are JPEG, which has nothing transparent.
    Ok(Structure { width, height, exif, can_shrink: !found.moves && !found.is_transparent, clean })
}

#[derive(Default)]
struct Found {
    size: Option<(u32, u32)>,
    exif: Exif,
    has_pixels: bool,
    is_transparent: bool,
    moves: bool,
}

impl Found {
    fn chunk(&mut self, name: &[u8], payload: &[u8]) -> Result<(), Fault> {
        let bytes = Bytes(payload);
        match name {
            b"VP8X" => {
                let flags = bytes.byte(0)?;
                self.is_transparent |= flags & ALPHA != 0;
                self.moves |= flags & MOVES != 0;
                let three = |at| Ok((bytes.little32(at)? & 0x00FF_FFFF) + 1);
                // The last number has three bytes: read with the one before it.
                self.size = Some((three(4)?, (bytes.little32(6)? >> 8) + 1));
            }
            b"VP8 " => {
                let side = |at| Ok(u32::from(bytes.little16(at)? & 0x3FFF));
                self.has_pixels = true;
                let size = (side(6)?, side(8)?);
                self.size.get_or_insert(size);
            }
            b"VP8L" => {
                let bits = bytes.little32(1)?;
                self.has_pixels = true;
                self.is_transparent |= bits >> 28 & 1 == 1;
                self.size.get_or_insert(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1));
            }
            b"ANMF" => self.has_pixels = true,
            b"EXIF" => self.exif = exif::read(payload),
            _ => {}
        }
        Ok(())
    }
}
