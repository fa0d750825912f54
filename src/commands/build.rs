//! `briefgen build`: the pipeline, published.

use std::path::Path;

use anyhow::Result;

use crate::base::{Diagnostics, Severity};
use crate::input::Options;
use crate::pipeline::Pipeline;
use crate::publish::{self, Destination, Published, Staging};

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

/// Publishes the site into `output`. Nothing comes back if problems stand in the way; the published site is then as it was.
///
/// # Errors
/// If the system refuses to read or write the output directory.
pub fn build(
    diagnostics: &mut Diagnostics,
    options: &Options,
    output: &Path,
    strictness: Strictness,
) -> Result<Option<Published>> {
    let destination = Destination::check(diagnostics, &options.root, output)?;
    // Before anything else: a killed run is completed even if this one finds problems.
    let staging = destination.as_ref().map(Staging::open).transpose()?;
    let Some(plan) = Pipeline::once(diagnostics, options) else { return Ok(None) };
    let Some(staging) = staging else {
        plan.check(diagnostics);
        return Ok(None);
    };
    let staged = publish::stage(diagnostics, &plan, staging)?;
    if strictness.refuses(diagnostics) {
        return Ok(None);
    }
    staged.commit().map(Some)
}
