//! The partners that have an instrument of one kind, with the verb that its source uses.

use super::rating::Confidence;
use super::registry::Record;
use super::support::supported;
use crate::base::PartialDate;
use crate::input::{Fields, Localized, Located, Problems};

/// A partner.
#[derive(Debug)]
pub struct Partner {
    /// Who.
    pub name: Localized,
    /// Since when; nothing if that could not be verified.
    pub date: Option<PartialDate>,
    /// What the source says was done: `signed`, `announced`.
    pub verb: Localized,
    /// The sources of all this.
    pub sources: Vec<Located<String>>,
    /// How sure it is.
    pub confidence: Confidence,
    /// What readers should know.
    pub note: Option<Localized>,
}

impl Record for Partner {
    const NOUN: &'static str = "a partner";

    fn decode(problems: &mut Problems, fields: &mut Fields<'_>) -> Option<Self> {
        let name = fields.required_localized(problems, "name");
        let date = fields.optional(problems, "date");
        let verb = fields.required_localized(problems, "verb");
        let (confidence, sources) = supported(problems, fields, "a partner");
        let note = fields.localized(problems, "note");
        Some(Partner {
            name: name.unwrap_or_default(),
            date,
            verb: verb.unwrap_or_default(),
            sources,
            confidence,
            note,
        })
    }
}
