//! Reads the two things of an Exif block that matter here: which way up the picture is, and whether it tells a place.

use super::Bytes;

/// What an Exif block says.
#[derive(Debug, Default, Clone, Copy)]
pub struct Exif {
    /// How to set the picture upright.
    pub turn: Turn,
    /// Whether it has a block of coordinates.
    pub has_place: bool,
}

/// How the pixels of a file become an upright picture: first mirrored, then turned. Exif knows eight ways.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Left and right are exchanged.
    pub mirrored: bool,
    /// Quarters of a turn, clockwise.
    pub quarters: u8,
}

impl Turn {
    /// By the number that Exif gives it (`Orientation`); any other number leaves the picture alone.
    fn numbered(number: u16) -> Turn {
        let (mirrored, quarters) = match number {
            2 => (true, 0),
            3 => (false, 2),
            4 => (true, 2),
            5 => (true, 3),
            6 => (false, 1),
            7 => (true, 1),
            8 => (false, 3),
            _ => (false, 0),
        };
        Turn { mirrored, quarters }
    }

    /// Whether the pixels stand upright as they are.
    pub fn is_none(self) -> bool {
        self == Turn::default()
    }

    /// Width and height of the upright picture.
    pub fn upright(self, width: u32, height: u32) -> (u32, u32) {
        if self.quarters % 2 == 1 { (height, width) } else { (width, height) }
    }
}

const ORIENTATION: u16 = 0x0112;
const PLACE: u16 = 0x8825;

/// Reads a block, which is a small TIFF file. One that cannot be read says nothing.
pub fn read(block: &[u8]) -> Exif {
    // Some programs write this before the block where it does not belong.
    let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    entries(block).unwrap_or_default()
}

fn entries(block: &[u8]) -> Option<Exif> {
    let bytes = Bytes(block);
    let is_little = match block.get(..4)? {
        [b'I', b'I', 42, 0] => true,
        [b'M', b'M', 0, 42] => false,
        _ => return None,
    };
    let short = |at| if is_little { bytes.little16(at) } else { bytes.big16(at) }.ok();
    let long = |at| if is_little { bytes.little32(at) } else { bytes.big32(at) }.ok();
    let first = usize::try_from(long(4)?).ok()?;
    let mut exif = Exif::default();
    for entry in 0..usize::from(short(first)?) {
        let at = first.checked_add(2 + entry * 12)?;
        // What was read of a block that is cut off counts.
        let Some(tag) = short(at) else { break };
        match tag {
            ORIENTATION => exif.turn = Turn::numbered(short(at + 8).unwrap_or(1)),
            PLACE => exif.has_place = true,
            _ => {}
        }
    }
    Some(exif)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_of_bytes_are_read() {
        let little =
            b"II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x25\x88\x04\0\x01\0\0\0\0\0\0\0";
        let exif = read(little);
        assert_eq!((exif.turn, exif.has_place), (Turn { mirrored: false, quarters: 1 }, true));
        let big = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0";
        let exif = read(big);
        assert_eq!((exif.turn, exif.has_place), (Turn { mirrored: false, quarters: 2 }, false));
    }

    #[test]
    fn nonsense_says_nothing() {
        for block in
            [&b""[..], b"II*\0\xff\xff\xff\xff", b"II*\0\x08\0\0\0\xff\xff", b"MM\0*", b"text and more text"]
        {
            assert!(read(block).turn.is_none() && !read(block).has_place);
        }
    }
}
