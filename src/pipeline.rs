//! Floor 5: the stages in order, up to the resolved site. What a command does with it is the command's.

use std::sync::Arc;

use crate::base::{Diagnostics, parallel};
use crate::document::{Document, Rules};
use crate::evidence::Evidence;
use crate::input::{Inputs, Options};
use crate::site::Site;

/// Reads the project and resolves it. Nothing comes back only if there is no readable `site.toml`.
pub fn load(diagnostics: &mut Diagnostics, options: &Options) -> Option<Site> {
    let inputs = Arc::new(Inputs::load(diagnostics, options)?);
    let documents = parse(diagnostics, &inputs);
    let evidence = Arc::new(Evidence::load(diagnostics, &inputs.registries));
    Some(Site::assemble(diagnostics, inputs, documents, evidence))
}

fn parse(diagnostics: &mut Diagnostics, inputs: &Inputs) -> Vec<Arc<Document>> {
    let rules = Rules { raw_html: inputs.config.raw_html };
    parallel::map(diagnostics, &inputs.markdown, |diagnostics, source| {
        Arc::new(Document::parse(diagnostics, source, rules))
    })
}
