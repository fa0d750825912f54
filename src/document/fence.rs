//! Divides a file into front matter and body.

use std::ops::Range;
use std::sync::Arc;

use crate::base::{Code, Diagnostics, Source};

/// The two parts of a file, as byte ranges.
pub struct Parts {
    /// The YAML between the `---` lines, if there is any.
    pub front: Option<Range<usize>>,
    /// The Markdown after it.
    pub body: Range<usize>,
}

/// Finds the `---` lines. Only a whole line closes front matter: `---` in a value or a table does not.
pub fn split(diagnostics: &mut Diagnostics, source: &Arc<Source>) -> Parts {
    let text = &source.text;
    let end = text.len();
    let mut lines = Lines { text, at: 0 };
    if lines.next().is_none_or(|line| !is_fence(&text[line])) {
        let diagnostic = diagnostics.report(
            Code::FrontMatterMissing,
            source.span(0..0),
            "a page begins with front matter between `---` lines",
        );
        diagnostic.help("put `---`, `title: …`, `summary: …` and `---` on the first lines");
        return Parts { front: None, body: 0..end };
    }
    let start = lines.at;
    for line in lines {
        if is_fence(&text[line.clone()]) {
            return Parts { front: Some(start..line.start), body: line.end..end };
        }
    }
    diagnostics
        .report(Code::FrontMatterUnclosed, source.span(0..3), "this front matter is not closed")
        .help("end it with a line of its own: `---`");
    Parts { front: None, body: end..end }
}

/// The text of a file before its body, with all that its page says about itself.
pub fn front_text(source: &Arc<Source>) -> &str {
    &source.text[..split(&mut Diagnostics::default(), source).body.start]
}

/// Whether front matter begins and ends with this line.
pub fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

/// The lines of a text as byte ranges, line endings included.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let start = self.at;
        self.at += rest.find('\n').map_or(rest.len(), |newline| newline + 1);
        Some(start..self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::SourcePath;

    fn parts(text: &str) -> (Option<String>, String, Vec<Code>) {
        let source = Source::new(SourcePath::new("a.md").unwrap(), text);
        let mut diagnostics = Diagnostics::default();
        let parts = split(&mut diagnostics, &source);
        let text = |range: Range<usize>| source.text[range].to_owned();
        let codes = diagnostics.into_sorted().iter().map(|diagnostic| diagnostic.code).collect();
        (parts.front.map(text), source.text[parts.body].to_owned(), codes)
    }

    #[test]
    fn a_line_of_dashes_closes_and_dashes_elsewhere_do_not() {
        let (front, body, codes) = parts("---\ntitle: a --- b\nlong: |\n  ---\n---  \n| a |\n|---|\n");
        assert_eq!(front.as_deref(), Some("title: a --- b\nlong: |\n  ---\n"));
        assert_eq!(body, "| a |\n|---|\n");
        assert_eq!(codes, []);
    }

    #[test]
    fn windows_files_are_divided_alike() {
        assert_eq!(parts("\u{FEFF}---\r\ntitle: a\r\n---\r\nb\r\n"), parts("---\ntitle: a\n---\nb\n"));
    }

    #[test]
    fn missing_and_unclosed_front_matter_are_told_apart() {
        assert_eq!(parts("# a\n").2, [Code::FrontMatterMissing]);
        assert_eq!(parts("").2, [Code::FrontMatterMissing]);
        assert_eq!(parts("---\ntitle: a\n").2, [Code::FrontMatterUnclosed]);
    }
}
