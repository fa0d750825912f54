//! What the passes over a body hand to one another: the parser's events, each with its place.

use std::ops::Range;

use pulldown_cmark::Event;

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
}
