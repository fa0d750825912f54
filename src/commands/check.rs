//! `briefgen check`: the pipeline, for its problems alone.

use crate::base::Diagnostics;
use crate::input::Options;
use crate::output::Plan;
use crate::pipeline;

/// Does everything that `build` does, but for writing.
pub fn check(diagnostics: &mut Diagnostics, options: &Options) {
    let Some(site) = pipeline::load(diagnostics, options) else { return };
    Plan::of(diagnostics, &site).check(diagnostics);
}
