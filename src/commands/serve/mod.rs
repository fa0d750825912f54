//! `briefgen serve`: the pipeline run again at every change, and what came of it shown to browsers.
//!
//! 1. The port is taken and the project watched before the first build, so that neither is found wanting after it and no
//!    change is missed.
//! 2. Each time that files may have changed they are read, the plan is made and held against the ledger of the last one.
//! 3. A good build takes the place of the site that is shown, whole. A failed one leaves it, and its problems are shown
//!    over it.

mod bar;
mod problems;
mod snapshot;

use std::collections::{BTreeSet, HashSet};
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::sync::watch;

use self::problems::Found;
use self::snapshot::{Newest, Snapshot};
use crate::base::{Code, Diagnostic, Diagnostics, Severity, SourcePath};
use crate::input::{Changes, Clock, Options};
use crate::output::Ledger;
use crate::pipeline::{Counts, Pipeline};
use crate::preview::{Exhibit, Outcome, Port, Server, bind};
use crate::report::{self, Format, Report};
use crate::watch::{Means, Watcher};

/// How often the day is looked at, which changes at midnight.
const DAY_CHECK: Duration = Duration::from_secs(60);

/// How soon a file that could not be read is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// What was chosen for a preview.
#[derive(Debug)]
pub struct Settings {
    /// The address to listen on, or its name.
    pub host: String,
    /// The port to listen on.
    pub port: Port,
    /// How changes are noticed.
    pub means: Means,
    /// Whether a browser is opened.
    pub open: bool,
    /// The form of problems on the terminal.
    pub format: Format,
    /// A name for this run of the program.
    pub run: String,
    /// How the steps of the first build, which may take seconds, are told.
    pub progress: Progress,
}

/// How progress is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// On one line of a terminal, which changes.
    Line,
    /// Not at all.
    None,
}

/// What is asked of the machine again and again.
pub struct Ambient<'a> {
    /// What time it is.
    pub clock: &'a dyn Fn() -> Clock,
    /// How long the program has run.
    pub elapsed: &'a dyn Fn() -> Duration,
}

/// Shows the site until the program is ended, and says on `out` what it does.
///
/// # Errors
/// If the folder is missing or cannot be watched, or if the port cannot be had.
pub fn serve(
    options: &Options,
    settings: Settings,
    ambient: &Ambient<'_>,
    out: &mut impl Write,
) -> Result<()> {
    let root = &options.root;
    anyhow::ensure!(root.is_dir(), "there is no folder `{}`; name the site's with `--root`", root.display());
    let bound = bind(&settings.host, settings.port)?;
    let mut watcher = Watcher::new(root, settings.means);
    let mut means = settings.means;
    tell_of_means(out, &mut means, &watcher)?;
    let origin = bound.origin();
    let (mut builder, exhibits) = Builder::new(options, settings.run.into(), ambient);
    let _server = Server::start(bound, exhibits)?;
    let mut terminal = Terminal { out, format: settings.format, progress: settings.progress, last: None };
    terminal.step("reading the project …")?;
    let started = (ambient.elapsed)();
    builder.pipeline.read(&Changes::All);
    let built = builder.built(&Changes::All, started, |step| terminal.step(step).unwrap_or_default());
    terminal.end_of_steps()?;
    terminal.tell(&built)?;
    let address = format!("{origin}{}", builder.exhibit().base);
    writeln!(terminal.out, "preview at {address} (Ctrl+C ends it)")?;
    if settings.open
        && let Err(error) = open::that_detached(&address)
    {
        writeln!(terminal.out, "no browser could be opened: {error}")?;
    }
    loop {
        let changes = watcher.next(builder.patience())?;
        tell_of_means(terminal.out, &mut means, &watcher)?;
        if let Some(built) = builder.follow(changes) {
            terminal.tell(&built).context("cannot write to the terminal")?;
        }
    }
}

/// Says aloud that files are looked at, if that is new.
fn tell_of_means(out: &mut impl Write, means: &mut Means, watcher: &Watcher) -> std::io::Result<()> {
    if std::mem::replace(means, watcher.means()) != watcher.means() {
        writeln!(
            out,
            "the system does not tell of changes in all folders: they are looked at twice a second instead (if there are \
             too many of them, see `fs.inotify.max_user_watches`)"
        )?;
    }
    Ok(())
}

/// Builds again and again, and hands each site to the server.
struct Builder<'a> {
    pipeline: Pipeline,
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
struct Built {
    what: String,
    counts: Counts,
    rendered: usize,
    outputs: usize,
    took: Duration,
    found: Arc<Found>,
    failed: bool,
    /// Whether there is a site to show, of this build or of an earlier one.
    has_site: bool,
}

impl<'a> Builder<'a> {
    fn new(
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

    fn exhibit(&self) -> Arc<Exhibit> {
        Arc::clone(&self.exhibits.borrow())
    }

    /// How long to wait for changes: not for long while something could not be read.
    fn patience(&self) -> Duration {
        if self.pipeline.unreadable().is_empty() { DAY_CHECK } else { RETRY }
    }

    /// Builds if anything has changed, if only the day.
    fn follow(&mut self, changes: Option<Changes>) -> Option<Built> {
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
    fn built(&mut self, changes: &Changes, started: Duration, mut step: impl FnMut(&str)) -> Built {
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

/// Says what happens.
struct Terminal<'o, W: Write> {
    out: &'o mut W,
    format: Format,
    progress: Progress,
    /// What was found by the last build, which was told.
    last: Option<Arc<Found>>,
}

impl<W: Write> Terminal<'_, W> {
    /// What is being done, in the place of what was done before.
    fn step(&mut self, step: &str) -> std::io::Result<()> {
        if self.progress == Progress::Line {
            write!(self.out, "\r\x1b[K{step}")?;
            self.out.flush()?;
        }
        Ok(())
    }

    fn end_of_steps(&mut self) -> std::io::Result<()> {
        self.step("")
    }

    /// One line, and before it every error, and the warnings that are new.
    fn tell(&mut self, built: &Built) -> Result<()> {
        let found = built.found.sorted();
        // Without their lines: words that were added before them make no warning a new one.
        fn name(diagnostic: &Diagnostic) -> (&SourcePath, Code, &str) {
            (diagnostic.span.path(), diagnostic.code, &diagnostic.message)
        }
        let last = self.last.as_deref().map_or(&[][..], Found::sorted);
        let known: HashSet<(&SourcePath, Code, &str)> = last.iter().map(name).collect();
        let is_new = |diagnostic: &&Diagnostic| {
            diagnostic.code.severity() == Severity::Error || !known.contains(&name(diagnostic))
        };
        let told: Vec<Diagnostic> = found.iter().filter(is_new).cloned().collect();
        report::print(self.out, &Report { diagnostics: &told, pages: None }, self.format)?;
        self.last = Some(Arc::clone(&built.found));
        let Built { what, counts, rendered, outputs, took, failed, .. } = built;
        let state = match report::summary(found) {
            Some(counts) if *failed && built.has_site => format!("{counts}; the last good site stays"),
            Some(counts) => counts,
            None => "no problems".into(),
        };
        let (parsed, documents, took) = (counts.parsed, counts.documents, took.as_millis());
        writeln!(
            self.out,
            "{what}: {parsed} of {documents} documents parsed, {rendered} of {outputs} files rendered, {state} ({took} ms)"
        )?;
        self.out.flush()?;
        Ok(())
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
