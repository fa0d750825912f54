//! The plan: all outputs, checked against one another before a byte is made.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use tera::{Context, Value};

use super::bindings::{self, Bindings};
use super::emitters::EMITTERS;
use super::evidence_view::Lens;
use super::filling::Filling;
use super::functions::{self, Answers, Read};
use super::memos::Memos;
use super::recipe::{Bytes, Grounds, Output, Recipe, Rendering, template_span};
use super::shelf::Shelf;
use super::shown_view;
use super::templates::Templates;
use super::view::{HereView, SiteView};
use super::words::Words;
use crate::base::{Code, Diagnostics, LanguageCode, OutputPath, parallel};
use crate::input::{self, Content};
use crate::site::{Numbering, Page, Shown, Site};

/// Every file of the published site.
pub struct Plan {
    /// The site that is published.
    pub site: Arc<Site>,
    /// The files, in the order of their paths.
    pub outputs: Vec<Output>,
    templates: Arc<Templates>,
    shared: BTreeMap<LanguageCode, Shared>,
    words: Arc<Words>,
    shelf: Arc<Shelf>,
    answers: Arc<Answers>,
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
        let emitted = EMITTERS.iter().flat_map(|emit| emit(&site)).collect();
        let outputs = without_conflicts(diagnostics, emitted);
        let templates = memos.templates(diagnostics, &site);
        check_templates(diagnostics, &outputs, &templates);
        check_directives(diagnostics, &site, &templates);
        let words = memos.words(diagnostics, &site);
        let shelf = memos.shelf(diagnostics, &site);
        let shared = site.config().languages.iter().map(|language| Shared::of(&site, &words, &language.code));
        let shared = shared.collect();
        let answers = Arc::new(Answers::of(&site));
        Plan { site, outputs, templates, shared, words, shelf, answers }
    }

    /// Makes the bytes of an output. Nothing comes back if that fails, which is reported.
    pub fn bytes<'p>(&'p self, diagnostics: &mut Diagnostics, output: &'p Output) -> Option<Bytes<'p>> {
        match &output.recipe {
            Recipe::Template(rendering) => {
                let (bytes, _) = self.render(diagnostics, output, rendering);
                bytes.map(|bytes| Bytes::Memory(Cow::Owned(bytes)))
            }
            Recipe::Bytes(make) => Some(Bytes::Memory(Cow::Owned(make(&self.site)))),
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
        (rendering.view)(&self.site, bindings);
    }

    /// Binds what every template may read.
    fn bind_shared(&self, rendering: &Rendering, bindings: &mut Bindings) {
        let shared = &self.shared[&rendering.language];
        bindings.insert_known("site", || shared.site.clone(), |key| key.extend(&shared.stamp));
        bindings.insert_known("words", || shared.words.clone(), |_| {});
        bindings.insert("language", &rendering.language.as_str());
        bindings.insert("here", &HereView::of(&self.site, &rendering.address));
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
        let view = SiteView::of(site, language);
        let mut stamp = Vec::new();
        bindings::write(&mut stamp, &view);
        bindings::write(&mut stamp, words.stamp(language));
        let (site, words) = (Value::from_serializable(&view), words.of(language));
        (language.clone(), Shared { site, words, stamp })
    }
}

/// Reports templates that outputs ask for and that are not there.
fn check_templates(diagnostics: &mut Diagnostics, outputs: &[Output], templates: &Templates) {
    for output in outputs {
        if let Recipe::Template(rendering) = &output.recipe {
            let name = &rendering.template;
            let place = || rendering.asked_at.clone().unwrap_or_else(|| template_span(name));
            templates.check(diagnostics, name, place);
        }
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

/// The outputs in the order of their paths, without those whose path another has, or is a folder for another. Paths that
/// differ only by case are one path to many file systems.
fn without_conflicts(diagnostics: &mut Diagnostics, emitted: Vec<Output>) -> Vec<Output> {
    let mut outputs: Vec<Output> = Vec::with_capacity(emitted.len());
    let mut taken: HashMap<String, usize> = HashMap::with_capacity(emitted.len());
    for output in emitted {
        if output.path.is_reserved() {
            let message = format!("`{}` is a name that the program keeps for itself", output.path);
            diagnostics.report(Code::AddressConflict, output.origin, message).help("choose another name");
            continue;
        }
        match taken.entry(output.path.folded()) {
            Entry::Occupied(first) => report_conflict(diagnostics, &output, &outputs[*first.get()]),
            Entry::Vacant(free) => {
                free.insert(outputs.len());
                outputs.push(output);
            }
        }
    }
    let mut homeless: BTreeSet<OutputPath> = BTreeSet::new();
    for output in &outputs {
        let folded = output.path.folded();
        let above = folded.match_indices('/').map(|(slash, _)| &folded[..slash]);
        for file in above.filter_map(|folder| taken.get(folder)) {
            report_conflict(diagnostics, output, &outputs[*file]);
            homeless.insert(output.path.clone());
        }
    }
    outputs.retain(|output| !homeless.contains(&output.path));
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    outputs
}

fn report_conflict(diagnostics: &mut Diagnostics, output: &Output, first: &Output) {
    let (path, taken) = (&output.path, &first.path);
    let message = if path == taken {
        format!("`{path}` is published twice")
    } else if path.folded() == taken.folded() {
        format!("`{path}` and `{taken}` differ only by case, which many file systems ignore")
    } else {
        format!("`{path}` needs a folder where `{taken}` is a file")
    };
    diagnostics
        .report(Code::AddressConflict, output.origin.clone(), message)
        .help("give one of them another name, `slug` or alias")
        .related(first.origin.clone(), "the other is made from this");
}
