//! The folder beside the output directory for what is not in place yet. Whoever has it is the only one who publishes.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::destination::Destination;
use super::journal::{self, FILES};

/// The staging folder: locked, and empty at first. Dropping it removes it, unless a journal in it has yet to be completed.
#[derive(Debug)]
pub struct Staging<'d> {
    /// What it belongs to.
    pub destination: &'d Destination,
    // The lock goes with the process, however that ends.
    _lock: Option<File>,
}

impl<'d> Staging<'d> {
    /// Takes the staging folder and brings the site that a killed run left into one of its two states: a journal decides
    /// for the new one.
    ///
    /// # Errors
    /// If another run has it, or the system refuses.
    pub fn open(destination: &'d Destination) -> Result<Staging<'d>> {
        let folder = &destination.staging;
        let lock = lock(folder)?;
        if let Some(steps) = journal::read(folder)? {
            journal::complete(folder, &destination.directory, &steps)?;
        }
        empty(folder).with_context(|| format!("cannot empty `{}`", folder.display()))?;
        Ok(Staging { destination, _lock: lock })
    }

    /// Where the files of the new site are staged.
    pub fn files(&self) -> PathBuf {
        self.destination.staging.join(FILES)
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        // Best effort: whatever stays is cleared by the next run.
        let folder = &self.destination.staging;
        if !journal::is_there(folder) {
            let _ = empty(folder).and_then(|()| fs::remove_dir(folder));
        }
    }
}

fn empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Creates the folder and locks it. Nothing comes back on systems that do not open or lock folders; there, two runs at
/// once are the user's to avoid.
fn lock(folder: &Path) -> Result<Option<File>> {
    loop {
        fs::create_dir_all(folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
        // A link could lead anywhere, and the folder is about to be emptied.
        if folder.is_symlink() {
            bail!("`{}` is a symbolic link: remove it and build again", folder.display());
        }
        let opened = match File::open(folder) {
            Ok(opened) => opened,
            // The run that had it has just removed it.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(_) => return Ok(None),
        };
        match opened.try_lock() {
            Ok(()) if is_at(&opened, folder) => return Ok(Some(opened)),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                bail!("another `briefgen` is publishing there: `{}` is locked", folder.display())
            }
            Err(TryLockError::Error(_)) => return Ok(None),
        }
    }
}

/// Whether the opened folder is still the one of that name: another run may have removed it before it was locked, and a
/// third may have made and locked a new one.
#[cfg(unix)]
fn is_at(opened: &File, folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (opened.metadata(), folder.symlink_metadata()) {
        (Ok(opened), Ok(named)) => identity(opened) == identity(named),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}
