//! Language codes.

use std::fmt;
use std::sync::Arc;

/// A language tag as BCP 47 (RFC 5646) writes it, in the simple forms sites use: `en`, `ja`, `pt-BR`, `zh-Hant`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageCode(Arc<str>);

impl LanguageCode {
    /// Checks `code`: two or three letters, then subtags of two to eight letters or digits.
    pub fn new(code: &str) -> Option<LanguageCode> {
        let mut subtags = code.split('-');
        let primary = subtags.next()?;
        let primary_fits =
            (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
        let rest_fits = subtags
            .all(|tag| (2..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        (primary_fits && rest_fits).then(|| LanguageCode(code.into()))
    }

    /// Whether it is written with kanji, as Japanese and Chinese are.
    pub fn has_kanji(&self) -> bool {
        matches!(self.0.split('-').next(), Some("ja" | "zh"))
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
    fn codes_are_tags_not_names() {
        for code in ["en", "ja", "pt-BR", "zh-Hant"] {
            assert!(LanguageCode::new(code).is_some(), "{code}");
        }
        for code in ["", "e", "English", "en_GB", "EN", "en-", "en/..", "日本"] {
            assert!(LanguageCode::new(code).is_none(), "{code}");
        }
    }
}
