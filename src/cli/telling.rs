//! The commands that tell something of the program itself: codes, completions, the manual.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use super::Arguments;
use crate::base::{Code, nearest};
use crate::commands;

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// The code of a problem, as reports have it in brackets; all of them are listed if it is left out.
    #[arg(value_parser = code)]
    code: Option<Code>,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// The shell to write them for.
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManualArguments {
    /// The command whose page to write; that of the program itself if it is left out.
    #[arg(value_parser = command)]
    command: Option<String>,
}

fn code(name: &str) -> Result<Code, String> {
    Code::named(name).ok_or_else(|| match nearest(name, Code::ALL.iter().map(|code| code.name())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`briefgen explain` lists all codes".to_owned(),
    })
}

fn command(name: &str) -> Result<String, String> {
    let program = Arguments::command();
    let mut names = program.get_subcommands().map(clap::Command::get_name);
    if names.any(|known| known == name) {
        return Ok(name.to_owned());
    }
    let near = nearest(name, program.get_subcommands().map(clap::Command::get_name));
    Err(near.map_or_else(|| "there is no such command".to_owned(), |near| format!("did you mean `{near}`?")))
}

pub(super) fn explain(arguments: &ExplainArguments) -> Result<ExitCode> {
    tell(arguments.code.map_or_else(commands::codes, commands::explained).as_bytes())
}

pub(super) fn completions(arguments: &CompletionsArguments) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "briefgen", &mut script);
    tell(&script)
}

pub(super) fn manual(arguments: &ManualArguments) -> Result<ExitCode> {
    let mut program = Arguments::command();
    program.build();
    // Built, a command knows to whom it belongs, and its page is called as those of parts are: `briefgen-build`.
    let command = arguments.command.as_ref().and_then(|name| program.find_subcommand(name).cloned());
    let mut page = Vec::new();
    Man::new(command.unwrap_or(program)).render(&mut page)?;
    tell(&page)
}

/// Writes it all; whoever reads only the beginning, as `head` does, is no error.
fn tell(bytes: &[u8]) -> Result<ExitCode> {
    match io::stdout().write_all(bytes) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}
