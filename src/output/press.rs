//! Turns a [`Rendering`] into what its template makes of it, or into a key of all that it is made from: binds what each template
//! may read, once for both. Knows nothing of paths, of publishing, or of what else is published.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, Value};

use super::bindings::{self, Bindings};
use super::copying::Copying;
use super::filling::Filling;
use super::functions::{self, Answers, Read};
use super::here_view::{CardView, HereView};
use super::lens::Lens;
use super::loads;
use super::recipe::{Form, Grounds, Rendering, template_span};
use super::shelf::Shelf;
use super::shown_view;
use super::site_view::SiteView;
use super::templates::{Templates, directive_template, place};
use super::words::Words;
use crate::base::{Diagnostics, LanguageCode};
use crate::drawing::Fonts;
use crate::site::{Numbering, Page, Site};

/// All that templates are given.
pub struct Press {
    /// The site that they show.
    pub site: Arc<Site>,
    /// The templates.
    pub templates: Arc<Templates>,
    /// The texts of the interface.
    pub words: Arc<Words>,
    /// The sources, written as references.
    pub shelf: Arc<Shelf>,
    /// What templates are told when they ask.
    pub answers: Arc<Answers>,
    /// What cards are written with.
    pub fonts: Arc<Fonts>,
    /// The cards of the site.
    pub covers: BTreeMap<LanguageCode, CardView>,
    shared: BTreeMap<LanguageCode, Shared>,
}

/// What every template of a language may read.
struct Shared {
    site: Value,
    words: Value,
    /// Written as a key.
    stamp: Vec<u8>,
}

impl Press {
    /// All that templates are given to show a site.
    pub fn of(
        site: Arc<Site>,
        templates: Arc<Templates>,
        words: Arc<Words>,
        shelf: Arc<Shelf>,
        fonts: Arc<Fonts>,
    ) -> Press {
        let languages = site.config().languages.iter();
        let shared = languages.map(|language| Shared::of(&site, &words, &fonts, &language.code)).collect();
        let answers = Arc::new(Answers::of(&site, &words, &fonts));
        let covers = BTreeMap::new();
        let plain = Press { site, templates, words, shelf, answers, fonts, covers, shared };
        Press { covers: plain.draw_covers(), ..plain }
    }

    /// Stands for what every template may read, in each language.
    pub fn stamps(&self) -> Vec<Vec<u8>> {
        self.shared.values().map(|shared| shared.stamp.clone()).collect()
    }

    /// What the template of a rendering writes, and what it asked. `page` is the file that its problems are told with.
    pub fn render(
        &self,
        diagnostics: &mut Diagnostics,
        page: &str,
        rendering: &Rendering,
    ) -> (Option<Vec<u8>>, Vec<Read>) {
        functions::within(&self.answers, &rendering.language, || {
            let mut bindings = Bindings::Values(Context::new());
            self.bind(diagnostics, rendering, &mut bindings);
            let bytes = self.rendered(diagnostics, &rendering.template, page, bindings);
            if let Some(html) = bytes.as_deref().and_then(|bytes| str::from_utf8(bytes).ok()) {
                self.check_loads(diagnostics, rendering, page, html);
            }
            bytes
        })
    }

    /// Reports what a page loads from other hosts, where it is written: in the page, a template that it is rendered with, or
    /// else wherever that template found it.
    fn check_loads(&self, diagnostics: &mut Diagnostics, rendering: &Rendering, page: &str, html: &str) {
        for address in loads::of_page(&self.site.config().base_url, html) {
            let shown = rendering.page().map(|id| self.site.page(id));
            let in_page = shown.and_then(|page| place(&page.document.source, &address));
            let directives = shown.into_iter().flat_map(|page| &page.document.body.marks.directives);
            let directives = directives.map(|directive| directive_template(&directive.name, Form::Html));
            let mut templates = std::iter::once(rendering.template.to_string()).chain(directives);
            let in_template = || templates.find_map(|name| self.templates.place(&name, &address));
            let span = in_page.or_else(in_template).unwrap_or_else(|| template_span(&rendering.template));
            loads::report(diagnostics, span, &address).page(page);
        }
    }

    /// All that a rendering and its problems depend on: the bodies of its pages, which have no words here, and the answers to what
    /// templates ask are left out.
    pub fn key_of(&self, page: &str, rendering: &Rendering) -> Vec<u8> {
        let mut key = Vec::new();
        bindings::write(&mut key, page);
        self.write_template(&mut key, &rendering.template);
        let mut bindings = Bindings::Key(key);
        // Nothing is rendered for a key, so nothing can be wrong.
        self.bind(&mut Diagnostics::default(), rendering, &mut bindings);
        match bindings {
            Bindings::Key(key) => key,
            Bindings::Values(_) => Vec::new(),
        }
    }

