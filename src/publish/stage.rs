//! Makes what differs, aside; then puts it in place.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use anyhow::{Context, Result};

use super::destination::Destination;
use super::journal::{self, FILES, Step};
use super::manifest;
use crate::base::{Code, Diagnostics, Digest, OutputPath, parallel};
use crate::output::{Bytes, Output, Plan};

/// What publishing did, in files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Published {
    /// New or changed.
    pub written: usize,
    /// Deleted.
    pub deleted: usize,
    /// Left as they were.
    pub unchanged: usize,
}

/// What differs from the published site, ready to be put in place. Dropping it forgets it and leaves the site as it is.
#[derive(Debug)]
pub struct Staged<'d> {
    destination: &'d Destination,
    lock: Lock,
    changed: Vec<OutputPath>,
    unchanged: Vec<OutputPath>,
    stale: Vec<OutputPath>,
    /// Whether the list of files differs.
    relisted: bool,
}

/// How an output compares with what is published.
enum State {
    Same,
    Changed,
    /// Its bytes could not be made; that was reported.
    Failed,
}

/// Completes a killed run, then makes every output of the plan and keeps what differs. Problems of the outputs go to
/// `diagnostics`; the caller decides whether to commit.
///
/// # Errors
/// If the system refuses to read the old site or to write the new one. The old site is whole.
pub fn stage<'d>(
    diagnostics: &mut Diagnostics,
    plan: &Plan<'_>,
    destination: &'d Destination,
) -> Result<Staged<'d>> {
    let lock = Lock::take(&destination.staging)?;
    recover(destination)?;
    let old = manifest::read(&destination.directory)?;
    let stager = Stager { plan, destination, old: &old };
    let states =
        parallel::map(diagnostics, &plan.outputs, |diagnostics, output| stager.stage(diagnostics, output));
    let (mut changed, mut unchanged) = (Vec::new(), Vec::new());
    for (state, output) in states.into_iter().zip(&plan.outputs) {
        match state? {
            State::Same => unchanged.push(output.path.clone()),
            State::Changed => changed.push(output.path.clone()),
            State::Failed => {}
        }
    }
    let new: BTreeSet<&OutputPath> = plan.outputs.iter().map(|output| &output.path).collect();
    let stale = old.iter().filter(|path| !new.contains(path)).cloned().collect();
    let relisted = !old.iter().eq(new.iter().copied());
    Ok(Staged { destination, lock, changed, unchanged, stale, relisted })
}

/// Brings the site that a killed run left into one of its two states. A journal decides for the new one.
fn recover(destination: &Destination) -> Result<()> {
    let staging = &destination.staging;
    if let Some(steps) = journal::read(staging)? {
        journal::complete(staging, &destination.directory, &steps)?;
    }
    empty(staging).with_context(|| format!("cannot empty `{}`", staging.display()))
}

fn empty(folder: &Path) -> io::Result<()> {
    // The journal goes first: what is left without it is rubbish, not a promise.
    remove_file_if_there(&folder.join("journal"))?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?
        } else {
            fs::remove_file(entry.path())?
        }
    }
    Ok(())
}

fn remove_file_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

struct Stager<'a, 's> {
    plan: &'a Plan<'s>,
    destination: &'a Destination,
    /// What briefgen published before.
    old: &'a BTreeSet<OutputPath>,
}

