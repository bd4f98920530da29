//! `test` and `explain` under `--scenario` and `--set`.

use super::{DATA, POLICY, aturan, json, stderr, stdout};

const ROW: &str = "6271990000000003";

#[test]
fn one_family_is_explained_under_a_scenario() {
    let explain = ["explain", POLICY, "--data", DATA, ROW];
    let welfare = |options: &[&str]| {
        let found = json(&[&explain, &["welfare"][..], options].concat());
        found["explanations"][0]["outcome"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    // Spending of 310,000 under lines of 500,000 and 600,000, of which six tenths.
    assert_eq!(welfare(&[]), "poor");
    assert_eq!(welfare(&["--scenario", "up"]), "very_poor");
    let found = json(&[&explain, &["--scenario", "up"][..]].concat());
    assert_eq!(found["what_if"][0], "up");
    let done = aturan(&[&explain, &["cash", "--set", "line = Rp 300_000"][..]].concat());
    assert!(
        stdout(&done).starts_with("What if: line = Rp 300_000\n"),
        "{}",
        stderr(&done)
    );
}

#[test]
fn tests_run_under_a_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.aturan");
    let text = std::fs::read_to_string(POLICY).unwrap();
    let test = "\ntest \"batas\"\n  on 2023-06-01\n  family per_capita = Rp 510_000, refuses = false, listed = false\n  expect welfare = not_poor\n";
    std::fs::write(&policy, text + test).unwrap();
    let policy = policy.to_str().unwrap();
    assert!(aturan(&["test", policy]).status.success());
    let done = aturan(&["test", policy, "--scenario", "up"]);
    assert_eq!(done.status.code(), Some(1));
    assert!(stdout(&done).starts_with("What if: up\nFAIL  batas\n"));
}
