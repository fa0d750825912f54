//! Says on the terminal what the preview does.

use std::collections::HashSet;
use std::io::Write;
use std::sync::Arc;

use anyhow::Result;

use super::builder::Built;
use super::problems::Found;
use crate::base::{Code, Diagnostic, Severity, SourcePath};
use crate::report::{self, Format, Report};

/// How progress is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// On one line of a terminal, which changes.
    Line,
    /// Not at all.
    None,
}

/// Says what happens.
pub struct Terminal<'o, W: Write> {
    pub out: &'o mut W,
    format: Format,
    progress: Progress,
    /// What was found by the last build, which was told.
    last: Option<Arc<Found>>,
}

impl<'o, W: Write> Terminal<'o, W> {
    /// A terminal that has been told nothing.
    pub fn new(out: &'o mut W, format: Format, progress: Progress) -> Terminal<'o, W> {
        Terminal { out, format, progress, last: None }
    }

    /// What is being done, in the place of what was done before.
    pub fn step(&mut self, step: &str) -> std::io::Result<()> {
        if self.progress == Progress::Line {
            write!(self.out, "\r\x1b[K{step}")?;
            self.out.flush()?;
        }
        Ok(())
    }

    /// Leaves nothing of the steps.
    pub fn end_of_steps(&mut self) -> std::io::Result<()> {
        self.step("")
    }

    /// One line, and before it every error, and the warnings that are new.
    pub fn tell(&mut self, built: &Built) -> Result<()> {
        let found = built.found.sorted();
        // Without their lines: words that were added before them make no warning a new one.
        fn name(diagnostic: &Diagnostic) -> (&SourcePath, Code, &str) {
            (diagnostic.span.path(), diagnostic.code, &diagnostic.message)
        }
        let last = self.last.as_deref().map_or(&[][..], Found::sorted);
        let known: HashSet<(&SourcePath, Code, &str)> = last.iter().map(name).collect();
        let is_new = |diagnostic: &&Diagnostic| {
            diagnostic.code.severity() == Severity::Error || !known.contains(&name(diagnostic))
        };
        let told: Vec<Diagnostic> = found.iter().filter(is_new).cloned().collect();
        report::print(self.out, &Report { diagnostics: &told, pages: None }, self.format)?;
        self.last = Some(Arc::clone(&built.found));
        let Built { what, counts, rendered, outputs, took, failed, .. } = built;
        let state = match report::summary(found) {
            Some(counts) if *failed && built.has_site => format!("{counts}; the last good site stays"),
            Some(counts) => counts,
            None => "no problems".into(),
        };
        let (parsed, documents, took) = (counts.parsed, counts.documents, took.as_millis());
        writeln!(
            self.out,
            "{what}: {parsed} of {documents} documents parsed, {rendered} of {outputs} files rendered, {state} ({took} ms)"
        )?;
        self.out.flush()?;
        Ok(())
    }
}
