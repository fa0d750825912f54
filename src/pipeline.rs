//! Floor 5: the stages in order. Everything a command does is one of these functions and an end.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;

use crate::base::{Diagnostics, Severity, parallel};
use crate::document::{Document, Rules};
use crate::input::{Inputs, Options};
use crate::output::Plan;
use crate::publish::{self, Destination, Published};
use crate::site::Site;

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

/// Reads the project and resolves it. Nothing comes back only if there is no readable `site.toml`.
pub fn load(diagnostics: &mut Diagnostics, options: &Options) -> Option<Site> {
    let inputs = Arc::new(Inputs::load(diagnostics, options)?);
    let rules = Rules { raw_html: inputs.config.raw_html };
    let documents = parallel::map(diagnostics, &inputs.markdown, |diagnostics, source| {
        Arc::new(Document::parse(diagnostics, source, rules))
    });
    Some(Site::assemble(diagnostics, inputs, documents))
}

/// Everything that [`build`] does, but for writing.
pub fn check(diagnostics: &mut Diagnostics, options: &Options) {
    let Some(site) = load(diagnostics, options) else { return };
    let plan = Plan::of(diagnostics, &site);
    parallel::map(diagnostics, &plan.outputs, |diagnostics, output| drop(plan.bytes(diagnostics, output)));
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
    let Some(site) = load(diagnostics, options) else { return Ok(None) };
    let plan = Plan::of(diagnostics, &site);
    let Some(destination) = destination else {
        parallel::map(diagnostics, &plan.outputs, |diagnostics, output| {
            drop(plan.bytes(diagnostics, output))
        });
        return Ok(None);
    };
    let staged = publish::stage(diagnostics, &plan, &destination)?;
    if strictness.refuses(diagnostics) {
        return Ok(None);
    }
    staged.commit().map(Some)
}
