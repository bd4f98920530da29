//! The forms in which `check` and `test` print for other programs.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

use std::process::{Command, Output};

/// Two mistakes: a misspelt name, and an aid without a source.
const MISTAKEN: &str = r#"policy mistaken "Contoh salah"
  edition 1
  currency IDR

entity family "Keluarga"
  key family_id "Nomor" : text
  expenditure "Pengeluaran" : money per month

aid staple "Sembako, beras: 10 kg" of family
  when expenditur < Rp 600_000 per month
  amount Rp 200_000 per month
"#;

/// One test that passes, one that fails.
const TESTED: &str = r#"policy tested "Contoh uji"
  edition 1
  currency IDR

entity family "Keluarga"
  key family_id "Nomor" : text
  expenditure "Pengeluaran" : money per month

define poor "Miskin" of family = expenditure < Rp 600_000 per month

test "di bawah garis"
  on 2023-11-30
  family expenditure = Rp 500_000
  expect poor = true

test "tepat di garis"
  on 2023-11-30
  family expenditure = Rp 600_000
  expect poor = true
"#;

fn run(command: &str, policy: &str, format: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("policy.aturan"), policy).unwrap();
    Command::new(env!("CARGO_BIN_EXE_aturan"))
        .args([command, "policy.aturan", "--format", format])
        .args(["--color", "never", "--language", "en"])
        .current_dir(folder.path())
        .output()
        .unwrap()
}

/// What is printed; it says nothing on the side, and ends as findings do.
fn printed(command: &str, policy: &str, format: &str) -> String {
    let done = run(command, policy, format);
    assert_eq!(done.status.code(), Some(1));
    assert!(
        done.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let version = env!("CARGO_PKG_VERSION");
    let text = String::from_utf8(done.stdout).unwrap();
    text.replace(
        &format!("\"version\": \"{version}\""),
        "\"version\": \"VERSION\"",
    )
}

#[test]
fn findings_in_every_form() {
    for format in ["json", "github", "sarif", "junit"] {
        insta::assert_snapshot!(
            format!("check_{format}"),
            printed("check", MISTAKEN, format)
        );
    }
}

#[test]
fn tests_in_every_form() {
    for format in ["json", "github", "sarif", "junit"] {
        insta::assert_snapshot!(format!("test_{format}"), printed("test", TESTED, format));
    }
}

#[test]
fn a_form_without_figures_is_refused_where_figures_are_asked_for() {
    let done = Command::new(env!("CARGO_BIN_EXE_aturan"))
        .args(["run", "policy.aturan", "--data", ".", "--format", "sarif"])
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(2));
}
