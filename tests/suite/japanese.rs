//! Japanese in Markdown: emphasis, line breaks, spaces, spans, extent.

mod emphasis;
mod lines;
mod spans;

use briefgen::base::{Diagnostics, Source, SourcePath};
use briefgen::document::{Body, Fill, Rules, render_text};

/// The body of a text without front matter.
fn body(markdown: &str) -> Body {
    let source = Source::new(SourcePath::new("a.md").unwrap(), markdown);
    render_text(&mut Diagnostics::default(), &source, Rules { raw_html: true })
}

/// Its HTML; citations are `⟦number⟧`, mentions `⟨number:…⟩`.
fn html(markdown: &str) -> String {
    let body = body(markdown);
    body.filled(|html, fill| match fill {
        Fill::Link(number) => {
            pulldown_cmark_escape::escape_href(html, &body.links[number].target).unwrap();
        }
        Fill::Citation(number) => html.push_str(&format!("⟦{number}⟧")),
        Fill::MentionStart(number) => html.push_str(&format!("⟨{number}:")),
        Fill::MentionEnd(_) => html.push('⟩'),
        _ => {}
    })
}

/// Of a text that is one paragraph, what stands in it.
fn paragraph(markdown: &str) -> String {
    let html = html(markdown);
    let inner = html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>\n"));
    inner.unwrap_or_else(|| panic!("{markdown:?} is no paragraph: {html}")).to_owned()
}

/// What is wrong with a text, each as `words: message`.
fn problems(markdown: &str) -> Vec<String> {
    let source = Source::new(SourcePath::new("a.md").unwrap(), markdown);
    let mut diagnostics = Diagnostics::default();
    render_text(&mut diagnostics, &source, Rules { raw_html: false });
    let found = diagnostics.into_sorted();
    let shown =
        found.iter().map(|problem| format!("{}: {}", &source.text[problem.span.range()], problem.message));
    shown.collect()
}
