//! JPEG files (ITU T.81): a row of segments, each behind a marker, with the pixels between two of them.

use super::exif::{self, Exif};
use super::{Bytes, CUT, Fault, Structure};

const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const COMMENT: u8 = 0xFE;

/// Reads a file. Whatever comes behind the picture, such as a film or a second picture, is no part of it.
pub fn read(file: &[u8]) -> Result<Structure, Fault> {
    let bytes = Bytes(file);
    let mut found = Found::default();
    let mut clean = vec![0xFF, START];
    let mut at = 2;
    loop {
        let marker = loop {
            match (bytes.byte(at)?, bytes.byte(at + 1)?) {
                (0xFF, 0xFF) => at += 1,
                (0xFF, marker) => break marker,
                _ => return Err(Fault::Broken("there is something else where a segment should begin")),
            }
        };
        at += 2;
        match marker {
            END => break,
            0x01 | 0xD0..=0xD7 => clean.extend([0xFF, marker]),
            _ => {
                let length = usize::from(bytes.big16(at)?);
                let payload = bytes.piece(at + 2, length.checked_sub(2).ok_or(CUT)?)?;
                found.segment(&mut clean, marker, payload)?;
                at += length;
                if marker == SCAN {
                    let pixels = scan(bytes, at)?;
                    clean.extend(&file[at..pixels]);
                    at = pixels;
                }
            }
        }
    }
    clean.extend([0xFF, END]);
    let (width, height) = found.size.filter(|_| found.has_pixels).ok_or(Fault::Broken("it has no pixels"))?;
    Ok(Structure { width, height, exif: found.exif, can_shrink: found.components != 4, clean })
}

/// Where the pixels that begin at `at` end: at the next marker that is no part of them.
fn scan(bytes: Bytes<'_>, mut at: usize) -> Result<usize, Fault> {
    loop {
        let (byte, next) = (bytes.byte(at)?, bytes.byte(at + 1)?);
        if byte == 0xFF && !matches!(next, 0x00 | 0xD0..=0xD7 | 0xFF) {
            return Ok(at);
        }
        at += if byte == 0xFF && next != 0xFF { 2 } else { 1 };
    }
}

#[derive(Default)]
struct Found {
    size: Option<(u32, u32)>,
    components: u8,
    exif: Exif,
    has_pixels: bool,
}

impl Found {
    /// Takes note of a segment, and keeps it if it is a part of the picture.
    fn segment(&mut self, clean: &mut Vec<u8>, marker: u8, payload: &[u8]) -> Result<(), Fault> {
        let is_frame = matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
        if is_frame {
            self.frame(payload)?;
        }
        self.has_pixels |= marker == SCAN;
        let mut kept = payload;
        let plain;
        match marker {
            // The name of the format; a small picture may follow, which may show what was cut out of the large one.
            0xE0 if payload.starts_with(b"JFIF\0") && payload.len() >= 14 => {
                plain = [&payload[..12], &[0, 0]].concat();
                kept = &plain;
            }
            0xE1 => {
                if payload.starts_with(b"Exif\0\0") {
                    self.exif = exif::read(payload);
                }
                return Ok(());
            }
            // A profile of colours, and how colours are coded.
            0xE2 if payload.starts_with(b"ICC_PROFILE\0") => {}
            0xEE if payload.starts_with(b"Adobe") => {}
            0xE0..=0xEF | COMMENT => return Ok(()),
            _ => {}
        }
        clean.extend([0xFF, marker]);
        let length = u16::try_from(kept.len() + 2).expect("a segment is no longer than it was");
        clean.extend(length.to_be_bytes());
        clean.extend(kept);
        Ok(())
    }

    fn frame(&mut self, payload: &[u8]) -> Result<(), Fault> {
        let bytes = Bytes(payload);
        if bytes.byte(0)? != 8 {
            return Err(Fault::Broken("its colours have more than 8 bits, which browsers do not show"));
        }
        self.size = Some((bytes.big16(3)?.into(), bytes.big16(1)?.into()));
        self.components = bytes.byte(5)?;
        Ok(())
    }
}
