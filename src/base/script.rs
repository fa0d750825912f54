//! Tells how a character is set: full-width as in Japanese, or narrow as in Latin. The properties are those of Unicode.

use icu_properties::props::{
    EastAsianWidth, EmojiPresentation, GeneralCategory, GeneralCategoryGroup, Script,
};
use icu_properties::{CodePointMapData, CodePointSetData};

/// The first character that is wide, or Hangul: all text in Latin, Greek and Cyrillic lies before it.
const FIRST: char = '\u{1100}';

/// Whether this is a character of a script that puts no spaces between words: kanji, kana, their punctuation, full-width and
/// half-width forms. Hangul is none of them.
pub fn is_wide(character: char) -> bool {
    character >= FIRST && has_wide_form(character) && !is_hangul(character)
}

/// Whether this is a CJK character to the CJK-friendly amendments to CommonMark: wide, and no emoji; or Hangul.
/// <https://github.com/tats-u/markdown-cjk-friendly/blob/main/specification.md>
pub fn is_cjk(character: char) -> bool {
    character >= FIRST
        && (is_hangul(character)
            || has_wide_form(character) && !CodePointSetData::new::<EmojiPresentation>().contains(character))
}

/// Whether this is Korean.
pub fn is_hangul(character: char) -> bool {
    character >= FIRST && CodePointMapData::<Script>::new().get(character) == Script::Hangul
}

/// Whether this is what CommonMark calls a Unicode punctuation character: of the general category P or S.
pub fn is_punctuation(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_punctuation();
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(character);
    GeneralCategoryGroup::Punctuation.union(GeneralCategoryGroup::Symbol).contains(category)
}

/// Whether a line break between the two characters means nothing: in scripts without spaces between words, a line ends
/// anywhere. The rule is that of CSS Text 3, section 4.1.3, "Segment Break Transformation Rules".
pub fn joins(before: char, after: char) -> bool {
    is_wide(before) && is_wide(after)
}

fn has_wide_form(character: char) -> bool {
    matches!(
        CodePointMapData::<EastAsianWidth>::new().get(character),
        EastAsianWidth::Wide | EastAsianWidth::Fullwidth | EastAsianWidth::Halfwidth
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_told_apart() {
        for character in "岩ひカー、。「」々〜（ＡＢ１！　ｶﾞ､｢𠮟㈱㋐".chars() {
            assert!(is_wide(character) && is_cjk(character), "{character}");
        }
        for character in "aé1.,()“”—…·αЖ①".chars() {
            assert!(!is_wide(character) && !is_cjk(character), "{character}");
        }
        for character in "한국어카".chars() {
            assert!(!is_wide(character) && is_cjk(character), "{character}");
        }
        assert!(is_wide('⭕') && !is_cjk('⭕'));
        assert!(is_cjk('㊗') && is_cjk('〽'));
    }

    #[test]
    fn nothing_before_hangul_is_wide() {
        for character in '\0'..FIRST {
            assert!(!has_wide_form(character), "{character:?}");
        }
    }

    #[test]
    fn punctuation_is_what_commonmark_says() {
        assert!("!$+<^`|~“”—。「（￥€×".chars().all(is_punctuation));
        assert!("aé1岩ひ々ー①\u{FE00}\u{E000} ".chars().all(|character| !is_punctuation(character)));
    }
}
