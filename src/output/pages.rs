//! A file for each page, and the pages for addresses where nothing is.

use std::borrow::Cow;

use super::bindings::Bindings;
use super::page_view::PageView;
use super::recipe::{Elsewhere, Grounds, Output, Recipe, Rendering, View, template_span};
use super::structured;
use super::words::Words;
use crate::base::{Address, LanguageCode};
use crate::input::Language;
use crate::site::{Frame, PageId, PageKind, Site};

/// A file for each page that is no section.
pub fn emit(frame: &Frame) -> Vec<Output> {
    frame
        .numbered_entries()
        .filter(|(_, page)| page.identity.kind == PageKind::Page)
        .map(|(id, _)| {
            let view = move |site: &Site, _: &Words, bindings: &mut Bindings| {
                bindings.insert("page", &PageView::of(site, site.page(id)));
                structured::bind_page(bindings, site, id);
            };
            let elsewhere = move |frame: &Frame, language: &LanguageCode| edition(frame, id, language);
            rendered(frame, id, "page.html", Box::new(elsewhere), Box::new(view))
        })
        .collect()
}

/// Where the edition of a page in a language is.
pub fn edition(frame: &Frame, page: PageId, language: &LanguageCode) -> Option<Address> {
    Some(frame.entry(frame.edition(page, language)?).identity.address.clone())
}

/// `404.html` in each language. GitHub Pages answers unknown addresses with the one at the root, at whatever depth they are;
/// other hosts with the nearest above.
pub fn emit_not_found(frame: &Frame) -> Vec<Output> {
    let output = |language: &Language| {
        let address = frame.home(&language.code).file("404.html").expect("a plain name makes an address");
        let rendering = Rendering {
            template: Cow::Borrowed("404.html"),
            asked_at: None,
            language: language.code.clone(),
            address: address.clone(),
            elsewhere: None,
            grounds: Grounds::Nothing,
            view: Box::new(|_, _, _| {}),
        };
        let (path, origin) = (address.output_path(), template_span("404.html"));
        Output { path, origin, recipe: Recipe::Template(rendering) }
    };
    frame.config().languages.iter().map(output).collect()
}

/// The output of a page, or of a part of its list, by the template it asks for or else by the usual one.
pub fn rendered(
    frame: &Frame,
    page: PageId,
    usual: &'static str,
    elsewhere: Elsewhere,
    view: View,
) -> Output {
    let (grounds, page) = (Grounds::Page(page), frame.entry(page));
    let (template, asked_at) = match &page.front.template {
        Some(template) => (Cow::Owned(template.value.clone()), Some(page.front.span(template.id))),
        None => (Cow::Borrowed(usual), None),
    };
    let language = page.identity.language.clone();
    let address = elsewhere(frame, &language).expect("an output is somewhere in its own language");
    let path = address.output_path();
    let elsewhere = Some(elsewhere);
    let rendering = Rendering { template, asked_at, language, address, elsewhere, grounds, view };
    Output { path, origin: page.front.start(), recipe: Recipe::Template(rendering) }
}
