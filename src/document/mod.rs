//! Floor 2: one Markdown file, parsed, ignorant of all others. Text in; front matter, and a body with holes, out.

mod body;
mod citation;
mod directive;
mod fence;
mod footnotes;
mod front_matter;
mod headings;
mod markdown;
mod marks;
mod placed;
mod raw_html;
mod scan;
mod writer;

use std::ops::Range;
use std::sync::Arc;

pub use body::{AlertKind, Body, Fill, Heading, Hole, Link, LinkKind};
pub use front_matter::{Change, Correction, FrontMatter, Kind};
pub use markdown::Rules;
pub use marks::{BlockId, Citation, CitationItem, Directive, Marks, Mention, MentionKind, Places, Quotation};

use crate::base::{Diagnostics, Source, Span};
use crate::input::{NodeId, Origin};

/// One Markdown file, parsed.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub source: Arc<Source>,
    /// Its front matter. What is wrong in it was reported and stands in for nothing.
    pub front: FrontMatter,
    /// Its Markdown, rendered but for what other files decide.
    pub body: Body,
    /// Where the front matter's values stand; nothing if it could not be read.
    origin: Option<Origin>,
}

impl Document {
    /// Parses a file. Depends on nothing but the arguments.
    pub fn parse(diagnostics: &mut Diagnostics, source: &Arc<Source>, rules: Rules) -> Document {
        let parts = fence::split(diagnostics, source);
        let (front, origin) = FrontMatter::parse(diagnostics, source, parts.front);
        let body = markdown::render(diagnostics, source, parts.body, rules);
        Document { source: Arc::clone(source), front, body, origin }
    }

    /// The place of a value of the front matter.
    pub fn front_span(&self, id: NodeId) -> Span {
        self.origin.as_ref().map_or_else(|| self.source.span(0..0), |origin| origin.span(id))
    }

    /// A place in the body.
    pub fn span(&self, range: &Range<usize>) -> Span {
        self.source.span(range.clone())
    }

    /// The place of a value of a directive.
    pub fn directive_span(&self, directive: &Directive, id: NodeId) -> Span {
        Origin::Yaml { source: Arc::clone(&self.source), range: directive.body.clone() }.span(id)
    }
}

/// Renders a text that is no file, such as a value of the front matter, as Markdown.
pub fn render_text(diagnostics: &mut Diagnostics, source: &Arc<Source>, rules: Rules) -> Body {
    markdown::render(diagnostics, source, 0..source.text.len(), rules)
}
