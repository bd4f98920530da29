//! `compare`: who enters, leaves, returns and moves between rounds, and why.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use super::{aturan, json, named, stderr, stdout};

const POLICY: &str = r#"policy kecil "Kota kecil"
  edition 1
  currency IDR

entity village "Kelurahan"
  key village_code : text
  name "Nama kelurahan" : text

entity family "Keluarga"
  key family_id : text
  belongs to village by village_code
  spending "Pengeluaran" : money per month optional
  refuses "Menolak bantuan" : boolean

entity member "Anggota"
  key person_id : text personal
  belongs to family by family_id
  birth_date : date
  listed "Terdaftar" : boolean

parameter line "Garis kemiskinan" : money per month
  source "contoh"
  from 2022-01-01 = Rp 500_000
  from 2023-01-01 = Rp 600_000

define size of family = count(member)
define per_head "Pengeluaran per orang" of family = spending / size

classify welfare "Kesejahteraan" of family
  source "contoh"
  poor     "Miskin"       when per_head < line
  not_poor "Tidak miskin" otherwise

register roll "Daftar" of member
  source "contoh"
  current listed
  enter when family.welfare = poor
  leave when family.refuses because "Menolak bantuan"
  leave when family.welfare = not_poor because "Sudah mampu"
  leave when age(birth_date) >= 80 because "Pindah ke program lansia"
"#;

/// A family of each round: `key village spending refuses`.
const FAMILIES: [[&str; 7]; 2] = [
    [
        "a 1 400000 false",
        "b 1 550000 false",
        "c 1 300000 false",
        "d 1 300000 false",
        "e 2 900000 false",
        "f 2 700000 false",
        "g 2 450000 false",
    ],
    [
        "a 1 400000 true",
        "b 1 550000 false",
        "c 1 900000 false",
        "d 2 300000 false",
        "e 2 500000 false",
        "h 2 300000 false",
        "g 2 450000 false",
    ],
];

/// A person of each round: `key family birth_date listed`.
const MEMBERS: [[&str; 8]; 2] = [
    [
        "1 a 1980-01-01 true",
        "2 b 1980-01-01 false",
        "3 c 1980-01-01 false",
        "4 d 1980-01-01 true",
        "5 e 1980-01-01 true",
        "6 f 1980-01-01 false",
        "7 g 1943-06-01 true",
        "8 d 1980-01-01 true",
    ],
    [
        "1 a 1980-01-01 true",
        "2 b 1980-01-01 false",
        "3 c 1980-01-01 true",
        "4 d 1980-01-01 true",
        "5 e 1980-01-01 false",
        "9 h 2023-02-01 false",
        "7 g 1943-06-01 true",
        "8 e 1980-01-01 true",
    ],
];

struct Town(TempDir);

