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
