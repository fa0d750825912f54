//! A journal of steps: what is to be renamed into place and deleted. Once it is there, the new site is decided; each step
//! can be repeated, so whoever finds a journal can complete it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{manifest, way};
use crate::base::OutputPath;

/// The staged files, below the staging folder.
pub const FILES: &str = "files";
/// A staged manifest that lists the files of the old site and those of the new one.
pub const BOTH: &str = "manifest-of-both";

const NAME: &str = "journal";
const HEADER: &str = "briefgen journal 1";

/// A step.
#[derive(Debug, PartialEq)]
pub enum Step {
    /// Rename a staged file into its place.
    Place(OutputPath),
    /// Delete a published file.
    Delete(OutputPath),
}

/// Writes the journal, whole or not at all.
///
/// # Errors
/// If the system refuses.
pub fn write(staging: &Path, steps: &[Step]) -> Result<()> {
    let mut text = format!("{HEADER}\n");
    for step in steps {
        let (verb, path) = match step {
            Step::Place(path) => ("place", path),
            Step::Delete(path) => ("delete", path),
        };
        text.push_str(&format!("{verb} {path}\n"));
    }
    let (draft, place) = (staging.join("journal.draft"), staging.join(NAME));
    fs::write(&draft, text)
        .and_then(|()| fs::rename(&draft, &place))
        .with_context(|| format!("cannot write `{}`", place.display()))
}

/// The steps of the journal in a staging folder; nothing if there is none.
///
/// # Errors
/// If it cannot be read or is not one.
pub fn read(staging: &Path) -> Result<Option<Vec<Step>>> {
    let place = staging.join(NAME);
    let text = match fs::read_to_string(&place) {
        Ok(text) => text,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(error).with_context(|| format!("cannot read `{}`", place.display())),
    };
    let mut lines = text.lines();
    if lines.next() != Some(HEADER) {
        bail!("`{}` is damaged: delete it and build again", place.display());
    }
    let step = |line: &str| {
        let (verb, path) = line.split_once(' ')?;
        let path = OutputPath::new(path).ok()?;
        match verb {
            "place" => Some(Step::Place(path)),
            "delete" => Some(Step::Delete(path)),
            _ => None,
        }
    };
    let steps =
        lines.map(|line| step(line).with_context(|| format!("`{}` is damaged: `{line}`", place.display())));
    steps.collect::<Result<Vec<Step>>>().map(Some)
}

/// Whether there is a journal in a staging folder.
pub fn is_there(staging: &Path) -> bool {
    staging.join(NAME).symlink_metadata().is_ok()
}

/// Does every step that is not done yet, then removes the journal. The manifest that lists the files of both sites goes
/// first and the one of the new site last, so that no file is ever published that no manifest lists.
///
/// # Errors
/// If the system refuses; the journal stays for the next run.
pub fn complete(staging: &Path, directory: &Path, steps: &[Step]) -> Result<()> {
    let files = staging.join(FILES);
    let manifest = directory.join(manifest::NAME);
    place(staging, &staging.join(BOTH), &manifest)?;
    let deletes: Vec<PathBuf> = steps
        .iter()
        .filter_map(|step| if let Step::Delete(path) = step { Some(path.on_disk(directory)) } else { None })
        .collect();
    for step in steps {
        let Step::Place(path) = step else { continue };
        let (from, to) = (path.on_disk(&files), path.on_disk(directory));
        if way::is_file(staging, &from) {
            clear_way(directory, &to, &deletes)?;
            place(staging, &from, &to)?;
        }
    }
    for path in &deletes {
        delete(directory, path)?;
    }
    place(staging, &files.join(manifest::NAME), &manifest)?;
    let journal = staging.join(NAME);
    fs::remove_file(&journal).with_context(|| format!("cannot delete `{}`", journal.display()))
}

/// Renames a staged file into place, unless that is done already.
fn place(staging: &Path, from: &Path, to: &Path) -> Result<()> {
    if !way::is_file(staging, from) {
        return Ok(());
    }
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder)
        .and_then(|()| fs::rename(from, to))
        .with_context(|| format!("cannot write `{}`", to.display()))
}

/// Where a file was, a folder may be needed, and the other way round. What is in the way is the old site's: whatever is
/// not was found when the new one was staged. Should it have come since, it stays, and the journal waits.
fn clear_way(directory: &Path, to: &Path, deletes: &[PathBuf]) -> Result<()> {
    if let Some(obstacle) = way::obstacle(directory, to) {
        if !deletes.iter().any(|path| path == obstacle) {
            bail!("cannot write `{}`: `{}` is in the way", to.display(), obstacle.display());
        }
        fs::remove_file(obstacle).with_context(|| format!("cannot replace `{}`", obstacle.display()))?;
    } else if to.is_dir() && !to.is_symlink() {
        for path in deletes.iter().filter(|path| path.starts_with(to)) {
            delete(directory, path)?;
        }
        remove_empty_folders(to);
    }
    Ok(())
}

/// Best effort: a folder that stays is met again, with its name, by whoever wants its place.
fn remove_empty_folders(top: &Path) {
    let entries = walkdir::WalkDir::new(top).contents_first(true).into_iter().flatten();
    for folder in entries.filter(|entry| entry.file_type().is_dir()) {
        let _ = fs::remove_dir(folder.path());
    }
}

/// Deletes a published file and the folders that it leaves empty. Nothing is deleted behind a link, nor a folder that
/// took the file's place.
fn delete(directory: &Path, place: &Path) -> Result<()> {
    if way::obstacle(directory, place).is_some() {
        return Ok(());
    }
    if way::is_file(directory, place) {
        fs::remove_file(place).with_context(|| format!("cannot delete `{}`", place.display()))?;
    }
    for folder in way::folders(directory, place) {
        // A folder that was removed before may have left one above it.
        match fs::remove_dir(folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => break,
            _ => {}
        }
    }
    Ok(())
}
