//! Floor 5: tells which files of a project may have changed, when it is time to read them. Knows nothing of what is in them.
//!
//! A save is not one event. What is written in place is empty for a moment; what is renamed into place is missing for one; a
//! change of branches touches hundreds of files. So a file that is known to be complete is told of at once, and what is not
//! yet settled waits until nothing more happens ([`Burst`]).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{
    Config, ErrorKind, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher as _,
};

use crate::input::{CONFIG, Changes, FOLDERS, is_passed_over};

/// How changes are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// By events of the system.
    Events,
    /// By looking at every file from time to time, for file systems without events.
    Polling,
}

/// How long polling waits between two looks.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// How long a file that is being written, or a new folder, is given.
const WRITING_TIME: Duration = Duration::from_millis(20);

/// How long something that has gone is given to come back: many editors save by renaming.
const GONE_TIME: Duration = Duration::from_millis(50);

/// How long many changes at once are given to be over.
const MANY_TIME: Duration = Duration::from_millis(50);

/// The longest time that changes which never end are waited for.
const LONGEST_TIME: Duration = Duration::from_millis(1000);

/// Watches the sources of a project.
pub struct Watcher {
    root: PathBuf,
    events: Receiver<notify::Result<Event>>,
    watcher: Box<dyn notify::Watcher + Send>,
    /// How it watches.
    pub means: Means,
}

impl Watcher {
    /// Begins to watch the project at `root`. Where the system cannot watch so many folders, it is polled instead; that
    /// shows in [`Watcher::means`].
    ///
    /// # Errors
    /// If the folder cannot be watched at all.
    pub fn new(root: &Path, means: Means) -> Result<Watcher> {
        match Watcher::with(root, means) {
            Err(error) if means == Means::Events && is_for_want_of_watches(&error) => {
                Watcher::with(root, Means::Polling)
            }
            other => other,
        }
        .map_err(|error| anyhow!(error))
        .with_context(|| format!("cannot watch `{}`", root.display()))
    }

    fn with(root: &Path, means: Means) -> notify::Result<Watcher> {
        let (sender, events) = channel();
        // Nobody listens any more when the program ends.
        let tell = move |event| drop(sender.send(event));
        let watcher: Box<dyn notify::Watcher + Send> = match means {
            Means::Events => Box::new(RecommendedWatcher::new(tell, Config::default())?),
            Means::Polling => {
                Box::new(PollWatcher::new(tell, Config::default().with_poll_interval(POLL_INTERVAL))?)
            }
        };
        let mut watcher = Watcher { root: root.to_owned(), events, watcher, means };
        watcher.watcher.watch(root, RecursiveMode::NonRecursive)?;
        watcher.watch_folders()?;
        Ok(watcher)
    }

    /// Watches the folders that are there. One that comes later is watched when it comes.
    fn watch_folders(&mut self) -> notify::Result<()> {
        for folder in FOLDERS.map(|folder| self.root.join(folder)) {
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
        let Ok(event) = event else { return burst.add_all(now()) };
        if event.need_rescan() {
            return burst.add_all(now());
        }
        let Some(state) = state(&event) else { return };
        let is_rename = matches!(event.kind, EventKind::Modify(ModifyKind::Name(RenameMode::Both)));
        for (number, path) in event.paths.iter().enumerate() {
            if !self.concerns(path) {
                continue;
            }
            if FOLDERS.iter().any(|folder| **path == self.root.join(folder)) {
                // What came back under its name is another folder, which nobody watches yet.
                if self.watch_folders().is_err() {
                    burst.add_all(now());
                }
            }
            // Of two names, the first is the old one.
            let state = if is_rename && number == 0 { State::Gone } else { state };
            burst.add(path.clone(), state, now());
        }
    }

    /// Whether builds read a file or folder of this name.
    fn concerns(&self, path: &Path) -> bool {
        let Ok(relative) = path.strip_prefix(&self.root) else { return false };
        let mut names = relative.iter();
        let Some(first) = names.next() else { return false };
        let Some(folder) = FOLDERS.iter().find(|folder| first == **folder) else {
            return relative == Path::new(CONFIG);
        };
        !names.any(|name| is_passed_over(name, *folder == "static"))
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long nothing has happened decides when changes are complete"
)]
fn now() -> Instant {
    Instant::now()
}

fn is_for_want_of_watches(error: &notify::Error) -> bool {
    matches!(error.kind, ErrorKind::MaxFilesWatch)
}

/// What is known of something that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// It is complete.
    Whole,
    /// It is being written, or is a folder that is being filled.
    Unsettled,
    /// It is not there.
    Gone,
}

