//! The marks that a language sets between words, where the program and not a template writes them.

use super::words::Words;
use crate::base::LanguageCode;

/// The marks that a language sets between words that the program writes.
pub struct Punctuation {
    /// Between a source and the place in it.
    pub comma: String,
    /// Between two sources.
    pub semicolon: String,
    /// Before a note.
    pub open: String,
    /// After a note.
    pub close: String,
}

impl Punctuation {
    /// Those of a language.
    pub fn of(words: &Words, language: &LanguageCode) -> Punctuation {
        let mark = |name: &str, usual: &str| words.find(language, name).unwrap_or_else(|| usual.to_owned());
        Punctuation {
            comma: mark("comma", ", "),
            semicolon: mark("semicolon", "; "),
            open: mark("bracket_open", " ("),
            close: mark("bracket_close", ")"),
        }
    }

    /// What stands before what follows the number of a source: what begins with a mark of its own, such as `、3頁`, needs
    /// none.
    pub fn before_suffix(&self, suffix: &str) -> &str {
        if suffix.starts_with(['、', '，', ',', ';', ':', '.']) { "" } else { &self.comma }
    }
}
