//! The `briefgen` program. Everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    briefgen::cli::run()
}
