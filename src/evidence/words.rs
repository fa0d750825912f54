//! Words as quotations are compared: to the letter, but for what typesetting changes.
//!
//! Quotation marks and apostrophes of every kind are one; so are spaces and line breaks of every kind, which next to a kanji
//! or kana mean nothing; `...` is `…`; characters are composed (NFC); a letter, digit or mark is one whatever its width, so that
//! `ＥＵ` is `EU` and `ｶﾞ` is `ガ`. Anything else that differs is a difference, and so are 日・EU and 日EU, 岩屋 and 岩谷.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::base::script::is_wide;

/// A text, normalised.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    text: String,
    /// For each byte of `text`, the byte of the original that it came from.
    places: Vec<usize>,
    /// The length of the original.
    original: usize,
}

/// How an omission is marked, in the brackets and words of both scripts, once `...` is `…` and brackets are narrow.
const OMISSIONS: [&str; 4] = ["[…]", "[中略]", "〔中略〕", "(中略)"];

/// A piece of a quotation: a word, a mark, a kanji or kana; or an omission.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Token<'w> {
    Word(&'w str),
    Omission,
}

/// A space between two characters of a text that is being normalised.
#[derive(Default)]
struct Gap {
    /// Where it stands, if there is one.
    at: Option<usize>,
    /// Whether the character before it is wide in the original.
    after_wide: bool,
}

/// The first place where a quotation and an excerpt part.
#[derive(Debug, Clone, PartialEq)]
pub struct Parting {
    /// The place in the original of the quotation, in bytes.
    pub at: Range<usize>,
    /// What stands there; empty if something is left out.
    pub said: String,
    /// What the excerpt has instead; empty if something is added.
    pub recorded: String,
    /// How unlike the two are, from 0 to 1.
    pub distance: f64,
}

impl Words {
    /// Normalises a text.
    pub fn of(original: &str) -> Words {
        let mut words = Words {
            text: String::with_capacity(original.len()),
            places: Vec::new(),
            original: original.len(),
        };
        let mut gap = Gap::default();
        let mut rest = original;
        while let Some(character) = rest.chars().next() {
            let at = original.len() - rest.len();
            if let Some(after) = rest.strip_prefix("...") {
                words.add(&mut gap, '…', false, at);
                rest = after;
                continue;
            }
            let length = composed_length(rest);
            let (cluster, after) = rest.split_at(length);
            rest = after;
            if is_invisible(character) {
                continue;
            }
            if character.is_whitespace() {
                gap.at.get_or_insert(at);
                continue;
            }
            // Half-width kana and their marks become kana, with their voiced marks composed.
            let composed: String =
                if is_half_width(character) { cluster.nfkc().collect() } else { cluster.nfc().collect() };
            for character in composed.chars() {
                let narrow = narrow(character);
                let is_wide = is_wide(character) && !narrow.is_ascii_alphanumeric();
                words.add(&mut gap, if is_quotation_mark(narrow) { '\'' } else { narrow }, is_wide, at);
            }
        }
        words
    }

    /// Adds a character, after the space before it if that means anything.
    fn add(&mut self, gap: &mut Gap, character: char, is_wide: bool, at: usize) {
        if let Some(space) = gap.at.take()
            && !self.text.is_empty()
            && !gap.after_wide
            && !is_wide
        {
            self.push(' ', space);
        }
        gap.after_wide = is_wide;
        self.push(character, at);
    }

    fn push(&mut self, character: char, at: usize) {
        self.text.push(character);
        self.places.extend(std::iter::repeat_n(at, character.len_utf8()));
    }

    /// Whether `quotation` is made of words of this text: whole words, in order, with nothing but marked omissions between.
    pub fn contain(&self, quotation: &Words) -> bool {
        let mut from = 0;
        let mut quoted = false;
        for segment in quotation.segments() {
            let segment = segment.trim();
            if segment.is_empty() {
                continue;
            }
            quoted = true;
            let Some(end) = self.find(segment, from) else { return false };
            from = end;
        }
        quoted
    }

    /// The parts between omissions.
    fn segments(&self) -> Vec<&str> {
        let mut segments = vec![self.text.as_str()];
        for mark in OMISSIONS {
            segments = segments.iter().flat_map(|segment| segment.split(mark)).collect();
        }
        segments
    }

    /// The end of the first place at or after `from` where these words stand as whole words.
    fn find(&self, segment: &str, from: usize) -> Option<usize> {
        let ends_word = |at: usize| {
            let before = self.text[..at].chars().next_back().is_some_and(is_letter);
            let after = self.text[at..].chars().next().is_some_and(is_letter);
            !(before && after)
        };
        let matches = self.text[from..].match_indices(segment);
        let ends = matches.map(|(at, _)| (from + at, from + at + segment.len()));
        ends.filter(|(start, end)| ends_word(*start) && ends_word(*end)).map(|(_, end)| end).next()
    }

