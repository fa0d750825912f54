//! Turns a BibTeX or BibLaTeX file into its entries, as they are written but for the names that `@string` defines. Knows nothing of
//! what a field means.
//!
//! The library beneath follows definitions in circles too, and nests calls as deep as braces nest. So braces are counted before,
//! and definitions are written out here.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use biblatex::{Pair, ParseError, ParseErrorKind, RawBibliography, RawChunk, RawEntry, Spanned};

use super::imported;
use crate::base::{Code, Diagnostics, Source};

/// How deep braces may nest.
const DEPTH_LIMIT: usize = 32;

/// How many bytes the definitions (`@string`) of a file may add to it.
const DEFINITIONS_LIMIT: usize = 1024 * 1024;

/// How many parts a value may be joined of by `#`; the library needs time quadratic in it.
const PARTS_LIMIT: usize = 256;

/// How many lines that begin with `@` an entry may have in its text.
const LINES_LIMIT: usize = 3;

/// A part of the file that was read, and where it begins.
pub struct Piece<'s> {
    offset: usize,
    raw: RawBibliography<'s>,
}

/// Reads the file from one line that begins with `@` to the next, or over a few of them if an entry has such lines in it.
pub fn read<'s>(diagnostics: &mut Diagnostics, source: &'s Arc<Source>) -> Vec<Piece<'s>> {
    let text = &source.text;
    let mut starts: Vec<usize> = (text.starts_with('@').then_some(0)).into_iter().collect();
    starts.extend(text.match_indices("\n@").map(|(at, _)| at + 1));
    let end = |index: usize| starts.get(index).copied().unwrap_or(text.len());
    let mut pieces = Vec::new();
    let mut next = 0;
    while next < starts.len() {
        let attempt = |lines| RawBibliography::parse(&text[starts[next]..end(next + lines)]);
        if let Some(at) = too_deep(&text[starts[next]..end(next + 1)]) {
            let at = starts[next] + at;
            let message = format!("braces nest deeper than {DEPTH_LIMIT} levels");
            let problem = diagnostics.report(Code::BibtexSyntax, source.span(at..at + 1), message);
            problem.help("close the braces before, or write this with fewer");
            next += 1;
            continue;
        }
        let whole = (1..=LINES_LIMIT).find_map(|lines| attempt(lines).ok().map(|raw| (lines, raw)));
        match (whole, attempt(1)) {
            (Some((lines, raw)), _) => {
                pieces.push(Piece { offset: starts[next], raw });
                next += lines;
            }
            (None, Err(error)) => {
                report_syntax(diagnostics, source, starts[next]..end(next + 1), &error);
                next += 1;
            }
            (None, Ok(_)) => next += 1,
        }
    }
    pieces
}

/// The offset of the first brace beyond the limit. An escaped one nests nothing.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_LIMIT {
            return Some(at);
        }
    }
    None
}

/// Reports why `range` does not parse.
pub fn report_syntax(
    diagnostics: &mut Diagnostics,
    source: &Arc<Source>,
    range: Range<usize>,
    error: &ParseError,
) {
    let offset = range.start;
    if error.kind == ParseErrorKind::UnexpectedEof || error.span.start >= range.len() {
        // The end of the file, or the next entry, says nothing about where a brace is missing.
        let line = source.text[range].lines().next().map_or(0, str::len);
        let span = source.span(offset..offset + line);
        let problem = diagnostics.report(Code::BibtexSyntax, span, "this entry is not closed");
        problem.help("close its braces and quotes");
        return;
    }
    let span = source.span(offset + error.span.start..offset + error.span.end);
    let (message, help) = match &error.kind {
        ParseErrorKind::UnknownAbbreviation(name) => {
            (format!("`{name}` is not defined"), "put braces around it, or define it with `@string`")
        }
        ParseErrorKind::MalformedCommand => {
            ("this LaTeX command is malformed".to_owned(), "write the character itself")
        }
        kind => (kind.to_string(), "write fields as `name = {value},`"),
    };
    diagnostics.report(Code::BibtexSyntax, span, message).help(help);
}

/// An entry whose places count from the beginning of the file and whose values are written out.
pub struct Raw<'s> {
    /// Its name.
    pub key: Spanned<&'s str>,
    /// What it is: `online`.
    pub kind: Spanned<&'s str>,
    /// Its values.
    pub fields: Vec<Pair<'s>>,
}

impl<'s> Raw<'s> {
    /// The entry for the library, without fields that lead to other entries.
    pub fn without_references(&self) -> Spanned<RawEntry<'s>> {
        let is_own = |pair: &&Pair<'s>| !REFERENCES.iter().any(|name| pair.key.v.eq_ignore_ascii_case(name));
        let fields = self.fields.iter().filter(is_own).cloned().collect();
        let key = self.key.clone();
        Spanned::detached(RawEntry { key, kind: self.kind.clone(), fields })
    }

    /// How many bytes of the file it takes.
    pub fn length(&self) -> usize {
        self.fields.last().map_or(1, |pair| pair.value.span.end.saturating_sub(self.key.span.start))
    }

    /// The value with this name, in whatever case.
    pub fn field(&self, name: &str) -> Option<&Pair<'s>> {
        self.fields.iter().find(|pair| pair.key.v.eq_ignore_ascii_case(name))
    }
}

