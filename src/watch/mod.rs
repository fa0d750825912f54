//! Floor 5: tells which files of a project may have changed, when it is time to read them. Knows nothing of what is in them.
//!
//! A save is not one event. What is written in place is empty for a moment; what is renamed into place is missing for one; a
//! change of branches touches hundreds of files. So a file that is known to be complete is told of at once, and what is not
//! yet settled waits until nothing more happens (`burst`).

mod burst;
mod events;
mod polling;

use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::Result;

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
pub struct Watcher {
    root: PathBuf,
    sight: Sight,
}

enum Sight {
    Events(Events),
    Polling(Polling),
}

/// How often a folder that is not there is looked for.
const RETURN_CHECK: Duration = Duration::from_secs(1);

impl Watcher {
    /// Begins to watch the project at `root`. Where the system does not tell of all its folders, they are looked at
    /// instead; that shows in [`Watcher::means`].
    pub fn new(root: &Path, means: Means) -> Watcher {
        let events = match means {
            Means::Events => Events::of(root).ok(),
            Means::Polling => None,
        };
        let sight = events.map_or_else(|| Sight::Polling(Polling::of(root)), Sight::Events);
        Watcher { root: root.to_owned(), sight }
    }

    /// How it watches.
    pub fn means(&self) -> Means {
        match self.sight {
            Sight::Events(_) => Means::Events,
            Sight::Polling(_) => Means::Polling,
        }
    }

    /// Waits for changes that are complete, at most for `patience`; nothing comes back if there was none.
    ///
    /// # Errors
    /// If there is nobody left to tell of any.
    pub fn next(&mut self, patience: Duration) -> Result<Option<Changes>> {
        let events = match &mut self.sight {
            Sight::Polling(polling) => return Ok(polling.next(patience)),
            Sight::Events(events) if events.is_root_gone() => {
                sleep(RETURN_CHECK.min(patience));
                if !self.root.is_dir() {
                    return Ok(None);
                }
                *self = Watcher::new(&self.root, Means::Events);
                return Ok(Some(Changes::All));
            }
            Sight::Events(events) => events,
        };
        let changes = events.next(patience)?;
        if let Some(Err(_)) = events.lost.take()
            && !events.is_root_gone()
        {
            self.sight = Sight::Polling(Polling::of(&self.root));
        }
        Ok(changes)
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
    use super::*;

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
