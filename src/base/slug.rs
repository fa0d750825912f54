//! Slugs: the readable parts of addresses and the ids of headings.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// The longest slug, in bytes: a name that every file system takes, with room for what is added to it.
const LENGTH_LIMIT: usize = 160;

/// Lower-case letters and digits of any script, in groups joined by single hyphens. Kanji and kana stay as they are
/// written: readings are not guessed. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slug(String);

impl Slug {
    /// The slug of a title or file name; nothing if no letter or digit is in it.
    ///
    /// Compatibility forms are unified first (NFKC), so full-width and half-width spellings give one slug.
    pub fn of(text: &str) -> Option<Slug> {
        let mut slug = String::with_capacity(text.len());
        for character in text.nfkc().flat_map(char::to_lowercase) {
            // Apostrophes join (`don't` → `dont`); marks that combine with a letter belong to it.
            if character.is_alphanumeric() || is_combining(character) || character == 'ー' {
                slug.push(character);
            } else if !matches!(character, '\'' | '’') && !slug.ends_with('-') && !slug.is_empty() {
                slug.push('-');
            }
        }
        slug.truncate(slug.floor_char_boundary(LENGTH_LIMIT));
        slug.truncate(slug.trim_end_matches('-').len());
        (!slug.is_empty()).then_some(Slug(slug))
    }

    /// `text` if it already is a slug.
    pub fn new(text: &str) -> Option<Slug> {
        Slug::of(text).filter(|slug| slug.0 == text)
    }

    /// The slug itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_combining(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(text: &str) -> String {
        Slug::of(text).map_or_else(String::new, |slug| slug.to_string())
    }

    #[test]
    fn slugs_keep_every_script() {
        assert_eq!(slug("What was agreed, and what wasn’t?"), "what-was-agreed-and-what-wasnt");
        assert_eq!(slug("日・EU安全保障パートナーシップ"), "日-eu安全保障パートナーシップ");
        assert_eq!(slug("ＦＩＭＩ　２０２４"), "fimi-2024");
        assert_eq!(slug("Þorgerður — Katrín"), "þorgerður-katrín");
        assert_eq!(slug("***"), "");
        assert_eq!(slug(&"海".repeat(200)).len(), 159);
    }

    #[test]
    fn a_slug_is_its_own_slug() {
        assert!(Slug::new("eu-japan-2024").is_some());
        for text in ["EU", "a--b", "-a", "a/b", "../x", "a b", ""] {
            assert!(Slug::new(text).is_none(), "{text}");
        }
    }
}