impl<'s> Stager<'_, 's> {
    fn stage(&self, diagnostics: &mut Diagnostics, output: &Output<'s>) -> Result<State> {
        let Some(bytes) = self.plan.bytes(diagnostics, output) else { return Ok(State::Failed) };
        let published = output.path.on_disk(&self.destination.directory);
        if is_published(&published, &bytes)
            .with_context(|| format!("cannot read `{}`", published.display()))?
        {
            return Ok(State::Same);
        }
        if self.is_foreign(&output.path) {
            let name = &self.destination.name;
            let message =
                format!("`{}` would replace a file in `{name}` that briefgen did not write", output.path);
            diagnostics
                .report(Code::UnsafeOutput, output.origin.clone(), message)
                .help("move that file away: files that are to be published belong in `static`");
            return Ok(State::Failed);
        }
        let place = output.path.on_disk(&self.destination.staging.join(FILES));
        write(&place, &bytes).with_context(|| format!("cannot write `{}`", place.display()))?;
        Ok(State::Changed)
    }

    /// Whether something that briefgen did not write stands at this path, or is a file where a folder is needed, or a
    /// folder with anything in it where a file is needed.
    fn is_foreign(&self, path: &OutputPath) -> bool {
        let directory = &self.destination.directory;
        let place = path.on_disk(directory);
        let is_ours = |place: &Path| {
            let relative = place.strip_prefix(directory).ok().and_then(Path::to_str);
            relative.and_then(|path| OutputPath::new(path).ok()).is_some_and(|path| self.old.contains(&path))
        };
        let above = place.ancestors().skip(1).take_while(|folder| *folder != directory);
        let in_the_way = |place: &Path| place.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir());
        if above.into_iter().any(|folder| in_the_way(folder) && !is_ours(folder)) {
            return true;
        }
        if place.is_dir() && !place.is_symlink() {
            let inside = walkdir::WalkDir::new(&place).into_iter().flatten();
            return inside.filter(|entry| !entry.file_type().is_dir()).any(|entry| !is_ours(entry.path()));
        }
        in_the_way(&place) && !is_ours(&place)
    }
}

/// Whether exactly these bytes are published already.
fn is_published(place: &Path, bytes: &Bytes<'_>) -> io::Result<bool> {
    let metadata = match place.symlink_metadata() {
        Ok(metadata) if metadata.is_file() => metadata,
        Ok(_) => return Ok(false),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(false);
        }
        Err(error) => return Err(error),
    };
    match bytes {
        Bytes::Memory(bytes) => Ok(metadata.len() == bytes.len() as u64 && fs::read(place)? == **bytes),
        Bytes::Disk(source) => {
            let same_size = metadata.len() == source.metadata()?.len();
            Ok(same_size && digest(place)? == digest(source)?)
        }
    }
}

fn digest(path: &Path) -> io::Result<Digest> {
    File::open(path).and_then(Digest::of_reader)
}

fn write(place: &Path, bytes: &Bytes<'_>) -> io::Result<()> {
    let write = || match bytes {
        Bytes::Memory(bytes) => fs::write(place, bytes),
        Bytes::Disk(source) => fs::copy(source, place).map(drop),
    };
    match write() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(place.parent().unwrap_or(place))?;
            write()
        }
        other => other,
    }
}

