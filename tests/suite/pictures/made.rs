//! Pictures to test with, and what a published one is.

use std::io::Cursor;

use briefgen::picture::{Facts, look};

/// Numbers of red, green and blue that no format makes much smaller, the same each time.
pub fn noise(width: u32, height: u32) -> Vec<u8> {
    let mut state = 7_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..width * height * 3).map(|_| next()).collect()
}

/// A JPEG.
pub fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut file, 60);
    let noise = noise(width.into(), height.into());
    encoder.encode(&noise, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    file
}

/// A PNG of these colours.
pub fn png(width: u32, height: u32, numbers: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(numbers).unwrap();
    file
}

/// A GIF of one grey pixel, with whatever stands before it.
pub fn gif(extension: &[u8]) -> Vec<u8> {
    [b"GIF89a\x01\0\x01\0\x80\0\0\x80\x80\x80\0\0\0", extension, b",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"]
        .concat()
}

/// A block of Exif: this way up, taken somewhere, by somebody.
pub fn exif(orientation: u8) -> Vec<u8> {
    let head = b"II*\0\x08\0\0\0\x03\0";
    let turned = [0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
    let owner = b"\x3b\x01\x02\0\x06\0\0\0\x32\0\0\0";
    let place = b"\x25\x88\x04\0\x01\0\0\0\x38\0\0\0";
    let rest = b"\0\0\0\0Owner\0\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0";
    [&head[..], &turned, owner, place, rest].concat()
}

/// A JPEG with segments behind its beginning.
pub fn with_segments(jpeg: &[u8], segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut file = jpeg[..2].to_vec();
    for (marker, payload) in segments {
        file.extend([0xFF, *marker]);
        file.extend(u16::try_from(payload.len() + 2).unwrap().to_be_bytes());
        file.extend(*payload);
    }
    file.extend(&jpeg[2..]);
    file
}

/// A JPEG that lies so.
pub fn lying(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    with_segments(jpeg, &[(0xE1, &[b"Exif\0\0", &exif(orientation)[..]].concat())])
}

/// What a published file is.
pub fn facts(bytes: &[u8]) -> Facts {
    look(bytes).unwrap().unwrap()
}

/// The colours of a PNG.
pub fn colours(png: &[u8]) -> Vec<u8> {
    let mut reader = png::Decoder::new(Cursor::new(png)).read_info().unwrap();
    let mut numbers = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut numbers).unwrap();
    numbers
}

/// A text with the digests in the names of smaller pictures taken out.
pub fn without_digests(text: &str) -> String {
    let mut parts = text.split("w-");
    let mut whole = parts.next().unwrap().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        whole.push_str("w-");
        whole.push_str(if digits == 10 { &part[10..] } else { part });
    }
    whole
}
