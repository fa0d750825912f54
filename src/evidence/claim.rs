//! Claims, and what the record says of them.

use jiff::civil::Date;
use serde::Serialize;

use super::registry::Record;
use super::support::required_sources;
use crate::input::{Decode, Fields, Localized, Located, Node, Problems, choice};

/// Something that was claimed, checked.
#[derive(Debug)]
pub struct Claim {
    /// What was claimed.
    pub claimed: Localized,
    /// Where in the sources that claim it: `sentence 2`.
    pub place: Localized,
    /// The sources that claim it.
    pub claim_sources: Vec<Located<String>>,
    /// What the record says.
    pub record: Localized,
    /// The sources of that.
    pub record_sources: Vec<Located<String>>,
    /// How the two compare.
    pub verdict: Located<Verdict>,
    /// When that was checked.
    pub checked: Option<Date>,
    /// What else a reader should know.
    pub note: Option<Localized>,
    /// What it is about.
    pub topics: Vec<Located<String>>,
}

/// How a claim compares with the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The record says so.
    Confirmed,
    /// The record says something like it.
    Imprecise,
    /// The record says otherwise.
    Contradicted,
    /// The record does not say.
    Unverified,
}

impl Verdict {
    const NAMES: [(&'static str, Verdict); 4] = [
        ("confirmed", Verdict::Confirmed),
        ("imprecise", Verdict::Imprecise),
        ("contradicted", Verdict::Contradicted),
        ("unverified", Verdict::Unverified),
    ];

    /// Its name, as registries and classes write it.
    pub fn name(self) -> &'static str {
        Verdict::NAMES.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name)
    }
}

impl Decode for Verdict {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        choice(problems, node, "a verdict", &Verdict::NAMES)
    }
}

impl Record for Claim {
    const NOUN: &'static str = "a claim";

    fn decode(problems: &mut Problems, fields: &mut Fields<'_>) -> Option<Self> {
        let claimed = fields.required_localized(problems, "claimed");
        let place = fields.required_localized(problems, "where");
        let claim_sources =
            required_sources(problems, fields, "claim_sources", "a claim names the sources that claim it");
        let record = fields.required_localized(problems, "record");
        let record_sources = required_sources(
            problems,
            fields,
            "record_sources",
            "what the record says of a claim needs a source",
        );
        let verdict = fields.required(problems, "verdict");
        let checked = fields.required(problems, "checked");
        let note = fields.localized(problems, "note");
        let topics = fields.list(problems, "topics");
        Some(Claim {
            claimed: claimed.unwrap_or_default(),
            place: place.unwrap_or_default(),
            claim_sources,
            record: record.unwrap_or_default(),
            record_sources,
            verdict: verdict?,
            checked,
            note,
            topics,
        })
    }
}
