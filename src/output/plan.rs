//! The plan: all outputs, and all that their bytes are made from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, Value};

use super::bindings::{self, Bindings};
use super::darkroom::Darkroom;
use super::evidence_view::Lens;
use super::filling::Filling;
use super::functions::{self, Answers, Read};
use super::memos::Memos;
use super::recipe::{Bytes, Grounds, Output, Recipe, Rendering};
use super::shelf::Shelf;
use super::shown_view;
use super::templates::Templates;
use super::view::{HereView, SiteView};
use super::words::Words;
use crate::base::{Diagnostics, LanguageCode, Same, parallel};
use crate::input::{self, Content};
use crate::site::{Numbering, Page, Shown, Site};

/// Every file of the published site.
pub struct Plan {
    /// The site that is published.
    pub site: Arc<Site>,
    /// The files, in the order of their paths.
    pub outputs: Arc<Vec<Output>>,
    templates: Arc<Templates>,
    shared: BTreeMap<LanguageCode, Shared>,
    words: Arc<Words>,
    shelf: Arc<Shelf>,
    answers: Arc<Answers>,
    darkroom: Arc<Darkroom>,
}

/// All that an output reads that the site's pages and the answers to what its templates ask have no part in. The outputs stand
/// for the frame that they were made of.
#[derive(PartialEq)]
pub(super) struct Surroundings {
    outputs: Same<Vec<Output>>,
    templates: Same<Templates>,
    words: Same<Words>,
    shelf: Same<Shelf>,
    /// Of what every template of a language may read.
    stamps: Vec<Vec<u8>>,
}

/// What every template of a language may read.
struct Shared {
    site: Value,
    words: Value,
    /// Written as a key.
    stamp: Vec<u8>,
}

impl Plan {
    /// Asks all emitters, reports outputs that meet on one path and templates that are not there.
    pub fn of(diagnostics: &mut Diagnostics, site: Arc<Site>, memos: &mut Memos) -> Plan {
        let templates = memos.templates(diagnostics, &site);
        let outputs = memos.outputs(diagnostics, &site, &templates);
        check_directives(diagnostics, &site, &templates);
        let words = memos.words(diagnostics, &site);
        let shelf = memos.shelf(diagnostics, &site);
        let shared = site.config().languages.iter().map(|language| Shared::of(&site, &words, &language.code));
        let shared = shared.collect();
        let answers = Arc::new(Answers::of(&site, &words));
        Plan { site, outputs, templates, shared, words, shelf, answers, darkroom: memos.darkroom() }
    }

    /// Makes the bytes of an output. Nothing comes back if that fails, which is reported.
    pub fn bytes<'p>(&'p self, diagnostics: &mut Diagnostics, output: &'p Output) -> Option<Bytes<'p>> {
        match &output.recipe {
            Recipe::Template(rendering) => {
                let (bytes, _) = self.render(diagnostics, output, rendering);
                bytes.map(|bytes| Bytes::Memory(Cow::Owned(bytes)))
            }
            Recipe::Bytes(make) => Some(Bytes::Memory(Cow::Owned(make(&self.site.frame)))),
            Recipe::Picture(asked) => {
                let bytes = self.darkroom.develop(diagnostics, asked);
                bytes.map(|bytes| Bytes::Memory(Cow::Owned(bytes)))
            }
            Recipe::File(file) => Some(match &file.content {
                Content::Memory(bytes) => Bytes::Memory(Cow::Borrowed(bytes)),
                Content::Disk(path) => Bytes::Disk(path),
            }),
        }
    }

    /// Makes every output for its problems alone.
    pub fn check(&self, diagnostics: &mut Diagnostics) {
        parallel::map(diagnostics, &self.outputs, |diagnostics, output| match &output.recipe {
            Recipe::Picture(asked) => Darkroom::check(diagnostics, asked),
            _ => drop(self.bytes(diagnostics, output)),
        });
    }

    /// Whether the templates have problems, so that none of them is rendered.
    pub(super) fn has_broken_templates(&self) -> bool {
        self.templates.are_broken()
    }

    /// What templates are told about the site when they ask.
    pub(super) fn answers(&self) -> &Answers {
        &self.answers
    }

    /// All that an output reads that the site's pages and the answers to what its templates ask have no part in.
    pub(super) fn surroundings(&self) -> Surroundings {
        Surroundings {
            outputs: Same(Arc::clone(&self.outputs)),
            templates: Same(Arc::clone(&self.templates)),
            words: Same(Arc::clone(&self.words)),
            shelf: Same(Arc::clone(&self.shelf)),
            stamps: self.shared.values().map(|shared| shared.stamp.clone()).collect(),
        }
    }

    /// Renders an output; tells what its templates asked.
    pub(super) fn render(
        &self,
        diagnostics: &mut Diagnostics,
        output: &Output,
        rendering: &Rendering,
    ) -> (Option<Vec<u8>>, Vec<Read>) {
        let page = output.origin.path().as_str();
        functions::within(&self.answers, &rendering.language, || {
            let mut bindings = Bindings::Values(Context::new());
            self.bind(diagnostics, rendering, page, &mut bindings);
            self.rendered(diagnostics, &rendering.template, page, bindings)
        })
    }

    /// All that the bytes of an output depend on, and its problems: its page's body, which has no words here, and the answers to
    /// what its templates ask are left out.
    pub(super) fn key(&self, output: &Output, rendering: &Rendering) -> Vec<u8> {
        let mut key = Vec::new();
        bindings::write(&mut key, output.origin.path().as_str());
        self.write_template(&mut key, &rendering.template);
        let mut bindings = Bindings::Key(key);
        // Nothing is rendered for a key, so nothing can be wrong.
        self.bind(&mut Diagnostics::default(), rendering, output.origin.path().as_str(), &mut bindings);
        match bindings {
            Bindings::Key(key) => key,
            Bindings::Values(_) => Vec::new(),
        }
    }

