//! The templates of a site: checked as a whole before the first page, then rendered with every problem at its place.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use tera::{Context, ErrorKind, ReportError, Tera};

use super::functions;
use super::lint::{self, Reach};
use super::recipe::{Form, template_span};
use crate::base::{Code, Diagnostics, Digest, Source, SourcePath, Span, nearest};
use crate::input::{Entry, NodeId};

/// The most bytes, and the most pieces, that a template may write for one output.
const BYTE_LIMIT: usize = 32 * 1024 * 1024;
const PIECE_LIMIT: usize = 5_000_000;

/// Checked templates.
pub struct Templates {
    tera: Tera,
    sources: BTreeMap<String, Arc<Source>>,
    /// What each template is rendered from.
    reaches: BTreeMap<String, Reach>,
    /// Whether the templates themselves have problems; then nothing is rendered, as each page would repeat them.
    broken: bool,
}

impl Templates {
    /// Parses all templates and checks what they name.
    pub fn compile(diagnostics: &mut Diagnostics, files: &[Arc<Source>]) -> Templates {
        let named = files.iter().filter_map(|source| {
            let name = source.path.below("templates")?;
            Some((name.to_owned(), Arc::clone(source)))
        });
        let sources: BTreeMap<String, Arc<Source>> = named.collect();
        let mut found = Diagnostics::default();
        let mut tera = Tera::default();
        // All outputs are HTML, whatever their template is called.
        tera.autoescape_on(vec![""]);
        functions::register(&mut tera);
        for (name, source) in &sources {
            check_syntax(&mut found, &tera, name, source);
        }
        lint::check_names(&mut found, &tera, &sources);
        if !found.has_errors() {
            let all = sources.iter().map(|(name, source)| (name.as_str(), source.text.as_str()));
            if let Err(error) = tera.add_raw_templates(all) {
                report_whole(&mut found, &sources, error.kind());
            }
        }
        let broken = found.has_errors();
        diagnostics.append(found);
        let reaches = lint::reaches(&sources);
        Templates { tera, sources, reaches, broken }
    }

    /// Whether they have problems, so that nothing is rendered.
    pub fn are_broken(&self) -> bool {
        self.broken
    }

    /// The digest of a template with all that it extends, includes and calls; nothing if it is not there.
    pub fn digest(&self, name: &str) -> Option<Digest> {
        self.reaches.get(name).map(|reach| reach.digest)
    }

    /// The place of a text in a template or in those that it is rendered with; nothing if it stands in none.
    pub fn place(&self, name: &str, text: &str) -> Option<Span> {
        let names = self.reaches.get(name).into_iter().flat_map(|reach| &reach.names);
        names.filter_map(|name| self.sources.get(name)).find_map(|source| place(source, text))
    }

    /// Reports a template that is asked for and not there.
    pub fn check(&self, diagnostics: &mut Diagnostics, name: &str, asked_at: impl FnOnce() -> Span) {
        if !self.sources.contains_key(name) {
            let near = nearest(name, self.sources.keys().map(String::as_str));
            let help = match (near, SourcePath::new(name)) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, Ok(_)) => format!("write `templates/{name}`"),
                (None, Err(_)) => "name a file below `templates`".to_owned(),
            };
            diagnostics
                .report(Code::TemplateUnknown, asked_at(), format!("there is no template `{name}`"))
                .help(help);
        }
    }

    /// Reports the keys of a directive that its template, which reads them as `directive.key`, does not ask for.
    pub fn check_keys(
        &self,
        diagnostics: &mut Diagnostics,
        name: &str,
        entries: &[Entry],
        place: impl Fn(NodeId) -> Span,
    ) {
        let Some(source) = self.sources.get(name) else { return };
        let known = lint::fields(&source.text, "directive");
        let is_known = |entry: &&Entry| {
            // Sources are read by the program, which cites them.
            matches!(entry.key.as_str(), "source" | "sources") || known.contains(entry.key.as_str())
        };
        for entry in entries.iter().filter(|entry| !is_known(entry)) {
            let message = format!("`templates/{name}` reads no key `{}`", entry.key);
            let help = match nearest(&entry.key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    format!("write `{{{{ directive.{} }}}}` in the template, or remove the key", entry.key)
                }
            };
            diagnostics.report(Code::UnknownKey, place(entry.key_id), message).help(help);
        }
    }

    /// Renders a template for the page whose source is `page`. Nothing comes back if that fails, which is reported.
    pub fn render(
        &self,
        diagnostics: &mut Diagnostics,
        name: &str,
        page: &str,
        context: &Context,
    ) -> Option<Vec<u8>> {
        if self.broken || !self.sources.contains_key(name) {
            return None;
        }
        let mut limited = Limited::default();
        match self.tera.render_to(name, context, &mut limited) {
            Ok(()) => Some(limited.bytes),
            Err(_) if limited.exceeded => {
                let message = format!("template `{name}` writes without end");
                diagnostics
                    .report(Code::TemplateLimit, template_span(name), message)
                    .help("look for a loop in a loop")
                    .page(page);
                None
            }
            Err(error) => {
                self.report_failure(diagnostics, name, page, error.kind());
                None
            }
        }
    }

    fn report_failure(&self, diagnostics: &mut Diagnostics, name: &str, page: &str, error: &ErrorKind) {
        let (span, message) = match error {
            ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
                (self.span(report), sentence(report.message()))
            }
            other => (template_span(name), sentence(&other.to_string())),
        };
        if let Some((message, known)) = message.split_once(". Available ") {
            let asked = message.split('`').nth(1).unwrap_or_default();
            let known: Vec<&str> =
                known.split_once(": ").map_or(known, |(_, names)| names).split(", ").collect();
            let help = match nearest(asked, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("use one of `{}`", known.join("`, `")),
            };
            diagnostics.report(Code::TemplateRender, span, message).help(help).page(page);
            return;
        }
        let (code, span, message, help) = if message.contains("recursion depth for components") {
            // Tera does not say which.
            let span = self.sources.get(name).map_or(span, lint::component_span);
            let message = "components call one another without end".to_owned();
            (Code::TemplateLimit, span, message, "let the component end before it calls itself again")
        } else if message.starts_with("loops over `range`") {
            (Code::TemplateLimit, span, message, "look for a loop in a loop")
        } else if message.contains("defined") {
            let help = "see the template API, `templates/README.md`, for what a template may read";
            (Code::TemplateRender, span, message, help)
        } else {
            (Code::TemplateRender, span, message, "correct what the template is given or asks for here")
        };
        diagnostics.report(code, span, message).help(help).page(page);
    }

    fn span(&self, report: &ReportError) -> Span {
        match self.sources.get(report.filename()) {
            Some(source) => source.span(report.span().range.clone()),
            None => template_span(report.filename()),
        }
    }
}

