//! Assertions: what holds, what hangs on unknowns, what breaks, by which rows, and the exit status.

use crate::ran;

const POLICY: &str = "policy janji \"Janji\"
  edition 1
  currency IDR

entity family \"Keluarga\"
  key family_id : text
  expenditure : money per month optional

aid rice \"Beras\" of family
  agency \"Dinas Sosial\"
  source \"Contoh\"
  when   expenditure < Rp 500_000 per month
  amount Rp 100_000
";

const FAMILIES: &str = "family_id,expenditure\nA,400000\nB,600000\nC,\nD,100000\n";

fn asserted(condition: &str) -> (serde_json::Value, Option<i32>, String) {
    let policy = format!("{POLICY}\nassert \"janji\" {condition}\n");
    let (ran, status, errors) = ran(&policy, &[("family", FAMILIES)]);
    assert!(ran.summary["indicators"].as_array().unwrap().is_empty());
    (ran.summary["assertions"][0].clone(), status, errors)
}

#[test]
fn what_holds_holds_for_every_possible_value() {
    for holds in [
        "rice.cost <= Rp 300_000",
        "count(family where rice.granted) in_bounds",
        "any(family where rice.granted) and count(family) = 4",
        "every(family where rice.granted has family_id != \"Z\", if no rows false)",
    ] {
        let holds = holds.replace("in_bounds", "<= 3");
        let (found, status, errors) = asserted(&holds);
        assert_eq!(
            (found["state"].as_str(), status),
            (Some("met"), Some(0)),
            "{holds} {errors}"
        );
    }
}

#[test]
fn what_hangs_on_unknowns_is_open_and_fails_no_run() {
    let (found, status, _) = asserted("count(family where rice.granted) <= 2");
    assert_eq!((found["state"].as_str(), status), (Some("open"), Some(0)));
}

#[test]
fn a_breach_fails_the_run_and_names_the_rows() {
    let (found, status, errors) =
        asserted("every(family has expenditure >= Rp 500_000 per month, if no rows true)");
    assert_eq!(
        (found["state"].as_str(), status),
        (Some("not_met"), Some(1))
    );
    assert_eq!(found["breaches"], 2);
    assert_eq!(found["broken_by"], serde_json::json!(["A", "D"]));
    assert!(
        errors.contains("eval::assertion_broken") && errors.contains("A, D"),
        "{errors}"
    );
    let (found, status, _) = asserted("rice.cost = Rp 100_000");
    assert_eq!(
        (found["state"].as_str(), status),
        (Some("not_met"), Some(1))
    );
    let (found, _, _) = asserted("not any(family where rice.granted)");
    assert_eq!(found["breaches"], 2);
}
