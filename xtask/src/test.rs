//! All tests in one command, and all checks in another.

use std::env;
use std::error::Error;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{self, Command};

/// Runs every test of the project. Cargo fetches and builds what they need; the data sets, grammars
/// and snapshots that they read are in the tree. Reports are looked at in Chromium, which is installed
/// where this may be done; else those tests are left out, and the end says so.
pub(crate) fn run() -> Result<String, Box<dyn Error>> {
    if browser() {
        cargo(&["test", "--workspace"], &[])?;
        return Ok("all tests passed".to_owned());
    }
    cargo(&["test", "--workspace"], &[("ATURAN_WITHOUT_BROWSER", "1")])?;
    let without = "all tests passed, but none looked at a report: there is no Chromium, and it could \
                   not be installed (on Debian or Ubuntu: `sudo apt-get install chromium`)";
    Ok(without.to_owned())
}

/// Whether there is a Chromium for the tests; tries to install one where there is none.
fn browser() -> bool {
    let there = || {
        env::var_os("ATURAN_CHROMIUM").is_some()
            || ["chromium", "chromium-browser", "google-chrome"]
                .iter()
                .any(|name| quietly(name, &["--version"]))
    };
    if there() {
        return true;
    }
    // Only root may install; for all others this fails at once.
    quietly("apt-get", &["install", "--yes", "--quiet", "chromium"]) && there()
}

/// Whether a command runs to a good end; its output is nobody's.
fn quietly(name: &str, arguments: &[&str]) -> bool {
    let (nothing, nobody) = (process::Stdio::null(), process::Stdio::null());
    let mut command = Command::new(name);
    let done = command
        .args(arguments)
        .stdout(nothing)
        .stderr(nobody)
        .status();
    done.is_ok_and(|status| status.success())
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
