//! Breaks labels into lines that fit: SVG breaks none. How wide letters are is a guess that is safe for the fonts of pages;
//! nobody knows at build time which font a reader has.

use crate::base::script::is_wide;

/// The width of a narrow letter of a bold text in a wide sans-serif font, on average, in its size.
const NARROW: f64 = 0.64;

/// What no line begins with, so that it stays with what is before it.
const CLOSING: &str = "、。，．・：；？！）］｝〕〉》」』】〙〛’”ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥〜,.:;?!)]}%";

/// What a line may end with whatever follows.
const PAUSES: &str = "、。・：；？！";

/// What no line ends with.
const OPENING: &str = "（［｛〔〈《「『【〘〚‘“([{";

/// How wide a text is, in the size of its letters.
pub fn width(text: &str) -> f64 {
    text.chars().map(letter).sum()
}

fn letter(character: char) -> f64 {
    // Hangul is as wide as kanji, though it is set with spaces.
    let is_full = is_wide(character) || crate::base::script::is_hangul(character);
    if is_full { 1.0 } else { NARROW }
}

/// The lines of a text, none of them wider than `limit` but by a single letter. Every text has one at least.
pub fn lines(text: &str, limit: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        for (number, piece) in pieces(word).into_iter().enumerate() {
            let space = if number == 0 && !line.is_empty() { " " } else { "" };
            if !line.is_empty() && width(&line) + width(space) + width(&piece) > limit {
                lines.push(std::mem::take(&mut line));
            } else {
                line.push_str(space);
            }
            push_hard(&mut lines, &mut line, &piece, limit);
        }
    }
    lines.push(line);
    lines
}

/// Adds a piece that no line may end in, unless it is wider than a line.
fn push_hard(lines: &mut Vec<String>, line: &mut String, piece: &str, limit: f64) {
    for character in piece.chars() {
        if !line.is_empty() && width(line) + letter(character) > limit && width(piece) > limit {
            lines.push(std::mem::take(line));
        }
        line.push(character);
    }
}

/// A word in parts between which a line may end: where full-width script changes, and around punctuation. Japanese has no
/// spaces, but words begin where kana give way to kanji, and particles, in hiragana, belong to what is before them.
fn pieces(word: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for character in word.chars() {
        match pieces.last_mut() {
            Some(piece) if !before.is_some_and(|before| may_end(before, character)) => piece.push(character),
            _ => pieces.push(character.to_string()),
        }
        before = Some(character);
    }
    pieces
}

/// Whether a line may end between two characters of a word.
fn may_end(before: char, after: char) -> bool {
    if !is_wide(before) && !is_wide(after) || CLOSING.contains(after) || OPENING.contains(before) {
        return false;
    }
    let is_new = script(before) != script(after) && script(after) != Script::Hiragana;
    is_new || PAUSES.contains(before) || OPENING.contains(after)
}

/// The scripts that Japanese is written in.
#[derive(PartialEq)]
enum Script {
    Hiragana,
    Katakana,
    /// Kanji and whatever else.
    Other,
    Narrow,
}

fn script(character: char) -> Script {
    match character {
        '・' | '、' | '。' => Script::Other,
        'ぁ'..='ゟ' => Script::Hiragana,
        'ァ'..='ヿ' => Script::Katakana,
        _ if is_wide(character) => Script::Other,
        _ => Script::Narrow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words_and_between_kanji() {
        assert_eq!(lines("Republic of Korea", 20.0), ["Republic of Korea"]);
        assert_eq!(lines("Republic of Korea", 7.5), ["Republic of", "Korea"]);
        assert_eq!(
            lines("日・EU安全保障・防衛パートナーシップを公表", 10.0),
            ["日・EU安全保障・", "防衛", "パートナーシップを", "公表"]
        );
        assert_eq!(lines("第30回「協議」", 5.0), ["第30回", "「協議」"]);
    }

    #[test]
    fn a_word_that_no_line_holds_is_broken_and_nothing_is_lost() {
        assert_eq!(lines("aaaaaaaaaa", 3.0), ["aaaa", "aaaa", "aa"]);
        for limit in [0.0, 0.5, 1.0, 4.0, 1000.0] {
            for text in ["", "x", "a、、、、、、b", "長い長い長い名前 and words"] {
                assert_eq!(lines(text, limit).concat().replace(' ', ""), text.replace(' ', ""));
            }
        }
    }
}
