//! Pixels: decoded from files, turned, made smaller, and encoded again with the colours that they had.

use std::io::Cursor;

use jpeg_encoder::ColorType as JpegColours;
use png::{BitDepth, ColorType as PngColours, Transformations};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::exif::Turn;
use super::scale::sums;
use super::{Fault, Format};

/// The quality of a JPEG that takes the place of its original.
pub const FINE: u8 = 92;

/// The qualities to try for smaller ones, until the file is smaller than that of the original.
const QUALITIES: [u8; 3] = [80, 65, 50];

/// The most memory, in bytes, that a decoder may take beside the pixels.
const MEMORY_LIMIT: usize = 256 * 1024 * 1024;

const UNDECODED: Fault = Fault::Broken("its pixels cannot be decoded");

/// A picture in memory, 8 bits for each number.
pub struct Pixels {
    width: u32,
    height: u32,
    /// 1 for grey, 3 for red, green and blue; one more with opacity.
    channels: usize,
    numbers: Vec<u8>,
    colours: Colours,
}

/// What the numbers mean.
#[derive(Default, Clone)]
struct Colours {
    /// An ICC profile.
    profile: Option<Vec<u8>>,
    /// What PNG says in its stead.
    srgb: Option<png::SrgbRenderingIntent>,
    gamma: Option<png::ScaledFloat>,
    chromaticities: Option<png::SourceChromaticities>,
}

/// The pixels of a file whose structure was read; of a film, the first picture.
pub fn decode(format: Format, file: &[u8]) -> Result<Pixels, Fault> {
    match format {
        Format::Jpeg => from_jpeg(file),
        Format::Png => from_png(file).ok_or(UNDECODED),
        Format::WebP => from_webp(file).ok_or(UNDECODED),
        Format::Gif => Err(Fault::Broken("GIF is shown as it is")),
    }
}

fn from_jpeg(file: &[u8]) -> Result<Pixels, Fault> {
    let limits = DecoderOptions::default().set_max_width(0xFFFF).set_max_height(0xFFFF);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(file), limits);
    decoder.decode_headers().map_err(|_| UNDECODED)?;
    let is_grey = decoder.input_colorspace() == Some(ColorSpace::Luma);
    let (space, channels) = if is_grey { (ColorSpace::Luma, 1) } else { (ColorSpace::RGB, 3) };
    decoder.set_options(limits.jpeg_set_out_colorspace(space));
    let numbers = decoder.decode().map_err(|_| UNDECODED)?;
    let (width, height) = decoder.dimensions().ok_or(UNDECODED)?;
    // The profile of four colours means nothing for three.
    let fits = |profile: &Vec<u8>| profile.get(16..20) == Some(if is_grey { b"GRAY" } else { b"RGB " });
    let colours = Colours { profile: decoder.icc_profile().filter(fits), ..Colours::default() };
    Pixels { width: width as u32, height: height as u32, channels, numbers, colours }.checked()
}

fn from_png(file: &[u8]) -> Option<Pixels> {
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(file), png::Limits { bytes: MEMORY_LIMIT });
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    let mut reader = decoder.read_info().ok()?;
    let mut numbers = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut numbers).ok()?;
    numbers.truncate(frame.buffer_size());
    let info = reader.info();
    let colours = Colours {
        profile: info.icc_profile.as_ref().map(|profile| profile.to_vec()),
        srgb: info.srgb,
        gamma: info.gama_chunk,
        chromaticities: info.chrm_chunk,
    };
    let channels = frame.color_type.samples();
    Pixels { width: frame.width, height: frame.height, channels, numbers, colours }.checked().ok()
}

fn from_webp(file: &[u8]) -> Option<Pixels> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(file)).ok()?;
    decoder.set_memory_limit(MEMORY_LIMIT);
    let mut numbers = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut numbers).ok()?;
    let (width, height) = decoder.dimensions();
    let profile = decoder.icc_profile().ok()?;
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    Pixels { width, height, channels, numbers, colours: Colours { profile, ..Colours::default() } }
        .checked()
        .ok()
}

