//! How far something can be relied on: sources by their reliability, statements by their confidence.

use serde::Serialize;

use crate::input::{Decode, Node, Problems, choice};

/// How reliable a source is. The better one is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reliability {
    /// Evidence of what circulates, and of nothing else.
    Low,
    /// Good, but not enough for what is disputed.
    Medium,
    /// Official, or known for its care.
    High,
}

/// How sure a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Not supported by any source that was read.
    Unverified,
    /// One weak source.
    Low,
    /// Good sources, none of them official.
    Medium,
    /// An official source, or two independent good ones.
    High,
}

impl Confidence {
    const NAMES: [(&'static str, Confidence); 4] = [
        ("high", Confidence::High),
        ("medium", Confidence::Medium),
        ("low", Confidence::Low),
        ("unverified", Confidence::Unverified),
    ];

    /// The confidence with this name.
    pub fn named(name: &str) -> Option<Confidence> {
        Confidence::NAMES.iter().find(|(known, _)| *known == name).map(|(_, confidence)| *confidence)
    }

    /// Its name, as registries and classes write it.
    pub fn name(self) -> &'static str {
        Confidence::NAMES.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name)
    }
}

impl Reliability {
    const NAMES: [(&'static str, Reliability); 3] =
        [("high", Reliability::High), ("medium", Reliability::Medium), ("low", Reliability::Low)];

    /// The reliability with this name.
    pub fn named(name: &str) -> Option<Reliability> {
        Reliability::NAMES.iter().find(|(known, _)| *known == name).map(|(_, reliability)| *reliability)
    }
}

impl Decode for Reliability {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        choice(problems, node, "a reliability", &Reliability::NAMES)
    }
}

impl Decode for Confidence {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        choice(problems, node, "a confidence", &Confidence::NAMES)
    }
}
