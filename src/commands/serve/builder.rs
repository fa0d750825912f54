//! Builds again and again, and hands each site to the server. Knows nothing of the terminal.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::problems::Found;
use super::snapshot::{Newest, Snapshot};
use crate::base::{Diagnostics, Severity};
use crate::input::{Changes, Clock, Options};
use crate::output::Ledger;
use crate::pipeline::{Counts, Pipeline};
use crate::preview::{Exhibit, Outcome};

/// How often the day is looked at, which changes at midnight.
const DAY_CHECK: Duration = Duration::from_secs(60);

/// How soon a file that could not be read is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// What is asked of the machine again and again.
pub struct Ambient<'a> {
    /// What time it is.
    pub clock: &'a dyn Fn() -> Clock,
    /// How long the program has run.
    pub elapsed: &'a dyn Fn() -> Duration,
}

/// Builds again and again, and hands each site to the server.
pub struct Builder<'a> {
    pub pipeline: Pipeline,
    ledger: Arc<Ledger>,
    exhibits: watch::Sender<Arc<Exhibit>>,
    ambient: &'a Ambient<'a>,
    /// The day of the last build.
    today: Option<jiff::civil::Date>,
    /// The problems of the last build, which the bar of an older site shows too.
    newest: Newest,
    root: PathBuf,
}

/// What a build did.
pub struct Built {
    pub what: String,
    pub counts: Counts,
    pub rendered: usize,
    pub outputs: usize,
    pub took: Duration,
    pub found: Arc<Found>,
    pub failed: bool,
    /// Whether there is a site to show, of this build or of an earlier one.
    pub has_site: bool,
}

impl<'a> Builder<'a> {
    /// A builder that has not built, and where its sites arrive.
    pub fn new(
        options: &Options,
        run: Arc<str>,
        ambient: &'a Ambient<'a>,
    ) -> (Builder<'a>, watch::Receiver<Arc<Exhibit>>) {
        let outcome = Outcome { run, build: 0, failed: false, errors: 0, warnings: 0 };
        let base = options.base_url.as_ref().map_or("/", |base| base.path()).to_owned();
        let problems = Arc::new(Found::new(&outcome, Diagnostics::default()));
        let shown = Arc::clone(&problems) as Arc<dyn crate::preview::Problems>;
        let exhibit = Exhibit { base, outcome, problems: shown, site: None };
        let (exhibits, receiver) = watch::channel(Arc::new(exhibit));
        let pipeline = Pipeline::new(options.clone());
        let newest = Arc::new(Mutex::new(Arc::clone(&problems)));
        let root = options.root.clone();
        let ledger = Arc::default();
        (Builder { pipeline, ledger, exhibits, ambient, today: None, newest, root }, receiver)
    }

    /// What is shown now.
    pub fn exhibit(&self) -> Arc<Exhibit> {
        Arc::clone(&self.exhibits.borrow())
    }

    /// How long to wait for changes: not for long while something could not be read.
    pub fn patience(&self) -> Duration {
        if self.pipeline.unreadable().is_empty() { DAY_CHECK } else { RETRY }
    }

    /// Builds if anything has changed, if only the day.
    pub fn follow(&mut self, changes: Option<Changes>) -> Option<Built> {
        let started = (self.ambient.elapsed)();
        let changes = changes.unwrap_or_else(|| Changes::Paths(self.pipeline.unreadable()));
        let has_changed = self.pipeline.read(&changes);
        if has_changed {
            return Some(self.built(&changes, started, |_| {}));
        }
        let today = self.pipeline.today((self.ambient.clock)());
        (today != self.today).then(|| self.built(&Changes::Paths(BTreeSet::new()), started, |_| {}))
    }