impl Pixels {
    /// Whatever a decoder says, there must be a number for each pixel.
    fn checked(self) -> Result<Pixels, Fault> {
        let expected = self.width as usize * self.height as usize * self.channels;
        if self.numbers.len() == expected && expected > 0 { Ok(self) } else { Err(UNDECODED) }
    }

    /// Sets them upright.
    pub fn turned(self, turn: Turn) -> Pixels {
        if turn.is_none() {
            return self;
        }
        let (width, height) = turn.upright(self.width, self.height);
        let (old_width, old_height) = (self.width as usize, self.height as usize);
        let mut numbers = Vec::with_capacity(self.numbers.len());
        for y in 0..height as usize {
            for x in 0..width as usize {
                let (at, row) = match turn.quarters {
                    0 => (x, y),
                    1 => (y, old_height - 1 - x),
                    2 => (old_width - 1 - x, old_height - 1 - y),
                    _ => (old_width - 1 - y, x),
                };
                let at = if turn.mirrored { old_width - 1 - at } else { at };
                let first = (row * old_width + at) * self.channels;
                numbers.extend_from_slice(&self.numbers[first..first + self.channels]);
            }
        }
        Pixels { width, height, numbers, ..self }
    }

    /// Smaller ones of this width, as high as is right for it.
    pub fn shrunk(&self, width: u32) -> Pixels {
        let high = u64::from(self.height) * u64::from(width);
        let height = ((high + u64::from(self.width) / 2) / u64::from(self.width)).max(1) as u32;
        let channels = self.channels;
        let length = self.width as usize * channels;
        let has_opacity = channels.is_multiple_of(2);
        let row = |number: usize, row: &mut [u32]| {
            let pixels = self.numbers[number * length..][..length].chunks_exact(channels);
            for (new, old) in row.chunks_exact_mut(channels).zip(pixels) {
                // What is transparent has no colour, so colours count by how much of them is seen.
                let seen = if has_opacity { u32::from(old[channels - 1]) } else { 1 };
                new.iter_mut().zip(old).for_each(|(new, old)| *new = u32::from(*old) * seen);
                if has_opacity {
                    new[channels - 1] = seen;
                }
            }
        };
        let (sums, count) = sums((self.width, self.height), (width, height), channels, row);
        let mean = |sum: u64, count: u64| (sum + count / 2).checked_div(count).unwrap_or(0) as u8;
        let numbers = sums.chunks_exact(channels).flat_map(|pixel| {
            let opacity = pixel[channels - 1];
            (0..channels).map(move |at| {
                let is_colour = has_opacity && at + 1 < channels;
                mean(pixel[at], if is_colour { opacity } else { count })
            })
        });
        Pixels { width, height, channels, numbers: numbers.collect(), colours: self.colours.clone() }
    }

