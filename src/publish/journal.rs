//! A journal of steps: what is to be renamed into place and deleted. Once it is there, the new site is decided; each step
//! can be repeated, so whoever finds a journal can complete it.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::manifest;
use crate::base::OutputPath;

/// The staged files, below the staging folder.
pub const FILES: &str = "files";

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

/// Does every step that is not done yet, then puts the staged manifest in place, last.
///
/// # Errors
/// If the system refuses; the journal stays for the next run.
pub fn complete(staging: &Path, directory: &Path, steps: &[Step]) -> Result<()> {
    let files = staging.join(FILES);
    let deletes =
        || steps.iter().filter_map(|step| if let Step::Delete(path) = step { Some(path) } else { None });
    for step in steps {
        let Step::Place(path) = step else { continue };
        let (from, to) = (path.on_disk(&files), path.on_disk(directory));
        if from.exists() {
            clear_way(directory, &to, deletes())?;
            place(&from, &to).with_context(|| format!("cannot write `{}`", to.display()))?;
        }
    }
    for path in deletes() {
        delete(directory, path)?;
    }
    let (from, to) = (files.join(manifest::NAME), directory.join(manifest::NAME));
    if from.exists() {
        place(&from, &to).with_context(|| format!("cannot write `{}`", to.display()))?;
    }
    Ok(())
}

fn place(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(to.parent().unwrap_or(to))?;
            fs::rename(from, to)
        }
        other => other,
    }
}

/// Where a file was, a folder may be needed, and the other way round. What is in the way is the old site's: whatever is
/// not was found when the new one was staged.
fn clear_way<'p>(directory: &Path, to: &Path, deletes: impl Iterator<Item = &'p OutputPath>) -> Result<()> {
    if to.is_dir() {
        for path in deletes.filter(|path| path.on_disk(directory).starts_with(to)) {
            delete(directory, path)?;
        }
    }
    let above: Vec<PathBuf> =
        to.ancestors().skip(1).take_while(|folder| *folder != directory).map(Path::to_owned).collect();
    for folder in above.iter().filter(|folder| folder.is_file()) {
        fs::remove_file(folder).with_context(|| format!("cannot replace `{}`", folder.display()))?;
    }
    Ok(())
}

/// Deletes a published file and the folders that it leaves empty.
fn delete(directory: &Path, path: &OutputPath) -> Result<()> {
    let place = path.on_disk(directory);
    match fs::remove_file(&place) {
        Ok(()) => {}
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory
            ) => {}
        Err(error) => return Err(error).with_context(|| format!("cannot delete `{}`", place.display())),
    }
    for folder in place.ancestors().skip(1).take_while(|folder| *folder != directory) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}
