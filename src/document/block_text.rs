//! Turns the pieces of a block into its text as readers see it, of which every part has its place in the file.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::citation::ESCAPED;
use super::marks::{Places, Quotation};
use super::placed::{Piece, Placed, PlacedPiece};
use super::span;
use crate::base::{LanguageCode, Source};

/// The text of a block as readers see it, with the place of each piece.
#[derive(Default)]
pub struct BlockText {
    /// The text.
    pub text: String,
    places: Places,
    /// Offset in `text`, number of the citation that stands there.
    pub citations: Vec<(usize, usize)>,
    /// From which offset on spans say which language the text is in.
    languages: Vec<(usize, Option<LanguageCode>)>,
}

impl BlockText {
    /// Adds a text that stands at an offset of the file.
    fn push(&mut self, text: &str, at: usize) {
        self.places.push(self.text.len(), at);
        self.text.push_str(text);
    }

    /// Adds another block on lines of its own.
    pub fn append(&mut self, other: &BlockText) {
        let offset = self.text.len();
        self.places.append(&other.places, offset);
        self.citations.extend(other.citations.iter().map(|(start, number)| (start + offset, *number)));
        self.languages.extend(other.languages.iter().map(|(start, code)| (start + offset, code.clone())));
        self.text.push_str(&other.text);
        self.text.push('\n');
    }

    /// The place in the file of a part of the text.
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        self.places.range(range)
    }

    /// A part as a quotation that takes up a range of the file.
    pub fn quotation(&self, inner: Range<usize>, range: Range<usize>, citation: Option<usize>) -> Quotation {
        let places = self.places.part(&inner);
        let languages = self.languages(&inner);
        Quotation { text: self.text[inner].to_owned(), citation, range, languages, places }
    }

    /// The languages that the letters of a part are said to be in.
    fn languages(&self, part: &Range<usize>) -> BTreeSet<Option<LanguageCode>> {
        let mut found = BTreeSet::new();
        let mut next = self.languages.partition_point(|(start, _)| *start <= part.start);
        let mut at = part.start;
        while at < part.end {
            let end = self.languages.get(next).map_or(part.end, |(start, _)| part.end.min(*start));
            if self.text[at..end].contains(char::is_alphanumeric) {
                found.insert(next.checked_sub(1).and_then(|last| self.languages[last].1.clone()));
            }
            (at, next) = (end, next + 1);
        }
        found
    }
}

/// The text of a run, in which a character that is escaped in the file begins nothing.
pub fn run_text(source: &Source, run: &[Placed<'_>]) -> BlockText {
    let mut text = BlockText::default();
    for (event, range) in run {
        let content = event_text(event);
        let escaped =
            content.starts_with(['[', ']', '@', ';']) && span::is_escaped(&source.text, range.start);
        if escaped {
            text.push(&ESCAPED.to_string(), range.start);
            text.push(&content[1..], range.start + 1);
        } else {
            text.push(content, range.start);
        }
    }
    text
}

/// The text of a block as readers see it. What is code, or an address, quotes nothing and abbreviates nothing.
pub fn block_text(pieces: &[PlacedPiece<'_>]) -> BlockText {
    let mut text = BlockText::default();
    let mut in_address = false;
    let mut open: Vec<Option<LanguageCode>> = Vec::new();
    for (piece, range) in pieces {
        match piece {
            Piece::Event(Event::Start(Tag::Link { link_type, .. })) => {
                in_address = matches!(link_type, LinkType::Autolink | LinkType::Email);
            }
            Piece::Event(Event::End(TagEnd::Link)) => in_address = false,
            Piece::Event(Event::Text(content)) if !in_address => text.push(content, range.start),
            Piece::Event(Event::Text(content) | Event::Code(content)) => {
                text.push(&opaque(content), range.start);
            }
            Piece::Event(Event::SoftBreak | Event::HardBreak) => text.push("\n", range.start),
            Piece::Citation(number) => text.citations.push((text.text.len(), *number)),
            Piece::SpanStart(span) => {
                open.push(span.language.clone().or_else(|| open.last().cloned().flatten()));
                text.languages.push((text.text.len(), open.last().cloned().flatten()));
            }
            Piece::SpanEnd(_) => {
                open.pop();
                text.languages.push((text.text.len(), open.last().cloned().flatten()));
            }
            _ => {}
        }
    }
    text
}

/// What an event adds to the text of a run.
pub fn event_text<'e>(event: &'e Event<'_>) -> &'e str {
    match event {
        Event::Text(text) => text,
        Event::SoftBreak => "\n",
        _ => "",
    }
}

/// A text that only takes up room.
fn opaque(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { 'x' } else { ' ' }).collect()
}
