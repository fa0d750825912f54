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
        let directory = resolved(output).with_context(|| format!("cannot resolve `{}`", output.display()))?;
        let name = output.display().to_string();
        if let Some((message, help)) = refusal(root, &directory, &name)? {
            let path = SourcePath::resolve("", &name.replace('\\', "/"));
            let path = path.unwrap_or_else(|_| SourcePath::new("public").expect("a plain name is a path"));
            diagnostics.report(Code::UnsafeOutput, Span::file(path), message).help(help);
            return Ok(None);
        }
        let staging = staging(&directory);
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

fn refusal(root: &Path, directory: &Path, name: &str) -> Result<Option<(String, String)>> {
    let root = root.canonicalize().with_context(|| format!("cannot resolve `{}`", root.display()))?;
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
    let entries = fs::read_dir(directory).with_context(|| format!("cannot list `{name}`"))?.count();
    if entries > 0 && !directory.join(manifest::NAME).exists() {
        let message = format!("output directory `{name}` holds files that briefgen did not write");
        return Ok(Some((message, "empty it yourself, or choose another directory with `--output`".into())));
    }
    Ok(None)
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
    match (directory.metadata(), parent.metadata()) {
        (Ok(own), Ok(above)) => own.dev() != above.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_mount(_: &Path, _: &Path) -> bool {
    false
}
