//! A file for each page, and the page for addresses where nothing is.

use std::borrow::Cow;

use super::bindings::Bindings;
use super::recipe::{Grounds, Output, Recipe, Rendering, View, template_span};
use super::view::PageView;
use crate::base::Address;
use crate::site::{PageId, PageKind, Site};

/// A file for each page that is no section.
pub fn emit(site: &Site) -> Vec<Output> {
    site.numbered_pages()
        .filter(|(_, page)| page.identity.kind == PageKind::Page)
        .map(|(id, page)| {
            let view = move |site: &Site, bindings: &mut Bindings| {
                bindings.insert("page", &PageView::of(site, site.page(id)));
            };
            rendered(site, id, "page.html", page.identity.address.clone(), Box::new(view))
        })
        .collect()
}

/// `404.html`, which GitHub Pages answers unknown addresses with, at whatever depth they are.
pub fn emit_not_found(site: &Site) -> Vec<Output> {
    let address = Address::root().file("404.html").expect("a plain name makes an address");
    let origin = template_span("404.html");
    let rendering = Rendering {
        template: Cow::Borrowed("404.html"),
        asked_at: None,
        language: site.config().default_language().clone(),
        address: address.clone(),
        grounds: Grounds::Nothing,
        view: Box::new(|_, _| {}),
    };
    vec![Output { path: address.output_path(), origin, recipe: Recipe::Template(rendering) }]
}

/// The output of a page, or of a part of its list, by the template it asks for or else by the usual one.
pub fn rendered(site: &Site, page: PageId, usual: &'static str, address: Address, view: View) -> Output {
    let (grounds, page) = (Grounds::Page(page), site.page(page));
    let document = &page.document;
    let (template, asked_at) = match &document.front.template {
        Some(template) => (Cow::Owned(template.value.clone()), Some(document.front_span(template.id))),
        None => (Cow::Borrowed(usual), None),
    };
    let path = address.output_path();
    let language = page.identity.language.clone();
    let rendering = Rendering { template, asked_at, language, address, grounds, view };
    Output { path, origin: document.source.span(0..0), recipe: Recipe::Template(rendering) }
}
