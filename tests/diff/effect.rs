//! `diff --data`: whom the changes move, each alone and all together, and when that fails a pull request.

use aturan::number::Rational;
use serde_json::Value;

use crate::command::Desk;

/// A town of the what-if tests, and a newer policy with two changes and a new parameter that one uses.
fn town() -> Desk {
    let desk = Desk::glance();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/what_if");
    let text = std::fs::read_to_string(root.join("policy.aturan")).unwrap();
    desk.write("old.aturan", &text);
    desk.write("new.aturan", &text);
    for entry in std::fs::read_dir(root.join("data")).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        std::fs::copy(entry.path(), desk.path(&format!("data/{name}"))).unwrap();
    }
    desk
}

fn json(desk: &Desk, more: &[&str]) -> (Option<i32>, Value) {
    let base = [
        "diff",
        "old.aturan",
        "new.aturan",
        "--data",
        "data",
        "--format",
        "json",
    ];
    let arguments: Vec<&str> = base.iter().chain(more).copied().collect();
    let done = desk.aturan(&arguments);
    let read = serde_json::from_str(&done.out);
    assert!(read.is_ok(), "{}", done.err);
    (done.code, read.unwrap())
}

/// A higher line, fewer places, and a new aid over a new parameter.
fn edited() -> Desk {
    let desk = town();
    desk.edit(
        "new.aturan",
        "from 2023-01-01 = Rp 500_000",
        "from 2023-01-01 = Rp 600_000",
    );
    desk.edit("new.aturan", "from 2023-01-01 = 2", "from 2023-01-01 = 1");
    let text = desk.read("new.aturan");
    let extra = r#"
parameter extra_amount "Besaran tambahan" : money
  source "contoh"
  from 2023-01-01 = Rp 20_000

aid bonus "Tambahan" of family
  source "contoh"
  when welfare in (very_poor, poor)
  amount extra_amount
"#;
    desk.write("new.aturan", text + extra);
    desk
}

/// A figure in thousandths.
fn thousandths(value: &Value) -> i64 {
    let figure = Rational::parse_decimal(value.as_str().unwrap()).unwrap();
    figure.round_to_scale(1_000).unwrap()
}

#[test]
fn each_change_alone_and_what_they_do_together_add_up() {
    let desk = edited();
    let (code, report) = json(&desk, &[]);
    assert_eq!(code, Some(0));
    let population = &report["population"];
    let edits = population["by_edit"].as_array().unwrap();
    let names: Vec<&str> = edits
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        ["line", "places", "bonus"],
        "a new parameter moves no one by itself"
    );
    assert!(edits.iter().all(|it| it["alone"] == true));
    let mut checked = 0;
    for figure in population["figures"].as_array().unwrap() {
        if figure["change"].is_null() {
            continue;
        }
        let step = |list: &Value| {
            let mut all = list.as_array().unwrap().iter();
            all.find(|it| it["name"] == figure["name"])
                .map_or(0, |it| thousandths(&it["change"]))
        };
        let alone: i64 = edits.iter().map(|it| step(&it["figures"])).sum();
        let together = step(&population["in_combination"]);
        assert_eq!(alone + together, thousandths(&figure["change"]), "{figure}");
        checked += 1;
    }
    assert!(checked > 5, "{checked}");
    // Those between the two lines have the new aid only where both changes stand.
    let combined = population["in_combination"].as_array().unwrap();
    assert!(
        combined.iter().any(|it| it["name"] == "bonus.cost"),
        "{combined:?}"
    );
}

