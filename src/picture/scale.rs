//! Makes pixels smaller: each new one is the mean of those that it covers, weighted by how much of each. In whole numbers,
//! so the same everywhere.

/// How a row of `from` becomes one of `to`: for each new place, the old places it covers, each with its share. Shares of one
/// new place add up to `from`.
struct Shares {
    /// For each new place, where its shares begin; one more for the end.
    begins: Vec<usize>,
    shares: Vec<(usize, u32)>,
}

impl Shares {
    fn of(from: u32, to: u32) -> Shares {
        let (mut begins, mut shares) = (Vec::new(), Vec::new());
        let (from, to) = (u64::from(from), u64::from(to));
        for place in 0..to {
            begins.push(shares.len());
            // In a measure in which an old place is as long as `to`, and a new one as `from`.
            let (begin, end) = (place * from, (place + 1) * from);
            for old in begin / to..end.div_ceil(to) {
                let share = end.min((old + 1) * to) - begin.max(old * to);
                shares.push((old as usize, share as u32));
            }
        }
        begins.push(shares.len());
        Shares { begins, shares }
    }

    fn at(&self, place: usize) -> &[(usize, u32)] {
        &self.shares[self.begins[place]..self.begins[place + 1]]
    }
}

/// Sums of a picture whose rows have `width` places of `channels` numbers, shrunk to `size`: each is the mean times the
/// number that comes back. `row` gives the rows of the picture, whose numbers are at most 255².
pub fn sums(
    (width, height): (u32, u32),
    size: (u32, u32),
    channels: usize,
    row: impl Fn(usize, &mut [u32]),
) -> (Vec<u64>, u64) {
    let (across, down) = (Shares::of(width, size.0), Shares::of(height, size.1));
    let mut old = vec![0; width as usize * channels];
    let mut narrow = vec![0_u32; size.0 as usize * channels];
    // Two new rows may share an old one: which one is in `narrow`.
    let mut at_hand = usize::MAX;
    let mut sums = Vec::with_capacity(narrow.len() * size.1 as usize);
    for place in 0..size.1 as usize {
        let begin = sums.len();
        sums.resize(begin + narrow.len(), 0);
        for &(number, share) in down.at(place) {
            if number != at_hand {
                row(number, &mut old);
                narrow_row(&across, channels, &old, &mut narrow);
                at_hand = number;
            }
            for (sum, value) in sums[begin..].iter_mut().zip(&narrow) {
                *sum += u64::from(*value) * u64::from(share);
            }
        }
    }
    (sums, u64::from(width) * u64::from(height))
}

fn narrow_row(across: &Shares, channels: usize, old: &[u32], narrow: &mut [u32]) {
    for (place, new) in narrow.chunks_exact_mut(channels).enumerate() {
        new.fill(0);
        for &(at, share) in across.at(place) {
            for (sum, value) in new.iter_mut().zip(&old[at * channels..]) {
                // 255² × 65535, the widest picture, is below 2³².
                *sum += value * share;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_counts_each_pixel_by_how_much_of_it_is_covered() {
        let row = |_: usize, row: &mut [u32]| row.copy_from_slice(&[10, 20, 60]);
        assert_eq!(sums((3, 1), (2, 1), 1, row), (vec![2 * 10 + 20, 20 + 2 * 60], 3));
        let column = |at: usize, row: &mut [u32]| row[0] = [10, 20, 60][at];
        assert_eq!(sums((1, 3), (1, 2), 1, column), (vec![2 * 10 + 20, 20 + 2 * 60], 3));
    }

    #[test]
    fn the_widest_and_brightest_picture_fits() {
        let row = |_: usize, row: &mut [u32]| row.fill(255 * 255);
        let (sums, count) = sums((65535, 2), (1, 1), 1, row);
        assert_eq!(sums[0] / count, 255 * 255);
    }
}
