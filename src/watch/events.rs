//! Waits for events of the system.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Result, anyhow};
use notify::event::{AccessKind, AccessMode, CreateKind, MetadataKind, ModifyKind, RenameMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::burst::{Burst, State};
use super::{concerns, now};
use crate::input::{Changes, FOLDERS};

/// Whether the system tells that a file which was written is closed.
const TELLS_OF_CLOSING: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// A stream of events about a project.
pub struct Events {
    root: PathBuf,
    /// The same folder, by the name that events have it under.
    real_root: PathBuf,
    /// Which folder that was.
    identity: Option<u64>,
    events: Receiver<notify::Result<Event>>,
    watcher: RecommendedWatcher,
    /// Why some folders may not be watched any more.
    pub lost: Option<notify::Result<()>>,
}

impl Events {
    /// Asks for events about the project at `root`.
    ///
    /// # Errors
    /// If the system has none to give, or not for so many folders.
    pub fn of(root: &Path) -> notify::Result<Events> {
        let (sender, events) = channel();
        // Nobody listens any more when the program ends.
        let watcher = RecommendedWatcher::new(move |event| drop(sender.send(event)), Config::default())?;
        let real_root = root.canonicalize()?;
        let identity = identity(&real_root);
        let root = root.to_owned();
        let mut events = Events { root, real_root, identity, events, watcher, lost: None };
        events.watcher.watch(&events.real_root, RecursiveMode::NonRecursive)?;
        events.watch_folders()?;
        Ok(events)
    }

    /// Whether another folder, or none, has taken the place of the one that is watched.
    pub fn is_root_gone(&self) -> bool {
        identity(&self.real_root) != self.identity
    }

    /// Watches the folders that are there. One that comes later is watched when it comes.
    fn watch_folders(&mut self) -> notify::Result<()> {
        for folder in FOLDERS.map(|folder| self.real_root.join(folder)) {
            if folder.is_dir() {
                self.watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
    }

    /// Waits for changes that are complete, at most for `patience`; nothing comes back if there was none.
    ///
    /// # Errors
    /// If there is nobody left to tell of any.
    pub fn next(&mut self, patience: Duration) -> Result<Option<Changes>> {
        let mut burst = Burst::default();
        let start = now();
        loop {
            let wait = match burst.due() {
                Some(due) => due.saturating_duration_since(now()),
                None => (start + patience).saturating_duration_since(now()),
            };
            match self.events.recv_timeout(wait) {
                Ok(event) => self.add(&mut burst, event),
                Err(RecvTimeoutError::Timeout) => return Ok(burst.into_changes()),
                Err(RecvTimeoutError::Disconnected) => return Err(anyhow!("files are not watched any more")),
            }
        }
    }

    fn add(&mut self, burst: &mut Burst, event: notify::Result<Event>) {
        let Ok(event) = event else { return self.lose(burst) };
        let is_of_root = |path: &PathBuf| *path == self.real_root && self.is_root_gone();
        if event.need_rescan() || event.paths.iter().any(is_of_root) {
            return self.lose(burst);
        }
        let Some(state) = state(&event) else { return };
        let is_rename = matches!(event.kind, EventKind::Modify(ModifyKind::Name(RenameMode::Both)));
        for (number, path) in event.paths.iter().enumerate() {
            let Some(relative) = path.strip_prefix(&self.real_root).ok().filter(|path| concerns(path)) else {
                continue;
            };
            let path = self.root.join(relative);
            // What came back under its name is another folder, and one that may be entered now was not before.
            let is_another = FOLDERS.iter().any(|folder| relative == Path::new(folder));
            let is_opened = matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_)));
            if is_another || is_opened && path.is_dir() {
                self.lose(burst);
            }
            // Of two names, the first is the old one.
            let state = if is_rename && number == 0 { State::Gone } else { state };
            burst.add(path, state, now());
        }
    }

    /// Some changes were missed, or are not told of: watches again whatever is there, and takes everything for changed.
    fn lose(&mut self, burst: &mut Burst) {
        self.lost = Some(self.watch_folders());
        burst.add_all(now());
    }
}

/// The number of a folder in its file system; nothing if it is not there.
#[expect(clippy::disallowed_methods, reason = "whether a folder is still the same is no content")]
fn identity(folder: &Path) -> Option<u64> {
    let metadata = std::fs::metadata(folder).ok()?;
    #[cfg(unix)]
    return Some(std::os::unix::fs::MetadataExt::ino(&metadata));
    #[cfg(not(unix))]
    return Some(u64::from(metadata.is_dir()));
}

/// What an event says of its files; nothing if it is of no interest. Reading a file is an event too.
fn state(event: &Event) -> Option<State> {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(State::Whole),
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)) => None,
        EventKind::Create(CreateKind::Folder) => Some(State::Unsettled),
        EventKind::Create(_) => Some(State::Created),
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) | EventKind::Remove(_) => Some(State::Gone),
        EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => Some(State::Whole),
        EventKind::Modify(ModifyKind::Data(_)) if TELLS_OF_CLOSING => Some(State::Open),
        _ => Some(State::Unsettled),
    }
}
