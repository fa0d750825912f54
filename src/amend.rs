//! Floor 5: the only writer of the project itself. Puts another text in the place of a file, which is the old one or the
//! new one at any time; makes new files, and whole projects in empty folders, where nothing else is. Knows nothing of what
//! any of them says.

#![expect(clippy::disallowed_methods, reason = "this is the writer of the project's own files")]

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::base::SourcePath;

/// The folder in which a new project is made. Builds and previews pass over it.
const STAGING: &str = ".briefgen-init~";

/// A file of a new project.
pub struct NewFile {
    /// Where it goes.
    pub path: SourcePath,
    /// What it holds.
    pub bytes: Cow<'static, [u8]>,
}

/// The text of a file, byte by byte.
///
/// # Errors
/// If it cannot be read or is no text.
pub fn read(file: &Path) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    String::from_utf8(bytes).with_context(|| format!("`{}` is not UTF-8", file.display()))
}

/// Puts `new` in the place of a file whose text is `old`. It keeps the permissions of the file.
///
/// # Errors
/// If the file is a symbolic link or no longer says `old`, or the system refuses.
pub fn replace(file: &Path, old: &str, new: &str) -> Result<()> {
    let metadata = file.symlink_metadata().with_context(|| format!("cannot read `{}`", file.display()))?;
    if !metadata.is_file() || read(file)? != old {
        bail!("`{}` has changed meanwhile: run this again", file.display());
    }
    let aside = aside(file);
    let written = write(&aside, new, metadata.permissions()).and_then(|()| fs::rename(&aside, file));
    if written.is_err() {
        // Best effort: a leftover is passed over by builds and replaced by the next run.
        let _ = fs::remove_file(&aside);
    }
    written.with_context(|| format!("cannot write `{}`", file.display()))
}

/// Writes a file where none is, and the folders that it lies in.
///
/// # Errors
/// If there is one already, or the system refuses; nothing is left then but folders.
pub fn create(file: &Path, text: &str) -> Result<()> {
    let context = || format!("cannot write `{}`", file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(context)?;
    }
    write_new(file, text.as_bytes()).with_context(context)
}

/// The first thing in a folder, by name, but for `.git`; nothing if the folder is not there or is empty.
///
/// # Errors
/// If it cannot be listed, as it is where it is a file.
pub fn first_in(folder: &Path) -> Result<Option<OsString>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        entries => entries.with_context(|| format!("cannot list `{}`", folder.display()))?,
    };
    let names = entries.map(|entry| entry.map(|entry| entry.file_name()));
    let names: Vec<OsString> =
        names.collect::<io::Result<_>>().with_context(|| format!("cannot list `{}`", folder.display()))?;
    Ok(names.into_iter().filter(|name| name != ".git").min())
}

/// Writes a whole project into a folder that is empty, but for `.git`, or not there yet.
///
/// # Errors
/// If the system refuses; the folder is then as it was.
pub fn found(folder: &Path, files: &[NewFile]) -> Result<()> {
    let was_there = folder.exists();
    let context = || format!("cannot write into `{}`", folder.display());
    fs::create_dir_all(folder).with_context(context)?;
    let staging = folder.join(STAGING);
    let written = stage(&staging, files).and_then(|()| settle(&staging, folder, files));
    // Best effort, here and below: what is left of a run that failed is in the way of nothing but the next one.
    let _ = fs::remove_dir_all(&staging);
    if written.is_err() && !was_there {
        let _ = fs::remove_dir(folder);
    }
    written.with_context(context)
}

fn stage(staging: &Path, files: &[NewFile]) -> io::Result<()> {
    fs::create_dir(staging)?;
    for file in files {
        let place = file.path.on_disk(staging);
        fs::create_dir_all(place.parent().unwrap_or(staging))?;
        write_new(&place, &file.bytes)?;
    }
    Ok(())
}

/// Moves what was staged into place; back out again if something is in the way.
fn settle(staging: &Path, folder: &Path, files: &[NewFile]) -> io::Result<()> {
    let first = |file: &NewFile| file.path.as_str().split('/').next().unwrap_or_default().to_owned();
    let names: BTreeSet<String> = files.iter().map(first).collect();
    let mut moved: Vec<PathBuf> = Vec::new();
    for name in names {
        let place = folder.join(&name);
        let result = match place.symlink_metadata() {
            Ok(_) => Err(io::Error::new(ErrorKind::AlreadyExists, format!("`{name}` is in the way"))),
            Err(_) => fs::rename(staging.join(&name), &place),
        };
        if let Err(error) = result {
            for place in moved {
                let _ = if place.is_dir() { fs::remove_dir_all(&place) } else { fs::remove_file(&place) };
            }
            return Err(error);
        }
        moved.push(place);
    }
    Ok(())
}

/// Writes a file where none is; part of one is removed again.
fn write_new(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new = fs::OpenOptions::new().write(true).create_new(true).open(file)?;
    let written = new.write_all(bytes).and_then(|()| new.sync_all());
    if written.is_err() {
        let _ = fs::remove_file(file);
    }
    written
}

/// A name beside the file that builds and previews pass over.
fn aside(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!(".{name}.briefgen~"))
}

fn write(aside: &Path, text: &str, permissions: fs::Permissions) -> io::Result<()> {
    match fs::remove_file(aside) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    // A link that somebody puts there meanwhile is not followed.
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(aside)?;
    file.write_all(text.as_bytes())?;
    file.set_permissions(permissions)?;
    file.sync_all()
}
