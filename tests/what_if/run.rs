//! `run` and `check` under `--scenario` and `--set`.

use super::{DATA, POLICY, aturan, json, json_file, named, stderr, stdout};

fn granted(options: &[&str]) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let summary = json(&[&["run", POLICY, "--data", DATA, "--out", out], options].concat());
    named(&summary["aids"], "cash")["count"]["decided"]
        .as_u64()
        .unwrap()
}

#[test]
fn a_run_under_a_scenario_gives_its_figures() {
    // Two places in each village.
    assert_eq!(granted(&[]), 4);
    assert_eq!(granted(&["--set", "cash.quota = 3"]), 6);
    assert_eq!(
        granted(&["--set", "places = places + 5", "--set", "line = Rp 300_000"]),
        2
    );
    assert_eq!(granted(&["--scenario", "up", "--scenario", "strict"]), 2);
}

#[test]
fn a_run_says_under_which_scenario_it_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let what_if = ["--scenario", "up", "--set", "places = 5"];
    let done = aturan(&[&["run", POLICY, "--data", DATA, "--out", out], &what_if[..]].concat());
    assert!(done.status.success(), "{}", stderr(&done));
    assert!(stdout(&done).contains("What if: up; places = 5\n"));
    let receipt = json_file(&folder.path().join("run.json"));
    assert_eq!(receipt["settings"]["scenarios"][0], "up");
    assert_eq!(receipt["settings"]["set"][0], "places = 5");
    let summary = json_file(&folder.path().join("summary.json"));
    assert_eq!(summary["what_if"][1], "places = 5");
}

#[test]
fn what_does_not_fit_is_shown_at_the_argument() {
    let done = aturan(&["check", POLICY, "--set", "line = 3", "--scenario", "upp"]);
    assert_eq!(done.status.code(), Some(1));
    insta::assert_snapshot!("at_the_argument", stderr(&done));
}

#[test]
fn a_scenario_applies_once() {
    let done = aturan(&["check", POLICY, "--scenario", "up", "--scenario", "up"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(stderr(&done).contains("`up` is named twice"));
}

#[test]
fn a_run_says_what_to_find_out_first() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let done = aturan(&["run", POLICY, "--data", DATA, "--out", out]);
    assert!(stdout(&done).contains("To find out first: 1 Keluarga open\n"));
    let summary = json_file(&folder.path().join("summary.json"));
    let first = &summary["verify_first"];
    assert_eq!(
        (&first["open"], &first["not_by_answers"]),
        (&1.into(), &0.into())
    );
    let answer = &first["answers"][0];
    assert_eq!(answer["field"], "family.per_capita");
    assert_eq!(
        (&answer["lacking"], &answer["settled"]),
        (&1.into(), &1.into())
    );
}
