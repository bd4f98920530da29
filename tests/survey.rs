//! Surveys: keys that no single column holds, weights, and the rows that count.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![expect(clippy::disallowed_methods, reason = "a test writes files")]

use std::fs;
use std::process::Command;

use serde_json::Value;

const POLICY: &str = "policy survey \"Survei\"
  edition 1
  currency IDR
type presence here, moved
entity village \"Kelurahan\"
  key village_code : text
entity family \"Keluarga\"
  key family_id : text
  belongs to village by village_code
  income : money per month optional
  interviewed : boolean
  w : decimal 0.. weight
universe family where interviewed
entity member \"Anggota\"
  key row
  belongs to family by family_id
  presence : presence
  birth_date : date
universe member where presence = here
entity wage_month \"Bulan\"
  key family_id, number : integer
  belongs to family by family_id
  wage : money per month
define size \"Anggota\" of family = count(member)
define wages \"Upah\" of family = sum(wage of wage_month)
define place \"Urutan\" of member = rank(birth_date)
define taxed \"Kena\" of wage_month = wage > Rp 60 per month
aid rice \"Beras\" of family
  agency \"Dinas Sosial\"
  source \"contoh\"
  when income < Rp 500_000 per month
  amount Rp 100_000
indicator families \"Keluarga\" = count(family)
indicator persons \"Orang\" = count(member)
indicator in_sample \"Sampel\" = count(family weighted by 1)
indicator cost \"Biaya\" = rice.cost
indicator cost_by \"Biaya per kelurahan\" = rice.cost by village
define mean \"Rata-rata\" of population : integer = count(member) / count(family)
define tens \"Puluhan\" of population = round up(families, to 10)
assert \"setiap keluarga berisi\" every(family has size >= 1, if no rows false)
";

const DATA: &[(&str, &str)] = &[
    ("village.csv", "village_code\nV1\nV2\n"),
    (
        "family.csv",
        "family_id,village_code,income,interviewed,w\n\
         F1,V1,100000,true,10\nF2,V1,200000,true,4.5\nF3,V2,300000,true,7\nF4,V2,,false,8\n",
    ),
    (
        "member.csv",
        "family_id,presence,birth_date\n\
         F1,here,1990-01-01\nF1,moved,odd\nF2,here,1992-01-01\n\
         F3,here,1993-01-01\nF4,here,1993-01-01\nF1,here,2010-01-01\n",
    ),
    (
        "wage_month.csv",
        "family_id,number,wage\n\
         F1,1,100\nF1,2,200\nF2,1,50\nF2,2,70\nF3,1,50\nF3,1,60\nF4,1,7\n",
    ),
];

/// Runs a policy over data; the folder and what was said.
fn run(policy: &str, arguments: &[&str]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("policy.aturan"), policy).unwrap();
    fs::create_dir(at("data")).unwrap();
    for (name, text) in DATA {
        fs::write(at("data").join(name), text).unwrap();
    }
    let done = Command::new(env!("CARGO_BIN_EXE_aturan"))
        .args(arguments)
        .args(["--data", "data", "--on", "2024-06-01"])
        .env("ATURAN_LANGUAGE", "en")
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(0), "{said}");
    (folder, String::from_utf8_lossy(&done.stdout).into_owned())
}

fn results() -> tempfile::TempDir {
    let out = [
        "run",
        "policy.aturan",
        "--out",
        "out",
        "--out-format",
        "csv",
    ];
    run(POLICY, &out).0
}

fn read(folder: &tempfile::TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join("out").join(name)).unwrap()
}

fn json(folder: &tempfile::TempDir, name: &str) -> Value {
    serde_json::from_str(&read(folder, name)).unwrap()
}

#[test]
fn rows_are_told_apart_by_their_number_or_by_several_columns() {
    let folder = results();
    assert_eq!(
        read(&folder, "member.csv"),
        "row,place\n1,1\n3,2\n4,3\n6,4\n"
    );
    assert_eq!(
        read(&folder, "wage_month.csv"),
        "family_id/number,taxed\nF1/1,true\nF1/2,true\nF2/1,false\nF2/2,true\n"
    );
    // Both rows of a key that stands twice are rejected, and what rests on them is unknown.
    let rejected = read(&folder, "rejected.csv");
    assert_eq!(
        rejected.matches("data::duplicate_key").count(),
        2,
        "{rejected}"
    );
    let wages = read(&folder, "family.csv");
    let wages: Vec<&str> = wages
        .lines()
        .map(|it| it.split(',').nth(2).unwrap())
        .collect();
    assert_eq!(wages, ["wages", "300", "120", ""]);
    let (_, said) = run(POLICY, &["explain", "policy.aturan", "F2/2", "taxed"]);
    assert!(said.contains("70"), "{said}");
}

#[test]
fn rows_outside_the_universe_are_counted_apart() {
    let folder = results();
    let receipt = json(&folder, "run.json");
    let levels = receipt["inputs"].as_array().unwrap();
    let count = |level: &Value, name: &str| level[name].as_u64().unwrap_or(0);
    let counts: Vec<[u64; 4]> = levels
        .iter()
        .map(|it| ["read", "evaluated", "rejected", "outside"].map(|name| count(it, name)))
        .collect();
    // The odd date of a member who moved is no one's concern; below F4 nothing is evaluated.
    assert_eq!(
        counts,
        [[2, 2, 0, 0], [4, 3, 0, 1], [6, 4, 0, 2], [7, 4, 2, 1]],
        "{receipt}"
    );
}

#[test]
fn figures_follow_the_weights_of_the_survey() {
    let summary = json(&results(), "summary.json");
    let all = summary["indicators"].as_array().unwrap();
    let figure = |name: &str| {
        let it = all.iter().find(|it| it["name"] == name).unwrap();
        it["total"]["decided"].as_str().unwrap().to_owned()
    };
    assert_eq!(figure("families"), "21.5");
    assert_eq!(figure("persons"), "31.5");
    assert_eq!(figure("in_sample"), "3");
    assert_eq!(figure("cost"), "2150000");
    assert_eq!(figure("mean"), "1");
    assert_eq!(figure("tens"), "30");
    let by = all.iter().find(|it| it["name"] == "cost_by").unwrap();
    let groups: Vec<&str> = by["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["decided"].as_str().unwrap())
        .collect();
    assert_eq!(groups, ["1450000", "700000"], "{by}");
}
