//! A text of a registry in the languages it is given in.

use std::collections::BTreeMap;

use crate::base::LanguageCode;

/// A text, and its translations: `name` and `name_ja`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Localized {
    /// The text under the key itself.
    pub own: String,
    /// The texts under the key with a language behind it.
    pub translations: BTreeMap<LanguageCode, String>,
}

impl Localized {
    /// The text in `language`, else the one under the key itself.
    pub fn in_language(&self, language: &LanguageCode) -> &str {
        self.translations.get(language).unwrap_or(&self.own)
    }

    /// The text in every language it is given in, its own first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.own.as_str()).chain(self.translations.values().map(String::as_str))
    }
}
