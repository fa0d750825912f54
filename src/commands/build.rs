//! `briefgen build`: the pipeline, published.

use std::path::Path;

use anyhow::Result;

use crate::base::{Diagnostics, Digest, Severity};
use crate::input::Options;
use crate::output::Prints;
use crate::pipeline::Pipeline;
use crate::publish::{self, Destination, Published, Record, Staging, record_place};

/// How much stands in the way of publishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// Errors.
    Errors,
    /// Errors and warnings.
    Warnings,
}

impl Strictness {
    /// Whether these problems stand in the way.
    pub fn refuses(self, diagnostics: &Diagnostics) -> bool {
        diagnostics.has_errors() || (self == Strictness::Warnings && diagnostics.count(Severity::Warning) > 0)
    }
}

/// Publishes the site into `output`. What `program`, the digest of the program itself, made last time of the same files is not
/// made again. Nothing comes back if problems stand in the way; the published site is then as it was.
///
/// # Errors
/// If the system refuses to read or write the output directory.
pub fn build(
    diagnostics: &mut Diagnostics,
    options: &Options,
    output: &Path,
    strictness: Strictness,
    program: Digest,
) -> Result<Option<Published>> {
    let destination = Destination::check(diagnostics, &options.root, output)?;
    // Before anything else: a killed run is completed even if this one finds problems.
    let staging = destination.as_ref().map(Staging::open).transpose()?;
    let Some(plan) = Pipeline::once(diagnostics, options) else { return Ok(None) };
    let Some(staging) = staging else {
        plan.check(diagnostics);
        return Ok(None);
    };
    let place = record_place(&options.root, &staging.destination.directory);
    let (prints, record) = (Prints::of(&plan, program), Record::read(&place));
    let staged = publish::stage(diagnostics, &plan, staging, &prints, &record)?;
    if strictness.refuses(diagnostics) {
        return Ok(None);
    }
    let (published, now) = staged.commit()?;
    if now != record {
        // Best effort: without it the next build makes everything.
        let _ = now.write(&place);
    }
    Ok(Some(published))
}
