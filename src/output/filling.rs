//! What templates and Markdown have in common: the places of templates, and what is written into the holes of bodies.

use tera::Value;

use crate::base::{SourcePath, Span};
use crate::document::{AlertKind, Fill};
use crate::site::Page;

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
