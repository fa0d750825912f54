//! A file for each page, and the page for addresses where nothing is.

use std::borrow::Cow;

use tera::{Context, Value};

use super::plan::{Output, Recipe, Rendering};
use super::view::PageView;
use crate::base::{Address, SourcePath, Span};
use crate::document::{AlertKind, Fill};
use crate::site::{Page, PageKind, Site};

/// A file for each page that is no section.
pub fn emit(site: &Site) -> Vec<Output<'_>> {
    site.pages
        .iter()
        .filter(|page| page.identity.kind == PageKind::Page)
        .map(|page| {
            let view = move |context: &mut Context| {
                context.insert("page", &PageView::of(site, page));
                context.insert_value("content", content(page));
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
        view: Box::new(view),
    };
    let origin = document.source.span(0..0);
    Output { path: address.output_path(), origin, recipe: Recipe::Template(rendering) }
}

/// A template as a whole.
pub fn template_span(name: &str) -> Span {
    let path = SourcePath::resolve("templates", name).expect("the names of the usual templates are plain");
    Span::file(path)
}

/// The body of a page with its holes filled.
pub fn content(page: &Page) -> Value {
    let html = page.document.body.filled(|html, fill| match fill {
        Fill::Link(number) => push_attribute(html, &page.hrefs[number]),
        Fill::Alert(kind) => html.push_str(alert_name(page.identity.language.as_str(), kind)),
    });
    Value::safe_string(&html)
}

/// An address as part of an attribute's value.
pub fn push_attribute(html: &mut String, address: &str) {
    pulldown_cmark_escape::escape_html(html, address).expect("a string takes all that is written");
}

/// What an alert is called in the language of its page.
pub fn alert_name(language: &str, kind: AlertKind) -> &'static str {
    match (language, kind) {
        ("ja", AlertKind::Note) => "注記",
        ("ja", AlertKind::Tip) => "ヒント",
        ("ja", AlertKind::Important) => "重要",
        ("ja", AlertKind::Warning) => "警告",
        ("ja", AlertKind::Caution) => "注意",
        (_, AlertKind::Note) => "Note",
        (_, AlertKind::Tip) => "Tip",
        (_, AlertKind::Important) => "Important",
        (_, AlertKind::Warning) => "Warning",
        (_, AlertKind::Caution) => "Caution",
    }
}
