//! A file for each page, and the page for addresses where nothing is.

use std::borrow::Cow;

use tera::Context;

use super::recipe::{Grounds, Output, Recipe, Rendering, template_span};
use super::view::PageView;
use crate::base::Address;
use crate::site::{Page, PageKind, Site};

/// A file for each page that is no section.
pub fn emit(site: &Site) -> Vec<Output<'_>> {
    site.pages
        .iter()
        .filter(|page| page.identity.kind == PageKind::Page)
        .map(|page| {
            let view = move |context: &mut Context| {
                context.insert("page", &PageView::of(site, page));
            };
            rendered(page, "page.html", &page.identity.address, view)
        })
        .collect()
}

/// `404.html`, which GitHub Pages answers unknown addresses with, at whatever depth they are.
pub fn emit_not_found(site: &Site) -> Vec<Output<'_>> {
    let address = Address::root().file("404.html").expect("a plain name makes an address");
    let origin = template_span("404.html");
    let rendering = Rendering {
        template: Cow::Borrowed("404.html"),
        asked_at: origin.clone(),
        language: site.config().default_language(),
        address: address.clone(),
        grounds: Grounds::Nothing,
        view: Box::new(|_| {}),
    };
    vec![Output { path: address.output_path(), origin, recipe: Recipe::Template(rendering) }]
}

/// The output of a page, or of a part of its list, by the template it asks for or else by the usual one.
pub fn rendered<'s>(
    page: &'s Page,
    usual: &'static str,
    address: &Address,
    view: impl Fn(&mut Context) + Send + Sync + 's,
) -> Output<'s> {
    let document = &page.document;
    let (template, asked_at) = match &document.front.template {
        Some(template) => (template.value.as_str(), document.front_span(template.id)),
        None => (usual, template_span(usual)),
    };
    let rendering = Rendering {
        template: Cow::Borrowed(template),
        asked_at,
        language: &page.identity.language,
        address: address.clone(),
        grounds: Grounds::Page(page),
        view: Box::new(view),
    };
    let origin = document.source.span(0..0);
    Output { path: address.output_path(), origin, recipe: Recipe::Template(rendering) }
}
