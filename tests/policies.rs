//! The flagship, as a user runs it: its files are written as the language asks.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

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

#[test]
fn a_wrong_type_fails_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wrong.aturan");
    let text = "policy wrong \"Salah\"\n  edition 1\n  currency IDR\n\n\
                entity family \"Keluarga\"\n  key family_id \"Nomor\" : text\n\
                \x20 expenditure \"Pengeluaran\" : money per month\n\n\
                define high \"Tinggi\" of family = expenditure > 5\n";
    std::fs::write(&path, text).unwrap();
    let done = aturan(&["check", path.to_str().unwrap()]);
    assert_eq!(done.status.code(), Some(1));
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(said.contains("check::type_mismatch"), "{said}");
}
