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
    assert_eq!(data["format_version"], 1);
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
