//! Language codes.

use std::fmt;
use std::sync::Arc;

use icu_locale::{LanguageIdentifier, LocaleExpander, TransformResult};

/// A language tag as BCP 47 (RFC 5646) writes it, in the simple forms sites use: `en`, `ja`, `pt-BR`, `zh-Hant`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageCode(Arc<str>);

impl LanguageCode {
    /// A code that is shaped as one, of a language that CLDR knows: there is no `jp`.
    pub fn new(code: &str) -> Option<LanguageCode> {
        let is_code = LanguageCode::is_shaped(code) && LanguageCode::likely(code).is_some();
        is_code.then(|| LanguageCode(code.into()))
    }

    /// The language with the script and the place that it is most likely to be meant with.
    fn likely(code: &str) -> Option<LanguageIdentifier> {
        let mut likely = LanguageIdentifier::try_from_str(code).ok()?;
        let given = likely.clone();
        let is_known = LocaleExpander::new_extended().maximize(&mut likely) == TransformResult::Modified;
        (is_known || (given.script.is_some() && given.region.is_some())).then_some(likely)
    }

    /// Whether it is most likely written in this script, by its code of ISO 15924: `Latn`.
    fn is_in(&self, script: &str) -> bool {
        let likely = LanguageCode::likely(&self.0).and_then(|likely| likely.script);
        likely.is_some_and(|likely| likely.as_str() == script)
    }

    /// Whether a text has the form of a code: two or three small letters, then subtags of two to eight letters or digits.
    pub fn is_shaped(code: &str) -> bool {
        let mut subtags = code.split('-');
        let primary = subtags.next().unwrap_or_default();
        let primary_fits =
            (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
        let rest_fits = subtags
            .all(|tag| (2..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        primary_fits && rest_fits
    }

    /// Its first part: `pt` of `pt-BR`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// Whether it is written with kanji, as Japanese and Chinese are.
    pub fn has_kanji(&self) -> bool {
        matches!(self.primary(), "ja" | "zh")
    }

    /// Whether it is written with the Latin alphabet.
    pub fn is_latin(&self) -> bool {
        self.is_in("Latn")
    }

    /// The tag itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LanguageCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_say_how_a_language_is_written() {
        let code = |code: &str| LanguageCode::new(code).unwrap();
        assert!(code("en").is_latin() && code("pt-BR").is_latin() && code("uz").is_latin());
        assert!(!code("ar").is_latin() && !code("ko").is_latin() && !code("ja").is_latin());
        assert!(code("zh-Hant").has_kanji() && !code("ko").has_kanji());
        assert_eq!(code("pt-BR").primary(), "pt");
    }

    #[test]
    fn codes_are_tags_not_names() {
        for code in ["en", "ja", "pt-BR", "zh-Hant"] {
            assert!(LanguageCode::new(code).is_some(), "{code}");
        }
        for code in ["", "e", "jp", "xx", "qqq", "English", "en_GB", "EN", "en-", "en/..", "日本"] {
            assert!(LanguageCode::new(code).is_none(), "{code}");
        }
    }
}