    fn write_template(&self, key: &mut Vec<u8>, name: &str) {
        let digest = self.templates.digest(name);
        bindings::write(key, name);
        bindings::write(key, &digest.map(|digest| digest.to_string()));
    }

    fn rendered(
        &self,
        diagnostics: &mut Diagnostics,
        template: &str,
        page: &str,
        bindings: Bindings,
    ) -> Option<Vec<u8>> {
        let Bindings::Values(context) = bindings else { return None };
        self.templates.render(diagnostics, template, page, &context)
    }

    /// Binds everything that the template of an output may read.
    fn bind(
        &self,
        diagnostics: &mut Diagnostics,
        rendering: &Rendering,
        page: &str,
        bindings: &mut Bindings,
    ) {
        self.bind_shared(rendering, bindings);
        let language = &rendering.language;
        match &rendering.grounds {
            Grounds::Nothing => {}
            Grounds::Page(id) => {
                let shown = self.site.page(*id);
                self.bind_content(diagnostics, rendering, shown, page, bindings);
                self.shelf.bind_cited(bindings, language, &shown.evidence.works);
            }
            Grounds::Entries(make) => {
                let mut numbering = Numbering::default();
                let shown = make(&self.site, &mut numbering);
                shown_view::insert(bindings, &Lens { site: &self.site, language }, &shown);
                self.shelf.bind_cited(bindings, language, &numbering.finish());
            }
            Grounds::Source(id) => self.shelf.bind_source(bindings, language, *id),
            Grounds::Sources => self.shelf.bind_all(bindings, language),
        }
        (rendering.view)(&self.site, &self.words, bindings);
    }

    /// Binds what every template may read.
    fn bind_shared(&self, rendering: &Rendering, bindings: &mut Bindings) {
        let shared = &self.shared[&rendering.language];
        bindings.insert_known("site", || shared.site.clone(), |key| key.extend(&shared.stamp));
        bindings.insert_known("words", || shared.words.clone(), |_| {});
        bindings.insert("language", &rendering.language.as_str());
        let here = HereView::of(&self.site, &rendering.address, rendering.elsewhere.as_ref());
        bindings.insert("here", &here);
    }

    /// Binds `content`: the body of a page, with what its directives show in it.
    fn bind_content(
        &self,
        diagnostics: &mut Diagnostics,
        rendering: &Rendering,
        page: &Page,
        name: &str,
        bindings: &mut Bindings,
    ) {
        let value = || {
            let directives = self.directives(diagnostics, rendering, page, name);
            Filling::of(&self.site, page, &self.words, &directives).content()
        };
        let stamp = |key: &mut Vec<u8>| {
            bindings::write(key, &Filling::of(&self.site, page, &self.words, &[]).fillings());
            self.write_directives(key, rendering, page);
        };
        bindings.insert_known("content", value, stamp);
    }

    /// What each directive of a page shows, as HTML.
    fn directives(
        &self,
        diagnostics: &mut Diagnostics,
        rendering: &Rendering,
        page: &Page,
        name: &str,
    ) -> Vec<String> {
        let lens = Lens { site: &self.site, language: &rendering.language };
        let written = page.document.body.marks.directives.iter().zip(&page.evidence.directives);
        let html = written.map(|(directive, shown)| {
            let Some(shown) = shown else { return String::new() };
            let mut bindings = Bindings::Values(Context::new());
            self.bind_shared(rendering, &mut bindings);
            shown_view::insert(&mut bindings, &lens, shown);
            let template = directive_template(&directive.name);
            let bytes = self.rendered(diagnostics, &template, name, bindings).unwrap_or_default();
            String::from_utf8(bytes).expect("a template writes text")
        });
        html.collect()
    }

    /// All that the HTML of the directives of a page depends on, beside what every template may read.
    fn write_directives(&self, key: &mut Vec<u8>, rendering: &Rendering, page: &Page) {
        let lens = Lens { site: &self.site, language: &rendering.language };
        let written = page.document.body.marks.directives.iter().zip(&page.evidence.directives);
        for (directive, shown) in written {
            self.write_template(key, &directive_template(&directive.name));
            let mut bindings = Bindings::Key(std::mem::take(key));
            if let Some(shown) = shown {
                shown_view::insert(&mut bindings, &lens, shown);
            }
            if let Bindings::Key(written) = bindings {
                *key = written;
            }
        }
    }
}

impl Shared {
    fn of(site: &Site, words: &Words, language: &LanguageCode) -> (LanguageCode, Shared) {
        let view = SiteView::of(site, words, language);
        let mut stamp = Vec::new();
        bindings::write(&mut stamp, &view);
        bindings::write(&mut stamp, words.stamp(language));
        let (site, words) = (Value::from_serializable(&view), words.of(language));
        (language.clone(), Shared { site, words, stamp })
    }
}

/// The template of a directive.
fn directive_template(name: &str) -> String {
    format!("directives/{name}.html")
}

/// Reports directives whose template is not there, and keys that a site's own template does not read.
fn check_directives(diagnostics: &mut Diagnostics, site: &Site, templates: &Templates) {
    for page in &site.pages {
        let document = &page.document;
        let written = document.body.marks.directives.iter().zip(&page.evidence.directives);
        for (directive, shown) in written {
            let Some(shown) = shown else { continue };
            let template = directive_template(&directive.name);
            templates.check(diagnostics, &template, || document.span(&directive.name_range));
            if let Shown::Own(input::Value::Map(entries), _) = shown {
                let place = |id| document.directive_span(directive, id);
                templates.check_keys(diagnostics, &template, entries, place);
            }
        }
    }
}
