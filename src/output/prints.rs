//! What each output is made from, as a digest that means the same in another run of the program: equal prints stand for equal
//! bytes and equal problems. Where a print says more than an output reads, that output is made once too often, never too
//! seldom.

use std::sync::Arc;

use super::plan::Plan;
use super::recipe::{Grounds, Output, Recipe, Rendering};
use crate::base::{Digest, Digester, Source};
use crate::document;
use crate::input::File;
use crate::site::{PageId, Site};

/// The prints of the outputs of a plan.
pub struct Prints {
    /// Of all that any output may read but the bodies of pages.
    common: Digest,
    /// Of each page, with what any output may read.
    pages: Vec<Digest>,
    /// Of all that there is.
    whole: Digest,
}

impl Prints {
    /// Those of a plan that `program` made: another program may make other bytes of the same.
    pub fn of(plan: &Plan, program: Digest) -> Prints {
        let site = &plan.site;
        let common = common(site, program);
        let pages: Vec<Digest> =
            site.frame.numbered_entries().map(|(id, _)| page(site, id, common)).collect();
        let mut whole = Digester::default();
        whole.digest(common);
        pages.iter().for_each(|page| whole.digest(*page));
        Prints { common, pages, whole: whole.finish() }
    }

    /// The print of an output.
    pub fn output(&self, output: &Output) -> Digest {
        match &output.recipe {
            Recipe::Template(rendering) | Recipe::Card(rendering) => self.rendering(rendering),
            Recipe::Bytes(_) => self.common,
            Recipe::Feed(_) => self.whole,
            Recipe::File(file) => file.digest,
            Recipe::Picture(asked) => asked.digest(),
        }
    }

    /// The print of the files of the index.
    pub fn index(&self) -> Digest {
        self.whole
    }

    fn rendering(&self, rendering: &Rendering) -> Digest {
        match rendering.grounds {
            Grounds::Nothing | Grounds::Card(None) => self.common,
            Grounds::Page(id) | Grounds::Copy(id) | Grounds::Card(Some(id)) => self.pages[id.0],
            // They name the pages that lead to an entry, which are found in their bodies.
            Grounds::Entries(_) | Grounds::Source(_) | Grounds::Sources => self.whole,
        }
    }
}

/// What a frame and a directory are made from, and all that templates and what they ask read beside.
fn common(site: &Site, program: Digest) -> Digest {
    let inputs = &site.inputs;
    let mut digester = Digester::default();
    digester.digest(program);
    digester.value(&(inputs.today, inputs.drafts, &inputs.config));
    for sources in [&inputs.registries, &inputs.interface, &inputs.templates] {
        add_sources(&mut digester, sources);
    }
    for files in [&inputs.files, &inputs.statics, &inputs.fonts] {
        add_files(&mut digester, files);
    }
    for source in &inputs.markdown {
        digester.text(source.path.as_str());
        digester.text(document::front_text(source));
    }
    for page in &site.pages {
        digester.value(&page.document.body.anchors);
    }
    digester.finish()
}

fn page(site: &Site, id: PageId, common: Digest) -> Digest {
    let mut digester = Digester::default();
    digester.digest(common);
    digester.text(&site.page(id).document.source.text);
    digester.value(&site.translations.get(id));
    digester.finish()
}

fn add_sources(digester: &mut Digester, sources: &[Arc<Source>]) {
    digester.value(&sources.len());
    for source in sources {
        digester.text(source.path.as_str());
        digester.text(&source.text);
    }
}

fn add_files(digester: &mut Digester, files: &[File]) {
    digester.value(&files.len());
    for file in files {
        digester.text(file.path.as_str());
        digester.digest(file.digest);
    }
}
