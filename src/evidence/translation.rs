//! Tells a translation from a quotation by its script.

use crate::base::LanguageCode;
use crate::base::script::is_wide;

/// Whether words cannot be in a language: most of their letters are of another kind than those that it is written with.
pub fn is_foreign(words: &str, language: &LanguageCode) -> bool {
    let letters = words.chars().filter(|character| character.is_alphabetic());
    let (wide, other): (Vec<char>, Vec<char>) = letters.partition(|character| is_wide(*character));
    if language.has_kanji() { wide.len() < other.len() } else { wide.len() > other.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_translation_is_told_by_its_letters() {
        let foreign = |words: &str, code: &str| is_foreign(words, &LanguageCode::new(code).unwrap());
        assert!(foreign("歴史的で時宜を得た一歩", "en"));
        assert!(foreign("a historical step", "ja"));
        assert!(!foreign("a historical step", "en-GB"));
        assert!(!foreign("日EU・SPAは平成31年", "ja"));
        assert!(!foreign("EU", "fr"));
        assert!(!foreign("2024", "ja"));
        assert!(!foreign("유럽", "ko"));
        assert!(foreign("歴史的", "ko"));
    }
}
