//! Finds quotations in a text by their marks.

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

/// The quotations in `text`. Takes time in proportion to its length, whatever marks stand in it.
pub fn find(text: &str) -> Found {
    let mut found = Found::default();
    let mut marks: Vec<(Range<usize>, Option<Range<usize>>)> =
        MARKS.iter().flat_map(|(open, close)| pairs(text, *open, *close)).collect();
    marks.sort_by_key(|(open, _)| open.start);
    let mut at = 0;
    for (open, close) in marks {
        if open.start < at {
            continue;
        }
        match close {
            Some(close) => {
                at = close.end;
                found.quotations.push(open.start..close.end);
            }
            None => found.unclosed.push(open),
        }
    }
    found
}

/// Each opening mark of one kind, and the one that closes it.
fn pairs(text: &str, open: char, close: char) -> Vec<(Range<usize>, Option<Range<usize>>)> {
    let mut pairs: Vec<(Range<usize>, Option<Range<usize>>)> = Vec::new();
    let mut waiting: Vec<usize> = Vec::new();
    let mut before: Option<char> = None;
    for (at, character) in text.char_indices() {
        let place = at..at + character.len_utf8();
        // A straight mark closes what is open; else it opens only where a word begins: `5"` is a length.
        let opens = character == open && (open != close || waiting.is_empty());
        let begins = open != close || !before.is_some_and(|c| c.is_ascii_alphanumeric());
        if opens && begins {
            waiting.push(pairs.len());
            pairs.push((place, None));
        } else if character == close
            && let Some(number) = waiting.pop()
        {
            pairs[number].1 = Some(place);
        }
        before = Some(character);
    }
    pairs
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