impl Staged<'_> {
    /// Puts the new site in place.
    ///
    /// # Errors
    /// If the system refuses. The site is then the old one, or has a journal that the next run completes.
    pub fn commit(self) -> Result<Published> {
        let published = Published {
            written: self.changed.len(),
            deleted: self.stale.len(),
            unchanged: self.unchanged.len(),
        };
        if self.changed.is_empty() && !self.relisted {
            return Ok(published);
        }
        self.stage_manifest()?;
        if self.is_new() {
            self.move_in()?;
        } else if !self.much_differs() || !self.exchange()? {
            self.replace_by_journal()?;
        }
        Ok(published)
    }

    fn stage_manifest(&self) -> Result<()> {
        let listed: BTreeSet<&OutputPath> = self.changed.iter().chain(&self.unchanged).collect();
        let place = self.files().join(manifest::NAME);
        let text = manifest::text(listed.into_iter()).into_bytes();
        write(&place, &Bytes::Memory(text.into()))
            .with_context(|| format!("cannot write `{}`", place.display()))
    }

    fn files(&self) -> std::path::PathBuf {
        self.destination.staging.join(FILES)
    }

    /// Whether there is no site yet.
    fn is_new(&self) -> bool {
        let beside = !self.destination.staging.starts_with(&self.destination.directory);
        let directory = fs::read_dir(&self.destination.directory);
        beside && directory.map_or(true, |mut entries| entries.next().is_none())
    }

    fn move_in(&self) -> Result<()> {
        let directory = &self.destination.directory;
        // An empty directory is replaced as well, on systems that allow it, and removed before on others.
        fs::rename(self.files(), directory)
            .or_else(|_| fs::remove_dir(directory).and_then(|()| fs::rename(self.files(), directory)))
            .with_context(|| format!("cannot write `{}`", directory.display()))
    }

    /// Linking what stays costs more than renaming what differs, unless most of the site differs.
    fn much_differs(&self) -> bool {
        self.changed.len() > self.unchanged.len()
    }

    /// Completes the staged tree with links to what stays and exchanges it for the published one. Says no, with nothing
    /// changed, where the system cannot do that or where files of others lie among the site's.
    fn exchange(&self) -> Result<bool> {
        let directory = &self.destination.directory;
        if self.has_foreign_files() || self.destination.staging.starts_with(directory) {
            return Ok(false);
        }
        let files = self.files();
        for path in &self.unchanged {
            let (from, to) = (path.on_disk(directory), path.on_disk(&files));
            if link(&from, &to).is_err() {
                return Ok(false);
            }
        }
        Ok(exchange_names(&files, directory))
    }

    fn has_foreign_files(&self) -> bool {
        let directory = &self.destination.directory;
        let ours: BTreeSet<&str> =
            self.changed.iter().chain(&self.unchanged).chain(&self.stale).map(OutputPath::as_str).collect();
        let entries = walkdir::WalkDir::new(directory).into_iter();
        entries.filter(|entry| entry.as_ref().map_or(true, |entry| !entry.file_type().is_dir())).any(
            |entry| {
                let Ok(entry) = entry else { return true };
                let relative = entry.path().strip_prefix(directory).ok().and_then(Path::to_str);
                relative.is_none_or(|path| path != manifest::NAME && !ours.contains(path))
            },
        )
    }

    fn replace_by_journal(&self) -> Result<()> {
        let places = self.changed.iter().cloned().map(Step::Place);
        let steps: Vec<Step> = places.chain(self.stale.iter().cloned().map(Step::Delete)).collect();
        journal::write(&self.destination.staging, &steps)?;
        journal::complete(&self.destination.staging, &self.destination.directory, &steps)
            .context("the site is half replaced; the next `briefgen build` completes it")
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        // Best effort: whatever stays is cleared by the next run. A journal that could not be completed must stay.
        let interrupted = journal::read(&self.destination.staging).is_ok_and(|steps| {
            steps.is_some_and(|steps| {
                journal::complete(&self.destination.staging, &self.destination.directory, &steps).is_err()
            })
        });
        if !interrupted {
            let _ = empty(&self.destination.staging);
            self.lock.release(&self.destination.staging);
        }
    }
}

fn link(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(to.parent().unwrap_or(to))?;
            fs::hard_link(from, to)
        }
        // Left by an earlier attempt of this run.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

/// Exchanges two names in one step. Says no where the system or the file system cannot.
#[cfg(target_os = "linux")]
fn exchange_names(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchange_names(_: &Path, _: &Path) -> bool {
    false
}

/// One run at a time: the staging folder, locked. The lock goes with the process, however it ends.
#[derive(Debug)]
struct Lock(Option<File>);

impl Lock {
    fn take(staging: &Path) -> Result<Lock> {
        fs::create_dir_all(staging).with_context(|| format!("cannot create `{}`", staging.display()))?;
        // Not every system opens folders; there, two runs at once are the user's to avoid.
        let Ok(folder) = File::open(staging) else { return Ok(Lock(None)) };
        match folder.try_lock() {
            Ok(()) => Ok(Lock(Some(folder))),
            Err(fs::TryLockError::WouldBlock) => {
                anyhow::bail!("another `briefgen` is publishing there: `{}` is locked", staging.display())
            }
            Err(fs::TryLockError::Error(_)) => Ok(Lock(None)),
        }
    }

    /// Removes the empty folder while it is still locked.
    fn release(&mut self, staging: &Path) {
        let _ = fs::remove_dir(staging);
        self.0 = None;
    }
}
