//! The one door for chores: `cargo xtask <chore>`.
mod bench;
mod city;
mod codegen;
mod test;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask <chore>

  test            run every test of the project
  ci              run everything that a change must pass
  codegen         remake the table of diagnostic pages and the words of the grammar
  schemas         remake the JSON schemas in docs/schemas from the types that commands print
  bench DATA [--runs N] [NAME=COMMAND ...]
                  time the benchmark policy over a folder of its data, beside other programs
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
        ["test"] => test::run(),
        ["ci"] => test::ci(),
        ["codegen"] => codegen::write(),
        ["schemas"] => codegen::schemas(),
        ["bench", words @ ..] => bench::run(words),
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
