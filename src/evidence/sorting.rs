//! What entries are sorted by in a language.

use super::actor::Actor;
use super::term::Term;
use crate::base::LanguageCode;
use crate::input::Localized;

/// What an entry is sorted by, and then its name in full.
pub type SortName<'e> = (&'e str, &'e str);

impl Actor {
    /// In Japanese how the name is read, elsewhere the family name.
    pub fn sort_name(&self, language: &LanguageCode) -> SortName<'_> {
        sort_name(&self.name, self.family_name.as_ref(), self.reading.as_deref(), language)
    }
}

impl Term {
    /// In Japanese how the name is read, elsewhere the name.
    pub fn sort_name(&self, language: &LanguageCode) -> SortName<'_> {
        sort_name(&self.name, None, self.reading.as_deref(), language)
    }
}

fn sort_name<'e>(
    name: &'e Localized,
    family_name: Option<&'e Localized>,
    reading: Option<&'e str>,
    language: &LanguageCode,
) -> SortName<'e> {
    let in_language = |text: &'e Localized| text.translations.get(language).unwrap_or(&text.own).as_str();
    let full = in_language(name);
    let is_japanese = language.as_str().split('-').next() == Some("ja");
    let first = if is_japanese {
        reading.or_else(|| family_name?.translations.get(language).map(String::as_str))
    } else {
        family_name.map(in_language)
    };
    (first.unwrap_or(full), full)
}
