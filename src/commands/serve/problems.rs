//! The problems of a build for browsers.

use std::sync::{Arc, OnceLock};

use hyper::body::Bytes;
use serde::Serialize;

use crate::base::{Diagnostic, Diagnostics, Excerpt, Severity, Span};
use crate::preview::{Outcome, Problems};

/// How many problems a browser is shown.
const LIMIT: usize = 200;

/// The longest piece of an excerpt, in bytes.
const PIECE_LIMIT: usize = 400;

/// The problems of a build. They are put in order when somebody wants to see them.
pub struct Found {
    run: Arc<str>,
    build: u64,
    failed: bool,
    diagnostics: Diagnostics,
    sorted: OnceLock<Vec<Diagnostic>>,
}

impl Found {
    /// The problems of the build that ended so.
    pub fn new(outcome: &Outcome, diagnostics: Diagnostics) -> Found {
        let Outcome { run, build, failed, .. } = outcome;
        Found { run: Arc::clone(run), build: *build, failed: *failed, diagnostics, sorted: OnceLock::new() }
    }

    /// All of them, in the order of a report.
    pub fn sorted(&self) -> &[Diagnostic] {
        self.sorted.get_or_init(|| self.diagnostics.clone().into_sorted())
    }

    /// The first error, in a line.
    pub fn first_error(&self) -> Option<String> {
        let first = self.sorted().iter().find(|diagnostic| is_error(diagnostic))?;
        let (line, column) = first.span.line_column();
        Some(format!("{}:{line}:{column}: {}", first.span.path(), first.message))
    }
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.code.severity() == Severity::Error
}

/// What `.briefgen/problems` says.
#[derive(Serialize)]
struct List<'d> {
    run: &'d str,
    build: u64,
    failed: bool,
    errors: usize,
    warnings: usize,
    /// How many are left out.
    more: usize,
    problems: Vec<Problem<'d>>,
}

/// A problem as browsers show it.
#[derive(Serialize)]
pub struct Problem<'d> {
    severity: String,
    code: &'d str,
    path: &'d str,
    line: usize,
    column: usize,
    message: &'d str,
    help: Option<&'d str>,
    excerpt: Option<Pieces<'d>>,
    related: Vec<Related<'d>>,
    pages: &'d [String],
}

#[derive(Serialize)]
struct Pieces<'d> {
    line: usize,
    before: &'d str,
    marked: &'d str,
    after: &'d str,
}

#[derive(Serialize)]
struct Related<'d> {
    message: &'d str,
    path: &'d str,
    line: usize,
    column: usize,
}

impl Problems for Found {
    fn json(&self) -> Bytes {
        let sorted = self.sorted();
        let (errors, warnings): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
            sorted.iter().partition(|diagnostic| is_error(diagnostic));
        let shown = errors.iter().chain(&warnings).take(LIMIT).map(|diagnostic| Problem::of(diagnostic));
        let list = List {
            run: &self.run,
            build: self.build,
            failed: self.failed,
            errors: errors.len(),
            warnings: warnings.len(),
            more: sorted.len().saturating_sub(LIMIT),
            problems: shown.collect(),
        };
        serde_json::to_vec(&list).expect("texts and numbers can be written as JSON").into()
    }
}

impl<'d> Problem<'d> {
    /// A problem with its place.
    pub fn of(diagnostic: &'d Diagnostic) -> Problem<'d> {
        let (line, column) = diagnostic.span.line_column();
        let related = diagnostic.related.iter().map(|related| {
            let (line, column) = related.span.line_column();
            Related { message: &related.message, path: related.span.path().as_str(), line, column }
        });
        Problem {
            severity: diagnostic.code.severity().to_string(),
            code: diagnostic.code.name(),
            path: diagnostic.span.path().as_str(),
            line,
            column,
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            excerpt: pieces(&diagnostic.span),
            related: related.collect(),
            pages: &diagnostic.pages,
        }
    }
}

fn pieces(span: &Span) -> Option<Pieces<'_>> {
    let Excerpt { text, line, range } = span.excerpt()?;
    let before = &text[..range.start];
    let from = text.ceil_char_boundary(before.len().saturating_sub(PIECE_LIMIT));
    Some(Pieces {
        line,
        before: &before[from..],
        marked: beginning(&text[range.clone()]),
        after: beginning(&text[range.end..]),
    })
}

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(PIECE_LIMIT)]
}
