//! Rules that read a value of the population, and ties at the edge of a quota, over data.

#![expect(
    clippy::unwrap_used,
    reason = "a test makes folders and stops at the first surprise"
)]

#[expect(dead_code, reason = "another test runs over the small policy's data")]
mod command;

use command::{Desk, Done};
use serde_json::Value;

const POLICY: &str = r#"policy relative "Garis relatif"
  edition 1
  currency IDR

entity family "Keluarga"
  key family_id : text
  income "Pendapatan" : money per month optional

parameter part "Bagian dari tengah" : decimal
  source "Contoh"
  from 2023-01-01 = 60%

define median "Tengah" of population = round(quantile(50%, income of family), to Rp 1_000)
define below "Di bawah garis relatif" of family = income < median * part

aid cash "Tunai" of family
  agency  "Dinas Sosial"
  source  "Contoh"
  when    below
  amount  Rp 100_000
  quota   2
  rank by income, family_id

scenario wider "Garis lebih tinggi"
  set part = 120%
"#;

const FAMILIES: &str = "family_id,income\nA,50000\nB,50000\nC,50000\nD,55000\nE,100000\nF,110000\nG,120000\nH,900000\nI,900000\nJ,\n";

fn desk() -> Desk {
    let desk = Desk::glance();
    std::fs::create_dir(desk.path("d")).unwrap();
    desk.write("p.aturan", POLICY);
    desk.write("d/family.csv", FAMILIES);
    desk
}

fn sound(done: &Done) {
    assert_eq!(done.code, Some(0), "{}{}", done.out, done.err);
}

/// A command over the families, on one day.
fn over(desk: &Desk, arguments: &[&str]) -> Done {
    let common = ["--data", "d", "--on", "2024-01-01"];
    let all: Vec<&str> = arguments.iter().chain(&common).copied().collect();
    let done = desk.aturan(&all);
    sound(&done);
    done
}

#[test]
fn a_run_settles_the_value_and_tells_the_tie() {
    let desk = desk();
    // The median of nine answers is 100,000; four families are below 60,000.
    let done = over(&desk, &["run", "p.aturan", "--out-format", "csv"]);
    let table = desk.read("out/family.csv");
    let column = |name: &str| {
        let mut lines = table
            .lines()
            .map(|line| line.split(',').collect::<Vec<_>>());
        let place = lines.next().unwrap().iter().position(|it| *it == name);
        let cells = lines.map(|line| line[place.unwrap()].to_owned());
        cells.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        column("cash_status"),
        "granted granted waitlisted waitlisted not_eligible not_eligible not_eligible not_eligible \
         not_eligible needs_verification"
    );
    assert_eq!(column("cash_reason").split(' ').nth(2), Some("tied"));
    assert_eq!(column("cash_reason").split(' ').nth(3), Some(""));
    assert!(
        done.out
            .contains("Tunai: 1 waiting are equal to the last granted but for the last key"),
        "{}",
        done.out
    );
    let summary: Value = serde_json::from_str(&desk.read("out/summary.json")).unwrap();
    assert_eq!(summary["aids"][0]["tied"], 1);
    assert_eq!(summary["indicators"][0]["total"]["decided"], "100000");
}

#[test]
fn an_explanation_knows_the_value() {
    let desk = desk();
    let done = over(&desk, &["explain", "p.aturan", "C", "cash"]);
    assert!(done.out.contains("100,000"), "{}", done.out);
    assert!(
        done.out
            .contains("equal to the last granted but for the last key"),
        "{}",
        done.out
    );
}

#[test]
fn a_scenario_and_a_sweep_settle_anew() {
    let desk = desk();
    let arguments = [
        "simulate",
        "p.aturan",
        "--scenario",
        "wider",
        "--format",
        "json",
    ];
    let done = over(&desk, &arguments);
    let report: Value = serde_json::from_str(&done.out).unwrap();
    insta::assert_snapshot!("simulate", serde_json::to_string_pretty(&report).unwrap());
    let range = "part = 40% .. 120% step 40%";
    over(&desk, &["sweep", "p.aturan", range, "--out", "sweep.csv"]);
    insta::assert_snapshot!("sweep", desk.read("sweep.csv"));
}

/// The median is 100,000 and the poorest have 50,000: above a half of it they are below the line.
#[test]
fn a_solution_settles_the_value_at_every_step() {
    let goal = ["--so-that", "cash.granted <= 0", "--format", "json"];
    let done = over(
        &desk(),
        &[&["solve", "p.aturan", "part"], &goal[..]].concat(),
    );
    let found: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(found["holds"]["value"], "0.5");
    assert_eq!(found["fails"]["value"], "0.51");
}
