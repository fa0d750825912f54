//! Writes front matter key `follows` into the text of a page without a change to any other byte.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::blocks::Block;
use super::fence;
use super::front_matter::FrontMatter;
use crate::base::{Diagnostics, Source, SourcePath};
use crate::input::{Node, Value};

/// How many marks a line has at most.
const LINE: usize = 14;

/// The text of a file, byte by byte, with `follows` in its front matter naming this day and these blocks. Nothing comes back
/// if its front matter is written in a way in which a key cannot be put there without touching others.
pub fn recorded(path: &SourcePath, raw: &str, date: Date, blocks: &[Block]) -> Option<String> {
    let old = Source::new(path.clone(), raw);
    if let Some(follows) = front(&old).and_then(|front| front.follows)
        && follows.date.value == date
        && follows.blocks.iter().eq(blocks.iter().map(|block| &block.mark))
    {
        return Some(raw.to_owned());
    }
    let text = replaced(raw, &written(date, blocks))?;
    let new = Source::new(path.clone(), &text);
    let follows = front(&new)?.follows?;
    let is_right = follows.date.value == date
        && follows.blocks.iter().eq(blocks.iter().map(|block| &block.mark))
        && others(&new)? == others(&old)?;
    is_right.then_some(text)
}

fn front(source: &Arc<Source>) -> Option<FrontMatter> {
    let mut nowhere = Diagnostics::default();
    let parts = fence::split(&mut nowhere, source);
    let front = FrontMatter::parse(&mut nowhere, source, &parts);
    front.is_readable().then_some(front)
}

/// All that the front matter says but for `follows`, and the body.
fn others(source: &Arc<Source>) -> Option<(Vec<String>, &str)> {
    let mut nowhere = Diagnostics::default();
    let parts = fence::split(&mut nowhere, source);
    let Some(Node { value: Value::Map(entries), .. }) = FrontMatter::tree(&mut nowhere, source, &parts)
    else {
        return None;
    };
    let others = entries.iter().filter(|entry| entry.key != "follows");
    let json = |value| serde_json::to_string(value).expect("a tree is made of texts, numbers and lists");
    let others = others.map(|entry| format!("{}: {}", entry.key, json(&entry.node.value)));
    Some((others.collect(), &source.text[parts.body]))
}

/// The lines of the key: a line of marks for what the front matter says and one for each section, so that a comparison of
/// two versions of the file shows where the original has changed.
fn written(date: Date, blocks: &[Block]) -> Vec<String> {
    let mut lines = vec!["follows:".to_owned(), format!("  date: {date}"), "  blocks: >-".to_owned()];
    for section in blocks.chunk_by(|_, next| !next.begins_section) {
        for part in section.chunks(LINE) {
            let marks: Vec<String> = part.iter().map(|block| block.mark.to_string()).collect();
            lines.push(format!("    {}", marks.join(" ")));
        }
    }
    lines
}

/// Puts `written` in the place of the key with its value; at the end of the front matter if it is not there. What is
/// wrong with that is found by reading the result.
fn replaced(raw: &str, written: &[String]) -> Option<String> {
    let lines = lines(raw);
    let open = lines.first()?;
    let opening = &raw[open.clone()];
    let is_open = fence::is_fence(opening.strip_prefix('\u{FEFF}').unwrap_or(opening));
    let close = (1..lines.len()).find(|at| fence::is_fence(&raw[lines[*at].clone()])).filter(|_| is_open)?;
    let key = (1..close).find(|at| is_key(&raw[lines[*at].clone()]));
    let (from, to) = match key {
        Some(key) => (key, end_of_value(raw, &lines[..close], key)),
        None => (close, close),
    };
    let ending = &opening[opening.trim_end_matches(['\r', '\n']).len()..];
    let written: String = written.iter().flat_map(|line| [line.as_str(), ending]).collect();
    let (before, after) = (&raw[..lines[from].start], &raw[lines[to].start..]);
    Some([before, &written, after].concat())
}

fn is_key(line: &str) -> bool {
    ["follows", "\"follows\"", "'follows'"]
        .iter()
        .filter_map(|name| line.strip_prefix(name))
        .any(|rest| rest.trim_start().starts_with(':'))
}

