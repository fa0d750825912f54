//! Reads directives: fenced blocks with a name in braces, whose body is YAML.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::CodeBlockKind;

use super::marks::Directive;
use super::placed::Placed;
use crate::base::{Code, Diagnostics, Source};
use crate::input::yaml;

/// The longest body of a directive, in bytes.
const SIZE_LIMIT: usize = 32 * 1024;

/// The directive that a code block is; nothing if it is code.
pub fn read(
    diagnostics: &mut Diagnostics,
    source: &Arc<Source>,
    kind: &CodeBlockKind<'_>,
    range: &Range<usize>,
    code: &[Placed<'_>],
) -> Option<Directive> {
    let CodeBlockKind::Fenced(info) = kind else { return None };
    let inner = info.trim().strip_prefix('{')?;
    // `{.rust}` and `{#id}` are attributes of code, as other programs write them.
    if !inner.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let name_range = place_of_info(source, range, info.trim());
    let name = inner.strip_suffix('}').unwrap_or(inner);
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !inner.ends_with('}') || !name.chars().all(is_name) {
        let message = format!("`{}` does not name a directive", info.trim());
        diagnostics
            .report(Code::DirectiveSyntax, source.span(name_range.clone()), message)
            .help("write the name alone, as in `{timeline}`, and what it is to show as YAML in the block");
    }
    let body = body(source, code);
    let options = body.as_ref().and_then(|body| yaml::parse(diagnostics, source, body.clone(), SIZE_LIMIT));
    let body = body.unwrap_or(name_range.end..name_range.end);
    Some(Directive { name: name.to_owned(), name_range, options, body })
}

/// Where the YAML stands, from the beginning of its first line, so that all its lines are indented alike.
fn body(source: &Source, code: &[Placed<'_>]) -> Option<Range<usize>> {
    let (first, last) = (code.first()?, code.last()?);
    let start = source.text[..first.1.start].rfind('\n').map_or(0, |newline| newline + 1);
    Some(start..last.1.end)
}

fn place_of_info(source: &Source, range: &Range<usize>, info: &str) -> Range<usize> {
    let start = source.text[range.clone()].find(info).map_or(range.start, |offset| range.start + offset);
    start..start + info.len()
}