    /// As a JPEG file of this quality. What is transparent is lost.
    pub fn jpeg(&self, quality: u8) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut file, quality);
        encoder.set_optimized_huffman_tables(true);
        encoder.set_progressive(true);
        if let Some(profile) = &self.colours.profile {
            // One that is too large for a file came from none.
            let _ = encoder.add_icc_profile(profile);
        }
        let colours = if self.channels < 3 { JpegColours::Luma } else { JpegColours::Rgb };
        let opaque;
        let numbers = if !self.channels.is_multiple_of(2) {
            &self.numbers
        } else {
            let pixels = self.numbers.chunks_exact(self.channels);
            opaque = pixels.flat_map(|pixel| &pixel[..self.channels - 1]).copied().collect();
            &opaque
        };
        let side = |length| u16::try_from(length).expect("sides were measured when the picture was read");
        encoder
            .encode(numbers, side(self.width), side(self.height), colours)
            .expect("there is a number for each pixel, and writing to memory does not fail");
        file
    }

    /// As a JPEG file of fewer bytes than `limit`, as far as that can be had.
    pub fn jpeg_below(&self, limit: usize) -> Vec<u8> {
        let mut file = Vec::new();
        for quality in QUALITIES {
            file = self.jpeg(quality);
            if file.len() < limit {
                break;
            }
        }
        file
    }

    /// As a PNG file.
    pub fn png(&self) -> Vec<u8> {
        let mut info = png::Info::with_size(self.width, self.height);
        info.bit_depth = BitDepth::Eight;
        info.color_type = match self.channels {
            1 => PngColours::Grayscale,
            2 => PngColours::GrayscaleAlpha,
            3 => PngColours::Rgb,
            _ => PngColours::Rgba,
        };
        info.icc_profile = self.colours.profile.clone().map(Into::into);
        info.srgb = self.colours.srgb;
        info.source_gamma = self.colours.gamma;
        info.source_chromaticities = self.colours.chromaticities;
        let mut file = Vec::new();
        let written = png::Encoder::with_info(&mut file, info).and_then(|mut encoder| {
            encoder.set_compression(png::Compression::High);
            let mut writer = encoder.write_header()?;
            writer.write_image_data(&self.numbers)?;
            writer.finish()
        });
        written.expect("there is a number for each pixel, and writing to memory does not fail");
        file
    }

    /// As a WebP file that loses nothing.
    pub fn webp(&self) -> Vec<u8> {
        let colours = match self.channels {
            1 => image_webp::ColorType::L8,
            2 => image_webp::ColorType::La8,
            3 => image_webp::ColorType::Rgb8,
            _ => image_webp::ColorType::Rgba8,
        };
        let mut file = Vec::new();
        let mut encoder = image_webp::WebPEncoder::new(&mut file);
        if let Some(profile) = &self.colours.profile {
            encoder.set_icc_profile(profile.clone());
        }
        encoder
            .encode(&self.numbers, self.width, self.height, colours)
            .expect("there is a number for each pixel, and writing to memory does not fail");
        file
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: u32, height: u32, numbers: &[u8]) -> Pixels {
        Pixels { width, height, channels: 1, numbers: numbers.to_vec(), colours: Colours::default() }
    }

    #[test]
    fn each_of_the_eight_ways_of_exif_is_set_upright() {
        let upright = |mirrored, quarters| {
            let turned = grey(3, 2, &[1, 2, 3, 4, 5, 6]).turned(Turn { mirrored, quarters });
            (turned.width, turned.numbers)
        };
        assert_eq!(upright(false, 0), (3, vec![1, 2, 3, 4, 5, 6]));
        assert_eq!(upright(true, 0), (3, vec![3, 2, 1, 6, 5, 4]));
        assert_eq!(upright(false, 2), (3, vec![6, 5, 4, 3, 2, 1]));
        assert_eq!(upright(true, 2), (3, vec![4, 5, 6, 1, 2, 3]));
        assert_eq!(upright(true, 3), (2, vec![1, 4, 2, 5, 3, 6]));
        assert_eq!(upright(false, 1), (2, vec![4, 1, 5, 2, 6, 3]));
        assert_eq!(upright(true, 1), (2, vec![6, 3, 5, 2, 4, 1]));
        assert_eq!(upright(false, 3), (2, vec![3, 6, 2, 5, 1, 4]));
    }

    #[test]
    fn what_is_transparent_lends_no_colour() {
        let numbers = vec![200, 0, 0, 255, 0, 90, 0, 0];
        let pixels = Pixels { width: 2, height: 1, channels: 4, numbers, colours: Colours::default() };
        assert_eq!(pixels.shrunk(1).numbers, [200, 0, 0, 128]);
    }

    #[test]
    fn a_flat_grey_stays_as_it_is() {
        let small = grey(7, 5, &[77; 35]).shrunk(3);
        assert_eq!((small.width, small.height, small.numbers), (3, 2, vec![77; 6]));
    }

    #[test]
    fn png_and_webp_lose_nothing() {
        let numbers: Vec<u8> = (0..48).map(|number| number * 5).collect();
        let pixels = Pixels { width: 4, height: 4, channels: 3, numbers, colours: Colours::default() };
        for (format, file) in [(Format::Png, pixels.png()), (Format::WebP, pixels.webp())] {
            assert_eq!(decode(format, &file).unwrap().numbers, pixels.numbers);
        }
    }
}
