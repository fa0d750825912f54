//! Floor 7: arguments and environment become a command with decided options, which is then run.

mod making;
mod telling;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;

use making::{InitArguments, NewArguments};
use telling::{CompletionsArguments, ExplainArguments, ManualArguments};

use crate::base::{BaseUrl, Diagnostics, Digest, Moment};
use crate::commands::{self, Ambient, Carried, Progress, Recorded, Settings, Strictness};
use crate::input::{Clock, Options};
use crate::preview::Port;
use crate::publish::Published;
use crate::report::{self, Format, Paint, Report};
use crate::site::{PageAudit, audit};
use crate::watch::Means;

/// A static site generator for briefings that people can check.
#[derive(Debug, Parser)]
#[command(version, about, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check, render and publish the site.
    Build(BuildArguments),
    /// Do everything that `build` does, but write nothing.
    Check(CommonArguments),
    /// Show the site in a browser, and every change as soon as it is saved.
    Serve(ServeArguments),
    /// Record that translations follow what their originals say today.
    Translated(TranslatedArguments),
    /// Make a new site in an empty folder.
    Init(InitArguments),
    /// Begin a brief, or an entry of a registry.
    New(NewArguments),
    /// Say what the code of a problem means, with an example and its cure.
    Explain(ExplainArguments),
    /// Write completions for a shell.
    Completions(CompletionsArguments),
    /// Write a page of the manual, in the format of `man`.
    Manual(ManualArguments),
}

#[derive(Debug, Args)]
struct ServeArguments {
    /// The port to listen on; 0 for any that is free [default: 1111, or the next that is free].
    #[arg(short, long, value_name = "N")]
    port: Option<u16>,
    /// The address to listen on; `0.0.0.0` shows the site to the whole network.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    host: String,
    /// Open the site in a browser.
    #[arg(long)]
    open: bool,
    /// Leave drafts out, as `build` does.
    #[arg(long)]
    no_drafts: bool,
    /// Look for changes twice a second, where the file system tells of none.
    #[arg(long)]
    poll: bool,
    /// How to report problems.
    #[arg(long, value_enum, default_value_t = ServeFormatName::Text)]
    format: ServeFormatName,
    #[command(flatten)]
    site: SiteArguments,
}

#[derive(Debug, Args)]
struct TranslatedArguments {
    /// The translations that were brought up to date: Markdown files of the site.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    site: SiteArguments,
}

#[derive(Debug, Args)]
struct BuildArguments {
    /// The directory to publish into [default: `public` in the site's folder].
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    common: CommonArguments,
}

/// What every command needs to know of the site.
#[derive(Debug, Args)]
struct SiteArguments {
    /// The folder of the site.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Where the site is published, in place of `base_url` in `site.toml`.
    #[arg(long, value_name = "URL", value_parser = BaseUrl::new)]
    base_url: Option<BaseUrl>,
    /// The day to take for today [default: the date in the site's time zone].
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<Date>,
    /// When to use colours.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorName::Auto)]
    color: ColorName,
    /// How many threads to use [default: one for each processor].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
}

