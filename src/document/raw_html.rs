//! Refuses HTML in Markdown. Comments are left out without a word: they are notes among editors.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::placed::Placed;
use crate::base::{Code, Diagnostics, Source};

/// The events without HTML; each piece of it that is no comment is reported once.
pub fn refuse<'a>(
    diagnostics: &mut Diagnostics,
    source: &Arc<Source>,
    events: Vec<Placed<'a>>,
) -> Vec<Placed<'a>> {
    let mut kept = Vec::with_capacity(events.len());
    for (event, range) in events {
        match event {
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => check(diagnostics, source, &range),
            Event::Html(_) | Event::End(TagEnd::HtmlBlock) => {}
            other => kept.push((other, range)),
        }
    }
    kept
}

fn check(diagnostics: &mut Diagnostics, source: &Arc<Source>, range: &Range<usize>) {
    let html = source.text[range.clone()].trim();
    if is_comment(html) {
        return;
    }
    let end = range.start + html.lines().next().map_or(0, str::len);
    let span = source.span(range.start..end);
    diagnostics
        .report(Code::RawHtml, span, "HTML is not allowed in this site's Markdown")
        .help("write it in Markdown, or put `\\` before `<`, or set `raw_html = true` under `[markdown]` in `site.toml`");
}

/// Whether this is one comment and nothing else: what stands between two comments is not to be lost.
fn is_comment(html: &str) -> bool {
    html.strip_prefix("<!--")
        .is_some_and(|rest| rest.find("-->").is_some_and(|end| end + "-->".len() == rest.len()))
}
