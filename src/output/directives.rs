//! Turns each directive of a page into what its template makes of it, in HTML or in Markdown, or into a key of that.

use tera::Context;

use super::bindings::Bindings;
use super::lens::Lens;
use super::press::Press;
use super::recipe::{Form, Rendering};
use super::shown_view;
use super::templates::{Templates, directive_template};
use crate::base::Diagnostics;
use crate::input;
use crate::site::{Page, Shown, Site};

impl Press {
    /// What each directive of a page shows, in a form; nothing of one that no template writes so.
    pub fn directives(
        &self,
        diagnostics: &mut Diagnostics,
        rendering: &Rendering,
        page: &Page,
        form: Form,
    ) -> Vec<Option<String>> {
        let lens = Lens { site: &self.site, language: &rendering.language };
        let name = page.document.source.path.as_str();
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
    pub fn write_directives(&self, key: &mut Vec<u8>, rendering: &Rendering, page: &Page, form: Form) {
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

/// Reports directives whose template is not there, and keys that a site's own template does not read.
pub fn check_directives(diagnostics: &mut Diagnostics, site: &Site, templates: &Templates) {
    for page in &site.pages {
        let document = &page.document;
        let written = document.body.marks.directives.iter().zip(&page.evidence.directives);
        for (directive, shown) in written {
            let Some(shown) = shown else { continue };
            let template = directive_template(&directive.name, Form::Html);
            templates.check(diagnostics, &template, || document.span(&directive.name_range));
            if let Shown::Own(input::Value::Map(entries), _) = shown {
                let place = |id| document.directive_span(directive, id);
                templates.check_keys(diagnostics, &template, entries, place);
            }
        }
    }
}
