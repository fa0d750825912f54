//! Characters that have no place in a text.

/// Whether nobody sees this character and no format wants it: control characters, the separators that YAML and
/// JavaScript take for line ends, and code points that are no characters.
pub fn is_stray(character: char) -> bool {
    let number = u32::from(character);
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{FDD0}'..='\u{FDEF}')
        || number & 0xFFFE == 0xFFFE
}

/// How a character is written that cannot be shown.
pub(super) fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}
