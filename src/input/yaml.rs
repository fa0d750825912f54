//! The one door for YAML: text in, a tree out, with limits against hostile input and a place for every problem.
//!
//! serde_yaml stops at its first problem and tells places only in errors. So a tree is read without places, everything
//! in it is checked by `decode`, and the place of a node is found by reading again with a visitor that fails at exactly
//! that node. Reading again costs microseconds and happens only when there is something to report.

use std::ops::Range;
use std::sync::Arc;

use super::node::{Node, NodeId};
use super::tree::Reader;
use crate::base::{Code, Diagnostics, Source};

/// How deep brackets may nest. libyaml needs time quadratic in the depth of flow collections: 64 KB of `[` take seconds.
const DEPTH_LIMIT: usize = 32;

/// The number of the node that holds all others.
pub const ROOT: NodeId = NodeId(0);

/// Reads the block `range` of `source`, of at most `size_limit` bytes. Problems go to `diagnostics`; a block that cannot
/// be read at all is no tree.
pub fn parse(
    diagnostics: &mut Diagnostics,
    source: &Arc<Source>,
    range: Range<usize>,
    size_limit: usize,
) -> Option<Node> {
    let text = &source.text[range.clone()];
    if text.len() > size_limit {
        let span = source.span(range.start..range.start);
        let message = format!("this block has {} bytes, the limit is {size_limit}", text.len());
        diagnostics
            .report(Code::YamlLimit, span, message)
            .help("move long text into the body or a file of its own");
        return None;
    }
    if let Some(offset) = too_deep(text) {
        let at = range.start + offset;
        let message = format!("brackets nest deeper than {DEPTH_LIMIT} levels");
        let help = "write this as an indented list or mapping";
        diagnostics.report(Code::YamlLimit, source.span(at..at + 1), message).help(help);
        return None;
    }
    let reader = Reader::default();
    match reader.read(serde_yaml::Deserializer::from_str(text)) {
        Ok(node) => {
            reader.into_problems().report(diagnostics, |id| {
                let place = locate(text, id);
                source.span(range.start + place.start..range.start + place.end)
            });
            Some(node)
        }
        Err(error) => {
            report_syntax(diagnostics, source, &range, &error);
            None
        }
    }
}

/// The place of a node in `text`, which was read before.
pub(super) fn locate(text: &str, id: NodeId) -> Range<usize> {
    let reader = Reader::stopping_at(id);
    let Err(error) = reader.read(serde_yaml::Deserializer::from_str(text)) else { return 0..0 };
    let start = error.location().map_or(0, |location| location.index().min(text.len()));
    start..start + token_length(&text[..start], &text[start..])
}

/// The offset of the first bracket beyond the limit. Counts brackets wherever they stand, in quotes too: honest text has
/// not dozens of unclosed ones.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_LIMIT {
            return Some(offset);
        }
    }
    None
}

fn report_syntax(
    diagnostics: &mut Diagnostics,
    source: &Arc<Source>,
    range: &Range<usize>,
    error: &serde_yaml::Error,
) {
    let offset = error.location().map_or(0, |location| location.index().min(range.len()));
    let start = range.start + offset;
    let full = error.to_string();
    // serde_yaml appends the place to its sentence; the report has it already.
    let sentence = full.split(" at line ").next().unwrap_or(&full).to_owned();
    let help = if sentence.contains("mapping values") {
        "put quotes around text that has `: ` in it"
    } else if sentence.contains("repetition limit") {
        "write the values out instead of repeating aliases"
    } else if sentence.contains("end of stream") {
        "close the quote that is still open"
    } else if sentence.contains("recursion limit") {
        "write this with fewer levels"
    } else {
        "check quotes, brackets and indentation here and on the line before"
    };
    diagnostics.report(Code::YamlSyntax, source.span(start..start), sentence).help(help);
}

