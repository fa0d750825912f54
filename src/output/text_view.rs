//! What a template may read of a text that may be in another language than its page.

use serde::Serialize;

use crate::base::LanguageCode;
use crate::input::{Config, Localized};

/// A text that may be in another language than the page: the filter `lang` marks it as such.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct TextView<'s> {
    /// The text.
    pub text: &'s str,
    /// The code of its language, if that is not the one of the page.
    pub language: Option<&'s str>,
}

impl<'s> TextView<'s> {
    /// A text in a language, on a page in another or the same.
    pub fn of(text: &'s str, language: &'s LanguageCode, page: &LanguageCode) -> TextView<'s> {
        TextView { text, language: (language != page).then_some(language.as_str()) }
    }

    /// The text in the language of a page, or in the nearest that it is given in.
    pub fn chosen(config: &'s Config, page: &'s LanguageCode, text: &'s Localized) -> TextView<'s> {
        let (text, language) = text.chosen(config.fallbacks(page), config.default_language());
        TextView::of(text, language, page)
    }
}
