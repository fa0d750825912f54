//! Floor 7: arguments and environment become a command with decided options, which is then run.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::base::{BaseUrl, Diagnostics, Moment};
use crate::commands::{self, Strictness};
use crate::input::{Clock, Options};
use crate::publish::Published;
use crate::report::{self, Format, Paint, Report};
use crate::site::{PageAudit, audit};

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
}

#[derive(Debug, Args)]
struct BuildArguments {
    /// The directory to publish into [default: `public` in the site's folder].
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    common: CommonArguments,
}

#[derive(Debug, Args)]
struct CommonArguments {
    /// The folder of the site.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Where the site is published, in place of `base_url` in `site.toml`.
    #[arg(long, value_name = "URL", value_parser = BaseUrl::new)]
    base_url: Option<BaseUrl>,
    /// Include drafts.
    #[arg(long)]
    drafts: bool,
    /// Let warnings stand in the way like errors.
    #[arg(long)]
    strict: bool,
    /// The day to take for today [default: the date in the site's time zone].
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<Date>,
    /// How to report problems.
    #[arg(long, value_enum, default_value_t = FormatName::Text)]
    format: FormatName,
    /// When to use colours.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorName::Auto)]
    color: ColorName,
    /// How many threads to use [default: one for each processor].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
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
pub fn run() -> ExitCode {
    let started = Instant::now();
    let result = match Arguments::parse().command {
        Command::Build(arguments) => build(&arguments, started),
        Command::Check(arguments) => check(&arguments),
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
    let options = options(common)?;
    let output = arguments.output.clone().unwrap_or_else(|| common.root.join("public"));
    let mut diagnostics = Diagnostics::default();
    let result = commands::build(&mut diagnostics, &options, &output, strictness(common));
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

fn counts(published: Published) -> String {
    let Published { written, deleted, unchanged } = published;
    let files = written + unchanged;
    let noun = if files == 1 { "file" } else { "files" };
    format!("{files} {noun} ({written} written, {deleted} deleted, {unchanged} unchanged)")
}

fn check(arguments: &CommonArguments) -> Result<ExitCode> {
    let options = options(arguments)?;
    let mut diagnostics = Diagnostics::default();
    let site = commands::check(&mut diagnostics, &options);
    finish(arguments, diagnostics, Some(site.as_deref().map(audit).unwrap_or_default()), io::stdout())
}

fn options(arguments: &CommonArguments) -> Result<Options> {
    if let Some(jobs) = arguments.jobs {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(jobs.into());
        threads.build_global().context("cannot start threads")?;
    }
    #[expect(clippy::disallowed_methods, reason = "this is the reader of the clock")]
    let clock = arguments.today.map_or_else(|| Clock::Instant(Timestamp::now()), Clock::Day);
    let (root, base_url) = (arguments.root.clone(), arguments.base_url.clone());
    Ok(Options { root, drafts: arguments.drafts, base_url, clock })
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
        FormatName::Text => Format::Text(paint(arguments.color, out)),
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
