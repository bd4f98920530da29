//! All tests in one command, and all checks in another.

use std::env;
use std::error::Error;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{self, Command};

/// Runs every test of the project. Cargo fetches and builds what they need; the data sets, grammars
/// and snapshots that they read are in the tree.
pub(crate) fn run() -> Result<String, Box<dyn Error>> {
    cargo(&["test", "--workspace"], &[])?;
    Ok("all tests passed".to_owned())
}

/// Runs everything that a change must pass.
pub(crate) fn ci() -> Result<String, Box<dyn Error>> {
    let mut command = Command::new("bash");
    command.arg(".ci/run");
    finish(command, ".ci/run")?;
    Ok("the change can go in".to_owned())
}

/// Runs cargo at the root of the project, its output going where ours goes.
pub(crate) fn cargo(arguments: &[&str], variables: &[(&str, &str)]) -> Result<(), Box<dyn Error>> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(arguments).envs(variables.iter().copied());
    finish(command, &format!("cargo {}", arguments.join(" ")))
}

/// Runs a command to its end; if it fails, this process ends with the same exit code.
fn finish(mut command: Command, name: &str) -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let status = command.current_dir(root).status()?;
    if !status.success() {
        writeln!(io::stderr(), "`{name}` failed: {status}")?;
        process::exit(status.code().unwrap_or(1));
    }
    Ok(())
}