#[test]
fn the_figures_are_those_of_two_runs() {
    let desk = edited();
    let (_, report) = json(&desk, &[]);
    let summary = |policy: &str| -> Value {
        let done = desk.aturan(&[
            "run",
            policy,
            "--data",
            "data",
            "--out",
            policy.trim_end_matches(".aturan"),
        ]);
        assert_eq!(done.code, Some(0), "{}", done.err);
        let text = desk.read(&format!(
            "{}/summary.json",
            policy.trim_end_matches(".aturan")
        ));
        serde_json::from_str(&text).unwrap()
    };
    let (old, new) = (summary("old.aturan"), summary("new.aturan"));
    let cost = |it: &Value, aid: usize| it["aids"][aid]["cost"]["decided"].clone();
    let figures = report["population"]["figures"].as_array().unwrap();
    for (place, name) in ["cash.cost", "rice.cost"].iter().enumerate() {
        let figure = figures.iter().find(|it| it["name"] == *name).unwrap();
        assert_eq!(
            (&figure["before"], &figure["after"]),
            (&cost(&old, place), &cost(&new, place))
        );
    }
    let bonus = figures
        .iter()
        .find(|it| it["name"] == "bonus.cost")
        .unwrap();
    assert_eq!(
        (&bonus["before"], &bonus["after"]),
        (&"0".into(), &cost(&new, 2))
    );
}

#[test]
fn a_condition_that_holds_fails_the_command() {
    let desk = edited();
    let code = |condition: &str| json(&desk, &["--fail-if", condition]).0;
    assert_eq!(code("cash.cost > +5%"), Some(0));
    assert_eq!(code("cash.cost < -5%"), Some(1));
    assert_eq!(code("rice.biaya > Rp 100_000"), Some(1));
    assert_eq!(code("losers > 0"), Some(0));
    assert_eq!(code("winners > 0"), Some(1));
    assert_eq!(code("welfare.not_poor < 100"), Some(1));
    let (code, report) = json(
        &desk,
        &["--fail-if", "losers > 100", "--fail-if", "winners > 0"],
    );
    assert_eq!(code, Some(1));
    let fails: Vec<bool> = report["conditions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["fails"].as_bool().unwrap())
        .collect();
    assert_eq!(fails, [false, true]);
    for wrong in [
        "cash.costs > +5%",
        "cash.cost > 5",
        "cash.cost",
        "cash.granted > Rp 5",
    ] {
        let done = desk.aturan(&[
            "diff",
            "old.aturan",
            "new.aturan",
            "--data",
            "data",
            "--fail-if",
            wrong,
        ]);
        assert_eq!(done.code, Some(2), "{wrong}");
        assert!(done.err.contains("help:"), "{wrong}: {}", done.err);
    }
    let done = desk.aturan(&[
        "diff",
        "old.aturan",
        "new.aturan",
        "--fail-if",
        "losers > 0",
    ]);
    assert_eq!(done.code, Some(2), "{}", done.out);
}

#[test]
fn few_people_are_hidden_in_markdown_and_nowhere_else() {
    let desk = edited();
    let base = ["diff", "old.aturan", "new.aturan", "--data", "data"];
    let shown = |more: &[&str]| {
        let arguments: Vec<&str> = base.iter().chain(more).copied().collect();
        let done = desk.aturan(&arguments);
        assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
        done.out
    };
    insta::assert_snapshot!("effect_text", shown(&[]));
    insta::assert_snapshot!("effect_hidden", shown(&["--format", "markdown"]));
    insta::assert_snapshot!(
        "effect_all",
        shown(&["--format", "markdown", "--min-cell", "1"])
    );
}

#[test]
fn a_new_field_and_a_renamed_rule_are_compared_over_the_same_rows() {
    let desk = town();
    desk.edit(
        "new.aturan",
        "  listed \"Terdaftar\" : boolean",
        "  listed \"Terdaftar\" : boolean\n  rooms \"Kamar\" : integer optional",
    );
    desk.edit("new.aturan", "parameter line", "parameter poverty_line");
    desk.edit(
        "new.aturan",
        "per_capita < line",
        "per_capita < poverty_line",
    );
    desk.edit(
        "new.aturan",
        "set line = line",
        "set poverty_line = poverty_line",
    );
    let (code, report) = json(&desk, &[]);
    assert_eq!(code, Some(0));
    let population = &report["population"];
    assert_eq!(population["data_changed"], true);
    assert_eq!(population["by_edit"].as_array().unwrap().len(), 0);
    assert_eq!(population["figures"].as_array().unwrap().len(), 0);
}
