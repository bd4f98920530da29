//! Golden results: `aturan test` compares what a policy gives over data with what is kept beside it.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[expect(dead_code, reason = "another test runs policies over data")]
mod command;

use command::Desk;

/// A policy of one file, with golden results over its data.
fn desk() -> Desk {
    let desk = Desk::glance();
    desk.write("policy.sample.snapshot.toml", "data = \"data\"\n");
    desk
}

#[test]
fn results_are_kept_once_accepted_and_a_change_shows() {
    let desk = desk();
    let done = desk.aturan(&["test", "policy.aturan"]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert!(
        done.out.contains("FAIL  results policy.sample"),
        "{}",
        done.out
    );
    assert!(!desk.path("policy.sample.snapshot.txt").exists());

    let done = desk.aturan(&["test", "policy.aturan", "--accept"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    insta::assert_snapshot!("kept", desk.read("policy.sample.snapshot.txt"));
    let done = desk.aturan(&["test", "policy.aturan"]);
    assert_eq!(done.code, Some(0), "{}", done.out);
    assert!(
        done.out.contains("ok    results policy.sample\n"),
        "{}",
        done.out
    );
    // The same in every language.
    let done = desk.aturan_in("id", &["test", "policy.aturan"]);
    assert_eq!(done.code, Some(0), "{}", done.out);

    let before = desk.read("policy.sample.snapshot.txt");
    desk.edit("policy.aturan", "  quota    3_171\n", "  quota    2\n");
    let done = desk.aturan(&["test", "policy.aturan"]);
    assert_eq!(done.code, Some(1));
    insta::assert_snapshot!("changed", done.out);
    let done = desk.aturan_in("id", &["test", "policy.aturan"]);
    insta::assert_snapshot!("changed_id", done.out);
    assert_eq!(
        desk.read("policy.sample.snapshot.txt"),
        before,
        "nothing is written unasked"
    );
    let done = desk.aturan(&["test", "policy.aturan", "--accept"]);
    assert_eq!(done.code, Some(0));
    assert!(
        done.out.contains("kept  results policy.sample"),
        "{}",
        done.out
    );
    assert_ne!(desk.read("policy.sample.snapshot.txt"), before);
}

#[test]
fn the_change_is_in_every_form() {
    let desk = desk();
    desk.aturan(&["test", "policy.aturan", "--accept"]);
    desk.edit("policy.aturan", "  quota    3_171\n", "  quota    2\n");
    let of = |format: &str| desk.aturan(&["test", "policy.aturan", "--format", format]);
    let github = of("github");
    assert_eq!(github.code, Some(1));
    let place = "::error file=policy.sample.snapshot.toml,line=1,";
    assert!(github.out.starts_with(place), "{}", github.out);
    let json: serde_json::Value = serde_json::from_str(&of("json").out).unwrap();
    assert_eq!(json["snapshots"][0]["outcome"], "failed");
    let diff = json["snapshots"][0]["diff"].as_str().unwrap();
    assert!(diff.contains("\n-pkh.granted = "), "{diff}");
    assert!(of("sarif").out.contains("\"test::results_changed\""));
    let junit = of("junit").out;
    assert!(
        junit.contains("<failure") && junit.contains("+pkh.granted"),
        "{junit}"
    );
}

#[test]
fn a_description_may_name_a_day_and_what_is_varied() {
    let desk = desk();
    let other = "data = \"data\"\non = 2023-06-01\nset = [\"pkh.quota = 1\"]\n";
    desk.write("policy.one.snapshot.toml", other);
    let done = desk.aturan(&["test", "policy.aturan", "--accept", "--run", "one"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let kept = desk.read("policy.one.snapshot.txt");
    assert!(
        kept.contains("date = 2023-06-01\nunder = pkh.quota = 1\n"),
        "{kept}"
    );
    assert!(kept.contains("pkh.granted = 1\n"), "{kept}");
    assert!(
        !desk.path("policy.sample.snapshot.txt").exists(),
        "only what `--run` wants"
    );
}

#[test]
fn what_cannot_be_kept_is_said() {
    let desk = Desk::glance();
    let done = desk.aturan(&["test", "policy.aturan", "--accept"]);
    assert_eq!(done.code, Some(2));
    assert!(
        done.err
            .contains("no results of `policy.aturan` are to be kept"),
        "{}",
        done.err
    );
    desk.write("policy.sample.snapshot.toml", "date = \"data\"\n");
    let done = desk.aturan(&["test", "policy.aturan"]);
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("unknown field `date`"), "{}", done.err);
    desk.write("policy.sample.snapshot.toml", "data = \"nowhere\"\n");
    let done = desk.aturan(&["test", "policy.aturan"]);
    assert_eq!(done.code, Some(2), "{}", done.err);
    assert!(done.err.contains("nowhere"), "{}", done.err);
}