    /// Where `quotation` first parts from this text, by the alignment of the two that changes least.
    pub fn parting(&self, quotation: &Words) -> Parting {
        let said = quotation.tokens();
        let recorded = self.tokens();
        let costs = costs(&said, &recorded);
        let (row, column) = first_change(&costs, &said, &recorded);
        let total = costs.last().and_then(|row| row.iter().min()).copied().unwrap_or(0);
        let token = |tokens: &[(Token<'_>, Range<usize>)], at: Option<usize>| match at
            .and_then(|at| tokens.get(at))
        {
            Some((Token::Word(word), _)) => (*word).to_owned(),
            _ => String::new(),
        };
        let place = match row.or(column.1).and_then(|at| said.get(at)) {
            Some((_, range)) => range.clone(),
            None => quotation.text.len()..quotation.text.len(),
        };
        let at = quotation.original(place.start)..quotation.original(place.end);
        Parting {
            at: if row.is_some() { at } else { at.start..at.start },
            said: token(&said, row),
            recorded: token(&recorded, column.0),
            distance: f64::from(total) / f64::from(u32::try_from(said.len().max(1)).unwrap_or(u32::MAX)),
        }
    }

    /// The place in the original of a place in the normalised text.
    fn original(&self, at: usize) -> usize {
        self.places.get(at).copied().unwrap_or(self.original)
    }

    fn tokens(&self) -> Vec<(Token<'_>, Range<usize>)> {
        /// More than anybody quotes; comparing takes time with the product of two lengths.
        const LIMIT: usize = 600;
        let mut tokens = Vec::new();
        let mut at = 0;
        while let Some(character) = self.text[at..].chars().next() {
            let rest = &self.text[at..];
            let omission = OMISSIONS.iter().find(|mark| rest.starts_with(**mark));
            let length = match omission {
                Some(mark) => mark.len(),
                None if is_letter(character) => {
                    rest.find(|c| !is_letter(c) && c != '\'').unwrap_or(rest.len())
                }
                None => character.len_utf8(),
            };
            let token = if omission.is_some() { Token::Omission } else { Token::Word(&rest[..length]) };
            if character != ' ' {
                tokens.push((token, at..at + length));
            }
            if tokens.len() == LIMIT {
                break;
            }
            at += length;
        }
        tokens
    }
}

type Tokens<'t, 'w> = &'t [(Token<'w>, Range<usize>)];

/// The least number of changes that turn the first tokens of a quotation into a stretch of the record that ends at each
/// place: a row for each number of tokens said, a column for each number recorded.
fn costs(said: Tokens<'_, '_>, recorded: Tokens<'_, '_>) -> Vec<Vec<u32>> {
    let mut rows = vec![vec![0_u32; recorded.len() + 1]];
    for (token, _) in said {
        let above = rows.last().expect("there is a first row");
        let mut row = Vec::with_capacity(recorded.len() + 1);
        let mut least = u32::MAX;
        for column in 0..=recorded.len() {
            let cost = if *token == Token::Omission {
                least = least.min(above[column]);
                least
            } else {
                let added = above[column] + 1;
                let left_out = row.last().map_or(u32::MAX, |cost: &u32| cost + 1);
                let changed = column
                    .checked_sub(1)
                    .map_or(u32::MAX, |before| above[before] + u32::from(*token != recorded[before].0));
                added.min(left_out).min(changed)
            };
            row.push(cost);
        }
        rows.push(row);
    }
    rows
}

/// Walks the cheapest alignment back from its end and returns its first change: the number of the token that is said, if
/// one is, and that of the one recorded, if one is, with the number of the token said before which that is missing.
fn first_change(
    costs: &[Vec<u32>],
    said: Tokens<'_, '_>,
    recorded: Tokens<'_, '_>,
) -> (Option<usize>, (Option<usize>, Option<usize>)) {
    let last = costs.last().expect("there is a first row");
    let least = last.iter().min().copied().unwrap_or(0);
    // Of alignments that change as much, the one that reaches furthest: words left out, rather than others in their place.
    let mut column = last.iter().rposition(|cost| *cost == least).unwrap_or(0);
    let mut row = said.len();
    let mut first = (None, (None, None));
    while row > 0 {
        let cost = costs[row][column];
        if said[row - 1].0 == Token::Omission {
            if costs[row - 1][column] == cost {
                row -= 1;
            } else {
                column -= 1;
            }
            continue;
        }
        let same = column > 0 && said[row - 1].0 == recorded[column - 1].0;
        if same && costs[row - 1][column - 1] == cost {
            (row, column) = (row - 1, column - 1);
        } else if column > 0 && costs[row - 1][column - 1] + 1 == cost {
            (row, column) = (row - 1, column - 1);
            first = (Some(row), (Some(column), None));
        } else if costs[row - 1][column] + 1 == cost {
            row -= 1;
            first = (Some(row), (None, None));
        } else {
            column -= 1;
            first = (None, (Some(column), Some(row)));
        }
    }
    first
}