    /// Builds from what was read, telling each step.
    pub fn built(&mut self, changes: &Changes, started: Duration, mut step: impl FnMut(&str)) -> Built {
        let clock = (self.ambient.clock)();
        let mut diagnostics = Diagnostics::default();
        step("parsing documents …");
        let plan = self.pipeline.plan(&mut diagnostics, clock);
        self.today = self.pipeline.today(clock);
        if let Some(plan) = &plan {
            step(&format!("rendering {} files …", plan.outputs.len()));
            self.ledger = Arc::new(Ledger::keep(&mut diagnostics, plan, &self.ledger));
        }
        let last = self.exhibit();
        let failed = plan.is_none() || diagnostics.has_errors();
        let outcome = Outcome {
            run: Arc::clone(&last.outcome.run),
            build: last.outcome.build + 1,
            failed,
            errors: diagnostics.count(Severity::Error),
            warnings: diagnostics.count(Severity::Warning),
        };
        let base = plan.as_ref().map(|plan| plan.site.config().base_url.path().to_owned());
        let (outputs, rendered) =
            plan.as_ref().map_or((0, 0), |plan| (plan.outputs.len(), self.ledger.rendered));
        let found = Arc::new(Found::new(&outcome, diagnostics));
        let good = plan.filter(|_| !failed).map(|plan| {
            let materials = self.pipeline.materials();
            Snapshot::new(plan, materials, Arc::clone(&self.ledger), Arc::clone(&self.newest))
        });
        // What is shown is at the address of its own build.
        let base = base.filter(|_| good.is_some() || last.site.is_none()).unwrap_or(last.base.clone());
        let site = good.map(|site| Arc::new(site) as Arc<dyn crate::preview::Site>);
        let site = site.or_else(|| last.site.clone());
        let problems = Arc::clone(&found) as Arc<dyn crate::preview::Problems>;
        let has_site = site.is_some();
        *self.newest.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&found);
        self.exhibits.send_replace(Arc::new(Exhibit { base, outcome, problems, site }));
        let took = (self.ambient.elapsed)() - started;
        let counts = self.pipeline.counts();
        Built { what: self.named(changes), counts, rendered, outputs, took, found, failed, has_site }
    }

    /// What changed, for the terminal: of several files, one that is there.
    fn named(&self, changes: &Changes) -> String {
        let Changes::Paths(paths) = changes else { return "everything".into() };
        let shown = paths.iter().find(|path| path.is_file()).or_else(|| paths.first());
        let name = |path: &PathBuf| {
            let path = path.strip_prefix(&self.root).unwrap_or(path);
            path.display().to_string().replace(char::is_control, "\u{FFFD}")
        };
        match (shown, paths.len()) {
            (None, _) => "the day".into(),
            (Some(path), 1) => name(path),
            (Some(path), count) => format!("{} and {} more", name(path), count - 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use jiff::civil::date;

    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test writes a project")]
    fn a_new_day_is_a_build_and_silence_is_none() {
        let root = tempfile::TempDir::new().unwrap();
        let config = "title = \"T\"\ndescription = \"D\"\nbase_url = \"https://example.org/repo/\"\n";
        std::fs::write(root.path().join("site.toml"), config).unwrap();
        let day = Cell::new(date(2026, 11, 24));
        let clock = || Clock::Day(day.get());
        let ambient = Ambient { clock: &clock, elapsed: &|| Duration::ZERO };
        let options = Options { root: root.path().to_owned(), drafts: true, base_url: None, clock: clock() };
        let (mut builder, exhibits) = Builder::new(&options, "run".into(), &ambient);
        builder.pipeline.read(&Changes::All);
        builder.built(&Changes::All, Duration::ZERO, |_| {});
        assert_eq!(exhibits.borrow().base, "/repo/");
        assert!(builder.follow(None).is_none());
        day.set(date(2026, 11, 25));
        let built = builder.follow(None).map(|built| built.what);
        assert_eq!(built.as_deref(), Some("the day"));
        assert!(builder.follow(None).is_none());
        assert_eq!(exhibits.borrow().outcome.build, 2);
    }
}