/// What an event says of its files; nothing if it is of no interest. Reading a file is an event too.
fn state(event: &Event) -> Option<State> {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(State::Whole),
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => None,
        EventKind::Create(CreateKind::Folder) => Some(State::Unsettled),
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) | EventKind::Remove(_) => Some(State::Gone),
        EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => Some(State::Whole),
        _ => Some(State::Unsettled),
    }
}

/// Changes that follow one another closely.
#[derive(Debug, Default)]
struct Burst {
    paths: BTreeMap<PathBuf, State>,
    is_everything: bool,
    first: Option<Instant>,
    last: Option<Instant>,
}

impl Burst {
    fn add(&mut self, path: PathBuf, state: State, at: Instant) {
        self.paths.insert(path, state);
        self.touch(at);
    }

    /// Adds everything: some changes were missed.
    fn add_all(&mut self, at: Instant) {
        self.is_everything = true;
        self.touch(at);
    }

    fn touch(&mut self, at: Instant) {
        self.first.get_or_insert(at);
        self.last = Some(at);
    }

    /// When to stop waiting; nothing if there is nothing to tell.
    fn due(&self) -> Option<Instant> {
        let (first, last) = (self.first?, self.last?);
        Some((last + self.quiet()).min(first + LONGEST_TIME))
    }

    /// How long nothing must happen until these changes are complete.
    fn quiet(&self) -> Duration {
        if self.is_everything || self.paths.len() > 1 {
            return MANY_TIME;
        }
        match self.paths.values().next() {
            Some(State::Gone) => GONE_TIME,
            Some(State::Unsettled) => WRITING_TIME,
            Some(State::Whole) | None => Duration::ZERO,
        }
    }

    fn into_changes(self) -> Option<Changes> {
        if self.is_everything {
            return Some(Changes::All);
        }
        let paths = self.paths.into_keys().collect();
        self.first.map(|_| Changes::Paths(paths))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_complete_is_told_of_at_once() {
        let start = now();
        let mut burst = Burst::default();
        assert_eq!(burst.due(), None);
        burst.add("a".into(), State::Unsettled, start);
        assert_eq!(burst.due(), Some(start + WRITING_TIME));
        burst.add("a".into(), State::Whole, start);
        assert_eq!(burst.due(), Some(start));
        assert_eq!(burst.into_changes(), Some(Changes::Paths([PathBuf::from("a")].into())));
    }

    #[test]
    fn a_save_by_renaming_is_no_deletion() {
        let start = now();
        let mut burst = Burst::default();
        burst.add("a".into(), State::Gone, start);
        assert_eq!(burst.due(), Some(start + GONE_TIME));
        burst.add("a".into(), State::Whole, start + GONE_TIME / 2);
        assert_eq!(burst.due(), Some(start + GONE_TIME / 2));
    }

    #[test]
    fn many_changes_are_one_when_they_are_over_and_never_wait_for_ever() {
        let start = now();
        let mut burst = Burst::default();
        for number in 0..100_u32 {
            burst.add(format!("{number}").into(), State::Whole, start + MANY_TIME / 2 * number);
        }
        assert_eq!(burst.due(), Some(start + LONGEST_TIME));
        burst.add_all(start);
        assert_eq!(burst.into_changes(), Some(Changes::All));
    }
}
