//! The flagship, as a user runs it: its files are written as the language asks.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;
use std::process::{Command, Output};

const FLAGSHIP: &str = "policies/palangka_raya";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn aturan(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aturan"))
        .args(arguments)
        .args(["--language", "en", "--color", "never"])
        .current_dir(root())
        .output()
        .unwrap()
}

#[test]
fn policies_check_without_a_finding() {
    for policy in [
        "policies/nasional",
        FLAGSHIP,
        "examples/glance/glance.aturan",
    ] {
        let done = aturan(&["check", policy, "--deny", "warnings"]);
        assert!(
            done.status.success(),
            "{policy}:\n{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
}