/// The length of a character with the marks that combine with it.
fn composed_length(text: &str) -> usize {
    let mut characters = text.char_indices();
    let first = characters.next();
    let voices_kana = first.is_some_and(|(_, first)| is_half_width(first));
    let combines = |character: char| {
        unicode_normalization::char::is_combining_mark(character)
            || voices_kana && matches!(character, '\u{FF9E}' | '\u{FF9F}')
    };
    characters.find(|(_, character)| !combines(*character)).map_or(text.len(), |(at, _)| at)
}

/// Whether this is a kana or mark of Japanese in half width.
fn is_half_width(character: char) -> bool {
    matches!(character, '\u{FF61}'..='\u{FF9F}')
}

/// The character of ASCII that this is in full width, or the character itself.
fn narrow(character: char) -> char {
    const OFFSET: u32 = '！' as u32 - '!' as u32;
    match character {
        '！'..='～' => char::from_u32(u32::from(character) - OFFSET).unwrap_or(character),
        _ => character,
    }
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

fn is_quotation_mark(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '\u{2018}'
            ..='\u{201F}' | '«' | '»' | '‹' | '›' | 'ʼ' | '「' | '」' | '『' | '』' | '＂' | '＇'
    )
}

/// Whether this is a letter or digit of a script that puts spaces between words.
fn is_letter(character: char) -> bool {
    character.is_alphanumeric() && !is_wide(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(excerpt: &str, quotation: &str) -> bool {
        Words::of(excerpt).contain(&Words::of(quotation))
    }

    fn parting(excerpt: &str, quotation: &str) -> (String, String, String) {
        let parting = Words::of(excerpt).parting(&Words::of(quotation));
        (quotation[parting.at].to_owned(), parting.said, parting.recorded)
    }

    #[test]
    fn typesetting_is_no_difference() {
        const EXCERPT: &str = "It’s  difficult to “immediately” establish\na mechanism... in Asia";
        for quotation in [
            "It's difficult to 'immediately' establish a mechanism… in Asia",
            "difficult\u{A0}to «immediately» establish",
            "It’s difficult […] in Asia",
            "difficult [...] mechanism",
        ] {
            assert!(contains(EXCERPT, quotation), "{quotation}");
        }
        assert!(contains("日EU・SPAは令和7年1月1日に効力を生ずる", "日EU・SPAは\n令和7年 1月1日に"));
        assert!(contains("日ＥＵ・ＳＰＡは令和７年（２０２５年）に", "日EU・SPAは令和7年(2025年)に"));
        assert!(contains("日ＥＵ・ＳＰＡは令和７年\n（２０２５年） に", "日EU・SPAは令和7年(2025年)に"));
        assert!(contains("the ＥＵ ＳＰＡ ｡", "the EU SPA 。"));
        assert!(contains("ガバナンスとパートナーシップ、「条項」", "ｶﾞﾊﾞﾅﾝｽとﾊﾟｰﾄﾅｰｼｯﾌﾟ､｢条項｣"));
        assert!(contains("日本は（中略）条項を", "日本は［...］を"));
        assert!(contains(
            "軍縮・不拡散やテロ対策に関する「条項」を始めとする",
            "軍縮・不拡散［…］『条項』を始めとする"
        ));
    }

    #[test]
    fn anything_else_is_one() {
        const EXCERPT: &str = "Japan is the first country in the Indo-Pacific, not the first anywhere.";
        for quotation in [
            "Japan is a first country",
            "Japan is first country",
            "the first country in the Asia-Pacific",
            "japan is the first",
            "the first anywhere […] Japan",
            "apan is the first",
            "the first countr",
            "not the first anywhere!",
            "[…]",
            "",
        ] {
            assert!(!contains(EXCERPT, quotation), "{quotation}");
        }
        for (excerpt, quotation) in [
            ("令和7年1月1日に効力を生ずる", "令和6年1月1日に効力を生ずる"),
            ("日・EU安全保障", "日EU安全保障"),
            ("カッラス上級代表", "カラス上級代表"),
            ("カッラス上級代表", "かっらす上級代表"),
            ("カッラス上級代表", "カツラス上級代表"),
            ("パートナーシップ", "ハートナーシップ"),
            ("パートナーシップ", "パートナシップ"),
            ("ＲＥＵの", "EUの"),
            ("㈱日本", "(株)日本"),
            ("第①条", "第1条"),
        ] {
            assert!(!contains(excerpt, quotation), "{quotation}");
        }
    }

    #[test]
    fn the_first_word_where_two_texts_part_is_found() {
        let owned = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        let excerpt = "They said that the EU-Japan Security and Defence Partnership was announced today.";
        assert_eq!(
            parting(excerpt, "the EU-Japan Security and Defense Partnership was signed"),
            owned("Defense", "Defense", "Defence")
        );
        assert_eq!(parting(excerpt, "Security and new Defence Partnership"), owned("new", "new", ""));
        assert_eq!(parting(excerpt, "the EU-Japan Security Partnership was"), owned("", "", "and"));
        assert_eq!(
            parting(
                "日・EU安全保障・防衛パートナーシップを公表しました",
                "防衛パートナーシップを署名しました"
            )
            .0,
            "署"
        );
        assert_eq!(parting(excerpt, "They said […] was not announced"), owned("not", "not", ""));
    }
}
