//! Floor 5: the only printer of problems, in a form for people, for editors and CI, for GitHub, and for programs.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use crate::base::{Diagnostic, Excerpt, Severity, Span};
use crate::site::PageAudit;

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// With excerpts, for people; coloured or not.
    Text(Paint),
    /// `path:line:col: error[code]: …`, a line each, for editors.
    Short,
    /// Workflow commands that annotate lines on GitHub.
    Github,
    /// An object, for programs.
    Json,
}

/// Whether to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// With escape sequences.
    Colour,
    /// Without.
    Plain,
}

/// What is reported.
#[derive(Debug)]
pub struct Report<'r> {
    /// The problems, in order.
    pub diagnostics: &'r [Diagnostic],
    /// What each page rests on, for programs; nothing if that was not asked for.
    pub pages: Option<Vec<PageAudit<'r>>>,
}

/// Prints a report.
///
/// # Errors
/// Those of `out`.
pub fn print(out: &mut impl Write, report: &Report<'_>, format: Format) -> io::Result<()> {
    let diagnostics = report.diagnostics;
    match format {
        Format::Text(paint) => diagnostics.iter().try_for_each(|diagnostic| text(out, diagnostic, paint)),
        Format::Short => diagnostics.iter().try_for_each(|diagnostic| short(out, diagnostic)),
        Format::Github => diagnostics.iter().try_for_each(|diagnostic| github(out, diagnostic)),
        Format::Json => json(out, report),
    }
}

/// The counts that end a report; nothing if there is nothing to count.
pub fn summary(diagnostics: &[Diagnostic]) -> Option<String> {
    let count =
        |severity| diagnostics.iter().filter(|diagnostic| diagnostic.code.severity() == severity).count();
    let phrase = |count: usize, noun: &str| match count {
        0 => None,
        1 => Some(format!("1 {noun}")),
        more => Some(format!("{more} {noun}s")),
    };
    let counts = [phrase(count(Severity::Error), "error"), phrase(count(Severity::Warning), "warning")];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}

fn text(out: &mut impl Write, diagnostic: &Diagnostic, paint: Paint) -> io::Result<()> {
    let level = match diagnostic.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name());
    let mut group = place(Group::with_title(title), &diagnostic.span, AnnotationKind::Primary, None);
    for related in &diagnostic.related {
        let is_same_file = related.span.path() == diagnostic.span.path() && !related.span.text().is_empty();
        if !is_same_file || related.span.range().is_empty() {
            group = group.element(Level::NOTE.message(format!(
                "{}: {}",
                position(&related.span),
                related.message
            )));
        } else {
            group = place(group, &related.span, AnnotationKind::Context, Some(&related.message));
        }
    }
    if let Some(note) = pages(diagnostic) {
        group = group.element(Level::NOTE.message(note));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = match paint {
        Paint::Colour => Renderer::styled(),
        Paint::Plain => Renderer::plain(),
    };
    writeln!(out, "{}\n", renderer.render(&[group]))
}

/// Adds an excerpt, or the bare path of a file whose text is not to be shown.
fn place<'a>(group: Group<'a>, span: &'a Span, kind: AnnotationKind, label: Option<&'a str>) -> Group<'a> {
    let path = span.path().as_str();
    let Some(Excerpt { text, line, range }) = span.excerpt() else {
        return group.element(Origin::path(path).line(1).char_column(1));
    };
    let annotation = kind.span(range);
    let annotation = match label {
        Some(label) => annotation.label(label),
        None => annotation,
    };
    group.element(Snippet::source(text).line_start(line).path(path).annotation(annotation))
}

fn pages(diagnostic: &Diagnostic) -> Option<String> {
    match diagnostic.pages.as_slice() {
        [] => None,
        [page] => Some(format!("met on page `{page}`")),
        [first, others @ ..] => {
            let noun = if others.len() == 1 { "page" } else { "pages" };
            Some(format!("met on page `{first}` and {} more {noun}", others.len()))
        }
    }
}

fn position(span: &Span) -> String {
    let (line, column) = span.line_column();
    format!("{}:{line}:{column}", span.path())
}

/// The sentence, with what else belongs to it, on one line.
fn sentence(diagnostic: &Diagnostic) -> String {
    let mut sentence = diagnostic.message.clone();
    for related in &diagnostic.related {
        sentence.push_str(&format!("; {} at {}", related.message, position(&related.span)));
    }
    for note in [pages(diagnostic), diagnostic.help.clone()].into_iter().flatten() {
        sentence.push_str(&format!("; {note}"));
    }
    sentence.replace(char::is_control, " ")
}

fn short(out: &mut impl Write, diagnostic: &Diagnostic) -> io::Result<()> {
    let (code, severity) = (diagnostic.code, diagnostic.code.severity());
    writeln!(out, "{}: {severity}[{code}]: {}", position(&diagnostic.span), sentence(diagnostic))
}

/// The workflow commands of GitHub Actions, whose values escape `%`, line ends and, in properties, `:` and `,`.
fn github(out: &mut impl Write, diagnostic: &Diagnostic) -> io::Result<()> {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let (line, column) = diagnostic.span.line_column();
    let (end_line, end_column) = diagnostic.span.end_line_column();
    writeln!(
        out,
        "::{severity} file={path},line={line},endLine={end_line},col={column},endColumn={end_column},title={code}::{text}",
        severity = diagnostic.code.severity(),
        path = property(diagnostic.span.path().as_str()),
        code = property(diagnostic.code.name()),
        text = data(&sentence(diagnostic)),
    )
}

/// A problem for programs. Lines and columns count from 1, columns in characters.
#[derive(Serialize)]
struct JsonProblem<'d> {
    code: &'d str,
    severity: String,
    message: &'d str,
    help: Option<&'d str>,
    path: &'d str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    pages: &'d [String],
    related: Vec<JsonRelated<'d>>,
}

#[derive(Serialize)]
struct JsonRelated<'d> {
    message: &'d str,
    path: &'d str,
    line: usize,
    column: usize,
}

/// A report for programs.
#[derive(Serialize)]
struct JsonReport<'r> {
    problems: Vec<JsonProblem<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<&'r [PageAudit<'r>]>,
}

fn json(out: &mut impl Write, report: &Report<'_>) -> io::Result<()> {
    let problems = report.diagnostics.iter().map(json_problem).collect();
    let pages = report.pages.as_deref();
    serde_json::to_writer_pretty(&mut *out, &JsonReport { problems, pages })?;
    writeln!(out)
}

fn json_problem(diagnostic: &Diagnostic) -> JsonProblem<'_> {
    let (line, column) = diagnostic.span.line_column();
    let (end_line, end_column) = diagnostic.span.end_line_column();
    let related = diagnostic.related.iter().map(|related| {
        let (line, column) = related.span.line_column();
        JsonRelated { message: &related.message, path: related.span.path().as_str(), line, column }
    });
    JsonProblem {
        code: diagnostic.code.name(),
        severity: diagnostic.code.severity().to_string(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        path: diagnostic.span.path().as_str(),
        line,
        column,
        end_line,
        end_column,
        pages: &diagnostic.pages,
        related: related.collect(),
    }
}
