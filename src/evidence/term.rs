//! The glossary.

use super::rating::Confidence;
use super::reading::Reading;
use super::registry::Record;
use super::support::supported;
use crate::input::{Fields, Localized, Located, Problems};

/// A term.
#[derive(Debug)]
pub struct Term {
    /// What it is in full.
    pub name: Localized,
    /// How the Japanese name is read, in kana.
    pub reading: Option<String>,
    /// What it is for short.
    pub abbreviation: Option<String>,
    /// What it means.
    pub definition: Localized,
    /// The sources of that.
    pub sources: Vec<Located<String>>,
    /// How sure it is.
    pub confidence: Confidence,
    /// What readers should know.
    pub note: Option<Localized>,
}

impl Record for Term {
    const NOUN: &'static str = "a term";

    fn names(&self) -> Vec<&str> {
        self.name.all().chain(self.abbreviation.as_deref()).collect()
    }

    fn decode(problems: &mut Problems, fields: &mut Fields<'_>) -> Option<Self> {
        let name = fields.required_localized(problems, "name");
        let reading = fields.optional::<Reading>(problems, "reading_ja").map(|reading| reading.0);
        let abbreviation = fields.optional(problems, "abbreviation");
        let definition = fields.required_localized(problems, "definition");
        let (confidence, sources) = supported(problems, fields, "a term");
        let note = fields.localized(problems, "note");
        Some(Term {
            name: name.unwrap_or_default(),
            reading,
            abbreviation,
            definition: definition.unwrap_or_default(),
            sources,
            confidence,
            note,
        })
    }
}
