//! Decides when changes that follow one another are complete.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::input::Changes;

/// How long a file that may be in the middle of being written, or a new folder, is given.
const WRITING_TIME: Duration = Duration::from_millis(20);

/// How long something that has gone is given to come back: many editors save by renaming.
const GONE_TIME: Duration = Duration::from_millis(50);

/// How long many changes at once are given to be over.
const MANY_TIME: Duration = Duration::from_millis(50);

/// The longest time that changes which never end are waited for.
const LONGEST_TIME: Duration = Duration::from_millis(1000);

/// What is known of something that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is complete.
    Whole,
    /// It is open and being written; that it is closed will be told.
    Open,
    /// It may be in the middle of being written, or is a folder that is being filled.
    Unsettled,
    /// The same, and it was not there before.
    Created,
    /// It is not there.
    Gone,
}

/// Changes that follow one another closely.
#[derive(Debug, Default)]
pub struct Burst {
    paths: BTreeMap<PathBuf, State>,
    /// What came in this burst. It may be there for a moment only: what is written aside, to be renamed.
    fresh: BTreeSet<PathBuf>,
    /// What will be told to be closed.
    open: BTreeSet<PathBuf>,
    is_everything: bool,
    first: Option<Instant>,
    last: Option<Instant>,
}

impl Burst {
    /// Adds what is known of a path. What came and went in one burst was never there.
    pub fn add(&mut self, path: PathBuf, state: State, at: Instant) {
        match state {
            State::Open => drop(self.open.insert(path.clone())),
            _ => drop(self.open.remove(&path)),
        }
        match state {
            State::Gone if self.fresh.remove(&path) => drop(self.paths.remove(&path)),
            State::Created => drop((self.fresh.insert(path.clone()), self.paths.insert(path, state))),
            _ => drop(self.paths.insert(path, state)),
        }
        self.touch(at);
    }

    /// Adds everything: some changes were missed.
    pub fn add_all(&mut self, at: Instant) {
        self.is_everything = true;
        self.touch(at);
    }

    fn touch(&mut self, at: Instant) {
        self.first.get_or_insert(at);
        self.last = Some(at);
    }

    /// When to stop waiting; nothing if there is nothing to tell.
    pub fn due(&self) -> Option<Instant> {
        let (first, last) = (self.first?, self.last?);
        Some((last + self.quiet()).min(first + LONGEST_TIME))
    }

    /// How long nothing must happen until these changes are complete.
    fn quiet(&self) -> Duration {
        if self.is_everything {
            return MANY_TIME;
        }
        if !self.open.is_empty() {
            return LONGEST_TIME;
        }
        if self.paths.len() > 1 {
            return MANY_TIME;
        }
        match self.paths.first_key_value() {
            Some((_, State::Gone)) => GONE_TIME,
            Some((path, State::Whole)) if !self.fresh.contains(path) => Duration::ZERO,
            Some(_) => WRITING_TIME,
            None => Duration::ZERO,
        }
    }

    /// What to tell; nothing if nothing happened.
    pub fn into_changes(self) -> Option<Changes> {
        if self.is_everything {
            return Some(Changes::All);
        }
        let paths: BTreeSet<PathBuf> = self.paths.into_keys().collect();
        (!paths.is_empty()).then_some(Changes::Paths(paths))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_complete_is_told_of_at_once() {
        let start = super::super::now();
        let mut burst = Burst::default();
        assert_eq!(burst.due(), None);
        burst.add("a".into(), State::Unsettled, start);
        assert_eq!(burst.due(), Some(start + WRITING_TIME));
        burst.add("a".into(), State::Whole, start);
        assert_eq!(burst.due(), Some(start));
        assert_eq!(burst.into_changes(), Some(Changes::Paths([PathBuf::from("a")].into())));
    }

    #[test]
    fn a_file_that_is_open_is_waited_for_until_it_is_closed() {
        let start = super::super::now();
        let mut burst = Burst::default();
        burst.add("a".into(), State::Open, start);
        burst.add("b".into(), State::Whole, start);
        assert_eq!(burst.due(), Some(start + LONGEST_TIME));
        burst.add("a".into(), State::Whole, start);
        assert_eq!(burst.due(), Some(start + MANY_TIME));
        assert_eq!(burst.into_changes(), Some(Changes::Paths(["a", "b"].map(PathBuf::from).into())));
    }

    #[test]
    fn a_save_by_renaming_is_no_deletion() {
        let start = super::super::now();
        let mut burst = Burst::default();
        burst.add("a".into(), State::Gone, start);
        assert_eq!(burst.due(), Some(start + GONE_TIME));
        burst.add("a".into(), State::Whole, start + GONE_TIME / 2);
        assert_eq!(burst.due(), Some(start + GONE_TIME / 2));
    }

    #[test]
    fn a_file_that_is_written_aside_and_renamed_was_never_there() {
        let start = super::super::now();
        let mut burst = Burst::default();
        burst.add("sed1".into(), State::Created, start);
        burst.add("sed1".into(), State::Whole, start);
        assert_eq!(burst.due(), Some(start + WRITING_TIME));
        burst.add("sed1".into(), State::Gone, start);
        burst.add("a".into(), State::Whole, start);
        assert_eq!(burst.due(), Some(start));
        assert_eq!(burst.into_changes(), Some(Changes::Paths([PathBuf::from("a")].into())));
    }

    #[test]
    fn many_changes_are_one_when_they_are_over_and_never_wait_for_ever() {
        let start = super::super::now();
        let mut burst = Burst::default();
        for number in 0..100_u32 {
            burst.add(format!("{number}").into(), State::Whole, start + MANY_TIME / 2 * number);
        }
        assert_eq!(burst.due(), Some(start + LONGEST_TIME));
        burst.add_all(start);
        assert_eq!(burst.into_changes(), Some(Changes::All));
    }
}
