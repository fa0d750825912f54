//! What the passes over a body hand to one another: the parser's events, each with its place.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use crate::base::LanguageCode;

/// An event of the parser and its place in the file, in bytes.
pub type Placed<'a> = (Event<'a>, Range<usize>);

/// A piece of a body once evidence is told apart from text, and its place in the file, in bytes.
pub type PlacedPiece<'a> = (Piece<'a>, Range<usize>);

/// An event of the parser, or a mark that stands for what was one.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece<'a> {
    /// Whatever is no evidence.
    Event(Event<'a>),
    /// The citation with this number.
    Citation(usize),
    /// The directive with this number.
    Directive(usize),
    /// The beginning of the mention with this number.
    MentionStart(usize),
    /// Its end.
    MentionEnd(usize),
    /// The beginning of a span.
    SpanStart(Span),
    /// Its end.
    SpanEnd(Span),
}

/// What a span says of its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Span {
    /// Its language.
    pub language: Option<LanguageCode>,
    /// How it is read.
    pub ruby: Option<String>,
}

/// An event that is no evidence.
pub fn plain<'a>((event, range): Placed<'a>) -> PlacedPiece<'a> {
    (Piece::Event(event), range)
}

/// The part `within` of the text of an event, as an event of its own.
pub fn part<'a>(event: &Event<'a>, range: &Range<usize>, within: Range<usize>) -> Option<PlacedPiece<'a>> {
    let Event::Text(text) = event else {
        return (!within.is_empty()).then(|| plain((event.clone(), range.clone())));
    };
    if within.is_empty() {
        return None;
    }
    let content = match text {
        CowStr::Borrowed(text) => CowStr::Borrowed(&text[within.clone()]),
        other => CowStr::from(other[within.clone()].to_owned()),
    };
    let place = if text.len() == range.len() {
        range.start + within.start..range.start + within.end
    } else {
        range.clone()
    };
    Some((Piece::Event(Event::Text(content)), place))
}