/// The line after the last one of the value of the key in line `key`. Blank lines and comments after it are not part of it.
fn end_of_value(raw: &str, lines: &[Range<usize>], key: usize) -> usize {
    let mut end = key + 1;
    for (at, line) in lines.iter().enumerate().skip(key + 1) {
        let text = &raw[line.clone()];
        let is_aside = text.trim().is_empty() || text.trim_start().starts_with('#');
        if !is_aside && !text.starts_with([' ', '\t']) {
            break;
        }
        if !is_aside {
            end = at + 1;
        }
    }
    end
}

/// The lines of a text with their endings, which may be of any kind.
fn lines(raw: &str) -> Vec<Range<usize>> {
    let bytes = raw.as_bytes();
    let mut lines = Vec::new();
    let mut start = 0;
    for at in 0..bytes.len() {
        let ends = bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        if ends {
            lines.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < bytes.len() {
        lines.push(start..bytes.len());
    }
    lines
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{Document, Rules};
    use super::*;

    fn blocks() -> Vec<Block> {
        let text = "---\ntitle: T\nsummary: S\n---\nOne.\n\n## Two\n\nThree.\n";
        let source = Source::new(SourcePath::new("content/a.md").unwrap(), text);
        Document::parse(&mut Diagnostics::default(), &source, Rules { raw_html: false }).blocks()
    }

    fn after(raw: &str) -> Option<String> {
        recorded(&SourcePath::new("content/a.ja.md").unwrap(), raw, date(2026, 11, 24), &blocks())
    }

    /// The key as it is written, with these line endings.
    fn key(ending: &str) -> String {
        let marks: Vec<String> = blocks().iter().map(|block| block.mark.to_string()).collect();
        let lines = [
            "follows:".to_owned(),
            "  date: 2026-11-24".to_owned(),
            "  blocks: >-".to_owned(),
            format!("    {} {}", marks[0], marks[1]),
            format!("    {}", marks[2]),
            format!("    {} {}", marks[3], marks[4]),
        ];
        lines.iter().flat_map(|line| [line.as_str(), ending]).collect()
    }

    #[test]
    fn the_key_is_added_at_the_end_and_every_other_byte_stays() {
        let raw = "---\n# A comment.\ntitle: \"T: --- 'x'\"\nsummary: >\n  follows: no\n---\n\nBody\n---\nfollows: b\n";
        let new = after(raw).unwrap();
        assert_eq!(new, raw.replacen("---\n\nBody", &format!("{}---\n\nBody", key("\n")), 1));
        assert_eq!(after(&new).unwrap(), new);
    }

    #[test]
    fn line_endings_and_the_byte_order_mark_stay() {
        let raw = "\u{FEFF}---\r\ntitle: T\r\nsummary: S\r\n--- \r\nBody\nmixed\r\n";
        let expected = raw.replacen("--- \r\n", &format!("{}--- \r\n", key("\r\n")), 1);
        assert_eq!(after(raw).unwrap(), expected);
        let raw = "---\rtitle: T\rsummary: S\r---\rBody\r";
        assert_eq!(after(raw).unwrap(), raw.replacen("---\rB", &format!("{}---\rB", key("\r")), 1));
    }

    #[test]
    fn a_key_that_is_there_is_replaced_where_it_stands() {
        for old in [
            "follows: {date: 2026-01-01, blocks: aaaaa}\n",
            "follows:\n  date: 2026-01-01\n\n  blocks: >-\n    aaaaa\n    bbbbb\n",
            "\"follows\" : {\n  date: 2026-01-01,\n  blocks: aaaaa }\n",
            "follows: # nothing yet\n",
            "follows: wrong\n",
        ] {
            let around = |key: &str| {
                format!("---\ntitle: T\n{key}  # Of the summary.\n\n# More.\nsummary: S # c\n---\nBody\n")
            };
            assert_eq!(after(&around(old)).unwrap(), around(&key("\n")), "{old}");
        }
    }

    #[test]
    fn front_matter_in_which_no_key_can_be_put_is_left_alone() {
        for raw in [
            "---\n{title: T, summary: S}\n---\n",
            "---\n- a\n---\n",
            "---\ntitle: T\n",
            "Body\n",
            "---\ntitle: [\n---\n",
            "---\nfollows: {date: 2026-01-01,\nblocks: aaaaa}\ntitle: T\n---\n",
            "---\nx: &x {a: 1}\nfollows: &f {date: 2026-01-01, blocks: aaaaa}\ny: *f\n---\n",
        ] {
            assert_eq!(after(raw), None, "{raw}");
        }
    }
}
