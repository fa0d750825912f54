//! An output as a value: where it is published, what it was made from, and the recipe for its bytes.

use std::borrow::Cow;
use std::path::Path;

use tera::Context;

use crate::base::{Address, LanguageCode, OutputPath, Span};
use crate::input::File;

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
    /// Adds what this template may read beside what every template may.
    pub view: Box<dyn Fn(&mut Context) + Send + Sync + 's>,
}

/// The bytes of an output.
pub enum Bytes<'s> {
    /// All of them.
    Memory(Cow<'s, [u8]>),
    /// Where they are; too many to hold.
    Disk(&'s Path),
}
