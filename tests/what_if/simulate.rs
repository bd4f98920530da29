//! `simulate`: every figure before, after and between; who moves, and through which clause.

use serde_json::Value;

use super::{DATA, POLICY, aturan, json, json_file, named, stderr, stdout};

/// Digits as whole millionths.
fn raw(value: &Value) -> i128 {
    let text = value.as_str().unwrap();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{part:0<6}").parse().unwrap()
}

/// The change that two summaries say, and the change that the simulation says, must be one.
fn assert_subtracts(before: &Value, after: &Value, it: &Value) {
    let mut compared = 0;
    for class in it["classes"].as_array().unwrap() {
        let name = class["name"].as_str().unwrap();
        for row in class["classes"].as_array().unwrap() {
            let of = |summary: &Value| {
                let summary = named(&summary["classes"], name);
                let mut rows = summary["classes"].as_array().unwrap().iter();
                let found = rows.find(|it| it["class"] == row["class"]);
                found
                    .map_or(&summary["unknown"], |it| &it["rows"])
                    .as_i64()
                    .unwrap()
            };
            let change = row["rows"]["change"].as_i64().unwrap();
            assert_eq!(change, of(after) - of(before), "{name} {row}");
            compared += 1;
        }
    }
    for aid in it["aids"].as_array().unwrap() {
        let name = aid["name"].as_str().unwrap();
        let of = |summary: &Value| named(&summary["aids"], name).clone();
        let (old, new) = (of(before), of(after));
        let count = |it: &Value| it["count"]["decided"].as_i64().unwrap();
        let change = aid["granted"]["change"].as_i64().unwrap();
        assert_eq!(change, count(&new) - count(&old), "{name}");
        if !aid["cost"].is_null() {
            let cost = |it: &Value| raw(&it["cost"]["decided"]);
            assert_eq!(
                raw(&aid["cost"]["change"]),
                cost(&new) - cost(&old),
                "{name}"
            );
        }
        compared += 1;
    }
    for register in it["registers"].as_array().unwrap() {
        let name = register["name"].as_str().unwrap();
        let end = |it: &Value| named(&it["registers"], name)["end"].as_i64().unwrap();
        let change = register["end"]["change"].as_i64().unwrap();
        assert_eq!(change, end(after) - end(before), "{name}");
        compared += 1;
    }
    for indicator in it["indicators"].as_array().unwrap() {
        let name = indicator["name"].as_str().unwrap();
        let total = |it: &Value| raw(&named(&it["indicators"], name)["total"]["decided"]);
        let change = raw(&indicator["total"]["change"]);
        assert_eq!(change, total(after) - total(before), "{name}");
        compared += 1;
    }
    assert!(compared > 5, "little was compared");
}

fn summary(policy: &str, data: &str, what_if: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let done = aturan(&[&["run", policy, "--data", data, "--out", out], what_if].concat());
    assert!(done.status.success(), "{}", stderr(&done));
    json_file(&folder.path().join("summary.json"))
}

#[test]
fn a_simulation_is_two_runs_subtracted() {
    for what_if in [
        &["--scenario", "up"][..],
        &["--set", "line = line * 75%", "--set", "cash.quota = 1"],
    ] {
        let before = summary(POLICY, DATA, &[]);
        let after = summary(POLICY, DATA, what_if);
        let all = json(&[&["simulate", POLICY, "--data", DATA], what_if].concat());
        assert_subtracts(&before, &after, &all["scenarios"][0]);
    }
}

#[test]
fn the_flagship_with_lines_up_ten_percent_is_two_runs_subtracted() {
    let (policy, data) = ("policies/palangka_raya", "examples/palangka_raya/2023");
    let what_if = ["--scenario", "lines_up_10"];
    let before = summary(policy, data, &[]);
    let after = summary(policy, data, &what_if);
    let all = json(&[&["simulate", policy, "--data", data], &what_if[..]].concat());
    let it = &all["scenarios"][0];
    assert_subtracts(&before, &after, it);
    // A higher line takes nobody out of the lower class.
    let moves = &named(&it["classes"], "welfare")["moves"];
    let from_lowest = moves["rows"][0].as_array().unwrap();
    assert!(
        from_lowest.iter().skip(1).all(|count| count == 0),
        "{moves}"
    );
}

#[test]
fn the_page_shows_scenarios_side_by_side_and_each_alone() {
    let done = aturan(&["simulate", POLICY, "--data", DATA]);
    assert!(done.status.success(), "{}", stderr(&done));
    insta::assert_snapshot!("page", stdout(&done));
}

