//! `aturan data`: what a policy needs is what a run reads; what is wrong with data is counted and shown.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "command/mod.rs"]
mod command;

use command::Desk;
use serde_json::Value;

#[test]
fn a_clean_data_set_is_clean() {
    let desk = Desk::glance();
    let done = desk.aturan(&["data", "check", "policy.aturan", "--data", "data"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    insta::assert_snapshot!(done.out);
    assert_eq!(desk.run(&["--strict"]).code, Some(0));
}

#[test]
fn faults_are_counted_by_reason_with_the_first_row() {
    let desk = Desk::glance();
    desk.edit("data/family.csv", "F01;", "F01x;");
    desk.edit("data/member.csv", ";male;", ";mal;");
    let done = desk.aturan(&["data", "check", "policy.aturan", "--data", "data"]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    insta::assert_snapshot!(done.out);
    let done = desk.aturan(&[
        "data",
        "check",
        "policy.aturan",
        "--data",
        "data",
        "--format",
        "json",
    ]);
    let data: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(data["format_version"], "1.0");
    for level in data["levels"].as_array().unwrap() {
        let count = |key: &str| level[key].as_u64().unwrap();
        assert_eq!(count("read"), count("accepted") + count("rejected"));
    }
    let rejected: u64 = data["levels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["rejected"].as_u64().unwrap())
        .sum();
    assert!(rejected > 0);
}

#[test]
fn the_schema_is_what_a_run_asks_for() {
    let desk = Desk::glance();
    let done = desk.aturan(&["data", "schema", "policy.aturan", "--on", "2023-11-30"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    insta::assert_snapshot!(done.out);
}

#[test]
fn a_sample_fits_its_policy_and_follows_its_seed() {
    let desk = Desk::glance();
    let sample = |seed: &str, out: &str| {
        let on = [
            "--on",
            "2023-11-30",
            "--rows",
            "300",
            "--seed",
            seed,
            "--out",
            out,
        ];
        let arguments: Vec<&str> = ["data", "sample", "policy.aturan"]
            .into_iter()
            .chain(on)
            .collect();
        let done = desk.aturan(&arguments);
        assert_eq!(done.code, Some(0), "{}", done.err);
        ["village.csv", "family.csv", "member.csv"].map(|file| desk.read(&format!("{out}/{file}")))
    };
    let first = sample("1", "a");
    assert_eq!(first, sample("1", "b"));
    assert_ne!(first, sample("2", "c"));
    for out in ["a", "c"] {
        let done = desk.aturan(&["data", "check", "policy.aturan", "--data", out]);
        assert_eq!(done.code, Some(0), "{}{}", done.out, done.err);
        assert!(!done.out.contains("not asked"), "{}", done.out);
        let done = desk.aturan(&["run", "policy.aturan", "--data", out, "--out", "results"]);
        assert_eq!(done.code, Some(0), "{}{}", done.out, done.err);
        let summary: Value = serde_json::from_str(&desk.read("results/summary.json")).unwrap();
        // The made-up families stand on both sides of every line, so that a run shows something.
        for class in summary["classes"][0]["classes"].as_array().unwrap() {
            assert!(class["rows"].as_u64().unwrap() > 0, "{class}");
        }
    }
    let again = desk.aturan(&["data", "sample", "policy.aturan", "--out", "a"]);
    assert_eq!(again.code, Some(2), "{}", again.out);
}

#[test]
fn a_printed_description_reads_the_data_it_describes() {
    let desk = Desk::glance();
    assert_eq!(desk.aturan(&["new", "made"]).code, Some(0));
    let done = desk.aturan(&["data", "schema", "made", "--on", "2023-11-30", "--toml"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    insta::assert_snapshot!(done.out);
    desk.write("made/data/dataset.toml", done.out);
    let done = desk.aturan(&["data", "check", "made", "--data", "made/data"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.out.contains("No row is rejected."), "{}", done.out);
}
