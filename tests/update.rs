//! Old answers made current: what rules see, what the receipt counts, and what a scenario and `diff` make of it.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

const POLICY: &str = r#"policy coba "Coba"
  edition 1
  currency IDR

entity family "Keluarga"
  key family_id : text
  visited : date optional
  income : money per month optional
  rooms : integer

parameter price_index : decimal
  from 2021-01-01 = 100
  from 2022-01-01 = 103
  from 2023-01-01 = 111.5

uprate rooms of family by price_index from 2021-06-01

define seen of family = rooms

aid cash of family
  when income < Rp 1_080_000 per month
  amount Rp 100_000

scenario older
  uprate income of family by price_index from visited
"#;

/// Answers: of a day in 2022, of a day in 2021, unknown, of an unknown day, of before the index, of today.
const FAMILIES: &str = "family_id,visited,income,rooms
a,2022-03-01,1000000,3
b,2021-03-01,1000000,4
c,2021-03-01,,5
d,,1000000,0
e,2020-03-01,1000000,9
f,2023-06-01,1000000,-3
";

fn aturan(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_aturan"))
        .env("ATURAN_LANGUAGE", "en")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code().unwrap() < 2, "{err}");
    String::from_utf8(output.stdout).unwrap() + &err
}

fn run(scenario: &[&str]) -> (String, Value) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("p.aturan"), POLICY).unwrap();
    fs::create_dir(path.join("data")).unwrap();
    fs::write(path.join("data/family.csv"), FAMILIES).unwrap();
    let fixed = ["run", "p.aturan", "--data", "data", "--on", "2023-06-01"];
    let out = ["--out", "out", "--out-format", "csv"];
    let said = aturan(path, &[&fixed[..], &out, scenario].concat());
    let table = fs::read_to_string(path.join("out/family.csv"));
    let receipt = fs::read_to_string(path.join("out/run.json")).unwrap();
    let receipt: Value = serde_json::from_str(&receipt).unwrap();
    (table.unwrap_or(said), receipt["made_current"].clone())
}

fn column(table: &str, name: &str) -> Vec<String> {
    let mut lines = table
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let place = head.iter().position(|it| *it == name).unwrap();
    lines.map(|row| row[place].to_owned()).collect()
}

/// 3, 4, 5, 0, 9 and -3 times 111.5 / 100 are 3.345, 4.46, 5.575, 0, 10.035 and -3.345: a whole number
/// is rounded to a whole one, and of the six answers the last but one and the third move.
#[test]
fn an_answer_is_rounded_once_to_the_digits_of_its_field() {
    let (table, receipt) = run(&[]);
    assert_eq!(column(&table, "seen"), ["3", "4", "6", "0", "10", "-3"]);
    let expected = json!([{
        "entity": "family", "field": "rooms", "answers": 6, "moved": 2, "factor": "1.115"
    }]);
    assert_eq!(receipt, expected);
}

/// 1,000,000 * 111.5 / 103 = 1,082,524.271844…; * 111.5 / 100 = 1,115,000; unknown where the answer,
/// its day, or the index on its day is; an answer of today stays.
#[test]
fn each_answer_may_have_a_day_of_its_own_and_a_scenario_may_ask() {
    let (table, receipt) = run(&["--scenario", "older"]);
    let income = ["1082524.2718", "1115000", "", "", "", "1000000"];
    assert_eq!(column(&table, "income"), income);
    let status = column(&table, "cash_status");
    let open = "needs_verification";
    let expected = ["not_eligible", "not_eligible", open, open, open, "granted"];
    assert_eq!(status, expected);
    let of_income = json!({ "entity": "family", "field": "income", "answers": 5, "moved": 4 });
    assert_eq!(receipt[1], of_income);
}

#[test]
fn diff_names_the_index_that_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("old.aturan"), POLICY).unwrap();
    let new = POLICY.replace("from 2021-06-01", "from 2022-06-01");
    fs::write(path.join("new.aturan"), new).unwrap();
    let said = aturan(path, &["diff", "old.aturan", "new.aturan"]);
    assert!(said.contains("uprate") && said.contains("rooms"), "{said}");
    assert!(
        said.contains("2021-06-01") && said.contains("2022-06-01"),
        "{said}"
    );
}
