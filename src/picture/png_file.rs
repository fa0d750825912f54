//! PNG files (W3C PNG 3): a row of chunks, each with its length, name and check.

use super::exif::{self, Exif};
use super::{Bytes, Fault, Structure};

/// The chunks that are parts of the picture: its pixels and colours, how large its pixels are, and what moves.
const KEPT: [&[u8; 4]; 20] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP",
    b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

/// The length of the signature.
const SIGNATURE: usize = 8;

/// Reads a file. Whatever comes behind the last chunk is no part of it.
pub fn read(file: &[u8]) -> Result<Structure, Fault> {
    let bytes = Bytes(file);
    let mut clean = file[..SIGNATURE].to_vec();
    let mut exif = Exif::default();
    let (mut has_pixels, mut moves) = (false, false);
    let mut at = SIGNATURE;
    loop {
        let length = usize::try_from(bytes.big32(at)?).unwrap_or(usize::MAX);
        let named = bytes.piece(at + 4, length.saturating_add(4))?;
        let (name, payload) = named.split_at(4);
        let whole = bytes.piece(at, length + 12)?;
        if crc(named) != bytes.big32(at + 8 + length)? {
            return Err(Fault::Broken("a part of it was damaged: its check does not agree"));
        }
        match name {
            b"eXIf" => exif = exif::read(payload),
            b"acTL" => moves = true,
            b"IDAT" => has_pixels = true,
            _ => {}
        }
        if KEPT.iter().any(|kept| *kept == name) {
            clean.extend(whole);
        }
        at += whole.len();
        if name == b"IEND" {
            break;
        }
    }
    let head = Bytes(bytes.piece(SIGNATURE, 25)?);
    if head.piece(0, 8)? != b"\0\0\0\x0dIHDR" || !has_pixels {
        return Err(Fault::Broken("it has no pixels"));
    }
    let (depth, colours) = (head.byte(16)?, head.byte(17)?);
    Ok(Structure {
        width: head.big32(8)?,
        height: head.big32(12)?,
        // Each picture of a film would have to be turned.
        exif: if moves { Exif { turn: exif::Turn::default(), ..exif } } else { exif },
        // A few flat colours become many when they are mixed, and the file larger.
        can_shrink: !moves && depth >= 8 && colours != 3,
        clean,
    })
}

/// The check of a chunk (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = table();
    !bytes.iter().fold(u32::MAX, |crc, byte| TABLE[usize::from(crc as u8 ^ byte)] ^ (crc >> 8))
}

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut number = 0;
    while number < 256 {
        let mut value = number as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { 0xEDB8_8320 ^ (value >> 1) } else { value >> 1 };
            bit += 1;
        }
        table[number] = value;
        number += 1;
    }
    table
}
