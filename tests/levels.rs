//! Runs over data whose rows lead to rows elsewhere, and whose rows hold for a time.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::process::Command;

const POLICY: &str = r#"policy links "Tautan"
  edition 1
  currency IDR

entity business_group "Kelompok usaha"
  key kube_id : text

entity family "Keluarga"
  key family_id : text
  income : money per month
  group  : refers to business_group by kube_id optional, blank means none "Bukan anggota", reverse members
  friend : refers to business_group by friend_id optional, reverse friends

entity work_spell "Masa kerja"
  key spell_id : text
  belongs to family by family_id
  period : from start_date until end_date

define families of business_group = count(members)
define income_of of business_group = sum(income of members)
define liked of business_group = count(friends)
define worked of family = months in (work_spell) within last 12 months
"#;

/// The cells of a result file.
fn run(files: &[(&str, &str)], result: &str) -> String {
    let folder = folder(files);
    done(
        &folder,
        &[
            "run",
            "policy.aturan",
            "--out",
            "out",
            "--out-format",
            "csv",
        ],
    );
    fs::read_to_string(folder.path().join("out").join(result)).unwrap()
}

/// The policy and its data.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("policy.aturan"), POLICY).unwrap();
    fs::create_dir(at("data")).unwrap();
    for (name, text) in files {
        fs::write(at("data").join(name), text).unwrap();
    }
    folder
}

/// What a command says over the data.
fn done(folder: &tempfile::TempDir, arguments: &[&str]) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_aturan"))
        .args(arguments)
        .args(["--data", "data", "--on", "2024-07-15"])
        .env("ATURAN_LANGUAGE", "en")
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.code().is_some_and(|it| it < 2), "{said}");
    String::from_utf8_lossy(&done.stdout).into_owned()
}

const GROUPS: (&str, &str) = ("business_group.csv", "kube_id\nK1\nK2\nK3\n");

#[test]
fn rows_that_lead_to_a_row_are_aggregated_there() {
    let families = "family_id,income,kube_id,friend_id\n\
                    F1,1000000,K2,K1\nF2,500000,,K1\nF3,300000,K1,K2\nF4,200000,K2,K2\n";
    let found = run(&[GROUPS, ("family.csv", families)], "business_group.csv");
    assert_eq!(
        found,
        "kube_id,families,income_of,liked\nK1,1,300000,2\nK2,2,1200000,2\nK3,0,0,0\n"
    );
}

#[test]
fn a_blank_link_that_may_lead_anywhere_leaves_the_count_unknown() {
    let families = "family_id,income,kube_id,friend_id\nF1,1000000,,\nF2,500000,K1,K1\n";
    let found = run(&[GROUPS, ("family.csv", families)], "business_group.csv");
    assert_eq!(
        found,
        "kube_id,families,income_of,liked\nK1,1,500000,\nK2,0,0,\nK3,0,0,\n"
    );
}

#[test]
fn a_rejected_row_leaves_the_row_that_it_led_to_unknown() {
    let families = "family_id,income,kube_id,friend_id\n\
                    F1,many,K2,K1\nF2,500000,K1,K1\nF3,300000,K2,K2\n";
    let found = run(&[GROUPS, ("family.csv", families)], "business_group.csv");
    assert_eq!(
        found,
        "kube_id,families,income_of,liked\nK1,1,500000,\nK2,,,1\nK3,0,0,0\n"
    );
}

#[test]
fn without_the_file_nothing_is_known() {
    let found = run(&[GROUPS], "business_group.csv");
    assert_eq!(
        found,
        "kube_id,families,income_of,liked\nK1,,,\nK2,,,\nK3,,,\n"
    );
}

#[test]
fn a_spell_that_ends_before_it_starts_is_rejected() {
    let families = "family_id,income,kube_id,friend_id\nF1,1,,K1\nF2,1,,K1\nF3,1,,K1\n";
    let spells = "spell_id,family_id,start_date,end_date\n\
                  S1,F1,2024-05-01,\nS2,F2,2024-05-01,2024-04-30\n";
    let files = [GROUPS, ("family.csv", families), ("work_spell.csv", spells)];
    assert_eq!(
        run(&files, "family.csv"),
        "family_id,worked\nF1,3\nF2,\nF3,0\n"
    );
    assert_eq!(
        run(&files, "rejected.csv"),
        "file,row,column,value,code,reason\n\
         work_spell.csv,3,end_date,2024-04-30,data::period_reversed,\
         \"the row ends on 2024-04-30, before it starts\"\n"
    );
}

#[test]
fn an_explanation_names_the_spells_that_count() {
    let families = "family_id,income,kube_id,friend_id\nF1,1,,K1\n";
    let spells = "spell_id,family_id,start_date,end_date\n\
                  S1,F1,2024-05-01,\nS2,F1,2020-05-01,2020-06-30\nS3,F1,2024-01-01,2024-01-02\n";
    let folder = folder(&[GROUPS, ("family.csv", families), ("work_spell.csv", spells)]);
    let said = done(&folder, &["explain", "policy.aturan", "F1", "worked"]);
    let shown: Vec<&str> = said.lines().map(str::trim).collect();
    let at = shown
        .iter()
        .position(|it| *it == "months in (work_spell) within last 12 months = 4");
    assert_eq!(
        shown[at.unwrap() + 1..][..2],
        [
            "[S1] start_date .. end_date = 2024-05-01 ..",
            "[S3] start_date .. end_date = 2024-01-01 .. 2024-01-02"
        ],
        "{said}"
    );
}
