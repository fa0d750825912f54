//! The plan: all outputs, checked against one another before a byte is made.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use tera::Context;

use super::emitters::EMITTERS;
use super::evidence_view::Lens;
use super::filling::Filling;
use super::recipe::{Bytes, Grounds, Output, Recipe, Rendering};
use super::shelf::Shelf;
use super::templates::Templates;
use super::view::{HereView, SiteView};
use super::words::Words;
use super::{functions, shown_view};
use crate::base::{Code, Diagnostics, LanguageCode, parallel};
use crate::input::{Content, Value};
use crate::site::{Numbering, Page, Shown, Site};

/// Every file of the published site.
pub struct Plan<'s> {
    /// The files, in the order of their paths.
    pub outputs: Vec<Output<'s>>,
    templates: Templates,
    sites: BTreeMap<&'s LanguageCode, tera::Value>,
    words: Words,
    shelf: Shelf,
    site: &'s Site,
}

impl<'s> Plan<'s> {
    /// Asks all emitters, reports outputs that meet on one path and templates that are not there.
    pub fn of(diagnostics: &mut Diagnostics, site: &'s Site) -> Plan<'s> {
        let emitted = EMITTERS.iter().flat_map(|emit| emit(site)).collect();
        let outputs = without_conflicts(diagnostics, emitted);
        let templates = Templates::compile(diagnostics, site);
        for output in &outputs {
            if let Recipe::Template(rendering) = &output.recipe {
                templates.check(diagnostics, &rendering.template, &rendering.asked_at);
            }
        }
        check_directives(diagnostics, site, &templates);
        let languages = site.config().languages.iter().map(|language| &language.code);
        let sites =
            languages.map(|code| (code, tera::Value::from_serializable(&SiteView::of(site, code)))).collect();
        let words = Words::load(diagnostics, &site.inputs);
        let shelf = Shelf::of(diagnostics, site);
        Plan { outputs, templates, sites, words, shelf, site }
    }

    /// Makes the bytes of an output. Nothing comes back if that fails, which is reported.
    pub fn bytes(&self, diagnostics: &mut Diagnostics, output: &Output<'s>) -> Option<Bytes<'s>> {
        match &output.recipe {
            Recipe::Template(rendering) => {
                functions::begin(rendering.language);
                let page = output.origin.path().as_str();
                let context = self.context(diagnostics, rendering, page);
                let bytes = self.templates.render(diagnostics, &rendering.template, page, &context)?;
                Some(Bytes::Memory(Cow::Owned(bytes)))
            }
            Recipe::Bytes(make) => Some(Bytes::Memory(Cow::Owned(make()))),
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

    /// Everything that the template of an output may read.
    fn context(&self, diagnostics: &mut Diagnostics, rendering: &Rendering<'s>, page: &str) -> Context {
        let mut context = self.shared(rendering);
        let language = rendering.language;
        match &rendering.grounds {
            Grounds::Nothing => {}
            Grounds::Page(shown) => {
                let directives = self.directives(diagnostics, rendering, shown, page);
                let content = Filling::content(self.site, shown, &self.words, &directives);
                context.insert_value("content", content);
                context.insert_value("sources", self.shelf.cited(language, &shown.evidence.works));
            }
            Grounds::Entries(make) => {
                let mut numbering = Numbering::default();
                let shown = make(&mut numbering);
                shown_view::insert(&mut context, &Lens { site: self.site, language }, &shown);
                context.insert_value("sources", self.shelf.cited(language, &numbering.finish()));
            }
            Grounds::Source(id) => context.insert_value("source", self.shelf.source(language, *id)),
            Grounds::Sources => context.insert_value("sources", self.shelf.all(language)),
        }
        (rendering.view)(&mut context);
        context
    }

    /// What every template may read.
    fn shared(&self, rendering: &Rendering<'s>) -> Context {
        let mut context = Context::new();
        context.insert_value(
            "site",
            self.sites.get(rendering.language).cloned().unwrap_or_else(tera::Value::none),
        );
        context.insert_value("words", self.words.of(rendering.language));
        context.insert("language", rendering.language.as_str());
        context.insert("here", &HereView::of(self.site, &rendering.address));
        context
    }

    /// What each directive of a page shows, as HTML.
    fn directives(
        &self,
        diagnostics: &mut Diagnostics,
        rendering: &Rendering<'s>,
        page: &Page,
        name: &str,
    ) -> Vec<String> {
        let lens = Lens { site: self.site, language: rendering.language };
        let written = page.document.body.marks.directives.iter().zip(&page.evidence.directives);
        let html = written.map(|(directive, shown)| {
            let Some(shown) = shown else { return String::new() };
            let mut context = self.shared(rendering);
            shown_view::insert(&mut context, &lens, shown);
            let template = directive_template(&directive.name);
            let bytes = self.templates.render(diagnostics, &template, name, &context).unwrap_or_default();
            String::from_utf8(bytes).expect("a template writes text")
        });
        html.collect()
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
            templates.check(diagnostics, &template, &document.span(&directive.name_range));
            if let Shown::Own(Value::Map(entries), _) = shown {
                let place = |id| document.directive_span(directive, id);
                templates.check_keys(diagnostics, &template, entries, place);
            }
        }
    }
}

/// The outputs in the order of their paths, without those whose path another has, or is a folder for another. Paths that
/// differ only by case are one path to many file systems.
fn without_conflicts<'s>(diagnostics: &mut Diagnostics, emitted: Vec<Output<'s>>) -> Vec<Output<'s>> {
    let mut claims: BTreeMap<String, Output<'s>> = BTreeMap::new();
    for output in emitted {
        let folded = output.path.folded();
        if output.path.is_reserved() {
            let message = format!("`{}` is a name that the program keeps for itself", output.path);
            diagnostics.report(Code::AddressConflict, output.origin, message).help("choose another name");
            continue;
        }
        match claims.get(&folded) {
            Some(first) => report_conflict(diagnostics, &output, first),
            None => {
                claims.insert(folded, output);
            }
        }
    }
    let mut homeless: BTreeSet<String> = BTreeSet::new();
    for (folded, output) in &claims {
        let above = folded.match_indices('/').map(|(slash, _)| &folded[..slash]);
        for file in above.filter_map(|folder| claims.get(folder)) {
            report_conflict(diagnostics, output, file);
            homeless.insert(folded.clone());
        }
    }
    claims.retain(|folded, _| !homeless.contains(folded));
    let mut outputs: Vec<Output<'s>> = claims.into_values().collect();
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    outputs
}

fn report_conflict(diagnostics: &mut Diagnostics, output: &Output<'_>, first: &Output<'_>) {
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
