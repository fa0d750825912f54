//! A scale of numbers: from where to where, and at which round numbers it is marked.

/// A scale.
#[derive(Debug, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
}

/// The width of everything drawn to scale: what is left and right of it is kept for values.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Where it begins, as a part of the drawing.
    pub left: f64,
    /// Where it ends.
    pub right: f64,
}

impl Scale {
    /// A scale that has nought in it, for lengths.
    pub fn from_zero(values: &[f64]) -> Scale {
        let (low, high) = ends(values);
        Scale::between(low.min(0.0), high.max(0.0))
    }

    /// A scale between round numbers round the values, for places; from nought if that is near.
    pub fn round(values: &[f64], most: usize) -> Scale {
        let (low, high) = ends(values);
        if low >= 0.0 && low <= high / 2.0 || high <= 0.0 && high >= low / 2.0 {
            return Scale::from_zero(values);
        }
        let step = step(low, high, most);
        Scale::between((low / step).floor() * step, (high / step).ceil() * step)
    }

    fn between(low: f64, high: f64) -> Scale {
        // All values are one: the scale must be of some length.
        if high > low { Scale { low, high } } else { Scale { low: low.min(0.0), high: high.max(low + 1.0) } }
    }

    /// Where a value is, as a part of the drawing.
    pub fn place(&self, value: f64, room: Room) -> f64 {
        room.left + (value - self.low) / (self.high - self.low) * (room.right - room.left)
    }

    /// Whether nought lies on it, at an end or between.
    pub fn has_zero(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }

    /// Round numbers on the scale, as digits, at most one more than `most`.
    pub fn ticks(&self, most: usize) -> Vec<(f64, String)> {
        let step = step(self.low, self.high, most);
        let decimals = if step < 1.0 { (-step.log10()).ceil() } else { 0.0 };
        let first = (self.low / step - 1e-9).ceil();
        let last = (self.high / step + 1e-9).floor();
        let mut ticks = Vec::new();
        let mut number = first;
        while number <= last && ticks.len() <= most {
            let value = number * step + 0.0;
            ticks.push((value, format!("{value:.*}", as_count(decimals))));
            number += 1.0;
        }
        ticks
    }
}

fn ends(values: &[f64]) -> (f64, f64) {
    let low = values.iter().copied().reduce(f64::min).unwrap_or(0.0);
    (low, values.iter().copied().reduce(f64::max).unwrap_or(0.0))
}

/// The smallest of 1, 2 and 5 times a power of ten that divides the scale into at most so many parts.
fn step(low: f64, high: f64, most: usize) -> f64 {
    let length = if high > low { high - low } else { 1.0 };
    #[expect(clippy::cast_precision_loss, reason = "a handful is exact")]
    let least = length / most.max(1) as f64;
    let power = 10_f64.powf(least.log10().floor());
    let fits = |times: &f64| times * power >= least * (1.0 - 1e-9);
    [1.0, 2.0, 5.0].into_iter().find(fits).unwrap_or(10.0) * power
}

/// Digits behind the point: numbers have fifteen at most.
fn as_count(number: f64) -> usize {
    (0..=15).find(|count| f64::from(*count) >= number).map_or(15, |count: u8| usize::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Room = Room { left: 0.0, right: 1.0 };

    fn ticks(scale: &Scale, most: usize) -> Vec<String> {
        scale.ticks(most).into_iter().map(|(_, digits)| digits).collect()
    }

    #[test]
    fn lengths_begin_at_nought_and_places_need_not() {
        assert_eq!(Scale::from_zero(&[3.0, 12.0]), Scale { low: 0.0, high: 12.0 });
        assert_eq!(Scale::from_zero(&[-3.0, -1.0]), Scale { low: -3.0, high: 0.0 });
        assert_eq!(Scale::round(&[96.2, 99.1], 4), Scale { low: 96.0, high: 100.0 });
        assert_eq!(Scale::round(&[1.0, 9.0], 4), Scale { low: 0.0, high: 9.0 });
    }

    #[test]
    fn ticks_are_round_numbers() {
        assert_eq!(ticks(&Scale::from_zero(&[12.0]), 4), ["0", "5", "10"]);
        assert_eq!(ticks(&Scale::round(&[96.2, 99.1], 4), 4), ["96", "97", "98", "99", "100"]);
        assert_eq!(ticks(&Scale::from_zero(&[0.03]), 4), ["0.00", "0.01", "0.02", "0.03"]);
        assert_eq!(ticks(&Scale::from_zero(&[-4.0, 4.0]), 4), ["-4", "-2", "0", "2", "4"]);
    }

    #[test]
    fn every_value_has_a_place_on_its_scale() {
        let far = 999_999_999_999_999.0;
        let lists: [&[f64]; 9] = [
            &[0.0],
            &[5.0],
            &[-5.0],
            &[5.0, 5.0],
            &[-far, far],
            &[0.000_000_000_000_01],
            &[far],
            &[far, far - 1.0],
            &[],
        ];
        for values in lists {
            for scale in [Scale::from_zero(values), Scale::round(values, 4)] {
                for value in values {
                    let place = scale.place(*value, ALL);
                    assert!((-1e-9..=1.0 + 1e-9).contains(&place), "{values:?} {scale:?} {place}");
                }
                let ticks = scale.ticks(4);
                assert!((1..=5).contains(&ticks.len()), "{values:?} {ticks:?}");
            }
        }
    }
}
