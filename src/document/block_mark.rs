//! The mark of a block: a few characters that stay the same while its words do, however its lines are broken.

use std::fmt;

use crate::base::Digest;
use crate::base::script::is_wide;

/// How many characters a mark has. One of 33 million: the chance that an edit of a block is missed is that small.
const LENGTH: usize = 5;

/// The digits of marks: no letter that is easily taken for a digit.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Tells the words of a block from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlockMark([u8; LENGTH]);

impl BlockMark {
    /// That of a text.
    pub fn of(text: &str) -> BlockMark {
        let digest = Digest::of(unified(text).as_bytes());
        let mut bits = digest.leading();
        BlockMark([(); LENGTH].map(|()| {
            let digit = DIGITS[usize::try_from(bits % 32).expect("less than 32")];
            bits /= 32;
            digit
        }))
    }

    /// Reads one as it is written.
    pub fn parse(text: &str) -> Option<BlockMark> {
        let digits: [u8; LENGTH] = text.as_bytes().try_into().ok()?;
        digits.iter().all(|digit| DIGITS.contains(digit)).then_some(BlockMark(digits))
    }
}

impl fmt::Display for BlockMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&self.0).expect("the digits are ASCII"))
    }
}

/// The words of a block, however its lines are broken: one space between words, and none beside characters of scripts that
/// write without spaces. What says of what kind a block is stands before its words: how deep it is in quotations, and how far
/// a list item is moved in. Marks of a quotation begin its lines wherever those break, so only a change of depth counts.
fn unified(text: &str) -> String {
    let mut unified = String::with_capacity(text.len());
    let mut depth = 0;
    let mut lines = text.lines().peekable();
    let mut is_first = true;
    while let Some(line) = lines.next() {
        let (now, line) = quoted(line);
        if now > depth {
            unified.extend(std::iter::repeat_n('\u{1}', now));
            depth = now;
        }
        if is_first || is_item(line) {
            unified.extend(std::iter::repeat_n('\u{2}', line.len() - line.trim_start().len()));
        }
        is_first = false;
        let is_broken = lines.peek().is_some() && (line.ends_with("  ") || line.ends_with('\\'));
        let line = if is_broken { line.strip_suffix('\\').unwrap_or(line) } else { line };
        line.split_whitespace().for_each(|word| push(&mut unified, word));
        unified.extend(is_broken.then_some('\u{3}'));
    }
    unified
}

fn push(unified: &mut String, word: &str) {
    let before = unified.chars().next_back();
    if !before.is_none_or(|c| is_wide(c) || c.is_control()) && !word.starts_with(is_wide) {
        unified.push(' ');
    }
    unified.push_str(word);
}

/// How many quotations a line stands in, and what stands in them. One space belongs to each mark.
fn quoted(line: &str) -> (usize, &str) {
    let (mut depth, mut rest) = (0, line);
    while let Some(inner) = rest.trim_start().strip_prefix('>') {
        depth += 1;
        rest = inner.strip_prefix(' ').unwrap_or(inner);
    }
    (depth, rest)
}

/// Whether a list item begins with a line. A year at the beginning of a line is no number of one.
fn is_item(line: &str) -> bool {
    ["- ", "* ", "+ ", "1. ", "1) "].iter().any(|mark| line.trim_start().starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_they_are_written() {
        let mark = BlockMark::of("One.");
        assert_eq!(mark.to_string().len(), LENGTH);
        assert_eq!(BlockMark::parse(&mark.to_string()), Some(mark));
        assert_eq!(["abc", "abcdef", "abcdu", "ABCDE", "岩屋"].map(BlockMark::parse), [None; 5]);
    }
}
