//! What a plan takes over from the plan before it, where nothing that it was made from has changed.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::copies;
use super::darkroom::Darkroom;
use super::drawing::Drawn;
use super::index::Indexes;
use super::listing;
use super::recipe::Output;
use super::sheets;
use super::shelf::Shelf;
use super::templates::Templates;
use super::words::Words;
use crate::base::{Address, Diagnostics, Last, Same, Source};
use crate::drawing::Fonts;
use crate::evidence::Evidence;
use crate::input::{Config, File};
use crate::site::{Frame, Site};

/// The texts of the interface, and the choices of `site.toml`.
type WordsKey = (Vec<Same<Source>>, Same<Config>);

/// The frame, the pictures that bodies show, and the templates that are not there and need not be.
type OutputsKey = (Same<Frame>, BTreeSet<Address>, Vec<&'static str>);

/// The dear parts of the last plan.
#[derive(Default, Clone)]
pub struct Memos {
    outputs: Last<OutputsKey, Arc<Vec<Output>>>,
    checked: Last<(Same<Frame>, Same<Templates>), ()>,
    templates: Last<Vec<Same<Source>>, Arc<Templates>>,
    words: Last<WordsKey, Arc<Words>>,
    shelf: Last<(Same<Evidence>, Same<Config>), Arc<Shelf>>,
    stylesheets: Last<(Vec<File>, Same<Config>), ()>,
    /// Shared by all copies: an index is made at most once, whoever asks for it.
    pub(super) indexes: Indexes,
    fonts: Last<Vec<File>, Arc<Fonts>>,
    pub(super) drawn: Arc<Drawn>,
    darkroom: Arc<Darkroom>,
}

impl Memos {
    /// The outputs of a site, of whose templates those that are not there are reported.
    pub(super) fn outputs(
        &mut self,
        diagnostics: &mut Diagnostics,
        site: &Site,
        templates: &Arc<Templates>,
    ) -> Arc<Vec<Output>> {
        let (frame, shown) = (&site.frame, &site.shown_pictures);
        let lacking: Vec<&str> =
            copies::TEMPLATES.into_iter().filter(|name| templates.digest(name).is_none()).collect();
        let key = (Same(Arc::clone(frame)), shown.clone(), lacking.clone());
        let outputs = self
            .outputs
            .get(diagnostics, key, |diagnostics| Arc::new(listing::all(diagnostics, frame, shown, &lacking)));
        let key = (Same(Arc::clone(frame)), Same(Arc::clone(templates)));
        self.checked.get(diagnostics, key, |diagnostics| {
            listing::check_templates(diagnostics, &outputs, templates);
        });
        outputs
    }

    /// What makes pictures. It remembers by what they are made from, so all plans may share it.
    pub(super) fn darkroom(&self) -> Arc<Darkroom> {
        Arc::clone(&self.darkroom)
    }

    pub(super) fn templates(&mut self, diagnostics: &mut Diagnostics, site: &Site) -> Arc<Templates> {
        let files = &site.inputs.templates;
        let compile = |diagnostics: &mut Diagnostics| Arc::new(Templates::compile(diagnostics, files));
        self.templates.get(diagnostics, Same::all(files), compile)
    }

    /// Reports what the stylesheets of a site load from other hosts, and colours of theirs that cannot be read on the theme's.
    pub(super) fn stylesheets(&mut self, diagnostics: &mut Diagnostics, site: &Site) {
        let is_sheet = |file: &&File| file.path.as_str().ends_with(".css");
        let files: Vec<File> = site.inputs.statics.iter().filter(is_sheet).cloned().collect();
        let config = &site.inputs.config;
        let check = |diagnostics: &mut Diagnostics| sheets::check(diagnostics, config, &files);
        self.stylesheets.get(diagnostics, (files.clone(), Same(Arc::clone(config))), check);
    }

    pub(super) fn fonts(&mut self, diagnostics: &mut Diagnostics, site: &Site) -> Arc<Fonts> {
        let files = &site.inputs.fonts;
        self.fonts.get(diagnostics, files.clone(), |diagnostics| Arc::new(Fonts::of(diagnostics, files)))
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
