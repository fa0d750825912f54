//! What official texts say an agreement covers, each in its own order.

use super::registry::Record;
use crate::base::LanguageCode;
use crate::input::{Decode, Fields, Localized, Located, Node, Problems};

/// The areas that one official text lists.
#[derive(Debug)]
pub struct Scope {
    /// What the text is called.
    pub text: Localized,
    /// The source that it was read in.
    pub source: Located<String>,
    /// The language of the areas' names.
    pub language: LanguageCode,
    /// Whether the text says that its list is not complete.
    pub open: bool,
    /// The areas, in the order of the text.
    pub areas: Vec<Area>,
}

/// An area of cooperation.
#[derive(Debug)]
pub struct Area {
    /// What the text calls it, in the language of the text.
    pub name: Localized,
    /// The term of the glossary that explains it.
    pub term: Option<Located<String>>,
}

impl Decode for Area {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let mut fields = Fields::of(problems, node)?;
        let name = fields.required_localized(problems, "name");
        let term = fields.optional(problems, "term");
        fields.finish(problems);
        Some(Area { name: name?, term })
    }
}

impl Record for Scope {
    const NOUN: &'static str = "a text with areas";

    fn decode(problems: &mut Problems, fields: &mut Fields<'_>) -> Option<Self> {
        let text = fields.required_localized(problems, "text");
        let source = fields.required(problems, "source");
        let language = fields.required(problems, "language");
        let open = fields.optional(problems, "open").unwrap_or(false);
        let areas = fields.list(problems, "areas");
        Some(Scope { text: text.unwrap_or_default(), source: source?, language: language?, open, areas })
    }
}
