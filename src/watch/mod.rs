//! Floor 5: tells which files of a project may have changed, when it is time to read them. Knows nothing of what is in them.
//!
//! A save is not one event. What is written in place is empty for a moment; what is renamed into place is missing for one; a
//! change of branches touches hundreds of files. So a file that is known to be complete is told of at once, and what is not
//! yet settled waits until nothing more happens (`burst`).

mod burst;
mod events;
mod polling;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};

use self::events::Events;
use self::polling::Polling;
use crate::input::{CONFIG, Changes, FOLDERS, is_passed_over};

/// How changes are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// By events of the system.
    Events,
    /// By looking at every file from time to time, for file systems without events.
    Polling,
}

/// Watches the sources of a project.
pub enum Watcher {
    /// By events of the system.
    Events(Events),
    /// By looking.
    Polling(Polling),
}

impl Watcher {
    /// Begins to watch the project at `root`. Where the system cannot watch so many folders, they are looked at instead;
    /// that shows in [`Watcher::means`].
    ///
    /// # Errors
    /// If the folder cannot be watched at all.
    pub fn new(root: &Path, means: Means) -> Result<Watcher> {
        let events = match means {
            Means::Events => Events::of(root),
            Means::Polling => return Ok(Watcher::Polling(Polling::of(root))),
        };
        match events {
            Err(error) if is_for_want_of_watches(&error) => Ok(Watcher::Polling(Polling::of(root))),
            other => other
                .map(Watcher::Events)
                .map_err(|error| anyhow!(error))
                .with_context(|| format!("cannot watch `{}`", root.display())),
        }
    }

    /// How it watches.
    pub fn means(&self) -> Means {
        match self {
            Watcher::Events(_) => Means::Events,
            Watcher::Polling(_) => Means::Polling,
        }
    }

    /// Waits for changes that are complete, at most for `patience`; nothing comes back if there was none.
    ///
    /// # Errors
    /// If there is nobody left to tell of any.
    pub fn next(&mut self, patience: Duration) -> Result<Option<Changes>> {
        match self {
            Watcher::Events(events) => events.next(patience),
            Watcher::Polling(polling) => Ok(polling.next(patience)),
        }
    }
}

fn is_for_want_of_watches(error: &notify::Error) -> bool {
    // `ENOSPC`, by its name in inotify(7), is how Linux says that no watch is left; `EMFILE`, that no instance is.
    let is_refusal = |error: &std::io::Error| matches!(error.raw_os_error(), Some(28 | 24));
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => true,
        notify::ErrorKind::Io(error) => is_refusal(error),
        _ => false,
    }
}

/// Whether builds read a file or folder of this name, relative to the root.
fn concerns(relative: &Path) -> bool {
    let mut names = relative.iter();
    let Some(first) = names.next() else { return false };
    let Some(folder) = FOLDERS.iter().find(|folder| first == **folder) else {
        return relative == Path::new(CONFIG);
    };
    !names.any(|name| is_passed_over(name, *folder == "static"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long nothing has happened decides when changes are complete"
)]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn a_system_without_watches_left_is_told_from_one_that_refuses() {
        let system = |code| notify::Error::io(io::Error::from_raw_os_error(code));
        assert!(is_for_want_of_watches(&system(28)));
        assert!(is_for_want_of_watches(&system(24)));
        assert!(is_for_want_of_watches(&notify::Error::new(notify::ErrorKind::MaxFilesWatch)));
        assert!(!is_for_want_of_watches(&system(13)));
    }

    #[test]
    fn only_what_builds_read_is_watched() {
        let of_interest = |path: &str| concerns(Path::new(path));
        for path in ["site.toml", "content", "content/a/b.md", "templates/a.html", "static/.well-known/a"] {
            assert!(of_interest(path), "{path}");
        }
        for path in ["", "public/a.html", "site.toml.bak", "content/a.md~", "content/.git/a", "static/a.swp"]
        {
            assert!(!of_interest(path), "{path}");
        }
    }
}