#[derive(Debug, Args)]
struct CommonArguments {
    #[command(flatten)]
    site: SiteArguments,
    /// Include drafts.
    #[arg(long)]
    drafts: bool,
    /// Let warnings stand in the way like errors.
    #[arg(long)]
    strict: bool,
    /// How to report problems.
    #[arg(long, value_enum, default_value_t = FormatName::Text)]
    format: FormatName,
    /// Say nothing but problems.
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatName {
    /// With excerpts, for people.
    Text,
    /// A line each, for editors.
    Short,
    /// JSON, for programs.
    Json,
    /// Annotations on GitHub.
    Github,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ServeFormatName {
    /// With excerpts, for people.
    Text,
    /// A line each, for editors.
    Short,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ColorName {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

fn day(text: &str) -> Result<Date, String> {
    let moment = Moment::parse(text).filter(|_| text.len() == 10);
    moment.map(|moment| moment.day()).ok_or_else(|| "write a day as `2024-11-01`".to_owned())
}

/// Runs the program and says how it ended: 0 if all is well, 1 if there are problems, 2 for wrong usage.
/// `carried` are the files that the program carries.
pub fn run(carried: Carried) -> ExitCode {
    let started = Instant::now();
    let result = match Arguments::parse().command {
        Command::Build(arguments) => build(&arguments, started),
        Command::Check(arguments) => check(&arguments),
        Command::Serve(arguments) => serve(&arguments, started),
        Command::Translated(arguments) => translated(&arguments),
        Command::Init(arguments) => making::init(&arguments, carried),
        Command::New(arguments) => making::new(&arguments, carried),
        Command::Explain(arguments) => telling::explain(&arguments),
        Command::Completions(arguments) => telling::completions(&arguments),
        Command::Manual(arguments) => telling::manual(&arguments),
    };
    result.unwrap_or_else(|error| {
        let _ = writeln!(io::stderr(), "error: {error:#}");
        ExitCode::FAILURE
    })
}

/// When the program started. The only use of a clock but for the date: to say how long a build took.
#[derive(Clone, Copy)]
struct Instant(std::time::Instant);

impl Instant {
    #[expect(clippy::disallowed_methods, reason = "this is the reader of the clock")]
    fn now() -> Instant {
        Instant(std::time::Instant::now())
    }
}

fn build(arguments: &BuildArguments, started: Instant) -> Result<ExitCode> {
    let common = &arguments.common;
    let options = options(&common.site, common.drafts)?;
    let output = arguments.output.clone().unwrap_or_else(|| common.site.root.join("public"));
    let mut diagnostics = Diagnostics::default();
    let result = commands::build(&mut diagnostics, &options, &output, strictness(common), program());
    let code = match common.format {
        FormatName::Text | FormatName::Short => finish(common, diagnostics, None, io::stderr())?,
        FormatName::Json | FormatName::Github => finish(common, diagnostics, None, io::stdout())?,
    };
    if let Some(published) = result?
        && !common.quiet
    {
        let took = started.0.elapsed().as_millis();
        let name = output.display();
        writeln!(io::stderr(), "published {} into {name} in {took} ms", counts(published))?;
    }
    Ok(code)
}

/// The digest of this program: what another one made of a site says nothing of what this one makes.
#[expect(clippy::disallowed_methods, reason = "this is the reader of the program itself")]
fn program() -> Digest {
    let read = || Digest::of_reader(std::fs::File::open(std::env::current_exe()?)?);
    // One that cannot be read is like no other.
    read().unwrap_or_else(|_| Digest::of(&now().as_nanosecond().to_le_bytes()))
}

fn counts(published: Published) -> String {
    let Published { written, deleted, unchanged } = published;
    let files = written + unchanged;
    let noun = if files == 1 { "file" } else { "files" };
    format!("{files} {noun} ({written} written, {deleted} deleted, {unchanged} unchanged)")
}

fn check(arguments: &CommonArguments) -> Result<ExitCode> {
    let options = options(&arguments.site, arguments.drafts)?;
    let mut diagnostics = Diagnostics::default();
    let site = commands::check(&mut diagnostics, &options);
    finish(arguments, diagnostics, Some(site.as_deref().map(audit).unwrap_or_default()), io::stdout())
}

fn translated(arguments: &TranslatedArguments) -> Result<ExitCode> {
    let options = options(&arguments.site, true)?;
    let mut diagnostics = Diagnostics::default();
    let recorded = commands::translated(&mut diagnostics, &options, &arguments.paths);
    let refused = Strictness::Errors.refuses(&diagnostics);
    let mut err = io::stderr();
    let format = Format::Text(paint(arguments.site.color, &err));
    let found = diagnostics.into_sorted();
    report::print(&mut err, &Report { diagnostics: &found, pages: None }, format)?;
    if let Some(summary) = report::summary(&found) {
        writeln!(err, "{summary}")?;
    }
    for Recorded { path, original, date, is_new } in recorded? {
        let now = if is_new { "now" } else { "already" };
        writeln!(io::stdout(), "{path} {now} follows {original} as of {date}")?;
    }
    Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn serve(arguments: &ServeArguments, started: Instant) -> Result<ExitCode> {
    /// Easy to remember, free on most machines, and what writers of sites know from elsewhere.
    const USUAL_PORT: u16 = 1111;
    let options = options(&arguments.site, !arguments.no_drafts)?;
    let mut out = io::stderr();
    let format = match arguments.format {
        ServeFormatName::Text => Format::Text(paint(arguments.site.color, &out)),
        ServeFormatName::Short => Format::Short,
    };
    let settings = Settings {
        host: arguments.host.clone(),
        port: arguments.port.map_or(Port::Usual(USUAL_PORT), Port::Asked),
        means: if arguments.poll { Means::Polling } else { Means::Events },
        open: arguments.open,
        format,
        run: format!("{:x}", now().as_nanosecond()),
        progress: if out.is_terminal() { Progress::Line } else { Progress::None },
    };
    let today = arguments.site.today;
    let ambient = Ambient { clock: &|| clock(today), elapsed: &|| started.0.elapsed() };
    commands::serve(&options, settings, &ambient, &mut out)?;
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::disallowed_methods, reason = "this is the reader of the clock")]
fn now() -> Timestamp {
    Timestamp::now()
}

fn clock(today: Option<Date>) -> Clock {
    today.map_or_else(|| Clock::Instant(now()), Clock::Day)
}

fn options(arguments: &SiteArguments, drafts: bool) -> Result<Options> {
    if let Some(jobs) = arguments.jobs {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(jobs.into());
        threads.build_global().context("cannot start threads")?;
    }
    let (root, base_url) = (arguments.root.clone(), arguments.base_url.clone());
    Ok(Options { root, drafts, base_url, clock: clock(arguments.today) })
}

fn strictness(arguments: &CommonArguments) -> Strictness {
    if arguments.strict { Strictness::Warnings } else { Strictness::Errors }
}

/// Prints the problems and decides how the program ends.
fn finish(
    arguments: &CommonArguments,
    diagnostics: Diagnostics,
    pages: Option<Vec<PageAudit<'_>>>,
    mut out: impl Write + IsTerminal,
) -> Result<ExitCode> {
    let refused = strictness(arguments).refuses(&diagnostics);
    let found = diagnostics.into_sorted();
    let format = format(arguments, &out);
    report::print(&mut out, &Report { diagnostics: &found, pages }, format)?;
    if let Some(summary) = report::summary(&found)
        && matches!(format, Format::Text(_) | Format::Short)
    {
        writeln!(io::stderr(), "{summary}")?;
    }
    Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn format(arguments: &CommonArguments, out: &impl IsTerminal) -> Format {
    match arguments.format {
        FormatName::Text => Format::Text(paint(arguments.site.color, out)),
        FormatName::Short => Format::Short,
        FormatName::Json => Format::Json,
        FormatName::Github => Format::Github,
    }
}

fn paint(color: ColorName, out: &impl IsTerminal) -> Paint {
    // https://no-color.org: any value but an empty one.
    let refused = || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    match color {
        ColorName::Always => Paint::Colour,
        ColorName::Auto if out.is_terminal() && !refused() => Paint::Colour,
        ColorName::Auto | ColorName::Never => Paint::Plain,
    }
}
