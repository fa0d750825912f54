//! A PNG file bears a mark that tells what it was drawn from, and a digest of all else in it. Whoever finds the file
//! published knows by both that it is the right one and whole. They stand in a private chunk, which every reader of PNG
//! passes over (PNG specification, third edition, section 5.4).

use crate::base::Digest;

/// Where the chunk begins: behind the signature, 8 bytes, and the header, 25.
const PLACE: usize = 33;

/// Ancillary, private, and lost when the picture is changed.
const NAME: &[u8; 4] = b"bgMK";

/// Length and name before the data, two digests in hexadecimal, a checksum behind them.
const DATA: usize = 128;
const CHUNK: usize = 8 + DATA + 4;

/// The file with the mark.
pub fn marked(png: &[u8], mark: Digest) -> Vec<u8> {
    let (head, tail) = png.split_at(PLACE);
    [head, &chunk(mark, Digest::of(png)), tail].concat()
}

/// Whether a file bears the mark and is whole.
pub fn bears(png: &[u8], mark: Digest) -> bool {
    let Some((head, rest)) = png.split_at_checked(PLACE) else { return false };
    let Some((found, tail)) = rest.split_at_checked(CHUNK) else { return false };
    found == chunk(mark, Digest::of(&[head, tail].concat()))
}

fn chunk(mark: Digest, rest: Digest) -> Vec<u8> {
    let named = [NAME.as_slice(), format!("{mark}{rest}").as_bytes()].concat();
    let checksum = crc32fast::hash(&named);
    let length = u32::try_from(DATA).expect("it is small");
    [length.to_be_bytes().as_slice(), &named, &checksum.to_be_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_bears_its_own_mark_while_it_is_whole() {
        let (mark, other) = (Digest::of(b"one"), Digest::of(b"other"));
        let plain: Vec<u8> = (0..100).collect();
        let mut png = marked(&plain, mark);
        assert!(bears(&png, mark));
        assert!(!bears(&png, other));
        assert!(!bears(&plain, mark));
        assert!(!bears(&png[..40], mark));
        assert!(!bears(b"", mark));
        png[239] ^= 1;
        assert!(!bears(&png, mark));
    }
}
