//! Markdown to HTML with holes: CommonMark and its common extensions, as passes over one list of events.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Options, Parser};

use super::body::Body;
use super::placed::Placed;
use super::writer::Writer;
use super::{footnotes, headings, raw_html};
use crate::base::{Diagnostics, Source};

/// What the site allows in Markdown.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Whether HTML is passed through.
    pub raw_html: bool,
}

/// Renders the part `range` of a file.
pub fn render(
    diagnostics: &mut Diagnostics,
    source: &Arc<Source>,
    range: Range<usize>,
    rules: Rules,
) -> Body {
    let text = &source.text[range.clone()];
    let events: Vec<Placed<'_>> = Parser::new_ext(text, extensions())
        .into_offset_iter()
        .map(|(event, place)| (event, range.start + place.start..range.start + place.end))
        .collect();
    let events = if rules.raw_html { events } else { raw_html::refuse(diagnostics, source, events) };
    let (events, notes) = footnotes::gather(diagnostics, source, events);
    let written = events.iter().chain(notes.iter().flat_map(|note| &note.events));
    let headings = headings::name(diagnostics, source, written);
    Writer::new(headings).write(events, notes)
}

fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}
