//! The mark of a block: a few characters that stay the same while its words do, however its lines are broken.

use std::fmt;

use crate::base::Digest;

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

/// The words of a block, however its lines are broken: one space between words, and none beside characters of scripts
/// that write without spaces. Marks of a quotation begin its lines, wherever those break.
fn unified(text: &str) -> String {
    let is_quotation = text.trim_start().starts_with('>');
    let line = |line| if is_quotation { str::trim_start_matches(line, ['>', ' ']) } else { line };
    let mut unified = String::with_capacity(text.len());
    for word in text.lines().map(line).flat_map(str::split_whitespace) {
        let before = unified.chars().next_back();
        if !before.is_none_or(has_no_spaces) && !word.starts_with(has_no_spaces) {
            unified.push(' ');
        }
        unified.push_str(word);
    }
    unified
}

/// Whether a character belongs to the scripts of Chinese and Japanese, or to their punctuation.
fn has_no_spaces(character: char) -> bool {
    matches!(character, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
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