/// How far the key or value that begins `rest` reaches on its line. Good for pointing at it, not for reading it.
fn token_length(before: &str, rest: &str) -> usize {
    let line = rest.lines().next().unwrap_or("");
    if let Some(quote @ ('"' | '\'')) = line.chars().next() {
        return line[1..].find(quote).map_or(line.len(), |end| end + 2);
    }
    let line_before = before.rsplit('\n').next().unwrap_or("");
    let in_flow = line_before.contains(['[', '{']);
    let end = line.find(": ").or_else(|| line.strip_suffix(':').map(str::len)).unwrap_or(line.len());
    let end = line.find(" #").map_or(end, |comment| comment.min(end));
    let end = if in_flow { line.find([',', ']', '}']).map_or(end, |stop| stop.min(end)) } else { end };
    line[..end].trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::SourcePath;

    fn read(text: &str) -> (Option<Node>, Vec<String>) {
        let source = Source::new(SourcePath::new("a.yaml").unwrap(), text);
        let mut diagnostics = Diagnostics::default();
        let tree = parse(&mut diagnostics, &source, 0..source.text.len(), 64 * 1024);
        let problems = diagnostics.into_sorted();
        let line = |problem: &crate::base::Diagnostic| {
            let (line, column) = problem.span.line_column();
            format!("{line}:{column} {}: {}", problem.code, problem.message)
        };
        (tree, problems.iter().map(line).collect())
    }

    #[test]
    fn every_node_is_found_again_in_its_text() {
        const TEXT: &str = "title: 岩屋\nlist: [a, \"b\", {k: v}] # c\ndeep:\n  - one: 1\n";
        let (tree, problems) = read(TEXT);
        assert_eq!(problems, [""; 0]);
        assert!(tree.is_some());
        let source = Source::new(SourcePath::new("a.yaml").unwrap(), TEXT);
        let places: Vec<String> = (0..13)
            .map(|id| {
                let span = source.span(locate(TEXT, NodeId(id)));
                format!("{:?} {}", span.line_column(), &span.text()[span.range()])
            })
            .collect();
        assert_eq!(
            places,
            [
                "(1, 1) title",
                "(1, 1) title",
                "(1, 8) 岩屋",
                "(2, 1) list",
                "(2, 7) [a, \"b\", {k",
                "(2, 8) a",
                "(2, 11) \"b\"",
                "(2, 16) {k",
                "(2, 17) k",
                "(2, 20) v",
                "(3, 1) deep",
                "(4, 3) - one",
                "(4, 5) one",
            ]
        );
    }

    #[test]
    fn all_duplicate_keys_and_tags_are_reported_in_one_reading() {
        let (tree, problems) = read("a: 1\na: 2\nb: {c: 1, c: 2}\nd: !tag x\n");
        assert!(tree.is_some());
        assert_eq!(
            problems,
            [
                "2:1 duplicate-key: key `a` is given twice",
                "3:11 duplicate-key: key `c` is given twice",
                "4:4 wrong-type: tags mean nothing here",
            ]
        );
    }

    #[test]
    fn bombs_end_at_once() {
        let deep = "[".repeat(60_000);
        assert_eq!(read(&deep).1, ["1:33 yaml-limit: brackets nest deeper than 32 levels"]);
        let blocks = "- ".repeat(20_000);
        assert_eq!(read(&blocks).1, ["1:257 yaml-syntax: recursion limit exceeded"]);
        let mut bomb = String::from("a0: &a0 [x, x]\n");
        for level in 1..30 {
            let below = level - 1;
            bomb.push_str(&format!("a{level}: &a{level} [*a{below}, *a{below}, *a{below}]\n"));
        }
        assert_eq!(read(&bomb).1, ["1:1 yaml-syntax: repetition limit exceeded"]);
    }

    #[test]
    fn broken_yaml_is_reported_where_it_breaks() {
        assert_eq!(read("a: b: c\n").1, ["1:5 yaml-syntax: mapping values are not allowed in this context"]);
        assert_eq!(read("a: \"b\n").1, ["2:1 yaml-syntax: found unexpected end of stream"]);
    }
}