impl Town {
    fn new() -> Self {
        let it = Self(tempfile::tempdir().unwrap());
        fs::write(it.path("policy.aturan"), POLICY).unwrap();
        for (year, (families, members)) in ["2022", "2023"].iter().zip(FAMILIES.iter().zip(MEMBERS))
        {
            fs::create_dir(it.path(year)).unwrap();
            let write = |name: &str, head: &str, rows: &[&str]| {
                let lines: Vec<String> = rows.iter().map(|row| row.replace(' ', ",")).collect();
                let text = format!("{head}\n{}\n", lines.join("\n"));
                fs::write(it.path(&format!("{year}/{name}.csv")), text).unwrap();
            };
            let mut about = format!("label = \"Putaran {year}\"\ndate = {year}-11-30\n");
            for name in ["village", "family", "member"] {
                about.push_str(&format!("[{name}]\nfile = \"{name}.csv\"\n"));
            }
            fs::write(it.path(&format!("{year}/dataset.toml")), about).unwrap();
            write("village", "village_code,name", &["1 Hulu", "2 Hilir"]);
            write(
                "family",
                "family_id,village_code,spending,refuses",
                families,
            );
            write("member", "person_id,family_id,birth_date,listed", &members);
        }
        it
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn arguments(&self, more: &[&str]) -> Vec<String> {
        let (policy, from, to) = (
            self.text("policy.aturan"),
            self.text("2022"),
            self.text("2023"),
        );
        let all = ["compare", &policy, "--from", &from, "--to", &to];
        all.iter().chain(more).map(|it| (*it).to_owned()).collect()
    }

    fn run(&self, more: &[&str]) -> std::process::Output {
        let all = self.arguments(more);
        aturan(&all.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn json(&self) -> Value {
        let all = self.arguments(&[]);
        json(&all.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// The count of the member of a list with a word.
fn count<'a>(list: &'a Value, key: &str, word: &str, count: &str) -> &'a Value {
    let mut all = list.as_array().unwrap().iter();
    all.find(|it| it[key] == word)
        .map_or(&Value::Null, |it| &it[count])
}

#[test]
fn each_change_has_its_cause_and_what_made_it() {
    let found = Town::new().json();
    let roll = named(&found["registers"], "roll");
    // On it before: 1, 3, 4, 7, 8; after: 2, 4, 5, 8, 9. Person 5 is in a family that became poor
    // once 8 moved in and it spent less.
    let stock = &roll["stock"];
    assert_eq!(
        [5, 3, 3, 5],
        ["before", "entries", "exits", "after"].map(|it| stock[it].as_u64().unwrap())
    );
    let left = &roll["exits"]["left"];
    assert_eq!(count(left, "label", "Menolak bantuan", "rows"), 1);
    assert_eq!(count(left, "label", "Sudah mampu", "rows"), 1);
    assert_eq!(count(left, "label", "Pindah ke program lansia", "rows"), 1);
    assert_eq!(roll["entries"]["entered_new"], 1);
    // Person 5 had been listed at the start of the earlier round.
    assert_eq!(roll["entries"]["returns"], 1);
    assert_eq!(
        count(&roll["entries"]["had_left"], "label", "Sudah mampu", "rows"),
        1
    );
    let causes = &roll["causes"];
    assert_eq!(
        count(causes, "cause", "rule", "entries"),
        1,
        "person 2 by the line"
    );
    assert_eq!(count(causes, "cause", "data", "exits"), 3);
    let made = &roll["made_by"];
    assert_eq!(count(made, "name", "line", "entries"), 1);
    assert_eq!(count(made, "name", "refuses", "exits"), 1);
    assert_eq!(count(made, "name", "spending", "exits"), 1);
    assert_eq!(
        count(made, "kind", "date", "exits"),
        1,
        "person 7 is eighty"
    );
    let member = count(&found["levels"], "entity", "member", "moved");
    assert_eq!(member, 1, "person 8 lives in another family");
    let hulu = &roll["areas"][0];
    assert_eq!(hulu["label"], "Hulu");
    assert_eq!(hulu["departed"], 2, "family d and person 8 moved to Hilir");
}

#[test]
fn the_page_of_a_comparison() {
    let town = Town::new();
    let done = town.run(&[]);
    assert!(done.status.success(), "{}", stderr(&done));
    insta::assert_snapshot!("compare", stdout(&done));
    let done = town.run(&["--language", "id", "--min-cell", "3"]);
    insta::assert_snapshot!("compare_for_publication", stdout(&done));
}

#[test]
fn rows_that_changed_are_listed_with_masked_keys() {
    let town = Town::new();
    let out = town.text("out");
    let done = town.run(&["--out", &out, "--out-format", "csv"]);
    assert!(done.status.success(), "{}", stderr(&done));
    insta::assert_snapshot!(
        "compare_list",
        fs::read_to_string(town.path("out/changed.member.csv")).unwrap()
    );
    let done = town.run(&["--out", &out, "--min-cell", "5"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(stderr(&done).contains("writes lists of single rows"));
}

#[test]
fn a_third_round_shows_who_returns() {
    let town = Town::new();
    let before = town.text("2022");
    let arguments = town.arguments(&["--before", &before]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let found = json(&arguments);
    assert_eq!(found["rounds"][0]["role"], "before");
    let done = town.run(&[
        "--before",
        &before,
        "--on",
        "2022-11-30",
        "--on",
        "2023-11-30",
    ]);
    assert_eq!(done.status.code(), Some(2));
    assert!(stderr(&done).contains("3 rounds need as many evaluation dates, not 2"));
    let done = town.run(&["--on", "2023-12-31", "--on", "2023-11-30"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(stderr(&done).contains("after that of `--to`"));
}

#[test]
fn the_bundled_rounds_account_for_the_fall_of_a_thousand() {
    let (policy, data) = ("policies/palangka_raya", "examples/palangka_raya");
    let (from, to) = (format!("{data}/2022"), format!("{data}/2023"));
    let found = json(&["compare", policy, "--from", &from, "--to", &to]);
    let dtks = named(&found["registers"], "dtks");
    let stock =
        ["before", "entries", "exits", "after"].map(|it| dtks["stock"][it].as_i64().unwrap());
    assert_eq!(stock, [65_000, 6_547, 7_547, 64_000]);
    let rows = |list: &Value, key: &str| -> i64 {
        let all = list.as_array().unwrap().iter();
        all.map(|it| it[key].as_i64().unwrap()).sum()
    };
    let out = &dtks["exits"];
    let ways = out["unlisted"].as_i64().unwrap() + out["vanished"].as_i64().unwrap();
    assert_eq!(rows(&out["left"], "rows") + ways, 7_547);
    assert_eq!(rows(&dtks["causes"], "exits"), 7_547);
    let new = dtks["entries"]["entered_new"].as_i64().unwrap();
    assert_eq!(rows(&dtks["causes"], "entries") + new, 6_547);
    // A higher line takes nobody off the register.
    assert_eq!(count(&dtks["causes"], "cause", "rule", "exits"), 0);
}
