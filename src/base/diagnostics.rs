//! Problems, collected beside values. A stage gets a [`Diagnostics`] to add to and still returns something usable, so that
//! one run reports every problem of every file.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Code, Severity, SourcePath, Span};

/// A second place that explains a problem, such as the first of two definitions.
#[derive(Debug, Clone)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// One problem, at its place.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// What kind of problem.
    pub code: Code,
    /// Where.
    pub span: Span,
    /// One lower-case sentence without a full stop, the thing in backticks.
    pub message: String,
    /// How to mend it, in the imperative.
    pub help: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// The pages it was met on, where the place is in a template that many pages share.
    pub pages: Vec<String>,
}

impl Diagnostic {
    /// Says how to mend it.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// Adds a second place.
    pub fn related(&mut self, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.related.push(Related { span, message: message.into() });
        self
    }

    /// Names the page it was met on.
    pub fn page(&mut self, page: impl Into<String>) -> &mut Diagnostic {
        self.pages.push(page.into());
        self
    }
}

/// Problems met so far.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    /// Found before by what was remembered since.
    replayed: Vec<Arc<Diagnostics>>,
}

impl Diagnostics {
    /// Adds a problem. Its severity is that of its code.
    pub fn report(&mut self, code: Code, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        let message = message.into();
        self.found.push(Diagnostic {
            code,
            span,
            message,
            help: None,
            related: Vec::new(),
            pages: Vec::new(),
        });
        self.found.last_mut().expect("one was just added")
    }

    /// Adds all problems of `other`, after these.
    pub fn append(&mut self, mut other: Diagnostics) {
        self.found.append(&mut other.found);
        self.replayed.append(&mut other.replayed);
    }

    /// Adds the problems of something that was remembered, which keeps them.
    pub fn replay(&mut self, remembered: &Arc<Diagnostics>) {
        if !remembered.is_empty() {
            self.replayed.push(Arc::clone(remembered));
        }
    }

    /// Whether there is no problem.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty() && self.replayed.is_empty()
    }

    /// Whether there is a problem of this kind.
    pub fn has(&self, code: Code) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.code == code)
            || self.replayed.iter().any(|replayed| replayed.has(code))
    }

    /// All problems in one list.
    fn flatten(&mut self) {
        for remembered in std::mem::take(&mut self.replayed) {
            let mut copy = Arc::unwrap_or_clone(remembered);
            copy.flatten();
            self.found.append(&mut copy.found);
        }
    }

    /// Adds the first problems of `other`, which belong to one file: of more than anybody reads, the rest are counted.
    pub fn append_first(&mut self, mut other: Diagnostics) {
        const LIMIT: usize = 100;
        other.flatten();
        let others = other.found.split_off(other.found.len().min(LIMIT));
        self.append(other);
        if let [first, ..] = &others[..] {
            let message = format!("{} more problems were found in this file", others.len());
            self.report(first.code, first.span.clone(), message).help("mend the ones before first");
        }
    }

    /// Leaves out the problems that are not to be kept.
    pub fn retain(&mut self, keep: impl Fn(&Diagnostic) -> bool) {
        self.flatten();
        self.found.retain(keep);
    }

    /// How many problems of this severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        let own = self.found.iter().filter(|diagnostic| diagnostic.code.severity() == severity).count();
        own + self.replayed.iter().map(|replayed| replayed.count(severity)).sum::<usize>()
    }

    /// Whether anything stands in the way of publishing.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// All problems in the order of a report: by path, place, code and message. A problem that many pages met in one
    /// place of a template is one problem that names those pages.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.flatten();
        self.found.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.pages.cmp(&b.pages)));
        self.found.dedup_by(|later, first| {
            let same = key(later) == key(first);
            if same {
                first.pages.append(&mut later.pages);
            }
            same
        });
        for diagnostic in &mut self.found {
            diagnostic.pages.sort();
            diagnostic.pages.dedup();
        }
        self.shorten();
        self.found
    }

    /// Keeps as many problems of one code in one file as anybody reads; the next one counts the others.
    fn shorten(&mut self) {
        const LIMIT: usize = 200;
        let kind = |diagnostic: &Diagnostic| (diagnostic.span.path().clone(), diagnostic.code);
        let mut counts: BTreeMap<(SourcePath, Code), usize> = BTreeMap::new();
        for diagnostic in &self.found {
            *counts.entry(kind(diagnostic)).or_default() += 1;
        }
        counts.retain(|_, count| *count > LIMIT);
        if counts.is_empty() {
            return;
        }
        let mut seen: BTreeMap<(SourcePath, Code), usize> = BTreeMap::new();
        self.found.retain_mut(|diagnostic| {
            let Some(total) = counts.get(&kind(diagnostic)) else { return true };
            let seen = seen.entry(kind(diagnostic)).or_default();
            *seen += 1;
            if *seen == LIMIT + 1 {
                diagnostic.message =
                    format!("{} more problems of this kind follow in this file", total - LIMIT);
                diagnostic.help("mend the ones before first");
            }
            *seen <= LIMIT + 1
        });
    }
}

fn key(diagnostic: &Diagnostic) -> (impl Ord + '_, Code, &str) {
    (diagnostic.span.sort_key(), diagnostic.code, &diagnostic.message)
}

#[cfg(test)]
mod tests {
    use super::super::Source;
    use super::*;

    #[test]
    fn one_slip_met_on_many_pages_is_one_problem() {
        let source = Source::new(SourcePath::new("templates/page.html").unwrap(), "{{ page.tite }}");
        let mut diagnostics = Diagnostics::default();
        for page in ["b", "a", "c"] {
            diagnostics.report(Code::TemplateRender, source.span(3..12), "unknown `page.tite`").page(page);
        }
        diagnostics.report(Code::TemplateRender, source.span(0..1), "another").page("a");
        let sorted = diagnostics.into_sorted();
        assert_eq!(sorted.len(), 2);
        assert_eq!(sorted[1].pages, ["a", "b", "c"]);
    }
}
