//! Reads one file of the project, with what is wrong with it as a file.

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::inputs::{Content, File, Version};
use super::pictures;
use super::stray::{code_point, is_stray};
use super::walk::{Found, reason};
use crate::base::{Code, Diagnostics, Digest, Source, SourcePath, Span};
use crate::picture::Fault;

/// The largest text file that is read, in bytes.
const TEXT_LIMIT: u64 = 4 * 1024 * 1024;

/// The largest font that is read, in bytes.
const FONT_LIMIT: u64 = 16 * 1024 * 1024;

/// Files up to this size, in bytes, are kept in memory; larger ones are read again when they are copied.
const MEMORY_LIMIT: u64 = 32 * 1024;

/// A stylesheet or script of this many bytes is looked at.
const SHEET_LIMIT: u64 = 1024 * 1024;

/// Whether this is Markdown by a name that the program does not read as such, which it would publish as it is: front
/// matter, drafts and all.
pub fn is_misnamed(diagnostics: &mut Diagnostics, found: &Found) -> bool {
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

/// `site.toml`; nothing if it is not there or cannot be read, which is reported.
pub fn config(diagnostics: &mut Diagnostics, root: &Path) -> Option<Arc<Source>> {
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
    text(diagnostics, &Found { path, on_disk, size: metadata.len() })
}

/// A text file. One that is not UTF-8 is reported and comes back with its wrong bytes replaced, so that links to it hold.
pub fn text(diagnostics: &mut Diagnostics, found: &Found) -> Option<Arc<Source>> {
    if found.size > TEXT_LIMIT {
        let message = format!("this file has {} bytes, the limit is {TEXT_LIMIT}", found.size);
        diagnostics.report(Code::FileTooLarge, Span::file(found.path.clone()), message).help("divide it");
        return None;
    }
    let bytes = read_bytes(diagnostics, found)?;
    Some(decoded(diagnostics, &found.path, &bytes))
}

/// The text that these bytes are. Wrong ones are reported and replaced.
pub fn decoded(diagnostics: &mut Diagnostics, path: &SourcePath, bytes: &[u8]) -> Arc<Source> {
    let text = String::from_utf8_lossy(bytes);
    let source = without_stray_characters(diagnostics, Source::new(path.clone(), &text));
    if let Err(error) = str::from_utf8(bytes) {
        let before = &bytes[..error.valid_up_to()];
        let before = Source::new(path.clone(), &String::from_utf8_lossy(before));
        let offset = without_stray_characters(&mut Diagnostics::default(), before).text.len();
        let message = format!("byte 0x{:02X} is not UTF-8", bytes[error.valid_up_to()]);
        diagnostics
            .report(Code::InvalidUtf8, source.span(offset..offset + 1), message)
            .help("save the file as UTF-8");
    }
    source
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

/// A font, whole. It is not published.
pub fn font(diagnostics: &mut Diagnostics, found: &Found) -> Option<File> {
    if found.size > FONT_LIMIT {
        let message = format!("this font has {} bytes, the limit is {FONT_LIMIT}", found.size);
        let help = "leave out the characters that no page needs";
        diagnostics.report(Code::FileTooLarge, Span::file(found.path.clone()), message).help(help);
        return None;
    }
    let bytes = read_bytes(diagnostics, found)?;
    let digest = Digest::of(&bytes);
    // It is never read again, so it need not be the same file.
    let version = Version::default();
    Some(File {
        path: found.path.clone(),
        digest,
        version,
        content: Content::Memory(bytes.into()),
        picture: None,
    })
}

/// A file that is published, and what it is as a picture. Of a large one that is no picture only the digest is taken.
#[expect(clippy::disallowed_methods, reason = "this is the reader of the project")]
pub fn file(diagnostics: &mut Diagnostics, found: &Found) -> Option<File> {
    let opened = std::fs::File::open(&found.on_disk).and_then(|file| Ok((file.metadata()?, file)));
    let read = opened.and_then(|(metadata, file)| {
        let version = Version::of(&metadata);
        read_file(diagnostics, found, version, file)
    });
    read.map_err(|error| report_unreadable(diagnostics, found, &error)).ok()
}

fn read_file(
    diagnostics: &mut Diagnostics,
    found: &Found,
    version: Version,
    mut file: impl Read,
) -> io::Result<File> {
    let path = found.path.clone();
    let mut bytes = Vec::new();
    file.by_ref().take(pictures::HEAD).read_to_end(&mut bytes)?;
    pictures::check_sealed(diagnostics, &path, &bytes);
    let limit = pictures::limit(&path, &bytes);
    if version.length > memory_limit(&path).max(limit.unwrap_or(0)) {
        let digest = Digest::of_reader(bytes.chain(file))?;
        let picture = limit.map(|_| Err(Fault::TooManyBytes(version.length)));
        return Ok(File { path, digest, version, content: Content::Disk(found.on_disk.clone()), picture });
    }
    file.read_to_end(&mut bytes)?;
    let digest = Digest::of(&bytes);
    let picture = pictures::look(diagnostics, &path, &bytes);
    let content = if version.length > memory_limit(&path) {
        Content::Disk(found.on_disk.clone())
    } else {
        Content::Memory(bytes.into())
    };
    Ok(File { path, digest, version, content, picture })
}

/// How large a file may be to be kept in memory, in bytes. What stylesheets and scripts load is looked at, so they are kept
/// unless they are beyond any honest one.
fn memory_limit(path: &SourcePath) -> u64 {
    let is_read = [".css", ".js"].into_iter().any(|ending| path.as_str().ends_with(ending));
    if is_read { SHEET_LIMIT } else { MEMORY_LIMIT }
}

fn report_unreadable(diagnostics: &mut Diagnostics, found: &Found, error: &io::Error) {
    let message = format!("this cannot be read: {}", reason(error));
    diagnostics
        .report(Code::Unreadable, Span::file(found.path.clone()), message)
        .help("check that it is there and may be read");
}
