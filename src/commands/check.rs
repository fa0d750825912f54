//! `briefgen check`: the pipeline, for its problems alone.

use std::sync::Arc;

use crate::base::Diagnostics;
use crate::input::Options;
use crate::pipeline::Pipeline;
use crate::site::Site;

/// Does everything that `build` does, but for writing. The site comes back, to be reported on; nothing comes back if there
/// is no readable `site.toml`.
pub fn check(diagnostics: &mut Diagnostics, options: &Options) -> Option<Arc<Site>> {
    let plan = Pipeline::once(diagnostics, options)?;
    plan.check(diagnostics);
    Some(plan.site)
}
