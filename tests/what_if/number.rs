//! `sweep` and `solve`: one number moved, and the value that meets a goal.

use serde_json::Value;

use super::{DATA, POLICY, aturan, json, stderr, stdout};

fn sweep(range: &str, more: &[&str]) -> std::process::Output {
    aturan(&[&["sweep", POLICY, range, "--data", DATA], more].concat())
}

fn solve(name: &str, goal: &str, more: &[&str]) -> std::process::Output {
    let of = ["solve", POLICY, name, "--so-that", goal, "--data", DATA];
    aturan(&[&of[..], more].concat())
}

fn figures(step: &Value, names: [&str; 2]) -> [String; 2] {
    names.map(|name| step["figures"][name].as_str().unwrap().to_owned())
}

#[test]
fn a_sweep_gives_what_runs_at_each_value_give() {
    let range = "line = Rp 400_000 .. Rp 600_000 step Rp 100_000";
    let swept = json(&["sweep", POLICY, range, "--data", DATA]);
    let values = swept["values"].as_array().unwrap();
    assert_eq!(values.len(), 3);
    for step in values {
        let set = format!("line = Rp {}", step["value"].as_str().unwrap());
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().to_str().unwrap();
        let run = json(&["run", POLICY, "--data", DATA, "--out", out, "--set", &set]);
        let rice = &super::named(&run["aids"], "rice")["cost"]["decided"];
        let poor = &super::named(&run["indicators"], "poor_families")["total"]["decided"];
        let found = figures(step, ["rice.cost", "poor_families"]);
        assert_eq!(
            found,
            [rice, poor].map(|it| it.as_str().unwrap().to_owned())
        );
    }
}

#[test]
fn a_sweep_as_table_and_as_csv() {
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("sweep.csv");
    let range = "line = line * 80% .. 120% step 20%";
    let show = ["--show", "rice.cost", "--show", "welfare.very_poor"];
    let out = ["--out", csv.to_str().unwrap()];
    let done = sweep(range, &[&show[..], &out].concat());
    assert!(done.status.success(), "{}", stderr(&done));
    insta::assert_snapshot!("sweep", stdout(&done));
    insta::assert_snapshot!("sweep_csv", std::fs::read_to_string(csv).unwrap());
}

#[test]
fn a_range_that_is_none_is_refused() {
    let cases = [
        ("line = Rp 3", 2, "is no range of a number"),
        ("line = Rp 3 .. 5 step Rp 1", 2, "not of one kind"),
        ("line = Rp 5 .. Rp 3 step Rp 1", 2, "leads nowhere"),
        ("line = Rp 1 .. Rp 3", 2, "the range has no step"),
        (
            "line = Rp 1 .. Rp 3_000 step Rp 1",
            2,
            "more than 1000 values",
        ),
        ("lime = Rp 1 .. Rp 3 step Rp 1", 1, "did you mean `line`?"),
        ("line = Rp 1.000 .. Rp 3 step Rp 1", 1, "could be misread"),
    ];
    for (range, code, words) in cases {
        let done = sweep(range, &[]);
        assert_eq!(done.status.code(), Some(code), "{range}");
        assert!(stderr(&done).contains(words), "{range}: {}", stderr(&done));
    }
}

#[test]
fn a_solution_is_the_last_step_at_which_the_goal_holds() {
    let done = solve("line", "poor_families <= 7", &["--step", "Rp 1_000"]);
    assert!(done.status.success(), "{}", stderr(&done));
    insta::assert_snapshot!("solve", stdout(&done));
    let of = ["solve", POLICY, "cash.quota", "--between", "0 .. 10"];
    let goal = ["--so-that", "cash.cost >= Rp 500_000", "--data", DATA];
    let found = json(&[&of[..], &goal].concat());
    // Three places in each village are the first that cost as much.
    assert_eq!(found["holds"]["value"], "3");
    assert_eq!(found["fails"]["value"], "2");
    assert_eq!(found["outcome"], "solved");
    // Rp 500,000 per month are Rp 6 million per year.
    let yearly = [
        "--so-that",
        "cash.cost >= Rp 6 juta per year",
        "--data",
        DATA,
    ];
    let told = stdout(&aturan(&[&of[..], &yearly].concat()));
    assert!(
        told.contains(">= Rp 500,000 per month (cash.cost >= Rp 6 juta per year)"),
        "{told}"
    );
    assert!(told.contains("cash.quota = 3"), "{told}");
}

#[test]
fn ends_of_its_own_are_such_as_the_policy_bears() {
    // With the lower line fixed, the class of the poor cannot be reached below it: a sixteenth of the
    // line of today is refused, and nobody asked for it.
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.aturan");
    let text = std::fs::read_to_string(POLICY).unwrap();
    std::fs::write(&policy, text.replace("line * 60%", "Rp 300_000 per month")).unwrap();
    let policy = policy.to_str().unwrap();
    let of = ["solve", policy, "line", "--step", "Rp 1_000"];
    let goal = ["--so-that", "poor_families <= 7", "--data", DATA];
    let found = json(&[&of[..], &goal].concat());
    assert_eq!(found["outcome"], "solved");
    let asked = ["--between", "Rp 100_000 .. Rp 900_000"];
    let done = aturan(&[&of[..], &goal, &asked].concat());
    assert_eq!(done.status.code(), Some(1));
    assert!(
        stderr(&done).contains("check::unreachable"),
        "{}",
        stderr(&done)
    );
}

#[test]
fn a_goal_without_an_answer_is_explained() {
    let done = solve("places", "cash.granted <= 100", &[]);
    assert_eq!(done.status.code(), Some(1));
    assert!(stderr(&done).contains("never reaches the bound"));
    let done = solve("places", "cash.granted >= 100", &[]);
    assert_eq!(done.status.code(), Some(1));
    assert!(stderr(&done).contains("out of reach"));
    // The middle class grows with the line, then shrinks into the lower one.
    let wide = [
        "--between",
        "Rp 100_000 .. Rp 2_000_000",
        "--step",
        "Rp 10_000",
    ];
    let done = solve("line", "welfare.poor <= 2", &wide);
    assert_eq!(done.status.code(), Some(1));
    assert!(
        stderr(&done).contains("goes up and down"),
        "{}",
        stderr(&done)
    );
}

#[test]
fn a_goal_that_is_none_is_refused() {
    let cases = [
        ("rice.cost = Rp 3", "is no goal"),
        ("rice.cost <= 3", "is an amount, one-off"),
        ("rice.cost <= Rp 3 per month", "is one-off"),
        ("rice.granted <= Rp 3", "is a number of rows"),
        ("rice.cots <= Rp 3", "did you mean `rice.cost`?"),
    ];
    for (goal, words) in cases {
        let done = solve("line", goal, &[]);
        assert_eq!(done.status.code(), Some(2), "{goal}");
        assert!(stderr(&done).contains(words), "{goal}: {}", stderr(&done));
    }
    let done = solve("cash.quota", "rice.cost <= Rp 3", &[]);
    assert!(stderr(&done).contains("between which values"));
}