/// More places change nothing where nobody waits: the page says so, and only there.
#[test]
fn places_that_nobody_waits_for_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ample.aturan");
    let text = std::fs::read_to_string(POLICY).unwrap();
    let ample = text.replace("from 2023-01-01 = 2\n", "from 2023-01-01 = 50\n");
    assert_ne!(text, ample);
    std::fs::write(&path, ample).unwrap();
    let page = |policy: &str, change: &str, more: &[&str]| {
        let done = aturan(&[&["simulate", policy, "--data", DATA, "--set", change], more].concat());
        assert!(done.status.success(), "{}", stderr(&done));
        stdout(&done)
    };
    let policy = path.to_str().unwrap();
    let english = page(policy, "places = 60", &[]);
    let told = "Bantuan tunai: nobody waits: the quota is not reached, granted 6 of 100";
    assert!(english.contains(told), "{english}");
    let indonesian = page(policy, "places = 60", &["--language", "id"]);
    let told = "Bantuan tunai: tidak ada yang menunggu: kuota belum tercapai, diberikan 6 dari 100";
    assert!(indonesian.contains(told), "{indonesian}");
    let binding = page(POLICY, "line = line + Rp 0", &[]);
    assert!(binding.contains("no row changes"), "{binding}");
    assert!(!binding.contains("nobody waits"), "{binding}");
}

#[test]
fn in_indonesian_too() {
    let arguments = [
        "simulate",
        POLICY,
        "--data",
        DATA,
        "--scenario",
        "up+no_rice",
    ];
    let done = aturan(&[&arguments[..], &["--language", "id"]].concat());
    assert!(done.status.success(), "{}", stderr(&done));
    insta::assert_snapshot!("page_in_indonesian", stdout(&done));
}

#[test]
fn families_that_change_are_listed_with_masked_keys() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let arguments = ["simulate", POLICY, "--data", DATA, "--scenario", "up"];
    let list = ["--out", out, "--out-format", "csv"];
    let done = aturan(&[&arguments[..], &list].concat());
    assert!(done.status.success(), "{}", stderr(&done));
    let text = std::fs::read_to_string(folder.path().join("up.family.csv")).unwrap();
    insta::assert_snapshot!("list", text);
    let simulation = json_file(&folder.path().join("simulation.json"));
    assert_eq!(
        simulation["scenarios"][0]["changed"][0]["file"],
        "up.family.csv"
    );
    assert_eq!(simulation["scenarios"][0]["changed"][0]["rows"], 6);
    assert_eq!(simulation["format_version"], "1.0");
}

#[test]
fn a_clause_is_named_for_those_who_come_in_and_drop_out() {
    let all = json(&["simulate", POLICY, "--data", DATA, "--scenario", "strict"]);
    let cash = named(&all["scenarios"][0]["aids"], "cash");
    assert_eq!(cash["newly_eligible"]["rows"], 0);
    let out = &cash["no_longer_eligible"];
    assert_eq!(out["rows"], 5);
    assert_eq!(out["because"][0]["label"], "welfare = very_poor");
    assert_eq!(out["because"][1]["label"], "Sudah terdaftar");
}

#[test]
fn nothing_to_compare_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(POLICY).unwrap();
    let without = text.split("\nscenario ").next().unwrap();
    let path = folder.path().join("policy.aturan");
    std::fs::write(&path, without).unwrap();
    let done = aturan(&["simulate", path.to_str().unwrap(), "--data", DATA]);
    assert_eq!(done.status.code(), Some(2));
    assert!(stderr(&done).contains("the policy has no scenarios"));
    let done = aturan(&["simulate", POLICY, "--data", DATA, "--scenario", "uup"]);
    assert_eq!(done.status.code(), Some(1));
    assert!(stderr(&done).contains("did you mean `up`?"));
}

/// What the edits contribute to a figure, and the whole change.
fn contributions(it: &Value, name: &str) -> (Vec<i128>, i128) {
    let of = named(&it["attribution"]["figures"], name);
    let edits = of["edits"].as_array().unwrap().iter().map(raw).collect();
    (edits, raw(&of["change"]))
}

