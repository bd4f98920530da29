//! `aturan explain`, as a user reads it: small families, one for each way an outcome comes about.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

use std::path::Path;
use std::process::{Command, Output};

/// A class, an aid with a quota, and a register, over a family of each outcome.
const POLICY: &str = r#"policy explained "Contoh penjelasan"
  edition 1
  currency IDR

type floor "Lantai" earth, wood, ceramic

entity family "Keluarga"
  key family_id "Nomor" : text
  expenditure "Pengeluaran" : money per month optional
  floor : floor optional
  listed "Terdaftar" : boolean

entity member "Anggota"
  key person_id "Nomor orang" : text personal
  belongs to family by family_id
  nik "NIK" : text personal
  civil_servant "ASN" : boolean

parameter line "Garis kemiskinan" : money per month
  source "BPS"
  from 2023-01-01 = Rp 600_000

parameter places "Tempat" : integer
  source "Contoh"
  from 2023-01-01 = 1

define per_capita "Per kapita" of family = expenditure / count(member)

criteria grounds "Alasan tidak layak" of family
  source "Kepmensos"
  official "Ada ASN" when any(member where civil_servant)

criteria needy "Rumah" of family
  source "BPS"
  bare_floor "Lantai tanah" when floor = earth
  cheap      "Pengeluaran kecil" when per_capita < Rp 400_000 per month

classify welfare "Kesejahteraan" of family
  source "BPS"
  poor     "Miskin"       when per_capita < line
  not_poor "Tidak miskin" otherwise

aid staple "Sembako" of family
  agency "Dinas Sosial"
  source "Permensos"
    url "https://example.org/permensos"
  when welfare = poor and at least 1 of needy
  unless any of grounds
  amount Rp 200_000 per month
  quota places
  rank by per_capita, family_id

register poor_list "Daftar" of family
  source "Permensos"
  current listed
  enter when welfare = poor
  leave when welfare = not_poor because "Sudah mampu"
"#;

const FAMILY: &str = "family_id,expenditure,floor,listed\n\
    A,300000,earth,true\n\
    B,350000,wood,false\n\
    C,900000,ceramic,true\n\
    D,,earth,false\n\
    E,100000,earth,true\n";
const MEMBER: &str = "person_id,family_id,nik,civil_servant\n\
    P-0000000001,A,6271990101010001,false\n\
    P-0000000002,B,6271990101010002,false\n\
    P-0000000003,C,6271990101010003,false\n\
    P-0000000004,D,6271990101010004,false\n\
    P-0000000005,E,6271990101010005,true\n";

fn explain(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("explained.aturan", POLICY);
    write("family.csv", FAMILY);
    write("member.csv", MEMBER);
    let run = |path: &Path| {
        Command::new(env!("CARGO_BIN_EXE_aturan"))
            .args(["explain", "explained.aturan", "--data", "."])
            .args(arguments)
            .args(["--on", "2023-11-30", "--color", "never"])
            .env_remove("ATURAN_LANGUAGE")
            .env("LANG", "C")
            .current_dir(path)
            .output()
            .unwrap()
    };
    run(folder.path())
}

fn text(arguments: &[&str]) -> String {
    let done = explain(arguments);
    let said = String::from_utf8(done.stdout).unwrap();
    let noted = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.success(), "{noted}");
    said
}

#[test]
fn each_outcome_has_its_reasons() {
    let all: Vec<String> = [
        vec!["A", "staple"],
        vec!["B", "staple"],
        vec!["C", "staple"],
        vec!["D", "staple"],
        vec!["E", "staple"],
        vec!["C", "poor_list"],
        vec!["A", "welfare"],
    ]
    .iter()
    .map(|arguments| text(arguments))
    .collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn an_overview_holds_all_outcomes_of_a_row_and_masks_who_is_under_it() {
    let short = text(&["E"]);
    insta::assert_snapshot!(short);
    assert!(!short.contains("P-0000000005"));
    assert!(text(&["E", "--show-personal"]).contains("P-0000000005"));
}

#[test]
fn a_rule_of_another_level_is_explained_for_the_rows_above_or_below() {
    let above = text(&["P-0000000001", "staple"]);
    assert!(above.contains("Keluarga A"), "{above}");
}

#[test]
fn indonesian_and_json() {
    insta::assert_snapshot!(text(&["C", "staple", "--language", "id"]));
    insta::assert_snapshot!(text(&["C", "staple", "--format", "json"]));
}

#[test]
fn what_is_not_there_is_said() {
    let refusals: Vec<String> = [
        vec!["Z"],
        vec!["A", "staple_food"],
        vec!["A", "stapel"],
        vec!["A", "floor"],
    ]
    .iter()
    .map(|arguments| {
        let done = explain(arguments);
        assert_eq!(done.status.code(), Some(2));
        String::from_utf8(done.stderr).unwrap()
    })
    .collect();
    insta::assert_snapshot!(refusals.join("\n"));
}

const TEST: &str = r#"
parameter minimum "Upah minimum" : money per month
  source "Contoh"
  from 2023-01-01 = Rp 3 juta

entity worker "Pekerja"
  key worker_id "Nomor" : text
  belongs to family by family_id
  wage "Upah" : money per month optional, blank means not_listed "Tidak terdaftar"

aid check "Pemeriksaan" of family
  agency "Dinas Sosial"
  source "Contoh"
  when any(worker where wage > minimum)
  service 1

test "dua pekerja, satu di atas upah minimum"
  on 2023-11-30
  family expenditure = Rp 1 juta, floor = wood, listed = false
    worker ani wage = Rp 4 juta
    worker budi wage = Rp 1 juta
  expect check.status = granted
"#;

/// `explain` of a row of the test.
fn of_test(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.aturan"), format!("{POLICY}{TEST}")).unwrap();
    Command::new(env!("CARGO_BIN_EXE_aturan"))
        .args(["explain", "p.aturan"])
        .args(arguments)
        .args(["--color", "never"])
        .env_remove("ATURAN_LANGUAGE")
        .env("LANG", "C")
        .current_dir(folder.path())
        .output()
        .unwrap()
}

#[test]
fn a_row_of_a_test_is_explained_by_its_name_with_both_sides_of_a_comparison() {
    let done = of_test(&["ani", "check", "--test", "dua pekerja", "--all"]);
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(said.contains("[ani] wage > minimum = true"), "{said}");
    assert!(said.contains("wage = Rp 4,000,000"), "{said}");
    assert!(said.contains("minimum = Rp 3,000,000"), "{said}");
    assert!(!said.contains("[budi]"), "{said}");
    let done = of_test(&["cici", "--test", "dua pekerja"]);
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(said.contains("ani, budi"), "{said}");
    let done = of_test(&["ani", "--test", "tiga pekerja"]);
    assert_eq!(done.status.code(), Some(2));
}
