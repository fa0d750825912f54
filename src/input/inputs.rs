//! Every byte and choice that the result depends on.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::config::Config;
use crate::base::{BaseUrl, Digest, Source, SourcePath};

/// When it is. The clock is an input like any other.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The day that somebody asked for.
    Day(Date),
    /// An instant, which is a day in the site's time zone.
    Instant(Timestamp),
}

/// What was chosen for this build outside the project.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the project.
    pub root: PathBuf,
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// Replaces the `base_url` of `site.toml`.
    pub base_url: Option<BaseUrl>,
    /// When it is.
    pub clock: Clock,
}

/// The bytes of a file that is published as it is.
#[derive(Debug, Clone)]
pub enum Content {
    /// All of them.
    Memory(Arc<[u8]>),
    /// Where they are; too many to keep.
    Disk(PathBuf),
}

/// A file that is published as it is.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path in the project.
    pub path: SourcePath,
    /// The digest of its bytes.
    pub digest: Digest,
    /// How many bytes it has.
    pub length: u64,
    /// Its bytes.
    pub content: Content,
}

/// Equal digests stand for equal bytes.
impl PartialEq for File {
    fn eq(&self, other: &File) -> bool {
        self.path == other.path && self.digest == other.digest
    }
}

/// Everything that a build depends on.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// `site.toml`, with the choices of this build in it.
    pub config: Arc<Config>,
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// The day, in the site's time zone.
    pub today: Date,
    /// The Markdown files of `content`, in the order of their paths.
    pub markdown: Vec<Arc<Source>>,
    /// The registries: the files of `content/registry`, in the order of their paths.
    pub registries: Vec<Arc<Source>>,
    /// The texts of the interface: the files of `content/i18n`, in the order of their paths.
    pub interface: Vec<Arc<Source>>,
    /// The other files of `content`, in the order of their paths.
    pub files: Vec<File>,
    /// The files of `static`, in the order of their paths.
    pub statics: Vec<File>,
    /// The templates, in the order of their paths.
    pub templates: Vec<Arc<Source>>,
}