    /// Writes what stands for a template, with all that it names, to the end of a key.
    pub fn write_template(&self, key: &mut Vec<u8>, name: &str) {
        let digest = self.templates.digest(name);
        bindings::write(key, name);
        bindings::write(key, &digest.map(|digest| digest.to_string()));
    }

    /// What a template writes of values.
    pub fn rendered(
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
    pub fn bind(&self, diagnostics: &mut Diagnostics, rendering: &Rendering, bindings: &mut Bindings) {
        self.bind_shared(rendering, bindings);
        let language = &rendering.language;
        match &rendering.grounds {
            Grounds::Nothing => self.bind_cover(language, bindings),
            Grounds::Card(_) => {}
            Grounds::Page(id) => {
                let shown = self.site.page(*id);
                self.bind_card(rendering, *id, bindings);
                self.bind_content(diagnostics, rendering, shown, Form::Html, bindings);
                self.shelf.bind_cited(bindings, language, &shown.evidence.works);
                self.shelf.bind_reference(bindings, &self.site, *id);
            }
            Grounds::Copy(id) => {
                let shown = self.site.page(*id);
                self.bind_content(diagnostics, rendering, shown, Form::Markdown, bindings);
                self.shelf.bind_cited(bindings, language, &shown.evidence.works);
            }
            Grounds::Entries(make) => {
                self.bind_cover(language, bindings);
                let mut numbering = Numbering::default();
                let shown = make(&self.site, &mut numbering);
                shown_view::insert(bindings, &Lens { site: &self.site, language }, &shown);
                self.shelf.bind_cited(bindings, language, &numbering.finish());
            }
            Grounds::Source(id) => {
                self.bind_cover(language, bindings);
                self.shelf.bind_source(bindings, language, *id);
            }
            Grounds::Sources => {
                self.bind_cover(language, bindings);
                self.shelf.bind_all(bindings, language);
            }
        }
        (rendering.view)(&self.site, &self.words, bindings);
    }

    /// Binds what every template may read.
    pub fn bind_shared(&self, rendering: &Rendering, bindings: &mut Bindings) {
        let shared = &self.shared[&rendering.language];
        bindings.insert_known("site", || shared.site.clone(), |key| key.extend(&shared.stamp));
        bindings.insert_known("words", || shared.words.clone(), |_| {});
        bindings.insert("language", &rendering.language.as_str());
        let here = HereView::of(&self.site, &rendering.address, rendering.elsewhere.as_ref());
        bindings.insert("here", &here);
    }

    /// Binds `card` for what has none of its own.
    pub fn bind_cover(&self, language: &LanguageCode, bindings: &mut Bindings) {
        bindings.insert("card", &self.covers.get(language));
    }

    /// Binds `content`: the body of a page in a form, with what its directives show in it.
    fn bind_content(
        &self,
        diagnostics: &mut Diagnostics,
        rendering: &Rendering,
        page: &Page,
        form: Form,
        bindings: &mut Bindings,
    ) {
        let Press { site, words, answers, .. } = self;
        let value = || {
            let directives = self.directives(diagnostics, rendering, page, form);
            match form {
                Form::Html => Filling::of(site, page, words, answers, &directives).content(),
                Form::Markdown => Copying::of(site, page, words, &directives).content(),
            }
        };
        let stamp = |key: &mut Vec<u8>| {
            let fillings = match form {
                Form::Html => Filling::of(site, page, words, answers, &[]).fillings(),
                Form::Markdown => Copying::of(site, page, words, &[]).fillings(),
            };
            bindings::write(key, &fillings);
            self.write_directives(key, rendering, page, form);
        };
        bindings.insert_known("content", value, stamp);
    }
}

impl Shared {
    fn of(site: &Site, words: &Words, fonts: &Fonts, language: &LanguageCode) -> (LanguageCode, Shared) {
        let view = SiteView::of(site, words, language);
        let mut stamp = Vec::new();
        bindings::write(&mut stamp, &view);
        bindings::write(&mut stamp, words.stamp(language));
        bindings::write(&mut stamp, &fonts.digest.to_string());
        let (site, words) = (Value::from_serializable(&view), words.of(language));
        (language.clone(), Shared { site, words, stamp })
    }
}
