//! Dated events.

use super::rating::Confidence;
use super::registry::Record;
use super::support::supported;
use crate::base::PartialDate;
use crate::input::{Decode, Fields, Localized, Located, Node, Problems, Value};

/// Something that happened.
#[derive(Debug)]
pub struct Event {
    /// When, as precisely as it is known.
    pub date: PartialDate,
    /// What.
    pub title: Localized,
    /// Where.
    pub place: Option<Localized>,
    /// Who took part.
    pub actors: Vec<Participant>,
    /// The sources of all this.
    pub sources: Vec<Located<String>>,
    /// How sure it is.
    pub confidence: Confidence,
    /// What it is about.
    pub topics: Vec<Located<String>>,
    /// Whether it is one of the few that home pages show.
    pub milestone: bool,
}

/// An actor of an event.
#[derive(Debug)]
pub struct Participant {
    /// The id of the actor.
    pub actor: Located<String>,
    /// The office in which a person acted.
    pub office: Option<Located<String>>,
}

impl Decode for Participant {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        if let Value::Text(_) = node.value {
            let actor = Located::<String>::decode(problems, node)?;
            return Some(Participant { actor, office: None });
        }
        let mut fields = Fields::of(problems, node)?;
        let actor = fields.required(problems, "actor");
        let office = fields.optional(problems, "office");
        fields.finish(problems);
        Some(Participant { actor: actor?, office })
    }
}

impl Record for Event {
    const NOUN: &'static str = "an event";

    fn decode(problems: &mut Problems, fields: &mut Fields<'_>) -> Option<Self> {
        let date = fields.required(problems, "date");
        let title = fields.required_localized(problems, "title");
        let place = fields.localized(problems, "place");
        let actors = fields.list(problems, "actors");
        let (confidence, sources) = supported(problems, fields, "an event");
        let topics = fields.list(problems, "topics");
        let milestone = fields.optional(problems, "milestone").unwrap_or_default();
        Some(Event {
            date: date?,
            title: title.unwrap_or_default(),
            place,
            actors,
            sources,
            confidence,
            topics,
            milestone,
        })
    }
}
