//! Makes what differs, aside; then puts it in place.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use anyhow::{Context, Result};

use super::destination::Destination;
use super::journal::{self, BOTH, Step};
use super::record::Record;
use super::staging::Staging;
use super::{manifest, way};
use crate::base::{Code, Diagnostics, Digest, OutputPath, parallel};
use crate::output::{Bytes, Development, Output, Plan, Prints, Recipe, is_of_index};
use crate::picture;

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
    staging: Staging<'d>,
    changed: Vec<OutputPath>,
    unchanged: Vec<OutputPath>,
    /// What briefgen published before.
    old: BTreeSet<OutputPath>,
    /// What the files that have no problems were made from.
    prints: Vec<(OutputPath, Digest)>,
}

/// How an output compares with what is published.
#[derive(Clone, Copy)]
enum State {
    Same,
    Changed,
    /// Its bytes could not be made; that was reported.
    Failed,
}

/// Makes every output of the plan and keeps what differs. Problems of the outputs go to `diagnostics`; the caller decides
/// whether to commit.
///
/// # Errors
/// If the system refuses to read the old site or to write the new one. The old site is whole.
pub fn stage<'d>(
    diagnostics: &mut Diagnostics,
    plan: &Plan,
    staging: Staging<'d>,
    prints: &Prints,
    record: &Record,
) -> Result<Staged<'d>> {
    let old = manifest::read(&staging.destination.directory)?;
    let stager = Stager { plan, staging: &staging, old: &old, prints, record };
    let mut sorted = Sorted::default();
    for (output, outcome) in plan.outputs.iter().zip(stager.outcomes(diagnostics, &plan.outputs)) {
        sorted.add(&output.path, prints.output(output), outcome?);
    }
    if diagnostics.has_errors() {
        // A site that will not be published needs no index.
    } else if let Some(files) = stager.kept_index() {
        files.iter().for_each(|path| {
            sorted.add(path, prints.index(), Outcome { state: State::Same, is_clean: true })
        });
    } else {
        let index = plan.index_outputs();
        for (output, outcome) in index.iter().zip(stager.outcomes(diagnostics, &index)) {
            sorted.add(&output.path, prints.index(), outcome?);
        }
    }
    let Sorted { changed, unchanged, prints } = sorted;
    Ok(Staged { staging, changed, unchanged, old, prints })
}

/// What became of an output.
#[derive(Clone, Copy)]
struct Outcome {
    state: State,
    /// Whether it has no problems, so that it may be passed over next time.
    is_clean: bool,
}

/// The outputs by what became of them.
#[derive(Default)]
struct Sorted {
    changed: Vec<OutputPath>,
    unchanged: Vec<OutputPath>,
    prints: Vec<(OutputPath, Digest)>,
}

impl Sorted {
    fn add(&mut self, path: &OutputPath, print: Digest, outcome: Outcome) {
        match outcome.state {
            State::Same => self.unchanged.push(path.clone()),
            State::Changed => self.changed.push(path.clone()),
            State::Failed => return,
        }
        if outcome.is_clean {
            self.prints.push((path.clone(), print));
        }
    }
}

struct Stager<'a> {
    plan: &'a Plan,
    staging: &'a Staging<'a>,
    /// What briefgen published before.
    old: &'a BTreeSet<OutputPath>,
    prints: &'a Prints,
    /// What is known of that.
    record: &'a Record,
}

