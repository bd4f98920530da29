//! The one door for chores: `cargo xtask <chore>`.
mod city;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask <chore>

  test            pass all tests of the workspace
  data            remake the synthetic city in examples/palangka_raya
  data --check    remake it in memory and compare every row with the committed files";

#[expect(
    clippy::disallowed_methods,
    reason = "the door for chores reads its arguments"
)]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test"] => test(),
        ["data"] => city::write(),
        ["data", "--check"] => city::check(),
        _ => Err(USAGE.into()),
    };
    finish(done)
}

/// Prints what a chore has to say; a failure goes to the error stream.
fn finish(done: Result<String, Box<dyn Error>>) -> ExitCode {
    let (said, code) = match done {
        Ok(report) => (writeln!(std::io::stdout(), "{report}"), ExitCode::SUCCESS),
        Err(error) => (writeln!(std::io::stderr(), "{error}"), ExitCode::FAILURE),
    };
    if said.is_ok() {
        code
    } else {
        ExitCode::FAILURE
    }
}

/// Runs all tests of the workspace; what they need, cargo brings.
fn test() -> Result<String, Box<dyn Error>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = std::process::Command::new(cargo)
        .args(["test", "--workspace"])
        .status()?;
    if status.success() {
        Ok("all tests pass".to_owned())
    } else {
        Err("some tests fail".into())
    }
}
