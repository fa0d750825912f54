//! What a plan takes over from the plan before it, where nothing that it was made from has changed.

use std::sync::Arc;

use super::shelf::Shelf;
use super::templates::Templates;
use super::words::Words;
use crate::base::{Diagnostics, Last, Same, Source};
use crate::evidence::Evidence;
use crate::input::Config;
use crate::site::Site;

type WordsKey = (Vec<Same<Source>>, Same<Config>);

/// The dear parts of the last plan.
#[derive(Default, Clone)]
pub struct Memos {
    templates: Last<Vec<Same<Source>>, Arc<Templates>>,
    words: Last<WordsKey, Arc<Words>>,
    shelf: Last<(Same<Evidence>, Same<Config>), Arc<Shelf>>,
}

impl Memos {
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
