//! What `test --coverage` counts: sides of conditions, rows that decide, exclusions, the unknown side.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[expect(dead_code, reason = "another test runs policies over data")]
mod command;

use command::Desk;
use serde_json::Value;

const POLICY: &str = r#"policy small "Kecil"
  edition 1
  currency IDR

entity family "Keluarga"
  key family_id : text
  income : money per month optional
  people : integer 1..20
  owner  : boolean

define large of family = people > 4
define share of family = if owner then 1 else 2

classify welfare of family
  poor   when income < Rp 1 juta per month
  near   when income < Rp 2 juta per month and owner
  well   otherwise

aid cash "Bantuan" of family
  agency "Dinas"
  source "Contoh"
  when   welfare = poor
  unless owner because "Memiliki rumah"
  amount Rp 100_000 per month
"#;

const ONE: &str = r#"
test "miskin"
  on 2024-01-01
  family income = Rp 400_000, people = 2, owner = false
  expect cash.status = granted
"#;

const MORE: &str = r#"
test "mampu"
  on 2024-01-01
  family income = Rp 4_000_000, people = 6, owner = true
  expect cash.status = not_eligible

test "pemilik"
  on 2024-01-01
  family income = Rp 400_000, people = 6, owner = true
  expect cash.status = excluded

test "tidak dijawab"
  on 2024-01-01
  family income = missing, people = 6, owner = false
  expect cash.status = needs_verification
"#;

fn conditions(desk: &Desk) -> Vec<Value> {
    let done = desk.aturan(&["test", "p.aturan", "--coverage", "--format", "json"]);
    let json: Value = serde_json::from_str(&done.out).unwrap();
    json["coverage"]["conditions"].as_array().unwrap().clone()
}

#[test]
fn what_no_test_exercises_is_named() {
    let desk = Desk::glance();
    desk.write("p.aturan", format!("{POLICY}{ONE}"));
    let done = desk.aturan(&["test", "p.aturan", "--coverage"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    insta::assert_snapshot!("one_test", done.out);
    let done = desk.aturan_in("id", &["test", "p.aturan", "--coverage"]);
    insta::assert_snapshot!("one_test_id", done.out);
}

#[test]
fn the_row_that_decides_is_the_one_that_counts() {
    let desk = Desk::glance();
    desk.write("p.aturan", format!("{POLICY}{ONE}{MORE}"));
    let done = desk.aturan(&["test", "p.aturan", "--coverage", "--threshold", "100"]);
    // The second row holds of the owner with little, but the first one decides.
    assert_eq!(done.code, Some(1));
    assert!(
        done.out
            .contains("welfare, row 2: never decides, never unknown\n"),
        "{}",
        done.out
    );
    assert_eq!(done.out.matches(": never").count(), 1, "{}", done.out);
    assert!(
        done.err.contains("below the threshold of 100 %"),
        "{}",
        done.err
    );
    desk.edit(
        "p.aturan",
        "  near   when income < Rp 2 juta per month and owner\n",
        "",
    );
    let done = desk.aturan(&["test", "p.aturan", "--coverage", "--threshold", "100"]);
    assert_eq!(done.code, Some(0), "{}", done.out);
    let all = conditions(&desk);
    let named = |name: &str| {
        all.iter()
            .find(|it| it["condition"] == name)
            .unwrap()
            .clone()
    };
    assert_eq!(named("otherwise")["can_fail"], false);
    assert_eq!(named("otherwise")["seen_true"], 1);
    assert_eq!(named("row 1")["seen_unknown"], 1);
    assert_eq!(named("unless_1")["kind"], "exclusion");
    assert_eq!(named("unless_1")["can_be_unknown"], false);
}

#[test]
fn the_sides_of_an_if_in_an_amount_are_counted_and_a_kind_may_have_its_own_threshold() {
    let desk = Desk::glance();
    let amount = "\naid coal \"Arang\" of family\n  agency \"Dinas\"\n  source \"Contoh\"\n  when owner\n  amount if income < Rp 1 juta per month then Rp 200_000 else Rp 100_000\n";
    desk.write("p.aturan", format!("{POLICY}{amount}{ONE}"));
    let all = conditions(&desk);
    let of_coal = |it: &&Value| it["rule"] == "coal" && it["condition"] == "if";
    assert_eq!(all.iter().filter(of_coal).count(), 1, "{all:?}");
    let reaches = |threshold: &str| {
        let done = desk.aturan(&["test", "p.aturan", "--threshold", threshold]);
        (done.code, done.err)
    };
    assert_eq!(reaches("1,conditions=1").0, Some(0));
    let (code, said) = reaches("1,conditions=100");
    assert_eq!(code, Some(1));
    assert!(said.contains("conditions"), "{said}");
    assert_eq!(reaches("rules=10").0, Some(2));
}
