//! An output as a value: where it is published, what it was made from, and the recipe for its bytes. A recipe holds numbers
//! and closures over them, never the site itself, which it is given when the bytes are made.

use std::borrow::Cow;
use std::path::Path;

use super::bindings::Bindings;
use super::darkroom::Development;
use super::drawing::Drawing;
use super::words::Words;
use crate::base::{Address, LanguageCode, OutputPath, SourcePath, Span};
use crate::evidence::{EntryId, Work};
use crate::input::File;
use crate::site::{Frame, Numbering, PageId, Shown, Site};

/// A file of the published site.
pub struct Output {
    /// Where it is published.
    pub path: OutputPath,
    /// What it was made from, for reports.
    pub origin: Span,
    /// How its bytes are made.
    pub recipe: Recipe,
}

/// How bytes are made.
pub enum Recipe {
    /// By a template.
    Template(Rendering),
    /// By a function, of what no body has a part in.
    Bytes(Make),
    /// By drawing what a template says, in SVG.
    Card(Rendering),
    /// By a function, of what templates make of some pages.
    Feed(Gathering),
    /// By copying.
    File(File),
    /// From a picture.
    Picture(Development),
}

/// Makes the bytes of a file.
pub type Make = Box<dyn Fn(&Frame) -> Vec<u8> + Send + Sync>;

/// What is made of several pages.
pub struct Gathering {
    /// What a template makes of each of them. One that is not there makes nothing.
    pub entries: Vec<Rendering>,
    /// Makes the bytes of all that.
    pub make: Gather,
}

/// Makes the bytes of a file of what templates made of its pages, one after the other.
pub type Gather = Box<dyn Fn(&Frame, &[Option<String>]) -> Vec<u8> + Send + Sync>;

/// Chooses entries to show, and cites their sources.
pub type Show = Box<dyn Fn(&Site, &mut Numbering) -> Shown + Send + Sync>;

/// Adds to what a template may read. It is the last to do so, and may read what is bound.
pub type View = Box<dyn Fn(&Site, &Words, &mut Bindings) + Send + Sync>;

/// Where the same output is in another language, or in its own; nothing if it is not there.
pub type Elsewhere = Box<dyn Fn(&Frame, &LanguageCode) -> Option<Address> + Send + Sync>;

/// What a template is to render.
pub struct Rendering {
    /// The name of the template: its path below `templates`.
    pub template: Cow<'static, str>,
    /// Where the template is asked for; nothing if it is the usual one.
    pub asked_at: Option<Span>,
    /// The language of the output.
    pub language: LanguageCode,
    /// Where the output is.
    pub address: Address,
    /// Where it is in all languages; nothing if it belongs to none.
    pub elsewhere: Option<Elsewhere>,
    /// What it shows of the evidence.
    pub grounds: Grounds,
    /// Adds what else this template may read beside what every template may.
    pub view: View,
}

impl Rendering {
    /// The page that it shows.
    pub fn page(&self) -> Option<PageId> {
        match self.grounds {
            Grounds::Page(page) | Grounds::Copy(page) | Grounds::Card(Some(page)) => Some(page),
            _ => None,
        }
    }
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For readers of the page.
    Html,
    /// For programs that read text.
    Markdown,
}

/// What an output shows of the evidence.
pub enum Grounds {
    /// Nothing. What its view reads is in the frame of the site.
    Nothing,
    /// The body of a page, and its sources. What its view reads beside that page and how it stands to its original is in
    /// the frame of the site.
    Page(PageId),
    /// A page without its body and sources, or none. What its view reads is as for [`Grounds::Page`].
    Card(Option<PageId>),
    /// The same of a page as Markdown that stands alone.
    Copy(PageId),
    /// Entries of a registry, and their sources.
    Entries(Show),
    /// One source.
    Source(EntryId<Work>),
    /// All sources.
    Sources,
}

/// The bytes of an output.
pub enum Bytes<'p> {
    /// All of them.
    Memory(Cow<'p, [u8]>),
    /// Where they are; too many to hold.
    Disk(&'p Path),
    /// None yet.
    Drawing(Drawing<'p>),
}

/// A template as a whole.
pub fn template_span(name: &str) -> Span {
    let path = SourcePath::resolve("templates", name).expect("the names of the usual templates are plain");
    Span::file(path)
}
