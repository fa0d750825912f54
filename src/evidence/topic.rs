//! What pages, claims and events are about.

use super::registry::Record;
use crate::input::{Fields, Localized, Problems};

/// A subject that several pages treat.
#[derive(Debug)]
pub struct Topic {
    /// What it is called.
    pub name: Localized,
}

impl Record for Topic {
    const NOUN: &'static str = "a topic";

    fn decode(problems: &mut Problems, fields: &mut Fields<'_>) -> Option<Self> {
        Some(Topic { name: fields.required_localized(problems, "name").unwrap_or_default() })
    }
}
