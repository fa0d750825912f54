//! `briefgen serve`: the pipeline run again at every change, and what came of it shown to browsers.
//!
//! 1. The port is taken and the project watched before the first build, so that neither is found wanting after it and no
//!    change is missed.
//! 2. Each time that files may have changed they are read, the plan is made and held against the ledger of the last one.
//! 3. A good build takes the place of the site that is shown, whole. A failed one leaves it, and its problems are shown
//!    over it.

mod bar;
mod builder;
mod problems;
mod snapshot;
mod terminal;

use std::io::Write;

use anyhow::{Context, Result};

pub use self::builder::Ambient;
use self::builder::Builder;
pub use self::terminal::Progress;
use self::terminal::Terminal;
use crate::input::{Changes, Options};
use crate::preview::{Port, Server, bind};
use crate::report::Format;
use crate::watch::{Means, Watcher};

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
    let mut terminal = Terminal::new(out, settings.format, settings.progress);
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