/// Fields that lead to other entries.
const REFERENCES: [&str; 3] = ["crossref", "xdata", "ids"];

/// What `@string` defines.
pub struct Definitions(BTreeMap<String, String>);

impl Definitions {
    /// Collects definitions; one may use those before it.
    pub fn of(diagnostics: &mut Diagnostics, source: &Arc<Source>, pieces: &[Piece<'_>]) -> Definitions {
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        let mut budget = DEFINITIONS_LIMIT;
        for (offset, pair) in
            pieces.iter().flat_map(|piece| piece.raw.abbreviations.iter().map(|p| (piece.offset, p)))
        {
            let span = source.span(moved(&pair.key.span, offset));
            let parts = pair.value.v.iter().map(|chunk| match chunk.v {
                RawChunk::Normal(text) => Some(text),
                RawChunk::Abbreviation(name) => known.get(name).map(String::as_str),
            });
            let Some(text) = parts.collect::<Option<Vec<&str>>>().map(|parts| parts.concat()) else {
                let message = format!("`{}` is defined by a name that is not defined before", pair.key.v);
                diagnostics.report(Code::BibtexSyntax, span, message).help("put braces around the name");
                continue;
            };
            match budget.checked_sub(text.len()) {
                Some(rest) => budget = rest,
                None => {
                    let message = "the definitions of this file are too long";
                    diagnostics.report(Code::BibtexSyntax, span, message).help("write the values out");
                    break;
                }
            }
            known.insert(pair.key.v.to_owned(), text);
        }
        Definitions(known)
    }

    /// The entries with every defined name replaced. Names of months are left to the library.
    pub fn write_out<'s>(
        &'s self,
        diagnostics: &mut Diagnostics,
        source: &Arc<Source>,
        pieces: &[Piece<'s>],
    ) -> Vec<Raw<'s>> {
        let mut budget = DEFINITIONS_LIMIT;
        let mut written = Vec::new();
        for (offset, entry) in
            pieces.iter().flat_map(|piece| piece.raw.entries.iter().map(|e| (piece.offset, &e.v)))
        {
            let key = Spanned::new(entry.key.v, moved(&entry.key.span, offset));
            let mut fields = entry.fields.clone();
            fields.retain(|pair| {
                let fits = pair.value.v.len() <= PARTS_LIMIT;
                if !fits {
                    let span = source.span(moved(&pair.key.span, offset));
                    let message = format!("`{}` is joined of more than {PARTS_LIMIT} parts", pair.key.v);
                    diagnostics.report(Code::BibtexSyntax, span, message).help("write the value out");
                }
                fits
            });
            for chunk in fields.iter_mut().flat_map(|pair| pair.value.v.iter_mut()) {
                chunk.span = moved(&chunk.span, offset);
                let RawChunk::Abbreviation(name) = chunk.v else { continue };
                let Some(text) = self.0.get(name) else { continue };
                budget = budget.saturating_sub(text.len().max(1));
                chunk.v = RawChunk::Normal(if budget > 0 { text } else { "" });
            }
            for pair in &mut fields {
                pair.key.span = moved(&pair.key.span, offset);
                pair.value.span = moved(&pair.value.span, offset);
            }
            let kind = Spanned::new(entry.kind.v, moved(&entry.kind.span, offset));
            written.push(Raw { key, kind, fields });
        }
        if let Some(last) = written.last().filter(|_| budget == 0) {
            let message = "definitions make this file too long";
            let span = source.span(last.key.span.clone());
            diagnostics.report(Code::BibtexSyntax, span, message).help("use shorter `@string` definitions");
        }
        written
    }
}

fn moved(span: &Range<usize>, offset: usize) -> Range<usize> {
    span.start + offset..span.end + offset
}

/// Keeps the first of entries with one key.
pub fn refuse_duplicates(diagnostics: &mut Diagnostics, source: &Arc<Source>, written: &mut Vec<Raw<'_>>) {
    let mut first: BTreeMap<String, Range<usize>> = BTreeMap::new();
    written.retain(|raw| {
        let span = source.span(raw.key.span.clone());
        if raw.key.v.is_empty() {
            diagnostics
                .report(Code::MissingKey, source.span(raw.kind.span.clone()), "an entry has no key")
                .help("write a key after the opening brace: `@online{key,`");
            return false;
        }
        if let Some(earlier) = first.get(raw.key.v) {
            imported::report_duplicate(diagnostics, raw.key.v, span, source.span(earlier.clone()));
            return false;
        }
        first.insert(raw.key.v.to_owned(), raw.key.span.clone());
        true
    });
}
