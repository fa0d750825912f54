//! Looks at every file from time to time. `notify` can do that too, but compares times in whole seconds, so that the second of
//! two quick saves is missed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
#[cfg(unix)]
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use walkdir::WalkDir;

use super::{concerns, now};
use crate::input::{CONFIG, Changes, FOLDERS};

/// How long to wait between two looks.
const INTERVAL: Duration = Duration::from_millis(500);

/// How long to wait for a change to be complete.
const SETTLING_TIME: Duration = Duration::from_millis(50);

/// How often a change that never ends is waited for.
const PATIENCE: usize = 20;

/// The files of a project as they were when they were last looked at.
pub struct Polling {
    root: PathBuf,
    seen: Look,
}

/// Of each file, when it was last written, its size in bytes, and what tells it from another of the same age and size;
/// nothing of what cannot be looked at.
type Look = BTreeMap<PathBuf, Option<(Option<SystemTime>, u64, i128)>>;

impl Polling {
    /// Looks at the project at `root` for the first time.
    pub fn of(root: &Path) -> Polling {
        Polling { root: root.to_owned(), seen: look(root) }
    }

    /// Looks until something has changed and does not change any more, at most for `patience`.
    pub fn next(&mut self, patience: Duration) -> Option<Changes> {
        let start = now();
        while now() < start + patience {
            sleep(INTERVAL);
            let mut new = look(&self.root);
            if new == self.seen {
                continue;
            }
            for _ in 0..PATIENCE {
                sleep(SETTLING_TIME);
                let newer = look(&self.root);
                let is_settled = newer == new;
                new = newer;
                if is_settled {
                    break;
                }
            }
            let changed = differences(&self.seen, &new);
            self.seen = new;
            return Some(Changes::Paths(changed));
        }
        None
    }
}

/// The paths that only one of two looks has, or that differ.
fn differences(old: &Look, new: &Look) -> BTreeSet<PathBuf> {
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    let other = new.iter().filter(|(path, state)| old.get(*path) != Some(*state)).map(|(path, _)| path);
    gone.chain(other).cloned().collect()
}

/// The number of a file, and when anything of it was last changed, its name and permissions included.
#[cfg(unix)]
fn identity(metadata: &Metadata) -> i128 {
    i128::from(metadata.ino()) << 64 | i128::from(metadata.ctime()) << 30 | i128::from(metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> i128 {
    0
}

fn look(root: &Path) -> Look {
    let folders = FOLDERS.map(|folder| root.join(folder));
    let entries = folders.iter().flat_map(|folder| WalkDir::new(folder).follow_links(true));
    let config = WalkDir::new(root.join(CONFIG)).into_iter();
    let state = |entry: walkdir::Result<walkdir::DirEntry>| {
        let (path, metadata) = match entry {
            Ok(entry) if entry.file_type().is_dir() => return None,
            Ok(entry) => (entry.path().to_owned(), entry.metadata().ok()),
            Err(error) => (error.path()?.to_owned(), None),
        };
        let is_of_interest = concerns(path.strip_prefix(root).ok()?);
        let version =
            metadata.map(|metadata| (metadata.modified().ok(), metadata.len(), identity(&metadata)));
        is_of_interest.then_some((path, version))
    };
    entries.chain(config).filter_map(state).collect()
}
