//! Pixels become a PNG file with a palette: a picture of text has few colours, and those between ink and paper differ less
//! than an eye can tell.

use std::collections::BTreeMap;

use png::{BitDepth, ColorType, Compression, Encoder, Filter};

/// The most colours of a palette.
const COLOURS: usize = 256;

/// The file. The same pixels give the same bytes.
pub fn png(pixels: &[u32], width: u32, height: u32) -> Vec<u8> {
    let counts = counted(pixels);
    let Palette { colours, places } =
        (0..8).find_map(|bits| Palette::of(&counts, bits)).expect("one bit is left");
    let indices: Vec<u8> = each(pixels, |pixel| places[&pixel]);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(
        colours.iter().flat_map(|colour| colour.to_be_bytes()[1..].to_vec()).collect::<Vec<u8>>(),
    );
    encoder.set_compression(Compression::High);
    encoder.set_filter(Filter::NoFilter);
    let write = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&indices)?;
        writer.finish()
    });
    write.expect("memory takes all that is written, and there is an index for each pixel");
    bytes
}

/// What `compute` gives for each pixel; neighbours of one colour are computed once.
fn each<T: Copy>(pixels: &[u32], compute: impl Fn(u32) -> T) -> Vec<T> {
    let mut last = None;
    let value = |pixel: &u32| match last {
        Some((known, value)) if known == *pixel => value,
        _ => {
            let value = compute(*pixel);
            last = Some((*pixel, value));
            value
        }
    };
    pixels.iter().map(value).collect()
}

fn counted(pixels: &[u32]) -> BTreeMap<u32, usize> {
    let mut counts = BTreeMap::new();
    for run in pixels.chunk_by(|one, other| one == other) {
        *counts.entry(run[0]).or_insert(0) += run.len();
    }
    counts
}

struct Palette {
    colours: Vec<u32>,
    /// For each colour of the picture, its place in the palette.
    places: BTreeMap<u32, u8>,
}

impl Palette {
    /// The palette if colours that differ only in the last `bits` bits of a channel are one, of which the most frequent stands for
    /// all; nothing if they are too many.
    fn of(counts: &BTreeMap<u32, usize>, bits: u32) -> Option<Palette> {
        let mask = 0x0001_0101 * ((0xFF << bits) & 0xFF);
        let mut groups: BTreeMap<u32, (usize, u32)> = BTreeMap::new();
        for (colour, count) in counts {
            let group = groups.entry(colour & mask).or_default();
            *group = (*group).max((*count, *colour));
        }
        if groups.len() > COLOURS {
            return None;
        }
        let colours = groups.values().map(|(_, colour)| *colour).collect();
        let numbers: BTreeMap<u32, u8> = groups.into_keys().zip(0..=u8::MAX).collect();
        let places = counts.keys().map(|colour| (*colour, numbers[&(colour & mask)])).collect();
        Some(Palette { colours, places })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader of PNG sees.
    fn read(png: &[u8]) -> Vec<u32> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut bytes).unwrap();
        bytes.chunks_exact(3).map(|rgb| u32::from_be_bytes([0, rgb[0], rgb[1], rgb[2]])).collect()
    }

    #[test]
    fn few_colours_stay_what_they_are() {
        let pixels: Vec<u32> = (0..256).map(|at| at * 0x1_0101 % 0x100_0000).collect();
        assert_eq!(read(&png(&pixels, 16, 16)), pixels);
    }

    #[test]
    fn of_many_colours_near_ones_become_one() {
        let pixels: Vec<u32> = (0..4096).map(|at| at << 4 | at >> 8).collect();
        let seen = read(&png(&pixels, 64, 64));
        let far = |one: &u32, other: &u32| {
            let (one, other) = (one.to_be_bytes(), other.to_be_bytes());
            one.iter().zip(other).map(|(one, other)| one.abs_diff(other)).max().unwrap()
        };
        assert!(pixels.iter().zip(&seen).all(|(one, other)| far(one, other) < 64));
    }
}
