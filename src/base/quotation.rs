//! Finds quotations in a text by their marks.

use std::ops::Range;

/// What was found in a text.
#[derive(Debug, Default, PartialEq)]
pub struct Found {
    /// The outermost quotations, marks included.
    pub quotations: Vec<Range<usize>>,
    /// Marks without a partner.
    pub unclosed: Vec<Range<usize>>,
}

/// The marks of quotations: “…”, 「…」, 『…』 and "…", and their relatives in other countries and widths.
const MARKS: [(char, char); 9] = [
    ('“', '”'),
    ('「', '」'),
    ('『', '』'),
    ('"', '"'),
    ('«', '»'),
    ('｢', '｣'),
    ('〝', '〟'),
    ('＂', '＂'),
    ('‘', '’'),
];

/// The quotations in `text`. Takes time in proportion to its length, whatever marks stand in it.
pub fn find(text: &str) -> Found {
    let mut found = Found::default();
    // Most texts have no marks but apostrophes, and looking for a sign is much faster than reading each.
    let is_ascii = text.is_ascii();
    let stands = |(open, close): &&(char, char)| {
        (!is_ascii || open.is_ascii()) && (text.contains(*open) || open != close && text.contains(*close))
    };
    let mut marks: Vec<Mark> =
        MARKS.iter().filter(stands).flat_map(|(open, close)| pairs(text, *open, *close)).collect();
    marks.sort_by_key(|mark| mark.place.start);
    let mut at = 0;
    for Mark { place, partner } in marks {
        if place.start < at {
            continue;
        }
        match partner {
            Some(close) => {
                at = close.end;
                found.quotations.push(place.start..close.end);
            }
            None => found.unclosed.push(place),
        }
    }
    found
}

/// An opening mark and the one that closes it, or a mark without a partner.
struct Mark {
    place: Range<usize>,
    partner: Option<Range<usize>>,
}

/// The marks of one kind.
fn pairs(text: &str, open: char, close: char) -> Vec<Mark> {
    let mut pairs: Vec<Mark> = Vec::new();
    let mut waiting: Vec<usize> = Vec::new();
    let mut before: Option<char> = None;
    for (at, character) in text.char_indices() {
        let place = at..at + character.len_utf8();
        let after = text[place.end..].chars().next();
        let (opens, closes) = match (character == open, character == close) {
            // A straight mark closes what is open unless a word begins with it; `5"` is a length.
            (true, true) => {
                let begins = !before.is_some_and(|c| !c.is_whitespace() && !is_bracket(c))
                    && after.is_some_and(char::is_alphanumeric);
                let opens = begins || (waiting.is_empty() && !before.is_some_and(|c| c.is_ascii_digit()));
                (opens, !opens)
            }
            // `’` is an apostrophe too: within a word, and where nothing is open.
            (_, true) if close == '’' => {
                (false, !waiting.is_empty() && !after.is_some_and(char::is_alphanumeric))
            }
            other => other,
        };
        if opens {
            waiting.push(pairs.len());
            pairs.push(Mark { place, partner: None });
        } else if closes {
            match waiting.pop() {
                Some(number) => pairs[number].partner = Some(place),
                None if open != close => pairs.push(Mark { place, partner: None }),
                None => {}
            }
        }
        before = Some(character);
    }
    if close == '’' {
        pairs.retain(|mark| mark.partner.is_some());
    }
    pairs
}

fn is_bracket(character: char) -> bool {
    matches!(character, '(' | '[' | '{' | '（' | '［' | '—' | '–')
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
        assert_eq!(quoted("say \"a \"b\" c\" so\"d\" (\"e\")"), ["a \"b\" c", "d", "e"]);
        assert_eq!(quoted("‘it’s so’, «b» ｢あ｣ 〝い〟 ＂c＂"), ["it’s so", "b", "あ", "い", "c"]);
        assert_eq!(quoted("a 5\" pipe, don't, ’tis, 彼は\"hello\"と"), ["hello"]);
    }

    #[test]
    fn a_mark_without_a_partner_is_told() {
        assert_eq!(find("a “b").unclosed.first(), Some(&(2..5)));
        assert_eq!(find("「あ").unclosed.len(), 1);
        assert_eq!(find("b” 」").unclosed.len(), 2);
        assert!(find("the EU’s and the others’ ‘tis").unclosed.is_empty());
    }
}
