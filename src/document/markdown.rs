//! Markdown to HTML with holes: CommonMark and its common extensions, as passes over one list of events.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Options, Parser};

use super::body::Body;
use super::cutter::Cutter;
use super::emphasis::Marked;
use super::footnotes::Note;
use super::placed::{Placed, PlacedPiece};
use super::scan::Scanner;
use super::writer::Writer;
use super::{access, extent, footnotes, headings, raw_html};
use crate::base::{Diagnostics, Source};

/// What the site allows in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    let marked = Marked::of(text);
    let parser = Parser::new_ext(marked.text(text), extensions());
    let definitions = parser.reference_definitions().iter().map(|(_, definition)| definition.span.clone());
    let definitions: Vec<Range<usize>> = definitions.map(|span| marked.range(range.start, &span)).collect();
    let events: Vec<Placed<'_>> = parser
        .into_offset_iter()
        .filter_map(|placed| marked.restore(placed))
        .map(|(event, place)| (event, range.start + place.start..range.start + place.end))
        .collect();
    let events = if rules.raw_html { events } else { raw_html::refuse(diagnostics, source, events) };
    let events = access::without_decoration(source, events);
    let (events, notes) = footnotes::gather(diagnostics, source, events);
    let mut scanner = Scanner::new(diagnostics, source);
    let text = scanner.pieces(events);
    let notes: Vec<Note<'_, PlacedPiece<'_>>> =
        notes.into_iter().map(|note| note.map(|content| scanner.pieces(content))).collect();
    let marks = scanner.finish();
    let written = text.iter().chain(notes.iter().flat_map(|note| &note.content));
    let extent = extent::of(written.clone());
    access::check(diagnostics, source, &marks.mentions, written.clone());
    let headings = headings::name(diagnostics, source, written);
    let mut cutter = Cutter::new(source);
    cutter.read(&text);
    notes.iter().for_each(|note| cutter.read(&note.content));
    definitions.into_iter().for_each(|definition| cutter.definition(definition));
    let body = Writer::new(headings, marks).write(text, notes);
    let cuts = cutter.finish(range, &body.links);
    Body { extent, cuts, ..body }
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
