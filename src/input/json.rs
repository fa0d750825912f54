//! The one door for JSON: text in, a tree out, with a place for every node and every problem.

use std::ops::Range;
use std::sync::Arc;

use super::node::Node;
use super::origin::Origin;
use super::tree::Reader;
use crate::base::{Code, Diagnostics, Source};

/// Reads a whole file. Problems go to `diagnostics`; a file that cannot be read at all is no tree. How deep it may nest
/// (128 levels) is limited by the parser, how long it may be where files are loaded.
pub fn parse(diagnostics: &mut Diagnostics, source: &Arc<Source>) -> Option<(Node, Origin)> {
    let text = &source.text;
    let reader = Reader::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = reader.read(&mut deserializer).and_then(|node| deserializer.end().map(|()| node));
    match read {
        Ok(node) => {
            let origin = Origin::Known { source: Arc::clone(source), places: places(text) };
            reader.into_problems().report(diagnostics, |id| origin.span(id));
            Some((node, origin))
        }
        Err(error) => {
            let full = error.to_string();
            // serde_json appends the place to its sentence; the report has it already.
            let sentence = full.split(" at line ").next().unwrap_or(&full);
            let at = offset(text, error.line(), error.column());
            let help = "check quotes, commas and brackets here and on the line before";
            diagnostics.report(Code::JsonSyntax, source.span(at..at), sentence).help(help);
            None
        }
    }
}

/// The offset of a place that serde_json tells: the line from 1; the column counts bytes and is that of the last byte read.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let offset = (start + column.saturating_sub(1)).min(text.len());
    text.floor_char_boundary(offset)
}

/// The place of every node of a text that is JSON, by number: keys and values are numbered as they begin.
fn places(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let length = token_length(&bytes[at..]);
        if !matches!(byte, b']' | b'}' | b',' | b':' | b' ' | b'\t' | b'\n') {
            places.push(at..at + length);
        }
        at += length;
    }
    places
}

fn token_length(rest: &[u8]) -> usize {
    match rest[0] {
        b'"' => string_length(rest),
        b'[' | b'{' | b']' | b'}' | b',' | b':' | b' ' | b'\t' | b'\n' => 1,
        _ => rest
            .iter()
            .position(|byte| matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\n'))
            .unwrap_or(rest.len()),
    }
}

fn string_length(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::SourcePath;
    use crate::input::NodeId;

    fn read(text: &str) -> (Option<(Node, Origin)>, Vec<String>) {
        let source = Source::new(SourcePath::new("a.json").unwrap(), text);
        let mut diagnostics = Diagnostics::default();
        let tree = parse(&mut diagnostics, &source);
        let problems = diagnostics.into_sorted();
        let line = |problem: &crate::base::Diagnostic| {
            let (line, column) = problem.span.line_column();
            format!("{line}:{column} {}: {}", problem.code, problem.message)
        };
        (tree, problems.iter().map(line).collect())
    }

    #[test]
    fn every_node_has_its_place() {
        let text = "{\"title\": \"岩屋 \\\"x\\\"\", \"list\": [1, -2.5e3, {\"k\": null}],\n \"end\": true}";
        let (tree, problems) = read(text);
        assert_eq!(problems, [""; 0]);
        let (_, origin) = tree.unwrap();
        let places: Vec<String> = (0..11)
            .map(|id| {
                let span = origin.span(NodeId(id));
                span.text()[span.range()].to_owned()
            })
            .collect();
        let expected = [
            "{",
            "\"title\"",
            "\"岩屋 \\\"x\\\"\"",
            "\"list\"",
            "[",
            "1",
            "-2.5e3",
            "{",
            "\"k\"",
            "null",
            "\"end\"",
        ];
        assert_eq!(places, expected);
    }

    #[test]
    fn a_key_given_twice_is_reported() {
        assert_eq!(read("{\"a\": 1,\n \"a\": 2}").1, ["2:2 duplicate-key: key `a` is given twice"]);
    }

    #[test]
    fn broken_json_is_reported_where_it_breaks() {
        assert_eq!(read("[1,\n 2 3]").1, ["2:4 json-syntax: expected `,` or `]`"]);
        assert_eq!(read("{\"岩\": }").1, ["1:7 json-syntax: expected value"]);
        assert_eq!(read("[1").1, ["1:2 json-syntax: EOF while parsing a list"]);
        assert_eq!(read("").1, ["1:1 json-syntax: EOF while parsing a value"]);
        assert_eq!(read("[] x").1, ["1:4 json-syntax: trailing characters"]);
        assert_eq!(read(&"[".repeat(60_000)).1, ["1:128 json-syntax: recursion limit exceeded"]);
    }
}