impl Stager<'_> {
    fn outcomes(&self, diagnostics: &mut Diagnostics, outputs: &[Output]) -> Vec<Result<Outcome>> {
        parallel::map(diagnostics, outputs, |diagnostics, output| {
            let state = self.stage(diagnostics, output)?;
            Ok(Outcome { state, is_clean: diagnostics.is_empty() })
        })
    }

    /// Whether briefgen published the file, made it from what `print` stands for, and nobody has touched it since.
    fn is_known(&self, path: &OutputPath, print: Digest) -> bool {
        let directory = &self.staging.destination.directory;
        let published = path.on_disk(directory);
        self.old.contains(path)
            && self.record.holds(path, print, &published)
            && way::obstacle(directory, &published).is_none()
    }

    /// The files of the index that is published, if it is one of the same words.
    fn kept_index(&self) -> Option<Vec<OutputPath>> {
        let print = self.prints.index();
        let files: Vec<OutputPath> =
            self.record.made_from(print).filter(|path| is_of_index(path)).cloned().collect();
        let is_whole = !files.is_empty() && files.iter().all(|path| self.is_known(path, print));
        (self.plan.site.has_search && is_whole).then_some(files)
    }

    fn stage(&self, diagnostics: &mut Diagnostics, output: &Output) -> Result<State> {
        let Destination { directory, .. } = self.staging.destination;
        let published = output.path.on_disk(directory);
        if self.is_kept(output, &published) || self.is_known(&output.path, self.prints.output(output)) {
            return Ok(State::Same);
        }
        let Some(bytes) = self.plan.publishable(diagnostics, output) else { return Ok(State::Failed) };
        // What somebody else put there bears no mark to be trusted.
        let is_known = !matches!(bytes, Bytes::Drawing(_)) || self.old.contains(&output.path);
        if is_known
            && is_published(directory, &published, &bytes)
                .with_context(|| format!("cannot read `{}`", published.display()))?
        {
            return Ok(State::Same);
        }
        if self.is_foreign(&output.path) {
            let name = &self.staging.destination.name;
            let message =
                format!("`{}` would replace a file in `{name}` that briefgen did not write", output.path);
            let help = "move that file away: files that are to be published belong in `static`";
            diagnostics.report(Code::UnsafeOutput, output.origin.clone(), message).help(help);
            return Ok(State::Failed);
        }
        let place = output.path.on_disk(&self.staging.files());
        write(&place, &bytes).with_context(|| format!("cannot write `{}`", place.display()))?;
        Ok(State::Changed)
    }

    /// Whether a smaller picture is published already, which is told without making it again: its path has the digest of all
    /// that it is made from in it, so what briefgen wrote there is that picture, if it is whole.
    fn is_kept(&self, output: &Output, published: &Path) -> bool {
        let Recipe::Picture(Development { width: Some(_), .. }) = &output.recipe else { return false };
        let directory = &self.staging.destination.directory;
        let is_file = || published.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
        self.old.contains(&output.path)
            && way::obstacle(directory, published).is_none()
            && is_file()
            && fs::read(published).is_ok_and(|bytes| matches!(picture::look(&bytes), Some(Ok(_))))
    }

    /// Whether something that briefgen did not write stands at this path, or is a file where a folder is needed, or a
    /// folder with anything in it where a file is needed.
    fn is_foreign(&self, path: &OutputPath) -> bool {
        let directory = &self.staging.destination.directory;
        let place = path.on_disk(directory);
        let is_ours = |place: &Path| {
            let relative = place.strip_prefix(directory).ok().and_then(Path::to_str);
            relative.and_then(|path| OutputPath::new(path).ok()).is_some_and(|path| self.old.contains(&path))
        };
        if let Some(obstacle) = way::obstacle(directory, &place) {
            return !is_ours(obstacle);
        }
        match place.symlink_metadata() {
            Err(_) => false,
            Ok(metadata) if !metadata.is_dir() => !is_ours(&place),
            Ok(_) => walkdir::WalkDir::new(&place).into_iter().any(|entry| {
                entry.map_or(true, |entry| !entry.file_type().is_dir() && !is_ours(entry.path()))
            }),
        }
    }
}

