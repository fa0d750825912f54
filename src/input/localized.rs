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
    /// A text without translations.
    pub fn of(own: String) -> Localized {
        Localized { own, translations: BTreeMap::new() }
    }

    /// The text in the first of `languages` that it is given in, and that language; else the one under the key itself, which
    /// is written in `own`.
    pub fn chosen<'t>(
        &'t self,
        languages: &'t [LanguageCode],
        own: &'t LanguageCode,
    ) -> (&'t str, &'t LanguageCode) {
        let mut given = languages.iter().filter_map(|language| {
            let translated = self.translations.get(language).map(String::as_str);
            Some((translated.or((language == own).then_some(self.own.as_str()))?, language))
        });
        given.next().unwrap_or((&self.own, own))
    }

    /// The text in every language it is given in, its own first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.own.as_str()).chain(self.translations.values().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(code: &str) -> LanguageCode {
        LanguageCode::new(code).unwrap()
    }

    #[test]
    fn the_first_language_that_is_given_is_chosen() {
        let translations = [(code("ja"), "外務省".to_owned())].into_iter().collect();
        let text = Localized { own: "Foreign Ministry".to_owned(), translations };
        let chosen = |languages: &[&str]| {
            let languages: Vec<LanguageCode> = languages.iter().map(|one| code(one)).collect();
            let own = code("en");
            let (text, language) = text.chosen(&languages, &own);
            format!("{text} {language}")
        };
        assert_eq!(chosen(&["ja", "en"]), "外務省 ja");
        assert_eq!(chosen(&["en", "ja"]), "Foreign Ministry en");
        assert_eq!(chosen(&["fr", "ja", "en"]), "外務省 ja");
        assert_eq!(chosen(&["fr"]), "Foreign Ministry en");
    }
}
