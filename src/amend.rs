//! Floor 5: the only writer of the project itself. Puts another text in the place of a file, which is the old one or the
//! new one at any time. Knows nothing of what either says.

#![expect(clippy::disallowed_methods, reason = "this is the writer of the project's own files")]

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

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

/// A name beside the file that builds and previews pass over.
fn aside(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!(".{name}.briefgen~"))
}

fn write(aside: &Path, text: &str, permissions: fs::Permissions) -> std::io::Result<()> {
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
