//! The sources that an entry rests on.

use super::rating::Confidence;
use crate::base::Code;
use crate::input::{Fields, Located, Problems};

/// The list of sources under `key`, which must have at least one. `reason` says why, for the report.
pub fn required_sources(
    problems: &mut Problems,
    fields: &mut Fields<'_>,
    key: &'static str,
    reason: &str,
) -> Vec<Located<String>> {
    let before = problems.len();
    let sources = fields.list(problems, key);
    // A list that is there and wrong has been reported.
    if sources.is_empty() && problems.len() == before {
        let at = fields.id_of(key);
        problems.add(Code::Unsourced, at, reason).help(format!("name at least one source under `{key}`"));
    }
    sources
}

/// The confidence of an entry, and its sources, which may be left out only where nothing supports it.
pub fn supported(
    problems: &mut Problems,
    fields: &mut Fields<'_>,
    noun: &str,
) -> (Confidence, Vec<Located<String>>) {
    let confidence = fields.required(problems, "confidence");
    let confidence = confidence.unwrap_or(Confidence::Unverified);
    let sources = if confidence == Confidence::Unverified {
        fields.list(problems, "sources")
    } else {
        let reason = format!("{noun} needs a source unless its `confidence` is `unverified`");
        required_sources(problems, fields, "sources", &reason)
    };
    (confidence, sources)
}
