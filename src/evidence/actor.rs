//! People and institutions, and the offices they held.

use serde::Serialize;

use super::rating::Confidence;
use super::reading::Reading;
use super::registry::Record;
use super::support::required_sources;
use crate::base::{Code, PartialDate};
use crate::input::{Decode, Fields, Localized, Located, Node, Problems, choice};

/// A person or an institution.
#[derive(Debug)]
pub struct Actor {
    /// The name; a Japanese person's family name first.
    pub name: Localized,
    /// The name that a list of people is sorted by.
    pub family_name: Option<Localized>,
    /// How the Japanese name is read, in kana.
    pub reading: Option<String>,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// Which of the two.
    pub kind: ActorKind,
    /// What an institution does here.
    pub role: Option<Localized>,
    /// The offices that a person held, as written.
    pub offices: Vec<Office>,
    /// The sources of all this.
    pub sources: Vec<Located<String>>,
    /// How sure the Japanese name is.
    pub japanese_name: Option<Confidence>,
    /// What readers should know.
    pub note: Option<Localized>,
}

/// Which kind of actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorKind {
    /// Somebody.
    Person,
    /// An organisation, a body or a state.
    Institution,
}

/// An office and the time it was held. An end that is not known is open: nothing contradicts what lies beyond it.
#[derive(Debug)]
pub struct Office {
    /// What it is called.
    pub title: Localized,
    /// What else it is called.
    pub also: Vec<String>,
    /// The first day, month or year.
    pub from: Option<PartialDate>,
    /// The last day, month or year.
    pub to: Option<PartialDate>,
    /// What readers should know.
    pub note: Option<Localized>,
}

impl Office {
    /// Whether it may have been held on some day of `date`.
    pub fn is_held(&self, date: PartialDate) -> bool {
        self.from.is_none_or(|from| from.first() <= date.last())
            && self.to.is_none_or(|to| date.first() <= to.last())
    }

    /// All its names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.title.all().chain(self.also.iter().map(String::as_str))
    }
}

impl Actor {
    /// The offices held on a date, as written.
    pub fn offices_on(&self, date: PartialDate) -> impl Iterator<Item = &Office> {
        self.offices.iter().filter(move |office| office.is_held(date))
    }

    /// The office with this name that was held on `date`, or at any time if there is no date.
    pub fn office_named(&self, name: &str, date: Option<PartialDate>) -> Option<&Office> {
        let is_held = |office: &&Office| date.is_none_or(|date| office.is_held(date));
        self.offices.iter().filter(is_held).find(|office| office.names().any(|known| known == name))
    }
}

impl Decode for ActorKind {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let kinds = [("person", ActorKind::Person), ("institution", ActorKind::Institution)];
        choice(problems, node, "a kind of actor", &kinds)
    }
}

impl Decode for Office {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let mut fields = Fields::of(problems, node)?;
        let title = fields.required_localized(problems, "title");
        let also = fields.list(problems, "also");
        let from = fields.optional::<PartialDate>(problems, "from");
        let to = fields.optional::<PartialDate>(problems, "to");
        let note = fields.localized(problems, "note");
        if let (Some(from), Some(to)) = (from, to)
            && to.last() < from.first()
        {
            let message = format!("`to` is {to}, before `from`, {from}");
            problems.add(Code::InvalidValue, fields.id_of("to"), message).help("correct one of the two");
        }
        fields.finish(problems);
        Some(Office { title: title?, also, from, to, note })
    }
}

impl Record for Actor {
    const NOUN: &'static str = "an actor";

    fn names(&self) -> Vec<&str> {
        let aliases = self.aliases.iter().chain(&self.reading).map(String::as_str);
        self.name.all().chain(aliases).chain(self.family_name.iter().flat_map(Localized::all)).collect()
    }

    fn decode(problems: &mut Problems, fields: &mut Fields<'_>) -> Option<Self> {
        let name = fields.required_localized(problems, "name");
        let kind = fields.required(problems, "kind");
        let actor = Actor {
            name: name.unwrap_or_default(),
            family_name: fields.localized(problems, "family_name"),
            reading: fields.optional::<Reading>(problems, "reading_ja").map(|reading| reading.0),
            aliases: fields.list(problems, "aliases"),
            kind: kind.unwrap_or(ActorKind::Person),
            role: fields.localized(problems, "role"),
            offices: fields.list(problems, "offices"),
            sources: required_sources(problems, fields, "sources", "an actor needs a source"),
            japanese_name: fields.optional(problems, "name_ja_confidence"),
            note: fields.localized(problems, "note"),
        };
        Some(actor)
    }
}
