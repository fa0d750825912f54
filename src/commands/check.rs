//! `briefgen check`: the pipeline, for its problems alone.

use crate::base::Diagnostics;
use crate::input::Options;
use crate::output::Plan;
use crate::pipeline;
use crate::site::Site;

/// Does everything that `build` does, but for writing. The site comes back, to be reported on; nothing comes back if there
/// is no readable `site.toml`.
pub fn check(diagnostics: &mut Diagnostics, options: &Options) -> Option<Site> {
    let site = pipeline::load(diagnostics, options)?;
    Plan::of(diagnostics, &site).check(diagnostics);
    Some(site)
}
