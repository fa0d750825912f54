//! A file for each page, and the page for addresses where nothing is.

use std::borrow::Cow;

use super::bindings::Bindings;
use super::recipe::{Grounds, Output, Recipe, Rendering, View, template_span};
use super::view::PageView;
use crate::base::Address;
use crate::site::{Frame, PageId, PageKind, Site};

/// A file for each page that is no section.
pub fn emit(frame: &Frame) -> Vec<Output> {
    frame
        .numbered_entries()
        .filter(|(_, page)| page.identity.kind == PageKind::Page)
        .map(|(id, page)| {
            let view = move |site: &Site, bindings: &mut Bindings| {
                bindings.insert("page", &PageView::of(site, site.page(id)));
            };
            rendered(frame, id, "page.html", page.identity.address.clone(), Box::new(view))
        })
        .collect()
}

/// `404.html`, which GitHub Pages answers unknown addresses with, at whatever depth they are.
pub fn emit_not_found(frame: &Frame) -> Vec<Output> {
    let address = Address::root().file("404.html").expect("a plain name makes an address");
    let origin = template_span("404.html");
    let rendering = Rendering {
        template: Cow::Borrowed("404.html"),
        asked_at: None,
        language: frame.config().default_language().clone(),
        address: address.clone(),
        grounds: Grounds::Nothing,
        view: Box::new(|_, _| {}),
    };
    vec![Output { path: address.output_path(), origin, recipe: Recipe::Template(rendering) }]
}

/// The output of a page, or of a part of its list, by the template it asks for or else by the usual one.
pub fn rendered(frame: &Frame, page: PageId, usual: &'static str, address: Address, view: View) -> Output {
    let (grounds, page) = (Grounds::Page(page), frame.entry(page));
    let (template, asked_at) = match &page.front.template {
        Some(template) => (Cow::Owned(template.value.clone()), Some(page.front.span(template.id))),
        None => (Cow::Borrowed(usual), None),
    };
    let path = address.output_path();
    let language = page.identity.language.clone();
    let rendering = Rendering { template, asked_at, language, address, grounds, view };
    Output { path, origin: page.front.start(), recipe: Recipe::Template(rendering) }
}
