//! The kinds of sources.

use serde::Serialize;

use crate::input::{Decode, Node, Problems, choice};

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WorkKind {
    /// A text of a government or an international organisation.
    Official,
    /// A report of the press.
    Press,
    /// A think tank's or an expert's view.
    Analysis,
    /// Scholarship.
    Academic,
    /// A data set.
    Data,
    /// Anything else.
    Other,
}

impl WorkKind {
    const NAMES: [(&'static str, WorkKind); 6] = [
        ("official", WorkKind::Official),
        ("press", WorkKind::Press),
        ("analysis", WorkKind::Analysis),
        ("academic", WorkKind::Academic),
        ("data", WorkKind::Data),
        ("other", WorkKind::Other),
    ];

    /// The kind with this name.
    pub fn named(name: &str) -> Option<WorkKind> {
        WorkKind::NAMES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }
}

impl Decode for WorkKind {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        choice(problems, node, "a kind of source", &WorkKind::NAMES)
    }
}
