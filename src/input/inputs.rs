//! Every byte and choice that the result depends on.

use std::borrow::Cow;
use std::fs::Metadata;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::civil::Date;

use super::config::Config;
use crate::base::{BaseUrl, Digest, Source, SourcePath};
use crate::picture::{Facts, Fault};

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

/// Tells a file on disk from what it becomes: another has another length, time or number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Version {
    /// How many bytes it has.
    pub length: u64,
    modified: Option<SystemTime>,
    /// Its number in its file system, where it has one.
    number: u64,
}

impl Version {
    /// That of the file with this metadata.
    pub fn of(metadata: &Metadata) -> Version {
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(metadata);
        #[cfg(not(unix))]
        let number = 0;
        Version { length: metadata.len(), modified: metadata.modified().ok(), number }
    }
}

/// A file that is published as it is.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path in the project.
    pub path: SourcePath,
    /// The digest of its bytes.
    pub digest: Digest,
    /// Which version of it was read.
    pub version: Version,
    /// Its bytes.
    pub content: Content,
    /// What it is as a picture; nothing if it is none.
    pub picture: Option<Result<Picture, Fault>>,
}

/// What a file is as a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// One made of pixels.
    Pixels(Facts),
    /// A drawing, and how wide and high it is, if it says so.
    Drawing(Option<(u32, u32)>),
}

impl File {
    /// Reads it once more.
    ///
    /// # Errors
    /// What the system says, or that it is not as it was.
    #[expect(clippy::disallowed_methods, reason = "this is the reader of the project")]
    pub fn read(&self) -> io::Result<Cow<'_, [u8]>> {
        let path = match &self.content {
            Content::Memory(bytes) => return Ok(Cow::Borrowed(bytes)),
            Content::Disk(path) => path,
        };
        let bytes = std::fs::read(path)?;
        if Digest::of(&bytes) != self.digest {
            return Err(io::Error::other("it changed while the site was built"));
        }
        Ok(Cow::Owned(bytes))
    }
}

/// Equal digests stand for equal bytes.
impl PartialEq for File {
    fn eq(&self, other: &File) -> bool {
        // One that is read again when it is sent must be the very file.
        let is_same_file = matches!(self.content, Content::Memory(_)) || self.version == other.version;
        self.path == other.path && self.digest == other.digest && is_same_file
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
    /// The fonts that pictures are drawn with: those in `templates/fonts`, whole, in the order of their paths.
    pub fonts: Vec<File>,
}

impl Inputs {
    /// Whether there is a template of this name.
    pub fn has_template(&self, name: &str) -> bool {
        self.templates.iter().any(|source| source.path.below("templates") == Some(name))
    }
}