/// The place of a text in a file.
pub fn place(source: &Arc<Source>, text: &str) -> Option<Span> {
    source.text.find(text).map(|at| source.span(at..at + text.len()))
}

/// Tera tells the place of a syntax error, but of the first one only, so each template is parsed alone.
/// The template of a directive in a form.
pub fn directive_template(name: &str, form: Form) -> String {
    let ending = match form {
        Form::Html => "html",
        Form::Markdown => "md",
    };
    format!("directives/{name}.{ending}")
}

fn check_syntax(diagnostics: &mut Diagnostics, tera: &Tera, name: &str, source: &Arc<Source>) {
    let mut alone = tera.clone();
    let Err(error) = alone.add_raw_template(name, &source.text) else { return };
    if let ErrorKind::SyntaxError(report) = error.kind() {
        let span = source.span(report.span().range.clone());
        let message = sentence(report.message());
        let help = if message.contains("end of input") {
            "close the `{{`, the `{%` or the block that is still open"
        } else {
            "compare it with the syntax of Tera 2: https://keats.github.io/tera/"
        };
        diagnostics.report(Code::TemplateSyntax, span, message).help(help);
    }
}

/// What only all templates together show. Names were checked before, so what is left has no better place than a file.
fn report_whole(diagnostics: &mut Diagnostics, sources: &BTreeMap<String, Arc<Source>>, error: &ErrorKind) {
    let file = |name: &str| sources.get(name).map_or_else(|| template_span(name), lint::parent_span);
    match error {
        ErrorKind::CircularExtend { tpl, inheritance_chain: chain } => {
            report_cycle(diagnostics, file(tpl), "extend", tpl, chain);
        }
        ErrorKind::CircularInclude { tpl, include_chain: chain } => {
            report_cycle(diagnostics, file(tpl), "include", tpl, chain);
        }
        other => {
            let text = other.to_string();
            let span = Span::file(SourcePath::new("templates").expect("a plain name is a path"));
            let message = sentence(text.lines().next().unwrap_or(""));
            diagnostics
                .report(Code::TemplateSyntax, span, message)
                .help("compare it with the syntax of Tera 2: https://keats.github.io/tera/");
        }
    }
}

fn report_cycle(diagnostics: &mut Diagnostics, span: Span, verb: &str, name: &str, chain: &[String]) {
    let mut circle = chain.to_vec();
    if circle.len() == 1 || circle.first() != circle.last() {
        circle.extend(chain.first().cloned());
    }
    let message = format!("templates {verb} one another in a circle: `{}`", circle.join("` → `"));
    diagnostics
        .report(Code::TemplateCycle, span, message)
        .help(format!("let `{name}` {verb} another template"));
}

/// Tera's message as a report has it: with a small letter at its beginning and no full stop at its end.
fn sentence(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut characters = message.chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(message.chars().skip(1)).collect()
        }
        _ => message.to_owned(),
    }
}

/// Takes what a template writes, up to the limits.
#[derive(Default)]
struct Limited {
    bytes: Vec<u8>,
    pieces: usize,
    exceeded: bool,
}

impl io::Write for Limited {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.pieces += 1;
        if self.bytes.len() + piece.len() > BYTE_LIMIT || self.pieces > PIECE_LIMIT {
            self.exceeded = true;
            return Err(io::Error::other("the template writes without end"));
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
