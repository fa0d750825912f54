//! What a plan takes over from the plan before it, where nothing that it was made from has changed.

use std::sync::Arc;

use super::copies;
use super::listing;
use super::recipe::Output;
use super::shelf::Shelf;
use super::templates::Templates;
use super::words::Words;
use crate::base::{Diagnostics, Last, Same, Source};
use crate::evidence::Evidence;
use crate::input::Config;
use crate::site::{Frame, Site};

/// The texts of the interface, and the choices of `site.toml`.
type WordsKey = (Vec<Same<Source>>, Same<Config>);

/// The frame, and the templates that are not there and need not be.
type OutputsKey = (Same<Frame>, Vec<&'static str>);

/// The dear parts of the last plan.
#[derive(Default, Clone)]
pub struct Memos {
    outputs: Last<OutputsKey, Arc<Vec<Output>>>,
    checked: Last<(Same<Frame>, Same<Templates>), ()>,
    templates: Last<Vec<Same<Source>>, Arc<Templates>>,
    words: Last<WordsKey, Arc<Words>>,
    shelf: Last<(Same<Evidence>, Same<Config>), Arc<Shelf>>,
}

impl Memos {
    /// The outputs of a site, of whose templates those that are not there are reported.
    pub(super) fn outputs(
        &mut self,
        diagnostics: &mut Diagnostics,
        frame: &Arc<Frame>,
        templates: &Arc<Templates>,
    ) -> Arc<Vec<Output>> {
        let lacking: Vec<&str> =
            copies::TEMPLATES.into_iter().filter(|name| templates.digest(name).is_none()).collect();
        let key = (Same(Arc::clone(frame)), lacking.clone());
        let outputs = self
            .outputs
            .get(diagnostics, key, |diagnostics| Arc::new(listing::all(diagnostics, frame, &lacking)));
        let key = (Same(Arc::clone(frame)), Same(Arc::clone(templates)));
        self.checked.get(diagnostics, key, |diagnostics| {
            listing::check_templates(diagnostics, &outputs, templates);
        });
        outputs
    }

    pub(super) fn templates(&mut self, diagnostics: &mut Diagnostics, site: &Site) -> Arc<Templates> {
        let files = &site.inputs.templates;
        let compile = |diagnostics: &mut Diagnostics| Arc::new(Templates::compile(diagnostics, files));
        self.templates.get(diagnostics, Same::all(files), compile)
    }

    pub(super) fn words(&mut self, diagnostics: &mut Diagnostics, site: &Site) -> Arc<Words> {
        let inputs = &site.inputs;
        let key = (Same::all(&inputs.interface), Same(Arc::clone(&inputs.config)));
        self.words.get(diagnostics, key, |diagnostics| Arc::new(Words::load(diagnostics, inputs)))
    }

    pub(super) fn shelf(&mut self, diagnostics: &mut Diagnostics, site: &Site) -> Arc<Shelf> {
        let key = (Same(Arc::clone(&site.evidence)), Same(Arc::clone(&site.inputs.config)));
        self.shelf.get(diagnostics, key, |diagnostics| Arc::new(Shelf::of(diagnostics, site)))
    }
}
