//! The plan: all outputs, and all that their bytes are made from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, Value};

use super::bindings::{self, Bindings};
use super::copying::Copying;
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
        let outputs = memos.outputs(diagnostics, &site.frame, &templates);
        check_directives(diagnostics, &site, &templates);
        let words = memos.words(diagnostics, &site);
        let shelf = memos.shelf(diagnostics, &site);
        let shared = site.config().languages.iter().map(|language| Shared::of(&site, &words, &language.code));
        let shared = shared.collect();
        let answers = Arc::new(Answers::of(&site, &words));
        Plan { site, outputs, templates, shared, words, shelf, answers }
    }

    /// Makes the bytes of an output. Nothing comes back if that fails, which is reported.
    pub fn bytes<'p>(&'p self, diagnostics: &mut Diagnostics, output: &'p Output) -> Option<Bytes<'p>> {
        match &output.recipe {
            Recipe::Template(_) | Recipe::Feed(_) => {
                let (bytes, _) = self.make(diagnostics, output);
                bytes.map(|bytes| Bytes::Memory(Cow::Owned(bytes)))
            }
            Recipe::Bytes(make) => Some(Bytes::Memory(Cow::Owned(make(&self.site.frame)))),
            Recipe::File(file) => Some(match &file.content {
                Content::Memory(bytes) => Bytes::Memory(Cow::Borrowed(bytes)),
                Content::Disk(path) => Bytes::Disk(path),
            }),
        }
    }

    /// Makes every output for its problems alone.
    pub fn check(&self, diagnostics: &mut Diagnostics) {
        parallel::map(diagnostics, &self.outputs, |diagnostics, output| {
            drop(self.bytes(diagnostics, output))
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

    /// Makes an output by templates; tells what they asked. Nothing comes back of one that is made otherwise.
    pub(super) fn make(
        &self,
        diagnostics: &mut Diagnostics,
        output: &Output,
    ) -> (Option<Vec<u8>>, Vec<Read>) {
        match &output.recipe {
            Recipe::Template(rendering) => self.render(diagnostics, output.origin.path().as_str(), rendering),
            Recipe::Feed(_) if self.templates.are_broken() => (None, Vec::new()),
            Recipe::Feed(gathering) => {
                let entries = self.renderings(output).iter().map(|entry| self.entry(diagnostics, entry));
                let (entries, reads): (Vec<_>, Vec<_>) = entries.unzip();
                let mut reads = reads.concat();
                reads.sort();
                reads.dedup();
                (Some((gathering.make)(&self.site.frame, &entries)), reads)
            }
            Recipe::Bytes(_) | Recipe::File(_) => (None, Vec::new()),
        }
    }

    /// What templates make of an output.
    pub(super) fn renderings<'o>(&self, output: &'o Output) -> &'o [Rendering] {
        match &output.recipe {
            Recipe::Template(rendering) => std::slice::from_ref(rendering),
            Recipe::Feed(gathering) => {
                let is_known = |entry: &Rendering| self.templates.digest(&entry.template).is_some();
                if gathering.entries.iter().any(is_known) { &gathering.entries } else { &[] }
            }
            Recipe::Bytes(_) | Recipe::File(_) => &[],
        }
    }

    /// What a template makes of a page that is gathered with others.
    fn entry(&self, diagnostics: &mut Diagnostics, rendering: &Rendering) -> (Option<String>, Vec<Read>) {
        let (bytes, reads) = self.render(diagnostics, self.source_of(rendering), rendering);
        (bytes.map(|bytes| String::from_utf8(bytes).expect("a template writes text")), reads)
    }

    /// The file of the page that is shown.
    fn source_of(&self, rendering: &Rendering) -> &str {
        rendering.page().map_or("", |id| self.site.page(id).document.source.path.as_str())
    }

    fn render(
        &self,
        diagnostics: &mut Diagnostics,
        page: &str,
        rendering: &Rendering,
    ) -> (Option<Vec<u8>>, Vec<Read>) {
        functions::within(&self.answers, &rendering.language, || {
            let mut bindings = Bindings::Values(Context::new());
            self.bind(diagnostics, rendering, page, &mut bindings);
            self.rendered(diagnostics, &rendering.template, page, bindings)
        })
    }

    /// All that the bytes of an output that templates make depend on, and its problems: the bodies of its pages, which have no
    /// words here, and the answers to what templates ask are left out.
    pub(super) fn key(&self, output: &Output) -> Vec<u8> {
        match &output.recipe {
            Recipe::Template(rendering) => self.key_of(output.origin.path().as_str(), rendering),
            Recipe::Feed(gathering) => {
                let mut key = Vec::new();
                bindings::write(&mut key, &(gathering.make)(&self.site.frame, &[]));
                for entry in self.renderings(output) {
                    bindings::write(&mut key, &self.key_of(self.source_of(entry), entry));
                }
                key
            }
            Recipe::Bytes(_) | Recipe::File(_) => Vec::new(),
        }
    }

    fn key_of(&self, page: &str, rendering: &Rendering) -> Vec<u8> {
        let mut key = Vec::new();
        bindings::write(&mut key, page);
        self.write_template(&mut key, &rendering.template);
        let mut bindings = Bindings::Key(key);
        // Nothing is rendered for a key, so nothing can be wrong.
        self.bind(&mut Diagnostics::default(), rendering, page, &mut bindings);
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
                self.shelf.bind_reference(bindings, &self.site, *id);
            }
            Grounds::Copy(id) => {
                let shown = self.site.page(*id);
                self.bind_copy(diagnostics, rendering, shown, page, bindings);
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
            let directives = self.directives(diagnostics, rendering, page, name, "html");
            let directives: Vec<String> = directives.into_iter().map(Option::unwrap_or_default).collect();
            Filling::of(&self.site, page, &self.words, &directives).content()
        };
        let stamp = |key: &mut Vec<u8>| {
            bindings::write(key, &Filling::of(&self.site, page, &self.words, &[]).fillings());
            self.write_directives(key, rendering, page, "html");
        };
        bindings.insert_known("content", value, stamp);
    }

    /// Binds `content`: the body of a page as Markdown, with what its directives show in it.
    fn bind_copy(
        &self,
        diagnostics: &mut Diagnostics,
        rendering: &Rendering,
        page: &Page,
        name: &str,
        bindings: &mut Bindings,
    ) {
        let value = || {
            let directives = self.directives(diagnostics, rendering, page, name, "md");
            Copying::of(&self.site, page, &self.words, &directives).content()
        };
        let stamp = |key: &mut Vec<u8>| {
            bindings::write(key, &Copying::of(&self.site, page, &self.words, &[]).fillings());
            self.write_directives(key, rendering, page, "md");
        };
        bindings.insert_known("content", value, stamp);
    }

    /// What each directive of a page shows, in a form; nothing of one that no template writes so.
    fn directives(
        &self,
        diagnostics: &mut Diagnostics,
        rendering: &Rendering,
        page: &Page,
        name: &str,
        form: &str,
    ) -> Vec<Option<String>> {
        let lens = Lens { site: &self.site, language: &rendering.language };
        let written = page.document.body.marks.directives.iter().zip(&page.evidence.directives);
        let texts = written.map(|(directive, shown)| {
            let Some(shown) = shown else { return Some(String::new()) };
            let mut bindings = Bindings::Values(Context::new());
            self.bind_shared(rendering, &mut bindings);
            shown_view::insert(&mut bindings, &lens, shown);
            let template = directive_template(&directive.name, form);
            let bytes = self.rendered(diagnostics, &template, name, bindings)?;
            Some(String::from_utf8(bytes).expect("a template writes text"))
        });
        texts.collect()
    }

    /// All that what the directives of a page show depends on, beside what every template may read.
    fn write_directives(&self, key: &mut Vec<u8>, rendering: &Rendering, page: &Page, form: &str) {
        let lens = Lens { site: &self.site, language: &rendering.language };
        let written = page.document.body.marks.directives.iter().zip(&page.evidence.directives);
        for (directive, shown) in written {
            self.write_template(key, &directive_template(&directive.name, form));
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

/// The template of a directive in a form.
fn directive_template(name: &str, form: &str) -> String {
    format!("directives/{name}.{form}")
}

/// Reports directives whose template is not there, and keys that a site's own template does not read.
fn check_directives(diagnostics: &mut Diagnostics, site: &Site, templates: &Templates) {
    for page in &site.pages {
        let document = &page.document;
        let written = document.body.marks.directives.iter().zip(&page.evidence.directives);
        for (directive, shown) in written {
            let Some(shown) = shown else { continue };
            let template = directive_template(&directive.name, "html");
            templates.check(diagnostics, &template, || document.span(&directive.name_range));
            if let Shown::Own(input::Value::Map(entries), _) = shown {
                let place = |id| document.directive_span(directive, id);
                templates.check_keys(diagnostics, &template, entries, place);
            }
        }
    }
}