#[test]
fn contributions_of_edits_add_up_to_the_change() {
    let sets = [
        "line = line * 120%",
        "cash.quota = 3",
        "rice.amount = Rp 80_000",
    ];
    let mut arguments = vec!["simulate", POLICY, "--data", DATA, "--attribute"];
    for set in &sets {
        arguments.extend(["--set", set]);
    }
    let it = &json(&arguments)["scenarios"][0];
    assert_eq!(it["attribution"]["edits"], serde_json::json!(sets));
    let mut compared = 0;
    for figure in it["attribution"]["figures"].as_array().unwrap() {
        let (edits, change) = contributions(it, figure["name"].as_str().unwrap());
        assert_eq!(edits.iter().sum::<i128>(), change, "{figure}");
        compared += 1;
    }
    assert!(compared > 5);
    // Of the families granted cash, six against four: three are poor in the first village and more in
    // the second, so that the quota alone lets two more in and the line alone none.
    assert_eq!(
        contributions(it, "cash.granted"),
        (vec![0, 2_000_000, 0], 2_000_000)
    );
    // Rice: the line brings one more family, at the old amount or at the new one.
    let (rice, change) = contributions(it, "rice.cost");
    assert_eq!((rice[1], rice[0] + rice[2]), (0, change));
    assert!(rice[0] > 0 && rice[2] > 0);
}

#[test]
fn contributions_of_the_clauses_of_one_scenario() {
    let arguments = [
        "simulate",
        POLICY,
        "--data",
        DATA,
        "--scenario",
        "strict",
        "--attribute",
    ];
    let done = aturan(&arguments);
    assert!(done.status.success(), "{}", stderr(&done));
    let text = stdout(&done);
    let from = text.find("Contributions").unwrap();
    insta::assert_snapshot!("contributions", &text[from..]);
}

#[test]
fn contributions_of_too_many_edits_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.aturan");
    let mut text = std::fs::read_to_string(POLICY).unwrap();
    let mut scenario = "\nscenario many \"Banyak\"\n".to_owned();
    for place in 1..=9 {
        text.push_str(&format!(
            "\nparameter p{place} : integer\n  from 2023-01-01 = 1\n"
        ));
        scenario.push_str(&format!("  set p{place} = 2\n"));
    }
    std::fs::write(&path, text + &scenario).unwrap();
    let policy = path.to_str().unwrap();
    let done = aturan(&[
        "simulate",
        policy,
        "--data",
        DATA,
        "--scenario",
        "many",
        "--attribute",
    ]);
    assert_eq!(done.status.code(), Some(2));
    assert!(
        stderr(&done).contains("`many` makes 9 edits"),
        "{}",
        stderr(&done)
    );
}

#[test]
fn gains_by_tenth_of_persons_add_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.aturan");
    let mut text = std::fs::read_to_string(POLICY).unwrap();
    text.push_str(
        "\npoverty lack \"Kekurangan\" of family = per_capita below line\n  source \"contoh\"\n",
    );
    std::fs::write(&path, text).unwrap();
    let policy = path.to_str().unwrap();
    let all = json(&["simulate", policy, "--data", DATA, "--scenario", "no_rice"]);
    let effect = &all["scenarios"][0]["effect"];
    assert_eq!(effect["ranked_by"], "Kekurangan");
    // Eleven families are ranked; two below 60 % of the line lose their rice: the two poorest.
    let tenths = effect["by_tenth"].as_array().unwrap();
    let losers: Vec<(&str, u64)> = tenths
        .iter()
        .map(|it| (it["key"].as_str().unwrap(), it["losers"].as_u64().unwrap()))
        .collect();
    assert_eq!(losers, [("1", 2)]);
    assert_eq!(effect["losers"], 2);
}

#[test]
fn margins_count_rows_near_thresholds_and_misreport_fields() {
    let found = json(&["simulate", POLICY, "--data", DATA, "--margins", "5%"]);
    assert_eq!(found["scenarios"], serde_json::json!([]));
    let near = |condition: &str| {
        let mut all = found["margins"]["thresholds"].as_array().unwrap().iter();
        let it = all.find(|it| it["condition"] == condition).unwrap();
        (it["below"].as_u64().unwrap(), it["above"].as_u64().unwrap())
    };
    // 290,000 and 310,000 beside 300,000; 480,000, 505,000 and 520,000 beside 500,000.
    assert_eq!(near("per_capita < line * 60%"), (1, 1));
    assert_eq!(near("per_capita < line"), (1, 2));
    let field = named(&found["margins"]["fields"], "per_capita");
    let poor = named(&field["figures"], "poor_families");
    // All 5 % lower, 505,000 and 520,000 are poor too; all 5 % higher, 480,000 is not.
    let values = ["lower", "as_reported", "higher"].map(|it| poor[it].as_str().unwrap());
    assert_eq!(values, ["9", "7", "6"]);
    let done = aturan(&[
        "simulate",
        POLICY,
        "--data",
        DATA,
        "--margins",
        "5",
        "--language",
        "id",
    ]);
    insta::assert_snapshot!("margins", stdout(&done));
    let done = aturan(&["simulate", POLICY, "--data", DATA, "--margins", "80%"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(stderr(&done).contains("above 0 and up to 50"));
}