/// Whether exactly these bytes are published already.
fn is_published(directory: &Path, place: &Path, bytes: &Bytes<'_>) -> io::Result<bool> {
    if way::obstacle(directory, place).is_some() {
        return Ok(false);
    }
    let metadata = match place.symlink_metadata() {
        Ok(metadata) if metadata.is_file() => metadata,
        Ok(_) => return Ok(false),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    match bytes {
        Bytes::Memory(bytes) => Ok(metadata.len() == bytes.len() as u64 && fs::read(place)? == **bytes),
        Bytes::Drawing(drawing) => Ok(drawing.is_drawn_as(&fs::read(place)?)),
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
        Bytes::Drawing(drawing) => fs::write(place, drawing.draw().map_err(io::Error::other)?),
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
    /// Puts the new site in place. What is to be known of it next time comes back.
    ///
    /// # Errors
    /// If the system refuses. The site is then the old one, or has a journal that the next run completes.
    pub fn commit(self) -> Result<(Published, Record)> {
        let published = self.put()?;
        let prints = self.prints.iter().map(|(path, print)| (path, *print));
        Ok((published, Record::of(self.directory(), prints)))
    }

    fn put(&self) -> Result<Published> {
        let new = self.listed();
        let stale: Vec<&OutputPath> = self.old.iter().filter(|path| !new.contains(path)).collect();
        let published =
            Published { written: self.changed.len(), deleted: stale.len(), unchanged: self.unchanged.len() };
        let is_relisted = !self.old.iter().eq(new.iter().copied());
        if self.changed.is_empty() && !is_relisted {
            return Ok(published);
        }
        if is_relisted {
            stage_manifest(&self.staging.files().join(manifest::NAME), &new)?;
        }
        if self.is_first() {
            self.move_in()?;
        } else if !self.much_differs() || !self.exchange()? {
            self.replace_by_journal(&stale)?;
        }
        Ok(published)
    }

    /// The files of the new site.
    fn listed(&self) -> BTreeSet<&OutputPath> {
        self.changed.iter().chain(&self.unchanged).collect()
    }

    /// The files of the old site and of the new one.
    fn both(&self) -> BTreeSet<&OutputPath> {
        self.old.iter().chain(self.listed()).collect()
    }

    fn directory(&self) -> &Path {
        &self.staging.destination.directory
    }

    /// Whether the staging folder lies beside the output directory, so that the one can be renamed to the other.
    fn is_beside(&self) -> bool {
        !self.staging.destination.staging.starts_with(self.directory())
    }

    /// Whether there is no site yet.
    fn is_first(&self) -> bool {
        let directory = fs::read_dir(self.directory());
        self.is_beside() && directory.map_or(true, |mut entries| entries.next().is_none())
    }

    fn move_in(&self) -> Result<()> {
        let (files, directory) = (self.staging.files(), self.directory());
        // An empty directory is replaced as well, on systems that allow it, and removed before on others.
        fs::rename(&files, directory)
            .or_else(|_| fs::remove_dir(directory).and_then(|()| fs::rename(&files, directory)))
            .with_context(|| format!("cannot write `{}`", directory.display()))
    }

    /// Linking what stays costs more than renaming what differs, unless most of the site differs.
    fn much_differs(&self) -> bool {
        self.changed.len() > self.unchanged.len()
    }

    /// Completes the staged tree with links to what stays and exchanges it for the published one. Says no, with nothing
    /// changed, where the system cannot do that or where anything of others lies among the site's files.
    fn exchange(&self) -> Result<bool> {
        let (files, directory) = (self.staging.files(), self.directory());
        if !self.is_beside() {
            return Ok(false);
        }
        for path in &self.unchanged {
            if link(&path.on_disk(directory), &path.on_disk(&files)).is_err() {
                return Ok(false);
            }
        }
        if link(&directory.join(manifest::NAME), &files.join(manifest::NAME)).is_err() {
            return Ok(false);
        }
        // As late as can be: what comes after this look is deleted with the old tree.
        Ok(!self.holds_foreign() && exchange_names(&files, directory))
    }

    /// Whether the output directory holds a file that briefgen did not write, or a folder without any that it wrote.
    fn holds_foreign(&self) -> bool {
        let directory = self.directory();
        let ours: BTreeSet<&str> = self.both().into_iter().map(OutputPath::as_str).collect();
        let is_ours = |entry: &walkdir::DirEntry| {
            let relative = entry.path().strip_prefix(directory).ok().and_then(Path::to_str);
            relative.is_some_and(|path| match entry.file_type().is_dir() {
                true => {
                    let inside = format!("{path}/");
                    ours.range(&*inside..).next().is_some_and(|next| next.starts_with(&inside))
                }
                false => path == manifest::NAME || ours.contains(path),
            })
        };
        let mut entries = walkdir::WalkDir::new(directory).min_depth(1).into_iter();
        !entries.all(|entry| entry.is_ok_and(|entry| is_ours(&entry)))
    }

    fn replace_by_journal(&self, stale: &[&OutputPath]) -> Result<()> {
        let Destination { directory, staging, .. } = self.staging.destination;
        let both = self.both();
        if both.len() > self.old.len() {
            stage_manifest(&staging.join(BOTH), &both)?;
        }
        let places = self.changed.iter().cloned().map(Step::Place);
        let deletes = stale.iter().copied().cloned().map(Step::Delete);
        let steps: Vec<Step> = places.chain(deletes).collect();
        journal::write(staging, &steps)?;
        journal::complete(staging, directory, &steps)
            .context("the site is half replaced; the next `briefgen build` completes it")
    }
}

fn stage_manifest(place: &Path, paths: &BTreeSet<&OutputPath>) -> Result<()> {
    let text = manifest::text(paths.iter().copied()).into_bytes();
    write(place, &Bytes::Memory(text.into())).with_context(|| format!("cannot write `{}`", place.display()))
}

fn link(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(to.parent().unwrap_or(to))?;
            fs::hard_link(from, to)
        }
        // The list of files is there already if it is a new one.
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
