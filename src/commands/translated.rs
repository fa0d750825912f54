//! `briefgen translated`: writes into editions of pages that they follow what their originals say today.
//!
//! 1. The project is read, and each path found to be an edition of some page.
//! 2. The new text of each file is made, and read again for what it says.
//! 3. If nothing is wrong with any of them, those that differ are written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use jiff::civil::Date;

use crate::amend;
use crate::base::{Code, Diagnostics, SourcePath, Span, parallel};
use crate::document::{self, Document, FrontMatter, Rules};
use crate::input::{Changes, Inputs, Loader, Options};
use crate::site::{Part, parts_of};

/// What became of an edition.
#[derive(Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its file.
    pub path: SourcePath,
    /// The file of its original.
    pub original: SourcePath,
    /// The day it follows its original as of.
    pub date: Date,
    /// Whether it did not say so before.
    pub is_new: bool,
}

/// The pages of a project, without what they have to do with one another.
struct Pages {
    /// The real place of the project's folder.
    root: PathBuf,
    inputs: Inputs,
    documents: Vec<Arc<Document>>,
    parts: Vec<Option<Part>>,
    /// What is wrong with files, with front matter and with what pages say of being originals.
    problems: Diagnostics,
}

/// An edition, and what its file is to say.
struct Amendment {
    place: PathBuf,
    old: String,
    new: String,
    recorded: Recorded,
}

/// Records that these pages follow what their originals say today. If anything is wrong with any of them, which is reported,
/// nothing is written and nothing comes back.
///
/// # Errors
/// If the system refuses to read or write a file.
pub fn translated(
    diagnostics: &mut Diagnostics,
    options: &Options,
    paths: &[PathBuf],
) -> Result<Vec<Recorded>> {
    let Some(pages) = Pages::read(diagnostics, options)? else { return Ok(Vec::new()) };
    let mut amendments: Vec<Amendment> = Vec::new();
    for path in paths {
        amendments.extend(pages.amendment(diagnostics, path)?);
    }
    if diagnostics.has_errors() {
        return Ok(Vec::new());
    }
    amendments.sort_by(|a, b| a.place.cmp(&b.place));
    amendments.dedup_by(|a, b| a.place == b.place);
    for Amendment { place, old, new, .. } in amendments.iter().filter(|amendment| amendment.recorded.is_new) {
        amend::replace(place, old, new)?;
    }
    Ok(amendments.into_iter().map(|amendment| amendment.recorded).collect())
}

impl Pages {
    /// Reads the project. Nothing comes back only if there is no readable `site.toml`, which is reported.
    fn read(diagnostics: &mut Diagnostics, options: &Options) -> Result<Option<Pages>> {
        // Who translates a page may do so before it is to be seen.
        let mut loader = Loader::new(Options { drafts: true, ..options.clone() });
        loader.read(&Changes::All);
        let mut problems = Diagnostics::default();
        let Some(inputs) = loader.inputs(&mut problems, options.clock) else {
            diagnostics.append(problems);
            return Ok(None);
        };
        let rules = Rules { raw_html: inputs.config.raw_html };
        let documents = parallel::map(&mut problems, &inputs.markdown, |problems, source| {
            let mut found = Diagnostics::default();
            let document = Document::parse(&mut found, source, rules);
            // Of what is wrong with a page, only this stands in the way.
            if !document.front.is_readable() {
                problems.append(found);
            }
            Arc::new(document)
        });
        let fronts: Vec<Arc<FrontMatter>> =
            documents.iter().map(|document| Arc::clone(&document.front)).collect();
        let parts = parts_of(&mut problems, &inputs.config, &fronts);
        let root = &options.root;
        let root = root.canonicalize().with_context(|| format!("cannot read `{}`", root.display()))?;
        Ok(Some(Pages { root, inputs, documents, parts, problems }))
    }

    /// What a page is to say; nothing if that is not to be had, which is reported.
    fn amendment(&self, diagnostics: &mut Diagnostics, path: &Path) -> Result<Option<Amendment>> {
        let Some((edition, original)) = self.edition(diagnostics, path) else { return Ok(None) };
        let (name, date) = (&edition.source.path, self.inputs.today);
        let mut problems = self.problems.clone();
        let named = [name, &original.source.path];
        problems.retain(|problem| named.contains(&problem.span.path()));
        if problems.has_errors() {
            diagnostics.append(problems);
            return Ok(None);
        }
        let place = name.on_disk(&self.root);
        let old = amend::read(&place)?;
        let Some(new) = document::recorded(name, &old, date, &original.blocks()) else {
            let message = "`follows` cannot be put into this front matter";
            diagnostics
                .report(Code::NoTranslation, edition.front.start(), message)
                .help("write each key of it on a line of its own, beginning at the first column");
            return Ok(None);
        };
        let original = original.source.path.clone();
        let recorded = Recorded { path: name.clone(), original, date, is_new: old != new };
        Ok(Some(Amendment { place, old, new, recorded }))
    }

    /// The edition that a path names, and its original.
    fn edition(&self, diagnostics: &mut Diagnostics, path: &Path) -> Option<(&Document, &Document)> {
        let mut refuse = |span: Span, message: String, help: &str| {
            diagnostics.report(Code::NoTranslation, span, message).help(help);
        };
        let Some((name, number)) = self.page(path) else {
            let span = Span::file(SourcePath::new("content").expect("a plain name is a path"));
            let message = format!("`{}` is not a page of this site", path.display());
            refuse(span, message, "name Markdown files of `content`");
            return None;
        };
        let document = &self.documents[number];
        let span = document.front.start();
        if name.on_disk(&self.root).is_symlink() {
            refuse(span, format!("`{name}` is a symbolic link"), "name the file that it leads to");
            return None;
        }
        match self.parts[number] {
            Some(Part::Edition(original)) => return Some((document, &self.documents[original])),
            Some(Part::Original) => {
                refuse(
                    span,
                    format!("`{name}` is an original"),
                    "name the edition that was brought up to date",
                );
            }
            Some(Part::Alone) | None => {
                let language = self.inputs.config.default_language();
                let message = format!("there is no edition that `{name}` follows");
                let help =
                    format!("write one in `{language}`, or write `original: true` in the one it follows");
                refuse(span, message, &help);
            }
        }
        None
    }

    /// The page that a path names, as the shell gives it. Links on the way to it are followed, one in its place is not.
    fn page(&self, path: &Path) -> Option<(&SourcePath, usize)> {
        let absolute = std::path::absolute(path).ok()?;
        let place = absolute.parent()?.canonicalize().ok()?.join(absolute.file_name()?);
        let name = SourcePath::from_disk(place.strip_prefix(&self.root).ok()?).ok()?;
        let number = self.inputs.markdown.binary_search_by(|source| source.path.cmp(&name)).ok()?;
        Some((&self.inputs.markdown[number].path, number))
    }
}
