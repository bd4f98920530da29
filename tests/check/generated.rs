//! Policies too long to write down, and what a date asks of a policy.

use std::fmt::Write as _;

use aturan::check::dates;
use aturan::diagnostic::Language;
use aturan::number::Date;

use crate::{check_layers, layer};

/// The codes of the findings of a text.
fn codes(text: String) -> Vec<&'static str> {
    let (_, findings, _) = check_layers(vec![layer(text)]);
    findings.iter().map(|it| it.code.name()).collect()
}

/// Definitions in a ring of names that is none of values, the first written in its middle: each is
/// typed on demand, one inside the other.
#[test]
fn definitions_that_rest_on_each_other_too_deeply_are_refused() {
    let ring = |length: usize| {
        let mut text = String::from("define v0 of village = 1\n");
        let middle = length / 2;
        for place in (middle..length).chain(0..middle) {
            let _ = writeln!(text, "define v{place} of family = v{} + 1", place + 1);
        }
        let _ = writeln!(text, "define v{length} of family = village.v0");
        let _ = writeln!(
            text,
            "criteria use of family\n  source \"x\"\n  one when v0 > 1"
        );
        text
    };
    assert_eq!(codes(ring(100)), Vec::<&str>::new());
    assert!(codes(ring(2_000)).contains(&"check::too_deep"));
}

/// A table of clauses over many columns, as a hard puzzle is: the proof is given up, not endless.
#[test]
fn a_table_too_large_to_prove_asks_for_a_last_row() {
    let columns = 60;
    let mut seed = 7_u64;
    let mut random = |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut table = String::new();
    for _ in 0..280 {
        let mut cells = vec!["-"; columns];
        for _ in 0..3 {
            let column = usize::try_from(random(60)).unwrap();
            cells[column] = if random(2) == 0 { "true" } else { "false" };
        }
        let _ = writeln!(table, "  | {} || 1 |", cells.join(" | "));
    }
    let names: Vec<String> = (0..columns).map(|column| format!("f{column}")).collect();
    let fields = names.join(" : boolean\n  ");
    let fields = format!("  {fields} : boolean\n");
    let text = format!(
        "policy p\n  edition 1\n\nentity e\n  key e_id : text\n{fields}\n\
         decide a of e : integer, largest a\n  | {} || a |\n{table}",
        names.join(" | ")
    );
    assert_eq!(codes(text.clone()), ["check::table_too_large"]);
    let free = vec!["-"; columns].join(" | ");
    assert_eq!(
        codes(format!("{text}  | {free} || 0 |\n")),
        Vec::<&str>::new()
    );
}

#[test]
fn a_date_asks_for_values_and_definitions_in_force() {
    let text = "parameter line : money per month\n  source \"BPS\"\n  from 2022-03-01 until 2023-12-31 = Rp 100_000\n\n\
                define poor of family = expenditure < line\n  in force from 2022-03-01\n\n\
                define young of member = age(birth_date) < 18\n  in force from 2023-01-01\n\n\
                aid cash of family\n  source \"x\"\n  when poor\n  when any(member where young)\n  amount Rp 1 per month\n";
    let (_, findings, checked) = check_layers(vec![layer(text.to_owned())]);
    assert!(findings.is_empty(), "{findings:?}");
    let checked = checked.unwrap();
    let said = |day: &str| -> Vec<String> {
        let findings = dates(checked.program(), Date::parse_iso(day).unwrap());
        findings
            .iter()
            .map(|it| it.message(Language::English))
            .collect()
    };
    assert_eq!(said("2023-06-01"), Vec::<String>::new());
    assert_eq!(
        said("2022-06-01"),
        ["`young` is not in force on 2022-06-01"]
    );
    assert_eq!(said("2024-01-01"), ["`line` has no value on 2024-01-01"]);
}
