//! `simulate --marginal`: rates against figures computed by hand.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

const POLICY: &str = r#"policy coba "Coba"
  edition 1
  currency IDR

entity family "Keluarga"
  key family_id : text personal
  income "Pendapatan" : money per month optional

classify welfare "Kesejahteraan" of family
  poor     "Miskin"       when income < Rp 1 juta per month
  not_poor "Tidak miskin" otherwise

aid flat of family
  when welfare = poor
  amount Rp 200_000 per month

aid taper of family
  when income < Rp 2 juta per month
  amount (Rp 2 juta per month - income) * 25%
"#;

const FAMILIES: &str = "family_id,income
a,950000
b,500000
c,1950000
d,5000000
e,
";

fn simulate(more: &str, format: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("p.aturan"), POLICY).unwrap();
    fs::create_dir(path.join("data")).unwrap();
    fs::write(path.join("data/family.csv"), FAMILIES).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_aturan"))
        .env("ATURAN_LANGUAGE", "en")
        .args([
            "simulate",
            "p.aturan",
            "--data",
            "data",
            "--on",
            "2023-06-01",
        ])
        .args(["--marginal", more, "--format", format, "--color", "never"])
        .current_dir(path)
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

/// Of Rp 100,000 a month more, a year brings 1,200,000. Family a leaves the flat aid and its taper
/// falls: 462,500 to 237,500 a month, 2,700,000 a year, 225 %. Family b loses a quarter, 300,000.
/// Family c had 12,500 a month left of the taper and loses it: 150,000. Family d never had any. Of
/// 4,800,000 earned, 3,150,000 are lost: 65.625 %.
#[test]
fn each_family_loses_what_its_rules_take() {
    let (code, text) = simulate("Rp 100_000 of income", "json");
    assert_eq!(code, Some(0), "{text}");
    let all: Value = serde_json::from_str(&text).unwrap();
    let found = &all["marginal"];
    assert_eq!(found["rows"], 4);
    assert_eq!(found["open"], 1);
    assert_eq!(found["rate"], "65.62");
    let bands = json!([
        { "name": "gains", "rows": 0, "change": "0" },
        { "name": "unchanged", "rows": 1, "change": "0" },
        { "name": "under_half", "rows": 2, "change": "-450000" },
        { "name": "half_or_more", "rows": 0, "change": "0" },
        { "name": "cliff", "rows": 1, "change": "-2700000" },
    ]);
    assert_eq!(found["bands"], bands);
    let poor = json!({
        "classification": "welfare", "class": "poor", "label": "Miskin",
        "rows": 2, "losers": 2, "cliffs": 1, "rate": "125"
    });
    assert_eq!(found["classes"][0], poor);
    let worst = json!({ "key": "•", "before": "5550000", "after": "2850000", "rate": "225" });
    assert_eq!(found["cliffs"][0], worst);
}

#[test]
fn the_table_names_the_worst_cliffs() {
    let (code, text) = simulate("Rp 100 ribu of family.income", "text");
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("loses all of it or more"), "{text}");
    assert!(text.contains("225"), "{text}");
}

#[test]
fn a_question_that_cannot_be_read_says_how_to_ask() {
    for more in [
        "income",
        "Rp 0 of income",
        "Rp 100_000 of family_id",
        "x of income",
    ] {
        let (code, text) = simulate(more, "text");
        assert_eq!(code, Some(2), "{more}: {text}");
        assert!(text.contains("income"), "{text}");
    }
}
