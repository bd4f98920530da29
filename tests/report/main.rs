//! Reports as their readers get them: what stands in the page and the workbook, and how a browser shows it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops at the first surprise"
)]

mod book;
mod browser;
mod look;
mod page;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A town of twelve families, and what-ifs for it.
const POLICY: &str = "tests/what_if/policy.aturan";
const DATA: &str = "tests/what_if/data";

/// A folder of the test, where its reports go.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command over the town with `--report`, and reads what it left.
    fn report(&self, name: &str, arguments: &[&str]) -> Vec<u8> {
        let file = self.path(name);
        let done = aturan(&[arguments, &["--report", file.to_str().unwrap()]].concat());
        assert!(
            done.status.code() != Some(2),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        std::fs::read(file).unwrap()
    }

    /// `aturan run` over the town; the page, and the summary beside it.
    fn run(&self, more: &[&str]) -> (String, Value) {
        let out = self.path("out");
        let out = out.to_str().unwrap();
        let base = ["run", POLICY, "--data", DATA, "--out", out];
        let page = self.report("run.html", &[&base, more].concat());
        let summary = std::fs::read_to_string(Path::new(out).join("summary.json")).unwrap();
        (
            String::from_utf8(page).unwrap(),
            serde_json::from_str(&summary).unwrap(),
        )
    }
}

/// Runs the command from the root of the project, in English.
fn aturan(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aturan"))
        .args(arguments)
        .args(["--color", "never"])
        .env("ATURAN_LANGUAGE", "en")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}
