//! The form of a name in which all its spellings are one, for looking it up.

use unicode_normalization::UnicodeNormalization;

/// A name without what its spellings differ in: width and case; accents; spaces, hyphens and middle dots (日・EU, 日EU);
/// hiragana and katakana; small っ and long marks (カッラス, カラス). Two names may share a form, so it finds candidates and
/// decides nothing: quotations are never compared by it.
pub fn folded(name: &str) -> String {
    let plain = name.nfkd().filter(|character| !is_accent(*character));
    let composed = plain.nfc().flat_map(char::to_lowercase);
    composed.map(katakana).filter(|character| is_told(*character)).collect()
}

/// A text without accents, which people leave out when they search.
pub fn unaccented(text: &str) -> String {
    text.nfd().filter(|character| !is_accent(*character)).nfc().collect()
}

fn is_accent(character: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&character)
}

/// Whether a character tells a name from another one.
fn is_told(character: char) -> bool {
    character.is_alphanumeric() && !matches!(character, 'ッ' | 'ー')
}

/// The katakana that is read like a hiragana; any other character as it is.
pub fn katakana(character: char) -> char {
    match character {
        'ぁ'..='ゖ' => char::from_u32(u32::from(character) + 0x60).unwrap_or(character),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_are_one() {
        for (one, other) in [
            ("日・EU安全保障・防衛パートナーシップ", "日ＥＵ安全保障 防衛パートナーシップ"),
            ("カッラス", "カラス"),
            ("いわや・たけし", "イワヤ タケシ"),
            ("ｶﾞｲﾑｼｮｳ", "がいむしょう"),
            ("António Costa", "ANTONIO COSTA"),
            ("EU–Japan", "EU Japan"),
            ("サーバー", "サーバ"),
        ] {
            assert_eq!(folded(one), folded(other));
        }
    }

    #[test]
    fn only_accents_are_taken_from_a_text() {
        assert_eq!(unaccented("Kōno Kóno, Ġörg; がパｶﾞ ＥＵ"), "Kono Kono, Gorg; がパｶﾞ ＥＵ");
    }

    #[test]
    fn names_that_differ_stay_apart() {
        for (one, other) in
            [("かがく", "かかく"), ("岩屋", "岩谷"), ("EU", "EC"), ("Iwaya Takeshi", "Takeshi Iwaya")]
        {
            assert_ne!(folded(one), folded(other));
        }
    }
}
