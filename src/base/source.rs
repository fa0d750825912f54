//! A text file of the project, and places in it.

use std::ops::Range;
use std::sync::Arc;

use super::SourcePath;

/// A text file of the project as everything after loading sees it: without a byte order mark, with `\n` as the only
/// line ending. Lines and columns therefore agree with what an editor shows, whatever the file's line endings are.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Where the file lies in the project.
    pub path: SourcePath,
    /// Its text.
    pub text: String,
}

impl Source {
    /// A source with its line endings unified and its byte order mark removed.
    pub fn new(path: SourcePath, text: &str) -> Arc<Source> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let text = if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text.to_owned()
        };
        Arc::new(Source { path, text })
    }

    /// The place `range` (bytes of [`Source::text`]) in this source.
    pub fn span(self: &Arc<Self>, range: Range<usize>) -> Span {
        Span { source: Arc::clone(self), start: range.start, end: range.end.max(range.start) }
    }
}

/// A place in a source: a byte range, with the source itself, so that a report needs nothing else.
#[derive(Debug, Clone)]
pub struct Span {
    source: Arc<Source>,
    start: usize,
    end: usize,
}

impl Span {
    /// The place of a problem with a file as a whole, whose text cannot be shown.
    pub fn file(path: SourcePath) -> Span {
        Source::new(path, "").span(0..0)
    }

    /// The file.
    pub fn path(&self) -> &SourcePath {
        &self.source.path
    }

    /// The text of the file, empty when the place is the file as a whole.
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// The place in bytes of [`Span::text`], widened to whole characters and kept inside the text.
    pub fn range(&self) -> Range<usize> {
        let text = self.text();
        let start = text.floor_char_boundary(self.start.min(text.len()));
        let end = text.ceil_char_boundary(self.end.min(text.len()));
        start..end.max(start)
    }

    /// Line and column of the start, both from 1; columns count characters.
    pub fn line_column(&self) -> (usize, usize) {
        line_column(self.text(), self.range().start)
    }

    /// Line and column just after the end, both from 1; columns count characters.
    pub fn end_line_column(&self) -> (usize, usize) {
        line_column(self.text(), self.range().end)
    }

    /// The lines that the place reaches over; nothing if the text of the file cannot be shown. No more than those, for
    /// whoever draws them reads all that is given: a thousand problems of a large file would take minutes.
    pub fn excerpt(&self) -> Option<Excerpt<'_>> {
        let (text, range) = (self.text(), self.range());
        let start = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[range.end..].find('\n').map_or(text.len(), |newline| range.end + newline);
        let line = self.line_column().0;
        let range = range.start - start..range.end - start;
        (!text.is_empty()).then(|| Excerpt { text: &text[start..end], line, range })
    }

    /// Order of reports: by path, then by place.
    pub(super) fn sort_key(&self) -> (&SourcePath, usize, usize) {
        (self.path(), self.start, self.end)
    }
}

/// The lines that a place reaches over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// Their text.
    pub text: &'a str,
    /// The number of the first, from 1.
    pub line: usize,
    /// The place in them, in bytes.
    pub range: Range<usize>,
}

fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str, needle: &str) -> Span {
        let source = Source::new(SourcePath::new("content/a.md").unwrap(), text);
        let start = source.text.find(needle).unwrap();
        source.span(start..start + needle.len())
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(span("a\n岩屋 x", "x").line_column(), (2, 4));
    }

    #[test]
    fn crlf_and_a_byte_order_mark_do_not_move_positions() {
        assert_eq!(span("\u{FEFF}a\r\nb\r\nxyz", "y").line_column(), (3, 2));
    }

    #[test]
    fn a_range_inside_a_character_is_widened_to_it() {
        let source = Source::new(SourcePath::new("a").unwrap(), "岩");
        assert_eq!(source.span(1..2).range(), 0..3);
        assert_eq!(source.span(7..9).range(), 3..3);
    }
}
