//! Finds quotations in the text of a block by their marks.

use std::ops::Range;

/// What was found in a text.
#[derive(Debug, Default, PartialEq)]
pub struct Found {
    /// The outermost quotations, marks included.
    pub quotations: Vec<Range<usize>>,
    /// Opening marks that nothing closes.
    pub unclosed: Vec<Range<usize>>,
}

/// The marks of quotations: “…”, 「…」, 『…』 and "…".
const MARKS: [(char, char); 4] = [('“', '”'), ('「', '」'), ('『', '』'), ('"', '"')];

/// The quotations in `text`.
pub fn find(text: &str) -> Found {
    let mut found = Found::default();
    let mut at = 0;
    while let Some((start, open, close)) = next_opening(text, at) {
        let inner = start + open.len_utf8();
        match closing(&text[inner..], open, close) {
            Some(length) => {
                at = inner + length + close.len_utf8();
                found.quotations.push(start..at);
            }
            None => {
                found.unclosed.push(start..inner);
                at = inner;
            }
        }
    }
    found
}

fn next_opening(text: &str, from: usize) -> Option<(usize, char, char)> {
    text[from..].char_indices().find_map(|(offset, character)| {
        let (open, close) = MARKS.iter().find(|(open, _)| *open == character)?;
        // A straight mark opens only where a word begins: `5"` is a length.
        let before = text[..from + offset].chars().next_back();
        let opens = *open != '"' || !before.is_some_and(|c| c.is_alphanumeric() && c.is_ascii());
        opens.then_some((from + offset, *open, *close))
    })
}

/// How far it is to the mark that closes a quotation, past quotations in it.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 1_usize;
    for (offset, character) in text.char_indices() {
        if character == close {
            depth -= 1;
        } else if character == open {
            depth += 1;
        }
        if depth == 0 {
            return Some(offset);
        }
    }
    None
}

/// The part of a quotation between its marks.
pub fn inner(text: &str, quotation: &Range<usize>) -> Range<usize> {
    let first = text[quotation.clone()].chars().next().map_or(0, char::len_utf8);
    let last = text[quotation.clone()].chars().next_back().map_or(0, char::len_utf8);
    quotation.start + first..quotation.end - last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        find(text).quotations.iter().map(|range| &text[inner(text, range)]).collect()
    }

    #[test]
    fn quotations_are_found_by_every_kind_of_mark() {
        assert_eq!(quoted("a “b c” d \"e\" f「岩屋」と『毅』"), ["b c", "e", "岩屋", "毅"]);
        assert_eq!(quoted("“a “b” c” 「あ『い』う」"), ["a “b” c", "あ『い』う"]);
        assert_eq!(quoted("a 5\" pipe, don't, ’tis, 彼は\"hello\"と"), ["hello"]);
    }

    #[test]
    fn a_mark_without_a_partner_is_told() {
        assert_eq!(find("a “b").unclosed.first(), Some(&(2..5)));
        assert_eq!(find("「あ").unclosed.len(), 1);
        assert_eq!(find("b” 」").unclosed, []);
    }
}
