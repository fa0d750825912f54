//! An output as a value: where it is published, what it was made from, and the recipe for its bytes.

use std::borrow::Cow;
use std::path::Path;

use tera::Context;

use crate::base::{Address, LanguageCode, OutputPath, SourcePath, Span};
use crate::evidence::{EntryId, Work};
use crate::input::File;
use crate::site::{Numbering, Page, Shown};

/// A file of the published site.
pub struct Output<'s> {
    /// Where it is published.
    pub path: OutputPath,
    /// What it was made from, for reports.
    pub origin: Span,
    /// How its bytes are made.
    pub recipe: Recipe<'s>,
}

/// How bytes are made.
pub enum Recipe<'s> {
    /// By a template.
    Template(Rendering<'s>),
    /// By a function.
    Bytes(Box<dyn Fn() -> Vec<u8> + Send + Sync + 's>),
    /// By copying.
    File(&'s File),
}

/// What a template is to render.
pub struct Rendering<'s> {
    /// The name of the template: its path below `templates`.
    pub template: Cow<'s, str>,
    /// Where the template is asked for.
    pub asked_at: Span,
    /// The language of the output.
    pub language: &'s LanguageCode,
    /// Where the output is.
    pub address: Address,
    /// What it shows of the evidence.
    pub grounds: Grounds<'s>,
    /// Adds what else this template may read beside what every template may.
    pub view: Box<dyn Fn(&mut Context) + Send + Sync + 's>,
}

/// What an output shows of the evidence.
pub enum Grounds<'s> {
    /// Nothing.
    Nothing,
    /// The body of a page, and its sources.
    Page(&'s Page),
    /// Entries of a registry, and their sources.
    Entries(Box<dyn Fn(&mut Numbering) -> Shown + Send + Sync + 's>),
    /// One source.
    Source(EntryId<Work>),
    /// All sources.
    Sources,
}

/// The bytes of an output.
pub enum Bytes<'s> {
    /// All of them.
    Memory(Cow<'s, [u8]>),
    /// Where they are; too many to hold.
    Disk(&'s Path),
}

/// A template as a whole.
pub fn template_span(name: &str) -> Span {
    let path = SourcePath::resolve("templates", name).expect("the names of the usual templates are plain");
    Span::file(path)
}
