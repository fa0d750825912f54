//! Where a site is written, and whether that is safe.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::manifest;
use crate::base::{Code, Diagnostics, SourcePath, Span};

/// The folders of a project that no output may lie in.
const SOURCES: [&str; 3] = ["content", "templates", "static"];

/// An output directory that is safe to write.
#[derive(Debug)]
pub struct Destination {
    /// The directory, resolved.
    pub directory: PathBuf,
    /// The folder for files that are not in place yet.
    pub staging: PathBuf,
    /// Its name as it was given, for messages.
    pub name: String,
}

impl Destination {
    /// Checks `output` for the project at `root`. Nothing comes back for a directory that is refused, which is reported.
    ///
    /// # Errors
    /// What the system says when it cannot be looked at.
    pub fn check(diagnostics: &mut Diagnostics, root: &Path, output: &Path) -> Result<Option<Destination>> {
        // Whoever reads the project says that it is not there.
        let Ok(root) = root.canonicalize() else { return Ok(None) };
        let directory = resolved(output).with_context(|| format!("cannot resolve `{}`", output.display()))?;
        let name = output.display().to_string();
        let staging = staging(&directory);
        if let Some((message, help)) = refusal(&root, &directory, &staging, &name)? {
            let path = SourcePath::resolve("", &name.replace('\\', "/"));
            let path = path.unwrap_or_else(|_| SourcePath::new("public").expect("a plain name is a path"));
            diagnostics.report(Code::UnsafeOutput, Span::file(path), message).help(help);
            return Ok(None);
        }
        Ok(Some(Destination { directory, staging, name }))
    }
}

/// The absolute path with all links followed, of something that may not be there yet.
fn resolved(path: &Path) -> std::io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    if let Ok(real) = path.canonicalize() {
        return Ok(real);
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => Ok(resolved(parent)?.join(name)),
        _ => Ok(path),
    }
}

fn refusal(root: &Path, directory: &Path, staging: &Path, name: &str) -> Result<Option<(String, String)>> {
    let help = "choose another directory with `--output`";
    if root.starts_with(directory) {
        return Ok(Some((format!("output directory `{name}` holds the project itself"), help.into())));
    }
    for folder in SOURCES {
        let source = root.join(folder);
        let source = source.canonicalize().unwrap_or(source);
        if directory.starts_with(&source) {
            return Ok(Some((format!("output directory `{name}` lies in `{folder}`"), help.into())));
        }
    }
    if !directory.exists() {
        return Ok(None);
    }
    if !directory.is_dir() {
        return Ok(Some((format!("output directory `{name}` is a file"), help.into())));
    }
    if !directory.join(manifest::NAME).exists() && holds_files(directory, staging, name)? {
        let message = format!("output directory `{name}` holds files that briefgen did not write");
        return Ok(Some((message, "empty it yourself, or choose another directory with `--output`".into())));
    }
    Ok(None)
}

/// Whether anything is there but a staging folder, which the first run may have left when it was killed.
fn holds_files(directory: &Path, staging: &Path, name: &str) -> Result<bool> {
    let entries = fs::read_dir(directory).with_context(|| format!("cannot list `{name}`"))?;
    Ok(entries.into_iter().any(|entry| entry.map_or(true, |entry| entry.path() != staging)))
}

/// Beside the directory, so that a rename suffices; inside it when something else is mounted there.
fn staging(directory: &Path) -> PathBuf {
    let name = directory.file_name().map_or_else(|| "public".into(), |name| name.to_string_lossy());
    match directory.parent() {
        Some(parent) if !is_mount(directory, parent) => parent.join(format!(".{name}.briefgen")),
        _ => directory.join(".briefgen-staging"),
    }
}

#[cfg(unix)]
fn is_mount(directory: &Path, parent: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    if is_mount_root(directory) {
        return true;
    }
    match (directory.metadata(), parent.metadata()) {
        (Ok(own), Ok(above)) => own.dev() != above.dev(),
        _ => false,
    }
}

/// What the system itself says: a folder of the same file system can be mounted over another, and renaming into it is
/// refused all the same. Old systems do not say.
#[cfg(target_os = "linux")]
fn is_mount_root(directory: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    let attributes = statx(CWD, directory, AtFlags::empty(), StatxFlags::empty());
    attributes.is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(all(unix, not(target_os = "linux")))]
fn is_mount_root(_: &Path) -> bool {
    false
}

#[cfg(not(unix))]
fn is_mount(_: &Path, _: &Path) -> bool {
    false
}
