//! The seam between the server and those who build: what is shown after one build, as a value. Knows nothing of how a
//! site is made, of HTTP, or of addresses outside the site.
//!
//! The builder keeps the sending half of a [`tokio::sync::watch`] channel of `Arc<Exhibit>` and replaces the value after
//! every build, failed ones too. The server takes the value once for each request, so an answer comes from one build
//! whatever happens meanwhile, and wakes the event streams when it is replaced: there is no second signal that could
//! arrive before or after the site.

use std::path::PathBuf;
use std::sync::Arc;

use hyper::body::Bytes;
use tokio::sync::watch;

use crate::input::Version;

/// The receiving half: the newest exhibit, and word of the next.
pub type Exhibits = watch::Receiver<Arc<Exhibit>>;

/// What is shown after one build.
#[derive(Clone)]
pub struct Exhibit {
    /// The path that the site lies under, percent-encoded as in addresses, with `/` at both ends: `/`, `/repo/`. Part of
    /// the exhibit because an edit of `site.toml` may change it.
    pub base: String,
    /// How the latest build ended.
    pub outcome: Outcome,
    /// The problems of the latest build.
    pub problems: Arc<dyn Problems>,
    /// The site of the last good build; none until one was good.
    pub site: Option<Arc<dyn Site>>,
}

/// How the latest build ended. The site shown may be that of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The name of this run of the program, new for every start.
    pub run: Arc<str>,
    /// Counts the builds of the run, failed ones too; 0 while the first is not over.
    pub build: u64,
    /// Whether it had errors.
    pub failed: bool,
    /// How many errors it had.
    pub errors: usize,
    /// How many warnings it had.
    pub warnings: usize,
}

/// The problems of a build.
pub trait Problems: Send + Sync + 'static {
    /// The JSON that `.briefgen/problems` is answered with. Called on threads that may block.
    fn json(&self) -> Bytes;
}

/// A whole site, from one good build. Immutable as seen from here: the same question gets the same answer.
///
/// Paths are those of output files, relative to the output directory and unencoded: `briefs/cyber/index.html`. They have
/// been checked: no empty part, no `.` or `..`, no backslash, no control character.
///
/// All methods are called on threads that may block, several at once.
pub trait Site: Send + Sync + 'static {
    /// The day that the site was rendered for: `2026-11-24`.
    fn day(&self) -> &str;

    /// Whether there is a file at `path`. Asked often: nothing should be rendered for it.
    fn holds(&self, path: &str) -> bool;

    /// The file at `path`.
    fn file(&self, path: &str) -> Option<Content>;

    /// The digest by which events tell versions of the file at `path` apart: of a page, leaving out the fingerprints of
    /// stylesheets; of anything else, of its bytes. Any text will do that is one line and not empty.
    fn digest(&self, path: &str) -> Option<String>;

    /// What the editor's bar shows of the page at `path`, as the JSON that `.briefgen/page` is answered with. The path may
    /// be that of any file, and is `404.html` for an address that has none, whether there is such a file or not.
    fn page(&self, path: &str) -> Bytes;

    /// This site, as it would be published on another day. May take as long as a build; the server does not remember the
    /// answer.
    ///
    /// # Errors
    /// A phrase for the reader's eyes: `day` is no date, or the site cannot be built for it.
    fn as_of(&self, day: &str) -> Result<Arc<dyn Site>, String>;
}

/// The bytes of a published file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// In memory. [`Bytes`] is made from a `Vec<u8>` or `&'static` without copying, and from an `Arc<[u8]>` by
    /// `Bytes::from_owner`.
    Memory(Bytes),
    /// A file on disk, for those too large to keep. It may have gone or changed since the build.
    Disk {
        /// Where it is.
        path: PathBuf,
        /// Which version of it the site was built from.
        version: Version,
    },
}
