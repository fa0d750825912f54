//! Colours of the screen, and how well one is read on another.
//!
//! Relative luminance and contrast ratio are those of WCAG 2.2: <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>,
//! <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.

use std::fmt;

/// A colour of sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour([u8; 3]);

impl Colour {
    /// Black.
    pub const BLACK: Colour = Colour([0; 3]);
    /// White.
    pub const WHITE: Colour = Colour([255; 3]);

    /// Reads six hexadecimal digits: `#1d2026`.
    pub fn parse(text: &str) -> Option<Colour> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Colour([red, green, blue]))
    }

    /// How bright it is, from 0 to 1.
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// From 1, of a colour on itself, to 21, of black on white.
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The nearest shade of it, darker or lighter, that fits.
    pub fn nearest_shade(self, fits: impl Fn(Colour) -> bool) -> Option<Colour> {
        let shades =
            (1..=255).flat_map(|step| [self.mixed(Colour::BLACK, step), self.mixed(Colour::WHITE, step)]);
        shades.into_iter().find(|shade| fits(*shade))
    }

    /// With so many 255ths of another.
    fn mixed(self, other: Colour, share: u32) -> Colour {
        let mut channels = self.0;
        for (channel, other) in channels.iter_mut().zip(other.0) {
            let sum = u32::from(*channel) * (255 - share) + u32::from(other) * share;
            *channel = u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX);
        }
        Colour(channels)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn colours_are_six_digits() {
        assert_eq!(colour("#1D20fF").to_string(), "#1d20ff");
        for text in ["", "#", "#123", "1d2026", "#1d202g", "#+12345", "#1d20261", "red", "#１２３"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert_eq!(Colour::BLACK.contrast(Colour::WHITE), 21.0);
        assert_eq!(colour("#1b4f86").contrast(colour("#1b4f86")), 1.0);
        // The greys that everybody knows as the last that pass on white.
        assert!(colour("#767676").contrast(Colour::WHITE) >= 4.5);
        assert!(colour("#777777").contrast(Colour::WHITE) < 4.5);
        assert!(colour("#949494").contrast(Colour::WHITE) >= 3.0);
        assert!(colour("#959595").contrast(Colour::WHITE) < 3.0);
    }

    #[test]
    fn the_nearest_shade_is_the_first_that_fits() {
        let on = |ground: Colour| move |shade: Colour| shade.contrast(ground) >= 4.5;
        assert_eq!(colour("#777777").nearest_shade(on(Colour::WHITE)), Some(colour("#767676")));
        assert!(colour("#1b4f86").nearest_shade(on(Colour::BLACK)).unwrap().luminance() > 0.17);
        assert_eq!(colour("#777777").nearest_shade(|_| false), None);
    }
}
