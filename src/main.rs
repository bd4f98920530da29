//! The `aturan` command: reads files, asks the library, writes results.

mod cli;
mod io;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
