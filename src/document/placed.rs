//! What the passes over a body hand to one another: the parser's events, each with its place.

use std::ops::Range;

use pulldown_cmark::Event;

/// An event of the parser and its place in the file, in bytes.
pub type Placed<'a> = (Event<'a>, Range<usize>);
