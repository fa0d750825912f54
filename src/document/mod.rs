//! Floor 2: one Markdown file, parsed, ignorant of all others. Text in; front matter, and a body with holes, out.

mod access;
mod block_mark;
mod block_text;
mod blocks;
mod body;
mod citation;
mod cut;
mod cutter;
mod directive;
mod emphasis;
mod extent;
mod fence;
mod follows;
mod footnotes;
mod front_matter;
mod headings;
mod hole;
mod line_break;
mod markdown;
mod marks;
mod placed;
mod raw_html;
mod recording;
mod scan;
mod span;
mod writer;

use std::ops::Range;
use std::sync::Arc;

pub use block_mark::BlockMark;
pub use blocks::{Block, BlockPlace, Difference};
pub use body::{Body, Heading, Link, LinkKind};
pub use cut::{Cut, Cuts, Stand};
pub use extent::Extent;
pub use fence::front_text;
pub use follows::Follows;
pub use front_matter::{Change, Correction, FrontMatter, Kind};
pub use hole::{AlertKind, Fill, Hole};
pub use markdown::Rules;
pub use marks::{BlockId, Citation, CitationItem, Directive, Marks, Mention, MentionKind, Places, Quotation};
pub use recording::recorded;

use crate::base::{Diagnostics, Source, Span};
use crate::input::{NodeId, Origin};

/// One Markdown file, parsed.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub source: Arc<Source>,
    /// Its front matter. What is wrong in it was reported and stands in for nothing.
    pub front: Arc<FrontMatter>,
    /// Its Markdown, rendered but for what other files decide.
    pub body: Body,
}

impl Document {
    /// Parses a file. Depends on nothing but the arguments.
    pub fn parse(diagnostics: &mut Diagnostics, source: &Arc<Source>, rules: Rules) -> Document {
        let parts = fence::split(diagnostics, source);
        let front = Arc::new(FrontMatter::parse(diagnostics, source, &parts));
        let body = markdown::render(diagnostics, source, parts.body, rules);
        Document { source: Arc::clone(source), front, body }
    }

    /// The same document. Parts of it that are as they were in `old` are the old values in memory, so that what was made of
    /// them can be remembered.
    pub fn sharing(mut self, old: &Document) -> Document {
        if self.front.is_as_in(&old.front) {
            self.front = Arc::clone(&old.front);
        }
        if self.body.anchors == old.body.anchors {
            self.body.anchors = Arc::clone(&old.body.anchors);
        }
        self
    }

    /// The place of a value of the front matter.
    pub fn front_span(&self, id: NodeId) -> Span {
        self.front.span(id)
    }

    /// A place in the body.
    pub fn span(&self, range: &Range<usize>) -> Span {
        self.source.span(range.clone())
    }

    /// What a translation of it follows, block by block.
    pub fn blocks(&self) -> Vec<Block> {
        blocks::of(&self.source, &self.front)
    }

    /// The place of a block.
    pub fn block_span(&self, place: &BlockPlace) -> Span {
        match place {
            BlockPlace::Front(id) => self.front_span(*id),
            BlockPlace::Body(range) => self.span(range),
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::SourcePath;

    fn document(text: &str) -> Document {
        let source = Source::new(SourcePath::new("content/a.md").unwrap(), text);
        Document::parse(&mut Diagnostics::default(), &source, Rules { raw_html: false })
    }

    #[test]
    fn an_edited_document_shares_what_the_edit_left_alone() {
        let old = document("---\ntitle: A\n---\n# One\n");
        let shares = |text: &str| {
            let new = document(text).sharing(&old);
            let anchors = Arc::ptr_eq(&new.body.anchors, &old.body.anchors);
            (Arc::ptr_eq(&new.front, &old.front), anchors)
        };
        assert_eq!(shares("---\ntitle: A\n---\n# One\n\nmore\n"), (true, true));
        assert_eq!(shares("---\ntitle: A\n---\n# Two\n"), (true, false));
        assert_eq!(shares("---\ntitle: B\n---\n# One\n"), (false, true));
        assert_eq!(shares("---\ntitle: A\n--- \n# One\n"), (false, true));
        assert_eq!(shares("# One\n"), (false, true));
    }

    #[test]
    fn without_front_matter_a_document_shares_none() {
        let old = document("a\n");
        assert!(!Arc::ptr_eq(&document("b\n").sharing(&old).front, &old.front));
    }
}
