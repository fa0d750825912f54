//! What can be wrong with a link, and where links come from.

use super::entry::Hidden;
use crate::base::{Code, Diagnostics, LanguageCode, Span};
use crate::document::Document;

/// Where a link stands.
#[derive(Clone, Copy)]
pub struct From<'a> {
    /// The folder that relative paths start at.
    pub folder: &'a str,
    /// The language of the page it stands on.
    pub language: &'a LanguageCode,
    /// The page itself, for links within it.
    pub document: Option<&'a Document>,
}

impl<'a> From<'a> {
    /// A link on a page.
    pub fn page(document: &'a Document, language: &'a LanguageCode) -> From<'a> {
        From { folder: document.source.path.folder(), language, document: Some(document) }
    }

    /// A link in `site.toml` or a template.
    pub fn config(language: &'a LanguageCode) -> From<'a> {
        From { folder: "content", language, document: None }
    }
}

/// A link that holds.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Href {
    /// The address to write.
    pub address: String,
    /// The language of the page that it leads to, if that is not the one of the page that it stands on.
    pub language: Option<LanguageCode>,
}

/// What is wrong with a link.
#[derive(Debug, PartialEq)]
pub struct LinkProblem {
    /// The code.
    pub code: Code,
    /// The sentence.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl LinkProblem {
    pub(super) fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> LinkProblem {
        LinkProblem { code, message: message.into(), help: help.into() }
    }

    /// A page that is there and not to be seen.
    pub(super) fn hidden(target: &str, reason: Hidden) -> LinkProblem {
        let (state, help) = match reason {
            Hidden::Draft => ("is a draft".to_owned(), "publish it, or remove the link"),
            Hidden::Until(day) => (format!("is not published before {day}"), "publish this page no earlier"),
            Hidden::Since(day) => (format!("expired on {day}"), "remove the link"),
        };
        LinkProblem::new(Code::BrokenLink, format!("`{target}` {state}"), help)
    }

    /// Hands it on, with its place.
    pub fn report(self, diagnostics: &mut Diagnostics, span: Span) {
        diagnostics.report(self.code, span, self.message).help(self.help);
    }
}
