//! What-ifs as a user asks them: runs under scenarios and settings, over a town of twelve families.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

mod compare;
mod number;
mod one_row;
mod run;
mod simulate;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const POLICY: &str = "tests/what_if/policy.aturan";
const DATA: &str = "tests/what_if/data";

/// Runs the command from the root of the project, in English.
fn aturan(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aturan"))
        .args(arguments)
        .args(["--color", "never"])
        .env("ATURAN_LANGUAGE", "en")
        .env("COLUMNS", "120")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

fn stdout(done: &Output) -> String {
    String::from_utf8(done.stdout.clone()).unwrap()
}

fn stderr(done: &Output) -> String {
    String::from_utf8(done.stderr.clone()).unwrap()
}

/// The JSON that a command prints.
fn json(arguments: &[&str]) -> Value {
    let done = aturan(&[arguments, &["--format", "json"]].concat());
    assert!(done.status.success(), "{}", stderr(&done));
    serde_json::from_str(&stdout(&done)).unwrap()
}

fn json_file(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The member of a list with a name.
fn named<'a>(list: &'a Value, name: &str) -> &'a Value {
    let mut all = list.as_array().unwrap().iter();
    all.find(|it| it["name"] == name).unwrap()
}
