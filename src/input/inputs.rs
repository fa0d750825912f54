//! Every byte and choice that the result depends on.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::config::Config;
use super::stray::{code_point, is_stray};
use super::walk::{self, Found, reason};
use crate::base::{BaseUrl, Code, Diagnostics, Digest, Source, SourcePath, Span, parallel};

/// The largest text file that is read, in bytes.
const TEXT_LIMIT: u64 = 4 * 1024 * 1024;

/// The folder of the evidence, whose files are no pages.
const REGISTRY: &str = "content/registry";

/// The folder of the texts of the interface.
const INTERFACE: &str = "content/i18n";

/// Files up to this size, in bytes, are kept in memory; larger ones are read again when they are copied.
const MEMORY_LIMIT: u64 = 32 * 1024;

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
    /// Its bytes.
    pub content: Content,
}

/// Everything that a build depends on.
#[derive(Debug)]
pub struct Inputs {
    /// `site.toml`, with the choices of this build in it.
    pub config: Config,
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

impl Inputs {
    /// Reads the project. Nothing comes back only if there is no readable `site.toml`; any other problem is reported and
    /// the rest is read.
    pub fn load(diagnostics: &mut Diagnostics, options: &Options) -> Option<Inputs> {
        let root = &options.root;
        let source = config_source(diagnostics, root)?;
        let config = Config::parse(diagnostics, &source, options.base_url.as_ref());
        let today = match options.clock {
            Clock::Day(day) => day,
            Clock::Instant(instant) => instant.to_zoned(config.time_zone.clone()).date(),
        };
        let mut content = walk::files(diagnostics, root, "content");
        content.retain(|found| !is_misnamed(diagnostics, found));
        let (registries, content): (Vec<Found>, Vec<Found>) =
            content.into_iter().partition(|found| found.path.below(REGISTRY).is_some());
        let (interface, content): (Vec<Found>, Vec<Found>) =
            content.into_iter().partition(|found| found.path.below(INTERFACE).is_some());
        let (markdown, files): (Vec<Found>, Vec<Found>) =
            content.into_iter().partition(|found| found.path.as_str().ends_with(".md"));
        let mut templates = walk::files(diagnostics, root, "templates");
        // Notes on templates lie beside them.
        templates.retain(|found| !found.path.as_str().ends_with(".md"));
        let statics = walk::files(diagnostics, root, "static");
        Some(Inputs {
            config,
            drafts: options.drafts,
            today,
            markdown: read_all(diagnostics, &markdown, read_text),
            registries: read_all(diagnostics, &registries, read_text),
            interface: read_all(diagnostics, &interface, read_text),
            files: read_all(diagnostics, &files, read_file),
            statics: read_all(diagnostics, &statics, read_file),
            templates: read_all(diagnostics, &templates, read_text),
        })
    }
}

/// Whether this is Markdown by a name that the program does not read as such, which it would publish as it is: front
/// matter, drafts and all.
fn is_misnamed(diagnostics: &mut Diagnostics, found: &Found) -> bool {
    let lower = found.path.name().to_lowercase();
    let misnamed =
        lower.ends_with(".markdown") || (lower.ends_with(".md") && !found.path.name().ends_with(".md"));
    if misnamed {
        let message = "Markdown files are named `.md`";
        diagnostics
            .report(Code::BadFileName, Span::file(found.path.clone()), message)
            .help("rename the file");
    }
    misnamed
}

fn config_source(diagnostics: &mut Diagnostics, root: &Path) -> Option<Arc<Source>> {
    let path = SourcePath::new("site.toml").expect("a plain name is a path");
    let on_disk = path.on_disk(root);
    if !on_disk.exists() {
        let diagnostic =
            diagnostics.report(Code::ConfigMissing, Span::file(path), "there is no `site.toml` here");
        diagnostic.help("run this in the folder of a site, or name that folder with `--root`");
        return None;
    }
    let metadata = on_disk.metadata().ok()?;
    if on_disk.is_symlink() {
        let diagnostic =
            diagnostics.report(Code::SymlinkEscape, Span::file(path), "`site.toml` is a symbolic link");
        diagnostic.help("put the file itself in its place");
        return None;
    }
    if !metadata.is_file() {
        // Reading a pipe would wait for ever.
        let diagnostic = diagnostics.report(Code::Unreadable, Span::file(path), "this is not a file");
        diagnostic.help("put the file `site.toml` in its place");
        return None;
    }
    read_text(diagnostics, &Found { path, on_disk, size: metadata.len() })
}

fn read_all<T: Send>(
    diagnostics: &mut Diagnostics,
    found: &[Found],
    read: impl Fn(&mut Diagnostics, &Found) -> Option<T> + Sync,
) -> Vec<T> {
    parallel::map(diagnostics, found, read).into_iter().flatten().collect()
}

/// A text file. One that is not UTF-8 is reported and comes back with its wrong bytes replaced, so that links to it hold.
fn read_text(diagnostics: &mut Diagnostics, found: &Found) -> Option<Arc<Source>> {
    if found.size > TEXT_LIMIT {
        let message = format!("this file has {} bytes, the limit is {TEXT_LIMIT}", found.size);
        diagnostics.report(Code::FileTooLarge, Span::file(found.path.clone()), message).help("divide it");
        return None;
    }
    let bytes = read_bytes(diagnostics, found)?;
    let text = String::from_utf8_lossy(&bytes);
    let source = without_stray_characters(diagnostics, Source::new(found.path.clone(), &text));
    if let Err(error) = str::from_utf8(&bytes) {
        let before = &bytes[..error.valid_up_to()];
        let before = Source::new(found.path.clone(), &String::from_utf8_lossy(before));
        let offset = without_stray_characters(&mut Diagnostics::default(), before).text.len();
        let message = format!("byte 0x{:02X} is not UTF-8", bytes[error.valid_up_to()]);
        diagnostics
            .report(Code::InvalidUtf8, source.span(offset..offset + 1), message)
            .help("save the file as UTF-8");
    }
    Some(source)
}

/// The source with stray characters replaced, each of them reported, so that no parser stumbles over them.
fn without_stray_characters(diagnostics: &mut Diagnostics, source: Arc<Source>) -> Arc<Source> {
    /// A file with more of them is no text at all.
    const LIMIT: usize = 100;
    if !source.text.contains(is_stray) {
        return source;
    }
    let clean = Source::new(source.path.clone(), &source.text.replace(is_stray, "\u{FFFD}"));
    let pairs = source.text.chars().zip(clean.text.char_indices());
    for (character, (at, _)) in pairs.filter(|(character, _)| is_stray(*character)).take(LIMIT) {
        let message = format!("control character {} has no place in a text", code_point(character));
        diagnostics
            .report(Code::ControlCharacter, clean.span(at..at + 1), message)
            .help("remove it, or break the line there");
    }
    clean
}

#[expect(clippy::disallowed_methods, reason = "this is the reader of the project")]
fn read_bytes(diagnostics: &mut Diagnostics, found: &Found) -> Option<Vec<u8>> {
    std::fs::read(&found.on_disk).map_err(|error| report_unreadable(diagnostics, found, &error)).ok()
}

#[expect(clippy::disallowed_methods, reason = "this is the reader of the project")]
fn read_file(diagnostics: &mut Diagnostics, found: &Found) -> Option<File> {
    let path = found.path.clone();
    if found.size <= MEMORY_LIMIT {
        let bytes = read_bytes(diagnostics, found)?;
        return Some(File { path, digest: Digest::of(&bytes), content: Content::Memory(bytes.into()) });
    }
    let digest = std::fs::File::open(&found.on_disk).and_then(Digest::of_reader);
    let digest = digest.map_err(|error| report_unreadable(diagnostics, found, &error)).ok()?;
    Some(File { path, digest, content: Content::Disk(found.on_disk.clone()) })
}

fn report_unreadable(diagnostics: &mut Diagnostics, found: &Found, error: &io::Error) {
    let message = format!("this cannot be read: {}", reason(error));
    diagnostics
        .report(Code::Unreadable, Span::file(found.path.clone()), message)
        .help("check that it is there and may be read");
}
